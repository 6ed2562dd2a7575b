"""Limits of the duty rules, at and just past them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from rostering.check import (
    average_weekly_hours,
    consecutive_duties,
    daily_rest,
    duty_minutes,
    one_duty_a_day,
    published_duty,
    requests,
    weekly_hours,
)
from rostering.scenario import Scenario
from rostering.schedule import Duty, Plan

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
MONDAY = date(2025, 6, 2)


def roster(*duties: tuple[str, int, str], start: date = MONDAY) -> Plan:
    """Duties by officer, day of the horizon counted from 0, and shift; how they are spent is left open."""
    return Plan(tuple(Duty(officer, start + timedelta(days=offset), shift) for officer, offset, shift in duties))


@pytest.mark.parametrize(("start", "short_by"), [("07:00", None), ("06:59", 1), ("04:30", 150)])
def test_eleven_hours_of_rest_are_enough_and_a_minute_less_is_not(
    scenario_with: ScenarioWith, start: str, short_by: int | None
) -> None:
    """A late duty that ends at 20:00 allows the next one from 07:00."""
    scenario = scenario_with({"shifts.dawn": {"start": start, "end": "15:00"}})
    found = list(daily_rest(scenario, roster(("n-1", 0, "late"), ("n-1", 1, "dawn"))))
    assert [violation.amount for violation in found] == ([] if short_by is None else [short_by])


def test_short_rest_is_told_in_hours_and_minutes(scenario_with: ScenarioWith) -> None:
    """20:00 to 05:30 is nine and a half hours."""
    scenario = scenario_with({"shifts.dawn": {"start": "05:30", "end": "15:00"}})
    (violation,) = daily_rest(scenario, roster(("n-1", 2, "late"), ("n-1", 3, "dawn")))
    assert violation.message == "N-1 has 9 h 30 min rest before Thu 5 Jun dawn; 11 h are due"
    assert violation.where == (("officer", "n-1"), ("day", "2025-06-05"), ("at", "2025-06-05T05:30"))


@pytest.mark.parametrize(("ended", "is_broken"), [("2025-06-01T21:00", False), ("2025-06-01T21:01", True)])
def test_rest_counts_from_the_duty_before_the_horizon(
    scenario_with: ScenarioWith, ended: str, *, is_broken: bool
) -> None:
    """Monday's early starts at 08:00, eleven hours after 21:00."""
    scenario = scenario_with({"officers.n-1.history": {"last_duty_ends": ended}})
    assert bool(list(daily_rest(scenario, roster(("n-1", 0, "early"))))) is is_broken


def test_the_night_the_clocks_go_back_is_an_hour_longer(scenario_with: ScenarioWith) -> None:
    """On 26 October 2025, 22:00 to 08:00 is ten hours on the clock and eleven in bed; the night before it is ten."""
    october: dict[str, Any] = {
        "horizon.start": "2025-10-20",
        "officers.n-1.requests": [],
        "officers.s-1.published": None,
    }
    scenario = scenario_with({**october, "shifts.late": {"start": "14:00", "end": "22:00"}})
    start = date(2025, 10, 20)
    assert not list(daily_rest(scenario, roster(("n-1", 5, "late"), ("n-1", 6, "early"), start=start)))
    (short,) = daily_rest(scenario, roster(("n-1", 4, "late"), ("n-1", 5, "early"), start=start))
    assert short.amount == 60


def test_the_hours_of_a_night_duty_across_the_change_are_those_worked(scenario_with: ScenarioWith) -> None:
    """22:00 to 06:00 on 25 October is nine hours, on any other night eight."""
    october: dict[str, Any] = {
        "horizon.start": "2025-10-20",
        "officers.n-1.requests": [],
        "officers.s-1.published": None,
    }
    night = {"shifts.night": {"start": "22:00", "end": "06:00"}}
    duties = [("n-1", offset, "night") for offset in (0, 1, 2, 5)]
    plan = roster(*duties, start=date(2025, 10, 20))
    assert not list(weekly_hours(scenario_with({**october, **night, "roles.pc.weekly_hours": 33}), plan))
    (over,) = weekly_hours(scenario_with({**october, **night, "roles.pc.weekly_hours": 32}), plan)
    assert over.amount == 1


