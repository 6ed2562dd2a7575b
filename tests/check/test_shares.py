"""People beside demand, and fair shares of what nobody likes, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from rostering.check import demand_matching, even_shares
from rostering.measures import measures
from rostering.measures.shares import even_shares_of
from rostering.measures.stretches import stretches
from rostering.scenario import Scenario
from rostering.schedule import Plan
from tests.check.test_duties import roster

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]


def profile(*numbers: int) -> dict[str, list[int]]:
    """The same relative demand on all days, by six hours."""
    hours = [number for number in numbers for _ in range(6)]
    return dict.fromkeys(("mon-thu", "fri", "sat", "sun"), hours)


TWO_SHIFTS: dict[str, Any] = {
    "horizon.days": 1,
    "shifts": {"early": {"start": "06:00", "end": "18:00"}, "night": {"start": "18:00", "end": "06:00"}},
    "staffing": {},
    "officers.n-1.requests": [],
    "officers.s-1.published": None,
    "officers.n-3": {"role": "pc", "area": "north"},
    "officers.n-4": {"role": "pc", "area": "north"},
    "demand.hours": profile(1, 3, 0, 2),
    "rules.demand_matching.within": 0.9,
}


def test_target_people_are_the_hours_worked_spread_by_demand(scenario_with: ScenarioWith) -> None:
    """One Monday: stretches 06:00-18:00, 18:00-00:00 and 00:00-06:00 have 18, 12 and 6 of demand, 1/2, 1/3 and 1/6.

    Two on the early and one on the night work 36 hours: 18 hours in twelve are 1.5 people, 12 in six are 2, 6 in six 1.
    """
    scenario = scenario_with(TWO_SHIFTS)
    plan = roster(("n-1", 0, "early"), ("n-2", 0, "early"), ("n-3", 0, "night"))
    found = stretches(scenario, plan)["north"]
    assert [(one.start // 60, one.end // 60, one.people) for one in found] == [(6, 18, 2), (18, 24, 1), (24, 30, 1)]
    assert [one.demand for one in found] == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert [one.target for one in found] == pytest.approx([1.5, 2, 1])
    (off,) = demand_matching(scenario, plan)
    assert off.amount == pytest.approx(1)
    assert off.message == "north has 1 on duty on Mon 2 Jun 18:00-00:00; its hours, spread by demand, give 2.0"
    assert off.where == (("area", "north"), ("at", "2025-06-02T18:00"))
    # Shares of hours 24/36, 6/36, 6/36 against 18/36, 12/36, 6/36: a sixth of the hours is in the wrong place.
    assert measures(scenario, plan)["demand_match"] == pytest.approx(5 / 6)


def test_demand_is_compared_over_the_days_of_the_horizon(scenario_with: ScenarioWith) -> None:
    """Friday has three times the demand of Thursday: of two earlies and no nights, half an early too few on Friday."""
    hours = profile(0, 1, 1, 0) | {"fri": [0] * 6 + [3] * 12 + [0] * 6}
    scenario = scenario_with({**TWO_SHIFTS, "horizon.start": "2025-06-05", "horizon.days": 2, "demand.hours": hours})
    plan = roster(("n-1", 0, "early"), ("n-1", 1, "early"), start=date(2025, 6, 5))
    days = [one for one in stretches(scenario, plan)["north"] if one.demand]
    assert [one.target for one in days] == pytest.approx([0.5, 1.5])


def test_part_of_an_hour_has_part_of_its_demand(scenario_with: ScenarioWith) -> None:
    """From 06:30 to 08:30 lie half an hour at 4, an hour at 1 and half an hour at 2, from 08:30 to 09:00 another."""
    hours = [0] * 6 + [4, 1, 2] + [0] * 15
    shifts = {"early": {"start": "06:30", "end": "08:30"}, "late": {"start": "08:30", "end": "09:00"}}
    days = dict.fromkeys(("mon-thu", "fri", "sat", "sun"), hours)
    scenario = scenario_with({**TWO_SHIFTS, "shifts": shifts, "demand.hours": days})
    assert [one.demand for one in stretches(scenario, Plan())["north"]] == pytest.approx([4 / 5, 1 / 5])


def test_hours_of_clock_change_have_their_demand(scenario_with: ScenarioWith) -> None:
    """The night of 25 October 2025 is 13 hours long: 00:00 to 06:00 has 7, the hour from 01:00 twice."""
    scenario = scenario_with({**TWO_SHIFTS, "horizon.start": "2025-10-25"})
    found = stretches(scenario, roster(("n-1", 0, "night"), start=date(2025, 10, 25)))["north"]
    assert [one.end - one.start for one in found] == [720, 360, 420]
    assert [one.demand for one in found] == pytest.approx([18 / 37, 12 / 37, 7 / 37])


@pytest.mark.parametrize(
    ("changes", "areas"),
    [
        ({}, ["north", "south"]),
        ({"demand.hours": None}, []),
        ({"demand.hours": profile(0, 0, 0, 1), "shifts": {"early": {"start": "06:00", "end": "18:00"}}}, []),
        (
            {f"officers.s-{number}.published": {"2025-06-02": "rest"} for number in (1, 2)},
            ["north"],
        ),
    ],
)
def test_demand_is_matched_where_somebody_is_rostered_and_shifts_meet_demand(
    scenario_with: ScenarioWith, changes: Mapping[str, Any], areas: list[str]
) -> None:
    """Without hours of demand, or demand in any shift, nothing is compared; nor for a team all published."""
    scenario = scenario_with({**TWO_SHIFTS, **changes})
    assert sorted(stretches(scenario, Plan())) == areas
    assert ("demand_match" in measures(scenario, Plan())) == bool(areas)


BURDENS: dict[str, Any] = {
    "horizon.days": 7,
    "shifts": {
        "early": {"start": "06:00", "end": "14:00"},
        "late": {"start": "14:00", "end": "22:00"},
        "night": {"start": "22:00", "end": "06:00"},
    },
    "staffing": {},
    "roles.pcso.weekly_hours": 20,
    "officers.s-1.published": None,
    "rules.even_shares.within": 0,
}


def off(scenario: Scenario, plan: Plan, burden: Any = "nights") -> dict[str, float]:
    return {share.officer: round(share.off, 6) for share in even_shares_of(scenario, plan, burden)}


def test_a_fair_share_goes_by_contracted_hours(scenario_with: ScenarioWith) -> None:
    """Six nights between one of 40 hours and one of 20 are four and two; south has none."""
    scenario = scenario_with(BURDENS)
    plan = roster(*(("n-1", day, "night") for day in range(3)), *(("n-2", day, "night") for day in range(3)))
    assert off(scenario, plan) == {"n-1": -1, "n-2": 1, "s-1": 0, "s-2": 0}
    assert [(one.where, one.amount) for one in even_shares(scenario, plan)] == [
        ((("officer", "n-1"),), 1),
        ((("officer", "n-2"),), 1),
    ]
    assert measures(scenario, plan)["most_uneven_nights"] == pytest.approx(1)
    assert not list(even_shares(scenario_with({**BURDENS, "rules.even_shares.within": 1}), plan))


def test_a_fair_share_goes_by_days_not_away(scenario_with: ScenarioWith) -> None:
    """Away on four of seven days, 40 hours weigh 120 and 20 hours 140."""
    away = {f"2025-06-0{day}": "leave" for day in (5, 6, 7, 8)}
    scenario = scenario_with({**BURDENS, "officers.n-1.unavailable": away, "officers.n-1.requests": []})
    plan = roster(("n-1", 0, "night"))
    assert off(scenario, plan)["n-1"] == pytest.approx(1 - 120 / 260, abs=1e-6)


def test_history_counts_in_a_fair_share(scenario_with: ScenarioWith) -> None:
    """Four nights before and two now are six to share: with four of them behind, two more are two too many."""
    scenario = scenario_with({**BURDENS, "officers.n-1.history": {"counts": {"nights": 4}}})
    plan = roster(("n-1", 0, "night"), ("n-1", 1, "night"))
    assert off(scenario, plan) == {"n-1": 2, "n-2": -2, "s-1": 0, "s-2": 0}


@pytest.mark.parametrize(
    "changes",
    [
        {"contracts.days.pattern": [{"mon": ["early", "late"]}]},
        {"contracts.days.shift_limits": {"night": 0}},
    ],
)
def test_who_can_have_no_night_stands_outside(scenario_with: ScenarioWith, changes: Mapping[str, Any]) -> None:
    """The nights and the history of somebody whose contract has none are not shared; with a published one they are."""
    contract = {**BURDENS, **changes, "officers.n-1.contract": "days"}
    contract["officers.n-1.history"] = {"counts": {"nights": 9}}
    plan = roster(("n-2", 0, "night"))
    assert off(scenario_with(contract), plan) == {"n-2": 0, "s-1": 0, "s-2": 0}
    published = scenario_with({**contract, "officers.n-1.published": {"2025-06-04": "night"}})
    assert set(off(published, plan)) == {"n-1", "n-2", "s-1", "s-2"}


def test_lates_and_weekends_have_shares_of_their_own(scenario_with: ScenarioWith) -> None:
    """A late on Saturday is one of each."""
    scenario = scenario_with({**BURDENS, "roles.pcso.weekly_hours": 40})
    plan = roster(("n-1", 5, "late"), ("n-2", 1, "early"))
    for burden, uneven in (("nights", 0), ("lates", 0.5), ("weekends", 0.5)):
        assert off(scenario, plan, burden)["n-1"] == uneven
        assert measures(scenario, plan)[f"most_uneven_{burden}"] == uneven


def test_cancelled_rest_days_are_shared_where_they_can_be_cancelled(scenario_with: ScenarioWith) -> None:
    """Two have published rest on Monday, one of them works; where published days stay, there is nothing to share."""
    rest = {f"officers.n-{number}.published": {"2025-06-02": "rest"} for number in (1, 2)}
    source = {**BURDENS, **rest, "roles.pcso.weekly_hours": 40}
    plan = roster(("n-1", 0, "early"))
    preferred = scenario_with({**source, "rules.published_duty.level": "preferred"})
    assert off(preferred, plan, "cancelled_rest_days") == {"n-1": 0.5, "n-2": -0.5}
    assert off(scenario_with(source), plan, "cancelled_rest_days") == {}


def test_only_what_is_to_be_shared_is_judged(scenario_with: ScenarioWith) -> None:
    """With weekends alone in the rule, uneven nights are nobody's fault."""
    plan = roster(("n-1", 0, "night"))
    assert list(even_shares(scenario_with(BURDENS), plan))
    assert not list(even_shares(scenario_with({**BURDENS, "rules.even_shares.of": ["weekends"]}), plan))
