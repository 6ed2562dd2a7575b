"""How duties are spent: minutes, places, briefings, breaks, reserve, lending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rostering.check import abstraction, breaks, briefing, duty_minutes, hub_staff, lending
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, Plan

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
TUESDAY = date(2025, 6, 3)
EIGHT, NINE, TEN, NOON, ONE, TWO, FOUR_PM = (1440 + 60 * hour for hour in (8, 9, 10, 12, 13, 14, 16))


def spent(*pieces: tuple[int, str, Mapping[str, str]], officer: str = "n-1") -> Plan:
    """One early duty on Tuesday: each piece lasts until the next begins, the last until 16:00."""
    ends = [start for start, *_ in pieces[1:]] + [FOUR_PM]
    activities = tuple(
        Activity(start, end, do, **more)  # type: ignore[arg-type]  # only text fields are given here
        for (start, do, more), end in zip(pieces, ends, strict=True)
    )
    return Plan((Duty(officer, TUESDAY, "early", activities),))


BASE = {"area": "north"}


def faults(scenario: Scenario, plan: Plan) -> list[tuple[float, str]]:
    return [(fault.amount, fault.message.partition(": ")[2]) for fault in duty_minutes(scenario, plan)]


def test_a_duty_that_says_nothing_is_named_once(small: Scenario) -> None:
    """Eight hours nobody accounts for."""
    plan = Plan((Duty("n-1", TUESDAY, "early"),))
    assert faults(small, plan) == [(480, "nothing says how the duty is spent")]
    assert not [*briefing(small, plan), *breaks(small, plan), *abstraction(small, plan)]


def test_a_duty_is_filled_from_its_first_minute_to_its_last(small: Scenario) -> None:
    """Gaps at the start, inside and at the end are three faults; a duty without them has none."""
    whole = spent((EIGHT, "patrol", BASE), (NOON, "break", {}), (ONE, "patrol", BASE))
    assert faults(small, whole) == []
    holes = Plan(
        (
            Duty(
                "n-1",
                TUESDAY,
                "early",
                (
                    Activity(EIGHT + 5, NOON, "patrol", area="north"),
                    Activity(NOON + 1, ONE, "break"),
                    Activity(ONE, FOUR_PM - 10, "patrol", area="north"),
                ),
            ),
        )
    )
    assert faults(small, holes) == [
        (5, "nothing is planned before patrol at 08:05"),
        (1, "nothing is planned before break at 12:01"),
        (10, "nothing is planned from 15:50 on"),
    ]


def test_activities_neither_overlap_nor_leave_the_duty(small: Scenario) -> None:
    """Ten minutes before the duty, five minutes twice, twenty minutes after it."""
    plan = Plan(
        (
            Duty(
                "n-1",
                TUESDAY,
                "early",
                (
                    Activity(EIGHT - 10, NOON, "patrol", area="north"),
                    Activity(NOON - 5, FOUR_PM + 20, "patrol", area="north"),
                ),
            ),
        )
    )
    assert faults(small, plan) == [
        (10, "patrol at 07:50 starts before the duty"),
        (5, "patrol at 11:55 starts before the activity before is over"),
        (20, "goes on 20 min after the duty"),
    ]


def test_an_activity_inside_another_leaves_no_gap_behind_it(small: Scenario) -> None:
    """A break from 12:00 to 13:00 inside patrol from 08:00 to 14:00 is an hour planned twice, and no hour is empty."""
    pieces = (
        Activity(EIGHT, TWO, "patrol", area="north"),
        Activity(NOON, ONE, "break"),
        Activity(TWO, FOUR_PM, "patrol", area="north"),
    )
    found = faults(small, Plan((Duty("n-1", TUESDAY, "early", pieces),)))
    assert found == [(60, "break at 12:00 starts before the activity before is over")]


@pytest.mark.parametrize(("minutes", "short"), [(10, None), (9, 1)])
def test_a_journey_takes_its_time(small: Scenario, minutes: int, short: int | None) -> None:
    """North to the market is ten minutes."""
    plan = spent(
        (EIGHT, "travel", {"to_place": "market"}),
        (EIGHT + minutes, "patrol", BASE),
        (NOON, "travel", {"to_place": "north"}),
        (ONE, "patrol", BASE),
    )
    assert [amount for amount, _ in faults(small, plan)] == ([] if short is None else [short])


def test_nobody_visits_or_opens_a_hub_from_afar(small: Scenario) -> None:
    """A visit without the journey there, patrol in the next area from one's own base, and an end away from base."""
    plan = spent((EIGHT, "visit", {"hotspot": "market"}), (NINE, "patrol", {"area": "south"}), (TEN, "patrol", BASE))
    assert faults(small, plan) == [
        (10, "visit at Market Square begins but the officer is at north"),
        (60, "patrols south but is at Market Square, in another area"),
        (10, "ends at Market Square, not at base"),
    ]


