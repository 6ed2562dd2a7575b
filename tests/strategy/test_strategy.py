"""The strategic model: small towns worked out by hand, its duals, and whole people beside every other mix."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostering.model.keys import Group
from rostering.scenario.funding import price, share_of_year, year_of
from rostering.strategy import Buyer, Desk, Purchase, build_ground
from tests.strategy.towns import HUB, SPOT, scenario

EAST, WEST = Group("east", "pc"), Group("west", "pc")
MORE_EAST, MORE_WEST = Purchase("more", "east", "pc"), Purchase("more", "west", "pc")
FEWER_EAST, FEWER_WEST = Purchase("fewer", "east", "pc"), Purchase("fewer", "west", "pc")


def desk(**changed: object) -> Desk:
    return Desk(build_ground(scenario(**changed)))


def test_hours_of_duty_without_anything_else_are_patrol() -> None:
    """Two constables of ten hours in the east, one in the west; nobody may be lent."""
    answer = desk().outcome_of({})
    assert answer.patrol == pytest.approx({"east": 20.0, "west": 10.0}, abs=0.01)
    # 20 h at a share of 0.75 are 26.67 h at full share, less than 10 h at 0.25.
    assert answer.values["least_served_area"] == pytest.approx(20 / 0.75, abs=0.01)


def test_a_hub_takes_the_hours_of_its_staff() -> None:
    """One person for two hours in the west leaves eight of ten."""
    answer = desk(hub_sessions={"hub": HUB}).outcome_of({})
    assert answer.patrol["west"] == pytest.approx(8.0, abs=0.01)
    assert answer.is_kept


def test_a_hub_that_nobody_can_staff_is_short() -> None:
    """The town opens a hub in the night."""
    night = HUB | {"when": [{"day": "mon", "from": "02:00", "to": "04:00"}]}
    answer = desk(hub_sessions={"hub": night}).outcome_of({})
    assert [round(short, 6) for short in answer.hubs_short.values()] == [1.0]
    assert not answer.is_kept


def test_a_hotspot_without_anybody_is_missed() -> None:
    """The west gives up its only constable: the window that ends on the horizon's day holds no visit."""
    west = SPOT | {"last_patrolled": "2025-05-30T10:00"}
    asked = desk(hotspots={"market": west})
    assert asked.outcome_of({}).is_kept
    assert not asked.outcome_of({FEWER_WEST: 1}).is_kept


def test_money_goes_where_patrol_is_short() -> None:
    """One person: the east has 26.67 h at full share and the west 40, so the east gets it: 30 h, 40 at full share."""
    found = Buyer(desk()).within(60000)
    assert found == {MORE_EAST: 1}


def test_a_cut_comes_from_who_has_more_than_a_share() -> None:
    """Of -60,000, one person goes; the west's only one would leave it with nothing, so it is one of the east's two."""
    assert Buyer(desk()).within(-60000) == {FEWER_EAST: 1}


def test_nothing_is_given_up_to_buy_something_else() -> None:
    """With no money nothing changes."""
    assert Buyer(desk()).within(0) == {}


def test_more_than_can_be_saved_is_no_answer() -> None:
    """Three people save 180,000, not more."""
    assert Buyer(desk()).within(-180000) is not None
    assert Buyer(desk()).within(-180001) is None


def test_the_least_budget_keeps_the_promise_and_a_pound_less_does_not() -> None:
    """The east may lose both; the west's one visits the market every day."""
    buyer = Buyer(desk(hotspots={"market": SPOT | {"last_patrolled": "2025-05-30T10:00"}}))
    least = buyer.least_budget()
    assert least == {FEWER_EAST: 2}
    below = buyer.within(-120001)
    assert below is not None
    assert not buyer.outcome(below).is_kept


def test_the_least_budget_is_the_least_of_all_mixes() -> None:
    """A shift needs one in the east, the west's one visits the market: of every mix of leavers none saves more."""
    asked = desk(
        hotspots={"market": SPOT | {"last_patrolled": "2025-05-30T10:00"}},
        staffing={"east": {"day": {"min": 1}}},
    )
    kept = [
        east + west
        for east, west in itertools.product(range(3), range(2))
        if asked.outcome_of({FEWER_EAST: east, FEWER_WEST: west}).is_kept
    ]
    least = Buyer(asked).least_budget()
    assert least is not None
    assert sum(least.values()) == max(kept) == 1


