"""The folder of a sweep: what is whole counts, what is not is planned again."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import polars as pl
import pytest

from rostering.files import OutputError
from rostering.sweeping import Answer, Point, Record, Store, table_of, write_table
from rostering.sweeping.store import RECORD, SCENARIO, SCHEDULE

POINT = Point("slow", ("nobody",), {"travel.speed_kmh": 5}, "one")
PLANNED = Answer("", "a scenario\n", "a schedule\n", {"patrol_hours": 3.5, "visits": 2})


def place(store: Store) -> Path:
    return store.folder / "points" / "slow"


def test_what_is_kept_is_known_again(tmp_path: Path) -> None:
    """With its files beside it, and to another store of the same folder."""
    store = Store(tmp_path / "sweep")
    kept = store.keep(POINT, PLANNED)
    assert Store(store.folder).record(POINT) == kept
    assert kept.parameters == {"scenario": "nobody", "travel.speed_kmh": 5}
    assert kept.results == PLANNED.results
    assert (place(store) / SCENARIO).read_text("utf-8") == PLANNED.scenario
    assert (place(store) / SCHEDULE).read_text("utf-8") == PLANNED.schedule


def test_a_point_that_has_changed_is_not_known(tmp_path: Path) -> None:
    """The same name with another checksum is another what-if."""
    store = Store(tmp_path)
    store.keep(POINT, PLANNED)
    assert store.record(Point(POINT.point, POINT.names, POINT.settings, "two")) is None


@pytest.mark.parametrize("damage", ["", "{", '{"point": "slow"}', "[]"])
def test_a_damaged_record_counts_as_none(tmp_path: Path, damage: str) -> None:
    """Such as one a machine lost half of when its power went."""
    store = Store(tmp_path)
    store.keep(POINT, PLANNED)
    (place(store) / RECORD).write_text(damage, "utf-8")
    assert store.record(POINT) is None


def test_a_failure_leaves_no_schedule_of_before(tmp_path: Path) -> None:
    """A schedule beside a record that says failed would be of another plan."""
    store = Store(tmp_path)
    store.keep(POINT, PLANNED)
    kept = store.keep(POINT, Answer("infeasible", "a scenario\n"))
    assert (kept.status, kept.reason) == ("failed", "infeasible")
    assert sorted(path.name for path in place(store).iterdir()) == [RECORD, SCENARIO]


def test_a_point_is_not_known_before_all_its_files_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills while the schedule is written: no record, also none of an earlier plan."""
    store = Store(tmp_path)
    store.keep(POINT, PLANNED)
    flushed = list[int]()

    def fail(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        store.keep(POINT, PLANNED)
    assert store.record(POINT) is None


def test_two_sweeps_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second is refused, and may begin when the first has ended, however it ended."""
    with Store(tmp_path).held(), pytest.raises(OutputError, match="another sweep"), Store(tmp_path).held():
        pass
    with Store(tmp_path).held():
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file is in its way."""
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"), Store(tmp_path / "file" / "sweep").held():
        pass


def test_the_table_has_a_row_for_each_point_and_the_same_in_both_forms(tmp_path: Path) -> None:
    """Failures have no results; a parameter named like a result keeps a column of its own; mixed values are JSON."""
    records = [
        Record("a", "1", "done", "", {"visits": 9, "mixed": 1}, {"visits": 2, "patrol_hours": 3}),
        Record("b", "2", "done", "", {"visits": 8, "mixed": "x"}, {"visits": 4, "patrol_hours": 3.5}),
        Record("c", "3", "failed", "infeasible", {"visits": 7}),
    ]
    text, binary = write_table(table_of(records), tmp_path)
    frame = pl.read_parquet(binary)
    assert frame.columns == ["point", "point_status", "reason", "set_visits", "mixed", "visits", "patrol_hours"]
    assert frame["set_visits"].to_list() == [9, 8, 7]
    assert frame["mixed"].to_list() == ["1", '"x"', None]
    assert frame["visits"].to_list() == [2, 4, None]
    assert frame["patrol_hours"].to_list() == [3.0, 3.5, None]
    assert pl.read_csv(text)["patrol_hours"].to_list() == [3.0, 3.5, None]
