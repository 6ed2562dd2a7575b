"""Visits and hub staff of an earlier plan that stay: of one week, and in what the model has decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from rostering.horizon import DAYS_PER_WEEK
from rostering.scenario import Scenario
from rostering.schedule import PinnedVisit, Pins, PlannedVisit, Tasking


def pins_of_week(scenario: Scenario, pins: Pins, first: date) -> Pins:
    """The visits and hub staff that are pinned in the duties of a week, on the clock of that week."""
    later, end = scenario.horizon.at(first), first + timedelta(days=DAYS_PER_WEEK)
    visits = tuple(
        replace(visit, start=visit.start - later, end=visit.end - later)
        for visit in pins.visits
        if first <= min(day for _, day in visit.crew) < end
    )
    staff, barred = (
        frozenset((officer, day, session, opens - later) for officer, day, session, opens in who if first <= day < end)
        for who in (pins.staff, pins.barred)
    )
    return Pins(visits=visits, staff=staff, barred=barred)


def with_pins(scenario: Scenario, tasking: Tasking, pins: Pins) -> Tasking:
    """What was decided, with pinned visits and hub staff in it: each such visit in place of one decided on there."""
    if not pins.visits and not pins.staff:
        return tasking
    loose: dict[str, list[PlannedVisit]] = defaultdict(list)
    for planned in tasking.visits:
        loose[planned.hotspot].append(planned)
    pinned = [_settled(scenario, visit, loose[visit.hotspot]) for visit in pins.visits]
    staff = dict(tasking.staff)
    for officer, _, session, opens in sorted(pins.staff):
        staff[session, opens] = tuple(sorted({*staff.get((session, opens), ()), officer}))
    free = (visit for visits in loose.values() for visit in visits)
    order = sorted([*pinned, *free], key=lambda visit: (visit.hotspot, visit.earliest, visit.latest, visit.crew))
    return replace(tasking, staff=staff, visits=tuple(order))


def _settled(scenario: Scenario, visit: PinnedVisit, loose: list[PlannedVisit]) -> PlannedVisit:
    """A pinned visit as a planned one; the one it stands for is taken out of those that are not settled yet."""
    people = [scenario.people[officer] for officer, _ in visit.crew]
    crew = tuple(sorted((officer.area, officer.role) for officer in people))
    meant = [one for one in loose if one.earliest <= visit.start <= one.latest]
    band = visit.start
    if meant:
        stands_for = min(meant, key=lambda one: (abs(one.band - visit.start), one.crew != crew, one.crew))
        loose.remove(stands_for)
        band = stands_for.band
    return PlannedVisit(visit.hotspot, visit.start, visit.start, crew, band, visit)
