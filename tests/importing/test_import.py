"""``rostering import``: what a planner's file looks like afterwards, and what is refused."""

from __future__ import annotations

import difflib
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from rostering.files import load_scenario
from tests.importing.worlds import SCENARIO, Desk

ROOT = Path(__file__).parents[2]


def changed_lines(desk: Desk) -> list[str]:
    """Lines taken out and put in."""
    lines = difflib.unified_diff(SCENARIO.splitlines(), desk.text.splitlines(), n=0)
    return [line for line in lines if line[0] in "+-" and line[1] == " "]


def test_what_a_planner_wrote_stays(desk: Desk) -> None:
    """Comments, quotes, order and line breaks; days go where they belong by date."""
    rows = (
        "pc-1,2025-06-03,rest,,,\npc-1,2025-06-04,late,,,\npc-1,2025-06-06,,,,court\n"
        "pc-2,2025-06-02,late,,,\npc-2,2025-06-04,late,,,\npc-2,2025-06-08,early,,,\n"
        "pc-9,2025-06-02,early,,,\npc-9,2025-06-03,,,,training\n"
    )
    code, out, said = desk.import_rows(rows)
    assert (code, said) == (0, ""), said
    assert out == f"{desk.scenario_file}: 5 duties, 1 rest day, 2 days away, for 3 officers\n"
    assert changed_lines(desk) == [
        "-      2025-06-04: early   # Wednesday",
        "+      2025-06-03: rest",
        "+      2025-06-04: late   # Wednesday",
        "+    unavailable: {2025-06-06: court}",
        '-  pc-2: {role: pc, area: "north", published: {2025-06-03: late,  # swapped with Jones',
        '-      2025-06-05: "late"}, unavailable: {2025-06-07: leave}}',
        (
            '+  pc-2: {role: pc, area: "north", published: {2025-06-02: late, 2025-06-03: late, 2025-06-04: late,'
            "  # swapped with Jones"
        ),
        '+      2025-06-05: "late", 2025-06-08: early}, unavailable: {2025-06-07: leave}}',
        "+    published: {2025-06-02: early}",
        "+    unavailable: {2025-06-03: training}",
    ]


def test_a_new_key_stands_where_it_would_be_written(desk: Desk) -> None:
    """Before what usually follows it."""
    assert desk.import_rows("pc-1,2025-06-06,,,,court\n")[0] == 0
    assert desk.text.index("unavailable: {2025-06-06: court}") < desk.text.index("history:")


def test_a_horizon_that_is_not_in_our_time_is_refused(desk: Desk) -> None:
    """Without a traceback."""
    desk.write("small.yaml", SCENARIO.replace("start: 2025-06-02", "start: 9999-12-30"))
    assert desk.refused("pc-9,2025-06-02,early,,,\n")[0][0] == 4


def test_two_reasons_in_one_row_are_refused(desk: Desk) -> None:
    """Unless they are the same."""
    mapping = str(desk.write("mapping.yaml", MAPPING.replace("times: Hours", "away: Remark")))
    row = "PC 9,,04/06/2025,,AL,,{}\n"
    assert desk.refused(row.format("TRG"), "--mapping", mapping, header=MAPPED) == [(2, "TWO_REASONS")]
    for same in ("al", "leave"):
        assert desk.import_rows(row.format(same), "--mapping", mapping, "--dry-run", header=MAPPED)[0] == 0


