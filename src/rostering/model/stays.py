"""Hub openings as parts of a duty: which fit into it, beside the journeys, the break and the reserve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from rostering.horizon import Span
from rostering.model.keys import Opening
from rostering.scenario.owed import middle_half
from rostering.scenario.travel import TravelTime


class Stretch(NamedTuple):
    """What lies between two fixed things of a duty."""

    start: int
    end: int
    journey: int
    """Minutes of the journey that has to be made in it."""


@dataclass(frozen=True)
class BareDuty:
    """A duty before anything is planned in it."""

    base: str
    start: int
    end: int
    briefing: int
    pause: int
    """Minutes of its break, which is taken in one piece in the middle half."""
    reserve: int


@dataclass(frozen=True)
class Stay:
    """An opening that its officer can staff."""

    before: Stretch
    after: Stretch
    is_straight: bool
    """Whether the officer reports straight to the hub, without a briefing."""

    @property
    def occupied(self) -> Span:
        """From the start of the journey there to the end of the journey back."""
        return self.before.end - self.before.journey, self.after.start + self.after.journey


def possible_stays(journey: TravelTime, duty: BareDuty, openings: Iterable[Opening]) -> dict[Opening, Stay]:
    """The openings that lie in a duty and leave room for the rest of it."""
    stays: dict[Opening, Stay] = {}
    for opening in openings:
        if opening.opens < duty.start or opening.closes > duty.end:
            continue
        out, back = journey(duty.base, opening.session), journey(opening.session, duty.base)
        is_straight = opening.opens - duty.start < duty.briefing + out
        briefed = duty.start if is_straight else duty.start + duty.briefing
        before = Stretch(briefed, opening.opens, 0 if is_straight else out)
        after = Stretch(opening.closes, duty.end, 0 if duty.end - opening.closes < back else back)
        if _rest_fits(duty, [before, after]):
            stays[opening] = Stay(before, after, is_straight)
    return stays


def clashing(journey: TravelTime, duty: BareDuty, stays: Mapping[Opening, Stay]) -> Iterator[tuple[Opening, Opening]]:
    """Pairs of openings one duty cannot both staff, for want of time to travel or to take the break."""
    ordered = sorted(stays, key=lambda opening: (opening.opens, opening.closes, opening.session))
    for first, second in combinations(ordered, 2):
        between = Stretch(first.closes, second.opens, journey(first.session, second.session))
        if not _rest_fits(duty, [stays[first].before, between, stays[second].after]):
            yield first, second


def fits_beside(journey: TravelTime, duty: BareDuty, opening: Opening, fixed: Sequence[tuple[int, int, str]]) -> bool:
    """Whether an opening leaves room for what is fixed in a duty: start, end and place of each piece."""
    pieces = sorted([*fixed, (opening.opens, opening.closes, opening.session)])
    stay = possible_stays(journey, duty, [opening]).get(opening)
    if stay is None:
        return False
    is_first, is_last = pieces[0][2] == opening.session, pieces[-1][2] == opening.session
    out = Stretch(duty.start + duty.briefing, pieces[0][0], journey(duty.base, pieces[0][2]))
    back = Stretch(pieces[-1][1], duty.end, journey(pieces[-1][2], duty.base))
    between = [Stretch(before[1], after[0], journey(before[2], after[2])) for before, after in pairwise(pieces)]
    return _rest_fits(duty, [stay.before if is_first else out, *between, stay.after if is_last else back])


def _rest_fits(duty: BareDuty, stretches: list[Stretch]) -> bool:
    """Whether journeys, break and reserve fit between what is fixed in a duty.

    The break may come before or after the journey of its stretch, but neither is taken in pieces.
    """
    low, high = middle_half((duty.start, duty.end))
    has_break = duty.pause == 0 or any(
        min(end, high) - max(start, low) >= duty.pause
        and max(min(end, high) - start, end - max(start, low)) >= duty.pause + way
        for start, end, way in stretches
    )
    free = [end - start - way for start, end, way in stretches]
    return has_break and min(free) >= 0 and sum(free) >= duty.pause + duty.reserve
