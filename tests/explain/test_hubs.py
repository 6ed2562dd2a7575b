"""Hubs, shifts and requests: who is missing, where they are, and who could come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rostering.explain import explain_unmet
from rostering.files import load_scenario
from rostering.schedule import Duty, Plan
from tests.explain.scenes import LIBRARY, MONDAY, ON_DUTY, RESTS, about, early, plan_of, scene, stay, visit_park

LATE = {"published": {"2025-06-02": "late"}}
HUB: dict[str, Any] = {"hub_sessions": {"library": LIBRARY}}
ANNEX = LIBRARY | {"title": "Annex", "lat": 52.001}
AT_ANNEX = (
    stay("09:50", "10:00", "travel", to_place="annex"),
    stay("10:00", "12:00", "hub", session="annex"),
    stay("12:00", "12:10", "travel", to_place="north"),
    stay("12:10", "12:55", "break"),
)
TWO_VISITS = (*visit_park("10:15", "10:30", "10:10", "10:35"), *visit_park("14:15", "14:30", "14:10", "14:35"))


def hours(start: str, end: str) -> dict[str, Any]:
    """The library open at other hours."""
    return {"hub_sessions": {"library": LIBRARY | {"when": [{"day": "mon", "from": start, "to": end}]}}}


def late(officer: str) -> Duty:
    """A late of which nothing is told but patrol."""
    return Duty(officer, MONDAY, "late", (stay("16:00", "23:59", "patrol", area="north"),))


HUBS: dict[str, tuple[dict[str, Any], Plan, str, str]] = {
    "nobody": (
        HUB,
        Plan(),
        "nobody's duty covers Mon 2 Jun 10:00-12:00; all 2 eligible people",
        "leave it closed that day",
    ),
    "on patrol": (
        HUB | {"n-1": ON_DUTY},
        plan_of(early("n-1")),
        "of those whose duty covers it N-1 is on patrol and could be there",
        "send N-1 from patrol (5 min each way)",
    ),
    "lent": (
        HUB | {"s-1": ON_DUTY},
        plan_of(early("s-1")),
        "S-1 is on patrol",
        "lend S-1 of South from patrol (30 min each",
    ),
    "at another hub": (
        {"hub_sessions": {"library": LIBRARY, "annex": ANNEX}, "n-1": ON_DUTY},
        plan_of(early("n-1", *AT_ANNEX)),
        "of those whose duty covers it N-1 is at Annex",
        "hold Library 3 h later, 13:00-15:00 on Mon 2 Jun: then send N-1",
    ),
    "on a visit that is needed": (
        HUB | {"n-1": ON_DUTY},
        plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35"))),
        "N-1 is on visits that the guarantee needs",
        "hold Library 1 h later, 11:00-13:00 on Mon 2 Jun: then send N-1",
    ),
    "on a spare visit": (
        HUB | {"n-1": ON_DUTY},
        plan_of(early("n-1", *TWO_VISITS)),
        "N-1 is on visits that could be given up",
        "send N-1, giving up the visit to Park at Mon 2 Jun 10:15, which its guarantee does not need",
    ),
    "nearest miss": (
        hours("15:30", "17:30") | {"n-1": LATE},
        plan_of(late("n-1")),
        "nobody's duty covers Mon 2 Jun 15:30-17:30 (nearest: N-1's late starts 30 min after it opens)",
        "let N-1 begin at 15:30 on Mon 2 Jun, 30 min earlier, to be there (5 min each way)",
    ),
    "of the wrong role": (
        {"hub_sessions": {"library": LIBRARY | {"staff": {"pc": 1}}}, "n-2": ON_DUTY},
        plan_of(early("n-2")),
        "no duty of a constable covers Mon 2 Jun 10:00-12:00; N-2 would cover it but constable is missing",
        "leave it closed that day",
    ),
    "brought in": (
        HUB | {"n-1": RESTS},
        Plan(),
        "of 2 eligible people in North 1 is away (1 leave) and 1 rests",
        "bring in N-1 on Mon 2 Jun, a published rest day, for early 08:00-16:00 (8 h), 5 min each way",
    ),
    "preferred": (
        {"hub_sessions": {"library": LIBRARY | {"level": "preferred"}}},
        Plan(),
        "nobody's duty covers",
        "leave it closed that day; nobody can be found",
    ),
}


@pytest.mark.parametrize("case", HUBS)
def test_a_hub_says_what_those_do_who_could_staff_it(case: str) -> None:
    """What each is doing, or that nobody covers the opening and whose duty comes nearest; then the smallest change."""
    changes, plan, because, fix = HUBS[case]
    found = about(scene(changes), plan, session="library")
    assert because in found.because
    assert fix in found.smallest_fix
    assert found.short_by == 1


def test_two_people_are_found_together() -> None:
    """Two people, one of them a constable: the support officer is sent, the constable who rests is brought in."""
    changes = {"hub_sessions": {"library": LIBRARY | {"staff": {"any": 2, "pc": 1}}}, "n-2": ON_DUTY, "n-1": RESTS}
    found = about(scene(changes), plan_of(early("n-2")), session="library")
    assert found.short_by == 2
    assert "bring in N-1" in found.smallest_fix
    assert "send N-2 from patrol" in found.smallest_fix


STAFFED = {"staffing": {"north": {"late": {"min": 1}}}}
SHIFTS: dict[str, tuple[dict[str, Any], Plan, str, str]] = {
    "moved": (
        STAFFED | {"n-1": ON_DUTY},
        plan_of(early("n-1")),
        "North has 0 people on late on Mon 2 Jun; 1 is the least: of 2 people in North 1 is away (1 leave)",
        "move N-1 from early to late on Mon 2 Jun",
    ),
    "brought in": (
        STAFFED | {"n-1": RESTS},
        Plan(),
        "1 rests",
        "bring in N-1 on Mon 2 Jun, a published rest day, for late",
    ),
    "no rest": (
        STAFFED | {"n-1": RESTS | {"history": {"last_duty_ends": "2025-06-02T07:00"}}},
        Plan(),
        "1 rests",
        "set staffing.north.late.dates.2025-06-02.min to 0: nobody who rests can come in, for instance: N-1 has",
    ),
    "all away": (STAFFED, Plan(), "all 2 people in North are away (2 leave)", "nobody of North rests that day"),
    "not from a needed duty": (
        STAFFED | {"n-1": ON_DUTY},
        plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35"))),
        "1 is on early",
        "set staffing.north.late.dates.2025-06-02.min to 0",
    ),
}


@pytest.mark.parametrize("case", SHIFTS)
def test_a_short_shift_says_where_its_people_are(case: str) -> None:
    """Somebody from another shift, then somebody who rests; nobody against rest, nobody on whom a promise hangs."""
    changes, plan, because, fix = SHIFTS[case]
    found = about(scene(changes), plan, shift="late")
    assert because in found.because
    assert fix in found.smallest_fix
    assert found.where == (("area", "north"), ("shift", "late"), ("day", "2025-06-02"))


def asks(shift: str, weight: float = 1.0) -> dict[str, Any]:
    """A wish for the Monday, which is free to roster."""
    return {"requests": [{"day": "2025-06-02", "shift": shift, "weight": weight}]}


WISHES: dict[str, tuple[dict[str, Any], Plan, str, str]] = {
    "rest, another can": (
        {"n-1": asks("rest"), "n-2": {"role": "pc"}},
        plan_of(early("n-1")),
        "N-1 asked for rest on Mon 2 Jun: no promise hangs on the duty",
        "take N-1 off the early on Mon 2 Jun",
    ),
    "rest, nobody can": (
        {"n-1": asks("rest")},
        plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35"))),
        "its visit keeps the guarantee of Park",
        "nobody of the team and role can stand in",
    ),
    "a shift": (
        {"n-1": asks("late")},
        Plan(),
        "the plan gives no duty",
        "give N-1 late on Mon 2 Jun; rest and hours allow",
    ),
    "a shift against rest": (
        {"n-1": asks("early") | {"history": {"last_duty_ends": "2025-06-02T00:00"}}},
        Plan(),
        "N-1 has 8 h rest before Mon 2 Jun early; 11 h are due",
        "another day",
    ),
    "not this shift": (
        {"n-1": asks("early", -1.0)},
        plan_of(early("n-1")),
        "N-1 asked not to have early on Mon 2 Jun: no promise hangs on the duty",
        "move N-1 from early to late on Mon 2 Jun",
    ),
}


@pytest.mark.parametrize("case", WISHES)
def test_a_request_says_what_hangs_on_the_duty(case: str) -> None:
    """What would be missed without the duty, and who could stand in."""
    changes, plan, because, fix = WISHES[case]
    source = {key: value for key, value in changes.items() if key != "n-2"}
    extra = {"officers.n-2": {"role": "pc", "area": "north"}} if "n-2" in changes else {}
    found = about(scene(source | extra), plan, officer="n-1")
    assert because in found.because
    assert fix in found.smallest_fix


def test_nothing_is_said_of_rules_that_are_off() -> None:
    """Without the rules there are no requirements to miss."""
    off = {rule: {"level": "off"} for rule in ("hotspot_guarantee", "hub_staff", "staffing_minimum", "requests")}
    assert explain_unmet(scene(HUB | STAFFED | {"rules": off, "n-1": asks("late")}), Plan()) == ()


def test_every_entry_of_a_shipped_scenario_has_words() -> None:
    """With no duty at all in the quickstart, everything is missed, explained, and explained the same way twice."""
    scenario = load_scenario(Path(__file__).parents[2] / "scenarios" / "quickstart.yaml").scenario
    found = explain_unmet(scenario, Plan())
    assert {unmet.rule for unmet in found} >= {"hotspot_guarantee", "hub_staff", "staffing_minimum"}
    assert all(unmet.because.strip() and unmet.smallest_fix.strip() for unmet in found)
    assert found == explain_unmet(scenario, Plan())
