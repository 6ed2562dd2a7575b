"""Exports, for the command line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from rostering.cli.pairs import load_pair
from rostering.cli.screen import say
from rostering.exporting.calendars import calendars, officer_calendar
from rostering.exporting.duties_csv import written
from rostering.exporting.features import features
from rostering.exporting.folder import write_folder
from rostering.exporting.sheet_html import html
from rostering.exporting.sheet_pdf import pdf
from rostering.exporting.sheets import Sheet, sheets
from rostering.exporting.workbook import workbook
from rostering.files import load_schedule, write_whole
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.words import count_words

_FILES: dict[str, Callable[[Scenario, Plan], str | bytes]] = {"xlsx": workbook, "csv": written, "geojson": features}
"""Forms that are one file, by the word for it."""


@dataclass(frozen=True)
class Export:
    """What was asked for."""

    schedule: Path
    to: str
    output: Path | None
    officer: str | None
    since: Path | None
    revision: int
    day: str | None
    area: str | None
    shift: str | None
    against: Path | None


def export_file(asked: Export) -> int:
    """Write what was asked for; standard error says where it is.

    Raises:
        InputError: the schedule or its scenario cannot be used.
        OutputError: it cannot be written.
        typer.BadParameter: an option does not go with the format, or names what the scenario does not have.
    """
    _expect_fitting(asked)
    loaded, schedule = load_pair(asked.schedule, asked.against)
    scenario, plan = loaded.scenario, schedule.plan
    if asked.to == "ics":
        _write_calendars(asked, scenario, plan)
    elif asked.to == "briefing":
        _write_sheets(asked, scenario, plan)
    else:
        _write(asked.output or Path(f"{scenario.name}.{asked.to}"), _FILES[asked.to](scenario, plan))
    return 0


def _expect_fitting(asked: Export) -> None:
    """Options of one format only are refused with another."""
    options: dict[str, dict[str, object]] = {
        "ics": {"--officer": asked.officer, "--since": asked.since, "--revision": asked.revision or None},
        "briefing": {"--day": asked.day, "--area": asked.area, "--shift": asked.shift},
    }
    for form, values in options.items():
        given = [name for name, value in values.items() if value is not None]
        if given and form != asked.to:
            message = f"{', '.join(given)} goes with --to {form} only"
            raise typer.BadParameter(message)


def _write_calendars(asked: Export, scenario: Scenario, plan: Plan) -> None:
    earlier = load_schedule(asked.since, scenario).plan if asked.since else None
    if asked.officer is None:
        _write_folder(
            asked.output or Path(f"{scenario.name}-calendars"),
            calendars(scenario, plan, asked.revision, earlier),
        )
        return
    _expect_known("officer", asked.officer, scenario.people)
    calendar = officer_calendar(scenario, plan, asked.officer, asked.revision, earlier)
    _write(asked.output or Path(f"{asked.officer}.ics"), calendar)


def _write_sheets(asked: Export, scenario: Scenario, plan: Plan) -> None:
    _expect_known("day", asked.day, [day.isoformat() for day in scenario.horizon.dates])
    _expect_known("area", asked.area, scenario.areas)
    _expect_known("shift", asked.shift, scenario.shifts)
    day = None if asked.day is None else date.fromisoformat(asked.day)
    found = sheets(scenario, plan, day, asked.area, asked.shift)
    if not found:
        message = "nobody is on duty then: there is no sheet to write"
        raise typer.BadParameter(message)
    output = asked.output or Path(f"{scenario.name}-briefing")
    if output.suffix == ".pdf":
        _write(output, pdf(found))
    elif output.suffix == ".html":
        _write(output, html(found))
    else:
        _write_folder(output, _each(found))


def _each(found: tuple[Sheet, ...]) -> Mapping[str, bytes]:
    pages = {f"{sheet.key}.pdf": pdf([sheet]) for sheet in found}
    return pages | {f"{sheet.key}.html": html([sheet]).encode() for sheet in found}


def _expect_known(what: str, given: str | None, known: Collection[str]) -> None:
    if given is not None and given not in known:
        message = f"no {what} {given!r} in the scenario"
        raise typer.BadParameter(message)


def _write(path: Path, content: str | bytes) -> None:
    write_whole(path, content)
    say(f"{path} is written")


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    write_folder(folder, files)
    say(f"{folder} is written: {count_words(len(files), 'file')}")
