"""How long journeys take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rostering.cli.app import ScenarioPath, app, examples


@app.command(
    epilog=examples(
        "rostering travel bedfordshire.yaml --osrm http://localhost:5000",
        "rostering travel bedfordshire.yaml --osrm http://localhost:5000 --profile foot -o on-foot.csv",
    )
    + "\n\nThe scenario names the file: travel: {matrix: travel.csv}. Plans and checks then need no network.",
)
def travel(  # noqa: PLR0913 - one argument for each option
    scenario: ScenarioPath,
    *,
    osrm: Annotated[str, typer.Option(metavar="URL", help="Routing server that speaks OSRM's protocol.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="CSV",
            help="Where journeys go. Without it: the scenario's travel.matrix, or travel.csv beside it.",
            show_default=False,
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Of the server. Without it: driving, or foot by travel.mode.", show_default=False
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=600, metavar="SECONDS", help="To wait for the server; it is asked four times.")
    ] = 30,
    most_places: Annotated[
        int, typer.Option(min=2, max=10_000, metavar="N", help="Places in one question: the server's limit.")
    ] = 100,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask again what was asked before.")] = False,
) -> None:
    """Ask a routing server how long journeys take, and write them down.

    Journeys that it does not know stay computed: straight line times detour, at the scenario's speed.
    """
    from rostering.cli.travelling import Travelling, travel_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(travel_file(Travelling(scenario, osrm, output, profile, timeout, most_places, fresh)))
