"""One Monday with two hotspots and a hub, small enough to see by eye who could go where."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from rostering.explain import explain_unmet
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan, Unmet

MONDAY = date(2025, 6, 2)
AWAY = {"unavailable": {"2025-06-02": "leave"}}
RESTS = {"published": {"2025-06-02": "rest"}}

SCENE: dict[str, Any] = {
    "version": 1,
    "name": "scene",
    "horizon": {"start": "2025-06-02", "days": 1},
    "demand": {"weights": {"need": 1.0}},
    "areas": {
        "north": {"title": "North", "base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 100}},
        "south": {
            "title": "South",
            "base": {"lat": 51.9, "lon": -0.4},
            "demand": {"need": 50},
            "neighbours": ["north"],
        },
        "east": {"title": "East", "base": {"lat": 52.0, "lon": 0.1}, "demand": {"need": 50}},
    },
    "roles": {
        "pc": {"title": "Constable", "weekly_hours": 56, "abstraction": 0},
        "pcso": {"title": "Support officer", "weekly_hours": 56, "abstraction": 0},
    },
    "shifts": {"early": {"start": "08:00", "end": "16:00"}, "late": {"start": "16:00", "end": "00:00"}},
    "officers": {
        "n-1": {"role": "pc", "area": "north"} | AWAY,
        "n-2": {"role": "pcso", "area": "north"} | AWAY,
        "s-1": {"role": "pc", "area": "south"} | AWAY,
        "s-2": {"role": "pcso", "area": "south"} | AWAY,
        "e-1": {"role": "pc", "area": "east"} | AWAY,
        "e-2": {"role": "pcso", "area": "east"} | AWAY,
    },
    "hotspots": {
        "market": {
            "title": "Market",
            "area": "north",
            "lat": 52.0,
            "lon": -0.41,
            "demand": {"need": 10},
            "open": [{"from": "10:00", "to": "20:00"}],
        },
        "park": {
            "title": "Park",
            "area": "north",
            "lat": 52.0,
            "lon": -0.42,
            "demand": {"need": 30},
            "crew": 1,
            "open": [{"from": "08:00", "to": "20:00"}],
            "max_visits_per_day": 9,
        },
    },
    "hub_sessions": {},
    "travel": {
        "minutes": {
            "north": {"market": 10, "park": 5, "library": 5},
            "market": {"north": 10, "park": 5, "library": 5, "south": 30, "east": 60},
            "park": {"north": 5, "market": 5, "library": 5, "south": 30},
            "library": {"north": 5, "market": 5, "park": 5, "south": 30},
            "south": {"market": 30, "park": 30, "library": 30, "north": 30},
            "east": {"market": 60, "park": 60},
        }
    },
    "rules": {"hotspot_guarantee": {"every_days": 1}, "visit_spacing": {"hours": 0}},
}
LIBRARY = {
    "title": "Library",
    "area": "north",
    "lat": 52.0,
    "lon": -0.405,
    "when": [{"day": "mon", "from": "10:00", "to": "12:00"}],
    "staff": {"any": 1},
}
ON_DUTY: dict[str, Any] = {"published": {"2025-06-02": "early"}}


def scene(changes: Mapping[str, Any]) -> Scenario:
    """The Monday with changes by dotted path; an officer's id alone replaces what keeps them away."""
    source = deepcopy(SCENE)
    for path, value in changes.items():
        if path in source["officers"]:
            kept = {key: source["officers"][path][key] for key in ("role", "area")}
            source["officers"][path] = kept | value
            continue
        *parents, last = path.split(".")
        inside = source
        for key in parents:
            inside = inside.setdefault(key, {})
        inside[last] = value
    return Scenario.model_validate(source)


def at(clock: str) -> int:
    """The instant of a time on the Monday."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def stay(start: str, end: str, do: str, **more: Any) -> Activity:
    """An activity between two times of the Monday."""
    return Activity(at(start), at(end), do, **more)


def early(officer: str, *stops: Activity) -> Duty:
    """An early on patrol at home but for stops (with their journeys), its break from 11:45 to 12:30."""
    area = {"n": "north", "s": "south", "e": "east"}[officer[0]]
    fixed = [stay("08:00", "08:15", "briefing"), *stops]
    if not any(stop.start < at("12:30") and at("11:45") < stop.end for stop in stops):
        fixed.append(stay("11:45", "12:30", "break"))
    pieces, reached = [], at("08:00")
    for piece in sorted(fixed, key=lambda one: one.start):
        if piece.start > reached:
            pieces.append(Activity(reached, piece.start, "patrol", area=area))
        pieces.append(piece)
        reached = piece.end
    if reached < at("16:00"):
        pieces.append(Activity(reached, at("16:00"), "patrol", area=area))
    return Duty(officer, MONDAY, "early", tuple(pieces))


def visit_park(start: str, end: str, leaves: str, back: str, crew: tuple[str, ...] = ()) -> tuple[Activity, ...]:
    """A visit to the park with the ways there and back."""
    return (
        stay(leaves, start, "travel", to_place="park"),
        stay(start, end, "visit", hotspot="park", crew=crew),
        stay(end, back, "travel", to_place="north"),
    )


def plan_of(*duties: Duty, staff: tuple[str, ...] = ()) -> Plan:
    """A plan of these duties, its lists filled from what they do."""
    starts: dict[str, set[int]] = {}
    for duty in duties:
        for piece in duty.activities:
            if piece.hotspot:
                starts.setdefault(piece.hotspot, set()).add(piece.start)
    hubs = {"library": {at("10:00"): staff}} if staff else {}
    return Plan(duties, {spot: HotspotPlan(tuple(sorted(times))) for spot, times in starts.items()}, hubs)


def about(scenario: Scenario, plan: Plan, **where: str) -> Unmet:
    """The one unmet requirement about something."""
    [found] = [unmet for unmet in explain_unmet(scenario, plan) if where.items() <= dict(unmet.where).items()]
    return found
