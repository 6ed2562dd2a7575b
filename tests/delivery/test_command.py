"""``rostering delivered`` and ``rostering next`` after it, as a planner uses them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from tests.delivery.worlds import file_of, pings

HOTSPOT = {"lat": 51.9, "lon": -0.4}
SCENARIO = """\
version: 1
name: small
horizon: {start: 2025-06-02, days: 7}
demand: {weights: {need: 1.0}}
areas: {north: {title: The North, base: {lat: 51.9, lon: -0.4}, demand: {need: 1}}}
roles: {pc: {}}
shifts: {early: {start: "07:00", end: "17:00"}}
officers: {pc-1: {role: pc, area: north}, pc-2: {role: pc, area: north}}
hotspots:
  corner: {area: north, title: "=Corner", lat: 51.9, lon: -0.4, crew: 1, last_patrolled: 2025-06-01T10:15}
"""
SCHEDULE = """\
version: 1
schedule: {scenario: small, scenario_sha256: "0", rostering: 0.1.0, solver: none, seed: 1}
result: {status: feasible, passes: [], stopped_by: proof}
officers:
  pc-1:
    2025-06-03: {shift: early, activities: [{from: "10:00", to: "10:15", do: visit, hotspot: corner}]}
    2025-06-06: {shift: early, activities: [{from: "10:00", to: "10:15", do: visit, hotspot: corner}]}
hotspots: {corner: {area: north, visits: [2025-06-03T10:00, 2025-06-06T10:00]}}
"""
PINGS = "officer,time,lat,lon\n" + pings("pc-1", "2025-06-03T10:10", range(0, 1201, 60), hotspot=HOTSPOT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "small.schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path


def run(folder: Path, command: str, *options: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([command, str(folder / "small.schedule.yaml"), *map(str, options)])
    return int(left.value.code or 0)


def test_a_broken_promise_is_told_and_coded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 5, the numbers on standard output, what was read on standard error; no officer, no time of day."""
    assert run(folder, "delivered", file_of(folder, PINGS)) == 5
    out, err = capsys.readouterr()
    corner = next(line for line in out.splitlines() if "=Corner" in line)
    assert corner.split()[1:5] == ["2", "1", "50%", "0"]
    assert "20 of 30" in corner
    assert "week, Mon 2 Jun to Sun 8 Jun" in out
    assert "21 positions, at most 120 s apart, within 150 m" in err
    assert "pc-1" not in (out + err).lower()
    assert "10:10" not in out + err


def test_a_kept_promise_is_code_0(folder: Path) -> None:
    """As planned."""
    rows = "hotspot,start,end\ncorner,2025-06-03T10:00,10:15\ncorner,2025-06-06T10:00,10:15\n"
    assert run(folder, "delivered", file_of(folder, rows)) == 0


def test_files_have_the_same_numbers(folder: Path) -> None:
    """YAML and CSV; a spreadsheet finds no formula in a title."""
    path = file_of(folder, PINGS)
    for name in ("made.yaml", "made-again.csv"):
        assert run(folder, "delivered", path, "-o", folder / name) == 5
    document: dict[str, Any] = yaml.safe_load((folder / "made.yaml").read_text(encoding="utf-8"))
    with (folder / "made-again.csv").open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["what"] for row in rows] == ["all", "area", "hotspot", "week", "month", "quarter"]
    assert rows[2]["title"] == "'=Corner"
    parts = (
        document["measures"],
        document["areas"]["north"],
        document["hotspots"]["corner"],
        *(document[f"{kind}s"][0] for kind in ("week", "month", "quarter")),
    )
    for row, part in zip(rows, parts, strict=True):
        assert {key: str(part[key]) for key in part if key in row and key not in {"from", "to", "area"}} == {
            key: row[key] for key in part if key in row and key not in {"from", "to", "area"}
        }
    assert document["delivered"]["gap_seconds"] == 120
    text = (folder / "made.yaml").read_text(encoding="utf-8") + (folder / "made-again.csv").read_text(encoding="utf-8")
    assert "pc-1" not in text


def test_the_next_scenario_starts_from_what_was_delivered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Positions become visits, and visits move the clock: the last one made, not the last one planned."""
    run(folder, "delivered", file_of(folder, PINGS), "--visits", folder / "visits.csv")
    assert (folder / "visits.csv").read_text(encoding="utf-8") == (
        "hotspot,start,end,officers\ncorner,2025-06-03T10:10,2025-06-03T10:30,pc-1\n"
    )
    assert "names officers and times: it is not for publication" in capsys.readouterr().err
    assert run(folder, "next", "-o", folder / "week-24.yaml", "--delivered", folder / "visits.csv") == 0
    assert "last_patrolled: 2025-06-03T10:30" in (folder / "week-24.yaml").read_text(encoding="utf-8")


def test_nothing_is_written_where_anything_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, each problem with its line."""
    path = file_of(folder, PINGS + "pc-7,2025-06-03T10:00,51.9,-0.4\n")
    targets = (folder / "made.yaml", folder / "visits.csv")
    assert run(folder, "delivered", path, "-o", targets[0], "--visits", targets[1]) == 2
    assert "made.csv:23: UNKNOWN_OFFICER" in capsys.readouterr().err
    assert not any(target.exists() for target in targets)


def test_what_is_read_is_not_written_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file of visits is not its own result."""
    path = file_of(folder, PINGS)
    assert run(folder, "delivered", path, "--visits", path) != 0
    assert "is read by this command" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == PINGS


def test_gap_and_radius_are_asked_for(folder: Path) -> None:
    """A shorter gap finds no visit where positions come once a minute."""
    assert run(folder, "delivered", file_of(folder, PINGS), "--gap", "59", "-o", folder / "made.yaml") == 5
    document = yaml.safe_load((folder / "made.yaml").read_text(encoding="utf-8"))
    assert document["measures"]["visits_made"] == 0
