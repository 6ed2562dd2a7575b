"""``rostering solve``: from a scenario file to a schedule file."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from rostering.check import broken
from rostering.cli.clashes import clash_lines, pin_clash_lines
from rostering.cli.edited import edit_lines
from rostering.cli.exits import BROKEN, DONE, INFEASIBLE, NO_SCHEDULE
from rostering.cli.hardening import robust_lines
from rostering.cli.news import Note, log_file, log_line, news_of_passes, now_and_then
from rostering.cli.screen import put, say, say_problems, say_rich, screen
from rostering.cli.summary import Line, as_table, summary_lines
from rostering.files import (
    LoadedScenario,
    OutputError,
    Variant,
    dump,
    expect_writable,
    load_scenario,
    load_schedule,
    schedule_document,
    write_whole,
)
from rostering.pinning import contradictions
from rostering.schedule import NO_PINS, Earlier, Schedule
from rostering.scheduling import Outcome, plan
from rostering.solve import Options, Progress, Result, Stop
from rostering.stress import Robust, plan_robustly

STANDARD_OUTPUT = "-"
SHOW_CURSOR = b"\x1b[?25h"


@dataclass(frozen=True)
class Files:
    """What a plan is made from, and where it goes."""

    scenario: Path
    variant: Variant
    """What of it is changed."""
    output: str | None
    """Path of the schedule, ``-`` for standard output, nothing for the usual name in the current folder."""
    start: Path | None
    """An earlier schedule to start from."""
    log: Path | None
    """Gets a line for each pass."""


def solve_file(files: Files, options: Options, started: float, level: float | None = None) -> int:
    """Plan a scenario, write the schedule, say what it holds; the exit code.

    Args:
        files: what is read and written.
        options: how to solve.
        started: when the command began, on the monotonic clock.
        level: the chance with which every hotspot's promise is to survive absences, where one is asked for.

    Raises:
        InputError: the scenario or the earlier schedule cannot be used.
        OutputError: the schedule or the log cannot be written; told before anything is solved where it can be known.
    """
    stop = Stop(options.time_limit)
    loaded = load_scenario(files.scenario, files.variant)
    say_problems(loaded.warnings)
    start = None if files.start is None else _earlier(files.start, loaded)
    target = _target(loaded, files)
    with log_file(files.log) as note:
        note(f"scenario={loaded.scenario.name} sha256={loaded.sha256} seed={options.seed} threads={options.threads}")
        outcome, robust = _planned(loaded, start, options, stop, note, level)
        _note_stages(outcome, note)
    if outcome.schedule is None:
        say(_no_schedule_words(outcome.result, target))
        if outcome.result.status != "infeasible":
            return NO_SCHEDULE
        for line in clash_lines(loaded.scenario, NO_PINS if start is None else start.pins, stop):
            say(line)
        return INFEASIBLE
    _write(target, loaded, replace(outcome.schedule, variant=loaded.variant.written))
    more = [] if robust is None else robust_lines(loaded.scenario, robust)
    _say_summary(loaded, outcome.schedule, target, time.monotonic() - started, more)
    return BROKEN if broken(outcome.schedule.violations)[0] else DONE


def _earlier(path: Path, loaded: LoadedScenario) -> Earlier:
    """The schedule to start from, whose pins contradict neither each other nor the scenario."""
    schedule = load_schedule(path, loaded.scenario)
    for line in edit_lines(schedule, loaded.scenario):
        say(line)
    found = contradictions(loaded.scenario, schedule.start)
    if found:
        for line in pin_clash_lines(loaded.scenario, schedule.start.pins):
            say(line)
        schedule.refuse(found)
    return schedule.start


def _target(loaded: LoadedScenario, files: Files) -> Path | None:
    """Where the schedule goes (nothing: standard output), known to be writable; also over the one it starts from."""
    output, log = files.output, files.log
    if output == STANDARD_OUTPUT:
        return None
    target = Path(output) if output is not None else Path(f"{loaded.scenario.name}.schedule.yaml")
    expect_writable(target)
    for other, what in ((loaded.path, "the scenario itself"), (log, "the log")):
        if other is not None and target.resolve() == other.resolve():
            message = f"{target}: is {what}; give the schedule another name"
            raise OutputError(message)
    if log is not None and log.resolve() == loaded.path.resolve():
        message = f"{log}: is the scenario itself; give the log another name"
        raise OutputError(message)
    return target


def _planned(  # noqa: PLR0913, PLR0917 - all that a plan is made from
    loaded: LoadedScenario, start: Earlier | None, options: Options, stop: Stop, note: Note, level: float | None
) -> tuple[Outcome, Robust | None]:
    with stopped_by_signals(stop), news_of_passes(screen(), stop) as show:
        log = now_and_then(lambda news: note(log_line(news)))

        def tell(news: Progress) -> None:
            show(news)
            log(news)

        if level is None:
            return plan(loaded.scenario, loaded.sha256, options, stop, tell, start), None
        robust = plan_robustly(loaded.scenario, loaded.sha256, options, level, stop, tell, start)
        return robust.outcome, robust


@contextmanager
def stopped_by_signals(stop: Stop) -> Iterator[None]:
    """Let Ctrl-C, or a request to terminate, end the search with the best plan so far; a second one ends everything."""
    listened = [one for one in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(one) != signal.SIG_IGN]

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.requested.set()
        for one in listened:
            signal.signal(one, signal.SIG_DFL)
        if sys.stderr.isatty():
            # What a second Ctrl-C ends has no time left to do this.
            os.write(sys.stderr.fileno(), SHOW_CURSOR)

    before = [(one, signal.signal(one, ask)) for one in listened]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _note_stages(outcome: Outcome, note: Note) -> None:
    columns, rows = outcome.result.size
    note(f"variables={columns} rows={rows} stopped_by={outcome.result.stopped_by} status={outcome.result.status}")
    for stage in ("model", "itinerary", "judge"):
        if stage in outcome.seconds:
            note(f"stage={stage} seconds={outcome.seconds[stage]:.3f}")


def _no_schedule_words(result: Result, target: Path | None) -> str:
    kept = "" if target is None or not target.exists() else f"; {target} is as it was"
    if result.because:
        return "infeasible: " + "; ".join(result.because) + kept
    if result.status == "infeasible":
        return (
            "infeasible: it is proved that no plan keeps every required rule, though no two things in the scenario "
            f"contradict each other{kept}"
        )
    why = "interrupted" if result.stopped_by == "interrupt" else "the time limit was reached"
    return f"no schedule: {why} before a first plan was found{kept}"


def _write(target: Path | None, loaded: LoadedScenario, schedule: Schedule) -> None:
    text = dump(schedule_document(schedule, loaded.scenario))
    if target is None:
        put(text)
    else:
        write_whole(target, text)


def _say_summary(
    loaded: LoadedScenario, schedule: Schedule, target: Path | None, seconds: float, more: list[Line]
) -> None:
    where = "to standard output" if target is None else str(target)
    written: Line = ("Written", f"{where}, in {seconds:.1f} s")
    say("")
    say_rich(as_table([*summary_lines(loaded.scenario, schedule), *more, written]))
