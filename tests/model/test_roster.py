"""A model that decides duties only, and what a roster costs in one sum."""

from __future__ import annotations

from typing import Any

import pulp
import pytest

from rostering.model import build
from rostering.model.constraints import AUTOMATON, CONSTRAINTS, ROSTER_RULES
from rostering.model.convex import STEPS, nearest_number, steps_from
from rostering.model.expected import duties_expected, people_wanted, team_hours
from rostering.model.keys import Staffing
from rostering.model.objective import REQUIRED_WEIGHT, roster_cost
from rostering.model.sets import build_sets
from rostering.scenario.rules import RULES
from tests.model.goldens import scene
from tests.model.tiny import MON, SHIFTS, TUE, on, spots, tiny, wishes

COUPLING = [rule for rule in ROSTER_RULES if rule.__name__ not in AUTOMATON]
DEMAND = {
    "weights": {"crime": 1},
    "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), [0] * 7 + [2] * 8 + [1] * 9),
}
"""Twice as much over the early as over the late; the hour before midnight nobody covers."""
THREE: dict[str, Any] = {"officers": {"ann": {}, "bob": {}, "cat": {}}, "roles": {"pc": {"weekly_hours": 56}}}
"""Three people of eight hours a day."""


def _least_cost(rules: dict[str, Any], **given: Any) -> float:
    scenario = tiny(rules, **given)
    model = build(scenario, ROSTER_RULES)
    cost = roster_cost(scenario, model.sets, model.variables)
    model.problem.setObjective(cost)
    model.problem.solve(pulp.HiGHS(msg=False, output_flag=False))
    return round(float(cost.value() or 0), 4)


def test_the_rules_of_a_roster_stand_in_the_order_of_the_rule_book() -> None:
    """They are some of all rules, and those about one officer's line are some of them."""
    names = [rule.__name__ for rule in ROSTER_RULES]
    assert names == [rule for rule in RULES if rule in names]
    assert {rule.__name__ for rule in CONSTRAINTS} > set(names) > AUTOMATON


def test_a_roster_has_no_variables_for_visits_hubs_and_minutes() -> None:
    """With a hotspot and a hub in the scenario, only duties and what people on shifts need are decided."""
    hub = {"hall": {"when": [{"day": "mon", "from": "09:00", "to": "11:00"}]}}
    staffing = {"town": {"early": {"min": 1}}}
    scenario = tiny({"staffing_minimum": {}, "hub_staff": {}}, hotspots=spots(1), hubs=hub, staffing=staffing)
    whole, roster = (
        {variable.name.partition("(")[0] for variable in model.problem.variables()}
        for model in (build(scenario), build(scenario, ROSTER_RULES))
    )
    assert roster == {"duty", "served", "staff_short"}
    assert whole > {"visits", "staff", "patrol", *roster}


@pytest.mark.parametrize("rule", [rule.__name__ for rule in COUPLING])
def test_what_is_short_or_off_stands_in_one_row(rule: str) -> None:
    """Who derives another program from the rows may turn each such column into a price of its row."""
    model = build(scene(rule), COUPLING)
    duties = {variable.name for variable in model.variables.duty.values()}
    rows = model.problem.constraints()
    seen = [one.name for row in rows for one, _ in row.items() if one.name not in duties]
    assert rows
    assert len(seen) == len(set(seen))


def test_the_cost_of_a_roster_weighs_what_is_required_above_all_else() -> None:
    """Two are required and there is one, who would rather rest (weight 3): one short, and a wish in vain. Where one is
    no more than preferred (weight 2), the wish is met.
    """
    rules: dict[str, Any] = {"requests": {}, "staffing_minimum": {}, "staffing_preference": {"weight": 2}}
    resting = {"officers": {"ann": wishes((MON, "rest", 3))}}
    assert _least_cost(rules, **resting, staffing={"town": {"early": {"min": 2}}}) == REQUIRED_WEIGHT + 3
    assert _least_cost(rules, **resting, staffing={"town": {"early": {"prefer": 1}}}) == 2


