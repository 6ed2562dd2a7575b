"""``rostering compare``: plans, or variants of a scenario that are planned first, side by side."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Literal

from rich.table import Table
from rich.text import Text

from rostering.cli.exits import DONE, INFEASIBLE, NO_SCHEDULE
from rostering.cli.news import news_of_passes
from rostering.cli.pairs import find_scenario, mismatches
from rostering.cli.screen import put, put_rich, say, say_problems, screen
from rostering.comparing.alternatives import (
    Alternative,
    Row,
    alternative,
    as_written,
    comparison_document,
    comparison_table,
    rows,
    told_apart,
)
from rostering.files import (
    BASE,
    InputError,
    LoadedScenario,
    Problem,
    Variant,
    dump,
    load_lone_schedule,
    load_scenario,
    load_schedule,
    read_schedule_header,
    schedule_document,
    write_whole,
)

Form = Literal["table", "yaml", "csv"]
BEST, WORST = "+", "-"
"""Marks of a table, readable without colour."""
FIRST_COLUMNS, COLUMN = 34, 15
"""Widths of a table for readers that are no terminal."""


@dataclass(frozen=True)
class Planning:
    """How variants are planned."""

    variants: tuple[Variant, ...]
    time_limit: float
    gap: float
    seed: int
    keep: Path | None
    """Folder that gets their schedules."""


Made = Callable[[], Alternative | int]
"""Makes an alternative; or gives the exit code that says why there is none."""


def compare_files(paths: Sequence[Path], planning: Planning, form: Form, output: Path | None) -> int:
    """Put plans side by side; the exit code.

    Raises:
        InputError: with every problem of every file.
        OutputError: something cannot be written.
    """
    several = _gathered(paths, planning)
    if len(several) < 2:  # noqa: PLR2004 - one plan is no choice
        hint = "name another schedule, or variants of a scenario with --scenario"
        raise InputError([Problem(str(paths[0]), None, (), "NOTHING_TO_COMPARE", "there is only one plan", hint)])
    outcomes = [made() for made in several]
    found = [one for one in outcomes if isinstance(one, Alternative)]
    names = told_apart([one.name for one in found])
    alternatives = [replace(one, name=name) for name, one in zip(names, found, strict=True)]
    if len({frozenset(one.areas) for one in alternatives}) > 1:
        say("note: these plans are for different areas")
    if len({one.days for one in alternatives}) > 1:
        say("note: these plans are of different lengths; totals are each over its own days")
    if alternatives:
        _tell(alternatives, form, output)
    return max([DONE, *(one for one in outcomes if isinstance(one, int))])


def _gathered(paths: Sequence[Path], planning: Planning) -> list[Made]:
    several, problems = list[Made](), list[Problem]()
    for path in paths:
        try:
            several += _waiting(path, planning)
        except InputError as refused:
            problems += refused.problems
    if problems:
        raise InputError(dict.fromkeys(problems))
    return several


def _waiting(path: Path, planning: Planning) -> list[Made]:
    """The alternatives of a file: one of a schedule, one of each variant of a scenario."""
    try:
        read_schedule_header(path)
    except InputError as refused:
        if [problem.code for problem in refused.problems] != ["NOT_A_SCHEDULE"]:
            raise
        return [_planned(path, variant, planning) for variant in dict.fromkeys((BASE, *planning.variants))]
    ready = _of_schedule(path)
    return [lambda: ready]


def _of_schedule(path: Path) -> Alternative:
    """A schedule judged against its scenario, in the state it was made from; else as its file tells."""
    header, name = read_schedule_header(path), path.name.removesuffix(".yaml").removesuffix(".schedule")
    found = find_scenario(path, header.scenario)
    if found is not None:
        loaded = load_scenario(found, header.variant)
        changed = list(mismatches(path, header, loaded))
        if not changed:
            return alternative(name, loaded.scenario, load_schedule(path, loaded.scenario).plan)
        say(f"warning: {found} has changed since {path} was made from it; its numbers are those in the file")
    else:
        say(f"warning: {path}: its scenario {header.scenario!r} is not found; its numbers are those in the file")
    return as_written(name, load_lone_schedule(path)[1].document)


def _planned(path: Path, variant: Variant, planning: Planning) -> Made:
    loaded = load_scenario(path, variant)
    say_problems(loaded.warnings)
    return partial(_solved, loaded, "+".join(variant.written) or loaded.scenario.name, planning)


def _solved(loaded: LoadedScenario, name: str, planning: Planning) -> Alternative | int:
    from rostering.cli.solving import stopped_by_signals  # noqa: PLC0415 - schedules are compared without a solver
    from rostering.scheduling import plan  # noqa: PLC0415
    from rostering.solve import Options, Stop  # noqa: PLC0415

    say(f"planning {name}")
    stop = Stop(planning.time_limit)
    options = Options(time_limit=planning.time_limit, gap=planning.gap, seed=planning.seed)
    with stopped_by_signals(stop), news_of_passes(screen(), stop) as show:
        outcome = plan(loaded.scenario, loaded.sha256, options, stop, show)
    if outcome.schedule is None:
        is_impossible = outcome.result.status == "infeasible"
        why = "it is proved that no plan keeps every required rule" if is_impossible else "the limit was reached first"
        say(f"{name} has no plan: {why}; it is left out")
        return INFEASIBLE if is_impossible else NO_SCHEDULE
    if planning.keep is not None:
        schedule = replace(outcome.schedule, variant=loaded.variant.written)
        target = planning.keep / f"{re.sub('[^a-z0-9+-]+', '-', name)}.schedule.yaml"
        write_whole(target, dump(schedule_document(schedule, loaded.scenario)))
        say(f"written: {target}")
    return alternative(name, loaded.scenario, outcome.schedule.plan)


def _tell(alternatives: Sequence[Alternative], form: Form, output: Path | None) -> None:
    if form == "table" and output is None:
        width = FIRST_COLUMNS + COLUMN * len(alternatives)
        put_rich(_table(alternatives), f"{BEST} best, {WORST} worst, where one is better than another", width=width)
        return
    text = _csv(alternatives) if form == "csv" else dump(comparison_document(alternatives))
    if output is None:
        put(text)
    else:
        write_whole(output, text)
        say(f"written: {output}")


def _csv(alternatives: Sequence[Alternative]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(comparison_table(alternatives))
    return text.getvalue()


def _table(alternatives: Sequence[Alternative]) -> Table:
    table = Table(box=None)
    table.add_column("measure")
    for one in alternatives:
        table.add_column(Text(f"{one.name}  "), justify="right")
    for title, found in groupby(rows(alternatives), key=lambda row: row.title):
        if title:
            table.add_row("")
            table.add_row(Text(title, style="bold"))
        for row in found:
            table.add_row(Text(row.name), *(_cell(row, place) for place in range(len(alternatives))))
    return table


def _cell(row: Row, place: int) -> Text:
    value = row.values[place]
    if value is None:
        return Text("–  ", justify="right")
    mark = BEST if place in row.best else WORST if place in row.worst else " "
    style = {BEST: "bold green", WORST: "red"}.get(mark, "")
    return Text(f"{value:,.10g} {mark}", style=style, justify="right")
