"""All journeys of a scenario, asked of a routing server in pieces that it accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rostering.files import OutputError
from rostering.journeys.kept import keep, kept_path, recall
from rostering.journeys.server import Coordinates, Durations, NoAnswer, Server
from rostering.scenario import Scenario

MOST_PLACES = 100
"""In one question: what OSRM accepts unless it is told otherwise."""
DECIMALS = 6
"""Of degrees: 11 cm."""
LONGEST = 1440 * 60
"""Seconds of a journey that a matrix may have."""
Block = tuple[tuple[str, ...], tuple[str, ...]]
"""Places from which, and to which."""


@dataclass(frozen=True)
class Asked:
    """How a server is asked."""

    server: Server
    most_places: int = MOST_PLACES
    is_fresh: bool = False
    """Whether kept answers are passed over."""


@dataclass
class Roads:
    """What a server said."""

    minutes: dict[tuple[str, str], float] = field(default_factory=dict)
    """By origin and destination."""
    roadless: list[tuple[str, str]] = field(default_factory=list)
    """Journeys for which the server knows no way."""
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    """Journeys about which it said nothing."""
    reasons: list[str] = field(default_factory=list)
    """Why, each once."""
    questions: int = 0
    kept: int = 0
    """Questions answered before."""


def ask(scenario: Scenario, asked: Asked) -> Roads:
    """The journeys between all places of a scenario. Once the server is gone, only kept answers are looked at."""
    places = (*scenario.areas, *scenario.hotspots, *scenario.hub_sessions)
    where = {place: _rounded(scenario, place) for place in places}
    roads, gone = Roads(), None
    for origins, destinations in blocks_of(places, asked.most_places):
        question = ([where[one] for one in origins], [where[one] for one in destinations])
        try:
            table = _kept(asked, *question, roads) or _answer(asked, *question, roads, gone)
        except NoAnswer as error:
            gone = error if error.is_gone else gone
            _tell(roads, str(error))
            roads.unanswered += [(a, b) for a in origins for b in destinations if a != b]
        else:
            _take(roads, origins, destinations, table)
    return roads


def _tell(roads: Roads, reason: str) -> None:
    if reason not in roads.reasons:
        roads.reasons.append(reason)


def _rounded(scenario: Scenario, place: str) -> Coordinates:
    point = scenario.place(place)
    return round(point.lat, DECIMALS), round(point.lon, DECIMALS)


def blocks_of(places: Sequence[str], most: int) -> Iterator[Block]:
    """Questions that together ask for every journey, each about so many places at most."""
    if len(places) <= most:
        yield tuple(places), tuple(places)
        return
    half = most // 2
    parts = [tuple(places[first : first + half]) for first in range(0, len(places), half)]
    for origins in parts:
        for destinations in parts:
            yield origins, destinations


def _kept(
    asked: Asked, sources: Sequence[Coordinates], destinations: Sequence[Coordinates], roads: Roads
) -> Durations | None:
    if asked.is_fresh:
        return None
    known = recall(kept_path(asked.server, sources, destinations), len(sources), len(destinations))
    roads.kept += known is not None
    return known


def _answer(
    asked: Asked,
    sources: Sequence[Coordinates],
    destinations: Sequence[Coordinates],
    roads: Roads,
    gone: NoAnswer | None,
) -> Durations:
    if gone is not None:
        raise gone
    roads.questions += 1
    table = asked.server.table(sources, destinations)
    try:
        keep(kept_path(asked.server, sources, destinations), table)
    except OutputError as error:
        _tell(roads, f"answers are not kept: {error}")
    return table


def _take(roads: Roads, origins: Sequence[str], destinations: Sequence[str], table: Durations) -> None:
    for origin, row in zip(origins, table, strict=True):
        for destination, seconds in zip(destinations, row, strict=True):
            if origin == destination:
                continue
            if seconds is None or seconds > LONGEST:
                roads.roadless.append((origin, destination))
            else:
                roads.minutes[origin, destination] = round(seconds / 60, 2)
