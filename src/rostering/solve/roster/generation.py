"""Column generation: lines are priced by the duals of the master problem until none would make it cheaper.

Duals are smoothed towards the best ones so far (Wentges 1997); each pricing of all line-holders gives a valid bound, the
Lagrangian one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.solve.roster.couplings import (
    Couplings,
    activity_of,
    admissible,
    dual_of_rows,
    own_cost,
    priced_costs,
)
from rostering.solve.roster.holders import OnPaths
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


def never() -> bool:
    """Nobody stops."""
    return False


def generate(  # noqa: PLR0913
    problem: Couplings,
    holders: Sequence[OnPaths],
    master: Master,
    *,
    rounds: int,
    gap: float,
    duals: Array | None = None,
    is_stopped: Callable[[], bool] = never,
) -> Relaxed | None:
    """Add lines to a master problem until it is within the gap of its bound, or rounds are over.

    Args:
        problem: rows and costs.
        holders: whose lines are priced, but for those settled in the master problem.
        master: holds a line for each line-holder.
        rounds: most master problems solved.
        gap: between value and bound, as a fraction, at which to stop.
        duals: to start from.
        is_stopped: asked between pricings.

    Returns:
        Nothing where the master problem could not be solved.
    """
    bound, best, value = -np.inf, duals, np.inf
    for _ in range(rounds):
        if not master.solve():
            return None
        value = master.value
        row_duals, holder_duals = master.duals()
        if value - bound <= gap * max(1.0, abs(value)) or is_stopped():
            break
        smoothing, added = (0.0 if best is None else SMOOTHING), 0
        while not added:
            mixed = row_duals if best is None else smoothing * best + (1 - smoothing) * row_duals
            tried = admissible(problem.rows, mixed)
            added, dual_value = _price(problem, holders, master, tried, row_duals, holder_duals)
            if dual_value > bound:
                bound, best = dual_value, tried
            if smoothing == 0:
                break
            smoothing = 0.0 if smoothing < SMOOTHING / 2 else smoothing / 2
        if not added:
            break
    return Relaxed(value, bound, row_duals if best is None else best)


def _price(  # noqa: PLR0913, PLR0917
    problem: Couplings, holders: Sequence[OnPaths], master: Master, tried: Array, row_duals: Array, holder_duals: Array
) -> tuple[int, float]:
    """Lines added, and the Lagrangian bound of the duals tried."""
    added, bound = 0, problem.constant + dual_of_rows(problem.rows, tried)
    for holder, one in enumerate(holders):
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
