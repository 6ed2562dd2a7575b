"""Rest and hours: each rule's optimum without it and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import FRI, MON, SAT, SHIFTS, SUN, THU, TUE, WED, reached, tiny, wishes

WEEK = (MON, TUE, WED, THU, FRI, SAT, SUN)


def _unmet(rule: str, numbers: dict[str, Any], *earlies: str, **more: Any) -> tuple[float, float]:
    """Requests for early duties that are not met, without a rule and with it; all shifts are eight hours long."""
    officers = {"ann": {**wishes(*((day, "early") for day in earlies)), **more.pop("officer", {})}}
    free = tiny({"requests": {}}, officers=officers, **more)
    bound = tiny({"requests": {}, rule: numbers}, officers=officers, **more)
    return reached(free, "requests"), reached(bound, "requests")


def _late_then_early(rest: float, *, start: str = MON, late_ends: str = "23:00") -> tuple[float, float]:
    days = {MON: TUE, "2025-10-25": "2025-10-26", "2025-03-29": "2025-03-30"}
    officers = {"ann": wishes((start, "late"), (days[start], "early"))}
    shifts = {"early": {"start": "07:00", "end": "15:00"}, "late": {"start": "15:00", "end": late_ends}}
    free = tiny({"requests": {}}, days=2, start=start, officers=officers, shifts=shifts)
    bound = tiny({"requests": {}, "daily_rest": {"hours": rest}}, days=2, start=start, officers=officers, shifts=shifts)
    return reached(free, "requests"), reached(bound, "requests")


def test_daily_rest_grants_a_late_or_the_early_after_it() -> None:
    """From 23:00 to 07:00 are eight hours: eight hours of rest allow both wishes, half an hour more only one."""
    assert _late_then_early(8) == (0, 0)
    assert _late_then_early(8.5) == (0, 1)


def test_daily_rest_is_counted_in_elapsed_hours() -> None:
    """From 21:00 to 07:00 are ten hours on the clock: eleven in the night the clocks go back, nine when forward."""
    assert _late_then_early(11, start="2025-10-25", late_ends="21:00") == (0, 0)
    assert _late_then_early(11.5, start="2025-10-25", late_ends="21:00") == (0, 1)
    assert _late_then_early(9, start="2025-03-29", late_ends="21:00") == (0, 0)
    assert _late_then_early(9.5, start="2025-03-29", late_ends="21:00") == (0, 1)


def test_daily_rest_counts_from_the_last_duty_before_the_horizon() -> None:
    """A duty that ended at 20:30 on Sunday forbids Monday 07:00 if eleven hours are due, ten and a half do not."""
    history = {"officer": {"history": {"last_duty_ends": "2025-06-01T20:30"}}}
    assert _unmet("daily_rest", {"hours": 11}, MON, **history) == (0, 1)
    assert _unmet("daily_rest", {"hours": 10.5}, MON, **history) == (0, 0)


def test_daily_rest_looks_past_the_next_day() -> None:
    """With 48 hours due, duties that end at 15:00 forbid the days after and, until 15:00, the day after that: of three
    days' earlies one is granted, of four (07:00 on the fourth day is 64 hours later) two.
    """
    assert _unmet("daily_rest", {"hours": 48}, MON, TUE, WED, days=3) == (0, 2)
    assert _unmet("daily_rest", {"hours": 48}, MON, TUE, WED, THU, days=4) == (0, 2)


def test_daily_rest_binds_a_free_day_after_a_published_one() -> None:
    """Monday's late is published; Tuesday's early, free to roster, is not granted; on Wednesday it is."""
    officer = {"officer": {"published": {MON: "late"}}}
    assert _unmet("daily_rest", {}, TUE, WED, days=3, **officer) == (0, 1)


def test_daily_rest_preferred_costs_its_weight_where_one_person_must_do_both() -> None:
    """Late and the next early are wanted and there is one person: both worked, one breach of weight 5."""
    staffing = {"town": {"late": {"min": 1, "days": ["mon"]}, "early": {"min": 1, "days": ["tue"]}}}
    rules = {"staffing_minimum": {}, "daily_rest": {"level": "preferred", "weight": 5}}
    one, two = (tiny(rules, days=2, officers={name: {} for name in names}, staffing=staffing) for names in ("a", "ab"))
    assert (reached(one, "hub_staff"), reached(one, "preferences")) == (0, 5)
    assert (reached(two, "hub_staff"), reached(two, "preferences")) == (0, 0)


def test_daily_rest_preferred_counts_a_breach_once() -> None:
    """A night to Tuesday 07:00 is too soon before Tuesday's early and late; working the early breaks the rule once."""
    staffing = {"town": {"night": {"min": 1, "days": ["mon"]}, "early": {"min": 1, "days": ["tue"]}}}
    shifts = {**SHIFTS, "night": {"start": "23:00", "end": "07:00"}}
    rules = {"staffing_minimum": {}, "daily_rest": {"level": "preferred", "weight": 5}}
    assert reached(tiny(rules, days=2, staffing=staffing, shifts=shifts), "preferences") == 5


