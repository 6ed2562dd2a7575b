"""How many people of an area's team are on a shift."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import LpVariable, lpSum

from rostering.model.keys import DutyKey, Staffing
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario


def staffing_minimum(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are at least the least number of people of the team, or the missing ones are named.

    $$\sum_{o \in a} x_{o,d,s} + u_{a,d,s} \ge \text{min}_{a,s}$$

    $u_{a,d,s}$: people short.
    """
    for key, short in v.staff_short.items():
        yield key, lpSum(_team(scenario, sets, v, key)) + short >= (scenario.staffing[key.area][key.shift].min or 0)


def staffing_preference(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are the preferred number of people of the team where nothing more important suffers.

    $$\sum_{o \in a} x_{o,d,s} + u'_{a,d,s} \ge \text{prefer}_{a,s}$$
    """
    for key, under in v.under_preference.items():
        yield key, lpSum(_team(scenario, sets, v, key)) + under >= (scenario.staffing[key.area][key.shift].prefer or 0)


def staffing_maximum(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a shift there are at most the largest number of people of the team; published duties above it are named.

    $$\sum_{o \in a} x_{o,d,s} - w_{a,d,s} \le \text{max}_{a,s}$$

    $w_{a,d,s}$: people above the maximum.
    """
    for key, over in v.over_maximum.items():
        yield key, lpSum(_team(scenario, sets, v, key)) - over <= (scenario.staffing[key.area][key.shift].max or 0)


def _team(scenario: Scenario, sets: Sets, v: Variables, key: Staffing) -> list[LpVariable]:
    return [
        v.duty[duty]
        for officer_id, officer in scenario.people.items()
        if officer.area == key.area and (duty := DutyKey(officer_id, key.day, key.shift)) in v.duty
    ]
