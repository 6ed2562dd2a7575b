"""How fast many what-ifs are planned, what each costs beyond its plan, and what the parent keeps in memory.

    python benchmarks/sweeping.py [--points 1000] [--pairs 3]

Writes benchmarks/results/sweeping.md. The quickstart with other speeds and other weekly hours: 100 points with one and
with two processes in turn, some times; then as many as asked for in one sweep.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

import yaml

from rostering.sweeping import expand, read_grid, solve_point
from rostering.sweeping.points import Task
from rostering.sweeping.running import run_here
from rostering.sweeping.solving import Answer
from rostering.sweeping.store import Store

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "quickstart.yaml"
POINTS = 100
LOOKS = 5
KILO = 1024


def grid(folder: Path, points: int) -> Path:
    """A file of so many speeds between 15 and 45 km/h."""
    path = folder / f"{points}.yaml"
    speeds = [round(15 + 30 * number / points, 4) for number in range(points)]
    path.write_text(yaml.safe_dump({"version": 1, "grid": {"travel.speed_kmh": speeds}}), encoding="utf-8")
    return path


def seconds(folder: Path, points: int, processes: int) -> float:
    """From the start of the command to its end, the folder being new."""
    with tempfile.TemporaryDirectory(dir=folder) as output:
        started = time.perf_counter()
        subprocess.run(_command(folder, points, processes, Path(output) / "o"), check=True, capture_output=True)
        return time.perf_counter() - started


def _command(folder: Path, points: int, processes: int, output: Path) -> list[str]:
    program = [sys.executable, "-m", "rostering", "sweep", str(SCENARIO), str(grid(folder, points))]
    return [*program, "-o", str(output), "--processes", str(processes)]


def timed(task: Task, requested: Any) -> tuple[Answer, float]:
    """A point's plan, and the seconds it takes in the process that plans."""
    started = time.perf_counter()
    answer = solve_point(task, requested)
    return answer, time.perf_counter() - started


def beyond(folder: Path) -> tuple[float, float]:
    """Seconds a point takes in the process that plans, and beyond that, what is kept of it included: means of some,
    from the end of the first one, so that the start of the process is not in it.
    """
    tasks = expand(SCENARIO, *read_grid(grid(folder, POINTS)))[::4]
    store, ends, planning = Store(folder / "beyond"), list[float](), list[float]()

    def done(task: Task, answer: Any) -> None:
        store.keep(task.point, answer[0], task.files[1:])
        planning.append(answer[1])
        ends.append(time.perf_counter())

    with store.held():
        run_here(tasks, 1, done, lambda: False, cast("Any", timed))
    mean = statistics.mean(planning[1:])
    return mean, (ends[-1] - ends[0]) / (len(tasks) - 1) - mean


def memory(folder: Path, points: int) -> tuple[list[tuple[int, float]], float]:
    """Megabytes of the parent each time another part of the points is done, and seconds in all."""
    output = folder / "large"
    started, seen = time.perf_counter(), list[tuple[int, float]]()
    with subprocess.Popen(
        _command(folder, points, 2, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as one:
        while one.poll() is None:
            time.sleep(1)
            done = len(list((output / "points").glob("*/record.json"))) if (output / "points").is_dir() else 0
            status = Path(f"/proc/{one.pid}/status")
            text = status.read_text("utf-8") if status.exists() else ""
            size = next((int(line.split()[1]) / KILO for line in text.splitlines() if line.startswith("VmRSS")), 0.0)
            if size and done >= points * (len(seen) + 1) / (LOOKS + 1):
                seen.append((done, size))
    return seen, time.perf_counter() - started


def main() -> None:
    """Measure and write the page."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--points", type=int, default=1000)
    arguments.add_argument("--pairs", type=int, default=3)
    points, pairs = vars(arguments.parse_args()).values()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        runs = [(seconds(folder, POINTS, 1), seconds(folder, POINTS, 2)) for _ in range(pairs)]
        one, two = (statistics.median(run[place] for run in runs) for place in (0, 1))
        plan, more = beyond(folder)
        seen, whole = memory(folder, points)
    made = (
        f"`python benchmarks/sweeping.py --points {points} --pairs {pairs}`, {dt.datetime.now(tz=dt.UTC).date()}, "
        f"{os.cpu_count()} cores, Python {platform.python_version()}; quickstart, other speeds; medians of the pairs."
    )
    ratio = statistics.median(first / second for first, second in runs)
    lines = [
        "# Sweeps: how fast, how much memory",
        "",
        made,
        "",
        "| what | result |",
        "|---|---|",
        f"| {POINTS} points, one process | {one:.1f} s |",
        f"| {POINTS} points, two processes | {two:.1f} s |",
        f"| one process over two, median of the pairs | {ratio:.2f} |",
        f"| a point's plan | {1000 * plan:.0f} ms |",
        f"| a point beyond its plan, one process | {1000 * more:.0f} ms |",
        f"| {points:,} points, two processes | {whole:.0f} s |",
        f"| largest child of this script | {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KILO:.0f} MB |",
        "",
        "| points done | parent, MB |",
        "|---|---|",
        *(f"| {done:,} | {size:.0f} |" for done, size in seen),
        "",
    ]
    (ROOT / "benchmarks" / "results" / "sweeping.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
