"""Convex costs of whole numbers: what a count costs that is away from its target, as columns for the row it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Any

import pulp
from pulp import lpSum

from rostering.model.keys import Step

STEPS = 5
"""Steps of one on either side of a target, each exact; what lies further away is one wide step at its mean price."""


@dataclass(frozen=True)
class ConvexCost:
    """The squared distance of a count from its target: exact at whole numbers near the target, never below it."""

    nearest: int
    """The whole number that costs least."""
    least: float
    """What the nearest number costs."""
    steps: dict[Step, pulp.LpVariable]
    """How far the count goes from step to step, away from the nearest number; each in the count's one row."""

    def balance(self, counted: list[Any]) -> pulp.LpAffineExpression:
        """The row that ties the steps to the count."""
        away = [step.sign * variable for step, variable in self.steps.items()]
        return lpSum([*counted, *away]) == self.nearest

    def cost(self, weight: float) -> list[Any]:
        """Terms of the cost, the unavoidable part among them."""
        return [weight * self.least, *(weight * step.price * variable for step, variable in self.steps.items())]


def nearest_number(target: float, most: int) -> int:
    """The whole number from 0 to `most` that is nearest to a target; halves go up."""
    return min(max(floor(target + 0.5), 0), most)


def steps_from(target: float, most: int) -> Iterator[Step]:
    """The steps down to 0 and up to `most` from the number nearest to the target."""
    nearest = nearest_number(target, most)
    for start, end in (*_cut(nearest, 0), *_cut(nearest, most)):
        price = ((end - target) ** 2 - (start - target) ** 2) / abs(end - start)
        yield Step(start, end, price)


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    """From one number to another by ones, and the rest in one."""
    one = 1 if end > start else -1
    near = min(STEPS, abs(end - start))
    yield from ((start + one * number, start + one * (number + 1)) for number in range(near))
    if abs(end - start) > near:
        yield start + one * near, end
