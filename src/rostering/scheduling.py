"""The whole path from a scenario to a judged schedule."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from rostering import __version__
from rostering.check import check
from rostering.explain import explain_unmet
from rostering.horizon import DAYS_PER_WEEK
from rostering.measures import area_table, changes, hotspot_table, measures
from rostering.scenario import REST, Scenario
from rostering.scenario.held import held_of, with_held
from rostering.schedule import HUB, NO_PINS, VISIT, Earlier, HotspotPlan, Pins, Plan, Schedule, StoppedBy
from rostering.solve import Options, Result, Stop, Tell, solver_name
from rostering.solve.roster import DUTIES, solve_roster
from rostering.weeks import Decided, Timed, plan_weeks, time_scenario
from rostering.words import officer_words

ROSTER_SHARE = 0.8
"""Of a time limit, for building duties; the rest is for tasking them."""
ENDINGS: tuple[StoppedBy, ...] = ("interrupt", "time_limit", "search", "proof")
"""Of two ways in which parts of a plan ended, the first here is how the plan did."""
MOST_OPEN_DAYS = 42
"""Most days of officers, with something to choose, that one model of a week decides together with hubs and visits."""


@dataclass(frozen=True)
class Outcome:
    """What planning gave: a schedule, or the result that says why there is none."""

    schedule: Schedule | None
    result: Result
    seconds: dict[str, float]
    """By stage: `model`, each pass, `itinerary`, `judge`."""


def plan(  # noqa: PLR0913, PLR0917
    scenario: Scenario, sha256: str, options: Options, stop: Stop, tell: Tell, start: Earlier | None = None
) -> Outcome:
    """Decide, time, judge, measure and explain.

    A week with few open days is decided as one model, duties, hubs and visits together. Beyond that duties are built
    first, and then tasked week by week.

    Args:
        scenario: what is known.
        sha256: of the scenario's file, recorded in the schedule.
        options: how to solve.
        stop: when to stop early; the best plan so far is then timed and judged like any other.
        tell: gets the news while passes run.
        start: an earlier plan; what is pinned of it stays, and the rest is where the search for better duties begins.
    """
    pins = start.pins if start is not None else NO_PINS
    timed = _planned(with_held(scenario, pins.days), options, stop, tell, start)
    if timed.plan is None:
        return Outcome(None, timed.result, timed.result.seconds)
    started = time.monotonic()
    schedule = replace(judge(scenario, sha256, timed.plan, options.seed, timed.result), pins=pins)
    return Outcome(schedule, timed.result, timed.result.seconds | {"judge": time.monotonic() - started})


def _planned(scenario: Scenario, options: Options, stop: Stop, tell: Tell, start: Earlier | None) -> Timed:
    """A plan of a scenario that knows which days are held."""
    pins = start.pins if start is not None else NO_PINS
    open_days = _open_days(scenario)
    if start is not None and not open_days and _is_settled(scenario, start):
        return Timed(start.plan, Result("feasible", None, (), "proof", None))
    if builds_duties_first(scenario):
        return _build_and_task(scenario, options, stop, tell, start)
    if scenario.horizon.days <= DAYS_PER_WEEK:
        return time_scenario(scenario, options, stop, tell, pins)
    return task(scenario, _decided(scenario), options, stop, tell, pins)


def builds_duties_first(scenario: Scenario) -> bool:
    """Whether duties are built before anything is done in them: there are too many days to choose for one model."""
    open_days = _open_days(scenario)
    return open_days > 0 and (scenario.horizon.days > DAYS_PER_WEEK or open_days > MOST_OPEN_DAYS)


def _is_settled(scenario: Scenario, start: Earlier) -> bool:
    """Whether an earlier plan says all there is to say: duties as decided, and every visit and hub opening pinned."""
    if start.pins.is_all:
        return True
    duties = {(duty.officer, duty.day): duty.shift for duty in start.plan.duties}
    decided = {key: shift for key, shift in _decided(scenario).items() if shift != REST}
    pieces = Counter(one.do for duty in start.plan.duties for one in duty.activities)
    pinned = (sum(len(visit.crew) for visit in start.pins.visits), len(start.pins.staff))
    return (
        duties == decided
        and all(duty.activities for duty in start.plan.duties)
        and pinned == (pieces[VISIT], pieces[HUB])
        and (bool(start.pins.visits) or not scenario.hotspots)
    )


def task(  # noqa: PLR0913, PLR0917
    scenario: Scenario, duties: Decided, options: Options, stop: Stop, tell: Tell, pins: Pins = NO_PINS
) -> Timed:
    """Task and time duties that are decided, week by week: hubs, visits, patrol, and the minutes of every duty.

    Args:
        scenario: what is known.
        duties: by officer and day the shift, or `rest`; who has no entry for a day rests.
        options: how to solve.
        stop: when to stop early; weeks without a tasking by then keep their duties, with nobody at hotspots and hubs.
        tell: gets the news while passes run, the week named behind the unit.
        pins: visits and hub staff that are settled.
    """
    return plan_weeks(scenario, duties, options, stop, tell, pins)


def _build_and_task(scenario: Scenario, options: Options, stop: Stop, tell: Tell, start: Earlier | None) -> Timed:
    """Duties first, then what is done in them; where time is limited, most of it for the duties."""
    begin = None if start is None else _all_days(scenario, start)
    roster_stop = Stop(stop.seconds_left * ROSTER_SHARE, stop.requested)
    built = solve_roster(scenario, options, roster_stop, tell, begin)
    seconds = {DUTIES: built.seconds}
    if built.lost:
        result = Result("infeasible", None, (), built.stopped_by, None, built.size, seconds, _no_line_words(built.lost))
        return Timed(None, result)
    pins = start.pins if start is not None else NO_PINS
    timed = task(scenario, built.duties, options, stop, tell, pins)
    result = timed.result
    joined = replace(
        result,
        passes=(built.report, *result.passes),
        stopped_by=min(built.stopped_by, result.stopped_by, key=ENDINGS.index),
        size=(built.size[0] + result.size[0], built.size[1] + result.size[1]),
        seconds=seconds | result.seconds,
    )
    return Timed(timed.plan, joined)


def _no_line_words(lost: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, ...]:
    return tuple(
        f"{officer_words(officer)} has no line of duties that keeps every required rule"
        + (f"; without {' or without '.join(rules)} there would be one" if rules else "")
        for officer, rules in lost
    )


def _all_days(scenario: Scenario, start: Earlier) -> dict[tuple[str, date], str]:
    """What an earlier plan has for every officer and day."""
    duties = {(duty.officer, duty.day): duty.shift for duty in start.plan.duties}
    days = ((officer_id, day) for officer_id in scenario.people for day in scenario.horizon.dates)
    return {key: duties.get(key, REST) for key in days} | start.pins.days


def _open_days(scenario: Scenario) -> int:
    """Officers' days on which there is something to choose, those that are held left out."""
    rules = scenario.rules
    may_work_when_away = rules.availability.level != "required"
    may_change = rules.published_duty.level != "required"
    return sum(
        may_change if day in (officer.published or {}) else (may_work_when_away or day not in officer.unavailable)
        for officer in scenario.people.values()
        for held in (held_of(officer),)
        for day in scenario.horizon.dates
        if day not in held
    )


