"""What the marks in a schedule file pin: days, visits and hub openings that stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rostering.scenario import REST, Scenario
from rostering.schedule import HUB, VISIT, Activity, Duty, PinnedVisit, Pins

Key = tuple[str, date]
"""Officer and day."""


@dataclass
class Marks:
    """The marks of a file, as they were read."""

    is_all: bool = False
    """Whether everything is pinned but what is marked otherwise."""
    days: dict[Key, bool | None] = field(default_factory=dict)
    """By officer and day that the file has: pinned, not pinned, or nothing said."""
    resting: set[Key] = field(default_factory=set)
    """Days that the file has as rest."""
    activities: dict[tuple[Key, int], bool | None] = field(default_factory=dict)
    """The same by duty and place in it."""

    def is_day_pinned(self, key: Key) -> bool:
        """Whether a day is pinned by itself."""
        said = self.days.get(key)
        return self.is_all if said is None else said

    def is_activity_pinned(self, key: Key, position: int) -> bool:
        """Whether a piece of a duty is pinned, by itself or with everything else."""
        said = self.activities.get((key, position))
        return self.is_all and self.is_day_pinned(key) if said is None else said

    @property
    def is_anything_free(self) -> bool:
        """Whether something is marked as not pinned."""
        return False in self.days.values() or False in self.activities.values()


def pins_of(marks: Marks, duties: tuple[Duty, ...], scenario: Scenario) -> Pins:
    """The pins of a file. A visit or hub opening that is pinned pins the duties it is part of; a visit is pinned for
    all of its crew where it is for one of them.
    """
    if not (marks.is_all or True in marks.days.values() or True in marks.activities.values()):
        return Pins()
    visits = tuple(_visits(marks, duties))
    staff = frozenset(_staff(marks, duties))
    shifts = {(duty.officer, duty.day): duty.shift for duty in duties}
    tied = {key for visit in visits for key in visit.crew} | {(officer, day) for officer, day, _, _ in staff}
    days = {key: shift for key, shift in shifts.items() if key in tied or marks.is_day_pinned(key)}
    days |= {key: REST for key in _rest_days(marks, scenario) if key not in shifts and marks.is_day_pinned(key)}
    return Pins(dict(sorted(days.items())), visits, staff, is_all=marks.is_all and not marks.is_anything_free)


def _rest_days(marks: Marks, scenario: Scenario) -> Iterator[Key]:
    yield from marks.resting
    if marks.is_all:
        yield from ((officer, day) for officer in scenario.people for day in scenario.horizon.dates)


def _visits(marks: Marks, duties: tuple[Duty, ...]) -> Iterator[PinnedVisit]:
    there: Mapping[tuple[str, int, int], list[tuple[Key, int]]] = defaultdict(list)
    for key, position, one in _pieces(duties, VISIT):
        there[one.hotspot or "", one.start, one.end].append((key, position))
    for (hotspot, start, end), pieces in sorted(there.items()):
        is_named = any(marks.activities.get(piece) for piece in pieces)
        if is_named or all(marks.is_activity_pinned(*piece) for piece in pieces):
            yield PinnedVisit(hotspot, start, end, tuple(sorted({key for key, _ in pieces})))


def _staff(marks: Marks, duties: tuple[Duty, ...]) -> Iterator[tuple[str, date, str, int]]:
    for key, position, one in _pieces(duties, HUB):
        if marks.is_activity_pinned(key, position):
            yield (*key, one.session or "", one.start)


def _pieces(duties: tuple[Duty, ...], what: str) -> Iterator[tuple[Key, int, Activity]]:
    for duty in duties:
        for position, one in enumerate(duty.activities):
            if one.do == what:
                yield (duty.officer, duty.day), position, one
