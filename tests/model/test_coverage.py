"""People on shifts: each rule's optimum without it and with it, derived by hand. Shifts are eight hours long."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, on, reached, tiny, wishes


def _early(wanted: dict[str, Any], **officers: dict[str, Any]) -> dict[str, Any]:
    return {"officers": officers, "staffing": {"town": {"early": wanted}}}


def test_staffing_minimum_takes_precedence_over_a_wish_to_rest() -> None:
    """One person is wanted and the one there is wants to rest: without the rule the wish is met."""
    resting = _early({"min": 1}, ann=wishes((MON, "rest")))
    assert reached(tiny({"requests": {}}, **resting), "requests") == 0
    assert reached(tiny({"requests": {}, "staffing_minimum": {}}, **resting), "requests") == 1


def test_staffing_minimum_names_the_people_who_are_missing() -> None:
    """Three are wanted, there is one: two people short for eight hours; on a Tuesday only, nobody on Monday."""
    assert reached(tiny({"staffing_minimum": {}}, **_early({"min": 3}, ann={})), "hub_staff") == 16
    assert reached(tiny({}, **_early({"min": 3}, ann={})), "hub_staff") == 0
    two_days = tiny({"staffing_minimum": {}}, days=2, **_early({"min": 3, "days": ["tue"]}, ann={}))
    assert reached(two_days, "hub_staff") == 16


def test_staffing_minimum_counts_the_own_team_only() -> None:
    """The village's officer does not staff the town's early."""
    centre = {"base": {"lat": 52.0, "lon": -0.4}}
    areas = {"town": {**centre, "neighbours": ["village"]}, "village": {**centre, "neighbours": ["town"]}}
    lent = tiny({"staffing_minimum": {}}, areas=areas, **_early({"min": 1}, bob={"area": "village"}))
    assert reached(lent, "hub_staff") == 8


def test_staffing_minimum_preferred_costs_its_weight_for_each_person() -> None:
    """Three are wanted, there is one: two people at weight 4."""
    rules = {"staffing_minimum": {"level": "preferred", "weight": 4}}
    short = tiny(rules, **_early({"min": 3}, ann={}))
    assert (reached(short, "hub_staff"), reached(short, "preferences")) == (0, 8)


def test_staffing_preference_goes_before_requests_and_after_what_is_required() -> None:
    """Two are preferred. Two who want to rest work, at the cost of both wishes; where one is published to rest, one is
    missing, at weight 2.5.
    """
    rules = {"requests": {}, "staffing_preference": {"weight": 2.5}}
    willing = _early({"prefer": 2}, ann=wishes((MON, "rest")), bob=wishes((MON, "rest")))
    assert reached(tiny({"requests": {}}, **willing), "requests") == 0
    assert reached(tiny(rules, **willing), "requests") == 2
    one_rests = tiny(rules, **_early({"prefer": 2}, ann=on(), bob={}))
    assert (reached(one_rests, "hub_staff"), reached(one_rests, "preferences")) == (0, 2.5)


def test_staffing_maximum_turns_a_wish_down() -> None:
    """Two want the early and one may have it."""
    popular = _early({"max": 1}, ann=wishes((MON, "early")), bob=wishes((MON, "early")))
    assert reached(tiny({"requests": {}}, **popular), "requests") == 0
    assert reached(tiny({"requests": {}, "staffing_maximum": {}}, **popular), "requests") == 1


def test_staffing_maximum_names_published_people_above_it() -> None:
    """Two are published where one is the most: one person too many for eight hours."""
    crowded = _early({"max": 1}, ann=on(MON), bob=on(MON))
    assert reached(tiny({}, **crowded), "hub_staff") == 0
    assert reached(tiny({"staffing_maximum": {}}, **crowded), "hub_staff") == 8


def test_staffing_maximum_preferred_costs_its_weight_for_each_person() -> None:
    """Three are published where one is the most: two people at weight 1.5."""
    rules = {"staffing_maximum": {"level": "preferred", "weight": 1.5}}
    crowded = tiny(rules, **_early({"max": 1}, ann=on(MON), bob=on(MON), cat=on(MON)))
    assert (reached(crowded, "hub_staff"), reached(crowded, "preferences")) == (0, 3)