def test_places_people_and_words_nobody_knows_are_named(small: Scenario) -> None:
    """A hand-edited plan may hold anything; every oddity is a fault and none is an error."""
    odd = spent(
        (EIGHT, "travel", {"to_place": "atlantis"}),
        (NINE, "visit", {}),
        (TEN, "hub", {"session": "atlantis"}),
        (NOON, "patrol", {"area": "market"}),
        (ONE, "siesta", {}),
    )
    strangers = (Duty("x-9", TUESDAY, "early"), Duty("n-2", TUESDAY, "brunch"), Duty("n-2", date(2025, 7, 1), "early"))
    plan = Plan((*odd.duties, *strangers))
    assert [fault.message for fault in duty_minutes(small, plan)] == [
        "N-2 has a duty, brunch, on Tue 3 Jun, but the scenario has no shift brunch",
        "N-2 has a duty, early, on Tue 1 Jul, but the scenario has no day 2025-07-01",
        "X-9 has a duty, early, on Tue 3 Jun, but the scenario has no officer x-9",
        "N-1, Tue 3 Jun early: siesta at 13:00 is no known activity",
        "N-1, Tue 3 Jun early: travel to atlantis, a place nobody knows",
        "N-1, Tue 3 Jun early: visit to None, a place nobody knows",
        "N-1, Tue 3 Jun early: hub to atlantis, a place nobody knows",
        "N-1, Tue 3 Jun early: patrol to market, a place nobody knows",
    ]


def opening(start: str, end: str) -> dict[str, Any]:
    return {"hub_sessions.library.when": [{"day": "tue", "from": start, "to": end}]}


LIBRARY = {"session": "library"}


@pytest.mark.parametrize(("clock", "is_straight"), [("08:19", True), ("08:20", False)])
def test_an_officer_reports_straight_to_a_hub_when_briefing_and_journey_do_not_fit(
    scenario_with: ScenarioWith, clock: str, *, is_straight: bool
) -> None:
    """Fifteen minutes of briefing and five of journey: an opening at 08:20 leaves time for both, 08:19 does not."""
    scenario = scenario_with(opening(clock, "11:00"))
    opens = scenario.horizon.at(TUESDAY, clock)
    straight = spent(
        (EIGHT, "reserve", {}),
        (opens, "hub", LIBRARY),
        (EIGHT + 180, "travel", {"to_place": "north"}),
        (NOON, "patrol", BASE),
    )
    assert (not faults(scenario, straight)) is is_straight
    assert (not list(briefing(scenario, straight))) is is_straight


@pytest.mark.parametrize(("clock", "may_end_there"), [("15:56", True), ("15:55", False)])
def test_a_duty_ends_at_a_hub_when_the_journey_home_does_not_fit(
    scenario_with: ScenarioWith, clock: str, *, may_end_there: bool
) -> None:
    """Home is five minutes away."""
    scenario = scenario_with(opening("14:00", clock))
    closes = scenario.horizon.at(TUESDAY, clock)
    plan = spent(
        (EIGHT, "briefing", {}),
        (NINE, "patrol", BASE),
        (TWO - 5, "travel", {"to_place": "library"}),
        (TWO, "hub", LIBRARY),
        (closes, "reserve", {}),
    )
    assert faults(scenario, plan) == ([] if may_end_there else [(5, "ends at library, not at base")])


def test_a_briefing_comes_first(small: Scenario) -> None:
    """Fifteen minutes at the start are a briefing; later, or shorter, they are not one."""
    assert not list(briefing(small, spent((EIGHT, "briefing", {}), (EIGHT + 15, "patrol", BASE))))
    short = spent((EIGHT, "briefing", {}), (EIGHT + 14, "patrol", BASE))
    late = spent((EIGHT, "patrol", BASE), (EIGHT + 1, "briefing", {}), (NINE, "patrol", BASE))
    assert [found.amount for plan in (short, late) for found in briefing(small, plan)] == [1, 15]


@pytest.mark.parametrize(
    ("start", "end", "short"),
    [
        (TEN, TEN + 45, None),
        (TEN - 1, TEN + 44, 1),
        (TWO - 45, TWO, None),
        (TWO - 44, TWO + 1, 1),
        (NOON, NOON + 44, 1),
        (EIGHT + 15, NINE, 45),
    ],
)
def test_the_break_lies_in_the_middle_half_of_the_duty(
    small: Scenario, start: int, end: int, short: int | None
) -> None:
    """Eight hours earn 45 minutes between 10:00 and 14:00."""
    plan = spent((EIGHT, "patrol", BASE), (start, "break", {}), (end, "patrol", BASE))
    assert [found.amount for found in breaks(small, plan)] == ([] if short is None else [short])


