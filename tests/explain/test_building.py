"""Causes and fixes where duties are built: skills that are missing, and rules that a new duty would break."""

from __future__ import annotations

from typing import Any

import pytest

from rostering.explain import explain_unmet
from rostering.explain.week import added_breaches, look
from rostering.schedule import Plan
from tests.explain.scenes import AWAY, MONDAY, RESTS, about, early, plan_of, scene

DRIVER = {"staffing": {"north": {"early": {"skills": {"driver": 1}}}}}


def test_a_missing_skill_is_explained_by_those_who_have_it() -> None:
    """The only driver rests and can be brought in; the constable on duty drives nobody."""
    scenario = scene({"n-1": {}, "n-2": RESTS | {"skills": ["driver"]}, **DRIVER})
    unmet = about(scenario, plan_of(early("n-1")), kind="driver")
    assert (unmet.rule, unmet.short_by) == ("skills_on_duty", 1)
    assert unmet.because == ("North has 0 driver on early on Mon 2 Jun; 1 is the least: the only person in North rests")
    assert unmet.smallest_fix.startswith("bring in N-2 on Mon 2 Jun, a published rest day, for early")


def test_a_skill_that_nobody_can_bring_is_asked_for_no_longer() -> None:
    """With the driver on leave, the number goes down; from one to none, the entry goes."""
    scenario = scene({"n-1": {}, "n-2": AWAY | {"skills": ["driver"]}, **DRIVER})
    fix = about(scenario, plan_of(early("n-1")), kind="driver").smallest_fix
    assert fix.startswith("ask for no driver in staffing.north.early.dates.2025-06-02.skills: nobody of North rests")
    two = {"staffing": {"north": {"early": {"dates": {"2025-06-02": {"skills": {"pc": 2}}}}}}}
    fix = about(scene({"n-1": {}, **two}), plan_of(early("n-1")), kind="pc").smallest_fix
    assert fix.startswith("set staffing.north.early.dates.2025-06-02.skills.pc to 1: nobody of North rests")


def test_extra_people_are_nothing_unmet() -> None:
    """They cost something, but nobody misses them."""
    rule = {"rules.staffing_preference": {"extra_weight": 1}, "staffing": {"north": {"early": {"prefer": 0}}}}
    found = explain_unmet(scene({"n-1": {}, **rule}), plan_of(early("n-1")))
    assert "staffing_preference" not in {unmet.rule for unmet in found}


@pytest.mark.parametrize(
    ("contract", "says"),
    [
        ({}, None),
        ({"pattern": [{"tue": ["early"]}]}, "agreed working pattern"),
        ({"shift_limits": {"early": 0}}, "0 are the most"),
        ({"hours": {"most": 7}}, "7 h are the most"),
        # Seven hours too few become none: that is no new breach.
        ({"hours": {"least": 8, "most": 8}}, None),
        # Too few all the same, but fewer.
        ({"hours": {"least": 9, "most": 12}}, None),
    ],
)
def test_a_duty_is_proposed_only_where_contract_and_pattern_allow_it(contract: Any, says: str | None) -> None:
    """What a new duty would break, or break further, speaks against it."""
    scenario = scene({"n-1": {"contract": "own"}, "contracts": {"own": contract}})
    found = added_breaches(look(scenario, Plan()), "n-1", MONDAY, "early")
    assert [says in message for message in found if says] == ([True] if says else [])
    assert bool(found) == bool(says)
