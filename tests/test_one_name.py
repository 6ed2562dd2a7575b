"""A rule has one name everywhere, and each test named for a rule really exercises it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from rostering.check import JUDGEMENTS
from rostering.files import load_scenario
from rostering.lines import MACHINES, machines
from rostering.model import build
from rostering.model.constraints import AUTOMATON, CONSTRAINTS
from rostering.scenario.rules import RULES
from tests.model.goldens import FOLDER, SCENES
from tests.model.tiny import can_be_preferred, rule_without_rows

ROOT = Path(__file__).parents[1]
WITHOUT_MACHINE = frozenset({"one_duty_a_day", "rotation"})
"""A line has one choice a day by itself; the offset of a rotation is chosen for a whole team, and is no matter of one
line."""
SHIPPED = ("quickstart", "clock-change", "changes", "bedfordshire", "team-quarter")


def _headings(page: str) -> list[str]:
    return re.findall(r"^## ([a-z_]+)$", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)


def _named_for(rule: str) -> dict[str, Callable[[], None]]:
    """The tests of the model that are named for a rule."""
    found: dict[str, Callable[[], None]] = {}
    for path in sorted((ROOT / "tests" / "model").glob("test_*.py")):
        module = importlib.import_module(f"tests.model.{path.stem}")
        found |= {name: test for name, test in vars(module).items() if name.startswith(f"test_{rule}_")}
    return found


def test_a_rule_has_the_same_name_in_rule_book_model_judge_mathematics_and_golden_rows() -> None:
    """The names are equal, and where there is an order it is the rule book's."""
    assert tuple(constraint.__name__ for constraint in CONSTRAINTS) == RULES
    assert tuple(judgement.__name__ for judgement in JUDGEMENTS) == RULES
    assert tuple(_headings("formulation.md")) == RULES
    assert tuple(_headings("rules.md")) == RULES
    assert tuple(SCENES) == RULES
    assert {path.name for path in FOLDER.iterdir()} == {f"{rule}.lp" for rule in RULES}


def test_a_rule_about_one_line_of_duties_has_a_machine_of_its_name() -> None:
    """In the rule book's order, and defined with the other machines."""
    of_lines = [rule for rule in RULES if rule in AUTOMATON - WITHOUT_MACHINE]
    assert [machine.__name__ for machine in MACHINES] == of_lines
    assert [rule for rule in of_lines if getattr(machines, rule) not in MACHINES] == []
    assert WITHOUT_MACHINE <= AUTOMATON


def test_no_rule_is_named_like_the_beginning_of_another() -> None:
    """Otherwise a test named for one would be taken for a test of the other."""
    assert not [(one, other) for one in RULES for other in RULES if other.startswith(f"{one}_")]


@cache
def _rows_of(scenario: str) -> frozenset[str]:
    """The rules that have a row in a shipped scenario."""
    loaded = load_scenario(ROOT / "scenarios" / f"{scenario}.yaml")
    model = build(loaded.scenario)
    return frozenset(row.name.partition("(")[0] for row in model.problem.constraints())


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_row_in_a_shipped_scenario(rule: str) -> None:
    """No rule is there for nothing: some scenario that readers run needs it."""
    assert any(rule in _rows_of(scenario) for scenario in SHIPPED)


@pytest.mark.parametrize("rule", RULES)
def test_every_test_named_for_a_rule_fails_without_the_rule(rule: str) -> None:
    """The tests are run on a model that lacks the rule's rows: each of them has to notice."""
    tests = _named_for(rule)
    assert tests
    assert [name for name, test in tests.items() if not _notices(test, rule)] == []


def _notices(test: Callable[[], None], rule: str) -> bool:
    with rule_without_rows(rule):
        try:
            test()
        except (AssertionError, KeyError, ValueError):
            return True
    return False


@pytest.mark.parametrize("rule", [rule for rule in RULES if can_be_preferred(rule)])
def test_every_rule_that_can_be_preferred_is_tested_as_preferred(rule: str) -> None:
    """What such a rule costs when it is broken has its own test."""
    assert any("_preferred_" in name for name in _named_for(rule))
