"""One function for each rule of the rule book, in reading order."""

from __future__ import annotations

from rostering.model.constraints.coverage import staffing_maximum, staffing_minimum, staffing_preference
from rostering.model.constraints.duty import availability, one_duty_a_day, published_duty
from rostering.model.constraints.equity import area_share, hotspot_share, hour_share, least_served_area
from rostering.model.constraints.hubs import hub_staff, one_place_at_a_time
from rostering.model.constraints.minutes import abstraction, breaks, briefing, duty_minutes, lending
from rostering.model.constraints.patrol import (
    daily_visits,
    hotspot_crew,
    hotspot_guarantee,
    opening_hours,
    visit_spacing,
)
from rostering.model.constraints.people import requests
from rostering.model.constraints.rest import average_weekly_hours, consecutive_duties, daily_rest, weekly_hours
from rostering.model.rows import Constraint

CONSTRAINTS: tuple[Constraint, ...] = (
    one_duty_a_day,
    availability,
    published_duty,
    daily_rest,
    weekly_hours,
    average_weekly_hours,
    consecutive_duties,
    staffing_minimum,
    staffing_preference,
    staffing_maximum,
    hub_staff,
    one_place_at_a_time,
    hotspot_guarantee,
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
)
