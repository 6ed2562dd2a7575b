"""How long a report takes and how large it is.

    uv run python benchmarks/reporting.py SCHEDULE [SCHEDULE ...] [--against SCENARIO ...]

Writes benchmarks/results/reporting.md: seconds of whole commands, start of Python included, medians of three.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPEATS = 3
MEGA = 1e6


def reported(schedule: Path, against: Path, audience: str) -> tuple[float, float]:
    """Seconds of one command, and megabytes of its page."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "page.html"
        command = [sys.executable, "-m", "rostering", "report", str(schedule), "--against", str(against)]
        started = time.perf_counter()
        subprocess.run([*command, "--for", audience, "-o", str(output)], check=True, capture_output=True)
        return time.perf_counter() - started, output.stat().st_size / MEGA


def main() -> None:
    """Measure and write the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("schedules", type=Path, nargs="+")
    arguments.add_argument("--against", type=Path, nargs="+", help="the scenario of each")
    given = arguments.parse_args()
    names = " ".join(path.name for path in given.schedules)
    made = (
        f"`python benchmarks/reporting.py {names}`, {dt.datetime.now(tz=dt.UTC).date()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; medians of {REPEATS}, whole commands."
    )
    lines = [
        "# Reports",
        "",
        made,
        "",
        "| schedule | for | seconds | MB |",
        "|---|---|--:|--:|",
    ]
    for schedule, against in zip(given.schedules, given.against, strict=True):
        for audience in ("planner", "commissioner", "public"):
            runs = [reported(schedule, against, audience) for _ in range(REPEATS)]
            seconds = statistics.median(run[0] for run in runs)
            lines.append(f"| {against.stem} | {audience} | {seconds:.2f} | {runs[0][1]:.2f} |")
    page = "\n".join([*lines, ""])
    (ROOT / "benchmarks" / "results" / "reporting.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
