"""A clean plan is accepted; with one rule broken on purpose, the judge names that rule and no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rostering.check import JUDGEMENTS, broken, check
from rostering.scenario import RULES, Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan

MONDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2025, 6, day) for day in (2, 4, 5, 6))
Edit = Callable[[Plan], Plan]


ALL_HOURS_ALIKE = {days: [1] * 24 for days in ("mon-thu", "fri", "sat", "sun")}


def as_it_is(plan: Plan) -> Plan:
    return plan


def with_duty(plan: Plan, officer: str, day: date, shift: str, activities: tuple[Activity, ...]) -> Plan:
    others = [duty for duty in plan.duties if (duty.officer, duty.day, duty.shift) != (officer, day, shift)]
    return replace(plan, duties=(*others, Duty(officer, day, shift, activities)))


def activities_of(plan: Plan, officer: str, day: date) -> list[Activity]:
    return next(list(duty.activities) for duty in plan.duties if (duty.officer, duty.day) == (officer, day))


def with_late_duty_on_monday(plan: Plan) -> Plan:
    late = (
        Activity(960, 975, "briefing"),
        Activity(975, 1176, "patrol", area="north"),
        Activity(1176, 1200, "reserve"),
    )
    return with_duty(plan, "n-1", MONDAY, "late", late)


def with_second_visit_on_wednesday(plan: Plan) -> Plan:
    """Park is visited again at 13:25, exactly three hours after the first visit ended."""
    activities = activities_of(plan, "s-1", WEDNESDAY)
    patrol = next(activity for activity in activities if activity.start == 2880 + 765)
    again = (
        replace(patrol, end=2880 + 795),
        Activity(2880 + 795, 2880 + 805, "travel", to_place="park"),
        Activity(2880 + 805, 2880 + 820, "visit", hotspot="park"),
        Activity(2880 + 820, 2880 + 830, "travel", to_place="south"),
        replace(patrol, start=2880 + 830),
    )
    at = activities.index(patrol)
    edited = with_duty(plan, "s-1", WEDNESDAY, "early", (*activities[:at], *again, *activities[at + 1 :]))
    starts = tuple(sorted((*plan.hotspots["park"].visits, 2880 + 805)))
    return replace(edited, hotspots={**plan.hotspots, "park": HotspotPlan(starts)})


def with_hubs_either_side_of_midnight(plan: Plan) -> Plan:
    """One officer leaves the library at midnight and opens the cafe, 20 minutes away, at midnight."""
    evening = (
        Activity(5280, 5295, "briefing"),
        Activity(5295, 5400, "reserve"),
        Activity(5400, 5445, "break"),
        Activity(5445, 5635, "reserve"),
        Activity(5635, 5640, "travel", to_place="library"),
        Activity(5640, 5760, "hub", session="library"),
    )
    night = (
        Activity(5760, 5880, "hub", session="cafe"),
        Activity(5880, 5925, "break"),
        Activity(5925, 6220, "reserve"),
        Activity(6220, 6240, "travel", to_place="north"),
    )
    edited = with_duty(plan, "n-1", THURSDAY, "evening", evening)
    edited = with_duty(edited, "n-1", FRIDAY, "night", night)
    hubs: dict[str, dict[int, tuple[str, ...]]] = {"library": {660: ("n-1",), 5640: ("n-1",)}, "cafe": {5760: ("n-1",)}}
    return replace(edited, hub_sessions=hubs)


CAFE = {
    "area": "north",
    "lat": 52.03,
    "lon": -0.41,
    "when": [{"day": "fri", "from": "00:00", "to": "02:00"}],
    "staff": {"any": 1},
}


def with_hurried_journey(plan: Plan) -> Plan:
    """The way to the market, 10 minutes, is walked in 9."""
    edited = [
        replace(activity, end=activity.end + 1)
        if activity.end == 2880 + 600
        else replace(activity, start=activity.start + 1)
        if activity.start == 2880 + 600
        else activity
        for activity in activities_of(plan, "n-1", WEDNESDAY)
    ]
    return with_duty(plan, "n-1", WEDNESDAY, "early", tuple(edited))


def with_lent_patrol(plan: Plan) -> Plan:
    """South's second officer spends two hours of Monday going to the north, on patrol there and coming back."""
    activities = activities_of(plan, "s-2", MONDAY)
    lent = (
        Activity(495, 600, "patrol", area="south"),
        Activity(600, 630, "travel", to_place="north"),
        Activity(630, 690, "patrol", area="north"),
        Activity(690, 720, "travel", to_place="south"),
    )
    return with_duty(plan, "s-2", MONDAY, "early", (activities[0], *lent, *activities[2:]))


