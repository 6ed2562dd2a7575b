"""What every officer has worked before the following horizon: the history a scenario gives, and a plan of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from rostering.following.hours import rolled_hours
from rostering.horizon import MINUTES_PER_HOUR, Horizon
from rostering.measures.shares import BURDENS, duties_counted
from rostering.measures.view import Worked, view
from rostering.scenario import Officer, Scenario
from rostering.scenario.records import History
from rostering.scenario.terms import kind_of, terms_of
from rostering.schedule import Plan

SATURDAY, SUNDAY = 5, 6
MOST_IN_A_ROW = 31
MOST_REST_DAYS = 366
MOST_WEEKENDS = 60
MOST_COUNTED = 366
"""The largest numbers that a history holds."""

Weekend = Literal["worked", "off"]


def histories(scenario: Scenario, plan: Plan) -> dict[str, History]:
    """By officer: what was worked before the day after the horizon, if duties are as planned.

    How each number is moved on: ``docs/design.md``, "Next week".
    """
    worked = view(scenario, plan).by_officer
    counted = {burden: duties_counted(scenario, plan, burden) for burden in BURDENS}
    return {
        officer: _history(
            scenario, person, worked.get(officer, ()), {burden: counted[burden][officer] for burden in BURDENS}
        )
        for officer, person in scenario.people.items()
    }


def _history(scenario: Scenario, person: Officer, duties: Sequence[Worked], counted: dict[str, int]) -> History:
    before, horizon = person.history, scenario.horizon
    on_duty = {duty.day for duty in duties}
    nights = {duty.day for duty in duties if _is_night(scenario, duty.shift)}
    hours, by_week = rolled_hours(before, _hours_by_day(horizon, duties))
    return History.model_validate(
        {
            "last_duty_ends": _last_end(horizon, before, duties),
            "last_shift": _last_shift(scenario, duties),
            "consecutive_days": min(_run(horizon, on_duty, before.consecutive_days), MOST_IN_A_ROW),
            "consecutive_nights": min(_run(horizon, nights, before.consecutive_nights), MOST_IN_A_ROW),
            "consecutive_rest_days": _rest_days(horizon, on_duty, before),
            "hours_last_16_weeks": hours,
            "hours_by_week": by_week,
            "recent_weekends": _weekends(scenario, person, on_duty),
            "counts": _counts(before, counted),
        }
    )


def _is_night(scenario: Scenario, shift: str) -> bool:
    return kind_of(scenario.shifts[shift]) == "night"


def _hours_by_day(horizon: Horizon, duties: Sequence[Worked]) -> list[float]:
    hours = dict.fromkeys(horizon.dates, 0.0)
    for duty in duties:
        hours[duty.day] += duty.minutes / MINUTES_PER_HOUR
    return list(hours.values())


def _last_end(horizon: Horizon, before: History, duties: Sequence[Worked]) -> datetime | None:
    if not duties:
        return before.last_duty_ends
    return datetime.fromisoformat(horizon.moment_text(max(duty.end for duty in duties)))


def _last_shift(scenario: Scenario, duties: Sequence[Worked]) -> str | None:
    """The shift of the last day; of two, a night, because that is what the run of nights says."""
    last_day = scenario.horizon.dates[-1]
    shifts = [(_is_night(scenario, duty.shift), duty.start, duty.shift) for duty in duties if duty.day == last_day]
    return max(shifts)[2] if shifts else None


def _run(horizon: Horizon, days: Collection[date], before: int) -> int:
    """Days in a row up to the last one, those before the horizon added where the run fills it."""
    length = 0
    for day in reversed(horizon.dates):
        if day not in days:
            return length
        length += 1
    return length + before


def _rest_days(horizon: Horizon, on_duty: set[date], before: History) -> int:
    free = set(horizon.dates) - on_duty
    return min(_run(horizon, free, _rest_before(horizon, before)), MOST_REST_DAYS)


def _rest_before(horizon: Horizon, before: History) -> int:
    """Rest days up to the horizon; where only the end of the last duty is told, those that surely followed it."""
    ended = before.last_duty_ends
    if before.consecutive_rest_days or before.consecutive_days or ended is None:
        return before.consecutive_rest_days
    last_day = horizon.day(horizon.instant(ended) - 1)
    return max(0, (horizon.start - last_day).days - 1)


def _weekends(scenario: Scenario, person: Officer, on_duty: Collection[date]) -> list[Weekend]:
    """As many weekends as history told of, or as the rule looks back on where that is more.

    Of a weekend that the end of the horizon cuts, a worked Saturday is told as a worked weekend; after a free one it is
    all for the Sunday to say. Likewise a Sunday that begins the horizon belongs to the last weekend told of, if that
    one's Saturday was worked.
    """
    before, due = list(person.history.recent_weekends), terms_of(scenario, person).weekends_off
    weekends = list(before)
    days = (day for day in scenario.horizon.dates if day.weekday() >= SATURDAY)
    for _, of_weekend in groupby(days, key=lambda day: day.toordinal() - day.weekday()):
        both = list(of_weekend)
        is_worked = any(day in on_duty for day in both)
        if both[0].weekday() == SUNDAY and before[-1:] == ["worked"] and person.history.consecutive_days:
            continue
        if both[-1].weekday() == SATURDAY and not is_worked:
            continue
        weekends.append("worked" if is_worked else "off")
    kept = min(MOST_WEEKENDS, max(len(before), due.in_weekends - 1))
    return weekends[-kept:] if kept else []


def _counts(before: History, counted: dict[str, int]) -> dict[str, int]:
    sums = {burden: before.counts.get(burden, 0) + counted[burden] for burden in BURDENS}
    return {burden: min(number, MOST_COUNTED) for burden, number in sums.items() if number or burden in before.counts}