def test_weekly_hours_grants_five_duties_of_six() -> None:
    """Five times eight hours fill a week of 40; with a tolerance of eight hours a sixth fits."""
    assert _unmet("weekly_hours", {}, *WEEK[:6], days=7) == (0, 1)
    assert _unmet("weekly_hours", {"tolerance_hours": 7.5}, *WEEK[:6], days=7) == (0, 1)
    assert _unmet("weekly_hours", {}, *WEEK[:6], days=6) == (0, 2)  # 40 x 6/7 is 34.3: four duties
    assert _unmet("weekly_hours", {"tolerance_hours": 8}, *WEEK, days=7) == (0, 1)


def test_weekly_hours_begin_anew_each_week() -> None:
    """Six wishes in each of two weeks: one is unmet in each."""
    days = (*WEEK[:6], *(f"2025-06-{day:02}" for day in range(9, 15)))
    assert _unmet("weekly_hours", {}, *days, days=14) == (0, 2)


def test_weekly_hours_allow_what_was_published_and_no_more() -> None:
    """Six published duties make 48 hours; a wish for the seventh day is not met."""
    officer = {"officer": {"published": dict.fromkeys(WEEK[:6], "early")}}
    assert _unmet("weekly_hours", {}, SUN, days=7, **officer) == (0, 1)


def test_weekly_hours_preferred_costs_its_weight_for_each_hour_over() -> None:
    """Six earlies want one person each and there is one: eight hours over, at weight 2."""
    staffing = {"town": {"early": {"min": 1, "days": ["mon", "tue", "wed", "thu", "fri", "sat"]}}}
    rules = {"staffing_minimum": {}, "weekly_hours": {"level": "preferred", "weight": 2}}
    over = tiny(rules, days=7, staffing=staffing)
    assert (reached(over, "hub_staff"), reached(over, "preferences")) == (0, 16)


def test_average_weekly_hours_leave_what_the_weeks_before_left() -> None:
    """17 weeks of 48 hours are 816; after 800 hours two duties of eight fit, after 801 one."""
    after = {hours: {"officer": {"history": {"hours_last_16_weeks": hours}}, "days": 7} for hours in (800, 801)}
    assert _unmet("average_weekly_hours", {}, MON, TUE, WED, **after[800]) == (0, 1)
    assert _unmet("average_weekly_hours", {}, MON, TUE, WED, **after[801]) == (0, 2)


def test_average_weekly_hours_let_history_fade_week_by_week() -> None:
    """After 800 hours in 16 weeks: the first week may hold 16 hours; at the end of the second, 15 weeks of history
    (750 hours) leave 66 for both, eight duties of eight hours. Of three wishes in the first week and seven in the
    second, two and six are met.
    """
    officer = {"officer": {"history": {"hours_last_16_weeks": 800}}}
    days = (MON, TUE, WED, *(f"2025-06-{day:02}" for day in range(9, 16)))
    assert _unmet("average_weekly_hours", {}, *days, days=14, **officer) == (0, 2)


def test_average_weekly_hours_preferred_costs_its_weight_for_each_hour_over() -> None:
    """One duty of eight hours is wanted and 816 are worked already: eight hours over, at weight 0.5."""
    over = tiny(
        {"staffing_minimum": {}, "average_weekly_hours": {"level": "preferred", "weight": 0.5}},
        officers={"ann": {"history": {"hours_last_16_weeks": 816}}},
        staffing={"town": {"early": {"min": 1}}},
    )
    assert (reached(over, "hub_staff"), reached(over, "preferences")) == (0, 4)


def test_consecutive_duties_put_a_free_day_after_the_most() -> None:
    """At most three in a row: of five days one stays free."""
    assert _unmet("consecutive_duties", {"most": 3}, *WEEK[:5], days=5) == (0, 1)
    assert _unmet("consecutive_duties", {"most": 5}, *WEEK[:6], days=6) == (0, 1)