def test_what_is_imported_again_changes_nothing(desk: Desk) -> None:
    """Not a byte."""
    rows = "pc-1,2025-06-03,rest,,,\nrelief-2,2025-06-04,late,14:00,24:00,\n"
    assert desk.import_rows(rows)[0] == 0
    before = desk.text
    assert desk.import_rows(rows)[1] == f"{desk.scenario_file}: nothing changes\n"
    assert desk.text == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(desk: Desk) -> None:
    """Day by day, runs of days together."""
    rows = (
        "pc-1,2025-06-04,late,,,\npc-1,2025-06-05,late,,,\npc-1,2025-06-06,late,,,\npc-2,2025-06-05,,,,sick\n"
        "pc-2,2025-06-07,early,,,\n"
    )
    code, out, said = desk.import_rows(rows, "--dry-run")
    assert (code, desk.text) == (0, SCENARIO)
    *lines, last = out.splitlines()
    assert lines == [
        "PC-1: Wed 4 Jun: late, was early",
        "PC-1: Thu 5 Jun to Fri 6 Jun: late",
        "PC-2: Thu 5 Jun: late gives way to the day away",
        "PC-2: Thu 5 Jun: away: sick",
    ]
    assert last == (
        f"{desk.scenario_file}: 3 duties, 1 day away, 1 duty taken out, for 2 officers would change; nothing is written"
    )
    assert said == "note: PC-2: Sat 7 Jun stays away (leave); the file has early\n"


def test_a_day_away_goes_before_a_duty_in_whatever_order_they_come(desk: Desk) -> None:
    """Leave may stand in the same file, or come later or earlier."""
    duties, leave = "pc-9,2025-06-02,early,,,\npc-9,2025-06-03,early,,,\n", "pc-9,2025-06-03,,,,leave\n"
    assert desk.import_rows(duties)[0] == desk.import_rows(leave)[0] == 0
    one_way = desk.scenario.people["pc-9"]
    desk.write("small.yaml", SCENARIO)
    assert desk.import_rows(leave)[0] == desk.import_rows(duties)[0] == 0
    other_way = desk.scenario.people["pc-9"]
    desk.write("small.yaml", SCENARIO)
    assert desk.import_rows(leave + duties)[0] == 0
    assert one_way == other_way == desk.scenario.people["pc-9"]
    assert one_way.published == {date(2025, 6, 2): "early"}
    assert one_way.unavailable == {date(2025, 6, 3): "leave"}


def test_duties_are_kept_on_days_away_where_the_rule_is_off(desk: Desk) -> None:
    """Then both may be, as in a scenario that somebody writes."""
    desk.write("small.yaml", SCENARIO + "rules: {availability: {level: off}}\n")
    assert desk.import_rows("pc-9,2025-06-03,early,,,leave\npc-2,2025-06-07,late,,,\n")[0] == 0
    people = desk.scenario.people
    assert (people["pc-9"].published, people["pc-9"].unavailable) == (
        {date(2025, 6, 3): "early"},
        {date(2025, 6, 3): "leave"},
    )
    assert (people["pc-2"].published or {})[date(2025, 6, 7)] == "late"
    assert desk.import_rows("pc-1,2025-06-02,,,,sick\n")[0] == 0
    assert (desk.scenario.people["pc-1"].published or {})[date(2025, 6, 2)] == "early"


def test_rest_is_kept_on_a_day_away(desk: Desk) -> None:
    """One does not contradict the other, and nothing is said of it."""
    assert desk.import_rows("pc-2,2025-06-07,rest,,,\n")[2] == ""
    person = desk.scenario.people["pc-2"]
    assert (person.published or {})[date(2025, 6, 7)] == "rest"
    assert person.unavailable == {date(2025, 6, 7): "leave"}


def test_a_duty_on_a_day_that_the_file_says_is_away_is_no_news(desk: Desk) -> None:
    """Systems keep the duty that leave was granted on."""
    code, out, said = desk.import_rows("pc-9,2025-06-03,early,,,leave\n")
    assert (code, said) == (0, "")
    assert "1 day away, for 1 officer" in out


def test_a_wish_that_the_file_settles_is_taken_out(desk: Desk) -> None:
    """Others stay; a wish about a day that is known would be refused."""
    wishes = "    requests: [{day: 2025-06-03, shift: rest}, {day: 2025-06-05, shift: late}]\n"
    desk.write("small.yaml", SCENARIO.replace("    area: north\nhotspots", f"    area: north\n{wishes}hotspots"))
    _, out, _ = desk.import_rows("pc-9,2025-06-03,early,,,\n", "--dry-run")
    assert "PC-9: Tue 3 Jun: the wish for rest is settled, and taken out" in out
    assert desk.import_rows("pc-9,2025-06-03,early,,,\n")[0] == 0
    assert [wish.day for wish in desk.scenario.people["pc-9"].requests] == [date(2025, 6, 5)]


