"""Hotspots from open crime files, as fresh processes.

    uv run python benchmarks/siting.py DATA_FOLDER --runs 3

Prints a Markdown page. DATA_FOLDER holds ``police-uk/bedfordshire-2023-05_2024-04.zip`` and
``boundaries/wards_*.geojson``. Beside the year as it is, three years of a force three times the size are
made of it: every row three times, 60 km apart, in each of three years, each year with its points moved by up to 30 m.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARCHIVE = "police-uk/bedfordshire-2023-05_2024-04.zip"
COPIES, YEARS = 3, 3
APART_DEGREES = 0.55
MOVED_DEGREES = 0.00027


def main() -> None:
    """Measure and print the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path, help="folder with police-uk/ and boundaries/")
    arguments.add_argument("--runs", type=int, default=3, help="fresh processes to time")
    given = arguments.parse_args()
    print("# Hotspots from open crime files\n")
    print(
        f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}. "
        f"Command: `python benchmarks/siting.py DATA_FOLDER --runs {given.runs}`\n"
    )
    print("| files | rows | asked for | median s | runs | most memory, MB |")
    print("|---|--:|---|--:|---|--:|")
    method = str(ROOT / "scenarios" / "data" / "bedfordshire_method.yaml")
    wards = [part for ward in sorted((given.data / "boundaries").glob("wards_*")) for part in ("--areas", str(ward))]
    year = given.data / ARCHIVE
    with tempfile.TemporaryDirectory() as name:
        large = Path(name) / "large"
        rows = _write_large(year, large)
        _row("a year of Bedfordshire", 61_525, "its method, 40", [str(year), *wards, "--method", method], given.runs)
        _row("a year of Bedfordshire", 61_525, "40, no method", [str(year), "--count", "40"], given.runs)
        _row("three years, three times the size", rows, "40, no method", [str(large), "--count", "40"], given.runs)
        _row("three years, three times the size", rows, "120, no method", [str(large), "--count", "120"], given.runs)


def _row(files: str, rows: int, asked: str, arguments: list[str], runs: int) -> None:
    times, memory, proof = list[float](), 0.0, ""
    for _ in range(runs):
        seconds, megabytes, proof = _timed(arguments)
        times.append(seconds)
        memory = max(memory, megabytes)
    shown = ", ".join(f"{one:.1f}" for one in times)
    print(f"| {files} | {rows:,} | {asked}: {proof} | {statistics.median(times):.1f} | {shown} | {memory:.0f} |")


def _timed(arguments: list[str]) -> tuple[float, float, str]:
    """Seconds, megabytes and what was proven, of a fresh process."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "rostering", "hotspots", *arguments, "-o", os.devnull]
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        said.seek(0)
        text = said.read()
    if status:
        raise SystemExit(text)
    proof = next(line for line in text.splitlines() if line.startswith("The hotspots hold"))
    return seconds, usage.ru_maxrss / 1024, proof.partition("(")[2].rstrip(").")


def _write_large(archive: Path, folder: Path) -> int:
    """The larger force's files; their number of rows."""
    number = 0
    with zipfile.ZipFile(archive) as download:
        for name in sorted(download.namelist()):
            if not name.endswith("-street.csv"):
                continue
            with download.open(name) as binary:
                rows = list(csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8", newline="")))
            for year in range(YEARS):
                month = f"{int(rows[0]['Month'][:4]) - year}{rows[0]['Month'][4:]}"
                path = folder / month / f"{month}-large-street.csv"
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, rows[0])
                    writer.writeheader()
                    for row in _copies(rows, year, month):
                        writer.writerow(row)
                        number += 1
    return number


def _copies(rows: list[dict[str, str]], year: int, month: str) -> Iterator[dict[str, str]]:
    for copy in range(COPIES):
        for row in rows:
            moved = {"Month": month, "Crime ID": row["Crime ID"] and f"{row['Crime ID']}-{copy}-{year}"}
            if row["Longitude"]:
                chance = random.Random(f"{row['Longitude']} {row['Latitude']} {copy} {year}")
                east, north = (chance.uniform(-MOVED_DEGREES, MOVED_DEGREES) if year else 0.0 for _ in "en")
                moved["Longitude"] = f"{float(row['Longitude']) + east:.6f}"
                moved["Latitude"] = f"{float(row['Latitude']) + copy * APART_DEGREES + north:.6f}"
            yield {**row, **moved}


if __name__ == "__main__":
    main()
