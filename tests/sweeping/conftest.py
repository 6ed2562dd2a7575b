"""A scenario that is planned in a moment, and functions that other processes can be sent."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

SCENARIO = """
version: 1
name: tiny
horizon: {start: 2025-06-02, days: 3, timezone: Europe/London}
demand: {weights: {crime: 1.0}}
areas:
  town: {base: {lat: 52.1, lon: -0.4}, demand: {crime: 10}}
roles:
  pc: {weekly_hours: 40, annual_cost: 67500, abstraction: 0.0}
shifts:
  early: {start: "07:00", end: "17:00"}
officers:
  pc-1: {role: pc, area: town, published: {2025-06-02: early, 2025-06-03: early, 2025-06-04: rest}}
hotspots:
  square: {area: town, lat: 52.11, lon: -0.41, crew: 1, demand: {crime: 3}, last_patrolled: 2025-06-01T12:00}
overrides:
  nobody: {officers.pc-1.published.2025-06-02: rest}
"""
STAND_INS = """
import os, pathlib, time
from rostering.sweeping import Answer

HERE = pathlib.Path(__file__).parent


def _note(task):
    with (HERE / "calls").open("a") as calls:
        calls.write(task.point.point + "\\n")


def answers(task, requested=None):
    _note(task)
    return Answer("", "scenario", "schedule", {"number": len(task.point.point)})


def slow_to_tell(task, requested=None):
    return Answer("", "scenario", "schedule", {"slow": 0.05})


def dies_at_bad(task, requested=None):
    _note(task)
    if task.point.point == "bad":
        os._exit(1)
    return Answer("", "scenario", "schedule", {})


def dies_once(task, requested=None):
    mark = HERE / ("died-" + task.point.point)
    if task.point.point == "bad" and not mark.exists():
        mark.touch()
        os._exit(1)
    return answers(task)


def waits(task, requested):
    while not requested.is_set():
        time.sleep(0.01)
    return Answer("stopped")
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.yaml"
    path.write_text(SCENARIO, "utf-8")
    return path


@pytest.fixture
def stand_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module that processes started from here can import, too; it notes its calls in a file `calls` beside it."""
    folder = tmp_path / "modules"
    folder.mkdir()
    name = f"stand_ins_{abs(hash(str(tmp_path)))}"
    (folder / f"{name}.py").write_text(STAND_INS, "utf-8")
    monkeypatch.syspath_prepend(folder)
    return importlib.import_module(name)
