"""A small scenario whose titles try to be more than text, its plan, and the command."""

from __future__ import annotations

from functools import cache
from typing import Any

from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.scheduling import plan
from rostering.solve import Options, Progress, Stop

NASTY = (
    "<script>alert(1)</script>", "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "a\r\nATTENDEE:x", "=cmd|' /C calc'!A0",
    '"><img src=x onerror=alert(1)>', "a;b,c\\n", "{{ 7*7 }}", "Łódź ŵ 字", "&R&P",
)  # fmt: skip
PUBLISHED = {
    f"2025-10-{day}": shift
    for day, shift in zip(range(20, 27), ["night"] * 3 + ["rest"] * 2 + ["night"] * 2, strict=True)
}


def quiet(_: Progress) -> None:
    """Nobody is told anything."""


def made(title: str = "Market", **extra: Any) -> Scenario:
    """Two constables on nights in the week in which the clocks go back."""
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "small",
            "title": title,
            "horizon": {"start": "2025-10-20", "days": 7},
            "demand": {"weights": {"crime": 1.0}},
            "areas": {"east": {"title": title, "base": {"lat": 52.0, "lon": -0.4}, "demand": {"crime": 5.0}}},
            "roles": {"pc": {"title": title}},
            "shifts": {"night": {"title": title, "start": "22:00", "end": "07:00"}},
            "officers": {f"pc-{number}": {"role": "pc", "area": "east", "published": PUBLISHED} for number in (1, 2)},
            "hotspots": {
                "market": {"title": title, "area": "east", "lat": 52.01, "lon": -0.41, "demand": {"crime": 1.0}}
            },
            "hub_sessions": {
                "hub": {"title": title, "area": "east", "lat": 52.0, "lon": -0.4, "staff": {"any": 1},
                        "when": [{"day": "sat", "from": "23:00", "to": "00:00"}]}
            },
            **extra,
        }
    )  # fmt: skip


@cache
def planned() -> Plan:
    """Times and names for it."""
    schedule = plan(made(), "", Options(), Stop(), quiet).schedule
    assert schedule is not None
    return schedule.plan
