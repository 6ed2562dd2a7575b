"""A small week with a clean plan, written by hand: two teams, four officers, two hotspots, one hub."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan

MONDAY = date(2025, 6, 2)
BUSY_DAYS = tuple(MONDAY + timedelta(days=offset) for offset in (0, 2, 5))

SMALL: dict[str, Any] = {
    "version": 1,
    "name": "small",
    "horizon": {"start": "2025-06-02", "days": 7},
    "demand": {"weights": {"need": 1.0}},
    # What the clean plan delivers, in minutes (see `clean_plan`), so that its shares track demand exactly.
    "areas": {
        "north": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 2022}, "neighbours": ["south"]},
        "south": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 2192}, "neighbours": ["north"]},
    },
    "roles": {
        "pc": {"weekly_hours": 40, "annual_cost": 52142.9, "abstraction": 0.1},
        "pcso": {"weekly_hours": 37, "abstraction": 0.1},
    },
    "shifts": {
        "early": {"start": "08:00", "end": "16:00"},
        "late": {"start": "16:00", "end": "20:00"},
        "evening": {"start": "16:00", "end": "00:00"},
        "night": {"start": "00:00", "end": "08:00"},
    },
    "staffing": {"north": {"early": {"min": 2, "prefer": 2, "max": 2, "days": ["mon", "wed", "sat"]}}},
    "officers": {
        "n-1": {"role": "pc", "area": "north", "requests": [{"day": "2025-06-03", "shift": "rest"}]},
        "n-2": {"role": "pcso", "area": "north"},
        "s-1": {"role": "pc", "area": "south", "published": {"2025-06-02": "early", "2025-06-03": "rest"}},
        "s-2": {"role": "pcso", "area": "south"},
    },
    "hotspots": {
        "market": {
            "title": "Market Square",
            "area": "north",
            "lat": 52.02,
            "lon": -0.42,
            "demand": {"need": 60},
            "crew": 2,
            "lead": ["pc"],
            "open": [{"from": "10:00", "to": "23:00"}],
            "last_patrolled": "2025-06-01T10:00",
        },
        "park": {
            "area": "south",
            "lat": 51.92,
            "lon": -0.42,
            "demand": {"need": 30},
            "crew": 1,
            "open": [{"from": "10:00", "to": "23:00"}],
            "last_patrolled": "2025-06-01T10:00",
        },
    },
    "hub_sessions": {
        "library": {
            "area": "north",
            "lat": 52.01,
            "lon": -0.41,
            "when": [{"day": "mon", "from": "11:00", "to": "13:00"}],
            "staff": {"any": 1, "pc": 1},
        }
    },
    "travel": {
        "minutes": {
            "north": {"market": 10, "library": 5, "south": 30},
            "market": {"north": 10},
            "library": {"north": 5},
            "south": {"park": 10, "north": 30},
            "park": {"south": 10},
        }
    },
    # Everybody works single days, 24 hours in the week.
    "rules": {"consecutive_rest_days": {"least": 1}, "contract_hours": {"tolerance_hours": 16}},
}

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
"""Builds the small scenario with changes by dotted path."""


@pytest.fixture
def scenario_with() -> ScenarioWith:
    def build(changes: Mapping[str, Any]) -> Scenario:
        source = deepcopy(SMALL)
        for path, value in changes.items():
            *parents, last = path.split(".")
            inside = source
            for key in parents:
                inside = inside.setdefault(key, {})
            inside[last] = value
        return Scenario.model_validate(source)

    return build


@pytest.fixture
def small(scenario_with: ScenarioWith) -> Scenario:
    return scenario_with({})


def cut(day: date, *pieces: tuple[str, str, str, dict[str, Any]]) -> tuple[Activity, ...]:
    """Activities from wall clock times of a day of early June 2025, when no clock changes."""
    midnight = (day - MONDAY).days * 1440

    def at(clock: str) -> int:
        hours, minutes = clock.split(":")
        return midnight + int(hours) * 60 + int(minutes)

    return tuple(Activity(at(start), at(end), do, **more) for start, end, do, more in pieces)


def plain_day(area: str, day: date) -> tuple[Activity, ...]:
    """372 minutes of patrol: 225 before the break, 147 after it."""
    return cut(
        day,
        ("08:00", "08:15", "briefing", {}),
        ("08:15", "12:00", "patrol", {"area": area}),
        ("12:00", "12:45", "break", {}),
        ("12:45", "15:12", "patrol", {"area": area}),
        ("15:12", "16:00", "reserve", {}),
    )


def visit_day(area: str, hotspot: str, crew: tuple[str, ...], day: date) -> tuple[Activity, ...]:
    """352 minutes of visible presence: 105 + 15 + 85 + 147."""
    return cut(
        day,
        ("08:00", "08:15", "briefing", {}),
        ("08:15", "10:00", "patrol", {"area": area}),
        ("10:00", "10:10", "travel", {"to_place": hotspot}),
        ("10:10", "10:25", "visit", {"hotspot": hotspot, "crew": crew}),
        ("10:25", "10:35", "travel", {"to_place": area}),
        ("10:35", "12:00", "patrol", {"area": area}),
        ("12:00", "12:45", "break", {}),
        ("12:45", "15:12", "patrol", {"area": area}),
        ("15:12", "16:00", "reserve", {}),
    )


def hub_day(day: date) -> tuple[Activity, ...]:
    """242 minutes of patrol: 160 + 82."""
    return cut(
        day,
        ("08:00", "08:15", "briefing", {}),
        ("08:15", "10:55", "patrol", {"area": "north"}),
        ("10:55", "11:00", "travel", {"to_place": "library"}),
        ("11:00", "13:00", "hub", {"session": "library"}),
        ("13:00", "13:05", "travel", {"to_place": "north"}),
        ("13:05", "13:50", "break", {}),
        ("13:50", "15:12", "patrol", {"area": "north"}),
        ("15:12", "16:00", "reserve", {}),
    )


@pytest.fixture
def clean_plan() -> Plan:
    """North: 242 + 372 on Monday and 2 x 352 on Wednesday and Saturday = 2022 minutes. South: 2 x 372 on Monday and
    352 + 372 on the other days = 2192 minutes.
    """
    monday, *others = BUSY_DAYS
    duties = [
        Duty("n-1", monday, "early", hub_day(monday)),
        Duty("n-2", monday, "early", plain_day("north", monday)),
        Duty("s-1", monday, "early", plain_day("south", monday)),
        Duty("s-2", monday, "early", plain_day("south", monday)),
    ]
    for day in others:
        duties += [
            Duty("n-1", day, "early", visit_day("north", "market", ("n-2",), day)),
            Duty("n-2", day, "early", visit_day("north", "market", ("n-1",), day)),
            Duty("s-1", day, "early", visit_day("south", "park", (), day)),
            Duty("s-2", day, "early", plain_day("south", day)),
        ]
    starts = tuple((day - monday).days * 1440 + 610 for day in others)
    return Plan(
        duties=tuple(sorted(duties, key=lambda duty: (duty.officer, duty.day))),
        hotspots={"market": HotspotPlan(starts), "park": HotspotPlan(starts)},
        hub_sessions={"library": {660: ("n-1",)}},
    )
