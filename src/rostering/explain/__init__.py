"""Why a plan does not meet a requirement, and the smallest change that would: found by looking, without a solver.

Causes and fixes are read from the scenario and the plan alone, on the judge's side of the project; a fix is named only
if the judge's own rules let the changed duties pass.
"""

from __future__ import annotations

from rostering.check import requests, skills_on_duty, staffing_minimum
from rostering.check.coverage import short_of_preference
from rostering.explain.hubs import short_openings
from rostering.explain.staffing import short_shift
from rostering.explain.visits import missed_windows
from rostering.explain.week import is_off, look
from rostering.explain.wishes import unmet_request
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet


def explain_unmet(scenario: Scenario, plan: Plan) -> tuple[Unmet, ...]:
    """Every service requirement the plan does not meet, with its cause and the smallest fix, in a sergeant's words.

    In the order of the rule book, then by what it is about. Rules at level `off` are not looked at.
    """
    week = look(scenario, plan)
    short = [
        violation
        for rule, judge in (
            ("staffing_minimum", staffing_minimum),
            ("staffing_preference", short_of_preference),
            ("skills_on_duty", skills_on_duty),
        )
        if not is_off(scenario, rule)
        for violation in judge(scenario, plan)
    ]
    wishes = [] if is_off(scenario, "requests") else list(requests(scenario, plan))
    unmet = [short_shift(week, violation) for violation in short]
    if not is_off(scenario, "hub_staff"):
        unmet += short_openings(week)
    if not is_off(scenario, "hotspot_guarantee"):
        unmet += missed_windows(week)
    return tuple(unmet + [unmet_request(week, violation) for violation in wishes])


__all__ = ["explain_unmet"]
