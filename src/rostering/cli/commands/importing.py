"""What other systems know, brought in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import app, examples


@app.command(
    "import",
    epilog=examples(
        "rostering import duties.csv --into week-24.yaml > mapping.yaml",
        "rostering import duties.csv --into week-24.yaml --mapping mapping.yaml --dry-run",
        "rostering import leave.xlsx --into week-24.yaml --mapping leave-mapping.yaml --outside keep",
    )
    + "\n\nWithout a mapping, a file that needs one gets one proposed on standard output, and nothing is changed.",
)
def bring_in(
    duties: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV file or Excel workbook of a duty system.", show_default=False)
    ],
    *,
    into: Annotated[Path, typer.Option(metavar="SCENARIO", help="Scenario file that gets it.", show_default=False)],
    mapping: Annotated[
        Path | None,
        typer.Option(metavar="YAML", help="What its columns hold and its codes mean.", show_default=False),
    ] = None,
    outside: Annotated[
        Literal["refuse", "skip", "keep"],
        typer.Option(help="What is done with days outside the horizon: keep keeps those after it, for rostering next."),
    ] = "refuse",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, day by day; write nothing.")
    ] = False,
) -> None:
    """Put published duties, leave and training from a duty system into a scenario file.

    What its author wrote in the scenario stays as it is. A day away goes before a duty.
    """
    from rostering.cli.importing import Import, import_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(import_file(Import(duties, into, mapping, outside, dry_run)))
