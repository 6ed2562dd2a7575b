"""The year that a budget is for, and what an option costs in it and in a full year."""

from __future__ import annotations

from datetime import date, timedelta

from rostering.scenario.records import FundingOption, Scenario

KINDS = ("hire", "hours", "end_grant", "open_hub", "close_hub")
"""What an option can be."""
WEEKS_PER_YEAR = 365.25 / 7
_APRIL = 4


def kinds_of(option: FundingOption) -> list[str]:
    """What an option says it is; exactly one where it is sound."""
    return [kind for kind in KINDS if getattr(option, kind) is not None]


def year_of(scenario: Scenario) -> tuple[date, date]:
    """First and last day of the year that a budget is for: the financial year of the horizon where none is said."""
    start = scenario.horizon.start
    april = date(start.year if start.month >= _APRIL else start.year - 1, _APRIL, 1)
    first = (scenario.funding.year_starts if scenario.funding else None) or april
    same_day = (first.month, first.day) if (first.month, first.day) != (2, 29) else (3, 1)
    return first, date(first.year + 1, *same_day) - timedelta(days=1)


def share_of_year(scenario: Scenario, option: FundingOption) -> float:
    """The part of the year, by days, in which an option is in place."""
    first, last = year_of(scenario)
    return ((last - (option.starts or first)).days + 1) / ((last - first).days + 1)


def full_year_price(scenario: Scenario, option: FundingOption) -> float:
    """Pounds for one (a person, an hour a week, a hub's openings) in a full year; below 0 for what saves money."""
    if option.hire is not None:
        return scenario.roles[option.hire].annual_cost if option.annual_cost is None else option.annual_cost
    if option.hours:
        return (option.hourly_cost or 0.0) * WEEKS_PER_YEAR
    if option.end_grant is not None:
        role = scenario.roles[option.end_grant]
        return -(role.annual_cost if option.annual_saving is None else option.annual_saving)
    return option.annual_cost or 0.0 if option.open_hub is not None else -(option.annual_saving or 0.0)


def price(scenario: Scenario, option: FundingOption) -> float:
    """The same in the year that the budget is for, from the day it is in place."""
    return full_year_price(scenario, option) * share_of_year(scenario, option)
