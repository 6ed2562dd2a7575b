"""The folder of a sweep: what is done stays done, whatever happens to who was doing it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from rostering.files import OutputError, write_whole
from rostering.sweeping.points import Point
from rostering.sweeping.solving import Answer

RECORD, SCHEDULE, SCENARIO = "record.json", "schedule.yaml", "scenario.yaml"


@dataclass(frozen=True)
class Record:
    """What is known of a point that was tried."""

    point: str
    sha256: str
    """Of the point when it was tried."""
    status: Literal["done", "failed"]
    reason: str
    """Why it failed."""
    parameters: dict[str, Any]
    results: dict[str, Any] = field(default_factory=dict)


class Store:
    """The folder of a sweep: ``points/ID/`` with the scenario, the schedule and, last, the record of each point."""

    def __init__(self, folder: Path) -> None:
        """A folder, there or not."""
        self.folder = folder

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else sweeps into the folder meanwhile; a lock ends with the process that has it.

        Raises:
            OutputError: somebody does, or the folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / ".lock")
            lock.acquire(timeout=0)
        except Timeout as error:
            message = f"{self.folder}: another sweep is writing into this folder; wait for it, or take another one"
            raise OutputError(message) from error
        except OSError as error:
            message = f"{self.folder}: cannot be written: {error.strerror}"
            raise OutputError(message) from error
        try:
            yield
        finally:
            lock.release()

    def record(self, point: Point) -> Record | None:
        """What is known of a point as it is now; nothing where it was never tried, or was another one then."""
        try:
            written = json.loads((self._place(point.point) / RECORD).read_text("utf-8"))
            found = Record(**written)
        except (OSError, ValueError, TypeError):
            return None
        return found if found.sha256 == point.sha256 else None

    def keep(self, point: Point, answer: Answer, beside: Sequence[tuple[str, bytes]] = ()) -> Record:
        """Write what came of a point: its record last, so that a point that has one is whole.

        Args:
            point: what was planned.
            answer: what came of it.
            beside: names and contents of files its scenario needs.

        Raises:
            OutputError: it cannot be written; the point then counts as not tried.
        """
        status: Literal["done", "failed"] = "failed" if answer.reason else "done"
        record = Record(point.point, point.sha256, status, answer.reason, point.parameters, answer.results)
        place = self._place(point.point)
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / RECORD).unlink(missing_ok=True)
            for name, text in ((SCENARIO, answer.scenario), (SCHEDULE, answer.schedule)):
                if text:
                    write_whole(place / name, text)
                else:
                    (place / name).unlink(missing_ok=True)
            for name, raw in beside:
                write_whole(place / name, raw)
        except OSError as error:
            message = f"{place}: cannot be written: {error.strerror}"
            raise OutputError(message) from error
        write_whole(place / RECORD, json.dumps(asdict(record), ensure_ascii=False, indent=1, default=str) + "\n")
        return record

    def _place(self, name: str) -> Path:
        return self.folder / "points" / name
