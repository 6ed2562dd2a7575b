"""A scenario file, read and checked: every problem at once."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from rostering.files.collecting import garbage_left_alone
from rostering.files.problem import InputError, Problem, in_file_order, shortened
from rostering.files.validation import validated
from rostering.files.variants import BASE, Variant, resolved
from rostering.files.yaml_reading import Document, read_bytes, read_yaml, text_of
from rostering.overrides import Change
from rostering.scenario import Scenario
from rostering.scenario.problems import Finding, nearest, problems

MATRIX_HEADER = ("from", "to", "minutes")
LONGEST_JOURNEY = 1440
"""Minutes, as in ``travel.minutes``."""
_STAND_INS = {"version": 1, "name": "nameless"}
"""For a file whose version or name is refused, so that the rest can be looked at."""
_DEFINING = ("areas", "roles", "shifts", "contracts", "rotations", "officers", "hotspots", "hub_sessions")
"""Sections whose keys are ids."""

Minutes = dict[str, dict[str, float]]


@dataclass(frozen=True)
class LoadedScenario:
    """A scenario that can be planned."""

    scenario: Scenario
    sha256: str
    """Of the bytes of the file, followed by those of the travel matrix where there is one."""
    path: Path
    warnings: tuple[Problem, ...] = ()
    """What a plan of this scenario certainly cannot meet."""
    variant: Variant = BASE
    """The changes that were asked for."""
    changes: tuple[Change, ...] = ()
    """What they are."""
    content: dict[Any, Any] = field(default_factory=dict, repr=False)
    """Of the file, with the changes applied and without the sections that hold them."""


@garbage_left_alone()
def load_scenario(path: Path, variant: Variant = BASE) -> LoadedScenario:
    """The scenario in a YAML file.

    Args:
        path: the file.
        variant: what of it is to be changed.

    Raises:
        InputError: with every problem found: of reading, of types and ranges, and of meaning.
    """
    document, resolution, faults = resolved(read_yaml(path), variant)
    scenario, found = _validated(document)
    found += faults
    digest = hashlib.sha256(document.raw)
    if scenario is not None and scenario.travel.matrix is not None:
        raw, minutes, matrix_problems = _read_matrix(document, scenario)
        digest.update(raw)
        found += matrix_problems
        scenario = _with_journeys(scenario, minutes)
    errors = [problem for problem in found if problem.severity == "error"]
    if errors or scenario is None:
        raise InputError(in_file_order(errors))
    warnings = in_file_order(found)
    return LoadedScenario(scenario, digest.hexdigest(), path, warnings, variant, resolution.changes, resolution.content)


def _validated(document: Document) -> tuple[Scenario | None, list[Problem]]:
    """The scenario, where every value has the right type and range, and what is wrong with the file."""
    scenario, repaired, found = validated(document, Scenario, _STAND_INS)
    if scenario is not None:
        found += (_located(document, finding) for finding in problems(scenario))
    elif repaired is not None:
        found += _surely_wrong(document, repaired)
    return scenario, found


def _located(document: Document, finding: Finding) -> Problem:
    line = document.line(finding.path)
    return Problem(document.file, line, finding.path, finding.code, finding.message, finding.hint, finding.severity)


def _surely_wrong(document: Document, repaired: Scenario) -> Iterator[Problem]:
    """Errors of the repaired scenario that the removed parts cannot have caused: nothing that the file names somewhere
    is called unknown.
    """
    for finding in problems(repaired):
        if finding.severity == "error" and not (finding.about and _names(document.content, finding.about)):
            yield _located(document, finding)


def _names(content: dict[Any, Any], identifier: str) -> bool:
    """Whether the file defines an id anywhere: as a key of a section, one of the officers a `count` stands for, a skill
    of an officer or a measure of an area.
    """
    sections = {name: content.get(name) for name in _DEFINING}
    if any(identifier in section for section in sections.values() if isinstance(section, dict)):
        return True
    officers = sections["officers"]
    if isinstance(officers, dict) and identifier.rpartition("-")[0] in officers:
        return True
    for section, key in (("officers", "skills"), ("areas", "demand")):
        entries = sections[section]
        for entry in entries.values() if isinstance(entries, dict) else ():
            part = entry.get(key) if isinstance(entry, dict) else None
            if isinstance(part, list | dict) and identifier in part:
                return True
    return False


def _read_matrix(document: Document, scenario: Scenario) -> tuple[bytes, Minutes, list[Problem]]:
    """The bytes and journeys of the CSV file beside the scenario, and what is wrong with them."""
    name = scenario.travel.matrix or ""
    if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or not name.strip():
        where = ("travel", "matrix")
        hint = "give the name of a CSV file beside the scenario"
        return b"", {}, [document.problem(where, "BAD_VALUE", f"{shortened(name)} is not beside the scenario", hint)]
    path = Path(document.file).parent / name
    try:
        raw = read_bytes(path)
        rows = csv.reader(io.StringIO(text_of(str(path), raw), newline=""))
        return (raw, *_journeys(str(path), rows, scenario))
    except InputError as error:
        return b"", {}, list(error.problems)
    except csv.Error as error:
        return b"", {}, [Problem(str(path), None, (), "CSV_SYNTAX", f"this is not a CSV file: {shortened(error)}")]


def _journeys(file: str, rows: Any, scenario: Scenario) -> tuple[Minutes, list[Problem]]:
    header = tuple(cell.strip() for cell in next(rows, []))
    if header != MATRIX_HEADER:
        message = f"the first line should be {','.join(MATRIX_HEADER)}"
        return {}, [Problem(file, 1, (), "WRONG_HEADER", message)]
    places = {*scenario.areas, *scenario.hotspots, *scenario.hub_sessions}
    minutes: Minutes = {}
    found: list[Problem] = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        faults = list(_journey_faults(cells, places, minutes))
        found += [Problem(file, rows.line_num, (), *fault) for fault in faults]
        if not faults:
            minutes.setdefault(cells[0], {})[cells[1]] = float(cells[2])
    return minutes, found


def _journey_faults(cells: list[str], places: set[str], minutes: Minutes) -> Iterator[tuple[str, str, str]]:
    """Code, message and hint of what is wrong with a row."""
    if len(cells) != len(MATRIX_HEADER):
        yield "WRONG_LENGTH", f"a row has 3 cells, this one has {len(cells)}", ""
        return
    for place in cells[:2]:
        if place not in places:
            yield (
                "UNKNOWN_PLACE",
                f"there is no area, hotspot or hub session {shortened(place)}",
                nearest(place, places),
            )
    if cells[1] in minutes.get(cells[0], {}):
        yield "DUPLICATE_KEY", f"the journey from {shortened(cells[0])} to {shortened(cells[1])} is given twice", ""
    try:
        number = float(cells[2])
    except ValueError:
        yield "WRONG_TYPE", f"{shortened(cells[2])} is not a number of minutes", ""
        return
    if not (math.isfinite(number) and 0 <= number <= LONGEST_JOURNEY):
        yield "OUT_OF_RANGE", f"a journey takes 0 to {LONGEST_JOURNEY} minutes, not {shortened(cells[2])}", ""


def _with_journeys(scenario: Scenario, matrix: Minutes) -> Scenario:
    """The scenario with the journeys of its matrix; those written in the scenario itself go before them."""
    written = scenario.travel.minutes
    merged = {origin: {**matrix.get(origin, {}), **written.get(origin, {})} for origin in sorted({*matrix, *written})}
    return scenario.model_copy(update={"travel": scenario.travel.model_copy(update={"minutes": merged})})
