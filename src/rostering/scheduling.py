"""The whole path from a scenario to a judged schedule."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date

from rostering import __version__
from rostering.check import check
from rostering.explain import explain_unmet
from rostering.horizon import DAYS_PER_WEEK
from rostering.measures import area_table, changes, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import HotspotPlan, Plan, Schedule
from rostering.solve import Options, Result, Stop, Tell, solver_name
from rostering.solve.roster import PASS, solve_roster
from rostering.weeks import Decided, Timed, plan_weeks, time_scenario
from rostering.words import officer_words

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
    scenario: Scenario, sha256: str, options: Options, stop: Stop, tell: Tell, start: Decided | None = None
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
        start: duties to begin from, where duties are built.
    """
    open_days = _open_days(scenario)
    if scenario.horizon.days <= DAYS_PER_WEEK and open_days <= MOST_OPEN_DAYS:
        timed = time_scenario(scenario, options, stop, tell)
    elif open_days:
        timed = _build_and_task(scenario, options, stop, tell, start)
    else:
        timed = task(scenario, _published(scenario), options, stop, tell)
    if timed.plan is None:
        return Outcome(None, timed.result, timed.result.seconds)
    started = time.monotonic()
    schedule = judge(scenario, sha256, timed.plan, options.seed, timed.result)
    return Outcome(schedule, timed.result, timed.result.seconds | {"judge": time.monotonic() - started})


def task(scenario: Scenario, duties: Decided, options: Options, stop: Stop, tell: Tell) -> Timed:
    """Task and time duties that are decided, week by week: hubs, visits, patrol, and the minutes of every duty.

    Args:
        scenario: what is known.
        duties: by officer and day the shift, or `rest`; who has no entry for a day rests.
        options: how to solve.
        stop: when to stop early; weeks without a tasking by then keep their duties, with nobody at hotspots and hubs.
        tell: gets the news while passes run, the week named behind the unit.
    """
    return plan_weeks(scenario, duties, options, stop, tell)


def _build_and_task(scenario: Scenario, options: Options, stop: Stop, tell: Tell, start: Decided | None) -> Timed:
    """Duties first, then what is done in them."""
    built = solve_roster(scenario, options, stop, tell, start)
    seconds = {PASS: built.seconds}
    if built.lost:
        result = Result("infeasible", None, (), built.stopped_by, None, built.size, seconds, _no_line_words(built.lost))
        return Timed(None, result)
    timed = task(scenario, built.duties, options, stop, tell)
    result = timed.result
    joined = replace(
        result,
        passes=(built.report, *result.passes),
        stopped_by=stop.reason or (built.stopped_by if result.stopped_by == "proof" else result.stopped_by),
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


def _open_days(scenario: Scenario) -> int:
    """Officers' days on which there is something to choose."""
    rules = scenario.rules
    may_work_when_away = rules.availability.level != "required"
    may_change = rules.published_duty.level != "required"
    return sum(
        may_change if day in (officer.published or {}) else (may_work_when_away or day not in officer.unavailable)
        for officer in scenario.people.values()
        for day in scenario.horizon.dates
    )


def _published(scenario: Scenario) -> dict[tuple[str, date], str]:
    days = frozenset(scenario.horizon.dates)
    return {
        (officer_id, day): shift
        for officer_id, officer in scenario.people.items()
        for day, shift in (officer.published or {}).items()
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
