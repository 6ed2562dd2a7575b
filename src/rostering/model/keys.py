"""What rows and variables are about: the keys that the index sets range over."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rostering.horizon import MINUTES_PER_HOUR


class Band(NamedTuple):
    """A stretch of a day in which nobody starts or ends a duty and no hotspot opens or closes."""

    start: int
    end: int
    day: date

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


class DutyKey(NamedTuple):
    """One officer, one day, one shift: a duty that may be decided."""

    officer: str
    day: date
    shift: str


class Group(NamedTuple):
    """The people of one team with one role."""

    team: str
    role: str


class Slot(NamedTuple):
    """The people of a group who start one shift on one day."""

    group: Group
    day: date
    shift: str


class Opening(NamedTuple):
    """One opening of a hub."""

    session: str
    opens: int
    closes: int

    @property
    def hours(self) -> float:
        """Length."""
        return (self.closes - self.opens) / MINUTES_PER_HOUR


class Staffing(NamedTuple):
    """A wanted number of people: area, day, shift."""

    area: str
    day: date
    shift: str


class Stretch(NamedTuple):
    """The time of one team between two neighbouring edges of a day: starts and ends of shifts, midnight."""

    team: str
    start: int
    end: int

    @property
    def hours(self) -> float:
        """Length."""
        return (self.end - self.start) / MINUTES_PER_HOUR


class Step(NamedTuple):
    """A step of a convex cost, away from the cheapest number."""

    start: int
    end: int
    price: float
    """For each one."""

    @property
    def sign(self) -> int:
        """What brings a count at the end of the step back to its start: 1 below the cheapest number, -1 above it."""
        return 1 if self.end < self.start else -1
