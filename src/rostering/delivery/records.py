"""A file of visits that were really made, as a patrol record keeps them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from rostering.delivery.delivered import Delivered
from rostering.delivery.moments import has_day, read_instant
from rostering.delivery.people import id_of, named, unknown_officer
from rostering.delivery.presence import SECONDS, Presence, Stay, crews, presences
from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.horizon import MINUTES_PER_DAY, MINUTES_PER_HOUR
from rostering.measures.view import crew_faults
from rostering.scenario import Scenario
from rostering.scenario.problems import nearest
from rostering.schedule import Visit
from rostering.tables.faults import Fault, Faults, Unusable
from rostering.tables.moments import read_day
from rostering.tables.reading import Cell, Table, read_table, word_of
from rostering.words import count_words, day_words, length_words

NEEDED = ("hotspot", "start")
COLUMNS = (*NEEDED, "end", "minutes", "officer", "officers", "date")
LONGEST_VISIT = MINUTES_PER_DAY
LONGEST_OVERNIGHT = 4 * MINUTES_PER_HOUR
"""Minutes of a visit whose end is told without a day and comes before its start on the clock."""
MOST_OFFICERS = 100
_HINT = "the first line should be hotspot,start,end,officer; minutes may stand for end, and officer may be left out"
_TIME_HINT = "write it like 2025-06-02T07:27 or 02/06/2025 07:27"

Outside = Literal["refuse", "skip"]


@dataclass(frozen=True)
class _Record:
    """A row that can be understood."""

    line: int
    visit: Visit
    """Its crew is that of the row alone."""
    number: int | None
    """How many people there were, where only that is told."""


@dataclass
class _Reading:
    """Rows on their way to records."""

    scenario: Scenario
    outside: Outside
    columns: list[str]
    faults: Faults
    records: list[_Record] = field(default_factory=list)
    left_out: int = 0
    seen: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def add(self, line: int, row: tuple[Cell, ...]) -> None:
        """Take in a row, or note all that is wrong with it."""
        width = len(self.columns)
        cells = dict(zip(self.columns, row, strict=False))
        is_text = all(isinstance(cell, str) for cell in row)
        if any(map(word_of, row[width:])) or (is_text and len(row) < width):
            message = f"a row has {count_words(width, 'cell')}, this one has {len(row)}"
            self.faults.add(line, Fault("WRONG_LENGTH", message))
            return
        before = sum(rows for _, rows in self.faults.found.values())
        hotspot = self._tried(line, lambda: self._hotspot(cells))
        crew = self._tried(line, lambda: self._crew(cells))
        start = self._tried(line, lambda: self._start(cells))
        end = None if start is None else self._tried(line, lambda: self._end(cells, start))
        is_inside = start is None or self._is_inside(line, start)
        if start is not None and is_inside and hotspot is not None and crew is not None:
            self._look_for_twins(line, hotspot, start, crew[0])
        if sum(rows for _, rows in self.faults.found.values()) > before or not is_inside:
            return
        if hotspot is not None and start is not None and end is not None and crew is not None:
            self.records.append(_Record(line, Visit(hotspot, start, end, crew[0]), crew[1]))

    def _tried[V](self, line: int, find: Callable[[], V]) -> V | None:
        try:
            return find()
        except Unusable as error:
            self.faults.add(line, error.fault)
            return None

    def _hotspot(self, cells: dict[str, Cell]) -> str:
        word = word_of(cells.get("hotspot"))
        known = self.scenario.hotspots
        if word in known:
            return word
        titled = [spot for spot, hotspot in known.items() if word and hotspot.title.casefold() == word.casefold()]
        if len(titled) == 1:
            return titled[0]
        raise Unusable(Fault("UNKNOWN_HOTSPOT", f"the scenario has no hotspot {shortened(word)}", nearest(word, known)))

    def _crew(self, cells: dict[str, Cell]) -> tuple[tuple[str, ...], int | None]:
        """People by id; or nobody, and their number where that is told."""
        told = word_of(cells.get("officers"))
        if re.fullmatch("[0-9]+", told) and id_of(told) not in self.scenario.people:
            return (), _number(told, "officers", MOST_OFFICERS)
        words = list(named(told or word_of(cells.get("officer")), self.scenario))
        for word in words:
            if id_of(word) not in self.scenario.people:
                raise Unusable(unknown_officer(word, self.scenario))
        return tuple(sorted({id_of(word) for word in words})), None

    def _start(self, cells: dict[str, Cell]) -> int:
        return _instant(cells.get("start"), self.scenario, self._date(cells))

    def _date(self, cells: dict[str, Cell]) -> date | None:
        if not word_of(cells.get("date")):
            return None
        try:
            return read_day(cells["date"])
        except ValueError as error:
            raise Unusable(Fault("BAD_DATE", str(error), "write days like 2025-06-02 or 02/06/2025")) from error

    def _end(self, cells: dict[str, Cell], start: int) -> int:
        if "minutes" in self.columns:
            return start + _number(word_of(cells.get("minutes")), "minutes", LONGEST_VISIT)
        horizon, cell = self.scenario.horizon, cells.get("end")
        end = _instant(cell, self.scenario, horizon.day(start))
        if end < start and not has_day(cell, horizon):
            overnight = _instant(cell, self.scenario, horizon.day(start + MINUTES_PER_DAY))
            end = overnight if overnight - start <= LONGEST_OVERNIGHT else end
        if end < start:
            words = f"it ends ({_moment_words(self.scenario, end)}) before it starts"
            message = f"{words} ({_moment_words(self.scenario, start)})"
            raise Unusable(Fault("END_BEFORE_START", message, "swap start and end?"))
        if end - start > LONGEST_VISIT:
            message = f"a visit of {length_words(end - start)}; {length_words(LONGEST_VISIT)} are the most"
            raise Unusable(Fault("TOO_LONG", message, "are the days of start and end right?"))
        return end

    def _is_inside(self, line: int, start: int) -> bool:
        horizon = self.scenario.horizon
        if 0 <= start < horizon.at(horizon.end):
            return True
        self.left_out += 1
        if self.outside == "refuse":
            first, last = day_words(horizon.start), day_words(horizon.dates[-1])
            message = f"{_moment_words(self.scenario, start)} is not in the schedule's days, {first} to {last}"
            hint = "a visit belongs to the day on which it begins; rostering delivered --outside skip leaves others out"
            self.faults.add(line, Fault("DATE_OUTSIDE_HORIZON", message, hint))
        return False

    def _look_for_twins(self, line: int, hotspot: str, start: int, crew: tuple[str, ...]) -> None:
        """The same visit is there once."""
        for officer in crew or ("",):
            first = self.seen.setdefault((hotspot, start, officer), line)
            if first != line:
                where = f"{shortened(self.scenario.title_of(hotspot))} at {_moment_words(self.scenario, start)}"
                message = f"the visit to {where} is given twice, first in line {first}"
                self.faults.add(line, Fault("DUPLICATE_VISIT", message, "keep one of them"))
                return


def read_delivered(path: Path, scenario: Scenario, outside: Outside = "refuse") -> Delivered:
    """The visits in a CSV file or workbook with the columns hotspot, start, end (or minutes) and, where it is known,
    officer: who was there, a row for each or all in one cell; in a column officers it may also be how many.

    People of several rows who are there at the same time are one crew. A visit of which no people are told is taken as
    one by a whole crew.

    Raises:
        InputError: with every problem found, each at its line.
    """
    table = read_table(path, may_be_empty=True)
    columns = [name.casefold() for name in table.header]
    found = [Problem(table.file, 1, (), *fault) for fault in _header_faults(columns)]
    if found:
        raise InputError(found)
    reading = _Reading(scenario, outside, columns, Faults(table.file))
    for line, row in table.rows:
        reading.add(line, row)
    problems = reading.faults.problems()
    if problems:
        raise InputError(problems)
    return _delivered(table, reading)


def _header_faults(columns: list[str]) -> Iterator[Fault]:
    for column in NEEDED:
        if column not in columns:
            yield Fault("WRONG_HEADER", f"there is no column {column}", _HINT)
    if "end" not in columns and "minutes" not in columns:
        yield Fault("WRONG_HEADER", "there is no column end", _HINT)
    for one, other in (("end", "minutes"), ("officer", "officers")):
        if one in columns and other in columns:
            yield Fault("WRONG_HEADER", f"there are columns {one} and {other}: keep one of them", _HINT)
    for column in dict.fromkeys(columns):
        if column not in COLUMNS:
            yield Fault("WRONG_HEADER", f"there is no use for a column {shortened(column)}", _HINT)
        elif columns.count(column) > 1:
            yield Fault("WRONG_HEADER", f"the column {column} is there twice", _HINT)


def _instant(cell: Cell, scenario: Scenario, day: date | None) -> int:
    try:
        return read_instant(cell, scenario.horizon, day)
    except ValueError as error:
        raise Unusable(Fault("BAD_TIME", str(error), _TIME_HINT)) from error


def _number(cell: str, name: str, most: int) -> int:
    if not re.fullmatch("[0-9]{1,9}", cell):
        raise Unusable(Fault("WRONG_TYPE", f"{shortened(cell) or 'nothing'} is not a whole number of {name}"))
    if not 1 <= int(cell) <= most:
        raise Unusable(Fault("OUT_OF_RANGE", f"{name} are 1 to {most}, not {shortened(cell)}"))
    return int(cell)


def _delivered(table: Table, reading: _Reading) -> Delivered:
    """Records as visits: those that tell people together, all others one by one."""
    scenario = reading.scenario
    visits, uncounted = defaultdict[str, list[Visit]](list), defaultdict[str, list[int]](list)
    counted = set[int]()
    for presence in _presences(reading):
        if presence.visit.end - presence.visit.start >= scenario.rules.hotspot_guarantee.minutes:
            visits[presence.hotspot].append(presence.visit)
            counted |= presence.lines
    notes = list(table.notes)
    for record in reading.records:
        visit = record.visit
        if record.line in counted:
            continue
        why_not = _why_not(scenario, record)
        if why_not:
            where = f"{scenario.title_of(visit.hotspot)}, {_moment_words(scenario, visit.start)}"
            notes.append(f"{table.file}:{record.line}: {where}: does not count: {why_not}")
            uncounted[visit.hotspot].append(visit.start)
        elif not visit.crew:
            visits[visit.hotspot].append(visit)
    if reading.left_out:
        notes.append(f"{count_words(reading.left_out, 'visit')} outside the schedule's days left out")
    return Delivered(
        {spot: tuple(sorted(made, key=lambda visit: (visit.start, visit.end))) for spot, made in visits.items()},
        len(reading.records),
        tuple(notes),
        {spot: tuple(sorted(starts)) for spot, starts in uncounted.items()},
    )


def _presences(reading: _Reading) -> Iterator[Presence]:
    stays = defaultdict[str, list[Stay]](list)
    for record in reading.records:
        visit = record.visit
        stays[visit.hotspot] += (
            Stay(visit.hotspot, officer, visit.start * SECONDS, visit.end * SECONDS, record.line)
            for officer in visit.crew
        )
    for hotspot, of_hotspot in stays.items():
        yield from presences(hotspot, of_hotspot, crews(reading.scenario, hotspot))


def _why_not(scenario: Scenario, record: _Record) -> str:
    """Why a record does not count for the guarantee by itself; one that does not tell people is taken as whole."""
    visit, crew = record.visit, scenario.hotspots[record.visit.hotspot].crew
    least = scenario.rules.hotspot_guarantee.minutes
    if visit.end - visit.start < least:
        return f"{visit.end - visit.start} min, {least} are the least"
    if record.number is not None and record.number < crew:
        return f"{record.number} of a crew of {crew}"
    if not visit.crew:
        return ""
    return "; ".join(crew_faults(scenario, visit)) or "its crew was not whole for long enough"


def _moment_words(scenario: Scenario, instant: int) -> str:
    return f"{day_words(scenario.horizon.day(instant))} {scenario.horizon.clock_text(instant)}"
