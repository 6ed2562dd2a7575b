"""Hours of duty: in a week, over the horizon, on average over a reference period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pulp import lpSum

from rostering.horizon import DAYS_PER_WEEK
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario
from rostering.scenario.terms import contract_of, is_free, terms_of

HISTORY_DAYS = 16 * DAYS_PER_WEEK
NIGHT_WORKERS_DAYS = 6
"""Days of a week over which night workers' hours are averaged (Working Time Regulations 1998, reg. 6)."""


def weekly_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""In each week of the horizon nobody gets more hours than the contract's week, or than were published; in whole
    weeks nobody who is rostered gets fewer than the least, in proportion to the days that are free.

    $$\sum_{d \in W}\sum_s \ell_{d,s}\, x_{o,d,s}
      \le \max\Bigl(H_o \tfrac{|W|}{7} + \tau,\; \ell^{\text{published}}_{o,W}\Bigr), \qquad
      \sum_{d \in W'}\sum_s \ell_{d,s}\, x_{o,d,s} \ge \lambda\, \tfrac{|W''|}{7}$$

    $\ell_{d,s}$: hours of shift $s$ on day $d$; $H_o$: weekly hours of the contract or role; $\tau$: tolerance; $W$: a
    week; $W'$: its days that are not published; $W''$: those of them on which the officer is not away; $\lambda$: least
    hours.
    """
    rule = scenario.rules.weekly_hours
    for officer_id, officer in scenario.people.items():
        weekly = terms_of(scenario, officer).weekly_hours
        for first in range(0, scenario.horizon.days, DAYS_PER_WEEK):
            week = scenario.horizon.dates[first : first + DAYS_PER_WEEK]
            if not sets.is_any_open(officer_id, week):
                continue
            duties = sets.duties_of(officer_id, week)
            published = sum(sets.hours(duty) for duty in duties if duty in sets.published)
            most = weekly * len(week) / DAYS_PER_WEEK + rule.tolerance_hours
            yield (
                (officer_id, week[0]),
                lpSum(sets.hours(duty) * v.duty[duty] for duty in duties) <= max(most, published),
            )
            free = sum(is_free(officer, day) for day in week)
            if rule.least_hours and free and len(week) == DAYS_PER_WEEK:
                chosen = [duty for duty in duties if duty.day not in (officer.published or {})]
                total = lpSum(sets.hours(duty) * v.duty[duty] for duty in chosen)
                yield (officer_id, week[0], "least"), total >= rule.least_hours * free / DAYS_PER_WEEK


def contract_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Over the horizon everybody who is rostered gets the hours of the contract, neither fewer nor more.

    $$L_o \le \sum_{d,s} \ell_{d,s}\, x_{o,d,s} \le \max\bigl(U_o,\; \ell^{\text{published}}_o\bigr)$$

    $L_o, U_o$: least and most hours, those of the contract or its weekly hours for the days not away, give or take the
    tolerance.
    """
    for officer in sets.rostered:
        duties = sets.duties_of(officer, scenario.horizon.dates)
        published = sum(sets.hours(duty) for duty in duties if duty in sets.published)
        total = lpSum(sets.hours(duty) * v.duty[duty] for duty in duties)
        hours = sets.terms[officer].hours
        if hours.least > 0:
            yield (officer, "least"), total >= hours.least
        yield (officer, "most"), total <= max(hours.most, published)


def average_weekly_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Over the reference period that ends with each week of the horizon, the hours stay within the weekly average.

    $$\sum_{d \in P}\sum_s \ell_{d,s}\, x_{o,d,s}
      \le \max\Bigl(48 \cdot 17 - \tfrac{\eta_P}{112} h_o,\; \ell^{\text{published}}_{o,P}\Bigr)$$

    $P$: the days inside the horizon of the period that ends with the week, which may be cut short; $\eta_P$: those of
    its days before the horizon that lie in the 16 weeks (112 days) of the history; $h_o$: the hours of these 16 weeks.
    (48 and 17 are the rule's `hours` and `weeks`.)
    """
    rule = scenario.rules.average_weekly_hours
    yield from _within_average(scenario.people, rule.hours * rule.weeks, rule.weeks, sets, v)


def average_night_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Night workers keep within their own average, as within the weekly one, six days of each week counted.

    $$\sum_{d \in P}\sum_s \ell_{d,s}\, x_{o,d,s}
      \le \max\Bigl(8 \cdot 6 \cdot 17 - \tfrac{\eta_P}{112} h_o,\; \ell^{\text{published}}_{o,P}\Bigr)$$

    (8 and 17 are the rule's `hours` and `weeks`.)
    """
    rule = scenario.rules.average_night_hours
    night_workers = [who for who in sets.rostered if contract_of(scenario, scenario.people[who]).night_worker]
    yield from _within_average(night_workers, rule.hours * NIGHT_WORKERS_DAYS * rule.weeks, rule.weeks, sets, v)


def _within_average(
    officers: Iterable[str], hours: float, weeks: int, sets: Sets, v: Variables
) -> Iterator[tuple[Key, Row]]:
    """At most so many hours in each reference period of so many weeks that a week of the horizon closes."""
    dates = sets.scenario.horizon.dates
    for officer in officers:
        if not sets.is_any_open(officer, dates):
            continue
        for first in range(0, len(dates), DAYS_PER_WEEK):
            end = min(first + DAYS_PER_WEEK, len(dates))
            days_before = max(0, weeks * DAYS_PER_WEEK - end)
            period = dates[max(0, end - weeks * DAYS_PER_WEEK) : end]
            duties = sets.duties_of(officer, period)
            published = sum(sets.hours(duty) for duty in duties if duty in sets.published)
            history = sets.scenario.people[officer].history.hours_last_16_weeks
            most = hours - min(1.0, days_before / HISTORY_DAYS) * history
            total = lpSum(sets.hours(duty) * v.duty[duty] for duty in duties)
            yield (officer, period[-1]), total <= max(most, published)
