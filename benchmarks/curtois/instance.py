"""A public staff scheduling instance as its file says it (Curtois and Qu, 2014), for the converter and the peers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DAYS_PER_WEEK, SATURDAY = 7, 5
"""Day 0 is a Monday."""
Roster = dict[str, list[str | None]]
"""By name, each day's shift or nothing."""


class RefusedError(ValueError):
    """An instance says something that makes no sense, or that the rule book cannot say."""


@dataclass(frozen=True)
class Person:
    """One row of the staff section; hours in minutes, runs in days."""

    name: str
    limits: Mapping[str, int]
    """Most duties by shift."""
    most_minutes: int
    least_minutes: int
    most_duties: int
    """In a row."""
    least_duties: int
    """In a row."""
    least_rest_days: int
    """In a row."""
    most_weekends: int


@dataclass(frozen=True)
class Wish:
    """A request for (weight above 0) or against (below 0) a shift on a day."""

    person: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True)
class Cover:
    """People wanted on a shift of a day, and what one too few and one too many cost."""

    day: int
    shift: str
    people: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """An instance as its file says it, days counted from 0."""

    days: int
    minutes: Mapping[str, int]
    """Length of each shift."""
    not_after: Mapping[str, frozenset[str]]
    """By shift, the shifts that may not be on the day after it."""
    people: Mapping[str, Person]
    away: Mapping[str, frozenset[int]]
    wishes: tuple[Wish, ...]
    covers: tuple[Cover, ...]

    @property
    def weekends(self) -> int:
        """Weeks of which a Saturday or Sunday lies in the horizon."""
        return math.ceil((self.days - SATURDAY) / DAYS_PER_WEEK)


def read_instance(path: Path) -> Instance:
    """Read an instance file.

    Raises:
        RefusedError: a request or cover names a person or shift that is not there.
    """
    tables = _sections(path.read_text(encoding="utf-8"))
    shifts = {row[0]: int(row[1]) for row in tables["SHIFTS"]}
    people = {row[0]: _person(row) for row in tables["STAFF"]}
    on, off = tables["SHIFT_ON_REQUESTS"], tables["SHIFT_OFF_REQUESTS"]
    instance = Instance(
        days=int(tables["HORIZON"][0][0]),
        minutes=shifts,
        not_after={row[0]: frozenset(filter(None, row[2].split("|"))) for row in tables["SHIFTS"]},
        people=people,
        away={row[0]: frozenset(int(day) for day in row[1:] if day) for row in tables["DAYS_OFF"]},
        wishes=tuple(_wish(row, sign) for rows, sign in ((on, 1), (off, -1)) for row in rows),
        covers=tuple(Cover(int(row[0]), row[1], int(row[2]), int(row[3]), int(row[4])) for row in tables["COVER"]),
    )
    _expect_known(instance)
    return instance


def _sections(text: str) -> dict[str, list[list[str]]]:
    """The rows of each section, cut at commas, without comments."""
    tables: defaultdict[str, list[list[str]]] = defaultdict(list)
    title = ""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("SECTION_"):
            title = stripped.removeprefix("SECTION_")
        elif stripped and not stripped.startswith("#"):
            tables[title].append([word.strip() for word in stripped.split(",")])
    return tables


def _person(row: list[str]) -> Person:
    limits = {shift: int(most) for shift, most in (part.split("=") for part in row[1].split("|"))}
    return Person(row[0], limits, *(int(number) for number in row[2:8]))


def _wish(row: list[str], sign: int) -> Wish:
    return Wish(row[0], int(row[1]), row[2], sign * int(row[3]))


def _expect_known(instance: Instance) -> None:
    named = {wish.shift for wish in instance.wishes} | {cover.shift for cover in instance.covers}
    shifts = named.union(*instance.not_after.values())
    people = {wish.person for wish in instance.wishes} | set(instance.away)
    unknown = sorted(shifts - set(instance.minutes)) + sorted(people - set(instance.people))
    if unknown:
        message = f"not among the shifts and staff: {', '.join(unknown)}"
        raise RefusedError(message)
