"""The published plan on the table: every duty as pieces with fixed times and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random

from rostering.horizon import Span
from rostering.itinerary.fill import activity, joined, pieces
from rostering.itinerary.fixed import frame_duties
from rostering.itinerary.frames import Frame, Key, Stop, add_stop, gaps, stay_range
from rostering.itinerary.ground import Ground, survey
from rostering.scenario import Scenario
from rostering.schedule import HUB, PATROL, RESERVE, TRAVEL, VISIT, Activity, Duty, Plan, Tasking

HELD = (HUB, VISIT)


@dataclass(frozen=True)
class Desk:
    """Duties as they stand while a plan is repaired."""

    scenario: Scenario
    ground: Ground
    frames: Mapping[Key, Frame]

    def with_frames(self, changed: Mapping[Key, Frame]) -> Desk:
        """The same with some duties changed or added."""
        return replace(self, frames={**self.frames, **changed})


def lay_out(scenario: Scenario, plan: Plan) -> Desk:
    """The duties of a plan that was timed."""
    ground = survey(scenario)
    frames = (_reopened(scenario, duty) for duty in plan.duties if duty.officer in scenario.people)
    return Desk(scenario, ground, {frame.key: frame for frame in frames})


def _reopened(scenario: Scenario, duty: Duty) -> Frame:
    """A duty without the journeys and the patrol in its own area, which follow from all else."""
    officer = scenario.people[duty.officer]
    start, end = scenario.shift_span(duty.day, duty.shift)
    base = officer.area
    stops = tuple(_stops(duty.activities, base))
    return Frame(
        (duty.officer, duty.day), duty.shift, base, officer.role, start, end, *_ends(duty.activities, base), 0, stops
    )


def _stops(activities: tuple[Activity, ...], base: str) -> Iterator[Stop]:
    """Pieces with fixed times. Patrol around a place that was gone to for something else is not one of them."""
    here = base
    for one in activities:
        here = one.to_place or _place(one) or here if one.do in {TRAVEL, *HELD} else here
        if one.do != TRAVEL and not (one.do == PATROL and (one.area == base or one.area != here)):
            yield Stop(one.start, one.end, one.do, _place(one))


def _place(one: Activity) -> str | None:
    return {HUB: one.session, VISIT: one.hotspot, PATROL: one.area}.get(one.do)


def _ends(activities: tuple[Activity, ...], base: str) -> tuple[str, str]:
    """Where a duty begins and where it ends: at its base, unless it begins or ends at a place it does not travel to."""
    first = last = base
    bound = [one for one in activities if one.do == TRAVEL or one.do in HELD]
    if bound and bound[0].do == HUB and bound[0].start == activities[0].start:
        first = bound[0].session or base
    if bound and bound[-1].do == HUB and bound[-1].end == activities[-1].end:
        last = bound[-1].session or base
    return first, last


def begin_duty(desk: Desk, key: Key, shift: str) -> Frame:
    """A new duty with nothing but its briefing and its break."""
    tasking = Tasking(((*key, shift),), {}, (), {})
    return frame_duties(desk.scenario, desk.ground, tasking, {}, Random(f"{key}"))[0]


def has_room(desk: Desk, frame: Frame, place: str, span: Span) -> bool:
    """Whether a duty can be at a place for a span, journeys included, all else as it is."""
    return any(
        first <= span[0] and span[1] <= last
        for gap in gaps(frame)
        for slot in gap.slots
        for first, last in (stay_range(desk.ground, gap, slot, place),)
    )


def travel_added(desk: Desk, frame: Frame, place: str, span: Span, do: str) -> int:
    """Minutes of travel that a stay adds to a duty."""
    return _travel(desk, add_stop(frame, Stop(*span, do, place))) - _travel(desk, frame)


def _travel(desk: Desk, frame: Frame) -> int:
    return sum(desk.ground.journey(gap.origin, gap.destination) for gap in gaps(frame))


def away_during(frame: Frame, span: Span) -> Frame:
    """A duty with nothing to do in a span: what began in it is dropped, and the time is promised to nobody."""
    kept = [stop for stop in frame.stops if not (span[0] <= stop.start < span[1])]
    first = max([span[0], *(stop.end for stop in kept if stop.start < span[0])])
    last = min([span[1], frame.end])
    return replace(frame, stops=tuple(sorted([*kept, Stop(first, last, RESERVE)], key=lambda stop: stop.start)))


def activities_of(
    desk: Desk, frame: Frame, crews: Mapping[tuple[str, int], tuple[str, ...]], reasons: Mapping[tuple[str, int], str]
) -> tuple[Activity, ...]:
    """A duty cut into activities again.

    Args:
        desk: the ground it is on.
        frame: of the duty.
        crews: by hotspot and start: everybody on the visit.
        reasons: by hotspot and start: why it takes place.
    """
    found = []
    for piece in pieces(desk.ground, frame):
        spot = None if piece.stop is None or piece.do != VISIT else piece.stop.place
        if spot is None:
            found.append(activity(piece))
            continue
        crew = tuple(one for one in crews[spot, piece.start] if one != frame.officer)
        found.append(activity(piece, crew, reasons.get((spot, piece.start))))
    return joined(found)
