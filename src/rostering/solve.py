"""From a scenario to a tasking: the passes solved one after the other; the only module that knows the solver."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from typing import Any, Literal

import highspy
import pulp

from rostering.model import Learned, Model, build
from rostering.model.objective import PASSES, Pass, demand_weighted_patrol
from rostering.model.tasking import read_tasking
from rostering.scenario import Scenario
from rostering.schedule import PassReport, Tasking

KEPT_WITHIN = 1e-6
"""What a pass reached may be given up by later ones, as a fraction (of 1 where the value is smaller): rounding only."""
DEFAULT_GAP = 0.005
"""A pass may stop when its value is proven to be within this fraction of the best."""

StoppedBy = Literal["proof", "time_limit", "interrupt"]
Status = Literal["feasible", "infeasible", "no_schedule"]


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
    tell: Tell = lambda _: None,
    learned: Learned | None = None,
) -> Result:
    """Solve a scenario's model in passes: each is made as good as it can be without giving up what came before.

    Returns a result without a tasking where the model is proven infeasible, or where the limit was reached first.
    """
    started = time.monotonic()
    model = build(scenario, learned)
    run = _Run(scenario, model, options, stop, tell)
    run.seconds["model"] = time.monotonic() - started
    outcome = run.passes()
    size = (model.problem.numVariables(), model.problem.numConstraints())
    if not run.values:
        status: Status = "infeasible" if outcome == "infeasible" else "no_schedule"
        return Result(status, None, (), stop.reason or "proof", None, size, run.seconds)
    run.restore()
    tasking = read_tasking(scenario, model.sets, model.variables)
    stopped_by = stop.reason if outcome == "stopped" else None
    return Result("feasible", tasking, tuple(run.reports), stopped_by or "proof", run.price, size, run.seconds)


class _Run:
    """The passes over one model; holds the best values so far."""

    def __init__(self, scenario: Scenario, model: Model, options: Options, stop: Stop, tell: Tell) -> None:
        self.scenario, self.model, self.options, self.stop, self.tell = scenario, model, options, stop, tell
        self.values: list[float | None] = []
        self.reports: list[PassReport] = []
        self.seconds: dict[str, float] = {}
        self.price: float | None = None
        self._most_by_demand: float | None = None

    def passes(self) -> Literal["done", "infeasible", "stopped"]:
        """Solve every pass that has something to decide."""
        nothing_missing = self._try_for_nothing_missing()
        for one in PASSES:
            expression = self._express(one)
            if len(expression) == 0:
                continue
            if one.name == "least_served_area":
                self._most_by_demand = self._solve_for(demand_weighted_patrol(self.scenario, self.model.variables))
            started = time.monotonic()
            if one.name in nothing_missing:
                value, bound = 0.0, 0.0
            else:
                stats = self._solve(one, expression)
                if stats is None:
                    return "infeasible" if self.model.problem.solverModel.getModelStatus() == _INFEASIBLE else "stopped"
                value, bound = stats
            self._report(one, value, bound, time.monotonic() - started)
            if self.stop.reason:
                return "stopped"
            self._keep(one, expression, value)
        if self._most_by_demand:
            got = pulp.value(demand_weighted_patrol(self.scenario, self.model.variables))
            self.price = max(0.0, 1 - got / self._most_by_demand)
        return "done"

    def restore(self) -> None:
        """Put the best values back into the variables (a later pass that was cut short has overwritten them)."""
        for variable, value in zip(self.model.problem.variables(), self.values, strict=False):
            variable.varValue = value

    def _express(self, one: Pass) -> pulp.LpAffineExpression:
        return one.express(self.scenario, self.model.sets, self.model.variables)

    def _try_for_nothing_missing(self) -> frozenset[str]:
        """The shortfall passes in one solve: no sum of shortfalls is under 0, so that a total of 0 proves all of them."""
        shortfalls = [one for one in PASSES if one.good_enough == 0 and one.name != "requests"]
        total = pulp.lpSum([self._express(one) for one in shortfalls])
        together = Pass("shortfalls", "weighted shortfalls", pulp.LpMinimize, lambda *_: total, 0.0)
        found = self._solve(together, total) if len(total) else None
        return frozenset(one.name for one in shortfalls) if found and found[0] <= KEPT_WITHIN else frozenset()

    def _solve_for(self, most: pulp.LpAffineExpression) -> float | None:
        before = self.values
        found = self._solve(Pass("demand", "hours", pulp.LpMaximize, lambda *_: most, 1.0), most)
        self.values = before
        return found[0] if found else None

    def _solve(self, one: Pass, expression: pulp.LpAffineExpression) -> tuple[float, float] | None:
        """Value and proven bound of a pass; None where no solution came back. Values are read only if there is one."""
        problem = self.model.problem
        problem.sense = one.sense
        problem.setObjective(expression)
        watch = partial(_watch, one, self.stop, self.tell, time.monotonic())
        solver = pulp.HiGHS(
            msg=False,
            output_flag=False,
            threads=self.options.threads,
            random_seed=self.options.seed,
            gapRel=self.options.gap,
            gapAbs=max(KEPT_WITHIN, one.good_enough),
            timeLimit=None if math.isinf(self.stop.seconds_left) else max(0.01, self.stop.seconds_left),
            callbackTuple=(watch, None),
            callbacksToActivate=[_CALLBACKS.kCallbackMipInterrupt, _CALLBACKS.kCallbackSimplexInterrupt, _CALLBACKS.kCallbackMipLogging],
        )
        with _quiet_stdout():
            stats = problem.solve(solver)
        if not stats.has_solution:
            return None
        self.values = [variable.varValue for variable in problem.variables()]
        value = float(stats.objective)
        bound = value if stats.best_bound is None else float(stats.best_bound)
        return value, bound

    def _report(self, one: Pass, value: float, bound: float, seconds: float) -> None:
        value, bound = value + 0.0, bound + 0.0
        gap = abs(value - bound) / abs(value) if abs(value - bound) > KEPT_WITHIN and value else 0.0
        self.reports.append(PassReport(one.name, value, bound, gap))
        self.seconds[one.name] = seconds
        self.tell(Progress(one.name, one.unit, value, bound, gap, seconds, is_done=True))

    def _keep(self, one: Pass, expression: pulp.LpAffineExpression, value: float) -> None:
        slack = KEPT_WITHIN * max(1.0, abs(value))
        row = expression <= value + slack if one.sense == pulp.LpMinimize else expression >= value - slack
        self.model.problem.addConstraint(row, f"keep({one.name})")
        self.restore()
        for variable in one.settles(self.model.variables):
            settled = variable.varValue or 0.0
            whole = round(settled)
            variable.lowBound = variable.upBound = whole if variable.cat == pulp.LpInteger else max(0.0, settled)


_CALLBACKS = highspy.cb.HighsCallbackType
_INFEASIBLE = highspy.HighsModelStatus.kInfeasible


def _watch(  # noqa: PLR0913 - the solver fixes the last five arguments
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
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
