"""Weekends of the horizon, and those before it that are remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rostering.horizon import Horizon
from rostering.model.sets import Sets

SATURDAY = 5


@dataclass(frozen=True)
class WeekendWindow:
    """Weekends in a row of one officer, the last of them in the horizon."""

    saturdays: tuple[date, ...]
    """Of the weekends in the horizon, which may cut off the Saturday itself."""
    worked_before: int
    """Of the weekends before the horizon, those worked."""

    @property
    def last(self) -> date:
        """The Saturday of its last weekend."""
        return self.saturdays[-1]


def weekends_of(horizon: Horizon) -> dict[date, tuple[date, ...]]:
    """By Saturday, the days of each weekend that lie in the horizon: both, or one of them."""
    days = [day for day in horizon.dates if day.weekday() >= SATURDAY]
    saturdays = dict.fromkeys(day - timedelta(days=day.weekday() - SATURDAY) for day in days)
    return {
        saturday: tuple(day for day in days if day in {saturday, saturday + timedelta(days=1)})
        for saturday in saturdays
    }


def weekend_windows(sets: Sets, officer: str) -> Iterator[WeekendWindow]:
    """The windows of an officer that end in the horizon; of what history does not tell, nothing was worked."""
    terms, recent = sets.terms[officer].weekends_off, sets.scenario.people[officer].history.recent_weekends
    saturdays = tuple(weekends_of(sets.scenario.horizon))
    for end in range(1, len(saturdays) + 1):
        before = min(len(recent), max(0, terms.in_weekends - end))
        inside = saturdays[max(0, end - terms.in_weekends) : end]
        if before + len(inside) > terms.in_weekends - terms.least:
            yield WeekendWindow(inside, recent[len(recent) - before :].count("worked"))
