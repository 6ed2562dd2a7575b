"""`rostering sweep` as its users run it: planned once, resumed, and nothing lost."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
import yaml

from rostering.cli import main

GRID = """
grid: {travel.speed_kmh: [20, 30]}
scenarios: [[], [nobody]]
points: {poisoned: {travel.speed_kmh: -1}}
"""


@pytest.fixture
def grid(scenario: Path) -> Path:
    path = scenario.with_name("grid.yaml")
    path.write_text(GRID, "utf-8")
    return path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    return int(ended.value.code or 0)


def sweep(scenario: Path, grid: Path, *more: str) -> int:
    return run("sweep", str(scenario), str(grid), "-o", str(scenario.parent / "out"), "--processes", "2", *more)


def stamps(folder: Path) -> dict[str, int]:
    return {path.parent.name: path.stat().st_mtime_ns for path in folder.glob("points/*/record.json")}


def test_a_sweep_plans_every_point_and_says_which_failed(
    scenario: Path, grid: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with scenario and schedule, which belong together; the poisoned one with its reason, in the table too."""
    assert sweep(scenario, grid) == 4
    told = capsys.readouterr()
    assert "5 of 5 points in" in told.out
    assert "failed: poisoned: " in told.err
    out = scenario.parent / "out"
    table = pl.read_parquet(out / "results.parquet")
    assert table["point_status"].to_list() == ["done"] * 4 + ["failed"]
    assert "speed_kmh" in table["reason"][4]
    assert table["travel.speed_kmh"].to_list() == [20, 30, 20, 30, -1]
    assert table["scenario"].to_list() == ["", "", "nobody", "nobody", ""]
    assert table["duty_hours"][0] == 20
    assert table["duty_hours"][2] == 10
    for name in table["point"][:4]:
        folder = out / "points" / name
        assert run("check", str(folder / "schedule.yaml"), "--against", str(folder / "scenario.yaml")) == 0
    assert "has changed" not in capsys.readouterr().err


def test_a_travel_matrix_stands_beside_each_point(
    scenario: Path, grid: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scenario of a point can be planned and judged where it stands; another matrix is another what-if."""
    matrix = scenario.with_name("minutes.csv")
    matrix.write_text("from,to,minutes\ntown,square,5\nsquare,town,5\n", "utf-8")
    scenario.write_text(scenario.read_text("utf-8") + "travel: {matrix: minutes.csv}\n", "utf-8")
    grid.write_text("points: {only: {roles.pc.weekly_hours: 37}}\n", "utf-8")
    assert sweep(scenario, grid) == 0, capsys.readouterr().err
    folder = scenario.parent / "out" / "points" / "only"
    assert (folder / "minutes.csv").read_bytes() == matrix.read_bytes()
    assert run("check", str(folder / "schedule.yaml"), "--against", str(folder / "scenario.yaml")) == 0
    assert "has changed" not in capsys.readouterr().err
    matrix.write_text("from,to,minutes\ntown,square,6\nsquare,town,6\n", "utf-8")
    sweep(scenario, grid)
    assert "planned already" not in capsys.readouterr().err


def test_run_again_it_plans_only_what_is_new(scenario: Path, grid: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Failures stay failures until they are asked for; a changed scenario is another one."""
    sweep(scenario, grid)
    before = stamps(scenario.parent / "out")
    sweep(scenario, grid)
    assert stamps(scenario.parent / "out") == before
    grid.write_text(GRID.replace("30]", "30, 40]"), "utf-8")
    capsys.readouterr()
    sweep(scenario, grid)
    assert "7 points; 5 are planned already" in capsys.readouterr().err
    after = stamps(scenario.parent / "out")
    assert len(after) == 7
    assert before.items() <= after.items()
    sweep(scenario, grid, "--again")
    assert {name for name, stamp in stamps(scenario.parent / "out").items() if stamp != after[name]} == {"poisoned"}
    scenario.write_text(scenario.read_text("utf-8").replace("crime: 10", "crime: 11"), "utf-8")
    capsys.readouterr()
    sweep(scenario, grid)
    assert "planned already" not in capsys.readouterr().err


def test_a_full_disk_ends_a_sweep_that_can_be_gone_on_with(
    scenario: Path, grid: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was whole before stays; the same command does the rest when there is room again."""
    flushed = list[int]()

    def fail(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) > 4:  # one point is whole after three
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", fail)
        assert sweep(scenario, grid) == 2
    assert "the disk is full" in capsys.readouterr().err
    kept = stamps(scenario.parent / "out")
    assert len(kept) == 1
    assert sweep(scenario, grid) == 4
    after = stamps(scenario.parent / "out")
    assert len(after) == 5
    assert kept.items() <= after.items()


def test_a_killed_sweep_goes_on_where_it_was(scenario: Path, grid: Path) -> None:
    """Killed outright after its first records: those stay as they are, the rest is planned, nothing is left locked."""
    grid.write_text(f"grid: {{travel.speed_kmh: {list(range(20, 44))}}}\n", "utf-8")
    out = scenario.parent / "out"
    command = [sys.executable, "-m", "rostering", "sweep", str(scenario), str(grid), "-o", str(out), "--processes", "2"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as parent:
        deadline = time.monotonic() + 90
        while len(stamps(out)) < 2 and time.monotonic() < deadline and parent.poll() is None:
            time.sleep(0.01)
        parent.send_signal(signal.SIGKILL)
    assert parent.returncode == -signal.SIGKILL
    kept = stamps(out)
    assert 2 <= len(kept) < 24
    assert sweep(scenario, grid) == 0
    after = stamps(out)
    assert len(after) == 24
    assert kept.items() <= after.items()


def test_an_interrupted_sweep_keeps_what_is_finished(scenario: Path, grid: Path) -> None:
    """Ctrl-C: exit code 4, a table of what there is, and how many points are left."""
    grid.write_text(f"grid: {{travel.speed_kmh: {list(range(20, 60))}}}\n", "utf-8")
    out = scenario.parent / "out"
    command = [sys.executable, "-m", "rostering", "sweep", str(scenario), str(grid), "-o", str(out), "--processes", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as parent:
        deadline = time.monotonic() + 90
        while len(stamps(out)) < 2 and time.monotonic() < deadline and parent.poll() is None:
            time.sleep(0.01)
        parent.send_signal(signal.SIGINT)
        _, told = parent.communicate(timeout=60)
    assert parent.returncode == 4, told
    assert "points left: run the same command again" in told
    assert len(pl.read_csv(out / "results.csv")) == len(stamps(out)) < 40


def test_a_local_cluster_comes_to_the_same_plans(scenario: Path, grid: Path) -> None:
    """To the byte."""
    grid.write_text("grid: {travel.speed_kmh: [20, 30]}\n", "utf-8")
    assert sweep(scenario, grid) == 0
    out = scenario.parent / "out"
    here = {path.parent.name: path.read_bytes() for path in out.glob("points/*/schedule.yaml")}
    out.rename(scenario.parent / "here")
    assert sweep(scenario, grid, "--cluster", "local") == 0
    there = {path.parent.name: path.read_bytes() for path in out.glob("points/*/schedule.yaml")}
    assert [{**yaml.safe_load(text), "solver": None} for text in there.values()] == [
        {**yaml.safe_load(here[name]), "solver": None} for name in there
    ]
    assert len(here) == 2
