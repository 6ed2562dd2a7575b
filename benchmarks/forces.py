"""Build the duties of whole forces: value, proven bound, time and memory.

    python benchmarks/forces.py 400x28 bedfordshire-quarter --gap 0.01 --seconds 600 -o benchmarks/results/forces.md

A case is a made-up force (officers x days, see `benchmarks/force.py`, seed 1) or a scenario in `scenarios/`. Nothing is
tasked, only duties are built. Memory is that of this process and the largest of its helpers.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from force import force

from rostering.files import load_scenario
from rostering.scenario import Scenario
from rostering.solve import Options, Progress, Stop
from rostering.solve.roster import RosterResult, solve_roster

SCENARIOS = Path(__file__).parents[1] / "scenarios"
HEAD = "| case | officers × days | value | bound | gap | ended by | seconds | MB |\n|---|---|---|---|---|---|---|---|"


def scenario_of(case: str) -> Scenario:
    """The scenario of a case."""
    officers, _, days = case.partition("x")
    if officers.isdigit() and days.isdigit():
        return force(int(officers), int(days), 1)
    return load_scenario(SCENARIOS / f"{case}.yaml").scenario


def measured(case: str, gap: float, seconds: float) -> str:
    """A row of the table."""
    scenario = scenario_of(case)
    started = time.monotonic()
    result = solve_roster(scenario, Options(gap=gap), Stop(seconds), _say)
    return _row(case, scenario, result, time.monotonic() - started)


def _say(news: Progress) -> None:
    if news.is_done:
        print(f"{news.seconds:.0f} s: {news.value} over {news.bound}", flush=True)


def _row(case: str, scenario: Scenario, result: RosterResult, seconds: float) -> str:
    size = f"{len(scenario.people)} × {scenario.horizon.days}"
    memory = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    return (
        f"| {case} | {size} | {result.value:.1f} | {result.bound:.1f} | {result.gap:.2%} | {result.stopped_by} | "
        f"{seconds:.0f} | {memory} |"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the cases one after the other, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", help="such as 400x28, or the name of a scenario")
    parser.add_argument("--gap", type=float, default=0.01, help="distance from the bound at which to stop")
    parser.add_argument("--seconds", type=float, default=600, help="limit for each case")
    parser.add_argument("-o", "--output", type=Path, help="page to write")
    given = parser.parse_args(arguments)
    rows = []
    for case in given.cases:
        rows.append(measured(case, given.gap, given.seconds))
        print(rows[-1], flush=True)
        if given.output is not None:
            given.output.write_text(_page(given, rows), encoding="utf-8")


def _page(given: argparse.Namespace, rows: Sequence[str]) -> str:
    command = f"python benchmarks/forces.py {' '.join(given.cases)} --gap {given.gap} --seconds {given.seconds:g}"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, HiGHS {version('highspy')}"
    table = "\n".join([HEAD, *rows])
    return f"# Duties of whole forces\n\n`{command}`\n\n{machine}, {datetime.now(UTC):%d %B %Y}.\n\n{table}\n"


if __name__ == "__main__":
    main()
