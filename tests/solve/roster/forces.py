"""A few officers over a few days, with all that ties their duties to each other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rostering.scenario import REST

START = date(2025, 6, 5)
"""A Thursday: the first weekend is soon."""
SHIFTS = {
    "early": {"start": "07:00", "end": "15:00"},
    "late": {"start": "14:00", "end": "23:00"},
    "night": {"start": "22:00", "end": "07:00"},
}
HOURS = [1.0] * 7 + [3.0] * 8 + [2.0] * 9
ROTATIONS = {
    "own": {"weeks": [["early", "early", REST, REST, "late", "late", REST], [REST, REST, *["early"] * 5]]},
    "shared": {"weeks": [["late", "late", REST, REST, "early", "early", REST], [REST] * 7], "choose": "team"},
}
LEVELS: dict[str, tuple[dict[str, Any], ...]] = {
    "contract_hours": ({}, {"weight": 0.3, "tolerance_hours": 2.0}, {"level": "off"}),
    "consecutive_rest_days": ({}, {"level": "preferred", "weight": 2.0}),
    "consecutive_duties": ({"most": 3}, {"most": 4, "least": 2}, {"level": "preferred", "most": 2, "weight": 1.5}),
    "weekends_off": ({}, {"level": "preferred", "least": 1, "in_weekends": 1, "weight": 3.0}),
    "even_shares": ({}, {"of": ["nights", "weekends"], "weight": 0.5}),
    "demand_matching": ({}, {"weight": 0.2}),
    "staffing_minimum": ({}, {"level": "preferred", "weight": 5.0}),
    "average_weekly_hours": ({}, {"level": "preferred", "hours": 36.0}),
    "shift_limits": ({}, {"most": {"night": 1}}, {"level": "preferred", "most": {"night": 1, "late": 1}}),
}
"""What may be said of some rules."""


@st.composite
def forces(draw: st.DrawFn, *, rotating: bool = False) -> dict[str, Any]:
    """Two to four officers, five to nine days, all of them free but a few: the content of a scenario."""
    days = [START + timedelta(days=number) for number in range(draw(st.integers(5, 9)))]
    number = draw(st.integers(2, 4))
    return {
        "version": 1,
        "name": "force",
        "horizon": {"start": START.isoformat(), "days": len(days)},
        "demand": _demand(has_hours=draw(st.booleans())),
        "areas": {"town": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {"weekly_hours": 40.0}, "sergeant": {"weekly_hours": 30.0}},
        "shifts": SHIFTS,
        "rotations": ROTATIONS if rotating else {},
        "staffing": {"town": draw(_staffing())},
        "officers": {f"pc-{one}": draw(_officers(one, days, rotating=rotating)) for one in range(1, number + 1)},
        "rules": draw(st.fixed_dictionaries({rule: st.sampled_from(said) for rule, said in LEVELS.items()})),
    }


def _demand(*, has_hours: bool) -> dict[str, Any]:
    profile = {"hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), HOURS)} if has_hours else {}
    return {"weights": {"need": 1.0}, **profile}


@st.composite
def _staffing(draw: st.DrawFn) -> dict[str, Any]:
    options: tuple[dict[str, Any], ...] = (
        {"min": 1},
        {"min": 1, "prefer": 2, "max": 2},
        {"prefer": 1},
        {"max": 1},
        {"min": 1, "skills": {"driver": 1}},
        {"skills": {"sergeant": 1}},
    )
    return {shift: draw(st.sampled_from(options)) for shift in SHIFTS if draw(st.booleans())}


@st.composite
def _officers(draw: st.DrawFn, number: int, days: list[date], *, rotating: bool) -> dict[str, Any]:
    told = {day.isoformat(): draw(st.sampled_from(["free"] * 8 + ["away", REST, "early"])) for day in days}
    free = [day for day, what in told.items() if what == "free"]
    wishes = st.tuples(st.sampled_from(free), st.sampled_from([REST, *SHIFTS]), st.sampled_from([-2.0, 1.0, 3.0]))
    officer: dict[str, Any] = {
        "role": draw(st.sampled_from(["pc", "pc", "sergeant"])),
        "area": "town",
        "skills": ["driver"] if draw(st.booleans()) else [],
        "published": {day: what for day, what in told.items() if what in {REST, "early"}},
        "unavailable": {day: "leave" for day, what in told.items() if what == "away"},
        "requests": [
            {"day": day, "shift": shift, "weight": weight} for day, shift, weight in draw(st.lists(wishes, max_size=2))
        ]
        if free
        else [],
        "history": {"consecutive_days": draw(st.integers(0, 2)), "counts": {"nights": draw(st.integers(0, 2))}},
    }
    if number > 1 and draw(st.booleans()):
        officer["works_with"] = "pc-1"
    if rotating and draw(st.booleans()):
        officer["rotation"] = draw(st.sampled_from([*ROTATIONS]))
    return officer
