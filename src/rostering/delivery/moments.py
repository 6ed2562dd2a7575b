"""Instants as other systems write them: one by one, and whole columns of them at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from rostering.horizon import Horizon
from rostering.tables.moments import MIDNIGHT, read_moment
from rostering.tables.reading import Cell, word_of

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?")
_OFFSET = r"^(.*\d:\d\d(?:\.\d+)?) ?(Z|[+-]\d\d:?\d\d)$"
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d-%b-%Y", "%d %b %Y", "%d/%m/%y", "%d-%b-%y", "%d.%m.%Y")
_CLOCKS = ("%H:%M:%S", "%H:%M", "%H:%M:%S%.f")
FORMS = tuple(f"{day}{between}{clock}" for between in ("T", " ") for day in _DAYS for clock in _CLOCKS)
"""That are read a column at a time; all others are read one by one."""
_FIRST_YEAR = 1950
"""Before it, a year of two digits was taken for one of four."""
_PIECE = 900
"""Seconds: clocks change at a quarter of an hour."""
END_OF_DAY = "24:00"

Ints = npt.NDArray[np.int64]


def read_instant(cell: Cell, horizon: Horizon, day: date | None = None) -> int:
    """The instant, in minutes, that a cell tells: ``2025-06-02T07:27``, ``02/06/2025 07:27``, ``2-Jun-25 7.27am``,
    a time in Excel, one with an offset; seconds are left aside.

    Args:
        cell: out of a file.
        horizon: from whose start minutes are counted.
        day: where the cell is only a time of day.

    Raises:
        ValueError: with the reason, for a planner.
    """
    text = word_of(cell) if isinstance(cell, str) else ""
    if _ISO.fullmatch(text):
        try:
            return horizon.instant(datetime.fromisoformat(text.replace(" ", "T", 1).replace(" ", "")))
        except ValueError:
            pass  # Said in a planner's words below.
    moment = read_moment(cell, horizon.zone)
    on = moment.day or day
    if on is None:
        message = f"'{word_of(cell)}' has no day"
        raise ValueError(message)
    if moment.clock == END_OF_DAY:
        return horizon.at(on + timedelta(days=1), MIDNIGHT)
    return horizon.at(on, moment.clock)


def has_day(cell: Cell, horizon: Horizon) -> bool:
    """Whether a cell that can be read tells a day too."""
    is_iso = isinstance(cell, str) and _ISO.fullmatch(word_of(cell)) is not None
    return is_iso or read_moment(cell, horizon.zone).day is not None


@dataclass(frozen=True)
class Seconds:
    """A column of instants."""

    values: Ints
    """Seconds since the start of the horizon; nothing useful where they are not known."""
    is_known: npt.NDArray[np.bool_]
    repeated: int
    """How many fall, without an offset, in an hour that came twice; the first pass is taken."""


def read_seconds(column: pl.Series, horizon: Horizon) -> Seconds:
    """The instants in a column of texts, where they can be read."""
    texts = column.str.strip_chars()
    offsets = _offsets(texts)
    local, is_known = _local(texts if offsets is None else offsets[0], horizon)
    by_clock, repeated = _by_the_clock(local, is_known if offsets is None else is_known & ~offsets[2], horizon)
    utc = by_clock if offsets is None else np.where(offsets[2], local - offsets[1], by_clock)
    origin = int(datetime.combine(horizon.start, time(), horizon.zone).timestamp())
    return Seconds(utc - origin, is_known, repeated)


def _offsets(texts: pl.Series) -> tuple[pl.Series, Ints, npt.NDArray[np.bool_]] | None:
    """The texts without offsets from UTC, these in seconds, and where there are any; nothing where there are none."""
    ends = texts.str.extract(_OFFSET, 2)
    if ends.null_count() == len(ends):
        return None
    bodies = texts.str.extract(_OFFSET, 1).fill_null(texts)
    seconds = {end: _offset_seconds(end) for end in ends.drop_nulls().unique()}
    numbers = ends.replace_strict(seconds, default=0, return_dtype=pl.Int64).fill_null(0)
    return bodies, numbers.to_numpy(), ends.is_not_null().to_numpy()


def _offset_seconds(text: str) -> int:
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "")
    seconds = (int(digits[:2]) * 60 + int(digits[2:])) * 60
    return -seconds if text[0] == "-" else seconds


def _local(texts: pl.Series, horizon: Horizon) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Seconds on the wall clock, as if it were that of UTC, and which are known."""
    found = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(texts))
    for form in FORMS:
        left = found.is_null() & texts.is_not_null()
        first = left.arg_max()
        if first is None or not left[first]:
            break
        if texts.slice(first, 1).str.to_datetime(form, strict=False, time_unit="ms").null_count():
            continue
        read = texts.str.to_datetime(form, strict=False, time_unit="ms")
        taken = read.is_not_null() & (read.dt.year() >= _FIRST_YEAR)
        found = read.dt.epoch("s").zip_with(left & taken.fill_null(value=False), found)
    found = _one_by_one(texts, found, horizon)
    return found.fill_null(0).to_numpy(), found.is_not_null().to_numpy()


def _one_by_one(texts: pl.Series, found: pl.Series, horizon: Horizon) -> pl.Series:
    left = texts.filter(found.is_null()).drop_nulls().unique()
    read = dict[str, int]()
    for text in left:
        try:
            wall = horizon.local(read_instant(text, horizon))
        except ValueError:
            continue
        read[text] = int(wall.replace(tzinfo=UTC, fold=0).timestamp())
    if not read:
        return found
    others = texts.replace_strict(read, default=None, return_dtype=pl.Int64)
    return found.fill_null(others)


def _by_the_clock(local: Ints, is_asked: npt.NDArray[np.bool_], horizon: Horizon) -> tuple[Ints, int]:
    """Seconds of UTC for seconds on the wall clock; an hour that comes twice is taken the first time."""
    pieces, where = np.unique(local // _PIECE, return_inverse=True)
    walls = [datetime.fromtimestamp(int(piece) * _PIECE, UTC).replace(tzinfo=horizon.zone) for piece in pieces]
    first = np.array([_utc_offset(wall) for wall in walls], dtype=np.int64)
    second = np.array([_utc_offset(wall.replace(fold=1)) for wall in walls], dtype=np.int64)
    repeated = int(np.count_nonzero((first > second)[where] & is_asked)) if len(pieces) else 0
    return local - first[where], repeated


def _utc_offset(wall: datetime) -> int:
    offset = wall.utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
