"""Who has which duty: each rule's optimum without it and with it, derived by hand."""

from __future__ import annotations

from tests.model.tiny import MON, on, reached, reached_without, tiny, wishes


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
