"""Street-level files: what is read, what is refused, and that no row is lost or counted twice."""

from __future__ import annotations

import random
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostering.files import InputError
from rostering.siting.crimes import Rows, read_rows
from rostering.siting.downloads import Left, Part, street_files
from tests.siting.worlds import ASB, HEADER, Row, crimes, text_of, town


def rows_of(*texts: str | bytes) -> Rows:
    """The rows of some files."""
    raws = [text.encode() if isinstance(text, str) else text for text in texts]
    return read_rows(Part(f"{number}-street.csv", raw) for number, raw in enumerate(raws))


def refused(*texts: str | bytes) -> list[str]:
    """What is said of files that cannot be used."""
    with pytest.raises(InputError) as error:
        rows_of(*texts)
    return [str(problem) for problem in error.value.problems]


def test_a_file_is_read_with_its_columns() -> None:
    """Types, places in degrees, streets without what is put before all of them."""
    rows = rows_of(text_of(town()))
    assert (rows.in_files, rows.number, rows.repeated, rows.months) == (23, 23, 0, ("2024-01",))
    first = rows.frame.filter(rows.frame["id"] == "a-2024-01-0").row(0, named=True)
    assert (first["lon"], first["lat"], first["location"], first["kind"]) == (-0.4, 52.0, "North Lane", "Public order")
    assert rows.frame["lon"].null_count() == 1


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 1000), cuts=st.lists(st.integers(0, 22), max_size=3), again=st.integers(1, 3))
def test_neither_the_order_of_rows_nor_files_given_twice_matter(seed: int, cuts: list[int], again: int) -> None:
    """The same rows, however they are cut into files of months and whichever file is given again."""
    rows = town()
    whole = rows_of(text_of(rows))
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    assert rows_of(text_of(shuffled)).frame.equals(whole.frame)
    assert rows_of(*[text_of(shuffled)] * again, text_of(rows)).frame.equals(whole.frame)
    with_id = sorted((row for row in rows if row.id), key=lambda row: row.id)
    without = [row for row in rows if not row.id]
    edges = [0, *sorted(min(cut, len(with_id)) for cut in cuts), len(with_id)]
    parts = [with_id[a:b] for a, b in pairwise(edges)]
    assert rows_of(*[text_of(part) for part in parts], text_of(without)).frame.equals(whole.frame)


def test_a_crime_counts_once_and_like_rows_of_anti_social_behaviour_as_often_as_a_file_has_them() -> None:
    """Two like rows without an id are two matters in one file, and the same two in a copy of it."""
    twice = [Row("", "2024-01", "-0.4", "52.0", kind=ASB)] * 2
    crime = crimes(-0.4, 52.0, 1, name="x")
    rows = rows_of(text_of([*twice, *crime]), text_of([*twice, *crime]), text_of([*twice[:1], *crime, *crime]))
    assert rows.number == 3
    assert (rows.in_files, rows.repeated) == (9, 6)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(("\ufeff" + text_of(town())).encode(), id="byte-order mark"),
        pytest.param(text_of(town()).replace("\n", "\r\n").encode(), id="Windows lines"),
        pytest.param(text_of(town()).replace("\n", "\r\n", 5).encode(), id="mixed lines"),
        pytest.param(text_of(town()).replace("\n", "\r").encode(), id="old Mac lines"),
        pytest.param(text_of(town()).replace("Mill Lane", "Café Lane").encode("cp1252"), id="cp1252"),
        pytest.param(text_of(town()).replace("\n", "\n\n").encode(), id="empty lines"),
        pytest.param("\ufeff".encode("utf-16-le") + text_of(town()).encode("utf-16-le"), id="UTF-16"),
    ],
)
def test_texts_are_read_as_they_come(raw: bytes) -> None:
    """Whichever program saved them."""
    rows = rows_of(raw)
    assert rows.number == 23
    assert rows.frame["kind"].n_unique() == 3


def test_everything_wrong_is_said_at_once_with_file_and_line() -> None:
    """Of several files, each with faults of its own; lines are those of the file, empty lines too."""
    good = crimes(-0.4, 52.0, 1, name="x")[0]
    faulty = [
        good,
        good._replace(lon="52.0", lat="-0.4"),
        good._replace(lon="abc"),
        good._replace(month="2024-13"),
        good._replace(lat=""),
        good._replace(lon="500000", lat="220000"),
        good._replace(kind=""),
        good._replace(lon="inf"),
    ]
    said = refused(text_of(faulty).replace("\n", "\n\n", 1), "Crime ID,Month\n1,2024-01\n", "")
    assert [line.partition(" ")[0] + " " + line.split()[1] for line in said[:7]] == [
        "0-street.csv:4: SWAPPED_COORDINATES",
        "0-street.csv:5: NOT_A_NUMBER",
        "0-street.csv:6: WRONG_MONTH",
        "0-street.csv:7: HALF_A_PLACE",
        "0-street.csv:8: NOT_ON_EARTH",
        "0-street.csv:9: NO_CRIME_TYPE",
        "0-street.csv:10: NOT_A_NUMBER",
    ]
    assert "exchange the two columns" in said[0]
    assert sum("1-street.csv:1: WRONG_HEADER there is no column" in line for line in said) == 5
    assert any("2-street.csv: EMPTY" in line for line in said)


