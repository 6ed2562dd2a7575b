"""Small whole weeks to solve: two teams, some duties published, hotspots, hubs, staffing and wishes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rostering.horizon import day_name
from rostering.scenario import Scenario
from tests.strategies import STARTS

SHIFTS = {
    "early": {"start": "07:00", "end": "17:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
}
LINES = (
    "early early early early early",
    "late late rest early early",
    "early late late night rest",
    "rest rest late late late",
    "free free free free free",
    "early free free late free",
    "free away free rest free",
    "night night rest free late",
)
"""What is published, day by day; none of it breaks a rule by itself."""
PREFERRED: dict[str, dict[str, Any]] = {
    "daily_rest": {"level": "preferred", "hours": 15, "weight": 1.5},
    "forbidden_successions": {"level": "preferred", "after": {"late": ["early", "night"]}, "weight": 0.75},
    "weekly_hours": {"level": "preferred", "weight": 0.25},
    "contract_hours": {"tolerance_hours": 0, "level": "preferred", "weight": 0.125},
    "consecutive_duties": {"level": "preferred", "most": 2, "least": 2, "weight": 2.5},
    "consecutive_nights": {"level": "preferred", "most": 1, "weight": 2},
    "consecutive_rest_days": {"level": "preferred", "weight": 0.5},
    "weekends_off": {"level": "preferred", "in_weekends": 1, "weight": 1.25},
    "shift_limits": {"level": "preferred", "most": {"early": 1, "late": 1}, "weight": 0.5},
    "staffing_minimum": {"level": "preferred", "weight": 3},
    "staffing_preference": {"weight": 1.5, "extra_weight": 0.5},
    "staffing_maximum": {"level": "preferred", "weight": 2},
    "even_shares": {"of": ["lates", "weekends"], "weight": 2},
}
"""Rules that weigh against each other, with limits that a few days reach. `published_duty` is not among them: with
every day open a week takes long, so that changes are left to the oracle."""


@st.composite
def weeks(draw: st.DrawFn) -> Scenario:
    """Three to five days of two to six officers."""
    start, length = draw(st.sampled_from(STARTS)), draw(st.integers(3, 5))
    days = [start + timedelta(days=offset) for offset in range(length)]
    content: dict[str, Any] = {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": start.isoformat(), "days": length},
        "demand": {"weights": {"need": 1.0}},
        "areas": {
            "north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": draw(st.integers(1, 9))}},
            "south": {"base": {"lat": 51.86, "lon": -0.4}, "demand": {"need": draw(st.integers(1, 9))}},
        },
        "roles": {"pc": {"abstraction": draw(st.sampled_from([0.0, 0.2]))}, "pcso": {"weekly_hours": 37}},
        "shifts": SHIFTS,
        "staffing": draw(_staffing()),
        "officers": {
            f"officer-{number}": draw(_officers(days)) | ({"skills": ["asb-lead"]} if number == 0 else {})
            for number in range(draw(st.integers(2, 6)))
        },
        "hotspots": {f"spot-{number}": draw(_hotspots(start, number)) for number in range(draw(st.integers(1, 3)))},
        "hub_sessions": {f"hub-{number}": draw(_hubs(days, number)) for number in range(draw(st.integers(0, 2)))},
        "rules": {
            "hotspot_guarantee": {
                "counted": draw(st.sampled_from(["rolling", "blocks", "elapsed"])),
                "every_days": draw(st.integers(1, 3)),
            },
            **draw(_preferred()),
        },
    }
    if draw(st.integers(0, 2)) == 0:
        content["demand"]["hours"] = dict.fromkeys(("mon-thu", "fri", "sat", "sun"), [1] * 8 + [2] * 8 + [4] * 8)
    if draw(st.integers(0, 2)) == 0:
        content["officers"]["officer-1"]["works_with"] = "officer-0"
    if draw(st.booleans()):
        content["areas"]["north"]["neighbours"] = ["south"]
        content["areas"]["south"]["neighbours"] = ["north"]
    return Scenario.model_validate(content)


@st.composite
def _officers(draw: st.DrawFn, days: list[date]) -> dict[str, Any]:
    line = dict(zip([day.isoformat() for day in days], draw(st.sampled_from(LINES)).split(), strict=False))
    free = [day for day, what in line.items() if what == "free"]
    wishes = draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []
    return {
        "role": draw(st.sampled_from(["pc", "pcso"])),
        "area": draw(st.sampled_from(["north", "south"])),
        "skills": draw(st.sampled_from([[], [], ["asb-lead"]])),
        "published": {day: what for day, what in line.items() if what in {"rest", *SHIFTS}},
        "unavailable": {day: "leave" for day, what in line.items() if what == "away"},
        "requests": [
            {"day": day, "shift": draw(st.sampled_from(["rest", *SHIFTS])), "weight": draw(st.sampled_from([2, 1, -1]))}
            for day in wishes
        ],
    }


@st.composite
def _preferred(draw: st.DrawFn) -> dict[str, Any]:
    """None of them, or about every other one."""
    if draw(st.booleans()):
        return {}
    return {rule: said for rule, said in PREFERRED.items() if draw(st.booleans())}


@st.composite
def _staffing(draw: st.DrawFn) -> dict[str, Any]:
    wanted = st.sampled_from([{"min": 1}, {"min": 1, "prefer": 2}, {"max": 1}, {"prefer": 2, "max": 2}])
    return {
        area: {shift: draw(wanted)} for area in ("north", "south") for shift in SHIFTS if draw(st.integers(0, 3)) == 0
    }


@st.composite
def _hotspots(draw: st.DrawFn, start: date, number: int) -> dict[str, Any]:
    spot: dict[str, Any] = {
        "area": draw(st.sampled_from(["north", "south"])),
        "lat": 51.87 + number / 100,
        "lon": -0.41,
        "demand": {"need": draw(st.integers(0, 3))},
        "crew": draw(st.sampled_from([1, 1, 2])),
        "lead": draw(st.sampled_from([[], [], ["pc"]])),
        "max_visits_per_day": draw(st.integers(1, 3)),
    }
    opening = draw(st.sampled_from([None, ("10:00", "23:00"), ("20:00", "02:00"), ("12:00", "13:00")]))
    if opening is not None:
        spot["open"] = [{"from": opening[0], "to": opening[1]}]
    if draw(st.booleans()):
        spot["last_patrolled"] = f"{start - timedelta(days=draw(st.integers(1, 3)))}T15:25"
    return spot


@st.composite
def _hubs(draw: st.DrawFn, days: list[date], number: int) -> dict[str, Any]:
    opens = draw(st.integers(8, 19))
    hub = {
        "area": draw(st.sampled_from(["north", "south"])),
        "lat": 51.88,
        "lon": -0.42 + number / 50,
        "when": [{"day": day_name(draw(st.sampled_from(days))), "from": f"{opens:02}:00", "to": f"{opens + 2:02}:00"}],
        "staff": draw(st.sampled_from([{"any": 1}, {"any": 2, "pc": 1}, {"any": 2, "pc": 1, "asb-lead": 1}])),
    }
    return hub | draw(st.sampled_from([{}, {}, {"level": "preferred", "weight": 3.0}]))
