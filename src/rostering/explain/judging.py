"""Whether the judge accepts a fix: what it is for is better, and nothing else that is asked for is worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rostering.check import JUDGEMENTS
from rostering.check.words import TOLERANCE
from rostering.explain.fix import Fix, apply
from rostering.scenario import Scenario
from rostering.schedule import Plan, Violation

SERVICE = frozenset({"staffing_minimum", "skills_on_duty", "hub_staff", "hotspot_guarantee"})
"""What is promised to others, whatever level it has."""

About = tuple[str, tuple[tuple[str, str], ...]]
"""A rule, and what a violation of it is about."""
Amounts = dict[About, float]


def amounts(violations: Iterable[Violation]) -> Amounts:
    """How far rules are broken, by rule and what it is about."""
    found: Counter[About] = Counter()
    for violation in violations:
        found[violation.rule, violation.where] += violation.amount  # type: ignore[assignment]
    return dict(found)


def demands(scenario: Scenario, plan: Plan, more: frozenset[str] = frozenset()) -> Amounts:
    """What the judge says against a plan by required rules, by those on what is promised, and by some more."""
    levels = {name: rule.level for name, rule in scenario.rules}
    return amounts(
        violation
        for judge in JUDGEMENTS
        for name in (judge.__name__,)
        if levels[name] != "off" and (levels[name] == "required" or name in SERVICE or name in more)
        for violation in judge(scenario, plan)
    )


def is_accepted(scenario: Scenario, plan: Plan, before: Amounts, about: About, fix: Fix) -> bool:
    """Whether with a fix what it is for is broken less, and nothing that is asked for is broken further.

    Args:
        scenario: as it is.
        plan: as it is.
        before: what the judge says against them: :func:`demands`, with the rule in question among them.
        about: the violation that is to be fixed.
        fix: applied to both.
    """
    return is_mended(before, demands(*apply(fix, scenario, plan), more=frozenset({about[0]})), about)


def is_mended(before: Amounts, after: Amounts, about: About) -> bool:
    """Whether a violation is smaller than before, and nothing else that is asked for is broken further."""
    is_worse = any(amount > before.get(key, 0) + TOLERANCE for key, amount in after.items() if key != about)
    return not is_worse and after.get(about, 0) < before.get(about, 0) - TOLERANCE
