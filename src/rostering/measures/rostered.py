"""Who is free to be rostered, and what was published for a day: what the rules of building duties start from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rostering.horizon import MINUTES_PER_HOUR
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.terms import is_rostered


def rostered(scenario: Scenario) -> Iterator[tuple[str, Officer]]:
    """The officers with a day that is free to roster, by id, in the scenario's order."""
    return ((officer, person) for officer, person in scenario.people.items() if is_rostered(scenario, person))


def published_shift(person: Officer, day: date) -> str | None:
    """The shift a day was published with; nothing for a rest day or a day that was not published."""
    entry = (person.published or {}).get(day)
    return None if entry == REST else entry


def published_hours(scenario: Scenario, person: Officer, days: Iterable[date]) -> float:
    """Hours of the duties published on some days, as long as they really are."""
    spans = (scenario.shift_span(day, shift) for day in days if (shift := published_shift(person, day)) is not None)
    return sum(end - start for start, end in spans) / MINUTES_PER_HOUR
