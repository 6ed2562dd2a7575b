"""Each officer's working terms: what the contract says, else the role, else the rule book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR, Horizon, day_name, overlap
from rostering.scenario.records import NO_CONTRACT, Contract, FreeWeekends, HoursRange, Officer, Scenario, Shift

NIGHT_MINUTES = 3 * MINUTES_PER_HOUR
"""With so many minutes between 23:00 and 06:00 a shift is a night shift (Working Time Regulations 1998, reg. 2)."""
LATE_FROM = "21:00"
_PLAIN_DAYS = Horizon(start=date(2025, 1, 6), days=2, timezone="UTC")
"""Days on which no clock changes."""


@dataclass(frozen=True)
class Terms:
    """One officer's working terms, every number filled in."""

    weekly_hours: float
    """Contracted hours a week."""
    hours: HoursRange
    """Least and most hours over the horizon, for `contract_hours`."""
    most_duties: int
    """Most days of duty in a row."""
    least_duties: int
    """Least days of duty in a row."""
    most_nights: int
    """Most night duties in a row."""
    least_nights: int
    """Least night duties in a row."""
    least_rest_days: int
    """Least days in a row without a duty."""
    weekends_off: FreeWeekends
    shift_limits: dict[str, int]
    """Most duties over the horizon, by shift that has a limit."""


def contract_of(scenario: Scenario, officer: Officer) -> Contract:
    """The officer's contract; one that says nothing where none is named."""
    return NO_CONTRACT if officer.contract is None else scenario.contracts[officer.contract]


def terms_of(scenario: Scenario, officer: Officer) -> Terms:
    """What holds for an officer."""
    contract, rules = contract_of(scenario, officer), scenario.rules
    weekly = contract.weekly_hours or scenario.roles[officer.role].weekly_hours
    duties, nights, rest = contract.consecutive_duties, contract.consecutive_nights, contract.consecutive_rest_days
    weekends = FreeWeekends(least=rules.weekends_off.least, in_weekends=rules.weekends_off.in_weekends)
    return Terms(
        weekly_hours=weekly,
        hours=contract.hours or _hours_of_the_horizon(scenario, officer, weekly),
        most_duties=(duties and duties.most) or rules.consecutive_duties.most,
        least_duties=(duties and duties.least) or rules.consecutive_duties.least,
        most_nights=(nights and nights.most) or rules.consecutive_nights.most,
        least_nights=(nights and nights.least) or rules.consecutive_nights.least,
        least_rest_days=(rest and rest.least) or rules.consecutive_rest_days.least,
        weekends_off=contract.weekends_off or weekends,
        shift_limits={**rules.shift_limits.most, **contract.shift_limits},
    )


def _hours_of_the_horizon(scenario: Scenario, officer: Officer, weekly: float) -> HoursRange:
    """The contract's hours for the days that are not away, give or take the rule's tolerance."""
    days = sum(day not in officer.unavailable for day in scenario.horizon.dates)
    due, tolerance = weekly * days / DAYS_PER_WEEK, scenario.rules.contract_hours.tolerance_hours
    return HoursRange(least=max(0.0, due - tolerance), most=due + tolerance)


@cache
def _kind(start: str, end: str) -> str:
    first, last = _PLAIN_DAYS.span(_PLAIN_DAYS.start, start, end)
    day = _PLAIN_DAYS.start
    before = _PLAIN_DAYS.span(day - timedelta(days=1), "23:00", "06:00")
    after = _PLAIN_DAYS.span(day, "23:00", "06:00")
    if max(overlap((first, last), before), overlap((first, last), after)) >= NIGHT_MINUTES:
        return "night"
    return "late" if last > _PLAIN_DAYS.at(day, LATE_FROM) else "early"


def kind_of(shift: Shift) -> str:
    """Whether a shift counts as `early`, `late` or `night`."""
    return shift.kind or _kind(shift.start, shift.end)


def allowed_shifts(scenario: Scenario, officer: Officer, day: date) -> frozenset[str]:
    """The shifts an officer's pattern allows on a day; all where the contract has no pattern."""
    contract = contract_of(scenario, officer)
    if not contract.pattern:
        return frozenset(scenario.shifts)
    origin = contract.pattern_from or scenario.horizon.start
    monday = origin - timedelta(days=origin.weekday())
    week = (day - monday).days // DAYS_PER_WEEK % len(contract.pattern)
    return frozenset(contract.pattern[week].get(day_name(day), ()))  # type: ignore[call-overload]


def rotation_shift(scenario: Scenario, rotation: str, offset: int, day: date) -> str:
    """What a rotation says for a day, a shift or `rest`, for those who start the horizon's first week in week `offset`
    of it (from 0); weeks begin on Monday.
    """
    weeks = scenario.rotations[rotation].weeks
    monday = scenario.horizon.start - timedelta(days=scenario.horizon.start.weekday())
    week = ((day - monday).days // DAYS_PER_WEEK + offset) % len(weeks)
    return weeks[week][day.weekday()]


def is_free(officer: Officer, day: date) -> bool:
    """Whether a day is neither published nor away: free to roster."""
    return day not in (officer.published or {}) and day not in officer.unavailable


def is_rostered(scenario: Scenario, officer: Officer) -> bool:
    """Whether any day of the horizon is free to roster: the rules of building duties are about such officers."""
    return any(is_free(officer, day) for day in scenario.horizon.dates)
