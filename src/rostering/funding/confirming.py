"""Proof by the full model: a scenario with the people of a mix in it, planned and judged like any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rostering.funding.frontier import Frontier, Point
from rostering.horizon import DAYS_PER_WEEK
from rostering.model.keys import Group
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.funding import kinds_of
from rostering.scheduling import plan
from rostering.solve import Options, Stop
from rostering.strategy import Answer, Purchase
from rostering.strategy.ground import shift_minutes

Overrides = dict[str, Any]
"""Dotted paths and plain values, as `--set` takes them."""


@dataclass(frozen=True)
class Confirmed:
    """One budget, as the full model sees it."""

    budget: float
    measures: Mapping[str, float]
    """Of the full model's plan; empty where it found none."""
    strategic_hours: float
    """Patrol hours of the strategic model."""
    error: float
    """By how much the strategic model's patrol hours are above the full model's, as a fraction of these."""


def confirm(
    scenario: Scenario, result: Frontier, count: int, options: Options, tell: Callable[[float], None]
) -> list[Confirmed]:
    """Plan the points that matter with the full model: the ends first, then the middle ones, evenly.

    Args:
        scenario: what is known.
        result: the frontier.
        count: how many points.
        options: how to solve.
        tell: gets each budget before it is planned.
    """
    found = []
    for point in _points_that_matter(result.points, count):
        tell(point.budget)
        if point.best is not None:
            outcome = plan(changed(scenario, point.best), "", options, Stop(options.time_limit), lambda _: None)
            measures = dict(outcome.schedule.measures) if outcome.schedule else {}
            full, strategic = measures.get("patrol_hours", 0.0), point.best.patrol_hours
            found.append(Confirmed(point.budget, measures, strategic, strategic / full - 1 if full else 0.0))
    return found


def _points_that_matter(points: Sequence[Point], count: int) -> list[Point]:
    solved = [point for point in points if point.best is not None]
    if count >= len(solved):
        return solved
    if count == 1:
        return [min(solved, key=lambda point: abs(point.budget))]
    places = sorted({round(number * (len(solved) - 1) / (count - 1)) for number in range(count)})
    return [solved[place] for place in places]


def overrides_of(scenario: Scenario, mix: Mapping[Purchase, float]) -> Overrides:
    """The changes that put a mix into a scenario; nothing for an empty mix."""
    changes: Overrides = {}
    for one, amount in sorted(mix.items()):
        option = scenario.funding.options[one.option] if scenario.funding else None
        if option is None:
            continue
        kind = kinds_of(option)[0]
        if kind == "hire":
            changes |= _hired(scenario, one, round(amount))
        elif kind == "hours":
            changes |= _overtime(scenario, one, amount)
        elif kind == "end_grant":
            changes |= _left(scenario, Group(one.area, one.role), round(amount), changes)
        else:
            changes |= _hub(scenario, one)
    gone = {path.split(".")[1] for path, value in changes.items() if path.startswith("officers.") and value is None}
    alone = sorted(key for key, entry in scenario.officers.items() if entry.works_with in gone and key not in gone)
    return changes | {f"officers.{key}.works_with": None for key in alone}


def changed(scenario: Scenario, answer: Answer) -> Scenario:
    """The scenario with a mix in it."""
    officers = dict(scenario.officers)
    hubs = dict(scenario.hub_sessions)
    for path, value in overrides_of(scenario, answer.bought).items():
        section, key, *rest = path.split(".")
        if section == "officers" and value is None and not rest:
            del officers[key]
        elif section == "officers" and rest:
            officers[key] = officers[key].model_copy(update={rest[0]: value})
        elif section == "officers":
            officers[key] = Officer.model_validate(value)
        elif value is None:
            del hubs[key]
        else:
            hubs[key] = type(hubs[key]).model_validate(hubs[key].model_dump(by_alias=True) | {rest[0]: value})
    fields = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    return Scenario.model_construct(**fields | {"officers": officers, "hub_sessions": hubs})