def test_consecutive_duties_count_the_days_before_the_horizon() -> None:
    """At most three in a row, five days: after two days Monday is the third, Tuesday is free, three more follow (one
    unmet); after three, Monday and Friday are free (two); after five days, no less.
    """
    for worked, unmet in ((2, 1), (3, 2), (5, 2)):
        officer = {"officer": {"history": {"consecutive_days": worked}}}
        assert _unmet("consecutive_duties", {"most": 3}, *WEEK[:5], days=5, **officer) == (0, unmet)


def test_consecutive_duties_preferred_cost_their_weight_for_each_day_too_many() -> None:
    """Five days want the one person there is: Thursday and Friday are each a fourth day in a row, at weight 3."""
    rules = {"staffing_minimum": {}, "consecutive_duties": {"level": "preferred", "weight": 3, "most": 3}}
    over = tiny(rules, days=5, staffing={"town": {"early": {"min": 1}}})
    assert (reached(over, "hub_staff"), reached(over, "preferences")) == (0, 6)


def test_weekly_hours_least_takes_duties_from_who_would_rest() -> None:
    """Eleven hours in a free week are two duties of eight. With a published day and one away they are 11 x 5/7, 7.9:
    one. A week of six days has no least.
    """
    rest = dict.fromkeys(WEEK, "rest")
    away = {"published": {MON: "early"}, "unavailable": {TUE: "leave"}}
    for days, more, unmet in ((7, {}, 2), (7, away, 1), (6, {}, 0)):
        ann = {**wishes(*rest.items()), **more}
        free, bound = (
            tiny({"requests": {}, **rules}, days=days, officers={"ann": ann})
            for rules in ({}, {"weekly_hours": {"least_hours": 11}})
        )
        assert (reached(free, "requests"), reached(bound, "requests")) == (0, unmet)


def test_weekly_hours_preferred_costs_its_weight_for_each_hour_missing() -> None:
    """Nobody may be on any shift: 14 hours are missing, at weight 2."""
    rules = {"staffing_maximum": {}, "weekly_hours": {"level": "preferred", "weight": 2, "least_hours": 14}}
    closed = tiny(rules, days=7, staffing={"town": {"early": {"max": 0}, "late": {"max": 0}}})
    assert (reached(closed, "hub_staff"), reached(closed, "preferences")) == (0, 28)


def test_weekly_hours_are_those_of_the_contract() -> None:
    """A contract of 16 hours a week allows two duties of eight, whatever the role says."""
    part_time = {"contracts": {"part-time": {"weekly_hours": 16}}, "officer": {"contract": "part-time"}}
    assert _unmet("weekly_hours", {}, *WEEK[:3], days=7, **part_time) == (0, 1)


LATE_THEN_EARLY: dict[str, Any] = {"after": {"late": ["early"]}}


def _wished(rules: dict[str, Any], *wanted: tuple[str, str] | tuple[str, str, float], **officer: Any) -> float:
    """Wishes of the one officer there is that are not met."""
    ann = {**wishes(*wanted), **officer}
    return reached(tiny({"requests": {}, **rules}, days=4, officers={"ann": ann}), "requests")


def test_forbidden_successions_grant_one_of_two_shifts_on_days_that_follow() -> None:
    """No early after a late: of Monday's late and Tuesday's early one is granted; a day between makes both possible."""
    next_day, day_between = ((MON, "late"), (TUE, "early")), ((MON, "late"), (WED, "early"))
    assert _wished({}, *next_day) == 0
    assert _wished({"forbidden_successions": LATE_THEN_EARLY}, *next_day) == 1
    assert _wished({"forbidden_successions": LATE_THEN_EARLY}, *day_between) == 0


def test_forbidden_successions_know_the_shift_before_the_horizon() -> None:
    """After a late on Sunday, Monday's early is not granted; where nothing is known it is."""
    rules = {"forbidden_successions": LATE_THEN_EARLY}
    assert _wished(rules, (MON, "early"), history={"last_shift": "late"}) == 1
    assert _wished(rules, (MON, "early"), history={"last_shift": "early"}) == 0
    assert _wished(rules, (MON, "early")) == 0


