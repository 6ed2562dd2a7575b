"""Points on the map that are not swapped, not absurdly far away, and not one place twice."""

from __future__ import annotations

from statistics import median

from rostering.scenario.problems.finding import Finding, Findings, Path, warning
from rostering.scenario.records import Point, Scenario
from rostering.scenario.travel import kilometres

FAR_KM = 300
"""From the middle of the other places: further than any force is wide, save Scotland's."""
ABSURD_KM = 1000
SAME_POINT_DECIMALS = 5
"""Decimals of a degree within which two hotspots are one place: about a metre."""
_SWAPPED_BRITAIN = ((-9.0, 3.0), (49.0, 61.5))
"""Where a place in Britain seems to lie when its latitude and longitude are swapped: at sea, off Somalia."""


def swapped_or_far(scenario: Scenario) -> Findings:
    """A point far from all others, with the likeliest reason."""
    points = _points(scenario)
    middle = points[0][2] if len(points) == 2 else _middle(points)  # noqa: PLR2004 - of two, neither is in the middle
    for path, name, point in points:
        if _swapped_in_britain(scenario, point):
            yield _swapped(path, name, point)
            continue
        distance = kilometres(point, middle)
        if distance <= FAR_KM:
            continue
        is_a_latitude = abs(point.lon) <= 90  # noqa: PLR2004 - degrees
        if is_a_latitude and kilometres(Point(lat=point.lon, lon=point.lat), middle) <= FAR_KM:
            yield _swapped(path, name, point)
        elif distance > ABSURD_KM:
            message = f"{name} lies {distance:,.0f} km from the other places"
            yield Finding(path, "PLACE_TOO_FAR", message, "look at the sign and the decimal point of lat and lon")
        else:
            yield warning(path, "PLACE_FAR", f"{name} lies {distance:,.0f} km from the other places", "is that meant?")


def _middle(points: list[tuple[Path, str, Point]]) -> Point:
    return Point(lat=median(point.lat for *_, point in points), lon=median(point.lon for *_, point in points))


def _points(scenario: Scenario) -> list[tuple[Path, str, Point]]:
    points: list[tuple[Path, str, Point]] = [
        (("areas", i, "base", "lat"), i, area.base) for i, area in scenario.areas.items()
    ]
    points += [(("hotspots", i, "lat"), i, spot.place) for i, spot in scenario.hotspots.items()]
    points += [(("hub_sessions", i, "lat"), i, session.place) for i, session in scenario.hub_sessions.items()]
    return points


def _swapped_in_britain(scenario: Scenario, point: Point) -> bool:
    (south, north), (west, east) = _SWAPPED_BRITAIN
    in_britain = scenario.horizon.timezone == "Europe/London"
    return in_britain and south <= point.lat <= north and west <= point.lon <= east


def _swapped(path: Path, name: str, point: Point) -> Finding:
    hint = f"lat and lon are swapped: write lat: {point.lon:g}, lon: {point.lat:g}"
    return Finding(path, "LAT_LON_SWAPPED", f"{name} lies nowhere near the other places", hint)


def one_place_twice(scenario: Scenario) -> Findings:
    """Two hotspots at one point would be promised the same patrol twice."""
    taken: dict[tuple[float, float], str] = {}
    for spot_id, spot in scenario.hotspots.items():
        point = (round(spot.lat, SAME_POINT_DECIMALS), round(spot.lon, SAME_POINT_DECIMALS))
        first = taken.setdefault(point, spot_id)
        if first != spot_id:
            yield Finding(
                ("hotspots", spot_id, "lat"), "SAME_POINT", f"{spot_id} lies at the same point as {first}", "remove one"
            )
