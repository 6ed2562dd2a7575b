"""One machine for each rule about a single line, named like the rule.

A machine is a start state and a step: from a state, a day (0 is the first) and a choice to the next state and the size
of the breach, 0 where there is none. What a breach means (never, or at a price) is for the level of the rule to say.
Meanings: docs/design.md, "Exact meanings".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.lines.ahead import NOT_PUBLISHED, Ahead

State = Any
Step = Callable[[State, int, int], tuple[State, float]]
Limits = tuple[int, int]
"""Least and most."""
HISTORY_DAYS = 16 * DAYS_PER_WEEK
NIGHT_WORKERS_DAYS = 6
"""Days of a week over which a night worker's hours are averaged: one in seven is for rest."""
MOST_TOTALS = 200
"""Required hours over the horizon that have more possible values than this in a line are left to the master problem."""
MOST_COUNTS = 250
"""Limited shifts whose counts have more combinations than this are left to the master problem, large limits first."""
MOST_TOGETHER = 12_000_000
"""Combinations of all totals together, times the square of the days (nodes are there for each day, and in few days few
combinations can be reached). Beyond this the largest totals are left to the master problem, so that the lines of a year
need no more memory than those of a month."""


@dataclass(frozen=True)
class Machine:
    """What one rule remembers of one officer's line."""

    rule: str
    start: Hashable
    step: Step
    shared: Hashable
    """Officers for whom it is the same, but for the start, have the same machine."""
    looks_at: Sequence[Sequence[Hashable]] | None = None
    """By day and choice: all that the step looks at of a choice; the choice itself where this is not given."""


NOTHING = None
"""The only state of a rule that remembers nothing."""


def availability(ahead: Ahead) -> Machine | None:
    """No duty on a day away."""
    if not any(ahead.is_away):
        return None

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        return state, float(choice > 0 and ahead.is_away[day])

    return Machine("availability", NOTHING, step, ahead.is_away)


def published_duty(ahead: Ahead) -> Machine | None:
    """A published day is worked as published."""
    if ahead.calendar.scenario.rules.published_duty.level != "required" or max(ahead.published) < 0:
        return None

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        return state, float(ahead.published[day] not in {-1, choice})

    return Machine("published_duty", NOTHING, step, ahead.published)


def working_pattern(ahead: Ahead) -> Machine | None:
    """On a free day, only what the pattern allows."""
    if ahead.fits_pattern.all():
        return None

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        return state, float(ahead.is_free[day] and not ahead.fits_pattern[day, choice])

    return Machine("working_pattern", NOTHING, step, (ahead.is_free, ahead.fits_pattern.tobytes()))


def daily_rest(ahead: Ahead) -> Machine | None:
    """Enough time between two duties: remembers when the last one ended, while that can still matter."""
    scenario, spans = ahead.calendar.scenario, ahead.calendar.spans
    rest = scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    ended = ahead.history.last_duty_ends
    start = None if ended is None else (scenario.horizon.instant(ended), True)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        is_fixed = ahead.is_as_published(day, choice)
        breach = 0.0
        if state is not None and choice:
            ends, was_fixed = state
            breach = float(spans[day][choice - 1][0] < ends + rest and not (was_fixed and is_fixed))
        if choice:
            state = (spans[day][choice - 1][1], is_fixed)
        matters = state is not None and day + 1 < ahead.days and state[0] + rest > min(s for s, _ in spans[day + 1])
        return (state if matters else None), breach

    return Machine("daily_rest", start, step, ahead.published)


