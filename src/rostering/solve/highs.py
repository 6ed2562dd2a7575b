"""HiGHS, driven in place from pass to pass; every solver option and status is here."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import highspy
import numpy as np
import pulp

from rostering.model.objective import Pass
from rostering.solve.terms import Options, Progress, Stop, Tell

KEPT_WITHIN = 1e-6
"""What a pass reached may be given up by later ones, as a fraction (of 1 where the value is smaller): rounding only."""


class Solver:
    """HiGHS holding a problem that PuLP built: objectives, rows and bounds change in place, so that a pass starts where
    the one before ended.
    """

    def __init__(self, problem: pulp.LpProblem, options: Options, stop: Stop, tell: Tell) -> None:
        self.stop, self.tell, self.gap = stop, tell, options.gap
        problem.setObjective(pulp.lpSum([]))
        interface = pulp.HiGHS(
            msg=False, output_flag=False, threads=options.threads, random_seed=options.seed, gapRel=options.gap
        )
        forget_threads()
        with quiet_stdout():
            interface.createAndConfigureSolver(problem)
            interface.buildSolverModel(problem)
        highs: Any = problem.solverModel
        self.highs = highs
        self.variables = problem.exported_variables()
        self.column = {variable.id: column for column, variable in enumerate(self.variables)}
        self.is_integer = np.array([variable.cat == pulp.LpInteger for variable in self.variables], dtype=bool)
        self.settled = np.zeros(len(self.variables), dtype=bool)
        program = self.highs.getLp()
        self.lower, self.upper = np.array(program.col_lower_), np.array(program.col_upper_)
        self.rows = self.highs.getNumRow()
        self.values: np.ndarray[Any, np.dtype[np.float64]] | None = None

    @property
    def is_infeasible(self) -> bool:
        """Whether the last solve proved that no solution exists."""
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    def optimise(self, one: Pass, expression: pulp.LpAffineExpression) -> tuple[float, float] | None:
        """Value and proven bound of a pass; None where no solution came back. Values are read only if there is one."""
        columns, costs = self._terms(expression)
        everything = np.arange(len(self.variables), dtype=np.int32)
        cost = np.zeros(len(self.variables))
        cost[columns] = costs
        self.highs.changeColsCost(len(everything), everything, cost)
        self.highs.changeObjectiveOffset(expression.constant)
        sense = highspy.ObjSense.kMinimize if one.is_least_best else highspy.ObjSense.kMaximize
        self.highs.changeObjectiveSense(sense)
        self.highs.setOptionValue("mip_abs_gap", max(KEPT_WITHIN, one.good_enough))
        if math.isfinite(self.stop.seconds_left):
            # HiGHS counts its limit over all the runs of one instance.
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(0.01, self.stop.seconds_left))
        self.highs.setCallback(partial(_watch, one, self.stop, self.tell, time.monotonic()), None)
        for kind in (
            _CALLBACKS.kCallbackMipInterrupt,
            _CALLBACKS.kCallbackSimplexInterrupt,
            _CALLBACKS.kCallbackMipLogging,
        ):
            self.highs.startCallback(kind)
        self._run()
        info = self.highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        self.values = np.array(self.highs.getSolution().col_value)
        value = float(info.objective_function_value)
        return value, float(info.mip_dual_bound) if (self.is_integer & ~self.settled).any() else value

    def _run(self) -> None:
        """Presolve has been seen to call feasible programs infeasible (HiGHS issues 2585 and 3090 are such cases), so
        that only an answer without it is believed.
        """
        with quiet_stdout():
            self.highs.run()
            if self.is_infeasible:
                self.highs.setOptionValue("presolve", "off")
                self.highs.run()
                self.highs.setOptionValue("presolve", "choose")

    def keep(self, one: Pass, expression: pulp.LpAffineExpression, value: float) -> None:
        """Let later passes not give up what this one reached."""
        columns, costs = self._terms(expression)
        level, slack = value - expression.constant, KEPT_WITHIN * max(1.0, abs(value))
        inf = highspy.kHighsInf
        low, high = (-inf, level + slack) if one.is_least_best else (level - slack, inf)
        self.highs.addRow(low, high, len(columns), columns, costs)

    def limit(self, expression: pulp.LpAffineExpression, most: float) -> None:
        """Add a row for good: an expression stays at or under a number."""
        columns, costs = self._terms(expression)
        self.highs.addRow(-highspy.kHighsInf, most, len(columns), columns, costs)
        self.rows = self.highs.getNumRow()

    def bound(self, variable: pulp.LpVariable, low: float, high: float) -> None:
        """Change the bounds of a variable for good."""
        column = self.column[variable.id]
        self.lower[column], self.upper[column] = low, high
        self.highs.changeColBounds(column, low, high)

    def worth(self, variables: Iterable[pulp.LpVariable]) -> dict[pulp.LpVariable, float]:
        """By variable at a bound, how the value just reached would change for each unit that the bound gives way: the
        duals of a linear program (of variables that are not known to the solver, 0).
        """
        duals = np.array(self.highs.getSolution().col_dual)
        return {one: float(duals[self.column[one.id]]) + 0.0 if one.id in self.column else 0.0 for one in variables}

    def hold(self, variables: Iterable[pulp.LpVariable]) -> None:
        """Fix variables for good, whole numbers as they are now."""
        if self.values is None:
            return
        columns = np.array([self.column[one.id] for one in variables if one.id in self.column], dtype=np.int32)
        self.lower[columns] = self.upper[columns] = np.round(self.values[columns])
        self.highs.changeColsBounds(len(columns), columns, self.lower[columns], self.upper[columns])

    def reopen(self) -> None:
        """Forget what passes reached and settled."""
        self.highs.deleteRows(
            self.highs.getNumRow() - self.rows, np.arange(self.rows, self.highs.getNumRow(), dtype=np.int32)
        )
        columns = np.flatnonzero(self.settled).astype(np.int32)
        self.highs.changeColsBounds(len(columns), columns, self.lower[columns], self.upper[columns])
        kinds = [_KINDS[bool(self.is_integer[column])] for column in columns]
        self.highs.changeColsIntegrality(len(columns), columns, np.array(kinds))
        self.settled[:] = False

    def settle_as_is(self, variables: Iterable[pulp.LpVariable]) -> None:
        """Fix variables at their values until the next :meth:`reopen`."""
        if self.values is not None:
            values = self.values
            self.settle({one: float(values[self.column[one.id]]) for one in variables if one.id in self.column})

    def settle(self, values: Mapping[pulp.LpVariable, float]) -> None:
        """Fix variables at given values until the next :meth:`reopen`."""
        known = {self.column[one.id]: value for one, value in values.items() if one.id in self.column}
        if not known:
            return
        columns, wanted = np.array(list(known), dtype=np.int32), np.array(list(known.values()), dtype=np.float64)
        settled = np.where(self.is_integer[columns], np.round(wanted), np.maximum(wanted, 0.0))
        self.highs.changeColsBounds(len(columns), columns, settled, settled)
        self.highs.changeColsIntegrality(len(columns), columns, np.array([_KINDS[False]] * len(columns)))
        self.settled[columns] = True

    def value_of(self, expression: pulp.LpAffineExpression) -> float:
        """The value of an expression at the best values."""
        columns, costs = self._terms(expression)
        return float(costs @ self.values[columns]) + expression.constant if self.values is not None else 0.0

    def write_back(self) -> None:
        """Give the best values to the variables."""
        if self.values is not None:
            for variable, value in zip(self.variables, self.values.tolist(), strict=True):
                variable.varValue = value

    def _terms(self, expression: pulp.LpAffineExpression) -> tuple[Any, Any]:
        terms = [(self.column[one.id], cost) for one, cost in expression.items() if cost and one.id in self.column]
        return np.array([c for c, _ in terms], dtype=np.int32), np.array([cost for _, cost in terms], dtype=np.float64)


_KINDS = {False: highspy.HighsVarType.kContinuous, True: highspy.HighsVarType.kInteger}
_CALLBACKS = highspy.cb.HighsCallbackType


def _watch(  # noqa: PLR0913, PLR0917 - the solver fixes the last five arguments
    one: Pass, stop: Stop, tell: Tell, started: float, kind: Any, message: str, output: Any, request: Any, data: Any
) -> None:
    """Called by the solver while it works: passes news on, and asks it to stop when it is time."""
    del message, data
    if stop.reason:
        request.user_interrupt = True
    if kind == _CALLBACKS.kCallbackMipLogging:
        value, bound, gap = (
            number if math.isfinite(number) else None
            for number in (output.mip_primal_bound, output.mip_dual_bound, output.mip_gap)
        )
        tell(Progress(one.name, one.unit, value, bound, gap, time.monotonic() - started, is_done=False))


def forget_threads() -> None:
    """The first run of HiGHS in a process settles how many threads it has; this lets the next one ask for others."""
    is_waiting = True
    cast("Any", highspy).Highs.resetGlobalScheduler(is_waiting)


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """The solver prints a banner to standard output whatever its options say; a schedule may be written there."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
