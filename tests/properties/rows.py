"""Rows of single rules, with values given to their variables by hand: no solver is asked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pulp

from rostering.model.rows import Constraint, Key
from rostering.model.sets import Sets, build_sets
from rostering.model.variables import Variables, add_variables
from rostering.scenario import Scenario

GRACE = 1e-6
"""Rows are compared like the solver does."""


@dataclass(frozen=True)
class Unsolved:
    """The index sets and the variables of a scenario, all of them 0."""

    scenario: Scenario
    sets: Sets
    variables: Variables
    problem: pulp.LpProblem
    """Variables die with it."""


def unsolved(scenario: Scenario) -> Unsolved:
    sets = build_sets(scenario)
    problem = pulp.LpProblem(scenario.name)
    variables = add_variables(problem, sets)
    for variable in problem.variables():
        variable.varValue = 0
    return Unsolved(scenario, sets, variables, problem)


def drawn(scenario: Scenario) -> dict[str, Any]:
    """What is not as in any other scenario, short enough to read beside a failed test."""
    parts = {"horizon", "roles", "staffing", "officers", "hotspots", "hub_sessions", "rules"}
    return scenario.model_dump(mode="json", exclude_defaults=True, include=parts)


def choose[K: Hashable](table: Mapping[K, pulp.LpVariable], chosen: Iterable[K]) -> None:
    """Set the variables of some keys to 1."""
    for key in chosen:
        table[key].varValue = 1


def broken_rows(model: Unsolved, *constraints: Constraint) -> list[tuple[str, Key]]:
    """The rows and bounds that the values do not satisfy, by rule and key; a rule that is off has no rows."""
    bounds = [
        ("bounds", (variable.name,))
        for variable in model.problem.variables()
        if not variable.lowBound <= (variable.varValue or 0) <= variable.upBound
    ]
    return bounds + [
        (constraint.__name__, key)
        for constraint in constraints
        if getattr(model.scenario.rules, constraint.__name__).level != "off"
        for key, row in constraint(model.scenario, model.sets, model.variables)
        if not row.valid(GRACE)
    ]
