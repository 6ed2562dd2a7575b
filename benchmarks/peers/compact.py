"""A scenario's duties as one compact program, for peers that are given the product's own rows, and for costing rosters.

One binary for each duty, rows from `rostering.model`, and the whole cost of a roster as its objective: what the
product's own search for duties is judged by too. Whoever solves it, a roster is costed again by `cost_of`, with its
duties held.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pulp
from force import force
from highspy import Highs
from peers.attempt import output_in

from rostering.files import load_scenario
from rostering.model import Model, build
from rostering.model.constraints import ROSTER_RULES
from rostering.model.objective import roster_cost
from rostering.scenario import Scenario

EXACT = 1e-6


def read_scenario(path: Path) -> Scenario:
    """A scenario file."""
    return load_scenario(path).scenario


def named_force(name: str) -> Scenario:
    """The force that `400x28` names: officers, days, and where given a seed."""
    officers, days, *seed = (int(number) for number in name.split("x"))
    return force(officers, days, *(seed or [1]))


def compact(scenario: Scenario, without: frozenset[str] = frozenset()) -> Model:
    """The program, with its objective; but for the rows of some rules."""
    model = build(scenario, [rule for rule in ROSTER_RULES if rule.__name__ not in without])
    model.problem.setObjective(roster_cost(scenario, model.sets, model.variables))
    return model


def cost_of(scenario: Scenario, duties: Mapping[tuple[str, date], str]) -> float:
    """What a roster costs: the program solved with its duties held.

    Raises:
        ValueError: the roster breaks a required rule.
    """
    model = compact(scenario)
    for key, one in model.variables.duty.items():
        one.lowBound = one.upBound = float(duties.get((key.officer, key.day)) == key.shift)
    with threads_of_its_own(), Path(os.devnull).open("w", encoding="utf-8") as nowhere, output_in(nowhere.fileno()):
        solved = model.problem.solve(pulp.HiGHS(msg=False, gapRel=EXACT))
    if not solved.has_solution:
        message = "the roster breaks a required rule"
        raise ValueError(message)
    return float(pulp.value(model.problem.objective) or 0.0)


@contextmanager
def threads_of_its_own() -> Iterator[None]:
    """HiGHS makes its threads once in a process and refuses another number afterwards; before and after, it forgets."""
    Highs.resetGlobalScheduler(True)  # noqa: FBT003 - the argument has no name to be given by
    try:
        yield
    finally:
        Highs.resetGlobalScheduler(True)  # noqa: FBT003