def test_two_duties_on_a_day_are_one_too_many(small: Scenario) -> None:
    """Early and evening of one day are two duties."""
    (violation,) = one_duty_a_day(small, roster(("n-1", 1, "early"), ("n-1", 1, "evening")))
    assert (violation.amount, violation.message) == (1, "N-1 has 2 duties on Tue 3 Jun: early, evening")


def test_duties_that_overlap_use_the_same_minutes_twice(scenario_with: ScenarioWith) -> None:
    """A duty from 20:00 to 06:00 and one from 05:00 share an hour, whatever the rest rule says."""
    shifts = {"shifts.dusk": {"start": "20:00", "end": "06:00"}, "shifts.dawn": {"start": "05:00", "end": "13:00"}}
    plan = roster(("n-1", 1, "dusk"), ("n-1", 2, "dawn"))
    overlaps = [found for found in duty_minutes(scenario_with(shifts), plan) if "last duty" in found.message]
    assert [violation.amount for violation in overlaps] == [60]
    (rest,) = daily_rest(scenario_with(shifts), plan)
    assert rest.amount == 660 + 60


@pytest.mark.parametrize(("tolerance", "over"), [(0, 8), (7.5, 0.5), (8, None)])
def test_hours_of_a_week_count_against_the_contract_and_its_tolerance(
    scenario_with: ScenarioWith, tolerance: float, over: float | None
) -> None:
    """Six duties of eight hours are eight more than a week of 40."""
    scenario = scenario_with({"rules.weekly_hours.tolerance_hours": tolerance})
    found = list(weekly_hours(scenario, roster(*(("n-1", offset, "early") for offset in range(6)))))
    assert [violation.amount for violation in found] == ([] if over is None else [over])


def test_published_hours_may_go_over_the_contract(scenario_with: ScenarioWith) -> None:
    """Six published duties are allowed as they are; a seventh that was not published is not."""
    published = {f"2025-06-0{2 + offset}": "early" for offset in range(6)}
    scenario = scenario_with({"officers.n-1.published": published})
    six = [("n-1", offset, "early") for offset in range(6)]
    assert not list(weekly_hours(scenario, roster(*six)))
    (over,) = weekly_hours(scenario, roster(*six, ("n-1", 6, "early")))
    assert over.amount == 8


def test_a_short_last_week_has_its_part_of_the_contract(scenario_with: ScenarioWith) -> None:
    """Ten days are a week and three sevenths: 40 x 3 / 7 = 17.1 hours, two duties and not three."""
    scenario = scenario_with({"horizon.days": 10})
    assert not list(weekly_hours(scenario, roster(("n-1", 7, "early"), ("n-1", 8, "early"))))
    (over,) = weekly_hours(scenario, roster(("n-1", 7, "early"), ("n-1", 8, "early"), ("n-1", 9, "early")))
    assert over.amount == pytest.approx(24 - 120 / 7)
    assert ("day", "2025-06-09") in over.where


@pytest.mark.parametrize(("history", "is_broken"), [(808, False), (808.1, True)])
def test_the_average_counts_sixteen_weeks_of_history(
    scenario_with: ScenarioWith, history: float, *, is_broken: bool
) -> None:
    """48 hours over 17 weeks are 816; one duty of eight hours leaves 808 for the weeks before."""
    scenario = scenario_with({"officers.n-1.history": {"hours_last_16_weeks": history}})
    assert bool(list(average_weekly_hours(scenario, roster(("n-1", 0, "early"))))) is is_broken


def test_in_a_second_week_a_sixteenth_of_the_history_has_left_the_period(scenario_with: ScenarioWith) -> None:
    """To the end of week two the 17 weeks hold 15/16 of the history: 816 x 15/16 = 765, and 51 hours are left."""
    scenario = scenario_with({"horizon.days": 14, "officers.n-1.history": {"hours_last_16_weeks": 816}})
    second_week = [("n-1", 7 + offset, "early") for offset in range(6)]
    assert not list(average_weekly_hours(scenario, roster(*second_week)))
    (over,) = average_weekly_hours(scenario, roster(*second_week, ("n-1", 13, "early")))
    assert over.amount == pytest.approx(765 + 56 - 816)
    assert ("day", "2025-06-15") in over.where


