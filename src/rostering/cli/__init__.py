"""The command line: thin, no mathematics. Commands that need no solver do not load one."""

from __future__ import annotations

import math
import os
import shlex
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering import __version__
from rostering.cli.exits import BAD_INPUT, UNEXPECTED
from rostering.cli.screen import put, put_rich, say, say_problems
from rostering.files import InputError, OutputError, schema_text, write_whole

TRACEBACK = "ROSTERING_TRACEBACK"
"""Environment variable that shows where an unexpected error happened."""
LARGEST_SEED = 2**31 - 1
MOST_THREADS = 256
HIGHEST_LEVEL = 0.999
"""Of `--robust`: what its draws can show."""
MOST_DRAWS = 1_000_000


def _examples(*commands: str) -> str:
    return "\n\n".join(["Examples:", *commands])


app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_examples(
        "rostering new my-week",
        "rostering solve my-week/scenario.yaml",
        "rostering solve --help",
    )
    + "\n\nExit codes: 0 done, and every required rule holds; 1 unexpected error; 2 bad usage or input; "
    "3 proved infeasible; 4 a limit was reached with no schedule; 5 a required rule is broken.",
)

ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Scenario file (YAML).", show_default=False)]


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


@app.command(epilog=_examples("rostering new my-week", "rostering new ."))
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


@app.command(epilog=_examples("rostering validate scenarios/bedfordshire.yaml"))
def validate(scenario: ScenarioPath) -> None:
    """Name every problem of a scenario, with its line.

    Needs no solver. Errors keep a scenario from being planned (exit code 2). Warnings name what no plan of it can meet.
    """
    from rostering.cli.checking import validate_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(validate_file(scenario))


def _expect_level(level: float | None) -> float | None:
    if level is not None and not 0 < level <= HIGHEST_LEVEL:
        message = f"{level:g} is not a chance over 0 and at most {HIGHEST_LEVEL}; for 95 %, give 0.95"
        raise typer.BadParameter(message)
    return level


@app.command(
    epilog=_examples(
        "rostering solve scenarios/bedfordshire.yaml",
        "rostering solve scenarios/bedfordshire.yaml -o week-23.yaml --time-limit 60 --log week-23.log",
        "rostering solve scenarios/quickstart.yaml -o - > schedule.yaml",
        "rostering solve scenarios/quickstart.yaml --start schedule.yaml",
        "rostering solve scenarios/bedfordshire.yaml --robust 0.95",
    )
    + "\n\nCtrl-C stops early and writes the best plan so far, marked as such; a second Ctrl-C leaves at once."
)
def solve(  # noqa: PLR0913 - one argument for each option
    scenario: ScenarioPath,
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the schedule goes; - is standard output. Without it: NAME.schedule.yaml in this folder.",
            show_default=False,
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=0,
            metavar="S",
            help="Stop solving after S seconds; the best plan so far is written.",
            show_default="none",
        ),
    ] = math.inf,
    gap: Annotated[
        float,
        typer.Option(
            min=0,
            max=1,
            metavar="G",
            help="A pass may stop once it is proven to be this near to the best: 0.005 is half a per cent.",
        ),
    ] = 0.005,
    seed: Annotated[
        int,
        typer.Option(
            min=0, max=LARGEST_SEED, metavar="N", help="Another seed gives other visit times, as good as these."
        ),
    ] = 1,
    threads: Annotated[
        int,
        typer.Option(
            min=1,
            max=MOST_THREADS,
            metavar="N",
            help="Threads of the solver. With 1, the same input gives the same file.",
        ),
    ] = 1,
    start: Annotated[
        Path | None,
        typer.Option(
            metavar="SCHEDULE",
            help="Start from an earlier schedule: duties are built beginning with its duties, and what is marked "
            "pinned: true in it stays; with schedule: {pinned: all}, everything but what is marked pinned: false.",
            show_default=False,
        ),
    ] = None,
    robust: Annotated[
        float | None,
        typer.Option(
            metavar="LEVEL",
            callback=_expect_level,
            help="Plan with enough spare visits that each hotspot's promise survives absences with this chance, such "
            "as 0.95, without same-day repair; says what that costs. Takes several times as long.",
            show_default=False,
        ),
    ] = None,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Add a line for each pass to this file.", show_default=False),
    ] = None,
) -> None:
    """Plan a scenario and write its schedule.

    Progress and a summary of one screen go to standard error.
    """
    started = time.monotonic()
    from rostering.cli.solving import Files, solve_file  # noqa: PLC0415 - the solver takes its time to load
    from rostering.solve import Options  # noqa: PLC0415

    options = Options(time_limit=time_limit, gap=gap, seed=seed, threads=threads)
    raise typer.Exit(solve_file(Files(scenario, output, start, log), options, started, robust))


