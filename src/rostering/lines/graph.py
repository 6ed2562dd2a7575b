"""The machines of officers run side by side: a layered graph whose paths are the lines that keep every required rule."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.lines.ahead import Ahead
from rostering.lines.machines import MACHINES, Machine

Ints = np.ndarray[tuple[int], np.dtype[np.int32]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Table = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Graph:
    """Lines as paths from a start node through one arc a day; nodes and arcs are numbered day by day."""

    layers: Ints
    """By day, and one more: the first node of its layer."""
    first_arc: Ints
    """By node, and one more: the first of its arcs."""
    heads: Ints
    """By arc: the node it leads to."""
    groups: Ints
    """By arc: the group of choices it stands for, choices of a day that lead everywhere to the same nodes."""
    penalties: Floats
    """By arc: what breaches of preferred rules cost on it."""
    group_of: np.ndarray[tuple[int, int], np.dtype[np.int32]]
    """By day and choice: its group."""
    starts: Ints
    """By officer it was built for: the start node, -1 where no lawful line leads from there."""

    @property
    def days(self) -> int:
        """Length of a path."""
        return len(self.layers) - 2


def machines_of(ahead: Ahead, without: frozenset[str] = frozenset()) -> list[Machine]:
    """The machines that can bind an officer, but for rules that are off and those left out."""
    rules = ahead.calendar.scenario.rules
    levels = {name: rule.level for name, rule in rules}
    found = []
    for machine_of in MACHINES:
        rule = machine_of.__name__
        if levels[rule] == "off" or rule in without:
            continue
        machine = machine_of(ahead)
        if machine is not None:
            found.append(machine)
    return found


@dataclass(frozen=True)
class Tabulated:
    """A machine with its states numbered, day by day."""

    heads: list[Table]
    """By day: an array of state and choice, the state of the next day."""
    breaches: list[Table]
    """By day: an array of state and choice."""
    starts: list[int]
    """By officer: the state of the first day."""


def tabulate(machines: Sequence[Machine], days: int, choices: int) -> Tabulated:
    """Number the states that can be reached from any of the starts of machines that are the same but for these."""
    step = machines[0].step
    layer: dict[Hashable, int] = {}
    starts = [layer.setdefault(machine.start, len(layer)) for machine in machines]
    heads, breaches = [], []
    for day in range(days):
        following: dict[Hashable, int] = {}
        head = np.empty((len(layer), choices), dtype=np.int32)
        breach = np.empty((len(layer), choices))
        for state, row in layer.items():
            for choice in range(choices):
                after, amount = step(state, day, choice)
                head[row, choice] = following.setdefault(after, len(following))
                breach[row, choice] = amount
        heads.append(head)
        breaches.append(breach)
        layer = following
    return Tabulated(heads, breaches, starts)


def build_graph(aheads: Sequence[Ahead], without: frozenset[str] = frozenset()) -> Graph:
    """The graph of officers whose machines are the same but for their starts.

    Args:
        aheads: the officers.
        without: rules to leave out, to find out which of them leaves no line.
    """
    calendar = aheads[0].calendar
    rules = calendar.scenario.rules
    by_officer = [machines_of(ahead, without) for ahead in aheads]
    tables = [tabulate(machines, aheads[0].days, calendar.choices) for machines in zip(*by_officer, strict=True)]
    weights = [
        np.inf if (rule := getattr(rules, machine.rule)).level == "required" else float(rule.weight)
        for machine in by_officer[0]
    ]
    return _linked(*_unrolled(tables, weights, len(aheads), aheads[0].days, calendar.choices))


def _unrolled(
    tables: list[Tabulated], weights: list[float], officers: int, days: int, choices: int
) -> tuple[list[tuple[Table, Table]], list[Table], Table]:
    """Layer by layer: heads and penalties by node and group (head -1: forbidden); groups by choice; start nodes."""
    frontier = np.array([table.starts for table in tables], dtype=np.int64).reshape(len(tables), officers).T
    frontier, starts = np.unique(frontier, axis=0, return_inverse=True)
    layers, group_of = [], []
    for day in range(days):
        groups, chosen = _groups(tables, day, choices)
        columns, costs = [], []
        for choice in chosen:
            cost = np.zeros(len(frontier))
            for number, (table, weight) in enumerate(zip(tables, weights, strict=True)):
                breach = table.breaches[day][frontier[:, number], choice]
                cost += np.where(breach > 0, weight * np.where(breach > 0, breach, 1), 0.0)
            after = [table.heads[day][frontier[:, number], choice] for number, table in enumerate(tables)]
            columns.append(np.array(after, dtype=np.int64).reshape(len(tables), len(frontier)).T)
            costs.append(cost)
        sizes = [int(table.heads[day].max()) + 1 for table in tables]
        heads, frontier = _numbered(columns, costs, sizes)
        layers.append((heads, np.array(costs).T))
        group_of.append(groups)
    return layers, group_of, starts.ravel()


def _groups(tables: list[Tabulated], day: int, choices: int) -> tuple[Table, list[int]]:
    """By choice its group, and one choice of each group."""
    seen: dict[bytes, int] = {}
    groups = np.empty(choices, dtype=np.int32)
    chosen = []
    for choice in range(choices):
        signature = b"|".join(
            [part for t in tables for part in (t.heads[day][:, choice].tobytes(), t.breaches[day][:, choice].tobytes())]
        )
        if signature not in seen:
            seen[signature] = len(seen)
            chosen.append(choice)
        groups[choice] = seen[signature]
    return groups, chosen


def _numbered(columns: list[Table], costs: list[Table], sizes: list[int]) -> tuple[Table, Table]:
    """Number the combined states that can be reached: heads by node and group, and the states of the next layer."""
    keys = []
    for column in columns:
        key = np.zeros(len(column), dtype=np.int64)
        for number, size in enumerate(sizes):
            key = key * size + column[:, number]
        keys.append(key)
    key, cost = np.array(keys).T, np.array(costs).T
    is_lawful = np.isfinite(cost)
    reached, inverse = np.unique(key[is_lawful], return_inverse=True)
    heads = np.full(key.shape, -1, dtype=np.int64)
    heads[is_lawful] = inverse
    states = np.empty((len(reached), len(sizes)), dtype=np.int64)
    rest = reached
    for number in range(len(sizes) - 1, -1, -1):
        states[:, number] = rest % sizes[number]
        rest = rest // sizes[number]
    return heads, states


def _linked(layers: list[tuple[Table, Table]], group_of: list[Table], starts: Table) -> Graph:
    """From the last day back: drop nodes from which no line goes on, and make one of those that cannot be told apart."""
    renumbered = np.zeros(max(1, int(layers[-1][0].max()) + 1), dtype=np.int64)
    kept: list[tuple[Table, Table]] = []
    for heads, costs in reversed(layers):
        after = np.where(heads >= 0, renumbered[np.maximum(heads, 0)], -1)
        penalties = np.where(after >= 0, costs, 0.0)
        signature = np.hstack([after.astype(np.float64), penalties])
        unique, first, inverse = np.unique(signature, axis=0, return_index=True, return_inverse=True)
        is_alive = (unique[:, : after.shape[1]] >= 0).any(axis=1)
        number = np.cumsum(is_alive) - 1
        renumbered = np.where(is_alive, number, -1)[inverse.ravel()]
        chosen = first[is_alive]
        kept.append((after[chosen], penalties[chosen]))
    kept.reverse()
    return _flattened(kept, group_of, renumbered[starts])


def _flattened(layers: list[tuple[Table, Table]], group_of: list[Table], starts: Table) -> Graph:
    counts = [len(heads) for heads, _ in layers] + [1]
    offsets = np.concatenate([[0], np.cumsum(counts)])
    degrees, heads, groups, penalties = [], [], [], []
    for day, (after, cost) in enumerate(layers):
        is_arc = after >= 0
        degrees.append(is_arc.sum(axis=1))
        heads.append(after[is_arc] + offsets[day + 1])
        groups.append(np.nonzero(is_arc)[1])
        penalties.append(cost[is_arc])
    degrees.append(np.zeros(1, dtype=np.int64))
    return Graph(
        layers=offsets.astype(np.int32),
        first_arc=np.concatenate([[0], np.cumsum(np.concatenate(degrees))]).astype(np.int32),
        heads=np.concatenate(heads).astype(np.int32),
        groups=np.concatenate(groups).astype(np.int32),
        penalties=np.concatenate(penalties),
        group_of=np.array(group_of, dtype=np.int32),
        starts=starts.astype(np.int32),
    )
