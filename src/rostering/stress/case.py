"""A plan as arrays: who is part of which visit and opening, what each promise needs, and who is free to take over.

People are counted by *day*: an officer's every day with a duty has a number, and is there or lost as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from rostering.check.minutes import expected_abstraction
from rostering.horizon import MINUTES_PER_DAY, MINUTES_PER_HOUR, Span
from rostering.measures.guarantee import Window, guarantee_windows, last_patrolled_before, open_spans
from rostering.measures.view import Opening, Worked, counts, people_short, view
from rostering.scenario import ANY, Scenario
from rostering.scenario.travel import TravelTime, travel_times
from rostering.schedule import HUB, PATROL, TRAVEL, VISIT, Plan, Visit
from rostering.stress.people import PersonDay, person_days

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Presence:
    """A visit that counts, with everybody there."""

    hotspot: str
    start: int
    end: int
    latest: int
    """The latest start at which others can make it instead, the same day."""
    crew: Numbers
    """Numbers of its people's days."""
    leads: Flags
    """Which of the crew are of a role that may lead; all where no lead is asked for."""
    needed: int
    """People it has to have."""
    spare: Spare


@dataclass(frozen=True)
class Spare:
    """Time on patrol in which others could make a visit, the nearest first, then by officer."""

    pieces: Numbers
    """Numbers of the stretches of patrol."""
    days: Numbers
    """Number of the day each is a part of."""
    leads: Flags
    earliest: Numbers
    """Earliest start: the stretch has begun, and the way there is made."""
    latest: Numbers
    """Latest start: visit and way back end with the stretch."""


@dataclass(frozen=True)
class Promise:
    """A hotspot's windows that the plan keeps, and that need a visit."""

    hotspot: str
    kept: int
    """Windows that the plan keeps."""
    visits: Numbers
    """Numbers of its visits, by start."""
    serves: Flags
    """By window and visit, for windows of calendar days: whether the visit keeps it."""
    clock: Clock | None
    """For a guarantee counted in elapsed hours, in place of windows of days."""


@dataclass(frozen=True)
class Clock:
    """A guarantee counted in elapsed hours."""

    last_end: int
    """End of the last visit before the horizon, or its start."""
    minutes: int
    """What may pass between the end of a visit and the next."""
    end: int
    """End of the horizon."""
    days: tuple[Span, ...]
    """Days on which the plan never lets it run over."""


@dataclass(frozen=True)
class Need:
    """A hub opening that the plan holds, and how short of people it may be to count as held."""

    session: str
    start: int
    staff: Numbers
    """Numbers of its people's days."""
    people: int
    """People needed in all."""
    kinds: tuple[tuple[int, Flags], ...]
    """Of each role or skill asked for: how many are needed, and which of the staff have it."""
    short: int
    """People short with everybody there."""


@dataclass(frozen=True)
class Case:
    """Everything a draw needs."""

    rates: NDArray[np.float64]
    """Chance to be lost, by day."""
    visits: tuple[Presence, ...]
    """By start, then hotspot."""
    promises: tuple[Promise, ...]
    """By hotspot."""
    needs: tuple[Need, ...]
    """By session and start."""
    pieces: int
    """Number of stretches of patrol."""


@dataclass(frozen=True)
class _Piece:
    """A stretch of patrol without a break, and where its officer is."""

    number: int
    day: int
    duty: Worked
    place: str
    start: int
    end: int


def remaining_rates(scenario: Scenario) -> dict[str, float]:
    """By role: the share of duties to be expected lost beyond the days away that the scenario lists."""
    return {role: expected_abstraction(scenario, role) for role in sorted(scenario.roles)}


def case_of(scenario: Scenario, plan: Plan) -> Case:
    """The arrays of a plan."""
    days = person_days(scenario, plan)
    rates = remaining_rates(scenario)
    visits = _presences(scenario, plan, days)
    pieces = tuple(_pieces(days))
    return Case(
        rates=np.array([rates[scenario.people[one.officer].role] for one in days], dtype=np.float64),
        visits=visits,
        promises=tuple(_promise(scenario, spot, visits) for spot in sorted(scenario.hotspots)),
        needs=tuple(_needs(scenario, plan, days)),
        pieces=len(pieces),
    )


