"""Positions of a whole force matched to its hotspots, as fresh processes.

    uv run python benchmarks/delivery.py --pings 5000000 --runs 3

Prints a Markdown page. The positions are made up: every officer reports every 30 seconds for ten hours a day, stands at
a hotspot for 16 minutes of every hour and goes about the force for the others. Two orders of rows are timed: by time,
as a system writes them, and none.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl

START = date(2025, 6, 2)
DAYS, HOTSPOTS, EVERY = 7, 40, 30
PER_DAY = 10 * 3600 // EVERY
STAYING = 16 * 60 // EVERY
PER_HOUR = 3600 // EVERY
METRE = 1 / 111_195
PROGRAM = """
import pathlib, sys
from rostering.cli import main
try:
    main(sys.argv[1:])
finally:
    print(pathlib.Path("/proc/self/status").read_text(), file=sys.stderr)
"""
"""The command; it ends with the most memory that it had, which Linux tells."""


def main() -> None:
    """Measure and print the page."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pings", type=int, default=5_000_000)
    arguments.add_argument("--runs", type=int, default=3, help="fresh processes to time")
    given = arguments.parse_args()
    officers = -(-given.pings // (DAYS * PER_DAY))
    print("# Positions matched to hotspots\n")
    print(
        f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, "
        f"{platform.python_implementation()} {platform.python_version()}. "
        f"Command: `python benchmarks/delivery.py {' '.join(sys.argv[1:])}`\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spots = _write_plan(folder, officers)
        table = _positions(officers, spots)
        print(f"{len(table):,} positions of {officers:,} officers over {DAYS} days, {HOTSPOTS} hotspots.\n")
        print("| rows are | runs | seconds, median (least to most) | peak memory, MB | visits |\n|---|---|---|---|---|")
        for what, rows in (("by time", table), ("in no order", table.sample(fraction=1, shuffle=True, seed=1))):
            rows.write_csv(folder / "pings.csv")
            _time(what, folder, given.runs)


def _time(what: str, folder: Path, runs: int) -> None:
    seconds, peaks = [], []
    words = ["delivered", str(folder / "force.schedule.yaml"), str(folder / "pings.csv")]
    for _ in range(runs):
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *words, "--visits", str(folder / "visits.csv")],
            capture_output=True,
            check=False,
        )
        seconds.append(time.monotonic() - started)
        if done.returncode not in {0, 5}:
            raise SystemExit(done.stderr.decode())
        peaks.append(int(done.stderr.decode().rpartition("VmHWM:")[2].split()[0]) / 1024)
    visits = sum(1 for _ in (folder / "visits.csv").open(encoding="utf-8")) - 1
    median, least, most = statistics.median(seconds), min(seconds), max(seconds)
    print(f"| {what} | {runs} | {median:.1f} ({least:.1f} to {most:.1f}) | {max(peaks):.0f} | {visits:,} |", flush=True)


def _write_plan(folder: Path, officers: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    draw = np.random.default_rng(1)
    spots = np.column_stack((draw.uniform(51.8, 52.3, HOTSPOTS), draw.uniform(-0.7, -0.1, HOTSPOTS)))
    lines = [
        "version: 1\nname: force\n",
        f"horizon: {{start: {START.isoformat()}, days: {DAYS}}}\n",
        "demand: {weights: {crime: 1}}\n",
        "areas: {town: {base: {lat: 52.05, lon: -0.4}, demand: {crime: 900}}}\n",
        'roles: {pc: {}}\nshifts: {day: {start: "08:00", end: "18:00"}}\n',
        f"officers: {{pc: {{count: {officers}, role: pc, area: town}}}}\nhotspots:\n",
        *(
            f"  spot-{at}: {{area: town, lat: {lat:.6f}, lon: {lon:.6f}, crew: 1}}\n"
            for at, (lat, lon) in enumerate(spots)
        ),
    ]
    (folder / "force.yaml").write_text("".join(lines), encoding="utf-8")
    (folder / "force.schedule.yaml").write_text(
        'version: 1\nschedule: {scenario: force, scenario_sha256: "0", rostering: 0.1.0, solver: none, seed: 1}\n'
        "result: {status: feasible, passes: [], stopped_by: proof}\nofficers: {}\nhotspots: {}\n",
        encoding="utf-8",
    )
    return spots


def _positions(officers: int, spots: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> pl.DataFrame:
    draw = np.random.default_rng(2)
    number = DAYS * PER_DAY
    step = np.arange(number)
    day, of_day = step // PER_DAY, step % PER_DAY
    first = int(datetime.combine(START, datetime.min.time(), UTC).timestamp()) + 8 * 3600
    parts = []
    for officer in range(officers):
        hours = step // PER_HOUR
        spot = spots[draw.integers(0, HOTSPOTS, hours[-1] + 1)[hours]]
        is_staying = of_day % PER_HOUR < STAYING
        there = spot + draw.normal(0, 30 * METRE, (number, 2))
        about = np.column_stack((draw.uniform(51.8, 52.3, number), draw.uniform(-0.7, -0.1, number)))
        place = np.where(is_staying[:, None], there, about)
        seconds = first + day * 86_400 + of_day * EVERY + officer % EVERY
        parts.append(
            pl.DataFrame(
                {
                    "officer": [f"pc-{officer + 1}"] * number,
                    "time": seconds,
                    "lat": place[:, 0].round(6),
                    "lon": place[:, 1].round(6),
                }
            )
        )
    table = pl.concat(parts).sort("time", "officer")
    moments = pl.from_epoch("time", time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%S")
    return table.with_columns(moments)


if __name__ == "__main__":
    main()
