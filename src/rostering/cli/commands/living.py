"""What happens to a plan after it is made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rostering.cli.app import LARGEST_SEED, MOST_THREADS, Against, SchedulePath, app, examples

MOST_DRAWS = 1_000_000


@app.command(
    "next",
    epilog=examples(
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
            help="Visits that were really made: hotspot,start,end[,officer]. Without it, those of the plan. "
            "Of positions, make visits with rostering delivered --visits.",
            show_default=False,
        ),
    ] = None,
    against: Against = None,
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
    epilog=examples(
        "rostering stress bedfordshire.schedule.yaml",
        "rostering stress bedfordshire.schedule.yaml --draws 10000 --seed 7 -o stress.yaml",
    )
)
def stress(  # noqa: PLR0913 - one argument for each option
    schedule: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="Schedule file, also one edited by hand.")],
    *,
    against: Against = None,
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
    epilog=examples("rostering diff published.yaml edited.yaml", "rostering diff published.yaml edited.yaml --as yaml")
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
    epilog=examples(
        "rostering replan week-23.schedule.yaml --absent pc-2101=2025-06-04",
        "rostering replan week-23.schedule.yaml --late pc-2101=2025-06-04T09:30 --freeze-before 2025-06-04T08:00",
        "rostering replan week-23.schedule.yaml --add-session bedford-bus-station=2025-06-05T14:00/17:00",
    )
)
def replan(  # noqa: PLR0913 - one argument for each option
    schedule: SchedulePath,
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
        bool,
        typer.Option(
            "--call-in",
            help="People may be called in on a day on which they rest, or moved to another shift, at its price.",
        ),
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
    against: Against = None,
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
