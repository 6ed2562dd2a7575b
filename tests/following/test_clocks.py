"""Clocks of hotspots over the edge of a horizon, as planned and as delivered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from rostering.delivery import read_delivered
from rostering.files import InputError
from rostering.following import last_patrolled
from rostering.measures.guarantee import counted_visits
from rostering.scenario import Scenario
from tests.following.worlds import plan_of, read, with_visit, world

HEADER = "hotspot,start,minutes,officers\n"
CORNER = {"area": "north", "lat": 51.9, "lon": -0.4, "crew": 2, "lead": ["pc"], "last_patrolled": "2025-06-01T10:00"}


def delivered(tmp_path: Path, scenario: Scenario, rows: str, header: str = HEADER) -> str:
    """When the corner was last patrolled, by a file of visits."""
    path = tmp_path / "visits.csv"
    path.write_text(header + rows, encoding="utf-8")
    made = read_delivered(path, scenario)
    return scenario.horizon.moment_text(last_patrolled(scenario, made.visits)["corner"])


def corner(**more: Any) -> Scenario:
    return read(
        world({"pc-1": {}, "pc-2": {}, "cadet": {"role": "cadet"}}, **more)
        | {"roles": {"pc": {}, "cadet": {}}, "hotspots": {"corner": CORNER}}
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("corner,2025-06-07T10:00,15,2", "2025-06-07T10:15"),
        ("corner,2025-06-07T10:00,15,", "2025-06-07T10:15"),
        ("corner,2025-06-07T10:00,15,pc-1 cadet", "2025-06-07T10:15"),
        ("corner,2025-06-07T10:00,14,2", "2025-06-01T10:00"),
        ("corner,2025-06-07T10:00,15,1", "2025-06-01T10:00"),
        ("corner,2025-06-07T10:00,15,pc-1", "2025-06-01T10:00"),
        ("corner,2025-06-08T23:50,30,2", "2025-06-09T00:00"),
        ("corner,2025-06-05T23:50,40,2", "2025-06-06T00:14"),
        ("", "2025-06-01T10:00"),
    ],
)
def test_what_counts_of_delivered_visits(tmp_path: Path, row: str, expected: str) -> None:
    """Long enough, by a whole crew where that is told; it ends by the horizon's end and on the day of its start."""
    assert delivered(tmp_path, corner(), row) == expected


def test_a_visit_by_nobody_who_may_lead_does_not_count(tmp_path: Path) -> None:
    """Two cadets are a crew in number only."""
    people = {"pc-1": {}, "cadet-1": {"role": "cadet"}, "cadet-2": {"role": "cadet"}}
    scenario = read(world(people) | {"roles": {"pc": {}, "cadet": {}}, "hotspots": {"corner": CORNER}})
    assert delivered(tmp_path, scenario, "corner,2025-06-07T10:00,15,cadet-1 cadet-2") == "2025-06-01T10:00"


def test_planned_visits_move_clocks_and_short_ones_do_not() -> None:
    """Without a file the plan's visits that count are taken as made."""
    scenario = read(world())
    plan = with_visit(plan_of(pc_1="E..E..."), scenario, "2025-06-02T10:00")
    plan = with_visit(plan, scenario, "2025-06-05T10:00", minutes=10)
    told = last_patrolled(scenario, counted_visits(scenario, plan))
    assert scenario.horizon.moment_text(told["corner"]) == "2025-06-02T10:15"


def test_a_hotspot_never_visited_counts_from_the_start() -> None:
    """Its windows over the edge are owed all the same."""
    assert last_patrolled(read(world()), {}) == {"corner": 0}


def test_every_bad_row_is_named_with_its_line(tmp_path: Path) -> None:
    """Unknown places and people, wrong times and numbers, days outside, repeats: all at once."""
    rows = (
        "coner,2025-06-02T10:00,15,2\n"
        "corner,Monday at ten,15,2\n"
        "corner,2025-06-09T00:00,15,2\n"
        "corner,2025-06-03T10:00,long,2\n"
        "corner,2025-06-04T10:00,0,2\n"
        "corner,2025-06-05T10:00,15,pc-9\n"
        "\n"
        "corner,2025-06-06T10:00,15,2\n"
        "corner,2025-06-06T10:00,20,2\n"
        "corner,2025-06-07T10:00\n"
    )
    with pytest.raises(InputError) as refused:
        delivered(tmp_path, corner(), rows)
    assert [(problem.line, problem.code) for problem in refused.value.problems] == [
        (2, "UNKNOWN_HOTSPOT"),
        (3, "BAD_TIME"),
        (4, "DATE_OUTSIDE_HORIZON"),
        (5, "WRONG_TYPE"),
        (6, "OUT_OF_RANGE"),
        (7, "UNKNOWN_OFFICER"),
        (10, "DUPLICATE_VISIT"),
        (11, "WRONG_LENGTH"),
    ]
    assert "did you mean corner?" in str(refused.value)
    assert re.search(r"visits.csv:10: DUPLICATE_VISIT .* first in line 9", str(refused.value))


@pytest.mark.parametrize(
    "header", ["hotspot,start\n", "hotspot,start,minutes,colour\n", "start,start,hotspot,minutes\n"]
)
def test_a_header_with_other_columns_is_refused(tmp_path: Path, header: str) -> None:
    """The columns are known, and each is there once."""
    with pytest.raises(InputError, match="WRONG_HEADER"):
        delivered(tmp_path, corner(), "", header)
