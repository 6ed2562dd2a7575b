"""Small weeks to time: scenarios written in a line, and a Hypothesis strategy that draws whole taskings."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from rostering.horizon import day_name
from rostering.scenario import Scenario
from rostering.schedule import PlannedVisit, Tasking

START = date(2025, 6, 2)
SHIFTS = {
    "early": {"start": "07:00", "end": "16:00"},
    "late": {"start": "15:00", "end": "23:30"},
    "night": {"start": "21:00", "end": "07:00"},
}
AREAS = {
    "east": {"base": {"lat": 52.0, "lon": -0.40}, "demand": {"crime": 60.0}, "neighbours": ["west"]},
    "west": {"base": {"lat": 52.0, "lon": -0.47}, "demand": {"crime": 40.0}, "neighbours": ["east"]},
}


def small_scenario(**changes: Any) -> Scenario:
    """Two neighbouring areas, a hotspot in each and two constables and two support officers in each team."""
    people = {f"{role}-{area}": {"count": 2, "role": role, "area": area} for area in AREAS for role in ("pc", "pcso")}
    spots = {
        "market": {"area": "east", "lat": 52.01, "lon": -0.41, "demand": {"crime": 9.0}},
        "station": {"area": "west", "lat": 52.005, "lon": -0.48, "demand": {"crime": 6.0}, "crew": 1},
    }
    document: dict[str, Any] = {
        "version": 1,
        "name": "small",
        "horizon": {"start": START.isoformat(), "days": 3},
        "demand": {"weights": {"crime": 1.0}},
        "areas": AREAS,
        "roles": {"pc": {"abstraction": 0.1}, "pcso": {}},
        "shifts": SHIFTS,
        "officers": people,
        "hotspots": spots,
    }
    return Scenario.model_validate(document | changes)


def visit(scenario: Scenario, spot_id: str, day: date, earliest: str, latest: str) -> PlannedVisit:
    """A planned visit with the start window given as times of day."""
    spot = scenario.hotspots[spot_id]
    crew = ((spot.area, "pc"),) * spot.crew
    return PlannedVisit(spot_id, scenario.horizon.at(day, earliest), scenario.horizon.at(day, latest), crew)


@st.composite
def hotspots(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Up to four hotspots around the bases, with crews of one to three, some with a lead."""
    spots = {}
    for number in range(draw(st.integers(1, 4))):
        area = draw(st.sampled_from(sorted(AREAS)))
        base: dict[str, float] = AREAS[area]["base"]  # type: ignore[assignment]
        spots[f"spot-{number}"] = {
            "area": area,
            "lat": base["lat"] + draw(st.integers(-30, 30)) / 1000,
            "lon": base["lon"] + draw(st.integers(-30, 30)) / 1000,
            "crew": draw(st.integers(1, 3)),
            "demand": {"crime": float(draw(st.integers(0, 9)))},
            "lead": draw(st.sampled_from([[], ["pc"]])),
            "roles": draw(st.sampled_from([None, ["pc"], ["pc", "pcso"]])),
            "last_patrolled": draw(st.sampled_from([None, "2025-06-01T12:00", "2025-05-30T23:50"])),
        }
    return spots


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Small scenarios, with or without a hub, on the road or on foot, guarantee counted in each way."""
    hub = {
        "area": draw(st.sampled_from(sorted(AREAS))),
        "lat": 52.002,
        "lon": -0.44,
        "when": [
            {"day": draw(st.sampled_from(["mon", "tue"])), "from": "07:05", "to": "09:00"},
            {"day": "tue", "from": "13:00", "to": "15:55"},
        ],
        "staff": {"any": 1},
    }
    rules = {
        "hotspot_guarantee": {"counted": draw(st.sampled_from(["rolling", "blocks", "elapsed"]))},
        "visit_spacing": {"hours": draw(st.sampled_from([0.0, 2.0]))},
        "lending": {"stay_minutes": 60, "level": draw(st.sampled_from(["required", "off"]))},
    }
    return small_scenario(
        hotspots=draw(hotspots()),
        hub_sessions={"library": hub} if draw(st.booleans()) else {},
        travel={"mode": draw(st.sampled_from(["vehicle", "vehicle", "foot"]))},
        rules=rules,
    )


@st.composite
def taskings(draw: st.DrawFn) -> tuple[Scenario, Tasking]:
    """A scenario with a tasking for it: hub staff have duties that hold the opening, windows lie in one day."""
    scenario = draw(scenarios())
    horizon = scenario.horizon
    lines = st.lists(st.sampled_from(["", *SHIFTS]), min_size=horizon.days, max_size=horizon.days)
    duties = [
        (officer, day, shift)
        for officer in sorted(scenario.people)
        for day, before, shift in _days_after(horizon.dates, draw(lines))
        if shift and before != "night"
    ]
    visits = []
    for _ in range(draw(st.integers(0, 12))):
        spot_id = draw(st.sampled_from(sorted(scenario.hotspots)))
        day = draw(st.sampled_from(horizon.dates))
        first = draw(st.integers(0, 23 * 60))
        last = draw(st.integers(first, min(first + 300, 24 * 60 - 16)))
        at = horizon.at(day)
        crew = ((scenario.hotspots[spot_id].area, "pc"),) * scenario.hotspots[spot_id].crew
        visits.append(PlannedVisit(spot_id, at + first, at + last, crew))
    lent = {("east", "west"): float(draw(st.integers(0, 600)))}
    return scenario, Tasking(tuple(duties), _staff(draw, scenario, duties), tuple(visits), lent)


def _days_after(days: tuple[date, ...], line: list[str]) -> list[tuple[date, str, str]]:
    return list(zip(days, ["", *line], line, strict=False))


def _staff(
    draw: st.DrawFn, scenario: Scenario, duties: list[tuple[str, date, str]]
) -> dict[tuple[str, int], tuple[str, ...]]:
    staff: dict[tuple[str, int], tuple[str, ...]] = {}
    for hub_id, hub in scenario.hub_sessions.items():
        for day in scenario.horizon.dates:
            for when in hub.when:
                early = sorted(officer for officer, on, shift in duties if on == day and shift == "early")
                if when.day == day_name(day) and early:
                    start, _ = scenario.horizon.span(day, when.start, when.end)
                    staff[hub_id, start] = (draw(st.sampled_from(early)),)
    return staff
