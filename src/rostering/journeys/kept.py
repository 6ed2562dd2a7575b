"""Answers of routing servers, kept on disk so that a place is asked about once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from platformdirs import user_cache_path

from rostering.files import InputError, OutputError, write_whole
from rostering.files.yaml_reading import read_bytes
from rostering.journeys.server import Coordinates, Durations, NoAnswer, Server, durations

FORM = 1
"""Of the files; another one is not read."""


def kept_path(server: Server, sources: Sequence[Coordinates], destinations: Sequence[Coordinates]) -> Path:
    """Where the answer to a question is kept: in the user's folder for what can be had again."""
    question = [FORM, server.url.rstrip("/"), server.profile, list(sources), list(destinations)]
    digest = hashlib.sha256(json.dumps(question).encode()).hexdigest()
    return user_cache_path("rostering", appauthor=False) / "journeys" / f"{digest}.json"


def recall(path: Path, rows: int, columns: int) -> Durations | None:
    """A kept answer; nothing where there is none, or a damaged one."""
    if not path.is_file():
        return None
    try:
        return durations(read_bytes(path), rows, columns)
    except (InputError, NoAnswer):
        return None


def keep(path: Path, table: Durations) -> None:
    """Keep an answer, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent}: cannot be made: {error.strerror}"
        raise OutputError(message) from error
    write_whole(path, json.dumps({"durations": table}))
