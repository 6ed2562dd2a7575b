"""Visits out of positions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rostering.delivery import Delivered, PingRules, are_pings, chunks, delivered_by_pings
from rostering.files import InputError
from rostering.scenario import Scenario
from tests.delivery.worlds import MARKET, file_of, pings, scenario_of

HEADER = "officer,time,lat,lon\n"
QUARTER = range(0, 901, 60)


def made_of(folder: Path, text: str | bytes, scenario: Scenario | None = None, **rules: float) -> Delivered:
    given = text if isinstance(text, bytes) else HEADER + text
    return delivered_by_pings(file_of(folder, given), scenario or scenario_of(), PingRules(**rules))  # type: ignore[arg-type]


def told(scenario: Scenario, delivered: Delivered) -> list[tuple[str, str, int, tuple[str, ...]]]:
    moment = scenario.horizon.moment_text
    return [
        (spot, moment(visit.start), visit.end - visit.start, visit.crew)
        for spot, visits in sorted(delivered.visits.items())
        for visit in visits
    ]


def codes(folder: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(InputError) as refused:
        made_of(folder, text)
    return [(problem.line, problem.code) for problem in refused.value.problems]


def test_a_quarter_of_an_hour_inside_is_a_visit(tmp_path: Path) -> None:
    """From the first position inside to the last."""
    delivered = made_of(tmp_path, pings("pc-1", "2025-06-03T10:00", QUARTER))
    assert told(scenario_of(), delivered) == [("corner", "2025-06-03T10:00", 15, ("pc-1",))]
    assert delivered.uncounted == {}


def test_one_second_less_is_none(tmp_path: Path) -> None:
    """A minute begun is not a minute; it is told as one that does not count."""
    delivered = made_of(tmp_path, pings("pc-1", "2025-06-03T10:00", range(1, 901, 1)))
    assert delivered.visits == {}
    assert {spot: len(starts) for spot, starts in delivered.uncounted.items()} == {"corner": 1}


@pytest.mark.parametrize(("gap", "visits"), [(120, 1), (121, 0)])
def test_a_gap_over_the_limit_breaks_a_visit(tmp_path: Path, gap: int, visits: int) -> None:
    """Two minutes are let pass, a second more is not."""
    seconds = [*range(0, 421, 60), *range(420 + gap, 901, 1), 900]
    rows = "".join(pings("pc-1", "2025-06-03T10:00", range(one, one + 1)) for one in seconds[:-1])
    assert len(made_of(tmp_path, rows).visits.get("corner", ())) == visits
    assert len(made_of(tmp_path, rows, gap=121).visits["corner"]) == 1


@pytest.mark.parametrize(("metres", "visits"), [(149.9, 1), (150.1, 0)])
def test_the_radius_is_the_edge(tmp_path: Path, metres: float, visits: int) -> None:
    """Measured on the Earth, not in degrees."""
    rows = pings("pc-1", "2025-06-03T10:00", QUARTER, north=metres)
    assert len(made_of(tmp_path, rows).visits.get("corner", ())) == visits
    assert len(made_of(tmp_path, rows, radius=151).visits["corner"]) == 1


def test_one_position_outside_breaks_a_visit(tmp_path: Path) -> None:
    """Though the positions inside around it are near enough to each other in time."""
    rows = pings("pc-1", "2025-06-03T10:00", QUARTER) + pings("pc-1", "2025-06-03T10:00", range(450, 451), north=400)
    assert made_of(tmp_path, rows).visits == {}


def test_a_crew_is_there_while_all_of_it_is(tmp_path: Path) -> None:
    """The market takes two: the quarter of an hour counts from when the second is there."""
    rows = pings("pc-1", "2025-06-03T10:00", range(0, 1801, 60), hotspot=MARKET)
    late = pings("pc-2", "2025-06-03T10:10", range(0, 1201, 60), hotspot=MARKET)
    assert told(scenario_of(), made_of(tmp_path, rows + late)) == [("market", "2025-06-03T10:10", 20, ("pc-1", "pc-2"))]
    alone = made_of(tmp_path, rows)
    assert (alone.visits, len(alone.uncounted["market"])) == ({}, 1)


def test_somebody_who_may_not_go_is_not_seen(tmp_path: Path) -> None:
    """A cadet neither makes a visit nor spoils one."""
    scenario = scenario_of(corner={"roles": ["pc"]})
    cadet = pings("cadet-1", "2025-06-03T10:00", range(0, 1801, 60))
    assert made_of(tmp_path, cadet, scenario).visits == {}
    both = made_of(tmp_path, cadet + pings("pc-1", "2025-06-03T10:05", QUARTER), scenario)
    assert told(scenario, both) == [("corner", "2025-06-03T10:05", 15, ("pc-1",))]


def test_the_order_of_rows_and_the_size_of_pieces_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted by time, by officer, or not at all."""
    rows = [
        *pings("pc-1", "2025-06-03T10:00", range(0, 1201, 40)).splitlines(keepends=True),
        *pings("pc-2", "2025-06-03T10:07", range(0, 1201, 40)).splitlines(keepends=True),
        *pings("pc-2", "2025-06-04T10:07", range(0, 1201, 40)).splitlines(keepends=True),
    ]
    expected = told(scenario_of(), made_of(tmp_path, "".join(rows)))
    assert len(expected) == 2
    monkeypatch.setattr(chunks, "CHUNK", 300)
    for some in (
        rows,
        sorted(rows, key=lambda row: row.split(",")[1]),
        rows[::-1],
        rows[::3] + rows[1::3] + rows[2::3],
    ):
        assert told(scenario_of(), made_of(tmp_path, "".join(some))) == expected


