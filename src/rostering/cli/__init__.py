"""The command line: thin, no mathematics. Commands that need no solver do not load one."""

from __future__ import annotations

import os
import sys

from rostering.cli import commands as _registered  # noqa: F401 - commands register themselves
from rostering.cli.app import app
from rostering.cli.exits import BAD_INPUT, UNEXPECTED
from rostering.cli.screen import say, say_problems
from rostering.files import InputError, OutputError

TRACEBACK = "ROSTERING_TRACEBACK"
"""Environment variable that shows where an unexpected error happened."""


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback is shown unless it is asked for."""
    try:
        app(arguments, prog_name="rostering")
    except InputError as refused:
        say_problems(refused.problems)
        sys.exit(BAD_INPUT)
    except OutputError as refused:
        say(str(refused))
        sys.exit(BAD_INPUT)
    except Exception as error:  # a bug, and the user is not the one to read it
        if os.environ.get(TRACEBACK):
            raise
        first = next(iter(str(error).splitlines()), "")
        say(
            f"unexpected error: {type(error).__name__}: {first}; please report it with the scenario "
            f"({TRACEBACK}=1 shows where it happened)"
        )
        sys.exit(UNEXPECTED)