def test_a_wish_about_a_day_away_stays_where_the_rule_is_off(desk: Desk) -> None:
    """It may still come true there."""
    wishes = "    requests: [{day: 2025-06-03, shift: late}]\n"
    text = SCENARIO.replace("    area: north\nhotspots", f"    area: north\n{wishes}hotspots")
    desk.write("small.yaml", text + "rules: {availability: {level: off}}\n")
    assert desk.import_rows("pc-9,2025-06-03,,,,leave\n")[0] == 0
    assert len(desk.scenario.people["pc-9"].requests) == 1


def test_people_of_one_entry_become_entries_of_their_own_where_they_differ(desk: Desk) -> None:
    """Where all get the same, the entry stays one."""
    assert desk.import_rows("relief-2,2025-06-03,late,,,\n")[0] == 0
    assert changed_lines(desk) == [
        "-  relief: {count: 3, role: pc, area: north}",
        "+  relief-1: {role: pc, area: north}",
        "+  relief-2: {role: pc, area: north, published: {2025-06-03: late}}",
        "+  relief-3: {role: pc, area: north}",
    ]
    desk.write("small.yaml", SCENARIO)
    assert desk.import_rows("".join(f"relief-{n},2025-06-03,late,,,\n" for n in (1, 2, 3)))[0] == 0
    assert "  relief: {count: 3, role: pc, area: north, published: {2025-06-03: late}}\n" in desk.text


def test_a_comment_that_would_be_lost_is_a_reason_to_refuse(desk: Desk) -> None:
    """With its line; nothing is written."""
    shared = "  relief: {count: 3, role: pc, area: north}"
    desk.write("small.yaml", SCENARIO.replace(shared, shared + "  # until the grant ends"))
    assert desk.refused("relief-2,2025-06-03,late,,,\n") == [(25, "COMMENT_LOST")]
    twice = SCENARIO.replace(shared, shared + "  # nothing is known")
    desk.write("small.yaml", twice)
    assert [code for _, code in desk.refused("relief-2,2025-06-03,late,,,\n")] == ["COMMENT_LOST"]


def test_a_file_that_repeats_parts_of_itself_is_refused(desk: Desk) -> None:
    """One of its parts cannot change alone."""
    text = SCENARIO.replace('area: "north", published', 'area: &n "north", published')
    desk.write("small.yaml", text.replace("    area: north\nhotspots", "    area: *n\nhotspots"))
    assert desk.refused("pc-9,2025-06-03,late,,,\n") == [(None, "NOT_EDITABLE")]


def test_line_ends_of_windows_stay(desk: Desk) -> None:
    """All of them, also of new lines."""
    desk.write("small.yaml", SCENARIO.replace("\n", "\r\n"))
    assert desk.import_rows("pc-9,2025-06-03,late,,,\npc-1,2025-06-03,late,,,\n")[0] == 0
    raw = desk.scenario_file.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") == SCENARIO.count("\n") + 2


def test_a_scenario_that_is_wrong_itself_is_named_by_its_own_lines(desk: Desk) -> None:
    """Whether types or meaning are wrong."""
    for good, bad, code in (
        ("crew: 1", "crew: many", "WRONG_TYPE"),
        ("{area: north, lat", "{area: sud, lat", "UNKNOWN"),
    ):
        desk.write("small.yaml", SCENARIO.replace(good, bad))
        (line, found), *_ = desk.refused("pc-9,2025-06-03,late,,,\n")
        assert (line, found.startswith(code)) == (30, True)


