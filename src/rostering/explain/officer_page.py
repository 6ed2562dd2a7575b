"""An officer: the week day by day, what binds each day, and hours against contract and limits with the room left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from rostering.check.hours import periods
from rostering.check.words import at_words, shift_words
from rostering.explain.pages import Page, Section
from rostering.explain.week import Week, added_breaches, away_reason, is_off
from rostering.explain.wishes import needed_words
from rostering.explain.words import clock_words
from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.measures.contracts import contracted_hours
from rostering.measures.rostered import published_hours
from rostering.measures.view import Worked
from rostering.scenario import REST
from rostering.scenario.terms import allowed_shifts, terms_of
from rostering.schedule import HUB, VISIT, Plan
from rostering.words import count_words, day_words, length_words, officer_words

ONE_DAY = timedelta(days=1)


def officer_page(week: Week, plan: Plan, officer: str) -> Page:
    """All that is said of an officer."""
    person = week.scenario.people[officer]
    team = week.scenario.title_of(person.area)
    title = f"{officer_words(officer)}, {week.scenario.title_of(person.role).lower()} of {team}"
    skills = f"; {', '.join(person.skills)}" if person.skills else ""
    return Page("officer", officer, title + skills, (_days(week, officer), _hours(week, plan, officer)))


def _days(week: Week, officer: str) -> Section:
    lines, data = [], {}
    for day in week.scenario.horizon.dates:
        duty = week.duty_of.get((officer, day))
        binds = list(_on_duty(week, duty) if duty else _off_duty(week, officer, day))
        what = "rest"
        if duty:
            hours = clock_words(week.scenario, duty.start, duty.end)
            what = f"{shift_words(week.scenario, duty.shift)} {hours}"
        lines.append(f"{day_words(day)}  {what}: {'; '.join(binds)}")
        data[day.isoformat()] = {"shift": duty.shift if duty else REST, "binds": binds}
    return Section("days", "Day by day, and what binds each", tuple(lines), data)


def _on_duty(week: Week, duty: Worked) -> Iterator[str]:
    """What fixes the day: publication, the rest and the run around it, and what hangs on the duty."""
    yield from _published_words(week, duty.officer, duty.day)
    yield from _rest_words(week, duty)
    yield from _run_words(week, duty)
    stops = [piece for piece in duty.activities if piece.do in {VISIT, HUB}]
    if stops:
        visits = sum(piece.do == VISIT for piece in stops)
        hubs = [week.scenario.title_of(piece.session or "") for piece in stops if piece.do == HUB]
        parts = [count_words(visits, "visit")] * bool(visits) + [f"staffs {hub}" for hub in hubs]
        yield ", ".join(parts)
    yield needed_words(week, duty)


def _published_words(week: Week, officer: str, day: date) -> Iterator[str]:
    person = week.scenario.people[officer]
    entry, duty = (person.published or {}).get(day), week.duty_of.get((officer, day))
    reason = away_reason(week.scenario, person, day)
    if reason:
        yield f"away ({reason})"
    if entry is None:
        if not reason:
            yield "free to roster"
    elif entry == (duty.shift if duty else REST):
        yield "published" if duty else "published as a rest day"
    elif not reason:
        yield f"published as {shift_words(week.scenario, entry)}"


def _rest_words(week: Week, duty: Worked) -> Iterator[str]:
    if is_off(week.scenario, "daily_rest"):
        return
    due = week.scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    before = [one.end for one in week.seen.by_officer[duty.officer] if one.start < duty.start]
    history = duty.person.history.last_duty_ends
    ends = before[-1:] or ([] if history is None else [week.scenario.horizon.instant(history)])
    if ends and duty.start - ends[0] < due + 24 * MINUTES_PER_HOUR:
        rest = duty.start - ends[0]
        yield (
            f"{length_words(rest)} of rest after the duty to {at_words(week.scenario, ends[0])} "
            f"({length_words(due)} are due, {length_words(rest - due)} to spare)"
        )


def _run_words(week: Week, duty: Worked) -> Iterator[str]:
    most, days = terms_of(week.scenario, duty.person).most_duties, 0
    day = duty.day
    while (duty.officer, day) in week.duty_of:
        day, days = day - ONE_DAY, days + 1
    if day < week.scenario.horizon.start:
        days += duty.person.history.consecutive_days
    if days > 1 and not is_off(week.scenario, "consecutive_duties"):
        yield f"day {days} in a row of at most {most}"


def _off_duty(week: Week, officer: str, day: date) -> Iterator[str]:
    """Why there is no duty, and for each shift what the judge would say against one."""
    yield from _published_words(week, officer, day)
    person = week.scenario.people[officer]
    if away_reason(week.scenario, person, day):
        return
    could = []
    for shift in week.scenario.shifts:
        if shift not in allowed_shifts(week.scenario, person, day) and not is_off(week.scenario, "working_pattern"):
            yield f"the contract's pattern has no {shift_words(week.scenario, shift)}"
            continue
        against = added_breaches(week, officer, day, shift)
        if against:
            yield f"no {shift_words(week.scenario, shift)}: {against[0]}"
        else:
            could.append(shift_words(week.scenario, shift))
    if could:
        yield f"rest and hours allow {' or '.join(could)}"


def _hours(week: Week, plan: Plan, officer: str) -> Section:
    rows = [*_weekly(week, officer), *_averages(week, officer), *_contracted(week, plan, officer)]
    lines = [f"{what}: {hours:g} h of at most {most:g} h, {_room(most - hours)}" for what, hours, most in rows]
    data: list[dict[str, Any]] = [
        {"what": what, "hours": round(hours, 2), "most": round(most, 2), "room": round(most - hours, 2)}
        for what, hours, most in rows
    ]
    person = week.scenario.people[officer]
    lines.append(f"the contract's week is {terms_of(week.scenario, person).weekly_hours:g} h")
    return Section("hours", "Hours against contract and limits", tuple(lines), data)


def _room(hours: float) -> str:
    return f"room for {round(hours, 2):g} h" if hours >= 0 else f"{round(-hours, 2):g} h too many"


Row = tuple[str, float, float]


def _weekly(week: Week, officer: str) -> Iterator[Row]:
    scenario, person = week.scenario, week.scenario.people[officer]
    if is_off(scenario, "weekly_hours"):
        return
    for first in range(0, scenario.horizon.days, DAYS_PER_WEEK):
        days = scenario.horizon.dates[first : first + DAYS_PER_WEEK]
        minutes = sum(duty.minutes for duty in week.seen.by_officer.get(officer, ()) if days[0] <= duty.day <= days[-1])
        contract = terms_of(scenario, person).weekly_hours * len(days) / DAYS_PER_WEEK
        most = max(contract + scenario.rules.weekly_hours.tolerance_hours, published_hours(scenario, person, days))
        yield f"week of {day_words(days[0])}", round(minutes / MINUTES_PER_HOUR, 2), round(most, 2)


def _averages(week: Week, officer: str) -> Iterator[Row]:
    scenario, rule = week.scenario, week.scenario.rules.average_weekly_hours
    if is_off(scenario, "average_weekly_hours"):
        return
    duties = week.seen.by_officer.get(officer, ())
    for period in periods(scenario, scenario.people[officer], duties, rule.weeks):
        what = f"average over {rule.weeks} weeks to {day_words(period.last)}"
        yield what, round(period.hours / rule.weeks, 2), rule.hours


def _contracted(week: Week, plan: Plan, officer: str) -> Iterator[Row]:
    if is_off(week.scenario, "contract_hours"):
        return
    for due in contracted_hours(week.scenario, plan):
        if due.officer == officer:
            what = f"whole plan (at least {round(due.least, 2):g} h)"
            yield what, round(due.hours, 2), round(due.most, 2)
