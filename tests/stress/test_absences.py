"""Each single absence: what the quick way finds is what the judge finds on the whole reduced plan."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from rostering.check import check
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.stress import Absence, single_absences
from rostering.stress.absences import RULES
from tests.stress.scenes import MONDAY, patrolling, planned, scene, visiting, without

Findings = Counter[tuple[Any, ...]]


def judged(scenario: Scenario, plan: Plan) -> Findings:
    """What the judge finds of the rules that are looked at."""
    return Counter((one.rule, one.where, one.amount) for one in check(scenario, plan) if one.rule in RULES)


def lost(absence: Absence) -> Findings:
    return Counter((loss.rule, loss.where, loss.short_by) for loss in absence.losses)


def expect_agreement(scenario: Scenario, plan: Plan) -> set[str]:
    """Hold every absence against the judge; the rules that were broken by some."""
    whole = judged(scenario, plan)
    absences = single_absences(scenario, plan)
    assert [(one.officer, one.day) for one in absences] == [(duty.officer, duty.day) for duty in plan.duties]
    for absence in absences:
        assert lost(absence) == judged(scenario, without(plan, absence.officer, absence.day)) - whole
    return {loss.rule for absence in absences for loss in absence.losses}


def test_absences_agree_with_the_judge_on_a_solved_week(quickstart: tuple[Scenario, Plan]) -> None:
    """Visits, windows, hub openings and minima of a week with shared crews, a lead, a hub and a minimum."""
    broken = expect_agreement(*quickstart)
    assert broken == {"hotspot_crew", "hotspot_guarantee", "hub_staff", "staffing_minimum"}


@pytest.mark.parametrize("counted", ["rolling", "blocks", "elapsed"])
def test_absences_agree_with_the_judge_however_the_guarantee_is_counted(counted: str) -> None:
    """Also where a skill is asked for, a crew is larger than it must be, and a window was missed before."""
    changes = {
        "rules.hotspot_guarantee": {"every_days": 2, "counted": counted},
        "horizon.days": 5,
        "officers.a.skills": ["asb"],
        "staffing": {"north": {"early": {"min": 2, "skills": {"asb": 1}}}},
    }
    plan = planned(
        visiting("a", 0, "b", "c"), visiting("b", 0, "a", "c"), visiting("c", 0, "a", "b"),
        visiting("a", 2, "b"), visiting("b", 2, "a"), patrolling("c", 1),
    )  # fmt: skip
    broken = expect_agreement(scene(changes), plan)
    assert broken == {"hotspot_crew", "hotspot_guarantee", "staffing_minimum", "skills_on_duty"}


def test_a_lost_visit_is_no_broken_promise_where_another_keeps_the_window() -> None:
    """So its officer is no single point of failure; with one visit a window, each of its crew is."""
    twice = [visiting("a", 0, "b"), visiting("b", 0, "a")]
    spare = [visiting("c", 0, start=720)]
    changes = {"hotspots.market.crew": 1, "hotspots.market.lead": [], "horizon.days": 1}
    (a, b, c) = single_absences(scene(changes), planned(*twice, *spare))
    assert not a.losses
    assert not b.losses
    assert [loss.rule for loss in c.losses] == ["hotspot_crew"]
    assert not c.broken_promises
    (a, b) = single_absences(scene({"horizon.days": 1}), planned(*twice))
    assert [loss.rule for loss in a.broken_promises] == ["hotspot_guarantee"]
    assert a.day == b.day == MONDAY


def test_what_was_short_before_is_no_loss_unless_it_gets_shorter() -> None:
    """A visit by two where three are asked for: without one of them it is two short, as the judge says."""
    plan = planned(visiting("a", 0, "b"), visiting("b", 0, "a"))
    assert expect_agreement(scene({"horizon.days": 1, "hotspots.market.crew": 3}), plan) == {"hotspot_crew"}
