"""Days on which somebody's duty, or rest, is held: known to whoever plans, and in no scenario file. Unlike a published
day, a held one is free in the sense of the rules: what they ask of it stays the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from rostering.scenario.records import Officer, Scenario

NOTHING: Mapping[date, str] = MappingProxyType({})


class HeldOfficer(Officer):
    """An officer some of whose days are held."""

    held: dict[date, str]
    """By day: the shift, or `rest`."""


def held_of(officer: Officer) -> Mapping[date, str]:
    """The days of an officer that are held."""
    return officer.held if isinstance(officer, HeldOfficer) else NOTHING


def with_held(scenario: Scenario, days: Mapping[tuple[str, date], str]) -> Scenario:
    """A scenario in which these days, by officer and day, stay as they are; officers alike have become single ones."""
    if not days:
        return scenario
    held: dict[str, dict[date, str]] = {}
    for (officer_id, day), shift in sorted(days.items()):
        held.setdefault(officer_id, {})[day] = shift
    officers = {
        officer_id: _holding(officer, held[officer_id]) if officer_id in held else officer
        for officer_id, officer in scenario.people.items()
    }
    fields = {name: getattr(scenario, name) for name in Scenario.model_fields}
    return Scenario.model_construct(**fields | {"officers": officers})


def _holding(officer: Officer, held: dict[date, str]) -> HeldOfficer:
    fields = {name: getattr(officer, name) for name in Officer.model_fields}
    return HeldOfficer.model_construct(**fields | {"count": None, "held": held})
