"""People on duty when demand is."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.model.expected import duties_over
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario


def demand_matching(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""How far the people of a team on duty in a stretch of a day are from those that demand asks for: a convex cost,
    exact at whole people.

    $$\sum_{o \in a,\, (d,s) \ni t} x_{o,d,s} + \sum_i u_{a,t,i} - \sum_i w_{a,t,i} = n_{a,t}, \qquad
      0 \le u_{a,t,i}, w_{a,t,i} \le 1$$

    $n_{a,t}$: the whole number nearest to the people $\nu_{a,t}$ that demand asks for (fixed beforehand from the hours
    the team can be expected to work); $u, w$: steps down and up from it, each at the price
    $\ell_t\bigl((n' - \nu_{a,t})^2 - (n - \nu_{a,t})^2\bigr)$ of going from $n$ people to $n'$; far away, one step is
    several people wide.
    """
    for stretch, keys in duties_over(sets, list(v.people_off)).items():
        people = [v.duty[duty] for key in keys for duty in sets.on_shift[key]]
        yield (stretch,), v.people_off[stretch].balance(people)
