"""Chances from draws: what can be worked out by hand lies in the interval; repair helps, and only helps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rostering.check.minutes import expected_abstraction
from rostering.files import dump
from rostering.measures import counted_visits, guarantee_windows
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.stress import Chance, stress, stress_document
from rostering.stress.case import case_of
from rostering.stress.draws import is_held, is_made, tally
from rostering.stress.survival import DRAWS_AT_ONCE
from tests.stress.scenes import patrolling, planned, scene, visiting, without

DRAWS = 4000
PAIR = [duty for day in range(3) for duty in (visiting("a", day, "b"), visiting("b", day, "a"))]


def quiet(_: int) -> None:
    """Nobody is told anything."""


def lies_in(value: float, chance: Chance) -> bool:
    low, high = chance.interval
    return low <= value <= high


@pytest.mark.parametrize("rate", [0.05, 0.2])
def test_two_officers_who_have_to_be_there_on_three_days(rate: float) -> None:
    """Six duties, none of which may be lost: (1 - rate) ^ 6; a rate a fifth higher or lower lies outside."""
    roles = {"pc": {"abstraction": rate}, "pcso": {"abstraction": rate}}
    result = stress(scene({"roles": roles}), planned(*PAIR), DRAWS, 1, 1, quiet)
    (spot,) = result.hotspots
    assert (spot.windows, spot.visits) == (3, 3)
    assert lies_in((1 - rate) ** 6, spot.chance)
    assert not lies_in((1 - 1.2 * rate) ** 6, spot.chance)
    assert not lies_in((1 - 0.8 * rate) ** 6, spot.chance)
    assert spot.chance == spot.repaired == result.together["all"]


def test_one_visit_of_two_keeps_the_window() -> None:
    """Two visits on the day by crews of one: lost only if both are, 1 - rate ^ 2."""
    changes = {"hotspots.market.crew": 1, "hotspots.market.lead": [], "horizon.days": 1}
    plan = planned(visiting("a", 0), visiting("c", 0, start=900))
    plan = replace(plan, duties=tuple(replace(duty, activities=duty.activities[1:4]) for duty in plan.duties))
    (spot,) = stress(scene(changes), plan, DRAWS, 1, 1, quiet).hotspots
    assert lies_in(1 - 0.2**2, spot.chance)
    assert not lies_in(1 - 0.2, spot.chance)


def test_days_away_that_are_listed_are_not_drawn_again() -> None:
    """Leave on one of the officer's three days is a third of the time: nothing is left of 20 %."""
    result = stress(scene({"officers.b.unavailable": {"2025-06-04": "leave"}}), planned(*PAIR), 10, 1, 1, quiet)
    assert result.rates == {"pc": pytest.approx(0.2), "pcso": 0.0}


def test_somebody_on_patrol_takes_over() -> None:
    """The third officer, a constable, can stand in for either of the crew, so that only two losses of three break the
    promise: 0.8 ^ 3 + 3 x 0.8 ^ 2 x 0.2, where without repair 0.8 ^ 2 survives.
    """
    changes = {"horizon.days": 1}
    plan = planned(visiting("a", 0, "b"), visiting("b", 0, "a"), patrolling("c", 0))
    (spot,) = stress(scene(changes), plan, DRAWS, 1, 1, quiet).hotspots
    assert lies_in(0.8**2, spot.chance)
    assert lies_in(0.8**3 + 3 * 0.8**2 * 0.2, spot.repaired)


@pytest.mark.parametrize(
    ("changes", "third", "is_taken_over"),
    [
        ({}, patrolling("c", 0, 590, 625), True),  # just the way there, 15 minutes, and the way back
        ({}, patrolling("c", 0, 591, 626), False),  # a minute late for the half of the crew that waits
        ({}, patrolling("c", 0, 590, 624), False),  # a minute short of the way back
        ({"officers.c.role": "pcso"}, patrolling("c", 0), False),  # no lead
        ({"hotspots.market.roles": ["pcso"], "hotspots.market.lead": ["pcso"]}, patrolling("c", 0), False),
        ({"hotspots.market.open": [{"from": "10:00", "to": "10:15"}]}, patrolling("c", 0), True),
    ],
)
def test_who_can_take_over_for_a_lost_lead(changes: dict[str, Any], third: Any, *, is_taken_over: bool) -> None:
    """The constable of the crew is away; the other waits at 10:00."""
    lone = [visiting("a", 0, "b"), replace(visiting("b", 0, "a"))]
    lone[1] = replace(lone[1], activities=lone[1].activities[1:4])
    case = case_of(scene({"horizon.days": 1} | changes), planned(*lone, third))
    assert tally(case, np.array([[True, False, False]])).taken_over == is_taken_over


def test_a_later_start_needs_a_whole_new_crew() -> None:
    """Both of the crew are away; two others are free from 12:00, unless the market closes before."""
    others = [patrolling("c", 0, 720), patrolling("d", 0, 720)]
    plan = planned(visiting("a", 0, "b"), visiting("b", 0, "a"), *others)
    changes = {"horizon.days": 1, "officers.d": {"role": "pcso", "area": "north"}}
    absent = np.array([[True, True, False, False], [True, True, True, False]])
    assert tally(case_of(scene(changes), plan), absent).repaired.tolist() == [1]
    closes = {"hotspots.market.open": [{"from": "10:00", "to": "12:20"}]}
    assert tally(case_of(scene(changes | closes), plan), absent).repaired.tolist() == [0]


