"""Who holds a line: an officer, or officers who share a rotation; their lines are the paths of a graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.lines import Graph, cheapest_line, lines_within, walk

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Line:
    """A line, and what its breaches of preferred rules cost."""

    choices: Array
    """By day, 0 for rest; where several officers hold it, one officer's days after another's."""
    penalty: float


@dataclass(frozen=True)
class OnPaths:
    """A line-holder."""

    officers: tuple[str, ...]
    graph: Graph
    start: int

    def cheapest(self, cost: Array) -> tuple[float, Line] | None:
        """Value and line, for costs by day and choice; nothing where no line is lawful."""
        found = cheapest_line(self.graph, self.start, cost)
        return None if found is None else (found[0], Line(found[1], found[2]))

    def penalty_of(self, choices: Array) -> float | None:
        """What a line's breaches cost; nothing where it is not lawful."""
        return walk(self.graph, self.start, choices)

    def within(self, cost: Array, limit: float, most: int) -> list[Line] | None:
        """All lines that cost at most the limit; nothing where there are more than the most."""
        found = lines_within(self.graph, self.start, cost, limit, most)
        return None if found is None else [Line(*pair) for pair in zip(found[0], found[1].tolist(), strict=True)]