def with_unlisted_visit(plan: Plan) -> Plan:
    return replace(plan, hotspots={**plan.hotspots, "park": HotspotPlan(plan.hotspots["park"].visits[:1])})


def with_another_shift_on_wednesday(plan: Plan) -> Plan:
    """South's second officer works the same hours under another name."""
    return replace(
        plan,
        duties=tuple(
            replace(duty, shift="day") if (duty.officer, duty.day) == ("s-2", WEDNESDAY) else duty
            for duty in plan.duties
        ),
    )


MUTATIONS: dict[str, tuple[Mapping[str, Any], Edit]] = {
    "one_duty_a_day": ({"rules.daily_rest.hours": 0}, with_late_duty_on_monday),
    "availability": ({"officers.n-1.unavailable": {"2025-06-02": "leave"}}, as_it_is),
    "published_duty": ({"officers.s-2.published": {"2025-06-03": "early"}}, as_it_is),
    "published_changes": (
        {
            "rules.published_changes": {"level": "required", "most": 0},
            "officers.s-2.published": {"2025-06-03": "early"},
        },
        as_it_is,
    ),
    "working_pattern": (
        {
            "contracts.part-time": {"pattern": [{"mon": ["early"], "wed": ["early"], "sat": ["late"]}]},
            "officers.n-2.contract": "part-time",
        },
        as_it_is,
    ),
    "rotation": (
        {
            "rotations.two-days": {"weeks": [["early", "rest", "early", "rest", "rest", "rest", "rest"]]},
            "officers.n-2.rotation": "two-days",
        },
        as_it_is,
    ),
    "daily_rest": ({"officers.n-1.history": {"last_duty_ends": "2025-06-01T21:01"}}, as_it_is),
    "forbidden_successions": (
        {
            "rules.forbidden_successions.after": {"evening": ["early"]},
            "officers.n-1.history": {"last_shift": "evening"},
        },
        as_it_is,
    ),
    "weekly_hours": ({"roles.pcso.weekly_hours": 23.9}, as_it_is),
    "contract_hours": ({"rules.contract_hours.tolerance_hours": 15.9}, as_it_is),
    "average_weekly_hours": ({"officers.n-1.history": {"hours_last_16_weeks": 792.5}}, as_it_is),
    "average_night_hours": (
        {
            "rules.average_night_hours.hours": 0.23,
            "contracts.nights.night_worker": True,
            "officers.n-1.contract": "nights",
        },
        as_it_is,
    ),
    "consecutive_duties": (
        {"rules.consecutive_duties.most": 1, "officers.n-1.history": {"consecutive_days": 1}},
        as_it_is,
    ),
    "consecutive_nights": (
        {
            "shifts.early.kind": "night",
            "rules.consecutive_nights.most": 1,
            "officers.n-1.history": {"consecutive_nights": 1},
        },
        as_it_is,
    ),
    "consecutive_rest_days": ({"rules.consecutive_rest_days.least": 2}, as_it_is),
    "weekends_off": ({"rules.weekends_off": {"least": 1, "in_weekends": 1}}, as_it_is),
    "shift_limits": ({"rules.shift_limits.most": {"early": 2}}, as_it_is),
    "staffing_minimum": ({"staffing": {"north": {"early": {"min": 3, "days": ["mon"]}}}}, as_it_is),
    "staffing_preference": ({"staffing": {"north": {"early": {"prefer": 3, "days": ["mon"]}}}}, as_it_is),
    "staffing_maximum": ({"staffing": {"north": {"early": {"max": 1, "days": ["mon"]}}}}, as_it_is),
    "skills_on_duty": ({"staffing": {"north": {"early": {"skills": {"pc": 2}, "days": ["mon"]}}}}, as_it_is),
    "demand_matching": ({"demand.hours": ALL_HOURS_ALIKE, "rules.demand_matching.within": 1.7}, as_it_is),
    "hub_staff": ({"hub_sessions.library.staff": {"any": 2}}, as_it_is),
    "one_place_at_a_time": (
        {
            "rules.daily_rest.hours": 0,
            "hub_sessions.cafe": CAFE,
            "hub_sessions.library.when": [
                {"day": "mon", "from": "11:00", "to": "13:00"},
                {"day": "thu", "from": "22:00", "to": "00:00"},
            ],
            "travel.minutes.library.cafe": 20,
            "travel.minutes.cafe": {"north": 20},
        },
        with_hubs_either_side_of_midnight,
    ),
    "hotspot_guarantee": ({"rules.hotspot_guarantee.every_days": 2}, as_it_is),
    "spare_visits": ({"hotspots.park.spare_visits": 3}, as_it_is),
    "hotspot_crew": ({}, with_unlisted_visit),
    "opening_hours": ({"hotspots.park.open": [{"from": "10:11", "to": "23:00"}]}, as_it_is),
    "daily_visits": ({"hotspots.park.max_visits_per_day": 1}, with_second_visit_on_wednesday),
    "visit_spacing": ({"rules.visit_spacing.hours": 3.1}, with_second_visit_on_wednesday),
    "duty_minutes": ({}, with_hurried_journey),
    "briefing": ({"rules.briefing.minutes": 16}, as_it_is),
    "breaks": ({"rules.breaks.minutes_from_hours": {0: 0, 8: 46}}, as_it_is),
    "abstraction": ({"roles.pc.abstraction": 0.11}, as_it_is),
    "lending": ({"areas.south.neighbours": []}, with_lent_patrol),
    "least_served_area": ({"areas.north.demand.need": 2030, "rules.least_served_area.least_ratio": 1.0}, as_it_is),
    "area_share": ({"areas.north.demand.need": 2030, "rules.area_share.within": 0.0}, as_it_is),
    "hotspot_share": ({"hotspots.park.demand.need": 61, "rules.hotspot_share.within_visits": 2}, as_it_is),
    "hour_share": ({"demand.hours": ALL_HOURS_ALIKE, "rules.hour_share.within": 0.22}, as_it_is),
    "requests": ({"officers.n-1.requests": [{"day": "2025-06-02", "shift": "rest"}]}, as_it_is),
    "even_shares": (
        {"rules.even_shares.within": 0.9, "officers.n-1.history": {"counts": {"weekends": 2}}},
        as_it_is,
    ),
    "same_team": (
        {"officers.s-2.works_with": "s-1", "shifts.day": {"start": "08:00", "end": "16:00"}},
        with_another_shift_on_wednesday,
    ),
}
IMPLIED = {"published_changes": "published_duty"}
"""A rule that cannot be broken without another, and the other."""


