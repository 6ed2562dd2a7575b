"""A schedule together with the scenario it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rostering.cli.screen import say
from rostering.files import (
    InputError,
    LoadedScenario,
    LoadedSchedule,
    Problem,
    ScheduleHeader,
    load_scenario,
    load_schedule,
    read_schedule_header,
)

EXAMPLE_NAME = "scenario.yaml"
"""What ``rostering new`` calls a scenario, whatever its name inside."""


def load_pair(path: Path, against: Path | None) -> tuple[LoadedScenario, LoadedSchedule]:
    """A schedule and its scenario; standard error says whether it was made from another or from an older state of it.

    Args:
        path: the schedule.
        against: its scenario; where it is not given, it is looked for.

    Raises:
        InputError: with every problem of the schedule; or the scenario cannot be read, or is not found.
    """
    header = read_schedule_header(path)
    loaded = load_scenario(against or _expect_scenario(path, header), header.variant)
    for warning in mismatches(path, header, loaded):
        say(f"warning: {warning}")
    return loaded, load_schedule(path, loaded.scenario)


def find_scenario(path: Path, name: str) -> Path | None:
    """The scenario file of a name, beside a schedule, here, or in a folder ``scenarios`` of either."""
    if not re.fullmatch("[a-z][a-z0-9-]*", name):
        return None
    for folder in (path.parent, Path(), path.parent / "scenarios", Path("scenarios")):
        for candidate in (folder / f"{name}.yaml", folder / EXAMPLE_NAME):
            is_other = candidate.is_file() and not (path.exists() and candidate.samefile(path))
            if is_other and (candidate.name != EXAMPLE_NAME or _is_named(candidate, name)):
                return candidate
    return None


def _expect_scenario(path: Path, header: ScheduleHeader) -> Path:
    found = find_scenario(path, header.scenario)
    if found is None:
        message = f"its scenario {header.scenario!r} is not found beside it, here, or in a folder scenarios of either"
        raise InputError([Problem(str(path), None, (), "NO_SCENARIO", message, "name it with --against SCENARIO.yaml")])
    return found


def _is_named(path: Path, name: str) -> bool:
    try:
        return load_scenario(path).scenario.name == name
    except InputError:
        return False


def mismatches(path: Path, header: ScheduleHeader, loaded: LoadedScenario) -> Iterator[str]:
    """What sets a scenario apart from the one that a schedule was made from."""
    if header.scenario != loaded.scenario.name:
        yield f"{path} was made for the scenario {header.scenario!r}, and is judged against {loaded.scenario.name!r}"
    elif header.scenario_sha256 != loaded.sha256:
        yield f"{loaded.path} has changed since {path} was made from it; the schedule is judged against it as it is now"
