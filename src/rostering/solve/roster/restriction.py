"""A part of a roster problem: some line-holders, on some days, all else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from rostering.lines import section
from rostering.solve.roster.couplings import Convex, Couplings, Touches, cost_of_row
from rostering.solve.roster.holders import Line, OnPaths
from rostering.solve.roster.roster import Roster

Array = np.ndarray[Any, Any]
Days = tuple[int, int]
"""From a day up to, not including, another."""


def restricted(problem: Couplings, roster: Roster, holders: Sequence[int], spans: Sequence[Days]) -> Couplings:
    """The problem of a few line-holders, each on some days: their costs and touches there, and the rows these touch.

    Rows count from what all others bring, and only as far as these line-holders can move them, so that they have few
    segments.
    """
    touches = [_on_days(problem.touches[holder], days) for holder, days in zip(holders, spans, strict=True)]
    rows = np.unique(np.concatenate([one.rows for one in touches]))
    number = np.full(len(problem.rows.left), -1, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    fixed = roster.activity[rows].copy()
    reach = np.zeros((2, len(rows)))
    for holder, one, days in zip(holders, touches, spans, strict=True):
        line = roster.lines[holder]
        at = number[one.rows]
        if line is not None:
            is_used = line.choices[one.days + days[0]] == one.choices
            np.subtract.at(fixed, at[is_used], one.amounts[is_used])
        _extend(reach, one, at)
    return Couplings(
        rows=_cut(problem.rows, rows, fixed, reach),
        touches=tuple(
            Touches(one.days, one.choices, number[one.rows], one.amounts, one.is_repeated) for one in touches
        ),
        costs=tuple(problem.costs[holder][slice(*days)] for holder, days in zip(holders, spans, strict=True)),
        constant=0.0,
        names=tuple(problem.names[row] for row in rows),
    )


def part_of(holder: OnPaths, line: Line, days: Days) -> tuple[OnPaths, Line]:
    """A line-holder on some days, and what of the line lies there; its penalty is of these days and all that follow."""
    graph = section(holder.graph, holder.start, line.choices, *days)
    part = OnPaths(holder.officers, graph, 0)
    choices = line.choices[days[0] : days[1]].copy()
    return part, Line(choices, part.penalty_of(choices) or 0.0)


def patched(line: Line, before: Line, after: Line, days: Days) -> Line:
    """A line with other days put in: before and after are what :func:`part_of` gave and what takes its place."""
    choices = line.choices.copy()
    choices[days[0] : days[1]] = after.choices
    return Line(choices, line.penalty - before.penalty + after.penalty)


def _on_days(touches: Touches, days: Days) -> Touches:
    kept = (touches.days >= days[0]) & (touches.days < days[1])
    return Touches(
        touches.days[kept] - days[0],
        touches.choices[kept],
        touches.rows[kept],
        touches.amounts[kept],
        touches.is_repeated[kept],
    )


def _extend(reach: Array, touches: Touches, at: Array) -> None:
    """Widen the least and most activity of each row by what one line-holder can add on each day."""
    if not len(at):
        return
    order = np.lexsort((touches.days, at))
    row, day, amount = at[order], touches.days[order], touches.amounts[order]
    first = np.flatnonzero(np.concatenate([[True], (np.diff(row) != 0) | (np.diff(day) != 0)]))
    np.add.at(reach[0], row[first], np.minimum(0.0, np.minimum.reduceat(amount, first)))
    np.add.at(reach[1], row[first], np.maximum(0.0, np.maximum.reduceat(amount, first)))


def _cut(rows: Convex, which: Array, fixed: Array, reach: Array) -> Convex:
    first, knots, values, left, right = [0], [], [], [], []
    parts = (rows.first, rows.knots, rows.values, rows.left, rows.right)
    for row, base, low, high in zip(which.tolist(), fixed.tolist(), *reach.tolist(), strict=True):
        inside = rows.knots[rows.first[row] : rows.first[row + 1]]
        inside = inside[(inside > base + low) & (inside < base + high)]
        points = [base + low, *inside.tolist(), *([base + high] if high > low else [])]
        costs = [float(cost_of_row(*parts, row, point)) for point in points]
        knots.extend([point - base for point in points])
        values.extend(costs)
        left.append(float(rows.left[row]) if len(points) == 1 else (costs[1] - costs[0]) / (points[1] - points[0]))
        right.append(
            float(rows.right[row]) if len(points) == 1 else (costs[-1] - costs[-2]) / (points[-1] - points[-2])
        )
        first.append(len(knots))
    return Convex(np.array(first), np.array(knots), np.array(values), np.array(left), np.array(right))
