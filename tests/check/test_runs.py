"""Days in a row at and just past their limits, and at both edges of the horizon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from rostering.check import consecutive_duties, consecutive_nights, consecutive_rest_days
from rostering.scenario import Scenario
from rostering.schedule import Violation
from tests.check.test_duties import roster

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
Found = list[tuple[float, str]]
"""How many days too many or missing, and the day named."""


def line(scenario: Scenario, officer: str, days: str) -> Any:
    """A plan of one officer, a letter a day: e, l or n for early, late or night, anything else for rest."""
    names = {"e": "early", "l": "late", "n": "night"}
    plan = roster(*((officer, at, names[day]) for at, day in enumerate(days) if day in names))
    assert len(days) <= scenario.horizon.days
    return plan


def seen(violations: Iterator[Violation]) -> Found:
    return [(violation.amount, dict(violation.where)["day"][-2:]) for violation in violations]


@pytest.mark.parametrize(
    ("days", "history", "found"),
    [
        (".ee....", {}, [(1, "03")]),
        (".eee...", {}, []),
        (".e.e...", {}, [(2, "03"), (2, "05")]),
        # Cut by the end: nobody knows how it goes on.
        (".....ee", {}, []),
        ("....ee.", {}, [(1, "06")]),
        # On the first day: nothing known; the day before was rest; it had the second duty in a row.
        ("e......", {}, []),
        ("e......", {"consecutive_rest_days": 1}, [(2, "02")]),
        ("e......", {"last_duty_ends": "2025-05-30T16:00"}, [(2, "02")]),
        ("e......", {"consecutive_days": 1}, [(1, "02")]),
        ("e......", {"consecutive_days": 2}, []),
        # A run that was over before is nobody's choice any more.
        (".......", {"consecutive_days": 1}, []),
    ],
)
def test_a_run_of_duties_between_two_rest_days_is_not_shorter_than_the_least(
    scenario_with: ScenarioWith, days: str, history: Mapping[str, Any], found: Found
) -> None:
    """Three in a row are the least."""
    scenario = scenario_with({"rules.consecutive_duties.least": 3, "officers.n-1.history": history})
    assert seen(consecutive_duties(scenario, line(scenario, "n-1", days))) == found


def test_a_run_with_a_published_duty_may_be_short(scenario_with: ScenarioWith) -> None:
    """It could not have been chosen otherwise; a published rest day beside a run is no excuse."""
    rules = {"rules.consecutive_duties.least": 3}
    scenario = scenario_with({**rules, "officers.n-1.published": {"2025-06-03": "early"}})
    assert seen(consecutive_duties(scenario, line(scenario, "n-1", ".ee...."))) == []
    scenario = scenario_with({**rules, "officers.n-1.published": {"2025-06-05": "rest"}})
    assert seen(consecutive_duties(scenario, line(scenario, "n-1", ".ee...."))) == [(1, "03")]


def test_somebody_published_throughout_is_not_held_to_the_least(scenario_with: ScenarioWith) -> None:
    """Who has no free day is not rostered, whatever a plan says."""
    published = {f"2025-06-0{day}": "rest" for day in range(2, 9)}
    scenario = scenario_with({"rules.consecutive_duties.least": 3, "officers.n-1.published": published})
    assert seen(consecutive_duties(scenario, line(scenario, "n-1", ".e....."))) == []


def test_the_numbers_of_a_contract_go_before_those_of_the_rules(scenario_with: ScenarioWith) -> None:
    """At most two days of duty and at least two nights and three rest days, for who has such a contract."""
    contract = {
        "consecutive_duties": {"most": 2},
        "consecutive_nights": {"least": 2},
        "consecutive_rest_days": {"least": 3},
    }
    scenario = scenario_with({"contracts.own": contract, "officers.n-1.contract": "own"})
    for officer, duties, nights, rest in (
        ("n-1", [(1, "04")], [(1, "04")], [(1, "07")]),
        ("n-2", [], [], []),
    ):
        plan = line(scenario, officer, "een..e.")
        assert seen(consecutive_duties(scenario, plan)) == duties
        assert seen(consecutive_nights(scenario, plan)) == nights
        assert seen(consecutive_rest_days(scenario, plan)) == rest


@pytest.mark.parametrize(
    ("days", "before", "found"),
    [
        ("nnn....", 0, []),
        ("nnnn...", 0, [(1, "05")]),
        ("nnnnn..", 0, [(2, "05")]),
        ("nnneen.", 0, []),
        ("nn.....", 1, []),
        ("nn.....", 2, [(1, "03")]),
        # As far as history alone reaches is the limit for history, and each night more is one too many.
        ("nn.....", 5, [(2, "02")]),
        (".n.....", 5, []),
    ],
)
def test_nights_in_a_row_count_those_before_the_horizon(
    scenario_with: ScenarioWith, days: str, before: int, found: Found
) -> None:
    """Three nights are the most."""
    scenario = scenario_with(
        {"rules.consecutive_nights.most": 3, "officers.n-1.history": {"consecutive_nights": before}}
    )
    assert seen(consecutive_nights(scenario, line(scenario, "n-1", days))) == found


@pytest.mark.parametrize(
    ("published", "found"),
    [((2, 3, 4), []), ((2, 3), [(1, "04")]), ((), [(1, "04")]), ((3, 4), [(1, "04")])],
)
def test_published_nights_reach_as_far_as_they_reach(
    scenario_with: ScenarioWith, published: tuple[int, ...], found: Found
) -> None:
    """Three nights where two are the most: broken unless all three were published."""
    changes = {
        "rules.consecutive_nights.most": 2,
        "officers.n-1.published": {f"2025-06-0{day}": "night" for day in published},
    }
    scenario = scenario_with(changes)
    assert seen(consecutive_nights(scenario, line(scenario, "n-1", "nnn...."))) == found


@pytest.mark.parametrize(
    ("days", "before", "found"),
    [
        (".nn....", 0, [(1, "03")]),
        (".nnn...", 0, []),
        # A day of another duty ends a run of nights as well.
        ("enne...", 0, [(1, "03")]),
        (".....nn", 0, []),
        # No nights before are known to be none.
        ("nn.....", 0, [(1, "02")]),
        ("nn.....", 1, []),
        (".......", 1, []),
    ],
)
def test_a_run_of_nights_is_not_shorter_than_the_least(
    scenario_with: ScenarioWith, days: str, before: int, found: Found
) -> None:
    """Three nights are the least."""
    scenario = scenario_with(
        {"rules.consecutive_nights.least": 3, "officers.n-1.history": {"consecutive_nights": before}}
    )
    assert seen(consecutive_nights(scenario, line(scenario, "n-1", days))) == found


@pytest.mark.parametrize(
    ("days", "history", "found"),
    [
        ("e..e...", {}, [(1, "05")]),
        ("e...e..", {}, []),
        ("e.e.e..", {}, [(2, "04"), (2, "06")]),
        ("e.....e", {}, []),
        # Cut by the end; at the start, nothing known, one rest day before, duty the day before.
        (".....e.", {}, []),
        (".e.....", {}, []),
        (".e.....", {"consecutive_rest_days": 1}, [(1, "03")]),
        (".e.....", {"consecutive_rest_days": 2}, []),
        (".e.....", {"consecutive_days": 4}, [(2, "03")]),
        # Rest days that are all before the horizon were too few if the first day has a duty.
        ("e......", {"consecutive_rest_days": 2}, [(1, "02")]),
        ("e......", {"consecutive_days": 4}, []),
    ],
)
def test_rest_days_between_two_duties_come_together(
    scenario_with: ScenarioWith, days: str, history: Mapping[str, Any], found: Found
) -> None:
    """Three in a row are the least."""
    scenario = scenario_with({"rules.consecutive_rest_days.least": 3, "officers.n-1.history": history})
    assert seen(consecutive_rest_days(scenario, line(scenario, "n-1", days))) == found


@pytest.mark.parametrize(
    ("published", "history", "days", "found"),
    [
        ({"2025-06-02": "early", "2025-06-04": "early"}, {}, "e.e....", []),
        ({"2025-06-02": "early", "2025-06-04": "rest"}, {}, "e.e....", [(2, "04")]),
        ({"2025-06-03": "early"}, {"consecutive_days": 1}, ".e.....", []),
        ({"2025-06-02": "rest"}, {"consecutive_days": 1}, ".e.....", [(2, "03")]),
    ],
)
def test_rest_days_between_published_duties_may_be_few(
    scenario_with: ScenarioWith,
    published: Mapping[str, str],
    history: Mapping[str, Any],
    days: str,
    found: Found,
) -> None:
    """They could not have been chosen otherwise; the duty before the horizon counts as published."""
    changes = {
        "rules.consecutive_rest_days.least": 3,
        "officers.n-1.published": published,
        "officers.n-1.history": history,
    }
    scenario = scenario_with(changes)
    assert seen(consecutive_rest_days(scenario, line(scenario, "n-1", days))) == found


def test_leave_is_rest_between_duties(scenario_with: ScenarioWith) -> None:
    """A single day of leave between two chosen duties is a single rest day."""
    changes = {"rules.consecutive_rest_days.least": 2, "officers.n-1.unavailable": {"2025-06-03": "leave"}}
    scenario = scenario_with(changes)
    (found,) = consecutive_rest_days(scenario, line(scenario, "n-1", "e.e...."))
    assert found.message == "N-1 has 1 rest day before Wed 4 Jun; 2 together are the least"
