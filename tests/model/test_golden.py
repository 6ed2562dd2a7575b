"""The rows of every rule for a tiny scenario, kept as text: what changes in the mathematics shows in the difference."""

from __future__ import annotations

import pytest

from rostering.scenario.rules import RULES
from tests.model.goldens import SCENES, golden_path, golden_text


@pytest.mark.parametrize("rule", RULES)
def test_rows_are_those_that_were_reviewed(rule: str, *, is_refreshing: bool) -> None:
    """The rows of the rule's scene are the committed ones; `pytest tests/model --refresh-golden` commits them anew."""
    text = golden_text(rule)
    if is_refreshing:
        golden_path(rule).write_text(text, encoding="utf-8")
    assert text == golden_path(rule).read_text(encoding="utf-8")
    assert 1 <= len(text.splitlines()) <= 30


def test_every_rule_has_a_scene() -> None:
    """Scenes stand in the order of the rule book."""
    assert tuple(SCENES) == RULES
