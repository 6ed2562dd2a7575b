"""A scenario solved, timed and judged, as `rostering solve` does it, and its objective counted again from the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rostering import itinerary
from rostering.check import check
from rostering.scenario import Scenario
from rostering.scenario.demand import hotspot_shares
from rostering.schedule import Plan, PlannedVisit, Violation
from rostering.solve import Options, Result, Stop, solve


@dataclass(frozen=True)
class Solved:
    """What came of a scenario."""

    scenario: Scenario
    result: Result
    plan: Plan
    unrouted: tuple[PlannedVisit, ...]
    violations: tuple[Violation, ...]

    @property
    def passes(self) -> dict[str, float]:
        """What the solver says each pass came to; a pass that has nothing to count came to 0."""
        return {report.name: report.value for report in self.result.passes}


def solved(scenario: Scenario, seed: int = 1) -> Solved:
    """Raises an assertion where there is no plan: shortfalls are named, so these scenarios always have one."""
    result = solve(
        scenario,
        Options(seed=seed),
        Stop(),
        time_visits=lambda tasking: itinerary.build(scenario, tasking, seed).unrouted,
    )
    assert result.tasking is not None
    timed = itinerary.build(scenario, result.tasking, seed)
    return Solved(scenario, result, timed.plan, timed.unrouted, check(scenario, timed.plan))


def written(scenario: Scenario) -> dict[str, Any]:
    """A scenario as it was written, to be changed and read again."""
    return scenario.model_dump(by_alias=True, exclude_unset=True)


def where(violation: Violation) -> dict[str, str]:
    """What a violation is about."""
    return dict(violation.where)


def windows_missed(scenario: Scenario, violations: tuple[Violation, ...]) -> float:
    """Windows of the guarantee that the judge misses, half of a window's weight by demand."""
    shares = hotspot_shares(scenario)
    missed = [where(found)["hotspot"] for found in violations if found.rule == "hotspot_guarantee"]
    return sum(0.5 + 0.5 * len(shares) * shares[hotspot] for hotspot in missed)


def person_hours_short(scenario: Scenario, violations: tuple[Violation, ...]) -> float:
    """Person-hours missing at required hub openings and from least staffing, and above the most."""
    hours = 0.0
    for found in violations:
        if found.level != "required":
            continue
        if found.rule == "hub_staff":
            opens = scenario.horizon.read_moment(where(found)["at"])
            hours += found.amount * _opening_hours(scenario, where(found)["session"], opens)
        if found.rule in {"staffing_minimum", "staffing_maximum"}:
            hours += found.amount * _shift_hours(scenario, where(found)["shift"], where(found)["day"])
    return hours


def preferences_given_up(scenario: Scenario, violations: tuple[Violation, ...]) -> float:
    """People under preferred staffing, and the weights of preferred hub openings that are not held."""
    under = sum(found.amount for found in violations if found.rule == "staffing_preference")
    given_up = [
        where(found)["session"] for found in violations if (found.rule, found.level) == ("hub_staff", "preferred")
    ]
    return under + sum(scenario.hub_sessions[session].weight or 1.0 for session in given_up)


def wishes_not_met(violations: tuple[Violation, ...]) -> float:
    """Weights of requests."""
    return sum(found.amount for found in violations if found.rule == "requests")


def _opening_hours(scenario: Scenario, session: str, opens: int) -> float:
    horizon = scenario.horizon
    return next(
        (end - start) / 60
        for time in scenario.hub_sessions[session].when
        for day in horizon.dates
        for start, end in [horizon.span(day, time.start, time.end)]
        if start == opens
    )


def _shift_hours(scenario: Scenario, shift: str, day: str) -> float:
    start, end = next(
        scenario.horizon.span(one, scenario.shifts[shift].start, scenario.shifts[shift].end)
        for one in scenario.horizon.dates
        if one.isoformat() == day
    )
    return (end - start) / 60
