"""Where words go: schedules, schemas and reports to standard output, everything else to standard error."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable

import typer
from rich.console import Console, RenderableType
from rich.text import Text

from rostering.files import OutputError, Problem

READER_LEFT = 128 + signal.SIGPIPE.value
"""Exit code where the reader of standard output has gone, as for any program in a pipe."""
PAGE_WIDTH = 80
"""Columns of text that nobody reads on a terminal."""


class _Screen(Console):
    """Standard error, whose reader may leave: no plan is lost because nobody reads the news any more."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        _forget(sys.stderr.fileno())


def screen() -> Console:
    """Standard error, for people: colours and moving parts only where it is a terminal and ``NO_COLOR`` is not set."""
    return _Screen(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str) -> None:
    """Write a line to standard error, unbroken however long it is."""
    screen().print(text, soft_wrap=True)


def say_problems(problems: Iterable[Problem]) -> None:
    """Write problems to standard error, one a line; warnings say that they are."""
    for problem in problems:
        say(f"warning: {problem}" if problem.severity == "warning" else str(problem))


def say_rich(part: RenderableType) -> None:
    """Render a table for standard error."""
    out = screen()
    with out.capture() as rendered:
        out.print(part)
    for line in rendered.get().splitlines():
        out.print(Text.from_ansi(line.rstrip()), soft_wrap=True)


def put(text: str) -> None:
    """Write to standard output, as UTF-8 whatever the terminal is set to, because files are.

    Raises:
        OutputError: it cannot be written.
        typer.Exit: nobody reads it any more.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget(sys.stdout.fileno())
        raise typer.Exit(READER_LEFT) from None
    except OSError as error:
        _forget(sys.stdout.fileno())
        message = f"standard output cannot be written: {error.strerror}"
        raise OutputError(message) from error


def put_rich(*parts: RenderableType, width: int = PAGE_WIDTH) -> None:
    """Render tables and texts for standard output: as wide as its terminal, else as a page, or as wide as is asked."""
    out = Console(highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out = Console(highlight=False, markup=False, emoji=False, width=max(width, PAGE_WIDTH))
    with out.capture() as rendered:
        for part in parts:
            out.print(part)
    put("".join(f"{line.rstrip()}\n" for line in rendered.get().splitlines()))


def _forget(descriptor: int) -> None:
    """Send what is still written there nowhere, so that Python does not complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
