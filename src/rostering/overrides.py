"""Named changes of a scenario: a base and some overrides make one content. Pure functions on plain mappings.

An override is a mapping of dotted paths to values; an empty value (null) deletes. Overrides that are applied together
must not meet in one path, so that their order never matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from rostering.scenario import Scenario
from rostering.scenario.problems import nearest

OVERRIDES, SCENARIOS = "overrides", "scenarios"
COMMAND_LINE = "--set"
"""Where a change comes from that has no name."""
MISSING = object()
"""Where there is nothing."""
Path = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One value of a scenario that an override sets, or deletes."""

    path: Path
    value: Any
    """Nothing: what the path leads to is deleted."""
    origin: str
    """The override's name, or `--set`."""

    @property
    def dotted(self) -> str:
        """The path as it is written."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Fault:
    """Why overrides cannot be applied."""

    code: str
    message: str
    hint: str
    path: Path = ()
    """Where it stands in the file; nothing for what was asked for from outside."""
    setting: str = ""
    """Dotted path of what was asked for from outside; nothing for what stands in the file."""


@dataclass(frozen=True)
class Resolved:
    """A scenario's content with overrides applied, and without the sections that hold them."""

    content: dict[Any, Any]
    changes: tuple[Change, ...]
    """In order of their paths."""
    faults: tuple[Fault, ...]
    """Where there are any, the content has only the changes that have none."""


def resolve(
    content: Mapping[Any, Any], names: Sequence[str] = (), settings: Mapping[str, Any] | None = None
) -> Resolved:
    """Apply named scenarios and overrides, and single settings.

    Args:
        content: of a scenario file.
        names: of overrides, or of scenarios, which stand for all of theirs.
        settings: dotted paths and values from the command line.
    """
    overrides, faults = _named(content, names)
    changes = [
        Change(tuple(str(key).split(".")), value, origin)
        for origin, override in [*overrides.items(), (COMMAND_LINE, settings or {})]
        for key, value in override.items()
    ]
    faults += _clashes(changes)
    base = {key: value for key, value in content.items() if key not in {OVERRIDES, SCENARIOS}}
    kept = []
    for change in changes:
        fault = _fault_of(base, change)
        if fault is None:
            kept.append(change)
        else:
            faults.append(fault)
    resolved = base
    # From the last entry of a list to its first, so that what is deleted moves nothing that is still to be found.
    for change in sorted(kept, key=_place_in_lists, reverse=True):
        resolved = _changed(resolved, change.path, change.value)
    return Resolved(resolved, tuple(sorted(kept, key=lambda change: change.path)), tuple(faults))


def faults(content: Mapping[Any, Any]) -> tuple[Fault, ...]:
    """What is wrong with the overrides and scenarios of a file, whichever are asked for."""
    found: dict[Fault, None] = {}
    for name in variants(content):
        found |= dict.fromkeys(resolve(content, [name]).faults)
    return tuple(found)


def variants(content: Mapping[Any, Any]) -> tuple[str, ...]:
    """The names that a file gives to overrides and to scenarios."""
    return tuple(str(name) for section in (OVERRIDES, SCENARIOS) for name in _section(content, section))


def _section(content: Mapping[Any, Any], name: str) -> Mapping[Any, Any]:
    section = content.get(name)
    return section if isinstance(section, Mapping) else {}


def _named(content: Mapping[Any, Any], names: Sequence[str]) -> tuple[dict[str, Mapping[Any, Any]], list[Fault]]:
    """The overrides that names stand for, each once."""
    overrides, scenarios = _section(content, OVERRIDES), _section(content, SCENARIOS)
    found: dict[str, Mapping[Any, Any]] = {}
    missing: list[Fault] = []
    for name in names:
        members = scenarios.get(name) if name not in overrides else None
        for one in members if isinstance(members, list) else [name]:
            if isinstance(overrides.get(one), Mapping):
                found[str(one)] = overrides[one]
            elif one not in overrides:
                known = [str(key) for key in ([*overrides] if members else variants(content))]
                message = f"there is no override {'' if members else 'or scenario '}{one!r}"
                path = (SCENARIOS, name) if members else ()
                missing.append(Fault("UNKNOWN_OVERRIDE", message, nearest(str(one), known), path))
    return found, missing


def _clashes(changes: Sequence[Change]) -> list[Fault]:
    """One fault for each two changes of which one's path leads to, or through, the other's."""
    found = []
    ordered = sorted(changes, key=lambda change: change.path)
    open_paths: list[Change] = []
    for change in ordered:
        while open_paths and not _leads_to(open_paths[-1].path, change.path):
            open_paths.pop()
        found += [_clash(other, change) for other in open_paths]
        open_paths.append(change)
    return found


