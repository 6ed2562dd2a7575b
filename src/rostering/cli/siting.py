"""``rostering hotspots``: from open crime files to hotspots and demand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError
from rich.table import Table

from rostering.cli.exits import DONE
from rostering.cli.screen import put, say, say_rich
from rostering.cli.solving import stopped_by_signals
from rostering.files import InputError, Problem, expect_writable, load_scenario, write_whole
from rostering.files.problem import shortened
from rostering.scenario import Scenario
from rostering.siting.boundaries import (
    Situated,
    by_authority,
    nearest_to_bases,
    read_boundaries,
    within_boundaries,
)
from rostering.siting.crimes import Rows, read_rows
from rostering.siting.downloads import STREET, Left, street_files
from rostering.siting.method import Method, load_method
from rostering.siting.naming import identifiers
from rostering.siting.places import Points, on_plane
from rostering.siting.prospect import Situate
from rostering.siting.siting import Siting, period_months, sited
from rostering.siting.writing import account_sentences, note_text, period_words, result_sentences, scenario_text
from rostering.solve.terms import Stop
from rostering.words import count_words


@dataclass(frozen=True)
class Choosing:
    """What is read, and where the answer goes."""

    files: tuple[Path, ...]
    method: Path | None
    areas: tuple[Path, ...]
    bases: Path | None
    since: str | None
    until: str | None
    time_limit: float
    output: str
    note: Path | None


def choose_hotspots(asked: Choosing, settings: Mapping[str, Any]) -> int:
    """Choose hotspots and write them; the exit code.

    Args:
        asked: what is read, and where the answer goes.
        settings: parts of the method that were given as options, which hold against those of the file.

    Raises:
        InputError: a file cannot be used, or there are not so many places; nothing is written.
        OutputError: the answer cannot be written.
    """
    targets = [path for path in (None if asked.output == "-" else Path(asked.output), asked.note) if path is not None]
    for path in targets:
        expect_writable(path)
    left, stop = Left(), Stop(asked.time_limit)
    method, situate, rows = _read(asked, settings, left)
    for said in rows.notes:
        say(f"note: {said}")
    if left.files:
        say(f"note: left aside, as their names do not end in {STREET}: {count_words(len(left.files), 'file')}")
    period = period_months(rows, asked.since, asked.until)
    say(f"{count_words(rows.number, 'row')} read; choosing from {period_words(period)}")
    with stopped_by_signals(stop):
        siting = sited(rows, period, method, situate, stop=stop, tell=lambda _: None)
    _say_outcome(siting)
    if asked.note is not None:
        write_whole(asked.note, note_text(siting))
    if asked.output == "-":
        put(scenario_text(siting))
    else:
        write_whole(Path(asked.output), scenario_text(siting))
    for path in targets:
        say(f"written: {path}")
    return DONE


def _read(asked: Choosing, settings: Mapping[str, Any], left: Left) -> tuple[Method, Situate, Rows]:
    """Method, areas and rows.

    Raises:
        InputError: with everything wrong with any of them.
    """
    found = list[Problem]()
    method = situate = rows = None
    try:
        method = _method(asked, settings)
        situate = _situate(asked, method)
    except InputError as error:
        found += error.problems
    try:
        rows = read_rows(street_files(asked.files, left))
    except InputError as error:
        found += error.problems
    if found or method is None or situate is None or rows is None:
        raise InputError(found)
    return method, situate, rows


def _method(asked: Choosing, settings: Mapping[str, Any]) -> Method:
    """The method of the file with the options' settings.

    Raises:
        InputError: with what is wrong with either.
    """
    method = Method() if asked.method is None else load_method(asked.method)
    content = dict(settings)
    if "weights" in content:
        content["weights"] = _weights(content["weights"])
    for option, month in (("--since", asked.since), ("--until", asked.until)):
        if month is not None and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", month):
            message = f"{shortened(month)} is no month"
            raise InputError([Problem(option, None, (), "WRONG_MONTH", message, "year and month, such as 2024-03")])
    try:
        return Method.model_validate({**method.model_dump(), **content})
    except ValidationError as error:
        said = [str(one["msg"]).removeprefix("Value error, ") for one in error.errors()]
        raise InputError([Problem("options", None, (), "WRONG_METHOD", one) for one in said]) from error


def _weights(text: str) -> dict[str, float]:
    weights = dict[str, float]()
    for part in text.split(","):
        name, _, weight = part.partition("=")
        try:
            weights[name.strip()] = float(weight)
        except ValueError as error:
            hint = "such as crime=0.6,asb=0.4"
            problem = Problem(
                "--weights", None, (), "NOT_A_NUMBER", f"{shortened(part)} is no weight of a measure", hint
            )
            raise InputError([problem]) from error
    return weights


def _situate(asked: Choosing, method: Method) -> Situate:
    """How areas are told, by what is given.

    Raises:
        InputError: boundaries or bases cannot be used, or both are given.
    """
    if asked.areas and asked.bases is not None:
        message = "give boundaries (--areas) or bases (--bases), not both"
        raise InputError([Problem("options", None, (), "TWO_WAYS", message)])
    if asked.areas:
        return _inside(asked.areas, method)
    if method.areas or method.places:
        message = "the method names boundaries, and none are given"
        raise InputError([Problem("options", None, (), "NO_BOUNDARIES", message, "give their files with --areas")])
    if asked.bases is not None:
        return _at_bases(load_scenario(asked.bases).scenario)
    return _at_authorities


def _inside(files: tuple[Path, ...], method: Method) -> Situate:
    boundaries, naming = read_boundaries(files, method)
    if method.boundary_name is None:
        say(f"note: boundaries are named by their property {naming}")
    names = sorted({boundary.name for boundary in boundaries})
    ids = dict(zip(names, identifiers(names), strict=True))
    return lambda points: within_boundaries(points.degrees, boundaries, method, ids)


def _at_bases(scenario: Scenario) -> Situate:
    bases = np.array([(area.base.lon, area.base.lat) for area in scenario.areas.values()])
    titles = {area: scenario.title_of(area) for area in scenario.areas}
    return lambda points: nearest_to_bases(points.metres, on_plane(bases, points.degrees), titles)


def _at_authorities(points: Points) -> Situated:
    names = sorted(set(points.authorities))
    return by_authority(points.authorities, points.numbers, dict(zip(names, identifiers(names), strict=True)))


def _say_outcome(siting: Siting) -> None:
    table = Table(title=f"{len(siting.places)} hotspots, {period_words(siting.months)}", title_justify="left")
    for name in ("area", "hotspots", *siting.method.measures):
        table.add_column(name, justify="left" if name == "area" else "right")
    for area, amounts in siting.area_amounts.items():
        number = sum(place.area == area for place in siting.places)
        table.add_row(siting.situated.titles[area], str(number), *(f"{amount:,.0f}" for amount in amounts))
    say_rich(table)
    for sentence in (*account_sentences(siting), *result_sentences(siting)):
        say(sentence)
