"""Missed windows: every cause and every kind of fix, each told apart by one change of the week."""

from __future__ import annotations

from typing import Any

import pytest

from rostering.explain import explain_unmet
from rostering.schedule import Duty, Plan
from tests.explain.scenes import (
    AWAY,
    LIBRARY,
    MONDAY,
    ON_DUTY,
    RESTS,
    about,
    at,
    early,
    plan_of,
    scene,
    stay,
    visit_park,
)

BOTH = {"n-1": ON_DUTY, "n-2": ON_DUTY}
PAIR = plan_of(early("n-1"), early("n-2"))
NOBODY = Plan()
AT_LIBRARY = (
    stay("09:55", "10:00", "travel", to_place="library"),
    stay("10:00", "12:00", "hub", session="library"),
    stay("12:00", "12:05", "travel", to_place="north"),
    stay("12:05", "12:50", "break"),
)
BRIEF_OPENING = {"hotspots.market.open": [{"from": "10:00", "to": "10:40"}]}

CAUSES: dict[str, tuple[dict[str, Any], Plan, str]] = {
    "all are away": ({}, NOBODY, "all 2 eligible people in North are away (2 leave)"),
    "two reasons": (
        {"n-1": {"unavailable": {"2025-06-02": "sick"}}},
        NOBODY,
        "all 2 eligible people in North are away (1 leave, 1 sick)",
    ),
    "one rests": ({"n-1": RESTS}, NOBODY, "of 2 eligible people in North 1 is away (1 leave) and 1 rests"),
    "neighbours are away": ({}, NOBODY, "all 2 who could be lent from South are away"),
    "one of a crew": (
        {"n-1": ON_DUTY},
        plan_of(early("n-1")),
        "only N-1 (08:00-16:00) of a crew of 2 is on duty while it is open",
    ),
    "never together": (
        BOTH,
        plan_of(early("n-1"), Duty("n-2", MONDAY, "late", (stay("16:00", "23:00", "patrol", area="north"),))),
        "never 2 who may go are on duty together while it is open (N-1 (08:00-16:00) and N-2 (16:00-00:00))",
    ),
    "no lead": (
        {"n-1": AWAY | {"role": "pc"}, "n-2": ON_DUTY, "s-2": ON_DUTY, "hotspots.market.lead": ["pc"]},
        plan_of(early("n-2"), early("s-2")),
        "no constable, who must lead, is on duty while it is open: the only constable in North is away (1 leave)",
    ),
    "closed": ({"hotspots.market.open": [{"days": ["tue"], "from": "10:00", "to": "20:00"}]}, PAIR, "does not open"),
    "at a hub": (
        BOTH | BRIEF_OPENING | {"hub_sessions": {"library": LIBRARY}},
        plan_of(early("n-1", *AT_LIBRARY), early("n-2"), staff=("n-1",)),
        "staff Library (10:00-12:00)",
    ),
    "at heavier hotspots": (
        BOTH | BRIEF_OPENING,
        plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35")), early("n-2")),
        "are taken by visits to Park (75.0 % of demand), against 25.0 % here",
    ),
    "at the break": (
        BOTH | {"hotspots.market.open": [{"from": "11:50", "to": "12:20"}]},
        PAIR,
        "N-1 and N-2 at 11:50, need 35 min with the way there and back, which does not fit beside break",
    ),
    "free": (BOTH, PAIR, "nothing stands in the way: N-1 and N-2 could be there at 10:00"),
    "lent too much": (
        {"s-1": ON_DUTY, "s-2": ON_DUTY, "rules.lending": {"most_share": 0.0}},
        plan_of(early("s-1"), early("s-2")),
        "a crew could come at 10:00 only on loan, and no more than 0% of a team's time may be lent: South (0% lent)",
    ),
    "not a neighbour": (
        {"e-1": ON_DUTY, "e-2": ON_DUTY},
        plan_of(early("e-1"), early("e-2")),
        "East would have a crew, but may not be lent here (not a neighbour)",
    ),
    "a crew too small": (
        BOTH,
        plan_of(
            early(
                "n-1",
                stay("10:00", "10:10", "travel", to_place="market"),
                stay("10:10", "10:25", "visit", hotspot="market"),
                stay("10:25", "10:35", "travel", to_place="north"),
            )
        ),
        "the visit at 10:10 by N-1 does not count (1 of a crew of 2)",
    ),
}


@pytest.mark.parametrize("case", CAUSES)
def test_each_cause_is_told_apart(case: str) -> None:
    """What binds is named, and in no other case of the table are the same words used."""
    words = CAUSES[case][2]
    said = {name: about(scene(changes), plan, hotspot="market").because for name, (changes, plan, _) in CAUSES.items()}
    alike = {"all are away", "neighbours are away", "not a neighbour"}  # one week seen from three sides
    assert words in said[case]
    assert case in alike or [name for name, because in said.items() if words in because] == [case]


