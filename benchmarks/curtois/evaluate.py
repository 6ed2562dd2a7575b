"""What a roster of a public staff scheduling instance costs, and which of its rules it breaks.

    python benchmarks/curtois/evaluate.py Instance1.txt roster.csv

The roster has one line a person: the name, then for each day the shift or nothing. This shares no code with the
converter, the model or the judge: it reads the instance file itself, so that one misreading cannot hide in both.
Meanings: Curtois and Qu, "Computational results on new staff scheduling benchmark instances" (2014).
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

Line = Sequence[str | None]
"""One person's shift, or nothing, for each day from day 0."""
Tables = dict[str, list[list[str]]]
"""Rows of cells by section."""

MAX_SHIFTS, MAX_MINUTES, MIN_MINUTES, MAX_RUN, MIN_RUN, MIN_REST, MAX_WEEKENDS = range(1, 8)
"""Columns of the staff section."""


@dataclass(frozen=True)
class Score:
    """What a roster costs, and the hard rules it breaks, in words."""

    cost: int
    violations: tuple[str, ...]


def score(text: str, roster: Mapping[str, Line]) -> Score:
    """Cost a roster against the text of an instance file. People who are absent from it have no duties.

    Raises:
        ValueError: the roster names a person or shift the instance does not have, or a line has the wrong length.
    """
    tables = sections(text)
    days = int(tables["HORIZON"][0][0])
    staff = tables["STAFF"]
    lines = {row[0]: roster.get(row[0], [None] * days) for row in staff}
    _expect_whole(tables, roster, days)
    violations = [
        f"{row[0]}: {breach}" for row in staff for rule in RULES for breach in rule(tables, row, lines[row[0]])
    ]
    return Score(_cover_cost(tables, lines) + _request_cost(tables, lines), tuple(violations))


def sections(text: str) -> Tables:
    """The rows of each section, cut at commas, comments left out."""
    lines = (line.strip() for line in text.splitlines())
    tables: Tables = {}
    for line in lines:
        if line.startswith("SECTION_"):
            rows = tables.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    return tables


def _expect_whole(tables: Tables, roster: Mapping[str, Line], days: int) -> None:
    known, names = {row[0] for row in tables["SHIFTS"]}, {row[0] for row in tables["STAFF"]}
    for person, line in roster.items():
        strange = {shift for shift in line if shift is not None} - known
        if person not in names or len(line) != days or strange:
            message = f"{person}: not in the instance, not {days} days, or unknown shifts {sorted(strange)}"
            raise ValueError(message)


def _cover_cost(tables: Tables, lines: Mapping[str, Line]) -> int:
    cost = 0
    for day, shift, wanted, under, over in tables["COVER"]:
        there = sum(line[int(day)] == shift for line in lines.values())
        cost += int(under) * max(0, int(wanted) - there) + int(over) * max(0, there - int(wanted))
    return cost


def _request_cost(tables: Tables, lines: Mapping[str, Line]) -> int:
    on = (int(row[3]) for row in tables["SHIFT_ON_REQUESTS"] if lines[row[0]][int(row[1])] != row[2])
    off = (int(row[3]) for row in tables["SHIFT_OFF_REQUESTS"] if lines[row[0]][int(row[1])] == row[2])
    return sum(on) + sum(off)


def _days_off(tables: Tables, row: list[str], line: Line) -> Iterator[str]:
    for name, *days in tables["DAYS_OFF"]:
        if name == row[0]:
            yield from (f"works on day {day}, a day off" for day in days if day and line[int(day)] is not None)


def _successions(tables: Tables, _row: list[str], line: Line) -> Iterator[str]:
    barred = {(before, after) for before, _, later in tables["SHIFTS"] for after in later.split("|")}
    for day, (before, after) in enumerate(pairwise(line)):
        if before is not None and after is not None and (before, after) in barred:
            yield f"{after} on day {day + 1} follows {before}"


def _shift_limits(_tables: Tables, row: list[str], line: Line) -> Iterator[str]:
    counts = Counter(line)
    for part in row[MAX_SHIFTS].split("|"):
        shift, most = part.split("=")
        if counts[shift] > int(most):
            yield f"{counts[shift]} of {shift}, at most {most}"


def _minutes(tables: Tables, row: list[str], line: Line) -> Iterator[str]:
    lengths = {shift: int(minutes) for shift, minutes, _ in tables["SHIFTS"]}
    worked = sum(lengths[shift] for shift in line if shift is not None)
    if not int(row[MIN_MINUTES]) <= worked <= int(row[MAX_MINUTES]):
        yield f"{worked} minutes, not {row[MIN_MINUTES]} to {row[MAX_MINUTES]}"


def _runs(_tables: Tables, row: list[str], line: Line) -> Iterator[str]:
    """Runs of duties and of days off. A run that touches the edge of the horizon may have gone on beyond it, so it is
    not held to a minimum.
    """
    day = 0
    for works, run in groupby(shift is not None for shift in line):
        length = len(list(run))
        is_cut = day == 0 or day + length == len(line)
        if works and length > int(row[MAX_RUN]):
            yield f"{length} duties in a row from day {day}, at most {row[MAX_RUN]}"
        if works and not is_cut and length < int(row[MIN_RUN]):
            yield f"{length} duties in a row from day {day}, at least {row[MIN_RUN]}"
        if not works and not is_cut and length < int(row[MIN_REST]):
            yield f"{length} days off in a row from day {day}, at least {row[MIN_REST]}"
        day += length


def _weekends(_tables: Tables, row: list[str], line: Line) -> Iterator[str]:
    worked = {day // 7 for day, shift in enumerate(line) if shift is not None and day % 7 in {5, 6}}
    if len(worked) > int(row[MAX_WEEKENDS]):
        yield f"{len(worked)} weekends, at most {row[MAX_WEEKENDS]}"


RULES: tuple[Callable[[Tables, list[str], Line], Iterator[str]], ...] = (
    _days_off,
    _successions,
    _shift_limits,
    _minutes,
    _runs,
    _weekends,
)


def main() -> None:
    """Cost one roster, print what it breaks, and leave with 1 if it breaks anything."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("instance", type=Path)
    arguments.add_argument("roster", type=Path)
    given = arguments.parse_args()
    with given.roster.open(encoding="utf-8", newline="") as lines:
        roster = {name: [shift.strip() or None for shift in line] for name, *line in csv.reader(lines)}
    found = score(given.instance.read_text(encoding="utf-8"), roster)
    print(f"cost {found.cost}, {len(found.violations)} violations", *found.violations, sep="\n")
    raise SystemExit(bool(found.violations))


if __name__ == "__main__":
    main()
