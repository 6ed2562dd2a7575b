"""One day of a plan solved again, everything else as it is planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from rostering.explain.fix import relisted
from rostering.horizon import Horizon
from rostering.measures import counted_visits
from rostering.pinning import contradictions
from rostering.scenario import REST, Scenario
from rostering.schedule import HUB, VISIT, Duty, Earlier, PinnedVisit, Pins, Plan
from rostering.solve import Options, Stop
from rostering.weeks import Past, time_scenario, week_scenario

SHARING = ("least_served_area", "area_share", "hotspot_share", "hour_share", "demand_matching")
"""Rules that only share out what is left; a day by itself says nothing about them."""


def solved_again(scenario: Scenario, plan: Plan, day: date) -> Plan | None:
    """The plan with the duties of a day decided and timed anew: everybody has the shift the plan says, the visits and
    hub openings in it stay, and the solver may add what is still missing. Where some contradict each other or the
    scenario, those duties are decided anew. Nothing if the solver finds no plan.

    Args:
        scenario: what is known, whatever a fix changes of it among it.
        plan: with the fix in it.
        day: the day on which the duties begin that are solved again.
    """
    later = scenario.horizon.at(day)
    own = Plan(tuple(_on_its_clock(duty, later) for duty in plan.duties if duty.day == day))
    cut = _cut(scenario, plan, day)
    timed = time_scenario(cut, Options(), Stop(), lambda _: None, _that_hold(cut, own, _pins(own)))
    if timed.plan is None:
        return None
    anew = (_on_its_clock(duty, -later) for duty in timed.plan.duties)
    duties = [*(duty for duty in plan.duties if duty.day != day), *anew]
    duties.sort(key=lambda duty: (duty.officer, duty.day, duty.shift))
    places = frozenset({*scenario.hotspots, *scenario.hub_sessions})
    return relisted(scenario, replace(plan, duties=tuple(duties)), places)


def _cut(scenario: Scenario, plan: Plan, day: date) -> Scenario:
    """The day as a scenario of its own, its duties decided, with the last visits before it."""
    decided = {(duty.officer, duty.day): duty.shift for duty in plan.duties}
    before = Plan(tuple(duty for duty in plan.duties if duty.day < day))
    ends = {spot: visits[-1].end for spot, visits in counted_visits(scenario, before).items() if visits}
    week = week_scenario(scenario, decided, day, Past(ends))
    one_day = Horizon.model_construct(start=day, days=1, timezone=scenario.horizon.timezone)
    officers = {
        officer_id: officer.model_copy(update={"published": {day: (officer.published or {}).get(day, REST)}})
        for officer_id, officer in week.officers.items()
    }
    off = {name: getattr(week.rules, name).model_copy(update={"level": "off"}) for name in SHARING}
    fields = {name: getattr(week, name) for name in Scenario.model_fields}
    changes = {"horizon": one_day, "officers": officers, "rules": week.rules.model_copy(update=off)}
    return Scenario.model_construct(**fields | changes)


def _pins(own: Plan) -> Pins:
    """All visits and hub openings of a day's duties."""
    crews: dict[tuple[str, int, int], set[tuple[str, date]]] = defaultdict(set)
    staff = set()
    for duty in own.duties:
        for one in duty.activities:
            if one.do == VISIT:
                crews[one.hotspot or "", one.start, one.end].add((duty.officer, duty.day))
            elif one.do == HUB:
                staff.add((duty.officer, duty.day, one.session or "", one.start))
    visits = tuple(PinnedVisit(*visit, tuple(sorted(crew))) for visit, crew in sorted(crews.items()))
    return Pins(visits=visits, staff=frozenset(staff))


def _that_hold(cut: Scenario, own: Plan, pins: Pins) -> Pins:
    """The pins of a day without those of duties that contradict others or the scenario."""
    while found := contradictions(cut, Earlier(own, pins)):
        loose = {str(finding.path[1]) for finding in found if len(finding.path) > 1}
        left = replace(
            pins,
            visits=tuple(one for one in pins.visits if loose.isdisjoint(officer for officer, _ in one.crew)),
            staff=frozenset(piece for piece in pins.staff if piece[0] not in loose),
        )
        if left == pins:
            return Pins()
        pins = left
    return pins


def _on_its_clock(duty: Duty, later: int) -> Duty:
    """The duty on a clock that begins so many minutes later."""
    pieces = (replace(one, start=one.start - later, end=one.end - later) for one in duty.activities)
    return replace(duty, activities=tuple(pieces))
