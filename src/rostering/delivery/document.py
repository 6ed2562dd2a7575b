"""An account as the content of a file, and visits as a file of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rostering import __version__
from rostering.delivery.account import PERIODS, Account, Period, Tally
from rostering.delivery.delivered import Delivered
from rostering.scenario import Scenario

VERSION = 1
DECIMALS = 4
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Told:
    """How visits were counted."""

    sha256: str
    """Of the scenario's file."""
    on_time: int
    gap: int | None = None
    """Seconds; nothing where visits were told, not found."""
    radius: float | None = None


def delivery_document(scenario: Scenario, account: Account, told: Told) -> dict[str, Any]:
    """The content of an account's file, in its order. It names no officer and no time of day."""
    found = {} if told.gap is None else {"gap_seconds": told.gap, "radius_metres": told.radius}
    rule = scenario.rules.hotspot_guarantee
    return {
        "version": VERSION,
        "delivered": {
            "scenario": scenario.name,
            "scenario_sha256": told.sha256,
            "rostering": __version__,
            "counted": rule.counted,
            "minutes": rule.minutes,
            "every_days": rule.every_days,
            "on_time_minutes": told.on_time,
            **found,
        },
        "measures": _numbers(account.total),
        "areas": {area: _numbers(tally) for area, tally in sorted(account.areas.items())},
        "hotspots": {
            hotspot: {"area": scenario.hotspots[hotspot].area, **_numbers(tally)}
            for hotspot, tally in sorted(account.hotspots.items())
        },
        **{f"{kind}s": [_period(one) for one in account.periods if one.kind == kind] for kind in PERIODS},
    }


def _period(period: Period) -> dict[str, Any]:
    return {"from": period.first.isoformat(), "to": period.last.isoformat(), **_numbers(period.tally)}


def _numbers(tally: Tally) -> dict[str, Any]:
    share = tally.on_time_share
    return {
        "visits_planned": tally.planned,
        "visits_made": tally.made,
        "visits_on_time": tally.on_time,
        "on_time_share": None if share is None else round(share, DECIMALS),
        "visits_not_counted": tally.uncounted,
        "minutes_planned": tally.planned_minutes,
        "minutes_made": tally.made_minutes,
        "guarantee_windows": tally.windows,
        "guarantee_missed": tally.windows - tally.kept,
        "guarantee_kept_planned": round(tally.kept_by_plan_share, DECIMALS),
        "guarantee_kept": round(tally.kept_share, DECIMALS),
    }


def delivery_table(scenario: Scenario, account: Account) -> str:
    """The same as a CSV file: one row for each hotspot, area and period, and one for all."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("what", "id", "title", "area", "from", "to", *_numbers(Tally())))
    rows.writerows(_rows(scenario, account))
    return written.getvalue()


def _rows(scenario: Scenario, account: Account) -> Iterator[tuple[Any, ...]]:
    days = (scenario.horizon.start.isoformat(), scenario.horizon.dates[-1].isoformat())
    yield ("all", "", "", "", *days, *_numbers(account.total).values())
    for area, tally in sorted(account.areas.items()):
        yield ("area", area, _plain(scenario.title_of(area)), area, *days, *_numbers(tally).values())
    for spot, tally in sorted(account.hotspots.items()):
        title, area = _plain(scenario.title_of(spot)), scenario.hotspots[spot].area
        yield ("hotspot", spot, title, area, *days, *_numbers(tally).values())
    for period in account.periods:
        from_to = (period.first.isoformat(), period.last.isoformat())
        yield (period.kind, "", "", "", *from_to, *_numbers(period.tally).values())


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def visits_table(scenario: Scenario, delivered: Delivered) -> str:
    """Visits that count, one a row, with officers by id: for the planner's desk alone, and for ``rostering next``."""
    written, moment = io.StringIO(), scenario.horizon.moment_text
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(("hotspot", "start", "end", "officers"))
    for spot, visits in sorted(delivered.visits.items()):
        rows.writerows((spot, moment(one.start), moment(one.end), " ".join(one.crew)) for one in visits)
    return written.getvalue()
