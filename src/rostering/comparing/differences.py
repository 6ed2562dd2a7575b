"""What two plans have people do differently, whatever the order in which they say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rostering.comparing.pairing import paired
from rostering.horizon import Span, merged, subtract
from rostering.scenario import REST
from rostering.schedule import HUB, VISIT, Activity, HotspotPlan, Plan, Visit

PersonKind = Literal[
    "duty added",
    "duty removed",
    "shift changed",
    "visit added",
    "visit dropped",
    "visit moved",
    "crew changed",
    "hub added",
    "hub dropped",
    "hub moved",
    "other activities",
]
"""How one person's day can change."""
VisitKind = Literal["added", "dropped", "moved", "crew changed", "listed", "not listed"]
"""How a visit can change; the last two where only the hotspot's own list of visits does."""
Day = tuple[str, date]
"""An officer on a day."""


@dataclass(frozen=True)
class PersonChange:
    """One thing that is other for one person on the day of a duty."""

    officer: str
    day: date
    kind: PersonKind
    before: str | Activity | None
    """Of a duty the shift, or `rest`; of a visit or hub the piece of the duty, absent where there was none."""
    after: str | Activity | None
    """The same, as it is now."""
    minutes: int = 0
    """Of other activities: how many minutes of the duty are spent otherwise."""


@dataclass(frozen=True)
class VisitChange:
    """A visit that is other, by its whole crew."""

    hotspot: str
    day: date | None
    """Of the duties it is part of; absent where it is only listed."""
    kind: VisitKind
    before: Visit | None
    after: Visit | None


@dataclass(frozen=True)
class StaffChange:
    """A hub opening for which other people are listed."""

    session: str
    opens: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """Everything that two plans have people do differently, sorted."""

    people: tuple[PersonChange, ...]
    """By officer and day; duties first, then visits and hubs by time, then the rest."""
    visits: tuple[VisitChange, ...]
    """By hotspot and time."""
    staff: tuple[StaffChange, ...]
    """By hub session and opening."""

    @property
    def are_none(self) -> bool:
        """Whether both plans have everybody do the same."""
        return not (self.people or self.visits or self.staff)


@dataclass(frozen=True)
class _Done:
    """What one person does in the duties of a day."""

    shift: str = REST
    visits: tuple[Activity, ...] = ()
    hubs: tuple[Activity, ...] = ()
    others: frozenset[tuple[str, str, int, int]] = frozenset()
    """What is done, where, from and to."""


_NOTHING = _Done()


def differences(before: Plan, after: Plan) -> Differences:
    """What people are to do otherwise by the second plan than by the first.

    Visits are the same where hotspot, day of the duty and time are; of the others, those of a hotspot and day that are
    nearest in time are taken for moved. Reasons and ledgers are not compared: they say nothing about what is done.

    Args:
        before: a plan.
        after: another plan, its instants counted from the same moment.
    """
    return Differences(
        people=tuple(_people(before, after)),
        visits=tuple(_visits(before, after)),
        staff=tuple(_staff(before, after)),
    )


def _people(before: Plan, after: Plan) -> Iterator[PersonChange]:
    earlier, later = _days(before), _days(after)
    for key in sorted(earlier.keys() | later.keys()):
        was, now = earlier.get(key, _NOTHING), later.get(key, _NOTHING)
        if was != now:
            yield from _person(key, was, now)


def _days(plan: Plan) -> dict[Day, _Done]:
    pieces: dict[Day, list[Activity]] = defaultdict(list)
    shifts: dict[Day, list[str]] = defaultdict(list)
    for duty in plan.duties:
        shifts[duty.officer, duty.day].append(duty.shift)
        pieces[duty.officer, duty.day].extend(duty.activities)
    return {key: _done(" and ".join(sorted(shifts[key])), pieces[key]) for key in shifts}


def _done(shift: str, pieces: list[Activity]) -> _Done:
    visits = [_told(piece) for piece in pieces if piece.do == VISIT]
    hubs = [_told(piece) for piece in pieces if piece.do == HUB]
    others = (
        (one.do, one.to_place or one.area or "", one.start, one.end) for one in pieces if one.do not in {VISIT, HUB}
    )
    return _Done(shift, tuple(sorted(visits, key=_by_time)), tuple(sorted(hubs, key=_by_time)), frozenset(others))


def _told(piece: Activity) -> Activity:
    return replace(piece, crew=tuple(sorted(piece.crew)), reason=None)


def _by_time(piece: Activity) -> tuple[int, int, str, tuple[str, ...]]:
    return piece.start, piece.end, _place(piece), piece.crew


def _place(piece: Activity) -> str:
    return piece.hotspot or piece.session or ""


def _person(key: Day, was: _Done, now: _Done) -> Iterator[PersonChange]:
    if was.shift != now.shift:
        kind: PersonKind = "shift changed"
        if was is _NOTHING or now is _NOTHING:
            kind = "duty added" if was is _NOTHING else "duty removed"
        yield PersonChange(*key, kind, was.shift, now.shift)
    changed = [*_pairs(was.visits, now.visits, _visit_kind), *_pairs(was.hubs, now.hubs, _hub_kind)]
    for kind, old, new in sorted(changed, key=lambda one: _when(one[1], one[2])):
        yield PersonChange(*key, kind, old, new)
    spans = [(piece.start, piece.end) for _, *both in changed for piece in both if piece is not None]
    minutes = _minutes_otherwise(was.others, now.others, spans)
    if was.shift == now.shift and minutes:
        yield PersonChange(*key, "other activities", None, None, minutes)


