"""Small scenarios whose answers can be worked out by hand."""

from __future__ import annotations

from typing import Any

from rostering.scenario import Scenario

DAY = "2025-06-02"
"""A Monday."""
RULES = {"briefing": {"level": "off"}, "breaks": {"level": "off"}, "abstraction": {"level": "off"}}


def town(**changed: Any) -> dict[str, Any]:
    """One day and two areas side by side: two constables in the east, one in the west, ten hours each.

    East has three quarters of the demand. There is nothing to pay for on the way: places are next to each other.
    """
    near = {"lat": 52.0, "lon": -0.4}
    return {
        "version": 1,
        "name": "town",
        "horizon": {"start": DAY, "days": 1},
        "demand": {"weights": {"crime": 1.0}},
        "areas": {
            "east": {"base": near, "demand": {"crime": 75.0}, "neighbours": []},
            "west": {"base": near, "demand": {"crime": 25.0}, "neighbours": []},
        },
        "roles": {"pc": {"weekly_hours": 40, "annual_cost": 60000}},
        "shifts": {"day": {"start": "08:00", "end": "18:00"}},
        "officers": {
            f"pc-{number}": {"role": "pc", "area": area, "published": {DAY: "day"}}
            for number, area in enumerate(("east", "east", "west"))
        },
        "rules": RULES,
        "funding": {
            "options": {
                "more": {"hire": "pc", "max": 4},
                "fewer": {"end_grant": "pc", "max": 3},
            }
        },
    } | changed


def scenario(**changed: Any) -> Scenario:
    """The town as a scenario."""
    return Scenario.model_validate(town(**changed))


HUB = {
    "area": "west",
    "lat": 52.0,
    "lon": -0.4,
    "when": [{"day": "mon", "from": "10:00", "to": "12:00"}],
    "staff": {"any": 1},
}
SPOT = {"area": "west", "lat": 52.0, "lon": -0.4, "demand": {"crime": 1.0}, "crew": 1}