def test_a_way_that_fits_into_no_duty_is_too_far() -> None:
    """With 4 hours each way a visit takes 8 h 15 min, more than an early of 8 h."""
    changes = BOTH | {"travel.minutes": {"north": {"market": 240, "park": 5}, "market": {"north": 240}}}
    found = about(scene(changes), PAIR, hotspot="market")
    assert "too far: with the way there and back a visit takes 8 h 15 min from North" in found.because


FIXES: dict[str, tuple[dict[str, Any], Plan, str]] = {
    "from patrol": (BOTH, PAIR, "send N-1 and N-2 from patrol, there on Mon 2 Jun 10:00 (40 min of journeys)"),
    "lent": (
        {"s-1": ON_DUTY, "s-2": ON_DUTY},
        plan_of(early("s-1"), early("s-2")),
        "lend S-1 and S-2 of South from patrol, there on Mon 2 Jun 10:00 (2 h of journeys)",
    ),
    "one lent": (
        {"n-1": ON_DUTY, "s-2": ON_DUTY},
        plan_of(early("n-1"), early("s-2")),
        "lend S-2 of South to go with N-1 from patrol",
    ),
    "a spare visit given up": (
        BOTH | BRIEF_OPENING,
        plan_of(
            early(
                "n-1", *visit_park("10:15", "10:30", "10:10", "10:35"), *visit_park("14:15", "14:30", "14:10", "14:35")
            ),
            early("n-2"),
        ),
        "give up the visit to Park on Mon 2 Jun 10:15, which its guarantee does not need, and send N-1 and N-2",
    ),
    "brought in": (
        {"n-1": ON_DUTY, "n-2": RESTS},
        plan_of(early("n-1")),
        "bring in N-2 on Mon 2 Jun, a published rest day, for early 08:00-16:00 (8 h), to go there with N-1 at 10:00",
    ),
    "a free day filled": (
        {"n-1": ON_DUTY, "n-2": {}},
        plan_of(early("n-1")),
        "give a duty to N-2 on Mon 2 Jun for early 08:00-16:00 (8 h), to go there with N-1 at 10:00",
    ),
    "two brought in": (
        {"n-1": RESTS, "n-2": RESTS},
        NOBODY,
        "bring in N-1 on Mon 2 Jun, a published rest day, for early 08:00-16:00 (8 h) and bring in N-2",
    ),
    "kept on": (
        BOTH | {"hotspots.market.open": [{"from": "15:50", "to": "20:00"}]},
        PAIR,
        "keep N-1 on until 16:30 on Mon 2 Jun, 30 min longer and keep N-2 on until 16:30 on Mon 2 Jun, 30 min longer",
    ),
    "opened earlier": (
        BOTH | {"hotspots.market.open": [{"from": "18:20", "to": "20:00"}]},
        PAIR,
        "open it from 15:30 on Mon 2 Jun (2 h 50 min more) and send N-1 and N-2 from patrol, there on Mon 2 Jun 15:30",
    ),
    "opened on the day": (
        BOTH | {"hotspots.market.open": [{"days": ["tue"], "from": "10:00", "to": "20:00"}]},
        PAIR,
        "open it from 08:25 on Mon 2 Jun and send N-1 and N-2",
    ),
    "a smaller crew": (
        {"n-1": ON_DUTY},
        plan_of(early("n-1")),
        "set hotspots.market.crew to 1: send N-1 from patrol",
    ),
    "no lead asked for": (
        {"n-2": ON_DUTY, "s-2": ON_DUTY, "hotspots.market.lead": ["pc"]},
        plan_of(early("n-2"), early("s-2")),
        "take pc off hotspots.market.lead: lend S-2 of South to go with N-2",
    ),
    "more lent": (
        {"s-1": ON_DUTY, "s-2": ON_DUTY, "rules.lending": {"most_share": 0.0}},
        plan_of(early("s-1"), early("s-2")),
        "raise rules.lending.most_share to 0.16: lend S-1 and S-2 of South",
    ),
    "another neighbour": (
        {"e-1": ON_DUTY, "e-2": ON_DUTY},
        plan_of(early("e-1"), early("e-2")),
        "add north to areas.east.neighbours: a crew of East has 1 h to go each way",
    ),
    "nothing": ({}, NOBODY, "no single change keeps it: tried"),
}


@pytest.mark.parametrize("case", FIXES)
def test_the_smallest_fix_is_the_first_kind_that_works(case: str) -> None:
    """People on patrol, then a spare visit, then rest days, then opening hours, then a named rule."""
    changes, plan, words = FIXES[case]
    assert words in about(scene(changes), plan, hotspot="market").smallest_fix


