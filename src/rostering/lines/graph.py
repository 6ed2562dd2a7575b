"""The machines of officers run side by side: a layered graph whose paths are the lines that keep the required rules."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rostering.lines.ahead import Ahead
from rostering.lines.held import PINNED, held_days
from rostering.lines.machines import MACHINES, Machine
from rostering.scenario import Rules

Ints = np.ndarray[tuple[int], np.dtype[np.int32]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Table = np.ndarray[Any, Any]
GRACE = 1e-6
"""Breaches that are no larger come from rounding; solvers are as generous with rows."""


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
    held = None if PINNED in without else held_days(ahead)
    found = [held] if held is not None else []
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


def tabulate(machines: Sequence[Machine], is_possible: Table) -> Tabulated:
    """Number the states that can be reached from any of the starts of machines that are the same but for these.

    Args:
        machines: one an officer.
        is_possible: by day and choice; what is not always breaks this machine's rule too, so that it need not be asked.
    """
    step = machines[0].step
    layer: dict[Hashable, int] = {}
    starts = [layer.setdefault(machine.start, len(layer)) for machine in machines]
    heads, breaches = [], []
    for day, is_choice in enumerate(is_possible):
        following: dict[Hashable, int] = {}
        choices = np.flatnonzero(is_choice).tolist()
        looks = machines[0].looks_at
        seen = choices if looks is None else [looks[day][choice] for choice in choices]
        asked = dict(zip(reversed(seen), reversed(choices), strict=True))
        place = {one: number for number, one in enumerate(asked)}
        which = [place[one] for one in seen]
        steps = [step(state, day, choice) for state in layer for choice in asked.values()]
        numbers = [following.setdefault(after, len(following)) for after, _ in steps]
        shape = (len(layer), len(asked))
        head = np.zeros((len(layer), len(is_choice)), dtype=np.int32)
        breach = np.full((len(layer), len(is_choice)), np.inf)
        head[:, choices] = np.array(numbers, dtype=np.int32).reshape(shape)[:, which]
        breach[:, choices] = np.array([amount for _, amount in steps]).reshape(shape)[:, which]
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
    return graph_of([machines_of(ahead, without) for ahead in aheads], calendar.scenario.rules, calendar.minutes.shape)


def graph_of(by_officer: Sequence[Sequence[Machine]], rules: Rules, shape: tuple[int, ...]) -> Graph:
    """The graph of machines that are, officer by officer, the same but for their starts.

    Args:
        by_officer: the machines, those of all officers in the same order.
        rules: their levels and weights.
        shape: number of days and of choices.
    """
    is_possible = np.ones(shape, dtype=np.bool_)
    tables, weights = [], []
    for machines in sorted(zip(*by_officer, strict=True), key=lambda machines: machines[0].rule not in SIMPLE):
        table, weight = tabulate(machines, is_possible), _weight(rules, machines[0].rule)
        if np.isinf(weight):
            is_possible &= np.array([(breach <= GRACE).any(axis=0) for breach in table.breaches])
        tables.append(table)
        weights.append(weight)
    return _linked(*_unrolled(tables, weights, len(by_officer), is_possible))


SIMPLE = frozenset({PINNED, "availability", "published_duty", "working_pattern", "rotation", "shift_limits"})
"""Rules that come first: what they leave no choice of is nothing for the others to remember."""


def _weight(rules: Rules, name: str) -> float:
    """What a breach costs; a required rule, and what is held, is never broken."""
    rule = None if name == PINNED else getattr(rules, name)
    return np.inf if rule is None or rule.level == "required" else float(rule.weight)


def _unrolled(
    tables: list[Tabulated], weights: list[float], officers: int, is_possible: Table
) -> tuple[list[tuple[Table, Table]], list[Table], Table]:
    """Layer by layer: heads and penalties by node and group (head -1: forbidden); groups by choice; start nodes."""
    starts = [np.array(table.starts, dtype=np.int64) for table in tables]
    first, numbers = distinct(starts, [int(one.max()) + 1 for one in starts], officers)
    frontier = [one[first] for one in starts]
    layers, group_of, nodes = [], [], len(first)
    for day, is_choice in enumerate(is_possible):
        groups, chosen = _groups(tables, day, is_choice)
        costs = np.zeros((nodes, len(chosen)))
        for table, states, weight in zip(tables, frontier, weights, strict=True):
            breach = table.breaches[day][:, chosen]
            price = np.where(breach > GRACE, weight * np.where(breach > GRACE, breach, 1.0), 0.0)
            if price.any():
                costs += price[states]
        is_lawful = np.isfinite(costs)
        node, group = np.nonzero(is_lawful)
        heads = [table.heads[day][:, chosen] for table in tables]
        after = [head[states[node], group] for head, states in zip(heads, frontier, strict=True)]
        first, inverse = distinct(after, [int(head.max(initial=0)) + 1 for head in heads], len(node))
        frontier, nodes = [one[first] for one in after], len(first)
        leads_to = np.full(costs.shape, -1, dtype=np.int64)
        leads_to[is_lawful] = inverse
        layers.append((leads_to, costs))
        group_of.append(groups)
    return layers, group_of, numbers


def _groups(tables: list[Tabulated], day: int, is_choice: Table) -> tuple[Table, list[int]]:
    """By choice its group, and one choice of each group; choices that nobody can have are one group."""
    seen: dict[bytes, int] = {}
    groups = np.empty(len(is_choice), dtype=np.int32)
    chosen = []
    for choice, is_possible in enumerate(is_choice.tolist()):
        parts = (
            [part[day][:, choice].tobytes() for t in tables for part in (t.heads, t.breaches)] if is_possible else []
        )
        signature = b"|".join(parts)
        if signature not in seen:
            seen[signature] = len(seen)
            chosen.append(choice)
        groups[choice] = seen[signature]
    return groups, chosen


def distinct(columns: Sequence[Table], sizes: Sequence[int], rows: int) -> tuple[Table, Table]:
    """The rows of a table of whole numbers that differ: where each is first, and by row which of them it is.

    Args:
        columns: of the table, with numbers from 0.
        sizes: by column, one more than its largest number.
        rows: their number.
    """
    key, largest = np.zeros(rows, dtype=np.int64), 1
    for column, size in zip(columns, sizes, strict=True):
        if largest * size > LARGEST:
            key = np.unique(key, return_inverse=True)[1]
            largest = rows
        key = key * size + column
        largest *= size
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse


LARGEST = 2**62


def _linked(layers: list[tuple[Table, Table]], group_of: list[Table], starts: Table) -> Graph:
    """From the last day back: drop nodes from which no line goes on, make one of those that cannot be told apart."""
    renumbered = np.zeros(len(layers[-1][0]) * layers[-1][0].shape[1] + 1, dtype=np.int64)
    nodes = 1
    kept: list[tuple[Table, Table]] = []
    for heads, costs in reversed(layers):
        after = np.where(heads >= 0, renumbered[np.maximum(heads, 0)], -1)
        penalties = np.where(after >= 0, costs, 0.0)
        prices, priced = np.unique(penalties, return_inverse=True)
        columns = [*(after + 1).T, *priced.reshape(penalties.shape).T]
        number = after.shape[1]
        first, inverse = distinct(columns, [nodes + 1] * number + [len(prices)] * number, len(after))
        is_alive = (after[first] >= 0).any(axis=1)
        renumbered = np.append(np.where(is_alive, np.cumsum(is_alive) - 1, -1)[inverse], -1)
        kept.append((after[first[is_alive]], penalties[first[is_alive]]))
        nodes = max(1, int(is_alive.sum()))
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