def test_equal_shares_differ_by_one_person_at_most() -> None:
    """Three people for two teams."""
    found = Buyer(desk(), is_equal=True).within(180000)
    assert found is not None
    assert sorted(found.values()) == [1, 2]


def test_half_a_year_costs_half() -> None:
    """From 1 October, 182 of the 365 days from 1 April are left."""
    one = scenario(funding={"options": {"more": {"hire": "pc", "max": 1, "starts": "2025-10-01"}}})
    assert one.funding is not None
    option = one.funding.options["more"]
    assert [day.isoformat() for day in year_of(one)] == ["2025-04-01", "2026-03-31"]
    assert share_of_year(one, option) == pytest.approx(182 / 365)
    assert price(one, option) == pytest.approx(60000 * 182 / 365)


@given(st.floats(0, 0.9), st.floats(0, 0.9))
@settings(max_examples=15, deadline=None)
def test_duals_lie_between_the_differences_on_either_side(east: float, west: float) -> None:
    """What one more is said to be worth is at least what a little more brings, at most what a little less costs."""
    asked = DESK
    mix = {MORE_EAST: 1 + east, MORE_WEST: 1 + west}
    here, slope = asked.value_of(mix)
    for one in mix:
        step = 0.01
        gain = asked.value_of(mix | {one: mix[one] + step})[0] - here
        loss = here - asked.value_of(mix | {one: mix[one] - step})[0]
        assert gain - 1e-5 <= slope[one] * step <= loss + 1e-5


@given(st.lists(st.integers(-180_000, 240_000), min_size=2, max_size=2, unique=True))
@settings(max_examples=15, deadline=None)
def test_more_money_never_makes_the_best_worse(budgets: list[int]) -> None:
    """Whole people, whatever the two amounts are."""
    less, more = (BUYER.within(budget) for budget in sorted(budgets))
    assert more is not None
    assert less is not None
    assert DESK.value_of(more)[0] >= DESK.value_of(less)[0] - 0.02


@pytest.mark.parametrize("people", range(5))
def test_no_whole_mix_is_better_than_the_one_bought(people: int) -> None:
    """Every division of up to four people is tried."""
    found = BUYER.within(60000 * people)
    assert found is not None
    every = (
        DESK.value_of({MORE_EAST: east, MORE_WEST: west})[0]
        for east, west in itertools.product(range(5), repeat=2)
        if east + west <= people
    )
    assert DESK.value_of(found)[0] == pytest.approx(max(every), rel=1e-3)


def test_one_more_person_is_worth_what_the_next_one_brings() -> None:
    """In the east 10 hours, 13.33 at full share; in the west 10 hours, but the east stays the least served."""
    worth = DESK.worths({})
    assert worth.person[EAST]["patrol"] == pytest.approx(10.0, abs=0.01)
    assert worth.person[EAST]["least_served_area"] == pytest.approx(10 / 0.75, abs=0.01)
    assert worth.person[WEST]["least_served_area"] == pytest.approx(0.0, abs=0.01)
    assert worth.overtime[EAST]["patrol"] == pytest.approx(1 / 7, abs=0.01)


DESK = desk()
BUYER = Buyer(DESK)


def test_of_four_equal_shares_are_two_each() -> None:
    """Three in the east and one in the west would serve the least served better."""
    assert BUYER.within(240000) == {MORE_EAST: 3, MORE_WEST: 1}
    assert Buyer(DESK, is_equal=True).within(240000) == {MORE_EAST: 2, MORE_WEST: 2}


def test_tracking_is_half_the_differences() -> None:
    """Two thirds where three quarters are due."""
    assert DESK.outcome_of({}).tracking({"east": 0.75, "west": 0.25}) == pytest.approx(1 - 1 / 12, abs=1e-4)
