"""Other weights of demand: who gains, who loses."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from rostering.comparing.weights import OWN, Weighing, weighed
from rostering.files import load_scenario
from rostering.scenario import Scenario

QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


def made(**demand: dict[str, float]) -> Scenario:
    place = {"lat": 52.1, "lon": -0.4}
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "weights",
            "horizon": {"start": "2025-06-02", "days": 7},
            "demand": {"weights": {"crime": 1.0, "asb": 1.0}},
            "areas": {area: {"base": place, "demand": amounts} for area, amounts in demand.items()},
            "roles": {"pc": {}},
            "shifts": {"early": {"start": "07:00", "end": "17:00"}},
            "officers": {"a": {"role": "pc", "area": min(demand)}},
        }
    )


def test_shares_are_those_of_each_measure_and_of_each_mix() -> None:
    """By hand: 3 of 4 crimes and 1 of 5 nuisances are in the town; 3 to 1 weighs 0.75 * 0.75 + 0.25 * 0.2."""
    scenario = made(town={"crime": 3, "asb": 1}, fen={"crime": 1, "asb": 4})
    found = weighed(scenario, [Weighing("mix", {"crime": 3.0, "asb": 1.0})])
    assert [one.name for one in found.weighings] == [OWN, "asb alone", "crime alone", "mix"]
    fen, town = found.stakes
    assert town.shares == pytest.approx((0.475, 0.2, 0.75, 0.6125))
    assert fen.shares == pytest.approx((0.525, 0.8, 0.25, 0.3875))
    assert (town.ranks, fen.ranks) == ((2, 2, 1, 1), (1, 1, 2, 2))
    assert (town.hours, town.given, found.tracking) == ((), None, {})


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(str(left.value.code or 0))


def test_a_plan_is_measured_under_every_weighing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the scenario's own weights it is the file's measure; hours are shares of what the plan gives in all."""
    target = tmp_path / "quickstart.schedule.yaml"
    assert run("solve", str(QUICKSTART), "--gap", "0.2", "-o", str(target)) == 0
    written = yaml.safe_load(target.read_text("utf-8"))
    (tmp_path / "quickstart.yaml").write_bytes(QUICKSTART.read_bytes())
    capsys.readouterr()
    assert run("demand", str(target), "--as", "yaml") == 0
    found: dict[str, Any] = yaml.safe_load(capsys.readouterr().out)
    assert found["tracking"]["area"][OWN] == written["measures"]["demand_tracking"]
    assert found["tracking"]["hotspot"][OWN] == written["measures"]["hotspot_tracking"]
    assert sum(area["hours"]["asb alone"] for area in found["areas"].values()) == pytest.approx(
        written["measures"]["patrol_hours"], abs=0.02
    )
    assert {area: row["given_hours"] for area, row in found["areas"].items()} == {
        area: row["patrol_hours"] for area, row in written["areas"].items()
    }
    assert run("demand", str(target)) == 0
    said = capsys.readouterr().out
    assert "asb alone: Villages gains most (+" in said
    assert "this plan follows it" in said


def test_what_a_variant_weighs_is_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    """`--set` comes first: then nobody gains under that measure alone."""
    assert run("demand", str(QUICKSTART), "--set", "demand.weights={asb: 1}") == 0
    said = capsys.readouterr().out
    assert "asb alone: no area gains or loses" in said
    assert run("demand", str(QUICKSTART), "--as", "csv") == 0
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    scenario = load_scenario(QUICKSTART).scenario
    assert len(table) == 3 * (len(scenario.areas) + len(scenario.hotspots))


def test_every_bad_weighing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown measures with the nearest name, what is no number, and what weighs nothing."""
    asked = ("crme=1", "crime=-1", "crime", "asb=0", "crime=nan")
    assert run("demand", str(QUICKSTART), *(part for one in asked for part in ("--weights", one))) == 2
    said = capsys.readouterr()
    assert said.err.count("BAD_VALUE") == 4
    assert "did you mean crime?" in said.err
    assert not said.out


def test_a_title_is_no_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A spreadsheet is not to run what somebody called a place."""
    scenario = tmp_path / "s.yaml"
    scenario.write_text(QUICKSTART.read_text("utf-8").replace("title: Town\n", 'title: "=cmd()"\n'), "utf-8")
    assert run("demand", str(scenario), "--as", "csv") == 0
    titles = {row["title"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert "'=cmd()" in titles
