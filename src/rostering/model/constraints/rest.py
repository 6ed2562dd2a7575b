"""Rest and hours: between duties, in a week, on average, and days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pulp import lpSum

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario

HISTORY_DAYS = 16 * DAYS_PER_WEEK


def daily_rest(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A duty that starts too soon after another is not given: duties that forbid the same next duties share a row.

    $$\sum_{s \in S} x_{o,d,s} + \sum_{s' \in F} x_{o,d',s'} \le 1$$

    $F$: shifts of a later day $d'$ that start less than the daily rest after the end of every shift in $S$ on day $d$.
    After the last duty before the horizon the first sum is 1. Where the rule is preferred, $S$ is one shift, so that a
    breach is counted once.
    """
    rest = scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    for (officer, day), options in sets.duties_on.items():
        ended = scenario.people[officer].history.last_duty_ends
        if ended is not None:
            soonest = scenario.horizon.instant(ended) + rest
            too_soon = [duty for duty in options if sets.spans[day, duty.shift][0] < soonest]
            if too_soon and (officer, day) in sets.free_days:
                yield (officer, day, "history"), lpSum(v.duty[duty] for duty in too_soon) <= 0
    yield from apart_by(rest, sets, v, counts_breaches=scenario.rules.daily_rest.level == "preferred")


def apart_by(rest: float, sets: Sets, v: Variables, *, counts_breaches: bool = False) -> Iterator[tuple[Key, Row]]:
    """Rows that keep an officer's duties of different days apart by so many minutes, where one of them is free.

    Rows that share duties are sharper; where breaches are to be counted, each shift has its own row, so that two duties
    too close to each other break one row only.
    """
    for (officer, day), options in sets.duties_on.items():
        shifts = [duty.shift for duty in options]
        for days_on in range(1, 4):
            later = day + timedelta(days=days_on)
            if not {(officer, day), (officer, later)} & sets.free_days:
                continue
            forbidden = {
                shift: frozenset(
                    after.shift
                    for after in sets.duties_on.get((officer, later), ())
                    if sets.spans[later, after.shift][0] < sets.spans[day, shift][1] + rest
                )
                for shift in shifts
            }
            shared = [
                ([shift for shift in shifts if forbidden[shift] >= successors], successors)
                for successors in sorted(set(forbidden.values()), key=sorted)
            ]
            alone = [([shift], successors) for shift, successors in forbidden.items()]
            rows = [row for row in (alone if counts_breaches else shared) if row[1]]
            for number, (predecessors, successors) in enumerate(rows):
                before = [DutyKey(officer, day, shift) for shift in predecessors]
                after = [DutyKey(officer, later, shift) for shift in sorted(successors)]
                yield (officer, later, day, number), lpSum(v.duty[duty] for duty in (*before, *after)) <= 1


def weekly_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""In each week of the horizon nobody gets more hours than the role's week, or than were published.

    $$\sum_{d \in W}\sum_s \ell_{d,s}\, x_{o,d,s}
      \le \max\Bigl(H_o \tfrac{|W|}{7} + \tau,\; \ell^{\text{published}}_{o,W}\Bigr)$$

    $\ell_{d,s}$: hours of shift $s$ on day $d$; $H_o$: weekly hours of the role; $\tau$: tolerance; $W$: a week.
    """
    for officer_id, officer in scenario.people.items():
        for first in range(0, scenario.horizon.days, DAYS_PER_WEEK):
            week = scenario.horizon.dates[first : first + DAYS_PER_WEEK]
            if not any((officer_id, day) in sets.free_days for day in week):
                continue
            duties = _duties_of(sets, officer_id, week)
            published = sum(_hours(sets, duty) for duty in duties if duty in sets.published)
            contract = scenario.roles[officer.role].weekly_hours * len(week) / DAYS_PER_WEEK
            most = contract + scenario.rules.weekly_hours.tolerance_hours
            yield (
                (officer_id, week[0]),
                lpSum(_hours(sets, duty) * v.duty[duty] for duty in duties) <= max(most, published),
            )


def average_weekly_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Over the reference period that ends with each week of the horizon, the hours stay within the weekly average.

    $$\sum_{d \in P}\sum_s \ell_{d,s}\, x_{o,d,s}
      \le \max\Bigl(48 \cdot 17 - \tfrac{\eta_P}{112} h_o,\; \ell^{\text{published}}_{o,P}\Bigr)$$

    $P$: the days inside the horizon of the period that ends with the week, which may be cut short; $\eta_P$: those of
    its days before the horizon that lie in the 16 weeks (112 days) of the history; $h_o$: the hours of these 16 weeks.
    (48 and 17 are the rule's `hours` and `weeks`.)
    """
    rule = scenario.rules.average_weekly_hours
    dates = scenario.horizon.dates
    for officer_id, officer in scenario.people.items():
        if not any((officer_id, day) in sets.free_days for day in dates):
            continue
        for first in range(0, len(dates), DAYS_PER_WEEK):
            end = min(first + DAYS_PER_WEEK, len(dates))
            days_before = max(0, rule.weeks * DAYS_PER_WEEK - end)
            period = dates[max(0, end - rule.weeks * DAYS_PER_WEEK) : end]
            duties = _duties_of(sets, officer_id, period)
            published = sum(_hours(sets, duty) for duty in duties if duty in sets.published)
            remembered = min(1.0, days_before / HISTORY_DAYS) * officer.history.hours_last_16_weeks
            most = rule.hours * rule.weeks - remembered
            total = lpSum(_hours(sets, duty) * v.duty[duty] for duty in duties)
            yield (officer_id, period[-1]), total <= max(most, published)


def consecutive_duties(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Of any days in a row, one more than the most allowed, at least one is free; the days before the horizon count.

    $$\sum_{d \in R}\sum_s x_{o,d,s} \le \max\bigl(0,\, m - c,\, n^{\text{published}}_{o,R}\bigr)$$

    $R$: $m - c + 1$ days in a row (where $c$ is 0, any; where $c$ days were worked up to the horizon, its first ones);
    $m$: most days in a row; $n^{\text{published}}_{o,R}$: duties published on these days. The first
    $m - c + 2, \dots, m$ days of the horizon have rows too, with one less than their number as the bound: they matter
    where the first $m - c + 1$ are published duties.
    """
    most = scenario.rules.consecutive_duties.most
    dates = scenario.horizon.dates
    for officer_id, officer in scenario.people.items():
        worked = officer.history.consecutive_days
        runs = [(dates[start : start + most + 1], most) for start in range(len(dates) - most)]
        if worked:
            shortest = max(0, most - worked) + 1
            runs += [(dates[:length], length - 1) for length in range(shortest, min(most, len(dates)) + 1)]
        for days, allowed in runs:
            if any((officer_id, day) in sets.free_days for day in days):
                duties = _duties_of(sets, officer_id, days)
                published = sum(1 for duty in duties if duty in sets.published)
                yield (officer_id, days[-1], allowed), lpSum(v.duty[duty] for duty in duties) <= max(allowed, published)


def _duties_of(sets: Sets, officer: str, days: tuple[date, ...]) -> list[DutyKey]:
    return [duty for day in days for duty in sets.duties_on.get((officer, day), ())]


def _hours(sets: Sets, duty: DutyKey) -> float:
    start, end = sets.spans[duty.day, duty.shift]
    return (end - start) / MINUTES_PER_HOUR