def _presences(scenario: Scenario, plan: Plan, days: Sequence[PersonDay]) -> tuple[Presence, ...]:
    crews: dict[Visit, list[int]] = defaultdict(list)
    for number, one in enumerate(days):
        for visit in one.visits:
            crews[visit].append(number)
    pieces, journey = tuple(_pieces(days)), travel_times(scenario)
    made = []
    for spot, visits in view(scenario, plan).visits.items():
        near = _near(scenario, spot, pieces, journey)
        for visit, limit in zip(visits, _limits(scenario, visits), strict=True):
            if counts(scenario, visit):
                made.append(_presence(scenario, visit, limit, crews[visit], days, near))
    return tuple(sorted(made, key=lambda one: (one.start, one.hotspot, one.end)))


def _presence(  # noqa: PLR0913, PLR0917
    scenario: Scenario,
    visit: Visit,
    limit: int,
    crew: list[int],
    days: Sequence[PersonDay],
    near: Sequence[tuple[int, int, _Piece]],
) -> Presence:
    leads = [_leads(scenario, visit.hotspot, days[number].officer) for number in crew]
    return Presence(
        hotspot=visit.hotspot,
        start=visit.start,
        end=visit.end,
        latest=min(limit, _last_open(scenario, visit)),
        crew=np.array(crew, dtype=np.int64),
        leads=np.array(leads, dtype=np.bool_),
        needed=scenario.hotspots[visit.hotspot].crew,
        spare=_spare(scenario, visit, near),
    )


def _leads(scenario: Scenario, spot: str, officer: str) -> bool:
    lead = scenario.hotspots[spot].lead
    return not lead or scenario.people[officer].role in lead


def _limits(scenario: Scenario, visits: Sequence[Visit]) -> Iterator[int]:
    """For each visit of a hotspot, the latest start that leaves the next one its spacing and the visit its day."""
    horizon = scenario.horizon
    rule = scenario.rules.visit_spacing
    spacing = 0 if rule.level == "off" else int(rule.hours * MINUTES_PER_HOUR)
    for visit, later in zip(visits, [*visits, None][1:], strict=True):
        day_ends = horizon.at(horizon.day(visit.start) + timedelta(days=1)) - 1
        if later is None:
            yield day_ends
        else:
            yield max(visit.start, min(day_ends, later.start - spacing - (visit.end - visit.start)))


def _last_open(scenario: Scenario, visit: Visit) -> int:
    """The latest start in the opening of the planned visit."""
    if scenario.rules.opening_hours.level == "off":
        return scenario.horizon.at(scenario.horizon.end)
    day = scenario.horizon.day(visit.start)
    spans = open_spans(scenario, visit.hotspot, [day + timedelta(days=offset) for offset in (-1, 0, 1)])
    ends = [end for start, end in spans if start <= visit.start and visit.end <= end]
    return max(ends, default=visit.end) - (visit.end - visit.start)


def _pieces(days: Iterable[PersonDay]) -> Iterator[_Piece]:
    number = 0
    for day, one in enumerate(days):
        for duty in one.duties:
            place = duty.person.area
            for activity in duty.activities:
                moved_to = {TRAVEL: activity.to_place, VISIT: activity.hotspot, HUB: activity.session}
                place = moved_to.get(activity.do) or place
                if activity.do == PATROL:
                    yield _Piece(number, day, duty, place, activity.start, activity.end)
                    number += 1


def _near(
    scenario: Scenario, spot: str, pieces: Sequence[_Piece], journey: TravelTime
) -> tuple[tuple[int, int, _Piece], ...]:
    """Stretches of patrol of people who may go to a hotspot, with the minutes there and back; nearest first."""
    roles, area = scenario.hotspots[spot].roles, scenario.hotspots[spot].area
    is_free = scenario.rules.lending.level == "off"
    found = [
        (journey(piece.place, spot), journey(spot, piece.place), piece)
        for piece in pieces
        if (roles is None or piece.duty.person.role in roles)
        and (is_free or area in {piece.duty.person.area, *scenario.areas[piece.duty.person.area].neighbours})
    ]
    return tuple(sorted(found, key=lambda one: (one[0] + one[1], one[2].duty.officer, one[2].start)))


