"""Three days of a team that visits one market square, small enough to work chances out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan

MONDAY = date(2025, 6, 2)
NORTH = {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 1}}
SCENE: dict[str, Any] = {
    "version": 1,
    "name": "scene",
    "horizon": {"start": "2025-06-02", "days": 3},
    "demand": {"weights": {"need": 1.0}},
    "areas": {"north": NORTH},
    "roles": {"pc": {"abstraction": 0.2}, "pcso": {"abstraction": 0.2}},
    "shifts": {"early": {"start": "08:00", "end": "16:00"}},
    "officers": {
        "a": {"role": "pc", "area": "north"},
        "b": {"role": "pcso", "area": "north"},
        "c": {"role": "pc", "area": "north"},
    },
    "hotspots": {"market": {"area": "north", "lat": 52.0, "lon": -0.4, "crew": 2, "lead": ["pc"]}},
    "travel": {"minutes": {"north": {"market": 10}, "market": {"north": 10}}},
    "rules": {"hotspot_guarantee": {"every_days": 1}},
}


def scene(changes: Mapping[str, Any] | None = None) -> Scenario:
    """The scene with changes by dotted path."""
    source = deepcopy(SCENE)
    for path, value in (changes or {}).items():
        *parents, last = path.split(".")
        inside = source
        for key in parents:
            inside = inside.setdefault(key, {})
        inside[last] = value
    return Scenario.model_validate(source)


def visiting(officer: str, day: int, *others: str, start: int = 600) -> Duty:
    """A duty with one visit to the market, and patrol around it."""
    midnight = day * 1440
    pieces = (
        Activity(480, start - 10, "patrol", area="north"),
        Activity(start - 10, start, "travel", to_place="market"),
        Activity(start, start + 15, "visit", hotspot="market", crew=others),
        Activity(start + 15, start + 25, "travel", to_place="north"),
        Activity(start + 25, 960, "patrol", area="north"),
    )
    return _duty(officer, day, midnight, pieces)


def patrolling(officer: str, day: int, start: int = 480, end: int = 960) -> Duty:
    """A duty with patrol in one stretch, and a long break."""
    midnight = day * 1440
    pieces = (Activity(480, start, "break"), Activity(start, end, "patrol", area="north"))
    return _duty(officer, day, midnight, pieces)


def _duty(officer: str, day: int, midnight: int, pieces: Sequence[Activity]) -> Duty:
    moved = tuple(replace(piece, start=piece.start + midnight, end=piece.end + midnight) for piece in pieces)
    return Duty(officer, MONDAY + timedelta(days=day), "early", moved)


def planned(*duties: Duty) -> Plan:
    """A plan of these duties, its visits listed."""
    starts = {one.start for duty in duties for one in duty.activities if one.do == "visit"}
    ordered = tuple(sorted(duties, key=lambda duty: (duty.officer, duty.day)))
    return Plan(duties=ordered, hotspots={"market": HotspotPlan(tuple(sorted(starts)))})


def without(plan: Plan, officer: str, day: date) -> Plan:
    """The plan as it is when somebody stays away and nobody is told but those who would have gone along: visits stay
    listed.
    """
    own = next(duty for duty in plan.duties if (duty.officer, duty.day) == (officer, day))
    gone = {(one.do, one.hotspot, one.session, one.start, one.end) for one in own.activities}

    def left(one: Activity) -> Activity:
        is_shared = (one.do, one.hotspot, one.session, one.start, one.end) in gone
        return replace(one, crew=tuple(who for who in one.crew if who != officer)) if is_shared else one

    duties = tuple(
        replace(duty, activities=tuple(left(one) for one in duty.activities))
        for duty in plan.duties
        if (duty.officer, duty.day) != (officer, day)
    )
    first, last = min(one.start for one in own.activities), max(one.end for one in own.activities)
    hubs = {
        session: {
            start: tuple(who for who in staff if who != officer or not first <= start < last)
            for start, staff in openings.items()
        }
        for session, openings in plan.hub_sessions.items()
    }
    return Plan(duties, plan.hotspots, hubs)
