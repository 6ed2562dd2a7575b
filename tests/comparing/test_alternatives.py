"""Plans side by side: the numbers of each, the best and the worst marked."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rostering.cli import main
from rostering.comparing.alternatives import (
    AREA_DIRECTIONS,
    DIRECTIONS,
    MEANINGS,
    Alternative,
    comparison_document,
    comparison_table,
    rows,
    told_apart,
)
from rostering.measures import MEASURES

QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


def plan_of(name: str, numbers: dict[str, float], **areas: dict[str, float]) -> Alternative:
    return Alternative(name, numbers, areas, {area: area.title() for area in areas}, 7)


def row_of(*values: float | None, name: str = "patrol_hours") -> Any:
    plans = [plan_of(str(place), {} if value is None else {name: value}) for place, value in enumerate(values)]
    (row,) = rows(plans)
    return row


def test_every_number_has_a_meaning_and_is_a_measure_or_said_of_the_file() -> None:
    """No name is made up beside the schedule's."""
    own = {"required_broken", "changed_days", "change_cost"}
    assert set(DIRECTIONS) - own <= set(MEASURES)
    assert {*DIRECTIONS, *AREA_DIRECTIONS} <= set(MEANINGS)


def test_more_patrol_is_better_and_less_cost() -> None:
    """Each number knows its direction."""
    row = row_of(10.0, 30.0, 20.0)
    assert (row.best, row.worst) == ({1}, {0})
    row = row_of(10.0, 30.0, 20.0, name="duty_cost")
    assert (row.best, row.worst) == ({0}, {1})
    row = row_of(1.0, 2.0, name="visits")
    assert (row.best, row.worst) == (frozenset(), frozenset())


def test_who_shares_the_best_is_best_and_who_is_the_same_as_all_is_neither() -> None:
    """Nothing is marked where there is nothing to choose; what is absent is neither."""
    row = row_of(30.0, 30.0, 20.0, None)
    assert (row.best, row.worst) == ({0, 1}, {2})
    row = row_of(30.0, 30.0 + 1e-9)
    assert (row.best, row.worst) == (frozenset(), frozenset())


@given(st.lists(st.none() | st.integers(-5, 5).map(float), min_size=1, max_size=6), st.sampled_from(list(DIRECTIONS)))
def test_none_is_better_than_the_best(values: list[float | None], name: str) -> None:
    """By the row's direction, nobody beats a best or is beaten by a worst, and no plan is both."""
    plans = [plan_of(str(place), {} if value is None else {name: value}) for place, value in enumerate(values)]
    for row in rows(plans):
        sign = {"more": 1, "less": -1, "": 0}[row.direction]
        known = [sign * value for value in values if value is not None]
        assert not row.best & row.worst
        assert bool(row.best) == (len(set(known)) > 1)
        assert all(sign * (values[place] or 0.0) == max(known) for place in row.best)
        assert all(sign * (values[place] or 0.0) == min(known) for place in row.worst)


def test_areas_come_after_the_whole_and_only_one_of_a_plan_is_there() -> None:
    """An area that only one plan has gets a place, too."""
    one = plan_of("one", {"patrol_hours": 5.0}, fen={"patrol_hours": 5.0})
    other = plan_of("other", {"patrol_hours": 6.0}, town={"patrol_hours": 6.0, "ratio": 1.0})
    assert [(row.area, row.name, row.values) for row in rows([one, other])] == [
        ("", "patrol_hours", (5.0, 6.0)),
        ("fen", "patrol_hours", (5.0, None)),
        ("town", "patrol_hours", (None, 6.0)),
        ("town", "ratio", (None, 1.0)),
    ]
    table = comparison_table([one, other])
    assert table[0] == ["area", "measure", "better", "one", "other"]
    assert table[-1] == ["town", "ratio", "", None, 1.0]
    found = comparison_document([one, other])
    assert found["best"] == {"patrol_hours": ["other"]}
    assert found["alternatives"]["one"]["areas"] == {"fen": {"patrol_hours": 5.0}}


def test_plans_of_one_name_are_told_apart() -> None:
    """In the order they are given."""
    assert told_apart(["week", "week", "other", "week"]) == ["week", "week (2)", "other", "week (3)"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(str(left.value.code or 0))


def test_schedules_and_variants_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario as it stands and with less people, kept; then the files: the same numbers, and no officer named."""
    scenario = tmp_path / "quick.yaml"
    text = QUICKSTART.read_text("utf-8").replace("name: quickstart", "name: quick")
    scenario.write_text(text + "\noverrides:\n  fewer: {officers.pcso-201: null}\n", "utf-8")
    arguments = ("compare", str(scenario), "--scenario", "fewer", "--gap", "0.2")
    assert run(*arguments, "--keep", str(tmp_path), "--as", "yaml") == 0
    variants = yaml.safe_load(capsys.readouterr().out)
    files = [str(tmp_path / f"{name}.schedule.yaml") for name in ("quick", "fewer")]
    assert run("compare", *files, "--as", "yaml") == 0
    said = capsys.readouterr()
    assert yaml.safe_load(said.out) == variants
    assert "pc-1" not in said.out
    assert "pcso" not in said.out
    assert list(variants["alternatives"]) == ["quick", "fewer"]
    written = yaml.safe_load(Path(files[1]).read_text("utf-8"))
    for name, value in variants["alternatives"]["fewer"]["measures"].items():
        if name in written["measures"]:
            assert value == pytest.approx(written["measures"][name], abs=1e-9)
    assert "duty_cost" in variants["best"]
    scenario.unlink()
    assert run("compare", *files, "--as", "csv", "-o", str(tmp_path / "c.csv")) == 0
    assert "is not found; its numbers are those in the file" in capsys.readouterr().err
    table = list(csv.reader(io.StringIO((tmp_path / "c.csv").read_text("utf-8"))))
    hours = next(row for row in table if row[:2] == ["", "patrol_hours"])
    assert [float(cell) for cell in hours[3:]] == [
        variants["alternatives"][name]["measures"]["patrol_hours"] for name in ("quick", "fewer")
    ]


def test_one_plan_is_no_choice_and_every_bad_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is planned."""
    assert run("compare", str(QUICKSTART)) == 2
    assert "NOTHING_TO_COMPARE" in capsys.readouterr().err
    (tmp_path / "a.yaml").write_text("schedule: 3\n", "utf-8")
    assert run("compare", str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), str(QUICKSTART), "--scenario", "x") == 2
    said = capsys.readouterr()
    assert all(part in said.err for part in ("a.yaml", "b.yaml", "UNKNOWN_OVERRIDE"))
    assert not said.out
