"""Days in a row: most and least duties, nights and rest days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulp import LpVariable, lpSum

from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import REST, Scenario
from rostering.scenario.terms import kind_of, terms_of

Counts = Callable[[DutyKey], bool]


def consecutive_duties(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Of any days in a row, one more than the most allowed, at least one is free; and who begins a run of duties has
    at least the least. The days before the horizon count.

    $$\sum_{d \in R} w_{o,d} \le \max\bigl(0,\, m - c,\, n^{\text{published}}_{o,R}\bigr)$$

    $$w'_{o,d} - \sum_{0 < i < k} p_{o,d+i} \le w_{o,d-1} + w_{o,d+k} \qquad (0 < k < \text{least})$$

    $w_{o,d} = \sum_s x_{o,d,s}$, which is called $p_{o,d}$ on a day published with a duty and $w'_{o,d}$ on any other
    (and is 0 under the other name); $R$: $m - c + 1$ days in a row (where $c$ is 0, any; where $c$ days were worked up
    to the horizon, its first ones); $m$: most days in a row; $n^{\text{published}}_{o,R}$: duties published on these
    days. The first $m - c + 2, \dots, m$ days of the
    horizon have rows too, with one less than their number as the bound: they matter where the first $m - c + 1$ are
    published duties. Where the rule is preferred, the second row is
    $(\text{least} - k)\bigl(\sum_{0 \le i < k} w'_{o,d+i} - w_{o,d-1} - w_{o,d+k} - k + 1\bigr) \le 0$ instead, so that
    a run that is too short breaks one row, by the days that are missing.
    """
    counts_breaches = scenario.rules.consecutive_duties.level == "preferred"
    for officer_id, officer in scenario.people.items():
        terms, history = terms_of(scenario, officer), officer.history
        yield from _at_most(sets, v, officer_id, terms.most_duties, history.consecutive_days)
        if officer_id in sets.terms and terms.least_duties > 1:
            line = _line(sets, v, officer_id)
            was_rest = history.last_duty_ends is not None or history.consecutive_rest_days > 0
            before = history.consecutive_days if history.consecutive_days or was_rest else None
            yield from _runs_of_at_least(line, terms.least_duties, before, counts_breaches=counts_breaches)


