"""The shipped scenarios, solved once a session, against what is kept of their schedules; never against assignments."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.files import LoadedScenario, dump, load_scenario, schedule_document
from rostering.schedule import Schedule
from rostering.scheduling import plan
from rostering.solve import Options, Stop

HERE = Path(__file__).parent
SCENARIOS = HERE.parent / "scenarios"
GOLDEN = HERE / "golden_schedules"
SHIPPED = ("quickstart", "clock-change", "changes", "bedfordshire-stretched", "bedfordshire")
COUNTED = ("hotspot_guarantee", "hub_staff", "preferences")
"""Passes of which the proven best is the only right answer."""
WITHIN = {"share": 0.01, "tracking": 0.02, "kept": 0.0, "staffed": 0.0, "short": 0.0}
"""How far a measure may be off, by the last word of its name; any other by a fraction of its value."""
FRACTION = 0.03


def _solve(loaded: LoadedScenario, seed: int = 1) -> Schedule:
    schedule = plan(loaded.scenario, loaded.sha256, Options(seed=seed), Stop(), lambda _: None).schedule
    assert schedule is not None
    return schedule


Solve = Callable[[str], tuple[LoadedScenario, Schedule]]


@pytest.fixture(scope="session")
def solve_shipped() -> Solve:
    """A shipped scenario and its schedule; each is solved when it is asked for first."""

    @cache
    def solve(name: str) -> tuple[LoadedScenario, Schedule]:
        loaded = load_scenario(SCENARIOS / f"{name}.yaml")
        return loaded, _solve(loaded)

    return solve


def _summary(loaded: LoadedScenario, schedule: Schedule) -> dict[str, Any]:
    """What a golden schedule keeps."""
    document = schedule_document(schedule, loaded.scenario)
    required = [found for found in document["checks"]["violations"] if found["level"] == "required"]
    missed = [f"{found['hotspot']} {found['day']}" for found in required if found["rule"] == "hotspot_guarantee"]
    return {
        "status": document["result"]["status"],
        "stopped_by": document["result"]["stopped_by"],
        "passes": {one["pass"]: one["value"] for one in document["result"]["passes"]},
        "measures": document["measures"],
        "required_broken": {
            rule: sum(found["rule"] == rule for found in required)
            for rule in sorted({found["rule"] for found in required})
        },
        "windows_missed": sorted(missed),
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_is_solved_as_well_as_ever(name: str, solve_shipped: Solve) -> None:
    """Where a schedule is rightly different: `python -m tests.test_schedules NAME ...`, and look at what changes."""
    loaded, schedule = solve_shipped(name)
    found, kept = _summary(loaded, schedule), yaml.safe_load((GOLDEN / f"{name}.yaml").read_text("utf-8"))
    for exact in ("status", "stopped_by", "required_broken", "windows_missed"):
        assert found[exact] == kept[exact], exact
    assert list(found["passes"]) == list(kept["passes"])
    for one in COUNTED:
        assert found["passes"].get(one, 0) == pytest.approx(kept["passes"].get(one, 0), rel=0.005, abs=0.01), one
    assert list(found["measures"]) == list(kept["measures"])
    for measure, value in kept["measures"].items():
        within = WITHIN.get(measure.rsplit("_", 1)[-1], max(1.0, FRACTION * abs(value)))
        assert found["measures"][measure] == pytest.approx(value, abs=within + 1e-9), measure


@pytest.mark.parametrize("name", ["quickstart", "clock-change"])
def test_a_schedule_has_the_same_bytes_whatever_the_hash_seed(name: str, solve_shipped: Solve) -> None:
    """Sets are never written, nor decided by, in the order in which they are kept."""
    loaded, schedule = solve_shipped(name)
    text = "".join(dump(schedule_document(schedule, loaded.scenario)))
    for seed in ("1", "20"):
        command = [sys.executable, "-m", "rostering", "solve", str(SCENARIOS / f"{name}.yaml"), "-o", "-"]
        ran = subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert ran.stdout == text


def test_another_seed_gives_other_visit_times_and_as_good_a_plan(solve_shipped: Solve) -> None:
    loaded, schedule = solve_shipped("quickstart")
    other = _solve(loaded, seed=2)
    values, others = ({report.name: report.value for report in one.passes} for one in (schedule, other))
    assert [others.get(one, 0) for one in COUNTED] == pytest.approx([values.get(one, 0) for one in COUNTED])
    starts, other_starts = (
        {start for spot in one.plan.hotspots.values() for start in spot.visits} for one in (schedule, other)
    )
    assert len(starts & other_starts) < len(starts) / 2


def _keep(names: list[str]) -> None:
    """Write the golden schedules of these scenarios anew."""
    for name in names or SHIPPED:
        loaded = load_scenario(SCENARIOS / f"{name}.yaml")
        text = yaml.safe_dump(_summary(loaded, _solve(loaded)), sort_keys=False)
        (GOLDEN / f"{name}.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    _keep(sys.argv[1:])
