"""A CSV file of the visits that were really made."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.files.yaml_reading import read_bytes, text_of
from rostering.measures.view import crew_faults
from rostering.scenario import Scenario
from rostering.scenario.problems import nearest
from rostering.schedule import Visit
from rostering.words import count_words, day_words

NEEDED = ("hotspot", "start", "minutes")
COLUMNS = (*NEEDED, "officers")
LONGEST_VISIT = 1440
"""Minutes."""
MOST_OFFICERS = 100

Fault = tuple[str, str, str]
"""Code, message and hint."""
Cells = dict[str, str]
"""By column; those that are missing are empty."""


@dataclass(frozen=True)
class Delivered:
    """What was made of a promise."""

    visits: dict[str, tuple[Visit, ...]]
    """By hotspot: visits that count, as the judge counts them. Whose crew is not told by name has an empty one."""
    rows: int
    """Visits in the file."""
    notes: tuple[str, ...]
    """Why visits do not count, each with file and line."""


def read_delivered(path: Path, scenario: Scenario) -> Delivered:
    """The visits in a CSV file with the columns hotspot, start, minutes and, where it is known, officers: how many were
    there, or who, by id, with spaces between them.

    Raises:
        InputError: with every problem found, each at its line.
    """
    file = str(path)
    rows = csv.reader(io.StringIO(text_of(file, read_bytes(path)), newline=""))
    try:
        return _read(file, rows, scenario)
    except csv.Error as error:
        message = f"this is not a CSV file: {shortened(error)}"
        raise InputError([Problem(file, rows.line_num, (), "CSV_SYNTAX", message)]) from error


def _read(file: str, rows: Iterator[list[str]], scenario: Scenario) -> Delivered:
    columns = [cell.strip() for cell in next(rows, [])]
    found = [Problem(file, 1, (), *fault) for fault in _header_faults(columns)]
    if found:
        raise InputError(found)
    visits, notes, seen = defaultdict[str, list[Visit]](list), [], dict[tuple[str, int], int]()
    for row in rows:
        line: int = rows.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in row):
            continue
        faults = list(_row_faults(columns, row, scenario, seen, line))
        found += [Problem(file, line, (), *fault) for fault in faults]
        if faults:
            continue
        cells = _cells(columns, row)
        visit = _visit(cells, scenario)
        why_not = _why_not(cells, visit, scenario)
        if why_not:
            where = f"{scenario.title_of(visit.hotspot)}, {_moment_words(scenario, visit.start)}"
            notes.append(f"{file}:{line}: {where}: does not count: {why_not}")
        else:
            visits[visit.hotspot].append(visit)
    if found:
        raise InputError(found)
    return Delivered({spot: tuple(made) for spot, made in visits.items()}, len(seen), tuple(notes))


def _header_faults(columns: list[str]) -> Iterator[Fault]:
    hint = f"the first line should be {','.join(COLUMNS)}; officers may be left out"
    for column in NEEDED:
        if column not in columns:
            yield "WRONG_HEADER", f"there is no column {column}", hint
    for column in dict.fromkeys(columns):
        if column not in COLUMNS:
            yield "WRONG_HEADER", f"there is no use for a column {shortened(column)}", hint
        elif columns.count(column) > 1:
            yield "WRONG_HEADER", f"the column {column} is there twice", hint


def _cells(columns: list[str], row: list[str]) -> Cells:
    return dict.fromkeys(COLUMNS, "") | dict(zip(columns, (cell.strip() for cell in row), strict=False))


def _row_faults(
    columns: list[str], row: list[str], scenario: Scenario, seen: dict[tuple[str, int], int], line: int
) -> Iterator[Fault]:
    """What is wrong with a row; one that names a place and a time is remembered as seen."""
    if len(row) != len(columns):
        yield "WRONG_LENGTH", f"a row has {count_words(len(columns), 'cell')}, this one has {len(row)}", ""
        return
    cells = _cells(columns, row)
    hotspot = cells["hotspot"]
    if hotspot not in scenario.hotspots:
        message = f"the scenario has no hotspot {shortened(hotspot)}"
        yield "UNKNOWN_HOTSPOT", message, nearest(hotspot, scenario.hotspots)
    yield from _number_faults(cells["minutes"], "minutes", LONGEST_VISIT)
    yield from _officer_faults(cells["officers"], scenario)
    try:
        start = scenario.horizon.read_moment(cells["start"])
    except ValueError:
        message = f"{shortened(cells['start'])} is not a local date and time"
        yield "BAD_TIME", message, "write it like 2025-06-02T07:27"
        return
    if not 0 <= start < scenario.horizon.at(scenario.horizon.end):
        first, last = day_words(scenario.horizon.start), day_words(scenario.horizon.dates[-1])
        message = f"{shortened(cells['start'])} is not in the schedule's days, {first} to {last}"
        yield "DATE_OUTSIDE_HORIZON", message, "a visit belongs to the day on which it begins"
    first_line = seen.setdefault((hotspot, start), line)
    if first_line != line:
        message = f"the visit to {shortened(hotspot)} at {cells['start']} is given twice, first in line {first_line}"
        yield "DUPLICATE_VISIT", message, "keep one of them"


def _number_faults(cell: str, name: str, most: int) -> Iterator[Fault]:
    if not re.fullmatch("[0-9]{1,9}", cell):
        yield "WRONG_TYPE", f"{shortened(cell) or 'nothing'} is not a whole number of {name}", ""
    elif not 1 <= int(cell) <= most:
        yield "OUT_OF_RANGE", f"{name} are 1 to {most}, not {shortened(cell)}", ""


def _officer_faults(cell: str, scenario: Scenario) -> Iterator[Fault]:
    if re.fullmatch("[0-9]+", cell):
        yield from _number_faults(cell, "officers", MOST_OFFICERS)
        return
    for officer in cell.split():
        if officer not in scenario.people:
            message = f"the scenario has no officer {shortened(officer)}"
            yield "UNKNOWN_OFFICER", message, nearest(officer, scenario.people)


def _visit(cells: Cells, scenario: Scenario) -> Visit:
    start = scenario.horizon.read_moment(cells["start"])
    is_number = cells["officers"].isdigit()
    crew = () if is_number else tuple(sorted(set(cells["officers"].split())))
    return Visit(cells["hotspot"], start, start + int(cells["minutes"]), crew)


def _why_not(cells: Cells, visit: Visit, scenario: Scenario) -> str:
    """Why a visit does not count for the guarantee, if it does not. A crew that is not told is taken as whole."""
    least, crew = scenario.rules.hotspot_guarantee.minutes, scenario.hotspots[visit.hotspot].crew
    if visit.end - visit.start < least:
        return f"{visit.end - visit.start} min, {least} are the least"
    if cells["officers"].isdigit() and int(cells["officers"]) < crew:
        return f"{cells['officers']} of a crew of {crew}"
    return "; ".join(crew_faults(scenario, visit)) if visit.crew else ""


def _moment_words(scenario: Scenario, instant: int) -> str:
    return f"{day_words(scenario.horizon.day(instant))} {scenario.horizon.clock_text(instant)}"
