"""``rostering travel``: journeys from a routing server into the matrix file of a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from rostering.cli.exits import DONE
from rostering.cli.screen import put, say
from rostering.files import InputError, OutputError, Problem, Variant, expect_writable, load_scenario, write_whole
from rostering.files.yaml_reading import read_yaml
from rostering.journeys import Asked, Roads, Server, ask, matrix_text
from rostering.scenario import Scenario
from rostering.scenario.travel import kilometres
from rostering.words import count_words

PROFILES = {"vehicle": "driving", "foot": "foot"}
BESIDE = "travel.csv"
FEW = 3
"""Journeys that are named."""


@dataclass(frozen=True)
class Travelling:
    """Who is asked about what, and where it goes."""

    scenario: Path
    osrm: str
    output: Path | None
    profile: str | None
    timeout: float
    most_places: int
    is_fresh: bool


def travel_file(asked: Travelling) -> int:
    """Write the journeys of a scenario and say how they differ from straight lines; the exit code.

    Raises:
        InputError: the scenario or the address cannot be used, or the server answers nothing; nothing is written.
        OutputError: the file cannot be written; told before the server is asked where it can be known.
    """
    named = _named_matrix(asked.scenario)
    scenario = load_scenario(asked.scenario, Variant((), ("travel.matrix=",) if named else ())).scenario
    target = asked.output or asked.scenario.parent / (named or BESIDE)
    expect_writable(target)
    if target.resolve() == asked.scenario.resolve():
        message = f"{target}: is the scenario itself; give the file another name"
        raise OutputError(message)
    roads = ask(scenario, Asked(_server(asked, scenario), asked.most_places, asked.is_fresh))
    if not roads.minutes:
        raise InputError([_nothing(asked, scenario, roads)])
    write_whole(target, matrix_text(roads.minutes))
    for line in _warnings(scenario, roads):
        say(f"warning: {line}")
    put(f"{target}: {_summary(scenario, roads)}\n")
    if not named or target.resolve() != (asked.scenario.parent / named).resolve():
        say(f"note: {asked.scenario} uses it with travel: {{matrix: {target.name}}}, where it lies beside")
    return DONE


def _named_matrix(path: Path) -> str:
    """The matrix that a scenario names, which need not be there yet."""
    travel: Any = read_yaml(path).content.get("travel")
    named = travel.get("matrix") if isinstance(travel, dict) else None
    return named if isinstance(named, str) else ""


def _server(asked: Travelling, scenario: Scenario) -> Server:
    profile = asked.profile or PROFILES[scenario.travel.mode]
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", profile):
        raise InputError([Problem("--profile", None, (), "BAD_VALUE", f"{profile!r} is no name of a profile")])
    try:
        return Server(asked.osrm, profile, asked.timeout)
    except ValueError as error:
        raise InputError([Problem("--osrm", None, (), "BAD_VALUE", str(error))]) from error


def _straight_words(scenario: Scenario) -> str:
    return f"straight line times {scenario.travel.detour:g}, at {scenario.travel.kmh:g} km/h"


def _nothing(asked: Travelling, scenario: Scenario, roads: Roads) -> Problem:
    if not roads.unanswered and not roads.roadless:
        message = "the scenario has fewer than two places: there is no journey to ask for"
        return Problem(str(asked.scenario), None, (), "NO_JOURNEYS", message)
    why = "; ".join(roads.reasons) or "it knows no way between any two places"
    hint = f"without a matrix, journeys are computed: {_straight_words(scenario)}"
    return Problem(asked.osrm, None, (), "NO_ANSWER", f"the routing server gives no journeys: {why}", hint)


def _warnings(scenario: Scenario, roads: Roads) -> Iterator[str]:
    computed = f"stay computed: {_straight_words(scenario)}"
    if roads.roadless:
        number, some = len(roads.roadless), _journeys_words(scenario, roads.roadless)
        yield f"the server knows no way for {count_words(number, 'journey')} ({some}), which {computed}"
    if roads.unanswered:
        number, some = len(roads.unanswered), _journeys_words(scenario, roads.unanswered)
        yield f"no answer for {count_words(number, 'journey')} ({some}), which {computed}"
    yield from roads.reasons


def _journeys_words(scenario: Scenario, journeys: Sequence[tuple[str, str]]) -> str:
    named = [f"{scenario.title_of(a)} to {scenario.title_of(b)}" for a, b in journeys[:FEW]]
    return ", ".join([*named, *["…"] * (len(journeys) > FEW)])


def _summary(scenario: Scenario, roads: Roads) -> str:
    places = len({place for pair in roads.minutes for place in pair})
    asked = f"{count_words(roads.questions, 'question')} asked, {roads.kept} answered before"
    return f"{count_words(len(roads.minutes), 'journey')} between {places} places{_against(scenario, roads)}; {asked}"


def _against(scenario: Scenario, roads: Roads) -> str:
    """How roads compare with what would be computed."""
    ratios = list[float]()
    for (origin, destination), minutes in roads.minutes.items():
        road = kilometres(scenario.place(origin), scenario.place(destination)) * scenario.travel.detour
        if road > 0:
            ratios.append(minutes / (road / scenario.travel.kmh * 60))
    return f", typically {median(ratios):.2f} times what is computed without it" if ratios else ""
