"""Places as GeoJSON (RFC 7946), for maps: no officer, and no time of a planned visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geojson

from rostering.measures import area_table, hotspot_table
from rostering.measures.guarantee import last_patrolled_before
from rostering.measures.tables import HotspotRow
from rostering.scenario import Scenario
from rostering.schedule import Plan


def features(scenario: Scenario, plan: Plan) -> str:
    """Bases of areas, hotspots and hubs as points, with what describes them over the whole horizon.

    Args:
        scenario: of the plan.
        plan: whose figures are meant.
    """
    collection = geojson.FeatureCollection(list(_features(scenario, plan)))
    return str(geojson.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _features(scenario: Scenario, plan: Plan) -> Iterator[Any]:
    for area, figures in area_table(scenario, plan).items():
        rounded = {name: round(value, 4) for name, value in figures.items()}
        yield _feature(scenario, area, "base", rounded)
    for hotspot, row in hotspot_table(scenario, plan).items():
        yield _feature(scenario, hotspot, "hotspot", _hotspot(scenario, hotspot, row))
    for session, hub in sorted(scenario.hub_sessions.items()):
        yield _feature(scenario, session, "hub", {"area": hub.area, "openings": len(hub.when)})


def _hotspot(scenario: Scenario, hotspot: str, row: HotspotRow) -> dict[str, Any]:
    before = last_patrolled_before(scenario, hotspot)
    days = None if before is None else (scenario.horizon.start - scenario.horizon.day(before)).days
    return {
        "area": row["area"],
        "demand_share": round(row["demand_share"], 4),
        "patrol_share": round(row["patrol_share"], 4),
        "visits": len(row["visits"]),
        "days_since_last_patrol_at_start": days,
        "longest_gap_days": row["longest_gap_days"],
    }


def _feature(scenario: Scenario, place: str, kind: str, properties: dict[str, Any]) -> Any:
    point = scenario.place(place)
    named = {"kind": kind, "title": scenario.title_of(place), **properties}
    return geojson.Feature(id=place, geometry=geojson.Point((point.lon, point.lat), precision=6), properties=named)
