"""Give every planned visit a time and a crew, or say which cannot have one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from rostering.horizon import Span
from rostering.itinerary.appointments import Appointment, Terms, allowed_starts
from rostering.itinerary.fill import minutes_lent, pieces
from rostering.itinerary.frames import Frame, Key, drop_stops
from rostering.itinerary.ground import Ground
from rostering.itinerary.seating import Seating, Wanted, eligible, offers, seat, take_seats
from rostering.scenario import Scenario
from rostering.schedule import PinnedVisit

ROUNDS = 2
"""Of seating every visit anew: the first saved a tenth of all travel, the second a thirtieth, the third a hundredth."""
MOST_EVICTIONS = 40
"""Visits tried one after the other to make room for one that found none."""


@dataclass
class Diary:
    """The week as it fills up."""

    scenario: Scenario
    ground: Ground
    terms: Terms
    appointments: list[Appointment]
    frames: dict[Key, Frame]
    random: Random
    windows: list[Span] = field(init=False)
    """By appointment: the drawn window, or the one start it now has."""
    seatings: dict[int, Seating] = field(default_factory=dict)
    """By appointment: its time and people."""
    by_team: dict[str, list[Key]] = field(init=False)
    lendable: dict[str, float] = field(init=False)
    """By team: minutes it may still spend in other areas."""

    def __post_init__(self) -> None:
        self.windows = [appointment.window for appointment in self.appointments]
        self.by_team = defaultdict(list)
        for key, frame in self.frames.items():
            self.by_team[frame.team].append(key)
        self.lendable = {team: _lendable(self, team) for team in self.ground.reach}


def keep_settled(diary: Diary, settled: Mapping[int, PinnedVisit]) -> None:
    """Enter the visits whose time and people are settled already; their duties have them."""
    for number, visit in settled.items():
        keys = tuple(key for key in visit.crew if key in diary.frames)
        diary.seatings[number] = Seating(visit.start, keys)
        diary.windows[number] = visit.start, visit.start
        for key in keys:
            team = diary.frames[key].team
            diary.lendable[team] -= _lent_minutes(diary, team, visit.hotspot)


def seat_visits(diary: Diary) -> list[int]:
    """Seat all appointments that have no seats yet, those with the least choice first; then seat each anew where it now
    costs least travel; then make room for those that found none, or give them another time of the same day. The numbers
    of those that cannot be seated.
    """
    waiting = [number for number in range(len(diary.appointments)) if number not in diary.seatings]
    waiting.sort(key=lambda number: (diary.windows[number][1] - diary.windows[number][0], number))
    left = [number for number in waiting if not book(diary, number)]
    for _ in range(ROUNDS):
        _seat_anew(diary)
        left = [number for number in left if not book(diary, number)]
    left = [number for number in left if not _make_room(diary, number)]
    return [number for number in left if not book(diary, number, all_day=True)]


def _seat_anew(diary: Diary) -> None:
    """Take every visit out once and book it again, in drawn order: others have come that it can go with."""
    order = sorted(_movable(diary))
    diary.random.shuffle(order)
    for number in order:
        seating = cancel(diary, number)
        if not book(diary, number):
            enter(diary, number, seating)


def _movable(diary: Diary) -> dict[int, Seating]:
    """The visits that have seats, but for those that are settled."""
    return {
        number: seating for number, seating in diary.seatings.items() if diary.appointments[number].visit.pinned is None
    }


def book(diary: Diary, number: int, *, all_day: bool = False) -> bool:
    """Seat an appointment with the planned team or, where it has nobody, with any that may go."""
    appointment = diary.appointments[number]
    spot = diary.scenario.hotspots[appointment.visit.hotspot]
    planned = frozenset(team for team, _ in appointment.visit.crew)
    others = frozenset(team for team in diary.ground.reach if _may_go(diary, team, appointment.visit.hotspot))
    starts = allowed_starts(diary.appointments, diary.windows, number, diary.terms, all_day=all_day)
    if starts[0] > starts[1]:
        return False
    for teams in (planned & others, others):
        people = [
            diary.frames[key]
            for team in sorted(teams)
            for key in diary.by_team[team]
            if eligible(spot, diary.frames[key].role)
        ]
        wanted = Wanted(
            appointment.visit.hotspot, diary.terms.minutes, starts, planned, is_spread=spot.spare_visits > 0
        )
        offered = offers(diary.ground, people, wanted)
        seating = seat(spot, offered, diary.random)
        if seating is not None:
            enter(diary, number, seating)
            return True
    return False


def enter(diary: Diary, number: int, seating: Seating) -> None:
    """Write a seating into the diary."""
    spot_id = diary.appointments[number].visit.hotspot
    diary.frames |= take_seats(diary.frames, seating, number, spot_id, diary.terms.minutes)
    diary.seatings[number] = seating
    diary.windows[number] = seating.start, seating.start
    for key in seating.keys:
        team = diary.frames[key].team
        diary.lendable[team] -= _lent_minutes(diary, team, spot_id)


def cancel(diary: Diary, number: int) -> Seating:
    """Take a seating out of the diary again."""
    seating = diary.seatings.pop(number)
    for key in seating.keys:
        frame = diary.frames[key]
        diary.frames[key] = drop_stops(frame, tuple(stop for stop in frame.stops if stop.visit == number))
        diary.lendable[frame.team] += _lent_minutes(diary, frame.team, diary.appointments[number].visit.hotspot)
    diary.windows[number] = diary.appointments[number].window
    return seating


def _lendable(diary: Diary, team: str) -> float:
    rule = diary.scenario.rules.lending
    frames = [diary.frames[key] for key in diary.by_team[team]]
    if rule.level == "off":
        return math.inf
    at_hubs = sum(minutes_lent(diary.ground, team, frame.first_place, pieces(diary.ground, frame)) for frame in frames)
    return rule.most_share * sum(frame.end - frame.start for frame in frames) - at_hubs


def _may_go(diary: Diary, team: str, spot_id: str) -> bool:
    if diary.ground.area_of[spot_id] not in diary.ground.reach[team]:
        return False
    people = diary.scenario.hotspots[spot_id].crew
    return people * _lent_minutes(diary, team, spot_id) <= max(0.0, diary.lendable[team])


def _lent_minutes(diary: Diary, team: str, spot_id: str) -> int:
    """What one person's visit takes of the minutes a team may spend elsewhere, both journeys included."""
    if diary.ground.area_of[spot_id] == team:
        return 0
    journey = diary.ground.journey
    return diary.terms.minutes + journey(team, spot_id) + journey(spot_id, team)


def _make_room(diary: Diary, number: int) -> bool:
    """Move one other visit of the same time elsewhere, so that this one can be seated."""
    for other in _in_the_way(diary, number)[:MOST_EVICTIONS]:
        seating = cancel(diary, other)
        if book(diary, number):
            if book(diary, other):
                return True
            cancel(diary, number)
        enter(diary, other, seating)
    return False


def _in_the_way(diary: Diary, number: int) -> list[int]:
    """Seated visits whose people or hours this one could use, nearest in time first."""
    this = diary.appointments[number]
    first, last = this.bounds
    teams = {team for team, _ in this.visit.crew}
    near = [
        (abs(seating.start - (first + last) // 2), other)
        for other, seating in _movable(diary).items()
        if first - 60 <= seating.start <= last + 60
        and (
            diary.appointments[other].visit.hotspot == this.visit.hotspot
            or teams & {diary.frames[key].team for key in seating.keys}
        )
    ]
    return [other for _, other in sorted(near)]
