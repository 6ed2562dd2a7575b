"""Files as programs write them: text in several encodings, cells with several things between them, workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from rostering.files import InputError
from rostering.tables import reading as tables
from rostering.tables.reading import Cell, Table, read_table

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_file(raw: bytes) -> Path:
        path = tmp_path / "duties.csv"
        path.write_bytes(raw)
        return path

    return to_file


def refused(path: Path, **how: int | str) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as error:
        read_table(path, **how)  # type: ignore[arg-type]  # as given
    return [(problem.line, problem.code) for problem in error.value.problems]


def content(table: Table) -> tuple[tuple[str, ...], list[tuple[int, tuple[object, ...]]]]:
    return table.header, list(table.rows)


PLAIN = (("officer", "day"), [(2, ("pc-1", "José")), (4, ("pc-2", "x"))])


@pytest.mark.parametrize(
    "raw",
    [
        "officer,day\npc-1,José\n\npc-2,x\n".encode(),
        "officer,day\r\npc-1,José\r\n\r\npc-2,x".encode(),
        "officer,day\rpc-1,José\r\rpc-2,x\r".encode(),
        "officer,day\r\npc-1,José\n\rpc-2,x\r\n".encode(),
        "officer,day\npc-1,José\n , \npc-2,x\n".encode("utf-8-sig"),
        "officer;day\npc-1;José\n;\npc-2;x\n".encode(),
        "officer\tday\npc-1\tJosé\n\t\npc-2\tx\n".encode("utf-16"),
        "officer,day\npc-1,José\n\npc-2,x\n".encode("cp1252"),
        b'"officer"," day "\n"pc-1","Jos\xc3\xa9"\n\n"pc-2","x"\n',
    ],
)
def test_text_is_read_however_it_is_written(write: Write, raw: bytes) -> None:
    """Line ends of three systems, mixed as well; a mark at the beginning; three encodings; commas and others."""
    assert content(read_table(write(raw))) == PLAIN


def test_windows_text_is_said_to_be_read_as_such(write: Write) -> None:
    """With the first line that is not UTF-8."""
    assert "cp1252" in read_table(write(b"officer,day\nx,y\npc-1,Jos\xe9\n")).notes[0]
    assert "line 3" in read_table(write(b"officer,day\nx,y\npc-1,Jos\xe9\n")).notes[0]
    assert not read_table(write("officer,day\npc-1,José\n".encode())).notes


def test_a_row_stands_on_the_line_on_which_it_begins(write: Write) -> None:
    """Cells may go over several lines."""
    rows = read_table(write(b'a,b\n"1\n1",x\n2,y\n')).rows
    assert [line for line, _ in rows] == [2, 4]


def test_lines_above_the_names_of_columns_are_passed_over(write: Write) -> None:
    """Where they are is said by the mapping; what is between the cells is told by their own line."""
    table = read_table(write(b"Duties; printed today, by us, here\n\na,b\n1,2\n"), header_line=3)
    assert content(table) == (("a", "b"), [(4, ("1", "2"))])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", (None, "EMPTY")),
        (b" \n ", (None, "EMPTY")),
        (b"officer,day\n", (None, "EMPTY")),
        (b"\npc-1,x\n", (1, "WRONG_HEADER")),
        (b'a,b\n1,2\n"3,4\n5,6\n', (3, "CSV_SYNTAX")),
        (b'a,b\n1,"2"2\n', (2, "CSV_SYNTAX")),
        (b"a,b\n1,2\n\x81\xff,2\n", (3, "NOT_TEXT")),
        (b"a,b\n1,\x00\n", (2, "BINARY")),
        (b"\xd0\xcf\x11\xe0....", (None, "OLD_EXCEL")),
        (b"PK\x03\x04....", (None, "NOT_EXCEL")),
    ],
)
def test_what_is_no_table_is_refused(write: Write, raw: bytes, expected: tuple[int | None, str]) -> None:
    """With the line where there is one."""
    assert refused(write(raw)) == [expected]


def workbook(tmp_path: Path, *rows: tuple[Cell, ...], sheet: str = "Duties") -> Path:
    book = Workbook()
    book.create_sheet("Notes")
    first = book.worksheets[0]
    first.title = sheet
    for row in rows:
        first.append(row)
    path = tmp_path / "duties.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_days_and_times_as_such(tmp_path: Path) -> None:
    """Not as text; numbers of a row are those that Excel shows."""
    moment = datetime(2025, 6, 2, 7, 0)  # noqa: DTZ001 - a wall clock
    path = workbook(
        tmp_path, ("officer", "day", "start"), (), (2101, date(2025, 6, 2), time(7, 0)), (1.5, moment, None)
    )
    table = read_table(path)
    midnight = datetime(2025, 6, 2)  # noqa: DTZ001 - a wall clock
    assert content(table) == (
        ("officer", "day", "start"),
        [(3, (2101, midnight, time(7, 0))), (4, (1.5, moment))],
    )


def test_a_sheet_is_named_or_the_first(tmp_path: Path) -> None:
    """One that is not there is refused."""
    path = workbook(tmp_path, ("a",), (1,))
    assert read_table(path, sheet="Duties").rows == read_table(path).rows
    assert refused(path, sheet="Dutys") == [(None, "NO_SHEET")]


def test_a_workbook_is_not_unpacked_when_it_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sizes are looked at first."""
    path = workbook(tmp_path, ("a",), (1,))
    monkeypatch.setattr(tables, "LARGEST_UNPACKED", 1000)
    assert refused(path) == [(None, "TOO_LARGE")]


def test_a_table_has_as_many_rows_as_a_sheet_at_most(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More are refused, in text and in workbooks."""
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert refused(write(b"a\n1\n2\n3\n")) == [(None, "TOO_LARGE")]
    assert refused(workbook(tmp_path, ("a",), (1,), (2,))) == [(None, "TOO_LARGE")]


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Without a traceback."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../duties.csv", "a,b\n")
    path = tmp_path / "duties.xlsx"
    path.write_bytes(packed.getvalue())
    assert refused(path) == [(None, "NOT_EXCEL")]
