"""A whole roster on the way: one line a line-holder, and what all of them cost together."""

from __future__ import annotations

from typing import Any

import numpy as np

from rostering.solve.roster.couplings import Couplings, activity_of, costs_of_rows, own_cost
from rostering.solve.roster.holders import Line

Array = np.ndarray[Any, Any]


class Roster:
    """One line a line-holder (none at first), kept with the activity of every row."""

    def __init__(self, problem: Couplings) -> None:
        self.problem = problem
        self.lines: list[Line | None] = [None] * len(problem.costs)
        self.shares: list[Array] = [np.zeros(len(problem.rows.left))] * len(problem.costs)
        self.activity: Array = np.zeros(len(problem.rows.left))

    def put(self, holder: int, line: Line | None) -> None:
        """Give a line-holder another line, or none."""
        share = np.zeros(len(self.activity)) if line is None else activity_of(self.problem, holder, line.choices)
        self.activity = self.activity - self.shares[holder] + share
        self.lines[holder], self.shares[holder] = line, share

    def without(self, holders: list[int]) -> Array:
        """Activity of every row but for some line-holders."""
        return self.activity - sum((self.shares[holder] for holder in holders), np.zeros(len(self.activity)))

    def own_costs(self, holders: list[int]) -> float:
        """What the lines of some line-holders cost by themselves."""
        return sum(
            own_cost(self.problem, holder, line.choices) + line.penalty
            for holder in holders
            if (line := self.lines[holder]) is not None
        )

    @property
    def value(self) -> float:
        """What the roster costs; infinite while somebody has no line."""
        if any(line is None for line in self.lines):
            return float("inf")
        rows = float(costs_of_rows(self.problem.rows, self.activity).sum())
        return self.problem.constant + self.own_costs(list(range(len(self.lines)))) + rows
