"""What a planner begins with: an example to change, and the problems of a scenario."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from rostering.cli.app import ScenarioNames, ScenarioPath, Settings, app, examples, variant_of
from rostering.cli.screen import put
from rostering.files import OutputError, schema_text, write_whole


@app.command(epilog=examples("rostering new my-week", "rostering new ."))
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the example; made if it is not there.")],
) -> None:
    """Write a small example scenario to start from."""
    schema, scenario = folder / "scenario.schema.json", folder / "scenario.yaml"
    for path in (scenario, schema):
        if path.exists() or path.is_symlink():
            message = f"{path}: is there already; nothing was written"
            raise OutputError(message)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: is no folder and cannot be made one: {error.strerror}"
        raise OutputError(message) from error
    example = files("rostering").joinpath("example.yaml").read_text(encoding="utf-8")
    write_whole(schema, schema_text())
    write_whole(scenario, example.replace("$schema=../schema/scenario.schema.json", f"$schema={schema.name}"))
    put(
        f"{scenario} is written: two teams, six officers, four hotspots, one hub. Next:\n"
        f"  cd {shlex.quote(str(folder))}\n"
        "  rostering validate scenario.yaml\n"
        "  rostering solve scenario.yaml\n"
        "  rostering check quickstart.schedule.yaml\n"
    )


@app.command(epilog=examples("rostering validate scenarios/bedfordshire.yaml"))
def validate(scenario: ScenarioPath, *, names: ScenarioNames = None, settings: Settings = None) -> None:
    """Name every problem of a scenario, with its line.

    Needs no solver. Errors keep a scenario from being planned (exit code 2). Warnings name what no plan of it can meet.
    """
    from rostering.cli.checking import validate_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(validate_file(scenario, variant_of(names, settings)))


@app.command(epilog=examples("rostering show scenarios/bedfordshire-funding.yaml --scenario grant-ends"))
def show(scenario: ScenarioPath, *, names: ScenarioNames = None, settings: Settings = None) -> None:
    """Print a scenario with changes applied, and where each changed value comes from.

    What is printed is a scenario again, which can be planned as it is.
    """
    from rostering.cli.showing import show_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(show_file(scenario, variant_of(names, settings)))
