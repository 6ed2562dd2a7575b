"""A plan, and what is said of it."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import (
    LARGEST_SEED,
    MOST_THREADS,
    Against,
    ScenarioNames,
    ScenarioPath,
    Settings,
    app,
    examples,
    variant_of,
)

HIGHEST_LEVEL = 0.999
"""Of `--robust`: what its draws can show."""


def _expect_level(level: float | None) -> float | None:
    if level is not None and not 0 < level <= HIGHEST_LEVEL:
        message = f"{level:g} is not a chance over 0 and at most {HIGHEST_LEVEL}; for 95 %, give 0.95"
        raise typer.BadParameter(message)
    return level


@app.command(
    epilog=examples(
        "rostering solve scenarios/bedfordshire.yaml",
        "rostering solve scenarios/bedfordshire.yaml -o week-23.yaml --time-limit 60 --log week-23.log",
        "rostering solve scenarios/quickstart.yaml -o - > schedule.yaml",
        "rostering solve scenarios/quickstart.yaml --start schedule.yaml",
        "rostering solve scenarios/bedfordshire.yaml --robust 0.95",
        "rostering solve scenarios/quickstart.yaml --set officers.pcso-north.count=4 -o more.yaml",
    )
    + "\n\nCtrl-C stops early and writes the best plan so far, marked as such; a second Ctrl-C leaves at once."
)
def solve(  # noqa: PLR0913 - one argument for each option
    scenario: ScenarioPath,
    *,
    names: ScenarioNames = None,
    settings: Settings = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the schedule goes; - is standard output. Without it: NAME.schedule.yaml in this folder.",
            show_default=False,
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=0,
            metavar="S",
            help="Stop solving after S seconds; the best plan so far is written.",
            show_default="none",
        ),
    ] = math.inf,
    gap: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="G",
            help="A pass may stop once it is proven to be this near to the best: 0.005 is half a per cent.",
        ),
    ] = 0.005,
    seed: Annotated[
        int,
        typer.Option(
            min=0, max=LARGEST_SEED, metavar="N", help="Another seed gives other visit times, as good as these."
        ),
    ] = 1,
    threads: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_THREADS,
            metavar="N",
            help="Threads of the solver. With 1, the same input gives the same file.",
        ),
    ] = 1,
    start: Annotated[
        Path | None,
        typer.Option(
            metavar="SCHEDULE",
            help="Start from an earlier schedule: duties are built beginning with its duties, and what is marked "
            "pinned: true in it stays; with schedule: {pinned: all}, everything but what is marked pinned: false.",
            show_default=False,
        ),
    ] = None,
    robust: Annotated[
        float | None,
        typer.Option(
            metavar="LEVEL",
            callback=_expect_level,
            help="Plan with enough spare visits that each hotspot's promise survives absences with this chance, such "
            "as 0.95, without same-day repair; says what that costs. Takes several times as long.",
            show_default=False,
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Add a line for each pass to this file.", show_default=False),
    ] = None,
) -> None:
    """Plan a scenario and write its schedule.

    Progress and a summary of one screen go to standard error.
    """
    started = time.monotonic()
    from rostering.cli.solving import Files, solve_file  # noqa: PLC0415 - the solver takes its time to load
    from rostering.solve import Options  # noqa: PLC0415

    options = Options(time_limit=time_limit, gap=gap, seed=seed, threads=threads)
    raise typer.Exit(
        solve_file(Files(scenario, variant_of(names, settings), output, start, log), options, started, robust)
    )


@app.command(
    epilog=examples(
        "rostering check bedfordshire.schedule.yaml",
        "rostering check edited.yaml --against scenarios/bedfordshire.yaml",
    )
)
def check(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    *,
    against: Against = None,
) -> None:
    """Judge a schedule rule by rule, without the solver.

    Names every rule it breaks, and measures it again. Exit code 5 if a required rule is broken, else 0.
    """
    from rostering.cli.checking import check_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(check_file(schedule, against))


@app.command(
    epilog=examples(
        "rostering explain bedfordshire.schedule.yaml",
        "rostering explain bedfordshire.schedule.yaml 3",
        "rostering explain bedfordshire.schedule.yaml bury-park",
        "rostering explain bedfordshire.schedule.yaml pc-2101 --as yaml",
    )
)
def explain(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    item: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="A number of the list, or a hotspot, an officer, an area or a hub session. Without it: the list.",
            show_default=False,
        ),
    ] = None,
    *,
    against: Against = None,
    form: Annotated[
        Literal["words", "yaml"], typer.Option("--as", metavar="FORM", help="words, or the same as yaml.")
    ] = "words",
) -> None:
    """Say why: what is missed or broken, with causes and smallest fixes; or a hotspot, an officer, an area, a hub.

    Needs no solver. A fix is called verified where the judge accepts the plan with it.
    """
    from rostering.cli.explaining import explain_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(explain_file(schedule, item, against, form))