def test_many_faults_are_told_once_and_counted() -> None:
    """A screen, not a book."""
    said = refused(text_of([row._replace(month="May") for row in crimes(-0.4, 52.0, 50, name="x")]))
    assert len(said) == 21
    assert "30 more rows of this file cannot be used" in said[-1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (text_of(town()) + 'x,"2024-01', "CSV_SYNTAX"),
        (text_of(town()) + "x," * 20 + "\n", "WRONG_ROW"),
        (text_of([]), "EMPTY"),
        (text_of(town()).replace("Longitude", "Longtitude"), "WRONG_HEADER"),
        (text_of(town(), (*HEADER[:-1], "Month")), "WRONG_HEADER"),
        ("\0\1\2", "BINARY"),
    ],
)
def test_what_is_no_table_of_street_level_rows_is_refused(text: str, code: str) -> None:
    """With the name of what is wrong."""
    assert any(f" {code} " in line for line in refused(text))


# --- downloads


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    """An archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_file_a_folder_and_an_archive_hold_the_same_rows(tmp_path: Path) -> None:
    """The dated folders of a download, with other files left aside and named."""
    text = text_of(town())
    months = tmp_path / "crimes" / "2024-01"
    months.mkdir(parents=True)
    (months / "2024-01-mill-street.csv").write_text(text)
    (months / "2024-01-mill-outcomes.csv").write_text("Crime ID\n")
    archive = packed(
        tmp_path / "d.zip", {"2024-01/2024-01-mill-street.csv": text, "2024-01/2024-01-mill-stop-and-search.csv": "x"}
    )
    single = tmp_path / "any-name.csv"
    single.write_text(text)
    found = []
    for path, aside in ((single, 0), (tmp_path / "crimes", 1), (archive, 1)):
        left = Left()
        found.append(read_rows(street_files([path], left)))
        assert len(left.files) == aside
    assert all(rows.frame.equals(found[0].frame) for rows in found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../2024-01-x-street.csv", "UNSAFE_PATH"),
        ("/etc/x-street.csv", "UNSAFE_PATH"),
        ("C:/x-street.csv", "UNSAFE_PATH"),
        ("readme.txt", "NO_STREET_FILES"),
    ],
)
def test_an_archive_that_climbs_out_or_holds_nothing_is_refused(tmp_path: Path, name: str, code: str) -> None:
    """Nothing of it is read."""
    path = packed(tmp_path / "d.zip", {name: text_of(town())})
    with pytest.raises(InputError) as refusal:
        list(street_files([path], Left()))
    assert refusal.value.problems[0].code == code


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the archive says of itself; and by what comes out, where it says less."""
    path = packed(tmp_path / "d.zip", {"2024-01-x-street.csv": b"\0" * 2_000_000})
    monkeypatch.setattr("rostering.siting.downloads.LARGEST_FILE", 1_000_000)
    with pytest.raises(InputError) as refusal:
        list(street_files([path], Left()))
    assert [problem.code for problem in refusal.value.problems] == ["TOO_LARGE"]
    monkeypatch.setattr("rostering.siting.downloads._expect_harmless", lambda *_: None)
    with pytest.raises(InputError) as refusal:
        list(street_files([path], Left()))
    assert [problem.code for problem in refusal.value.problems] == ["TOO_LARGE"]


def test_a_damaged_archive_a_missing_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    """Each in its own words."""
    whole = packed(tmp_path / "d.zip", {"2024-01-x-street.csv": text_of(town()) * 50})
    broken = tmp_path / "broken.zip"
    broken.write_bytes(whole.read_bytes()[:-200])
    (tmp_path / "empty").mkdir()
    codes = []
    for path in (broken, tmp_path / "none.csv", tmp_path / "empty"):
        with pytest.raises(InputError) as refusal:
            list(street_files([path], Left()))
        codes += [problem.code for problem in refusal.value.problems]
    assert codes == ["BAD_ARCHIVE", "CANNOT_READ", "NO_STREET_FILES"]
