"""The master problem: which mix of lines, one a line-holder, costs least; its duals price the next lines."""

from __future__ import annotations

from typing import Any, cast

import highspy
import numpy as np

from rostering.solve.highs import quiet_stdout
from rostering.solve.roster.couplings import Couplings, activity_of, own_cost
from rostering.solve.roster.holders import Line

Array = np.ndarray[Any, Any]
INFINITY = highspy.kHighsInf
DUAL_SIMPLEX, PRIMAL_SIMPLEX = 1, 4
"""Adding lines keeps a mix feasible, so that it can go on from where it was; settling one does not."""
HALF = 0.5


class Master:
    """HiGHS holding the rows, a convexity row for each line-holder, and one column a line."""

    def __init__(self, problem: Couplings, seed: int) -> None:
        """Without lines yet."""
        self.problem = problem
        self.columns: list[tuple[int, Line]] = []
        self.known: set[tuple[int, bytes]] = set()
        self.settled: dict[int, int] = {}
        self.rows = len(problem.rows.left)
        with quiet_stdout():
            self.highs: Any = cast("Any", highspy).Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", seed),
            ("mip_rel_gap", 0.0),
            ("simplex_strategy", PRIMAL_SIMPLEX),
            ("presolve", "off"),
        ):
            self.highs.setOptionValue(option, value)
        self.offset = problem.constant + float(problem.rows.values[problem.rows.first[:-1]].sum())
        self._add_rows()
        self.auxiliaries = self.highs.getNumCol()

    def _add_rows(self) -> None:
        """A row says: activity of the lines less the segments used is the first knot."""
        rows = self.problem.rows
        first, last = rows.first[:-1], rows.first[1:] - 1
        bounds = np.concatenate([rows.knots[first], np.ones(len(self.problem.costs))])
        nothing = np.zeros(len(bounds), dtype=np.int32)
        self.highs.addRows(len(bounds), bounds, bounds, 0, nothing, nothing[:0], bounds[:0])
        counts = last - first
        knot = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        lengths = rows.knots[knot + 1] - rows.knots[knot]
        slopes = (rows.values[knot + 1] - rows.values[knot]) / lengths
        every = np.arange(self.rows)
        row = np.concatenate([np.repeat(every, counts), every, every]).astype(np.int32)
        cost = np.concatenate([slopes, rows.right, -rows.left])
        upper = np.concatenate([lengths, np.full(2 * self.rows, INFINITY)])
        sign = np.concatenate([-np.ones(len(lengths) + self.rows), np.ones(self.rows)])
        number = len(row)
        self.highs.addCols(number, cost, np.zeros(number), upper, number, np.arange(number, dtype=np.int32), row, sign)

    def add(self, holder: int, line: Line) -> bool:
        """Add a line; whether it is new."""
        key = (holder, line.choices.tobytes())
        if key in self.known:
            return False
        self.known.add(key)
        activity = activity_of(self.problem, holder, line.choices)
        at = np.flatnonzero(activity)
        rows = np.append(at, self.rows + holder).astype(np.int32)
        cost = own_cost(self.problem, holder, line.choices) + line.penalty
        self.highs.addCol(cost, 0.0, INFINITY, len(rows), rows, np.append(activity[at], 1.0))
        self.columns.append((holder, line))
        return True

    def solve(self) -> bool:
        """Solve the relaxation; whether that succeeded."""
        self.highs.run()
        self.highs.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    @property
    def value(self) -> float:
        """Of the last solve."""
        return float(self.highs.getInfo().objective_function_value) + self.offset

    def duals(self) -> tuple[Array, Array]:
        """Of the rows, and of the line-holders."""
        dual = np.array(self.highs.getSolution().row_dual)
        return dual[: self.rows], dual[self.rows :]

    def weights(self) -> Array:
        """By line, its part of the mix."""
        return np.array(self.highs.getSolution().col_value)[self.auxiliaries :]

    def settle(self, column: int) -> None:
        """Give a line-holder one line for good."""
        holder = self.columns[column][0]
        self.settled[holder] = column
        self.highs.setOptionValue("simplex_strategy", DUAL_SIMPLEX)
        others = [index for index, (one, _) in enumerate(self.columns) if one == holder and index != column]
        columns = np.array(others, dtype=np.int32) + self.auxiliaries
        zero = np.zeros(len(others))
        self.highs.changeColsBounds(len(others), columns, zero, zero)

    def whole(self, *, seconds: float, nodes: int, cutoff: float) -> tuple[list[tuple[int, Line]] | None, bool]:
        """The best whole lines among those known if they cost less than the cutoff, and whether that is proven."""
        columns = np.arange(len(self.columns), dtype=np.int32) + self.auxiliaries
        self.highs.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
        self.highs.setOptionValue("objective_bound", cutoff - self.offset)
        self.highs.setOptionValue("mip_max_nodes", nodes)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.run()
        status, info = self.highs.getModelStatus(), self.highs.getInfo()
        ended = highspy.HighsModelStatus
        is_proven = status in {ended.kOptimal, ended.kInfeasible, ended.kObjectiveBound}
        is_found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        # HiGHS may call optimal what lies above the bound it was given, when nothing lies below.
        if not is_found or info.objective_function_value + self.offset > cutoff:
            return None, is_proven
        return [self.columns[index] for index in np.flatnonzero(self.weights() > HALF)], is_proven
