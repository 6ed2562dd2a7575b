"""The hotspot guarantee, counted by the calendar: which windows are judged, which hold a visit, how few visits do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from rostering.horizon import DAY_NAMES, MINUTES_PER_DAY, Span, day_name, merged, overlap
from rostering.measures.view import counts, view
from rostering.scenario import Hotspot, Scenario
from rostering.schedule import Plan, Visit


@dataclass(frozen=True)
class Window:
    """Days on which the guarantee asks for a visit; counted `elapsed`, the one day on which the clock may run over."""

    first: date
    last: date
    """The day the window ends on, by which it is named."""
    is_kept: bool


def counted_visits(scenario: Scenario, plan: Plan) -> dict[str, tuple[Visit, ...]]:
    """By hotspot, the visits that keep the guarantee, by start."""
    return {
        hotspot: tuple(visit for visit in visits if counts(scenario, visit))
        for hotspot, visits in view(scenario, plan).visits.items()
    }


def open_spans(scenario: Scenario, hotspot_id: str, days: Iterable[date]) -> list[Span]:
    """The hours a hotspot is open that begin on these days, by start; openings that touch are one."""
    spot, horizon = scenario.hotspots[hotspot_id], scenario.horizon
    return merged(
        horizon.span(day, opening.start, opening.end)
        for day in days
        for opening in spot.open
        if day_name(day) in opening.days
    )


def _is_always_open(spot: Hotspot) -> bool:
    return any(
        opening.start == opening.end == "00:00" and len(set(opening.days)) == len(DAY_NAMES) for opening in spot.open
    )


def open_days(scenario: Scenario, hotspot_id: str, days: Sequence[date]) -> frozenset[date]:
    """Those of the days on which a visit can start inside an opening; all days where `opening_hours` is off."""
    spot, horizon = scenario.hotspots[hotspot_id], scenario.horizon
    if scenario.rules.opening_hours.level == "off" or _is_always_open(spot) or not days:
        return frozenset(days)
    dwell = scenario.rules.hotspot_guarantee.minutes
    starts = [
        (start, end - dwell)
        for start, end in open_spans(scenario, hotspot_id, (days[0] - timedelta(days=1), *days))
        if end - start >= dwell
    ]
    midnights = [horizon.at(day) for day in (*days, days[-1] + timedelta(days=1))]
    return frozenset(
        day
        for day, begins, ends in zip(days, midnights, midnights[1:], strict=False)
        if any(first < ends and latest >= begins for first, latest in starts)
    )


def guarantee_windows(scenario: Scenario, hotspot_id: str, visits: Sequence[Visit]) -> tuple[Window, ...]:
    """The windows of a hotspot that are judged in this horizon, by their last day, given the visits that count.

    The three readings and the treatment of both ends of the horizon: ``docs/design.md``, "Guarantee".
    """
    rule, horizon = scenario.rules.hotspot_guarantee, scenario.horizon
    if rule.counted == "elapsed":
        return tuple(_elapsed(scenario, hotspot_id, visits))
    visited = {horizon.day(visit.start) for visit in visits}
    last_day = last_day_before(scenario, hotspot_id)
    if last_day is not None:
        visited.add(last_day)
    return tuple(
        Window(first, last, any(first <= day <= last for day in visited))
        for first, last in _judged_windows(scenario, hotspot_id)
    )


def _judged_windows(scenario: Scenario, hotspot_id: str) -> Iterator[tuple[date, date]]:
    horizon, length = scenario.horizon, scenario.rules.hotspot_guarantee.every_days
    is_known = scenario.hotspots[hotspot_id].last_patrolled is not None
    beyond = tuple(horizon.end + timedelta(days=offset) for offset in range(length - 1))
    opens = sorted(open_days(scenario, hotspot_id, beyond))
    for last in _last_days(scenario):
        first = last - timedelta(days=length - 1)
        if (first < horizon.start and not is_known) or first >= horizon.end:
            continue
        if not (opens and opens[0] <= last):
            yield first, last


def _last_days(scenario: Scenario) -> Iterator[date]:
    """The last days of windows that touch the horizon, in order."""
    horizon, rule = scenario.horizon, scenario.rules.hotspot_guarantee
    offset, step = 0, 1
    if rule.counted == "blocks":
        step = rule.every_days
        offset = ((rule.blocks_from or horizon.start) - horizon.start).days + step - 1
        offset %= step
    for days in range(offset, horizon.days + rule.every_days - 1, step):
        yield horizon.start + timedelta(days=days)


def _elapsed(scenario: Scenario, hotspot_id: str, visits: Sequence[Visit]) -> Iterator[Window]:
    horizon, rule = scenario.horizon, scenario.rules.hotspot_guarantee
    over = []
    last_patrolled = last_patrolled_before(scenario, hotspot_id)
    last_end = 0 if last_patrolled is None else last_patrolled
    for visit in sorted(visits, key=lambda visit: visit.start):
        over.append((last_end + rule.every_days * MINUTES_PER_DAY, visit.start))
        last_end = max(last_end, visit.end)
    over.append((last_end + rule.every_days * MINUTES_PER_DAY, horizon.at(horizon.end)))
    for day in horizon.dates:
        hours = (horizon.at(day), horizon.at(day + timedelta(days=1)))
        yield Window(day, day, not any(overlap(hours, late) for late in over))


def last_patrolled_before(scenario: Scenario, hotspot_id: str) -> int | None:
    """The instant at which the last visit before the horizon ended, where it is known."""
    moment = scenario.hotspots[hotspot_id].last_patrolled
    return None if moment is None else scenario.horizon.instant(moment)


def last_day_before(scenario: Scenario, hotspot_id: str) -> date | None:
    """The day on which the last visit before the horizon began, where it is known when it ended: it is taken to have
    had the minutes of the rule, and may have begun before a midnight.
    """
    end = last_patrolled_before(scenario, hotspot_id)
    return None if end is None else scenario.horizon.day(end - scenario.rules.hotspot_guarantee.minutes)


def fewest_days(windows: Iterable[tuple[date, date]], usable: Iterable[date]) -> int:
    """The fewest of the usable days such that every window holds one of them; a window without a usable day is passed
    over. Always taking the latest day that serves the window ending first is optimal (interval stabbing).
    """
    days = sorted(usable)
    chosen: list[date] = []
    for first, last in sorted(windows, key=itemgetter(1, 0)):
        if chosen and chosen[-1] >= first:
            continue
        latest = bisect_right(days, last) - 1
        if latest >= 0 and days[latest] >= first:
            chosen.append(days[latest])
    return len(chosen)


def windows_to_fill(scenario: Scenario, hotspot_id: str) -> Iterator[tuple[date, date]]:
    """First and last day of each window of the guarantee that a visit of this horizon has to keep; none if it is off.

    Counted `elapsed`, visits may come at the same time of day, so that days are enough to count: one visit in any
    `every_days` days, as if `rolling`.
    """
    rule = scenario.rules.hotspot_guarantee
    if rule.level == "off":
        return
    before = last_day_before(scenario, hotspot_id)
    for first, last in _judged_windows(scenario, hotspot_id):
        is_kept_before = before is not None and first <= before <= last
        if not is_kept_before and not (rule.counted == "elapsed" and last >= scenario.horizon.end):
            yield first, last


def fewest_visits(scenario: Scenario, hotspot_id: str) -> int:
    """The fewest visits that keep a hotspot's guarantee over the horizon, `last_patrolled` counted."""
    windows = windows_to_fill(scenario, hotspot_id)
    return fewest_days(windows, open_days(scenario, hotspot_id, scenario.horizon.dates))
