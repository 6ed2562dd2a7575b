"""A plan as somebody with a watch would follow it: duties on the clock, visits by crew, hub openings by people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from rostering.horizon import Span, day_name, overlap, subtract
from rostering.scenario import ANY, Officer, Scenario
from rostering.schedule import HUB, PATROL, TRAVEL, VISIT, Activity, Duty, Plan, Visit


@dataclass(frozen=True)
class Worked:
    """A duty whose officer, shift and day the scenario knows, on the clock."""

    officer: str
    person: Officer
    day: date
    shift: str
    start: int
    end: int
    activities: tuple[Activity, ...]
    """In order of their start."""

    @property
    def minutes(self) -> int:
        """Real length."""
        return self.end - self.start


@dataclass(frozen=True)
class Opening:
    """One opening of a hub, and who is there from its first minute to its last."""

    session: str
    start: int
    end: int
    staff: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """A plan, sorted once."""

    worked: tuple[Worked, ...]
    """By officer and start."""
    unknown: tuple[tuple[Duty, str], ...]
    """Duties that cannot be placed on the clock, each with what the scenario does not know about it."""
    visits: dict[str, tuple[Visit, ...]]
    """By hotspot, every one of the scenario: its visits by start."""
    openings: tuple[Opening, ...]
    """Every hub opening of the horizon, by session and start."""
    stray: tuple[tuple[Worked, Activity], ...]
    """Time at a hub that belongs to no opening the officer staffs from beginning to end."""

    @cached_property
    def by_officer(self) -> dict[str, tuple[Worked, ...]]:
        """The duties of each officer who has any, by start."""
        return {officer: tuple(duties) for officer, duties in groupby(self.worked, key=lambda duty: duty.officer)}

    @cached_property
    def on_day(self) -> dict[tuple[str, date], tuple[Worked, ...]]:
        """By officer and day with a duty: the duties that start on it."""
        return {key: tuple(duties) for key, duties in groupby(self.worked, key=lambda duty: (duty.officer, duty.day))}

    @cached_property
    def team_on_shift(self) -> dict[tuple[str, str, date], frozenset[str]]:
        """The people of each area's own team on a shift of a day, where there are any."""
        people: dict[tuple[str, str, date], set[str]] = defaultdict(set)
        for duty in self.worked:
            people[duty.person.area, duty.shift, duty.day].add(duty.officer)
        return {key: frozenset(officers) for key, officers in people.items()}

    @cached_property
    def on_shift(self) -> dict[tuple[str, str, date], int]:
        """How many people of each area's own team are on a shift of a day, where there are any."""
        return {key: len(officers) for key, officers in self.team_on_shift.items()}


