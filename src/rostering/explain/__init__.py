"""Why a plan does not meet a requirement, and the smallest change that would: found by looking, without a solver.

Causes and fixes are read from the scenario and the plan alone, on the judge's side of the project; a fix is named only
if the judge's own rules let it pass.
"""

from __future__ import annotations

from rostering.check import hub_staff, requests, staffing_minimum, staffing_preference
from rostering.explain.visits import missed_windows
from rostering.explain.week import look
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet, Violation


def explain_unmet(scenario: Scenario, plan: Plan) -> tuple[Unmet, ...]:
    """Every service requirement the plan does not meet, with its cause and the smallest fix, in a sergeant's words.

    In the order of the rule book, then by what it is about. Rules at level `off` are not looked at.
    """
    rules = scenario.rules
    found: list[Unmet] = []
    for judge in (staffing_minimum, staffing_preference, hub_staff, requests):
        if getattr(rules, judge.__name__).level != "off":
            found += [
                _unmet(violation) for violation in judge(scenario, plan) if violation.unit in {"people", "weight"}
            ]
    if rules.hotspot_guarantee.level != "off":
        found += missed_windows(look(scenario, plan))
    return tuple(found)


def _unmet(violation: Violation) -> Unmet:
    return Unmet(
        rule=violation.rule,
        short_by=violation.amount,
        because=violation.message,
        smallest_fix="one more person on duty then",
        where=violation.where,
    )


__all__ = ["explain_unmet"]
