"""The text of a scenario with changes applied, in which each changed value says where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rostering.files.problem import InputError, shortened
from rostering.files.rewriting import rewritten
from rostering.files.scenario_reading import LoadedScenario
from rostering.files.schedule_writing import on_one_line
from rostering.files.yaml_reading import document_of, read_yaml
from rostering.overrides import MISSING, Change, value_at

_EDITOR_LINE = "# yaml-language-server"


def variant_text(loaded: LoadedScenario) -> str:
    """A scenario file again, without overrides; its comments stay, and comments name the origin of what is changed.

    Every change is listed at the top, what it was before it, and marked at its line.
    """
    document = read_yaml(loaded.path)
    text = _marked(rewritten(document, loaded.content).text, loaded)
    listed = "".join(f"# {line}\n" for line in _listed(document.content, loaded.changes))
    first, newline, rest = text.partition("\n")
    return first + newline + listed + rest if first.startswith(_EDITOR_LINE) else listed + text


def _listed(base: Mapping[Any, Any], changes: tuple[Change, ...]) -> Iterator[str]:
    if changes:
        yield "Changed, and where each change comes from:"
    for change in changes:
        before = value_at(base, change.path)
        was = "new" if before is MISSING else f"was {_shown(before)}"
        now = "taken out" if change.value is None else _shown(change.value)
        yield f"  {change.dotted}: {now} ({was}; {change.origin})"


def _shown(value: Any) -> str:
    return shortened(on_one_line(value))


def _marked(text: str, loaded: LoadedScenario) -> str:
    """The text with a comment at the line of each change, where a line takes one."""
    document = document_of(str(loaded.path), text.encode())
    origins: dict[int, dict[str, None]] = {}
    for change in loaded.changes:
        if change.value is not None:
            origins.setdefault(document.line(change.path), {})[change.origin] = None
    lines = text.splitlines()
    for number, names in origins.items():
        plain = lines[number - 1]
        lines[number - 1] = f"{plain}{' ' if ' #' in plain else '  # '}{'; ' * (' #' in plain)}{', '.join(names)}"
        if not _holds("\n".join(lines), loaded.content):
            lines[number - 1] = plain
    return "\n".join(lines) + "\n"


def _holds(text: str, content: Mapping[str, Any]) -> bool:
    try:
        return document_of("", text.encode()).content == content
    except InputError:
        return False
