"""Names and times that must not reach a page for the public or the commissioner, even inside a title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.schedule import Plan

_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}")


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
    clock = scenario.horizon.clock_text
    times = {clock(visit.start)[:5] for visits in view(scenario, plan).visits.values() for visit in visits}
    found = list(naming_titles(scenario))
    for path, title in _titles(scenario):
        found += [Told(path, title, time) for time in _TIME.findall(title) if time.zfill(5) in times]
    return tuple(found)


def naming_titles(scenario: Scenario) -> tuple[Told, ...]:
    """Every title or id of the scenario that holds an officer's id."""
    return tuple(
        Told(path, title, officer) for path, title in _titles(scenario) for officer in officers_in(title, scenario)
    )


def officers_in(text: str, scenario: Scenario) -> tuple[str, ...]:
    """Officers whose id stands in a text, also as a part of a longer word with hyphens."""
    lowered = text.lower()
    return tuple(
        officer
        for officer in scenario.people
        if officer in lowered and re.search(rf"(?<![a-z0-9]){re.escape(officer)}(?![a-z0-9])", lowered)
    )


def _titles(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], str]]:
    yield ("title",), scenario.title or scenario.name
    for group in ("areas", "hotspots", "hub_sessions"):
        for key in getattr(scenario, group):
            yield (group, key, "title"), scenario.title_of(key)
            yield (group, key), key