def test_the_clean_plan_breaks_no_rule(small: Scenario, clean_plan: Plan) -> None:
    """Nothing is reported for a plan that keeps every rule, preferences included."""
    assert check(small, clean_plan) == ()


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_named_and_no_other(
    rule: str, scenario_with: Callable[[Mapping[str, Any]], Scenario], clean_plan: Plan
) -> None:
    """Each rule, broken alone, is what the judge names; at level `off`, where it has one, it is silent."""
    changes, edit = MUTATIONS[rule]
    scenario = scenario_with(changes)
    named = check(scenario, edit(clean_plan))
    implied = IMPLIED.get(rule)
    assert {violation.rule for violation in named} == {rule, implied} - {None}
    violations = tuple(violation for violation in named if violation.rule != implied)
    assert all(violation.amount > 0 and violation.where and violation.message for violation in violations)
    level = getattr(scenario.rules, rule).level
    assert broken(violations) == ((len(violations), 0) if level == "required" else (0, len(violations)))
    if "off" in str(type(getattr(scenario.rules, rule)).model_fields["level"].annotation):
        found = check(scenario_with({**changes, f"rules.{rule}.level": "off"}), edit(clean_plan))
        assert [violation for violation in found if violation.rule != implied] == []


def test_every_rule_has_its_judgement_and_its_mutation() -> None:
    """The judge, the rule book and these mutations know the same rules, in the same order."""
    assert tuple(judge.__name__ for judge in JUDGEMENTS) == RULES
    assert tuple(MUTATIONS) == RULES


def test_a_plan_in_another_order_is_judged_the_same(
    scenario_with: Callable[[Mapping[str, Any]], Scenario], clean_plan: Plan
) -> None:
    """The order in which duties and activities are written does not change the judgement."""
    scenario = scenario_with({"rules.hotspot_guarantee.every_days": 2, "rules.briefing.minutes": 20})
    backwards = replace(
        clean_plan,
        duties=tuple(replace(duty, activities=duty.activities[::-1]) for duty in reversed(clean_plan.duties)),
    )
    assert check(scenario, backwards) == check(scenario, clean_plan)
