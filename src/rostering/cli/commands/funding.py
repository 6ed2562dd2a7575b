"""What money buys."""

from __future__ import annotations

from typing import Annotated

import typer

from rostering.cli.app import (
    LARGEST_SEED,
    ScenarioNames,
    ScenarioPath,
    Settings,
    app,
    examples,
    variant_of,
)

MOST_CONFIRMED = 100


@app.command(
    epilog=examples(
        "rostering fund scenarios/bedfordshire-funding.yaml --budget 0:1000000:50000 --confirm 5",
        "rostering fund scenarios/bedfordshire-funding.yaml --budget -500000 -o cut.yaml",
        "rostering fund scenarios/bedfordshire.yaml --hubs",
    )
)
def fund(  # noqa: PLR0913 - one argument for each option
    scenario: ScenarioPath,
    *,
    names: ScenarioNames = None,
    settings: Settings = None,
    budget: Annotated[
        str | None,
        typer.Option(
            metavar="FROM:TO:STEP",
            help="Pounds in the year: an amount, or a range of amounts; below 0, what has to be saved.",
            show_default=False,
        ),
    ] = None,
    hubs: Annotated[bool, typer.Option("--hubs", help="Price every opening of a hub instead.")] = False,
    confirm: Annotated[
        int,
        typer.Option(min=0, max=MOST_CONFIRMED, metavar="N", help="Plan so many of the amounts with the full model."),
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, max=LARGEST_SEED, metavar="N", help="Of these plans.")] = 1,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write everything as YAML, or, where the name ends so, as CSV or as a picture (SVG); - is standard "
            "output.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say what money buys: for each amount the best mix of what `funding.options` offers, and what it comes to.

    Beside it the same money shared equally among the teams, what the next pound buys, the least money that keeps the
    promise, and what breaks first with less. With --hubs: what every opening of a hub costs in patrol.
    """
    from rostering.cli.funding import Asked, fund_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(fund_file(Asked(scenario, variant_of(names, settings), budget, hubs, confirm, seed, output)))
