"""What officers ask for, what is fair between them, and whom they work with."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import lpSum

from rostering.model.expected import counts_as
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


def even_shares(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""How far an officer's duties of a kind are from a fair share of the team's: a convex cost, exact at whole duties.

    $$\sum_{(d,s) \in \kappa} x_{o,d,s} + \sum_i u_{o,\kappa,i} - \sum_i w_{o,\kappa,i} = n_{o,\kappa}$$

    $\kappa$: a kind of duty; $n_{o,\kappa}$: the whole number nearest to the fair share (fixed beforehand from the
    duties that demand and staffing ask for, by contracted hours, history counted); $u, w$: steps down and up from it,
    as for `demand_matching`.
    """
    for (officer, kind), off in v.share_off.items():
        duties = sets.duties_of(officer, scenario.horizon.dates)
        yield (officer, kind), off.balance([v.duty[duty] for duty in duties if counts_as(sets, duty, kind)])


def same_team(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A duty that the officer to work with does not have is counted.

    $$x_{o,d,s} - x_{o',d,s} - u_{o,d,s} \le 0$$

    $o'$: the officer to work with; $u_{o,d,s}$: 1 where $o$ has the duty without $o'$.
    """
    for duty, alone in v.without_other.items():
        other = DutyKey(scenario.people[duty.officer].works_with or "", duty.day, duty.shift)
        together = lpSum([v.duty[other]] if other in v.duty else [])
        yield duty, v.duty[duty] - together - alone <= 0
