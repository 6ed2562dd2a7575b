"""Pages for people to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import Against, app, examples


@app.command(
    epilog=examples(
        "rostering report bedfordshire.schedule.yaml",
        "rostering report bedfordshire.schedule.yaml --for commissioner -o commissioner.html",
        "rostering report bedfordshire.schedule.yaml --for public -o residents.html",
        "rostering report frontier.yaml -o what-money-buys.html",
    )
    + "\n\nThe planner's report names officers and times: it is not for publication."
)
def report(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="SCHEDULE",
            help="A schedule; or what stress, fund or compare wrote as YAML.",
            show_default=False,
        ),
    ],
    *,
    audience: Annotated[
        Literal["planner", "commissioner", "public"],
        typer.Option("--for", help="Who reads it: everything; aggregates without officers; what residents may expect."),
    ] = "planner",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Without it: a name made from the file's and the audience, in this folder.",
            show_default=False,
        ),
    ] = None,
    against: Against = None,
) -> None:
    """Make one page (HTML) that opens anywhere, without a network: pictures, tables, reasons."""
    from rostering.cli.reporting import Report, report_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(report_file(Report(file, audience, output, against)))
