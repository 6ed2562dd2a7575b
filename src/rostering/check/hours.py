"""Rules on hours: of a week, of a reference period, of the whole horizon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rostering.check.words import TOLERANCE, found
from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.measures.contracts import contracted_hours
from rostering.measures.rostered import published_hours, rostered
from rostering.measures.view import Worked, view
from rostering.scenario import Officer, Scenario
from rostering.scenario.terms import contract_of, is_free, terms_of
from rostering.schedule import Plan, Violation
from rostering.words import day_words, officer_words

HISTORY_WEEKS = 16
"""Length of the history an officer brings, ``hours_last_16_weeks``."""
NIGHT_WORK_DAYS = 6
"""Days of each week over which a night worker's hours are averaged (Working Time Regulations 1998, reg. 6)."""


def weekly_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More hours in a week of the horizon than the contract's week, or than were published for it; fewer than the least
    for its free days.
    """
    worked = view(scenario, plan).by_officer
    weeks = list(_weeks(scenario))
    for officer, duties in worked.items():
        for days in weeks:
            yield from _long_week(scenario, officer, days, duties)
    if scenario.rules.weekly_hours.least_hours:
        for officer, person in rostered(scenario):
            for days in weeks:
                yield from _short_week(scenario, officer, person, days, worked.get(officer, ()))


def _weeks(scenario: Scenario) -> Iterator[tuple[date, ...]]:
    days = scenario.horizon.dates
    return (days[first : first + DAYS_PER_WEEK] for first in range(0, len(days), DAYS_PER_WEEK))


def _long_week(
    scenario: Scenario, officer: str, days: tuple[date, ...], duties: Sequence[Worked]
) -> Iterator[Violation]:
    hours = _hours(duty for duty in duties if days[0] <= duty.day <= days[-1])
    if not hours:
        return
    person = duties[0].person
    contract = terms_of(scenario, person).weekly_hours * len(days) / DAYS_PER_WEEK
    most = contract + scenario.rules.weekly_hours.tolerance_hours
    if hours > most + TOLERANCE:
        most = max(most, published_hours(scenario, person, days))
    if hours > most + TOLERANCE:
        message = (
            f"{officer_words(officer)} has {hours:g} h of duty in the week of {day_words(days[0])}; "
            f"{round(most, 2):g} h are the most"
        )
        yield found(scenario, "weekly_hours", hours - most, "hours", message, officer=officer, day=days[0])


def _short_week(
    scenario: Scenario, officer: str, person: Officer, days: tuple[date, ...], duties: Sequence[Worked]
) -> Iterator[Violation]:
    if len(days) < DAYS_PER_WEEK:
        return
    free = sum(is_free(person, day) for day in days)
    least = scenario.rules.weekly_hours.least_hours * free / DAYS_PER_WEEK
    not_published = [day for day in days if day not in (person.published or {})]
    hours = _hours(duty for duty in duties if duty.day in not_published)
    if hours < least - TOLERANCE:
        message = (
            f"{officer_words(officer)} has {hours:g} h of chosen duty in the week of {day_words(days[0])}; "
            f"{round(least, 2):g} h are the least"
        )
        yield found(scenario, "weekly_hours", least - hours, "hours", message, officer=officer, day=days[0])


def _hours(duties: Iterator[Worked]) -> float:
    return sum(duty.minutes for duty in duties) / MINUTES_PER_HOUR


def contract_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Hours over the whole horizon that are more or fewer than the contract asks for."""
    for due in contracted_hours(scenario, plan):
        if due.outside > TOLERANCE:
            bound = f"{round(due.least, 2):g} h are the least"
            if due.hours > due.most:
                bound = f"{round(due.most, 2):g} h are the most"
            message = f"{officer_words(due.officer)} has {due.hours:g} h of duty over the whole plan; {bound}"
            yield found(scenario, "contract_hours", due.outside, "hours", message, officer=due.officer)


@dataclass(frozen=True)
class Period:
    """A reference period of so many weeks, as an officer works it."""

    last: date
    worked: float
    """Hours of its duties in the horizon."""
    hours: float
    """History inside it, and these."""
    fixed: float
    """History inside it, and the hours published."""


def average_weekly_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many hours on average over a reference period that a week of the horizon closes."""
    rule = scenario.rules.average_weekly_hours
    for officer, duties in view(scenario, plan).by_officer.items():
        for period in periods(scenario, duties[0].person, duties, rule.weeks):
            if period.worked and period.hours > rule.hours * rule.weeks + TOLERANCE:
                message = (
                    f"{officer_words(officer)} averages {period.hours / rule.weeks:.1f} h a week over the {rule.weeks} "
                    f"weeks to {day_words(period.last)}; {rule.hours:g} h are the most"
                )
                amount = period.hours - rule.hours * rule.weeks
                yield found(
                    scenario, "average_weekly_hours", amount, "hours", message, officer=officer, day=period.last
                )


def average_night_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A night worker with too many hours in 24 on average over a reference period that a week of the horizon closes."""
    rule, worked = scenario.rules.average_night_hours, view(scenario, plan).by_officer
    work_days = NIGHT_WORK_DAYS * rule.weeks
    for officer, person in rostered(scenario):
        if not contract_of(scenario, person).night_worker:
            continue
        for period in periods(scenario, person, worked.get(officer, ()), rule.weeks):
            most = max(rule.hours * work_days, period.fixed)
            if period.hours > most + TOLERANCE:
                message = (
                    f"{officer_words(officer)}, a night worker, averages {period.hours / work_days:.2f} h in 24 over "
                    f"the {rule.weeks} weeks to {day_words(period.last)}; {most / work_days:.4g} h are the most"
                )
                amount = period.hours - most
                yield found(scenario, "average_night_hours", amount, "hours", message, officer=officer, day=period.last)


def periods(scenario: Scenario, person: Officer, duties: Sequence[Worked], weeks: int) -> Iterator[Period]:
    """The reference periods that the weeks of the horizon close; of the history, the part inside."""
    horizon = scenario.horizon
    for end in _week_ends(horizon.days):
        begin = end - weeks * DAYS_PER_WEEK
        old_days = max(0, -max(begin, -HISTORY_WEEKS * DAYS_PER_WEEK))
        history = person.history.hours_last_16_weeks * old_days / (HISTORY_WEEKS * DAYS_PER_WEEK)
        inside = horizon.dates[max(0, begin) : end]
        hours = _hours(duty for duty in duties if inside[0] <= duty.day <= inside[-1])
        published = published_hours(scenario, person, inside)
        yield Period(horizon.start + timedelta(days=end - 1), hours, history + hours, history + published)


def _week_ends(days: int) -> list[int]:
    return [min(end, days) for end in range(DAYS_PER_WEEK, days + DAYS_PER_WEEK, DAYS_PER_WEEK)]
