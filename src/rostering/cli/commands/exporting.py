"""Schedules in the forms of other programs, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import Against, SchedulePath, app, examples


@app.command(
    epilog=examples(
        "rostering export bedfordshire.schedule.yaml --to xlsx",
        "rostering export bedfordshire.schedule.yaml --to briefing --day 2025-06-06 --area luton-north -o friday.pdf",
        "rostering export bedfordshire.schedule.yaml --to ics --officer pc-2101 -o pc-2101.ics",
        "rostering export replanned.yaml --to ics --since published.yaml --revision 2 -o calendars",
    )
    + "\n\nAll but geojson name officers and times: they are for planners, supervisors and the people themselves."
)
def export(  # noqa: PLR0913 - one argument for each option
    schedule: SchedulePath,
    *,
    to: Annotated[
        Literal["xlsx", "ics", "csv", "geojson", "briefing"],
        typer.Option(
            help="A workbook; calendars; duties as rostering import reads them; places for a map; sheets for shifts.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE|FOLDER",
            help="A folder for calendars of everybody and for a sheet each; sheets as one file where it ends in .pdf "
            "or .html. Without it: a name made from the scenario's, in this folder.",
            show_default=False,
        ),
    ] = None,
    officer: Annotated[
        str | None,
        typer.Option(metavar="ID", help="ics: this officer's calendar only, as one file.", show_default=False),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="SCHEDULE",
            help="ics: the plan that is in people's calendars; what it alone holds is cancelled.",
            show_default=False,
        ),
    ] = None,
    revision: Annotated[
        int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="ics: higher each time a plan is handed out again.")
    ] = 0,
    day: Annotated[
        str | None, typer.Option(metavar="DATE", help="briefing: this day only.", show_default=False)
    ] = None,
    area: Annotated[
        str | None, typer.Option(metavar="ID", help="briefing: this team only.", show_default=False)
    ] = None,
    shift: Annotated[
        str | None, typer.Option(metavar="ID", help="briefing: this shift only.", show_default=False)
    ] = None,
    against: Against = None,
) -> None:
    """Hand a schedule on: Excel, calendars, CSV, GeoJSON, briefing sheets.

    Files are written whole or not at all; a folder is replaced only if an earlier export made it.
    """
    from rostering.cli.exporting import Export, export_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(export_file(Export(schedule, to, output, officer, since, revision, day, area, shift, against)))
