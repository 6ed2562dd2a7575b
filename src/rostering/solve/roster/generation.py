"""Column generation: lines are priced by the duals of the master problem until none would make it cheaper.

Duals are smoothed towards the best ones so far (Wentges 1997); each pricing of all line-holders gives a valid bound,
the Lagrangian one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.solve.roster.case import Case
from rostering.solve.roster.couplings import (
    activity_of,
    admissible,
    dual_of_rows,
    own_cost,
    priced_costs,
)
from rostering.solve.roster.master import Master

Array = np.ndarray[Any, Any]
SMOOTHING = 0.5
EPSILON = 1e-7


@dataclass(frozen=True)
class Relaxed:
    """The relaxation over all lawful lines."""

    value: float
    """Of the last master problem."""
    bound: float
    """Proven: no roster costs less."""
    duals: Array
    """By row, those of the bound."""


def generate(case: Case, master: Master, *, rounds: int, gap: float, duals: Array | None = None) -> Relaxed | None:
    """Add lines to a master problem until it is within the gap of its bound, or rounds are over.

    Args:
        case: whose lines are priced, but for those settled in the master problem.
        master: holds a line for each line-holder.
        rounds: most master problems solved.
        gap: between value and bound, as a fraction, at which to stop.
        duals: to start from.

    Returns:
        Nothing where the master problem could not be solved.
    """
    bound, best, value = -np.inf, duals, np.inf
    for _ in range(rounds):
        if not master.solve():
            return None
        value = master.value
        row_duals, holder_duals = master.duals()
        if value - bound <= gap * max(1.0, abs(value)) or case.is_stopped:
            break
        smoothing, added = (0.0 if best is None else SMOOTHING), 0
        while not added:
            mixed = row_duals if best is None else smoothing * best + (1 - smoothing) * row_duals
            tried = admissible(case.problem.rows, mixed)
            added, dual_value = _price(case, master, tried, row_duals, holder_duals)
            if dual_value > bound:
                bound, best = dual_value, tried
            if smoothing == 0:
                break
            smoothing = 0.0 if smoothing < SMOOTHING / 2 else smoothing / 2
        if not added:
            break
    return Relaxed(value, bound, row_duals if best is None else best)


def _price(case: Case, master: Master, tried: Array, row_duals: Array, holder_duals: Array) -> tuple[int, float]:
    """Lines added, and the Lagrangian bound of the duals tried."""
    problem = case.problem
    added, bound = 0, problem.constant + dual_of_rows(problem.rows, tried)
    for holder, one in enumerate(case.holders):
        if holder in master.settled:
            line = master.columns[master.settled[holder]][1]
            cost = own_cost(problem, holder, line.choices) + line.penalty
            bound += cost - float(tried @ activity_of(problem, holder, line.choices))
            continue
        found = one.cheapest(priced_costs(problem, holder, -tried))
        if found is None:
            return 0, -np.inf
        value, line = found
        bound += value
        activity = activity_of(problem, holder, line.choices)
        reduced = own_cost(problem, holder, line.choices) + line.penalty - float(row_duals @ activity)
        if reduced - holder_duals[holder] < -EPSILON:
            added += master.add(holder, line)
    return added, bound