def test_forbidden_successions_let_two_published_duties_be() -> None:
    """Monday's late and Tuesday's early are published; after Wednesday's late, Thursday's early is not granted. Nor are
    the two changed where they could be, at a price.
    """
    rules: dict[str, Any] = {"forbidden_successions": LATE_THEN_EARLY}
    published = {MON: "late", TUE: "early", WED: "late"}
    assert _wished(rules, (THU, "early"), published=published) == 1
    assert _wished({}, (THU, "early"), published=published) == 0
    may_change: dict[str, Any] = {**rules, "published_duty": {"level": "preferred"}}
    paid = {"days": 4, "roles": {"pc": {"annual_cost": 20_000}}, "officers": {"ann": {"published": published}}}
    assert reached(tiny(may_change, **paid), "preferences") == 0


def test_forbidden_successions_preferred_count_a_breach_once() -> None:
    """Late and night both forbid the next early; one person has to work late and then early, at weight 5."""
    staffing = {"town": {"late": {"min": 1, "days": ["mon"]}, "early": {"min": 1, "days": ["tue"]}}}
    after = {"late": ["early"], "night": ["early", "late"]}
    rules = {"staffing_minimum": {}, "forbidden_successions": {"level": "preferred", "weight": 5, "after": after}}
    shifts = {**SHIFTS, "night": {"start": "23:00", "end": "07:00"}}
    assert reached(tiny(rules, days=2, staffing=staffing, shifts=shifts), "preferences") == 5


def test_contract_hours_are_worked_neither_more_nor_less() -> None:
    """40 hours give or take four are five duties of eight in a week: two wishes of seven for a duty are not met, nor
    five of seven for rest. With two days of leave, 28.6 hours are four duties.
    """
    required: dict[str, Any] = {"availability": {}, "contract_hours": {"level": "required", "tolerance_hours": 4}}
    leave = {"unavailable": {SAT: "leave", SUN: "leave"}}
    for wish, officer, unmet in (("early", {}, 2), ("rest", {}, 5), ("rest", leave, 4)):
        ann = {**wishes(*((day, wish) for day in WEEK if day not in officer.get("unavailable", ()))), **officer}
        free, bound = (tiny({"requests": {}, **rules}, days=7, officers={"ann": ann}) for rules in ({}, required))
        assert (reached(free, "requests"), reached(bound, "requests")) == (0, unmet)


def test_contract_hours_may_be_stated_and_reach_as_far_as_what_is_published() -> None:
    """A contract states eight hours; two earlies are published, so that 16 are the most: a third is not granted."""
    few = {"contracts": {"few": {"hours": {"least": 8, "most": 8}}}}
    officer = {"contract": "few", "published": {MON: "early", TUE: "early"}}
    required = {"level": "required"}
    assert _unmet("contract_hours", required, WED, days=3, officer=officer, **few) == (0, 1)
    assert _unmet("contract_hours", required, WED, days=3, officer={"contract": "few"}, **few) == (0, 0)


def test_contract_hours_preferred_cost_their_weight_for_each_hour_outside() -> None:
    """Nobody may be on any shift: 40 hours less the tolerance of four are missing, at weight 0.5."""
    hours = {"level": "preferred", "weight": 0.5, "tolerance_hours": 4}
    closed = {"town": {"early": {"max": 0}, "late": {"max": 0}}}
    idle = tiny({"staffing_maximum": {}, "contract_hours": hours}, days=7, staffing=closed)
    assert reached(idle, "preferences") == 18


NIGHT_WORKER: dict[str, Any] = {"contracts": {"nights": {"night_worker": True}}}


def test_average_night_hours_bind_night_workers_only() -> None:
    """17 weeks of six days of eight hours are 816; after 800 hours two duties of eight fit, for night workers."""
    history = {"history": {"hours_last_16_weeks": 800}}
    days = {"days": 7, **NIGHT_WORKER}
    assert _unmet("average_night_hours", {}, MON, TUE, WED, officer={"contract": "nights", **history}, **days) == (0, 1)
    assert _unmet("average_night_hours", {}, MON, TUE, WED, officer=history, **days) == (0, 0)
    assert _unmet("average_night_hours", {}, MON, TUE, WED, officer={"contract": "nights"}, **days) == (0, 0)


def test_average_night_hours_preferred_cost_their_weight_for_each_hour_over() -> None:
    """One duty of eight hours is wanted and 816 are worked already: eight hours over, at weight 0.5."""
    over = tiny(
        {"staffing_minimum": {}, "average_night_hours": {"level": "preferred", "weight": 0.5}},
        officers={"ann": {"contract": "nights", "history": {"hours_last_16_weeks": 816}}},
        staffing={"town": {"early": {"min": 1}}},
        **NIGHT_WORKER,
    )
    assert (reached(over, "hub_staff"), reached(over, "preferences")) == (0, 4)
