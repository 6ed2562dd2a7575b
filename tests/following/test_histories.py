"""Every number of a history, moved on by a plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rostering.following import histories
from rostering.following.hours import rolled_hours
from rostering.scenario.records import History
from tests.following.worlds import MONDAY, plan_of, read, world

ALL_FIELDS = {
    "last_duty_ends",
    "last_shift",
    "consecutive_days",
    "consecutive_nights",
    "consecutive_rest_days",
    "hours_last_16_weeks",
    "hours_by_week",
    "recent_weekends",
    "counts",
}


def after(line: str, start: date = MONDAY, one: dict[str, Any] | None = None, **history: Any) -> History:
    """The history of one officer after a line of duties."""
    content = world({"pc-1": {"history": history, **(one or {})}}, days=len(line), start=start)
    return histories(read(content), plan_of(start, pc_1=line))["pc-1"]


def test_every_field_of_a_history_is_moved_on() -> None:
    """No field of the record is forgotten: each has a test below."""
    assert set(History.model_fields) == ALL_FIELDS


@pytest.mark.parametrize(
    ("line", "before", "expected"),
    [
        ("EEL....", "2025-05-30T17:00", "2025-06-05T00:00"),
        ("......N", "2025-05-30T17:00", "2025-06-09T07:00"),
        (".......", "2025-05-30T17:00", "2025-05-30T17:00"),
    ],
)
def test_last_duty_ends(line: str, before: str, expected: str) -> None:
    """The last duty's end, also past the horizon; without a duty the one before stays."""
    assert after(line, last_duty_ends=before).last_duty_ends == datetime.fromisoformat(expected)


def test_last_duty_ends_in_a_repeated_hour_is_told_apart() -> None:
    """A duty that ends in the second pass of the hour the clocks repeat ends an hour later than in the first."""
    content = world(days=7, start=date(2025, 10, 20), shifts={"night": {"start": "20:00", "end": "01:30"}})
    scenario = read(content)
    rolled = histories(scenario, plan_of(date(2025, 10, 20), pc_1=".....N."))["pc-1"]
    assert rolled.last_duty_ends is not None
    assert scenario.horizon.instant(rolled.last_duty_ends) == scenario.shift_span(date(2025, 10, 25), "night")[1]


@pytest.mark.parametrize(("line", "expected"), [("......L", "late"), (".....L.", None), (".......", None)])
def test_last_shift(line: str, expected: str | None) -> None:
    """The shift of the last day, where it has one."""
    before: dict[str, Any] = {"last_shift": "early", "consecutive_days": 1}
    assert after(line, **before).last_shift == expected


@pytest.mark.parametrize(("line", "expected"), [("EE...EE", 2), ("EEEEEEE", 9), ("EEEEEE.", 0)])
def test_consecutive_days(line: str, expected: int) -> None:
    """A run up to the last day; days before count only where the run fills the horizon."""
    assert after(line, consecutive_days=2).consecutive_days == expected


@pytest.mark.parametrize(("line", "expected"), [("E...ENN", 2), ("NNNNNNN", 9), ("NNNNNNE", 0)])
def test_consecutive_nights(line: str, expected: int) -> None:
    """A run of nights up to the last day."""
    assert after(line, consecutive_days=3, consecutive_nights=2).consecutive_nights == expected


@pytest.mark.parametrize(("line", "expected"), [("EEEE...", 3), (".......", 9), ("......E", 0)])
def test_consecutive_rest_days(line: str, expected: int) -> None:
    """Days without a duty up to the last day."""
    assert after(line, consecutive_rest_days=2).consecutive_rest_days == expected


def test_rest_days_before_are_told_by_the_last_duty_where_nothing_else_tells() -> None:
    """A duty that ended on Sat 31 May 17:00 was followed by a free Sunday, and by the free week."""
    assert after(".......", last_duty_ends="2025-05-31T17:00").consecutive_rest_days == 8


def test_hours_last_16_weeks() -> None:
    """A sixteenth of what is only known in all drops out, and the hours of the week come in."""
    rolled = after("EEEE...", hours_last_16_weeks=640)
    assert (rolled.hours_last_16_weeks, rolled.hours_by_week) == (640 * 15 / 16 + 40, [40])


def test_hours_by_week() -> None:
    """What is known by week drops out when it is sixteen weeks old, and not before."""
    weeks = [10.0, *[40.0] * 15]
    rolled = after("EE.....", hours_last_16_weeks=610, hours_by_week=weeks)
    assert (rolled.hours_last_16_weeks, rolled.hours_by_week) == (620, [*[40.0] * 15, 20.0])


def test_hours_of_a_horizon_longer_than_the_period_are_all_that_is_left() -> None:
    """After 17 weeks nothing from before is in the last 16."""
    assert rolled_hours(History(hours_last_16_weeks=999), [1.0] * 119) == (112, [7.0] * 16)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("E......", ["off", "worked", "off"]),
        (".....E.", ["off", "worked", "worked"]),
        ("......E", ["off", "worked", "worked"]),
    ],
)
def test_recent_weekends(line: str, expected: list[str]) -> None:
    """The weekend joins those told of, and as many are kept as the rule looks back on: three for one in four."""
    assert after(line, recent_weekends=["worked", "off", "worked"]).recent_weekends == expected


@pytest.mark.parametrize(("saturday", "sunday", "expected"), [("E", ".", 1), ("E", "E", 1), (".", "E", 1)])
def test_a_weekend_cut_by_the_edge_is_told_once(saturday: str, sunday: str, expected: int) -> None:
    """Over a horizon that ends on a Saturday, a weekend worked on either day or both is one worked weekend."""
    start = MONDAY - timedelta(days=1)
    first = after(f"......{saturday}", start)
    second = after(f"{sunday}.....", start + timedelta(days=7), **first.model_dump(exclude={"last_duty_ends"}))
    assert second.recent_weekends.count("worked") == expected


def test_counts() -> None:
    """Nights, lates, weekend duties and duties on published rest days add up."""
    rest = {"published": {"2025-06-04": "rest"}}
    rolled = after("LLN..EE", one=rest, counts={"nights": 3, "cancelled_rest_days": 1})
    assert rolled.counts == {"nights": 4, "lates": 2, "weekends": 2, "cancelled_rest_days": 2}