def _when(old: Activity | None, new: Activity | None) -> tuple[int, int, str, tuple[str, ...]]:
    piece = new or old
    assert piece is not None  # noqa: S101 - a pair has at least one
    return _by_time(piece)


def _pairs(
    was: tuple[Activity, ...], now: tuple[Activity, ...], kind: Callable[[Activity | None, Activity | None], PersonKind]
) -> Iterator[tuple[PersonKind, Activity | None, Activity | None]]:
    for old, new in paired(was, now, _place):
        yield kind(old, new), old, new


def _visit_kind(old: Activity | None, new: Activity | None) -> PersonKind:
    if old is None or new is None:
        return "visit added" if old is None else "visit dropped"
    return "crew changed" if (old.start, old.end) == (new.start, new.end) else "visit moved"


def _hub_kind(old: Activity | None, new: Activity | None) -> PersonKind:
    if old is None or new is None:
        return "hub added" if old is None else "hub dropped"
    return "hub moved"


def _minutes_otherwise(
    was: Collection[tuple[str, str, int, int]], now: Collection[tuple[str, str, int, int]], known: list[Span]
) -> int:
    """Minutes of other activities that only one of the plans has, without those for which a visit or hub accounts."""
    if was == now:
        return 0
    earlier, later = _by_place(was), _by_place(now)
    moved = [
        span
        for place in earlier.keys() | later.keys()
        for spans, others in ((earlier[place], later[place]), (later[place], earlier[place]))
        for whole in spans
        for span in subtract(whole, others)
    ]
    return sum(end - start for whole in merged(moved) for start, end in subtract(whole, known))


def _by_place(others: Collection[tuple[str, str, int, int]]) -> Mapping[tuple[str, str], list[Span]]:
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for do, place, start, end in others:
        spans[do, place].append((start, end))
    return spans


def _visits(before: Plan, after: Plan) -> Iterator[VisitChange]:
    earlier, later = _crewed(before), _crewed(after)
    found = [
        VisitChange(hotspot, day, _crew_kind(old, new), old, new)
        for hotspot, day in earlier.keys() | later.keys()
        for old, new in paired(earlier[hotspot, day], later[hotspot, day], lambda visit: visit.hotspot)
    ]
    explained = {
        (visit.hotspot, visit.start) for one in found for visit in (one.before, one.after) if visit is not None
    }
    yield from sorted([*found, *_listed(before, after, explained)], key=_in_order)


def _crewed(plan: Plan) -> Mapping[tuple[str, date], list[Visit]]:
    """By hotspot and day of the (first) duty: the visits, each with everybody who has it in a duty."""
    crews: dict[tuple[str, int, int], set[Day]] = defaultdict(set)
    for duty in plan.duties:
        for piece in duty.activities:
            if piece.do == VISIT and piece.hotspot is not None:
                crews[piece.hotspot, piece.start, piece.end].add((duty.officer, duty.day))
    visits: dict[tuple[str, date], list[Visit]] = defaultdict(list)
    for (hotspot, start, end), crew in crews.items():
        people = tuple(sorted({officer for officer, _ in crew}))
        visits[hotspot, min(day for _, day in crew)].append(Visit(hotspot, start, end, people))
    return visits


def _crew_kind(old: Visit | None, new: Visit | None) -> VisitKind:
    if old is None or new is None:
        return "added" if old is None else "dropped"
    return "crew changed" if (old.start, old.end) == (new.start, new.end) else "moved"


def _listed(before: Plan, after: Plan, explained: Collection[tuple[str, int]]) -> Iterator[VisitChange]:
    """Visits that only the list of a hotspot has gained or lost."""
    nothing = HotspotPlan()
    for hotspot in before.hotspots.keys() | after.hotspots.keys():
        old = set(before.hotspots.get(hotspot, nothing).visits)
        new = set(after.hotspots.get(hotspot, nothing).visits)
        for start in old ^ new:
            visit = Visit(hotspot, start, start, ())
            if (hotspot, start) not in explained:
                is_new = start in new
                kind: VisitKind = "listed" if is_new else "not listed"
                yield VisitChange(hotspot, None, kind, None if is_new else visit, visit if is_new else None)


def _in_order(one: VisitChange) -> tuple[str, int, int, tuple[str, ...]]:
    visit = one.after or one.before
    assert visit is not None  # noqa: S101 - a change has at least one
    return visit.hotspot, visit.start, visit.end, visit.crew


def _staff(before: Plan, after: Plan) -> Iterator[StaffChange]:
    for session in sorted(before.hub_sessions.keys() | after.hub_sessions.keys()):
        earlier, later = before.hub_sessions.get(session, {}), after.hub_sessions.get(session, {})
        for opens in sorted(earlier.keys() | later.keys()):
            was, now = (tuple(sorted(openings.get(opens, ()))) for openings in (earlier, later))
            if was != now:
                yield StaffChange(session, opens, was, now)
