"""Missed windows of the hotspot guarantee: what binds, and who could go."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.check.words import day_words
from rostering.measures import counted_visits, guarantee_windows
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet


def missed_windows(scenario: Scenario, plan: Plan) -> Iterator[Unmet]:
    """One entry for each window without a visit that counts."""
    for hotspot, visits in sorted(counted_visits(scenario, plan).items()):
        for window in guarantee_windows(scenario, hotspot, visits):
            if not window.is_kept:
                crew = scenario.hotspots[hotspot].crew
                days = f"from {day_words(window.first)} to {day_words(window.last)}"
                yield Unmet(
                    rule="hotspot_guarantee",
                    short_by=1,
                    because=f"no crew of {crew} visits {scenario.title_of(hotspot)} {days}",
                    smallest_fix=f"send a crew of {crew} for {scenario.rules.hotspot_guarantee.minutes} min",
                    where=(("hotspot", hotspot),),
                    days=(window.first, window.last),
                )
