"""From solved variables to what was decided: values are rounded here, once."""

from __future__ import annotations

from collections import defaultdict

import pulp

from rostering.horizon import MINUTES_PER_HOUR, Span
from rostering.model.keys import Band, Group
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Hotspot, Scenario
from rostering.schedule import PlannedVisit, Tasking

HALF = 0.5


def read_tasking(scenario: Scenario, sets: Sets, v: Variables) -> Tasking:
    """Read the decisions out of a solved model."""
    staff: dict[tuple[str, int], list[str]] = {(opening.session, opening.opens): [] for opening in sets.openings}
    for (duty, opening), chosen in v.staff.items():
        if _amount(chosen) > HALF:
            staff[opening.session, opening.opens].append(duty.officer)
    lent: dict[tuple[str, str], float] = defaultdict(float)
    for (group, area, _), minutes in v.patrol.items():
        if group.team != area:
            lent[group.team, area] += _amount(minutes)
    return Tasking(
        duties=tuple((*duty,) for duty, chosen in sorted(v.duty.items()) if _amount(chosen) > HALF),
        staff={key: tuple(sorted(people)) for key, people in staff.items()},
        visits=tuple(_visits(scenario, sets, v)),
        lent_minutes={key: minutes for key, minutes in sorted(lent.items()) if minutes > HALF},
    )


def _visits(scenario: Scenario, sets: Sets, v: Variables) -> list[PlannedVisit]:
    dwell = scenario.rules.hotspot_guarantee.minutes
    planned: list[PlannedVisit] = []
    for (spot_id, band), chosen in sorted(v.visits.items()):
        number = round(_amount(chosen))
        people = {group: _amount(v.crew[spot_id, band, group]) for group in sets.crews[spot_id, band]}
        crews = _crews(scenario.hotspots[spot_id], number, people)
        first, last = _room_around(sets, spot_id, band)
        planned.extend(PlannedVisit(spot_id, first, last - dwell, crew, band.start) for crew in crews)
    return planned


def _room_around(sets: Sets, spot_id: str, band: Band) -> Span:
    """The band of a visit, widened to an hour into bands that touch it: a time that hardly varies could be learned."""
    first, last = band.start, band.end
    for other in sets.visit_bands[spot_id]:
        if other.start == last and other.day == band.day and last - first < MINUTES_PER_HOUR:
            last = other.end
    for other in reversed(sets.visit_bands[spot_id]):
        if other.end == first and other.day == band.day and last - first < MINUTES_PER_HOUR:
            first = other.start
    return first, last


def _crews(spot: Hotspot, visits: int, people: dict[Group, float]) -> list[tuple[tuple[str, str], ...]]:
    """Whole crews from the people each group sends: first everybody's whole part, then the largest remainders."""
    wanted = spot.crew * visits
    sent = {group: int(amount + 1e-6) for group, amount in people.items()}
    by_remainder = sorted(people, key=lambda group: (sent[group] - people[group], group))
    for group in by_remainder * spot.crew:
        if sum(sent.values()) < wanted:
            sent[group] += 1
    leads = [group for group in sorted(sent) for _ in range(sent[group]) if not spot.lead or group.role in spot.lead]
    others = [group for group in sorted(sent) for _ in range(sent[group]) if spot.lead and group.role not in spot.lead]
    if len(leads) < visits:
        could_lead = [group for group in sorted(people) if not spot.lead or group.role in spot.lead]
        leads += could_lead[:1] * (visits - len(leads))
    everyone = leads[visits:] + others
    size = spot.crew - 1
    return [
        tuple(sorted((group.team, group.role) for group in (leads[turn], *everyone[turn * size : (turn + 1) * size])))
        for turn in range(visits)
    ]


def _amount(variable: pulp.LpVariable) -> float:
    value = variable.varValue
    return 0.0 if value is None else float(value)
