"""What each idea in building duties is worth: the same teams with every idea, then with one switched off at a time.

    python benchmarks/ideas.py --case force:24x28 --case curtois:7 --folder FOLDER --seconds 30

A case is one made-up team (`force:`, officers x days, see `benchmarks/force.py`) or a public instance (`curtois:`,
its number, in FOLDER). Each run has a process of its own and all of the time; value and bound are those at its end. The
page goes to `benchmarks/results/ideas.md`. An idea is switched off by replacing constants of the program, below.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from curtois.convert import convert
from curtois.instance import read_instance
from force import force

from rostering.scenario import Scenario
from rostering.solve import Stop
from rostering.solve.roster import piece
from rostering.solve.roster.piece import How
from rostering.solve.roster.search import THOROUGH, WINDOWS, Level, search

RESULTS = Path(__file__).parent / "results" / "ideas.md"
HEAD = (
    "| case | switched off | value | bound | gap | above the whole program's | seconds |\n|---|---|---|---|---|---|---|"
)
READ = (
    "One process a run, with a gap of 0 asked for. *against all* is the value against that of the program as it is. "
    "An idea that a horizon does not use (columns, dive and smoothed duals beyond 42 days, the ascent up to then) "
    "changes nothing but chance there."
)
PIECE = "rostering.solve.roster.piece"
NEAR = "rostering.solve.roster.neighbourhoods"


def no_dive(*_: Any) -> None:
    """Finds nothing."""


def without_whole_choices(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Neighbourhoods in which only dives look for something better."""
    return tuple(replace(level, effort=replace(level.effort, listed=0, nodes=0)) for level in levels)


@dataclass(frozen=True)
class Idea:
    """Something the search does, and what to replace so that it no longer does."""

    words: str
    replaced: Mapping[tuple[str, str], Any]
    """By module and name: the value in its place."""


IDEAS = (
    Idea("nothing", {}),
    Idea("hours and counts remembered in lines", {("rostering.lines.machines", "MOST_TOGETHER"): 0}),
    Idea("smoothed duals", {("rostering.solve.roster.generation", "SMOOTHING"): 0.0}),
    Idea("ascent: steps scaled row by row", {("rostering.solve.roster.ascent", "MEMORY"): 1.0}),
    Idea("quick sweeps", {(PIECE, "QUICK"): ()}),
    Idea("windows of 7 to 14 days first", {(PIECE, "WINDOWS"): ()}),
    Idea("the dive over all days", {(PIECE, "dive"): no_dive}),
    Idea("neighbourhoods of all sizes", {(PIECE, "THOROUGH"): ()}),
    Idea("dives in neighbourhoods", {(NEAR, "dive"): no_dive}),
    Idea(
        "whole choices in neighbourhoods",
        {(PIECE, "WINDOWS"): without_whole_choices(WINDOWS), (PIECE, "THOROUGH"): without_whole_choices(THOROUGH)},
    ),
    Idea("the proof by listing lines", {(PIECE, "PROOF_GAP"): 0.0}),
)
"""The first is the program as it is."""


def main() -> None:
    """Measure, print the page and write it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--case", action="append", required=True)
    arguments.add_argument("--folder", type=Path, help="of the public instances, for cases that name one")
    arguments.add_argument("--seconds", type=float, default=30.0)
    arguments.add_argument("-o", "--output", type=Path, default=RESULTS)
    given = arguments.parse_args()
    cases = " ".join(f"--case {case}" for case in given.case)
    made = f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, {os.cpu_count()} cores"
    command = f"python benchmarks/ideas.py {cases} --folder FOLDER --seconds {given.seconds:g}"
    page = ["# Each idea switched off\n", f"{made}, highspy {version('highspy')}. Command: `{command}`. {READ}\n", HEAD]
    print("\n".join(page), flush=True)
    for case in given.case:
        least = None
        for place, idea in enumerate(IDEAS):
            value, bound, seconds = measured(case, given.folder, place, given.seconds)
            least = value if least is None else least
            row = (
                f"| {case} | {idea.words} | {value:.1f} | {bound:.1f} | {(value - bound) / max(1.0, value):.2%} | "
                f"{(value - least) / max(1.0, least):+.2%} | {seconds:.0f} |"
            )
            page.append(row)
            print(row, flush=True)
    given.output.write_text("\n".join(page) + "\n", encoding="utf-8")


def measured(case: str, folder: Path | None, place: int, seconds: float) -> tuple[float, float, float]:
    """Value, bound and seconds of one case without one idea, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(without, (case, folder, place, seconds))


def without(case: str, folder: Path | None, place: int, seconds: float) -> tuple[float, float, float]:
    """Value, bound and seconds of one case without one idea; it stays switched off in this process."""
    for (module, name), value in IDEAS[place].replaced.items():
        setattr(import_module(module), name, value)
    started = time.monotonic()
    built = piece.build_duties(scenario_of(case, folder), How(None, 0.0, 1, Stop(seconds)), lambda *_: None)
    return built.value, built.bound, time.monotonic() - started


def scenario_of(case: str, folder: Path | None) -> Scenario:
    """The one team of a case.

    Raises:
        ValueError: a public instance is asked for, and no folder is given.
    """
    kind, _, which = case.partition(":")
    if kind == "force":
        officers, days = map(int, which.split("x"))
        return force(officers, days, 1)
    if folder is None:
        message = f"{case}: give --folder"
        raise ValueError(message)
    return convert(read_instance(folder / f"Instance{which}.txt"), "instance").scenario


def search_if_any(case: Any, roster: Any, levels: Sequence[Level], *rest: Any) -> None:
    """The search, but for one without neighbourhoods."""
    if levels:
        search(case, roster, levels, *rest)


setattr(piece, "search", search_if_any)  # noqa: B010

if __name__ == "__main__":
    main()
