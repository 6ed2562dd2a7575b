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


def on_lines(officers: tuple[str, ...], lines: list[Line], choices: int) -> OnPaths:
    """A line-holder with few lines: beside each other in a graph, joined only at its start and its end."""
    days, number = (len(lines[0].choices), len(lines)) if lines else (1, 0)
    layers = np.array([0, *range(1, 1 + (days - 1) * number + 1, number), 2 + (days - 1) * number][: days + 2])
    heads = [1 + place for place in range(number)] if days > 1 else [1] * number
    heads += [node + number for node in range(1, 1 + (days - 2) * number)] if days > 1 else []
    heads += [1 + (days - 1) * number] * number if days > 1 else []
    graph = Graph(
        layers=layers.astype(np.int32),
        first_arc=np.array([0, *range(number, number * days + 1)] + [number * days] * 1, dtype=np.int32),
        heads=np.array(heads, dtype=np.int32),
        groups=np.array([line.choices[day] for day in range(days) for line in lines], dtype=np.int32),
        penalties=np.array([line.penalty for line in lines] + [0.0] * (number * (days - 1))),
        group_of=np.tile(np.arange(choices, dtype=np.int32), (days, 1)),
        starts=np.array([0 if number else -1], dtype=np.int32),
    )
    return OnPaths(officers, graph, int(graph.starts[0]))