def test_what_the_file_breaks_is_named_by_the_lines_of_the_file(desk: Desk) -> None:
    """Or, where it breaks something else in the scenario, by that."""
    assert desk.refused("pc-9,2025-06-03,late,,,\npc-9,2025-06-04,,,,off\n") == [(3, "BAD_ID")]
    desk.write("small.yaml", SCENARIO + "overrides: {more: {officers.relief.count: 12}}\n")
    assert desk.refused("relief-2,2025-06-03,late,,,\n") == [(None, "NO_SUCH_PATH")]


BAD = """\
pc-0,2025-06-02,early,,,
pc-0,2025-06-03,early,,,
pc-9,30/02/2025,early,,,
pc-9,2025-06-02,earyl,,,
pc-9,2025-06-03,,08:00,18:00,
pc-9,2025-06-04,,17:00,07:30,
pc-9,2025-06-05,early,,,
pc-9,2025-06-05,late,,,
pc-9,2025-06-06,early,,,
pc-9,2025-06-06,rest,,,
pc-9,2025-07-06,late,,,
pc-9,2025-05-06,late,,,
PC 9,2025-06-07,late,,,
pc-9,2025-06-07,,25:00,17:00,
pc-9,2025-06-07,,,,
pc-9,2025-06-07,,2025-06-07 14:00,2025-06-07 09:00,
pc-9,2025-06-07,,2025-06-07 14:00,2025-06-09 09:00,
pc-9,2025-06-07,,2025-06-06 14:00,2025-06-07 00:00,
pc-9,2025-06-07,,,,Annual leave
pc-9,2025-06-07,early,06:00,14:00,
pc-9,2025-06-07,early,,,,x
,2025-06-07,early,,,
pc-1,2025-06-02,,,,leave
pc-1,2025-06-02,,,,court
pc-1,2025-06-05,early,,,
pc-1,2025-06-04,night,,,
pc-1,2025-06-06,early,07:00,,
pc-2,2025-06-05,night,,,
pc-2,2025-06-06,early,,,
"""


def test_times_are_a_night_until_they_are_too_long_for_one(desk: Desk) -> None:
    """Fourteen hours may be one that the scenario does not know; a duty of no length is none."""
    assert desk.refused("pc-9,2025-06-03,,17:00,07:00,\n") == [(2, "UNKNOWN_SHIFT")]
    assert desk.refused("pc-9,2025-06-03,,17:00,07:01,\n") == [(2, "END_BEFORE_START")]
    assert desk.refused("pc-9,2025-06-03,,07:00,2025-06-03 07:00,\n") == [(2, "END_BEFORE_START")]
    assert desk.refused("pc-9,2025-06-03,,07:00,2025-06-04 07:01,\n") == [(2, "DUTY_TOO_LONG")]
    assert desk.refused("pc-9,2025-06-03,,17:00,2025-06-04 08:00,\n") == [(2, "UNKNOWN_SHIFT")]
    mapping = str(desk.write("mapping.yaml", MAPPING))
    rows = "PC 1,,04/06/2025,04/06/2025,DUTY,0700-0700,\n"
    assert desk.refused(rows, "--mapping", mapping, header=MAPPED) == [(2, "END_BEFORE_START")]


def test_only_days_in_a_row_are_told_together(desk: Desk) -> None:
    """A gap begins a new line."""
    _, out, _ = desk.import_rows("".join(f"pc-9,2025-06-0{day},late,,,\n" for day in (2, 3, 5)), "--dry-run")
    assert out.splitlines()[:2] == ["PC-9: Mon 2 Jun to Tue 3 Jun: late", "PC-9: Thu 5 Jun: late"]


