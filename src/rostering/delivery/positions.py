"""Visits out of positions that officers' radios or cars report: who, when, where."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import is_zipfile

import numpy as np

from rostering.delivery.chunks import open_large
from rostering.delivery.circles import Circles
from rostering.delivery.continuity import Disordered, Track, joined, runs, runs_of_pieces, stays
from rostering.delivery.delivered import Delivered
from rostering.delivery.pings import Pings, columns_of
from rostering.delivery.presence import SECONDS, Stay, crews, presences
from rostering.delivery.records import Outside
from rostering.scenario import Scenario
from rostering.schedule import Visit

GAP = 120
"""Seconds."""
RADIUS = 150.0
"""Metres, as in the evidence on hotspots."""


@dataclass(frozen=True)
class PingRules:
    """What a presence is."""

    gap: int = GAP
    """The most seconds between two positions of one stay."""
    radius: float = RADIUS
    """Metres around a hotspot; the edge is inside."""


def are_pings(path: Path) -> bool:
    """Whether a file has positions in it, not visits.

    Raises:
        InputError: it cannot be read.
    """
    if path.is_file() and is_zipfile(path):
        return False
    names = {name.casefold() for name in open_large(path).header}
    return "hotspot" not in names and bool(names & {"lat", "latitude", "lon", "long", "lng", "longitude"})


def delivered_by_pings(path: Path, scenario: Scenario, rules: PingRules, outside: Outside = "refuse") -> Delivered:
    """The visits that a CSV file of positions shows (officer, time, lat, lon), read a piece at a time.

    A visit is a whole crew inside the radius without a break; an officer of a role that may not go there is not seen.

    Raises:
        InputError: with every problem found, each at its line.
    """
    table = open_large(path)
    pings = Pings(table, columns_of(table), scenario, outside)
    circles = Circles([spot.place for spot in scenario.hotspots.values()], rules.radius)
    try:
        track = runs_of_pieces(_tracks(pings, circles), rules.gap)
        pings.expect_no_faults()
    except Disordered:
        pings.expect_no_faults()
        pings.forget()
        track = runs(joined(list(_tracks(pings, circles))), rules.gap)
    visits, uncounted = _visits(scenario, track, circles, rules)
    return Delivered(visits, pings.rows, (*table.notes, *pings.notes()), uncounted)


def _tracks(pings: Pings, circles: Circles) -> Iterator[Track]:
    for piece in pings.pieces():
        yield Track(piece.officer, piece.second, piece.second, circles.codes(piece.lat, piece.lon))


def _visits(
    scenario: Scenario, track: Track, circles: Circles, rules: PingRules
) -> tuple[dict[str, tuple[Visit, ...]], dict[str, tuple[int, ...]]]:
    """By hotspot: visits that count, and when those began that do not, of a minute or more."""
    people, least = list(scenario.people), scenario.rules.hotspot_guarantee.minutes
    first, last = 0, scenario.horizon.at(scenario.horizon.end)
    visits, uncounted = defaultdict[str, list[Visit]](list), defaultdict[str, list[int]](list)
    for number, (hotspot, spot) in enumerate(scenario.hotspots.items()):
        inside = np.array([number in group for group in circles.groups])
        seen = [
            Stay(hotspot, people[officer], start, end)
            for officer, start, end in stays(track, inside, rules.gap)
            if spot.roles is None or scenario.people[people[officer]].role in spot.roles
        ]
        for presence in presences(hotspot, seen, crews(scenario, hotspot)):
            visit = presence.visit
            if first <= visit.start < last and visit.end - visit.start >= least:
                visits[hotspot].append(visit)
        uncounted[hotspot] = [minute for minute in _others(seen, visits[hotspot]) if first <= minute < last]
    return _frozen(visits), _frozen(uncounted)


def _others(seen: list[Stay], counted: list[Visit]) -> list[int]:
    """When people began to be there, a minute or more and not within a visit that counts: alone, or not for long."""
    starts, ends = ([getattr(visit, side) * SECONDS for visit in counted] for side in ("start", "end"))
    begun, until = list[int](), -(10**12)
    for stay in sorted(seen, key=lambda one: (one.start, one.end)):
        if stay.end - stay.start < SECONDS or stay.start < until:
            continue
        after = bisect_right(ends, stay.start - SECONDS)
        if after < len(starts) and starts[after] < stay.end:
            continue
        begun.append(stay.start // SECONDS)
        until = stay.end
    return begun


def _frozen[V](lists: dict[str, list[V]]) -> dict[str, tuple[V, ...]]:
    return {hotspot: tuple(values) for hotspot, values in lists.items() if values}
