"""Itineraries: from what the model decided to timed activities for every duty, without gaps or overlaps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from rostering.itinerary.appointments import make_appointments, terms_of
from rostering.itinerary.fill import activity, joined, pieces
from rostering.itinerary.fixed import frame_duties
from rostering.itinerary.frames import Frame, Key
from rostering.itinerary.ground import Ground, survey
from rostering.itinerary.lending import lend_patrol
from rostering.itinerary.reasons import visit_reasons
from rostering.itinerary.reserve import keep_reserves
from rostering.itinerary.tours import send_crews
from rostering.itinerary.visits import Diary, keep_settled, seat_visits
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan, PlannedVisit, Tasking


@dataclass(frozen=True)
class Itineraries:
    """Timed duties, and what could not be timed."""

    plan: Plan
    """Every duty of the tasking, cut into activities; the visits that take place; hub staff as decided."""
    unrouted: tuple[PlannedVisit, ...]
    """Planned visits for which no crew and time were found, by hotspot and window. Nothing else is left out."""


@dataclass(frozen=True)
class Seated:
    """A tasking whose visits have their times and people; what is left of each duty is not filled yet."""

    tasking: Tasking
    diary: Diary
    unrouted: tuple[PlannedVisit, ...]
    """Planned visits for which no crew and time were found, by hotspot and window."""


def seat(scenario: Scenario, tasking: Tasking, seed: int) -> Seated:
    """Give briefings, hubs, breaks and visits their times: all that decides whether a tasking can be timed."""
    ground = survey(scenario)
    appointments, hopeless = make_appointments(scenario, tasking.visits, Random(f"{seed}/appointments"))
    settled = {number: one.visit.pinned for number, one in enumerate(appointments) if one.visit.pinned is not None}
    framed = frame_duties(scenario, ground, tasking, settled, Random(f"{seed}/breaks"))
    frames = {frame.key: frame for frame in framed}
    diary = Diary(scenario, ground, terms_of(scenario), appointments, frames, Random(f"{seed}/crews"))
    keep_settled(diary, settled)
    send_crews(diary)
    left = seat_visits(diary)
    unrouted = sorted(
        [*hopeless, *(appointments[number].visit for number in left)],
        key=lambda visit: (visit.hotspot, visit.earliest, visit.latest, visit.crew),
    )
    return Seated(tasking, diary, tuple(unrouted))


def build(scenario: Scenario, tasking: Tasking, seed: int, seated: Seated | None = None) -> Itineraries:
    """Time a tasking. The same scenario, tasking and seed give the same plan; another seed gives other times of breaks
    and visits and other crews.

    Args:
        scenario: what is known.
        tasking: duties and hub staff by name, visits and lent patrol by team and role.
        seed: of everything that is drawn.
        seated: what :func:`seat` gave before; used where it was of the same duties, hub staff and visits.
    """
    if seated is None or (seated.tasking.duties, seated.tasking.staff, seated.tasking.visits) != (
        tasking.duties,
        tasking.staff,
        tasking.visits,
    ):
        seated = seat(scenario, tasking, seed)
    diary = seated.diary
    frames = lend_patrol(scenario, diary.ground, diary.frames, tasking.lent_minutes, Random(f"{seed}/lending"))
    frames = keep_reserves(scenario, diary.ground, frames, Random(f"{seed}/reserve"))
    return Itineraries(_plan(scenario, diary.ground, diary, frames, tasking), seated.unrouted)


def _plan(scenario: Scenario, ground: Ground, diary: Diary, frames: dict[Key, Frame], tasking: Tasking) -> Plan:
    starts: dict[str, list[int]] = defaultdict(list)
    for number, seating in diary.seatings.items():
        starts[diary.appointments[number].visit.hotspot].append(seating.start)
    reasons = visit_reasons(scenario, starts)
    duties = tuple(
        Duty(*key, frame.shift, _activities(ground, diary, frame, reasons)) for key, frame in sorted(frames.items())
    )
    staff: dict[str, dict[int, tuple[str, ...]]] = {}
    for (hub_id, start), people in sorted(tasking.staff.items()):
        staff.setdefault(hub_id, {})[start] = tuple(sorted(people))
    spots = {spot_id: HotspotPlan(tuple(sorted(starts.get(spot_id, ())))) for spot_id in sorted(scenario.hotspots)}
    return Plan(duties, spots, staff)


def _activities(
    ground: Ground, diary: Diary, frame: Frame, reasons: dict[tuple[str, int], str]
) -> tuple[Activity, ...]:
    found = []
    for piece in pieces(ground, frame):
        if piece.stop is None or piece.stop.visit is None or piece.stop.place is None:
            found.append(activity(piece))
            continue
        crew = tuple(officer for officer, _ in diary.seatings[piece.stop.visit].keys if officer != frame.officer)
        found.append(activity(piece, crew, reasons[piece.stop.place, piece.start]))
    return joined(found)