def test_every_problem_is_named_at_once_with_its_line(desk: Desk) -> None:
    """And nothing is written. A night that ends when the early begins is no overlap."""
    assert desk.refused(BAD) == [
        (2, "UNKNOWN_OFFICER"),
        (4, "BAD_DATE"),
        (5, "UNKNOWN_CODE"),
        (6, "UNKNOWN_SHIFT"),
        (7, "END_BEFORE_START"),
        (9, "OVERLAPPING_DUTIES"),
        (11, "TWO_DUTIES"),
        (12, "DATE_OUTSIDE_HORIZON"),
        (13, "DATE_OUTSIDE_HORIZON"),
        (14, "TWO_OFFICERS"),
        (15, "BAD_TIME"),
        (16, "NOTHING_TOLD"),
        (17, "END_BEFORE_START"),
        (18, "DUTY_TOO_LONG"),
        (19, "TWO_DAYS"),
        (20, "UNKNOWN_REASON"),
        (21, "OTHER_TIMES"),
        (22, "WRONG_LENGTH"),
        (23, "NO_OFFICER"),
        (25, "TWO_REASONS"),
        (28, "BAD_TIME"),
    ]


def test_what_is_wrong_in_many_rows_is_said_once(desk: Desk) -> None:
    """With the number of rows, the nearest known name, and what to do."""
    _, _, said = desk.import_rows(BAD)
    lines = said.splitlines()
    assert "no officer pc-0, and in 1 more row (did you mean pc-" in lines[0]
    assert "under shifts: from-0800-to-1800" in lines[3]
    assert "until the next day it would last 14 h 30 min" in lines[4]
    assert "1 row for days after the horizon, Mon 2 Jun to Sun 8 Jun: Sun 6 Jul (--outside skip" in lines[7]


def test_nights_that_go_on_into_the_next_duty_overlap(desk: Desk) -> None:
    """On the day after; the line is that of the second."""
    desk.write("small.yaml", SCENARIO.replace('end: "07:00"', 'end: "08:00"'))
    rows = "pc-9,2025-06-03,early,,,\npc-9,2025-06-02,night,,,\npc-1,2025-06-02,night,,,\npc-1,2025-06-03,rest,,,\n"
    assert desk.refused(rows) == [(2, "OVERLAPPING_DUTIES")]


def test_a_proposed_shift_can_be_added_as_it_is_said(desk: Desk) -> None:
    """Then the file is taken."""
    _, _, said = desk.import_rows("pc-9,2025-06-03,,08:00,18:00,\n")
    proposal = said.partition("under shifts: ")[2].rstrip(")\n")
    desk.write("small.yaml", SCENARIO.replace("officers:\n", f"  {proposal}\nofficers:\n", 1))
    assert desk.import_rows("pc-9,2025-06-03,,08:00,18:00,\n")[0] == 0
    assert desk.scenario.people["pc-9"].published == {date(2025, 6, 3): "from-0800-to-1800"}


def test_days_outside_the_horizon_are_left_out_or_kept_when_asked(desk: Desk) -> None:
    """Days before it are never kept."""
    rows = "pc-9,2025-06-03,late,,,\npc-9,2025-06-01,late,,,\npc-9,2025-06-09,late,,,\n"
    assert "2 days outside the horizon left out" in desk.import_rows(rows, "--outside", "skip")[2]
    assert desk.scenario.officers["pc-9"].published == {date(2025, 6, 3): "late"}
    desk.write("small.yaml", SCENARIO)
    assert desk.refused(rows, "--outside", "keep") == [(3, "DATE_OUTSIDE_HORIZON")]
    assert desk.import_rows(rows.replace("06-01", "06-02"), "--outside", "keep")[0] == 0
    assert date(2025, 6, 9) in (desk.scenario.officers["pc-9"].published or {})


MAPPING = """\
version: 1
columns: {officer: Collar No, name: Surname, day: From, until: To, duty: Code, times: Hours}
officers: {Big Al: pc-9}
shifts: {E: early}
by_times: [DUTY]
rest: [RD]
away: {AL: leave, TRG: training}
ignore: [OT]
"""
MAPPED = "Collar No,Surname,From,To,Code,Hours,Remark\n"


