"""What is wrong with rows: each thing once, at its first line, with the number of rows that share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from rostering.files import Problem
from rostering.words import count_words


class Fault(NamedTuple):
    """One thing wrong with a row."""

    code: str
    message: str
    hint: str = ""


class Unusable(Exception):  # noqa: N818 - it says what is wrong with a row, and is caught for the next one
    """A row means nothing, or nothing certain."""

    def __init__(self, fault: Fault) -> None:
        """What is wrong with it."""
        super().__init__(fault.message)
        self.fault = fault


@dataclass
class Faults:
    """Everything found wrong with a file so far."""

    file: str
    found: dict[Fault, list[int]] = field(default_factory=dict)
    """First line and number of rows."""

    def add(self, line: int, fault: Fault, rows: int = 1) -> None:
        """Note what is wrong with a row, or with several of which this is the first."""
        entry = self.found.setdefault(fault, [line, 0])
        entry[1] += rows

    def problems(self) -> list[Problem]:
        """All of it, from the top of the file."""
        ordered = sorted(self.found.items(), key=lambda item: item[1][0])
        return [self._problem(fault, *where) for fault, where in ordered]

    def _problem(self, fault: Fault, line: int, rows: int) -> Problem:
        more = f", and in {count_words(rows - 1, 'more row')}" if rows > 1 else ""
        return Problem(self.file, line, (), fault.code, fault.message + more, fault.hint)
