"""The weekly job, measured: the whole command, each stage, and each pass beside CP-SAT given the very same program.

    uv run --group benchmarks python benchmarks/week.py scenarios/bedfordshire.yaml --runs 3 --cpsat

Prints a Markdown page. The command is timed as a fresh process from outside; its peak memory is what the operating
system saw. For CP-SAT every pass is written to a file with all that the passes before have reached and settled, and
read by OR-Tools, which scales its continuous variables for CP-SAT itself. It gets ten times the time this project's
pass took (at least ten seconds) and two workers, and the value and bound it has then are set beside ours.
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rostering import itinerary, solve
from rostering.files import load_scenario
from rostering.model.objective import Pass
from rostering.scenario import Scenario
from rostering.schedule import PlannedVisit, Tasking
from rostering.solve import highs

CPSAT_SECONDS_AT_LEAST = 10.0
CPSAT_TIMES = 10.0
CPSAT_WORKERS = 2


def main() -> None:
    """Measure and print the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scenario", type=Path)
    arguments.add_argument("--runs", type=int, default=3, help="fresh processes to time")
    arguments.add_argument("--cpsat", action="store_true", help="give each pass to CP-SAT too")
    given = arguments.parse_args()
    print(f"# One week: `{given.scenario.name}`\n")
    print(
        f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()},",
        end=" ",
    )
    print(
        f"{solve.solver_name()}, PuLP {version('pulp')}. "
        f"Command: `python benchmarks/week.py {' '.join(sys.argv[1:])}`\n"
    )
    whole_command(given.scenario, given.runs) if given.runs else None
    stages(given.scenario, use_cpsat=given.cpsat)


def whole_command(path: Path, runs: int) -> None:
    """Time commands as fresh processes: wall seconds, and peak memory of the largest."""
    print("| command | runs | seconds, median (least to most) | peak memory so far, MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        schedule = Path(folder) / "week.yaml"
        for name, words in (
            ("solve", ["solve", str(path), "-o", str(schedule)]),
            ("validate", ["validate", str(path)]),
            ("check", ["check", str(schedule), "--against", str(path)]),
            ("--version", ["--version"]),
        ):
            seconds = []
            for _ in range(runs):
                started = time.monotonic()
                subprocess.run([sys.executable, "-m", "rostering", *words], capture_output=True, check=False)
                seconds.append(time.monotonic() - started)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(
                f"| `{name}` | {runs} | {statistics.median(seconds):.2f} "
                f"({min(seconds):.2f} to {max(seconds):.2f}) | {peak:.0f} |"
            )
    print()


def stages(path: Path, *, use_cpsat: bool) -> None:
    """Solve once in this process, pass by pass, with CP-SAT on the same program beside it."""
    scenario = load_scenario(path).scenario
    rows: list[tuple[str, ...]] = []
    original = highs.Solver.optimise

    def optimise(solver: Any, one: Pass, expression: Any) -> tuple[float, float] | None:
        started = time.monotonic()
        found = original(solver, one, expression)
        ours = time.monotonic() - started
        theirs = cpsat(solver, max(CPSAT_SECONDS_AT_LEAST, CPSAT_TIMES * ours)) if use_cpsat else ("", "", "")
        value, bound = found or (float("nan"), float("nan"))
        rows.append((one.name, f"{value:.2f}", f"{bound:.2f}", f"{ours:.2f}", *theirs))
        return found

    highs.Solver.optimise = optimise  # type: ignore[assignment,method-assign]
    try:
        result = solve.solve(scenario, solve.Options(), solve.Stop(), time_visits=partial(unrouted, scenario))
    finally:
        highs.Solver.optimise = original  # type: ignore[method-assign]
    columns, constraints = result.size
    print(f"{columns:,} variables, {constraints:,} rows; built in {result.seconds['model']:.2f} s.\n")
    print("| pass | value | bound | seconds | CP-SAT value | bound | seconds |\n|---|---|---|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def unrouted(scenario: Scenario, tasking: Tasking) -> tuple[PlannedVisit, ...]:
    """The visits of a tasking that find no time."""
    return itinerary.build(scenario, tasking, 1).unrouted


def cpsat(solver: Any, seconds: float) -> tuple[str, str, str]:
    """Value, bound and seconds of CP-SAT on the program the solver holds."""
    from ortools.linear_solver.python import model_builder  # noqa: PLC0415 - an optional dependency of the benchmarks

    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "pass.mps")
        solver.highs.writeModel(file)
        model = model_builder.Model()
        model.import_from_mps_file(file)
    peer = model_builder.Solver("sat")
    peer.set_time_limit_in_seconds(seconds)
    peer.set_solver_specific_parameters(f"num_workers:{CPSAT_WORKERS}")
    started = time.monotonic()
    status = peer.solve(model)
    taken = time.monotonic() - started
    has_value = status in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE)
    value = f"{peer.objective_value:.2f}" if has_value else f"none ({status.name.lower()})"
    return value, f"{peer.best_objective_bound:.2f}" if has_value else "", f"{taken:.1f}"


if __name__ == "__main__":
    main()
