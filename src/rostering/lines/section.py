"""A stretch of an officer's line: some days of a graph, with the days before and after as they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from rostering.lines.compiled import compiled
from rostering.lines.graph import Graph

Array = np.ndarray[Any, Any]


@compiled
def _follow(first_arc: Array, groups: Array, node: int, group: int) -> int:
    """The arc from a node for a group of choices; -1 where there is none."""
    for arc in range(first_arc[node], first_arc[node + 1]):
        if groups[arc] == group:
            return arc
    return -1


@compiled
def _section(
    layers: Array,
    first_arc: Array,
    heads: Array,
    groups: Array,
    penalties: Array,
    line: Array,
    start: int,
    first: int,
    last: int,
) -> tuple[Array, Array, Array, Array, Array]:
    """Layers, first arcs, heads, groups and penalties of the stretch; what comes after is charged on its last arcs."""
    days = len(line)
    path = np.empty(days + 1, dtype=np.int64)
    path[0] = start
    rest = np.zeros(days + 1)
    for day in range(days):
        path[day + 1] = heads[_follow(first_arc, groups, path[day], line[day])]
    for day in range(days - 1, -1, -1):
        rest[day] = rest[day + 1] + penalties[_follow(first_arc, groups, path[day], line[day])]
    most = layers[last + 1] - layers[first] + 2
    most_arcs = first_arc[layers[last + 1]] - first_arc[layers[first]]
    new_layers = np.zeros(last - first + 2, dtype=np.int32)
    new_first = np.zeros(most + 1, dtype=np.int32)
    new_heads = np.zeros(most_arcs, dtype=np.int32)
    new_groups = np.zeros(most_arcs, dtype=np.int32)
    new_penalties = np.zeros(most_arcs)
    number = np.full(most, -1, dtype=np.int64)
    frontier = np.empty(most, dtype=np.int64)
    following = np.empty(most, dtype=np.int64)
    frontier[0] = path[first]
    count, nodes, arcs = 1, 0, 0
    for day in range(first, last):
        new_layers[day - first] = nodes
        is_end = day + 1 == last
        found = 0
        base = layers[day + 1]
        for place in range(count):
            node = frontier[place]
            new_first[nodes + place] = arcs
            for arc in range(first_arc[node], first_arc[node + 1]):
                head = heads[arc]
                extra = 0.0
                if is_end:
                    extra = _after(first_arc, heads, groups, penalties, line, path, rest, head, last)
                    if extra == np.inf:
                        continue
                    new_heads[arcs] = nodes + count
                else:
                    if number[head - base] < 0:
                        number[head - base] = found
                        following[found] = head
                        found += 1
                    new_heads[arcs] = nodes + count + number[head - base]
                new_groups[arcs] = groups[arc]
                new_penalties[arcs] = penalties[arc] + extra
                arcs += 1
        nodes += count
        for place in range(found):
            number[following[place] - base] = -1
            frontier[place] = following[place]
        count = found
    new_layers[last - first] = nodes
    new_layers[last - first + 1] = nodes + 1
    new_first[nodes] = arcs
    new_first[nodes + 1] = arcs
    return new_layers, new_first[: nodes + 2], new_heads[:arcs], new_groups[:arcs], new_penalties[:arcs]


@compiled
def _after(
    first_arc: Array,
    heads: Array,
    groups: Array,
    penalties: Array,
    line: Array,
    path: Array,
    rest: Array,
    node: int,
    day: int,
) -> float:
    """Penalties of going on from a node as the line does; infinite where that is not lawful."""
    total = 0.0
    for later in range(day, len(line)):
        if node == path[later]:
            return total + float(rest[later])
        arc = _follow(first_arc, groups, node, line[later])
        if arc < 0:
            return np.inf
        total += float(penalties[arc])
        node = int(heads[arc])
    return total


def section(graph: Graph, start: int, choices: Array, first: int, last: int) -> Graph:
    """The graph of the days from the first up to, not including, the last, between what a lawful line does before and
    after. Its paths are what the line may do in these days; their penalties are those of the days and all that follow.
    """
    line = graph.group_of[np.arange(graph.days), choices]
    layers, first_arc, heads, groups, penalties = _section(
        graph.layers, graph.first_arc, graph.heads, graph.groups, graph.penalties, line, start, first, last
    )
    return Graph(layers, first_arc, heads, groups, penalties, graph.group_of[first:last], np.zeros(1, dtype=np.int32))