def forbidden_successions(ahead: Ahead) -> Machine | None:
    """Remembers the shift of the day before."""
    after = ahead.calendar.scenario.rules.forbidden_successions.after
    if not after or not ahead.is_rostered:
        return None
    shifts = ahead.calendar.shifts
    forbidden = {
        (shifts.index(before) + 1, shifts.index(later) + 1)
        for before, all_later in after.items()
        for later in all_later
    }
    matters = {before for before, _ in forbidden}
    last = ahead.history.last_shift
    start = (shifts.index(last) + 1, True) if last in shifts else (0, False)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        before, was_fixed = state
        is_fixed = ahead.is_as_published(day, choice)
        breach = float((before, choice) in forbidden and not (was_fixed and is_fixed))
        return ((choice, is_fixed) if choice in matters else (0, False)), breach

    return Machine("forbidden_successions", start, step, ahead.published)


def weekly_hours(ahead: Ahead) -> Machine | None:
    """Minutes of the week so far, and where there is a least those on days that are not published."""
    scenario, minutes = ahead.calendar.scenario, ahead.calendar.minutes
    rule = scenario.rules.weekly_hours
    if not ahead.is_any_open:
        return None
    is_chosen = tuple(choice == NOT_PUBLISHED for choice in ahead.published)
    most, least = [], []
    for first in range(0, ahead.days, DAYS_PER_WEEK):
        days = range(first, min(first + DAYS_PER_WEEK, ahead.days))
        published = sum(ahead.published_minutes[day] for day in days)
        contract = (ahead.terms.weekly_hours * len(days) / DAYS_PER_WEEK + rule.tolerance_hours) * MINUTES_PER_HOUR
        most.append(max(contract, published) if any(ahead.is_open(day) for day in days) else float("inf"))
        open_days = sum(ahead.is_free[day] for day in days)
        whole = len(days) == DAYS_PER_WEEK
        least.append(rule.least_hours * MINUTES_PER_HOUR * open_days / DAYS_PER_WEEK if whole else 0.0)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        week = day // DAYS_PER_WEEK
        worked, chosen = state
        length = int(minutes[day, choice])
        over = max(0.0, worked + length - most[week]) - max(0.0, worked - most[week])
        worked += length
        chosen += length if least[week] and is_chosen[day] else 0
        if (day + 1) % DAYS_PER_WEEK and day + 1 < ahead.days:
            return (worked, chosen), over / MINUTES_PER_HOUR
        return (0, 0), (over + max(0.0, least[week] - chosen)) / MINUTES_PER_HOUR

    return Machine("weekly_hours", (0, 0), step, (tuple(most), tuple(least), is_chosen if any(least) else None))


def contract_hours(ahead: Ahead) -> Machine | None:
    """Minutes of all duties so far, as far as the most: beyond it, each breaks the rule further."""
    if not ahead.is_rostered or not _is_countable(ahead):
        return None
    minutes = ahead.calendar.minutes
    least, most = ahead.terms.hours.least * MINUTES_PER_HOUR, _most_minutes(ahead)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        total = state + int(minutes[day, choice])
        breach = max(0.0, total - most)
        if day + 1 == ahead.days:
            breach += max(0.0, least - total)
        return min(total, most), breach / MINUTES_PER_HOUR

    return Machine("contract_hours", 0, step, (least, most), minutes.tolist())


def _most_minutes(ahead: Ahead) -> float:
    """Most minutes of duty over the horizon: those of the contract, or those published."""
    return max(ahead.terms.hours.most * MINUTES_PER_HOUR, sum(ahead.published_minutes))


def _is_countable(ahead: Ahead) -> bool:
    """Whether the hours of an officer's lines have few enough values to remember, beside the other totals."""
    minutes = ahead.calendar.minutes
    possible = [
        choice
        for choice in range(1, ahead.calendar.choices)
        if ahead.fits_pattern[:, choice].any() and ahead.terms.shift_limits.get(ahead.calendar.shifts[choice - 1], 1)
    ]
    step = int(np.gcd.reduce(minutes[:, possible], axis=None)) if possible else 0
    reachable = min(_most_minutes(ahead), float(minutes.max(axis=1).sum()))
    if step == 0:
        return True
    others = _worked_weekends(ahead) * math.prod(limit + 1 for limit in _counted(ahead).values())
    return reachable / step <= MOST_TOTALS and others * reachable / step * ahead.days**2 <= MOST_TOGETHER


