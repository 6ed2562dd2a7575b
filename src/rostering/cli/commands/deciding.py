"""What a choice between plans is made by."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import LARGEST_SEED, ScenarioNames, Settings, app, examples, variant_of


@app.command(
    epilog=examples(
        "rostering compare week-23.yaml week-23-edited.yaml",
        "rostering compare scenarios/bedfordshire-funding.yaml --scenario grant-ends --scenario uplift",
        "rostering compare a.schedule.yaml b.schedule.yaml c.schedule.yaml --as csv -o choice.csv",
    )
)
def compare(  # noqa: PLR0913 - one argument for each option
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="Schedules; or a scenario, which is planned as it stands and in each variant.",
            show_default=False,
        ),
    ],
    *,
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="NAME[,NAME]",
            help="A variant of the scenario, by its overrides or scenarios. Can be given again: one variant each.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = None,
    form: Annotated[
        Literal["table", "yaml", "csv"], typer.Option("--as", help="A table for people, or YAML or CSV for programs.")
    ] = "table",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write YAML, or CSV with --as csv, to a file.", show_default=False
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Keep the schedules of variants in this folder.", show_default=False),
    ] = None,
    time_limit: Annotated[
        float, typer.Option(min=0, metavar="S", help="Stop planning each variant after S seconds.", show_default="none")
    ] = math.inf,
    gap: Annotated[float, typer.Option(min=0, max=1, metavar="G", help="As in solve.")] = 0.005,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, metavar="N", help="As in solve.")] = 1,
) -> None:
    """Put plans side by side: promise, hubs, patrol, shares, cost and changes, also area by area.

    The best and the worst of each number are marked. No officer is named.
    """
    from rostering.cli.comparing import Planning, compare_files  # noqa: PLC0415 - each command loads what it needs

    variants = [variant_of([names], None) for names in scenarios or ()]
    if settings:
        variants.append(variant_of(None, settings))
    raise typer.Exit(compare_files(files, Planning(tuple(variants), time_limit, gap, seed, keep), form, output))


@app.command(
    epilog=examples(
        "rostering demand scenarios/bedfordshire.yaml",
        "rostering demand scenarios/bedfordshire.yaml --weights crime=1,asb=3",
        "rostering demand bedfordshire.schedule.yaml --as csv -o weights.csv",
    )
)
def demand(  # noqa: PLR0913 - one argument for each option
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A scenario; or a schedule, whose hours are shared otherwise.", show_default=False
        ),
    ],
    *,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE=W[,MEASURE=W]",
            help="Another mix of measures; every measure alone is there already. Can be given again.",
            show_default=False,
        ),
    ] = None,
    names: ScenarioNames = None,
    settings: Settings = None,
    form: Annotated[
        Literal["table", "yaml", "csv"], typer.Option("--as", help="A table for people, or YAML or CSV for programs.")
    ] = "table",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write YAML, or CSV with --as csv, to a file.", show_default=False
        ),
    ] = None,
) -> None:
    """Say what other weights of demand would do: who gains, who loses.

    Shares only: what a plan makes of them, `rostering compare --set demand.weights=...` says.
    """
    from rostering.cli.weighing import weigh_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(weigh_file(file, variant_of(names, settings), weights or (), form, output))