def test_columns_and_codes_mean_what_the_mapping_says(desk: Desk) -> None:
    """Leave goes over several days, and is cut at the edge of the horizon; codes to ignore are counted."""
    desk.write("mapping.yaml", MAPPING)
    rows = (
        "PC 1,Smith,02/06/2025,,e,0700-1700,\nPC 1,Smith,3-Jun-25,,rd,,\nPC 1,Smith,4 June 2025,,ot,0700-1100,\n"
        "pc-2,Jones,30/05/2025,04/06/2025,AL,,x\nBIG  AL,Best,Fri 6 Jun 2025,07/06/2025,Duty,2200x0700,\n"
    )
    code, _, said = desk.import_rows(rows, "--mapping", str(desk.folder / "mapping.yaml"), header=MAPPED)
    assert code == 0, said
    people = desk.scenario.people
    assert (people["pc-1"].published or {})[date(2025, 6, 3)] == "rest"
    assert (people["pc-1"].published or {})[date(2025, 6, 4)] == "early"
    assert [day.day for day in people["pc-2"].unavailable] == [2, 3, 4, 7]
    assert people["pc-2"].published == {date(2025, 6, 5): "late"}
    assert people["pc-9"].published == {date(2025, 6, 6): "night"}
    assert "columns that the mapping does not mention: Remark" in said
    assert "1 row with codes to ignore" in said
    assert "3 days outside the horizon left out" in said


def test_two_people_with_one_id_are_noticed_by_their_names(desk: Desk) -> None:
    """Upper and lower case are the same name."""
    desk.write("mapping.yaml", MAPPING)
    rows = "PC 1,Smith,02/06/2025,,E,,\npc 1,SMITH,03/06/2025,,E,,\nPC 1,Jones,04/06/2025,,E,,\n"
    assert desk.refused(rows, "--mapping", str(desk.folder / "mapping.yaml"), header=MAPPED) == [(4, "TWO_OFFICERS")]


def test_two_spellings_are_one_person_only_where_both_are_named(desk: Desk) -> None:
    """In the mapping, under officers."""
    rows = "Big Al,,02/06/2025,,E,,\nPC 9,,03/06/2025,,E,,\n"
    path = desk.write("mapping.yaml", MAPPING)
    assert desk.refused(rows, "--mapping", str(path), header=MAPPED) == [(3, "TWO_OFFICERS")]
    desk.write("mapping.yaml", MAPPING.replace("Big Al: pc-9", "Big Al: pc-9, PC 9: pc-9"))
    assert desk.import_rows(rows, "--mapping", str(path), header=MAPPED)[0] == 0


def test_absences_end_after_they_begin_and_within_a_year(desk: Desk) -> None:
    """A last day before the first one is refused."""
    desk.write("mapping.yaml", MAPPING)
    rows = "PC 1,,04/06/2025,03/06/2025,AL,,\nPC 1,,04/06/2025,05/06/2026,AL,,\nPC 1,,04/06/2025,31/06/2025,AL,,\n"
    found = desk.refused(rows, "--mapping", str(desk.folder / "mapping.yaml"), header=MAPPED)
    assert found == [(2, "END_BEFORE_START"), (3, "TOO_LONG"), (4, "BAD_DATE")]


def test_an_absence_that_ends_at_midnight_ends_on_the_day_before(desk: Desk) -> None:
    """As systems write it that tell both ends with a time."""
    rows = "pc-9,02/06/2025,,02/06/2025 00:00,05/06/2025 00:00,leave\n"
    rows += "pc-1,05/06/2025,,05/06/2025 09:00,06/06/2025 17:00,course\n"
    code, _, said = desk.import_rows(rows)
    assert code == 0, said
    assert [day.day for day in desk.scenario.people["pc-9"].unavailable] == [2, 3, 4]
    assert [day.day for day in desk.scenario.people["pc-1"].unavailable] == [5, 6]


