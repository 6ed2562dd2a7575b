"""A grid as points: which, under which names, and when one is still the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from rostering.files import InputError
from rostering.sweeping import Task, expand, read_grid


def tasks_of(scenario: Path, text: str) -> tuple[Task, ...]:
    grid = scenario.with_name("grid.yaml")
    grid.write_text(text, "utf-8")
    return expand(scenario, *read_grid(grid))


GRID = "grid: {travel.speed_kmh: [20, 30], roles.pc.weekly_hours: [37, 40]}\n"


def test_every_combination_is_a_point_in_the_order_of_the_file(scenario: Path) -> None:
    """The last path changes fastest; sets of names come first; named points last, on the scenario as it stands."""
    text = GRID + "scenarios: [[], [nobody]]\npoints: {slow: {travel.speed_kmh: 5}}\n"
    found = [task.point.parameters for task in tasks_of(scenario, text)]
    assert found == [
        *(
            {"scenario": names, "travel.speed_kmh": speed, "roles.pc.weekly_hours": hours}
            for names in ("", "nobody")
            for speed in (20, 30)
            for hours in (37, 40)
        ),
        {"scenario": "", "travel.speed_kmh": 5},
    ]


def test_a_point_keeps_its_name_when_the_grid_grows(scenario: Path) -> None:
    """What was planned under it is found again."""
    small = {task.point.point: task.point.sha256 for task in tasks_of(scenario, GRID)}
    grown = {task.point.point: task.point.sha256 for task in tasks_of(scenario, GRID.replace("30", "30, 50"))}
    assert len(small) == 4
    assert len(grown) == 6
    assert small.items() <= grown.items()


@pytest.mark.parametrize("change", ["crime: 11", "gap", "seed"])
def test_what_the_plan_depends_on_changes_the_checksum(scenario: Path, change: str) -> None:
    """The scenario, or how it is planned; not what it says beside, such as a comment."""
    before = tasks_of(scenario, GRID)
    scenario.write_text(scenario.read_text("utf-8") + "# a comment\n", "utf-8")
    assert [task.point for task in tasks_of(scenario, GRID)] == [task.point for task in before]
    solve = {"gap": "solve: {gap: 0.1}\n", "seed": "solve: {seed: 7}\n"}.get(change, "")
    if not solve:
        scenario.write_text(scenario.read_text("utf-8").replace("crime: 10", change), "utf-8")
    after = tasks_of(scenario, GRID + solve)
    assert [task.point.point for task in after] == [task.point.point for task in before]
    assert not {task.point.sha256 for task in after} & {task.point.sha256 for task in before}


def test_a_travel_matrix_is_sent_along_and_counts(scenario: Path) -> None:
    """Other journeys, another plan."""
    scenario.write_text(scenario.read_text("utf-8") + "travel: {matrix: m.csv}\n", "utf-8")
    matrix = scenario.with_name("m.csv")
    text = "grid: {roles.pc.weekly_hours: [37]}\n"
    sums = []
    for minutes in (5, 6):
        matrix.write_text(f"from,to,minutes\ntown,square,{minutes}\n", "utf-8")
        (task,) = tasks_of(scenario, text)
        assert task.files[1] == ("m.csv", matrix.read_bytes())
        sums.append(task.point.sha256)
    assert sums[0] != sums[1]


def test_every_override_that_fits_nothing_is_named_with_its_line(scenario: Path) -> None:
    """All at once; nothing is planned."""
    text = "grid:\n  travel.sped_kmh: [1, 2]\nscenarios: [[nobdy]]\npoints:\n  x:\n    officers.pc-2.area: town\n"
    with pytest.raises(InputError) as refused:
        tasks_of(scenario, text)
    assert [(problem.code, problem.line) for problem in refused.value.problems] == [
        ("NO_SUCH_PATH", 2),
        ("UNKNOWN_OVERRIDE", 3),
        ("NO_SUCH_PATH", 6),
    ]


@pytest.mark.parametrize("text", ["grid: {a: []}\n", "foo: 1\n", "solve: {gap: 2}\n", "points: {A: {}}\n", "grid: 3\n"])
def test_a_grid_that_is_none_is_refused(scenario: Path, text: str) -> None:
    """With its line."""
    with pytest.raises(InputError) as refused:
        tasks_of(scenario, text)
    assert {problem.line for problem in refused.value.problems} == {1}
    with pytest.raises(InputError, match="TOO_MANY"):
        tasks_of(scenario, f"grid: {{a: {list(range(400))}, b: {list(range(400))}}}\n")
