"""The measures of a schedule: numbers from scenario and plan alone, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.contracts import contracted_hours
from rostering.measures.guarantee import counted_visits, guarantee_windows
from rostering.measures.hours import hour_tracking
from rostering.measures.rostered import rostered
from rostering.measures.shares import most_uneven
from rostering.measures.stretches import demand_match
from rostering.measures.tables import area_table, hotspot_table, patrol_minutes, tracking, visit_minutes
from rostering.measures.view import away_minutes, people_short, view
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, hotspot_shares
from rostering.scenario.pay import hourly_cost
from rostering.scenario.records import Headcount
from rostering.schedule import BREAK, BRIEFING, HUB, RESERVE, TRAVEL, Plan

MEASURES: dict[str, str] = {
    "guarantee_kept": "Part of the judged guarantee windows that hold a visit, 0 to 1",
    "guarantee_windows": "Guarantee windows judged",
    "guarantee_missed": "Guarantee windows without a visit",
    "hub_hours_staffed": "Part of the person-hours of required and held hub openings that are staffed, 0 to 1",
    "patrol_hours": "Person-hours of visible presence: patrol and visits",
    "visit_hours": "Person-hours of visits",
    "visits": "Visits",
    "demand_tracking": "1 - half the sum over areas of |patrol share - demand share|",
    "equal_split_tracking": "The same, had every area got the same hours",
    "hotspot_tracking": "1 - half the sum over hotspots of |share of visit minutes - demand share|",
    "hotspot_equal_split_tracking": "The same, had every hotspot got the same minutes",
    "hour_tracking": "How patrol follows demand over a day's staffed hours; mean over areas and days, by patrol",
    "hour_flat_tracking": "The same, had each area's patrol been spread evenly over its staffed hours",
    "least_served_ratio": "Smallest patrol share over demand share of an area",
    "most_served_ratio": "Largest patrol share over demand share of an area",
    "worst_gap_days": "Longest gap of a hotspot without a counted visit, in days",
    "staffing_short": "People missing from minimum staffing, over all shifts and days",
    "duty_hours": "Hours of all duties",
    "contract_hours_off": "Hours by which rostered officers have more or fewer than their contract asks for",
    "demand_match": "1 - half the sum over stretches of a day of |share of duty hours - of demand|; mean over teams",
    "most_uneven_nights": "Nights by which the rostered officer furthest from a fair share is off it",
    "most_uneven_lates": "The same for late duties",
    "most_uneven_weekends": "The same for duties on Saturdays and Sundays",
    "hub_hours": "Person-hours at hubs",
    "travel_hours": "Person-hours of journeys",
    "briefing_hours": "Person-hours of briefings",
    "break_hours": "Person-hours of breaks",
    "reserve_hours": "Person-hours kept in reserve",
    "lent_hours": "Person-hours lent to other areas, journeys included",
    "duty_cost": "Cost of all duty hours, at each role's full yearly cost over its contracted hours",
    "patrol_cost_per_hour": "Cost of all duty hours for each person-hour of patrol; 0 without patrol",
}
"""The measures, in order, each with its meaning. Those about building duties are absent where nobody is rostered, and
`demand_match` without `demand.hours`.
"""


def measures(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Every number of :data:`MEASURES` that the scenario gives a meaning, in its order."""
    numbers: dict[str, float] = {
        **_guarantee(scenario, plan),
        **_shares(scenario, plan),
        **_hours(scenario, plan),
        **_built(scenario, plan),
        "hub_hours_staffed": _hub_hours_staffed(scenario, plan),
        "staffing_short": staffing_short(scenario, plan),
    }
    patrol = numbers["patrol_hours"]
    numbers["patrol_cost_per_hour"] = numbers["duty_cost"] / patrol if patrol else 0.0
    return {name: numbers[name] for name in MEASURES if name in numbers}


def _guarantee(scenario: Scenario, plan: Plan) -> dict[str, float]:
    counted = counted_visits(scenario, plan)
    windows = [window for hotspot in counted for window in guarantee_windows(scenario, hotspot, counted[hotspot])]
    missed = sum(not window.is_kept for window in windows)
    return {
        "guarantee_kept": 1 - missed / len(windows) if windows else 1.0,
        "guarantee_windows": len(windows),
        "guarantee_missed": missed,
        "worst_gap_days": max((row["longest_gap_days"] for row in hotspot_table(scenario, plan).values()), default=0),
    }


