"""The judge: which rules a plan breaks, found by walking the clock, knowing nothing of how the plan was made.

There is one public function for each rule, named like the rule, from a scenario and a plan to its violations. A plan
that somebody edited by hand is as welcome as one that was solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rostering.check.changes import published_changes, published_duty
from rostering.check.coverage import (
    hub_staff,
    one_place_at_a_time,
    skills_on_duty,
    staffing_maximum,
    staffing_minimum,
    staffing_preference,
)
from rostering.check.duties import availability, daily_rest, forbidden_successions, one_duty_a_day, shift_limits
from rostering.check.equity import (
    area_share,
    hotspot_share,
    hour_share,
    least_served_area,
)
from rostering.check.hotspots import (
    daily_visits,
    hotspot_crew,
    hotspot_guarantee,
    opening_hours,
    spare_visits,
    visit_spacing,
)
from rostering.check.hours import average_night_hours, average_weekly_hours, contract_hours, weekly_hours
from rostering.check.minutes import abstraction, breaks, briefing, duty_minutes, lending
from rostering.check.patterns import rotation, working_pattern
from rostering.check.runs import consecutive_duties, consecutive_nights, consecutive_rest_days
from rostering.check.shares import demand_matching, even_shares
from rostering.check.weekends import weekends_off
from rostering.check.wishes import requests, same_team
from rostering.scenario import Scenario
from rostering.schedule import Plan, Violation

Judgement = Callable[[Scenario, Plan], Iterator[Violation]]
"""A rule of the judge."""

JUDGEMENTS: tuple[Judgement, ...] = (
    one_duty_a_day,
    availability,
    published_duty,
    published_changes,
    working_pattern,
    rotation,
    daily_rest,
    forbidden_successions,
    weekly_hours,
    contract_hours,
    average_weekly_hours,
    average_night_hours,
    consecutive_duties,
    consecutive_nights,
    consecutive_rest_days,
    weekends_off,
    shift_limits,
    staffing_minimum,
    staffing_preference,
    staffing_maximum,
    skills_on_duty,
    demand_matching,
    hub_staff,
    one_place_at_a_time,
    hotspot_guarantee,
    spare_visits,
    hotspot_crew,
    opening_hours,
    daily_visits,
    visit_spacing,
    duty_minutes,
    briefing,
    breaks,
    abstraction,
    lending,
    least_served_area,
    area_share,
    hotspot_share,
    hour_share,
    requests,
    even_shares,
    same_team,
)
"""One function a rule, in the order of the rule book."""


def check(scenario: Scenario, plan: Plan) -> tuple[Violation, ...]:
    """Every rule that a plan breaks, rules at level `off` left out; by rule, then by what it is about."""
    levels = {name: rule.level for name, rule in scenario.rules}
    return tuple(
        violation
        for judge in JUDGEMENTS
        if levels[judge.__name__] != "off"
        for violation in sorted(judge(scenario, plan), key=lambda found: (found.where, found.message, found.amount))
    )


def broken(violations: Iterable[Violation]) -> tuple[int, int]:
    """How many of the violations are of required rules, and how many of preferred ones."""
    levels = [violation.level for violation in violations]
    return levels.count("required"), levels.count("preferred")


__all__ = [
    "JUDGEMENTS",
    "Judgement",
    "abstraction",
    "area_share",
    "availability",
    "average_night_hours",
    "average_weekly_hours",
    "breaks",
    "briefing",
    "broken",
    "check",
    "consecutive_duties",
    "consecutive_nights",
    "consecutive_rest_days",
    "contract_hours",
    "daily_rest",
    "daily_visits",
    "demand_matching",
    "duty_minutes",
    "even_shares",
    "forbidden_successions",
    "hotspot_crew",
    "hotspot_guarantee",
    "hotspot_share",
    "hour_share",
    "hub_staff",
    "least_served_area",
    "lending",
    "one_duty_a_day",
    "one_place_at_a_time",
    "opening_hours",
    "published_changes",
    "published_duty",
    "requests",
    "rotation",
    "same_team",
    "shift_limits",
    "skills_on_duty",
    "spare_visits",
    "staffing_maximum",
    "staffing_minimum",
    "staffing_preference",
    "visit_spacing",
    "weekends_off",
    "weekly_hours",
    "working_pattern",
]
