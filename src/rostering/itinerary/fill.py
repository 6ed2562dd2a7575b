"""From a duty's stops to activities that tile it: journeys, reserve, and patrol in all that is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rostering.horizon import Span
from rostering.itinerary.frames import Frame, Gap, Stop, add_stop, gaps
from rostering.itinerary.ground import Ground
from rostering.schedule import HUB, PATROL, RESERVE, TRAVEL, VISIT, Activity

HOME_WORTH_MINUTES = 30
"""Least patrol at home for which officers go home between two places elsewhere."""


@dataclass(frozen=True)
class Piece:
    """A piece of a duty with the area it is spent in (a journey: None)."""

    start: int
    end: int
    do: str
    area: str | None
    stop: Stop | None = None
    to_place: str | None = None

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


def pieces(ground: Ground, frame: Frame) -> list[Piece]:
    """The whole duty in order of time, its reserve taken out of the patrol."""
    frame = _by_way_of_home(ground, frame)
    found = [
        Piece(stop.start, stop.end, stop.do, None if stop.place is None else ground.area_of[stop.place], stop)
        for stop in frame.stops
    ]
    for gap in gaps(frame):
        found += _cross(ground, frame.team, gap)
    return sorted(_keep_reserve(found, frame.team, frame.reserve), key=lambda piece: piece.start)


def _cross(ground: Ground, team: str, gap: Gap) -> Iterator[Piece]:
    """The journey through a gap, timed so that as much as possible of the free time is spent in the own area."""
    need = ground.journey(gap.origin, gap.destination)
    origin, destination = ground.area_of[gap.origin], ground.area_of[gap.destination]
    leave_late = origin == team or destination != team
    journey = _journey_slot(gap.slots, need, leave_late=leave_late) if gap.origin != gap.destination and need else None
    for start, end in gap.slots:
        if journey is None or end <= journey[0] or start >= journey[1]:
            area = destination if journey is not None and start >= journey[1] else origin
            yield Piece(start, end, PATROL, area)
            continue
        if start < journey[0]:
            yield Piece(start, journey[0], PATROL, origin)
        yield Piece(*journey, TRAVEL, None, to_place=gap.destination)
        if journey[1] < end:
            yield Piece(journey[1], end, PATROL, destination)


def _journey_slot(slots: tuple[Span, ...], need: int, *, leave_late: bool) -> Span | None:
    """When to travel. Where no slot is long enough (hub staff who cannot be there in time), the longest is all travel,
    and the judge says so.
    """
    fitting = [slot for slot in slots if slot[1] - slot[0] >= need]
    if not fitting:
        return max(slots, key=lambda slot: slot[1] - slot[0], default=None)
    return (fitting[-1][1] - need, fitting[-1][1]) if leave_late else (fitting[0][0], fitting[0][0] + need)


def _by_way_of_home(ground: Ground, frame: Frame) -> Frame:
    """Between two places elsewhere, officers patrol at home where the time is long enough for it."""
    for gap in list(gaps(frame)):
        if frame.team in (ground.area_of[gap.origin], ground.area_of[gap.destination]):
            continue
        back, out = ground.journey(gap.origin, frame.team), ground.journey(frame.team, gap.destination)
        for start, end in gap.slots:
            if end - start >= back + out + HOME_WORTH_MINUTES:
                frame = add_stop(frame, Stop(start + back, end - out, PATROL, frame.team))
                break
    return frame


def _keep_reserve(found: list[Piece], team: str, due: int) -> list[Piece]:
    """Turn patrol into reserve: outside the own area first, then the last piece that holds it all, then the longest."""
    kept = [piece for piece in found if piece.do != PATROL]
    free = [piece for piece in found if piece.do == PATROL]
    while free and due:
        away = [piece for piece in free if piece.area != team and piece.stop is None]
        whole = [piece for piece in free if piece.minutes >= due and piece.stop is None]
        source = max(away or whole, key=lambda piece: piece.start, default=None)
        source = source or max(free, key=lambda piece: (piece.stop is None, piece.minutes, piece.start))
        free.remove(source)
        taken = min(due, source.minutes)
        due -= taken
        kept.append(Piece(source.end - taken, source.end, RESERVE, None))
        if taken < source.minutes:
            free.append(replace(source, end=source.end - taken))
    return kept + free


def presence(found: list[Piece]) -> Counter[str]:
    """Minutes of patrol and visits by area."""
    seen: Counter[str] = Counter()
    for piece in found:
        if piece.do in (PATROL, VISIT) and piece.area is not None:
            seen[piece.area] += piece.minutes
    return seen


def minutes_lent(ground: Ground, team: str, first_place: str, found: list[Piece]) -> int:
    """Minutes away from the own area: patrol, visits and hubs there, and journeys that touch it."""
    lent, place = 0, first_place
    for piece in found:
        here = ground.area_of[place] == team
        if piece.do == TRAVEL and piece.to_place is not None:
            lent += 0 if here and ground.area_of[piece.to_place] == team else piece.minutes
            place = piece.to_place
        elif piece.do in (PATROL, VISIT, HUB):
            lent += 0 if piece.area == team else piece.minutes
            place = piece.stop.place if piece.stop is not None and piece.stop.place is not None else place
    return lent


def activity(piece: Piece, crew: tuple[str, ...] = (), reason: str | None = None) -> Activity:
    """A piece as it is written."""
    place = None if piece.stop is None else piece.stop.place
    return Activity(
        piece.start,
        piece.end,
        piece.do,
        to_place=piece.to_place,
        hotspot=place if piece.do == VISIT else None,
        session=place if piece.do == HUB else None,
        area=piece.area if piece.do == PATROL else None,
        crew=crew,
        reason=reason,
    )


def joined(activities: list[Activity]) -> tuple[Activity, ...]:
    """Neighbouring patrols in one area, and neighbouring reserves, as one."""
    whole: list[Activity] = []
    for one in activities:
        last = whole[-1] if whole else None
        if (
            last is not None
            and one.do in (PATROL, RESERVE)
            and (last.do, last.area, last.end) == (one.do, one.area, one.start)
        ):
            whole[-1] = replace(last, end=one.end)
        else:
            whole.append(one)
    return tuple(whole)
