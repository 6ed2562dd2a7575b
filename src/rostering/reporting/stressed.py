"""A stress file as rows for people: how likely each promise survives absences, and whom everything hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rostering.scenario import Scenario
from rostering.words import day_words, officer_words


@dataclass(frozen=True)
class Surviving:
    """How likely something survives absences."""

    key: str
    title: str
    area: str
    area_title: str
    chance: float
    low: float
    high: float
    repaired: float | None
    """With repair on the day; hub openings have none."""
    detail: str


@dataclass(frozen=True)
class Hinge:
    """An officer's day on which absence alone breaks something."""

    officer: str
    name: str
    area: str
    day: str
    is_single_point: bool
    losses: int


@dataclass(frozen=True)
class Stressed:
    """All of a stress file."""

    draws: int
    together: tuple[tuple[str, float, float, float], ...]
    """What, and how likely all of it survives, with the interval."""
    visits_lost: float
    visits_taken_over: float
    hotspots: tuple[Surviving, ...]
    """Weakest first."""
    hubs: tuple[Surviving, ...]
    hinges: tuple[Hinge, ...]


TOGETHER = {
    "hotspots_survive": "Every hotspot's promise",
    "hotspots_repaired_survive": "Every hotspot's promise, with repair on the day",
    "hub_sessions_survive": "Every hub opening",
    "all_survive": "Everything",
    "all_repaired_survive": "Everything, with repair on the day",
}


def stressed(scenario: Scenario, document: Mapping[str, Any]) -> Stressed:
    """Read a stress document.

    Raises:
        KeyError: something of it is missing, or the scenario does not know it.
        TypeError: something of it has another form.
    """
    measured = document["measures"]
    return Stressed(
        draws=document["stress"]["draws"],
        together=tuple((words, *_three(measured[name])) for name, words in TOGETHER.items() if name in measured),
        visits_lost=measured["visits_lost"],
        visits_taken_over=measured["visits_taken_over"],
        hotspots=_weakest_first([_hotspot(scenario, *one) for one in (document["hotspots"] or {}).items()]),
        hubs=_weakest_first(
            [
                _opening(scenario, session, at, one)
                for session, each in (document["hub_sessions"] or {}).items()
                for at, one in each.items()
            ]
        ),
        hinges=tuple(
            _hinge(scenario, officer, day, one)
            for officer, days in (document["officers"] or {}).items()
            for day, one in days.items()
        ),
    )


def survival_rows(spots: tuple[Surviving, ...]) -> list[dict[str, float]]:
    """Hotspots from the weakest, for curves: `x` is the place in that order."""
    repaired = sorted(one.repaired for one in spots if one.repaired is not None)
    return [
        {"x": place, "as planned": one.chance} | ({"with repair on the day": again} if repaired else {})
        for place, (one, again) in enumerate(zip(spots, repaired or [0.0] * len(spots), strict=True), 1)
    ]


def _three(chance: Mapping[str, float]) -> tuple[float, float, float]:
    return float(chance["chance"]), float(chance["low"]), float(chance["high"])


def _hotspot(scenario: Scenario, spot: str, one: Mapping[str, Any]) -> Surviving:
    area = scenario.hotspots[spot].area
    repaired = float(one["survives_repaired"]["chance"])
    detail = f"{one['visits']} visits, {one['windows_kept']} windows"
    where = (scenario.title_of(spot), area, scenario.title_of(area))
    return Surviving(spot, *where, *_three(one["survives"]), repaired, detail)


def _opening(scenario: Scenario, session: str, at: str, one: Mapping[str, Any]) -> Surviving:
    hub = scenario.hub_sessions[session]
    when = day_words(date.fromisoformat(at[:10]))
    return Surviving(
        session, scenario.title_of(session), hub.area, scenario.title_of(hub.area), *_three(one["survives"]), None, when
    )


def _hinge(scenario: Scenario, officer: str, day: str, one: Mapping[str, Any]) -> Hinge:
    person = scenario.people[officer]
    return Hinge(
        officer,
        officer_words(officer),
        person.area,
        day_words(date.fromisoformat(day)),
        bool(one["is_single_point_of_failure"]),
        len(one["losses"]),
    )


def _weakest_first(found: list[Surviving]) -> tuple[Surviving, ...]:
    return tuple(sorted(found, key=lambda one: (one.chance, one.title, one.detail)))