def test_two_short_breaks_are_no_break(small: Scenario) -> None:
    """The break is one piece."""
    plan = spent((EIGHT, "break", {}), (TEN, "break", {}), (TEN + 30, "patrol", BASE), (NOON, "break", {}))
    halves = replace(plan.duties[0].activities[3], end=NOON + 30)
    plan = Plan((replace(plan.duties[0], activities=(*plan.duties[0].activities[:3], halves)),))
    assert [found.amount for found in breaks(small, plan)] == [15]


def test_a_night_across_the_clock_change_earns_the_break_of_its_real_length(scenario_with: ScenarioWith) -> None:
    """22:00 to 06:00 on 25 October 2025 is nine hours: 50 minutes, and 54 of them a tenth in reserve."""
    scenario = scenario_with(
        {
            "horizon.start": "2025-10-25",
            "shifts.night": {"start": "22:00", "end": "06:00"},
            "officers.n-1.requests": [],
            "officers.s-1.published": None,
        }
    )
    night = Duty(
        "n-1",
        date(2025, 10, 25),
        "night",
        (
            Activity(1320, 1335, "briefing"),
            Activity(1335, 1500, "patrol", area="north"),
            Activity(1500, 1545, "break"),
            Activity(1545, 1812, "patrol", area="north"),
            Activity(1812, 1860, "reserve"),
        ),
    )
    assert faults(scenario, Plan((night,))) == []
    assert [found.amount for found in breaks(scenario, Plan((night,)))] == [5]
    assert [found.amount for found in abstraction(scenario, Plan((night,)))] == [6]


@pytest.mark.parametrize(
    ("unavailable", "due"),
    [
        # 1 - 0.8 / 1 of 480 minutes.
        ([], 96),
        # Away 2 of 14 officer-days: 1 - 0.8 / (12 / 14) = 0.0667 of 480 minutes = 32.
        ([4, 5], 32),
        # Away 3 of 14: 1 - 0.8 / (11 / 14) < 0.
        ([4, 5, 6], 0),
    ],
)
def test_what_is_known_to_be_lost_is_not_kept_in_reserve_twice(
    scenario_with: ScenarioWith, unavailable: list[int], due: int
) -> None:
    """Two PCs over seven days, a fifth of whose time is expected to be lost."""
    away = {f"2025-06-0{day}": "leave" for day in unavailable}
    scenario = scenario_with({"roles.pc.abstraction": 0.2, "officers.n-1.unavailable": away})
    for kept, short in ((due, []), (due - 1, [1])):
        if kept >= 0:
            plan = spent((EIGHT, "patrol", BASE), (FOUR_PM - kept, "reserve", {}))
            assert [found.amount for found in abstraction(scenario, plan)] == short


def test_time_lent_counts_journeys_there_and_back(scenario_with: ScenarioWith) -> None:
    """30 minutes there, 60 on patrol, 30 back: 120 of 480 minutes are a quarter of the team's time."""
    plan = spent(
        (EIGHT, "patrol", BASE),
        (NINE, "travel", {"to_place": "south"}),
        (NINE + 30, "patrol", {"area": "south"}),
        (TEN + 30, "travel", {"to_place": "north"}),
        (TEN + 60, "patrol", BASE),
    )
    assert not list(lending(scenario_with({"rules.lending.most_share": 0.25}), plan))
    (over,) = lending(scenario_with({"rules.lending.most_share": 0.2}), plan)
    assert (over.amount, over.where) == (24, (("area", "north"),))
    (stranger,) = lending(scenario_with({"areas.north.neighbours": [], "rules.lending.most_share": 1}), plan)
    assert (stranger.amount, stranger.where[-1]) == (120, ("area", "south"))


def test_a_hub_in_another_area_is_lent_time(scenario_with: ScenarioWith) -> None:
    """South's officer staffs the north's library, 30 minutes away by hand-written journeys: 3 h 40 min in all."""
    changes = {**opening("11:00", "13:00"), "travel.minutes.south.library": 50, "travel.minutes.library.south": 50}
    scenario = scenario_with({**changes, "areas.south.neighbours": []})
    plan = spent(
        (EIGHT, "briefing", {}),
        (TEN + 10, "travel", {"to_place": "library"}),
        (TEN + 60, "hub", LIBRARY),
        (ONE, "travel", {"to_place": "south"}),
        (ONE + 50, "patrol", {"area": "south"}),
        officer="s-1",
    )
    assert faults(scenario, plan) == []
    assert [found.amount for found in lending(scenario, plan) if found.where[0][0] == "officer"] == [220]
    assert [found.message for found in hub_staff(scenario, plan)] == ["library on Tue 3 Jun 11:00 does not list s-1"]
