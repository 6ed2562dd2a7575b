"""What officers ask for."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import lpSum

from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import REST, Scenario


def requests(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A wish for a shift or a rest day on a day that is free to roster is met, or counted as not met.

    $$x_{o,d,s} + u_{o,i} \ge 1 \quad \text{(for)}, \qquad x_{o,d,s} - u_{o,i} \le 0 \quad \text{(against)}$$

    For a rest day, $1 - \sum_s x_{o,d,s}$ stands in place of $x_{o,d,s}$. $u_{o,i}$: 1 where request $i$ is not met.
    """
    for (officer, number), unmet in v.request_unmet.items():
        request = scenario.people[officer].requests[number]
        if (officer, request.day) not in sets.free_days:
            continue
        if request.shift == REST:
            granted = 1 - lpSum(v.duty[DutyKey(officer, request.day, shift)] for shift in scenario.shifts)
        else:
            granted = lpSum([v.duty[DutyKey(officer, request.day, request.shift)]])
        if request.weight > 0:
            yield (officer, number), granted + unmet >= 1
        else:
            yield (officer, number), granted - unmet <= 0
