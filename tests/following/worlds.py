"""Small scenarios and plans to move on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rostering.following import Past, following_content, histories, last_patrolled
from rostering.measures.guarantee import counted_visits
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Activity, Duty, Plan

MONDAY = date(2025, 6, 2)
SHIFTS = {
    "early": {"start": "07:00", "end": "17:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
}


def world(
    officers: Mapping[str, Mapping[str, Any]] | None = None, days: int = 7, start: date = MONDAY, **more: Any
) -> dict[str, Any]:
    """The content of a scenario of one area and one hotspot."""
    people = {"pc-1": {}} if officers is None else officers
    return {
        "version": 1,
        "name": "world",
        "horizon": {"start": start.isoformat(), "days": days},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {"weekly_hours": 40}},
        "shifts": SHIFTS,
        "officers": {officer: {"role": "pc", "area": "north", **one} for officer, one in people.items()},
        "hotspots": {"corner": {"area": "north", "lat": 51.9, "lon": -0.4, "crew": 1}},
    } | more


def read(content: Mapping[str, Any]) -> Scenario:
    """The scenario of a content."""
    return Scenario.model_validate(content)


def plan_of(start: date = MONDAY, **lines: str) -> Plan:
    """A plan from lines of one letter a day, such as ``EEL..``; `pc_1` is the officer pc-1."""
    shifts = {letter: shift for shift in SHIFTS for letter in shift[0].upper()}
    return Plan(
        tuple(
            Duty(officer.replace("_", "-"), start + timedelta(days=at), shifts[letter])
            for officer, line in lines.items()
            for at, letter in enumerate(line)
            if letter != "."
        )
    )


def with_visit(plan: Plan, scenario: Scenario, start: str, minutes: int = 15) -> Plan:
    """The plan, its first duty of the visit's day or the day before with a visit to the corner."""
    at = scenario.horizon.read_moment(start)
    day = date.fromisoformat(start[:10])
    host = next(duty for duty in reversed(plan.duties) if duty.day in {day, day - timedelta(days=1)})
    visit = Activity(at, at + minutes, VISIT, hotspot="corner")
    changed = Duty(host.officer, host.day, host.shift, (*host.activities, visit))
    return Plan(tuple(changed if duty is host else duty for duty in plan.duties))


def following(content: dict[str, Any], plan: Plan, days: int = 7) -> dict[str, Any]:
    """The content of the next scenario, its visits as planned."""
    scenario = read(content)
    past = Past(histories(scenario, plan), last_patrolled(scenario, counted_visits(scenario, plan)))
    return following_content(scenario, content, past, days, "next-week")
