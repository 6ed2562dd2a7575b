"""What is told of the time before the horizon agrees with itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from rostering.scenario.problems.duties import LONGEST_SHIFT_HOURS, moment_words
from rostering.scenario.problems.finding import Finding, Findings
from rostering.scenario.records import History, Scenario
from rostering.scenario.terms import kind_of
from rostering.words import count_words

ROUNDING = 0.1
"""Hours by which weeks rounded one by one may come to more than their rounded sum."""
Fault = tuple[str, str, str]
"""Key, message and hint."""


def clashing_history(scenario: Scenario) -> Findings:
    """The entries of an officer's history can all be true."""
    for officer_id, officer in scenario.officers.items():
        for key, message, hint in _faults(scenario, officer.history):
            path = ("officers", officer_id, "history", key)
            yield Finding(path, "HISTORY_CLASH", f"{officer_id}: {message}", hint)


def _faults(scenario: Scenario, history: History) -> Iterator[Fault]:
    by_week, in_all = sum(history.hours_by_week), history.hours_last_16_weeks
    if by_week > in_all + ROUNDING:
        message = f"the weeks come to {by_week:g} h, but hours_last_16_weeks is {in_all:g}"
        yield "hours_by_week", message, "hours_last_16_weeks is the sum over all 16 weeks"
    duties, nights, rest = history.consecutive_days, history.consecutive_nights, history.consecutive_rest_days
    if duties and rest:
        message = f"{count_words(rest, 'rest day')} up to the horizon, and {count_words(duties, 'day')} of duty too"
        yield "consecutive_rest_days", message, "one of consecutive_days and consecutive_rest_days is 0"
        return
    if nights > duties:
        message = f"{count_words(nights, 'night')} in a row, but duties on {count_words(duties, 'day')} in a row"
        yield "consecutive_nights", message, "a night is a day of duty: raise consecutive_days"
    yield from _faults_of_last_shift(scenario, history)
    yield from _faults_of_last_end(scenario, history)


def _faults_of_last_shift(scenario: Scenario, history: History) -> Iterator[Fault]:
    shift = scenario.shifts.get(history.last_shift or "")
    if shift is None:
        return
    is_night = kind_of(shift) == "night"
    if history.consecutive_days == 0:
        message = f"{history.last_shift} on the day before the horizon, but consecutive_days says it was free"
        yield "last_shift", message, "give consecutive_days, or remove last_shift"
    elif is_night != (history.consecutive_nights > 0):
        said = f"{history.last_shift} is {'a' if is_night else 'no'} night shift"
        message = f"{said}, but consecutive_nights is {history.consecutive_nights}"
        yield "last_shift", message, "consecutive_nights counts up to the day before the horizon"


def _faults_of_last_end(scenario: Scenario, history: History) -> Iterator[Fault]:
    """A last duty that ended before the last day of duty, or after the first rest day began and a shift was over."""
    ended, start = history.last_duty_ends, datetime.combine(scenario.horizon.start, time())
    if ended is None:
        return
    free = history.consecutive_rest_days
    last_day = start - timedelta(days=free + 1)
    when = f"the last duty ended {moment_words(ended)}"
    if (history.consecutive_days or free) and ended.replace(tzinfo=None) <= last_day:
        said = f"only {count_words(free, 'rest day')} followed" if free else "the day before the horizon had a duty"
        yield "last_duty_ends", f"{when}, but {said}", "look at consecutive_days and consecutive_rest_days"
    first_free = last_day + timedelta(days=1 if free else 0, hours=LONGEST_SHIFT_HOURS)
    if history.consecutive_days == 0 and ended.replace(tzinfo=None) > first_free:
        said = f"{count_words(free, 'rest day')} followed" if free else "consecutive_days says that day was free"
        yield "last_duty_ends", f"{when}, but {said}", "look at consecutive_days and consecutive_rest_days"
