"""A schedule as an Excel workbook laid out for people: roster, hub sessions, hotspots and measures, each a sheet."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures import MEASURES, hotspot_table, measures
from rostering.measures.view import people_short, view
from rostering.scenario import REST, Scenario
from rostering.schedule import Plan
from rostering.words import day_words, officer_words

A4 = 9
"""Excel's number for the paper."""
SHIFT_COLOURS = ("#D6E4F5", "#FFE3B3", "#CFCBE6", "#D5EBCB", "#F6D3D0", "#E4E4E4")
"""Light enough for black letters; the shift's name is always written, so that no colour has to be told apart."""
Cell = str | float
Formats = dict[str, Format]


def workbook(scenario: Scenario, plan: Plan) -> bytes:
    """Four sheets, printable on A4 landscape; sums are formulas, whose stored values are the measures' own.

    Officers are named and visit times shown: for planners and supervisors. The same plan gives the same bytes. Titles
    are always text, whatever they begin with, so that no program takes one for a formula.

    Args:
        scenario: of the plan.
        plan: whose duties are meant.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = scenario.title or scenario.name
    book.set_properties({"title": title, "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - Excel's times have no zone
    formats = _formats(book, scenario)
    numbers = measures(scenario, plan)
    _roster(_sheet(book, "Roster", title), scenario, plan, formats, numbers)
    _sessions(_sheet(book, "Hub sessions", title), scenario, plan, formats)
    _hotspots(_sheet(book, "Hotspots", title), scenario, plan, formats, numbers)
    _measures(_sheet(book, "Measures", title), formats, numbers)
    book.close()
    return out.getvalue()


def _formats(book: Workbook, scenario: Scenario) -> Formats:
    thin = {"border": 1, "border_color": "#BFBFBF"}
    made = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "text_wrap": True, **thin}
        ),
        "cell": book.add_format(thin),
        REST: book.add_format({"font_color": "#595959", **thin}),
        "number": book.add_format({"num_format": "0.0##", **thin}),
        "total": book.add_format({"bold": True, "num_format": "0.0##", "top": 2}),
    }
    for number, shift in enumerate(scenario.shifts):
        colour = SHIFT_COLOURS[number % len(SHIFT_COLOURS)]
        made[f"shift {shift}"] = book.add_format({"bg_color": colour, "align": "center", **thin})
    return made


def _sheet(book: Workbook, name: str, title: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4)
    # An ampersand begins a code in headers of Excel; two of them are one. 255 characters are all that it takes.
    sheet.set_header(f"&L{title.replace('&', '&&')[:100]} - {name}&RPage &P of &N")
    return sheet


def _table(sheet: Worksheet, formats: Formats, widths: Mapping[str, int], rows: Sequence[Sequence[Cell]]) -> None:
    """Headings, frozen, with a filter; then the rows."""
    for column, (heading, width) in enumerate(widths.items()):
        sheet.write_string(0, column, heading, formats["head"])
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value, formats["cell"])
            else:
                sheet.write_number(number, column, value, formats["number"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(widths) - 1)


def _sum(sheet: Worksheet, formats: Formats, rows: int, column: int, value: float) -> None:
    """A formula below a column, with the value it has."""
    letter = xl_col_to_name(column)
    sheet.write_formula(rows + 1, column, f"=SUM({letter}2:{letter}{rows + 1})", formats["total"], value)


def _roster(sheet: Worksheet, scenario: Scenario, plan: Plan, formats: Formats, numbers: Mapping[str, float]) -> None:
    days, duties = scenario.horizon.dates, view(scenario, plan).on_day
    people = sorted(scenario.people.items(), key=lambda item: (item[1].area, item[0]))
    hours = {
        officer: sum(duty.minutes for duty in view(scenario, plan).by_officer.get(officer, ())) / MINUTES_PER_HOUR
        for officer, _ in people
    }
    rows = [
        [officer_words(officer), scenario.title_of(person.area), scenario.title_of(person.role)]
        + [""] * len(days)
        + [hours[officer]]
        for officer, person in people
    ]
    widths = {"Officer": 24, "Team": 18, "Role": 18} | {day_words(day): 11 for day in days} | {"Hours": 9}
    _table(sheet, formats, widths, rows)
    sheet.freeze_panes(1, 3)
    for row, (officer, person) in enumerate(people, start=1):
        for column, day in enumerate(days, start=3):
            worked = duties.get((officer, day))
            away = person.unavailable.get(day, REST)
            text = " + ".join(scenario.title_of(duty.shift) for duty in worked) if worked else away
            sheet.write_string(row, column, text, formats[f"shift {worked[0].shift}" if worked else REST])
    sheet.write_string(len(rows) + 1, 0, "Sum", formats["total"])
    _sum(sheet, formats, len(rows), len(days) + 3, numbers["duty_hours"])


def _sessions(sheet: Worksheet, scenario: Scenario, plan: Plan, formats: Formats) -> None:
    clock = scenario.horizon
    rows: list[list[Cell]] = [
        [
            scenario.title_of(opening.session),
            day_words(clock.day(opening.start)),
            clock.clock_text(opening.start),
            clock.clock_text(opening.end),
            ", ".join(officer_words(officer) for officer in opening.staff),
            people_short(scenario, opening.session, opening.staff),
            len(opening.staff) * (opening.end - opening.start) / MINUTES_PER_HOUR,
        ]
        for opening in sorted(view(scenario, plan).openings, key=lambda one: (one.start, one.session))
    ]
    widths = {"Hub": 32, "Day": 12, "From": 9, "To": 9, "Staff": 50, "People short": 13, "Person-hours": 13}
    _table(sheet, formats, widths, rows)
    sheet.write_string(len(rows) + 1, 0, "Sum", formats["total"])
    for column in (5, 6):
        _sum(sheet, formats, len(rows), column, sum(float(row[column]) for row in rows))


def _hotspots(sheet: Worksheet, scenario: Scenario, plan: Plan, formats: Formats, numbers: Mapping[str, float]) -> None:
    rows = _hotspot_rows(scenario, plan)
    widths = {
        "Hotspot": 32, "Area": 18, "Visits": 8, "Longest gap, days": 12, "Guarantee, min": 12, "Demand adds, min": 12,
        "Rounding, min": 12, "Shortfall, min": 12, "Planned, min": 12, "Person-hours": 12, "Last patrolled": 18,
    }  # fmt: skip
    _table(sheet, formats, widths, rows)
    for row in range(1, len(rows) + 1):
        sheet.write_formula(row, 8, f"=SUM(E{row + 1}:G{row + 1})-H{row + 1}", formats["number"], rows[row - 1][8])
    sheet.write_string(len(rows) + 1, 0, "Sum", formats["total"])
    for column in (4, 5, 6, 7, 8):
        _sum(sheet, formats, len(rows), column, sum(float(row[column]) for row in rows))
    _sum(sheet, formats, len(rows), 2, numbers["visits"])
    _sum(sheet, formats, len(rows), 9, numbers["visit_hours"])


def _hotspot_rows(scenario: Scenario, plan: Plan) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    visits, clock = view(scenario, plan).visits, scenario.horizon
    for hotspot, entry in hotspot_table(scenario, plan).items():
        due, last = entry["ledger"], entry["last_patrolled"]
        due_minutes = [due.floor_minutes, due.share_minutes, due.rounding_minutes, due.shortfall_minutes]
        person_minutes = sum((visit.end - visit.start) * len(visit.crew) for visit in visits[hotspot])
        row: list[Cell] = [scenario.title_of(hotspot), scenario.title_of(entry["area"]), len(visits[hotspot])]
        row += [entry["longest_gap_days"], *due_minutes, sum(due_minutes[:3]) - due_minutes[3]]
        row += [person_minutes / MINUTES_PER_HOUR, ""]
        if last is not None:
            row[-1] = f"{day_words(clock.day(last))} {clock.clock_text(last)}"
        rows.append(row)
    return rows


def _measures(sheet: Worksheet, formats: Formats, numbers: Mapping[str, float]) -> None:
    rows: list[list[Cell]] = [
        [name.replace("_", " ").capitalize(), value, MEASURES[name]] for name, value in numbers.items()
    ]
    _table(sheet, formats, {"Measure": 34, "Value": 14, "What it says": 95}, rows)
