"""Measures of a plan small enough to work out by hand.

Two duties of four hours. Monday, a-1 of the team of `a`: briefing 15, patrol 45, journey 10, visit 15, journey to `b`
20, patrol there 60, journey back 20, reserve 30, break 25 minutes. Tuesday, b-1: briefing 15, patrol 60, reserve 45,
hub 60, break 60 minutes.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from rostering.measures import MEASURES, area_table, guarantee_windows, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, Ledger, Plan

BUSY_UNTIL_ELEVEN = [0] * 8 + [1, 1, 2] + [0] * 13

SOURCE: dict[str, Any] = {
    "version": 1,
    "name": "two-duties",
    "horizon": {"start": "2025-06-02", "days": 3},
    "demand": {
        "weights": {"need": 1},
        "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), BUSY_UNTIL_ELEVEN),
    },
    "areas": {
        "a": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 3}, "neighbours": ["b"]},
        "b": {"base": {"lat": 52.1, "lon": -0.4}, "demand": {"need": 1}},
    },
    # 52,142.90 pounds over 52.1429 weeks of 40 hours are 25 pounds an hour.
    "roles": {"pc": {"annual_cost": 52142.9, "weekly_hours": 40}, "pcso": {}},
    "shifts": {"early": {"start": "08:00", "end": "12:00"}},
    "staffing": {"a": {"early": {"min": 2}}},
    "officers": {"a-1": {"role": "pc", "area": "a"}, "b-1": {"role": "pcso", "area": "b"}},
    "hotspots": {
        "cross": {"area": "a", "lat": 52.01, "lon": -0.4, "demand": {"need": 1}, "crew": 1},
        "yard": {"area": "b", "lat": 52.11, "lon": -0.4, "demand": {"need": 1}, "crew": 2, "max_visits_per_day": 1},
    },
    "hub_sessions": {
        "hall": {
            "area": "b",
            "lat": 52.1,
            "lon": -0.4,
            "when": [{"day": "tue", "from": "10:00", "to": "11:00"}],
            "staff": {"any": 2},
        },
        "cafe": {
            "area": "b",
            "lat": 52.1,
            "lon": -0.4,
            "when": [{"day": "wed", "from": "10:00", "to": "11:00"}],
            "staff": {"any": 9},
            "level": "preferred",
        },
    },
}
MONDAY, TUESDAY = date(2025, 6, 2), date(2025, 6, 3)
PLAN = Plan(
    (
        Duty(
            "a-1",
            MONDAY,
            "early",
            (
                Activity(480, 495, "briefing"),
                Activity(495, 540, "patrol", area="a"),
                Activity(540, 550, "travel", to_place="cross"),
                Activity(550, 565, "visit", hotspot="cross"),
                Activity(565, 585, "travel", to_place="b"),
                Activity(585, 645, "patrol", area="b"),
                Activity(645, 665, "travel", to_place="a"),
                Activity(665, 695, "reserve"),
                Activity(695, 720, "break"),
            ),
        ),
        Duty(
            "b-1",
            TUESDAY,
            "early",
            (
                Activity(1920, 1935, "briefing"),
                Activity(1935, 1995, "patrol", area="b"),
                Activity(1995, 2040, "reserve"),
                Activity(2040, 2100, "hub", session="hall"),
                Activity(2100, 2160, "break"),
            ),
        ),
    )
)


def scenario(**changes: Any) -> Scenario:
    return Scenario.model_validate({**deepcopy(SOURCE), **changes})


BY_HAND = {
    # Both windows are Mon-Wed; cross has its visit, yard has none.
    "guarantee_kept": 1 / 2,
    "guarantee_windows": 2,
    "guarantee_missed": 1,
    # One of two people for an hour; the preferred session is not held and asks for nobody.
    "hub_hours_staffed": 1 / 2,
    # a: 45 + 15, b: 60 + 60 minutes.
    "patrol_hours": 3,
    "visit_hours": 0.25,
    "visits": 1,
    # Shares 1/3 and 2/3 against 3/4 and 1/4: 1 - (5/12 + 5/12) / 2.
    "demand_tracking": 7 / 12,
    "equal_split_tracking": 1 - (1 / 4 + 1 / 4) / 2,
    # 1 and 0 against 1/2 and 1/2.
    "hotspot_tracking": 1 / 2,
    "hotspot_equal_split_tracking": 1,
    # Either team's patrol in its four staffed hours: 45, 15, 0, 0 minutes; demand 1/4, 1/4, 1/2, 0.
    # What a-1 does in b on Monday, while b has nobody on duty, is left out.
    "hour_tracking": 1 - (1 / 2 + 0 + 1 / 2 + 0) / 2,
    "hour_flat_tracking": 1 - (0 + 0 + 1 / 4 + 1 / 4) / 2,
    "least_served_ratio": (1 / 3) / (3 / 4),
    "most_served_ratio": (2 / 3) / (1 / 4),
    # yard, from the day before the horizon to the day after it.
    "worst_gap_days": 4,
    # One of two on Monday, none on Tuesday and Wednesday.
    "staffing_short": 1 + 2 + 2,
    "duty_hours": 8,
    # Three days of a week of 40 hours are 17.14, give or take 10; both have 4.
    "contract_hours_off": 2 * (120 / 7 - 10 - 4),
    # Demand is the same on all three days; each team works on one of them.
    "demand_match": 1 / 3,
    # Nobody has nights or lates, or can have any.
    "most_uneven_nights": 0,
    "most_uneven_lates": 0,
    "most_uneven_weekends": 0,
    "hub_hours": 1,
    "travel_hours": (10 + 20 + 20) / 60,
    "briefing_hours": 30 / 60,
    "break_hours": (25 + 60) / 60,
    "reserve_hours": (30 + 45) / 60,
    "lent_hours": (20 + 60 + 20) / 60,
    "duty_cost": 4 * 25,
    "patrol_cost_per_hour": 4 * 25 / 3,
}


def test_every_measure_is_the_number_worked_out_by_hand() -> None:
    """All of them, in their documented order."""
    found = measures(scenario(), PLAN)
    assert found == pytest.approx(BY_HAND)
    assert list(found) == list(MEASURES)


def test_what_people_do_adds_up_to_their_duty_hours() -> None:
    """No minute of a duty is in two measures or in none."""
    found = measures(scenario(), PLAN)
    parts = ("patrol", "hub", "travel", "briefing", "break", "reserve")
    assert sum(found[f"{part}_hours"] for part in parts) == pytest.approx(found["duty_hours"])


def test_areas_stand_beside_their_demand() -> None:
    """Visits are patrol of the area they are in."""
    table = area_table(scenario(), PLAN)
    shares = {"demand_share": 3 / 4, "patrol_share": 1 / 3, "patrol_hours": 1, "visit_hours": 0.25, "ratio": 4 / 9}
    assert table["a"] == pytest.approx(shares)
    assert (table["b"]["patrol_hours"], table["b"]["visit_hours"]) == (2, 0)


def test_an_area_without_demand_has_no_ratio() -> None:
    """Nothing divided by nothing is not written down."""
    areas = {**SOURCE["areas"], "c": {"base": {"lat": 52.2, "lon": -0.4}}}
    assert "ratio" not in area_table(scenario(areas=areas), PLAN)["c"]


def test_a_hotspot_has_the_ratio_of_its_shares() -> None:
    """Cross gets all visits for half the demand, yard none for the other half."""
    table = hotspot_table(scenario(), PLAN)
    assert (table["cross"]["ratio"], table["yard"]["ratio"]) == (2, 0)


def test_a_ledger_explains_the_planned_minutes() -> None:
    """cross: floor 15, wanted 60 x 1/3 = 20, so 5 more; 20 minutes are one whole visit and 5 minutes fewer.
    yard: wanted 120 x 1 / 2 people = 60, but three visits are the most: floor 15, share 30; nobody came, 45 short.
    """
    table = hotspot_table(scenario(), PLAN)
    assert table["cross"]["ledger"] == Ledger(15, 5, -5, 0)
    assert table["yard"]["ledger"] == Ledger(15, 30, 0, 45)
    for row, planned in ((table["cross"], 15), (table["yard"], 0)):
        floor, share, rounding, shortfall = asdict(row["ledger"]).values()
        assert floor + share + rounding - shortfall == planned


def test_a_hotspot_row_hands_its_clock_on() -> None:
    """The last counted visit ends at 09:25 on Monday; where there is none, what was known before is handed on."""
    table = hotspot_table(scenario(), PLAN)
    assert (table["cross"]["visits"], table["cross"]["last_patrolled"]) == ((550,), 565)
    assert (table["yard"]["last_patrolled_before"], table["yard"]["last_patrolled"]) == (None, None)
    hotspots = deepcopy(SOURCE["hotspots"])
    hotspots["yard"]["last_patrolled"] = "2025-06-01T23:00"
    assert hotspot_table(scenario(hotspots=hotspots), PLAN)["yard"]["last_patrolled"] == -60
    hotspots["cross"]["crew"] = 2
    row = hotspot_table(scenario(hotspots=hotspots), PLAN)["cross"]
    assert (row["visits"], row["last_patrolled"]) == ((550,), None)


@pytest.mark.parametrize("days", [(0, 2), (1, 3), (2, 5), (0, 3, 6), (2, 5, 6), (3,), ()])
@pytest.mark.parametrize("last", [None, "2025-06-01T12:00", "2025-05-30T12:00"])
def test_the_longest_gap_is_within_three_days_exactly_when_every_window_is_kept(
    days: tuple[int, ...], last: str | None
) -> None:
    """Counted rolling, the gap and the windows say the same."""
    hotspots = deepcopy(SOURCE["hotspots"])
    if last is not None:
        hotspots["cross"]["last_patrolled"] = last
    week = scenario(hotspots=hotspots, horizon={"start": "2025-06-02", "days": 7}, staffing={})
    duties = tuple(
        Duty(
            "a-1",
            week.horizon.dates[day],
            "early",
            (Activity(day * 1440 + 550, day * 1440 + 565, "visit", hotspot="cross"),),
        )
        for day in days
    )
    found = measures(week, Plan(duties))
    is_kept = found["guarantee_missed"] == len(guarantee_windows(week, "yard", ()))
    assert (hotspot_table(week, Plan(duties))["cross"]["longest_gap_days"] <= 3) is is_kept


def test_hours_follow_the_real_day_when_the_clocks_change() -> None:
    """On 26 October 2025 a duty from 00:00 to 04:00 has five hours, two of them between one and two o'clock: demand
    1, 3, 3, 1, 1 of 9; an hour of patrol in each tracks it by 1 - (2 x (3/9 - 1/5)) = 11/15, as flat as can be.
    """
    night = [1, 3, 1, 1] + [0] * 20
    changed = scenario(
        horizon={"start": "2025-10-26", "days": 1},
        shifts={"early": {"start": "00:00", "end": "04:00"}},
        demand={"weights": {"need": 1}, "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), night)},
    )
    patrol = Activity(0, 300, "patrol", area="a")
    found = measures(changed, Plan((Duty("a-1", date(2025, 10, 26), "early", (patrol,)),)))
    assert found["duty_hours"] == 5
    assert found["hour_tracking"] == pytest.approx(11 / 15)
    assert found["hour_flat_tracking"] == pytest.approx(11 / 15)


def test_an_hour_staffed_in_part_has_part_of_its_demand() -> None:
    """From 08:30 to 10:00, with the same demand in both hours, a third of it falls to the half hour."""
    late = scenario(shifts={"early": {"start": "08:30", "end": "10:00"}})
    patrol = Activity(510, 600, "patrol", area="a")
    assert measures(late, Plan((Duty("a-1", MONDAY, "early", (patrol,)),)))["hour_tracking"] == pytest.approx(1)


def test_an_empty_plan_has_measures() -> None:
    """Nothing tracks demand where nothing is patrolled, and nothing divides by zero."""
    found = measures(scenario(), Plan())
    assert list(found) == list(MEASURES)
    zero = ("demand_tracking", "hotspot_tracking", "hour_tracking", "patrol_cost_per_hour", "hub_hours_staffed")
    assert [found[name] for name in zero] == [0] * 5
    assert found["guarantee_missed"] == 2


def test_measures_of_building_are_absent_where_nobody_is_rostered() -> None:
    """With every day published or away, only demand and contracts could be measured, and nobody could do better."""
    people = {
        officer: {**SOURCE["officers"][officer], "published": {"2025-06-02": "rest", "2025-06-03": "rest"}}
        for officer in ("a-1", "b-1")
    }
    away = {officer: {**person, "unavailable": {"2025-06-04": "leave"}} for officer, person in people.items()}
    building = {
        "contract_hours_off",
        "demand_match",
        "most_uneven_nights",
        "most_uneven_lates",
        "most_uneven_weekends",
    }
    assert set(MEASURES) - set(measures(scenario(officers=away), PLAN)) == building
    assert set(measures(scenario(officers=people), PLAN)) == set(MEASURES)


def test_without_hotspots_and_hubs_nothing_is_missed() -> None:
    """No promise, no breach."""
    found = measures(scenario(hotspots={}, hub_sessions={}), Plan())
    assert [found[name] for name in ("guarantee_kept", "hub_hours_staffed", "hotspot_tracking")] == [1, 1, 1]
    assert found["worst_gap_days"] == 0
