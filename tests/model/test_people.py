"""Wishes: the optimum without the rule and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, SAT, SUN, TUE, WED, on, reached, tasked, tiny, wishes


def test_requests_meet_the_weightier_of_two_that_exclude_each_other() -> None:
    """Early (weight 2) or rest (weight 1): the early is given, the rest is not."""
    torn = {"officers": {"ann": wishes((MON, "early", 2), (MON, "rest"))}}
    assert reached(tiny({}, **torn), "requests") == 0
    assert reached(tiny({"requests": {}}, **torn), "requests") == 1


def test_requests_against_a_shift_count_when_it_is_worked() -> None:
    """Somebody is wanted on the early: against the early at weight 3, or, once it is published, no request at all."""
    rules: dict[str, Any] = {"requests": {}, "staffing_minimum": {}}
    staffing = {"town": {"early": {"min": 1}}}
    against = tiny(rules, officers={"ann": wishes((MON, "early", -3))}, staffing=staffing)
    assert reached(against, "requests") == 3
    published = tiny(rules, officers={"ann": {**on(MON), **wishes((MON, "early", -3))}}, staffing=staffing)
    assert reached(published, "requests") == 0


def test_requests_against_a_rest_day_ask_for_any_duty() -> None:
    """Nobody may be on the late and one of two on the early: one of two who do not want to rest rests, at weight 2."""
    idle = tiny(
        {"requests": {}, "staffing_maximum": {}},
        officers={"ann": wishes((MON, "rest", -2)), "bob": wishes((MON, "rest", -2))},
        staffing={"town": {"early": {"max": 1}, "late": {"max": 0}}},
    )
    assert reached(idle, "requests") == 2


def test_requests_give_way_to_daily_rest() -> None:
    """Monday's late and Tuesday's early cannot both be granted: the lighter wish is not met."""
    wanted = {"ann": wishes((MON, "late", 2), (TUE, "early", 5))}
    assert reached(tiny({"requests": {}, "daily_rest": {}}, days=2, officers=wanted), "requests") == 2


NIGHT: dict[str, Any] = {"night": {"start": "23:00", "end": "07:00"}}
EIGHT_A_DAY: dict[str, Any] = {"pc": {"weekly_hours": 56}}


def _shared(rules: dict[str, Any], **officers: dict[str, Any]) -> dict[str, float]:
    """What is reached on two days of one night each."""
    staffing = {"town": {"night": {"min": 1, "max": 1}}}
    required = {"staffing_minimum": {}, "staffing_maximum": {}, **rules}
    hours = {"roles": EIGHT_A_DAY, "contracts": {"third": {"weekly_hours": 56 / 3}}}
    return tasked(tiny(required, days=2, shifts=NIGHT, officers=officers, staffing=staffing, **hours))[0]


def test_even_shares_divide_the_nights() -> None:
    """Two nights for two: one each costs nothing. After one night of bob's before, three are shared, 1.5 each, of which
    he has had one: one night each now is half a night off for both; after two, both nights are hers. Where bob is
    published to rest on Tuesday, and ann to work on Monday, both are hers: one too many, and he has one too few.
    """
    nights = {"even_shares": {"of": ["nights"]}}
    assert _shared(nights, ann={}, bob={})["even_shares"] == 0
    assert _shared(nights, ann={}, bob={"history": {"counts": {"nights": 1}}})["even_shares"] == 0.5
    assert _shared(nights, ann={}, bob={"history": {"counts": {"nights": 2}}})["even_shares"] == 0
    ann, bob = {"published": {MON: "night"}}, {"published": {TUE: "rest"}}
    assert _shared(nights, ann=ann, bob=bob)["even_shares"] == 2


def test_even_shares_follow_hours() -> None:
    """Bob has a third of ann's hours: of two nights 1.5 are hers and half a one is his, a quarter each at one each.
    Where he has both, he has 1.5 too many and she as many too few: 4.5 together, at weight 2.
    """
    nights = {"even_shares": {"of": ["nights"], "weight": 2}}
    third = {"contract": "third"}
    assert _shared(nights, ann={}, bob=third)["even_shares"] == 1
    ann, bob = {"published": {TUE: "rest"}}, {"published": {MON: "night"}, **third}
    assert _shared(nights, ann=ann, bob=bob)["even_shares"] == 9


def test_even_shares_come_after_requests() -> None:
    """Ann asks for both nights and gets them: she is one over her share, bob one under."""
    asked = wishes((MON, "night"), (TUE, "night"))
    reached_here = _shared({"requests": {}, "even_shares": {"of": ["nights"]}}, ann=asked, bob={})
    assert (reached_here["requests"], reached_here["even_shares"]) == (0, 2)


def test_even_shares_count_weekends_and_cancelled_rest_days() -> None:
    """Of the two earlies of a weekend one each is fair, and ann gets both. A cancelled rest day is never expected: one
    is one too many.
    """
    early: dict[str, Any] = {
        "roles": EIGHT_A_DAY,
        "staffing": {"town": {"early": {"min": 1, "max": 1}, "late": {"max": 0}}},
    }
    rules: dict[str, Any] = {"staffing_minimum": {}, "staffing_maximum": {}, "requests": {}}
    asked = wishes((SAT, "early"), (SUN, "early"))
    both = tiny(
        rules | {"even_shares": {"of": ["weekends"]}}, start=SAT, days=2, officers={"ann": asked, "bob": {}}, **early
    )
    assert reached(both, "even_shares") == 2
    rules |= {"published_duty": {"level": "preferred"}, "even_shares": {"of": ["cancelled_rest_days"]}}
    cancelled = tiny(rules, days=2, officers={"ann": {"published": {MON: "rest"}}}, **early)
    assert reached(cancelled, "even_shares") == 1


def test_same_team_counts_duties_without_the_other() -> None:
    """Bob works with ann, and his wishes for lates go first: alone on Monday, when ann's early is published, and on
    Wednesday, when she rests; on Tuesday she is away.
    """
    ann = {"published": {MON: "early", WED: "rest"}, "unavailable": {TUE: "leave"}}
    late = {day: {"works_with": "ann", **wishes((day, "late"))} for day in (MON, TUE, WED)}
    for day, alone in ((MON, 1), (TUE, 0), (WED, 1)):
        together = tiny({"requests": {}, "same_team": {}}, days=3, officers={"ann": ann, "bob": late[day]})
        assert reached(together, "requests") == 0
        assert reached(together, "same_team") == alone


def test_same_team_brings_two_together_where_it_costs_nothing() -> None:
    """Ann's late is published and bob does not want to rest: he is late too, or, where lates are full, alone, at weight
    3.
    """
    officers = {"ann": on(MON, shift="late"), "bob": {"works_with": "ann", **wishes((MON, "rest", -1))}}
    rules: dict[str, Any] = {"requests": {}, "same_team": {"weight": 3}, "staffing_maximum": {}}
    assert reached(tiny(rules, officers=officers), "same_team") == 0
    full = {"town": {"late": {"max": 1}}}
    assert reached(tiny(rules, officers=officers, staffing=full), "same_team") == 3
