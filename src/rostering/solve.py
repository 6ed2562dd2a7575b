"""From a scenario to a tasking: the passes solved one after the other; the only module that knows the solver."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import highspy
import numpy as np
import pulp

from rostering.model import Model, build
from rostering.model.objective import EQUITY_PASSES, PASSES, SERVICE_PASSES, Pass, demand_weighted_patrol
from rostering.model.tasking import read_tasking
from rostering.scenario import Scenario
from rostering.schedule import PassReport, PlannedVisit, Tasking

LEARNING_ROUNDS = 2
"""How often the model may decide again after visits could not be timed; those that then still cannot are given up, and
what they were planned for shows as missing."""
KEPT_WITHIN = 1e-6
"""What a pass reached may be given up by later ones, as a fraction (of 1 where the value is smaller): rounding only."""
DEFAULT_GAP = 0.005
"""A pass may stop when its value is proven to be within this fraction of the best."""

StoppedBy = Literal["proof", "time_limit", "interrupt"]
Status = Literal["feasible", "infeasible", "no_schedule"]
Outcome = Literal["done", "infeasible", "stopped"]


@dataclass(frozen=True)
class Options:
    """How to solve."""

    time_limit: float = math.inf
    """Seconds for everything."""
    gap: float = DEFAULT_GAP
    """Proven distance from the best, as a fraction, at which a pass may stop."""
    seed: int = 1
    """Seed of the solver and of the visit times."""
    threads: int = 1
    """Threads of the solver; with one, the same input gives the same answer."""


@dataclass(frozen=True)
class Progress:
    """News of a pass, for people who wait."""

    name: str
    unit: str
    value: float | None
    bound: float | None
    gap: float | None
    seconds: float
    is_done: bool


Tell = Callable[[Progress], None]
TimeVisits = Callable[[Tasking], Collection[PlannedVisit]]
"""Tries to give planned visits their minutes; returns those that found none."""


@dataclass(frozen=True)
class Result:
    """What solving gave; a status and no tasking where there is none."""

    status: Status
    tasking: Tasking | None
    passes: tuple[PassReport, ...]
    stopped_by: StoppedBy
    price_of_fairness: float | None
    size: tuple[int, int] = (0, 0)
    """Variables and rows of the model."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By stage: `model`, then each pass."""


