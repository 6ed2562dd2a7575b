"""The guarantee as a heat strip: hotspot by day, how often it is visited, and where a window is missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from rostering.measures import Window, counted_visits, guarantee_windows
from rostering.reporting.findings import Findings
from rostering.reporting.reasons import Reasons
from rostering.schedule import Ledger, Visit
from rostering.words import count_words, day_words

MOST_SHADES = 3
"""Visits a day from which a cell is as dark as it gets."""


@dataclass(frozen=True)
class Cell:
    """A hotspot's day."""

    visits: int
    """That count for the guarantee."""
    missed: int
    """Windows without a visit that end on this day; on the last day also those that reach beyond."""
    waiting: int | None
    """Days since the last visit at the day's end; nothing where none is known."""
    tip: str
    """What is shown when it is pointed at."""

    @property
    def look(self) -> str:
        """Its class in the style sheet."""
        return "missed" if self.missed else f"v{min(self.visits, MOST_SHADES)}"


@dataclass(frozen=True)
class Row:
    """A hotspot's days and sums."""

    hotspot: str
    title: str
    area: str
    area_title: str
    cells: tuple[Cell, ...]
    visits: int
    longest_gap_days: int
    since_days: int | None
    """Days since the last visit, on the last day."""
    missed: int
    ledger: Ledger

    @property
    def planned_minutes(self) -> int:
        """What the ledger comes to."""
        one = self.ledger
        return one.floor_minutes + one.share_minutes + one.rounding_minutes - one.shortfall_minutes


def strip(found: Findings, reasons: Reasons | None = None) -> tuple[Row, ...]:
    """All hotspots, by area and title.

    Args:
        found: about the plan.
        reasons: where given, cells tell the time of each visit and its reason; without, neither.
    """
    counted = counted_visits(found.scenario, found.plan)
    rows = [_row(found, hotspot, counted[hotspot], reasons) for hotspot in found.hotspots]
    return tuple(sorted(rows, key=lambda row: (row.area_title, row.area, row.title, row.hotspot)))


def _row(found: Findings, hotspot: str, visits: tuple[Visit, ...], reasons: Reasons | None) -> Row:
    scenario, kept = found.scenario, found.hotspots[hotspot]
    windows = guarantee_windows(scenario, hotspot, visits) if found.is_promised else ()
    cells = _cells(found, hotspot, visits, windows, reasons)
    return Row(
        hotspot=hotspot,
        title=scenario.title_of(hotspot),
        area=kept["area"],
        area_title=scenario.title_of(kept["area"]),
        cells=cells,
        visits=len(kept["visits"]),
        longest_gap_days=kept["longest_gap_days"],
        since_days=cells[-1].waiting,
        missed=sum(cell.missed for cell in cells),
        ledger=kept["ledger"],
    )


def _cells(
    found: Findings, hotspot: str, visits: tuple[Visit, ...], windows: tuple[Window, ...], reasons: Reasons | None
) -> tuple[Cell, ...]:
    horizon = found.scenario.horizon
    on_day = defaultdict(list)
    for visit in visits:
        on_day[horizon.day(visit.start)].append(visit)
    missed = Counter(min(window.last, horizon.dates[-1]) for window in windows if not window.is_kept)
    before = found.hotspots[hotspot]["last_patrolled_before"]
    last = None if before is None else horizon.day(before)
    cells = []
    for day in horizon.dates:
        last = day if on_day[day] else last
        waiting = None if last is None else max(0, (day - last).days)
        told = reasons.of_visits(on_day[day]) if reasons else ""
        tip = _tip(found.scenario.title_of(hotspot), day, len(on_day[day]), missed[day], waiting) + told
        cells.append(Cell(len(on_day[day]), missed[day], waiting, tip))
    return tuple(cells)


def _tip(title: str, day: date, visits: int, missed: int, waiting: int | None) -> str:
    words = f"{title}, {day_words(day)}: {count_words(visits, 'visit') if visits else 'no visit'}"
    if not visits:
        words += "; none known before" if waiting is None else f"; {count_words(waiting, 'day')} since the last"
    return words + (f"; the promise is missed {count_words(missed, 'time')}" if missed else "")
