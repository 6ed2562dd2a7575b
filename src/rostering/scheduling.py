"""The whole path from a scenario to a judged schedule."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from rostering import __version__
from rostering.check import check
from rostering.explain import explain_unmet
from rostering.horizon import DAYS_PER_WEEK
from rostering.measures import area_table, changes, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import HotspotPlan, Plan, Schedule
from rostering.solve import Options, Result, Stop, Tell, solver_name
from rostering.weeks import Decided, Timed, plan_weeks, time_scenario


@dataclass(frozen=True)
class Outcome:
    """What planning gave: a schedule, or the result that says why there is none."""

    schedule: Schedule | None
    result: Result
    seconds: dict[str, float]
    """By stage: `model`, each pass, `itinerary`, `judge`."""


def plan(scenario: Scenario, sha256: str, options: Options, stop: Stop, tell: Tell) -> Outcome:
    """Decide, time, judge, measure and explain.

    Args:
        scenario: what is known.
        sha256: of the scenario's file, recorded in the schedule.
        options: how to solve.
        stop: when to stop early; the best plan so far is then timed and judged like any other.
        tell: gets the news while passes run.
    """
    if scenario.horizon.days > DAYS_PER_WEEK and _is_all_published(scenario):
        timed = task(scenario, _published(scenario), options, stop, tell)
    else:
        timed = time_scenario(scenario, options, stop, tell)
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


def _is_all_published(scenario: Scenario) -> bool:
    """Whether nothing is left to decide about duties."""
    rules = scenario.rules
    may_work_when_away = rules.availability.level != "required"
    return rules.published_duty.level == "required" and not any(
        day not in (officer.published or {}) and (may_work_when_away or day not in officer.unavailable)
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
