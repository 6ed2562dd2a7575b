"""A grid as single points, each with an id and a checksum of all that its result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from rostering import __version__
from rostering.files import InputError, Problem
from rostering.files.problem import in_file_order
from rostering.files.yaml_reading import Document, read_bytes, read_yaml
from rostering.overrides import Fault, resolve
from rostering.sweeping.grid import Grid, Solving

MOST_POINTS = 100_000
ID_LENGTH = 12
SCENARIO = "scenario"
"""Column of the names a point applies."""


@dataclass(frozen=True)
class Point:
    """One what-if."""

    point: str
    """Its name in the file; of the grid's, made from its changes, so that it stays when the grid grows."""
    names: tuple[str, ...]
    """Of overrides and scenarios."""
    settings: Mapping[str, Any]
    """Dotted paths and values."""
    sha256: str
    """Of the scenario so changed, its travel matrix, how it is planned, and the version of this program: where it is
    the same, so is the plan.
    """

    @property
    def parameters(self) -> dict[str, Any]:
        """What tells it from the others, by column."""
        return {SCENARIO: "+".join(self.names), **self.settings}


@dataclass(frozen=True)
class Task:
    """All that is needed to plan a point anywhere: files by name, the scenario's first."""

    point: Point
    files: tuple[tuple[str, bytes], ...]
    solving: Solving


def expand(path: Path, grid: Grid, document: Document) -> tuple[Task, ...]:
    """Every point of a sweep, in the order of its file: combinations first, the last path changing fastest.

    Args:
        path: of the scenario.
        grid: what is tried.
        document: where the grid stands.

    Raises:
        InputError: with every override that does not fit the scenario; or there are too many points.
    """
    number = len(grid.scenarios) * _combinations(grid)
    if number + len(grid.points) > MOST_POINTS:
        message = f"{number + len(grid.points):,} points are more than {MOST_POINTS:,}"
        raise InputError([document.problem(("grid",), "TOO_MANY", message, "sweep in parts")])
    base = read_yaml(path)
    matrix = _matrix(path, base)
    files = ((path.name, base.raw), *matrix)
    tasks, faults = list[Task](), dict[tuple[tuple[Any, ...], Fault], None]()
    for where, given, names, settings in _wanted(grid):
        resolved = resolve(base.content, names, settings)
        faults |= dict.fromkeys((where, fault) for fault in resolved.faults)
        digest = hashlib.sha256(_canonical([resolved.content, grid.solve.model_dump(), __version__]))
        for _, raw in matrix:
            digest.update(raw)
        name = given or hashlib.sha256(_canonical([names, settings])).hexdigest()[:ID_LENGTH]
        tasks.append(Task(Point(name, names, settings, digest.hexdigest()), files, grid.solve))
    if faults:
        raise InputError(in_file_order(dict.fromkeys(_problem(document, where, fault) for where, fault in faults)))
    return tuple({task.point.point: task for task in tasks}.values())


def _combinations(grid: Grid) -> int:
    number = 1 if grid.grid or not grid.points else 0
    for values in grid.grid.values():
        number *= len(values)
    return number


def _wanted(grid: Grid) -> Iterator[tuple[tuple[Any, ...], str, tuple[str, ...], dict[str, Any]]]:
    """Where each point stands in the file, its name if it has one, the names it applies, and its settings."""
    if _combinations(grid):
        for place, names in enumerate(grid.scenarios):
            where = ("scenarios", place) if names else ("grid",)
            for values in product(*grid.grid.values()):
                yield where, "", tuple(names), dict(zip(grid.grid, values, strict=True))
    for name, settings in grid.points.items():
        yield ("points", name), name, (), dict(settings)


def _matrix(path: Path, base: Document) -> tuple[tuple[str, bytes], ...]:
    """The travel matrix beside a scenario, where it names one that can be read; else planning says what is wrong."""
    travel = base.content.get("travel")
    name = travel.get("matrix") if isinstance(travel, Mapping) else None
    beside = path.parent / name if isinstance(name, str) and Path(name).name == name else None
    return ((str(name), read_bytes(beside)),) if beside is not None and beside.is_file() else ()


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()


def _problem(document: Document, where: tuple[Any, ...], fault: Fault) -> Problem:
    """A fault, at the setting of the file that it is about, where it is about one."""
    if fault.setting:
        where = (*(where if where[0] == "points" else ("grid",)), fault.setting)
    return document.problem(where, fault.code, fault.message, fault.hint)