def test_the_cost_of_a_roster_counts_people_too_many_skills_shares_and_teams() -> None:
    """One published above the maximum, and no driver on the late. Bob, who asks for a duty, works without ann. Of
    two nights one each is fair, and he asks for both: one too many for him and one too few for her.
    """
    closed = {"town": {"early": {"max": 0}, "late": {"skills": {"driver": 1}}}}
    rules: dict[str, Any] = {"staffing_maximum": {}, "skills_on_duty": {}}
    assert _least_cost(rules, officers={"ann": on(MON)}, staffing=closed) == 2 * REQUIRED_WEIGHT
    apart = {"ann": on(), "bob": {"works_with": "ann", **wishes((MON, "rest", -7))}}
    assert _least_cost({"requests": {}, "same_team": {"weight": 2}}, officers=apart) == 2
    nights = {
        "shifts": {"night": {"start": "23:00", "end": "07:00"}},
        "staffing": {"town": {"night": {"min": 1, "max": 1}}},
    }
    rules = {"staffing_minimum": {}, "staffing_maximum": {}, "requests": {}, "even_shares": {"of": ["nights"]}}
    both = THREE | {"officers": {"ann": {}, "bob": wishes((MON, "night", 9), (TUE, "night", 9))}}
    assert _least_cost(rules, days=2, **both, **nights) == 2


def test_steps_of_a_convex_cost_are_exact_to_the_last_and_rise() -> None:
    """From the nearest number on, each sum of prices is what the squared distance has grown by."""
    for target in (-0.7, 0.0, 2.5, 3.2, 7.9, 40.0):
        nearest = nearest_number(target, 20)
        assert (nearest - target) ** 2 == min((number - target) ** 2 for number in range(21))
        for sign in (1, -1):
            steps = [step for step in steps_from(target, 20) if step.sign == sign]
            costs = [step.price * abs(step.end - step.start) for step in steps]
            ends = [(step.end - target) ** 2 - (nearest - target) ** 2 for step in steps]
            assert [sum(costs[: count + 1]) for count in range(len(costs))] == pytest.approx(ends)
            assert [step.price for step in steps] == sorted(step.price for step in steps)
            assert [abs(step.end - step.start) for step in steps[:STEPS]] == [1] * min(STEPS, len(steps))
        assert sum(abs(step.end - step.start) for step in steps_from(target, 20)) == 20


def test_expected_duties_follow_demand_above_what_staffing_asks_for() -> None:
    """24 hours and twice the demand over the early: two early and one late. Where two are to be late, four duties are
    more than there are hours for, and each shift loses a quarter.
    """
    rules: dict[str, Any] = {"demand_matching": {}, "staffing_minimum": {}}
    sets = build_sets(tiny(rules, demand=DEMAND, **THREE))
    assert team_hours(sets) == {"town": 24}
    assert [round(people, 6) for people in people_wanted(sets).values()] == [2, 1]
    assert _rounded(duties_expected(sets)) == {"early": 2, "late": 1}
    more = build_sets(tiny(rules, demand=DEMAND, staffing={"town": {"late": {"min": 2}}}, **THREE))
    assert _rounded(duties_expected(more)) == {"early": 1.5, "late": 1.5}


def test_expected_duties_without_demand_are_those_asked_for_or_the_same_on_all_shifts() -> None:
    """One late is asked for on each day, and Tuesday's early is published. With nothing asked, 24 hours are one duty on
    each shift.
    """
    officers = {"ann": {"published": {TUE: "early"}}, "bob": {}, "cat": {}}
    asked = tiny({"staffing_minimum": {}}, days=2, officers=officers, staffing={"town": {"late": {"min": 1}}})
    expected = duties_expected(build_sets(asked))
    assert [number for key, number in sorted(expected.items())] == [0, 1, 1, 1]
    shifts = {**SHIFTS, "night": {"start": "23:00", "end": "07:00"}}
    nothing = build_sets(tiny({}, shifts=shifts, **THREE))
    assert _rounded(duties_expected(nothing)) == {"early": 1, "late": 1, "night": 1}


def _rounded(duties: dict[Staffing, float]) -> dict[str, float]:
    return {key.shift: round(number, 6) for key, number in duties.items()}
