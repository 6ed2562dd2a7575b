"""From who was where and when to visits by a whole crew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import itemgetter

from rostering.measures.view import crew_faults
from rostering.scenario import Scenario
from rostering.schedule import Visit

SECONDS = 60
"""In a minute."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One officer at one hotspot without a break. Times are seconds since the start of the horizon."""

    hotspot: str
    officer: str
    start: int
    end: int
    line: int = 0
    """Of the file, where one line tells it."""


@dataclass
class Presence:
    """A whole crew at one hotspot without a break; people may relieve each other."""

    hotspot: str
    start: int
    end: int
    people: set[str] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)

    @property
    def visit(self) -> Visit:
        """The same as a visit, in whole minutes: one begun does not count as one."""
        start = self.start // SECONDS
        minutes = (self.end - self.start) // SECONDS
        return Visit(self.hotspot, start, start + minutes, tuple(sorted(self.people)))


def crews(scenario: Scenario, hotspot: str) -> Callable[[frozenset[str]], bool]:
    """Whether people are a whole crew for a hotspot, as the judge sees it."""

    @cache
    def is_whole(people: frozenset[str]) -> bool:
        return bool(people) and not crew_faults(scenario, Visit(hotspot, 0, 0, tuple(sorted(people))))

    return is_whole


def presences(hotspot: str, stays: Iterable[Stay], is_whole: Callable[[frozenset[str]], bool]) -> Iterator[Presence]:
    """When a whole crew was at a hotspot, in order.

    It goes on while the people there are a whole crew and somebody stays as others come and go.
    """
    known = [stay for stay in stays if stay.start < stay.end]
    events = sorted(
        [(stay.start, True, number) for number, stay in enumerate(known)]
        + [(stay.end, False, number) for number, stay in enumerate(known)]
    )
    there, current = dict[int, Stay](), None
    for moment, group in groupby(events, key=itemgetter(0)):
        before = set(there)
        for _, is_coming, number in sorted(group, key=itemgetter(1)):
            if is_coming:
                there[number] = known[number]
            else:
                del there[number]
        people = frozenset(stay.officer for stay in there.values())
        whole = is_whole(people)
        if current is not None and not (whole and before & there.keys()):
            current.end = moment
            yield current
            current = None
        if whole:
            if current is None:
                current = Presence(hotspot, moment, moment)
            current.people |= people
            current.lines |= {stay.line for stay in there.values()}
