"""Days, instants and the wall clock: the only clock arithmetic in the project.

An *instant* is a whole number of real (elapsed) minutes since local midnight at the start of the
horizon. Durations are differences of instants, so a duty across a clock change has the length its
officer really works. The wall clock appears only where people read or write times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
"""Of a day on which no clock changes."""
DAYS_PER_WEEK = 7
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WALL_TIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)\Z")
_OFFSET_TIME = re.compile(r"^((?:[01]\d|2[0-3]):[0-5]\d)([+-]\d{2}:\d{2})?\Z")


def wall_time(text: str) -> time:
    """Read ``"HH:MM"``.

    Raises:
        ValueError: the text is not a time of day between 00:00 and 23:59.
    """
    match = _WALL_TIME.match(text)
    if match is None:
        message = f"{text!r} is not a time of day written as HH:MM"
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def _iso_day(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    message = f"{value!r} is not a day written as YYYY-MM-DD"
    raise ValueError(message)


def _iso_moment(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}([+-]\d{2}:\d{2})?", value):
        return datetime.fromisoformat(value)
    message = f"{value!r} is not a local date and time written as YYYY-MM-DDTHH:MM"
    raise ValueError(message)


Day = Annotated[date, BeforeValidator(_iso_day)]
"""A calendar day, written ``YYYY-MM-DD`` and in no other way."""
Moment = Annotated[datetime, BeforeValidator(_iso_moment)]
"""A local date and time, written ``YYYY-MM-DDTHH:MM``; a UTC offset may follow, to tell a repeated hour apart."""
Span = tuple[int, int]
"""From an instant to an instant, half-open."""


class Horizon(BaseModel):
    """The days a scenario plans, on one wall clock."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, strict=True)

    start: Day
    """First day of the plan."""
    days: int = Field(ge=1, le=366)
    """Number of days planned, 1 to 366. A week is 7."""
    timezone: str = "Europe/London"
    """Name of the time zone (IANA) in which every time of the scenario is written."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            message = f"{name!r} is no known time zone (for example Europe/London)"
            raise ValueError(message) from error
        return name

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)

    @cached_property
    def _origin(self) -> datetime:
        return datetime.combine(self.start, time(), self.zone).astimezone(UTC)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every day of the horizon, in order."""
        return tuple(self.start + timedelta(days=offset) for offset in range(self.days))

    @property
    def end(self) -> date:
        """The day after the last day of the horizon."""
        return self.start + timedelta(days=self.days)

    def instant(self, moment: datetime) -> int:
        """Minutes from the start of the horizon to a local wall-clock moment (its ``fold`` or its UTC offset tells the
        two passes of a repeated hour apart; a time the spring change skips is read as if the clocks had not moved).
        """
        aware = moment if moment.tzinfo else moment.replace(tzinfo=self.zone)
        elapsed = aware.astimezone(UTC) - self._origin
        return int(elapsed.total_seconds() // 60)

    def at(self, day: date, clock: str | time = "00:00") -> int:
        """The instant of a time of day on a day."""
        wall = wall_time(clock) if isinstance(clock, str) else clock
        return self.instant(datetime.combine(day, wall))

    def span(self, day: date, start: str, end: str) -> Span:
        """The half-open interval from ``start`` on ``day`` to ``end``, the next day where the end is not later."""
        ends_on = day if wall_time(end) > wall_time(start) else day + timedelta(days=1)
        return self.at(day, start), self.at(ends_on, end)

    def local(self, instant: int) -> datetime:
        """The wall clock (no zone attached, ``fold`` set in a repeated hour) at an instant."""
        return (self._origin + timedelta(minutes=instant)).astimezone(self.zone).replace(tzinfo=None)

    def day(self, instant: int) -> date:
        """The calendar day an instant falls on."""
        return self.local(instant).date()

    def clock_text(self, instant: int) -> str:
        """``HH:MM``, with the UTC offset added in the second pass of a repeated hour, so that it reads back exactly."""
        local = self.local(instant)
        return local.strftime("%H:%M") + self._offset_of_second_pass(local)

    def moment_text(self, instant: int) -> str:
        """ISO 8601 local date and time to the minute, with the offset only where the wall clock is ambiguous."""
        local = self.local(instant)
        return local.strftime("%Y-%m-%dT%H:%M") + self._offset_of_second_pass(local)

    def _offset_of_second_pass(self, local: datetime) -> str:
        return local.replace(tzinfo=self.zone).strftime("%:z") if local.fold else ""

    def read_moment(self, text: str) -> int:
        """The instant written by :meth:`moment_text`.

        Raises:
            ValueError: the text is not an ISO 8601 local date and time to the minute.
        """
        return self.instant(_iso_moment(text))

    def read_clock(self, text: str, not_before: int) -> int:
        """The first instant at or after ``not_before`` whose wall clock is written ``text`` (see :meth:`clock_text`).

        Raises:
            ValueError: the text is not a time of day.
        """
        match = _OFFSET_TIME.match(text)
        if match is None:
            message = f"{text!r} is not a time of day written as HH:MM"
            raise ValueError(message)
        offset = match[2] or ""
        for days_on in range(3):
            day = self.day(not_before) + timedelta(days=days_on)
            instant = self.read_moment(f"{day.isoformat()}T{match[1]}{offset}")
            if instant >= not_before:
                return instant
        message = f"{text!r} is not within a day after {self.moment_text(not_before)}"
        raise ValueError(message)


def day_name(day: date) -> str:
    """``mon`` to ``sun``."""
    return DAY_NAMES[day.weekday()]


def overlap(a: Span, b: Span) -> int:
    """Minutes two half-open intervals share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few intervals as possible, in order; intervals that touch become one."""
    union: list[Span] = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return union


def subtract(whole: Span, holes: list[Span]) -> list[Span]:
    """What is left of an interval when others are cut out of it, in order."""
    pieces, start = [], whole[0]
    for hole_start, hole_end in sorted(holes):
        if hole_end <= start or hole_start >= whole[1]:
            continue
        if hole_start > start:
            pieces.append((start, hole_start))
        start = max(start, hole_end)
    if start < whole[1]:
        pieces.append((start, whole[1]))
    return pieces
