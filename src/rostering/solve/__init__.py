"""From a scenario to a tasking: the passes solved one after the other; the only package that knows the solver."""

from __future__ import annotations

import time
from importlib.metadata import version

from rostering.model import build
from rostering.model.objective import PASSES
from rostering.model.tasking import read_tasking
from rostering.scenario import Scenario
from rostering.schedule import NO_PINS, Pins, Status
from rostering.solve.highs import KEPT_WITHIN
from rostering.solve.passes import LEARNING_ROUNDS, MOST_ROUNDS, Run
from rostering.solve.pinned import hold_days, hold_tasks, let_go
from rostering.solve.terms import DEFAULT_GAP, Options, Progress, Result, Stop, Tell, TimeVisits

__all__ = [
    "DEFAULT_GAP",
    "KEPT_WITHIN",
    "LEARNING_ROUNDS",
    "MOST_ROUNDS",
    "Options",
    "Progress",
    "Result",
    "Stop",
    "Tell",
    "TimeVisits",
    "solve",
    "solver_name",
]


def solver_name() -> str:
    """The solver and its version, as a schedule records them."""
    return f"HiGHS {version('highspy')}"


def solve(  # noqa: PLR0913 - what is known, and what to do with it
    scenario: Scenario,
    options: Options,
    stop: Stop,
    *,
    tell: Tell = lambda _: None,
    time_visits: TimeVisits = lambda _: (),
    pins: Pins = NO_PINS,
) -> Result:
    """Solve a scenario's model in passes: each is made as good as it can be without giving up what came before.

    ``time_visits`` tries to give the planned visits their minutes and returns those for which there were none; the
    model then learns what those bands cannot hold and decides again, before anything is shared out. It counts with the
    visits and hub staff of ``pins`` where it can; giving them their times and names is for whoever asks.

    Returns a result without a tasking where the model is proven infeasible, or where the limit was reached first.
    """
    started = time.monotonic()
    model = build(scenario)
    hold_days(scenario, model)
    hold_tasks(model, pins)
    run = Run(scenario, model, options, stop, tell)
    run.seconds["model"] = time.monotonic() - started
    ending = run.decide(time_visits)
    if ending == "infeasible" and (pins.visits or pins.staff):
        let_go(model, pins)
        run = Run(scenario, model, options, stop, tell)
        ending = run.decide(time_visits)
    if ending == "done":
        ending = run.equity_passes()
    if ending == "done" and model.sets.open_days:
        # Sharing out has also chosen duties, and the visits must find their time in those.
        run.solver.hold(model.variables.duty.values())
        ending = run.decide_again(time_visits)
    run.solver.write_back()
    size = (model.problem.numVariables(), model.problem.numConstraints())
    stopped_by = (stop.reason if ending == "stopped" else None) or "proof"
    if run.solver.values is None:
        status: Status = "infeasible" if ending == "infeasible" else "no_schedule"
        return Result(status, None, (), stopped_by, None, size, run.seconds)
    tasking = read_tasking(scenario, model.sets, model.variables)
    reports = tuple(run.reports[one.name] for one in PASSES if one.name in run.reports)
    return Result("feasible", tasking, reports, stopped_by, run.price, size, run.seconds)
