"""Why a visit is made, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from rostering.horizon import DAYS_PER_WEEK, day_name
from rostering.scenario import Scenario
from rostering.scenario.demand import hotspot_shares


def visit_reasons(scenario: Scenario, starts: Mapping[str, list[int]]) -> dict[tuple[str, int], str]:
    """By hotspot and start of a visit: when it was last patrolled, how long ago that is, and its share of demand."""
    shares = hotspot_shares(scenario)
    reasons = {}
    for spot_id, times in sorted(starts.items()):
        last = scenario.hotspots[spot_id].last_patrolled
        before = None if last is None else scenario.horizon.instant(last)
        for start in sorted(times):
            reasons[spot_id, start] = f"{_since(scenario, before, start)}; {100 * shares[spot_id]:.1f} % of demand"
            before = start
    return reasons


def _since(scenario: Scenario, before: int | None, now: int) -> str:
    if before is None:
        return "no earlier patrol known"
    day, today = scenario.horizon.day(before), scenario.horizon.day(now)
    days = (today - day).days
    if days == 0:
        return f"second look after {scenario.horizon.local(before):%H:%M}"
    named = day_name(day).capitalize() if days < DAYS_PER_WEEK else f"on {day.day} {day:%b}"
    return f"last patrolled {named}; {_ordinal(days)} day today"


def _ordinal(number: int) -> str:
    teens = 10 <= number % 100 <= 20  # noqa: PLR2004 - 10th to 20th all end in "th"
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
