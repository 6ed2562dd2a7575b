"""When people are on duty, or could be: published duties as they are, free days at any shift that the
working pattern allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rostering.horizon import Horizon, Span, merged
from rostering.scenario.openings import hotspot_openings
from rostering.scenario.records import REST, Hotspot, Officer, Scenario, Shift
from rostering.scenario.terms import allowed_shifts

_PLAIN_DAYS = Horizon(start=date(2025, 1, 6), days=2, timezone="UTC")


Choices = tuple[tuple[str, Span], ...]
"""The shifts one could have on a day, each with when it is."""


class Group(NamedTuple):
    """An entry under `officers`: one person, or several alike."""

    officer: Officer
    people: int
    duties: Mapping[date, Choices]
    """Every duty they have or could be given, by the day it starts on; days with a duty only."""

    @property
    def kinds(self) -> set[str]:
        """The role and the skills."""
        return {self.officer.role, *self.officer.skills}


class Segment(NamedTuple):
    """A piece of time in which the number of people who could be on duty does not change."""

    start: int
    end: int
    people: int


def plain_span(shift: Shift) -> Span:
    """When a shift is, in minutes from the midnight before it, on days on which no clock changes."""
    return _PLAIN_DAYS.span(_PLAIN_DAYS.start, shift.start, shift.end)


def duty_spans(scenario: Scenario) -> dict[tuple[date, str], Span]:
    """When a duty of each shift is, on each day of the horizon."""
    return {
        (day, shift): scenario.shift_span(day, shift) for day in scenario.horizon.dates for shift in scenario.shifts
    }


def groups(scenario: Scenario) -> list[Group]:
    """Every entry under `officers` with the duties it has or could be given."""
    spans = duty_spans(scenario)
    own = _free_choices(scenario, spans)
    return [
        Group(officer, officer.count or 1, _duties(scenario, officer, own[officer.contract], spans))
        for officer in scenario.officers.values()
    ]


def _free_choices(scenario: Scenario, spans: dict[tuple[date, str], Span]) -> dict[str | None, dict[date, Choices]]:
    """For each contract, and for none, what could be given on a free day."""
    has_patterns = scenario.rules.working_pattern.level == "required"
    holders = {officer.contract: officer for officer in scenario.officers.values()}
    return {
        contract: {
            day: tuple(
                (shift, spans[day, shift])
                for shift in scenario.shifts
                if not has_patterns or shift in allowed_shifts(scenario, holder, day)
            )
            for day in scenario.horizon.dates
        }
        for contract, holder in holders.items()
    }


def _duties(
    scenario: Scenario, officer: Officer, own: dict[date, Choices], spans: dict[tuple[date, str], Span]
) -> dict[date, Choices]:
    away = officer.unavailable if scenario.rules.availability.level != "off" else {}
    may_change = scenario.rules.published_duty.level != "required"
    duties = {day: choices for day, choices in own.items() if choices and day not in away}
    for day, published in (officer.published or {}).items():
        duties.pop(day, None)
        if day not in away:
            shifts = [*scenario.shifts] if may_change else [shift for shift in (published,) if shift != REST]
            duties |= {day: tuple((shift, spans[day, shift]) for shift in shifts)} if shifts else {}
    return duties


def teams_for(scenario: Scenario, area_id: str) -> frozenset[str]:
    """The teams that may work in an area: its own, and those that list it among their neighbours."""
    if scenario.rules.lending.level == "off":
        return frozenset(scenario.areas)
    return frozenset({area_id, *(team for team, area in scenario.areas.items() if area_id in area.neighbours)})


def on_duty(people: Iterable[Group]) -> list[Segment]:
    """How many of some people could be on duty at once, over time. Nobody is counted twice at one time."""
    changes: dict[int, int] = {}
    for group in people:
        for start, end in merged(span for choices in group.duties.values() for _, span in choices):
            changes[start] = changes.get(start, 0) + group.people
            changes[end] = changes.get(end, 0) - group.people
    segments, number = [], 0
    instants = sorted(changes)
    for start, end in pairwise(instants):
        number += changes[start]
        segments.append(Segment(start, end, number))
    return segments


def longest_together(segments: list[Segment], opening: Span, people: int) -> int:
    """Minutes of the longest stretch of an opening in which at least this many people could be on duty."""
    inside = [segment for segment in segments if segment.end > opening[0] and segment.start < opening[1]]
    enough = merged((max(s.start, opening[0]), min(s.end, opening[1])) for s in inside if s.people >= people)
    return max((end - start for start, end in enough), default=0)


def openings(scenario: Scenario, spot: Hotspot) -> list[Span]:
    """When a hotspot may be visited over the horizon: openings that begin in it, and those that reach into it."""
    return [(max(0, start), end) for start, end in hotspot_openings(scenario, spot) if end > 0]
