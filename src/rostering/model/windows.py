"""The windows of the hotspot guarantee, and the bands whose visits can keep each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rostering.horizon import MINUTES_PER_DAY
from rostering.model.keys import Band
from rostering.scenario import Hotspot, Scenario
from rostering.scenario.openings import openings_from


def guarantee_windows(
    scenario: Scenario, visit_bands: Iterable[tuple[str, Band]]
) -> dict[tuple[str, date], tuple[tuple[Band, ...], ...]]:
    """By hotspot and last day of each window: the sets of bands that must each hold a visit to keep the window."""
    bands_of: dict[str, list[Band]] = defaultdict(list)
    for spot_id, band in visit_bands:
        bands_of[spot_id].append(band)
    windows: dict[tuple[str, date], tuple[tuple[Band, ...], ...]] = {}
    for spot_id, spot in scenario.hotspots.items():
        bands = sorted(bands_of[spot_id])
        if scenario.rules.hotspot_guarantee.counted == "elapsed":
            windows.update({(spot_id, day): rows for day, rows in _elapsed(scenario, spot, bands)})
            continue
        for first, last in _day_windows(scenario, spot):
            windows[spot_id, last] = (tuple(band for band in bands if first <= band.day <= last),)
    return windows


def spare_windows(
    scenario: Scenario, visit_bands: Iterable[tuple[str, Band]]
) -> dict[tuple[str, date], tuple[Band, ...]]:
    """By hotspot that asks for spare visits and last day of each window: the bands whose visits count in it.

    Counted in elapsed hours, the windows are those of a `rolling` guarantee that end in the horizon.
    """
    bands_of: dict[str, list[Band]] = defaultdict(list)
    for spot_id, band in visit_bands:
        bands_of[spot_id].append(band)
    rule, end = scenario.rules.hotspot_guarantee, scenario.horizon.end
    return {
        (spot_id, last): tuple(band for band in sorted(bands_of[spot_id]) if first <= band.day <= last)
        for spot_id, spot in scenario.hotspots.items()
        if spot.spare_visits and rule.level != "off"
        for first, last in _day_windows(scenario, spot)
        if not (rule.counted == "elapsed" and last >= end)
    }


def _day_windows(scenario: Scenario, spot: Hotspot) -> Iterator[tuple[date, date]]:
    """First and last day of each window that has to hold a visit made within the horizon."""
    horizon, rule = scenario.horizon, scenario.rules.hotspot_guarantee
    length = timedelta(days=rule.every_days - 1)
    beyond = [horizon.end + timedelta(days=ahead) for ahead in range(rule.every_days - 1)]
    # A visit belongs to the day it starts on, and is taken to have had the minutes of the rule.
    before = horizon.day(horizon.instant(spot.last_patrolled) - rule.minutes) if spot.last_patrolled else None
    for last in (*horizon.dates, *beyond):
        first = last - length
        if rule.counted == "blocks" and (first - (rule.blocks_from or horizon.start)).days % rule.every_days:
            continue
        if first >= horizon.end or (first < horizon.start and before is None):
            continue
        if before is not None and first <= before <= last:
            continue
        if not any(_opens_on(scenario, spot, day) for day in beyond if day <= last):
            yield first, last


def _opens_on(scenario: Scenario, spot: Hotspot, day: date) -> bool:
    """Whether a visit can start on a day, and lie whole inside an opening (which may have begun the day before)."""
    if scenario.rules.opening_hours.level == "off":
        return True
    horizon, dwell = scenario.horizon, scenario.rules.hotspot_guarantee.minutes
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    openings = openings_from(scenario, spot, (before, day, after))
    return any(max(start, horizon.at(day)) <= min(end - dwell, horizon.at(after) - 1) for start, end in openings)


def _elapsed(
    scenario: Scenario, spot: Hotspot, bands: list[Band]
) -> Iterator[tuple[date, tuple[tuple[Band, ...], ...]]]:
    """For each day, the checks of the clock on it: when a band begins that could hold a visit, and at midnight.

    At a check, a visit must have ended no longer ago than the rule allows. A band counts if a visit in it could have
    done that; the itinerary then picks the minute. A band that only begins at the check comes too late: if the visit
    before it is too long ago, the clock has run over.
    """
    horizon = scenario.horizon
    reach = scenario.rules.hotspot_guarantee.every_days * MINUTES_PER_DAY
    clock_starts = horizon.instant(spot.last_patrolled) if spot.last_patrolled else 0
    for day in horizon.dates:
        first, midnight = horizon.at(day), horizon.at(day + timedelta(days=1))
        checks = [band.start for band in bands if first < band.start < midnight] + [midnight]
        rows = tuple(
            tuple(band for band in bands if band.end >= check - reach and band.start < check)
            for check in checks
            if check - clock_starts > reach
        )
        if rows:
            yield day, rows
