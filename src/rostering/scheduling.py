"""The whole path from a scenario to a judged schedule."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rostering import __version__, itinerary
from rostering.check import check
from rostering.explain import explain_unmet
from rostering.measures import area_table, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import HotspotPlan, Plan, PlannedVisit, Schedule, Tasking
from rostering.solve import Options, Result, Stop, Tell, solve, solver_name


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
    seated: list[itinerary.Seated] = []

    def time_visits(tasking: Tasking) -> tuple[PlannedVisit, ...]:
        seated[:] = [itinerary.seat(scenario, tasking, options.seed)]
        return seated[0].unrouted

    result = solve(scenario, options, stop, tell=tell, time_visits=time_visits)
    if result.tasking is None:
        return Outcome(None, result, result.seconds)
    started = time.monotonic()
    timed = itinerary.build(scenario, result.tasking, options.seed, *seated)
    timed_at = time.monotonic()
    schedule = judge(scenario, sha256, timed.plan, options.seed, result)
    seconds = result.seconds | {"itinerary": timed_at - started, "judge": time.monotonic() - timed_at}
    return Outcome(schedule, result, seconds)


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
    )