class _Identity:
    """Two values in one, equal only to the very same two: scenarios and plans hold mappings and have no hash."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.scenario is other.scenario and self.plan is other.plan

    def __hash__(self) -> int:
        return hash((id(self.scenario), id(self.plan)))


def view(scenario: Scenario, plan: Plan) -> View:
    """The plan, sorted; the last one asked for is kept, because every rule and measure looks at the same."""
    return _build(_Identity(scenario, plan))


@lru_cache(maxsize=1)
def _build(both: _Identity) -> View:
    scenario = both.scenario
    worked, unknown = _on_the_clock(scenario, both.plan.duties)
    staff = {(session, start, end): people for session, start, end, people in _staffed(scenario, worked)}
    return View(
        worked=worked,
        unknown=unknown,
        visits=_visits(scenario, worked),
        openings=tuple(Opening(*key, people) for key, people in sorted(staff.items())),
        stray=tuple(_stray(scenario, worked, staff)),
    )


def _on_the_clock(
    scenario: Scenario, duties: tuple[Duty, ...]
) -> tuple[tuple[Worked, ...], tuple[tuple[Duty, str], ...]]:
    days = frozenset(scenario.horizon.dates)
    spans: dict[tuple[date, str], Span] = {}
    worked, unknown = [], []
    for duty in duties:
        reason = _unknown(scenario, duty, days)
        if reason:
            unknown.append((duty, reason))
            continue
        if (duty.day, duty.shift) not in spans:
            spans[duty.day, duty.shift] = scenario.shift_span(duty.day, duty.shift)
        activities = tuple(sorted(duty.activities, key=lambda activity: (activity.start, activity.end)))
        person = scenario.people[duty.officer]
        worked.append(Worked(duty.officer, person, duty.day, duty.shift, *spans[duty.day, duty.shift], activities))
    worked.sort(key=lambda duty: (duty.officer, duty.start, duty.end, duty.shift))
    unknown.sort(key=lambda pair: (pair[0].officer, pair[0].day, pair[0].shift))
    return tuple(worked), tuple(unknown)


def _unknown(scenario: Scenario, duty: Duty, days: frozenset[date]) -> str:
    if duty.officer not in scenario.people:
        return f"no officer {duty.officer}"
    if duty.shift not in scenario.shifts:
        return f"no shift {duty.shift}"
    return "" if duty.day in days else f"no day {duty.day.isoformat()}"


def _visits(scenario: Scenario, worked: tuple[Worked, ...]) -> dict[str, tuple[Visit, ...]]:
    crews: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for duty in worked:
        for activity in duty.activities:
            if activity.do == VISIT and activity.hotspot in scenario.hotspots:
                crews[activity.hotspot, activity.start, activity.end].add(duty.officer)
    visits: dict[str, list[Visit]] = {hotspot: [] for hotspot in scenario.hotspots}
    for (hotspot, start, end), crew in sorted(crews.items()):
        visits[hotspot].append(Visit(hotspot, start, end, tuple(sorted(crew))))
    return {hotspot: tuple(of_hotspot) for hotspot, of_hotspot in visits.items()}


def _hub_pieces(scenario: Scenario, worked: tuple[Worked, ...]) -> dict[str, list[tuple[Worked, list[Activity]]]]:
    """By hub session: the duties with time there, and that time."""
    pieces: dict[str, list[tuple[Worked, list[Activity]]]] = defaultdict(list)
    for duty in worked:
        at_hubs: dict[str, list[Activity]] = defaultdict(list)
        for activity in duty.activities:
            if activity.do == HUB and activity.session in scenario.hub_sessions:
                at_hubs[activity.session].append(activity)
        for session, activities in at_hubs.items():
            pieces[session].append((duty, activities))
    return pieces


def _staffed(scenario: Scenario, worked: tuple[Worked, ...]) -> Iterator[tuple[str, int, int, tuple[str, ...]]]:
    pieces = _hub_pieces(scenario, worked)
    for session_id, session in scenario.hub_sessions.items():
        for time in session.when:
            for day in scenario.horizon.dates:
                if day_name(day) != time.day:
                    continue
                start, end = scenario.horizon.span(day, time.start, time.end)
                there = {duty.officer for duty, times in pieces[session_id] if _covers(times, start, end)}
                yield session_id, start, end, tuple(sorted(there))


def _covers(pieces: list[Activity], start: int, end: int) -> bool:
    return not subtract((start, end), [(piece.start, piece.end) for piece in pieces])


def _stray(
    scenario: Scenario, worked: tuple[Worked, ...], staff: dict[tuple[str, int, int], tuple[str, ...]]
) -> Iterator[tuple[Worked, Activity]]:
    for session, duties in sorted(_hub_pieces(scenario, worked).items()):
        openings = [(start, end) for of_session, start, end in staff if of_session == session]
        for duty, pieces in duties:
            whole = [(start, end) for start, end in openings if _covers(pieces, start, end)]
            for piece in pieces:
                if not any(overlap((piece.start, piece.end), opening) for opening in whole):
                    yield duty, piece


def people_short(scenario: Scenario, session_id: str, staff: tuple[str, ...]) -> int:
    """People missing from a hub opening: in all, or of a role or skill, whichever is more."""
    session = scenario.hub_sessions[session_id]
    people = [scenario.people[officer] for officer in staff]
    named = sum(
        max(0, needed - sum(person.role == kind or kind in person.skills for person in people))
        for kind, needed in session.staff.items()
        if kind != ANY
    )
    return max(session.people - len(people), named, 0)


def counts(scenario: Scenario, visit: Visit) -> bool:
    """Whether a visit is long enough and its crew large enough and of the right roles to keep the guarantee."""
    return visit.end - visit.start >= scenario.rules.hotspot_guarantee.minutes and not crew_faults(scenario, visit)


def crew_faults(scenario: Scenario, visit: Visit) -> dict[str, int]:
    """What is wrong with a visit's crew, in words, each with the number of people concerned."""
    spot = scenario.hotspots[visit.hotspot]
    roles = [scenario.people[officer].role for officer in visit.crew]
    faults = {
        f"{len(roles)} of a crew of {spot.crew}": max(0, spot.crew - len(roles)),
        "of a role that may not go": sum(spot.roles is not None and role not in spot.roles for role in roles),
        f"no lead ({' or '.join(spot.lead)})": int(bool(spot.lead) and not any(role in spot.lead for role in roles)),
    }
    return {words: people for words, people in faults.items() if people}


def area_of(scenario: Scenario, place: str | None) -> str | None:
    """The area a place lies in; nothing for a place the scenario does not know."""
    if place in scenario.areas:
        return place
    located: Any = scenario.hotspots.get(place or "") or scenario.hub_sessions.get(place or "")
    return located.area if located else None


def area_at_work(scenario: Scenario, activity: Activity) -> str | None:
    """The area in which an activity takes or leaves its officer; nothing for one that can be done anywhere."""
    if activity.do == PATROL:
        return area_of(scenario, activity.area)
    place = {TRAVEL: activity.to_place, VISIT: activity.hotspot, HUB: activity.session}.get(activity.do)
    return area_of(scenario, place)


def away_minutes(scenario: Scenario, duty: Worked) -> dict[str, int]:
    """By area that is not the officer's own: minutes of patrol, visits, hub openings there and of journeys to it,
    between places in it, and back.
    """
    away: dict[str, int] = defaultdict(int)
    here = duty.person.area
    for activity in duty.activities:
        there = area_at_work(scenario, activity)
        if there is None:
            continue
        is_way_back = activity.do == TRAVEL and there == duty.person.area
        abroad = here if is_way_back else there
        if abroad != duty.person.area:
            away[abroad] += activity.minutes
        here = there
    return dict(away)
