"""Who has which duty: each rule's optimum without it and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, SUN, THU, TUE, WED, on, reached, reached_without, tiny, wishes

TEN_POUNDS = {"pc": {"annual_cost": 10 * 40 * 52.1429}}
"""An hour of a constable costs 10 pounds."""


def test_one_duty_a_day_grants_one_of_two_wishes_for_a_day() -> None:
    """Early and late touch but do not overlap: without the rule both wishes are met, with it one is not."""
    both = tiny({"requests": {}}, officers={"ann": wishes((MON, "early"), (MON, "late"))})
    assert reached_without("one_duty_a_day", both, "requests") == 0
    assert reached(both, "requests") == 1


def test_availability_keeps_someone_on_leave_from_the_only_shift_to_staff() -> None:
    """One person is wanted on an early of eight hours, and the only one is away: eight person-hours are short."""
    staffing = {"town": {"early": {"min": 1}}}
    officers = {"ann": {"unavailable": {MON: "leave"}}}
    on_leave = {"officers": officers, "staffing": staffing}
    assert reached(tiny({"staffing_minimum": {}}, **on_leave), "hub_staff") == 0
    assert reached(tiny({"staffing_minimum": {}, "availability": {}}, **on_leave), "hub_staff") == 8


def test_availability_preferred_costs_its_weight_where_someone_away_is_needed() -> None:
    """Two people are wanted and one of two is away: she comes in, one breach of weight 3."""
    needed = tiny(
        {"staffing_minimum": {}, "availability": {"level": "preferred", "weight": 3}},
        officers={"ann": {"unavailable": {MON: "leave"}}, "bob": {}},
        staffing={"town": {"early": {"min": 2}}},
    )
    assert reached(needed, "hub_staff") == 0
    assert reached(needed, "preferences") == 3


def test_availability_preferred_holds_where_someone_else_can_come() -> None:
    """With two others the two duties go to them; without rows the one on leave, who asks for the duty, would come."""
    rules = {"staffing_maximum": {}, "requests": {}, "availability": {"level": "preferred"}}
    officers = {"ann": {"unavailable": {MON: "leave"}, **wishes((MON, "early", 2))}, "bob": wishes((MON, "early"))}
    spared = tiny(rules, officers=officers, staffing={"town": {"early": {"max": 1}}})
    assert reached(spared, "preferences") == 0
    assert reached(spared, "requests") == 2


def test_published_duty_is_worked_even_above_the_largest_number() -> None:
    """Nobody may be on the early, one duty of eight hours is published: eight person-hours too many."""
    published = tiny({"staffing_maximum": {}}, officers={"ann": on(MON)}, staffing={"town": {"early": {"max": 0}}})
    assert reached_without("published_duty", published, "hub_staff") == 0
    assert reached(published, "hub_staff") == 8


def test_published_duty_leaves_a_published_rest_day_free() -> None:
    """Nobody may be on Monday's early, which is published, and one is wanted on Tuesday's late, which is published as
    rest: eight hours too many and eight short. Without the rule's rows the early would be dropped.
    """
    staffing = {"town": {"early": {"max": 0, "days": ["mon"]}, "late": {"min": 1, "days": ["tue"]}}}
    rest = tiny({"staffing_minimum": {}, "staffing_maximum": {}}, days=2, officers={"ann": on(MON)}, staffing=staffing)
    assert reached_without("published_duty", rest, "hub_staff") == 8
    assert reached(rest, "hub_staff") == 16


def test_published_duty_preferred_costs_its_weight_for_every_hundred_pounds() -> None:
    """A late is wanted where an early is published: one plain hour of 10 pounds, at weight 5. Where it is published as
    rest, a day's notice makes it eight hours at one and a half, 120 pounds.
    """
    rules: dict[str, Any] = {"staffing_minimum": {}, "published_duty": {"level": "preferred", "weight": 5}}
    late = {"roles": TEN_POUNDS, "staffing": {"town": {"late": {"min": 1}}}}
    for published, cost in (("early", 0.5), ("rest", 6.0), ("late", 0.0)):
        moved = tiny(rules, officers={"ann": {"published": {MON: published}}}, **late)
        assert (reached(moved, "hub_staff"), reached(moved, "preferences")) == (0, cost)


def test_published_duty_preferred_changes_nothing_for_less_than_it_costs() -> None:
    """One more person on the late is worth 1, a cancelled rest day costs 1.2: nobody comes in. At 1.3 somebody does."""
    for worth, cost in ((1.0, 1.0), (1.3, 1.2)):
        rules: dict[str, Any] = {"staffing_preference": {"weight": worth}, "published_duty": {"level": "preferred"}}
        published = {"ann": {"published": {MON: "rest"}}}
        scene = tiny(rules, officers=published, roles=TEN_POUNDS, staffing={"town": {"late": {"prefer": 1}}})
        assert reached(scene, "preferences") == cost


def test_published_changes_are_limited_for_everybody_together() -> None:
    """Two lates are wanted where two earlies are published, and Tuesday's where rest is: three changes are asked for.
    With one allowed, two of the three lates of eight hours are short.
    """
    lates = {"town": {"late": {"min": 2, "dates": {TUE: {"min": 1}}}}}
    officers = {name: {"published": {MON: "early", TUE: "rest"}} for name in ("ann", "bob")}
    rules: dict[str, Any] = {"staffing_minimum": {}, "published_duty": {"level": "preferred"}}
    scene = {"days": 2, "officers": officers, "staffing": lates}
    assert reached(tiny(rules, **scene), "hub_staff") == 0
    for most, short in ((3, 0), (2, 8), (1, 16)):
        limited = tiny(rules | {"published_changes": {"level": "required", "most": most}}, **scene)
        assert reached(limited, "hub_staff") == short


def test_working_pattern_repeats_and_leaves_published_days_alone() -> None:
    """The pattern's first week, in which only Monday's early is allowed, is the one before the horizon; in its second
    only Tuesday's late is. Monday's late is published. Of wishes for the others one of three is met.
    """
    pattern = {"pattern": [{"mon": ["early"]}, {"tue": ["late"]}], "pattern_from": "2025-05-31"}
    ann = {"contract": "part-time", "published": {MON: "late"}, **wishes((TUE, "late"), (WED, "late"), (THU, "early"))}
    scene = {"days": 4, "contracts": {"part-time": pattern}, "officers": {"ann": ann}}
    assert reached(tiny({"requests": {}}, **scene), "requests") == 0
    assert reached(tiny({"requests": {}, "working_pattern": {}}, **scene), "requests") == 2


def test_working_pattern_preferred_costs_its_weight_for_each_duty() -> None:
    """One person is wanted early and the only one has a pattern of lates: one breach of weight 3."""
    rules = {"staffing_minimum": {}, "working_pattern": {"level": "preferred", "weight": 3}}
    lates = {"lates": {"pattern": [{"mon": ["late"]}]}}
    officers = {"ann": {"contract": "lates"}}
    off = tiny(rules, contracts=lates, officers=officers, staffing={"town": {"early": {"min": 1}}})
    assert (reached(off, "hub_staff"), reached(off, "preferences")) == (0, 3)


def test_rotation_is_followed_from_one_of_its_weeks_on() -> None:
    """Monday and Tuesday are early and late, or late and early: of wishes for two earlies one is met."""
    scene = {"days": 2, "officers": {"ann": {"rotation": "swing", **wishes((MON, "early"), (TUE, "early"))}}}
    assert reached(tiny({"requests": {}}, rotations=_swing(), **scene), "requests") == 0
    assert reached(tiny({"requests": {}, "rotation": {}}, rotations=_swing(), **scene), "requests") == 1


def test_rotation_turns_on_mondays() -> None:
    """Sunday belongs to one week of the rotation, Monday to the next: early and late, or late and early."""
    start = {"start": SUN, "days": 2}
    officers = {"ann": {"rotation": "swing", **wishes((SUN, "early"), ("2025-06-09", "early"))}}
    weeks = {"swing": {"weeks": [["early"] * 7, ["late"] * 7]}}
    assert reached(tiny({"requests": {}}, rotations=weeks, officers=officers, **start), "requests") == 0
    assert reached(tiny({"requests": {}, "rotation": {}}, rotations=weeks, officers=officers, **start), "requests") == 1


def test_rotation_of_a_team_starts_in_the_same_week_for_all() -> None:
    """Two wish for a Monday early and a Monday late: each from a week of their own, or one of them in vain. Who has
    published days follows on the others only.
    """
    people = {"ann": wishes((MON, "early")), "bob": wishes((MON, "late")), "cat": {"published": {MON: "late"}}}
    officers = {name: {"rotation": "swing", **one} for name, one in people.items()}
    for choose, unmet in (("officer", 0), ("team", 1)):
        rota = _swing(choose=choose)
        rostered = tiny({"requests": {}, "rotation": {}}, days=2, officers=officers, rotations=rota)
        assert reached(rostered, "requests") == unmet


def _swing(**more: str) -> dict[str, Any]:
    rest = ["rest"] * 5
    return {"swing": {"weeks": [["early", "late", *rest], ["late", "early", *rest]], **more}}