def average_weekly_hours(ahead: Ahead) -> Machine | None:
    """Minutes of all duties so far, against what each reference period that a week closes leaves."""
    rule = ahead.calendar.scenario.rules.average_weekly_hours
    return _average("average_weekly_hours", ahead, rule.hours * rule.weeks, rule.weeks)


def average_night_hours(ahead: Ahead) -> Machine | None:
    """The same for night workers, with their own average."""
    rule = ahead.calendar.scenario.rules.average_night_hours
    if not ahead.is_night_worker or not ahead.is_rostered:
        return None
    return _average("average_night_hours", ahead, rule.hours * NIGHT_WORKERS_DAYS * rule.weeks, rule.weeks)


def _average(rule: str, ahead: Ahead, hours: float, weeks: int) -> Machine | None:
    minutes, caps = ahead.calendar.minutes, _caps(ahead, hours, weeks)
    if not caps or not _is_average_kept(ahead, rule, weeks):
        return None

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        total = state + int(minutes[day, choice])
        cap = caps.get(day + 1)
        return total, 0.0 if cap is None else max(0.0, total - cap) / MINUTES_PER_HOUR

    return Machine(rule, 0, step, tuple(sorted(caps.items())), minutes.tolist())


def _is_average_kept(ahead: Ahead, rule: str, weeks: int) -> bool:
    """Whether a line's machine keeps to an average: required, few values to remember, and no period that begins inside
    the horizon.
    """
    level = getattr(ahead.calendar.scenario.rules, rule).level
    return level == "required" and _is_countable(ahead) and ahead.days <= weeks * DAYS_PER_WEEK


