"""Least days in a row, nights and rest days: each optimum without the rule and with it, derived by hand.

One officer, four days from Monday, duties and nights of eight hours. A wish for a duty has weight 5, so that it is met
at the cost of wishes for rest, of weight 1, where it can be.
"""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, SHIFTS, THU, TUE, WED, reached, tiny, wishes

NIGHTS = {**SHIFTS, "night": {"start": "23:00", "end": "07:00"}}
DAYS = (MON, TUE, WED, THU)


def _unmet(rules: dict[str, Any], *wanted: str, **officer: Any) -> float:
    """Weight of the wishes that are not met: a shift, of weight 5, or rest, day by day; `any` wishes nothing."""
    weights = [(day, wish, 1.0 if wish == "rest" else 5.0) for day, wish in zip(DAYS, wanted, strict=True)]
    ann = {**wishes(*(wish for wish in weights if wish[1] != "any")), **officer}
    return reached(tiny({"requests": {}, **rules}, days=4, shifts=NIGHTS, officers={"ann": ann}), "requests")


def _one_day(rule: str, numbers: dict[str, Any], shift: str, days: list[str], **officer: Any) -> float:
    """What a preferred rule costs at weight 3 where just these days have the shift, and nobody is on any other."""
    closed = {name: {"max": 0} for name in NIGHTS}
    wanted = {"max": 0, "dates": {day: {"min": 1} for day in days}}
    rules = {"staffing_minimum": {}, "staffing_maximum": {}, rule: {"level": "preferred", "weight": 3, **numbers}}
    staffing = {"town": closed | {shift: wanted}}
    scene = tiny(rules, days=4, shifts=NIGHTS, staffing=staffing, officers={"ann": officer})
    assert reached(scene, "hub_staff") == 0
    return reached(scene, "preferences")


LEAST_DUTIES = {"consecutive_duties": {"least": 2}}


def test_consecutive_duties_least_gives_a_single_duty_another_beside_it() -> None:
    """A duty on Tuesday alone becomes two; on Thursday, at the end of the horizon, it may be the first of two."""
    assert _unmet({}, "rest", "early", "rest", "rest") == 0
    assert _unmet(LEAST_DUTIES, "rest", "early", "rest", "rest") == 1
    assert _unmet(LEAST_DUTIES, "rest", "rest", "rest", "early") == 0


def test_consecutive_duties_least_counts_the_days_before_the_horizon() -> None:
    """Monday's duty is the second in a row, or after a rest day the first; where nothing is known it may be either."""
    one_day = ("early", "rest", "rest", "rest")
    assert _unmet(LEAST_DUTIES, *one_day, history={"consecutive_days": 1}) == 0
    assert _unmet(LEAST_DUTIES, *one_day, history={"consecutive_rest_days": 1}) == 1
    assert _unmet(LEAST_DUTIES, *one_day, history={"last_duty_ends": "2025-05-30T15:00"}) == 1
    assert _unmet(LEAST_DUTIES, *one_day) == 0
    three = {"consecutive_duties": {"least": 3}}
    assert _unmet(three, *one_day, history={"consecutive_rest_days": 1}) == 2
    assert _unmet(three, *one_day, history={"consecutive_days": 1}) == 1


def test_consecutive_duties_least_lets_published_days_be() -> None:
    """After a rest day, Monday's published duty may stay alone; Wednesday's, with rest published after it, may not."""
    published: dict[str, Any] = {"published": {MON: "early", THU: "rest"}, "history": {"consecutive_rest_days": 1}}
    assert _unmet(LEAST_DUTIES, "any", "rest", "rest", "any", **published) == 0
    assert _unmet(LEAST_DUTIES, "any", "rest", "early", "any", **published) == 1


def test_consecutive_duties_preferred_cost_their_weight_for_each_day_missing() -> None:
    """Of three in a row one is worked: two are missing. Of two with one before, none is; after rest, one."""
    assert _one_day("consecutive_duties", {"least": 3}, "early", [TUE]) == 6
    assert _one_day("consecutive_duties", {"least": 3}, "early", [MON], history={"consecutive_days": 1}) == 3
    assert _one_day("consecutive_duties", {"least": 3}, "early", [MON]) == 0


