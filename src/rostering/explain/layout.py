"""A duty laid out anew around the stops it has to make: briefing, journeys, break, reserve, patrol in the rest."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from rostering.check.minutes import break_due, reserve_due
from rostering.explain.week import Week, is_off
from rostering.horizon import Span
from rostering.measures.view import Worked, area_of
from rostering.schedule import BREAK, BRIEFING, HUB, PATROL, RESERVE, TRAVEL, VISIT, Activity


def stops_of(duty: Worked) -> list[Activity]:
    """What binds a duty to a place at a time: its visits and hub openings."""
    return [activity for activity in duty.activities if activity.do in {VISIT, HUB}]


def blank_duty(week: Week, officer: str, day: date, shift: str) -> Worked:
    """A duty that is not planned, with nothing in it."""
    return Worked(officer, week.scenario.people[officer], day, shift, *week.scenario.shift_span(day, shift), ())


def laid_out(week: Week, duty: Worked, stops: list[Activity], *, has_late_break: bool = False) -> Worked | None:
    """The duty with these stops and all that its rules ask for; nothing if that does not fit."""
    pieces = _between_stops(week, duty, sorted(stops, key=lambda stop: stop.start))
    if pieces is None:
        return None
    pieces = _with_break(week, duty, pieces, has_late_break=has_late_break)
    if pieces is None:
        return None
    pieces = _with_reserve(week, duty, pieces)
    return None if pieces is None else replace(duty, activities=tuple(pieces))


def _between_stops(week: Week, duty: Worked, stops: list[Activity]) -> list[Activity] | None:
    """Briefing, stops, journeys as late as possible, and patrol."""
    base, rule = duty.person.area, week.scenario.rules.briefing
    minutes = 0 if rule.level == "off" else rule.minutes
    here, reached, pieces = base, duty.start + minutes, [Activity(duty.start, duty.start + minutes, BRIEFING)]
    if stops and stops[0].do == HUB and stops[0].start - duty.start < minutes + week.journey(base, _place(stops[0])):
        here, reached, pieces = _place(stops[0]), duty.start, []
    for stop in stops:
        way = week.journey(here, _place(stop))
        leaves = stop.start - way
        if leaves < reached or stop.end > duty.end:
            return None
        pieces += [
            _patrol(week, here, reached, leaves),
            Activity(leaves, stop.start, TRAVEL, to_place=_place(stop)),
            stop,
        ]
        here, reached = _place(stop), stop.end
    way = week.journey(here, base)
    if way > duty.end - reached:
        if not stops or stops[-1].do != HUB:
            return None
        way = 0
    pieces += [_patrol(week, here, reached, duty.end - way), Activity(duty.end - way, duty.end, TRAVEL, to_place=base)]
    return [piece for piece in pieces if piece.minutes > 0]


def _place(stop: Activity) -> str:
    return stop.session or stop.hotspot or ""


def _patrol(week: Week, place: str, start: int, end: int) -> Activity:
    return Activity(start, end, PATROL, area=area_of(week.scenario, place))


def _with_break(week: Week, duty: Worked, pieces: list[Activity], *, has_late_break: bool) -> list[Activity] | None:
    """The break at one end of the middle half of the duty, as near to it as a piece of patrol allows."""
    due = 0 if is_off(week.scenario, "breaks") else break_due(week.scenario, duty.minutes)
    if not due:
        return pieces
    first, last = math.ceil(duty.start + duty.minutes / 4), math.floor(duty.end - duty.minutes / 4)
    rooms = [(max(first, piece.start), min(last, piece.end)) for piece in pieces if piece.do == PATROL]
    rooms = [room for room in rooms if room[1] - room[0] >= due]
    if not rooms:
        return None
    start = rooms[-1][1] - due if has_late_break else rooms[0][0]
    return _put(pieces, (start, start + due), BREAK)


def _with_reserve(week: Week, duty: Worked, pieces: list[Activity]) -> list[Activity] | None:
    """Reserve in place of the last minutes of patrol."""
    due = reserve_due(week.reserve_share[duty.person.role], duty.minutes)
    for piece in reversed(pieces):
        if due and piece.do == PATROL:
            taken = min(due, piece.minutes)
            pieces = _put(pieces, (piece.end - taken, piece.end), RESERVE)
            due -= taken
    return None if due else pieces


def _put(pieces: list[Activity], span: Span, do: str) -> list[Activity]:
    """The pieces with a span of patrol turned into something else."""
    changed: list[Activity] = []
    for piece in pieces:
        if piece.do == PATROL and piece.start <= span[0] and span[1] <= piece.end:
            parts = (replace(piece, end=span[0]), Activity(*span, do), replace(piece, start=span[1]))
            changed += [part for part in parts if part.minutes > 0]
        else:
            changed.append(piece)
    return changed
