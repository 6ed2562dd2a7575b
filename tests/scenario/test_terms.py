"""Working terms: kinds of shift, patterns, rotations, what a contract says in place of the role and the rule book."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rostering.scenario.records import FreeWeekends, HoursRange, Scenario, Shift
from rostering.scenario.terms import (
    allowed_shifts,
    contract_of,
    is_free,
    is_rostered,
    kind_of,
    rotation_shift,
    terms_of,
)
from tests.scenario.edits import Edits, edited


def on_contract(terms: dict[str, Any], **edits: Any) -> Scenario:
    """The small scenario, three days from Friday, with a contract for the officer who has no published days."""
    own: Edits = {"contracts.own": terms, "officers.pc-2.contract": "own"}
    return edited({**own, **edits})


@pytest.mark.parametrize(
    ("start", "end", "kind"),
    [
        ("07:00", "17:00", "early"),
        ("11:00", "21:00", "early"),
        ("11:01", "21:01", "late"),
        ("14:00", "00:00", "late"),
        ("17:00", "01:59", "late"),  # 2 h 59 min between 23:00 and 06:00
        ("17:00", "02:00", "night"),
        ("22:00", "07:00", "night"),
        ("02:59", "12:00", "night"),
        ("03:00", "12:00", "night"),
        ("03:01", "12:00", "early"),
        ("05:00", "01:00", "late"),  # an hour of one night and two of the next are not three of either
    ],
)
def test_a_shift_is_a_night_with_three_hours_of_the_night(start: str, end: str, kind: str) -> None:
    """Of one night, between 23:00 and 06:00; else it is late if it ends after 21:00, and early if not."""
    assert kind_of(Shift(start=start, end=end)) == kind


def test_a_shift_counts_as_what_it_is_said_to_be() -> None:
    """Whatever its hours are."""
    assert kind_of(Shift(start="07:00", end="17:00", kind="night")) == "night"
    assert kind_of(Shift(start="22:00", end="07:00", kind="late")) == "late"


def test_terms_come_from_the_contract_then_the_role_then_the_rule_book() -> None:
    """Each number by itself: a contract that says one thing leaves the others as they are."""
    scenario = on_contract(
        {
            "consecutive_duties": {"most": 4},
            "consecutive_nights": {"least": 2},
            "consecutive_rest_days": {"least": 3},
            "shift_limits": {"late": 1},
        },
        **{
            "rules.consecutive_duties": {"least": 2, "most": 6},
            "rules.consecutive_nights": {"most": 5},
            "rules.weekends_off": {"least": 2, "in_weekends": 5},
            "rules.shift_limits": {"most": {"late": 9, "early": 7}},
        },
    )
    own, others = (terms_of(scenario, scenario.people[officer]) for officer in ("pc-2", "pcso-2"))
    assert (own.least_duties, own.most_duties, others.most_duties) == (2, 4, 6)
    assert (own.least_nights, own.most_nights, others.least_nights) == (2, 5, 1)
    assert (own.least_rest_days, others.least_rest_days) == (3, 2)
    assert own.weekends_off == others.weekends_off == FreeWeekends(least=2, in_weekends=5)
    assert (own.shift_limits, others.shift_limits) == ({"late": 1, "early": 7}, {"late": 9, "early": 7})
    assert (own.weekly_hours, others.weekly_hours) == (40, 37)


def test_a_contract_has_its_own_week_and_weekends() -> None:
    """In place of the role's hours and of the rule's weekends."""
    scenario = on_contract({"weekly_hours": 20, "weekends_off": {"least": 0, "in_weekends": 1}})
    terms = terms_of(scenario, scenario.people["pc-2"])
    assert terms.weekly_hours == 20
    assert terms.weekends_off == FreeWeekends(least=0, in_weekends=1)


def test_hours_of_the_horizon_leave_out_the_days_away() -> None:
    """Two of three days at 40 hours a week, give or take the tolerance, and never fewer than none."""
    scenario = edited({"rules.contract_hours": {"tolerance_hours": 4}})
    hours = terms_of(scenario, scenario.people["pc-2"]).hours
    assert [hours.least, hours.most] == pytest.approx([80 / 7 - 4, 80 / 7 + 4])
    wide = edited({"rules.contract_hours": {"tolerance_hours": 20}})
    assert terms_of(wide, wide.people["pc-2"]).hours.least == 0


def test_hours_that_a_contract_states_hold_whatever_days_are_away() -> None:
    """And without the rule's tolerance."""
    scenario = on_contract({"hours": {"least": 10, "most": 20}})
    assert terms_of(scenario, scenario.people["pc-2"]).hours == HoursRange(least=10, most=20)


