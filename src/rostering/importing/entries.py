"""What a file says of people's days, checked against a scenario: every problem at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal

from rostering.files import InputError
from rostering.files.problem import shortened
from rostering.horizon import overlap
from rostering.importing.mapping import Mapping, folded, places_of
from rostering.importing.meanings import Dictionary, Meaning, Told
from rostering.scenario import REST, Scenario
from rostering.scenario.problems import nearest
from rostering.tables.faults import Fault, Faults, Unusable
from rostering.tables.moments import MIDNIGHT, read_day
from rostering.tables.reading import Cell, Table, word_of
from rostering.words import count_words, day_words

Outside = Literal["refuse", "skip", "keep"]
"""What is done with days outside the horizon; ``keep`` is for those after it."""
Words = dict[Cell, int]
"""What an officer is called, and the line where first."""
LONGEST_AHEAD = timedelta(days=365)
"""After the horizon."""
MOST_GUESSES = 20
"""Unknown officers for whom a known one is looked for, which takes its time."""
_NOWHERE = -1
"""Place of a column that is not there: behind the last one."""
_QUOTES = "is there a comma in a cell without quotation marks?"
Days = dict[date, tuple[str, int]]
"""By day: a shift, ``rest`` or reason, and its line in the file."""


@dataclass
class Entries:
    """What a file says, by officer."""

    file: str
    duties: dict[str, Days] = field(default_factory=lambda: defaultdict(dict))
    """Shifts and rest days."""
    away: dict[str, Days] = field(default_factory=lambda: defaultdict(dict))
    """Reasons."""
    rows: int = 0
    ignored: int = 0
    """Rows with codes that the mapping says to ignore."""
    repeated: int = 0
    """Rows that say again what another one has said."""
    left_out: int = 0
    """Days outside the horizon."""


def read_entries(table: Table, mapping: Mapping, scenario: Scenario, outside: Outside) -> Entries:
    """What a table says of people's days.

    Args:
        table: out of the file.
        mapping: of its columns and codes.
        scenario: whose officers and shifts are meant.
        outside: what is done with days that are not in its horizon.

    Raises:
        InputError: with every problem found, each at its line.
    """
    reading = _Reading(table, mapping, scenario, outside)
    for line, cells in table.rows:
        reading.add(line, cells)
    reading.look_at_the_whole()
    problems = reading.faults.problems()
    if problems:
        raise InputError(problems)
    return reading.entries


class _Reading:
    """Rows on their way to entries. What cells mean is looked up once for each that differs."""

    def __init__(self, table: Table, mapping: Mapping, scenario: Scenario, outside: Outside) -> None:
        self.scenario, self.outside = scenario, outside
        self.entries, self.faults = Entries(table.file), Faults(table.file)
        self._width = len(table.header)
        places = places_of(mapping, table)
        self._officer_at, self._day_at, self._name_at, self._until_at, *told_at = (
            _NOWHERE if place is None else place
            for place in (places.officer, places.day, places.name, places.until, *places.told)
        )
        self._told = itemgetter(*told_at)
        self._dictionary = Dictionary(scenario, mapping)
        self._names = {folded(name): officer for name, officer in mapping.officers.items()}
        self._officers: dict[Cell, str | Fault] = {}
        self._days: dict[Cell, date | Fault] = {}
        self._meanings: dict[Any, Meaning | Fault] = {}
        self._called: dict[str, Words] = defaultdict(dict)
        self._named: dict[str, Words] = defaultdict(dict)
        self._beyond: dict[str, tuple[int, Counter[date]]] = {}

    def add(self, line: int, given: tuple[Cell, ...]) -> None:
        """Take in a row, or note what is wrong with it."""
        self.entries.rows += 1
        if len(given) > self._width and any(map(word_of, given[self._width :])):
            message = f"the row has more than {count_words(self._width, 'cell')}"
            self.faults.add(line, Fault("WRONG_LENGTH", message, _QUOTES))
            return
        cells = (*given[: self._width], *(None,) * (self._width - len(given) + 1))
        officer = self._known(line, self._officers, cells[self._officer_at], self._officer)
        day = self._known(line, self._days, cells[self._day_at], _day)
        until = cells[self._until_at]
        last = None if until is None or until == "" else self._known(line, self._days, until, _day)
        if day is None or (last is None and word_of(until)):
            return
        told = self._told(cells)
        meaning = self._known(line, self._meanings, (told, day, last), self._meaning)
        if officer is None:
            return
        self._note(self._called, officer, cells[self._officer_at], line)
        self._note(self._named, officer, cells[self._name_at], line)
        if meaning is not None:
            self._enter(line, officer, day, meaning)

    def _note(self, words: dict[str, Words], officer: str, cell: Cell, line: int) -> None:
        """Remember what a person is called, and where first."""
        of_officer = words[officer]
        if cell not in of_officer and word_of(cell):
            of_officer[cell] = line

    def _known[K, V](self, line: int, known: dict[K, V | Fault], key: K, find: Callable[[K], V]) -> V | None:
        """What a key stands for; nothing where that is wrong, which is noted."""
        found = known.get(key)
        if found is None:
            try:
                found = find(key)
            except Unusable as error:
                found = error.fault
            known[key] = found
        if isinstance(found, Fault):
            self.faults.add(line, found)
            return None
        return found

    def _officer(self, cell: Cell) -> str:
        word = folded(word_of(cell))
        if not word:
            raise Unusable(Fault("NO_OFFICER", "the row names no officer"))
        officer = self._names.get(word) or re.sub("[^a-z0-9]+", "-", word).strip("-")
        if officer in self.scenario.people:
            return officer
        unknown = sum(isinstance(found, Fault) for found in self._officers.values())
        close = nearest(officer, self.scenario.people) if unknown < MOST_GUESSES else ""
        hint = "; ".join(part for part in (close, "say who it is in a mapping, under officers") if part)
        raise Unusable(Fault("UNKNOWN_OFFICER", f"the scenario has no officer {shortened(word_of(cell))}", hint))

    def _meaning(self, key: tuple[tuple[Cell, ...], date, date | None]) -> Meaning:
        told, day, until = key
        return self._dictionary.meaning(Told(*told), day, until)

    def _enter(self, line: int, officer: str, day: date, meaning: Meaning) -> None:
        if meaning.is_ignored:
            self.entries.ignored += 1
            return
        for one in self._inside(line, day, meaning.until):
            if meaning.duty is not None:
                self._put(self.entries.duties[officer], one, meaning.duty, line, officer)
            if meaning.away is not None:
                self._put(self.entries.away[officer], one, meaning.away, line, officer)

    def _inside(self, line: int, day: date, until: date) -> list[date]:
        """The days from one to another that are to be entered."""
        horizon = self.scenario.horizon
        if horizon.start <= day == until < horizon.end:
            return [day]
        latest = horizon.end + LONGEST_AHEAD if self.outside == "keep" else horizon.end
        days = [day + timedelta(days=number) for number in range((until - day).days + 1)]
        taken = [one for one in days if horizon.start <= one < latest]
        if not taken and self.outside != "skip" and (self.outside == "refuse" or until < horizon.start):
            side = "before" if until < horizon.start else "after"
            self._beyond.setdefault(side, (line, Counter()))[1].update(days[:1])
        self.entries.left_out += len(days) - len(taken)
        return taken

    def _put(self, days: Days, day: date, word: str, line: int, officer: str) -> None:
        there = days.get(day)
        if there is None:
            days[day] = word, line
        elif there[0] == word:
            self.entries.repeated += 1
        else:
            self.faults.add(line, self._clash(officer, day, there, word, is_away=days is self.entries.away[officer]))

    def _clash(self, officer: str, day: date, there: tuple[str, int], word: str, *, is_away: bool) -> Fault:
        said = f"{officer} has both {there[0]} (line {there[1]}) and {word} on {day_words(day)}"
        if is_away:
            return Fault("TWO_REASONS", said, "keep one of the reasons")
        if REST in (there[0], word):
            return Fault("TWO_DUTIES", said, "keep one of them")
        first, second = (self.scenario.shift_span(day, shift) for shift in (there[0], word))
        if overlap(first, second):
            return Fault("OVERLAPPING_DUTIES", f"{said}, which overlap", "keep one of them")
        return Fault("TWO_DUTIES", said, "a scenario has one duty a day: make them one shift, or keep one of them")

    def look_at_the_whole(self) -> None:
        """Note what is wrong with several rows together."""
        for officer, days in self.entries.duties.items():
            self._look_at_nights(officer, days)
        for officer, words in self._called.items():
            if not {folded(word_of(word)) for word in words} <= self._names.keys():
                self._expect_one(officer, words, "if they are one person, name both under officers in a mapping")
        for officer, words in self._named.items():
            self._expect_one(officer, words, "if they are one person, leave the column name out of the mapping")
        for side, (line, days_beyond) in self._beyond.items():
            self.faults.add(line, self._beyond_words(side, days_beyond))

    def _look_at_nights(self, officer: str, days: Days) -> None:
        """Duties of neighbouring days do not overlap."""
        if not self._crossing:
            return
        for day, (shift, _) in days.items():
            if shift not in self._crossing:
                continue
            following = days.get(day + timedelta(days=1))
            if following is None or following[0] == REST:
                continue
            spans = [
                self.scenario.shift_span(day, shift),
                self.scenario.shift_span(day + timedelta(days=1), following[0]),
            ]
            if overlap(*spans):
                said = f"{officer}: {shift} on {day_words(day)} goes on when {following[0]} begins the day after"
                self.faults.add(following[1], Fault("OVERLAPPING_DUTIES", said, "keep one of them"))

    @cached_property
    def _crossing(self) -> frozenset[str]:
        """Shifts that end on the next day, after midnight."""
        shifts = self.scenario.shifts.items()
        return frozenset(name for name, shift in shifts if MIDNIGHT < shift.end <= shift.start)

    def _expect_one(self, officer: str, words: Words, hint: str) -> None:
        """All that an officer is called is the same, but for upper and lower case."""
        differing = {folded(word_of(cell)): (word_of(cell), line) for cell, line in reversed(words.items())}
        if len(differing) > 1:
            (first, at), (second, line), *_ = sorted(differing.values(), key=itemgetter(1))
            named = f"{shortened(first)} in line {at} and {shortened(second)} here"
            self.faults.add(line, Fault("TWO_OFFICERS", f"two officers with one id? {officer} is {named}", hint))

    def _beyond_words(self, side: str, days: Counter[date]) -> Fault:
        horizon = self.scenario.horizon
        rows, first, last = count_words(days.total(), "row"), day_words(min(days)), day_words(max(days))
        start, end = day_words(horizon.start), day_words(horizon.dates[-1])
        between = first if first == last else f"{first} to {last}"
        message = f"{rows} for days {side} the horizon, {start} to {end}: {between}"
        kept = ", --outside keep keeps them for rostering next" if side == "after" else ""
        return Fault("DATE_OUTSIDE_HORIZON", message, f"--outside skip leaves them out{kept}")


def _day(cell: Cell) -> date:
    try:
        return read_day(cell)
    except ValueError as error:
        raise Unusable(Fault("BAD_DATE", str(error), "write days like 2025-06-02, 02/06/2025 or 2-Jun-25")) from error
