"""The plans of single weeks as one plan of the whole horizon, and their results as one result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rostering.itinerary.reasons import visit_reasons
from rostering.model.objective import PASSES
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Activity, Duty, HotspotPlan, PassReport, Plan, StoppedBy
from rostering.solve import KEPT_WITHIN, Result
from rostering.weeks.one import Timed

SMALLEST_COUNTS = "least_served_area"
"""The pass that says what every area has at least: of weeks, the one with least speaks for all."""


def joined(scenario: Scenario, weeks: Mapping[date, Timed]) -> Timed:
    """The weeks of a horizon, by first day, as one: instants on its clock, pass values and bounds added up."""
    result = _result([timed.result for timed in weeks.values()])
    plans = {first: timed.plan for first, timed in weeks.items() if timed.plan is not None}
    return Timed(_plan(scenario, plans) if result.status == "feasible" else None, result)


def _plan(scenario: Scenario, plans: Mapping[date, Plan]) -> Plan:
    visits: dict[str, list[int]] = {spot_id: [] for spot_id in sorted(scenario.hotspots)}
    staff: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    duties: list[Duty] = []
    for first, plan in plans.items():
        later = scenario.horizon.at(first)
        duties += [replace(duty, activities=_shifted(duty.activities, later)) for duty in plan.duties]
        for spot_id, planned in plan.hotspots.items():
            visits[spot_id] += [start + later for start in planned.visits]
        for hub_id, openings in plan.hub_sessions.items():
            staff[hub_id] |= {start + later: people for start, people in openings.items()}
    # A week knows of the last visit before it only when it ended; the whole horizon knows when it was.
    reasons = visit_reasons(scenario, visits)
    duties = [replace(duty, activities=_with_reasons(duty.activities, reasons)) for duty in duties]
    spots = {spot_id: HotspotPlan(tuple(sorted(starts))) for spot_id, starts in visits.items()}
    return Plan(tuple(sorted(duties, key=lambda duty: (duty.officer, duty.day))), spots, dict(sorted(staff.items())))


def _shifted(activities: Iterable[Activity], later: int) -> tuple[Activity, ...]:
    return tuple(replace(one, start=one.start + later, end=one.end + later) for one in activities)


def _with_reasons(activities: Iterable[Activity], reasons: Mapping[tuple[str, int], str]) -> tuple[Activity, ...]:
    return tuple(
        replace(one, reason=reasons[one.hotspot, one.start]) if one.do == VISIT and one.hotspot is not None else one
        for one in activities
    )


def _result(results: Sequence[Result]) -> Result:
    is_infeasible = any(result.status == "infeasible" for result in results)
    prices = [result.price_of_fairness for result in results if result.price_of_fairness is not None]
    seconds: Counter[str] = Counter()
    for result in results:
        seconds.update(result.seconds)
    return Result(
        status="infeasible" if is_infeasible else "feasible",
        tasking=None,
        passes=() if is_infeasible else tuple(_passes(results)),
        stopped_by=_stopped_by({result.stopped_by for result in results}),
        price_of_fairness=sum(prices) / len(prices) if prices else None,
        size=(sum(result.size[0] for result in results), sum(result.size[1] for result in results)),
        seconds=dict(seconds),
    )


def _stopped_by(reasons: set[StoppedBy]) -> StoppedBy:
    if "interrupt" in reasons:
        return "interrupt"
    return "time_limit" if "time_limit" in reasons else "proof"


def _passes(results: Sequence[Result]) -> Iterable[PassReport]:
    """The passes by name; where a week was stopped, those that all weeks came to: a part would look like the whole."""
    reported = [{report.name: report for report in result.passes} for result in results]
    is_stopped = any(result.stopped_by != "proof" for result in results)
    for one in PASSES:
        reports = [week[one.name] for week in reported if one.name in week]
        if reports and not (is_stopped and len(reports) < len(results)):
            yield _added(one.name, reports)


def _added(name: str, reports: Sequence[PassReport]) -> PassReport:
    add = min if name == SMALLEST_COUNTS else sum
    value, bound = add(report.value for report in reports), add(report.bound for report in reports)
    off = abs(value - bound)
    return PassReport(name, value, bound, off / abs(value) if off > KEPT_WITHIN and value else 0.0)
