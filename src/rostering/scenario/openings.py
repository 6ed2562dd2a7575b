"""When hotspots and hubs are open, on the clock of the horizon: for whoever plans. The judge counts for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rostering.horizon import Span, day_name, merged
from rostering.scenario.records import Hotspot, HubSession, Scenario


def hotspot_openings(scenario: Scenario, hotspot: Hotspot) -> list[Span]:
    """When a hotspot is open: openings that begin in the horizon or on the day before, those that touch joined."""
    horizon = scenario.horizon
    if scenario.rules.opening_hours.level == "off":
        return [(0, horizon.at(horizon.end))]
    return openings_from(scenario, hotspot, (horizon.start - timedelta(days=1), *horizon.dates))


def openings_from(scenario: Scenario, hotspot: Hotspot, days: Iterable[date]) -> list[Span]:
    """The openings of a hotspot that begin on some days, those that touch joined together."""
    return merged(
        scenario.horizon.span(day, opening.start, opening.end)
        for day in days
        for opening in hotspot.open
        if day_name(day) in opening.days
    )


def hub_openings(scenario: Scenario, session: HubSession) -> Iterator[Span]:
    """When a hub opens and closes in the horizon: each entry of `when`, in each week."""
    for when in session.when:
        for day in scenario.horizon.dates:
            if day_name(day) == when.day:
                yield scenario.horizon.span(day, when.start, when.end)
