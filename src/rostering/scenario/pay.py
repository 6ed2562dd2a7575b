"""What a change to a published duty costs, by its kind and its notice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from rostering.horizon import MINUTES_PER_HOUR
from rostering.scenario.records import REST, Scenario

WEEKS_PER_YEAR = 52.1429
"""365 days."""
ChangeKind = Literal[
    "rest-day working", "cancelled duty", "moved start", "overtime", "public holiday", "shortened duty"
]
"""What a change is to the officer whose day it is."""


def hourly_cost(scenario: Scenario, role_id: str) -> float:
    """Pounds for an hour of duty: the role's yearly cost over 52.1429 weeks of its contracted hours."""
    role = scenario.roles[role_id]
    return role.annual_cost / (WEEKS_PER_YEAR * role.weekly_hours)


def notice_days(scenario: Scenario, day: date) -> int:
    """Days from the one on which changes are told (`pay.as_of`, else the day before the horizon) to the day changed; 0
    for a day that has come by then.
    """
    told = scenario.pay.as_of or scenario.horizon.start - timedelta(days=1)
    return max(0, (day - told).days)


def change_kind(scenario: Scenario, day: date, published: str, planned: str) -> ChangeKind:
    """What it is to an officer to have `planned` (a shift or `rest`) in place of what was published.

    Where a duty both starts at another time and is longer, the moved start names it; the price holds both.

    Raises:
        ValueError: nothing is changed.
    """
    if published == planned:
        message = f"{day.isoformat()} stays {published}"
        raise ValueError(message)
    is_holiday = day in scenario.pay.public_holidays
    if published == REST:
        return "public holiday" if is_holiday else "rest-day working"
    if planned == REST:
        return "cancelled duty"
    if _is_moved(scenario, published, planned):
        return "moved start"
    if _hours(scenario, day, planned) > _hours(scenario, day, published):
        return "public holiday" if is_holiday else "overtime"
    return "shortened duty"


def change_price(scenario: Scenario, officer_id: str, day: date, published: str, planned: str) -> float:
    """Pounds that it costs to give an officer `planned` (a shift or `rest`) in place of what was published; 0 where
    they are the same.

    A duty on a published rest day costs its hours; at short notice they are at least `rest_day_least_hours`, at the
    multiple `rest_day`. Hours beyond those published cost the multiple `overtime`. Added hours of either sort cost the
    multiple `public_holiday` on a public holiday. A duty that is cancelled, starts at another time or is shorter
    costs `moved_start_hours` at the plain rate as well (Police Regulations 2003, reg. 25 and 26).
    """
    if published == planned:
        return 0.0
    plain = hourly_cost(scenario, scenario.people[officer_id].role)
    if published == REST:
        return plain * _rest_day_hours(scenario, day, planned)
    extra = max(0.0, _hours(scenario, day, planned) - _hours(scenario, day, published))
    hours = extra * _multiple(scenario, day, scenario.pay.overtime)
    if not extra or _is_moved(scenario, published, planned):
        hours += scenario.pay.moved_start_hours
    return plain * hours


def _rest_day_hours(scenario: Scenario, day: date, planned: str) -> float:
    """Hours at the plain rate that a duty on a published rest day is paid."""
    pay, hours = scenario.pay, _hours(scenario, day, planned)
    if notice_days(scenario, day) >= pay.rest_day_notice_days:
        return hours * _multiple(scenario, day, 1.0)
    return max(hours, pay.rest_day_least_hours) * _multiple(scenario, day, pay.rest_day)


def _multiple(scenario: Scenario, day: date, otherwise: float) -> float:
    return scenario.pay.public_holiday if day in scenario.pay.public_holidays else otherwise


def _is_moved(scenario: Scenario, published: str, planned: str) -> bool:
    return planned == REST or scenario.shifts[planned].start != scenario.shifts[published].start


def _hours(scenario: Scenario, day: date, shift: str) -> float:
    if shift == REST:
        return 0.0
    start, end = scenario.shift_span(day, shift)
    return (end - start) / MINUTES_PER_HOUR
