"""A mapping for a file that has none: guessed from its columns and cells, shown, and never used by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rostering.files.problem import shortened
from rostering.files.schedule_writing import quoted
from rostering.importing.mapping import Columns, Mapping, Places, folded, places_of
from rostering.importing.meanings import Dictionary, Meaning, Told
from rostering.scenario import REST, Scenario
from rostering.tables.faults import Unusable
from rostering.tables.moments import is_range, read_day, read_moment
from rostering.tables.reading import Cell, Table, word_of

MOST_LOOKED_AT = 5000
"""Rows from which codes and officers are gathered."""
MOST_LISTED = 60
"""Codes, or officers, that are shown."""
MOST_ALIKE = 50
"""Rows from which is seen what a column holds."""

_NAMES = {
    "name": ("surname", "full name", "officer name", "employee name", "name", "staff name"),
    "officer": (
        *("officer", "officer id", "collar", "collar no", "collar number", "shoulder number", "shoulder no", "pin"),
        *("warrant no", "warrant number", "employee no", "employee number", "employee id", "employee", "emp no"),
        *("force number", "staff no", "staff number", "staff id", "staff", "resource", "resource id", "person"),
    ),
    "day": (
        *("day", "date", "duty date", "shift date", "start date", "date from", "from date", "from", "first day"),
        *("leave start", "absence start", "date of duty"),
    ),
    "until": ("until", "end date", "date to", "to date", "to", "last day", "leave end", "absence end"),
    "start": ("start", "start time", "time on", "on duty", "time from", "duty start", "shift start", "on"),
    "end": (
        "end",
        "end time",
        "finish",
        "finish time",
        "time off",
        "off duty",
        "time to",
        "duty end",
        "shift end",
        "off",
    ),
    "times": ("times", "hours", "duty times", "shift times", "duty time", "shift time"),
    "duty": ("duty", "duty code", "duty type", "shift", "shift code", "shift type", "code", "activity", "type"),
    "away": ("away", "absence", "absence type", "absence code", "leave", "leave type", "reason", "abstraction"),
}
"""What columns are called, by what they hold; the first that fits is taken."""
_REST = ("rest", "rd", "r/d", "rest day", "off", "day off", "nwd", "non working day", "rdo")
_AWAY = {
    "leave": ("al", "a/l", "annual leave", "leave", "ann leave", "bhl", "toil", "til", "tol", "flexi", "mat", "pat"),
    "training": ("trg", "tr", "train", "training", "course", "crs", "pst", "ost"),
    "sick": ("sick", "s", "sk", "sickness", "sl", "sick leave"),
    "court": ("court", "ct", "crt"),
    "aid": ("aid", "mutual aid", "ma"),
}
_AWAY_CODES = {code: reason for reason, codes in _AWAY.items() for code in codes}


def proposed_mapping(table: Table, scenario: Scenario) -> str:
    """A mapping file that a planner can look at, put right and use."""
    columns = dict(_columns(table, scenario))
    lines = [
        f"# A proposal for {shortened(table.file)}: look at every line before it is used.",
        "version: 1",
        *([f"header_line: {table.header_line}"] if table.header_line > 1 else []),
        "columns:",
        *(f"  {key}: {quoted(name)}" for key, name in columns.items()),
        *_missing(columns, table),
    ]
    if {"officer", "day"} <= columns.keys() and _says_something(columns):
        mapping = Mapping(version=1, columns=Columns(**columns))
        lines += _officer_lines(table, places_of(mapping, table), scenario)
        lines += _code_lines(table, mapping, scenario)
    return "".join(f"{line}\n" for line in lines)


def _says_something(columns: dict[str, str]) -> bool:
    return bool(columns.keys() & {"duty", "away", "times"}) or {"start", "end"} <= columns.keys()


def _missing(columns: dict[str, str], table: Table) -> Iterator[str]:
    rest = ", ".join(shortened(name) for name in table.header if name and name not in columns.values())
    needed = [key for key in ("officer", "day") if key not in columns]
    needed += [] if _says_something(columns) else ["duty, away, times, or start and end"]
    for key in needed:
        yield f"  # not found, and needed: {key}; one of {rest}?"
    if rest and not needed:
        yield f"  # not used: {rest}"


def _columns(table: Table, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """By what it holds: the column whose name, and whose cells, look like it."""
    left = {folded(name): name for name in reversed(table.header) if name}
    samples = {name: _sample(table, name) for name in left.values()}
    found = dict[str, str]()
    for key, names in _NAMES.items():
        fits = (left[name] for name in names if name in left)
        best = next((name for name in fits if _holds(key, samples[name], scenario)), None)
        if best is not None:
            found[key] = best
            del left[folded(best)]
    if "officer" not in found and "name" in found:
        found["officer"] = found.pop("name")
    if "start" in found and "end" in found:
        found.pop("times", None)
    elif "start" in found or "end" in found:
        found.pop("start", None)
        found.pop("end", None)
    if "day" not in found and "start" in found and _holds("day", samples[found["start"]], scenario):
        found["day"] = found["start"]
    yield from ((key, found[key]) for key in Columns.model_fields if key in found)


def _sample(table: Table, name: str) -> list[Cell]:
    at = table.header.index(name)
    filled = (cells[at] for _, cells in table.rows if at < len(cells) and word_of(cells[at]))
    return list(islice(filled, MOST_ALIKE))


def _holds(key: str, sample: Sequence[Cell], scenario: Scenario) -> bool:
    """Whether most cells of a column can be read as what it would hold."""
    if key in {"day", "until"}:
        return _most(_is_day(cell) for cell in sample)
    if key in {"start", "end"}:
        return _most(_is_time(cell, scenario) for cell in sample)
    if key == "times":
        return _most(is_range(cell) for cell in sample)
    return bool(sample)


def _most(alike: Iterable[bool]) -> bool:
    each = list(alike)
    return sum(each) * 2 > len(each)


def _is_day(cell: Cell) -> bool:
    try:
        read_day(cell)
    except ValueError:
        return False
    return True


def _is_time(cell: Cell, scenario: Scenario) -> bool:
    try:
        read_moment(cell, scenario.horizon.zone)
    except ValueError:
        return False
    return True


def _officer_lines(table: Table, places: Places, scenario: Scenario) -> Iterator[str]:
    """Officers that the file does not call by their id, with a guess where only one id ends in the same number."""
    cells = (cells[places.officer] for _, cells in table.rows[:MOST_LOOKED_AT] if places.officer < len(cells))
    words = {word for cell in cells if (word := word_of(cell))}
    unknown = sorted(word for word in words if re.sub("[^a-z0-9]+", "-", folded(word)) not in scenario.people)
    guesses = {word: _guess(word, scenario) for word in unknown}
    if any(guesses.values()):
        yield "officers:"
        yield from (f"  {quoted(word)}: {guess}" for word, guess in guesses.items() if guess)
    nobody = [word for word, guess in guesses.items() if not guess]
    if nobody:
        yield "# officers that the scenario does not have: " + _some(nobody)


def _guess(word: str, scenario: Scenario) -> str:
    numbers = re.findall(r"\d{2,}", word)
    alike = [officer for officer in scenario.people if numbers and officer.rpartition("-")[2] == numbers[-1]]
    return alike[0] if len(alike) == 1 else ""


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    return ", ".join(shortened(word) for word in words[:MOST_LISTED]) + more


def _code_lines(table: Table, mapping: Mapping, scenario: Scenario) -> Iterator[str]:
    """What the codes of the file may mean."""
    shifts, by_times, rest, away, unknown = dict[str, str](), list[str](), list[str](), dict[str, str](), list[str]()
    dictionary = Dictionary(scenario, mapping)
    for code, rows in sorted(_codes(table, places_of(mapping, table)).items()):
        word = folded(code)
        if word in dictionary.codes:
            continue
        found = _shifts_of(rows, scenario, mapping)
        if word in _REST:
            rest.append(code)
        elif word in _AWAY_CODES:
            away[code] = _AWAY_CODES[word]
        elif len(found) == 1:
            shifts[code] = next(iter(found))
        elif found:
            by_times.append(code)
        else:
            unknown.append(code)
    yield from _section("shifts", shifts)
    yield from _listed("by_times", by_times)
    yield from _listed("rest", rest)
    yield from _section("away", away)
    if unknown:
        yield f"# codes to explain, under shifts, by_times, rest, away or ignore: {_some(unknown)}"


def _codes(table: Table, places: Places) -> dict[str, set[tuple[Cell, ...]]]:
    """By code: the rest of what its rows tell."""
    found = defaultdict[str, set[tuple[Cell, ...]]](set)
    for _, cells in table.rows[:MOST_LOOKED_AT]:
        duty, *times, away = (None if at is None or at >= len(cells) else cells[at] for at in places.told)
        day = cells[places.day] if places.day < len(cells) else None
        for code in (duty, away):
            if word_of(code):
                found[word_of(code)].add((day, *times))
    return found


def _shifts_of(rows: Iterable[tuple[Cell, ...]], scenario: Scenario, mapping: Mapping) -> set[str]:
    """The shifts whose times the rows of a code have; nothing where one has none, or times of no shift."""
    found = set[str]()
    dictionary = Dictionary(scenario, mapping)
    for day, *times in rows:
        try:
            meaning: Meaning = dictionary.meaning(Told(None, *times), read_day(day), None)
        except (Unusable, ValueError):
            return set()
        found.add(meaning.duty or REST)
    return found


def _section(key: str, codes: dict[str, str]) -> Iterator[str]:
    if codes:
        yield f"{key}:"
        yield from (f"  {quoted(code)}: {meaning}" for code, meaning in codes.items())


def _listed(key: str, codes: Sequence[str]) -> Iterator[str]:
    if codes:
        yield f"{key}: [{', '.join(map(quoted, codes))}]"
