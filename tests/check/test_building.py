"""Patterns, successions, hours, weekends, limits, skills and changes: at and just past their limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from rostering.check import (
    average_night_hours,
    contract_hours,
    forbidden_successions,
    published_changes,
    published_duty,
    rotation,
    same_team,
    shift_limits,
    skills_on_duty,
    staffing_minimum,
    staffing_preference,
    weekends_off,
    weekly_hours,
    working_pattern,
)
from rostering.check.coverage import short_of_preference
from rostering.measures import changes
from rostering.scenario import Scenario
from rostering.schedule import Plan
from tests.check.test_duties import roster

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
EARLIES = {f"2025-06-0{day}": "early" for day in range(2, 9)}


def earlies(officer: str, *days: int) -> Plan:
    return roster(*((officer, day, "early") for day in days))


PART_TIME = {
    "contracts.part-time": {"pattern": [{"mon": ["early"], "tue": ["early", "late"]}, {"wed": ["late"]}]},
    "officers.n-1.contract": "part-time",
    "horizon.days": 21,
}


def test_a_pattern_repeats_its_weeks(scenario_with: ScenarioWith) -> None:
    """Week one allows Monday and Tuesday, week two Wednesday, week three is week one again."""
    scenario = scenario_with(PART_TIME)
    allowed = roster(("n-1", 0, "early"), ("n-1", 1, "late"), ("n-1", 9, "late"), ("n-1", 14, "early"))
    assert list(working_pattern(scenario, allowed)) == []
    other = roster(("n-1", 0, "late"), ("n-1", 2, "late"), ("n-1", 7, "early"))
    found = list(working_pattern(scenario, other))
    assert [dict(one.where)["day"][-2:] for one in found] == ["02", "04", "09"]
    assert found[0].message == "N-1 has late on Mon 2 Jun, which the agreed working pattern does not allow"
    assert found[0].amount == 1


def test_a_pattern_says_nothing_about_published_days_and_days_away(scenario_with: ScenarioWith) -> None:
    """What was published stands; a duty while away is a breach of availability."""
    scenario = scenario_with(
        {
            **PART_TIME,
            "officers.n-1.published": {"2025-06-04": "early"},
            "officers.n-1.unavailable": {"2025-06-05": "leave"},
        }
    )
    assert list(working_pattern(scenario, earlies("n-1", 2, 3))) == []


FOUR_ON = ["early", "early", "early", "early", "rest", "rest", "rest"]
FOUR_OFF = ["rest", "rest", "rest", "early", "early", "early", "early"]
ROTATION: dict[str, Any] = {
    "rotations.turn": {"weeks": [FOUR_ON, FOUR_OFF]},
    "officers.n-1.rotation": "turn",
    "officers.n-2.rotation": "turn",
}


def test_a_rotation_may_begin_in_any_of_its_weeks(scenario_with: ScenarioWith) -> None:
    """Each officer begins where they like; days that differ count from the week that fits best."""
    scenario = scenario_with(ROTATION)
    both = Plan(earlies("n-1", 0, 1, 2, 3).duties + earlies("n-2", 3, 4, 5, 6).duties)
    assert list(rotation(scenario, both)) == []
    found = list(rotation(scenario, Plan(earlies("n-1", 0, 1, 2, 3).duties + earlies("n-2", 3, 4, 6).duties)))
    assert [(one.amount, one.where) for one in found] == [(1, (("officer", "n-2"), ("day", "2025-06-07")))]


def test_a_team_begins_its_rotation_together(scenario_with: ScenarioWith) -> None:
    """Two officers in different weeks of it: from either week, the six days differ on which one works and one rests."""
    scenario = scenario_with({**ROTATION, "rotations.turn.choose": "team"})
    plan = Plan(earlies("n-1", 0, 1, 2, 3).duties + earlies("n-2", 3, 4, 5, 6).duties)
    (found,) = rotation(scenario, plan)
    assert (found.amount, found.where) == (6, (("area", "north"), ("day", "2025-06-02")))
    together = Plan(earlies("n-1", 0, 1, 2, 3).duties + earlies("n-2", 0, 1, 2, 3).duties)
    assert list(rotation(scenario, together)) == []


def test_a_rotation_is_about_free_days(scenario_with: ScenarioWith) -> None:
    """A published rest day and leave in it are as they are."""
    scenario = scenario_with(
        {
            **ROTATION,
            "officers.n-1.published": {"2025-06-02": "rest"},
            "officers.n-1.unavailable": {"2025-06-03": "leave"},
            "officers.n-2.rotation": None,
        }
    )
    assert list(rotation(scenario, earlies("n-1", 2, 3))) == []
    assert [found.amount for found in rotation(scenario, earlies("n-1", 3))] == [1]


@pytest.mark.parametrize(
    ("history", "published", "number"),
    [
        ({}, {}, 1),
        ({"last_shift": "late"}, {}, 2),
        ({"last_shift": "late"}, {"2025-06-02": "early"}, 1),
        ({}, {"2025-06-04": "late", "2025-06-05": "early"}, 0),
        ({}, {"2025-06-04": "late"}, 1),
        ({}, {"2025-06-04": "early", "2025-06-05": "early"}, 1),
    ],
)
def test_a_forbidden_succession_is_a_breach_unless_both_duties_were_published(
    scenario_with: ScenarioWith, history: Mapping[str, Any], published: Mapping[str, str], number: int
) -> None:
    """Early on Monday, late on Wednesday, early on Thursday; history is as good as published."""
    scenario = scenario_with(
        {
            "rules.forbidden_successions.after": {"late": ["early"]},
            "officers.n-1.history": history,
            "officers.n-1.published": published,
        }
    )
    plan = roster(("n-1", 0, "early"), ("n-1", 2, "late"), ("n-1", 3, "early"))
    found = list(forbidden_successions(scenario, plan))
    assert [one.amount for one in found] == [1] * number


@pytest.mark.parametrize(
    ("changes_", "days", "missing"),
    [
        ({}, (0, 1), [5]),
        ({}, (0, 1, 2), []),
        ({}, (), [21]),
        # Two of seven days away: 21 x 5 / 7 = 15.
        ({"officers.n-1.unavailable": {"2025-06-07": "leave", "2025-06-08": "leave"}}, (0, 1), []),
        ({"officers.n-1.unavailable": {"2025-06-08": "leave"}}, (0, 1), [2]),
        # A published duty is neither asked for nor counted.
        ({"officers.n-1.published": {"2025-06-02": "early"}}, (0, 1), [10]),
        # Three days are no whole week.
        ({"horizon.days": 3}, (), []),
    ],
)
def test_a_whole_week_has_the_least_hours_for_its_free_days(
    scenario_with: ScenarioWith, changes_: Mapping[str, Any], days: tuple[int, ...], missing: list[float]
) -> None:
    """21 hours in a week that is free throughout; duties have 8."""
    scenario = scenario_with({"rules.weekly_hours.least_hours": 21, **changes_})
    found = [one for one in weekly_hours(scenario, earlies("n-1", *days)) if one.where[0] == ("officer", "n-1")]
    assert [one.amount for one in found] == pytest.approx(missing)


def test_the_week_of_the_contract_goes_before_the_role_s(scenario_with: ScenarioWith) -> None:
    """Three duties of eight hours are four too many for twenty."""
    scenario = scenario_with({"contracts.half.weekly_hours": 20, "officers.n-1.contract": "half"})
    (found,) = weekly_hours(scenario, earlies("n-1", 0, 2, 4))
    assert found.amount == 4


@pytest.mark.parametrize(
    ("changes_", "days", "outside"),
    [
        ({}, 3, 0),
        ({}, 2, 8),
        ({}, 7, 0),
        # Of seven days, two away: 40 x 5 / 7 = 28.57, give or take 16.
        ({"officers.n-1.unavailable": {"2025-06-07": "leave", "2025-06-08": "leave"}}, 6, 48 - 200 / 7 - 16),
        ({"contracts.own.hours": {"least": 20, "most": 22}, "officers.n-1.contract": "own"}, 3, 2),
        # The upper end is never below what is published; the lower end is.
        (
            {
                "contracts.own.hours": {"least": 20, "most": 22},
                "officers.n-1.contract": "own",
                "officers.n-1.published": {f"2025-06-0{day}": "early" for day in (2, 3, 4)},
            },
            3,
            0,
        ),
        ({"officers.n-1.published": EARLIES, "contracts.own.hours": {"most": 8}, "officers.n-1.contract": "own"}, 7, 0),
    ],
)
def test_hours_over_the_horizon_lie_between_the_ends_of_the_contract(
    scenario_with: ScenarioWith, changes_: Mapping[str, Any], days: int, outside: float
) -> None:
    """Of a week of 40, give or take 16: 24 to 56 hours."""
    scenario = scenario_with(changes_)
    found = contract_hours(scenario, earlies("n-1", *range(days)))
    amounts = [one.amount for one in found if one.where == (("officer", "n-1"),)]
    assert amounts == ([] if not outside else [pytest.approx(outside)])


@pytest.mark.parametrize(("history", "over"), [(784.0, None), (784.1, 0.1)])
def test_a_night_worker_averages_eight_hours_in_24(
    scenario_with: ScenarioWith, history: float, over: float | None
) -> None:
    """8 h on six days a week over 17 weeks are 816; four duties leave 784 for the weeks before."""
    worker = {"officers.n-1.history": {"hours_last_16_weeks": history}, "contracts.nights.night_worker": True}
    plan = earlies("n-1", 0, 1, 2, 3)
    assert list(average_night_hours(scenario_with(worker), plan)) == []
    found = list(average_night_hours(scenario_with({**worker, "officers.n-1.contract": "nights"}), plan))
    assert [one.amount for one in found] == ([] if over is None else [pytest.approx(over)])


def test_published_hours_of_a_night_worker_reach_as_far_as_they_reach(scenario_with: ScenarioWith) -> None:
    """History and published duties are over the limit; a chosen duty more is over that."""
    scenario = scenario_with(
        {
            "officers.n-1.history": {"hours_last_16_weeks": 810},
            "officers.n-1.published": {"2025-06-02": "early"},
            "contracts.nights.night_worker": True,
            "officers.n-1.contract": "nights",
        }
    )
    assert list(average_night_hours(scenario, earlies("n-1", 0))) == []
    assert [one.amount for one in average_night_hours(scenario, earlies("n-1", 0, 1))] == [8]


WEEKENDS = {"horizon.days": 21, "rules.weekends_off": {"least": 1, "in_weekends": 3}}


@pytest.mark.parametrize(
    ("recent", "days", "found"),
    [
        # Saturdays are days 5, 12 and 19, Sundays the days after.
        ([], (5, 13), []),
        ([], (5, 6, 12, 20), [(1, "21")]),
        (["worked"], (5, 12), [(1, "14")]),
        (["off"], (5, 12), []),
        (["worked", "off"], (5, 12), []),
        # What is not known before counts as off; what was worked before cannot be taken back.
        (["worked", "worked", "worked"], (), []),
        (["worked", "worked"], (5,), [(1, "07")]),
    ],
)
def test_of_three_weekends_in_a_row_one_is_off(
    scenario_with: ScenarioWith, recent: list[str], days: tuple[int, ...], found: list[tuple[int, str]]
) -> None:
    """A weekend is worked if its Saturday or its Sunday is."""
    scenario = scenario_with({**WEEKENDS, "officers.n-1.history": {"recent_weekends": recent}})
    named = [(one.amount, dict(one.where)["day"][-2:]) for one in weekends_off(scenario, earlies("n-1", *days))]
    assert named == found


def test_weekends_worked_before_cannot_be_taken_back(scenario_with: ScenarioWith) -> None:
    """Two of three are to be off and two before were worked: the next is off, and that is all anybody can do."""
    rule = {"rules.weekends_off": {"least": 2, "in_weekends": 3}}
    scenario = scenario_with({**rule, "officers.n-1.history": {"recent_weekends": ["worked", "worked"]}})
    assert list(weekends_off(scenario, Plan())) == []
    assert [one.amount for one in weekends_off(scenario, earlies("n-1", 5))] == [1]


@pytest.mark.parametrize(("published", "number"), [((7, 15, 21), 0), ((7, 15), 1), ((7,), 1), ((7, 14, 22), 0)])
def test_published_weekends_are_no_breach(scenario_with: ScenarioWith, published: tuple[int, ...], number: int) -> None:
    """All three weekends worked: accepted only where each has a published duty."""
    changes_ = {**WEEKENDS, "officers.n-1.published": {f"2025-06-{day:02}": "early" for day in published}}
    plan = earlies("n-1", *(day - 2 for day in {*published, 7, 14, 21}))
    assert [one.amount for one in weekends_off(scenario_with(changes_), plan)] == [1] * number


def test_a_weekend_of_which_one_day_is_in_the_horizon_is_a_weekend(scenario_with: ScenarioWith) -> None:
    """From a Sunday to a Saturday there are two, and neither may be worked."""
    scenario = scenario_with(
        {
            "horizon.start": "2025-06-01",
            "officers.n-1.requests": [],
            "rules.weekends_off": {"least": 1, "in_weekends": 1},
        }
    )
    plan = roster(("n-1", 0, "early"), ("n-1", 6, "early"), start=date(2025, 6, 1))
    assert [dict(one.where)["day"] for one in weekends_off(scenario, plan)] == ["2025-06-01", "2025-06-07"]


@pytest.mark.parametrize(
    ("limit", "published", "over"),
    [({}, {}, 1), ({"early": 3}, {}, None), ({"early": 0}, {}, 3), ({"early": 0}, {"2025-06-02": "early"}, 2)],
)
def test_duties_of_a_shift_are_limited_by_contract_rule_and_what_is_published(
    scenario_with: ScenarioWith, limit: Mapping[str, int], published: Mapping[str, str], over: int | None
) -> None:
    """Three earlies where the rule allows two."""
    changes_ = {
        "rules.shift_limits.most": {"early": 2},
        "contracts.own.shift_limits": limit,
        "officers.n-1.contract": "own",
        "officers.n-1.published": published,
    }
    found = list(shift_limits(scenario_with(changes_), earlies("n-1", 0, 2, 4)))
    assert [one.amount for one in found] == ([] if over is None else [over])


def test_each_role_and_skill_on_a_shift_is_counted_by_itself(scenario_with: ScenarioWith) -> None:
    """Somebody who is of the role and has the skill counts for both; other teams count for neither."""
    wanted = {"skills": {"pc": 2, "driver": 1}, "days": ["mon"]}
    scenario = scenario_with({"staffing": {"north": {"early": wanted}}, "officers.n-2.skills": ["driver"]})
    plan = Plan(earlies("n-1", 0).duties + earlies("s-1", 0).duties)
    found = [(one.amount, dict(one.where)["kind"]) for one in skills_on_duty(scenario, plan)]
    assert found == [(1, "driver"), (1, "pc")]
    both = Plan(plan.duties + earlies("n-2", 0).duties)
    assert [one.message for one in skills_on_duty(scenario, both)] == [
        "north has 1 pc on early on Mon 2 Jun; 2 are the least"
    ]


def test_a_date_says_what_is_wanted_in_place_of_the_weekday(scenario_with: ScenarioWith) -> None:
    """Two are wanted on Mondays, one of them a driver; on 2 June one is enough, and on 3 June one is wanted too."""
    wanted = {
        "min": 2,
        "skills": {"driver": 1},
        "days": ["mon"],
        "dates": {"2025-06-02": {"min": 1}, "2025-06-03": {"min": 1}},
    }
    scenario = scenario_with({"horizon.days": 14, "staffing": {"north": {"early": wanted}}})
    found = [(one.amount, dict(one.where)["day"]) for one in staffing_minimum(scenario, earlies("n-1", 0))]
    assert found == [(1, "2025-06-03"), (2, "2025-06-09")]
    assert [dict(one.where)["day"] for one in skills_on_duty(scenario, Plan())] == ["2025-06-09"]


@pytest.mark.parametrize(("weight", "number"), [(0, 0), (0.5, 1)])
def test_people_above_the_number_preferred_are_named_where_they_cost_something(
    scenario_with: ScenarioWith, weight: float, number: int
) -> None:
    """One is wanted and two are there; nobody is short."""
    changes_ = {
        "staffing": {"north": {"early": {"prefer": 1, "days": ["mon"]}}},
        "rules.staffing_preference.extra_weight": weight,
    }
    plan = Plan(earlies("n-1", 0).duties + earlies("n-2", 0).duties)
    found = list(staffing_preference(scenario_with(changes_), plan))
    assert [one.amount for one in found] == [1] * number
    assert list(short_of_preference(scenario_with(changes_), plan)) == []


@pytest.mark.parametrize(
    ("changes_", "number"),
    [
        ({}, 1),
        ({"officers.n-1.unavailable": {"2025-06-03": "leave"}}, 0),
        ({"officers.n-2.published": {"2025-06-03": "early"}}, 0),
    ],
)
def test_who_works_with_another_has_a_duty_only_when_that_officer_has_it_too(
    scenario_with: ScenarioWith, changes_: Mapping[str, Any], number: int
) -> None:
    """Early together, rest while the other works, and an early on Tuesday while the other rests."""
    scenario = scenario_with({"officers.n-2.works_with": "n-1", **changes_})
    plan = Plan(earlies("n-1", 0, 3).duties + earlies("n-2", 0, 1).duties)
    found = list(same_team(scenario, plan))
    assert [one.message for one in found] == [
        "N-2 works with N-1 but has early on Tue 3 Jun, where N-1 has rest"
    ] * number


PUBLISHED = {
    "rules.published_duty.level": "preferred",
    "officers.n-1.published": {"2025-06-02": "early", "2025-06-03": "rest", "2025-06-04": "early"},
}


@pytest.mark.parametrize(("most", "over", "named"), [(2, None, ""), (1, 1, "2025-06-03"), (0, 2, "2025-06-02")])
def test_published_days_changed_are_limited_in_number(
    scenario_with: ScenarioWith, most: int, over: int | None, named: str
) -> None:
    """Monday moved and Tuesday's rest cancelled are two."""
    rule = {"rules.published_changes": {"level": "required", "most": most}, "officers.s-1.published": None}
    plan = roster(("n-1", 0, "late"), ("n-1", 1, "early"), ("n-1", 2, "early"))
    found = list(published_changes(scenario_with({**PUBLISHED, **rule}), plan))
    assert [(one.amount, one.where[0]) for one in found] == ([] if over is None else [(over, ("day", named))])


