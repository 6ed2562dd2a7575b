"""Duties, rest days and days away as CSV, in the form that ``rostering import`` reads without a mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from rostering.scenario import REST, Scenario
from rostering.schedule import Plan

HEADER = ("officer", "day", "duty", "start", "end", "away", "team", "role")
FORMULA_STARTS = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, also behind blanks (OWASP, CSV Injection)."""


def written(scenario: Scenario, plan: Plan) -> str:
    """One row for each person and day of the horizon: the shift with its times or ``rest``, and the reason of a day
    away; team and role by title, for people. A day away without a duty is rest only where that is published.

    Lines end as on Unix; a title that a spreadsheet would take for a formula has an apostrophe before it.

    Args:
        scenario: of the plan.
        plan: whose duties are meant.
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(HEADER)
    rows.writerows(_rows(scenario, plan))
    return text.getvalue()


def _rows(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, ...]]:
    planned = {(duty.officer, duty.day): duty.shift for duty in plan.duties}
    for officer_id, officer in sorted(scenario.people.items()):
        titles = _harmless(scenario.title_of(officer.area)), _harmless(scenario.title_of(officer.role))
        for day in scenario.horizon.dates:
            duty, start, end = _duty(scenario, planned.get((officer_id, day)), officer_id, day)
            yield officer_id, day.isoformat(), duty, start, end, officer.unavailable.get(day, ""), *titles


def _duty(scenario: Scenario, shift: str | None, officer_id: str, day: date) -> tuple[str, str, str]:
    """What somebody does on a day, and from when to when."""
    if shift is not None:
        return shift, scenario.shifts[shift].start, scenario.shifts[shift].end
    officer = scenario.people[officer_id]
    is_free = day not in officer.unavailable
    return REST if is_free or (officer.published or {}).get(day) == REST else "", "", ""


def _harmless(title: str) -> str:
    """A title that no spreadsheet runs."""
    return f"'{title}" if title.lstrip().startswith(FORMULA_STARTS) else title
