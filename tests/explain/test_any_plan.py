"""Whatever the plan, however it was edited: every requirement that is missed is named, in words, once."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering.check import hotspot_guarantee, hub_staff, requests, skills_on_duty, staffing_minimum
from rostering.check.coverage import short_of_preference
from rostering.explain import explain_unmet
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet
from tests.strategies import plans, scenarios

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
CASES = scenarios().flatmap(lambda scenario: st.tuples(st.just(scenario), plans(scenario) | st.just(Plan())))


def missed(scenario: Scenario, plan: Plan) -> dict[str, list[float]]:
    """What the judge counts as missed, by rule: its amounts."""
    judges = {
        "staffing_minimum": staffing_minimum,
        "staffing_preference": short_of_preference,
        "skills_on_duty": skills_on_duty,
        "hub_staff": hub_staff,
        "hotspot_guarantee": hotspot_guarantee,
        "requests": requests,
    }
    amounts = {
        rule: sorted(
            found.amount
            for found in judge(scenario, plan)
            if found.unit in {"windows", "weight"} or (found.unit == "people" and "list" not in found.message)
        )
        for rule, judge in judges.items()
        if getattr(scenario.rules, rule).level != "off"
    }
    return {rule: found for rule, found in amounts.items() if found}


@MANY
@given(CASES)
def test_what_the_judge_finds_missed_is_explained(case: tuple[Scenario, Plan]) -> None:
    """As many entries of each rule as the judge finds, as far short, none without a cause and a fix."""
    scenario, plan = case
    found = explain_unmet(scenario, plan)
    by_rule: dict[str, list[float]] = {}
    for unmet in found:
        by_rule.setdefault(unmet.rule, []).append(unmet.short_by)
    assert {rule: sorted(amounts) for rule, amounts in by_rule.items()} == missed(scenario, plan)
    assert all(unmet.because.strip() and unmet.smallest_fix.strip() for unmet in found)
    assert len({(unmet.rule, unmet.where, unmet.days) for unmet in found}) == len(found)


@MANY
@given(CASES)
def test_only_people_who_may_work_there_are_named(case: tuple[Scenario, Plan]) -> None:
    """Everybody a fix names is of the area's team or of one that may be lent to it."""
    scenario, plan = case
    for unmet in explain_unmet(scenario, plan):
        area = _area(scenario, unmet)
        for officer in re.findall(r"\b[A-Z]+-[A-Z0-9-]*\d\b", unmet.smallest_fix):
            team = scenario.areas[scenario.people[officer.lower()].area]
            is_lent = scenario.rules.lending.level == "off" or area in team.neighbours
            assert scenario.people[officer.lower()].area == area or is_lent


def _area(scenario: Scenario, unmet: Unmet) -> str:
    where = dict(unmet.where)
    if "hotspot" in where:
        return scenario.hotspots[where["hotspot"]].area
    if "session" in where:
        return scenario.hub_sessions[where["session"]].area
    return where["area"] if "area" in where else scenario.people[where["officer"]].area