def _clash(one: Change, other: Change) -> Fault:
    names = (
        f"{one.origin} twice changes" if one.origin == other.origin else f"{one.origin} and {other.origin} both change"
    )
    return Fault(
        "OVERRIDES_CLASH", f"{names} {one.dotted}", "apply one of them, or make one override of both", *_where(other)
    )


def _leads_to(one: Path, other: Path) -> bool:
    return other[: len(one)] == one


def _where(change: Change) -> tuple[Path, str]:
    """Where a change stands in the file, or which setting from outside it is."""
    if change.origin == COMMAND_LINE:
        return (), change.dotted
    return (OVERRIDES, change.origin, change.dotted), ""


def _place_in_lists(change: Change) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in change.path)


def _fault_of(base: Mapping[Any, Any], change: Change) -> Fault | None:
    """A path leads through what is there; only its end may be new, where the format has a place for it."""
    kind: Any = Scenario
    inside: Any = base
    for place, part in enumerate(change.path):
        is_last = place + 1 == len(change.path)
        known = _known(kind, inside)
        is_there = _at(inside, part) is not MISSING
        if not is_there and (
            not (_is_field(kind, part) or (is_last and _may_join(kind, inside, change.value)))
            or (is_last and change.value is None)
        ):
            where = ".".join(change.path[: place + 1])
            return Fault("NO_SUCH_PATH", f"nothing is at {where}", nearest(part, known), *_where(change))
        inside, kind = (_at(inside, part) if is_there else {}), _below(kind, part)
    return None


def _may_join(kind: Any, inside: Any, value: Any) -> bool:
    """Whether an entry may be new: a whole record under a new id, or something of a day. Any other new key is more
    likely a slip of the pen than a wish; who means it sets the mapping around it.
    """
    if get_origin(kind) is not dict or not isinstance(inside, Mapping):
        return False
    return isinstance(value, Mapping) or _plain(get_args(kind)[0]) is date


def value_at(content: Mapping[Any, Any], path: Path) -> Any:
    """What a path leads to; :data:`MISSING` where it leads to nothing."""
    inside: Any = content
    for part in path:
        inside = _at(inside, part)
    return inside


def _at(inside: Any, part: str) -> Any:
    if isinstance(inside, Mapping):
        return next((value for key, value in inside.items() if str(key) == part), MISSING)
    if isinstance(inside, list) and part.isdecimal() and int(part) < len(inside):
        return inside[int(part)]
    return MISSING


def _fields(kind: Any) -> dict[str, Any]:
    """By name in a file: the types of a record's fields; nothing for what is no record."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return {}
    return {field.alias or name: field.annotation for name, field in kind.model_fields.items()}


def _is_field(kind: Any, part: str) -> bool:
    return part in _fields(kind)


def _known(kind: Any, inside: Any) -> Iterable[str]:
    if isinstance(inside, list):
        return [str(place) for place in range(len(inside))]
    return {*_fields(kind), *(str(key) for key in inside)} if isinstance(inside, Mapping) else []


def _below(kind: Any, part: str) -> Any:
    """The type of what a part of a path leads to; nothing where it is not known."""
    found = _fields(kind).get(part)
    if found is None and get_origin(kind) is dict:
        found = get_args(kind)[1]
    if found is None and get_origin(kind) is list:
        found = get_args(kind)[0]
    return _plain(found)


def _plain(kind: Any) -> Any:
    """A type without annotations and without the possibility of nothing; unclear ones are not known."""
    if hasattr(kind, "__metadata__"):
        return _plain(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        some = [one for one in get_args(kind) if one is not type(None)]
        return _plain(some[0]) if len(some) == 1 else None
    return kind


def _changed(inside: Any, path: Path, value: Any) -> Any:
    """The same content with another value at a path; nothing that was there is changed in place."""
    part, rest = path[0], path[1:]
    if isinstance(inside, list):
        return list(_changed_entries(inside, int(part), rest, value))
    key = next((key for key in inside if str(key) == part), part)
    if not rest and value is None:
        return {other: kept for other, kept in inside.items() if other != key}
    return {**inside, key: _changed(inside.get(key) or {}, rest, value) if rest else value}


def _changed_entries(inside: list[Any], place: int, rest: Path, value: Any) -> Iterator[Any]:
    for number, entry in enumerate(inside):
        if number != place:
            yield entry
        elif rest:
            yield _changed(entry, rest, value)
        elif value is not None:
            yield value
