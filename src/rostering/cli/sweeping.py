"""``rostering sweep``: a grid of what-ifs, planned side by side into a folder."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from rostering.cli.exits import BROKEN, DONE, NO_SCHEDULE
from rostering.cli.screen import put, say, screen
from rostering.cli.solving import stopped_by_signals
from rostering.solve import Stop
from rostering.sweeping import Answer, Point, Record, Store, Task, expand, read_grid, run_here, table_of, write_table

NEWS_SECONDS = 10
"""How often somebody who has no terminal is told."""
MOST_REASONS = 5


@dataclass(frozen=True)
class Sweep:
    """What is swept, and how."""

    scenario: Path
    grid: Path
    folder: Path
    processes: int
    cluster: str | None
    again: bool
    """Whether points that failed are tried again."""


def sweep_file(sweep: Sweep) -> int:
    """Plan every point that is not planned yet, and write the table; the exit code.

    Raises:
        InputError: the scenario, the grid or the cluster cannot be used.
        OutputError: the folder cannot be written, or somebody else sweeps into it.
    """
    grid, document = read_grid(sweep.grid)
    tasks = expand(sweep.scenario, grid, document)
    store, stop = Store(sweep.folder), Stop()
    with store.held():
        open_tasks = [task for task in tasks if _is_open(store.record(task.point), sweep)]
        say(_beginning(len(tasks), len(open_tasks)))
        with stopped_by_signals(stop), _news(len(open_tasks)) as show:

            def done(task: Task, answer: Answer) -> None:
                show(store.keep(task.point, answer, task.files[1:]))

            _run(sweep)(iter(open_tasks), done, stop.requested.is_set)
        return _told(sweep, store, [task.point for task in tasks])


def _is_open(record: Record | None, sweep: Sweep) -> bool:
    return record is None or (sweep.again and record.status == "failed")


def _beginning(number: int, waiting: int) -> str:
    known = f"; {number - waiting} are planned already" if waiting < number else ""
    return f"{number} point{'s' * (number != 1)}{known}"


def _run(sweep: Sweep) -> Callable[[Iterator[Task], Callable[[Task, Answer], None], Callable[[], bool]], None]:
    if sweep.cluster is None:
        return lambda tasks, done, is_over: run_here(tasks, sweep.processes, done, is_over)
    from rostering.cli.dask_running import Cluster, run_on_cluster  # noqa: PLC0415 - an extra

    cluster = Cluster(sweep.cluster, sweep.processes)
    return lambda tasks, done, is_over: run_on_cluster(tasks, cluster, done, is_over)


@contextmanager
def _news(number: int) -> Iterator[Callable[[Record], None]]:
    """A bar with the time left on a terminal; elsewhere a line now and then."""
    out, counts, started = screen(), Counter[str](), time.monotonic()
    if not out.is_interactive or out.is_dumb_terminal:
        told = [started]

        def say_now_and_then(record: Record) -> None:
            counts[record.status] += 1
            now = time.monotonic()
            if now - told[0] >= NEWS_SECONDS:
                told[0] = now
                left = (now - started) / counts.total() * (number - counts.total())
                say(f"{counts.total()} of {number}, {counts['failed']} failed, about {left:.0f} s left")

        yield say_now_and_then
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out) as bar:
        row = bar.add_task("planning", total=number)

        def advance(record: Record) -> None:
            counts[record.status] += 1
            failed = f", {counts['failed']} failed" if counts["failed"] else ""
            bar.update(row, advance=1, description=f"planning{failed}")

        yield advance


def _told(sweep: Sweep, store: Store, points: list[Point]) -> int:
    records = [record for point in points if (record := store.record(point)) is not None]
    missing = len(points) - len(records)
    failed = [record for record in records if record.status == "failed"]
    broken = [record for record in records if record.results.get("required_broken")]
    if records:
        text, binary = write_table(table_of(records), sweep.folder)
        put(f"{len(records)} of {len(points)} points in {text} and {binary.name}\n")
    for record in failed[:MOST_REASONS]:
        say(f"failed: {record.point}: {record.reason}")
    if len(failed) > MOST_REASONS:
        say(f"and {len(failed) - MOST_REASONS} more failed; the column `reason` says why")
    if broken:
        say(f"{len(broken)} plans break a required rule; the column `required_broken` says which")
    if missing:
        say(f"stopped with {missing} points left: run the same command again to go on")
    return NO_SCHEDULE if missing or failed else BROKEN if broken else DONE
