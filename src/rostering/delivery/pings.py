"""Positions in a CSV file: officer, time, lat, lon, a piece at a time, with all that is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from polars.exceptions import PolarsError

from rostering.delivery.chunks import Chunk, LargeTable
from rostering.delivery.moments import read_instant, read_seconds
from rostering.delivery.people import id_of, unknown_officer
from rostering.delivery.presence import SECONDS
from rostering.delivery.records import Outside
from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.horizon import MINUTES_PER_DAY
from rostering.scenario import Scenario
from rostering.tables.faults import Fault, Faults
from rostering.words import count_words, day_words

NAMES = {
    "officer": ("officer", "collar number", "collar no", "call sign", "callsign"),
    "time": ("time", "timestamp", "datetime", "date time"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "long", "lng", "longitude"),
}
"""What columns may be called."""
MOST_NAMED = 20
"""Different values that are named of each kind of fault; the others are counted."""
_FAR = 5.0
"""Degrees: nobody patrols so far from a force."""
_TIME_HINT = "write it like 2025-06-02T07:27:30 or 02/06/2025 07:27:30"

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Piece:
    """Positions that can be used."""

    officer: npt.NDArray[np.int32]
    """Place in the scenario's people."""
    second: npt.NDArray[np.int64]
    """Since the start of the horizon."""
    lat: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]


def columns_of(table: LargeTable) -> dict[str, int]:
    """Where the columns are.

    Raises:
        InputError: one is missing, or there twice.
    """
    header = [name.casefold() for name in table.header]
    found, places = list[Problem](), dict[str, int]()
    for column, names in NAMES.items():
        where = [place for place, name in enumerate(header) if name in names]
        if len(where) == 1:
            places[column] = where[0]
            continue
        what = f"the column {column} is there twice" if where else f"there is no column {column}"
        hint = "the first line of positions should be officer,time,lat,lon; other columns may follow"
        found.append(Problem(str(table.path), 1, (), "WRONG_HEADER", what, hint))
    if found:
        raise InputError(found)
    return places


