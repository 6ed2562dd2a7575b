"""A scenario file with overrides applied: what stands in it then, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rostering.files.problem import InputError, Problem
from rostering.files.yaml_reading import Document, Lines, document_of
from rostering.overrides import COMMAND_LINE, OVERRIDES, SCENARIOS, Change, Resolved, faults, resolve

_VALUE = "value"


@dataclass(frozen=True)
class Variant:
    """Which changes of a scenario are asked for."""

    names: tuple[str, ...] = ()
    """Of overrides, and of sets of them."""
    settings: tuple[str, ...] = ()
    """Single changes, each as `path=value`; the value is written as in YAML."""

    @property
    def written(self) -> tuple[str, ...]:
        """As a schedule records it: names, then single changes."""
        return (*self.names, *self.settings)

    @classmethod
    def read(cls, written: Iterable[str]) -> Variant:
        """The same, from what a schedule records."""
        entries = tuple(written)
        return cls(
            tuple(entry for entry in entries if "=" not in entry), tuple(entry for entry in entries if "=" in entry)
        )


BASE = Variant()
"""The scenario as it stands in its file."""


def settings_of(variant: Variant) -> dict[str, Any]:
    """The values of single changes, by dotted path.

    Raises:
        InputError: one is no `path=value`, is given twice, or its value is no YAML.
    """
    found: list[Problem] = []
    values: dict[str, Any] = {}
    for setting in variant.settings:
        path, equals, text = (part.strip() for part in setting.partition("="))
        if not (path and equals):
            hint = "write path=value, such as officers.pcso-luton-north.count=12"
            found.append(Problem(COMMAND_LINE, None, (setting,), "BAD_VALUE", "this sets nothing", hint))
        elif path in values:
            found.append(Problem(COMMAND_LINE, None, (path,), "DUPLICATE_KEY", "this is set twice"))
        else:
            try:
                document = document_of(f"{COMMAND_LINE} {path}", f"{_VALUE}: {text}\n".encode())
            except InputError as error:
                found += [replace(problem, line=None) for problem in error.problems]
            else:
                found += [replace(problem, line=None) for problem in document.problems]
                values[path] = document.content.get(_VALUE)
    if found:
        raise InputError(found)
    return values


def resolved(document: Document, variant: Variant) -> tuple[Document, Resolved, list[Problem]]:
    """A scenario file with changes applied, each at the line it is written on, and what is wrong with any overrides of
    the file, asked for or not.

    Raises:
        InputError: a single change cannot be read.
    """
    outcome = resolve(document.content, variant.names, settings_of(variant))
    lines = document.lines
    for change in outcome.changes:
        lines = _moved(lines, change, document.lines)
    sections = {name: document.content[name] for name in (OVERRIDES, SCENARIOS) if name in document.content}
    found = [
        Problem(
            document.file,
            document.line(fault.path) if fault.path else None,
            fault.path,
            fault.code,
            fault.message,
            fault.hint,
        )
        for fault in dict.fromkeys([*outcome.faults, *faults(document.content)])
    ]
    return replace(document, content={**outcome.content, **sections}, lines=lines), outcome, found


def _moved(lines: Lines, change: Change, written: Lines) -> Lines:
    """The lines of a file where what is below a path stands in an override."""
    origin = _entry(written, (OVERRIDES, change.origin, change.dotted))
    return lines if origin is None else _grafted(lines, change.path, origin)


def _entry(lines: Lines, path: tuple[str, ...]) -> Any:
    """Where a part of a file stands; a part of what is on one line stands there, too."""
    found: Any = (0, lines)
    for part in path:
        if isinstance(found, int):
            return found
        found = found[1].get(part)
        if found is None:
            return None
    return found


def _grafted(lines: Lines, path: tuple[str, ...], entry: Any) -> Lines:
    part = next((key for key in lines if str(key) == path[0]), path[0])
    if len(path) == 1:
        return {**lines, part: entry}
    there = lines.get(part)
    line, below = (there, {}) if isinstance(there, int) else there or (_line_of(entry), {})
    return {**lines, part: (line, _grafted(below, path[1:], entry))}


def _line_of(entry: Any) -> int:
    return entry if isinstance(entry, int) else int(entry[0])
