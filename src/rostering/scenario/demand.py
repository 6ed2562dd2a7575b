"""From measures of demand to shares: who should get how much."""

from __future__ import annotations

from collections.abc import Mapping

from rostering.scenario.records import Scenario


def _mixed_shares(scenario: Scenario, amounts: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Each measure normalised to shares, then mixed by weight. A measure that nobody has counts for nothing; where no
    measure counts, all share alike.
    """
    mixed = dict.fromkeys(amounts, 0.0)
    used = 0.0
    for measure, weight in scenario.demand.weights.items():
        total = sum(amount.get(measure, 0.0) for amount in amounts.values())
        if total <= 0 or weight <= 0:
            continue
        used += weight
        for key, amount in amounts.items():
            mixed[key] += weight * amount.get(measure, 0.0) / total
    if not used:
        return {key: 1 / len(amounts) for key in amounts}
    return {key: share / used for key, share in mixed.items()}


def area_shares(scenario: Scenario) -> dict[str, float]:
    """Demand share of each area; they add up to 1."""
    return _mixed_shares(scenario, {area_id: area.demand for area_id, area in scenario.areas.items()})


def hotspot_shares(scenario: Scenario) -> dict[str, float]:
    """Demand share of each hotspot among all hotspots; they add up to 1 (empty where there is no hotspot)."""
    if not scenario.hotspots:
        return {}
    return _mixed_shares(scenario, {spot_id: spot.demand for spot_id, spot in scenario.hotspots.items()})


def share_of_area(scenario: Scenario) -> dict[str, float]:
    """By hotspot, the part of its own area's demand that arises there; an area's hotspots together have at most 1."""
    weights = scenario.demand.weights
    parts: dict[str, float] = {}
    for spot_id, spot in scenario.hotspots.items():
        area = scenario.areas[spot.area].demand
        counted = {measure: weight for measure, weight in weights.items() if weight > 0 and area.get(measure, 0) > 0}
        whole = sum(counted.values())
        mixed = sum(weight * spot.demand.get(measure, 0.0) / area[measure] for measure, weight in counted.items())
        parts[spot_id] = mixed / whole if whole else 0.0
    for area_id in scenario.areas:
        inside = [spot_id for spot_id, spot in scenario.hotspots.items() if spot.area == area_id]
        total = sum(parts[spot_id] for spot_id in inside)
        if total > 1:
            parts.update({spot_id: parts[spot_id] / total for spot_id in inside})
    return parts
