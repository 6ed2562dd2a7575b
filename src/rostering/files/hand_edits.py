"""What somebody has changed in a schedule file since it was written.

The file ends with a record of its duties: for every officer and day the shift, and a short digest of each visit and hub
opening and of all the rest. What does not match it was edited, and stays when the file is the start of the next plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any, Literal

from rostering.files.pin_marks import Key, Marks
from rostering.scenario import Scenario
from rostering.scenario.openings import hub_openings
from rostering.schedule import HUB, RESERVE, VISIT, Activity, Duty, Pins, Plan

DIGEST_BYTES = 3
Written = Mapping[str, Mapping[str, str]]
"""The record: by officer and day of every duty its words."""
EditKind = Literal["duty removed", "shift", "visit", "hub", "pieces removed", "staff added", "staff removed", "others"]


@dataclass(frozen=True)
class HandEdit:
    """One thing that was edited."""

    officer: str
    day: date
    kind: EditKind
    """``others``: breaks, journeys, patrol or reserve, which every plan times anew."""
    piece: Activity | None = None
    """The visit or hub opening as it is now."""
    position: int | None = None
    """Its place in the duty."""
    session: tuple[str, int] | None = None
    """Of staff that only the list of an opening has changed: hub session and opening instant."""
    number: int = 0
    """Of pieces removed: how many visits and hub openings."""


@dataclass
class Edits:
    """Everything that was edited, and what follows for the next plan."""

    found: list[HandEdit] = field(default_factory=list)

    def of(self, *kinds: EditKind) -> Iterator[HandEdit]:
        """Those of some kinds."""
        return (edit for edit in self.found if edit.kind in kinds)


def as_written(officer: str, day: str, shift: str, pieces: Iterable[Mapping[str, Any]]) -> str:
    """The words of the record for a duty: the shift, a digest of what follows from all else, one of each held piece.

    Args:
        officer: of the duty.
        day: on which it begins.
        shift: of the duty.
        pieces: its activities as the file has them.
    """
    held, others = [], []
    for piece in pieces:
        about = (piece["from"], piece["to"], piece["do"], *(piece.get(key) for key in ("hotspot", "session")))
        if piece["do"] in {VISIT, HUB}:
            held.append(_digest(officer, day, *about, *sorted(piece.get("with") or ())))
        else:
            others.append((*about, piece.get("to_place"), piece.get("area")))
    return " ".join((shift, _digest(officer, day, *others), *held))


def _digest(*about: object) -> str:
    return blake2b(repr(about).encode(), digest_size=DIGEST_BYTES).hexdigest()


def edits_of(written: Written, content: Mapping[str, Any], plan: Plan, scenario: Scenario) -> Edits:
    """What differs from the record; nothing where there is none.

    Args:
        written: the record.
        content: officers, days and duties as the file has them.
        plan: the same as it was read, and the people listed at hubs.
        scenario: of the schedule.
    """
    edits = Edits()
    if not written:
        return edits
    duties = plan.duties
    there = {(duty.officer, duty.day): duty for duty in duties}
    horizon = frozenset(scenario.horizon.dates)
    for (officer, day), duty in sorted(there.items()):
        was = written.get(officer, {}).get(day.isoformat(), "").split()
        pieces = content[officer][day.isoformat()].get("activities") or []
        now = as_written(officer, day.isoformat(), duty.shift, pieces).split()
        edits.found += _duty_edits(duty, was, now, scenario)
    for officer, days in sorted(written.items()):
        gone = (day for day in map(date.fromisoformat, sorted(days)) if (officer, day) not in there)
        is_here = officer in scenario.people
        edits.found += (HandEdit(officer, day, "duty removed") for day in gone if is_here and day in horizon)
    edits.found += _staff_edits(plan, edits, scenario)
    return edits


def _duty_edits(duty: Duty, was: list[str], now: list[str], scenario: Scenario) -> Iterator[HandEdit]:
    key = duty.officer, duty.day
    if was[:1] != now[:1]:
        yield HandEdit(*key, "shift")
    elif was[1:2] != now[1:2]:
        yield HandEdit(*key, "others")
    held = [position for position, one in enumerate(duty.activities) if one.do in {VISIT, HUB}]
    for position, digest in zip(held, now[2:], strict=True):
        if digest not in was[2:]:
            piece = duty.activities[position]
            yield HandEdit(*key, "visit" if piece.do == VISIT else "hub", piece, position)
    gone = set(was[2:]).difference(now[2:])
    left = [session for digest, session in _openings(duty, scenario) if digest in gone] if gone else []
    yield from (HandEdit(*key, "staff removed", session=session) for session in left)
    fewer = len(was[2:]) - len(held) - len(left)
    if fewer > 0:
        yield HandEdit(*key, "pieces removed", number=fewer)


def _openings(duty: Duty, scenario: Scenario) -> Iterator[tuple[str, tuple[str, int]]]:
    """The digest that each hub opening of a day would have in a duty."""
    clock = scenario.horizon.clock_text
    for session_id, session in scenario.hub_sessions.items():
        for opens, closes in hub_openings(scenario, session):
            if scenario.horizon.day(opens) == duty.day:
                about = (clock(opens), clock(closes), HUB, None, session_id)
                yield _digest(duty.officer, duty.day.isoformat(), *about), (session_id, opens)


def _staff_edits(plan: Plan, edits: Edits, scenario: Scenario) -> list[HandEdit]:
    """People whom only the list of a hub opening has gained or lost, their duty being as it was written."""
    own: dict[tuple[str, int], set[str]] = defaultdict(set)
    days = {(duty.officer, duty.day) for duty in plan.duties}
    for duty in plan.duties:
        for one in duty.activities:
            if one.do == HUB:
                own[one.session or "", one.start].add(duty.officer)
    edited = {(edit.officer, edit.day) for edit in edits.of("hub", "pieces removed", "staff removed", "shift")}
    found = list[HandEdit]()
    for session, openings in plan.hub_sessions.items():
        for opens, listed in openings.items():
            day = scenario.horizon.day(opens)
            for officer in sorted(own[session, opens] ^ set(listed)):
                if (officer, day) in days and (officer, day) not in edited:
                    kind: EditKind = "staff removed" if officer in own[session, opens] else "staff added"
                    found.append(HandEdit(officer, day, kind, session=(session, opens)))
    return found


def with_edits_marked(marks: Marks, edits: Edits) -> Marks:
    """The marks of a file, and a mark on everything that was edited and has none of its own."""
    days, resting, activities = dict(marks.days), set(marks.resting), dict(marks.activities)
    for edit in edits.of("duty removed"):
        key = edit.officer, edit.day
        if days.get(key) is None:
            days[key] = True
            resting.add(key)
    for edit in edits.of("shift"):
        if days[edit.officer, edit.day] is None:
            days[edit.officer, edit.day] = True
    for edit in edits.of("visit", "hub"):
        place = (edit.officer, edit.day), edit.position or 0
        if activities[place] is None and days[place[0]] is not False:
            activities[place] = True
    return Marks(marks.is_all, days, resting, activities)


def with_companions(duties: tuple[Duty, ...], edits: Edits) -> tuple[Duty, ...]:
    """Duties in which an edited visit is everybody's whom it names: a companion who has not got it, or has it at its
    old time, gets it, and who is not named any more loses it.
    """
    edited = {((edit.officer, edit.day), edit.position) for edit in edits.of("visit")}
    by_key = {(duty.officer, duty.day): list(duty.activities) for duty in duties}
    for edit in edits.of("visit"):
        visit = edit.piece
        assert visit is not None  # noqa: S101 - an edited visit is one
        for key, pieces in by_key.items():
            if key[1] == edit.day and key[0] != edit.officer:
                _follow(key, pieces, edit.officer, visit, edited)
        _agree(by_key, visit)
    return tuple(replace(duty, activities=tuple(by_key[duty.officer, duty.day])) for duty in duties)


def _follow(
    key: Key, pieces: list[Activity], leader: str, visit: Activity, edited: set[tuple[Key, int | None]]
) -> None:
    """Bring one duty in line with a visit that somebody else's duty has been edited to have."""
    own = [at for at, one in enumerate(pieces) if one.do == VISIT and one.hotspot == visit.hotspot]
    same = [at for at in own if (pieces[at].start, pieces[at].end) == (visit.start, visit.end)]
    if key[0] in visit.crew:
        old = [at for at in own if leader in pieces[at].crew and (key, at) not in edited]
        nearest = min(old, key=lambda at: abs(pieces[at].start - visit.start), default=None)
        if not same and nearest is not None:
            pieces[nearest] = replace(visit, crew=())
        elif not same:
            pieces.append(replace(visit, crew=()))
        return
    for at in same:
        if (key, at) not in edited:
            pieces[at] = Activity(visit.start, visit.end, RESERVE)


def _agree(by_key: Mapping[Key, list[Activity]], visit: Activity) -> None:
    """Have everybody who makes a visit name everybody else who does."""
    about = (VISIT, visit.hotspot, visit.start, visit.end)
    there = [
        (officer, pieces, at)
        for (officer, _), pieces in by_key.items()
        for at, one in enumerate(pieces)
        if (one.do, one.hotspot, one.start, one.end) == about
    ]
    for officer, pieces, at in there:
        crew = tuple(sorted({other for other, _, _ in there} - {officer}))
        pieces[at] = replace(pieces[at], crew=crew)


def with_staff_edits(pins: Pins, edits: Edits) -> Pins:
    """Pins, and the people whom somebody has put on the list of a hub opening, or taken off it."""
    staff = {(edit.officer, edit.day, *edit.session) for edit in edits.of("staff added") if edit.session is not None}
    barred = {(edit.officer, edit.day, *edit.session) for edit in edits.of("staff removed") if edit.session is not None}
    return replace(pins, staff=pins.staff | staff, barred=(pins.barred | barred) - staff - pins.staff)
