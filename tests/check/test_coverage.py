"""Shifts and hubs: who is there from beginning to end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from rostering.check import broken, check, hub_staff, staffing_minimum
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, Plan

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
MONDAY = date(2025, 6, 2)
ELEVEN, ONE = 660, 780


def at_library(*stays: tuple[str, int, int]) -> Plan:
    """Officers' time at the library on Monday, listed as it is."""
    pieces: dict[str, list[Activity]] = {}
    for officer, start, end in stays:
        pieces.setdefault(officer, []).append(Activity(start, end, "hub", session="library"))
    duties = tuple(Duty(officer, MONDAY, "early", tuple(stay)) for officer, stay in pieces.items())
    return Plan(duties, hub_sessions={"library": {ELEVEN: tuple(sorted(pieces))}})


def short(scenario: Scenario, plan: Plan) -> list[float]:
    return [found.amount for found in hub_staff(scenario, plan) if " short" in found.message]


@pytest.mark.parametrize(
    ("stays", "people_short"),
    [
        ([("n-1", ELEVEN, ONE)], 0),
        ([("n-1", ELEVEN, 700), ("n-1", 700, ONE)], 0),
        ([("n-1", ELEVEN + 1, ONE)], 1),
        ([("n-1", ELEVEN, ONE - 1)], 1),
        ([("n-1", ELEVEN, 700), ("n-1", 701, ONE)], 1),
        ([("n-2", ELEVEN, ONE)], 1),
        ([], 1),
    ],
)
def test_a_hub_counts_people_who_stay_for_the_whole_opening(
    small: Scenario, stays: list[tuple[str, int, int]], people_short: int
) -> None:
    """One PC from 11:00 to 13:00; a PCSO in place of the PC leaves the session a PC short."""
    assert sum(short(small, at_library(*stays))) == people_short


def test_people_short_are_those_missing_in_all_or_of_a_kind(scenario_with: ScenarioWith) -> None:
    """Three people of whom two PCs and one who speaks Urdu: two PCSOs lack one person but three kinds."""
    staff = {"hub_sessions.library.staff": {"any": 3, "pc": 2, "urdu": 1}}
    plan = at_library(("n-2", ELEVEN, ONE), ("s-2", ELEVEN, ONE))
    assert short(scenario_with(staff), plan) == [3]
    assert short(scenario_with({**staff, "officers.s-2.skills": ["urdu"]}), plan) == [2]


def test_a_preferred_session_is_held_whole_or_not_at_all(scenario_with: ScenarioWith) -> None:
    """Nobody there is a preference given up; one of two there is a promise broken."""
    preferred = {"hub_sessions.library.level": "preferred", "hub_sessions.library.staff": {"any": 2}}
    (not_held,) = hub_staff(scenario_with(preferred), Plan())
    assert (not_held.level, not_held.amount) == ("preferred", 2)
    (half_held,) = hub_staff(scenario_with(preferred), at_library(("n-1", ELEVEN, ONE)))
    assert (half_held.level, half_held.amount) == ("required", 1)
    assert not list(hub_staff(scenario_with(preferred), at_library(("n-1", ELEVEN, ONE), ("n-2", ELEVEN, ONE))))


def test_the_list_of_staff_has_to_be_who_is_there(small: Scenario) -> None:
    """A person listed and absent, one there and unlisted, a list for a time or a hub that does not exist."""
    there = at_library(("n-1", ELEVEN, ONE)).duties
    lists: dict[str, dict[int, tuple[str, ...]]] = {"library": {ELEVEN: ("n-2",), 0: ("n-1",)}, "kiosk": {0: ("x-9",)}}
    assert [found.message for found in hub_staff(small, Plan(there, hub_sessions=lists))] == [
        "library on Mon 2 Jun 11:00 lists n-2, not there for the whole opening and does not list n-1",
        "kiosk on Mon 2 Jun 00:00 lists x-9, not there for the whole opening",
        "library on Mon 2 Jun 00:00 lists n-1, not there for the whole opening",
    ]


def test_time_at_a_closed_hub_is_named(small: Scenario) -> None:
    """An hour at the library in the afternoon serves no opening."""
    plan = at_library(("n-1", ELEVEN, ONE), ("n-1", 840, 900))
    assert [(found.amount, found.unit) for found in hub_staff(small, plan)] == [(60, "minutes")]


def test_a_hub_opens_once_in_every_week_of_the_horizon(scenario_with: ScenarioWith) -> None:
    """Two Mondays, two openings, the days between and after none."""
    found = list(hub_staff(scenario_with({"horizon.days": 10}), Plan()))
    assert [dict(violation.where)["at"] for violation in found] == ["2025-06-02T11:00", "2025-06-09T11:00"]


def test_staffing_counts_the_areas_own_team(small: Scenario) -> None:
    """Two of the south on Monday's early leave the north two short."""
    plan = Plan(tuple(Duty(officer, MONDAY, "early") for officer in ("s-1", "s-2", "n-1")))
    found = next(staffing_minimum(small, plan))
    assert (found.amount, found.message) == (1, "north has 1 person on early on Mon 2 Jun; 2 are the least")


def test_an_empty_plan_is_judged(small: Scenario) -> None:
    """Nothing planned: windows, hub, staffing and the published duty are broken, all hours, and every share."""
    violations = check(small, Plan())
    assert {violation.rule for violation in violations} == {
        "published_duty",
        "contract_hours",
        "staffing_minimum",
        "staffing_preference",
        "hub_staff",
        "hotspot_guarantee",
        "least_served_area",
        "area_share",
    }
    required, preferred = broken(violations)
    assert (required, preferred) == (1 + 3 + 1 + 10, 4 + 3 + 2 + 2)
