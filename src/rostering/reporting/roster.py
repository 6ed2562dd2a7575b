"""The roster as a grid of people and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.view import view
from rostering.reporting.findings import Findings
from rostering.scenario import REST, Officer
from rostering.scenario.terms import kind_of
from rostering.words import officer_words

REST_MARK = "·"


@dataclass(frozen=True)
class GridCell:
    """An officer's day."""

    mark: str
    """What stands in it: E, L, N, the first letters of why somebody is away, or a dot."""
    look: str
    """Its class in the style sheet: early, late, night, away or rest."""
    words: str
    """The same for people who hear it or point at it."""
    is_changed: bool


@dataclass(frozen=True)
class Line:
    """An officer's row."""

    officer: str
    name: str
    role: str
    area: str
    area_title: str
    cells: tuple[GridCell, ...]
    hours: float
    duties: int


def grid(found: Findings) -> tuple[Line, ...]:
    """Everybody, by area and name."""
    scenario = found.scenario
    changed = {(one.officer, one.day) for one in found.changes}
    by_officer = view(scenario, found.plan).by_officer
    lines = []
    for officer, person in scenario.people.items():
        duties = by_officer.get(officer, ())
        shifts: dict[date, list[str]] = {}
        for duty in duties:
            shifts.setdefault(duty.day, []).append(duty.shift)
        lines.append(
            Line(
                officer=officer,
                name=officer_words(officer),
                role=scenario.title_of(person.role),
                area=person.area,
                area_title=scenario.title_of(person.area),
                cells=tuple(
                    _cell(found, person, day, shifts.get(day, []), is_changed=(officer, day) in changed)
                    for day in scenario.horizon.dates
                ),
                hours=sum(duty.minutes for duty in duties) / MINUTES_PER_HOUR,
                duties=len(duties),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.area_title, line.area, line.officer)))


def _cell(found: Findings, person: Officer, day: date, shifts: list[str], *, is_changed: bool) -> GridCell:
    changed = "; not as published" if is_changed else ""
    if shifts:
        shift = found.scenario.shifts[shifts[0]]
        times = " and ".join(
            f"{found.scenario.title_of(one)} {found.scenario.shifts[one].start}–{found.scenario.shifts[one].end}"
            for one in shifts
        )
        kind = kind_of(shift)
        return GridCell(kind[0].upper(), kind, times + changed, is_changed)
    if day in person.unavailable:
        why = person.unavailable[day]
        return GridCell(why[:2], "away", f"away: {why}{changed}", is_changed)
    return GridCell(REST_MARK, REST, f"rest{changed}", is_changed)
