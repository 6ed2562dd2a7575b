"""The application that commands register with, and what they share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rostering import __version__
from rostering.cli.screen import put
from rostering.files import Variant

LARGEST_SEED = 2**31 - 1
MOST_THREADS = 256

ScenarioNames = Annotated[
    list[str] | None,
    typer.Option(
        "--scenario",
        metavar="NAME[,NAME]",
        help="Apply named overrides, or named scenarios (sets of overrides), of the file.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value, such as officers.pcso-luton-north.count=12; without a value it is taken out. "
        "Can be given again.",
        show_default=False,
    ),
]


def variant_of(names: list[str] | None, settings: list[str] | None) -> Variant:
    """What of a scenario is to be changed, from the command line."""
    given = (name.strip() for names_together in names or () for name in names_together.split(","))
    return Variant(tuple(dict.fromkeys(name for name in given if name)), tuple(settings or ()))


def examples(*commands: str) -> str:
    """What `--help` ends with."""
    return "\n\n".join(["Examples:", *commands])


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "rostering new my-week",
        "rostering solve my-week/scenario.yaml",
        "rostering solve --help",
    )
    + "\n\nExit codes: 0 done, and every required rule holds; 1 unexpected error; 2 bad usage or input; "
    "3 proved infeasible; 4 a limit was reached with no schedule; 5 a required rule is broken.",
)

ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Scenario file (YAML).", show_default=False)]
SchedulePath = Annotated[Path, typer.Argument(metavar="SCHEDULE", help="The schedule file.", show_default=False)]
Against = Annotated[
    Path | None,
    typer.Option(
        metavar="SCENARIO",
        help="Its scenario. Without it: NAME.yaml beside the schedule, here, or in a folder scenarios of either.",
        show_default=False,
    ),
]


def _say_version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if is_asked:
        put(f"rostering {__version__}\n")
        raise typer.Exit


@app.callback()
def rostering(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Next week's police roster: a scenario goes in, a program decides, a schedule anyone can check comes out."""
    del version
