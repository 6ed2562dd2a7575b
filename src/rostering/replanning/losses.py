"""What an event takes out of a plan: visits without their crew, hubs without their people, minima not reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rostering.itinerary.frames import Frame, Key, drop_stops
from rostering.measures import guarantee_windows
from rostering.measures.totals import wanted_people
from rostering.measures.view import crew_faults
from rostering.replanning.desk import Desk
from rostering.scenario import ANY, Scenario
from rostering.scenario.openings import hub_openings
from rostering.schedule import HUB, VISIT, Visit

Spot = tuple[str, int]
"""Hotspot and start of a visit."""
Session = tuple[str, int]
"""Hub session and its opening instant."""


@dataclass(frozen=True)
class LostVisit:
    """A visit whose crew is not whole any more."""

    hotspot: str
    start: int
    end: int


@dataclass(frozen=True)
class LostSeat:
    """A person missing at a hub opening."""

    session: str
    opens: int
    closes: int


@dataclass(frozen=True)
class LostPlace:
    """A person missing of what a team needs on a shift: of its minimum, of a role or of a skill."""

    area: str
    shift: str
    day: date


Loss = LostPlace | LostSeat | LostVisit


@dataclass(frozen=True)
class State:
    """A plan on the way from broken to repaired."""

    desk: Desk
    visits: Mapping[Spot, tuple[Key, ...]]
    """By hotspot and start: the duties whose people go."""
    staff: Mapping[Session, tuple[Key, ...]]
    changed: frozenset[Key] = frozenset()
    """Duties with something new to do."""
    called: tuple[tuple[Key, str], ...] = ()
    """Duties that are new, with their shifts."""
    cost: float = 0.0
    """In pounds."""
    travel: int = 0
    """Minutes of travel added."""

    @property
    def frames(self) -> Mapping[Key, Frame]:
        """By officer and day."""
        return self.desk.frames

    def with_frames(self, frames: Mapping[Key, Frame]) -> State:
        """The same with some duties changed."""
        return replace(self, desk=self.desk.with_frames(frames), changed=self.changed | frozenset(frames))


def state_of(desk: Desk) -> State:
    """The plan as it is on the desk."""
    visits: dict[Spot, list[Key]] = defaultdict(list)
    staff: dict[Session, list[Key]] = defaultdict(list)
    for key, frame in desk.frames.items():
        for stop in frame.stops:
            if stop.do == VISIT and stop.place is not None:
                visits[stop.place, stop.start].append(key)
            elif stop.do == HUB and stop.place is not None:
                staff[stop.place, stop.start].append(key)
    return State(
        desk, {spot: tuple(keys) for spot, keys in visits.items()}, {one: tuple(k) for one, k in staff.items()}
    )


def visit_of(state: State, spot: Spot, end: int) -> Visit:
    """A visit as the judge sees it."""
    return Visit(spot[0], spot[1], end, tuple(key[0] for key in state.visits.get(spot, ())))


def lost_visits(scenario: Scenario, before: State, after: State) -> Iterator[LostVisit]:
    """Visits that took place and have not their crew any more, by start."""
    minutes = {
        (stop.place, stop.start): stop.end
        for frame in before.frames.values()
        for stop in frame.stops
        if stop.do == VISIT
    }
    for spot in sorted(before.visits, key=lambda one: (one[1], one[0])):
        end = minutes[spot]
        if before.visits[spot] != after.visits.get(spot, ()) and crew_faults(scenario, visit_of(after, spot, end)):
            yield LostVisit(*spot, end)


def lost_seats(scenario: Scenario, state: State, freeze: int) -> Iterator[LostSeat]:
    """People missing at hub openings that are not over, by opening, one entry a person."""
    for session_id, session in sorted(scenario.hub_sessions.items()):
        for opens, closes in hub_openings(scenario, session):
            if opens >= freeze and session.level == "required":
                for _ in range(short_of_staff(scenario, session_id, state.staff.get((session_id, opens), ()))):
                    yield LostSeat(session_id, opens, closes)


def lost_places(scenario: Scenario, before: State, after: State) -> Iterator[LostPlace]:
    """People missing of teams on shifts who were there before, one entry a person."""
    for area, shift, day, _ in wanted_people(scenario):
        place = LostPlace(area, shift, day)
        for _ in range(short_of_people(scenario, after, place) - short_of_people(scenario, before, place)):
            yield place


def short_of_people(scenario: Scenario, state: State, place: LostPlace) -> int:
    """People missing of a team on a shift; of a role or a skill, where that is more."""
    wanted = scenario.staffing[place.area][place.shift].on(place.day)
    if wanted is None:
        return 0
    there = [
        scenario.people[officer]
        for (officer, day), frame in state.frames.items()
        if day == place.day and (frame.team, frame.shift) == (place.area, place.shift)
    ]
    rules = scenario.rules
    least = (wanted.min or 0) if rules.staffing_minimum.level != "off" else 0
    skills = wanted.skills.items() if rules.skills_on_duty.level != "off" else ()
    kinds = [number - sum(kind in {one.role, *one.skills} for one in there) for kind, number in skills]
    return max([0, least - len(there), *kinds])


def short_of_staff(scenario: Scenario, session_id: str, keys: tuple[Key, ...]) -> int:
    """People missing at a hub opening."""
    session = scenario.hub_sessions[session_id]
    people = [scenario.people[officer] for officer, _ in keys]
    kinds = (
        max(0, number - sum(kind in {one.role, *one.skills} for one in people))
        for kind, number in session.staff.items()
        if kind != ANY
    )
    return max(session.people - len(people), sum(kinds))


def windows_missed(scenario: Scenario, state: State, hotspot: str, *, assumed: tuple[LostVisit, ...]) -> int:
    """Windows of the guarantee without a visit, as if some lost visits took place all the same."""
    minutes = scenario.rules.hotspot_guarantee.minutes
    whole = [
        visit
        for spot in state.visits
        if spot[0] == hotspot
        for visit in (visit_of(state, spot, spot[1] + minutes),)
        if not crew_faults(scenario, visit)
    ]
    visits = [*whole, *(Visit(one.hotspot, one.start, one.end, ()) for one in assumed if one.hotspot == hotspot)]
    visits.sort(key=lambda visit: visit.start)
    return sum(not window.is_kept for window in guarantee_windows(scenario, hotspot, visits))


def without_visit(state: State, lost: LostVisit) -> State:
    """The visit does not take place: who is left of its crew has the time for patrol, and nothing new to do."""
    spot = (lost.hotspot, lost.start)
    frames = {key: _dropped(state.frames[key], VISIT, spot) for key in state.visits.get(spot, ())}
    visits = {one: keys for one, keys in state.visits.items() if one != spot}
    return replace(state, desk=state.desk.with_frames(frames), visits=visits)


def _dropped(frame: Frame, what: str, where: tuple[str, int]) -> Frame:
    return drop_stops(frame, tuple(s for s in frame.stops if s.do == what and (s.place, s.start) == where))
