"""A named change, made on the plan, passes the whole judge and meets what was missed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rostering.check import check
from rostering.explain.crews import Chance, best_chance, passes, permitted_starts, terms_of
from rostering.explain.hub_people import covering, helper
from rostering.explain.rest_days import Search, chances_with_added, resting
from rostering.explain.spells import spells, with_visit
from rostering.explain.week import duties_during, look
from rostering.measures import counted_visits
from rostering.measures.view import Worked
from rostering.scenario import Scenario
from rostering.schedule import Duty, HotspotPlan, Plan, Visit
from tests.explain.scenes import LIBRARY, MONDAY, ON_DUTY, RESTS, at, early, plan_of, scene, visit_park

ALONE: dict[str, Any] = {"n-1": ON_DUTY}
BOTH: dict[str, Any] = {"n-1": ON_DUTY, "n-2": ON_DUTY}
DAY = (at("00:00"), 1440)


def changed(plan: Plan, duties: list[Worked]) -> Plan:
    """The plan with some duties replaced or added, and its lists of visits set right."""
    new = {duty.officer: Duty(duty.officer, duty.day, duty.shift, duty.activities) for duty in duties}
    kept = [new.pop(duty.officer, duty) for duty in plan.duties]
    return plan_of(*kept, *new.values())


def required(scenario: Scenario, plan: Plan) -> set[str]:
    """What the judge finds broken of rules that must hold, the guarantee and the hub left out."""
    found = check(scenario, plan)
    return {
        one.message for one in found if one.level == "required" and one.rule not in {"hotspot_guarantee", "hub_staff"}
    }


@pytest.mark.parametrize("team", [("n-1", "n-2"), ("s-1", "s-2"), ("n-1", "s-2")])
def test_a_crew_from_patrol_passes_the_judge(team: tuple[str, ...]) -> None:
    """Ways, break and lists are right after the visit is put in, and it counts."""
    scenario = scene(dict.fromkeys(team, ON_DUTY))
    plan = plan_of(*(early(officer) for officer in team))
    week, terms = look(scenario, plan), terms_of(scenario, "market")
    room = [spell for duty in week.seen.worked for spell in spells(week, duty)]
    chance = best_chance(week, "market", permitted_starts(week, "market", DAY, terms), room, terms)
    assert chance is not None
    after = changed(plan, [with_visit(week, spell, chance.visit) for spell in chance.crew])
    assert required(scenario, after) == required(scenario, plan) == set()
    assert [visit.crew for visit in counted_visits(scenario, after)["market"]] == [team]


def test_places_at_one_point_need_no_journey() -> None:
    """A hotspot at the base is visited without a minute of travel, and the judge agrees."""
    scenario = scene(BOTH | {"travel.minutes.north.market": 0, "travel.minutes.market.north": 0})
    plan = plan_of(early("n-1"), early("n-2"))
    week, terms = look(scenario, plan), terms_of(scenario, "market")
    room = [spell for duty in week.seen.worked for spell in spells(week, duty)]
    chance = best_chance(week, "market", permitted_starts(week, "market", DAY, terms), room, terms)
    assert chance is not None
    assert chance.travel == 0
    after = changed(plan, [with_visit(week, spell, chance.visit) for spell in chance.crew])
    assert required(scenario, after) == set()


@pytest.mark.parametrize(
    ("start", "from_place", "passed"),
    [("10:00", "north", True), ("09:59", "north", False), ("10:00", "park", False)],
)
def test_a_crew_that_breaks_a_rule_is_put_aside(start: str, from_place: str, *, passed: bool) -> None:
    """A minute before the opening, or with five minutes of way where the base is ten away, the judge objects."""
    scenario = scene(BOTH)
    week, terms = look(scenario, plan_of(early("n-1"), early("n-2"))), terms_of(scenario, "market")
    morning = [next(spells(week, duty)) for duty in week.seen.worked]
    crew = tuple(replace(spell, from_place=from_place) for spell in morning)
    chance = Chance(Visit("market", at(start), at(start) + 15, ("n-1", "n-2")), crew, travel=0)
    assert passes(week, chance, terms) == passed


def test_an_added_duty_passes_the_judge() -> None:
    """Briefing, break and reserve are in the duty of somebody who is brought in."""
    scenario = scene({"n-1": ON_DUTY, "n-2": {}, "roles.pcso.abstraction": 0.5})
    plan = plan_of(early("n-1"))
    week, terms = look(scenario, plan), terms_of(scenario, "market")
    starts = tuple(permitted_starts(week, "market", DAY, terms))
    room = tuple(spell for duty in duties_during(week, DAY) for spell in spells(week, duty))
    people = tuple(resting(week, ("north",), MONDAY))
    [chance, *_] = chances_with_added(week, Search("market", MONDAY, starts, room, terms, people))
    after = changed(plan, [with_visit(week, spell, chance.visit) for spell in chance.crew])
    assert chance.visit.crew == ("n-1", "n-2")
    assert required(scenario, after) == set()
    assert len(counted_visits(scenario, after)["market"]) == 1


@pytest.mark.parametrize("opens", ["08:00", "10:00", "12:00", "14:00"])
def test_somebody_sent_to_a_hub_passes_the_judge(opens: str) -> None:
    """Straight there, with the break moved, or straight home: the duty is laid out anew, its visit kept."""
    closes = f"{int(opens[:2]) + 2}:00"
    scenario = scene(
        ALONE | {"hub_sessions": {"library": LIBRARY | {"when": [{"day": "mon", "from": opens, "to": closes}]}}}
    )
    kept = (
        visit_park("10:15", "10:30", "10:10", "10:35")
        if opens != "10:00"
        else visit_park("13:15", "13:30", "13:10", "13:35")
    )
    plan = plan_of(early("n-1", *kept))
    week = look(scenario, plan)
    [duty] = covering(week, "library", (at(opens), at(closes)))
    helping = helper(week, duty, "library", (at(opens), at(closes)))
    assert helping is not None
    assert helping.given_up == ()
    after = replace(changed(plan, [helping.after]), hub_sessions={"library": {at(opens): ("n-1",)}})
    assert [one for one in check(scenario, after) if one.level == "required" and one.rule != "hotspot_guarantee"] == []


def test_a_duty_without_room_for_its_break_is_not_sent() -> None:
    """From 09:50 to 14:10 at the hub leaves no 45 minutes in the middle half of an early (10:00 to 14:00)."""
    times = {"when": [{"day": "mon", "from": "09:50", "to": "14:10"}]}
    scenario = scene(ALONE | {"hub_sessions": {"library": LIBRARY | times}})
    week = look(scenario, plan_of(early("n-1")))
    [duty] = covering(week, "library", (at("09:50"), at("14:10")))
    assert helper(week, duty, "library", (at("09:50"), at("14:10"))) is None


def test_a_companion_of_a_visit_given_up_stays_on_patrol() -> None:
    """N-1 leaves for the hub; N-2 patrols where the visit was, and nothing is left of the visit."""
    scenario = scene(BOTH | {"hub_sessions": {"library": LIBRARY}, "hotspots.park.crew": 2})
    spare = (
        visit_park("10:15", "10:30", "10:10", "10:35", ("n-2",)),
        visit_park("13:15", "13:30", "13:10", "13:35", ("n-2",)),
    )
    also = (
        visit_park("10:15", "10:30", "10:10", "10:35", ("n-1",)),
        visit_park("13:15", "13:30", "13:10", "13:35", ("n-1",)),
    )
    plan = plan_of(early("n-1", *spare[0], *spare[1]), early("n-2", *also[0], *also[1]))
    week = look(scenario, plan)
    helping = helper(week, week.duty_of["n-1", MONDAY], "library", (at("10:00"), at("12:00")))
    assert helping is not None
    assert [visit.start for visit in helping.given_up] == [at("10:15")]
    after = replace(
        changed(plan, [duty for _, duty in helping.changes]), hub_sessions={"library": {at("10:00"): ("n-1",)}}
    )
    assert after.hotspots["park"] == HotspotPlan((at("13:15"),))
    assert required(scenario, after) == set()


def test_resting_people_are_those_neither_away_nor_on_duty() -> None:
    """N-2 rests; N-1 is on duty; South is away."""
    week = look(scene({"n-1": ON_DUTY, "n-2": RESTS}), plan_of(early("n-1")))
    assert resting(week, ("north", "south"), MONDAY) == ["n-2"]
