"""The next scenario as a file: what a planner wrote stays as it was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rostering.cli import main
from rostering.files import load_scenario
from rostering.files.rewriting import rewritten
from rostering.files.yaml_reading import document_of
from tests.following.worlds import following, plan_of, world

SCENARIO = """\
# © a planner
version: 1
name: small   # short
horizon: {start: 2025-06-02, days: 7}
demand: {weights: {need: 1.0}}
areas: {north: {base: {lat: 51.9, lon: -0.4}, demand: {need: 1}}}
roles: {pc: {}}
shifts: {early: {start: "07:00", end: "17:00"}}
officers:
  # The sergeant's own.
  pc-1:
    role: pc
    area: north
    published:
      2025-06-02: early   # Monday
      2025-06-03: early
  # Three alike.
  relief: {count: 3, role: pc, area: "north"}
  # The last one.
  pc-9: {role: pc, area: north, unavailable: {2025-06-04: leave}}
hotspots:
  corner: {area: north, lat: 51.9, lon: -0.4, crew: 1, open: [{from: "10:00", to: "16:00"}]}  # shops
"""
SCHEDULE = """\
version: 1
schedule: {scenario: small, scenario_sha256: "0", rostering: 0.1.0, solver: none, seed: 1}
result: {status: feasible, passes: [], stopped_by: proof}
officers:
  pc-1:
    2025-06-02: {shift: early, activities: [{from: "10:00", to: "10:15", do: visit, hotspot: corner}]}
    2025-06-03: {shift: early, activities: []}
  relief-2:
    2025-06-08: {shift: early, activities: []}
