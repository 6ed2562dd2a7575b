"""Fixes put to the test: what is marked as verified is what the solver makes with the fix, and the judge accepts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rostering.explain.entries import Entry, entries
from rostering.explain.fix import apply
from rostering.explain.judging import demands
from rostering.explain.week import look
from rostering.fixing import Tried, tried_fixes, verified
from rostering.fixing.day import solved_again
from rostering.fixing.verified import days_of
from rostering.scenario import Scenario
from rostering.schedule import Plan
from tests.explain.scenes import MONDAY, scene
from tests.explain.test_hubs import HUBS


def tried(scenario: Scenario, plan: Plan) -> list[tuple[Entry, Tried]]:
    week = look(scenario, plan)
    listed = entries(week, plan)
    found = tried_fixes(week, plan, listed)
    return [(entry, one) for entry, fixes in zip(listed, found, strict=True) for one in fixes]


UNFIXED = {"nobody", "of the wrong role", "preferred"}
"""Nobody can be sent, and the session is short of people at whatever level."""


@pytest.mark.parametrize("name", sorted(HUBS))
def test_what_is_verified_is_met_when_the_solver_is_asked_again(name: str) -> None:
    """With the fix in force the day solved anew staffs the opening, and nothing that is asked for is worse."""
    changes, plan, *_ = HUBS[name]
    scenario = scene(changes)
    before = demands(scenario, plan)
    found = [pair for pair in tried(scenario, plan) if pair[0].rule == "hub_staff"]
    assert any(one.is_verified for _, one in found) == (name not in UNFIXED)
    for entry, one in found:
        if one.is_verified:
            edited, made = apply(one.fix, scenario, plan)
            for day in days_of(scenario, entry, one.fix):
                again = solved_again(edited, made, day)
                assert again is not None
                made = again
            after = demands(edited, made)
            assert after.get(entry.key, 0) < before[entry.key]
            assert all(amount <= before.get(key, 0) for key, amount in after.items())


def test_a_fix_whose_day_has_no_plan_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the solver finds no plan with it, it is only the judge's word."""
    changes, plan, *_ = HUBS["nearest miss"]
    monkeypatch.setattr(verified, "solved_again", lambda *_: None)
    found = tried(scene(changes), plan)
    assert found
    assert {one.accepted_by for _, one in found if one.fix.changed.duties} == {"judge"}


def test_a_fix_that_costs_another_promise_is_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the plan made with it misses what was kept, it is only the judge's word."""
    changes, plan, *_ = HUBS["nearest miss"]

    def emptied(_: Scenario, made: Plan, __: object) -> Plan:
        return replace(made, duties=tuple(replace(duty, activities=()) for duty in made.duties))

    monkeypatch.setattr(verified, "solved_again", emptied)
    of_hub = [one for entry, one in tried(scene(changes), plan) if entry.rule == "hub_staff"]
    assert [one.accepted_by for one in of_hub] == ["judge", "judge"]


def test_only_the_smallest_is_solved_for_where_that_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a list, the solver is asked until it accepts one."""
    changes, plan, *_ = HUBS["on patrol"]
    asked: list[object] = []

    def counted(scenario: Scenario, made: Plan, day: date) -> Plan | None:
        asked.append(day)
        return solved_again(scenario, made, day)

    monkeypatch.setattr(verified, "solved_again", counted)
    week = look(scene(changes), plan)
    (found,) = tried_fixes(week, plan, [one for one in entries(week, plan) if one.rule == "hub_staff"])
    assert [one.accepted_by for one in found] == ["solver", "judge"]
    assert asked == [MONDAY]


def test_a_day_with_pins_that_contradict_each_other_is_not_solved_again() -> None:
    """Somebody in two places at once: there is no plan around that."""
    changes, plan, *_ = HUBS["nearest miss"]
    scenario = scene(changes)
    duty = next(duty for duty in plan.duties if duty.activities)
    visit = [replace(duty.activities[0], start=at, end=at + 30, do="visit", hotspot=spot) for at, spot in PLACES]
    broken = replace(duty, activities=tuple(visit))
    assert solved_again(scenario, replace(plan, duties=(broken,)), MONDAY) is None


PLACES = ((660, "market"), (670, "park"))
