"""From a scenario to a problem: index sets, variables, then every rule's rows under its own name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pulp

from rostering.model.constraints import CONSTRAINTS, ROSTER_RULES
from rostering.model.rows import Constraint, Row
from rostering.model.sets import Sets, build_sets
from rostering.model.variables import Variables, add_variables, name_of
from rostering.scenario import Scenario

SOFT_BY_SHORTFALL = frozenset(
    {
        "staffing_minimum",
        "staffing_preference",
        "staffing_maximum",
        "skills_on_duty",
        "hotspot_guarantee",
        "hub_staff",
    }
)
"""Rules whose rows mention a named shortfall, required or not, so that a plan always comes back."""
SOFT_BY_THEMSELVES = frozenset({"published_duty", "weekends_off"})
"""Rules whose rows must hold even where they are preferred: one of them says what a breach costs."""
PENALISED = frozenset(
    {
        "spare_visits",
        "least_served_area",
        "area_share",
        "hotspot_share",
        "hour_share",
        "demand_matching",
        "requests",
        "even_shares",
        "same_team",
    }
)
"""Rules whose rows only measure; a pass improves what they measure."""


@dataclass(frozen=True)
class Model:
    """A scenario as a mixed-integer linear program, without an objective."""

    problem: pulp.LpProblem
    sets: Sets
    variables: Variables


def build(scenario: Scenario, constraints: Iterable[Constraint] | None = None) -> Model:
    """Build the model of a scenario: one row for each key of each rule that is not off.

    Args:
        scenario: what is known.
        constraints: the rules that get rows; without it, all. Where they are among `ROSTER_RULES`, only duties are
            decided: there are no variables for hubs, visits and minutes.
    """
    constraints = CONSTRAINTS if constraints is None else tuple(constraints)
    sets = build_sets(scenario)
    problem = pulp.LpProblem(scenario.name, pulp.LpMinimize)
    variables = add_variables(
        problem, sets, is_tasked=not {one.__name__ for one in constraints} <= {one.__name__ for one in ROSTER_RULES}
    )
    for constraint in constraints:
        rule = constraint.__name__
        level = getattr(scenario.rules, rule).level
        if level == "off":
            continue
        is_softened = level == "preferred" and rule not in SOFT_BY_SHORTFALL | SOFT_BY_THEMSELVES | PENALISED
        for key, row in constraint(scenario, sets, variables):
            name = name_of(rule, key, sets)
            problem.addConstraint(_soften(problem, variables, rule, name, row) if is_softened else row, name)
    return Model(problem, sets, variables)


def _soften(problem: pulp.LpProblem, variables: Variables, rule: str, name: str, row: Row) -> Row:
    """Let a row of a preferred rule be broken, by an amount that a pass then makes least."""
    slack = problem.add_variable(f"broken_{name}", 0)
    variables.broken.setdefault(rule, []).append(slack)
    return row - slack if row.sense == pulp.LpConstraintLE else row + slack