@dataclass
class Pings:
    """A file of positions on its way in."""

    table: LargeTable
    places: dict[str, int]
    scenario: Scenario
    outside: Outside
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """Of positions that are left out, or taken in a way to be told."""
    faults: Faults = field(init=False)
    _officers: dict[str, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forget()
        self._numbers = {officer: number for number, officer in enumerate(self.scenario.people)}
        bases = [area.base for area in self.scenario.areas.values()]
        self._middle = (
            float(np.mean([base.lat for base in bases])) if bases else 0.0,
            float(np.mean([base.lon for base in bases])) if bases else 0.0,
        )
        horizon = self.scenario.horizon
        self._first, self._last = -MINUTES_PER_DAY * SECONDS, (horizon.at(horizon.end) + MINUTES_PER_DAY) * SECONDS

    def forget(self) -> None:
        """Begin anew."""
        self.rows, self.counts, self.faults = 0, Counter(), Faults(str(self.table.path))

    def pieces(self) -> Iterator[Piece]:
        """The positions that can be used; what is wrong with others is noted."""
        for chunk in self.table.chunks():
            yield self._piece(chunk)

    def expect_no_faults(self) -> None:
        """What is wrong with the file, if anything is.

        Raises:
            InputError: with all of it.
        """
        if not self.faults.found and self.rows and self.counts["outside"] == self.rows:
            self._refuse_all()
        problems = self.faults.problems()
        if problems:
            raise InputError(problems)

    def notes(self) -> Iterator[str]:
        """How positions were taken that could be taken in another way."""
        for what, words in (
            ("nowhere", "without a place (empty, or 0 and 0) left out"),
            ("outside", "on other days left out"),
            ("repeated", "in the hour that came twice, taken as the first time; times with an offset tell them apart"),
        ):
            if self.counts[what]:
                yield f"{count_words(self.counts[what], 'position')} {words}"
        unread = [name for place, name in enumerate(self.table.header) if place not in self.places.values()]
        if unread:
            yield f"columns without a use: {', '.join(unread)}"

    def _refuse_all(self) -> None:
        horizon = self.scenario.horizon
        days = f"{day_words(horizon.start)} to {day_words(horizon.dates[-1])}"
        self.faults.add(2, Fault("DATE_OUTSIDE_HORIZON", f"no position is in the schedule's days, {days}"))

    def _piece(self, chunk: Chunk) -> Piece:
        frame = self._frame(chunk)
        is_row = ~frame.select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
        self.rows += int(np.count_nonzero(is_row))
        officer, is_officer = self._officer(chunk.line, frame["officer"], is_row)
        second, is_time = self._second(chunk.line, frame["time"], is_row)
        lat, lon, is_place = self._place(chunk.line, frame, is_row)
        is_good = is_officer & is_time & is_place
        return Piece(officer[is_good], second[is_good], lat[is_good], lon[is_good])

    def _frame(self, chunk: Chunk) -> pl.DataFrame:
        """The four columns as texts; a row with too many cells is a fault."""
        how: dict[str, Any] = {
            "has_header": False,
            "separator": self.table.delimiter,
            "infer_schema": False,
            "schema": {f"column_{number}": pl.String for number in range(len(self.table.header))},
        }
        try:
            frame = pl.read_csv(chunk.text.encode(), **how)
        except PolarsError:
            frame = self._frame_of_the_others(chunk, how)
        return frame.select(
            pl.col(f"column_{place}").str.strip_chars().replace("", None).alias(column)
            for column, place in self.places.items()
        )

    def _frame_of_the_others(self, chunk: Chunk, how: dict[str, Any]) -> pl.DataFrame:
        """Without rows that have too many cells, which are noted."""
        width, lines = len(self.table.header), chunk.text.split("\n")
        for number, text in enumerate(lines):
            cells = text.count(self.table.delimiter) + 1
            if cells > width and '"' not in text:
                message = f"a row has {count_words(width, 'cell')}, this one has {cells}"
                hint = "is there a comma in a cell without quotation marks?"
                self.faults.add(chunk.line + number, Fault("WRONG_LENGTH", message, hint))
                lines[number] = ""
        try:
            return pl.read_csv("\n".join(lines).encode(), **how)
        except PolarsError as error:
            reason = shortened(str(error).partition("\n")[0])
            message, hint = f"this is not CSV: {reason}", "is a quotation mark missing?"
            problem = Problem(str(self.table.path), chunk.line, (), "CSV_SYNTAX", message, hint)
            raise InputError([*self.faults.problems(), problem]) from error

    def _blame(self, line: int, where: Bools, values: pl.Series, fault: Callable[[str], Fault], others: Fault) -> None:
        """Note what is wrong with some rows: each value that differs, the first few by name."""
        rows = np.flatnonzero(where)
        if not len(rows):
            return
        told = pl.DataFrame({"value": values.gather(rows).fill_null(""), "row": rows})
        by_value = told.group_by("value").agg(pl.col("row").min(), pl.len().alias("rows")).sort("row")
        for number, (value, row, count) in enumerate(by_value.iter_rows()):
            self.faults.add(line + row, fault(value) if number < MOST_NAMED else others, count)

    def _officer(self, line: int, words: pl.Series, is_row: Bools) -> tuple[npt.NDArray[np.int32], Bools]:
        for word in words.unique().drop_nulls():
            if word not in self._officers:
                self._officers[word] = self._numbers.get(id_of(word))
        known = {word: number for word, number in self._officers.items() if number is not None}
        numbers = words.replace_strict(known, default=-1, return_dtype=pl.Int32).fill_null(-1).to_numpy()
        is_known = numbers >= 0
        nobody = Fault("NO_OFFICER", "the row names no officer")
        others = Fault("UNKNOWN_OFFICER", "the scenario does not have other officers either")

        def fault(word: str) -> Fault:
            return unknown_officer(word, self.scenario) if word else nobody

        self._blame(line, ~is_known & is_row, words, fault, others)
        return numbers, is_known

    def _second(self, line: int, texts: pl.Series, is_row: Bools) -> tuple[npt.NDArray[np.int64], Bools]:
        seconds = read_seconds(texts, self.scenario.horizon)
        self.counts["repeated"] += seconds.repeated
        others = Fault("BAD_TIME", "other times cannot be read either", _TIME_HINT)
        self._blame(line, ~seconds.is_known & is_row, texts, self._bad_time, others)
        is_inside = (seconds.values >= self._first) & (seconds.values < self._last)
        is_beyond = seconds.is_known & ~is_inside
        self.counts["outside"] += int(np.count_nonzero(is_beyond))
        if self.outside == "refuse":
            hint = "rostering delivered --outside skip leaves them out"
            fault = Fault("DATE_OUTSIDE_HORIZON", "the position is more than a day away from the schedule's days", hint)
            self._blame(line, is_beyond, texts, lambda _: fault, fault)
        return seconds.values, seconds.is_known & is_inside

    def _bad_time(self, text: str) -> Fault:
        try:
            read_instant(text, self.scenario.horizon)
        except ValueError as error:
            return Fault("BAD_TIME", str(error), _TIME_HINT)
        return Fault("BAD_TIME", f"{shortened(text)} is no time", _TIME_HINT)

    def _place(
        self, line: int, frame: pl.DataFrame, is_row: Bools
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], Bools]:
        lat, lon = (frame[name].cast(pl.Float64, strict=False).to_numpy().copy() for name in ("lat", "lon"))
        texts = frame.select(pl.concat_str("lat", "lon", separator=", ", ignore_nulls=True)).to_series()
        is_empty = (frame["lat"].is_null() | frame["lon"].is_null()).to_numpy() | ((lat == 0) & (lon == 0))
        self.counts["nowhere"] += int(np.count_nonzero(is_empty & is_row))
        is_told = is_row & ~is_empty
        is_number = np.isfinite(lat) & np.isfinite(lon)
        self._blame_places(line, is_told & ~is_number, texts, "WRONG_TYPE", "not numbers of degrees")
        lat[~is_number], lon[~is_number] = 0.0, 0.0
        is_swapped = is_told & is_number & self._is_far(lat, lon) & ~self._is_far(lon, lat)
        swapped = Fault("SWAPPED_COORDINATES", "lat and lon look swapped", "swap the names of the two columns?")
        self._blame(line, is_swapped, texts, lambda _: swapped, swapped)
        is_on_earth = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)  # noqa: PLR2004 - degrees
        self._blame_places(line, is_told & ~is_on_earth & ~is_swapped, texts, "OUT_OF_RANGE", "not on Earth")
        return lat, lon, is_told & is_number & is_on_earth & ~is_swapped

    def _blame_places(self, line: int, where: Bools, texts: pl.Series, code: str, what: str) -> None:
        hint = "write degrees like 51.8854 and -0.4266"
        others = Fault(code, f"other places are {what} either", hint)
        self._blame(line, where, texts, lambda text: Fault(code, f"{shortened(text)} are {what}", hint), others)

    def _is_far(self, lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> Bools:
        return np.asarray((np.abs(lat - self._middle[0]) > _FAR) | (np.abs(lon - self._middle[1]) > _FAR))
