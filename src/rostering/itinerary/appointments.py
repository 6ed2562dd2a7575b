"""When each planned visit may start, so that any choice inside the windows keeps spacing and guarantee."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from random import Random

from rostering.horizon import MINUTES_PER_DAY, Span
from rostering.scenario import Scenario
from rostering.scenario.openings import hotspot_openings
from rostering.schedule import PlannedVisit


@dataclass(frozen=True)
class Appointment:
    """A planned visit, between the visits to its hotspot before and after it."""

    visit: PlannedVisit
    bounds: Span
    """First and last start that plan and guarantee allow."""
    all_day: Span
    """First and last start on the same day of the same opening, guarantee kept: for want of a time in the plan's."""
    window: Span
    """First and last start, drawn so that neighbours cannot get in each other's way."""
    before: int | None
    """Number of the appointment before it at the hotspot."""
    after: int | None
    """Number of the appointment after it at the hotspot."""


@dataclass(frozen=True)
class Terms:
    """What the rules ask of the starts of two visits in a row."""

    minutes: int
    least: int
    """Fewest minutes from start to start."""
    most: int | None
    """Most minutes from start to start, where the guarantee counts elapsed hours."""


def terms_of(scenario: Scenario) -> Terms:
    """The terms a scenario's rules set."""
    rules = scenario.rules
    guarantee = rules.hotspot_guarantee
    minutes = guarantee.minutes
    gap = round(rules.visit_spacing.hours * 60 + 0.499) if rules.visit_spacing.level != "off" else 0
    counted = guarantee.level != "off" and guarantee.counted == "elapsed"
    return Terms(minutes, minutes + gap, minutes + guarantee.every_days * MINUTES_PER_DAY if counted else None)


