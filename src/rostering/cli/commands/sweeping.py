"""Many what-ifs at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from rostering.cli.app import MOST_THREADS, ScenarioPath, app, examples


@app.command(
    epilog=examples(
        "rostering sweep scenarios/quickstart.yaml grid.yaml -o what-ifs",
        "rostering sweep scenarios/quickstart.yaml grid.yaml -o what-ifs --cluster local",
        "rostering sweep scenarios/quickstart.yaml grid.yaml -o what-ifs --cluster tcp://scheduler:8786",
    )
    + "\n\nA grid: `grid: {travel.speed_kmh: [20, 30], officers.pcso-north.count: [2, 3, 4]}`.\n\n"
    "Exit codes: 0 every point is planned, and every required rule holds in each; 4 points failed or are left; "
    "5 a required rule is broken in some plan."
)
def sweep(  # noqa: PLR0913 - one argument for each option
    scenario: ScenarioPath,
    grid: Annotated[Path, typer.Argument(metavar="GRID", help="Which changes are tried (YAML).", show_default=False)],
    *,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="DIR", help="Folder for what comes of it.", show_default=False),
    ],
    processes: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_THREADS, metavar="N", help="Processes at once. Without it: one a core.", show_default=False
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Plan on a Dask cluster: tcp://HOST:PORT of its scheduler, or local for one of this machine.",
            show_default=False,
        ),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Try points that failed once more.")] = False,
) -> None:
    """Plan a grid of changes of a scenario: a schedule for each point, one table of all.

    Run again, it plans only what is missing or has changed. Ctrl-C keeps what is finished.
    """
    from rostering.cli.sweeping import Sweep, sweep_file  # noqa: PLC0415 - each command loads what it needs

    number = processes or os.process_cpu_count() if hasattr(os, "process_cpu_count") else processes or os.cpu_count()
    raise typer.Exit(sweep_file(Sweep(scenario, grid, output, number or 1, cluster, again)))
