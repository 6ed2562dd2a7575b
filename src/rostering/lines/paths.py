"""The cheapest path of a graph, by dynamic programming."""

from __future__ import annotations

from typing import Any

import numpy as np

from rostering.lines.compiled import compiled
from rostering.lines.graph import Graph

Array = np.ndarray[Any, Any]


@compiled
def _relax(
    layers: Array, first_arc: Array, heads: Array, groups: Array, penalties: Array, group_cost: Array, start: int
) -> tuple[Array, Array]:
    """Least cost to every node, and the arc it is reached by."""
    nodes = layers[-1]
    cost = np.full(nodes, np.inf)
    by = np.full(nodes, -1, dtype=np.int32)
    cost[start] = 0.0
    for day in range(len(layers) - 2):
        for node in range(layers[day], layers[day + 1]):
            here = cost[node]
            if here == np.inf:
                continue
            for arc in range(first_arc[node], first_arc[node + 1]):
                there = here + group_cost[day, groups[arc]] + penalties[arc]
                if there < cost[heads[arc]]:
                    cost[heads[arc]] = there
                    by[heads[arc]] = arc
    return cost, by


@compiled
def _traced(layers: Array, first_arc: Array, groups: Array, penalties: Array, by: Array) -> tuple[Array, float]:
    """The groups of the path to the last node, and its penalties."""
    days = len(layers) - 2
    path = np.empty(days, dtype=np.int32)
    node, penalty = layers[days], 0.0
    for day in range(days - 1, -1, -1):
        arc = by[node]
        path[day] = groups[arc]
        penalty += penalties[arc]
        node = layers[day] + np.searchsorted(first_arc[layers[day] : layers[day + 1] + 1], arc, side="right") - 1
    return path, penalty


@compiled
def _best_of_groups(group_of: Array, cost: Array, number: int) -> tuple[Array, Array]:
    """Least cost by day and group, and the choice that has it."""
    days, choices = cost.shape
    least = np.full((days, number), np.inf)
    best = np.full((days, number), -1, dtype=np.int32)
    for day in range(days):
        for choice in range(choices):
            group = group_of[day, choice]
            if cost[day, choice] < least[day, group]:
                least[day, group] = cost[day, choice]
                best[day, group] = choice
    return least, best


def cheapest_line(graph: Graph, start: int, cost: Array) -> tuple[float, Array, float] | None:
    """The cheapest lawful line.

    Args:
        graph: of the officer.
        start: the officer's start node.
        cost: by day and choice; infinite where a choice is ruled out.

    Returns:
        Its cost, its choices by day and what of the cost is penalties; nothing where no line is lawful.
    """
    if start < 0:
        return None
    least, best = _best_of_groups(graph.group_of, cost, int(graph.group_of.max()) + 1)
    reached, by = _relax(graph.layers, graph.first_arc, graph.heads, graph.groups, graph.penalties, least, start)
    value = float(reached[graph.layers[graph.days]])
    if not np.isfinite(value):
        return None
    path, penalty = _traced(graph.layers, graph.first_arc, graph.groups, graph.penalties, by)
    return value, best[np.arange(graph.days), path], float(penalty)


def walk(graph: Graph, start: int, choices: Array) -> float | None:
    """Penalties of a line; nothing where it is not lawful."""
    if start < 0:
        return None
    node, penalty = start, 0.0
    for group in graph.group_of[np.arange(graph.days), choices]:
        arcs = range(graph.first_arc[node], graph.first_arc[node + 1])
        arc = next((arc for arc in arcs if graph.groups[arc] == group), None)
        if arc is None:
            return None
        penalty += float(graph.penalties[arc])
        node = int(graph.heads[arc])
    return penalty


@compiled
def _costs_to_go(
    layers: Array, first_arc: Array, heads: Array, groups: Array, penalties: Array, group_cost: Array
) -> Array:
    """Least cost from every node to the end."""
    cost = np.full(layers[-1], np.inf)
    cost[layers[-2]] = 0.0
    for day in range(len(layers) - 3, -1, -1):
        for node in range(layers[day], layers[day + 1]):
            for arc in range(first_arc[node], first_arc[node + 1]):
                there = group_cost[day, groups[arc]] + penalties[arc] + cost[heads[arc]]
                cost[node] = min(cost[node], there)
    return cost


@compiled
def _all_within(
    first_arc: Array,
    heads: Array,
    groups: Array,
    penalties: Array,
    group_of: Array,
    cost: Array,
    to_go: Array,
    start: int,
    limit: float,
    most: int,
) -> tuple[Array, Array]:
    """Every path that costs at most a limit; one more than the most where there are more."""
    days, choices = cost.shape
    found = np.empty((most + 1, days), dtype=np.int32)
    extra = np.empty(most + 1)
    count = 0
    node = np.empty(days + 1, dtype=np.int64)
    spent = np.zeros(days + 1)
    penalty = np.zeros(days + 1)
    arc = np.empty(days + 1, dtype=np.int64)
    choice = np.zeros(days + 1, dtype=np.int64)
    day = 0
    node[0], arc[0], choice[0] = start, first_arc[start], 0
    line = np.empty(days, dtype=np.int32)
    while day >= 0:
        if day == days:
            found[count] = line
            extra[count] = penalty[day]
            count += 1
            if count > most:
                break
            day -= 1
            continue
        if choice[day] == choices:
            arc[day] += 1
            choice[day] = 0
        if arc[day] == first_arc[node[day] + 1]:
            day -= 1
            continue
        one, chosen = arc[day], choice[day]
        choice[day] += 1
        if group_of[day, chosen] != groups[one]:
            continue
        after = spent[day] + cost[day, chosen] + penalties[one]
        if after + to_go[heads[one]] > limit:
            continue
        line[day] = chosen
        spent[day + 1], penalty[day + 1], node[day + 1] = after, penalty[day] + penalties[one], heads[one]
        day += 1
        if day < days:
            arc[day], choice[day] = first_arc[node[day]], 0
    return found[:count], extra[:count]


def lines_within(graph: Graph, start: int, cost: Array, limit: float, most: int) -> tuple[Array, Array] | None:
    """Every lawful line that costs at most a limit, and its penalties; nothing where there are more than the most."""
    least, _ = _best_of_groups(graph.group_of, cost, int(graph.group_of.max()) + 1)
    to_go = _costs_to_go(graph.layers, graph.first_arc, graph.heads, graph.groups, graph.penalties, least)
    lines, penalties = _all_within(
        graph.first_arc,
        graph.heads,
        graph.groups,
        graph.penalties,
        graph.group_of,
        cost,
        to_go,
        start,
        limit,
        most,
    )
    return None if len(lines) > most else (lines, penalties)
