"""Ways to make one loss good: somebody on duty goes in place, everybody goes at another time, somebody is called in or
works another shift that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

from rostering.explain.week import Week, added_breaches
from rostering.horizon import Span
from rostering.itinerary.appointments import terms_of
from rostering.itinerary.frames import Frame, Key, Stop, add_stop
from rostering.measures.view import crew_faults
from rostering.replanning.desk import begin_duty, has_room, travel_added
from rostering.replanning.losses import (
    LostPlace,
    LostSeat,
    LostVisit,
    State,
    short_of_people,
    short_of_staff,
    without_visit,
)
from rostering.scenario import REST, Scenario
from rostering.scenario.openings import hotspot_openings
from rostering.scenario.pay import change_price
from rostering.schedule import HUB, RESERVE, VISIT, Visit

MOST_OPTIONS = 12
"""Of each sort, for one loss: the cheapest in changes and travel."""
STEP_MINUTES = 5


@dataclass(frozen=True)
class Terms:
    """What a repair may do."""

    scenario: Scenario
    week: Week
    """What the judge says about added duties."""
    freeze: int
    """Nothing that starts before this instant is touched."""
    may_call: bool
    """Whether people may be called in on a day off, or moved to another shift of their day."""


def covers(terms: Terms, state: State, seat: LostSeat) -> Iterator[State]:
    """States in which one more person is at a hub opening, the fewest changes first."""
    short = short_of_staff(terms.scenario, seat.session, state.staff.get((seat.session, seat.opens), ()))
    span = (seat.opens, seat.closes)
    found = []
    for key, reached in _people(terms, state, seat.session, span):
        there = (*state.staff.get((seat.session, seat.opens), ()), key)
        if key in state.staff.get((seat.session, seat.opens), ()) or span[0] < terms.freeze:
            continue
        if short_of_staff(terms.scenario, seat.session, there) < short:
            filled = _with_stop(reached, key, Stop(*span, HUB, seat.session))
            found.append(replace(filled, staff={**filled.staff, (seat.session, seat.opens): there}))
    return _cheapest(found)


def calls(terms: Terms, state: State, place: LostPlace) -> Iterator[State]:
    """States in which somebody has a duty on a shift of their team that is short of people: who rests, or works another
    shift of the day that can spare them.
    """
    scenario = terms.scenario
    start, _ = scenario.shift_span(place.day, place.shift)
    short = short_of_people(scenario, state, place)
    found = []
    for officer_id, officer in scenario.people.items() if terms.may_call and start >= terms.freeze else ():
        key = (officer_id, place.day)
        if officer.area == place.area and not added_breaches(terms.week, *key, place.shift):
            reached = (
                move(terms, state, key, place.shift) if key in state.frames else call_in(terms, state, key, place.shift)
            )
            if reached is not None and short_of_people(scenario, reached, place) < short:
                found.append(reached)
    return _cheapest(found)


def replacements(terms: Terms, state: State, lost: LostVisit) -> Iterator[State]:
    """States in which a visit takes place at its time, with others in the seats that are empty."""
    spot, span = (lost.hotspot, lost.start), (lost.start, lost.end)
    if not all(_is_clear(terms, lost.start, start) for start in _starts_at(state, lost.hotspot) if start != lost.start):
        return iter(())
    left = state.visits.get(spot, ())
    missing = max(1, terms.scenario.hotspots[lost.hotspot].crew - len(left))
    able = [pair for pair in _people(terms, state, lost.hotspot, span) if pair[0] not in left]
    able = sorted(able, key=lambda pair: (pair[1].cost, _detour(pair, lost.hotspot, span), pair[0]))[: 2 * MOST_OPTIONS]
    found = []
    for some in combinations(able, missing):
        crew = (*left, *(key for key, _ in some))
        if _is_whole(terms.scenario, lost.hotspot, span, crew):
            found.append(_seated(state, spot, span, some, crew))
    return _cheapest(found)


def other_times(terms: Terms, state: State, lost: LostVisit) -> Iterator[State]:
    """States in which a visit takes place at another time of its day, as near as possible, with whoever can go then."""
    bare = without_visit(state, lost)
    minutes, number = lost.end - lost.start, terms.scenario.hotspots[lost.hotspot].crew
    found: list[State] = []
    for start in _starts(terms, bare, lost):
        span, spot = (start, start + minutes), (lost.hotspot, start)
        able = [pair for pair in _people(terms, bare, lost.hotspot, span) if not pair[1].called[len(bare.called) :]]
        able.sort(key=lambda pair: (pair[0] not in bare.changed, _detour(pair, lost.hotspot, span), pair[0]))
        for some in combinations(able[:MOST_OPTIONS], number):
            crew = tuple(key for key, _ in some)
            if _is_whole(terms.scenario, lost.hotspot, span, crew):
                found.append(_seated(bare, spot, span, some, crew))
                break
        if len(found) == MOST_OPTIONS:
            break
    return _cheapest(found)


def _starts(terms: Terms, state: State, lost: LostVisit) -> list[int]:
    """Starts on the same day inside an opening, clear of other visits to the place, the nearest first."""
    scenario, horizon = terms.scenario, terms.scenario.horizon
    minutes = lost.end - lost.start
    day = horizon.day(lost.start)
    first, last = max(terms.freeze, horizon.at(day)), horizon.at(day + timedelta(days=1))
    others = _starts_at(state, lost.hotspot)
    starts = (
        start
        for opens, closes in hotspot_openings(scenario, scenario.hotspots[lost.hotspot])
        for start in range(max(first, opens), min(last, closes - minutes + 1), STEP_MINUTES)
        if all(_is_clear(terms, start, other) for other in others)
    )
    return sorted(starts, key=lambda start: (abs(start - lost.start), start))


def _starts_at(state: State, hotspot: str) -> list[int]:
    return [start for spot, start in state.visits if spot == hotspot]


def _is_clear(terms: Terms, start: int, other: int) -> bool:
    """Whether two visits to a place are far enough from each other."""
    return abs(start - other) >= terms_of(terms.scenario).least


def _people(terms: Terms, state: State, place: str, span: Span) -> Iterator[tuple[Key, State]]:
    """Who can be at a place for a span, each with the state in which they are on duty then."""
    scenario, ground = terms.scenario, state.desk.ground
    area = ground.area_of[place]
    for key, frame in sorted(state.frames.items()):
        if area in ground.reach[frame.team] and _is_there(frame, span) and has_room(state.desk, frame, place, span):
            yield key, state
    if terms.may_call:
        on_duty = {(officer, day) for officer, day in state.frames}
        for key, shift in _off(terms, area, span):
            if area in ground.reach[scenario.people[key[0]].area]:
                called = move(terms, state, key, shift) if key in on_duty else call_in(terms, state, key, shift)
                if called is not None and has_room(called.desk, called.frames[key], place, span):
                    yield key, called


def _is_there(frame: Frame, span: Span) -> bool:
    return frame.start <= span[0] and span[1] <= frame.end


def _off(terms: Terms, area: str, span: Span) -> Iterator[tuple[Key, str]]:
    """Officers of an area's own team who could lawfully have a shift, usual for their role, over a span."""
    scenario = terms.scenario
    usual = {(duty.person.role, duty.shift) for duty in terms.week.seen.worked}
    days = {scenario.horizon.day(span[0]), scenario.horizon.day(span[0]) - timedelta(days=1)}
    for day in sorted(days & set(scenario.horizon.dates)):
        for shift in scenario.shifts:
            start, end = scenario.shift_span(day, shift)
            if not (terms.freeze <= start <= span[0] and span[1] <= end):
                continue
            for officer_id, officer in scenario.people.items():
                is_usual = officer.area == area and (officer.role, shift) in usual
                if is_usual and not added_breaches(terms.week, officer_id, day, shift):
                    yield (officer_id, day), shift


