"""Whatever stands in a table, it is taken or refused in words."""

from __future__ import annotations

from collections.abc import Sized
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostering.files import InputError, Problem, load_scenario
from rostering.importing.entries import Outside, read_entries
from rostering.importing.mapping import Mapping
from rostering.importing.proposing import proposed_mapping
from rostering.scenario import Scenario
from rostering.tables.reading import Cell, Table, read_table, word_of
from tests.importing.worlds import SCENARIO

COLUMNS = ("officer", "name", "day", "until", "duty", "start", "end", "away")
MAPPING = Mapping.model_validate(
    {"version": 1, "columns": {name: name for name in COLUMNS}, "away": {"AL": "leave"}, "ignore": ["X"]}
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(["", None, "pc-1", "PC 9", "relief-2", "early", "night", "rest", "AL", "X", "leave", True]),
    st.sampled_from(["2025-06-02", "02/06/2025 07:00", "2025-06-08T06:00Z", "0001-01-01T00:00+14:00", "31/12/9999"]),
    st.sampled_from(["07:00", "1700", "24:00", "0", "2200-0700", 45810, 45811.5, 0.29, -1, float("inf"), float("nan")]),
    st.sampled_from(
        [
            date(2025, 6, 2),
            datetime(2025, 6, 2, 7, tzinfo=UTC),
            time(7, 0),
            timedelta(hours=14),
            timedelta.max,
            date.min,
        ]
    ),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path = tmp_path_factory.mktemp("world") / "small.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load_scenario(path).scenario


@settings(deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=9).map(tuple), min_size=1, max_size=6),
    outside=st.sampled_from(["refuse", "skip", "keep"]),
)
def test_any_cells_are_taken_or_refused(scenario: Scenario, rows: list[tuple[Cell, ...]], outside: Outside) -> None:
    """Never with an error that nobody expected; a proposal is made of them, too."""
    table = Table("any.xlsx", COLUMNS, 1, tuple(enumerate(rows, start=2)))
    assert proposed_mapping(table, scenario).startswith("# A proposal")
    try:
        entries = read_entries(table, MAPPING, scenario, outside)
    except InputError as error:
        refused: tuple[Problem, ...] = error.problems
    else:
        refused = ()
        days = [day for days in (*entries.duties.values(), *entries.away.values()) for day in days]
        assert all(day >= scenario.horizon.start for day in days)
        assert outside == "keep" or all(day < scenario.horizon.end for day in days)
    assert all(problem.line for problem in refused)


@settings(deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """Never with an error that nobody expected."""
    path: Path = tmp_path_factory.mktemp("bytes") / "any.csv"
    path.write_bytes(raw)
    try:
        told: Sized = read_table(path).rows
    except InputError as error:
        told = error.problems
    assert len(told) > 0


@pytest.mark.parametrize(
    ("cell", "word"), [(2101, "2101"), (21012101.0, "21012101"), (1.5, "1.5"), (" a  b ", "a b"), (None, "")]
)
def test_numbers_are_words_as_a_sheet_shows_them(cell: Any, word: str) -> None:
    """All their digits, and no useless point."""
    assert word_of(cell) == word