def _decided(scenario: Scenario) -> dict[tuple[str, date], str]:
    days = frozenset(scenario.horizon.dates)
    return {
        (officer_id, day): shift
        for officer_id, officer in scenario.people.items()
        for day, shift in {**(officer.published or {}), **held_of(officer)}.items()
        if day in days
    }


def judge(scenario: Scenario, sha256: str, timed: Plan, seed: int, result: Result) -> Schedule:
    """Everything that is said about a plan, from the plan and the scenario alone."""
    violations = check(scenario, timed)
    hotspots = hotspot_table(scenario, timed)
    ledgers = {spot: HotspotPlan(kept.visits, hotspots[spot]["ledger"]) for spot, kept in timed.hotspots.items()}
    return Schedule(
        plan=Plan(timed.duties, ledgers, timed.hub_sessions),
        scenario=scenario.name,
        scenario_sha256=sha256,
        rostering=__version__,
        solver=solver_name(),
        seed=seed,
        status=result.status,
        stopped_by=result.stopped_by,
        passes=result.passes,
        price_of_fairness=result.price_of_fairness,
        measures=measures(scenario, timed),
        unmet=explain_unmet(scenario, timed),
        areas=area_table(scenario, timed),
        hotspots={spot: dict(row) for spot, row in hotspots.items()},
        violations=violations,
        changes=changes(scenario, timed),
    )
