"""The command: one screen in words, everything in a file, and nothing where the input is bad."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rostering.cli import main

DATA = Path(__file__).parents[1] / "data"
SCHEDULE, SCENARIO = DATA / "small.schedule.yaml", DATA / "small.yaml"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(one) for one in arguments])
    return int(left.value.code or 0)


def test_it_says_who_and_what_and_writes_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hotspots by title, officers in capitals, intervals in both."""
    target = tmp_path / "stress.yaml"
    assert run("stress", SCHEDULE, "--against", SCENARIO, "--draws", 60, "-o", target) == 0
    words = capsys.readouterr().out
    assert "Market Square" in words
    assert "PC-1: away on" in words
    written = yaml.safe_load(target.read_text(encoding="utf-8"))
    assert written["stress"]["draws"] == 60
    assert all({"chance", "low", "high"} == set(spot["survives"]) for spot in written["hotspots"].values())


def test_nothing_is_written_for_a_schedule_that_cannot_be_read(tmp_path: Path) -> None:
    """Exit code 2."""
    torn, target = tmp_path / "torn.yaml", tmp_path / "stress.yaml"
    torn.write_text(SCHEDULE.read_text(encoding="utf-8")[:200], encoding="utf-8")
    assert run("stress", torn, "--against", SCENARIO, "-o", target) == 2
    assert not target.exists()
    assert run("stress", SCHEDULE, "--against", SCENARIO, "-o", SCHEDULE) == 2
