"""One function for each rule of the rule book, in reading order."""

from __future__ import annotations

from rostering.model.constraints.coverage import (
    skills_on_duty,
    staffing_maximum,
    staffing_minimum,
    staffing_preference,
)
from rostering.model.constraints.demand import demand_matching
from rostering.model.constraints.duty import (
    availability,
    one_duty_a_day,
    published_changes,
    published_duty,
    rotation,
    working_pattern,
)
from rostering.model.constraints.equity import area_share, hotspot_share, hour_share, least_served_area
from rostering.model.constraints.hours import average_night_hours, average_weekly_hours, contract_hours, weekly_hours
from rostering.model.constraints.hubs import hub_staff, one_place_at_a_time
from rostering.model.constraints.minutes import abstraction, breaks, briefing, duty_minutes, lending
from rostering.model.constraints.patrol import (
    daily_visits,
    hotspot_crew,
    hotspot_guarantee,
    opening_hours,
    spare_visits,
    visit_spacing,
)
from rostering.model.constraints.people import even_shares, requests, same_team
from rostering.model.constraints.rest import daily_rest, forbidden_successions
from rostering.model.constraints.runs import consecutive_duties, consecutive_nights, consecutive_rest_days
from rostering.model.constraints.weekends import shift_limits, weekends_off
from rostering.model.rows import Constraint

LINE_RULES: tuple[Constraint, ...] = (
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
)
STAFFING_RULES: tuple[Constraint, ...] = (
    staffing_minimum,
    staffing_preference,
    staffing_maximum,
    skills_on_duty,
    demand_matching,
)
PEOPLE_RULES: tuple[Constraint, ...] = (requests, even_shares, same_team)

CONSTRAINTS: tuple[Constraint, ...] = (
    *LINE_RULES,
    *STAFFING_RULES,
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
    *PEOPLE_RULES,
)
"""All of them."""

ROSTER_RULES: tuple[Constraint, ...] = (*LINE_RULES, *STAFFING_RULES, *PEOPLE_RULES)
"""Those that matter where only duties are decided. Where `daily_rest` is not required, duties of an officer may then
overlap: rows against that belong to `duty_minutes`."""
AUTOMATON: frozenset[str] = frozenset(rule.__name__ for rule in LINE_RULES if rule is not published_changes)
"""Names of those that concern one officer's line of duties alone."""
