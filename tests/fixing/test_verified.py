"""Fixes put to the test: what is marked as verified is what the solver makes with the fix, and the judge accepts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rostering.check import check
from rostering.explain.entries import Entry, entries
from rostering.explain.fix import Edit, Fix, Setting, apply
from rostering.explain.judging import demands
from rostering.explain.week import look
from rostering.fixing import Tried, tried_fixes, verified
from rostering.fixing.day import solved_again
from rostering.fixing.verified import days_of
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Activity, Plan
from tests.explain.scenes import MONDAY, ON_DUTY, early, plan_of, scene, visit_park
from tests.explain.test_hubs import HUBS


def tried(scenario: Scenario, plan: Plan) -> list[tuple[Entry, Tried]]:
    week = look(scenario, plan)
    listed = entries(week, plan)
    found = tried_fixes(week, plan, listed)
    return [(entry, one) for entry, fixes in zip(listed, found, strict=True) for one in fixes]


TUESDAY = date(2025, 6, 3)
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


def test_pins_that_contradict_each_other_are_let_go() -> None:
    """Somebody in two places at once: the duty is decided anew, and what others do stays."""
    changes, plan, *_ = HUBS["on patrol"]
    scenario = scene(changes | {"n-2": ON_DUTY})
    there = replace(early("n-2", *visit_park("10:15", "10:30", "10:10", "10:35")))
    twice = tuple(Activity(at, at + 30, VISIT, hotspot=spot) for at, spot in ((660, "market"), (670, "park")))
    broken = replace(plan.duties[0], activities=twice)
    again = solved_again(scenario, replace(plan, duties=(broken, there)), MONDAY)
    assert again is not None
    assert not [one for one in check(scenario, again) if one.rule in {"one_place_at_a_time", "duty_minutes"}]
    (kept,) = (duty for duty in again.duties if duty.officer == "n-2")
    assert (615, 630, "park") in [(one.start, one.end, one.hotspot) for one in kept.activities]


def test_other_days_stay_as_they_are() -> None:
    """Only the duties that begin on the day are decided anew, on the clock of the whole plan."""
    two_days = {"horizon.days": 2, "n-1": {"published": {"2025-06-02": "early", "2025-06-03": "early"}}}
    scenario = scene(two_days)
    first = early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35"))
    pieces = tuple(replace(one, start=one.start + 1440, end=one.end + 1440) for one in first.activities)
    second = replace(first, day=TUESDAY, activities=pieces)
    for day in (MONDAY, TUESDAY):
        again = solved_again(scenario, replace(plan_of(first, second)), day)
        assert again is not None
        own = {duty.day: duty for duty in again.duties}
        assert [duty for duty in own.values() if duty.day != day] == [one for one in (first, second) if one.day != day]
        assert (own[day].activities[0].start, own[day].activities[-1].end) == (scenario.shift_span(day, "early"))
        assert len(again.hotspots["park"].visits) >= 2


def test_the_last_visits_before_the_day_are_known() -> None:
    """A hotspot that was visited the day before, and is to be every two days, is not visited again."""
    rules = {"hotspot_guarantee": {"every_days": 2}, "visit_spacing": {"hours": 0}}
    duties = {"published": {"2025-06-02": "early", "2025-06-03": "early"}}
    scenario = scene({"horizon.days": 2, "n-1": duties, "rules": rules})
    first = early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35"))
    idle = early("n-1").activities
    moved = tuple(replace(one, start=one.start + 1440, end=one.end + 1440) for one in idle)
    second = replace(first, day=TUESDAY, activities=moved)
    again = solved_again(scenario, plan_of(first, second), TUESDAY)
    assert again is not None
    assert again.hotspots["park"].visits == (615,)


def test_a_fix_that_touches_no_day_is_not_solved_for() -> None:
    """A number of the scenario that speaks of the whole horizon is for the judge alone."""
    changes, plan, *_ = HUBS["on patrol"]
    fix = Fix("raise it", "relaxed_rule", 0, Edit(settings=(Setting(("rules", "lending", "most_share"), 1.0),)))
    assert verified._with_fix(scene(changes), plan, fix, ()) is None  # noqa: SLF001 - what it rests on