@pytest.mark.parametrize(
    ("before", "run", "over", "named"), [(3, 4, None, ""), (4, 4, 1, "2025-06-05"), (0, 8, 1, "2025-06-09")]
)
def test_days_of_duty_in_a_row_count_those_before_the_horizon(
    scenario_with: ScenarioWith, before: int, run: int, over: int | None, named: str
) -> None:
    """Seven in a row are allowed; the eighth is named."""
    scenario = scenario_with({"horizon.days": 14, "officers.n-1.history": {"consecutive_days": before}})
    found = list(consecutive_duties(scenario, roster(*(("n-1", offset, "early") for offset in range(run)))))
    assert [(violation.amount, violation.where[1][1]) for violation in found] == (
        [] if over is None else [(over, named)]
    )


def test_days_before_the_horizon_count_only_for_a_run_that_goes_on(scenario_with: ScenarioWith) -> None:
    """Seven days up to Sunday, Monday free, is the end of that run."""
    scenario = scenario_with({"officers.n-1.history": {"consecutive_days": 7}})
    assert not list(consecutive_duties(scenario, roster(("n-1", 1, "early"))))


@pytest.mark.parametrize(
    ("published", "planned", "says"),
    [("early", [], "rest"), ("rest", ["early"], "early"), ("early", ["late"], "late"), ("early", ["early"], None)],
)
def test_a_published_day_that_became_another_is_named(
    scenario_with: ScenarioWith, published: str, planned: list[str], says: str | None
) -> None:
    """Taken away, added and moved duties are all changes of what was published."""
    scenario = scenario_with({"officers.n-1.published": {"2025-06-04": published}, "officers.s-1.published": None})
    found = list(published_duty(scenario, roster(*(("n-1", 2, shift) for shift in planned))))
    words = [f"N-1 was published {published} on Wed 4 Jun; the plan says {says}"]
    assert [violation.message for violation in found] == (words if says else [])


@pytest.mark.parametrize(
    ("wish", "weight", "planned", "is_unmet"),
    [
        ("rest", 2, "early", True),
        ("rest", 2, None, False),
        ("rest", -2, None, True),
        ("early", 2, "late", True),
        ("early", 2, "early", False),
        ("early", -2, "early", True),
        ("early", -2, "late", False),
    ],
)
def test_a_wish_for_is_unmet_when_it_is_not_given_and_one_against_when_it_is(
    scenario_with: ScenarioWith, wish: str, weight: float, planned: str | None, *, is_unmet: bool
) -> None:
    """A wish weighs what it says, for or against."""
    request = {"day": "2025-06-04", "shift": wish, "weight": weight}
    scenario = scenario_with({"officers.n-1.requests": [request]})
    plan = roster(("n-1", 2, planned)) if planned else Plan()
    assert [violation.amount for violation in requests(scenario, plan)] == ([2] if is_unmet else [])


def test_a_wish_for_a_published_day_asks_for_nothing(scenario_with: ScenarioWith) -> None:
    """Wishes are for days that are free to roster."""
    request = {"day": "2025-06-04", "shift": "rest"}
    scenario = scenario_with({"officers.n-1.requests": [request], "officers.n-1.published": {"2025-06-04": "early"}})
    assert not list(requests(scenario, roster(("n-1", 2, "early"))))


@pytest.mark.parametrize(("first", "over"), [(6, None), (7, 7)])
def test_in_a_long_horizon_the_period_leaves_its_first_weeks_behind(
    scenario_with: ScenarioWith, first: int, over: float | None
) -> None:
    """At one hour a week 17 weeks allow two duties of eight hours; the last 17 of 18 weeks begin on day 7."""
    scenario = scenario_with({"horizon.days": 126, "rules.average_weekly_hours.hours": 1})
    plan = roster(*(("n-1", offset, "early") for offset in (first, 60, 125)))
    found = [violation.amount for violation in average_weekly_hours(scenario, plan)]
    assert found == ([] if over is None else [over])
