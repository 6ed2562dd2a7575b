"""Which column of a duty system's file holds what, and what its codes mean: ``mapping.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rostering.files import InputError, Problem
from rostering.files.problem import in_file_order, shortened
from rostering.files.validation import validated
from rostering.files.yaml_reading import Document, read_yaml
from rostering.scenario import REST, Scenario
from rostering.scenario.ids import Id
from rostering.scenario.problems import nearest
from rostering.scenario.records import Record
from rostering.tables.reading import Table, columns_words

Name = Annotated[str, Field(min_length=1, max_length=200)]
OWN_COLUMNS = ("officer", "day", "duty", "start", "end", "away")
"""Of the file that ``rostering export`` writes, and that needs no mapping."""
OWN_EXTRAS = ("team", "role")
"""Columns of the same file that are there for people."""


class Columns(Record):
    """Names of columns, as the header of the file has them; upper and lower case are the same."""

    officer: Name
    """Who: an officer's id, or a name that `officers` explains."""
    name: Name | None = None
    """The officer's name, by which two people with one id are noticed."""
    day: Name
    """The day on which a duty begins, or the first day away. A time behind it is left aside."""
    until: Name | None = None
    """The last day away; for a duty, the day on which it ends."""
    duty: Name | None = None
    """A code: of a shift, of a rest day or of a reason to be away."""
    start: Name | None = None
    """When the duty starts."""
    end: Name | None = None
    """When it ends; at or before the start, that is the next day."""
    times: Name | None = None
    """Start and end in one column, such as `0700-1700`."""
    away: Name | None = None
    """The reason to be away, where it has a column of its own."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.start is None) != (self.end is None):
            message = "give both start and end, or neither"
            raise ValueError(message)
        if self.start is not None and self.times is not None:
            message = "give start and end, or times, not both"
            raise ValueError(message)
        if self.duty is None and self.away is None and self.start is None and self.times is None:
            message = "give at least one of duty, away, times, or start and end"
            raise ValueError(message)
        return self

    @property
    def named(self) -> dict[str, str]:
        """By what it holds: the name of each column that is given."""
        return {key: value for key, value in self.model_dump().items() if value is not None}


class Mapping(Record):
    """How a file of a duty system is read. Codes and names are compared without regard to upper and lower case."""

    version: Literal[1]
    """Version of this format."""
    header_line: int = Field(default=1, ge=1, le=1000)
    """Line of the file in which the columns are named."""
    sheet: Name | None = None
    """Sheet of a workbook; without it, the first."""
    columns: Columns
    """Which column holds what."""
    officers: dict[Name, Id] = Field(default_factory=dict)
    """Officers by what the file calls them. Not needed for one that is written as its id, but for upper case and
    spaces: `PC 2101` is `pc-2101`."""
    shifts: dict[Name, Id] = Field(default_factory=dict)
    """Codes that mean a shift."""
    by_times: list[Name] = Field(default_factory=list)
    """Codes that mean a duty; its times tell the shift."""
    rest: list[Name] = Field(default_factory=list)
    """Codes that mean a rest day."""
    away: dict[Name, Id] = Field(default_factory=dict)
    """Codes that mean a day away, each with its reason: leave, training, court, sick, aid or another word."""
    ignore: list[Name] = Field(default_factory=list)
    """Codes of rows that are left out, and counted."""

    @model_validator(mode="after")
    def _codes_mean_one_thing(self) -> Self:
        codes = [folded(code) for part in self.coded.values() for code in part]
        twice = next((code for code in codes if codes.count(code) > 1), None)
        if twice is not None:
            message = f"the code {shortened(twice)} is given two meanings"
            raise ValueError(message)
        return self

    @property
    def coded(self) -> dict[str, list[str]]:
        """By key of the mapping: its codes."""
        parts = {"shifts": self.shifts, "by_times": self.by_times, "rest": self.rest, "away": self.away}
        return {key: list(part) for key, part in {**parts, "ignore": self.ignore}.items()}


def folded(text: str) -> str:
    """A name or code as it is compared: in one case, with single spaces."""
    return " ".join(text.casefold().split())


def load_mapping(path: Path, scenario: Scenario) -> Mapping:
    """The mapping in a YAML file.

    Raises:
        InputError: with every problem found, of the file and of what it names in the scenario.
    """
    document = read_yaml(path)
    mapping, repaired, found = validated(document, Mapping, {"version": 1})
    known = mapping or repaired
    found += _unknown(document, known, scenario) if known is not None else ()
    if found or mapping is None:
        raise InputError(in_file_order(found))
    return mapping


def _unknown(document: Document, mapping: Mapping, scenario: Scenario) -> Iterator[Problem]:
    for name, officer in mapping.officers.items():
        if officer not in scenario.people:
            message = f"the scenario has no officer {officer}"
            hint = nearest(officer, scenario.people)
            yield document.problem(("officers", name), "UNKNOWN_OFFICER", message, hint)
    for code, shift in mapping.shifts.items():
        if shift not in scenario.shifts:
            message = f"the scenario has no shift {shift}"
            hint = "list the code under rest" if shift == REST else nearest(shift, scenario.shifts)
            yield document.problem(("shifts", code), "UNKNOWN_SHIFT", message, hint)


def own_mapping(table: Table) -> Mapping | None:
    """The mapping of a file with the columns that ``rostering export`` writes; nothing for any other file."""
    there = {column for column in OWN_COLUMNS if column in table.header}
    others = [name for name in table.header if name and name not in (*OWN_COLUMNS, *OWN_EXTRAS)]
    says_something = there & {"duty", "away"} or there >= {"start", "end"}
    if others or not there >= {"officer", "day"} or not says_something or len(there & {"start", "end"}) == 1:
        return None
    return Mapping(version=1, columns=Columns(**{column: column for column in OWN_COLUMNS if column in there}))


@dataclass(frozen=True)
class Places:
    """Where in a row each thing stands; nothing for what has no column."""

    officer: int
    day: int
    name: int | None
    until: int | None
    duty: int | None
    start: int | None
    end: int | None
    times: int | None
    away: int | None

    @property
    def told(self) -> tuple[int | None, ...]:
        """What a row tells besides officer and days."""
        return self.duty, self.start, self.end, self.times, self.away


def places_of(mapping: Mapping, table: Table) -> Places:
    """Where the columns of a mapping are in a table.

    Raises:
        InputError: with every column that is not there, or is there twice.
    """
    header = [folded(name) for name in table.header]
    found, places = list[Problem](), dict.fromkeys(Columns.model_fields, None) | dict[str, int | None]()
    for key, name in mapping.columns.named.items():
        number = header.count(folded(name))
        if number == 1:
            places[key] = header.index(folded(name))
        else:
            message = (
                f"the column {shortened(name)} is there twice" if number else f"there is no column {shortened(name)}"
            )
            hint = "" if number else nearest(name, table.header) or f"it has {columns_words(table)}"
            found.append(Problem(table.file, table.header_line, (), "WRONG_HEADER", message, hint))
    if found:
        raise InputError(found)
    return Places(**places)  # type: ignore[arg-type]  # officer and day are always named


def unread_columns(mapping: Mapping, table: Table) -> list[str]:
    """Names of columns that the mapping does not mention."""
    named = {folded(name) for name in (*mapping.columns.named.values(), *OWN_EXTRAS)}
    return [name for name in table.header if name and folded(name) not in named]
