"""How long it takes to hand a schedule out: workbook, calendars, briefing sheets, CSV and GeoJSON.

    python benchmarks/exporting.py SCHEDULE [--against SCENARIO] [--day DATE]

Writes benchmarks/results/exporting.md: seconds of whole commands, start of Python included, medians of five.
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
REPEATS = 5
KILO = 1024


def exported(schedule: Path, against: Path, *arguments: str) -> tuple[float, int, int]:
    """Seconds of one command; files and bytes that it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out"
        program = [sys.executable, "-m", "rostering", "export", str(schedule), "--against", str(against)]
        started = time.perf_counter()
        subprocess.run([*program, *arguments, "-o", str(output)], check=True, capture_output=True)
        seconds = time.perf_counter() - started
        files = [path for path in Path(folder).rglob("*") if path.is_file()]
        return seconds, len(files), sum(path.stat().st_size for path in files)


def main() -> None:
    """Measure and write the page."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("schedule", type=Path)
    arguments.add_argument("--against", type=Path, default=ROOT / "scenarios" / "bedfordshire.yaml")
    arguments.add_argument("--day", default="2025-06-06")
    given = arguments.parse_args()
    kinds = {
        "Excel": ("--to", "xlsx"),
        "calendars of everybody and of all hubs": ("--to", "ics"),
        f"all briefing sheets of {given.day}, HTML and PDF": ("--to", "briefing", "--day", given.day),
        "CSV": ("--to", "csv"),
        "GeoJSON": ("--to", "geojson"),
    }
    made = (
        f"`python benchmarks/exporting.py {given.schedule.name}`, {dt.datetime.now(tz=dt.UTC).date()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; medians of {REPEATS}, whole commands."
    )
    lines = ["# Handing a schedule out", "", made, "", "| what | seconds | files | KB |", "|---|---|---|---|"]
    for name, options in kinds.items():
        runs = [exported(given.schedule, given.against, *options) for _ in range(REPEATS)]
        _, files, size = runs[0]
        lines.append(f"| {name} | {statistics.median(run[0] for run in runs):.2f} | {files} | {size / KILO:.0f} |")
    page = "\n".join([*lines, ""])
    (ROOT / "benchmarks" / "results" / "exporting.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
