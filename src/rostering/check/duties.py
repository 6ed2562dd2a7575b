"""Rules on who works when: an officer's duties, sorted, with history before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

from rostering.check.words import TOLERANCE, found, shift_words
from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.measures.view import Worked, view
from rostering.scenario import REST, Officer, Scenario
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, length_words, officer_words

HISTORY_WEEKS = 16
"""Length of the history an officer brings, ``hours_last_16_weeks``."""


def one_duty_a_day(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Two duties of an officer on one day."""
    for (officer, day), duties in groupby(view(scenario, plan).worked, key=lambda duty: (duty.officer, duty.day)):
        shifts = [shift_words(scenario, duty.shift) for duty in duties]
        if len(shifts) > 1:
            message = f"{officer_words(officer)} has {len(shifts)} duties on {day_words(day)}: {', '.join(shifts)}"
            yield found(scenario, "one_duty_a_day", len(shifts) - 1, "duties", message, officer=officer, day=day)


def availability(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty on a day its officer is away."""
    for duty in view(scenario, plan).worked:
        reason = duty.person.unavailable.get(duty.day)
        if reason is not None:
            shift = shift_words(scenario, duty.shift)
            message = (
                f"{officer_words(duty.officer)} is away ({reason}) on {day_words(duty.day)} but has a duty, {shift}"
            )
            yield found(scenario, "availability", 1, "duties", message, officer=duty.officer, day=duty.day)


def published_duty(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A published duty that is missing or another one, and a duty on a published rest day."""
    planned: dict[tuple[str, date], list[str]] = {}
    for duty in view(scenario, plan).worked:
        planned.setdefault((duty.officer, duty.day), []).append(duty.shift)
    days = frozenset(scenario.horizon.dates)
    for officer, person in scenario.people.items():
        for day, published in sorted((person.published or {}).items()):
            shifts = planned.get((officer, day), [])
            wanted = [] if published == REST else [published]
            if shifts == wanted or day not in days:
                continue
            now = " and ".join(shift_words(scenario, shift) for shift in shifts or [REST])
            was = shift_words(scenario, published)
            message = f"{officer_words(officer)} was published {was} on {day_words(day)}; the plan says {now}"
            yield found(scenario, "published_duty", 1, "days", message, officer=officer, day=day)


def daily_rest(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too little time between the end of a duty and the start of the officer's next one."""
    due = scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    for duties in view(scenario, plan).by_officer.values():
        history = duties[0].person.history.last_duty_ends
        ends = None if history is None else scenario.horizon.instant(history)
        for duty in duties:
            if ends is not None and duty.start - ends < due - TOLERANCE:
                yield _short_rest(scenario, duty, duty.start - ends, due)
            ends = duty.end


def _short_rest(scenario: Scenario, duty: Worked, rest: int, due: float) -> Violation:
    who, coming = officer_words(duty.officer), f"{day_words(duty.day)} {shift_words(scenario, duty.shift)}"
    message = f"{who} has {length_words(rest)} rest before {coming}; {length_words(due)} are due"
    if rest < 0:
        over = f"starts {coming} {length_words(-rest)} before the last duty is over"
        message = f"{who} {over}; {length_words(due)} of rest are due"
    amount = due - rest
    return found(scenario, "daily_rest", amount, "minutes", message, officer=duty.officer, day=duty.day, at=duty.start)


def weekly_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More hours in a week of the horizon than the role's week, or than were published for it."""
    horizon, tolerance = scenario.horizon, scenario.rules.weekly_hours.tolerance_hours
    for officer, duties in view(scenario, plan).by_officer.items():
        person = duties[0].person
        for week, of_week in groupby(duties, key=lambda duty: (duty.day - horizon.start).days // DAYS_PER_WEEK):
            days = horizon.dates[week * DAYS_PER_WEEK : (week + 1) * DAYS_PER_WEEK]
            hours = sum(duty.minutes for duty in of_week) / MINUTES_PER_HOUR
            contract = scenario.roles[person.role].weekly_hours * len(days) / DAYS_PER_WEEK + tolerance
            most = max(contract, _published_hours(scenario, person, days))
            if hours > most + TOLERANCE:
                message = (
                    f"{officer_words(officer)} has {hours:g} h of duty in the week of {day_words(days[0])}; "
                    f"{round(most, 2):g} h are the most"
                )
                yield found(scenario, "weekly_hours", hours - most, "hours", message, officer=officer, day=days[0])


def _published_hours(scenario: Scenario, person: Officer, days: tuple[date, ...]) -> float:
    minutes = 0
    for day in days:
        shift = (person.published or {}).get(day, REST)
        if shift != REST:
            start, end = scenario.shift_span(day, shift)
            minutes += end - start
    return minutes / MINUTES_PER_HOUR


def average_weekly_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many hours on average over a reference period that a week of the horizon closes."""
    rule, horizon = scenario.rules.average_weekly_hours, scenario.horizon
    for officer, duties in view(scenario, plan).by_officer.items():
        history = duties[0].person.history.hours_last_16_weeks
        for end in _week_ends(horizon.days):
            begin = end - rule.weeks * DAYS_PER_WEEK
            old_days = max(0, -max(begin, -HISTORY_WEEKS * DAYS_PER_WEEK))
            inside = (duty.minutes for duty in duties if begin <= (duty.day - horizon.start).days < end)
            hours = history * old_days / (HISTORY_WEEKS * DAYS_PER_WEEK) + sum(inside) / MINUTES_PER_HOUR
            if hours > rule.hours * rule.weeks + TOLERANCE:
                last = horizon.start + timedelta(days=end - 1)
                message = (
                    f"{officer_words(officer)} averages {hours / rule.weeks:.1f} h a week over the {rule.weeks} weeks "
                    f"to {day_words(last)}; {rule.hours:g} h are the most"
                )
                amount = hours - rule.hours * rule.weeks
                yield found(scenario, "average_weekly_hours", amount, "hours", message, officer=officer, day=last)


def _week_ends(days: int) -> list[int]:
    return [min(end, days) for end in range(DAYS_PER_WEEK, days + DAYS_PER_WEEK, DAYS_PER_WEEK)]


def consecutive_duties(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many days of duty in a row; named by the first day too many."""
    most = scenario.rules.consecutive_duties.most
    for officer, duties in view(scenario, plan).by_officer.items():
        history = duties[0].person.history.consecutive_days
        for run in _runs(sorted({duty.day for duty in duties})):
            before = history if run[0] == scenario.horizon.start else 0
            length = before + len(run)
            if length > most:
                day = run[max(0, most - before)]
                message = (
                    f"{officer_words(officer)} has duties on {length} days in a row to {day_words(run[-1])}; "
                    f"{count_words(most, 'day')} are the most"
                )
                yield found(scenario, "consecutive_duties", length - most, "days", message, officer=officer, day=day)


def _runs(days: list[date]) -> list[list[date]]:
    """Days cut where one is missing."""
    runs = [days[:1]]
    for earlier, later in pairwise(days):
        if (later - earlier).days == 1:
            runs[-1].append(later)
        else:
            runs.append([later])
    return runs


def requests(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A wish for or against a duty, on a day that was free to roster, that is not met."""
    planned = Counter((duty.officer, duty.day, duty.shift) for duty in view(scenario, plan).worked)
    on_duty = {(duty.officer, duty.day) for duty in view(scenario, plan).worked}
    for officer, person in scenario.people.items():
        for request in person.requests:
            if request.day in (person.published or {}) or request.day not in scenario.horizon.dates:
                continue
            is_rest = request.shift == REST
            is_given = (
                (officer, request.day) not in on_duty if is_rest else (officer, request.day, request.shift) in planned
            )
            if is_given != (request.weight > 0):
                wish = "asked for" if request.weight > 0 else "asked not to have"
                what = f"{shift_words(scenario, request.shift)} on {day_words(request.day)}"
                message = f"{officer_words(officer)} {wish} {what}"
                weight = abs(request.weight)
                yield found(scenario, "requests", weight, "weight", message, officer=officer, day=request.day)
