"""The file of a sweep: which changes are tried, and how each is planned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rostering.files import InputError
from rostering.files.problem import in_file_order
from rostering.files.validation import validated
from rostering.files.yaml_reading import Document, read_yaml
from rostering.scenario.ids import Id

Names = list[Id]


class Solving(BaseModel):
    """How each point is planned; as the options of `rostering solve`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_limit: float | None = Field(default=None, gt=0)
    """Seconds for each point; without it, none."""
    gap: float = Field(default=0.005, ge=0, le=1)
    """Proven distance from the best at which a pass may stop."""
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    """Of the visit times."""


class Grid(BaseModel):
    """What a sweep tries: every combination of `grid`, each under every one of `scenarios`, and the `points` beside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1, le=1)] = 1
    """Version of this format."""
    scenarios: list[Names] = Field(default=[[]], min_length=1)
    """Sets of names of overrides or scenarios of the scenario file; an empty set is the scenario as it stands."""
    grid: dict[str, Annotated[list[Any], Field(min_length=1)]] = {}
    """By dotted path: the values that are tried."""
    points: dict[Id, dict[str, Any]] = {}
    """Further points by name: dotted paths and values, as overrides are written, on the scenario as it stands."""
    solve: Solving = Solving()
    """How each is planned."""


def read_grid(path: Path) -> tuple[Grid, Document]:
    """The file of a sweep, and where its parts stand.

    Raises:
        InputError: with every problem found.
    """
    document = read_yaml(path)
    grid, _, found = validated(document, Grid, {})
    if grid is None or found:
        raise InputError(in_file_order(found))
    return grid, document
