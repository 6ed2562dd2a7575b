"""Lines, columns and neighbourhoods find what one integer program finds, and never promise more."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import inf
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rostering import check
from rostering.model.constraints import AUTOMATON
from rostering.model.objective import REQUIRED_WEIGHT
from rostering.scenario import REST, Scenario
from rostering.schedule import Duty, Plan, Violation
from rostering.solve.roster import RosterResult, solve_roster
from rostering.solve.terms import Options, Stop
from tests.solve.roster.compact import cost_of, optimum
from tests.solve.roster.forces import SHIFTS, forces

CLOSE = 1e-5


def _solved(scenario: Scenario) -> RosterResult:
    return solve_roster(scenario, Options(gap=0.0), Stop(60.0), lambda _: None)


def _expect_the_optimum(content: dict[str, Any]) -> None:
    scenario = Scenario.model_validate(content)
    least, result = optimum(scenario), _solved(scenario)
    if result.lost:
        assert least == inf
        return
    assert result.bound <= least + CLOSE
    assert cost_of(scenario, result.duties) == pytest.approx(result.value, abs=CLOSE)
    assert result.value == pytest.approx(least, abs=CLOSE)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(content=forces())
def test_a_small_roster_costs_what_the_integer_program_says(content: dict[str, Any]) -> None:
    """Bound, value and the cost counted again in the program agree with its optimum."""
    _expect_the_optimum(content)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(content=forces(rotating=True))
def test_with_rotations_too(content: dict[str, Any]) -> None:
    """Some officers follow a rotation, alone or with others from the same week of it on."""
    _expect_the_optimum(content)


def test_no_roster_of_all_is_better() -> None:
    """Two officers, three days: the judge says which of the 4,096 are lawful, and what they cost."""
    officers = {
        "ann": {"role": "pc", "area": "town", "requests": [{"day": "2025-06-06", "shift": REST, "weight": 3.0}]},
        "bob": {"role": "pc", "area": "town", "history": {"consecutive_days": 2}},
    }
    scenario = Scenario.model_validate(
        {
            "version": 1,
            "name": "two",
            "horizon": {"start": "2025-06-05", "days": 3},
            "demand": {"weights": {"need": 1.0}},
            "areas": {"town": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 1}}},
            "roles": {"pc": {"weekly_hours": 40.0}},
            "shifts": SHIFTS,
            "staffing": {"town": {"early": {"min": 1}, "late": {"prefer": 1, "max": 1}}},
            "officers": officers,
            "rules": {"consecutive_duties": {"most": 3}, "even_shares": {"level": "off"}},
        }
    )
    days = [(officer, day) for officer in scenario.people for day in scenario.horizon.dates]
    rosters = (dict(zip(days, shifts, strict=True)) for shifts in product([REST, *SHIFTS], repeat=len(days)))
    least = min(_counted(scenario, roster) for roster in rosters if _is_lawful(scenario, roster))
    assert _solved(scenario).value == pytest.approx(least)


def _is_lawful(scenario: Scenario, roster: dict[tuple[str, date], str]) -> bool:
    plan = Plan(tuple(Duty(*who, shift) for who, shift in roster.items() if shift != REST))
    return not any(
        list(getattr(check, rule)(scenario, plan))
        for rule in sorted(AUTOMATON)
        if getattr(scenario.rules, rule).level == "required"
    )


def _counted(scenario: Scenario, roster: dict[tuple[str, date], str]) -> float:
    """People short at 1,000 each; a wish, people off what is preferred, and hours off the contract at their weights."""
    plan = Plan(tuple(Duty(*who, shift) for who, shift in roster.items() if shift != REST))
    rules = ("staffing_minimum", "staffing_maximum", "staffing_preference", "requests", "contract_hours")
    prices = {"staffing_minimum": REQUIRED_WEIGHT, "staffing_maximum": REQUIRED_WEIGHT}
    found: list[Violation] = [one for rule in rules for one in getattr(check, rule)(scenario, plan)]
    return sum(prices.get(one.rule, 1.0) * one.amount for one in found)
