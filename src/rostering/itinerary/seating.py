"""Seat a visit: find the people and the time at which a whole crew can be at a hotspot at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from rostering.horizon import Span
from rostering.itinerary.frames import Frame, Key, Stop, add_stop, detour, gaps, spare_minutes, stay_range
from rostering.itinerary.ground import Ground
from rostering.scenario import Hotspot
from rostering.schedule import VISIT

OTHER_TEAM = 30
"""Minutes of travel it is worth to send people of the team that was planned, not of another that may come too."""
SAME_PEOPLE = 120
"""Minutes of travel it is worth, where visits are to spare, that one absence does not take two of them on a day."""


@dataclass(frozen=True)
class Wanted:
    """A visit that needs people."""

    spot_id: str
    minutes: int
    starts: Span
    """First and last start."""
    planned: frozenset[str]
    """Teams the plan names."""
    is_spread: bool
    """Whether the visits of a day are to be made by different people, as far as it goes."""


@dataclass(frozen=True)
class Offer:
    """A duty that could take part in a visit that starts within a range, for so many more minutes of travel."""

    frame: Frame
    first: int
    last: int
    price: int


@dataclass(frozen=True)
class Seating:
    """A visit with a time and people."""

    start: int
    keys: tuple[Key, ...]


def eligible(spot: Hotspot, role: str) -> bool:
    """Whether a role may go to a hotspot."""
    return spot.roles is None or role in spot.roles


def has_lead(spot: Hotspot, roles: Iterable[str]) -> bool:
    """Whether one of the roles may lead a visit to the hotspot."""
    return not spot.lead or any(role in spot.lead for role in roles)


def offers(ground: Ground, frames: Iterable[Frame], wanted: Wanted) -> Iterator[Offer]:
    """What each duty can offer a visit."""
    (earliest, latest), minutes = wanted.starts, wanted.minutes
    for frame in frames:
        if frame.end < earliest + minutes or frame.start > latest:
            continue
        spare = spare_minutes(ground, frame) - minutes
        extra = 0 if frame.team in wanted.planned else OTHER_TEAM
        extra += SAME_PEOPLE if wanted.is_spread and goes_to(frame, wanted.spot_id) else 0
        for gap in gaps(frame):
            added = detour(ground, gap, wanted.spot_id)
            if added > spare:
                continue
            for slot in gap.slots:
                first, end = stay_range(ground, gap, slot, wanted.spot_id)
                first, last = max(first, earliest), min(end - minutes, latest)
                if first <= last:
                    yield Offer(frame, first, last, added + extra)


def goes_to(frame: Frame, spot_id: str) -> bool:
    """Whether a duty has a visit to a hotspot in it."""
    return any(stop.do == VISIT and stop.place == spot_id for stop in frame.stops)


def seat(spot: Hotspot, offered: Iterable[Offer], random: Random) -> Seating | None:
    """The cheapest crew that can be there at one time, at a time drawn from those it has in common."""
    drawn = sorted(offered, key=lambda offer: (offer.price, random.random()))
    best: tuple[int, list[Offer]] | None = None
    for moment in sorted({offer.first for offer in drawn}):
        crew = _cheapest_crew(spot, [offer for offer in drawn if offer.first <= moment <= offer.last])
        price = sum(offer.price for offer in crew)
        if crew and (best is None or price < best[0]):
            best = price, crew
    if best is None:
        return None
    crew = best[1]
    start = random.randint(max(offer.first for offer in crew), min(offer.last for offer in crew))
    return Seating(start, tuple(sorted(offer.frame.key for offer in crew)))


def _cheapest_crew(spot: Hotspot, present: list[Offer]) -> list[Offer]:
    """The cheapest lead, then the cheapest others; nobody where the crew cannot be filled."""
    leads = [offer for offer in present if has_lead(spot, [offer.frame.role])]
    crew, keys = leads[:1], {offer.frame.key for offer in leads[:1]}
    for offer in present:
        if len(crew) == spot.crew:
            break
        if crew and offer.frame.key not in keys:
            crew.append(offer)
            keys.add(offer.frame.key)
    return crew if len(crew) == spot.crew else []


def take_seats(
    frames: Mapping[Key, Frame], seating: Seating, number: int, spot_id: str, minutes: int
) -> dict[Key, Frame]:
    """The duties of the crew with the visit in them."""
    stop = Stop(seating.start, seating.start + minutes, VISIT, spot_id, number)
    return {key: add_stop(frames[key], stop) for key in seating.keys}
