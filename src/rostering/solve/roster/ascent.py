"""A quick bound and good duals: Lagrangian ascent by deflected subgradients.

Every row's activity is bought and sold at its dual; each line-holder then takes the cheapest line, and each row the
activity it likes best. Where the two differ, the dual moves (Polyak's step towards a target above the best bound; Held,
Wolfe and Crowder 1974; deflection as in Camerini, Fratta and Maffioli 1975).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rostering.lines.compiled import compiled
from rostering.solve.roster.case import Case
from rostering.solve.roster.couplings import Convex, activity_of, admissible, priced_costs

Array = np.ndarray[Any, Any]
DEFLECTION = 0.7
MEMORY, SMALLEST_SPREAD = 0.98, 1e-2
"""Rows count people, duties and hours: each dual's step is scaled by the mean square of its row's slopes."""
STEPS = 3000
AIMS = (1.3, 1.2, 1.1, 1.05, 1.05)
"""Steps aim at these multiples of the value of a roster, one climb after the other."""
WORTH_ANOTHER = 5e-4
"""Fraction of the bound that a climb has to gain, or it was the last."""
PATIENCE, SHRINK, SMALLEST = 20, 0.85, 2e-3
"""After so many steps without a better bound the step gets shorter, until it is too short to matter."""


@compiled
def _likings(first: Array, knots: Array, values: Array, duals: Array) -> tuple[float, Array]:
    """Sum of the least of cost plus dual times activity over the rows, and the activities that have it."""
    total, liked = 0.0, np.empty(len(duals))
    for row in range(len(duals)):
        least = np.inf
        for knot in range(first[row], first[row + 1]):
            cost = values[knot] + duals[row] * knots[knot]
            if cost < least:
                least, liked[row] = cost, knots[knot]
        total += least
    return total, liked


def liked_activity(rows: Convex, duals: Array) -> tuple[float, Array]:
    """Sum over the rows of the least of cost plus dual times activity, and where it is."""
    return _likings(rows.first, rows.knots, rows.values, duals)


def ascend(case: Case, value: float) -> tuple[float, Array]:
    """A proven bound and its duals: from nothing, then again from the best duals as long as that helps.

    Args:
        case: rows, costs and line-holders.
        value: of a roster.
    """
    bound, best = -np.inf, np.zeros(len(case.problem.rows.left))
    for above in AIMS:
        before = bound
        higher, duals = climb(case, above * value, best)
        if higher > bound:
            bound, best = higher, duals
        if case.is_stopped or bound - before < WORTH_ANOTHER * abs(bound):
            break
    return bound, best


def climb(case: Case, value: float, duals: Array) -> tuple[float, Array]:
    """A proven bound and its duals.

    Args:
        case: rows, costs and line-holders.
        value: what to step towards, well above the bound.
        duals: to start from.
    """
    problem = case.problem
    bound, best = -np.inf, duals
    direction, length, idle, spread = duals, 1.0, 0, np.ones(len(duals))
    for _ in range(STEPS):
        duals = admissible(problem.rows, duals)
        total, liked = liked_activity(problem.rows, duals)
        total += problem.constant
        activity = np.zeros(len(duals))
        for holder, one in enumerate(case.holders):
            found = one.cheapest(priced_costs(problem, holder, -duals))
            if found is None:
                return -np.inf, best
            total += found[0]
            activity += activity_of(problem, holder, found[1].choices)
        idle = 0 if total > bound + 1e-5 * abs(bound) else idle + 1
        if total > bound:
            bound, best = total, duals
        if idle >= PATIENCE:
            length, idle, duals = length * SHRINK, 0, best
        if length < SMALLEST or case.is_stopped:
            break
        slope = liked - activity
        direction = DEFLECTION * direction + (1 - DEFLECTION) * slope
        spread = MEMORY * spread + (1 - MEMORY) * slope * slope
        scaled = direction / np.maximum(spread, SMALLEST_SPREAD)
        size = float(direction @ scaled)
        if size < SMALLEST_SPREAD**2:
            break
        duals = duals + length * (value - total) / size * scaled
    return bound, best
