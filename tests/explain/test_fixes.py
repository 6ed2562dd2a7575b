"""Fixes as data: each, applied, meets its requirement by the judge, in a scenario that is still a valid one."""

from __future__ import annotations

from typing import Any

import pytest

from rostering.check import check
from rostering.explain import explain_unmet
from rostering.explain.fix import apply
from rostering.explain.judging import demands
from rostering.explain.ranked import fixes, unmet_fixes
from rostering.explain.unmet import found_unmet
from rostering.explain.week import look
from rostering.scenario import Scenario
from rostering.schedule import Plan
from tests.explain.scenes import MONDAY, ON_DUTY, early, plan_of, scene, visit_park
from tests.explain.test_hubs import HUBS


@pytest.mark.parametrize("name", sorted(HUBS))
def test_each_fix_applied_mends_its_opening_and_breaks_nothing(name: str) -> None:
    """With any fix shown, the opening is no longer short and nothing else that is asked for is worse."""
    changes, plan, *_ = HUBS[name]
    scenario = scene(changes)
    before = demands(scenario, plan)
    for unmet in explain_unmet(scenario, plan):
        for fix in fixes(scenario, plan, unmet):
            edited, after = apply(fix, scenario, plan)
            Scenario.model_validate(edited.model_dump(by_alias=True))
            now = demands(edited, after)
            assert sum(now.values()) < sum(before.values())
            assert all(amount <= before.get(key, 0) for key, amount in now.items())


def test_a_moved_session_is_data() -> None:
    """Nobody can come at ten, so the library opens later: the scenario says so, and the judge finds it staffed."""
    changes, plan, *_ = HUBS["nearest miss"]
    scenario = scene(changes)
    unmet = next(one for one in explain_unmet(scenario, plan) if one.rule == "hub_staff")
    moved = next(fix for fix in fixes(scenario, plan, unmet) if fix.kind == "moved_session")
    edited, after = apply(moved, scenario, plan)
    assert [(time.start, time.end) for time in edited.hub_sessions["library"].when] == [("16:00", "18:00")]
    assert "hub_staff" not in {one.rule for one in check(edited, after)}


@pytest.mark.parametrize("name", sorted(HUBS))
def test_the_schedule_names_the_fix_that_is_ranked_first(name: str) -> None:
    """What is written under unmet is what is explained: the smallest fix that the judge accepts."""
    changes, plan, *_ = HUBS[name]
    scenario = scene(changes)
    ranked = [(unmet.smallest_fix, fixes(scenario, plan, unmet)) for unmet in explain_unmet(scenario, plan)]
    assert ranked
    assert all(not found or said == found[0].words for said, found in ranked)
    assert any(found for _, found in ranked) or name in {"nobody", "preferred"}


def test_somebody_kept_on_is_data() -> None:
    """Half an hour more is a shift of its own, in a scenario that is still a valid one, and published as such."""
    changes, plan, *_ = HUBS["nearest miss"]
    scenario = scene(changes)
    unmet = next(one for one in explain_unmet(scenario, plan) if one.rule == "hub_staff")
    kept = fixes(scenario, plan, unmet)[0]
    edited, after = apply(kept, scenario, plan)
    assert kept.kind == "added_duty"
    assert kept.cost == 30 + 2 * 5
    assert [(one.start, one.end) for name, one in edited.shifts.items() if name not in scenario.shifts] == [
        ("15:30", "00:00")
    ]
    assert edited.people["n-1"].published == {MONDAY: "late-1530-0000"}
    assert "hub_staff" not in {one.rule for one in check(edited, after)}


def test_a_session_that_opens_in_several_weeks_is_not_moved() -> None:
    """The file has one time for all weeks, and only one of them is meant."""
    changes, plan, *_ = HUBS["nearest miss"]
    kinds = {}
    for days in (7, 8):
        scenario = scene(changes | {"horizon.days": days})
        unmet = next(one for one in explain_unmet(scenario, plan) if one.rule == "hub_staff")
        kinds[days] = {fix.kind for fix in unmet_fixes(look(scenario, plan), unmet)}
    assert "moved_session" in kinds[7]
    assert "moved_session" not in kinds[8]


ON_LOAN = {"s-1": ON_DUTY, "s-2": ON_DUTY, "rules.lending": {"most_share": 0.0}}


def test_a_limit_is_raised_by_no_more_than_it_takes() -> None:
    """Two people away for 75 minutes each of 480 are 15.6 %: 16 % is asked for, and nothing else of the rules."""
    scenario, plan = scene(ON_LOAN), plan_of(early("s-1"), early("s-2"))
    unmet = next(one for one in explain_unmet(scenario, plan) if ("hotspot", "market") in one.where)
    (lent,) = (fix for fix in fixes(scenario, plan, unmet) if fix.kind == "relaxed_rule")
    assert [(one.path, one.value) for one in lent.changed.settings] == [(("rules", "lending", "most_share"), 0.16)]


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        ({"rules.visit_spacing": {"hours": 9}}, ("rules", "visit_spacing", "hours"), 5.0),
        ({"hotspots.park.max_visits_per_day": 1}, ("hotspots", "park", "max_visits_per_day"), 2),
    ],
)
def test_only_the_limit_that_binds_is_changed(changes: dict[str, Any], path: tuple[str, ...], value: float) -> None:
    """Ten hours after a visit by one of the two who are wanted, or on the same day, is too soon for both: one setting,
    by as little as lets them go before their duty ends.
    """
    plan = plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35")), early("n-2"))
    week = look(scene({"n-1": ON_DUTY, "n-2": ON_DUTY, "hotspots.park.crew": 2} | changes), plan)
    unmet = next(one for one in found_unmet(week, plan) if ("hotspot", "park") in one.where)
    relaxed = [fix for fix in unmet_fixes(week, unmet) if fix.kind == "relaxed_rule"]
    assert (path, value) in [(one.path, one.value) for fix in relaxed for one in fix.changed.settings]
    assert all(len(fix.changed.settings) == 1 for fix in relaxed)