@pytest.mark.parametrize(("start", "days"), [("2025-03-29", 2), ("2025-10-25", 2)])
def test_nights_on_which_the_clocks_change_are_the_shift_they_are(desk: Desk, start: str, days: int) -> None:
    """By the clock on the wall, or told from Greenwich."""
    horizon = "horizon: {start: 2025-06-02, days: 7}"
    text = SCENARIO.replace(horizon, f"horizon: {{start: {start}, days: {days}}}").replace(
        "    published:\n      2025-06-02: early   # Monday\n      2025-06-04: early   # Wednesday\n", ""
    )
    a, b = text.index("  pc-2:"), text.index("  # Three")
    desk.write("small.yaml", text[:a] + text[b:])
    first = date.fromisoformat(start)
    utc = ("22:00", "06:00") if first.month == 3 else ("21:00", "07:00")
    second = date(first.year, first.month, first.day + 1).isoformat()
    rows = f"pc-1,{start},,22:00,07:00,\npc-9,{start},,{start}T{utc[0]}Z,{second}T{utc[1]}Z,\n"
    code, _, said = desk.import_rows(rows)
    assert code == 0, said
    assert desk.scenario.people["pc-1"].published == desk.scenario.people["pc-9"].published == {first: "night"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("officer,day,duty,duty\n", "WRONG_HEADER"),
        ("oficer,day,duty,start\n", "NO_MAPPING"),
        ("officer,day\n", "NO_MAPPING"),
        ("officer,day,start\n", "NO_MAPPING"),
        ("officer,day,duty,start\n", "NO_MAPPING"),
        ("a,b,c,d\n", "NO_MAPPING"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(desk: Desk, header: str, expected: str) -> None:
    """In line 1."""
    assert desk.refused("pc-9,2025-06-02,early,07:00\n", header=header) == [(1, expected)]


def test_two_shifts_of_the_same_times_are_told_apart_by_codes_only(desk: Desk) -> None:
    """Nothing is chosen."""
    desk.write("small.yaml", SCENARIO.replace("officers:\n", '  desk: {start: "07:00", end: "17:00"}\nofficers:\n', 1))
    assert desk.refused("pc-9,2025-06-02,,07:00,17:00,\n") == [(2, "AMBIGUOUS_SHIFT")]
    assert desk.import_rows("pc-9,2025-06-02,desk,07:00,17:00,\n")[0] == 0


def test_a_workbook_is_read_as_a_text_is(desk: Desk) -> None:
    """Days and times are cells of their own kind there."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(("officer", "day", "duty", "start", "end", "away"))
    sheet.append(("pc-9", date(2025, 6, 2), None, time(14, 0), time(0, 0)))
    sheet.append(("PC-9", 45811, None, 0.9166666667, datetime(2025, 6, 4, 7, 0)))  # noqa: DTZ001 - a wall clock
    sheet.append(("pc-9", "5 June 2025", None, None, None, "training"))
    book.save(desk.folder / "duties.xlsx")
    code, _, said = desk.run("duties.xlsx")
    assert code == 0, said
    person = desk.scenario.people["pc-9"]
    assert person.published == {date(2025, 6, 2): "late", date(2025, 6, 3): "night"}
    assert person.unavailable == {date(2025, 6, 5): "training"}


def test_a_scenario_that_cannot_be_written_is_said_first(desk: Desk) -> None:
    """Exit code 2; a dry run does not mind."""
    desk.scenario_file.chmod(0o444)
    code, _, said = desk.import_rows("pc-9,2025-06-02,early,,,\n")
    assert (code, "read-only" in said) == (2, True)
    assert desk.import_rows("pc-9,2025-06-02,early,,,\n", "--dry-run")[0] == 0
    desk.scenario_file.chmod(0o644)


def test_shipped_scenarios_take_their_own_duties(desk: Desk) -> None:
    """The week of Bedfordshire: nothing changes."""
    path = ROOT / "scenarios" / "bedfordshire.yaml"
    scenario = load_scenario(path).scenario
    desk.write("small.yaml", path.read_text(encoding="utf-8"))
    rows = [
        f"{officer_id.upper()},{day:%d/%m/%Y},{shift},,,\n"
        for officer_id, officer in scenario.people.items()
        for day, shift in (officer.published or {}).items()
    ]
    assert desk.import_rows("".join(rows))[1] == f"{desk.scenario_file}: nothing changes\n"
