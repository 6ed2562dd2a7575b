"""Rows of street-level files: read, looked at, and each counted once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.scenario.problems import nearest
from rostering.siting.downloads import Part
from rostering.tables.faults import Fault, Faults
from rostering.tables.reading import decoded
from rostering.words import count_words

COLUMNS = {
    "Crime ID": "id",
    "Month": "month",
    "Longitude": "lon",
    "Latitude": "lat",
    "Location": "location",
    "LSOA name": "lsoa",
    "Crime type": "kind",
}
"""Columns that are read, and what they are called here. The files have others, which say nothing about where."""
LATITUDES, LONGITUDES = (49.0, 61.5), (-9.0, 2.5)
"""Degrees between which the United Kingdom lies."""
MOST_FAULTS = 20
"""Faults of one file that are told one by one."""


@dataclass(frozen=True)
class Rows:
    """Every row of the files, each once."""

    frame: pl.DataFrame
    """Columns `id`, `month`, `lon`, `lat` (degrees, null without a location), `location`, `lsoa`, `kind`, `number` (how
    many rows this one stands for), sorted by all of them."""
    in_files: int
    """Rows of the files."""
    repeated: int
    """Of these, rows that are there again."""
    notes: tuple[str, ...]
    """How files had to be read."""

    @property
    def months(self) -> tuple[str, ...]:
        """The months of the rows, in order."""
        return tuple(self.frame["month"].unique().sort())

    @property
    def number(self) -> int:
        """Rows, each once."""
        return int(self.frame["number"].sum())

    def between(self, first: str, last: str) -> Rows:
        """The rows of some months, both included."""
        return replace(self, frame=self.frame.filter(pl.col("month").is_between(pl.lit(first), pl.lit(last))))


def read_rows(parts: Iterable[Part]) -> Rows:
    """The rows of street-level files of data.police.uk.

    A row with a crime id counts once, wherever and however often it is there. Anti-social behaviour has no id, and two
    like rows of one file are two matters: such a row counts as often as the file that has most of it.

    Raises:
        InputError: with everything wrong in any file; or there is no row at all.
    """
    frames, found, notes = list[pl.DataFrame](), list[Problem](), list[str]()
    try:
        for number, part in enumerate(parts):
            try:
                frame, said = _read(part)
            except InputError as error:
                found += error.problems
            else:
                frames.append(frame.with_columns(file=pl.lit(number, pl.Int32)))
                notes += said
    except InputError as error:  # of the files themselves
        found += error.problems
    if found:
        raise InputError(found)
    every = pl.concat(frames) if frames else pl.DataFrame()
    if every.is_empty():
        message = "there is no row in any of the files"
        raise InputError([Problem("hotspots", None, (), "EMPTY", message, "give street-level files of data.police.uk")])
    once = _each_once(every)
    return Rows(once, every.height, every.height - int(once["number"].sum()), tuple(notes))


def _each_once(every: pl.DataFrame) -> pl.DataFrame:
    """Sorted, so that neither the order of rows nor that of files matters."""
    told = [name for name in every.columns if name != "file"]
    has_id = pl.col("id") != ""
    with_id = every.filter(has_id).select(told).sort(told, nulls_last=True).unique("id", keep="first")
    without = every.filter(~has_id).group_by(*told, "file").len("number").group_by(told).agg(pl.col("number").max())
    numbered = with_id.with_columns(number=pl.lit(1, pl.UInt32))
    return pl.concat([numbered, without.select(numbered.columns)]).sort(told, nulls_last=True)


def _read(part: Part) -> tuple[pl.DataFrame, list[str]]:
    """The rows of a file, and how it had to be read.

    Raises:
        InputError: with everything wrong with it.
    """
    text, notes = decoded(part.file, part.raw)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _expect_header(part.file, text.partition("\n")[0])
    try:
        frame = pl.read_csv(io.StringIO(text), infer_schema=False).select(list(COLUMNS))
    except pl.exceptions.PolarsError as error:
        raise InputError(_row_problems(part.file, text)) from error
    is_filled = ~pl.all_horizontal(pl.all() == "")
    frame = frame.rename(COLUMNS).select(pl.all().fill_null("").str.strip_chars()).filter(is_filled)
    placed = frame.with_columns(
        pl.col("lon").replace("", None).cast(pl.Float64, strict=False).alias("x"),
        pl.col("lat").replace("", None).cast(pl.Float64, strict=False).alias("y"),
    )
    found = _faults(part.file, text, placed)
    if found:
        raise InputError(found)
    short = pl.col("location").str.strip_prefix("On or near ").str.strip_prefix("On or near")
    return placed.with_columns(short, lon=pl.col("x"), lat=pl.col("y")).drop("x", "y"), notes


def _expect_header(file: str, line: str) -> None:
    """Whether every column is there, once.

    Raises:
        InputError: with every one that is not.
    """
    header = next(csv.reader([line]), [])
    found = list[Problem]()
    for name in COLUMNS:
        if header.count(name) != 1:
            message = f"the column {name} is there twice" if name in header else f"there is no column {name}"
            hint = nearest(name, header) or "a street-level file of data.police.uk has it"
            found.append(Problem(file, 1, (), "WRONG_HEADER", message, hint))
    if found:
        raise InputError(found)


def _row_problems(file: str, text: str) -> list[Problem]:
    """Why a file is no table: rows longer than the header, or a quotation mark that never ends."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults = Faults(file)
    try:
        width = len(next(rows))
        for cells in rows:
            if len(cells) > width:
                message = f"a row has more than the {width} columns of the header"
                hint = "is a comma too many, or a quotation mark missing?"
                faults.add(rows.line_num, Fault("WRONG_ROW", message, hint))
    except csv.Error as error:
        message = f"this is not CSV: {shortened(error)}"
        faults.add(rows.line_num, Fault("CSV_SYNTAX", message, "is a quotation mark missing?"))
    return faults.problems() or [Problem(file, None, (), "CSV_SYNTAX", "this is not CSV", "download it again")]