@pytest.mark.parametrize(
    "form",
    ["%d/%m/%Y %H:%M:%S", "%d-%b-%y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000", "%Y-%m-%dT%H:%M:%S+01:00"],
)
def test_times_in_the_forms_that_systems_write(tmp_path: Path, form: str) -> None:
    """To the second, the day before the month."""
    moments = (datetime(2025, 6, 3, 10, second // 60, second % 60, tzinfo=UTC) for second in QUARTER)
    rows = "".join(f"PC 1,{moment.strftime(form)},51.9,-0.4\n" for moment in moments)
    assert told(scenario_of(), made_of(tmp_path, rows)) == [("corner", "2025-06-03T10:00", 15, ("pc-1",))]


def test_a_night_on_which_clocks_change(tmp_path: Path) -> None:
    """With offsets, ten minutes before and ten after clocks go back are twenty in a row; without, the hour that comes
    twice is its first pass, and that is said.
    """
    scenario = scenario_of(start=date(2025, 10, 20), corner={"last_patrolled": None})
    before = [f"pc-1,2025-10-26T01:{minute}:00+01:00,51.9,-0.4\n" for minute in range(50, 60)]
    after = [f"pc-1,2025-10-26T01:{minute:02}:00+00:00,51.9,-0.4\n" for minute in range(11)]
    delivered = made_of(tmp_path, "".join(before + after), scenario)
    assert told(scenario, delivered) == [("corner", "2025-10-26T01:50", 20, ("pc-1",))]
    assert delivered.notes == ()
    unclear = made_of(tmp_path, "".join(before + after).replace("+01:00", "").replace("+00:00", ""), scenario)
    assert unclear.visits == {}
    assert any("21 positions in the hour that came twice" in note for note in unclear.notes)


def test_a_visit_over_the_end_of_the_horizon_is_whole(tmp_path: Path) -> None:
    """It belongs to the day on which it begins; one that begins before or after the horizon is not of it."""
    rows = pings("pc-1", "2025-06-08T23:50", range(0, 600, 60)) + pings("pc-1", "2025-06-09T00:00", range(0, 601, 60))
    before = pings("pc-2", "2025-06-01T12:00", QUARTER)
    assert told(scenario_of(), made_of(tmp_path, before + rows)) == [("corner", "2025-06-08T23:50", 20, ("pc-1",))]


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    """Each with the first line it is in."""
    good = "pc-1,2025-06-03T10:00:00,51.9,-0.4\n"
    rows = (
        "pc-9,2025-06-03T10:00:00,51.9,-0.4\n"
        "pc-1,30/02/2025 10:00,51.9,-0.4\n"
        "pc-1,2025-06-03T10:01:00,-0.4,51.9\n"
        "pc-1,2025-06-03T10:02:00,north,-0.4\n"
        "pc-1,2025-06-03T10:03:00,51.9,-200\n"
        "pc-1,2025-07-03T10:03:00,51.9,-0.4\n"
        "\n"
        "pc-1,2025-06-03T10:03:00,51,9,-0,4\n"
        ",2025-06-03T10:03:00,51.9,-0.4\n"
        "pc-9,2025-06-03T10:00:00,51.9,-0.4\n"
    )
    assert codes(tmp_path, good + rows) == [
        (3, "UNKNOWN_OFFICER"),
        (4, "BAD_TIME"),
        (5, "SWAPPED_COORDINATES"),
        (6, "WRONG_TYPE"),
        (7, "OUT_OF_RANGE"),
        (8, "DATE_OUTSIDE_HORIZON"),
        (10, "WRONG_LENGTH"),
        (11, "NO_OFFICER"),
    ]
    with pytest.raises(InputError, match="does not exist in the calendar"):
        made_of(tmp_path, rows)
    with pytest.raises(InputError, match="no officer pc-9, and in 1 more row"):
        made_of(tmp_path, rows)


def test_many_wrong_values_are_counted_not_listed(tmp_path: Path) -> None:
    """A file of another force is a screen of problems, not a book."""
    rows = "".join(f"pc-{number},2025-06-03T10:00:00,51.9,-0.4\n" for number in range(100, 1100))
    with pytest.raises(InputError) as refused:
        made_of(tmp_path, rows)
    assert len(refused.value.problems) == 21


@pytest.mark.parametrize(
    ("header", "code"),
    [("officer,time,lat\n", "WRONG_HEADER"), ("officer,time,lat,lon,lat\n", "WRONG_HEADER"), ("\n", "WRONG_HEADER")],
)
def test_wrong_headers_are_refused(tmp_path: Path, header: str, code: str) -> None:
    """In line 1."""
    assert codes(tmp_path, (header + "pc-1,2025-06-03T10:00:00,51.9,-0.4\n").encode())[0] == (1, code)


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("officer,", "officer,station,").replace("pc-1,", "pc-1,caf\xe9,").encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace("lat,lon", "Latitude,LNG").encode(),
    ],
)
def test_files_as_programs_write_them(tmp_path: Path, encoded: object) -> None:
    """A byte-order mark, Windows text, line ends, semicolons, other names of columns."""
    raw = encoded(HEADER + pings("pc-1", "2025-06-03T10:00", QUARTER))  # type: ignore[operator]
    assert are_pings(file_of(tmp_path, raw))
    assert told(scenario_of(), made_of(tmp_path, raw)) == [("corner", "2025-06-03T10:00", 15, ("pc-1",))]


def test_positions_without_a_place_are_left_out_and_told(tmp_path: Path) -> None:
    """A receiver without a fix tells nothing, or 0 and 0; the gap that it leaves counts."""
    rows = pings("pc-1", "2025-06-03T10:00", QUARTER)
    places = ["51.9,-0.4"] * 6 + ["0,0", ",", "0.0,0.0"] + ["51.9,-0.4"] * 7
    moments = [row.rsplit(",", 2)[0] for row in rows.splitlines()]
    lost = "".join(f"{moment},{place}\n" for moment, place in zip(moments, places, strict=True))
    delivered = made_of(tmp_path, lost)
    assert delivered.visits == {}
    assert "3 positions without a place (empty, or 0 and 0) left out" in delivered.notes
    assert len(made_of(tmp_path, lost, gap=240).visits["corner"]) == 1
