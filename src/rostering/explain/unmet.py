"""Every service requirement that a plan does not meet, with its cause and the change that was found first."""

from __future__ import annotations

from rostering.check import requests, skills_on_duty, staffing_minimum
from rostering.check.coverage import short_of_preference
from rostering.explain.hubs import short_openings
from rostering.explain.staffing import short_shift
from rostering.explain.visits import missed_windows
from rostering.explain.week import Week, is_off
from rostering.explain.wishes import unmet_request
from rostering.schedule import Plan, Unmet


def found_unmet(week: Week, plan: Plan) -> tuple[Unmet, ...]:
    """In the order of the rule book, then by what it is about. Rules at level `off` are not looked at."""
    scenario = week.scenario
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
