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


@dataclass
class Faults:
    """Everything found wrong with a file so far."""

    file: str
    found: dict[Fault, list[int]] = field(default_factory=dict)
    """First line and number of rows."""

    def add(self, line: int, fault: Fault) -> None:
        """Note what is wrong with a row."""
        entry = self.found.setdefault(fault, [line, 0])
        entry[1] += 1

    def problems(self) -> list[Problem]:
        """All of it, from the top of the file."""
        ordered = sorted(self.found.items(), key=lambda item: item[1][0])
        return [self._problem(fault, *where) for fault, where in ordered]

    def _problem(self, fault: Fault, line: int, rows: int) -> Problem:
        more = f", and in {count_words(rows - 1, 'more row')}" if rows > 1 else ""
        return Problem(self.file, line, (), fault.code, fault.message + more, fault.hint)
