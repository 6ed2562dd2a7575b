"""A scenario solved, timed and judged, as `rostering solve` does it, and its objective counted again from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rostering import itinerary
from rostering.check import check, consecutive_duties, daily_rest
from rostering.measures.changes import changes
from rostering.measures.shares import even_shares_of
from rostering.measures.stretches import stretches
from rostering.scenario import REST, Scenario
from rostering.scenario.demand import hotspot_shares
from rostering.schedule import Plan, PlannedVisit, Violation
from rostering.solve import Options, Result, Stop, solve

COUNTED_ELSEWHERE = frozenset(
    {
        "spare_visits",
        "demand_matching",
        "least_served_area",
        "area_share",
        "hotspot_share",
        "hour_share",
        "requests",
        "even_shares",
        "same_team",
    }
)
"""Rules that are never required and cost something else than what the judge finds, or belong to later passes."""


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


def solved(scenario: Scenario, seed: int = 1, gap: float = 0.0) -> Solved:
    """Raises an assertion where there is no plan: shortfalls are named, so these scenarios always have one."""
    result = solve(
        scenario,
        Options(seed=seed, gap=gap),
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
    """Windows of the required guarantee that the judge misses, half of a window's weight by demand."""
    return _weight_of_windows(scenario, [found for found in violations if found.level == "required"])


def _weight_of_windows(scenario: Scenario, violations: Iterable[Violation]) -> float:
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
        if found.rule in {"staffing_minimum", "staffing_maximum", "skills_on_duty"}:
            hours += found.amount * _shift_hours(scenario, where(found)["shift"], where(found)["day"])
    return hours


def preferences_given_up(scenario: Scenario, plan: Plan, violations: tuple[Violation, ...]) -> float:
    """What preferred rules are broken by, at their weights, but for what published duties break alone; people who are
    off what demand asks for come on top.
    """
    given_up = sum(
        _worth(scenario, plan, found)
        for found in violations
        if found.level == "preferred" and found.rule not in COUNTED_ELSEWHERE
    )
    given_up -= sum(_worth(scenario, plan, found) for found in _published_alone(scenario, plan))
    if scenario.rules.published_duty.level == "preferred":
        given_up += scenario.rules.published_duty.weight * sum(change.cost for change in changes(scenario, plan)) / 100
    return given_up


def _published_alone(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Breaches without a duty that anybody chose: no plan is better or worse for them."""
    entries = {
        (who, day): entry for who, one in scenario.people.items() for day, entry in (one.published or {}).items()
    }
    as_published = [duty for duty in plan.duties if entries.get((duty.officer, duty.day)) == duty.shift]
    on_those_days = [duty for duty in plan.duties if entries.get((duty.officer, duty.day), REST) != REST]
    if scenario.rules.daily_rest.level == "preferred":
        yield from daily_rest(scenario, Plan(tuple(as_published)))
    if scenario.rules.consecutive_duties.level == "preferred":
        yield from consecutive_duties(scenario, Plan(tuple(on_those_days)))


def _worth(scenario: Scenario, plan: Plan, found: Violation) -> float:
    """What one violation of a preferred rule weighs."""
    about, rule = where(found), getattr(scenario.rules, found.rule)
    match found.rule:
        case "published_duty":
            return 0.0  # Priced in pounds, with the changes.
        case "hub_staff":
            return scenario.hub_sessions[about["session"]].weight or 1.0
        case "hotspot_guarantee":
            return float(rule.weight) * _weight_of_windows(scenario, [found])
        case "daily_rest":
            return float(rule.weight)
        case "staffing_preference" if _is_above(scenario, plan, about):
            return float(rule.extra_weight * found.amount)
        case _:
            return float(rule.weight * found.amount)


def _is_above(scenario: Scenario, plan: Plan, about: dict[str, str]) -> bool:
    """Whether a shift has more people of the team than are preferred."""
    there = sum(
        (scenario.people[duty.officer].area, duty.shift, duty.day.isoformat())
        == (about["area"], about["shift"], about["day"])
        for duty in plan.duties
    )
    wanted = scenario.staffing[about["area"]][about["shift"]].on(date.fromisoformat(about["day"]))
    return wanted is not None and wanted.prefer is not None and there > wanted.prefer


def off_demand(scenario: Scenario, plan: Plan, hours: Mapping[str, float]) -> float:
    """What people beside demand cost, where each team can be expected to work so many hours; stretches in which all of
    the team are published otherwise are the same in every plan.
    """
    if scenario.rules.demand_matching.level == "off":
        return 0.0
    cost = 0.0
    for area, of_team in stretches(scenario, plan).items():
        for one in of_team:
            length = (one.end - one.start) / 60
            if _can_be_covered(scenario, area, one.start):
                cost += length * (one.people - hours[area] * one.demand / length) ** 2
    return scenario.rules.demand_matching.weight * cost


def _can_be_covered(scenario: Scenario, area: str, instant: int) -> bool:
    """Whether somebody of the team is not published otherwise at an instant."""
    may_change = scenario.rules.published_duty.level == "preferred"
    return any(
        start <= instant < end
        for person in scenario.people.values()
        for day in scenario.horizon.dates
        for shift in scenario.shifts
        for start, end in [scenario.shift_span(day, shift)]
        if person.area == area and (may_change or (person.published or {}).get(day, shift) == shift)
    )


def unevenness(scenario: Scenario, plan: Plan, fair: Mapping[tuple[str, str], float]) -> float:
    """What duties beside fair shares cost, the shares given by officer and kind."""
    if scenario.rules.even_shares.level == "off":
        return 0.0
    counted: dict[tuple[str, str], int] = {
        (share.officer, burden): share.duties
        for burden in dict.fromkeys(scenario.rules.even_shares.of)
        for share in even_shares_of(scenario, plan, burden)
    }
    assert counted.keys() == fair.keys()
    squares = [(counted[key] - share) ** 2 for key, share in fair.items()]
    return scenario.rules.even_shares.weight * sum(squares)


def duties_alone(scenario: Scenario, violations: tuple[Violation, ...]) -> float:
    """Duties without the one to work with, at their weight."""
    return scenario.rules.same_team.weight * sum(found.rule == "same_team" for found in violations)


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