def _shares(scenario: Scenario, plan: Plan) -> dict[str, float]:
    areas, spots = area_shares(scenario), hotspot_shares(scenario)
    ratios = [row["ratio"] for row in area_table(scenario, plan).values() if "ratio" in row]
    by_hour, flat = hour_tracking(scenario, plan)
    patrol, visiting = patrol_minutes(scenario, plan), visit_minutes(scenario, plan)
    return {
        "patrol_hours": sum(patrol.values()) / MINUTES_PER_HOUR,
        "visit_hours": sum(visiting.values()) / MINUTES_PER_HOUR,
        "visits": sum(len(visits) for visits in view(scenario, plan).visits.values()),
        "demand_tracking": tracking(patrol, areas),
        "equal_split_tracking": tracking(dict.fromkeys(areas, 1.0), areas),
        "hotspot_tracking": tracking(visiting, spots),
        "hotspot_equal_split_tracking": tracking(dict.fromkeys(spots, 1.0), spots),
        "hour_tracking": by_hour,
        "hour_flat_tracking": flat,
        "least_served_ratio": min(ratios),
        "most_served_ratio": max(ratios),
    }


def _hours(scenario: Scenario, plan: Plan) -> dict[str, float]:
    minutes = dict.fromkeys((HUB, TRAVEL, BRIEFING, BREAK, RESERVE), 0)
    on_duty = lent = 0
    cost = 0.0
    for duty in view(scenario, plan).worked:
        on_duty += duty.minutes
        lent += sum(away_minutes(scenario, duty).values())
        cost += duty.minutes * hourly_cost(scenario, duty.person.role) / MINUTES_PER_HOUR
        for activity in duty.activities:
            if activity.do in minutes:
                minutes[activity.do] += activity.minutes
    hours = {f"{do}_hours": spent / MINUTES_PER_HOUR for do, spent in minutes.items()}
    return {
        **hours,
        "duty_hours": on_duty / MINUTES_PER_HOUR,
        "lent_hours": lent / MINUTES_PER_HOUR,
        "duty_cost": cost,
    }


def _built(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """How well duties are built, where somebody is rostered."""
    if next(rostered(scenario), None) is None:
        return {}
    match = demand_match(scenario, plan)
    return {
        "contract_hours_off": sum(due.outside for due in contracted_hours(scenario, plan)),
        **({} if match is None else {"demand_match": match}),
        "most_uneven_nights": most_uneven(scenario, plan, "nights"),
        "most_uneven_lates": most_uneven(scenario, plan, "lates"),
        "most_uneven_weekends": most_uneven(scenario, plan, "weekends"),
    }


def _hub_hours_staffed(scenario: Scenario, plan: Plan) -> float:
    wanted = there = 0
    for opening in view(scenario, plan).openings:
        session = scenario.hub_sessions[opening.session]
        if session.level == "preferred" and not opening.staff:
            continue
        short = people_short(scenario, opening.session, opening.staff)
        wanted += session.people * (opening.end - opening.start)
        there += max(0, session.people - short) * (opening.end - opening.start)
    return there / wanted if wanted else 1.0


def staffing_short(scenario: Scenario, plan: Plan) -> int:
    """People missing from minimum staffing, over all areas, shifts and days."""
    present = view(scenario, plan).on_shift
    return sum(
        max(0, (wanted.min or 0) - present.get((area, shift, day), 0))
        for area, shift, day, wanted in wanted_people(scenario)
    )


def wanted_people(scenario: Scenario) -> Iterator[tuple[str, str, date, Headcount]]:
    """Area, shift, day and the number of people wanted there, wherever one is."""
    for area, shifts in scenario.staffing.items():
        for shift, staffing in shifts.items():
            for day in scenario.horizon.dates:
                wanted = staffing.on(day)
                if wanted is not None:
                    yield area, shift, day, wanted