def _caps(ahead: Ahead, hours: float, weeks: int) -> dict[int, float]:
    """By number of days: most minutes in them, where weekly hours do not keep to that anyway."""
    minutes, weekly = ahead.calendar.minutes, ahead.calendar.scenario.rules.weekly_hours
    most_a_week = (ahead.terms.weekly_hours + weekly.tolerance_hours) * MINUTES_PER_HOUR
    is_bound = weekly.level == "required" and max(ahead.published) < 0
    caps: dict[int, float] = {}
    for end in sorted({*range(DAYS_PER_WEEK, ahead.days + 1, DAYS_PER_WEEK), ahead.days}):
        remembered = min(1.0, max(0, weeks * DAYS_PER_WEEK - end) / HISTORY_DAYS) * ahead.history.hours_last_16_weeks
        published = sum(ahead.published_minutes[:end])
        cap = max((hours - remembered) * MINUTES_PER_HOUR, published)
        reachable = float(minutes[:end].max(axis=1).sum())
        if is_bound:
            reachable = min(reachable, -(-end // DAYS_PER_WEEK) * most_a_week)
        if reachable > cap:
            caps[end] = cap
    return caps if ahead.is_any_open else {}


def consecutive_duties(ahead: Ahead) -> Machine | None:
    """Length of the run of duties, how many of its last are published, and whether it is held to the least."""
    history = ahead.history
    is_known = history.consecutive_days > 0 or history.consecutive_rest_days > 0 or history.last_duty_ends is not None
    least = ahead.terms.least_duties if ahead.is_rostered else 1
    limits = (least, ahead.terms.most_duties)
    return _runs("consecutive_duties", ahead, limits, history.consecutive_days, is_known=is_known)


def consecutive_nights(ahead: Ahead) -> Machine | None:
    """The same for runs of nights."""
    if not ahead.is_rostered or not any(ahead.calendar.is_night):
        return None
    limits = (ahead.terms.least_nights, ahead.terms.most_nights)
    return _runs("consecutive_nights", ahead, limits, ahead.history.consecutive_nights, is_known=True)


JUDGED, EXEMPT, PAST = "judged", "exempt", "past"
"""Whether a run that ends now is held to the least: not where it holds a published duty or its beginning is not known,
nor where all of it lies before the horizon."""


def _runs(rule: str, ahead: Ahead, limits: Limits, before: int, *, is_known: bool) -> Machine:
    is_night, (least, most) = ahead.calendar.is_night, limits
    counts = is_night if rule == "consecutive_nights" else tuple(choice > 0 for choice in range(len(is_night)))
    is_fixed = tuple(counts[max(0, choice)] for choice in ahead.published)
    cap = max(most, least)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        length, fixed, kind = state
        if not counts[choice]:
            short = least - length if 0 < length < least and kind == JUDGED else 0
            return (0, 0, JUDGED), float(short)
        too_many = length >= most and not (fixed >= most and is_fixed[day])
        fixed = min(cap, fixed + 1) if is_fixed[day] else 0
        kind = EXEMPT if kind == EXEMPT or ahead.published[day] > 0 else JUDGED
        return (min(cap, length + 1), fixed, kind), float(too_many)

    start = (min(cap, before), min(cap, before), (PAST if before else JUDGED) if is_known else EXEMPT)
    return Machine(rule, start, step, (most, least, ahead.published), [counts] * ahead.days)


def consecutive_rest_days(ahead: Ahead) -> Machine | None:
    """Length of the run of rest days, and whether the duty before it is published; None before any known duty."""
    least = ahead.terms.least_rest_days
    if not ahead.is_rostered or least <= 1:
        return None
    history = ahead.history
    start = None
    if history.consecutive_days or history.consecutive_rest_days:
        start = (min(least, history.consecutive_rest_days), True)

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        if not choice:
            return (None if state is None else (min(least, state[0] + 1), state[1])), 0.0
        is_fixed, short = ahead.published[day] > 0, 0
        if state is not None and 0 < state[0] < least and not (state[1] and is_fixed):
            short = least - state[0]
        return (0, is_fixed), float(short)

    return Machine("consecutive_rest_days", start, step, (least, ahead.published), _duty_or_rest(ahead))


def weekends_off(ahead: Ahead) -> Machine | None:
    """Which of the last weekends were worked (where one window holds all, how many), and whether this one is."""
    due = ahead.terms.weekends_off
    if not ahead.is_rostered or due.least == 0:
        return None
    recent = tuple(word == "worked" for word in ahead.history.recent_weekends)
    weekends = _weekends(ahead)
    most = _most_worked(ahead, recent, weekends)
    last = {days[-1]: number for number, days in enumerate(weekends)}
    is_weekend = {day for days in weekends for day in days}
    is_single = len(recent) + len(weekends) <= due.in_weekends

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        past, is_worked = state
        is_worked = is_worked or (day in is_weekend and choice > 0)
        if day not in last:
            return (past, is_worked), 0.0
        worked = sum(past) + is_worked
        kept = (worked,) if is_single else (*past, is_worked)[len(past) + 1 - min(len(past) + 1, due.in_weekends - 1) :]
        return (kept, False), float(max(0, worked - most[last[day]]))

    past = recent[max(0, len(recent) - due.in_weekends + 1) :]
    start = ((sum(past),) if is_single else past, False)
    return Machine("weekends_off", start, step, (is_single, due.in_weekends, most), _duty_or_rest(ahead))


def _duty_or_rest(ahead: Ahead) -> list[list[bool]]:
    return [[choice > 0 for choice in range(ahead.calendar.choices)]] * ahead.days


def _worked_weekends(ahead: Ahead) -> int:
    """How many numbers of weekends worked a line may have to remember: one, where it remembers which they were."""
    due = ahead.terms.weekends_off
    weekends = len(_weekends(ahead))
    is_single = len(ahead.history.recent_weekends) + weekends <= due.in_weekends
    return min(weekends, due.in_weekends - due.least) + 1 if is_single and due.least else 1


def _weekends(ahead: Ahead) -> list[list[int]]:
    """The weekends of the horizon, each with its days in it: one or two."""
    found: list[list[int]] = []
    for day, on in enumerate(ahead.calendar.scenario.horizon.dates):
        if on.weekday() == DAYS_PER_WEEK - 1 and day > 0:
            found[-1].append(day)
        elif on.weekday() >= DAYS_PER_WEEK - 2:
            found.append([day])
    return found


def _most_worked(ahead: Ahead, recent: tuple[bool, ...], weekends: list[list[int]]) -> tuple[int, ...]:
    """By weekend of the horizon, most worked of those in a row that end with it: those published or worked before at
    least.
    """
    due = ahead.terms.weekends_off
    is_fixed = [*recent, *(any(ahead.published[day] > 0 for day in days) for days in weekends)]
    ends = range(len(recent) + 1, len(is_fixed) + 1)
    return tuple(max(due.in_weekends - due.least, sum(is_fixed[max(0, end - due.in_weekends) : end])) for end in ends)


def shift_limits(ahead: Ahead) -> Machine | None:
    """Duties so far of each shift with a limit, as many of these as can be counted."""
    limits = _counted(ahead)
    if not ahead.is_rostered or not limits:
        return None
    place = {number: index for index, number in enumerate(limits)}

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        del day
        if choice not in limits:
            return state, 0.0
        index = place[choice]
        count = state[index]
        if count >= limits[choice]:
            return state, 1.0
        return (*state[:index], count + 1, *state[index + 1 :]), 0.0

    return Machine("shift_limits", (0,) * len(limits), step, tuple(limits.items()))


def _limits(ahead: Ahead) -> dict[int, int]:
    """By choice: its limit, where that is lower than the days there are."""
    return {
        number: max(ahead.terms.shift_limits[shift], ahead.published.count(number))
        for number, shift in enumerate(ahead.calendar.shifts, 1)
        if ahead.terms.shift_limits.get(shift, ahead.days) < ahead.days
    }


def _counted(ahead: Ahead) -> dict[int, int]:
    """By choice: its limit; small ones first, as long as the counts do not have too many combinations."""
    limits, kept = _limits(ahead), dict[int, int]()
    most = min(MOST_COUNTS, MOST_TOGETHER / ahead.days**2 / _worked_weekends(ahead))
    for number in sorted(limits, key=lambda number: (limits[number], number)):
        if math.prod(limit + 1 for limit in kept.values()) * (limits[number] + 1) <= most:
            kept[number] = limits[number]
    return kept


MACHINES: tuple[Callable[[Ahead], Machine | None], ...] = (
    availability,
    published_duty,
    working_pattern,
    daily_rest,
    forbidden_successions,
    weekly_hours,
    contract_hours,
    average_weekly_hours,
    average_night_hours,
    consecutive_duties,
    consecutive_nights,
    consecutive_rest_days,
    weekends_off,
    shift_limits,
)
"""One function a rule, in the order of the rule book; nothing where the rule cannot bind the officer."""


def left_over(ahead: Ahead) -> frozenset[str]:
    """The rules about totals that an officer's machines do not keep, or not all of: too many values to remember. The
    master problem has their rows.
    """
    rules, found = ahead.calendar.scenario.rules, set()
    weekly, nightly = rules.average_weekly_hours, rules.average_night_hours
    averages = [("average_weekly_hours", weekly.hours * weekly.weeks, weekly.weeks)]
    if ahead.is_night_worker and ahead.is_rostered:
        averages.append(("average_night_hours", nightly.hours * NIGHT_WORKERS_DAYS * nightly.weeks, nightly.weeks))
    for rule, hours, weeks in averages:
        if not _is_average_kept(ahead, rule, weeks) and _caps(ahead, hours, weeks):
            found.add(rule)
    if ahead.is_rostered and not _is_countable(ahead):
        found.add("contract_hours")
    if ahead.is_rostered and len(_counted(ahead)) < len(_limits(ahead)):
        found.add("shift_limits")
    return frozenset(found)
