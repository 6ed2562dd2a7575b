"""What is handed out holds what the plan holds, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from openpyxl import load_workbook
from pypdf import PdfReader

from rostering.cli import main
from rostering.exporting.calendars import calendars, officer_calendar
from rostering.exporting.duties_csv import written
from rostering.exporting.features import features
from rostering.exporting.folder import write_folder
from rostering.exporting.sheet_html import html
from rostering.exporting.sheet_pdf import pdf
from rostering.exporting.sheets import Person, Sheet, Stop, sheets
from rostering.exporting.workbook import workbook
from rostering.files import OutputError
from rostering.measures import hotspot_table, measures
from rostering.schedule import Plan
from tests.exporting.worlds import NASTY, made, planned

ROOT = Path(__file__).parents[2]


def events(calendar: bytes) -> list[Any]:
    return list(vobject.readOne(calendar.decode()).contents.get("vevent", []))


def sums(book: bytes) -> dict[str, float]:
    """Totals as they stand in the workbook."""
    opened = load_workbook(io.BytesIO(book), data_only=True)
    roster, spots, hubs = opened["Roster"], opened["Hotspots"], opened["Hub sessions"]
    cells = {
        "duty_hours": roster.cell(roster.max_row, roster.max_column),
        "visits": spots.cell(spots.max_row, 3),
        "visit_hours": spots.cell(spots.max_row, 10),
        "hub_hours": hubs.cell(hubs.max_row, 7),
    }
    return {name: float(str(cell.value)) for name, cell in cells.items()}


def expected_sums() -> dict[str, float]:
    numbers = measures(made(), planned())
    return {name: numbers[name] for name in ("duty_hours", "visits", "visit_hours", "hub_hours")}


def test_sums_of_the_workbook_are_the_measures() -> None:
    """Stored totals equal the measures; they are above nothing."""
    assert sums(workbook(made(), planned())) == pytest.approx(expected_sums())
    assert all(expected_sums().values())


def test_libreoffice_comes_to_the_same_sums(tmp_path: Path) -> None:
    """Without the stored values, LibreOffice works the formulas out and gets the measures."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    with (
        zipfile.ZipFile(io.BytesIO(workbook(made(), planned()))) as book,
        zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as bare,
    ):
        for name in book.namelist():
            bare.writestr(name, re.sub(r"</f><v>[^<]*</v>", "</f>", book.read(name).decode()))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        "out",
        "bare.xlsx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert sums((tmp_path / "out" / "bare.xlsx").read_bytes()) == pytest.approx(expected_sums())


def test_the_hotspot_sheet_adds_up_to_the_minutes_planned() -> None:
    """Guarantee, demand's part and rounding less shortfall are the minutes of the visits."""
    sheet = load_workbook(io.BytesIO(workbook(made(), planned())), data_only=True)["Hotspots"]
    due = hotspot_table(made(), planned())["market"]["ledger"]
    minutes = due.floor_minutes + due.share_minutes + due.rounding_minutes - due.shortfall_minutes
    assert sheet.cell(2, 9).value == minutes


def test_every_sheet_prints_on_a4_landscape_with_frozen_headings() -> None:
    """Paper, direction, width and frozen panes are set everywhere."""
    for sheet in load_workbook(io.BytesIO(workbook(made(), planned()))).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows == "$1:$1"


def test_days_of_the_roster_show_the_shift_or_rest() -> None:
    """A Monday on nights is a night; a Thursday of rest is rest."""
    sheet = load_workbook(io.BytesIO(workbook(made(), planned())))["Roster"]
    assert [sheet.cell(2, column).value for column in (1, 4, 7)] == ["PC-1", "Market", "rest"]