def test_without_a_contract_nothing_is_said() -> None:
    """Every shift is allowed on every day."""
    scenario = edited({})
    officer = scenario.people["pc-2"]
    assert contract_of(scenario, officer).pattern == []
    assert allowed_shifts(scenario, officer, date(2025, 6, 7)) == {"early", "late"}


def test_a_pattern_allows_shifts_by_day_of_the_week() -> None:
    """A day that its week does not name is never worked, nor is one with an empty list."""
    scenario = on_contract({"pattern": [{"fri": ["early"], "sun": []}]})
    officer = scenario.people["pc-2"]
    assert [allowed_shifts(scenario, officer, day) for day in scenario.horizon.dates] == [{"early"}, set(), set()]


@pytest.mark.parametrize(
    ("pattern_from", "first"), [(None, 0), ("2025-06-08", 0), ("2025-06-01", 1), ("2025-06-09", 1)]
)
def test_weeks_of_a_pattern_begin_on_monday(pattern_from: str | None, first: int) -> None:
    """The week that holds `pattern_from` is the first; the pattern repeats before it and after it."""
    pattern = {"pattern": [{"fri": ["early"]}, {"fri": ["late"]}]}
    own = pattern if pattern_from is None else {**pattern, "pattern_from": pattern_from}
    scenario = on_contract(own, **{"horizon.days": 22})
    fridays = [day for day in scenario.horizon.dates if day.weekday() == 4]
    allowed = [allowed_shifts(scenario, scenario.people["pc-2"], day) for day in fridays]
    assert allowed == [{("early", "late")[(first + week) % 2]} for week in range(4)]


def test_a_rotation_starts_in_the_week_of_its_offset() -> None:
    """The horizon's first week, from its Monday on, is that week of the rotation; after the last comes the first."""
    weeks = [["early", "late", "rest", "rest", "rest", "rest", "rest"], ["rest"] * 6 + ["late"]]
    scenario = edited({"rotations.turns": {"weeks": weeks}, "horizon.days": 15})
    for offset in (0, 1):
        said = [rotation_shift(scenario, "turns", offset, day) for day in scenario.horizon.dates]
        line = [*weeks[offset], *weeks[1 - offset], *weeks[offset], *weeks[1 - offset]]
        assert said == line[4:19]  # from Friday


def test_a_day_is_free_that_is_neither_published_nor_away() -> None:
    """An officer with one such day is rostered."""
    scenario = edited({"officers.pcso-2.unavailable": {"2025-06-06": "leave"}})
    people, days = scenario.people, scenario.horizon.dates
    assert [is_free(people["pc-2"], day) for day in days] == [False, True, True]
    assert [is_free(people["pcso-2"], day) for day in days] == [False, False, False]
    assert [is_rostered(scenario, people[who]) for who in ("pc-1", "pc-2", "pcso-2")] == [False, True, False]


def test_kinds_and_patterns_do_not_move_with_the_clocks() -> None:
    """On the night the clocks go forward a night shift of three night hours is a night, and Sunday is still Sunday."""
    spring = {"horizon.start": "2025-03-28", "officers": {"pc": {"role": "pc", "area": "north", "contract": "own"}}}
    scenario = edited({**spring, "contracts.own": {"pattern": [{"sun": ["late"]}]}, "horizon.days": 3})
    assert kind_of(Shift(start="17:00", end="02:00")) == "night"
    sunday = scenario.horizon.start + timedelta(days=2)
    assert allowed_shifts(scenario, scenario.people["pc"], sunday) == {"late"}
    start, end = edited({**spring, "shifts.night": {"start": "22:00", "end": "07:00"}, "horizon.days": 3}).shift_span(
        sunday - timedelta(days=1), "night"
    )
    assert end - start == 8 * 60
