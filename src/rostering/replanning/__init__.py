"""Repairing a published plan: who steps in where somebody drops out, with the fewest people to tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rostering.explain.week import look
from rostering.horizon import Span
from rostering.itinerary.frames import Key
from rostering.itinerary.reasons import visit_reasons
from rostering.measures import measures
from rostering.replanning.choosing import Choice, choose, ways
from rostering.replanning.content import repaired_content
from rostering.replanning.desk import activities_of, away_during, lay_out
from rostering.replanning.events import Absence, AddedOpening, Events, Lateness, after_events, repeats, with_fields
from rostering.replanning.losses import (
    Loss,
    LostPlace,
    LostSeat,
    LostVisit,
    State,
    lost_places,
    lost_seats,
    lost_visits,
    state_of,
    without_visit,
)
from rostering.replanning.options import Terms
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Activity, Duty, HotspotPlan, Plan

NEVER = -(10**9)
MOST_CANDIDATES = 5
NEAR = 5e-4
"""A measure that differs by less is the same."""


@dataclass(frozen=True)
class Replanned:
    """A repaired plan, and what it took."""

    scenario: Scenario
    """What is true now: absences, added openings, and duties that were called in published as such."""
    plan: Plan
    changes: int
    """Officers' days with something new to do."""
    least_changes: int
    """Fewest changes with which as little stays broken as can be."""
    cost: float
    """In pounds, of duties that are new."""
    called: tuple[tuple[Key, str], ...]
    lost: tuple[Loss, ...]
    """What the events took out of the plan."""
    away: tuple[Key, ...]
    """Officer and day of duties that are not worked at all."""
    is_proven: bool
    """Whether every way of these sorts was looked at."""


def replan(
    scenario: Scenario, plan: Plan, events: Events, *, most_changes: int | None = None, may_call: bool = False
) -> Replanned:
    """Repair a plan after events: what is frozen stays, then as little as can be stays broken, then few changes, then
    money, then travel.

    Args:
        scenario: of the plan.
        plan: published, with its times.
        events: what has happened.
        most_changes: officers' days that may be changed at most.
        may_call: whether people may be called in on days on which they rest.
    """
    case = _broken(scenario, plan, events, may_call=may_call)
    free = choose(case.terms, case.state, case.losses, None)
    is_few = most_changes is None or _changes(free) <= most_changes
    best = free if is_few else choose(case.terms, case.state, case.losses, most_changes)
    return _replanned(case, plan, best, _changes(free))


def candidates(
    scenario: Scenario, plan: Plan, events: Events, *, may_call: bool = False
) -> tuple[tuple[Loss, ...], tuple[Cover, ...]]:
    """What is lost; and who could cover each loss alone, with the least to change first, and what that does to every
    measure.
    """
    case = _broken(scenario, plan, events, may_call=may_call)
    without = measures(case.terms.scenario, _written(case.terms.scenario, plan, _given_up(case)))
    return case.losses, tuple(
        Cover(
            loss,
            _people_of(case, state),
            state.travel,
            round(state.cost, 2),
            _effects(case, plan, loss, state, without),
        )
        for loss in case.losses
        for state in list(ways(case.terms, case.state, case.losses, loss))[:MOST_CANDIDATES]
    )


@dataclass(frozen=True)
class Cover:
    """Somebody who could make a loss good."""

    loss: Loss
    people: tuple[Key, ...]
    """Officers' days that would change."""
    travel: int
    """Minutes of travel added."""
    cost: float
    """In pounds."""
    effects: dict[str, float]
    """By measure: how much it differs from the plan with this loss not made good; those that differ."""


@dataclass(frozen=True)
class Case:
    """A plan after events, and what is to be made good."""

    terms: Terms
    state: State
    losses: tuple[Loss, ...]
    gone: tuple[Key, ...]
    """Duties that are not worked at all."""


def _broken(scenario: Scenario, plan: Plan, events: Events, *, may_call: bool) -> Case:
    freeze = NEVER if events.freeze_before is None else events.freeze_before
    away = _away(scenario, plan, events, freeze)
    begun = frozenset(key for key, span in away.items() if scenario.shift_span(key[1], _shift(plan, key))[0] < span[0])
    now = after_events(scenario, events, begun)
    desk = lay_out(now, plan)
    before = state_of(desk)
    kept = {
        key: frame for key, frame in desk.frames.items() if key not in away or key in begun or away[key][1] < frame.end
    }
    frames = kept | {key: away_during(kept[key], span) for key, span in away.items() if key in kept}
    broken = state_of(replace(desk, frames=frames))
    losses: tuple[Loss, ...] = (
        *lost_places(now, before, broken),
        *_new_seats(now, before, broken, freeze),
        *(one for one in lost_visits(now, before, broken) if one.start >= freeze),
    )
    terms = Terms(now, look(now, _bare(plan, broken)), freeze, may_call)
    return Case(terms, broken, losses, tuple(sorted(key for key in away if key not in frames)))


def _given_up(case: Case) -> State:
    """The plan with nothing made good."""
    state = case.state
    for loss in case.losses:
        state = without_visit(state, loss) if isinstance(loss, LostVisit) else state
    return state


