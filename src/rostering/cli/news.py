"""What is shown and logged while the passes run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from rostering.cli.screen import say
from rostering.files import OutputError
from rostering.solve import Progress, Stop, Tell

NAME_WIDTH, VALUE_WIDTH, GAP_WIDTH, SECONDS_WIDTH = 17, 9, 7, 8
REFRESHES_PER_SECOND = 4
Note = Callable[[str], None]


@contextmanager
def news_of_passes(screen: Console, stop: Stop) -> Iterator[Tell]:
    """Show passes on standard error: a table that fills up on a terminal, elsewhere a line for each finished pass."""
    if not screen.is_interactive or screen.is_dumb_terminal:
        yield lambda news: screen.print(pass_line(news), soft_wrap=True) if news.is_done else None
        return
    rows: dict[str, Progress] = {}
    spinner = Spinner("dots")
    started = time.monotonic()
    is_over = Event()

    def picture() -> RenderableType:
        table = _table(list(rows.values()))
        if is_over.is_set():
            return table
        spinner.update(text=_waiting_words(time.monotonic() - started, is_stopping=stop.requested.is_set()))
        return Group(table, spinner)

    with Live(get_renderable=picture, console=screen, refresh_per_second=REFRESHES_PER_SECOND):
        try:
            yield lambda news: rows.update({news.name: news})
        finally:
            is_over.set()


def pass_line(news: Progress) -> str:
    """Name, value, gap, seconds and unit of a pass, under each other from line to line."""
    name, value, gap, seconds, unit = _cells(news)
    return f"{name:<{NAME_WIDTH}} {value:>{VALUE_WIDTH}} {gap:>{GAP_WIDTH}} {seconds:>{SECONDS_WIDTH}}  {unit}"


def _table(passes: list[Progress]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("pass", min_width=NAME_WIDTH, no_wrap=True)
    table.add_column("value", min_width=VALUE_WIDTH, justify="right", no_wrap=True)
    table.add_column("gap", min_width=GAP_WIDTH, justify="right", no_wrap=True)
    table.add_column("time", min_width=SECONDS_WIDTH, justify="right", no_wrap=True)
    table.add_column("in")
    for news in passes:
        table.add_row(*_cells(news), style=None if news.is_done else "dim")
    return table


def _cells(news: Progress) -> tuple[str, str, str, str, str]:
    value = "" if news.value is None else f"{news.value:.2f}"
    gap = "" if news.gap is None else f"{news.gap:.1%}"
    return news.name, value, gap, f"{news.seconds:.1f} s", news.unit


def _waiting_words(seconds: float, *, is_stopping: bool) -> str:
    if is_stopping:
        return f"{seconds:.0f} s, stopping; the best plan so far is written (Ctrl-C again quits without it)"
    return f"{seconds:.0f} s (Ctrl-C stops and keeps the best plan so far)"


@contextmanager
def log_file(path: Path | None) -> Iterator[Note]:
    """Add lines to a log, each behind the time of day; nothing where no log is wanted.

    A log that can no longer be written (a full disk) is reported at the end: no plan is lost because of it.

    Raises:
        OutputError: the file cannot be opened.
    """
    if path is None:
        yield lambda _: None
        return
    opened = _open_log(path)
    failures: list[OSError] = []

    def note(text: str) -> None:
        try:
            opened.write(f"{datetime.now().astimezone().isoformat(timespec='seconds')} {text}\n")
        except OSError as error:
            failures.append(error)

    try:
        yield note
    finally:
        try:
            opened.close()
        except OSError as error:
            failures.append(error)
        if failures:
            say(f"warning: {path}: the log is incomplete: {failures[0].strerror}")


def _open_log(path: Path) -> TextIO:
    try:
        # Buffered by line, so that a run that is killed leaves what it had to say.
        return path.open("a", encoding="utf-8", buffering=1)
    except IsADirectoryError as error:
        message = f"{path}: is a folder; give the name of a file for the log"
        raise OutputError(message) from error
    except OSError as error:
        message = f"{path}: the log cannot be written: {error.strerror}"
        raise OutputError(message) from error


def log_line(news: Progress) -> str:
    """A finished pass as a line of a log."""
    bound = "none" if news.bound is None else f"{news.bound:.6g}"
    gap = "none" if news.gap is None else f"{news.gap:.6f}"
    value = "none" if news.value is None else f"{news.value:.6g}"
    return f"pass={news.name} value={value} bound={bound} gap={gap} seconds={news.seconds:.3f}"
