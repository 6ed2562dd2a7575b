"""A plan of the quickstart scenario, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from rostering.files import load_scenario
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.scheduling import plan
from rostering.solve import Options, Stop

QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


@pytest.fixture(scope="session")
def quickstart() -> tuple[Scenario, Plan]:
    loaded = load_scenario(QUICKSTART)
    outcome = plan(loaded.scenario, loaded.sha256, Options(gap=0.05), Stop(), lambda _: None)
    assert outcome.schedule is not None
    return loaded.scenario, outcome.schedule.plan
