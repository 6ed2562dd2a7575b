"""Weekends off and limits on shifts: each optimum without the rule and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, SAT, TUE, WED, reached, tiny, wishes

NEXT_SUNDAY, THIRD_SATURDAY = "2025-06-15", "2025-06-21"


def _unmet(rules: dict[str, Any], *days: str, **officer: Any) -> float:
    """Wishes for earlies not met, over 15 days from a Saturday: two weekends, and the Saturday of a third."""
    ann = {**wishes(*((day, "early") for day in days)), **officer}
    return reached(tiny({"requests": {}, **rules}, start=SAT, days=15, officers={"ann": ann}), "requests")


def test_weekends_off_grant_one_of_two_weekends_in_a_row() -> None:
    """One off in any two: of wishes for a Saturday and the next week's Sunday one is met; of three weekends in a row
    the one in the middle is off.
    """
    alternate: dict[str, Any] = {"weekends_off": {"least": 1, "in_weekends": 2}}
    assert _unmet({}, SAT, NEXT_SUNDAY) == 0
    assert _unmet(alternate, SAT, NEXT_SUNDAY) == 1
    assert _unmet(alternate, SAT, NEXT_SUNDAY, THIRD_SATURDAY) == 1
    assert _unmet(alternate, SAT, "2025-06-08", THIRD_SATURDAY) == 0


def test_weekends_off_count_those_before_the_horizon() -> None:
    """One off in any three: after a weekend worked, one of the next two is off; what is not known was off. A third in a
    row is never worked, though only its Saturday lies in the horizon.
    """
    rules = {"weekends_off": {"least": 1, "in_weekends": 3}}
    for recent, unmet in (([], 0), (["off"], 0), (["worked"], 1), (["worked", "off"], 0)):
        history = {"recent_weekends": recent}
        assert _unmet(rules, SAT, NEXT_SUNDAY, history=history) == unmet
        assert _unmet(rules, SAT, NEXT_SUNDAY, THIRD_SATURDAY, history=history) == 1


def test_weekends_off_reach_as_far_as_those_published() -> None:
    """Two weekends in a row are published where one of two is off: they stay, and a third is not granted."""
    published = {"published": {SAT: "early", NEXT_SUNDAY: "early"}}
    rules = {"weekends_off": {"least": 1, "in_weekends": 2}}
    assert _unmet({}, THIRD_SATURDAY, **published) == 0
    assert _unmet(rules, THIRD_SATURDAY, **published) == 1


def test_weekends_off_preferred_cost_their_weight_for_each_window() -> None:
    """Every Saturday wants one person and there is one: three weekends in a row, two pairs of them, at weight 4."""
    rules = {"staffing_minimum": {}, "weekends_off": {"level": "preferred", "weight": 4, "in_weekends": 2}}
    scene = tiny(rules, start=SAT, days=15, staffing={"town": {"early": {"min": 1, "days": ["sat"]}}})
    assert (reached(scene, "hub_staff"), reached(scene, "preferences")) == (0, 8)


def test_shift_limits_turn_wishes_down() -> None:
    """One early at most, two by contract, or the two that are published: of three wishes two or one are not met."""
    published = dict.fromkeys((MON, TUE), "early")
    cases: list[tuple[dict[str, Any], dict[str, str], int]] = [
        ({}, {}, 2),
        ({"shift_limits": {"early": 2}}, {}, 1),
        ({}, published, 1),
    ]
    for contract, known, unmet in cases:
        asked = wishes(*((day, "early") for day in (MON, TUE, WED) if day not in known))
        scene = {"contracts": {"own": contract}, "officers": {"ann": {"contract": "own", "published": known, **asked}}}
        assert reached(tiny({"requests": {}}, days=3, **scene), "requests") == 0
        limited = tiny({"requests": {}, "shift_limits": {"most": {"early": 1}}}, days=3, **scene)
        assert reached(limited, "requests") == unmet


def test_shift_limits_preferred_cost_their_weight_for_each_duty() -> None:
    """Three earlies want the one person there is, where one is the most: two too many, at weight 3."""
    limits = {"level": "preferred", "weight": 3, "most": {"early": 1}}
    staffing = {"town": {"early": {"min": 1}}}
    over = tiny({"staffing_minimum": {}, "shift_limits": limits}, days=3, staffing=staffing)
    assert (reached(over, "hub_staff"), reached(over, "preferences")) == (0, 6)
