"""Days and times as duty systems in Britain write them: the day comes before the month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rostering.files.problem import shortened
from rostering.horizon import MINUTES_PER_DAY, MINUTES_PER_HOUR, day_name
from rostering.tables.reading import Cell
from rostering.words import day_words

MIDNIGHT = "00:00"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBERS = {
    name: number for number, month in enumerate(_MONTHS, start=1) for name in (month, month[:3], month[:4])
}
"""Also ``Sept``."""
_SERIAL_ORIGIN = date(1899, 12, 30)
"""Day 0 of Excel's count, for all days after February 1900."""
_SERIALS = range(20_000, 80_000)
"""Numbers that are read as days: October 1954 to January 2119."""
_YEARS = range(1950, 2150)
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]+)[-/., ]*(\d{4}|\d{2})", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?P<day>.*?\d)(?:[T,]\s*|\s+)(?P<clock>\d{1,2}(?:[:.]?\d{2}\S*(?:\s*[ap]\.?m\.?)?|\s*[ap]\.?m\.?))", re.IGNORECASE
)
_OFFSET = re.compile(r"(.*\d)\s*(Z|[+-]\d{2}:?\d{2})")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(?:hrs|h)?", re.IGNORECASE)
_DIGITS = re.compile(r"(\d{1,2})(\d{2})\s*(?:hrs|h)?", re.IGNORECASE)
_HALF_DAY = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?\s*([ap])\.?m\.?", re.IGNORECASE)
_RANGE = re.compile(r"\s*(\S.*?)\s*(?:-|\u2013|x|to|until)\s*(\S.*?)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Moment:
    """A time of day, and the day where it is told."""

    clock: str
    """``HH:MM``; ``24:00`` for the end of a day."""
    day: date | None = None


@lru_cache(maxsize=None, typed=True)  # 1, 1.0 and True are the same key otherwise
def read_day(cell: Cell) -> date:
    """A day: ``2025-06-02``, ``02/06/2025``, ``2.6.25``, ``2-Jun-25``, ``Mon 2 June 2025``, a day in Excel or its
    number; a time of day that follows is left aside.

    Raises:
        ValueError: with the reason, for a planner.
    """
    if isinstance(cell, date):
        return _in_our_time(cell.date() if isinstance(cell, datetime) else cell, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial_day(cell)
    text = " ".join(str(cell if isinstance(cell, str) else "").split())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _serial_day(float(text))
    weekday = _WEEKDAY.match(text)
    plain = text[weekday.end() :] if weekday else text
    moment = _MOMENT.fullmatch(plain)
    try:
        day = _written_day(plain)
    except LookupError:
        if moment is None:
            message = f"{_shown(cell)} is no day"
            raise ValueError(message) from None
        day = _day_before_a_time(moment["day"], cell)
    if weekday and day_name(day) != weekday[1].lower():
        message = f"{shortened(text)} is a {day_words(day)}"
        raise ValueError(message)
    return day


def _day_before_a_time(text: str, cell: Cell) -> date:
    try:
        return _written_day(text.rstrip(","))
    except LookupError:
        message = f"{_shown(cell)} is no day"
        raise ValueError(message) from None


def _shown(cell: Cell) -> str:
    return f"'{shortened(cell)}'" if _is_text(cell) else "an empty cell"


def _is_text(cell: Cell) -> bool:
    return cell is not None and bool(str(cell).strip())


def _serial_day(number: float) -> date:
    if not _SERIALS.start <= number < _SERIALS.stop:
        message = f"{number:g} is no day"
        raise ValueError(message)
    return _SERIAL_ORIGIN + timedelta(days=int(number))


def _written_day(text: str) -> date:
    """The day that a text is.

    Raises:
        LookupError: it is no day in any known form.
        ValueError: it is in a known form, and does not exist.
    """
    if match := _ISO.fullmatch(text):
        return _calendar_day(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        return _calendar_day(text, _year(match[3]), int(match[2]), int(match[1]))
    if match := _NAMED.fullmatch(text):
        month = _MONTH_NUMBERS.get(match[2].lower())
        if month is not None:
            return _calendar_day(text, _year(match[3]), month, int(match[1]))
    raise LookupError(text)


def _year(digits: str) -> int:
    return int(digits) if len(digits) > 2 else 2000 + int(digits)  # noqa: PLR2004 - the two digits of a year


def _in_our_time(day: date, cell: Cell) -> date:
    if day.year not in _YEARS:
        message = f"{_shown(cell)} is not in our time"
        raise ValueError(message)
    return day


def _calendar_day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        is_month_first = month > len(_MONTHS) >= day
        why = "; the day comes before the month" if is_month_first else ""
        message = f"{shortened(text)} does not exist in the calendar{why}"
        raise ValueError(message) from None
    return _in_our_time(found, text)


@lru_cache(maxsize=None, typed=True)
def read_moment(cell: Cell, zone: ZoneInfo) -> Moment:
    """A time of day, behind a day where there is one: ``07:00``, ``0700``, ``7am``, ``24:00``, ``02/06/2025 07:00``,
    a time in Excel or its number. A time with an offset (``2025-06-02T06:00Z``) is told by the clock of the zone.

    Raises:
        ValueError: with the reason, for a planner.
    """
    if not isinstance(cell, str):
        return _moment_of_a_workbook(cell)
    text = " ".join(cell.split())
    if re.fullmatch(r"0?\.\d{2,}", text):
        return Moment(_clock(round(float(text) * MINUTES_PER_DAY), cell))
    if match := _MOMENT.fullmatch(text):
        return _told_by(zone, read_day(match["day"]), match["clock"])
    return Moment(_written_clock(text, cell))


def _moment_of_a_workbook(cell: Cell) -> Moment:
    if isinstance(cell, datetime):
        return Moment(f"{cell:%H:%M}", cell.date() if cell.year > _SERIAL_ORIGIN.year + 1 else None)
    if isinstance(cell, time):
        return Moment(f"{cell:%H:%M}")
    if isinstance(cell, timedelta):
        return Moment(_clock(int(cell.total_seconds() // 60), cell))
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise _no_time(cell)
    if isinstance(cell, float) and 0 <= cell <= 1:
        return Moment(_clock(round(cell * MINUTES_PER_DAY), cell))
    if _SERIALS.start <= cell < _SERIALS.stop:
        return Moment(_clock(round(cell % 1 * MINUTES_PER_DAY), cell), _serial_day(cell))
    return Moment(_written_clock(f"{cell:g}", cell))


def _told_by(zone: ZoneInfo, day: date, text: str) -> Moment:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return Moment(_written_clock(text, text), day)
    clock = _written_clock(match[1], text)
    try:
        elsewhere = datetime.fromisoformat(f"{day.isoformat()}T{clock}{match[2]}")
    except ValueError:
        raise _no_time(text) from None
    here = elsewhere.astimezone(zone)
    return Moment(f"{here:%H:%M}", here.date())


def _written_clock(text: str, cell: Cell) -> str:
    if match := _HALF_DAY.fullmatch(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if not 1 <= hour <= 12:  # noqa: PLR2004 - hours on a clock
            raise _no_time(cell)
        return _clock((hour % 12 + 12 * (match[3].lower() == "p")) * MINUTES_PER_HOUR + minute, cell, minute)
    if match := _CLOCK.fullmatch(text) or _DIGITS.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
        return _clock(hour * MINUTES_PER_HOUR + minute, cell, minute)
    if text == "0":  # what Excel leaves of 0000
        return MIDNIGHT
    raise _no_time(cell)


def _no_time(cell: Cell) -> ValueError:
    return ValueError(f"{_shown(cell)} is no time of day")


def _clock(minutes: int, cell: Cell, minute: int = 0) -> str:
    if not 0 <= minutes <= MINUTES_PER_DAY or minute >= MINUTES_PER_HOUR:
        raise _no_time(cell)
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    return f"{hours:02}:{rest:02}"


def is_range(cell: Cell) -> bool:
    """Whether a cell looks like two times in one, such as ``0700-1700`` or ``07:00x17:00``."""
    match = _RANGE.fullmatch(cell) if isinstance(cell, str) else None
    return match is not None and all(any(map(str.isdigit, part)) for part in match.groups())


@lru_cache(maxsize=None, typed=True)
def read_range(cell: Cell, zone: ZoneInfo) -> tuple[Moment, Moment]:
    """Start and end out of one cell: ``0700-1700``, ``07:00 x 17:00``, ``7am to 5pm``.

    Raises:
        ValueError: with the reason, for a planner.
    """
    match = _RANGE.fullmatch(cell) if isinstance(cell, str) else None
    if match is None:
        message = f"{_shown(cell)} is not a time to a time"
        raise ValueError(message)
    return read_moment(match[1], zone), read_moment(match[2], zone)
