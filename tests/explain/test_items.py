"""Pages of single items, and the list in which every broken rule has a cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rostering.check import check
from rostering.explain.entries import Entry, entries
from rostering.explain.fix import apply
from rostering.explain.items import ids_of, page_of
from rostering.explain.judging import amounts
from rostering.explain.ranked import accepted_fixes
from rostering.explain.week import look
from rostering.files import load_scenario, load_schedule
from rostering.scenario import Scenario
from rostering.schedule import Duty, Plan

SMALL = Path(__file__).parents[1] / "data"


@pytest.fixture(name="small", scope="module")
def _small() -> tuple[Scenario, Plan]:
    scenario = load_scenario(SMALL / "small.yaml").scenario
    return scenario, load_schedule(SMALL / "small.schedule.yaml", scenario).plan


def listed(scenario: Scenario, plan: Plan) -> tuple[Entry, ...]:
    """What the plan misses and breaks."""
    return entries(look(scenario, plan), plan)


def broken_plans(scenario: Scenario, plan: Plan) -> dict[str, Plan]:
    """The plan after some edits that no duty planner should make."""
    first = next(duty for duty in plan.duties if any(one.do == "visit" for one in duty.activities))
    other = next(shift for shift in scenario.shifts if shift != first.shift)
    shorter = replace(first, activities=first.activities[1:])
    kept = tuple(duty for duty in plan.duties if duty != first)
    lists = {spot: replace(one, visits=()) for spot, one in plan.hotspots.items()}
    return {
        "one_duty_a_day": replace(plan, duties=(*plan.duties, replace(first, shift=other))),
        "published_duty": replace(plan, duties=(*kept, replace(first, shift=other))),
        "duty_minutes": replace(plan, duties=(*kept, shorter)),
        "hotspot_crew": replace(plan, hotspots=lists),
        "nobody": Plan(),
        "stranger": replace(plan, duties=(*plan.duties, Duty("nobody", first.day, first.shift))),
    }


def test_every_violation_has_an_entry_with_a_cause(small: tuple[Scenario, Plan]) -> None:
    """However a plan is broken, no violation is left out, none is told twice, and each has a cause."""
    scenario, plan = small
    for edited in (plan, *broken_plans(scenario, plan).values()):
        found = listed(scenario, edited)
        violations = [one.violation for one in found if one.violation is not None]
        assert sorted(map(repr, violations)) == sorted(map(repr, check(scenario, edited)))
        assert [one.number for one in found] == list(range(1, len(found) + 1))
        assert all(one.because.strip() for one in found)


@pytest.mark.parametrize("rule", ["duty_minutes", "hotspot_crew", "one_duty_a_day"])
def test_a_hand_edit_is_mended_by_the_fix_shown(small: tuple[Scenario, Plan], rule: str) -> None:
    """The smallest fix of a rule that an edit broke, applied, leaves that breach out."""
    scenario, plan = small
    edited = broken_plans(scenario, plan)[rule]
    week = look(scenario, edited)
    entry = next(one for one in entries(week, edited) if one.rule == rule)
    best = accepted_fixes(week, edited, entry)[0]
    before, after = (amounts(check(*each)) for each in ((scenario, edited), apply(best, scenario, edited)))
    assert after.get(entry.key, 0) < before[entry.key]


def test_every_id_has_a_page(small: tuple[Scenario, Plan]) -> None:
    """Hotspots, hubs, areas and officers all have a page that says something in words and as data."""
    scenario, plan = small
    week = look(scenario, plan)
    for item in ids_of(scenario):
        page = page_of(week, plan, item)
        assert page is not None
        assert page.document[page.kind] == item
        assert page.text.startswith(page.title)
        assert len(page.text.splitlines()) > len(page.sections)
    assert page_of(week, plan, "no-such-id") is None


def test_a_ledger_adds_up(small: tuple[Scenario, Plan]) -> None:
    """Floor, share and rounding less the shortfall are the minutes that are planned."""
    scenario, plan = small
    week = look(scenario, plan)
    for spot in scenario.hotspots:
        page = page_of(week, plan, spot)
        assert page is not None
        minutes = sum(visit.end - visit.start for visit in week.seen.visits[spot])
        assert page.document["ledger"]["planned_minutes"] == minutes


def test_an_officers_day_names_rest_and_run(small: tuple[Scenario, Plan]) -> None:
    """Each day of the horizon is told; a second duty in a row says how much rest there was."""
    scenario, plan = small
    first = next(one for one in plan.duties if _after(one.day) < scenario.horizon.end)
    officer, day = first.officer, first.day
    kept = [one for one in plan.duties if (one.officer, one.day) != (officer, _after(day))]
    plan = replace(plan, duties=(*kept, Duty(officer, _after(day), first.shift)))
    week = look(scenario, plan)
    page = page_of(week, plan, officer)
    assert page is not None
    days = page.document["days"]
    assert list(days) == [one.isoformat() for one in scenario.horizon.dates]
    told = "; ".join(days[_after(day).isoformat()]["binds"])
    assert "of rest after the duty to" in told
    assert "in a row of at most" in told


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