@app.command(
    epilog=_examples(
        "rostering check bedfordshire.schedule.yaml",
        "rostering check edited.yaml --against scenarios/bedfordshire.yaml",
    )
)
def check(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    *,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="SCENARIO",
            help="Its scenario. Without it: NAME.yaml beside the schedule, here, or in a folder scenarios of either.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Judge a schedule rule by rule, without the solver.

    Names every rule it breaks, and measures it again. Exit code 5 if a required rule is broken, else 0.
    """
    from rostering.cli.checking import check_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(check_file(schedule, against))


@app.command(
    epilog=_examples(
        "rostering explain bedfordshire.schedule.yaml",
        "rostering explain bedfordshire.schedule.yaml 3",
        "rostering explain bedfordshire.schedule.yaml bury-park",
        "rostering explain bedfordshire.schedule.yaml pc-2101 --as yaml",
    )
)
def explain(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    item: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="A number of the list, or a hotspot, an officer, an area or a hub session. Without it: the list.",
            show_default=False,
        ),
    ] = None,
    *,
    against: Annotated[
        Path | None,
        typer.Option(metavar="SCENARIO", help="Its scenario, where it is not to be looked for.", show_default=False),
    ] = None,
    form: Annotated[
        Literal["words", "yaml"], typer.Option("--as", metavar="FORM", help="words, or the same as yaml.")
    ] = "words",
) -> None:
    """Say why: what is missed or broken, with causes and smallest fixes; or a hotspot, an officer, an area, a hub.

    Needs no solver. A fix is called verified where the judge accepts the plan with it.
    """
    from rostering.cli.explaining import explain_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(explain_file(schedule, item, against, form))


@app.command(
    "next",
    epilog=_examples(
        "rostering next bedfordshire.schedule.yaml -o week-24.yaml",
        "rostering next bedfordshire.schedule.yaml -o week-24.yaml --delivered visits.csv",
    ),
)
def following(
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule of the days that are over.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="NEXT.yaml", help="Where the next scenario goes.")],
    delivered: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Visits that were really made: hotspot,start,minutes[,officers]. Without it, those of the plan.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="SCENARIO",
            help="Its scenario. Without it: NAME.yaml beside the schedule, here, or in a folder scenarios of either.",
            show_default=False,
        ),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option(min=1, max=366, metavar="N", help="Days of the next horizon.", show_default="as many"),
    ] = None,
) -> None:
    """Write the scenario of the days after a schedule.

    Histories, averages and the clocks of hotspots are carried over; dated entries that are over are left out.
    """
    from rostering.cli.rolling import Rolling, next_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(next_file(Rolling(schedule, output, delivered, against, days)))


@app.command(
    epilog=_examples(
        "rostering stress bedfordshire.schedule.yaml",
        "rostering stress bedfordshire.schedule.yaml --draws 10000 --seed 7 -o stress.yaml",
    )
)
def stress(  # noqa: PLR0913 - one argument for each option
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    *,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="SCENARIO",
            help="Its scenario. Without it: NAME.yaml beside the schedule, here, or in a folder scenarios of either.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option(min=1, max=MOST_DRAWS, metavar="N", help="How many times absences are drawn.")
    ] = 1000,
    seed: Annotated[
        int, typer.Option(min=0, max=LARGEST_SEED, metavar="N", help="Another seed draws other absences.")
    ] = 1,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST_THREADS,
            metavar="N",
            help="Processes at once; the result is the same. Without it: as many as pay.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write everything as YAML; - is standard output, and then nothing else goes there.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Take people away: each alone, then at random.

    Says who is a single point of failure, and how likely each hotspot's promise and each hub opening survives absences
    at the scenario's rates, with and without repair by those still on duty.
    """
    from rostering.cli.stressing import Drawing, stress_file  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(stress_file(schedule, against, output, Drawing(draws, seed, processes)))


@app.command(
    epilog=_examples("rostering diff published.yaml edited.yaml", "rostering diff published.yaml edited.yaml --as yaml")
)
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="Schedule file.", show_default=False)],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="Another schedule file.", show_default=False)],
    *,
    form: Annotated[
        Literal["words", "yaml"], typer.Option("--as", help="Words for people, or YAML for programs.")
    ] = "words",
) -> None:
    """Say what changes from one schedule to another, by meaning: who is told what, places, promises, measures.

    Exit code 0 whether or not anything does.
    """
    from rostering.cli.diffing import diff_files  # noqa: PLC0415 - each command loads what it needs

    raise typer.Exit(diff_files(before, after, form))


