"""A scenario file of two teams, and files of duties for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rostering.cli import main
from rostering.files import load_scenario
from rostering.scenario import Scenario

SCENARIO = """\
# © a planner
version: 1
name: small   # short
horizon: {start: 2025-06-02, days: 7}
demand: {weights: {need: 1.0}}
areas: {north: {base: {lat: 51.9, lon: -0.4}, demand: {need: 1}}}
roles: {pc: {}}
shifts:
  early: {start: "07:00", end: "17:00"}
  late: {start: "14:00", end: "00:00"}  # not on Sundays
  night: {start: "22:00", end: "07:00"}
officers:
  # The sergeant's own.
  pc-1:
    role: pc
    area: north
    published:
      2025-06-02: early   # Monday
      2025-06-04: early   # Wednesday
    history: {hours_last_16_weeks: 600}   # from payroll
  # In braces.
  pc-2: {role: pc, area: "north", published: {2025-06-03: late,  # swapped with Jones
      2025-06-05: "late"}, unavailable: {2025-06-07: leave}}
  # Three alike.
  relief: {count: 3, role: pc, area: north}
  pc-9:   # nothing is known
    role: pc
    area: north
hotspots:
  corner: {area: north, lat: 51.9, lon: -0.4, crew: 1, open: [{from: "10:00", to: "16:00"}]}  # shops
"""
HEADER = "officer,day,duty,start,end,away\n"


class Desk:
    """A folder with a scenario, and the command as a planner types it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.scenario_file = folder / "small.yaml"
        self.write("small.yaml", SCENARIO)

    def write(self, name: str, text: str) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def run(self, file: str, *options: str) -> tuple[int, str, str]:
        """Exit code, standard output and standard error."""
        with pytest.raises(SystemExit) as left:
            main(["import", str(self.folder / file), "--into", str(self.scenario_file), *options])
        told = self._capsys.readouterr()
        return int(left.value.code or 0), told.out, told.err

    def import_rows(self, rows: str, *options: str, header: str = HEADER) -> tuple[int, str, str]:
        """The command with a CSV file of these rows."""
        self.write("duties.csv", header + rows)
        return self.run("duties.csv", *options)

    @property
    def text(self) -> str:
        """Of the scenario file."""
        return self.scenario_file.read_text(encoding="utf-8")

    @property
    def scenario(self) -> Scenario:
        """In the scenario file."""
        return load_scenario(self.scenario_file).scenario

    def refused(self, rows: str, *options: str, header: str = HEADER) -> list[tuple[int | None, str]]:
        """Line and code of each problem; nothing is written."""
        before = self.scenario_file.read_bytes()
        code, _, said = self.import_rows(rows, *options, header=header)
        assert (code, self.scenario_file.read_bytes()) == (2, before), said
        return places(said.splitlines())


def places(lines: Sequence[str]) -> list[tuple[int | None, str]]:
    """Line and code of problems as they are printed."""
    found = list[tuple[int | None, str]]()
    for line in lines:
        where, _, rest = line.partition(": ")
        number = where.rpartition(":")[2]
        words = rest.split()
        code = next(word for word in words if word.isupper() and len(word) > 3)
        found.append((int(number) if number.isdigit() else None, code))
    return found
