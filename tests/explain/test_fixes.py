"""Fixes as data: each, applied, meets its requirement by the judge, in a scenario that is still a valid one."""

from __future__ import annotations

import pytest

from rostering.check import check
from rostering.explain import explain_unmet
from rostering.explain.fix import apply
from rostering.explain.judging import demands
from rostering.explain.ranked import fixes
from rostering.scenario import Scenario
from tests.explain.scenes import scene
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
