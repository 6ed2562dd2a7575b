"""Patrol over the hours of the day, beside demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rostering.horizon import MINUTES_PER_HOUR, Span, merged
from rostering.measures.tables import patrol_pieces
from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.schedule import Plan


@dataclass(frozen=True)
class StaffedHour:
    """An hour in which an area's team has someone on duty."""

    day: date
    staffed: int
    """Minutes of it with someone of the team on duty."""
    demand: float
    """Relative demand over those minutes."""
    patrol: int
    """Person-minutes of patrol in the area."""


def staffed_hours(scenario: Scenario, plan: Plan) -> dict[str, tuple[StaffedHour, ...]]:
    """By area: its staffed hours in order, those past midnight of the last day included."""
    spans: dict[str, list[Span]] = {area: [] for area in scenario.areas}
    for duty in view(scenario, plan).worked:
        spans[duty.person.area].append((duty.start, duty.end))
    pieces = patrol_pieces(scenario, plan)
    clock: dict[int, tuple[date, float]] = {}
    table = {}
    for area, of_area in spans.items():
        staffed, patrolled = _by_hour(merged(of_area)), _by_hour(pieces[area])
        for hour in staffed:
            if hour not in clock:
                clock[hour] = _day_and_demand(scenario, hour)
        table[area] = tuple(
            StaffedHour(clock[hour][0], minutes, clock[hour][1] * minutes, patrolled.get(hour, 0))
            for hour, minutes in sorted(staffed.items())
        )
    return table


def _day_and_demand(scenario: Scenario, hour: int) -> tuple[date, float]:
    local = scenario.horizon.local(hour * MINUTES_PER_HOUR)
    profile = scenario.demand.hours
    return local.date(), 1.0 if profile is None else profile.on(local.weekday())[local.hour]


def _by_hour(spans: Iterable[Span]) -> dict[int, int]:
    """Minutes in each elapsed hour of the horizon."""
    minutes: dict[int, int] = {}
    for start, end in spans:
        at = start
        while at < end:
            hour = at // MINUTES_PER_HOUR
            until = min(end, (hour + 1) * MINUTES_PER_HOUR)
            minutes[hour] = minutes.get(hour, 0) + until - at
            at = until
    return minutes


def misplaced(hours: Sequence[StaffedHour]) -> float | None:
    """The share of an area's patrol that would have to move to another of these hours to follow demand; nothing where
    there is no patrol.
    """
    return _distance(hours, [hour.patrol for hour in hours])


def _distance(hours: Sequence[StaffedHour], given: Sequence[float]) -> float | None:
    total, staffed, demand = sum(given), sum(hour.staffed for hour in hours), sum(hour.demand for hour in hours)
    if not total:
        return None
    wanted = [hour.demand / demand if demand else hour.staffed / staffed for hour in hours]
    return sum(abs(amount / total - share) for amount, share in zip(given, wanted, strict=True)) / 2


def hour_tracking(scenario: Scenario, plan: Plan) -> tuple[float, float]:
    """How well patrol follows demand over the staffed hours of a day, and how well the same patrol would, spread
    evenly: the patrol-weighted means over areas and days of 1 - half the sum of differences in share; 0 without patrol.

    Day by day, because how many people a day has is decided by duties, not by when they patrol.
    """
    weighted = flat = total = 0.0
    for hours in staffed_hours(scenario, plan).values():
        for _, of_day in groupby(hours, key=lambda hour: hour.day):
            today = tuple(of_day)
            patrol = sum(hour.patrol for hour in today)
            off, evenly = misplaced(today), _distance(today, [hour.staffed for hour in today])
            if off is None or evenly is None:
                continue
            weighted += patrol * (1 - off)
            flat += patrol * (1 - evenly)
            total += patrol
    return (weighted / total, flat / total) if total else (0.0, 0.0)
