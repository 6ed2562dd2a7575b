"""What a plan has to keep, one thing at a time: required rules, published days, days away, pins, earlier work.
Each can be taken out, to see whether the others hold together without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from rostering.check.words import shift_words
from rostering.explain.words import clock_words
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.records import History
from rostering.scenario.rules import Rule
from rostering.schedule import NO_PINS, Pins
from rostering.words import day_words, officer_words


@dataclass(frozen=True)
class Case:
    """What is asked for: a scenario, and what of an earlier plan has to stay."""

    scenario: Scenario
    pins: Pins = NO_PINS


@dataclass(frozen=True)
class Member:
    """One thing that a plan has to keep."""

    words: str
    """As a sergeant says it."""
    without: Callable[[Case], Case]
    """The same case, but for this."""


def left_with(case: Case, members: Iterable[Member], kept: Iterable[Member]) -> Case:
    """A case in which only some of its members are kept."""
    stays = {id(member) for member in kept}
    for member in members:
        case = case if id(member) in stays else member.without(case)
    return case


def rule_members(scenario: Scenario, names: Iterable[str]) -> Iterator[Member]:
    """Required rules that may be required less: each can be taken out of the scenario."""
    for name in names:
        rule = getattr(scenario.rules, name)
        levels = get_args(type(rule).model_fields["level"].annotation)
        lower = next((level for level in ("off", "preferred") if level in levels or not levels), None)
        if rule.level == "required" and lower is not None:
            yield Member(f"{name}: {_sentence(rule)}", _Lowered(name, lower))


def _sentence(rule: Rule) -> str:
    """What a rule says, in its first sentence, with its numbers in it or behind it."""
    said = " ".join((type(rule).__doc__ or "").split("\n\n")[0].split()).rstrip(".")
    numbers = {name: value for name, value in rule if isinstance(value, (int, float, dict)) and value}
    numbers.pop("weight", None)
    left = [f"{name}: {_number(name, value)}" for name, value in numbers.items() if f"`{name}`" not in said]
    words = re.sub(r"`(\w+)`(?: hours| minutes)?", lambda found: _named(rule, found[1]), said)
    return f"{words} ({', '.join(left)})" if left else words


def _named(rule: Rule, field: str) -> str:
    return _number(field, getattr(rule, field)) if field in type(rule).model_fields else field


def _number(name: str, value: Any) -> str:
    """``11 h``, ``45 min``, ``3``, ``early 0, late 0``."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    unit = " h" if "hours" in name else " min" if "minutes" in name else ""
    return f"{value:g}{unit}" if isinstance(value, float | int) else str(value)


@dataclass(frozen=True)
class _Lowered:
    """Takes a rule out."""

    name: str
    level: str

    def __call__(self, case: Case) -> Case:
        rule = getattr(case.scenario.rules, self.name).model_copy(update={"level": self.level})
        rules = case.scenario.rules.model_copy(update={self.name: rule})
        return replace(case, scenario=changed(case.scenario, rules=rules))


def officer_members(case: Case, officer_id: str) -> Iterator[Member]:
    """What is settled for an officer: pins, published days, days away, what was worked before."""
    scenario, officer, who = case.scenario, case.scenario.people[officer_id], officer_words(officer_id)
    for (pinned, day), shift in case.pins.days.items():
        if pinned == officer_id:
            yield Member(f"{who} is pinned: {_as_worked(scenario, shift, day)}", _Unpinned(officer_id, day))
    for day, shift in sorted((officer.published or {}).items()):
        if day in scenario.horizon.dates:
            words = f"{who} is published: {_as_worked(scenario, shift, day)}"
            yield Member(words, _Without(officer_id, "published", day))
    for day, reason in sorted(officer.unavailable.items()):
        if day in scenario.horizon.dates:
            yield Member(f"{who} is away on {day_words(day)} ({reason})", _Without(officer_id, "unavailable", day))
    if officer.history != History():
        yield Member(f"{who}'s history: {_worked_before(officer.history)}", _Forgotten(officer_id))


def _as_worked(scenario: Scenario, shift: str, day: Any) -> str:
    if shift == REST:
        return f"rest on {day_words(day)}"
    span = scenario.shift_span(day, shift)
    return f"{shift_words(scenario, shift)} on {day_words(day)} ({clock_words(scenario, *span)})"


def _worked_before(history: History) -> str:
    ends = history.last_duty_ends
    parts = [f"the last duty ends on {day_words(ends.date())} at {ends:%H:%M}"] if ends is not None else []
    named = history.model_dump(exclude_defaults=True, exclude={"last_duty_ends"})
    parts += [f"{name.replace('_', ' ')}: {value}" for name, value in named.items()]
    return ", ".join(parts)


@dataclass(frozen=True)
class _Unpinned:
    """Lets a pinned day go, with what is pinned in its duty."""

    officer: str
    day: Any

    def __call__(self, case: Case) -> Case:
        key, pins = (self.officer, self.day), case.pins
        return replace(
            case,
            pins=replace(
                pins,
                days={one: shift for one, shift in pins.days.items() if one != key},
                visits=tuple(visit for visit in pins.visits if key not in visit.crew),
                staff=frozenset(piece for piece in pins.staff if piece[:2] != key),
                is_all=False,
            ),
        )


@dataclass(frozen=True)
class _Without:
    """Takes a day out of what is published, or out of the days away."""

    officer: str
    field: str
    day: Any

    def __call__(self, case: Case) -> Case:
        days = getattr(case.scenario.people[self.officer], self.field) or {}
        left = {day: said for day, said in days.items() if day != self.day}
        return _with_officer(case, self.officer, {self.field: left})


@dataclass(frozen=True)
class _Forgotten:
    """Takes what was worked before out."""

    officer: str

    def __call__(self, case: Case) -> Case:
        return _with_officer(case, self.officer, {"history": History()})


def _with_officer(case: Case, officer_id: str, changes: dict[str, Any]) -> Case:
    people: dict[str, Officer] = dict(case.scenario.people)
    people[officer_id] = people[officer_id].model_copy(update={**changes, "count": None})
    return replace(case, scenario=changed(case.scenario, officers=people))


def changed(scenario: Scenario, **changes: Any) -> Scenario:
    """The scenario with other values; nothing is validated anew, and nothing computed of the old one is kept."""
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(**fields | changes)