def _spare(scenario: Scenario, visit: Visit, near: Sequence[tuple[int, int, _Piece]]) -> Spare:
    length = visit.end - visit.start
    day_ends = visit.start + MINUTES_PER_DAY
    chosen = [
        (piece, piece.start + there, piece.end - back - length)
        for there, back, piece in near
        if piece.start < day_ends and piece.end > visit.start
    ]
    fitting = [one for one in chosen if one[1] <= one[2] and one[2] >= visit.start]
    return Spare(
        pieces=np.array([piece.number for piece, _, _ in fitting], dtype=np.int64),
        days=np.array([piece.day for piece, _, _ in fitting], dtype=np.int64),
        leads=np.array(
            [_leads(scenario, visit.hotspot, piece.duty.officer) for piece, _, _ in fitting], dtype=np.bool_
        ),
        earliest=np.array([earliest for _, earliest, _ in fitting], dtype=np.int64),
        latest=np.array([latest for _, _, latest in fitting], dtype=np.int64),
    )


def _promise(scenario: Scenario, spot: str, visits: Sequence[Presence]) -> Promise:
    numbers = [number for number, visit in enumerate(visits) if visit.hotspot == spot]
    own = [Visit(spot, visits[number].start, visits[number].end, ()) for number in numbers]
    is_judged = scenario.rules.hotspot_guarantee.level != "off"
    kept = [window for window in guarantee_windows(scenario, spot, own) if window.is_kept] if is_judged else []
    is_elapsed = scenario.rules.hotspot_guarantee.counted == "elapsed"
    without = {window.last for window in guarantee_windows(scenario, spot, ()) if window.is_kept}
    days = [scenario.horizon.day(visit.start) for visit in own]
    open_ones = [] if is_elapsed else [window for window in kept if window.last not in without]
    return Promise(
        hotspot=spot,
        kept=len(kept),
        visits=np.array(numbers, dtype=np.int64),
        serves=_serves(open_ones, days),
        clock=_clock(scenario, spot, kept) if is_elapsed else None,
    )


def _serves(windows: Sequence[Window], days: Sequence[date]) -> Flags:
    held = [[window.first <= day <= window.last for day in days] for window in windows]
    return np.array(held, dtype=np.bool_).reshape(len(windows), len(days))


def _clock(scenario: Scenario, spot: str, kept: Sequence[Window]) -> Clock:
    horizon = scenario.horizon
    before = last_patrolled_before(scenario, spot)
    days = tuple((horizon.at(window.last), horizon.at(window.last + timedelta(days=1))) for window in kept)
    minutes = scenario.rules.hotspot_guarantee.every_days * MINUTES_PER_DAY
    return Clock(0 if before is None else before, minutes, horizon.at(horizon.end), days)


def _needs(scenario: Scenario, plan: Plan, days: Sequence[PersonDay]) -> Iterator[Need]:
    staff: dict[Opening, list[int]] = defaultdict(list)
    for number, one in enumerate(days):
        for opening in one.openings:
            staff[opening].append(number)
    for opening in view(scenario, plan).openings:
        session = scenario.hub_sessions[opening.session]
        if session.level == "preferred" and not opening.staff:
            continue
        people = [scenario.people[days[number].officer] for number in staff[opening]]
        kinds = tuple(
            (needed, np.array([person.role == kind or kind in person.skills for person in people], dtype=np.bool_))
            for kind, needed in sorted(session.staff.items())
            if kind != ANY
        )
        numbers = np.array(staff[opening], dtype=np.int64)
        short = people_short(scenario, opening.session, opening.staff)
        yield Need(opening.session, opening.start, numbers, session.people, kinds, short)
