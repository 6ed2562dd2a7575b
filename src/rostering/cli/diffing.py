"""``rostering diff``: what changes from one schedule to another, and for whom."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from rostering.cli.exits import DONE
from rostering.cli.pairs import find_scenario, mismatches
from rostering.cli.screen import put, say
from rostering.comparing import Side, compare, document, words
from rostering.files import (
    InputError,
    LoadedScenario,
    Problem,
    ScheduleHeader,
    dump,
    load_lone_schedule,
    load_scenario,
    load_schedule,
    read_schedule_header,
)

Form = Literal["words", "yaml"]


def diff_files(before: Path, after: Path, form: Form) -> int:
    """Say what is other in the second schedule; the exit code.

    Raises:
        InputError: with every problem of both files.
    """
    sides, problems = [], list[Problem]()
    for path in (before, after):
        try:
            sides.append(_side(path))
        except InputError as refused:
            problems += refused.problems
    if problems:
        raise InputError(problems)
    compared = compare(*sides)
    put(dump(document(compared)) if form == "yaml" else "".join(f"{line}\n" for line in words(compared)))
    return DONE


def _side(path: Path) -> Side:
    header = read_schedule_header(path)
    loaded = _scenario(path, header)
    if loaded is None:
        scenario, schedule = load_lone_schedule(path)
        return Side(str(path), scenario, is_known=False, schedule=schedule)
    return Side(str(path), loaded.scenario, is_known=True, schedule=load_schedule(path, loaded.scenario))


def _scenario(path: Path, header: ScheduleHeader) -> LoadedScenario | None:
    """The scenario that a schedule was made from, in the very same state; another one would mislead."""
    found = find_scenario(path, header.scenario)
    if found is None:
        say(f"warning: {path}: its scenario {header.scenario!r} is not found; places are named by their ids")
        return None
    try:
        loaded = load_scenario(found, header.variant)
    except InputError:
        say(f"warning: {path}: its scenario {found} cannot be read; places are named by their ids")
        return None
    changed = list(mismatches(path, header, loaded))
    if changed:
        say(f"warning: {found} has changed since {path} was made from it; places are named by their ids")
    return None if changed else loaded