def test_a_visit_that_its_guarantee_needs_is_not_given_up() -> None:
    """With the park's only visit in the way, longer hours at the market are the smallest change."""
    plan = plan_of(early("n-1", *visit_park("10:15", "10:30", "10:10", "10:35")), early("n-2"))
    fix = about(scene(BOTH | BRIEF_OPENING), plan, hotspot="market").smallest_fix
    assert fix.startswith("open it until 10:50 on Mon 2 Jun (10 min more)")


@pytest.mark.parametrize(
    ("history", "is_brought_in"),
    [
        ({"last_duty_ends": "2025-06-01T21:00"}, True),
        ({"last_duty_ends": "2025-06-01T21:01"}, False),
        ({"consecutive_days": 6}, True),
        ({"consecutive_days": 7}, False),
        ({"hours_last_16_weeks": 808}, True),
        ({"hours_last_16_weeks": 809}, False),
    ],
)
def test_nobody_is_brought_in_against_the_rest_rules(history: dict[str, Any], *, is_brought_in: bool) -> None:
    """11 h of rest before 08:00; 7 days in a row at most; 17 weeks of 48 h are 816 h, of which this duty takes 8."""
    scenario = scene({"n-1": ON_DUTY, "n-2": RESTS | {"history": history}})
    fix = about(scenario, plan_of(early("n-1")), hotspot="market").smallest_fix
    assert ("bring in N-2" in fix and "early" in fix) == is_brought_in


def test_hours_beyond_the_contract_are_said() -> None:
    """A week of 6 hours (one day of 42) is 2 h short of a duty of 8."""
    scenario = scene({"n-1": ON_DUTY, "n-2": RESTS, "roles.pcso.weekly_hours": 42})
    assert (
        "(8 h, 2 h of it beyond the week of 42 h)"
        in about(scenario, plan_of(early("n-1")), hotspot="market").smallest_fix
    )


def test_people_out_of_reach_are_never_named() -> None:
    """East is no neighbour: its people on patrol and at rest are not sent, lent or brought in."""
    scenario = scene({"n-1": ON_DUTY, "e-1": ON_DUTY, "e-2": RESTS})
    for unmet in explain_unmet(scenario, plan_of(early("n-1"), early("e-1"))):
        assert "E-" not in unmet.smallest_fix


def test_days_alike_are_said_together() -> None:
    """Three days without anybody make one cause."""
    away = {"unavailable": {f"2025-06-0{day}": "aid" for day in (2, 3, 4)}}
    people = dict.fromkeys(("n-1", "n-2", "s-1", "s-2", "e-1", "e-2"), away)
    scenario = scene({"horizon.days": 3, "rules.hotspot_guarantee": {"every_days": 3}, **people})
    found = about(scenario, NOBODY, hotspot="market")
    assert found.because.startswith("Mon 2 to Wed 4 Jun: nobody who may go is on duty while it is open: all 2")
    assert (found.days[0].day, found.days[1].day, found.short_by) == (2, 4, 1)


def test_counted_in_hours_a_visit_before_the_clock_runs_over_is_the_fix() -> None:
    """Last seen on Sunday at 12:00, a visit is due by Monday 12:00; the pair is sent before that."""
    changes = BOTH | {
        "rules.hotspot_guarantee": {"every_days": 1, "counted": "elapsed"},
        "hotspots.market.last_patrolled": "2025-06-01T12:00",
    }
    found = about(scene(changes), PAIR, hotspot="market")
    assert "send N-1 and N-2 from patrol, there on Mon 2 Jun 10:00" in found.smallest_fix


def test_counted_in_hours_a_visit_after_the_clock_has_run_over_is_no_fix() -> None:
    """The same week with both on lates from 16:00: nobody could go before noon, and a visit at 16:10 comes too late."""
    on_late = {"published": {"2025-06-02": "late"}}
    changes = {
        "n-1": on_late,
        "n-2": on_late,
        "rules.hotspot_guarantee": {"every_days": 1, "counted": "elapsed"},
        "hotspots.market.last_patrolled": "2025-06-01T12:00",
    }
    patrol = (stay("16:00", "16:15", "briefing"), stay("16:15", "23:59", "patrol", area="north"))
    plan = plan_of(*(Duty(officer, MONDAY, "late", patrol) for officer in ("n-1", "n-2")))
    found = about(scene(changes), plan, hotspot="market")
    assert "nobody who may go is on duty while it is open" in found.because
    assert "N-1" not in found.smallest_fix


def test_a_plan_that_keeps_everything_has_nothing_to_explain() -> None:
    """One market visit by both and one to the park leave nothing unmet."""
    market = (
        stay("10:00", "10:10", "travel", to_place="market"),
        stay("10:10", "10:25", "visit", hotspot="market"),
        stay("10:25", "10:35", "travel", to_place="north"),
    )
    plan = plan_of(early("n-1", *market, *visit_park("14:15", "14:30", "14:10", "14:35")), early("n-2", *market))
    assert explain_unmet(scene(BOTH), plan) == ()
    assert at("10:10") in plan.hotspots["market"].visits
