"""Where hotspots are."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from rostering.cli.app import app, examples


@app.command(
    epilog=examples(
        "rostering hotspots 2024-05-download.zip --count 40 --radius 150 -o hotspots.yaml",
        "rostering hotspots crimes/ --areas wards.geojson --method method.yaml -o hotspots.yaml --note method.md",
        "rostering hotspots crimes/ --bases week-24.yaml --weights crime=0.6,asb=0.4 --since 2023-05",
    )
)
def hotspots(  # noqa: PLR0913 - one argument for each option
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...",
            help="Street-level files of data.police.uk: single files, folders of a download, or its archive.",
            show_default=False,
        ),
    ],
    *,
    method: Annotated[
        Path | None,
        typer.Option(metavar="YAML", help="What is decided: measures, weights, exclusions...", show_default=False),
    ] = None,
    areas: Annotated[
        list[Path] | None,
        typer.Option(metavar="GEOJSON", help="Boundaries; may be given more than once.", show_default=False),
    ] = None,
    bases: Annotated[
        Path | None,
        typer.Option(
            metavar="SCENARIO", help="Without boundaries: share out by its areas' nearest base.", show_default=False
        ),
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Hotspots to choose.", show_default="40")
    ] = None,
    radius: Annotated[
        float | None, typer.Option(min=1, metavar="M", help="Radius of a hotspot, metres.", show_default="150")
    ] = None,
    apart: Annotated[
        float | None,
        typer.Option(min=0, metavar="M", help="Least distance between two centres, metres.", show_default="500"),
    ] = None,
    per_area: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Hotspots of each area, at least.", show_default="0")
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(metavar="NAME=W,...", help="Mix of measures, such as crime=0.6,asb=0.4.", show_default="crime=1"),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="First month that counts.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="YYYY-MM", help="Last month that counts.", show_default=False)
    ] = None,
    time_limit: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="Then the best choice so far, with how far it may be off.")
    ] = math.inf,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FILE", help="Scenario parts as YAML; - is standard output."),
    ] = "-",
    note: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The method and its outcome as a page (Markdown).", show_default=False),
    ] = None,
) -> None:
    """Choose hotspots from open crime files, and count the demand of areas.

    Of all ways to choose so many places it finds the one that covers most, and says how far others fall short.
    Where a method says the same as an option, the option holds.
    """
    from rostering.cli.siting import Choosing, choose_hotspots  # noqa: PLC0415 - each command loads what it needs

    settings = {
        "count": count,
        "radius_m": radius,
        "apart_m": apart,
        "least_per_area": per_area,
        "weights": weights,
    }
    asked = Choosing(tuple(files), method, tuple(areas or ()), bases, since, until, time_limit, output, note)
    given = {key: value for key, value in settings.items() if value is not None}
    raise typer.Exit(choose_hotspots(asked, given))
