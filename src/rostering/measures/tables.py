"""Who got what: areas and hotspots beside their demand, and each hotspot's ledger."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise
from typing import NotRequired, TypedDict

from rostering.horizon import MINUTES_PER_HOUR, Span
from rostering.measures.guarantee import (
    counted_visits,
    fewest_visits,
    last_day_before,
    last_patrolled_before,
    open_days,
)
from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, hotspot_shares, share_of_area
from rostering.schedule import PATROL, Ledger, Plan, Visit


class HotspotRow(TypedDict):
    """A hotspot's part of a schedule, instants still as instants."""

    area: str
    demand_share: float
    """Among all hotspots."""
    patrol_share: float
    """Person-minutes of its visits over those of all visits."""
    ratio: NotRequired[float]
    """Patrol share over demand share; absent where there is no demand."""
    last_patrolled_before: int | None
    """End of the last visit before the horizon, where known."""
    visits: tuple[int, ...]
    """Starts of its visits, whether they count for the guarantee or not."""
    longest_gap_days: int
    """Calendar days from one counted visit to the next, from `last_patrolled` (or the day before the horizon) and to
    the day after the horizon. At most `every_days` if and only if the guarantee, counted `rolling`, is kept."""
    last_patrolled: int | None
    """End of the last visit that counts, for the next horizon."""
    ledger: Ledger


def _person_minutes(visits: tuple[Visit, ...]) -> int:
    return sum((visit.end - visit.start) * len(visit.crew) for visit in visits)


def patrol_pieces(scenario: Scenario, plan: Plan) -> dict[str, list[Span]]:
    """By area: every stretch of visible presence in it, one for each person (patrol, and visits to its hotspots)."""
    pieces: dict[str, list[Span]] = {area: [] for area in scenario.areas}
    for duty in view(scenario, plan).worked:
        for activity in duty.activities:
            if activity.do == PATROL and activity.area in pieces:
                pieces[activity.area].append((activity.start, activity.end))
    for hotspot, visits in view(scenario, plan).visits.items():
        for visit in visits:
            pieces[scenario.hotspots[hotspot].area] += [(visit.start, visit.end)] * len(visit.crew)
    return pieces


def patrol_minutes(scenario: Scenario, plan: Plan) -> dict[str, int]:
    """By area: person-minutes of visible presence."""
    pieces = patrol_pieces(scenario, plan)
    return {area: sum(end - start for start, end in of_area) for area, of_area in pieces.items()}


def shares(amounts: Mapping[str, float]) -> dict[str, float]:
    """Each amount over their sum; all 0 where there is nothing to share."""
    total = sum(amounts.values())
    return {key: amount / total if total else 0.0 for key, amount in amounts.items()}


def tracking(given: Mapping[str, float], wanted: Mapping[str, float]) -> float:
    """1 - half the sum of |given share - wanted share|: 1 is exact; 0 if nothing was given, 1 if nobody wants any."""
    if not wanted:
        return 1.0
    if not sum(given.values()):
        return 0.0
    got = shares(given)
    return 1 - sum(abs(got[key] - share) for key, share in wanted.items()) / 2


def area_table(scenario: Scenario, plan: Plan) -> dict[str, dict[str, float]]:
    """By area: `demand_share`, `patrol_share`, `patrol_hours` (person-hours, visits included), `visit_hours`, `ratio`
    (patrol share over demand share; left out where an area has no demand).
    """
    minutes, wanted = patrol_minutes(scenario, plan), area_shares(scenario)
    given = shares(minutes)
    visiting = dict.fromkeys(scenario.areas, 0)
    for hotspot, visits in view(scenario, plan).visits.items():
        visiting[scenario.hotspots[hotspot].area] += _person_minutes(visits)
    table: dict[str, dict[str, float]] = {}
    for area in sorted(scenario.areas):
        table[area] = {
            "demand_share": wanted[area],
            "patrol_share": given[area],
            "patrol_hours": minutes[area] / MINUTES_PER_HOUR,
            "visit_hours": visiting[area] / MINUTES_PER_HOUR,
        }
        if wanted[area] > 0:
            table[area]["ratio"] = given[area] / wanted[area]
    return table


def visit_minutes(scenario: Scenario, plan: Plan) -> dict[str, int]:
    """By hotspot: person-minutes of its visits."""
    return {hotspot: _person_minutes(visits) for hotspot, visits in view(scenario, plan).visits.items()}


def hotspot_table(scenario: Scenario, plan: Plan) -> dict[str, HotspotRow]:
    """By hotspot: its demand and patrol shares, its visits, its longest gap, and its ledger."""
    wanted, given = hotspot_shares(scenario), shares(visit_minutes(scenario, plan))
    counted, ledgers = counted_visits(scenario, plan), ledger_table(scenario, plan)
    table: dict[str, HotspotRow] = {}
    for hotspot in sorted(scenario.hotspots):
        before = last_patrolled_before(scenario, hotspot)
        table[hotspot] = {
            "area": scenario.hotspots[hotspot].area,
            "demand_share": wanted[hotspot],
            "patrol_share": given[hotspot],
            "last_patrolled_before": before,
            "visits": tuple(visit.start for visit in view(scenario, plan).visits[hotspot]),
            "longest_gap_days": _longest_gap_days(scenario, hotspot, counted[hotspot]),
            "last_patrolled": max((visit.end for visit in counted[hotspot]), default=before),
            "ledger": ledgers[hotspot],
        }
        if wanted[hotspot]:
            table[hotspot]["ratio"] = given[hotspot] / wanted[hotspot]
    return table


def _longest_gap_days(scenario: Scenario, hotspot: str, visits: tuple[Visit, ...]) -> int:
    horizon = scenario.horizon
    first = last_day_before(scenario, hotspot) or horizon.start - timedelta(days=1)
    visited = sorted({first, *(horizon.day(visit.start) for visit in visits)})
    days = [*visited, max(horizon.end, visited[-1])]
    return max((later - earlier).days for earlier, later in pairwise(days))


def ledger_table(scenario: Scenario, plan: Plan) -> dict[str, Ledger]:
    """By hotspot: minutes of presence it was due and got (``docs/design.md``, "A hotspot's due")."""
    patrol, parts = patrol_minutes(scenario, plan), share_of_area(scenario)
    visits = view(scenario, plan).visits
    return {
        hotspot: _ledger(scenario, hotspot, patrol[spot.area] * parts[hotspot] / spot.crew, visits[hotspot])
        for hotspot, spot in scenario.hotspots.items()
    }


def _ledger(scenario: Scenario, hotspot: str, by_demand: float, visits: tuple[Visit, ...]) -> Ledger:
    spot, dwell = scenario.hotspots[hotspot], scenario.rules.hotspot_guarantee.minutes
    floor = dwell * fewest_visits(scenario, hotspot)
    most = dwell * spot.max_visits_per_day * len(open_days(scenario, hotspot, scenario.horizon.dates))
    share = _half_up(max(0.0, min(by_demand, most) - floor))
    due = floor + share
    nearest = dwell * _half_up(due / dwell)
    planned = sum(visit.end - visit.start for visit in visits)
    return Ledger(floor, share, max(planned, nearest) - due, max(0, nearest - planned))


def _half_up(number: float) -> int:
    return math.floor(number + 0.5)