def test_every_changed_published_day_is_listed_with_its_price(scenario_with: ScenarioWith) -> None:
    """A moved start costs an hour at 25 pounds, a cancelled rest day eight at time and a half, told the day before."""
    scenario = scenario_with(
        {**PUBLISHED, "officers.s-1.published": None, "roles.pc.annual_cost": 52142.9, "pay.as_of": "2025-05-31"}
    )
    plan = roster(("n-1", 0, "late"), ("n-1", 1, "early"), ("n-1", 2, "early"), ("n-1", 3, "early"))
    found = changes(scenario, plan)
    assert [(one.officer, one.day.day, one.before, one.after, one.notice_days) for one in found] == [
        ("n-1", 2, "early", "late", 2),
        ("n-1", 3, "rest", "early", 3),
    ]
    assert [one.reason for one in found] == ["moved start", "rest-day working"]
    assert [one.cost for one in found] == pytest.approx([25, 25 * 8 * 1.5])
    levels = {one.level for one in published_duty(scenario, plan)}
    assert levels == {"preferred"}


def test_a_day_with_two_duties_is_changed_to_the_one_that_was_not_published(scenario_with: ScenarioWith) -> None:
    """The early stays; what was added is the late. The published early twice is two duties, and no change of plan."""
    scenario = scenario_with({"officers.n-1.published": {"2025-06-02": "early"}, "officers.s-1.published": None})
    found = changes(scenario, roster(("n-1", 0, "early"), ("n-1", 0, "late")))
    assert [(one.before, one.after) for one in found] == [("early", "late")]
    assert changes(scenario, roster(("n-1", 0, "early"), ("n-1", 0, "early"))) == ()


def test_published_days_outside_the_horizon_are_no_changes(scenario_with: ScenarioWith) -> None:
    """A quarter may be published and a week of it planned."""
    beyond = (date(2025, 6, 2) + timedelta(days=7)).isoformat()
    scenario = scenario_with({"officers.n-1.published": {beyond: "early"}, "officers.s-1.published": None})
    assert changes(scenario, Plan()) == ()
