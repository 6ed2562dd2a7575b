"""The mathematics as a page, from the docstrings of the model."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise

from rostering.model.build import PENALISED, SOFT_BY_SHORTFALL
from rostering.model.constraints import CONSTRAINTS
from rostering.model.keys import Band, Group, Opening, Slot
from rostering.model.objective import EQUITY_PASSES, PASSES, SERVICE_PASSES, Pass
from rostering.model.rows import Constraint
from rostering.model.variables import Variables
from rostering.reference.markdown import code, page, table
from rostering.reference.rulebook import rule_rows
from rostering.solve import DEFAULT_GAP, KEPT_WITHIN, LEARNING_ROUNDS, MOST_ROUNDS

INDICES: tuple[tuple[str, str, type | str], ...] = (
    ("$o$", "officer", "One person."),
    ("$d$", "day", "A day of the horizon; a duty belongs to the day it starts on."),
    ("$s$", "shift", "A template for duties."),
    ("$a$", "area", "An area, and the team whose base it holds."),
    ("$h$", "hotspot", "A place that is promised visits."),
    ("$b$", "opening", Opening),
    ("$t$", "band", Band),
    ("$g$", "group", Group),
    ("$k$", "slot", Slot),
)
"""Symbol, word and meaning of what the rules range over."""
_INTRODUCTION = """
One model holds duties, hub staff, visits and patrol. It is linear; duties, hub staff and visits are whole numbers.
Each rule below is one function of `rostering.model.constraints`, and its heading is the rule's name in the
[rule book](rules.md), in the rows of the LP file and in the judge. A rule at level `off` has no rows. What is promised
to the public has a named shortfall, so that a plan always comes back and says what is missing.
"""
_PASSES = f"""
The passes are solved in this order, each without giving up what the ones before it reached (but for a
fraction of {KEPT_WITHIN:.6f}). A pass stops when its value is proven to be within
{DEFAULT_GAP:.1%} of the best (option `--gap`), or within the amount in the last column. After the first
{len(SERVICE_PASSES)} passes every visit is tried against the clock; where one finds no time, the model learns
how many the area and the band can hold and decides again, up to {LEARNING_ROUNDS} times, or {MOST_ROUNDS} where a
promise would be missed for it. Visits that find none even then are given up, and single visits that keep the promise
after all are tried once more, one after the other. Then visits, crews and hub staff stay as they are, and the other
{len(EQUITY_PASSES)} passes share out what is left.
"""


def formulation_page() -> str:
    """Index sets, decisions, one heading for each rule, and the passes."""
    indices = table(("symbol", "word", "meaning"), ((symbol, word, _meaning(what)) for symbol, word, what in INDICES))
    decisions = table(
        ("in the LP file", "meaning"), ((code(name), text) for name, text in _field_docstrings(Variables))
    )
    return page(
        "The mathematics",
        _INTRODUCTION.strip(),
        f"## Index sets\n\n{indices}",
        f"## Decisions\n\n{decisions}",
        *(_rule(constraint) for constraint in CONSTRAINTS),
        f"## Passes\n\n{_PASSES.strip()}",
        table(("pass", "makes", "of", "good enough within"), (_pass(one) for one in PASSES)),
    )


def _meaning(what: type | str) -> str:
    return what if isinstance(what, str) else " ".join(inspect.cleandoc(what.__doc__ or "").split())


def _field_docstrings(record: type) -> list[tuple[str, str]]:
    """Names of a record's fields and the text under each."""
    (body,) = [node.body for node in ast.parse(inspect.getsource(record)).body if isinstance(node, ast.ClassDef)]
    return [
        (field.target.id, " ".join(text.value.value.split()))
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    ]


def _rule(constraint: Constraint) -> str:
    name = constraint.__name__
    return "\n\n".join([f"## {name}", inspect.cleandoc(constraint.__doc__ or ""), f"*{_strictness(name)}*"])


def _strictness(rule: str) -> str:
    levels = next(row.levels for row in rule_rows() if row.name == rule)
    chosen = f"By default {levels[0]}" if len(levels) > 1 else f"Always {levels[0]}"
    if rule in PENALISED:
        return f"{chosen}: these rows only measure, and a pass improves what they measure."
    if rule in SOFT_BY_SHORTFALL:
        return f"{chosen}: what is missing is named, and a pass makes it least."
    if "preferred" in levels:
        return f"{chosen}; where it is preferred, each row may be broken by an amount that a pass makes least."
    return f"{chosen}."


def _pass(one: Pass) -> tuple[str, str, str, str]:
    sense = "least" if one.is_least_best else "most"
    return code(one.name), sense, one.unit, f"{one.good_enough:g}"
