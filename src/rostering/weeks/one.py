"""One scenario decided and timed whole: a week, or any horizon short enough for one model."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from rostering import itinerary
from rostering.scenario import Scenario
from rostering.scenario.openings import hub_openings
from rostering.schedule import NO_PINS, Pins, Plan, PlannedVisit, Tasking
from rostering.solve import Options, Result, Stop, Tell, solve
from rostering.weeks.cut import Decided
from rostering.weeks.pinned import with_pins


@dataclass(frozen=True)
class Timed:
    """What planning gave: a plan, or the result that says why there is none."""

    plan: Plan | None
    result: Result
    """Its `seconds` have `itinerary` among the stages."""


def time_scenario(scenario: Scenario, options: Options, stop: Stop, tell: Tell, pins: Pins = NO_PINS) -> Timed:
    """Decide and time a scenario as one model, around the visits and hub staff that are pinned."""
    seated: list[itinerary.Seated] = []

    def time_visits(tasking: Tasking) -> tuple[PlannedVisit, ...]:
        seated[:] = [itinerary.seat(scenario, with_pins(scenario, tasking, pins), options.seed)]
        return seated[0].unrouted

    result = solve(scenario, options, stop, tell=tell, time_visits=time_visits, pins=pins)
    if result.tasking is not None:
        result = replace(result, tasking=with_pins(scenario, result.tasking, pins))
    return _timed(scenario, result, options, *seated)


def time_duties(scenario: Scenario, decided: Decided, options: Options, stop: Stop, pins: Pins = NO_PINS) -> Timed:
    """The duties alone, timed: but for what is pinned, nobody visits a hotspot or staffs a hub, and everybody patrols
    at home.
    """
    days = frozenset(scenario.horizon.dates)
    duties = tuple(
        (*key, shift) for key, shift in sorted(decided.items()) if key[1] in days and shift in scenario.shifts
    )
    nobody: dict[tuple[str, int], tuple[str, ...]] = {
        (hub_id, opens): () for hub_id, hub in scenario.hub_sessions.items() for opens, _ in hub_openings(scenario, hub)
    }
    tasking = with_pins(scenario, Tasking(duties, nobody, (), {}), pins)
    # Nobody is lent to bring areas nearer to their demand: whoever is waiting wants to have the plan.
    rules = scenario.rules.model_copy(
        update={"area_share": scenario.rules.area_share.model_copy(update={"level": "off"})}
    )
    at_home = scenario.model_copy(update={"rules": rules})
    return _timed(at_home, Result("feasible", tasking, (), stop.reason or "proof", None), options)


def _timed(scenario: Scenario, result: Result, options: Options, *seated: itinerary.Seated) -> Timed:
    if result.tasking is None:
        return Timed(None, result)
    started = time.monotonic()
    plan = itinerary.build(scenario, result.tasking, options.seed, *seated).plan
    seconds = result.seconds | {"itinerary": time.monotonic() - started}
    return Timed(plan, replace(result, seconds=seconds))
