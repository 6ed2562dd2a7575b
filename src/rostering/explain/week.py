"""The facts about a plan that causes and fixes are read from, sorted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from rostering.check import (
    Judgement,
    availability,
    average_night_hours,
    average_weekly_hours,
    consecutive_duties,
    consecutive_nights,
    consecutive_rest_days,
    contract_hours,
    daily_rest,
    forbidden_successions,
    one_duty_a_day,
    published_duty,
    rotation,
    shift_limits,
    weekends_off,
    weekly_hours,
    working_pattern,
)
from rostering.check.minutes import expected_abstraction
from rostering.check.words import TOLERANCE
from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR, Span
from rostering.measures import Window, counted_visits, guarantee_windows
from rostering.measures.view import View, Worked, away_minutes, view
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.terms import terms_of
from rostering.scenario.travel import TravelTime, travel_times
from rostering.schedule import Duty, Plan, Violation, Visit

DUTY_RULES = (
    one_duty_a_day,
    availability,
    published_duty,
    daily_rest,
    weekly_hours,
    average_weekly_hours,
    consecutive_duties,
    working_pattern,
    rotation,
    forbidden_successions,
    contract_hours,
    average_night_hours,
    consecutive_nights,
    consecutive_rest_days,
    weekends_off,
    shift_limits,
)
"""What a changed or added duty of one officer has to pass."""


@dataclass(frozen=True)
class Week:
    """A scenario and a plan, with what is looked up again and again."""

    scenario: Scenario
    seen: View
    counted: dict[str, tuple[Visit, ...]]
    """By hotspot: the visits that keep the guarantee."""
    journey: TravelTime

    @cached_property
    def by_day(self) -> dict[date, tuple[Worked, ...]]:
        """Duties by the day they start on."""
        days: dict[date, list[Worked]] = defaultdict(list)
        for duty in self.seen.worked:
            days[duty.day].append(duty)
        return {day: tuple(duties) for day, duties in sorted(days.items())}

    @cached_property
    def duty_of(self) -> dict[tuple[str, date], Worked]:
        """By officer and day: the duty."""
        return {(duty.officer, duty.day): duty for duty in self.seen.worked}

    def at(self, officer: str, instant: int) -> Worked | None:
        """The duty an officer is on at an instant."""
        own = self.seen.by_officer.get(officer, ())
        return next((duty for duty in own if duty.start <= instant < duty.end), None)

    @cached_property
    def lent(self) -> dict[str, tuple[int, int]]:
        """By team: minutes in other areas, and minutes on duty."""
        totals = dict.fromkeys(self.scenario.areas, (0, 0))
        for duty in self.seen.worked:
            away, minutes = totals[duty.person.area]
            spent = sum(away_minutes(self.scenario, duty).values())
            totals[duty.person.area] = (away + spent, minutes + duty.minutes)
        return totals

    @cached_property
    def windows(self) -> dict[str, tuple[Window, ...]]:
        """By hotspot: the windows of the guarantee that are judged."""
        return {spot: guarantee_windows(self.scenario, spot, visits) for spot, visits in self.counted.items()}

    @cached_property
    def reserve_share(self) -> dict[str, float]:
        """By role: the share of a duty kept in reserve for abstraction that the days away do not show yet."""
        if is_off(self.scenario, "abstraction"):
            return dict.fromkeys(self.scenario.roles, 0.0)
        return {role: expected_abstraction(self.scenario, role) for role in self.scenario.roles}

    @cached_property
    def breaches(self) -> dict[tuple[str, date, str], tuple[str, ...]]:
        """What is known so far about added duties: see :func:`added_breaches`."""
        return {}


def look(scenario: Scenario, plan: Plan) -> Week:
    """The facts about a plan."""
    return Week(scenario, view(scenario, plan), counted_visits(scenario, plan), travel_times(scenario))


def is_off(scenario: Scenario, rule: str) -> bool:
    """Whether a rule is neither planned for nor judged."""
    return bool(getattr(scenario.rules, rule).level == "off")


def teams_in_reach(scenario: Scenario, area: str) -> tuple[str, ...]:
    """The teams that may work in an area: its own first, then those that list it among their neighbours."""
    others = [team for team in scenario.areas if team != area]
    if not is_off(scenario, "lending"):
        others = [team for team in others if area in scenario.areas[team].neighbours]
    return (area, *others)


def away_reason(scenario: Scenario, person: Officer, day: date) -> str | None:
    """Why an officer is away on a day; nothing for one who is not."""
    return None if is_off(scenario, "availability") else person.unavailable.get(day)


def duties_during(week: Week, span: Span) -> Iterator[Worked]:
    """Duties that share time with a span, by day and officer; a duty is over two days after the one it starts on."""
    horizon = week.scenario.horizon
    first, last = horizon.day(span[0]) - timedelta(days=2), horizon.day(span[1])
    days = (day for day in week.by_day if first <= day <= last)
    return (duty for day in days for duty in week.by_day[day] if duty.start < span[1] and span[0] < duty.end)


def added_breaches(week: Week, officer: str, day: date, shift: str) -> tuple[str, ...]:
    """What the judge says against giving an officer a shift on a day: messages on what is broken, or broken further, by
    it.

    A duty already there on the day is replaced. Where the day was published, the new duty counts as published.
    """
    key = (officer, day, shift)
    if key not in week.breaches:
        person = week.scenario.people[officer]
        published = {**(person.published or {}), **({day: shift} if day in (person.published or {}) else {})}
        changed = person.model_copy(update={"published": published or None})
        before = week.seen.by_officer.get(officer, ())
        kept = [Duty(officer, duty.day, duty.shift) for duty in before if duty.day != day]
        known = _duty_faults(week.scenario, officer, person, [Duty(officer, duty.day, duty.shift) for duty in before])
        after = _duty_faults(week.scenario, officer, changed, [*kept, Duty(officer, day, shift)])
        so_far = {(fault.rule, fault.where): fault.amount for fault in known}
        week.breaches[key] = tuple(
            fault.message for fault in after if fault.amount > so_far.get((fault.rule, fault.where), 0) + TOLERANCE
        )
    return week.breaches[key]


def _duty_faults(scenario: Scenario, officer: str, person: Officer, duties: list[Duty]) -> list[Violation]:
    plan, alone = Plan(tuple(duties)), _only(scenario, officer, person)
    return [fault for rule in DUTY_RULES if not is_off(scenario, rule.__name__) for fault in rule(alone, plan)]


def _only(scenario: Scenario, officer: str, person: Officer) -> Scenario:
    return _reduced(scenario, {"officers": {officer: person}, "hotspots": {}, "hub_sessions": {}, "staffing": {}})


def _reduced(scenario: Scenario, changes: dict[str, Any]) -> Scenario:
    """The same scenario with less in it, so that the judge has little to look at."""
    fields = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    return Scenario.model_construct(**{**fields, **changes})


def judged(week: Week, rules: Iterable[Judgement], duties: Iterable[Worked]) -> list[str]:
    """What the judge says about some duties alone, by rules that look at one duty at a time."""
    plan = Plan(tuple(Duty(duty.officer, duty.day, duty.shift, duty.activities) for duty in duties))
    pieces = [piece for duty in plan.duties for piece in duty.activities]
    spots = {piece.hotspot for piece in pieces} | {piece.to_place for piece in pieces}
    hubs = {piece.session for piece in pieces} | {piece.to_place for piece in pieces}
    near = {
        "hotspots": {key: spot for key, spot in week.scenario.hotspots.items() if key in spots},
        "hub_sessions": {key: hub for key, hub in week.scenario.hub_sessions.items() if key in hubs},
        "staffing": {},
    }
    scenario = _reduced(week.scenario, near)
    return [fault.message for rule in rules if not is_off(scenario, rule.__name__) for fault in rule(scenario, plan)]


def hours_over(week: Week, officer: str, day: date, minutes: int) -> float:
    """Hours by which an added duty takes an officer's week of the horizon over the contract."""
    horizon, person = week.scenario.horizon, week.scenario.people[officer]
    number = (day - horizon.start).days // DAYS_PER_WEEK
    days = horizon.dates[number * DAYS_PER_WEEK : (number + 1) * DAYS_PER_WEEK]
    planned = sum(
        duty.minutes for duty in week.seen.by_officer.get(officer, ()) if duty.day in days and duty.day != day
    )
    contract = terms_of(week.scenario, person).weekly_hours * len(days) / DAYS_PER_WEEK
    return max(0.0, (planned + minutes) / MINUTES_PER_HOUR - max(contract, planned / MINUTES_PER_HOUR))


def is_published_rest(person: Officer, day: date) -> bool:
    """Whether the day was published as a rest day."""
    return (person.published or {}).get(day) == REST


def lending_breach(week: Week, changes: list[tuple[Worked | None, Worked]]) -> str | None:
    """The team whose share of lent time the changed duties (before, after) would overstep; nothing if none."""
    rule = week.scenario.rules.lending
    if rule.level == "off":
        return None
    for team, (away, minutes) in lent_after(week, changes).items():
        if away > max(rule.most_share * minutes, week.lent[team][0]) + TOLERANCE:
            return team
    return None


def lent_after(week: Week, changes: list[tuple[Worked | None, Worked]]) -> dict[str, tuple[int, int]]:
    """By team, with duties changed (before, after): minutes in other areas, and minutes on duty."""
    totals = dict(week.lent)
    for before, after in changes:
        away, minutes = totals[after.person.area]
        away += sum(away_minutes(week.scenario, after).values())
        minutes += after.minutes
        if before is not None:
            away -= sum(away_minutes(week.scenario, before).values())
            minutes -= before.minutes
        totals[after.person.area] = (away, minutes)
    return totals
