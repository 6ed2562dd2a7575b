"""Who has which duty: one a day, nobody who is away, nothing that was published changed."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import lpSum

from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import REST, Scenario


def one_duty_a_day(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""An officer starts at most one duty on a day that is free to roster.

    $$\sum_s x_{o,d,s} \le 1$$

    $x_{o,d,s}$: 1 where officer $o$ has a duty of shift $s$ on day $d$.
    """
    for officer, day in sorted(sets.free_days):
        yield (officer, day), lpSum(v.duty[DutyKey(officer, day, shift)] for shift in scenario.shifts) <= 1


def availability(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""An officer who is away on a day has no duty on it.

    $$\sum_s x_{o,d,s} \le 0 \qquad \text{where } o \text{ is away on } d$$
    """
    for (officer, day), duties in sets.duties_on.items():
        if day in scenario.people[officer].unavailable:
            yield (officer, day), lpSum(v.duty[duty] for duty in duties) <= 0


def published_duty(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A published duty is worked as published; a published rest day has no duty to choose.

    $$x_{o,d,s} = 1 \qquad \text{where } s \text{ is published for } o \text{ on } d$$
    """
    for officer_id, officer in scenario.people.items():
        for day, shift in sorted((officer.published or {}).items()):
            if shift != REST:
                yield (officer_id, day), v.duty[DutyKey(officer_id, day, shift)] == 1
