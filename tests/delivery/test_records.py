"""Visits as a patrol record keeps them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rostering.delivery import Delivered, are_pings, read_delivered
from rostering.files import InputError
from rostering.scenario import Scenario
from tests.delivery.test_pings import told
from tests.delivery.worlds import file_of, scenario_of

HEADER = "hotspot,start,end,officer\n"


def made_of(folder: Path, rows: str, scenario: Scenario | None = None, header: str = HEADER) -> Delivered:
    path = file_of(folder, header + rows)
    assert not are_pings(path)
    return read_delivered(path, scenario or scenario_of())


@pytest.mark.parametrize(
    "row",
    [
        "corner,2025-06-03T10:00,2025-06-03T10:20,pc-1",
        "corner,03/06/2025 10:00,03/06/2025 10:20,PC 1",
        "CORNER,3-Jun-25 10:00,10:20,pc 1",
        "corner,Tue 3 June 2025 10.00am,10.20am,pc-1",
        "corner,2025-06-03T09:00Z,2025-06-03T09:20:00Z,pc-1",
    ],
)
def test_times_in_the_forms_that_systems_write(tmp_path: Path, row: str) -> None:
    """An end without a day is on that of the start; officers and places are known by how they are called."""
    scenario = scenario_of(corner={"title": "Corner"})
    assert told(scenario, made_of(tmp_path, row, scenario)) == [("corner", "2025-06-03T10:00", 20, ("pc-1",))]


def test_a_day_of_its_own_and_a_night(tmp_path: Path) -> None:
    """An end before the start on the clock is on the next day where the visit is no longer than a few hours."""
    rows = "03/06/2025,corner,23:50,00:10\n04/06/2025,corner,2350,24:00\n"
    made = made_of(tmp_path, rows, header="date,hotspot,start,end\n")
    assert [(start, minutes) for _, start, minutes, _ in told(scenario_of(), made)] == [("2025-06-03T23:50", 20)]


def test_a_night_on_which_clocks_change(tmp_path: Path) -> None:
    """Real minutes count: 01:50 to 01:10 can be twenty minutes, and 00:50 to 02:05 two hours and more."""
    scenario = scenario_of(start=date(2025, 10, 20), corner={"last_patrolled": None})
    rows = "corner,2025-10-26T01:50+01:00,2025-10-26T01:10+00:00,\ncorner,2025-10-26T00:50,2025-10-26T02:05,\n"
    assert sorted(minutes for _, _, minutes, _ in told(scenario, made_of(tmp_path, rows, scenario))) == [20, 135]


def test_people_of_several_rows_are_one_crew(tmp_path: Path) -> None:
    """While both are there; one alone at a place for two does not count, and why is said with file and line."""
    rows = (
        "The Market,2025-06-03T10:00,2025-06-03T10:30,pc-1\n"
        "market,2025-06-03T10:05,2025-06-03T10:40,pc-2\n"
        "market,2025-06-04T10:00,2025-06-04T10:30,pc-1\n"
        "market,2025-06-05T10:00,2025-06-05T10:30,pc-1\n"
        "market,2025-06-05T10:20,2025-06-05T10:30,pc-2\n"
    )
    made = made_of(tmp_path, rows)
    assert told(scenario_of(), made) == [("market", "2025-06-03T10:05", 25, ("pc-1", "pc-2"))]
    assert [note.split("made.csv:")[1][:1] for note in made.notes] == ["4", "5", "6"]
    assert "The Market, Wed 4 Jun 10:00: does not count: 1 of a crew of 2" in made.notes[0]
    assert "10 min, 15 are the least" in made.notes[2]


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    """Unknown places and people, ends before starts, days that do not exist: each at its line."""
    rows = (
        "conrer,2025-06-03T10:00,2025-06-03T10:20,pc-9\n"
        "corner,2025-06-03T10:20,2025-06-03T10:00,pc-1\n"
        "corner,2025-06-03T10:21,10:00,pc-1\n"
        "corner,30/02/2025 10:00,10:20,pc-1\n"
        "corner,2025-06-03T10:00,2025-06-05T10:20,pc-1\n"
        "corner,2025-06-23T10:00,2025-06-23T10:20,pc-1\n"
        "corner,2025-06-04T10:00,2025-06-04T10:20,pc-1\n"
        "corner,2025-06-04T10:00,2025-06-04T10:30,pc-1\n"
        "corner,10:00,10:20,pc-1\n"
        'corner,2025-06-04T11:00,2025-06-04T11:30,pc-1,"more"\n'
    )
    with pytest.raises(InputError) as refused:
        made_of(tmp_path, rows)
    assert [(problem.line, problem.code) for problem in refused.value.problems] == [
        (2, "UNKNOWN_HOTSPOT"),
        (2, "UNKNOWN_OFFICER"),
        (3, "END_BEFORE_START"),
        (4, "END_BEFORE_START"),
        (5, "BAD_TIME"),
        (6, "TOO_LONG"),
        (7, "DATE_OUTSIDE_HORIZON"),
        (9, "DUPLICATE_VISIT"),
        (10, "BAD_TIME"),
        (11, "WRONG_LENGTH"),
    ]
    assert "did you mean corner?" in str(refused.value)
    assert "30/02/2025 does not exist in the calendar" in str(refused.value)


def test_other_days_are_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    """A month's record serves a week's schedule, and how much is left out is said."""
    rows = "corner,2025-06-23T10:00,2025-06-23T10:20,pc-1\ncorner,2025-06-04T10:00,2025-06-04T10:20,pc-1\n"
    made = read_delivered(file_of(tmp_path, HEADER + rows), scenario_of(), "skip")
    assert (len(told(scenario_of(), made)), made.notes) == (1, ("1 visit outside the schedule's days left out",))


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    """As with duties."""
    scenario = scenario_of(corner={"title": "Café"})
    path = file_of(tmp_path, (HEADER + "Café,2025-06-03T10:00,2025-06-03T10:20,\r\n").encode("cp1252"))
    made = read_delivered(path, scenario)
    assert len(made.visits["corner"]) == 1
    assert "cp1252" in made.notes[0]
