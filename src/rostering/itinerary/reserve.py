"""Keep reserve at the hours that have most patrol for their demand, so that the rest follows demand over the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from random import Random

from rostering.horizon import MINUTES_PER_HOUR, Span
from rostering.itinerary.fill import pieces
from rostering.itinerary.frames import Frame, Key, Stop, add_stop
from rostering.itinerary.ground import Ground
from rostering.scenario import Scenario
from rostering.schedule import PATROL, RESERVE, VISIT

STEP = 15
"""Minutes between the starts that are compared."""
ROUNDS = 2
"""Times every reserve is placed; the second time all others are known."""
Supply = Counter[tuple[str, int]]
"""Minutes of presence by area and hour of the horizon."""


def keep_reserves(scenario: Scenario, ground: Ground, frames: Mapping[Key, Frame], random: Random) -> dict[Key, Frame]:
    """The duties with their reserve as one piece in the own area's best supplied hours. A duty in which no stretch of
    patrol holds it in one piece, or that has idle time elsewhere, keeps it where ``fill.pieces`` finds room.
    """
    placed = dict(frames)
    spread = {key: _spread(ground, replace(frame, reserve=0)) for key, frame in frames.items()}
    demand = cache(partial(_demand, scenario))
    supply: Supply = Counter()
    for minutes in spread.values():
        supply.update(minutes)
    keys = sorted(key for key, frame in frames.items() if frame.reserve)
    random.shuffle(keys)
    for _ in range(ROUNDS):
        for key in keys:
            frame = frames[key]
            best = max(
                _choices(ground, frame), key=lambda span: _pressure(demand, supply, frame.team, span), default=None
            )
            if best is None:
                continue
            placed[key] = replace(add_stop(frame, Stop(*best, RESERVE)), reserve=0)
            supply.subtract(spread[key])
            spread[key] = _spread(ground, placed[key])
            supply.update(spread[key])
    return placed


def _choices(ground: Ground, frame: Frame) -> Iterator[Span]:
    """Where a duty can keep its reserve in one piece."""
    free = [piece for piece in pieces(ground, replace(frame, reserve=0)) if piece.do == PATROL and piece.stop is None]
    if any(piece.area != frame.team for piece in free):
        return
    for piece in free:
        for start in range(piece.start, piece.end - frame.reserve + 1, STEP):
            yield start, start + frame.reserve


def _spread(ground: Ground, frame: Frame) -> Supply:
    supply: Supply = Counter()
    for piece in pieces(ground, frame):
        if piece.do in (PATROL, VISIT) and piece.area is not None:
            for hour, minutes in _by_hour((piece.start, piece.end)):
                supply[piece.area, hour] += minutes
    return supply


def _pressure(demand: Callable[[int], float], supply: Supply, area: str, span: Span) -> float:
    """Presence for each unit of demand over an interval."""
    return sum(minutes * supply[area, hour] / demand(hour) for hour, minutes in _by_hour(span))


def _demand(scenario: Scenario, hour: int) -> float:
    if scenario.demand.hours is None:
        return 1.0
    local = scenario.horizon.local(hour * MINUTES_PER_HOUR)
    return max(scenario.demand.hours.on(local.weekday())[local.hour], 1e-6)


def _by_hour(span: Span) -> Iterator[tuple[int, int]]:
    at, end = span
    while at < end:
        until = min(end, (at // MINUTES_PER_HOUR + 1) * MINUTES_PER_HOUR)
        yield at // MINUTES_PER_HOUR, until - at
        at = until
