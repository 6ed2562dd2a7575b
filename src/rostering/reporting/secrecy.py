"""Names and times that must not reach a page for the public or the commissioner, even inside a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.schedule import Plan

_WORD = re.compile(r"[a-z0-9-]+")
_TIME = re.compile(r"\d{1,2}:\d{2}")


@dataclass(frozen=True)
class Told:
    """A title that gives something away."""

    path: tuple[str, ...]
    """From the top of the scenario."""
    title: str
    secret: str
    """The officer or the time of a visit."""


def telling_titles(scenario: Scenario, plan: Plan) -> tuple[Told, ...]:
    """Every title or id of the scenario that holds an officer's id or the time of a visit."""
    officers = {officer.lower() for officer in scenario.people}
    clock = scenario.horizon.clock_text
    times = {clock(visit.start)[:5] for visits in view(scenario, plan).visits.values() for visit in visits}
    found = []
    for path, title in _titles(scenario):
        words = [*_WORD.findall(title.lower()), *_TIME.findall(title)]
        found += [Told(path, title, word) for word in words if word in officers or word in times]
    return tuple(found)


def _titles(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("title",), scenario.title or scenario.name
    for group in ("areas", "hotspots", "hub_sessions"):
        for key in getattr(scenario, group):
            yield (group, key, "title"), scenario.title_of(key)
