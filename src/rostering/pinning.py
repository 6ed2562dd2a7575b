"""Pins that cannot hold: what of an earlier plan is to stay although a required rule, or another pin, forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rostering.check import (
    availability,
    average_night_hours,
    average_weekly_hours,
    consecutive_duties,
    consecutive_nights,
    daily_rest,
    daily_visits,
    forbidden_successions,
    hotspot_crew,
    opening_hours,
    published_changes,
    published_duty,
    shift_limits,
    staffing_maximum,
    visit_spacing,
    weekends_off,
    weekly_hours,
    working_pattern,
)
from rostering.lines import build_graph, calendar_of, look_ahead, machines_of
from rostering.measures.contracts import contracted_hours
from rostering.scenario import REST, Scenario
from rostering.scenario.held import with_held
from rostering.scenario.openings import hub_openings
from rostering.scenario.owed import briefing_minutes
from rostering.scenario.problems import Finding
from rostering.scenario.travel import TravelTime, travel_times
from rostering.schedule import HUB, VISIT, Activity, Duty, Earlier, HotspotPlan, Plan, Violation
from rostering.words import day_words, officer_words

LIMITS: tuple[Callable[[Scenario, Plan], Iterator[Violation]], ...] = (
    availability,
    published_duty,
    published_changes,
    working_pattern,
    daily_rest,
    forbidden_successions,
    weekly_hours,
    average_weekly_hours,
    average_night_hours,
    consecutive_duties,
    consecutive_nights,
    weekends_off,
    shift_limits,
    staffing_maximum,
    hotspot_crew,
    opening_hours,
    daily_visits,
    visit_spacing,
)
"""Rules that more duties and visits only break further: where pins alone break one, no plan around them keeps it."""
CODE = "CONTRADICTORY_PINS"
HINT = "unpin it, undo the edit, or change the scenario"
Key = tuple[str, date]
Path = tuple[str | int, ...]
Pieces = Mapping[Key, tuple[tuple[Activity, int], ...]]
"""By duty: activities, each with its place among those of the duty."""


class Piece(NamedTuple):
    """A pinned visit or hub opening in a duty."""

    start: int
    end: int
    place: str
    path: Path


def contradictions(scenario: Scenario, start: Earlier) -> list[Finding]:
    """Every pin that cannot hold, by its path in the schedule file; first what rules and places forbid by themselves,
    and where they forbid nothing, officers for whom no line of duties is left.
    """
    pieces = _pinned_pieces(start)
    journey = travel_times(scenario)
    found = [
        *_broken_rules(scenario, start, _pinned_plan(scenario, start, pieces)),
        *(
            finding
            for duty in start.plan.duties
            if (own := pieces.get((duty.officer, duty.day)))
            for finding in _out_of_reach(scenario, journey, duty, own)
        ),
    ]
    return found or list(_without_a_line(scenario, start))


def _pinned_plan(scenario: Scenario, start: Earlier, pieces: Pieces) -> Plan:
    """What is sure to be in every plan: pinned duties with the visits pinned in them, and what is published besides."""
    days = {**_published(scenario), **start.pins.days}
    duties = tuple(
        Duty(*key, shift, tuple(one for one, _ in pieces.get(key, ()) if one.do == VISIT))
        for key, shift in sorted(days.items())
        if shift != REST
    )
    starts: dict[str, list[int]] = defaultdict(list)
    for visit in start.pins.visits:
        starts[visit.hotspot].append(visit.start)
    return Plan(duties, {hotspot: HotspotPlan(tuple(begins)) for hotspot, begins in starts.items()})


def _published(scenario: Scenario) -> dict[Key, str]:
    return {
        (officer_id, day): shift
        for officer_id, officer in scenario.people.items()
        for day, shift in (officer.published or {}).items()
        if day in scenario.horizon.dates
    }


def _pinned_pieces(start: Earlier) -> Pieces:
    """By duty: its pinned visits and hub openings, each with its place among the activities."""
    pinned = {(*key, VISIT, visit.hotspot, visit.start) for visit in start.pins.visits for key in visit.crew}
    pinned |= {(officer, day, HUB, session, opens) for officer, day, session, opens in start.pins.staff}
    pieces = {
        (duty.officer, duty.day): tuple(
            (one, position)
            for position, one in enumerate(duty.activities)
            if (duty.officer, duty.day, one.do, one.hotspot or one.session or "", one.start) in pinned
        )
        for duty in start.plan.duties
    }
    return {key: own for key, own in pieces.items() if own}


def _broken_rules(scenario: Scenario, start: Earlier, pinned: Plan) -> Iterator[Finding]:
    """Required rules that pins break; what is published alone breaks is named with the scenario."""
    free = _without_minima(scenario)
    published = Plan(tuple(Duty(*key, shift) for key, shift in sorted(_published(scenario).items()) if shift != REST))
    known = {violation.message for violation in _violations(free, published)}
    for violation in _violations(free, pinned):
        if violation.message not in known:
            yield _finding(_path(scenario, start, violation), f"{violation.rule}: {violation.message}")
    if scenario.rules.contract_hours.level == "required":
        for due in contracted_hours(scenario, pinned):
            if due.hours > due.most:
                message = (
                    f"{officer_words(due.officer)} has {due.hours:g} h pinned; {round(due.most, 2):g} h are the most"
                )
                yield _finding(("officers", due.officer), f"contract_hours: {message}")


def _finding(path: Path, message: str) -> Finding:
    return Finding(path, CODE, message, HINT)


def _violations(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    for judge in LIMITS:
        if getattr(scenario.rules, judge.__name__).level == "required":
            yield from judge(scenario, plan)


def _without_minima(scenario: Scenario) -> Scenario:
    """The scenario without the least numbers of its rules on hours and runs, which duties to come may still reach."""
    rules = scenario.rules
    least_nothing = {
        "weekly_hours": rules.weekly_hours.model_copy(update={"least_hours": 0}),
        "consecutive_duties": rules.consecutive_duties.model_copy(update={"least": 1}),
        "consecutive_nights": rules.consecutive_nights.model_copy(update={"least": 1}),
    }
    contracts = {
        name: contract.model_copy(
            update={
                field: run.model_copy(update={"least": None})
                for field in ("consecutive_duties", "consecutive_nights")
                if (run := getattr(contract, field)) is not None
            }
        )
        for name, contract in scenario.contracts.items()
    }
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(
        **fields | {"rules": rules.model_copy(update=least_nothing), "contracts": contracts}
    )


def _path(scenario: Scenario, start: Earlier, violation: Violation) -> Path:
    """The line a planner looks at first: the officer's day, or a visit of the hotspot, the one at that time if any."""
    where = dict(violation.where)
    if "officer" in where:
        return ("officers", where["officer"], *([where["day"]] if "day" in where else []))
    if "hotspot" not in where:
        return ("officers",)
    visits = [visit for visit in start.pins.visits if visit.hotspot == where["hotspot"]]
    when = where.get("at") or where.get("day", "")
    moment = scenario.horizon.moment_text
    visit = next((one for one in visits if moment(one.start).startswith(when)), visits[0])
    return _activity_path(start, visit.crew[0], visit.start)


