"""One table of all points: what was changed, what came of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from rostering.files.writing import write_whole
from rostering.sweeping.store import Record

OWN = ("point", "point_status", "reason")


def table_of(records: Iterable[Record]) -> pl.DataFrame:
    """A row for each point: its name, whether it was planned, its parameters, its results.

    A column whose values are not all numbers, all truths or all texts is told as JSON.
    """
    known = list(records)
    results = frozenset(name for record in known for name in record.results)
    rows = [_row(record, results) for record in known]
    names = dict.fromkeys([*OWN, *(name for row in rows for name in row)])
    return pl.DataFrame([pl.Series(name, _column([row.get(name) for row in rows]), strict=False) for name in names])


def write_table(frame: pl.DataFrame, folder: Path) -> tuple[Path, Path]:
    """The table as ``results.csv`` and ``results.parquet``; where they are.

    Raises:
        OutputError: they cannot be written.
    """
    text, raw = folder / "results.csv", folder / "results.parquet"
    binary = io.BytesIO()
    frame.write_parquet(binary)
    write_whole(raw, binary.getvalue())
    write_whole(text, frame.write_csv())
    return text, raw


def _row(record: Record, results: frozenset[str]) -> dict[str, Any]:
    """A parameter that is called as a result of any point, or as one of our own columns, has another name."""
    parameters = {
        f"set_{name}" if name in results.union(OWN) else name: value for name, value in record.parameters.items()
    }
    return {
        "point": record.point,
        "point_status": record.status,
        "reason": record.reason,
        **parameters,
        **record.results,
    }


def _column(values: list[Any]) -> list[Any]:
    kinds = {_kind(value) for value in values if value is not None}
    if len(kinds) <= 1 and "other" not in kinds:
        return list(_floats(values)) if kinds == {"number"} else values
    return [None if value is None else json.dumps(value, ensure_ascii=False, default=str) for value in values]


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | float) else "text" if isinstance(value, str) else "other"


def _floats(values: list[Any]) -> Iterator[Any]:
    is_whole = all(value is None or isinstance(value, int) for value in values)
    return (value if is_whole or value is None else float(value) for value in values)
