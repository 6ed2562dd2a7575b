"""What lies ahead of one officer: the days, the choices, and what is fixed or remembered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rostering.horizon import Span
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.held import held_of
from rostering.scenario.records import History
from rostering.scenario.terms import Terms, allowed_shifts, contract_of, is_free, is_rostered, kind_of, terms_of

NOT_PUBLISHED = -1


@dataclass(frozen=True)
class Calendar:
    """What is the same for every officer: the days and the shifts on the clock."""

    scenario: Scenario
    shifts: tuple[str, ...]
    """Choice 1 is the first of them."""
    spans: tuple[tuple[Span, ...], ...]
    """By day and shift: start and end."""
    is_night: tuple[bool, ...]
    """By choice."""

    @property
    def choices(self) -> int:
        """Number of choices of a day, rest included."""
        return len(self.shifts) + 1

    @cached_property
    def minutes(self) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
        """By day and choice: length of the duty."""
        return np.array([[0, *(end - start for start, end in day)] for day in self.spans], dtype=np.int64)


def calendar_of(scenario: Scenario) -> Calendar:
    """The days and shifts of a scenario on the clock."""
    shifts = tuple(scenario.shifts)
    return Calendar(
        scenario=scenario,
        shifts=shifts,
        spans=tuple(tuple(scenario.shift_span(day, shift) for shift in shifts) for day in scenario.horizon.dates),
        is_night=(False, *(kind_of(shift) == "night" for shift in scenario.shifts.values())),
    )


@dataclass(frozen=True)
class Ahead:
    """One officer's horizon."""

    calendar: Calendar
    officer: Officer
    terms: Terms
    is_rostered: bool
    is_night_worker: bool
    published: tuple[int, ...]
    """By day: the published choice, or `NOT_PUBLISHED`."""
    held: tuple[int, ...]
    """By day: the choice that is held, or -1."""
    is_away: tuple[bool, ...]
    is_free: tuple[bool, ...]
    """By day: neither published nor away."""
    fits_pattern: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    """By day and choice: allowed by the contract's pattern."""

    @property
    def days(self) -> int:
        """Length of the horizon."""
        return len(self.published)

    @property
    def history(self) -> History:
        """What was worked before."""
        return self.officer.history

    @cached_property
    def published_minutes(self) -> tuple[int, ...]:
        """By day: length of the published duty."""
        minutes = self.calendar.minutes
        return tuple(int(minutes[day, max(0, choice)]) for day, choice in enumerate(self.published))

    def is_open(self, day: int) -> bool:
        """Whether there is anything to choose on a day, lawful or at a price."""
        rules = self.calendar.scenario.rules
        is_there = not self.is_away[day] or rules.availability.level != "required"
        return is_there and (self.published[day] == NOT_PUBLISHED or rules.published_duty.level != "required")

    @cached_property
    def is_any_open(self) -> bool:
        """Whether there is anything to choose at all."""
        return any(self.is_open(day) for day in range(self.days))

    def is_as_published(self, day: int, choice: int) -> bool:
        """Whether a choice is a published duty worked as published."""
        return choice > 0 and self.published[day] == choice


def look_ahead(calendar: Calendar, officer: Officer) -> Ahead:
    """Gather what the machines ask about an officer."""
    scenario = calendar.scenario
    dates = scenario.horizon.dates
    choice_of = {REST: 0, **{shift: number for number, shift in enumerate(calendar.shifts, 1)}}
    published, held = officer.published or {}, held_of(officer)
    fits = np.ones((len(dates), calendar.choices), dtype=np.bool_)
    if contract_of(scenario, officer).pattern:
        for index, day in enumerate(dates):
            allowed = allowed_shifts(scenario, officer, day)
            fits[index, 1:] = [shift in allowed for shift in calendar.shifts]
    return Ahead(
        calendar=calendar,
        officer=officer,
        terms=terms_of(scenario, officer),
        is_rostered=is_rostered(scenario, officer),
        is_night_worker=contract_of(scenario, officer).night_worker,
        published=tuple(choice_of[published[day]] if day in published else NOT_PUBLISHED for day in dates),
        held=tuple(choice_of[held[day]] if day in held else -1 for day in dates),
        is_away=tuple(day in officer.unavailable for day in dates),
        is_free=tuple(is_free(officer, day) for day in dates),
        fits_pattern=fits,
    )
