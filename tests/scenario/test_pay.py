"""What changes to published duties cost, worked out by hand at 25 pounds an hour."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rostering.scenario import Scenario
from rostering.scenario.pay import change_kind, change_price, hourly_cost, notice_days

MONDAY = date(2025, 6, 2)


def priced(**pay: Any) -> Scenario:
    """One officer at 52,142.9 / (52.1429 x 40) = 25 pounds an hour, and four shifts."""
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "priced",
            "horizon": {"start": "2025-06-02", "days": 28},
            "demand": {"weights": {"need": 1.0}},
            "areas": {"north": {"base": {"lat": 52.0, "lon": -0.4}}},
            "roles": {"pc": {"weekly_hours": 40, "annual_cost": 52142.9}},
            "shifts": {
                "early": {"start": "07:00", "end": "15:00"},
                "long": {"start": "07:00", "end": "17:00"},
                "late": {"start": "14:00", "end": "22:00"},
                "night": {"start": "22:00", "end": "07:00"},
                "short": {"start": "07:00", "end": "09:00"},
            },
            "officers": {"pc-1": {"role": "pc", "area": "north", "published": {"2025-06-02": "early"}}},
            "pay": pay,
        }
    )


def test_an_hour_costs_the_yearly_cost_over_the_hours_of_a_year() -> None:
    """52,142.9 pounds over 52.1429 weeks of 40 hours are 25 pounds an hour."""
    assert hourly_cost(priced(), "pc") == pytest.approx(25)


@pytest.mark.parametrize(
    ("published", "planned", "kind", "hours"),
    [
        ("rest", "early", "rest-day working", 8 * 1.5),
        ("rest", "short", "rest-day working", 4 * 1.5),
        ("early", "rest", "cancelled duty", 1),
        ("early", "late", "moved start", 1),
        ("early", "long", "overtime", 2 * 4 / 3),
        ("early", "night", "moved start", 1 + 4 / 3),
        ("long", "early", "shortened duty", 1),
        ("long", "late", "moved start", 1),
    ],
)
def test_a_change_costs_by_its_kind(published: str, planned: str, kind: str, hours: float) -> None:
    """A day's notice: a rest day at time and a half and at least four hours, extra hours at time and a third, else one
    hour.
    """
    assert change_kind(priced(), MONDAY, published, planned) == kind
    assert change_price(priced(), "pc-1", MONDAY, published, planned) == pytest.approx(25 * hours)


@pytest.mark.parametrize(
    ("published", "planned", "kind", "hours"),
    [
        ("rest", "early", "public holiday", 8 * 2),
        ("rest", "short", "public holiday", 4 * 2),
        ("early", "long", "public holiday", 2 * 2),
        ("early", "night", "moved start", 1 + 1 * 2),
        ("early", "rest", "cancelled duty", 1),
        ("early", "late", "moved start", 1),
    ],
)
def test_hours_added_on_a_public_holiday_cost_double(published: str, planned: str, kind: str, hours: float) -> None:
    """Hours that were published anyway, and duties that are cancelled, cost what they cost on any day."""
    holiday = priced(public_holidays=["2025-06-02"])
    assert change_kind(holiday, MONDAY, published, planned) == kind
    assert change_price(holiday, "pc-1", MONDAY, published, planned) == pytest.approx(25 * hours)


@pytest.mark.parametrize(("day", "short_hours", "multiple"), [(15, 4, 1.5), (16, 2, 1)])
def test_fifteen_days_notice_make_a_rest_day_cost_its_plain_hours(day: int, short_hours: int, multiple: float) -> None:
    """Told on 1 June, 15 June comes with fourteen days' notice and 16 June with fifteen."""
    when = date(2025, 6, day)
    assert notice_days(priced(), when) == day - 1
    assert change_price(priced(), "pc-1", when, "rest", "early") == pytest.approx(25 * 8 * multiple)
    assert change_price(priced(), "pc-1", when, "rest", "short") == pytest.approx(25 * short_hours * multiple)


def test_notice_counts_from_the_day_on_which_changes_are_told() -> None:
    """Told on 18 May, 2 June comes with fifteen days' notice; a day that has come by then has none."""
    assert notice_days(priced(as_of="2025-05-18"), MONDAY) == 15
    assert change_price(priced(as_of="2025-05-18"), "pc-1", MONDAY, "rest", "early") == pytest.approx(200)
    assert notice_days(priced(as_of="2025-06-05"), MONDAY) == 0


def test_what_stays_as_published_costs_nothing_and_is_no_change() -> None:
    """A day that stays has no price and no kind."""
    assert change_price(priced(), "pc-1", MONDAY, "early", "early") == 0
    with pytest.raises(ValueError, match="2025-06-02 stays rest"):
        change_kind(priced(), MONDAY, "rest", "rest")