hotspots: {corner: {area: north, visits: [2025-06-02T10:00]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small.yaml").write_text(SCENARIO, encoding="utf-8")
    (tmp_path / "small.schedule.yaml").write_text(SCHEDULE, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["next", str(folder / "small.schedule.yaml"), "-o", str(folder / "week-24.yaml"), *options])
    return int(left.value.code or 0)


def test_what_does_not_change_is_not_touched(folder: Path) -> None:
    """Comments, quotes and order stay; people of one entry with different histories become entries of their own."""
    assert run(folder) == 0
    assert (folder / "week-24.yaml").read_text(encoding="utf-8") == SCENARIO.replace(
        "name: small ", "name: week-24 "
    ).replace("start: 2025-06-02, days", "start: 2025-06-09, days").replace(
        "    published:\n      2025-06-02: early   # Monday\n      2025-06-03: early\n",
        "    history: {last_duty_ends: 2025-06-03T17:00, hours_last_16_weeks: 20, hours_by_week: [20], "
        'consecutive_rest_days: 5, recent_weekends: ["off"]}\n',
    ).replace(
        '  relief: {count: 3, role: pc, area: "north"}\n',
        "  relief-1: {role: pc, area: north, history: {hours_by_week: [0], consecutive_rest_days: 7, "
        'recent_weekends: ["off"]}}\n'
        "  relief-2: {role: pc, area: north, history: {last_duty_ends: 2025-06-08T17:00, consecutive_days: 1, "
        "hours_last_16_weeks: 10, hours_by_week: [10], last_shift: early, recent_weekends: [worked], "
        "counts: {weekends: 1}}}\n"
        "  relief-3: {role: pc, area: north, history: {hours_by_week: [0], consecutive_rest_days: 7, "
        'recent_weekends: ["off"]}}\n',
    ).replace(
        "unavailable: {2025-06-04: leave}",
        'history: {hours_by_week: [0], consecutive_rest_days: 7, recent_weekends: ["off"]}',
    ).replace('[{from: "10:00", to: "16:00"}]}', '[{from: "10:00", to: "16:00"}], last_patrolled: 2025-06-02T10:15}')


def test_the_next_scenario_is_valid_and_has_the_same_people(folder: Path) -> None:
    """It can be planned as it is, for as many days as asked."""
    assert run(folder, "--days", "14") == 0
    before, after = load_scenario(folder / "small.yaml").scenario, load_scenario(folder / "week-24.yaml").scenario
    assert after.horizon.days == 14
    assert set(after.people) == set(before.people)


def test_bad_visits_leave_nothing_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, every problem on standard error, no file."""
    (folder / "visits.csv").write_text("hotspot,start,minutes\nconer,2025-06-02T10:00,15\ncorner,now,0\n")
    assert run(folder, "--delivered", str(folder / "visits.csv")) == 2
    assert not (folder / "week-24.yaml").exists()
    err = capsys.readouterr().err
    assert all(word in err for word in ("visits.csv:2", "did you mean corner?", "visits.csv:3", "BAD_TIME"))


def test_a_planned_visit_that_was_not_delivered_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a file of visits only those in it move clocks."""
    (folder / "visits.csv").write_text("hotspot,start,minutes\ncorner,2025-06-03T11:00,15\ncorner,2025-06-05T11:00,5\n")
    assert run(folder, "--delivered", str(folder / "visits.csv")) == 0
    said = capsys.readouterr()
    assert "visits.csv:3: corner, Thu 5 Jun 11:00: does not count: 5 min, 15 are the least" in said.err
    assert "corner: last patrolled Tue 3 Jun 11:15, by the plan Mon 2 Jun 10:15" in said.err
    assert "2 delivered visits, of which 1 count" in said.out
    assert "last_patrolled: 2025-06-03T11:15" in (folder / "week-24.yaml").read_text(encoding="utf-8")


def test_blocks_and_patterns_go_on_where_they_are() -> None:
    """What would be counted from the first day of a horizon is counted from the first day of this one."""
    content = world(
        contracts={"part": {"pattern": [{"mon": ["early"]}, {"tue": ["early"]}]}},
        rules={"hotspot_guarantee": {"counted": "blocks"}},
        pay={"as_of": "2025-05-20"},
    )
    moved = following(content, plan_of(pc_1="......."))
    assert moved["contracts"]["part"]["pattern_from"] == "2025-06-02"
    assert moved["rules"]["hotspot_guarantee"]["blocks_from"] == "2025-06-02"
    assert moved["pay"]["as_of"] == "2025-05-27"


def test_staffing_for_days_that_are_over_is_dropped() -> None:
    """An entry that then says nothing goes with it."""
    dated = {"dates": {"2025-06-04": {"min": 1}}}
    content = world(staffing={"north": {"early": dated, "late": {"min": 1, **dated}}})
    assert following(content, plan_of(pc_1="......."))["staffing"] == {"north": {"late": {"min": 1}}}


def test_a_text_with_aliases_is_written_afresh() -> None:
    """Of a part that is repeated, one repetition cannot change alone."""
    document = document_of("x.yaml", b"# note\na: &one {b: 1, 2: 3}\nc: *one\n")
    content = {"a": {"b": 2, 2: 3}, "c": {"b": 1, 2: 3}}
    fresh = rewritten(document, content)
    assert not fresh.keeps_comments
    assert document_of("y.yaml", fresh.text.encode()).content == content


AHEAD = """\
    published: {2025-06-02: early, 2025-06-10: early, 2025-06-11: rest}
    unavailable: {2025-06-12: leave}
    requests: [{day: 2025-06-13, shift: rest}, {day: 2025-06-05, shift: rest}]
"""


def test_what_is_known_of_the_weeks_after_is_kept_for_them(folder: Path) -> None:
    """Duties, leave and requests after the horizon are nothing to this plan, and all there in the next scenario."""
    text = SCENARIO.partition("    published:")[0] + AHEAD + "  # Three" + SCENARIO.partition("  # Three")[2]
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    before = load_scenario(folder / "small.yaml").scenario
    one = before.people["pc-1"]
    assert list(one.published or ()) == [date(2025, 6, 2)]
    assert (one.unavailable, len(one.requests)) == ({}, 1)
    assert run(folder) == 0
    after = load_scenario(folder / "week-24.yaml").scenario.people["pc-1"]
    assert after.published == {date(2025, 6, 10): "early", date(2025, 6, 11): "rest"}
    assert after.unavailable == {date(2025, 6, 12): "leave"}
    assert [request.day for request in after.requests] == [date(2025, 6, 13)]
