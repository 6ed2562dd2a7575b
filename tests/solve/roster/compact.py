"""The whole model of a roster as one integer program, for HiGHS: what the search has to come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import inf

import pulp

from rostering.model.build import Model, build
from rostering.model.constraints import ROSTER_RULES
from rostering.model.objective import roster_cost
from rostering.scenario import REST, Scenario


def optimum(scenario: Scenario) -> float:
    """The least cost of a roster; infinite where there is none."""
    return _least(build(scenario, ROSTER_RULES), scenario)


def cost_of(scenario: Scenario, duties: Mapping[tuple[str, date], str]) -> float:
    """What duties cost, with everything else in the model at its best; infinite where a row cannot hold."""
    model = build(scenario, ROSTER_RULES)
    given = {(officer, day, shift) for (officer, day), shift in duties.items() if shift != REST}
    for key, variable in model.variables.duty.items():
        is_given = (key.officer, key.day, key.shift) in given
        variable.lowBound = variable.upBound = int(is_given)
        given.discard((key.officer, key.day, key.shift))
    return inf if given else _least(model, scenario)


def _least(model: Model, scenario: Scenario) -> float:
    cost = roster_cost(scenario, model.sets, model.variables)
    model.problem.setObjective(cost)
    found = model.problem.solve(pulp.HiGHS(msg=False, output_flag=False, threads=1, gapRel=0.0))
    return float(cost.value() or 0.0) if found.has_solution else inf
