"""Convex piecewise linear functions of one activity, from a row and the auxiliary variables that are its own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import pulp

Auxiliary = tuple[float, float | None, float]
"""Coefficient in the row, upper bound (lower is 0; nothing where there is none) and price."""


@dataclass(frozen=True)
class Curve:
    """A convex piecewise linear function: knots and the values there, and the slopes outside them.

    An infinite slope ends the domain.
    """

    knots: tuple[float, ...]
    values: tuple[float, ...]
    left: float
    right: float

    def at(self, activity: float) -> float:
        """Its value."""
        if activity <= self.knots[0]:
            below = self.knots[0] - activity
            return self.values[0] - self.left * below if below else self.values[0]
        if activity >= self.knots[-1]:
            above = activity - self.knots[-1]
            return self.values[-1] + self.right * above if above else self.values[-1]
        place = next(index for index, knot in enumerate(self.knots) if knot >= activity)
        low, high = self.knots[place - 1], self.knots[place]
        share = (activity - low) / (high - low)
        return self.values[place - 1] + share * (self.values[place] - self.values[place - 1])


def curve_of_row(sense: int, bound: float, auxiliaries: Iterable[Auxiliary]) -> Curve:
    """What a row costs at an activity of its duties, with its auxiliary variables at their best.

    The row says: activity + the sum of amounts of the auxiliary variables is at most, at least or just the bound.
    """
    total = _cheapest_total(auxiliaries)
    best = min(range(len(total.knots)), key=lambda place: total.values[place])
    if sense == pulp.LpConstraintLE:
        total = Curve(total.knots[: best + 1], total.values[: best + 1], total.left, 0.0)
    elif sense == pulp.LpConstraintGE:
        total = Curve(total.knots[best:], total.values[best:], 0.0, total.right)
    return Curve(
        tuple(bound - knot for knot in reversed(total.knots)), tuple(reversed(total.values)), -total.right, -total.left
    )


def _cheapest_total(auxiliaries: Iterable[Auxiliary]) -> Curve:
    """Least cost of auxiliary variables that add up to a total: steps of all of them in the order of their slopes."""
    start = value = 0.0
    left, right = -math.inf, math.inf
    steps: list[tuple[float, float]] = []
    for amount, most, price in auxiliaries:
        slope = price / amount
        if most is None or math.isinf(most):
            left, right = (left, min(right, slope)) if amount > 0 else (max(left, slope), right)
            continue
        steps.append((slope, abs(amount) * most))
        if amount < 0:
            start += amount * most
            value += price * most
    for slope, length in steps:
        if slope <= left:
            start, value = start + length, value + slope * length
    kept = sorted(step for step in steps if left < step[0] < right)
    knots = accumulate((length for _, length in kept), initial=start)
    values = accumulate((slope * length for slope, length in kept), initial=value)
    return Curve(tuple(knots), tuple(values), left, right)