def test_a_calendar_shows_local_time_across_the_clock_change() -> None:
    """The night to 26 October begins at 22:00 summer time and ends at 07:00 winter time, ten hours later."""
    (night,) = [one for one in events(officer_calendar(made(), planned(), "pc-1")) if one.dtstart.value.day == 25]
    assert (night.dtstart.value.hour, night.dtend.value.hour) == (22, 7)
    start, end = night.dtstart.value.astimezone(UTC), night.dtend.value.astimezone(UTC)
    assert (start, end - start) == (datetime(2025, 10, 25, 21, tzinfo=UTC), timedelta(hours=10))
    assert b"BEGIN:VTIMEZONE" in officer_calendar(made(), planned(), "pc-1")
    assert b"TZID=Europe/London" in officer_calendar(made(), planned(), "pc-1")


def test_calendars_hold_every_duty_and_opening_once() -> None:
    """As many events as duties and openings, all with UIDs of their own."""
    files = calendars(made(), planned())
    assert sorted(files) == ["officers/pc-1.ics", "officers/pc-2.ics", "sessions/hub.ics"]
    uids = [event.uid.value for calendar in files.values() for event in events(calendar)]
    assert len(uids) == len(set(uids)) == len(planned().duties) + 1


def test_a_changed_plan_updates_and_cancels() -> None:
    """A later revision keeps UIDs, raises sequence and stamps, and says which duty is off."""
    before = {one.uid.value: one for one in events(officer_calendar(made(), planned(), "pc-1"))}
    fewer = Plan(duties=tuple(duty for duty in planned().duties if duty.day != date(2025, 10, 20)))
    after = {one.uid.value: one for one in events(officer_calendar(made(), fewer, "pc-1", 1, planned()))}
    assert after.keys() == before.keys()
    assert {one.sequence.value for one in after.values()} == {"1"}
    assert all(after[uid].dtstamp.value > one.dtstamp.value for uid, one in before.items())
    assert [uid for uid, one in after.items() if "status" in one.contents] == ["pc-1-2025-10-20@small.rostering"]


def test_somebody_left_without_duties_still_gets_a_calendar_that_cancels_them() -> None:
    """Who is in the earlier plan only is among the files."""
    assert len(events(calendars(made(), Plan(), 1, planned())["officers/pc-1.ics"])) == 5


def test_geojson_names_no_officer_and_no_visit_time() -> None:
    """No id of an officer, and no clock time, stands in it; longitude comes first."""
    text = features(made(), planned())
    assert "pc-1" not in text
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d", text)
    by_id = {one["id"]: one for one in json.loads(text)["features"]}
    assert by_id["market"]["geometry"]["coordinates"] == [-0.41, 52.01]
    assert {one["properties"]["kind"] for one in by_id.values()} == {"base", "hotspot", "hub"}


def test_days_since_the_last_patrol_count_from_the_start() -> None:
    """Patrolled on Saturday, the plan starts on Monday: two days; unknown is null."""
    spot = made().hotspots["market"].model_copy(update={"last_patrolled": datetime(2025, 10, 18, 12)})  # noqa: DTZ001 - local
    known = made().model_copy(update={"hotspots": {"market": spot}})
    for scenario, days in ((known, 2), (made(), None)):
        by_id = {one["id"]: one for one in json.loads(features(scenario, planned()))["features"]}
        assert by_id["market"]["properties"]["days_since_last_patrol_at_start"] == days


def test_a_sheet_says_who_where_when_and_what() -> None:
    """Monday night: both people, their visits in order of time, when the place was last patrolled."""
    (sheet,) = sheets(made(), planned(), date(2025, 10, 20))
    assert [person.name for person in sheet.people] == ["PC-1", "PC-2"]
    assert sheet.stops[0].who == "PC-1, PC-2"
    assert sheet.stops[0].last == "not known"
    assert "Be seen for 15 min, 2 people together" in sheet.stops[0].task
    assert all(stop.last != "not known" for stop in sheet.stops[1:])
    assert all(person.breaks for person in sheet.people)
    assert sheets(made(), planned(), shift="day") == sheets(made(), planned(), area="west") == ()


