"""How many people of an area's team are on a shift, and who they are."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import LpVariable, lpSum

from rostering.model.keys import Staffing
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario


def staffing_minimum(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are at least the least number of people of the team, or the missing ones are named.

    $$\sum_{o \in a} x_{o,d,s} + u_{a,d,s} \ge \text{min}_{a,d,s}$$

    $u_{a,d,s}$: people short.
    """
    for key, short in v.staff_short.items():
        yield key, lpSum(_team(sets, v, key)) + short >= (sets.wanted[key].min or 0)


def staffing_preference(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are the preferred number of people of the team where nothing more important suffers.

    $$\sum_{o \in a} x_{o,d,s} + u'_{a,d,s} \ge \text{prefer}_{a,d,s}$$

    Where people above the preferred number cost something as well, they are taken off on the left and the row is an
    equation.
    """
    for key, under in v.under_preference.items():
        people, prefer = lpSum(_team(sets, v, key)) + under, sets.wanted[key].prefer or 0
        over = v.over_preference.get(key)
        yield key, people >= prefer if over is None else people - over == prefer


def staffing_maximum(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are at most the largest number of people of the team; published duties above it are named.

    $$\sum_{o \in a} x_{o,d,s} - w_{a,d,s} \le \text{max}_{a,d,s}$$

    $w_{a,d,s}$: people above the maximum.
    """
    for key, over in v.over_maximum.items():
        yield key, lpSum(_team(sets, v, key)) - over <= (sets.wanted[key].max or 0)


def skills_on_duty(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Among the people of the team on a shift are so many with a role or skill, or the missing ones are named.

    $$\sum_{o \in a,\, o \in r} x_{o,d,s} + u_{a,d,s,r} \ge n_{a,d,s,r}$$

    $u_{a,d,s,r}$: people with role or skill $r$ short.
    """
    for (key, kind), short in v.skill_short.items():
        people = scenario.people
        qualified = [
            v.duty[duty]
            for duty in sets.on_shift.get(key, ())
            if kind in (people[duty.officer].role, *people[duty.officer].skills)
        ]
        yield (*key, kind), lpSum(qualified) + short >= sets.wanted[key].skills[kind]


def _team(sets: Sets, v: Variables, key: Staffing) -> list[LpVariable]:
    return [v.duty[duty] for duty in sets.on_shift.get(key, ())]
