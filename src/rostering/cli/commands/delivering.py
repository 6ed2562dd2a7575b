"""What became of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import Against, app, examples

MOST_GAP = 3600
MOST_RADIUS = 2000


@app.command(
    epilog=examples(
        "rostering delivered bedfordshire.schedule.yaml visits.csv",
        "rostering delivered bedfordshire.schedule.yaml pings.csv --gap 180 --visits visits.csv",
        "rostering delivered bedfordshire.schedule.yaml visits.csv -o return.csv",
    )
    + "\n\nOnly the file of --visits names officers and times of day. Exit code 5: the guarantee is required, and was "
    "not kept as delivered.",
)
def delivered(  # noqa: PLR0913 - one argument for each option
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file.", show_default=False)],
    made: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Visits (hotspot,start,end[,officer]; CSV or Excel) or positions (officer,time,lat,lon; CSV).",
            show_default=False,
        ),
    ],
    *,
    against: Against = None,
    gap: Annotated[
        int,
        typer.Option(min=1, max=MOST_GAP, metavar="SECONDS", help="A longer gap between positions ends a presence."),
    ] = 120,
    radius: Annotated[
        float, typer.Option(min=1, max=MOST_RADIUS, metavar="METRES", help="Around a hotspot, for positions.")
    ] = 150,
    on_time: Annotated[
        int, typer.Option(min=0, max=1440, metavar="MINUTES", help="A visit on time begins so early or late at most.")
    ] = 30,
    outside: Annotated[
        Literal["refuse", "skip"], typer.Option(help="What is done with days that the schedule does not have.")
    ] = "refuse",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write all of it, as CSV where the name ends so, else as YAML; without officers and times.",
            show_default=False,
        ),
    ] = None,
    visits: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Write the visits that count, with officers and times, for rostering next --delivered.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Compare what was delivered with what was planned.

    Visits made and on time, continuous minutes, and the guarantee kept as delivered, by hotspot and area, and as a
    return by week, month and quarter.
    """
    from rostering.cli.delivering import Delivering, delivered_file  # noqa: PLC0415 - each command loads what it needs

    asked = Delivering(schedule, made, against, gap, radius, on_time, outside, output, visits)
    raise typer.Exit(delivered_file(asked))
