"""The unknowns of the model, one table for each kind, keyed by what they are about."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import pulp

from rostering.horizon import day_name
from rostering.model.keys import Band, DutyKey, Group, Opening, Slot, Staffing
from rostering.model.sets import Sets
from rostering.scenario import ANY


@dataclass
class Variables:
    """What the solver decides. Minutes and people are counted for whole groups; duties and hub staff are named."""

    duty: dict[DutyKey, pulp.LpVariable]
    """1 where the officer has the duty."""
    staff: dict[tuple[DutyKey, Opening], pulp.LpVariable]
    """1 where the officer staffs the opening from that duty."""
    held: dict[Opening, pulp.LpVariable]
    """1 where a preferred session is held."""
    visits: dict[tuple[str, Band], pulp.LpVariable]
    """Visits to a hotspot that start in a band, a whole number."""
    crew: dict[tuple[str, Band, Group], pulp.LpVariable]
    """People a group sends on those visits."""
    patrol: dict[tuple[Group, str, Band], pulp.LpVariable]
    """Minutes of patrol a group gives to an area in a band."""
    pause: dict[tuple[Slot, Band], pulp.LpVariable]
    """Minutes of break taken in a band."""
    reserve: dict[tuple[Slot, Band], pulp.LpVariable]
    """Minutes kept in reserve in a band."""
    briefing: dict[Slot, pulp.LpVariable]
    """Minutes of briefing."""
    patrolled: dict[tuple[str, Band], pulp.LpVariable]
    """Hours of visible patrol, visits included, an area gets in a band."""
    window_missed: dict[tuple[str, date], pulp.LpVariable]
    """Shortfall: 1 where the window of a hotspot that ends on the day holds no visit."""
    hub_short: dict[Opening, pulp.LpVariable]
    """Shortfall: people missing at an opening."""
    kind_short: dict[tuple[Opening, str], pulp.LpVariable]
    """Of a role or skill, people missing at an opening."""
    staff_short: dict[Staffing, pulp.LpVariable]
    """Shortfall: people missing for the minimum."""
    under_preference: dict[Staffing, pulp.LpVariable]
    """People missing for the preferred number."""
    over_maximum: dict[Staffing, pulp.LpVariable]
    """People above the maximum, where published duties alone exceed it."""
    served: pulp.LpVariable
    """Patrol hours per unit of demand share that every area has at least."""
    area_off: dict[str, pulp.LpVariable]
    """Hours an area is below its share of the patrol hours there are."""
    spot_off: dict[str, pulp.LpVariable]
    """Penalty for a hotspot's visits being away from what it is due."""
    hour_off: dict[tuple[str, Band], pulp.LpVariable]
    """Hours an area's patrol in a band is away from its share of the day."""
    request_unmet: dict[tuple[str, int], pulp.LpVariable]
    """1 where a request (by its place in the officer's list) is not met."""
    broken: dict[str, list[pulp.LpVariable]] = field(default_factory=dict)
    """By preferred rule: by how much each of its rows is broken."""

    def people(self, slots: Iterable[Slot], sets: Sets) -> pulp.LpAffineExpression:
        """The number of people in slots."""
        return pulp.lpSum(self.duty[duty] for duty in chain.from_iterable(sets.slots[slot] for slot in slots))


def name_of(kind: str, key: Hashable, sets: Sets) -> str:
    """A readable name for a row or a variable: the kind and the key, instants as local times."""
    return f"{kind}({','.join(_words(key, sets))})"


def _words(key: Hashable, sets: Sets) -> list[str]:
    horizon = sets.scenario.horizon
    match key:
        case Band(start=start):
            return [horizon.moment_text(start)]
        case Opening(session=session, opens=opens):
            return [session, horizon.moment_text(opens)]
        case date():
            return [key.isoformat()]
        case tuple():
            return [word for part in key for word in _words(part, sets)]
        case _:
            return [str(key)]


def add_variables(problem: pulp.LpProblem, sets: Sets) -> Variables:
    """Create every variable of the model."""
    scenario, rules = sets.scenario, sets.scenario.rules
    has_hours = rules.opening_hours.level != "off"

    def yes_no[K: Hashable](kind: str, keys: Iterable[K]) -> dict[K, pulp.LpVariable]:
        return {key: problem.add_variable(name_of(kind, key, sets), 0, 1, "Integer") for key in keys}

    def amount[K: Hashable](kind: str, keys: Iterable[K]) -> dict[K, pulp.LpVariable]:
        return {key: problem.add_variable(name_of(kind, key, sets), 0) for key in keys}

    slot_bands = [(slot, band) for (_, band), slots in sets.on_duty.items() for slot in slots]
    middle_bands = [
        (slot, band)
        for slot, band in slot_bands
        if sets.break_minutes(slot) and min(band.end, sets.middle(slot)[1]) > max(band.start, sets.middle(slot)[0])
    ]
    staffing = [
        (Staffing(area, day, shift), wanted)
        for area, shifts in scenario.staffing.items()
        for shift, wanted in shifts.items()
        for day in scenario.horizon.dates
        if wanted.days is None or day_name(day) in wanted.days
    ]
    patrolled = sorted({(area, band) for group, band in sets.on_duty for area in sets.reach[group.team]})
    return Variables(
        duty=yes_no("duty", sets.duties),
        staff=yes_no("staff", sets.can_staff),
        held=yes_no("held", [o for o in sets.openings if scenario.hub_sessions[o.session].level == "preferred"]),
        visits={
            # Without opening hours, what fits into a band is no row of theirs, and spacing within a band still holds.
            key: problem.add_variable(name_of("visits", key, sets), 0, None if has_hours else fits, "Integer")
            for key, fits in sets.visit_fit.items()
        },
        crew=amount("crew", [(*key, group) for key, groups in sets.crews.items() for group in groups]),
        patrol=amount(
            "patrol", [(group, area, band) for group, band in sets.on_duty for area in sets.reach[group.team]]
        ),
        pause=amount("pause", middle_bands),
        reserve=amount("reserve", [key for key in slot_bands if sets.reserve_minutes(key[0])]),
        briefing=amount("briefing", sets.slots if rules.briefing.level != "off" else []),
        patrolled=amount("patrolled", patrolled),
        window_missed=amount("window_missed", sets.windows if rules.hotspot_guarantee.level != "off" else []),
        hub_short=amount("hub_short", sets.openings),
        kind_short=amount(
            "kind_short",
            [(o, kind) for o in sets.openings for kind in scenario.hub_sessions[o.session].staff if kind != ANY],
        ),
        staff_short=amount("staff_short", [key for key, wanted in staffing if wanted.min]),
        under_preference=amount("under_preference", [key for key, wanted in staffing if wanted.prefer]),
        over_maximum=amount("over_maximum", [key for key, wanted in staffing if wanted.max is not None]),
        served=problem.add_variable("served", 0),
        area_off=amount("area_off", scenario.areas),
        spot_off=amount("spot_off", scenario.hotspots),
        hour_off=amount("hour_off", patrolled),
        request_unmet=amount(
            "request_unmet",
            [(officer, index) for officer, one in scenario.people.items() for index in range(len(one.requests))],
        ),
    )