def test_consecutive_nights_put_another_night_off_after_the_most() -> None:
    """Two in a row at most: of four wishes one is not met, and after two nights before the horizon two are not."""
    most = {"consecutive_nights": {"most": 2}}
    four = ("night",) * 4
    assert _unmet({}, *four) == 0
    assert _unmet(most, *four) == 5
    assert _unmet(most, *four, history={"consecutive_nights": 2}) == 10
    assert _unmet(most, "night", "early", "night", "night", history={"consecutive_nights": 1}) == 0


def test_consecutive_nights_reach_as_far_as_those_published() -> None:
    """Three nights are published where two are the most: they stay, and a fourth is not granted."""
    published = {"published": dict.fromkeys((MON, TUE, WED), "night")}
    most = {"consecutive_nights": {"most": 2}}
    assert _unmet({}, "any", "any", "any", "night", **published) == 0
    assert _unmet(most, "any", "any", "any", "night", **published) == 5


def test_consecutive_nights_least_gives_a_single_night_another_beside_it() -> None:
    """A night on Tuesday alone becomes two; at the end it need not. On Monday it is the second after one before the
    horizon, and the first where none is known.
    """
    least = {"consecutive_nights": {"least": 2}}
    monday, tuesday = ("night", "rest", "rest", "rest"), ("rest", "night", "rest", "rest")
    assert _unmet(least, *tuesday) == 1
    assert _unmet(least, "rest", "rest", "rest", "night") == 0
    assert _unmet(least, *monday, history={"consecutive_nights": 1}) == 0
    assert _unmet(least, *monday) == 1


def test_consecutive_nights_preferred_cost_their_weight_for_each_day() -> None:
    """Four nights where two are the most are two too many; one where three are the least is two too few."""
    assert _one_day("consecutive_nights", {"most": 2}, "night", list(DAYS)) == 6
    assert _one_day("consecutive_nights", {"least": 3}, "night", [TUE]) == 6


PAIRS: dict[str, Any] = {"consecutive_rest_days": {"least": 2}}


def test_consecutive_rest_days_come_in_pairs() -> None:
    """A rest day on Tuesday between two duties is not granted; at the end it is."""
    assert _unmet({}, "early", "rest", "early", "early") == 0
    assert _unmet(PAIRS, "early", "rest", "early", "early") == 1
    assert _unmet(PAIRS, "early", "early", "early", "rest") == 0
    assert _unmet({"consecutive_rest_days": {"least": 3}}, "early", "rest", "rest", "early") == 2


def test_consecutive_rest_days_count_those_before_the_horizon() -> None:
    """After one rest day before the horizon Monday is another; after a duty Monday's rest needs Tuesday's; where
    nothing is known, nothing.
    """
    for history, wanted, unmet in (
        ({"consecutive_rest_days": 1}, ("early", "any", "any", "any"), 5),
        ({"consecutive_rest_days": 1}, ("rest", "early", "any", "any"), 0),
        ({"consecutive_days": 1}, ("rest", "early", "any", "any"), 1),
        ({}, ("rest", "early", "any", "any"), 0),
    ):
        assert _unmet(PAIRS, *wanted, history=history) == unmet


def test_consecutive_rest_days_between_two_published_duties_may_be_few() -> None:
    """Monday and Wednesday are published, and Tuesday's rest is granted; before Thursday's early Wednesday's is not,
    where only Tuesday's duty is published.
    """
    assert _unmet(PAIRS, "any", "rest", "any", "any", published={MON: "early", WED: "early"}) == 0
    assert _unmet(PAIRS, "any", "any", "rest", "early", published={TUE: "early"}) == 1


def test_consecutive_rest_days_preferred_cost_their_weight_for_each_day_missing() -> None:
    """One rest day between duties on Monday and Wednesday where three are due: two are missing, published or not. Of
    four, one before the horizon and Monday: two are missing too.
    """
    for published in ({}, {TUE: "rest"}):
        assert _one_day("consecutive_rest_days", {"least": 3}, "early", [MON, WED], published=published) == 6
    before = {"history": {"consecutive_rest_days": 1}}
    assert _one_day("consecutive_rest_days", {"least": 4}, "early", [TUE], **before) == 6