def _people_of(case: Case, state: State) -> tuple[Key, ...]:
    return tuple(sorted(state.changed - case.state.changed))


def _effects(case: Case, plan: Plan, loss: Loss, state: State, without: dict[str, float]) -> dict[str, float]:
    for other in case.losses:
        if isinstance(other, LostVisit) and other != loss:
            state = without_visit(state, other)
    after = measures(case.terms.scenario, _written(case.terms.scenario, plan, state))
    return {name: round(value - without[name], 4) for name, value in after.items() if abs(value - without[name]) > NEAR}


def _changes(choice: Choice) -> int:
    return 0 if choice.best is None else len(choice.best.changed)


def _shift(plan: Plan, key: Key) -> str:
    return next(duty.shift for duty in plan.duties if (duty.officer, duty.day) == key)


def _away(scenario: Scenario, plan: Plan, events: Events, freeze: int) -> dict[Key, Span]:
    """By duty: when its officer is not there."""
    shifts = {(duty.officer, duty.day): duty.shift for duty in plan.duties}
    away: dict[Key, Span] = {}
    for absent in events.absences:
        if (absent.officer, absent.day) in shifts:
            start, end = scenario.shift_span(absent.day, shifts[absent.officer, absent.day])
            away[absent.officer, absent.day] = (max(start, freeze), end)
    for late in events.lateness:
        if (late.officer, late.day) in shifts:
            start, _ = scenario.shift_span(late.day, shifts[late.officer, late.day])
            away[late.officer, late.day] = (start, late.until)
    return away


def _new_seats(scenario: Scenario, before: State, after: State, freeze: int) -> Iterator[LostSeat]:
    """People missing at hubs who were not missing before; at an opening that is new, all of them."""
    known = list(lost_seats(scenario, before, freeze))
    for seat in lost_seats(scenario, after, freeze):
        if seat in known and (seat.session, seat.opens) in before.staff:
            known.remove(seat)
        else:
            yield seat


def _bare(plan: Plan, state: State) -> Plan:
    """The plan without the duties that are gone, for the judge to say who could have another one."""
    return replace(plan, duties=tuple(duty for duty in plan.duties if (duty.officer, duty.day) in state.frames))


def _replanned(case: Case, plan: Plan, choice: Choice, least: int) -> Replanned:
    now = case.terms.scenario
    state = choice.best
    if state is None:
        message = "giving everything up is always a repair"
        raise AssertionError(message)
    people = {
        key: now.people[key].model_copy(
            update={
                "published": {
                    **(now.people[key].published or {}),
                    **{day: shift for (officer, day), shift in state.called if officer == key},
                }
            }
        )
        for (key, _), _ in state.called
        if now.people[key].published is not None
    }
    scenario = with_fields(now, officers={**now.officers, **people}) if people else now
    return Replanned(
        scenario=scenario,
        plan=_written(scenario, plan, state),
        changes=len(state.changed),
        least_changes=least,
        cost=round(state.cost, 2),
        called=state.called,
        lost=case.losses,
        away=case.gone,
        is_proven=choice.is_whole,
    )


def _written(scenario: Scenario, plan: Plan, state: State) -> Plan:
    """The plan with the duties that are touched timed anew, all others as they are."""
    crews = {spot: tuple(officer for officer, _ in keys) for spot, keys in state.visits.items()}
    starts: dict[str, list[int]] = {spot: [] for spot in scenario.hotspots}
    for hotspot, start in sorted(state.visits):
        starts[hotspot].append(start)
    reasons = {
        **visit_reasons(scenario, starts),
        **{
            (one.hotspot or "", one.start): one.reason or ""
            for duty in plan.duties
            for one in duty.activities
            if one.do == VISIT
        },
    }
    known = {(duty.officer, duty.day): duty for duty in plan.duties}
    duties = []
    for key, frame in sorted(state.frames.items()):
        duty = Duty(*key, frame.shift, activities_of(state.desk, frame, crews, reasons))
        before = known.get(key)
        duties.append(before if before is not None and _is_as_it_was(before, duty) else duty)
    spots = {
        spot: HotspotPlan(
            tuple(sorted(starts[spot])), plan.hotspots[spot].ledger if spot in plan.hotspots else HotspotPlan().ledger
        )
        for spot in sorted(scenario.hotspots)
    }
    staff: dict[str, dict[int, tuple[str, ...]]] = {}
    for (session, opens), keys in sorted(state.staff.items()):
        staff.setdefault(session, {})[opens] = tuple(sorted(officer for officer, _ in keys))
    return Plan(tuple(duties), spots, staff)


def _is_as_it_was(before: Duty, after: Duty) -> bool:
    """Whether somebody is told nothing new: times, places and company are the same."""
    return [(*_told(one), sorted(one.crew)) for one in before.activities] == [
        (*_told(one), sorted(one.crew)) for one in after.activities
    ]


def _told(one: Activity) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in ("start", "end", "do", "to_place", "hotspot", "session", "area"))


__all__ = [
    "Absence",
    "AddedOpening",
    "Cover",
    "Events",
    "Lateness",
    "Loss",
    "LostPlace",
    "LostSeat",
    "LostVisit",
    "Replanned",
    "candidates",
    "repaired_content",
    "repeats",
    "replan",
]
