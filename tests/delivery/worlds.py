"""Small scenarios, plans and files of what was delivered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from rostering.scenario import Scenario
from rostering.schedule import VISIT, Activity, Duty, Plan

MONDAY = date(2025, 6, 2)
CORNER: dict[str, Any] = {"area": "north", "lat": 51.9, "lon": -0.4, "crew": 1, "last_patrolled": "2025-06-01T10:00"}
MARKET: dict[str, Any] = {"area": "south", "title": "The Market", "lat": 51.95, "lon": -0.45, "crew": 2}
METRE = 1 / 111_195.08
"""Degrees of latitude."""


def scenario_of(
    counted: str = "rolling", start: date = MONDAY, days: int = 7, corner: dict[str, Any] | None = None, **more: Any
) -> Scenario:
    """Two areas with a hotspot each: a corner for one officer, a market for two."""
    base = {"lat": 51.9, "lon": -0.4}
    people = {f"pc-{number}": {"role": "pc", "area": "north"} for number in (1, 2, 3)}
    content = {
        "version": 1,
        "name": "world",
        "horizon": {"start": start.isoformat(), "days": days},
        "demand": {"weights": {"need": 1.0}},
        "areas": {area: {"base": base, "demand": {"need": 1}} for area in ("north", "south")},
        "roles": {"pc": {}, "cadet": {}},
        "shifts": {"day": {"start": "00:00", "end": "00:00"}},
        "officers": people | {"cadet-1": {"role": "cadet", "area": "north"}},
        "hotspots": {"corner": CORNER | (corner or {}), "market": MARKET},
        "rules": {"hotspot_guarantee": {"counted": counted}},
    }
    return Scenario.model_validate(content | more)


def plan_of(scenario: Scenario, *visits: tuple[str, str, int, tuple[str, ...]]) -> Plan:
    """A plan of visits, each a hotspot, a start, minutes and a crew."""
    activities: dict[tuple[str, date], list[Activity]] = {}
    for hotspot, start, minutes, crew in visits:
        at = scenario.horizon.read_moment(start)
        for officer in crew:
            others = tuple(one for one in crew if one != officer)
            visit = Activity(at, at + minutes, VISIT, hotspot=hotspot, crew=others)
            activities.setdefault((officer, scenario.horizon.day(at)), []).append(visit)
    return Plan(tuple(Duty(officer, day, "day", tuple(some)) for (officer, day), some in sorted(activities.items())))


def file_of(folder: Path, text: str | bytes, name: str = "made.csv") -> Path:
    """A file of what was delivered."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def pings(officer: str, start: str, seconds: range, north: float = 0, hotspot: dict[str, Any] | None = None) -> str:
    """Rows of one officer so many metres north of a hotspot, at so many seconds after a full minute."""
    spot = hotspot or CORNER
    day, clock = start.split("T")
    hour, minute = map(int, clock.split(":"))
    rows = []
    for second in seconds:
        total = hour * 3600 + minute * 60 + second
        at = f"{day}T{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
        rows.append(f"{officer},{at},{spot['lat'] + north * METRE:.8f},{spot['lon']}\n")
    return "".join(rows)