def call_in(terms: Terms, state: State, key: Key, shift: str) -> State | None:
    """The state in which somebody who rests has a duty, at its price; nothing for who has a new duty already, since
    what is lawful was asked of one.
    """
    return _with_duty(terms, state, begin_duty(state.desk, key, shift), REST) if _is_as_published(state, key) else None


def move(terms: Terms, state: State, key: Key, shift: str) -> State | None:
    """The state in which somebody on duty works another shift that day, at its price, and is there at every visit and
    hub as before; nothing where that does not fit, has begun, or leaves the old shift short of people.
    """
    scenario, old = terms.scenario, state.frames[key]
    new = begin_duty(state.desk, key, shift)
    if shift == old.shift or min(old.start, new.start) < terms.freeze or not _is_as_published(state, key):
        return None
    if any(stop.do == RESERVE and stop.start == old.start for stop in old.stops):  # who comes late
        return None
    for stop in old.stops:
        if stop.do in {HUB, VISIT}:
            if not has_room(state.desk, new, stop.place or old.team, (stop.start, stop.end)):
                return None
            new = add_stop(new, stop)
    moved = _with_duty(terms, state, new, old.shift)
    left = LostPlace(scenario.people[key[0]].area, old.shift, key[1])
    return moved if short_of_people(scenario, moved, left) <= short_of_people(scenario, state, left) else None


def _is_as_published(state: State, key: Key) -> bool:
    return all(officer != key[0] for (officer, _), _ in state.called)


def _with_duty(terms: Terms, state: State, frame: Frame, before: str) -> State:
    scenario, key = terms.scenario, frame.key
    is_published = key[1] in (scenario.people[key[0]].published or {})
    price = change_price(scenario, *key, before, frame.shift) if is_published else 0.0
    called = (*state.called, (key, frame.shift))
    return replace(state.with_frames({key: frame}), called=called, cost=state.cost + price)


def _seated(
    base: State, spot: tuple[str, int], span: Span, some: Iterable[tuple[Key, State]], crew: tuple[Key, ...]
) -> State:
    state = base
    for key, reached in some:
        if reached is not base:
            state = replace(
                state.with_frames({key: reached.frames[key]}),
                called=(*state.called, *reached.called[len(base.called) :]),
                cost=state.cost + reached.cost - base.cost,
            )
        state = _with_stop(state, key, Stop(*span, VISIT, spot[0]))
    return replace(state, visits={**state.visits, spot: tuple(sorted(crew))})


def _with_stop(state: State, key: Key, stop: Stop) -> State:
    frame = state.frames[key]
    travel = travel_added(state.desk, frame, stop.place or frame.team, (stop.start, stop.end), stop.do)
    return replace(state.with_frames({key: add_stop(frame, stop)}), travel=state.travel + travel)


def _detour(pair: tuple[Key, State], place: str, span: Span) -> int:
    key, state = pair
    return travel_added(state.desk, state.frames[key], place, span, VISIT)


def _is_whole(scenario: Scenario, hotspot: str, span: Span, crew: tuple[Key, ...]) -> bool:
    return not crew_faults(scenario, Visit(hotspot, *span, tuple(officer for officer, _ in crew)))


def _cheapest(found: list[State]) -> Iterator[State]:
    return iter(sorted(found, key=lambda state: (len(state.changed), state.cost, state.travel))[:MOST_OPTIONS])
