"""A table out of a CSV or Excel file: its header, and its rows with the line of each."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.files.yaml_reading import read_bytes
from rostering.scenario.problems import nearest
from rostering.words import count_words

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds; in a CSV file always text."""
Row = tuple[int, tuple[Cell, ...]]
"""Its line, counted from 1, and its cells."""

DELIMITERS = ",;\t|"
MOST_ROWS = 1_048_576
"""Of a sheet in Excel."""
MOST_COLUMNS = 1000
LARGEST_UNPACKED = 1_000_000_000
"""Bytes of a workbook once it is unpacked."""
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """What stands in a file."""

    file: str
    header: tuple[str, ...]
    header_line: int
    rows: tuple[Row, ...]
    """Below the header, without empty ones."""
    notes: tuple[str, ...] = ()
    """How the file had to be read."""


def read_table(path: Path, header_line: int = 1, sheet: str | None = None, *, may_be_empty: bool = False) -> Table:
    """The table in a CSV file (UTF-8, UTF-16 or Windows cp1252; commas, semicolons, tabs or bars) or an Excel workbook.

    Args:
        path: the file.
        header_line: line of the names of columns.
        sheet: of a workbook; without it, the first.
        may_be_empty: whether a header alone is a table.

    Raises:
        InputError: there is no such file, or no such sheet, or it is no table.
    """
    raw, file = read_bytes(path), str(path)
    if raw.startswith(_OLD_EXCEL):
        message = "this is a workbook of an Excel before 2007, or one with a password"
        raise _refused(file, None, "OLD_EXCEL", message, "save it as an .xlsx workbook or as CSV")
    if raw.startswith(_ZIP):
        notes = list[str]()
        lines = _workbook_rows(file, raw, sheet)
    else:
        text, notes = decoded(file, raw)
        lines = _csv_rows(file, text, header_line)
    rows = [(line, cells) for line, cells in lines if line >= header_line and any(map(_is_filled, cells))]
    if not rows or rows[0][0] != header_line:
        raise _refused(file, header_line, "WRONG_HEADER", "there are no names of columns in this line")
    header = tuple(" ".join(str(cell or "").split()) for cell in rows[0][1])
    if len(rows) == 1 and not may_be_empty:
        raise _refused(file, None, "EMPTY", "there is no row below the names of columns")
    return Table(file, header, header_line, tuple(rows[1:]), tuple(notes))


def _refused(file: str, line: int | None, code: str, message: str, hint: str = "") -> InputError:
    return InputError([Problem(file, line, (), code, message, hint)])


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def decoded(file: str, raw: bytes) -> tuple[str, list[str]]:
    """The text of a CSV file, and a note where it is not UTF-8.

    Raises:
        InputError: it is no text, or an empty one.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, notes = "utf-16", [f"{file} is read as UTF-16"]
    else:
        encoding, notes = "utf-8-sig", []
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as first:
        line = raw.count(b"\n", 0, first.start) + 1
        notes = [f"{file} is read as Windows text (cp1252): it is not UTF-8, first in line {line}"]
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            message = "this is text neither in UTF-8 nor in Windows cp1252"
            raise _refused(file, line, "NOT_TEXT", message, "save it as CSV UTF-8") from error
    if "\0" in text:
        raise _refused(file, text.count("\n", 0, text.index("\0")) + 1, "BINARY", "this is a binary file, not a text")
    if not text.strip():
        raise _refused(file, None, "EMPTY", "the file is empty")
    return text, notes


def _csv_rows(file: str, text: str, header_line: int) -> Iterator[Row]:
    """Rows with the line each begins on; lines may end as on Windows, Unix and old Macs, mixed as well."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, header_line), strict=True)
    line = 1
    try:
        for number, cells in enumerate(rows):
            if number > MOST_ROWS:
                raise _too_many(file)
            yield line, tuple(cells)
            line = rows.line_num + 1
    except csv.Error as error:
        message = f"this is not CSV: {shortened(error)}"
        raise _refused(file, line, "CSV_SYNTAX", message, "is a quotation mark missing?") from error


def _delimiter(text: str, header_line: int) -> str:
    """What stands most often between the names of columns."""
    lines = re.split(r"\r\n|\r|\n", text, maxsplit=header_line)
    counts = Counter(lines[min(header_line, len(lines)) - 1])
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _too_many(file: str) -> InputError:
    return _refused(file, None, "TOO_LARGE", f"the table has more than {MOST_ROWS:,} rows", "import it in parts")


def _workbook_rows(file: str, raw: bytes, sheet: str | None) -> Iterator[Row]:
    """Rows of a sheet, with values where cells have formulas."""
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes its time to load, and most files are CSV
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                message = f"the workbook is larger than {LARGEST_UNPACKED // 10**6} MB once it is unpacked"
                raise _refused(file, None, "TOO_LARGE", message)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        message = "this is no Excel workbook, or a damaged one"
        raise _refused(file, None, "NOT_EXCEL", message, "save it again as .xlsx or as CSV") from error
    with_rows: Any = _sheet(file, book, sheet)
    with_rows.reset_dimensions()  # programs that write workbooks often tell wrong ones
    yield from _sheet_rows(file, with_rows.iter_rows(values_only=True))


def _sheet(file: str, book: Any, sheet: str | None) -> Any:
    names = [one.title for one in book.worksheets]
    if not names or (sheet is not None and sheet not in names):
        message = f"the workbook has no sheet {shortened(sheet)}" if names else "the workbook has no sheet with cells"
        raise _refused(file, None, "NO_SHEET", message, nearest(sheet or "", names))
    return book[names[0] if sheet is None else sheet]


def _sheet_rows(file: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    try:
        for line, cells in enumerate(rows, start=1):
            if line > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_many(file)
            yield line, cells
    except (ValueError, KeyError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        hint = "save it again as .xlsx or as CSV"
        raise _refused(file, None, "NOT_EXCEL", "this workbook is damaged", hint) from error


def word_of(cell: Cell) -> str:
    """A cell as text: numbers without a useless ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return " ".join(str(cell).split())


def columns_words(table: Table) -> str:
    """The names of columns, for a message."""
    named = [shortened(name) for name in table.header if name]
    return f"{count_words(len(named), 'column')}: {', '.join(named)}"