@app.command(
    epilog=_examples(
        "rostering replan week-23.schedule.yaml --absent pc-2101=2025-06-04",
        "rostering replan week-23.schedule.yaml --late pc-2101=2025-06-04T09:30 --freeze-before 2025-06-04T08:00",
        "rostering replan week-23.schedule.yaml --add-session bedford-bus-station=2025-06-05T14:00/17:00",
    )
)
def replan(  # noqa: PLR0913 - one argument for each option
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="The schedule file.", show_default=False)],
    *,
    absent: Annotated[
        list[str] | None,
        typer.Option(metavar="OFFICER=DATE", help="Does not come on that day; may be given again.", show_default=False),
    ] = None,
    late: Annotated[
        list[str] | None,
        typer.Option(metavar="OFFICER=TIME", help="Comes only at this local time.", show_default=False),
    ] = None,
    add_session: Annotated[
        list[str] | None,
        typer.Option(metavar="HUB=DATETFROM/TO", help="A hub opens once more.", show_default=False),
    ] = None,
    freeze_before: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="What starts before this local time stays as it is.", show_default=False),
    ] = None,
    max_changes: Annotated[
        int | None,
        typer.Option(min=0, metavar="K", help="Change the days of at most K people.", show_default=False),
    ] = None,
    call_in: Annotated[
        bool, typer.Option("--call-in", help="People may be called in on a day on which they rest, at its price.")
    ] = False,
    who: Annotated[
        bool, typer.Option("--who", help="Say who could cover each loss, and what each would do; write nothing.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Where the repaired schedule goes, its scenario beside it. "
            "Without it: NAME-replanned.schedule.yaml in this folder.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="SCENARIO", help="Its scenario, if it is not found by itself.", show_default=False),
    ] = None,
) -> None:
    """Repair a published schedule with the fewest people to tell.

    What can still be kept is kept, then as few days are changed as possible, then money and travel are saved.
    Standard output gets what was lost, what it took, and who is told what.
    """
    from rostering.cli.repairing import Repair, replan_file, who_could_cover  # noqa: PLC0415 - each command loads what it needs

    repair = Repair(
        schedule, absent or (), late or (), add_session or (), freeze_before, max_changes, call_in, output, against
    )
    raise typer.Exit(who_could_cover(repair) if who else replan_file(repair))


@app.command(epilog=_examples("rostering rules", "rostering rules | grep -A 3 daily_rest"))
def rules() -> None:
    """Show the rule book: levels, numbers and sources."""
    from rostering.cli.rule_table import rule_table  # noqa: PLC0415 - each command loads what it needs

    put_rich(rule_table())


@app.command(epilog=_examples("rostering schema > scenario.schema.json"))
def schema() -> None:
    """Print the JSON Schema of scenarios, for editors."""
    put(schema_text())


@app.command(epilog=_examples("rostering formulation > formulation.md"))
def formulation() -> None:
    """Print the mathematics as Markdown with LaTeX."""
    from rostering.reference.formulation import formulation_page  # noqa: PLC0415 - it reads the model, which loads the solver

    put(formulation_page())


def main(arguments: list[str] | None = None) -> None:
    """Run a command and leave with its exit code; no traceback is shown unless it is asked for."""
    try:
        app(arguments, prog_name="rostering")
    except InputError as refused:
        say_problems(refused.problems)
        sys.exit(BAD_INPUT)
    except OutputError as refused:
        say(str(refused))
        sys.exit(BAD_INPUT)
    except Exception as error:  # a bug, and the user is not the one to read it
        if os.environ.get(TRACEBACK):
            raise
        first = next(iter(str(error).splitlines()), "")
        say(
            f"unexpected error: {type(error).__name__}: {first}; please report it with the scenario "
            f"({TRACEBACK}=1 shows where it happened)"
        )
        sys.exit(UNEXPECTED)