@pytest.mark.parametrize("stops", [0, 1, 12, 30])
def test_each_sheet_is_one_page(stops: int) -> None:
    """However many stops there are, a page for each sheet."""
    row = Stop(
        "15:01–15:16", "Market Square, Dunstable", "PC-1, PC-2", "Thu 5 Jun 19:49", "3rd day today; 4 %", "Be seen"
    )
    people = tuple(Person(f"PC-{number}", "Police constable", "12:00–13:00", "Dunstable") for number in range(12))
    sheet = Sheet("key", "Plan", "Team", "early", "Fri 6 Jun 2025", "07:00–17:00", people, (row,) * stops)
    pages = PdfReader(io.BytesIO(pdf([sheet, sheet]))).pages
    assert len(pages) == 2
    assert "Team: early, Fri 6 Jun 2025" in pages[1].extract_text()
    assert pages[0].extract_text().count("Market Square") == stops


@pytest.mark.parametrize("title", NASTY)
def test_titles_stay_text_everywhere(title: str) -> None:
    """Markup, formulas, line ends and letters of other alphabets are shown, never run, in every format."""
    scenario, plan = made(title), planned()
    book = load_workbook(io.BytesIO(workbook(scenario, plan)))
    formulas = [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert all(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)(-H\d+)?", str(formula)) for formula in formulas)
    assert "<script" not in html(sheets(scenario, plan))
    assert "<img" not in html(sheets(scenario, plan))
    assert len(PdfReader(io.BytesIO(pdf(sheets(scenario, plan)))).pages) == 5
    calendar = officer_calendar(scenario, plan, "pc-1")
    assert b"\nATTENDEE" not in calendar
    assert len(events(calendar)) == 5
    assert json.loads(features(scenario, plan))["features"][0]["properties"]["title"] == title
    cells = [cell for row in csv.reader(io.StringIO(written(scenario, plan))) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_the_same_plan_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbook, calendars and sheets do not look at the clock."""
    first = workbook(made(), planned()), calendars(made(), planned()), pdf(sheets(made(), planned()))
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert first == (workbook(made(), planned()), calendars(made(), planned()), pdf(sheets(made(), planned())))
    assert b"2026" not in first[2][-2000:]


def test_a_folder_is_replaced_only_if_an_export_made_it(tmp_path: Path) -> None:
    """Files of an earlier export give way; those of somebody else stay, and nothing is written."""
    write_folder(tmp_path / "out", {"a/b.txt": b"1", "old.txt": b"2"})
    write_folder(tmp_path / "out", {"a/b.txt": b"3"})
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".rostering-export", "a"]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match="other files"):
        write_folder(tmp_path / "own", {"b.txt": b""})
    with pytest.raises(OutputError, match="no folder"):
        write_folder(tmp_path / "not" / "there", {"b.txt": b""})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "own"]


@pytest.mark.parametrize(
    "options",
    [
        ["--to", "docx"],
        ["--to", "csv", "--officer", "pc-1"],
        ["--to", "ics", "--day", "2025-06-02"],
        ["--to", "ics", "--officer", "nobody"],
        ["--to", "briefing", "--day", "2031-01-01"],
        ["--to", "briefing", "--area", "nowhere"],
    ],
)
def test_bad_usage_is_told_and_writes_nothing(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quickstart: Path
) -> None:
    """Exit code 2."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(SystemExit) as left:
        main(["export", str(quickstart), "--against", str(ROOT / "scenarios" / "quickstart.yaml"), *options])
    assert left.value.code == 2
    assert not list((tmp_path / "here").iterdir())


@pytest.mark.parametrize("form", ["xlsx", "ics", "csv", "geojson", "briefing"])
def test_every_format_is_written(form: str, tmp_path: Path, quickstart: Path) -> None:
    """Exit code 0, and something is there."""
    out = tmp_path / "out"
    with pytest.raises(SystemExit) as left:
        main(
            [
                "export",
                str(quickstart),
                "--against",
                str(ROOT / "scenarios" / "quickstart.yaml"),
                "--to",
                form,
                "-o",
                str(out),
            ]
        )
    assert left.value.code == 0
    assert any(out.iterdir()) if out.is_dir() else out.stat().st_size > 0


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("solved") / "quickstart.schedule.yaml"
    with pytest.raises(SystemExit):
        main(["solve", str(ROOT / "scenarios" / "quickstart.yaml"), "-o", str(path)])
    return path