def test_a_stretch_of_patrol_serves_once() -> None:
    """Two visits are lost at the same time, and one officer is free: one is taken over."""
    near = {"area": "north", "lat": 52.0, "lon": -0.4, "crew": 1}
    ways = {"north": {"market": 10, "arcade": 10}, "market": {"north": 10}, "arcade": {"north": 10}}
    spots = {"market": near, "arcade": near}
    scenario = scene({"horizon.days": 1, "hotspots": spots, "travel.minutes": ways})
    arcade = visiting("b", 0)
    moved = tuple(replace(one, hotspot="arcade") if one.do == "visit" else one for one in arcade.activities)
    plan = planned(visiting("a", 0), replace(arcade, activities=moved), patrolling("c", 0))
    found = tally(case_of(scenario, plan), np.array([[True, True, False]]))
    assert (found.lost, found.taken_over) == (2, 1)
    assert found.repaired.tolist() == [1, 0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_repair_never_lowers_a_chance(quickstart: tuple[Scenario, Plan], seed: int) -> None:
    """Draw by draw, so in every sum."""
    scenario, plan = quickstart
    case = case_of(scenario, plan)
    absent = np.random.default_rng(seed).random((200, len(case.rates))) < case.rates
    alone = [tally(case, row[None, :]) for row in absent]
    assert all((one.repaired >= one.promises).all() for one in alone)
    assert sum(one.taken_over for one in alone) > 0
    assert sum(one.repaired.sum() for one in alone) == tally(case, absent).repaired.sum()


@pytest.mark.parametrize("counted", ["rolling", "blocks", "elapsed"])
def test_draws_agree_with_the_measures_on_the_reduced_plan(quickstart: tuple[Scenario, Plan], counted: str) -> None:
    """Each promise of a draw, against the windows of the plan without those who are absent."""
    scenario, plan = quickstart
    rule = scenario.rules.hotspot_guarantee.model_copy(update={"counted": counted})
    scenario = scenario.model_copy(update={"rules": scenario.rules.model_copy(update={"hotspot_guarantee": rule})})
    case = case_of(scenario, plan)
    absent = np.random.default_rng(5).random((40, len(case.rates))) < 0.15
    made = np.stack([is_made(visit, absent) for visit in case.visits], axis=1)
    starts = np.tile([visit.start for visit in case.visits], (len(absent), 1))
    lengths = np.array([visit.end - visit.start for visit in case.visits])
    days = [(duty.officer, duty.day) for duty in plan.duties]
    for draw, row in enumerate(absent):
        left = plan
        for number in np.flatnonzero(row):
            left = without(left, *days[number])
        for promise in case.promises:
            own = promise.visits
            held = is_held(promise, made[:, own], starts[:, own], lengths[own])[draw]
            assert held == survives(scenario, promise.hotspot, plan, left)


def survives(scenario: Scenario, spot: str, plan: Plan, left: Plan) -> bool:
    """Whether every window that a plan keeps is kept by what is left of it."""
    before, after = (
        [window.is_kept for window in guarantee_windows(scenario, spot, counted_visits(scenario, one)[spot])]
        for one in (plan, left)
    )
    return all(now for was, now in zip(before, after, strict=True) if was)


def test_the_same_seed_gives_the_same_bytes_with_one_and_two_processes(quickstart: tuple[Scenario, Plan]) -> None:
    """Also where the last block is not full; another seed gives others."""
    scenario, plan = quickstart
    draws = 2 * DRAWS_AT_ONCE + 7
    told: list[int] = []
    texts = [
        dump(stress_document(stress(scenario, plan, draws, seed, number, told.append), scenario, "0" * 64))
        for seed, number in ((1, 1), (1, 2), (2, 1))
    ]
    assert texts[0] == texts[1] != texts[2]
    assert told.count(draws) == 3


def test_rates_are_those_that_the_reserve_is_kept_for(quickstart: tuple[Scenario, Plan]) -> None:
    """One number for what is expected to be withdrawn, in the judge and here."""
    scenario, plan = quickstart
    result = stress(scenario, plan, 1, 1, 1, quiet)
    assert result.rates == {role: expected_abstraction(scenario, role) for role in scenario.roles}


def test_the_interval_of_a_chance_is_wilsons() -> None:
    """Worked examples: 8 of 10 is 0.490 to 0.943; 0 of 20 reaches up to 0.161."""
    assert Chance(8, 10).interval == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Chance(0, 20).interval == pytest.approx((0, 0.1611), abs=1e-4)


def test_a_crew_that_is_large_enough_still_needs_its_lead() -> None:
    """Three go where two are asked for: the constable may not be the one who is missing."""
    crew = [visiting("a", 0, "b", "d"), visiting("b", 0, "a", "d"), visiting("d", 0, "a", "b")]
    scenario = scene({"horizon.days": 1, "officers.d": {"role": "pcso", "area": "north"}})
    (visit,) = case_of(scenario, planned(*crew)).visits
    assert is_made(visit, np.array([[True, False, False], [False, True, False]])).tolist() == [False, True]
