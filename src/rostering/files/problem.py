"""What can be wrong with a file, said so that a planner can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
LONGEST_SHOWN = 60
"""Characters of a value from a file that a message repeats."""


def shortened(text: object) -> str:
    """A value as a message may repeat it: on one line, without control characters, at most 60 characters."""
    shown = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in str(text))
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a file, and where."""

    file: str
    line: int | None
    """Counted from 1; absent where the file as a whole is meant."""
    path: tuple[str | int, ...]
    """Keys and positions from the top of the file."""
    code: str
    """Stable name of this kind of problem, in capitals."""
    message: str
    hint: str = ""
    """What to do about it."""
    severity: Severity = "error"
    """A warning names what a plan cannot meet; the plan is made all the same."""

    @property
    def dotted_path(self) -> str:
        """The path as overrides write it: ``officers.pc-2101.published.2025-06-02``."""
        return ".".join(shortened(part) for part in self.path)

    def __str__(self) -> str:
        """``file:line: path: CODE message (hint)``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [place, self.dotted_path] if self.path else [place]
        hint = f" ({self.hint})" if self.hint else ""
        return f"{': '.join(parts)}: {self.code} {self.message}{hint}"


def in_file_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, from the top of each file to its end."""
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: (problem.file, problem.line or 0)))


class InputError(Exception):
    """A file cannot be used."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Every problem found, in the order of the file."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class OutputError(Exception):
    """A file cannot be written; whatever was there before is untouched."""