def consecutive_nights(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Night duties in a row are at most the most allowed and at least the least, like days of duty.

    $$\sum_{d \in R} w_{o,d} \le \max\bigl(0,\, m - c,\, n^{\text{published}}_{o,R}\bigr), \qquad
      w'_{o,d} - \sum_{0 < i < k} p_{o,d+i} \le w_{o,d-1} + w_{o,d+k}$$

    All as for `consecutive_duties`, with the sums over night shifts only; $c$: nights in a row up to the horizon.
    """
    counts_breaches = scenario.rules.consecutive_nights.level == "preferred"
    nights = frozenset(shift for shift, one in scenario.shifts.items() if kind_of(one) == "night")

    def is_night(duty: DutyKey) -> bool:
        return duty.shift in nights

    for officer in sets.rostered if nights else ():
        terms, before = sets.terms[officer], scenario.people[officer].history.consecutive_nights
        yield from _at_most(sets, v, officer, terms.most_nights, before, is_night)
        if terms.least_nights > 1:
            line = _line(sets, v, officer, is_night)
            yield from _runs_of_at_least(line, terms.least_nights, before, counts_breaches=counts_breaches)


def consecutive_rest_days(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Who rests after a duty rests for at least the least number of days, unless both duties around are published.

    $$w'_{o,d-1} + w_{o,d+k} - w_{o,d} \le 1, \qquad
      p_{o,d-1} + w'_{o,d+k} - w_{o,d} - \sum_{0 < i < k} p_{o,d+i} \le 1 \qquad (0 < k < \text{least})$$

    $w_{o,d}$, $w'_{o,d}$ and $p_{o,d}$ as for `consecutive_duties`; the day before the horizon counts as published.
    Where the rule is preferred, the sum of all $w_{o,d+i}$, $0 \le i < k$, is taken off on the left, and the row is
    multiplied by the days missing, so that a run that is too short breaks one row, by these days.
    """
    counts_breaches = scenario.rules.consecutive_rest_days.level == "preferred"
    for officer in sets.rostered:
        least, history = sets.terms[officer].least_rest_days, scenario.people[officer].history
        if least <= 1:
            continue
        line = _line(sets, v, officer)
        if history.consecutive_days or history.consecutive_rest_days:
            gap = _Gap(0, (), "published", history.consecutive_rest_days)
            yield from _rests_of_at_least(line, least, gap, counts_breaches=counts_breaches)
        for first in range(1, len(line.days)):
            kind = "published" if line.published[first - 1] else "chosen"
            if after := line.all_on(first - 1):
                yield from _rests_of_at_least(line, least, _Gap(first, after, kind, 0), counts_breaches=counts_breaches)


@dataclass(frozen=True)
class _Line:
    """The duties of one officer that count, day by day."""

    officer: str
    days: tuple[date, ...]
    chosen: tuple[tuple[LpVariable, ...], ...]
    """On a day not published with a duty, where there is a choice."""
    published: tuple[tuple[LpVariable, ...], ...]
    """On a day published with a duty."""
    is_fixed: tuple[bool, ...]
    """Where the published duty cannot be changed."""

    def all_on(self, day: int) -> tuple[LpVariable, ...]:
        """All duties of a day."""
        return self.chosen[day] + self.published[day]


@dataclass(frozen=True)
class _Gap:
    """The beginning of a run of rest days."""

    first: int
    """Its first day in the horizon."""
    after: tuple[LpVariable, ...]
    """The duties of the day before; none where that lies before the horizon."""
    kind: str
    """Whether that day is `published` with a duty; else these are `chosen`."""
    before: int
    """Its days before the horizon."""


def _line(sets: Sets, v: Variables, officer: str, counts: Counts = lambda _: True) -> _Line:
    days = sets.scenario.horizon.dates
    entries = sets.scenario.people[officer].published or {}
    duties = {day: [duty for duty in sets.duties_on.get((officer, day), ()) if counts(duty)] for day in days}
    all_on = {day: tuple(v.duty[duty] for duty in duties[day]) for day in days}
    is_published = {day: entries.get(day, REST) != REST for day in days}
    return _Line(
        officer,
        days,
        tuple(all_on[day] if (officer, day) in sets.open_days and not is_published[day] else () for day in days),
        tuple(all_on[day] if is_published[day] else () for day in days),
        tuple(any(duty in sets.fixed for duty in duties[day]) for day in days),
    )


def _at_most(  # noqa: PLR0913, PLR0917 - a run is told by all of these
    sets: Sets, v: Variables, officer: str, most: int, before: int, counts: Counts = lambda _: True
) -> Iterator[tuple[Key, Row]]:
    """Rows against runs longer than the most, those published excepted."""
    dates = sets.scenario.horizon.dates
    runs = [(dates[start : start + most + 1], most) for start in range(len(dates) - most)]
    if before:
        shortest = max(0, most - before) + 1
        runs += [(dates[:length], length - 1) for length in range(shortest, min(most, len(dates)) + 1)]
    for days, allowed in runs:
        if sets.is_any_open(officer, days):
            duties = [duty for duty in sets.duties_of(officer, days) if counts(duty)]
            published = sum(1 for duty in duties if duty in sets.published)
            yield (officer, days[-1], allowed), lpSum(v.duty[duty] for duty in duties) <= max(allowed, published)


def _runs_of_at_least(
    line: _Line, least: int, before: int | None, *, counts_breaches: bool
) -> Iterator[tuple[Key, Row]]:
    """Rows against runs, without a day published with a duty, that are shorter than the least.

    Args:
        line: the duties.
        least: least days in a row.
        before: days in a row up to the horizon; None where it is not known.
        counts_breaches: whether just one row is to be broken, by the days missing.
    """
    for first, start in enumerate(line.chosen):
        is_judged = first > 0 or before is not None
        if not start or not is_judged or (first and line.is_fixed[first - 1]):
            continue
        known = (before or 0) if first == 0 else 0
        for length in range(1, least - known):
            end = first + length
            if end == len(line.days) or line.is_fixed[end]:
                break
            around = [*(line.all_on(first - 1) if first else ()), *line.all_on(end)]
            key = (line.officer, line.days[first], "least", length)
            if counts_breaches:
                run = [one for day in range(first, end) for one in line.chosen[day]]
                missing = least - known - length
                yield key, lpSum(_times(missing, run) + _times(-missing, around)) <= missing * (length - 1)
            else:
                published = [one for day in range(first + 1, end) for one in line.published[day]]
                yield key, lpSum([*start, *_times(-1, published), *_times(-1, around)]) <= 0
            if not line.chosen[end]:
                break


def _rests_of_at_least(line: _Line, least: int, gap: _Gap, *, counts_breaches: bool) -> Iterator[tuple[Key, Row]]:
    """Rows against a run of rest days that is shorter than the least, by the day on which it would end."""
    for length in range(0 if gap.before else 1, least - gap.before):
        end = gap.first + length
        if end == len(line.days) or (length and line.is_fixed[end - 1]):
            break
        next_duty = line.chosen[end] if gap.kind == "published" else line.all_on(end)
        if not next_duty:
            continue
        if counts_breaches:
            worked = [one for day in range(gap.first, end) for one in line.all_on(day)]
        else:
            # A run that began before the horizon rests already; any other begins with rest on its first day.
            worked = list(line.all_on(gap.first)) if length and not gap.before else []
            if gap.kind == "published":
                inside = range(gap.first + (0 if gap.before else 1), end)
                worked += [one for day in inside for one in line.published[day]]
        missing = least - gap.before - length if counts_breaches else 1
        row = lpSum(_times(missing, [*gap.after, *next_duty]) + _times(-missing, worked))
        key = (line.officer, line.days[end], gap.kind, length + gap.before)
        yield key, row <= (missing if gap.after else 0)


def _times(factor: float, variables: Any) -> list[Any]:
    return [factor * one for one in variables]
