"""A promise that was given up because of what was learned is kept again where its visits find a time after all."""

from __future__ import annotations

from typing import Any

from rostering.scenario import Scenario
from rostering.schedule import PlannedVisit, Tasking
from rostering.solve import Options, Result, Stop, solve

DAYS = [f"2025-06-{day:02}" for day in range(2, 6)]


def scenario() -> Scenario:
    """Four days of one officer, and a place that is open for half an hour a day and promised a visit on each."""
    content: dict[str, Any] = {
        "version": 1,
        "name": "narrow",
        "horizon": {"start": DAYS[0], "days": len(DAYS)},
        "demand": {"weights": {"crime": 1}},
        "areas": {"town": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"crime": 9}}},
        "roles": {"pc": {}},
        "shifts": {"early": {"start": "07:00", "end": "17:00"}},
        "officers": {"pc-1": {"role": "pc", "area": "town", "published": dict.fromkeys(DAYS, "early")}},
        "hotspots": {
            "square": {"area": "town", "lat": 51.91, "lon": -0.4, "crew": 1, "open": [{"from": "09:00", "to": "09:30"}]}
        },
        "rules": {"hotspot_guarantee": {"every_days": 1}},
    }
    return Scenario.model_validate(content)


def promise(refusals: int) -> tuple[Result, float]:
    """The plan and the windows it misses where the first attempts to time its visits all fail."""
    calls: list[Tasking] = []

    def time_visits(tasking: Tasking) -> tuple[PlannedVisit, ...]:
        calls.append(tasking)
        return tasking.visits if len(calls) <= refusals else ()

    result = solve(scenario(), Options(), Stop(), time_visits=time_visits)
    return result, next(one.value for one in result.passes if one.name == "hotspot_guarantee")


def test_visits_that_find_a_time_later_are_won_back() -> None:
    """All four were refused once, in plans that may have held other visits: none is lost for that."""
    result, missed = promise(refusals=1)
    assert round(missed, 6) == 0
    assert result.tasking is not None
    assert [visit.hotspot for visit in result.tasking.visits] == ["square"] * len(DAYS)


def test_visits_that_never_find_a_time_stay_missing() -> None:
    """The plan says so, and does not hold them."""
    result, missed = promise(refusals=1000)
    assert round(missed, 6) == len(DAYS)
    assert result.tasking is not None
    assert not result.tasking.visits
