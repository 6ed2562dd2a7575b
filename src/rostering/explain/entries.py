"""Everything a plan misses or breaks, numbered, each with its cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rostering.check import JUDGEMENTS, check
from rostering.explain.breaches import breach_because
from rostering.explain.judging import About
from rostering.explain.unmet import found_unmet
from rostering.explain.week import Week
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet, Violation
from rostering.words import day_words, officer_words

BALANCE = frozenset(
    {"least_served_area", "area_share", "hotspot_share", "hour_share", "demand_matching", "even_shares"}
)
"""Rules about shares, which no single change settles."""


@dataclass(frozen=True)
class Entry:
    """An unmet requirement or a broken rule."""

    number: int
    """Its place in the list, from 1: what is not met first, then what else is broken, both by the rule book."""
    rule: str
    level: str
    about: str
    """Who, where and when."""
    by: str
    """How far, in words."""
    because: str
    key: About
    """The rule, and what the judge's violation is about."""
    unmet: Unmet | None
    """Where a requirement is not met."""
    violation: Violation | None
    """What the judge says about it."""


def violated(unmet: Unmet) -> tuple[tuple[str, str], ...]:
    """What the judge's violation of an unmet requirement is about."""
    if unmet.rule == "hotspot_guarantee":
        return (*unmet.where, ("day", unmet.days[-1].isoformat()))
    return unmet.where


def entries(week: Week, plan: Plan) -> tuple[Entry, ...]:
    """Every unmet requirement, then every violation that is not one of them, each with its cause."""
    scenario, order = week.scenario, [judge.__name__ for judge in JUDGEMENTS]
    left = sorted(check(scenario, plan), key=lambda one: (one.level != "required", order.index(one.rule)))
    listed: list[Entry] = []
    for unmet in found_unmet(week, plan):
        said = next((one for one in left if _is_same(one, unmet)), None)
        if said is not None:
            left.remove(said)
        listed.append(_of_unmet(scenario, len(listed) + 1, unmet, said))
    first = len(listed) + 1
    return (*listed, *(_of_violation(week, number, one) for number, one in enumerate(left, first)))


def _of_unmet(scenario: Scenario, number: int, unmet: Unmet, said: Violation | None) -> Entry:
    level = said.level if said else str(getattr(scenario.rules, unmet.rule).level)
    about, key = about_words(scenario, unmet.where, unmet.days), (unmet.rule, violated(unmet))
    return Entry(number, unmet.rule, level, about, f"short by {unmet.short_by:g}", unmet.because, key, unmet, said)


def _of_violation(week: Week, number: int, one: Violation) -> Entry:
    about, by = about_words(week.scenario, one.where), f"by {one.amount:.4g} {one.unit}"
    because = breach_because(week, one)
    return Entry(number, one.rule, one.level, about, by, because, (one.rule, one.where), None, one)


def _is_same(violation: Violation, unmet: Unmet) -> bool:
    is_amount = violation.amount == unmet.short_by and " list" not in violation.message
    return (violation.rule, violation.where) == (unmet.rule, violated(unmet)) and is_amount


def about_words(scenario: Scenario, where: tuple[tuple[str, str], ...], days: tuple[date, ...] = ()) -> str:
    """Who, where and when: ``Market Square, Sat 31 May to Mon 2 Jun``."""
    parts = [part_words(scenario, key, value) for key, value in where]
    if days:
        parts.append(" to ".join(day_words(day) for day in dict.fromkeys((days[0], days[-1]))))
    return ", ".join(parts) or "the whole plan"


def part_words(scenario: Scenario, key: str, value: str) -> str:
    """One part of what an entry is about, such as an officer, a day or a place, as a sergeant writes it."""
    if key == "officer":
        return officer_words(value)
    if key == "day":
        return day_words(date.fromisoformat(value))
    if key == "at":
        day, _, clock = value.partition("T")
        return f"{day_words(date.fromisoformat(day))} {clock}"
    return scenario.title_of(value)
