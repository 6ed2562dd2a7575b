"""Rules on how a duty is spent: its activities, sorted, walked from minute to minute and from place to place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rostering.check.words import TOLERANCE, found, shift_words
from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.view import Worked, area_at_work, area_of, away_minutes, view
from rostering.scenario import Scenario
from rostering.scenario.travel import TravelTime, travel_times
from rostering.schedule import (
    ACTIVITIES,
    BREAK,
    BRIEFING,
    HUB,
    PATROL,
    RESERVE,
    TRAVEL,
    VISIT,
    Activity,
    Plan,
    Violation,
)
from rostering.words import day_words, length_words, officer_words

PLACED = frozenset({TRAVEL, VISIT, HUB, PATROL})
"""Activities that need, or change, the place where the officer is; the others can be done anywhere."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at a minute of a duty, and by how many minutes."""

    at: int
    minutes: float
    words: str


def duty_minutes(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty whose activities leave a gap, overlap, leave the duty, or put its officer where nobody can be by then."""
    rule, journey = "duty_minutes", travel_times(scenario)
    for unknown, reason in view(scenario, plan).unknown:
        duty_known = f"{officer_words(unknown.officer)} has a duty, {unknown.shift}, on {day_words(unknown.day)}"
        message = f"{duty_known}, but the scenario has {reason}"
        yield found(scenario, rule, 1, "duties", message, officer=unknown.officer, day=unknown.day)
    for duty in view(scenario, plan).worked:
        for fault in _faults(scenario, journey, duty):
            message = f"{_duty_words(scenario, duty)}: {fault.words}"
            yield found(
                scenario, rule, fault.minutes, "minutes", message, officer=duty.officer, day=duty.day, at=fault.at
            )
    for officer, duties in view(scenario, plan).by_officer.items():
        for earlier, later in pairwise(duties):
            shared = earlier.end - later.start
            if shared > 0:
                message = f"{_duty_words(scenario, later)}: starts {length_words(shared)} before the last duty is over"
                yield found(scenario, rule, shared, "minutes", message, officer=officer, day=later.day, at=later.start)


def _duty_words(scenario: Scenario, duty: Worked) -> str:
    return f"{officer_words(duty.officer)}, {day_words(duty.day)} {shift_words(scenario, duty.shift)}"


def _faults(scenario: Scenario, journey: TravelTime, duty: Worked) -> Iterator[Fault]:
    if not duty.activities:
        yield Fault(duty.start, duty.minutes, "nothing says how the duty is spent")
        return
    yield from _time_faults(scenario, duty)
    yield from _place_faults(scenario, journey, duty)


def _time_faults(scenario: Scenario, duty: Worked) -> Iterator[Fault]:
    reached = duty.start
    for activity in duty.activities:
        what = f"{activity.do} at {scenario.horizon.clock_text(activity.start)}"
        if activity.do not in ACTIVITIES:
            yield Fault(activity.start, max(0, activity.minutes), f"{what} is no known activity")
        if activity.minutes < 0:
            yield Fault(activity.start, -activity.minutes, f"{what} ends before it starts")
        if activity.start < duty.start:
            yield Fault(activity.start, duty.start - activity.start, f"{what} starts before the duty")
        elif activity.start < reached:
            twice = min(reached, activity.end) - activity.start
            yield Fault(activity.start, max(0, twice), f"{what} starts before the activity before is over")
        elif activity.start > reached:
            yield Fault(reached, activity.start - reached, f"nothing is planned before {what}")
        reached = max(reached, activity.end)
    if reached < duty.end:
        yield Fault(reached, duty.end - reached, f"nothing is planned from {scenario.horizon.clock_text(reached)} on")
    if reached > duty.end:
        yield Fault(duty.end, reached - duty.end, f"goes on {length_words(reached - duty.end)} after the duty")


def _place_faults(scenario: Scenario, journey: TravelTime, duty: Worked) -> Iterator[Fault]:
    base = duty.person.area
    here = reports_straight_to(scenario, journey, duty) or base
    for activity in duty.activities:
        where = _where_to_be(activity)
        if activity.do not in PLACED:
            continue
        if area_at_work(scenario, activity) is None or (activity.do == PATROL and where not in scenario.areas):
            yield Fault(activity.start, activity.minutes, f"{activity.do} to {where}, a place nobody knows")
            continue
        yield from _arrival_faults(scenario, journey, here, activity)
        here = where if activity.do != PATROL and where is not None else here
    late = journey(here, base)
    if late > 0 and here != _ends_at(scenario, journey, duty):
        yield Fault(duty.end, late, f"ends at {scenario.title_of(here)}, not at base")


def _where_to_be(activity: Activity) -> str | None:
    return {TRAVEL: activity.to_place, VISIT: activity.hotspot, HUB: activity.session, PATROL: activity.area}.get(
        activity.do
    )


def _arrival_faults(scenario: Scenario, journey: TravelTime, here: str, activity: Activity) -> Iterator[Fault]:
    where, at = _where_to_be(activity) or here, activity.start
    place, there = scenario.title_of(here), scenario.title_of(where)
    if activity.do == PATROL:
        if area_of(scenario, here) != where:
            yield Fault(at, activity.minutes, f"patrols {there} but is at {place}, in another area")
        return
    due = journey(here, where)
    if activity.do == TRAVEL and activity.minutes < due:
        way = f"{length_words(activity.minutes)} for the way from {place} to {there}"
        yield Fault(at, due - activity.minutes, f"{way}, which takes {length_words(due)}")
    if activity.do != TRAVEL and due > 0:
        yield Fault(at, due, f"{activity.do} at {there} begins but the officer is at {place}")


def reports_straight_to(scenario: Scenario, journey: TravelTime, duty: Worked) -> str | None:
    """The hub at which a duty starts, because briefing and journey do not fit before its opening."""
    hubs = _hub_activities(scenario, duty)
    if not hubs:
        return None
    rule, session = scenario.rules.briefing, hubs[0].session or ""
    briefing_minutes = 0 if rule.level == "off" else rule.minutes
    fits = hubs[0].start - duty.start >= briefing_minutes + journey(duty.person.area, session)
    return None if fits else session


def _ends_at(scenario: Scenario, journey: TravelTime, duty: Worked) -> str | None:
    """The hub at which a duty ends, because the journey home does not fit after it."""
    hubs = _hub_activities(scenario, duty)
    if not hubs:
        return None
    session = hubs[-1].session or ""
    return session if duty.end - hubs[-1].end < journey(session, duty.person.area) else None


def _hub_activities(scenario: Scenario, duty: Worked) -> list[Activity]:
    return [
        activity for activity in duty.activities if activity.do == HUB and activity.session in scenario.hub_sessions
    ]


def briefing(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty that does not open with a whole briefing, unless its officer reports straight to a hub."""
    due, journey = scenario.rules.briefing.minutes, travel_times(scenario)
    for duty in view(scenario, plan).worked:
        if not duty.activities or reports_straight_to(scenario, journey, duty):
            continue
        first = duty.activities[0]
        briefed = first.minutes if first.do == BRIEFING else 0
        if briefed < due:
            opens = f"opens with {length_words(briefed)} of briefing"
            message = f"{_duty_words(scenario, duty)}: {opens}; {length_words(due)} are due"
            yield found(
                scenario,
                "briefing",
                due - briefed,
                "minutes",
                message,
                officer=duty.officer,
                day=duty.day,
                at=duty.start,
            )


def breaks(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty without one unbroken break, long enough, in its middle half."""
    for duty in view(scenario, plan).worked:
        due = break_due(scenario, duty.minutes)
        first, last = duty.start + duty.minutes / 4, duty.end - duty.minutes / 4
        pieces = [(activity.start, activity.end) for activity in duty.activities if activity.do == BREAK]
        taken = max((min(end, last) - max(start, first) for start, end in pieces), default=0)
        if duty.activities and taken < due - TOLERANCE:
            message = (
                f"{_duty_words(scenario, duty)}: {length_words(max(0, taken))} of break in one piece in the middle "
                f"half of the duty; {length_words(due)} are due"
            )
            amount = due - max(0, taken)
            yield found(scenario, "breaks", amount, "minutes", message, officer=duty.officer, day=duty.day)


def break_due(scenario: Scenario, duty_minutes: int) -> int:
    """Minutes of break by the entry of the rule's table with the largest number of hours not above the duty's."""
    table = scenario.rules.breaks.minutes_from_hours
    earned = [hours for hours in table if hours * MINUTES_PER_HOUR <= duty_minutes]
    return table[max(earned)] if earned else 0


def abstraction(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty that keeps less in reserve than is expected to be withdrawn."""
    worked = view(scenario, plan).worked
    expected = {role: expected_abstraction(scenario, role) for role in {duty.person.role for duty in worked}}
    for duty in worked:
        if not duty.activities:
            continue
        due = reserve_due(expected[duty.person.role], duty.minutes)
        kept = sum(activity.minutes for activity in duty.activities if activity.do == RESERVE)
        if kept < due:
            message = f"{_duty_words(scenario, duty)}: {length_words(kept)} in reserve; {length_words(due)} are due"
            yield found(scenario, "abstraction", due - kept, "minutes", message, officer=duty.officer, day=duty.day)


def reserve_due(expected: float, duty_minutes: int) -> int:
    """Whole minutes of a duty to keep where a share of it is expected to be withdrawn."""
    return math.floor(expected * duty_minutes + TOLERANCE)


def expected_abstraction(scenario: Scenario, role: str) -> float:
    """Share of a role's duty time that is expected to be withdrawn and is not in `unavailable` already."""
    people = [person for person in scenario.people.values() if person.role == role]
    first, last = scenario.horizon.dates[0], scenario.horizon.dates[-1]
    days = len(people) * scenario.horizon.days
    away = sum(first <= day <= last for person in people for day in person.unavailable)
    if away >= days:
        return 0.0
    return max(0.0, 1 - (1 - scenario.roles[role].abstraction) / (1 - away / days))


def lending(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Work in an area that is no neighbour, and a team that spends too much of its time in others."""
    lent, on_duty = defaultdict[str, int](int), defaultdict[str, int](int)
    for duty in view(scenario, plan).worked:
        home = duty.person.area
        on_duty[home] += duty.minutes
        for area, minutes in sorted(away_minutes(scenario, duty).items()):
            lent[home] += minutes
            if area not in scenario.areas[home].neighbours:
                there = f"{length_words(minutes)} in {scenario.title_of(area)}"
                team = f"the team of {scenario.title_of(home)}"
                message = f"{_duty_words(scenario, duty)}: {there}, where {team} may not be lent"
                yield found(
                    scenario, "lending", minutes, "minutes", message, officer=duty.officer, day=duty.day, area=area
                )
    for team in sorted(lent):
        most = scenario.rules.lending.most_share * on_duty[team]
        if lent[team] > most + TOLERANCE:
            message = (
                f"The team of {scenario.title_of(team)} spends {length_words(lent[team])} in other areas; "
                f"{length_words(round(most, 2))} are the most"
            )
            yield found(scenario, "lending", lent[team] - most, "minutes", message, area=team)
