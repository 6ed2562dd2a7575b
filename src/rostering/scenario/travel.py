"""How long a journey between two places of a scenario takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from rostering.scenario.records import Point, Scenario

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

TravelTime = Callable[[str, str], int]
"""From the id of one place to the id of another: whole minutes, rounded up."""


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance (haversine formula)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2) ** 2
    half_lon = math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon))


def travel_times(scenario: Scenario) -> TravelTime:
    """The journeys of a scenario.

    A pair in ``travel.minutes`` takes what is written there; every other pair takes the straight line times the detour
    factor at the scenario's speed.
    """

    @cache
    def minutes(origin: str, destination: str) -> int:
        if origin == destination:
            return 0
        exact = scenario.travel.minutes.get(origin, {}).get(destination)
        if exact is None:
            road = kilometres(scenario.place(origin), scenario.place(destination)) * scenario.travel.detour
            exact = road / scenario.travel.kmh * 60
        return math.ceil(exact - 1e-9)

    return minutes
