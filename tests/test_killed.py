"""A solve that is killed, or asked to stop: the schedule on disk is a whole one, whatever the moment."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from rostering.files import load_scenario, load_schedule

TEAMS, OFFICERS, DAYS = 2, 10, 84
"""In each of two teams: enough for processes of their own, and for a search of more than a few seconds."""
DRAW = random.Random(3)
MOMENTS = [(False, DRAW.uniform(0.2, 3.0)), (True, DRAW.uniform(0.0, 1.0)), (True, DRAW.uniform(1.0, 3.0))]
"""Seconds after the start, or after all processes are there: loading, starting, building rows, searching."""
SCENARIO: dict[str, Any] = {
    "version": 1,
    "name": "county",
    "horizon": {"start": "2025-06-02", "days": DAYS},
    "demand": {
        "weights": {"crime": 1.0},
        "hours": {day: [1.0] * 12 + [2.0] * 12 for day in ("mon-thu", "fri", "sat", "sun")},
    },
    "areas": {
        name: {"base": {"lat": 52.0, "lon": longitude}, "demand": {"crime": 60.0}, "neighbours": [other]}
        for name, longitude, other in (("east", -0.40, "west"), ("west", -0.47, "east"))
    },
    "roles": {"pc": {"abstraction": 0.2}},
    "shifts": {
        "early": {"start": "07:00", "end": "16:00"},
        "late": {"start": "14:00", "end": "00:00"},
        "night": {"start": "22:00", "end": "07:00"},
    },
    "staffing": {area: {"early": {"min": 2}, "late": {"min": 2}, "night": {"min": 1}} for area in ("east", "west")},
    "officers": {area: {"role": "pc", "area": area, "count": OFFICERS} for area in ("east", "west")},
}
OUT = "county.schedule.yaml"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario and its schedule, cut short by a request to stop that goes to all its processes."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "county.yaml").write_text(yaml.safe_dump(SCENARIO), encoding="utf-8")
    process = started(folder)
    wait_for_teams(process)
    time.sleep(2)
    os.killpg(process.pid, signal.SIGTERM)
    assert process.wait(timeout=30) in {0, 5}, (folder / "err").read_text()
    return folder


@pytest.fixture
def folder(before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder."""
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def started(
    folder: Path, *arguments: str, code: str = "from rostering.cli import main; main()"
) -> subprocess.Popen[bytes]:
    """The command, in a process group of its own."""
    with (folder / "err").open("wb") as err:
        return subprocess.Popen(
            [sys.executable, "-c", code, "solve", "county.yaml", *arguments],
            cwd=folder,
            stderr=err,
            start_new_session=True,
        )


def wait_for_teams(process: subprocess.Popen[bytes]) -> None:
    """Until there is a process for each team (and one that Python has for itself)."""
    deadline = time.monotonic() + 30
    while len(left_running(process.pid)) < 2 + TEAMS and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)


def left_running(group: int) -> list[str]:
    """Processes of a group that are not over."""

    def states() -> Iterator[tuple[str, str, int]]:
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                _, _, rest = path.read_text().rpartition(")")
            except OSError:
                continue
            state, _, belongs = rest.split()[:3]
            yield path.parent.name, state, int(belongs)

    return [name for name, state, belongs in states() if belongs == group and state != "Z"]


def expect_whole(folder: Path) -> None:
    """The schedule parses, has every line of everybody, and the judge finds no required rule broken."""
    loaded = load_schedule(folder / OUT, load_scenario(folder / "county.yaml").scenario)
    assert all(duty.activities for duty in loaded.plan.duties)
    with pytest.raises(SystemExit) as left:
        main(["check", str(folder / OUT)])
    assert left.value.code in {0, 5}


def test_a_request_to_stop_while_duties_are_built_keeps_the_best_of_them(before: Path) -> None:
    """The whole file is written, marked as interrupted, with duties for everybody, timed to the minute."""
    scenario = load_scenario(before / "county.yaml").scenario
    loaded = load_schedule(before / OUT, scenario)
    assert loaded.header.stopped_by == "interrupt"
    assert {duty.officer for duty in loaded.plan.duties} == set(scenario.people)
    assert {duty.day for duty in loaded.plan.duties} == set(scenario.horizon.dates)
    expect_whole(before)


@pytest.mark.parametrize(("is_shared_out", "moment"), MOMENTS)
def test_killed_at_any_moment_the_schedule_before_is_there_or_a_whole_new_one(
    folder: Path, *, is_shared_out: bool, moment: float
) -> None:
    """Nothing half-written is left, and no process works on for nobody."""
    old = (folder / OUT).read_bytes()
    process = started(folder)
    if is_shared_out:
        wait_for_teams(process)
    time.sleep(moment)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5
    while (left := left_running(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left
    if (folder / OUT).read_bytes() != old:
        expect_whole(folder)


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace"])
def test_killed_while_writing_the_schedule_before_is_there_and_the_next_run_writes(folder: Path, call: str) -> None:
    """At the two worst moments: all is written but not yet safe on the disk, and safe but not yet in its place."""
    old = (folder / OUT).read_bytes()
    text = (folder / OUT).read_text(encoding="utf-8")
    (folder / "start.yaml").write_text(text.replace("seed: 1}", "seed: 1, pinned: all}", 1), encoding="utf-8")
    dying = f"import os, pathlib; {call} = lambda *_: os.kill(os.getpid(), 9); from rostering.cli import main; main()"
    assert started(folder, "--start", "start.yaml", code=dying).wait(timeout=30) == -signal.SIGKILL
    assert (folder / OUT).read_bytes() == old
    with pytest.raises(SystemExit) as left:
        main(["solve", "county.yaml", "--start", "start.yaml"])
    assert left.value.code in {0, 5}
    assert (folder / OUT).read_bytes() != old
    expect_whole(folder)
