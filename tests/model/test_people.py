"""Wishes: the optimum without the rule and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, TUE, on, reached, tiny, wishes


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