def _hired(scenario: Scenario, one: Purchase, number: int) -> Overrides:
    """New people: on lines of colleagues where duties are published, else free to roster."""
    lines = _lines(scenario, one)
    plain = {"role": one.role, "area": one.area}
    if not lines:
        return {f"officers.{one.option}-{one.area}": plain | {"count": number}}
    return {
        f"officers.{one.option}-{one.area}-{place + 1}": plain | {"published": lines[place % len(lines)]}
        for place in range(number)
    }


def _lines(scenario: Scenario, one: Purchase) -> list[dict[str, str]]:
    """Published lines of a role without absences, those of the team first, and each one's a different one at first."""
    found = [
        (officer.area != one.area, officer_id, officer.published)
        for officer_id, officer in scenario.people.items()
        if officer.role == one.role and officer.published and not officer.unavailable
    ]
    weekly = scenario.roles[one.role].weekly_hours * scenario.horizon.days / DAYS_PER_WEEK
    lengths = shift_minutes(scenario)

    def hours(published: Mapping[Any, str]) -> float:
        return sum(lengths[shift] for shift in published.values() if shift != REST) / 60

    full = [each for each in found if abs(hours(each[2]) - weekly) <= min(lengths.values()) / 60] or found
    own = [each for each in full if not each[0]] or full
    return [
        {day.isoformat(): shift for day, shift in published.items()}
        for _, _, published in sorted(own, key=lambda e: e[:2])
    ]


def _overtime(scenario: Scenario, one: Purchase, hours: float) -> Overrides:
    """Overtime as duties of somebody who has no others: one a week, on days in turn."""
    lengths = shift_minutes(scenario)
    used = {
        shift
        for officer in scenario.people.values()
        if officer.role == one.role
        for shift in (officer.published or {}).values()
        if shift != REST
    } or set(lengths)
    shift = min(sorted(used), key=lambda name: lengths[name])
    number = round(hours * scenario.horizon.days / DAYS_PER_WEEK / (lengths[shift] / 60))
    days = scenario.horizon.dates
    return {
        f"officers.{one.option}-{one.area}-{one.role}-{place + 1}": {
            "role": one.role,
            "area": one.area,
            "published": {day.isoformat(): shift if day == days[place * 3 % len(days)] else REST for day in days},
        }
        for place in range(number)
    }


def _left(scenario: Scenario, group: Group, number: int, changes: Mapping[str, Any]) -> Overrides:
    """People who leave: those whose duties are nearest to the mean of their group, so that a typical week is lost."""
    lengths = shift_minutes(scenario)
    entries = {
        key: entry
        for key, entry in scenario.officers.items()
        if (entry.area, entry.role) == group and f"officers.{key}" not in changes
    }
    gone: Overrides = {}
    hours = {
        key: sum(lengths[s] for d, s in (entry.published or {}).items() if s != REST and d not in entry.unavailable)
        for key, entry in entries.items()
    }
    mean = sum(hours.values()) / len(hours) if hours else 0.0
    for key in sorted(entries, key=lambda key: (abs(hours[key] - mean), key)):
        there = entries[key].count or 1
        if number <= 0:
            break
        leaving = min(number, there)
        gone[f"officers.{key}" if leaving == there else f"officers.{key}.count"] = (
            None if leaving == there else there - leaving
        )
        number -= leaving
    return gone


def _hub(scenario: Scenario, one: Purchase) -> Overrides:
    option = scenario.funding.options[one.option] if scenario.funding else None
    if option is None:
        return {}
    hub = option.open_hub or option.close_hub or ""
    session = scenario.hub_sessions[hub]
    plain = [when.model_dump(by_alias=True) for when in session.when]
    mine = [when.model_dump(by_alias=True) for when in option.when]
    if option.open_hub:
        return {f"hub_sessions.{hub}.when": plain + mine}
    left = [when for when in plain if mine and when not in mine]
    return {f"hub_sessions.{hub}.when": left} if left else {f"hub_sessions.{hub}": None}