class Stop:
    """When to stop: a point in time, or a request from outside (a signal, another thread)."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.until = time.monotonic() + seconds
        self.requested = threading.Event()

    @property
    def seconds_left(self) -> float:
        """Seconds until the limit."""
        return max(0.0, self.until - time.monotonic())

    @property
    def reason(self) -> StoppedBy | None:
        """Why to stop now, if at all."""
        if self.requested.is_set():
            return "interrupt"
        return "time_limit" if self.seconds_left <= 0 else None


def solver_name() -> str:
    """The solver and its version, as a schedule records them."""
    return f"HiGHS {version('highspy')}"


def solve(
    scenario: Scenario,
    options: Options,
    stop: Stop,
    *,
    tell: Tell = lambda _: None,
    time_visits: TimeVisits = lambda _: (),
) -> Result:
    """Solve a scenario's model in passes: each is made as good as it can be without giving up what came before.

    ``time_visits`` tries to give the planned visits their minutes and returns those for which there were none; the
    model then learns what those bands cannot hold and decides again, before anything is shared out.

    Returns a result without a tasking where the model is proven infeasible, or where the limit was reached first.
    """
    started = time.monotonic()
    model = build(scenario)
    run = _Run(scenario, model, options, stop, tell)
    run.seconds["model"] = time.monotonic() - started
    outcome = run.decide(time_visits)
    if outcome == "done":
        outcome = run.equity_passes()
    if outcome == "done" and model.sets.free_days:
        # Sharing out has also chosen duties, and the visits must find their time in those.
        run.solver.hold(model.variables.duty.values())
        outcome = run.decide_again(time_visits)
    run.solver.write_back()
    size = (model.problem.numVariables(), model.problem.numConstraints())
    stopped_by = (stop.reason if outcome == "stopped" else None) or "proof"
    if run.solver.values is None:
        status: Status = "infeasible" if outcome == "infeasible" else "no_schedule"
        return Result(status, None, (), stopped_by, None, size, run.seconds)
    tasking = read_tasking(scenario, model.sets, model.variables)
    reports = tuple(run.reports[one.name] for one in PASSES if one.name in run.reports)
    return Result("feasible", tasking, reports, stopped_by, run.price, size, run.seconds)


class _Run:
    """The passes over one model, kept inside the solver from pass to pass; holds the best values so far."""

    def __init__(self, scenario: Scenario, model: Model, options: Options, stop: Stop, tell: Tell) -> None:
        self.scenario, self.model, self.stop, self.tell = scenario, model, stop, tell
        self.solver = _Solver(model.problem, options, stop, tell)
        self.reports: dict[str, PassReport] = {}
        self.bounds: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self.price: float | None = None
        self.rounds = 0

    def decide(self, time_visits: TimeVisits) -> Outcome:
        """Service passes, repeated until every visit they plan has found a time."""
        return self._until_timed(self.service_passes(), time_visits)

    def decide_again(self, time_visits: TimeVisits) -> Outcome:
        """The same, and sharing out, once more: only if some visit finds no time in what is decided."""
        before = self.rounds
        outcome = self._until_timed("done", time_visits)
        return self.equity_passes() if outcome == "done" and self.rounds > before else outcome

    def _until_timed(self, outcome: Outcome, time_visits: TimeVisits) -> Outcome:
        while outcome == "done":
            self.solver.write_back()
            tasking = read_tasking(self.scenario, self.model.sets, self.model.variables)
            unrouted = time_visits(tasking)
            if not unrouted:
                break
            outcome = (
                self.learn(tasking, unrouted) if self.rounds < LEARNING_ROUNDS else self.give_up(tasking, unrouted)
            )
            self.rounds += 1
        return outcome

    def service_passes(self) -> Outcome:
        """The passes up to the one that settles visits and hub staff."""
        nothing_missing = self._prove_nothing_missing()
        outcome: Outcome = "done"
        for one in SERVICE_PASSES:
            if outcome == "done":
                outcome = self._pass(one, is_proven_nought=one.name in nothing_missing)
        return outcome

    def learn(self, tasking: Tasking, unrouted: Collection[PlannedVisit]) -> Outcome:
        """Decide again, knowing that the bands of these visits hold no more than could be timed in them.

        A visit that found no time says that an area's people had no room for one more in that band, so what is learned
        is a number for the area and the band. The first time, only the hotspots concerned are decided again.
        """
        self._tell_of("visits without a time, decided again", len(unrouted))
        self.solver.reopen()
        spots, visits = self.scenario.hotspots, self.model.variables.visits
        missing = Counter((spots[visit.hotspot].area, visit.band) for visit in unrouted)
        planned = Counter((spots[visit.hotspot].area, visit.band) for visit in tasking.visits)
        for (area, start), number in sorted(missing.items()):
            there = [one for (spot, band), one in visits.items() if spots[spot].area == area and band.start == start]
            self.solver.limit(pulp.lpSum(there), planned[area, start] - number)
        if self.rounds == 0:
            concerned = {visit.hotspot for visit in unrouted}
            self.solver.settle(one for (spot, _), one in visits.items() if spot not in concerned)
        return self.service_passes()

    def give_up(self, tasking: Tasking, unrouted: Collection[PlannedVisit]) -> Outcome:
        """Go on with the visits that have a time; what the others were planned for shows as missing in the passes."""
        self._tell_of("visits without a time, given up", len(unrouted))
        self.solver.reopen()
        planned = Counter((visit.hotspot, visit.band) for visit in tasking.visits)
        missing = Counter((visit.hotspot, visit.band) for visit in unrouted)
        for (spot, band), visits in self.model.variables.visits.items():
            key = (spot, band.start)
            self.solver.limit(1 * visits, planned[key] - missing[key])
        return self.service_passes()

    def _tell_of(self, what: str, number: int) -> None:
        self.tell(Progress("learning", what, float(number), None, None, 0.0, is_done=True))

    def equity_passes(self) -> Outcome:
        """The passes that share out what is left, and the price of doing so equitably."""
        by_demand = demand_weighted_patrol(self.scenario, self.model.variables)
        most = self.solver.optimise(Pass("demand", "hours", pulp.LpMaximize, lambda *_: by_demand, 1.0), by_demand)
        outcome: Outcome = "done"
        for one in EQUITY_PASSES:
            if outcome == "done":
                outcome = self._pass(one)
        if most is not None and most[0] > 0 and outcome == "done":
            self.price = max(0.0, 1 - self.solver.value_of(by_demand) / most[0])
        return outcome

    def _pass(self, one: Pass, *, is_proven_nought: bool = False) -> Outcome:
        expression = self._express(one)
        if len(expression) == 0:
            return "done"
        started = time.monotonic()
        found = (0.0, 0.0) if is_proven_nought else self.solver.optimise(one, expression)
        if found is None:
            return "infeasible" if self.solver.is_infeasible else "stopped"
        self._report(one, *found, time.monotonic() - started)
        if self.stop.reason:
            return "stopped"
        self.solver.keep(one, expression, found[0])
        self.solver.settle(one.settles(self.model.variables))
        return "done"

    def _express(self, one: Pass) -> pulp.LpAffineExpression:
        return one.express(self.scenario, self.model.sets, self.model.variables)

    def _prove_nothing_missing(self) -> frozenset[str]:
        """The shortfall passes in one solve: no sum of shortfalls is under 0, so a total of 0 proves all of them."""
        shortfalls = [one for one in SERVICE_PASSES if one.good_enough == 0]
        total = pulp.lpSum([self._express(one) for one in shortfalls])
        together = Pass("shortfalls", "weighted shortfalls", pulp.LpMinimize, lambda *_: total, 0.0)
        found = self.solver.optimise(together, total) if len(total) else None
        return frozenset(one.name for one in shortfalls) if found and found[0] <= KEPT_WITHIN else frozenset()

    def _report(self, one: Pass, value: float, bound: float, seconds: float) -> None:
        # What was learned narrows the model, not the problem: the bound of the first time round is the proven one.
        first = self.bounds.setdefault(one.name, bound)
        bound = min(first, bound) if one.is_least_best else max(first, bound)
        off = abs(value - bound)
        gap = off / abs(value) if off > KEPT_WITHIN and value else 0.0
        self.reports[one.name] = PassReport(one.name, value + 0.0, bound + 0.0, gap)
        self.seconds[one.name] = seconds
        self.tell(Progress(one.name, one.unit, value, bound, gap, seconds, is_done=True))


class _Solver:
    """HiGHS holding a problem that PuLP built: objectives, rows and bounds change in place, so that a pass starts where
    the one before ended.
    """

    def __init__(self, problem: pulp.LpProblem, options: Options, stop: Stop, tell: Tell) -> None:
        self.stop, self.tell, self.gap = stop, tell, options.gap
        problem.setObjective(pulp.lpSum([]))
        interface = pulp.HiGHS(
            msg=False, output_flag=False, threads=options.threads, random_seed=options.seed, gapRel=options.gap
        )
        with _quiet_stdout():
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
        with _quiet_stdout():
            self.highs.run()
        info = self.highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        self.values = np.array(self.highs.getSolution().col_value)
        value = float(info.objective_function_value)
        return value, float(info.mip_dual_bound) if (self.is_integer & ~self.settled).any() else value

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

    def settle(self, variables: Iterable[pulp.LpVariable]) -> None:
        """Fix variables at their values."""
        columns = np.array([self.column[one.id] for one in variables if one.id in self.column], dtype=np.int32)
        if not len(columns) or self.values is None:
            return
        settled = np.where(
            self.is_integer[columns], np.round(self.values[columns]), np.maximum(self.values[columns], 0.0)
        )
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


@contextmanager
def _quiet_stdout() -> Iterator[None]:
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
