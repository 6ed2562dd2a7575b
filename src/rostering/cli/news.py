"""What is shown and logged while the passes run."""

from __future__ import annotations

import math
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

NAME_WIDTH, VALUE_WIDTH, BOUND_WIDTH, GAP_WIDTH, SECONDS_WIDTH = 17, 9, 9, 7, 8
REFRESHES_PER_SECOND = 4
SECONDS_BETWEEN = 10.0
"""Least time between two lines about passes that still run."""
Note = Callable[[str], None]


@contextmanager
def news_of_passes(screen: Console, stop: Stop) -> Iterator[Tell]:
    """Show passes on standard error: a table that fills up on a terminal, elsewhere a line for each finished pass, and
    now and then one for a pass that runs long.
    """
    if not screen.is_interactive or screen.is_dumb_terminal:
        yield now_and_then(lambda news: screen.print(pass_line(news), soft_wrap=True))
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


def now_and_then(tell: Tell) -> Tell:
    """Pass on what is done, and of what still runs only the news that come long enough after the last ones told."""
    last = [time.monotonic()]

    def tell_some(news: Progress) -> None:
        if news.is_done or time.monotonic() - last[0] >= SECONDS_BETWEEN:
            last[0] = time.monotonic()
            tell(news)

    return tell_some


def pass_line(news: Progress) -> str:
    """Name, value, bound, gap, seconds and unit of a pass, under each other from line to line."""
    name, value, bound, gap, seconds, unit = _cells(news)
    numbers = f"{value:>{VALUE_WIDTH}} {bound:>{BOUND_WIDTH}} {gap:>{GAP_WIDTH}} {seconds:>{SECONDS_WIDTH}}"
    return f"{name:<{NAME_WIDTH}} {numbers}  {unit}" + ("" if news.is_done else ", so far")


def _table(passes: list[Progress]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("pass", min_width=NAME_WIDTH, no_wrap=True)
    table.add_column("value", min_width=VALUE_WIDTH, justify="right", no_wrap=True)
    table.add_column("bound", min_width=BOUND_WIDTH, justify="right", no_wrap=True)
    table.add_column("gap", min_width=GAP_WIDTH, justify="right", no_wrap=True)
    table.add_column("time", min_width=SECONDS_WIDTH, justify="right", no_wrap=True)
    table.add_column("in")
    for news in passes:
        table.add_row(*_cells(news), style=None if news.is_done else "dim")
    return table


def _cells(news: Progress) -> tuple[str, str, str, str, str, str]:
    value, bound = (f"{number:.2f}" if _is_known(number) else "" for number in (news.value, news.bound))
    gap = f"{news.gap:.1%}" if _is_known(news.gap) else ""
    return news.name, value, bound, gap, f"{news.seconds:.1f} s", news.unit


def _is_known(number: float | None) -> bool:
    """Before a first plan, or a first bound, there is none, or an infinite one."""
    return number is not None and math.isfinite(number)


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
    """A pass as a line of a log, finished or so far."""
    value, bound = (f"{number:.6g}" if _is_known(number) else "none" for number in (news.value, news.bound))
    gap = f"{news.gap:.6f}" if _is_known(news.gap) else "none"
    begin = "pass" if news.is_done else "so_far"
    return f"{begin}={news.name} value={value} bound={bound} gap={gap} seconds={news.seconds:.3f}"
