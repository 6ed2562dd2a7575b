"""The peers solve the very same problems, and what they reached is read off at the right moment."""

from __future__ import annotations

import importlib.util
import math
from datetime import timedelta
from pathlib import Path

import pytest
from curtois.evaluate import score
from curtois.instance import Instance, read_instance
from force import force
from peers import naive
from peers.attempt import Attempt, Moment
from peers.compact import compact, cost_of

HERE = Path(__file__).parent / "data"
OPTIMA = [("pair", 5), ("succession", 404), ("runs", 3)]
needs_ortools = pytest.mark.skipif(
    importlib.util.find_spec("ortools") is None, reason="OR-Tools is in the dependency group benchmarks only"
)


def cost(name: str, instance: Instance, done: Attempt) -> int:
    duties = done.duties or {}
    lines = {person: [duties.get((person, day)) for day in range(instance.days)] for person in instance.people}
    found = score((HERE / f"{name}.txt").read_text(encoding="utf-8"), lines)
    assert not found.violations
    return found.cost


@pytest.mark.parametrize(("name", "optimum"), OPTIMA)
def test_the_plain_model_proves_what_was_derived_by_hand(name: str, optimum: int) -> None:
    """Value, bound and the roster costed by the evaluator."""
    instance = read_instance(HERE / f"{name}.txt")
    done = naive.curtois(instance, 30)
    assert cost(name, instance, done) == optimum
    end = done.at(math.inf)
    assert end.value == pytest.approx(optimum)
    assert end.bound == pytest.approx(optimum)


@needs_ortools
@pytest.mark.parametrize(("name", "optimum"), OPTIMA)
def test_cp_sat_proves_what_was_derived_by_hand(name: str, optimum: int) -> None:
    """Value, bound and the roster costed by the evaluator."""
    from peers import cpsat  # noqa: PLC0415 - only where it is installed

    instance = read_instance(HERE / f"{name}.txt")
    done = cpsat.curtois(instance, 30)
    assert cost(name, instance, done) == optimum
    end = done.at(math.inf)
    assert (end.value, end.bound) == (optimum, optimum)


@needs_ortools
def test_cp_sat_is_given_the_whole_of_the_compact_program() -> None:
    """On three people and four days both prove the same cost, and so does whoever costs the roster."""
    from peers import cpsat  # noqa: PLC0415 - only where it is installed

    scenario = force(3, 4, 1)
    theirs, plain = cpsat.force(scenario, 60), naive.force(scenario, 60)
    assert theirs.at(math.inf).value == pytest.approx(plain.at(math.inf).value, rel=1e-3)
    assert theirs.at(math.inf).bound <= theirs.at(math.inf).value + 1e-3


def test_pairs_of_duties_say_the_same_daily_rest_as_the_product_s_rows() -> None:
    """The plain model's optimum is the compact program's, and its roster costs that."""
    scenario = force(6, 7, 1)
    done = naive.force(scenario, 60)
    assert done.duties
    first = scenario.horizon.start
    duties = {(officer, first + timedelta(days=day)): shift for (officer, day), shift in done.duties.items()}
    assert cost_of(scenario, duties) == pytest.approx(done.at(math.inf).value, rel=1e-4)
    sharp = naive.solve(compact(scenario).problem, 0.0, math.inf, {})
    assert sharp.at(math.inf).value == pytest.approx(done.at(math.inf).value, rel=1e-4)


def test_a_roster_that_breaks_a_required_rule_has_no_cost() -> None:
    """An early duty on the day after a late one leaves seven hours of rest."""
    scenario = force(20, 7, 1)
    officer = next(name for name, one in scenario.people.items() if one.contract == "pc" and not one.unavailable)
    first = scenario.horizon.start + timedelta(days=3)
    with pytest.raises(ValueError, match="required rule"):
        cost_of(scenario, {(officer, first): "late", (officer, first + timedelta(days=1)): "early"})


def test_what_was_known_at_a_moment_is_the_best_until_then() -> None:
    """Value and bound each; nothing before the first news."""
    done = Attempt("any", (Moment(1, 90, 10), Moment(2, 70, 5), Moment(3, 80, 60)), None, 3)
    assert done.at(0.5) == Moment(0.5, math.inf, -math.inf)
    assert done.at(2) == Moment(2, 70, 10)
    assert done.at(9) == Moment(9, 70, 60)


def test_a_value_is_reached_when_it_or_a_better_one_is_known() -> None:
    """And never, where there is none."""
    done = Attempt("any", (Moment(1, 90), Moment(2, 70)), None, 2)
    assert [done.first(value) for value in (95, 80, 60)] == [1, 2, math.inf]
