"""Duties of a whole force into a scenario file, as fresh processes.

    uv run python benchmarks/importing.py --officers 2000 --days 91 --runs 3

Prints a Markdown page. The duties are made up: earlies, lates, rest days and leave by turns. Two states of the scenario
file are timed: without any duties, as before the first import, and with all of them, of which a new file
changes some.
"""

from __future__ import annotations

import argparse
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

START = date(2025, 6, 2)
TURNS = ("early", "early", "late", "late", "rest", "rest", "early", "late", "rest")
SHIFTS = {"early": ("07:00", "17:00"), "late": ("14:00", "00:00")}
MAPPING = """\
version: 1
columns: {officer: Collar number, day: Date, duty: Duty, start: Start, end: End}
shifts: {E: early, L: late}
rest: [RD]
away: {AL: leave}
"""
CODES = {"early": "E", "late": "L", "rest": "RD", "leave": "AL"}
HEADER = ("Collar number", "Date", "Duty", "Start", "End")
CHANGED_EVERY = 50
"""One officer in so many has other duties in the second file."""


def main() -> None:
    """Measure and print the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--officers", type=int, default=2000)
    arguments.add_argument("--days", type=int, default=91)
    arguments.add_argument("--runs", type=int, default=3, help="fresh processes to time")
    given = arguments.parse_args()
    print("# Importing duties\n")
    print(
        f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}. "
        f"Command: `python benchmarks/importing.py {' '.join(sys.argv[1:])}`\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, given.officers, given.days)
        rows = sum(1 for _ in (folder / "duties.csv").open(encoding="utf-8")) - 1
        print(f"{given.officers:,} officers, {given.days} days, {rows:,} rows.\n")
        print("| what | runs | seconds, median (least to most) | peak memory so far, MB |\n|---|---|---|---|")
        empty, full = folder / "empty.yaml", folder / "full.yaml"
        _time("CSV into a scenario without duties", folder / "duties.csv", empty, full, given.runs)
        _time("the same file again: nothing changes", folder / "duties.csv", full, None, given.runs)
        _time("CSV that changes one officer in 50", folder / "changed.csv", full, None, given.runs)
        _time("Excel into a scenario without duties", folder / "duties.xlsx", empty, None, given.runs)


def _time(what: str, file: Path, into: Path, kept: Path | None, runs: int) -> None:
    seconds = []
    target, mapping = into.with_name("target.yaml"), into.with_name("mapping.yaml")
    for _ in range(runs):
        shutil.copyfile(into, target)
        words = ["import", str(file), "--into", str(target), "--mapping", str(mapping)]
        started = time.monotonic()
        subprocess.run([sys.executable, "-m", "rostering", *words], capture_output=True, check=True)
        seconds.append(time.monotonic() - started)
    if kept is not None:
        shutil.copyfile(target, kept)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    median, least, most = statistics.median(seconds), min(seconds), max(seconds)
    print(f"| {what} | {runs} | {median:.2f} ({least:.2f} to {most:.2f}) | {peak:.0f} |")


def _write(folder: Path, officers: int, days: int) -> None:
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "empty.yaml").write_text("".join(_scenario(officers, days)), encoding="utf-8")
    rows = list(_rows(officers, days, turned=0))
    for name, written in (("duties.csv", rows), ("changed.csv", list(_rows(officers, days, turned=1)))):
        lines = (",".join(row) for row in [HEADER, *written])
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Duties")
    for row in [HEADER, *rows]:
        sheet.append(row)
    book.save(folder / "duties.xlsx")


def _scenario(officers: int, days: int) -> Iterator[str]:
    yield (
        "version: 1\nname: force\n"
        f"horizon: {{start: {START.isoformat()}, days: {days}}}\n"
        "demand: {weights: {crime: 1}}\n"
        "areas:\n  town: {base: {lat: 52.13, lon: -0.46}, demand: {crime: 900}}  # the only one\n"
        "roles: {pc: {}}\n"
        "shifts:\n"
    )
    yield from (f'  {name}: {{start: "{start}", end: "{end}"}}\n' for name, (start, end) in SHIFTS.items())
    yield "officers:\n"
    yield from (f"  pc-{number}:\n    role: pc\n    area: town\n" for number in _numbers(officers))


def _numbers(officers: int) -> range:
    return range(10_000, 10_000 + officers)


def _rows(officers: int, days: int, turned: int) -> Iterator[tuple[str, ...]]:
    for number in _numbers(officers):
        turn = turned if number % CHANGED_EVERY == 0 else 0
        for offset in range(days):
            day = f"{START + timedelta(days=offset):%d/%m/%Y}"
            kind = "leave" if (number + offset) % 23 == 0 else TURNS[(number + offset + turn) % len(TURNS)]
            yield (f"PC {number}", day, CODES[kind], *SHIFTS.get(kind, ("", "")))


if __name__ == "__main__":
    main()
