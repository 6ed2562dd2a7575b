"""A duty while it is being planned: pieces with fixed times, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rostering.horizon import Span
from rostering.itinerary.ground import Ground

Key = tuple[str, date]
"""A duty: officer and day."""


@dataclass(frozen=True)
class Stop:
    """A piece of a duty whose times are fixed. Without a place it can be spent wherever the officer is."""

    start: int
    end: int
    do: str
    place: str | None = None
    visit: int | None = None
    """A hotspot visit: the number of its appointment."""


@dataclass(frozen=True)
class Frame:
    """One duty: its bounds, where it begins and ends, and its stops in order of time."""

    key: Key
    shift: str
    team: str
    role: str
    start: int
    end: int
    first_place: str
    last_place: str
    reserve: int
    """Minutes that are promised to nobody."""
    stops: tuple[Stop, ...] = ()

    @property
    def officer(self) -> str:
        """Whose duty it is."""
        return self.key[0]


@dataclass(frozen=True)
class Gap:
    """The time between two places a duty is bound to, as the free slots that stops without a place leave of it."""

    origin: str
    destination: str
    slots: tuple[Span, ...]


def gaps(frame: Frame) -> Iterator[Gap]:
    """The gaps of a duty in order of time, also those that hold no free minute."""
    origin, clock = frame.first_place, frame.start
    slots: list[Span] = []
    for stop in frame.stops:
        if stop.start > clock:
            slots.append((clock, stop.start))
        clock = stop.end
        if stop.place is not None:
            yield Gap(origin, stop.place, tuple(slots))
            origin, slots = stop.place, []
    if frame.end > clock:
        slots.append((clock, frame.end))
    yield Gap(origin, frame.last_place, tuple(slots))


def spare_minutes(ground: Ground, frame: Frame) -> int:
    """Minutes of a duty that stops, journeys and reserve leave."""
    free = frame.end - frame.start - sum(stop.end - stop.start for stop in frame.stops)
    return free - sum(ground.journey(gap.origin, gap.destination) for gap in gaps(frame)) - frame.reserve


def add_stop(frame: Frame, stop: Stop) -> Frame:
    """The duty with one more stop."""
    return replace(frame, stops=tuple(sorted((*frame.stops, stop), key=lambda one: (one.start, one.end))))


def drop_stops(frame: Frame, stops: tuple[Stop, ...]) -> Frame:
    """The duty without some of its stops."""
    return replace(frame, stops=tuple(stop for stop in frame.stops if stop not in stops))


def stay_range(ground: Ground, gap: Gap, slot: Span, place: str) -> Span:
    """Earliest start and latest end of a stay at a place inside one slot of a gap, so that the journeys there and on
    still fit (in the same slot, or in one before or after it).
    """
    there, on = ground.journey(gap.origin, place), ground.journey(place, gap.destination)
    before = any(end - start >= there for start, end in gap.slots if end <= slot[0])
    after = any(end - start >= on for start, end in gap.slots if start >= slot[1])
    return slot[0] + (0 if before else there), slot[1] - (0 if after else on)


def detour(ground: Ground, gap: Gap, place: str) -> int:
    """Minutes of travel that going by a place adds to a gap."""
    journey = ground.journey
    return journey(gap.origin, place) + journey(place, gap.destination) - journey(gap.origin, gap.destination)