def _activity_path(start: Earlier, key: Key, begins: int) -> Path:
    duty = next(one for one in start.plan.duties if (one.officer, one.day) == key)
    position = next(place for place, one in enumerate(duty.activities) if one.start == begins)
    return ("officers", key[0], key[1].isoformat(), "activities", position)


def _out_of_reach(
    scenario: Scenario, journey: TravelTime, duty: Duty, pinned: tuple[tuple[Activity, int], ...]
) -> Iterator[Finding]:
    """Pinned visits and openings that lie outside their duty or too near to each other, for one officer."""
    where: Path = ("officers", duty.officer, duty.day.isoformat(), "activities")
    base = scenario.people[duty.officer].area
    begin, finish = scenario.shift_span(duty.day, duty.shift)
    pieces = sorted(
        Piece(one.start, one.end, one.hotspot or one.session or "", (*where, position)) for one, position in pinned
    )
    who = f"{officer_words(duty.officer)} on {day_words(duty.day)}"
    rule = scenario.rules.hotspot_guarantee
    for one in pieces:
        if one.place in scenario.hotspots and rule.level != "off" and 0 < one.end - one.start < rule.minutes:
            message = f"{who}: a visit of {one.end - one.start} min does not count, {rule.minutes} min are the least"
            yield _finding(one.path, message)
        if one.start < begin or one.end > finish or one.end <= one.start:
            yield _finding(one.path, f"{who}: this does not lie in the duty")
        elif one.place in scenario.hub_sessions and (one.start, one.end) not in _openings(scenario, one.place):
            yield _finding(one.path, f"{who}: this is not an opening of {scenario.title_of(one.place)}")
    first, last = pieces[0], pieces[-1]
    briefing = briefing_minutes(scenario) if scenario.rules.briefing.level == "required" else 0
    if first.place in scenario.hotspots and first.start < begin + briefing + journey(base, first.place):
        yield _finding(first.path, f"{who}: too soon after the start of the duty for briefing and journey")
    if last.place in scenario.hotspots and last.end + journey(last.place, base) > finish:
        yield _finding(last.path, f"{who}: too late for the journey back to the base")
    for before, after in pairwise(pieces):
        way = journey(before.place, after.place)
        if after.start < before.end:
            yield _finding(after.path, f"{who}: in two places at once, here and at {scenario.title_of(before.place)}")
        elif after.start < before.end + way:
            yield _finding(after.path, f"{who}: {way} min on the way from {scenario.title_of(before.place)}")


def _openings(scenario: Scenario, session: str) -> list[tuple[int, int]]:
    return list(hub_openings(scenario, scenario.hub_sessions[session]))


def _without_a_line(scenario: Scenario, start: Earlier) -> Iterator[Finding]:
    """Officers whose pins, each lawful, leave no lawful line between them."""
    by_officer: Mapping[str, dict[Key, str]] = defaultdict(dict)
    for key, shift in start.pins.days.items():
        by_officer[key[0]][key] = shift
    held = with_held(scenario, start.pins.days)
    calendar = calendar_of(held)
    for officer in by_officer:
        ahead = look_ahead(calendar, held.people[officer])
        if build_graph([ahead]).starts[0] >= 0:
            continue
        free = look_ahead(calendar_of(scenario), scenario.people[officer])
        if build_graph([free]).starts[0] < 0:
            continue
        rules = [machine.rule for machine in machines_of(free)]
        fixes = [rule for rule in rules if build_graph([ahead], frozenset({rule})).starts[0] >= 0]
        message = f"no duties of {officer_words(officer)} around these pins keep every required rule"
        yield _finding(("officers", officer), message + (f" (in the way: {', '.join(fixes)})" if fixes else ""))
