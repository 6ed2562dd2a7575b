"""Time between duties: daily rest, and shifts that do not follow on each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pulp import lpSum

from rostering.horizon import MINUTES_PER_HOUR
from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario


def daily_rest(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A duty that starts too soon after another is not given: duties that forbid the same next duties share a row.

    $$\sum_{s \in S} x_{o,d,s} + \sum_{s' \in F} x_{o,d',s'} \le 1$$

    $F$: shifts of a later day $d'$ that start less than the daily rest after the end of every shift in $S$ on day $d$.
    After the last duty before the horizon the first sum is 1. Where the rule is preferred, $S$ is one shift and duties
    on the days between are taken off, so that a breach is counted once.
    """
    rest = scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    counts_breaches = scenario.rules.daily_rest.level == "preferred"
    for (officer, day), options in sets.duties_on.items():
        ended = scenario.people[officer].history.last_duty_ends
        if ended is not None and (officer, day) in sets.open_days:
            soonest = scenario.horizon.instant(ended) + rest
            too_soon = [duty for duty in _not_published(sets, options) if sets.spans[day, duty.shift][0] < soonest]
            if too_soon:
                between = _duties_between(sets, officer, None, day) if counts_breaches else []
                row = lpSum(v.duty[duty] for duty in too_soon) - lpSum(v.duty[duty] for duty in between)
                yield (officer, day, "history"), row <= 0
    yield from apart_by(rest, sets, v, counts_breaches=counts_breaches)


def apart_by(rest: float, sets: Sets, v: Variables, *, counts_breaches: bool = False) -> Iterator[tuple[Key, Row]]:
    """Rows that keep an officer's duties of different days apart by so many minutes, but for two published ones.

    Rows that share duties are sharper; where breaches are to be counted, each shift has its own row, and duties between
    count against it, so that two duties too close to each other break one row only.
    """

    def is_too_soon(before: DutyKey, after: DutyKey) -> bool:
        return sets.spans[after.day, after.shift][0] < sets.spans[before.day, before.shift][1] + rest

    for officer, day in sets.duties_on:
        for days_on in range(1, 4):
            later = day + timedelta(days=days_on)
            yield from _not_both(sets, v, (officer, day, later), is_too_soon, counts_breaches=counts_breaches)


def forbidden_successions(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On the day after a shift, the shifts that must not follow it are not given.

    $$\sum_{s \in S} x_{o,d,s} + \sum_{s' \in F} x_{o,d+1,s'} \le 1$$

    $F$: shifts that must not follow on any in $S$. After the shift of the day before the horizon the first sum is 1.
    Where the rule is preferred, $S$ is one shift, so that a breach is counted once.
    """
    rule = scenario.rules.forbidden_successions
    first = scenario.horizon.start

    def is_forbidden(before: DutyKey, after: DutyKey) -> bool:
        return after.shift in rule.after.get(before.shift, ())

    for officer in sets.rostered:
        before = rule.after.get(scenario.people[officer].history.last_shift or "", ())
        wrong = [d for d in _not_published(sets, sets.duties_of(officer, [first])) if d.shift in before]
        if wrong and (officer, first) in sets.open_days:
            yield (officer, first, "history"), lpSum(v.duty[duty] for duty in wrong) <= 0
        for day in scenario.horizon.dates[:-1]:
            days = (officer, day, day + timedelta(days=1))
            yield from _not_both(sets, v, days, is_forbidden, counts_breaches=rule.level == "preferred")


def _duties_between(sets: Sets, officer: str, day: date | None, later: date) -> list[DutyKey]:
    """The duties of the days between two, or of all before the later one."""
    days = [one for one in sets.scenario.horizon.dates if one < later and (day is None or day < one)]
    return sets.duties_of(officer, days)


def _not_published(sets: Sets, duties: tuple[DutyKey, ...] | list[DutyKey]) -> list[DutyKey]:
    return [duty for duty in duties if duty not in sets.published]


def _not_both(
    sets: Sets,
    v: Variables,
    about: tuple[str, date, date],
    excludes: Callable[[DutyKey, DutyKey], bool],
    *,
    counts_breaches: bool,
) -> Iterator[tuple[Key, Row]]:
    """Rows against two duties of an officer, one on each of two days, that exclude each other and are not both
    published.
    """
    officer, day, later = about
    if not {(officer, day), (officer, later)} & sets.open_days:
        return
    options = sets.duties_on.get((officer, day), ())
    afterwards = sets.duties_on.get((officer, later), ())
    forbidden = {
        before: frozenset(
            after
            for after in afterwards
            if excludes(before, after) and not (before in sets.published and after in sets.published)
        )
        for before in options
    }
    shared = [
        ([before for before in options if forbidden[before] >= successors], successors)
        for successors in sorted(set(forbidden.values()), key=sorted)
    ]
    alone = [([before], successors) for before, successors in forbidden.items()]
    rows = [row for row in (alone if counts_breaches else shared) if row[1]]
    for number, (predecessors, successors) in enumerate(rows):
        both = (*predecessors, *sorted(successors))
        between = _duties_between(sets, officer, day, later) if counts_breaches else []
        row = lpSum(v.duty[duty] for duty in both) - lpSum(v.duty[duty] for duty in between)
        yield (officer, later, day, number), row <= 1
