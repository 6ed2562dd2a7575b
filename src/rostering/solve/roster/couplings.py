"""What holds lines together: rows over the duties of several officers, each a convex cost of its activity.

Every row of the model that is not kept by the lines themselves has auxiliary variables of its own (people missing,
people above...). With these at their best, a row is a convex piecewise linear function of its *activity*, the sum over
its duties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.lines.compiled import compiled

Array = np.ndarray[Any, Any]
ROUNDING = 1e-9
"""An activity this near to the end of a domain is inside."""


@dataclass(frozen=True)
class Convex:
    """Convex piecewise linear functions, one a row.

    Outside its knots a function goes on with its end slopes; an infinite slope ends its domain.
    """

    first: Array
    """By row, and one more: its first knot."""
    knots: Array
    """Activities, rising within a row."""
    values: Array
    """At the knots."""
    left: Array
    """By row: slope before its first knot; negative infinity where lower activities are ruled out."""
    right: Array
    """By row: slope after its last knot."""


@dataclass(frozen=True)
class Touches:
    """The rows that one line-holder's duties touch: one entry for each duty and row."""

    days: Array
    choices: Array
    rows: Array
    amounts: Array
    is_repeated: Array
    """Whether the row is touched on other days too, so that costs do not simply add up."""


@dataclass(frozen=True)
class Couplings:
    """A roster problem but for what the lines keep themselves."""

    rows: Convex
    touches: tuple[Touches, ...]
    """By line-holder."""
    costs: tuple[Array, ...]
    """By line-holder: an array of day and choice, what a choice costs by itself; infinite where it is ruled out."""
    constant: float
    names: tuple[str, ...]
    """By row, as in the model."""


@compiled
def cost_of_row(
    first: Array, knots: Array, values: Array, left: Array, right: Array, row: int, activity: float
) -> float:
    """The cost of one of some convex functions, given by the arrays of :class:`Convex`, at an activity."""
    begin, end = first[row], first[row + 1] - 1
    if activity <= knots[begin]:
        below = knots[begin] - activity
        return float(values[begin] - left[row] * below if below > ROUNDING else values[begin])
    if activity >= knots[end]:
        above = activity - knots[end]
        return float(values[end] + right[row] * above if above > ROUNDING else values[end])
    low, high = begin, end
    while high - low > 1:
        middle = (low + high) // 2
        if knots[middle] <= activity:
            low = middle
        else:
            high = middle
    share = (activity - knots[low]) / (knots[high] - knots[low])
    return float(values[low] + share * (values[high] - values[low]))


@compiled
def _costs_of_rows(first: Array, knots: Array, values: Array, left: Array, right: Array, activity: Array) -> Array:
    found = np.empty(len(activity))
    for row in range(len(activity)):
        found[row] = cost_of_row(first, knots, values, left, right, row, activity[row])
    return found


def costs_of_rows(rows: Convex, activity: Array) -> Array:
    """The cost of every row at an activity."""
    return _costs_of_rows(rows.first, rows.knots, rows.values, rows.left, rows.right, activity)


@compiled
def _marginal(
    first: Array,
    knots: Array,
    values: Array,
    left: Array,
    right: Array,
    days: Array,
    choices: Array,
    rows: Array,
    amounts: Array,
    is_repeated: Array,
    activity: Array,
    prices: Array,
    base: Array,
) -> Array:
    cost = base.copy()
    here = np.full(len(activity), np.nan)
    for entry in range(len(days)):
        row = rows[entry]
        if is_repeated[entry]:
            cost[days[entry], choices[entry]] += prices[row] * amounts[entry]
        else:
            if np.isnan(here[row]):
                here[row] = cost_of_row(first, knots, values, left, right, row, activity[row])
            after = cost_of_row(first, knots, values, left, right, row, activity[row] + amounts[entry])
            cost[days[entry], choices[entry]] += after - here[row]
    return cost


def marginal_costs(problem: Couplings, holder: int, activity: Array, prices: Array) -> Array:
    """By day and choice, what a duty adds to the costs of all others; rows that it touches often, at a price."""
    rows, touches = problem.rows, problem.touches[holder]
    return _marginal(
        rows.first,
        rows.knots,
        rows.values,
        rows.left,
        rows.right,
        touches.days,
        touches.choices,
        touches.rows,
        touches.amounts,
        touches.is_repeated,
        activity,
        prices,
        problem.costs[holder],
    )


@compiled
def _priced(days: Array, choices: Array, rows: Array, amounts: Array, prices: Array, base: Array) -> Array:
    cost = base.copy()
    for entry in range(len(days)):
        cost[days[entry], choices[entry]] += prices[rows[entry]] * amounts[entry]
    return cost


def priced_costs(problem: Couplings, holder: int, prices: Array) -> Array:
    """By day and choice, what a duty costs when every unit of a row's activity has a price."""
    touches = problem.touches[holder]
    return _priced(touches.days, touches.choices, touches.rows, touches.amounts, prices, problem.costs[holder])


@compiled
def _activity(days: Array, choices: Array, rows: Array, amounts: Array, line: Array, number: int) -> Array:
    activity = np.zeros(number)
    for entry in range(len(days)):
        if line[days[entry]] == choices[entry]:
            activity[rows[entry]] += amounts[entry]
    return activity


def activity_of(problem: Couplings, holder: int, line: Array) -> Array:
    """What a line adds to the activity of every row."""
    touches = problem.touches[holder]
    number = len(problem.rows.left)
    return _activity(touches.days, touches.choices, touches.rows, touches.amounts, line, number)


def own_cost(problem: Couplings, holder: int, line: Array) -> float:
    """What the choices of a line cost by themselves."""
    return float(problem.costs[holder][np.arange(len(line)), line].sum())


@compiled
def _dual_of_rows(first: Array, knots: Array, values: Array, duals: Array) -> float:
    total = 0.0
    for row in range(len(duals)):
        least = np.inf
        for knot in range(first[row], first[row + 1]):
            least = min(least, values[knot] + duals[row] * knots[knot])
        total += least
    return total


def admissible(rows: Convex, duals: Array) -> Array:
    """The nearest duals for which no row's least of cost plus dual times activity is unbounded."""
    return np.clip(duals, -rows.right, -rows.left)


def dual_of_rows(rows: Convex, duals: Array) -> float:
    """Sum over the rows of the least of cost plus dual times activity; duals have to be admissible."""
    return float(_dual_of_rows(rows.first, rows.knots, rows.values, duals))
