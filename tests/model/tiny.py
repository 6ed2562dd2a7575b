"""Scenarios of a few people and hours, written as small dicts, and their passes solved to proof.

Everything lies at one point, so that journeys take no time unless a test gives them some, and every rule that can be
off is off unless a test names it: what a pass reaches can then be worked out by hand.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, get_args

from rostering.model.constraints import CONSTRAINTS
from rostering.model.objective import PASSES
from rostering.scenario import Scenario
from rostering.scenario.rules import RULES, Rules
from rostering.schedule import Tasking
from rostering.solve import Options, Stop, solve

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2025-06-0{day}" for day in range(2, 9))
CENTRE = {"lat": 52.0, "lon": -0.4}
SHIFTS = {"early": {"start": "07:00", "end": "15:00"}, "late": {"start": "15:00", "end": "23:00"}}
AN_HOUR = {"early": {"start": "07:00", "end": "08:00"}}
"""Room for four visits of 15 minutes, and for nothing else."""


def _can_be_off(rule: str) -> bool:
    return "off" in get_args(_level_type(rule))


def can_be_preferred(rule: str) -> bool:
    """Whether a rule can be required and preferred."""
    return {"required", "preferred"} <= set(get_args(_level_type(rule)))


def _level_type(rule: str) -> Any:
    record: Any = Rules.model_fields[rule].annotation
    return record.model_fields["level"].annotation


def on(*days: str, shift: str = "early") -> dict[str, Any]:
    """An officer with published duties on some days of the first week of June 2025, and rest on all others."""
    return {"published": {day: shift if day in days else "rest" for day in (MON, TUE, WED, THU, FRI, SAT, SUN)}}


def wishes(*wanted: tuple[str, str] | tuple[str, str, float]) -> dict[str, Any]:
    """An officer's requests: day, shift and, where it is not 1, the weight."""
    return {"requests": [dict(zip(("day", "shift", "weight"), wish, strict=False)) for wish in wanted]}


def tiny(rules: Mapping[str, Mapping[str, Any]] | None = None, /, **given: Any) -> Scenario:
    """A scenario in which only the named rules hold (those that cannot be off hold as well).

    Args:
        rules: by name, their numbers and level.
        given: `days` and `start` of the horizon, `officers`, `hotspots` and `hubs`, each with what is not like all
            others, and any other section of a scenario.
    """
    at_centre = {"area": "town", **CENTRE}
    people, hotspots, hubs = given.pop("officers", {"ann": {}}), given.pop("hotspots", {}), given.pop("hubs", {})
    document: dict[str, Any] = {
        "version": 1,
        "name": "tiny",
        "horizon": {"start": given.pop("start", MON), "days": given.pop("days", 1)},
        "demand": {"weights": {"crime": 1}},
        "areas": {"town": {"base": CENTRE, "demand": {"crime": 100}}},
        "roles": {"pc": {}, "pcso": {}},
        "shifts": SHIFTS,
        "officers": {name: {"role": "pc", "area": "town", **one} for name, one in people.items()},
        "hotspots": {name: {**at_centre, "crew": 1, **one} for name, one in hotspots.items()},
        "hub_sessions": {name: {**at_centre, "staff": {"any": 1}, **one} for name, one in hubs.items()},
        "rules": {rule: {"level": "off"} for rule in RULES if _can_be_off(rule)} | dict(rules or {}),
    }
    return Scenario.model_validate(document | given)


def spots(number: int, **same: Any) -> dict[str, dict[str, Any]]:
    """Hotspots that are all alike."""
    return {f"spot-{count}": dict(same) for count in range(1, number + 1)}


def _nothing(rule: str) -> Callable[..., Iterator[Any]]:
    def no_rows(*_: Any) -> Iterator[Any]:
        return iter(())

    no_rows.__name__ = rule
    return no_rows


@contextmanager
def rule_without_rows(rule: str) -> Iterator[None]:
    """While it lasts, models are built without the rows of a rule, whatever its level."""
    build_module: Any = importlib.import_module("rostering.model.build")
    whole = build_module.CONSTRAINTS
    build_module.CONSTRAINTS = tuple(_nothing(rule) if one.__name__ == rule else one for one in CONSTRAINTS)
    try:
        yield
    finally:
        build_module.CONSTRAINTS = whole


def tasked(scenario: Scenario) -> tuple[dict[str, float], Tasking]:
    """The value each pass reached, proven best, and what was decided."""
    result = solve(scenario, Options(gap=0.0), Stop())
    if result.tasking is None:
        message = f"the model is {result.status}"
        raise ValueError(message)
    return {one.name: round(one.value, 4) for one in result.passes}, result.tasking


def reached(scenario: Scenario, name: str) -> float:
    """The value of one pass; a pass that has nothing to count has value 0."""
    if name not in {one.name for one in PASSES}:
        raise KeyError(name)
    return tasked(scenario)[0].get(name, 0.0)


def reached_without(rule: str, scenario: Scenario, name: str) -> float:
    """The same for a model that lacks a rule's rows: for rules that have no level `off`."""
    with rule_without_rows(rule):
        return reached(scenario, name)