def make_appointments(
    scenario: Scenario, visits: tuple[PlannedVisit, ...], random: Random
) -> tuple[list[Appointment], list[PlannedVisit]]:
    """Appointments for the planned visits, and the visits for which spacing leaves no time at all."""
    terms = terms_of(scenario)
    by_spot: dict[str, list[PlannedVisit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda one: (one.hotspot, one.earliest, one.latest, one.crew)):
        by_spot[visit.hotspot].append(visit)
    made: list[Appointment] = []
    hopeless: list[PlannedVisit] = []
    for spot_id, planned in by_spot.items():
        last = scenario.hotspots[spot_id].last_patrolled
        since = -terms.minutes if last is None else scenario.horizon.instant(last) - terms.minutes
        first_by = None if terms.most is None else since + terms.most
        clear = None if last is None else since + terms.least
        kept, windows, dropped = _windows(_cleared(planned, clear), terms, first_by, random)
        hopeless += [*dropped, *(visit for visit in planned if not _is_clear(visit, clear))]
        first = len(made)
        for offset, (visit, window) in enumerate(zip(kept, windows, strict=True)):
            number = first + offset
            before, after = number - 1 if offset else None, number + 1 if offset + 1 < len(kept) else None
            latest_first = first_by if not offset else None
            bounds = all_day = _span(visit)
            if visit.pinned is None:
                bounds = _bounds(bounds, latest_first)
                all_day = _bounds(_after(_open_around(scenario, visit, terms), clear), latest_first)
            made.append(Appointment(visit, bounds, all_day, window, before, after))
    return made, hopeless


def _cleared(planned: list[PlannedVisit], clear: int | None) -> list[PlannedVisit]:
    """The visits that can start far enough from the last one before the horizon, from then on."""
    return [
        visit if visit.pinned or clear is None else replace(visit, earliest=max(visit.earliest, clear))
        for visit in planned
        if _is_clear(visit, clear)
    ]


def _is_clear(visit: PlannedVisit, clear: int | None) -> bool:
    return visit.pinned is not None or clear is None or visit.latest >= clear


def _span(visit: PlannedVisit) -> Span:
    return visit.earliest, visit.latest


def _after(window: Span, clear: int | None) -> Span:
    return window if clear is None else (max(window[0], clear), window[1])


def _open_around(scenario: Scenario, visit: PlannedVisit, terms: Terms) -> Span:
    """First and last start on the day of a planned visit in the opening it was planned in."""
    day = scenario.horizon.day(visit.earliest)
    midnight, next_midnight = scenario.horizon.at(day), scenario.horizon.at(day + timedelta(days=1))
    for start, end in hotspot_openings(scenario, scenario.hotspots[visit.hotspot]):
        if start <= visit.earliest < end:
            return max(start, midnight), max(visit.latest, min(end - terms.minutes, next_midnight - 1))
    return visit.earliest, visit.latest


def _bounds(window: Span, first_by: int | None) -> Span:
    """A window, cut off where the guarantee's clock runs over, unless that is already behind."""
    if first_by is None or window[0] > first_by:
        return window
    return window[0], min(window[1], first_by)


def _windows(
    planned: list[PlannedVisit], terms: Terms, first_by: int | None, random: Random
) -> tuple[list[PlannedVisit], list[Span], list[PlannedVisit]]:
    """Windows for as many of a hotspot's visits as spacing lets through, and the others; spacing goes before elapsed
    hours.
    """
    kept = list(planned)
    dropped: list[PlannedVisit] = []
    while True:
        raw = [_span(one) if one.pinned or number else _bounds(_span(one), first_by) for number, one in enumerate(kept)]
        kinder = _limits(kept, raw, terms.least, None)
        for pairs in (_limits(kept, raw, terms.least, terms.most), kinder):
            windows = _propagate(raw, pairs)
            if not _empty(windows):
                return kept, _cut(windows, pairs, random), dropped
        dropped.append(kept.pop(_in_the_way(kept, _empty(_propagate(raw, kinder))[-1])))


def _in_the_way(kept: list[PlannedVisit], place: int) -> int:
    """The place of the visit to leave out where one finds no start: itself, or the nearest one that is not settled."""
    loose = [number for number, one in enumerate(kept) if one.pinned is None]
    return min(loose, key=lambda number: abs(number - place))


def _limits(kept: list[PlannedVisit], raw: list[Span], least: int, most: int | None) -> list[tuple[int, int | None]]:
    """Least and most minutes between neighbours; no most where the plan already runs over it, and what two settled ones
    have between them.
    """
    limits: list[tuple[int, int | None]] = []
    for (one, before), (other, after) in pairwise(zip(kept, raw, strict=True)):
        if one.pinned and other.pinned:
            limits.append((min(least, after[0] - before[0]), None))
        else:
            limits.append((least, most if most is not None and after[0] <= before[1] + most else None))
    return limits


def _propagate(raw: list[Span], pairs: list[tuple[int, int | None]]) -> list[Span]:
    """The starts each visit can have while all others still have one; an interval ends before it starts where there is
    none. One sweep each way is enough, as the visits form a chain.
    """
    windows = list(raw)
    for number, (least, most) in enumerate(pairs):
        (a, b), (c, d) = windows[number], windows[number + 1]
        windows[number + 1] = max(c, a + least), d if most is None else min(d, b + most)
    for number, (least, most) in reversed(list(enumerate(pairs))):
        (a, b), (c, d) = windows[number], windows[number + 1]
        windows[number] = a if most is None else max(a, c - most), min(b, d - least)
    return windows


def _empty(windows: list[Span]) -> list[int]:
    return [number for number, (first, last) in enumerate(windows) if first > last]


def _cut(windows: list[Span], pairs: list[tuple[int, int | None]], random: Random) -> list[Span]:
    """Shrink neighbours' windows at drawn points until any two starts in them keep the terms."""
    for number, (least, most) in enumerate(pairs):
        (a, b), (c, d) = windows[number], windows[number + 1]
        if b + least > c:
            point = _drawn(max(a, c - least), min(b, d - least), random)
            b, c = point, max(c, point + least)
        if most is not None and d > a + most:
            point = _drawn(max(c, a + most), min(d, b + most), random)
            a, d = max(a, point - most), point
        windows[number], windows[number + 1] = (a, b), (c, d)
        windows = _propagate(windows, pairs)
    return windows


def _drawn(first: int, last: int, random: Random) -> int:
    """A point from the middle half, so that both sides keep room."""
    quarter = (last - first) // 4
    return random.randint(first + quarter, last - quarter)


def allowed_starts(
    appointments: list[Appointment], windows: list[Span], number: int, terms: Terms, *, all_day: bool = False
) -> Span:
    """First and last start of an appointment, given the present windows (or times) of its neighbours."""
    this = appointments[number]
    first, last = this.all_day if all_day else this.bounds
    if this.before is not None:
        early, late = windows[this.before]
        first = max(first, late + terms.least)
        if terms.most is not None and this.window[0] <= early + terms.most:
            last = min(last, early + terms.most)
    if this.after is not None:
        early, late = windows[this.after]
        last = min(last, early - terms.least)
        if terms.most is not None and this.window[1] >= late - terms.most:
            first = max(first, late - terms.most)
    return first, last