def _faults(file: str, text: str, frame: pl.DataFrame) -> list[Problem]:
    """Everything wrong with the rows of a file."""
    is_placed = pl.col("x").is_not_null() & pl.col("y").is_not_null()
    checks = (
        (
            "NOT_A_NUMBER",
            ((pl.col("lon") != "") & _is_no_number("x")) | ((pl.col("lat") != "") & _is_no_number("y")),
            "the longitude or latitude is no number: {lon}, {lat}",
            "degrees, such as -0.4208, 51.8797",
        ),
        (
            "HALF_A_PLACE",
            (pl.col("lon") == "") != (pl.col("lat") == ""),
            "one of longitude and latitude is empty",
            "give both or neither",
        ),
        (
            "SWAPPED_COORDINATES",
            is_placed & pl.col("x").is_between(*LATITUDES) & pl.col("y").is_between(*LONGITUDES),
            "longitude {lon} and latitude {lat} are the wrong way round",
            "exchange the two columns",
        ),
        (
            "NOT_ON_EARTH",
            is_placed & ((pl.col("x").abs() > 180) | (pl.col("y").abs() > 90)),  # noqa: PLR2004 - degrees
            "longitude {lon} and latitude {lat} are no degrees",
            "metres on a grid have to be turned into degrees first",
        ),
        (
            "WRONG_MONTH",
            ~pl.col("month").str.contains(r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
            "{month} is no month",
            "year and month, such as 2024-03",
        ),
        ("NO_CRIME_TYPE", pl.col("kind") == "", "the crime type is empty", ""),
    )
    found, told = list[tuple[int, Fault]](), 0
    for code, fails, message, hint in checks:
        rows = frame.with_row_index("row").filter(fails.fill_null(value=False))
        told += rows.height
        for row in rows.head(MOST_FAULTS).iter_rows(named=True):
            shown = {name: shortened(row[name]) for name in ("lon", "lat", "month")}
            found.append((row["row"], Fault(code, message.format(**shown), hint)))
    return _with_lines(file, text, sorted(found)[:MOST_FAULTS], told)


def _is_no_number(column: str) -> pl.Expr:
    return pl.col(column).is_null() | ~pl.col(column).is_finite()


def _with_lines(file: str, text: str, found: Sequence[tuple[int, Fault]], told: int) -> list[Problem]:
    if not found:
        return []
    lines = _lines_of(text, {row for row, _ in found})
    problems = [Problem(file, lines[row], (), *fault) for row, fault in found]
    if told > len(found):
        message = f"{count_words(told - len(found), 'more row')} of this file cannot be used"
        problems.append(Problem(file, None, (), "MORE", message))
    return problems


def _lines_of(text: str, wanted: set[int]) -> dict[int, int]:
    """The line on which rows begin, counted from 1 with the header; rows are counted from 0 below it."""
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows)
    read = [header.index(name) for name in COLUMNS]
    lines, row, begins = dict[int, int](), 0, rows.line_num + 1
    for cells in rows:
        if any(cells[column].strip() for column in read if column < len(cells)):  # an empty line is no row
            if row in wanted:
                lines[row] = begins
            row += 1
        begins = rows.line_num + 1
    return lines
