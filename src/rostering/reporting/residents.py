"""What people who live somewhere may expect, in plain words: no times, no names, no days, no single places.

Nothing here differs between two plans that give an area the same rounded hours, so that nobody can work out from it
when or where nobody comes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rostering.horizon import DAYS_PER_WEEK
from rostering.reporting.findings import Findings
from rostering.reporting.hubs import Hub, hubs
from rostering.reporting.shares import AreaShare, area_shares
from rostering.words import count_words

STEP = 10
"""Hours a week are rounded to so many."""
LEAST_TOLD = 20
"""Fewer hours a week are not told: they would say that mostly nobody is there."""


@dataclass(frozen=True)
class Expectation:
    """What to expect in an area."""

    area: str
    title: str
    sentences: tuple[str, ...]


def expectations(found: Findings) -> tuple[Expectation, ...]:
    """Every area by title."""
    spots = Counter(spot.area for spot in found.scenario.hotspots.values())
    meeting: dict[str, list[Hub]] = {}
    for hub in hubs(found):
        meeting.setdefault(hub.area, []).append(hub)
    told = [
        Expectation(
            one.area,
            one.title,
            (_patrol(found, one), *_places(found, spots[one.area]), *(_hub(hub) for hub in meeting.get(one.area, ()))),
        )
        for one in area_shares(found)
    ]
    return tuple(sorted(told, key=lambda one: (one.title, one.area)))


def promise_words(found: Findings) -> str:
    """What is promised, and whether the plan as a whole keeps it."""
    if not found.is_promised:
        return "Officers patrol every area, more where more is reported."
    rule = found.scenario.rules.hotspot_guarantee
    words = f"Places where most is reported are promised {rule.minutes} minutes of patrol without a break, at least "
    words += f"once in every {count_words(rule.every_days, 'day')}. "
    if found.measures["guarantee_missed"]:
        return words + "This plan could not keep the promise in full; the commissioner has been told why."
    return words + "This plan keeps the promise."


def _patrol(found: Findings, one: AreaShare) -> str:
    weekly = one.patrol_hours * DAYS_PER_WEEK / found.scenario.horizon.days
    if weekly < LEAST_TOLD:
        return "Officers patrol here as part of their duties."
    return f"About {STEP * round(weekly / STEP)} hours of visible patrol a week, added up over all officers."


def _places(found: Findings, spots: int) -> tuple[str, ...]:
    if not spots or not found.is_promised:
        return ()
    verb = "has" if spots == 1 else "have"
    return (f"{count_words(spots, 'place')} here {verb} the promise of regular visits.",)


def _hub(hub: Hub) -> str:
    often = {1: "once", 2: "twice"}.get(hub.openings, f"{hub.openings} times")
    return f"Meet officers at {hub.title}, open {often} in this plan; opening hours are posted at the door."