@pytest.mark.parametrize(
    ("wants", "asked"),
    [
        ({"min": 2}, {"min": 1}),
        ({"min": 1, "skills": {"pc": 2, "pcso": 1}}, {"min": 1, "skills": {"pc": 1, "pcso": 1}}),
        ({"skills": {"pcso": 1}}, {"min": 0}),
        ({"prefer": 3, "max": 4}, {"prefer": 1, "max": 4}),
    ],
)
def test_a_shift_asks_for_less_on_that_day_only(wants: dict[str, Any], asked: dict[str, Any]) -> None:
    """What is there is what is asked for then, in a valid scenario in which every other day asks for as much."""
    scenario = scene({"horizon.days": 2, "n-1": ON_DUTY, "staffing": {"north": {"early": wants}}})
    plan = plan_of(early("n-1"))
    unmet = next(one for one in explain_unmet(scenario, plan) if dict(one.where).get("day") == "2025-06-02")
    (less,) = (fix for fix in fixes(scenario, plan, unmet) if fix.kind == "relaxed_rule")
    edited, _ = apply(less, scenario, plan)
    again = Scenario.model_validate(edited.model_dump(by_alias=True))
    staffing = again.staffing["north"]["early"]
    assert staffing.dates[MONDAY].model_dump(exclude_defaults=True) == asked
    assert staffing.model_dump(exclude_defaults=True, exclude={"dates"}) == wants


def kinds_of(changes: dict[str, Any], plan: Plan, rule: str) -> list[str]:
    week = look(scene(changes), plan)
    unmet = next(one for one in found_unmet(week, plan) if one.rule == rule)
    return [fix.kind for fix in unmet_fixes(week, unmet)]


def test_nobody_is_kept_on_against_rest() -> None:
    """A late that ended five hours before midnight: beginning earlier would cut the rest that is due."""
    changes, plan, *_ = HUBS["nearest miss"]
    rested = {"history": {"last_duty_ends": "2025-06-02T05:00"}}
    late = {"n-1": {**changes["n-1"], **rested}}
    assert "added_duty" in kinds_of(changes, plan, "hub_staff")
    assert "added_duty" not in kinds_of(changes | late, plan, "hub_staff")


def test_nobody_begins_earlier_for_a_visit_against_rest() -> None:
    """The market opens before the early does; eleven hours after the last duty nobody can be there."""
    hours = {"hotspots.market.open": [{"from": "06:30", "to": "08:20"}]}
    plan = plan_of(early("n-1"), early("n-2"))
    free = {"n-1": ON_DUTY, "n-2": ON_DUTY} | hours
    tired = dict.fromkeys(("n-1", "n-2"), ON_DUTY | {"history": {"last_duty_ends": "2025-06-01T21:00"}}) | hours
    assert "added_duty" in kinds_of(free, plan, "hotspot_guarantee")
    assert "added_duty" not in kinds_of(tired, plan, "hotspot_guarantee")


def test_nobody_is_kept_on_who_may_not_be_lent() -> None:
    """Somebody of the south, half an hour short, with and without a share of lent time that allows it."""
    changes, _, *_ = HUBS["nearest miss"]
    of_south = {key: value for key, value in changes.items() if key != "n-1"} | {"s-1": ON_DUTY}
    at_two = {**changes["hub_sessions"]["library"], "when": [{"day": "mon", "from": "14:00", "to": "16:30"}]}
    of_south |= {"hub_sessions": {"library": at_two}}
    none_lent = of_south | {"rules.lending": {"most_share": 0.0}}
    assert "added_duty" in kinds_of(of_south, plan_of(early("s-1")), "hub_staff")
    assert "added_duty" not in kinds_of(none_lent, plan_of(early("s-1")), "hub_staff")


def test_no_rule_is_relaxed_where_people_can_go_as_it_is() -> None:
    """A limit that does not bind is not raised, and no smaller crew asked for."""
    plan = plan_of(early("n-1"), early("n-2"))
    week = look(scene({"n-1": ON_DUTY, "n-2": ON_DUTY}), plan)
    unmet = next(one for one in found_unmet(week, plan) if ("hotspot", "market") in one.where)
    found = [one.path[:3] for fix in unmet_fixes(week, unmet) for one in fix.changed.settings]
    assert not {("rules", "lending", "most_share"), ("hotspots", "market", "crew")} & set(found)
