"""How the judge speaks: violations in a sergeant's words."""

from __future__ import annotations

from datetime import date

from rostering.scenario import REST, Scenario
from rostering.schedule import Violation
from rostering.words import day_words

TOLERANCE = 1e-9
"""Fractions are compared with this much grace, so that no rule is broken by the last bit of a number."""

Where = dict[str, str | date | int]
"""What a violation is about: ids, days, and as ``at`` an instant."""


def found(
    scenario: Scenario, rule: str, amount: float, unit: str, message: str, /, **where: str | date | int
) -> Violation:
    """A violation at the rule's own level; ``where`` takes ids, days and (as ``at``) an instant, in writing order."""
    return Violation(
        rule=rule,
        level=getattr(scenario.rules, rule).level,
        amount=amount,
        unit=unit,
        message=message,
        where=tuple((key, _written(scenario, value)) for key, value in where.items()),
    )


def _written(scenario: Scenario, value: str | date | int) -> str:
    if isinstance(value, int):
        return scenario.horizon.moment_text(value)
    return value.isoformat() if isinstance(value, date) else value


def at_words(scenario: Scenario, instant: int) -> str:
    """``Thu 5 Jun 07:30``."""
    return f"{day_words(scenario.horizon.day(instant))} {scenario.horizon.clock_text(instant)}"


def shift_words(scenario: Scenario, shift: str) -> str:
    """A shift by its title, or rest."""
    return "rest" if shift == REST else scenario.title_of(shift).lower()
