"""When each hotspot was last patrolled, by the end of a horizon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rostering.measures.guarantee import last_patrolled_before
from rostering.scenario import Scenario
from rostering.schedule import Visit

Visits = Mapping[str, Sequence[Visit]]
"""By hotspot, visits that count for the guarantee."""


def last_patrolled(scenario: Scenario, visits: Visits) -> dict[str, int]:
    """By hotspot: the instant from which the next scenario counts.

    A hotspot without any visit that was never known to have had one counts from the start of the horizon: its promise
    held on these days too, and was not kept.
    """
    return {
        hotspot: max([_before(scenario, hotspot), *(_told_end(scenario, visit) for visit in visits.get(hotspot, ()))])
        for hotspot in scenario.hotspots
    }


def _before(scenario: Scenario, hotspot: str) -> int:
    known = last_patrolled_before(scenario, hotspot)
    return 0 if known is None else known


def _told_end(scenario: Scenario, visit: Visit) -> int:
    """The end of a visit as ``last_patrolled`` may tell it: not after the horizon, and (where days are counted) so that
    a visit of the rule's minutes that ended then began on the day on which this one did.
    """
    horizon, rule = scenario.horizon, scenario.rules.hotspot_guarantee
    end = min(visit.end, horizon.at(horizon.end))
    if rule.counted == "elapsed":
        return end
    midnight = horizon.at(horizon.day(visit.start) + timedelta(days=1))
    return min(end, midnight + rule.minutes - 1)
