"""Journeys: by hand, and from a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rostering.files import load_scenario
from rostering.scenario import Scenario
from rostering.scenario.records import Point
from rostering.scenario.travel import kilometres, travel_times


def _scenario(**travel: Any) -> Scenario:
    """A base, a hotspot a tenth of a degree north of it, which is 11.1195 km, and a hub at the base."""
    base = {"lat": 52.0, "lon": -0.4}
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "journeys",
            "horizon": {"start": "2025-06-02", "days": 1},
            "demand": {"weights": {"crime": 1}},
            "areas": {"town": {"base": base}},
            "roles": {"pc": {}},
            "shifts": {"early": {"start": "07:00", "end": "15:00"}},
            "officers": {"ann": {"role": "pc", "area": "town"}},
            "hotspots": {"park": {"area": "town", "lat": 52.1, "lon": -0.4}},
            "hub_sessions": {
                "hall": {
                    "area": "town",
                    **base,
                    "when": [{"day": "mon", "from": "09:00", "to": "11:00"}],
                    "staff": {"any": 1},
                }
            },
            "travel": travel,
        }
    )


def test_a_degree_of_latitude_is_a_360th_of_the_way_round() -> None:
    """2 pi x 6371.0088 km / 360 = 111.195 km; along the equator as well, and half of it at 60 degrees north."""
    degree = 111.195
    assert kilometres(Point(lat=52, lon=0), Point(lat=53, lon=0)) == pytest.approx(degree, abs=0.001)
    assert kilometres(Point(lat=0, lon=0), Point(lat=0, lon=1)) == pytest.approx(degree, abs=0.001)
    assert kilometres(Point(lat=60, lon=0), Point(lat=60, lon=1)) == pytest.approx(degree / 2, abs=0.01)
    assert kilometres(Point(lat=52, lon=0), Point(lat=52, lon=0)) == 0


def test_bedford_to_luton_is_about_30_km() -> None:
    """Two towns whose distance is known."""
    bedford, luton = Point(lat=52.1360, lon=-0.4667), Point(lat=51.8787, lon=-0.4200)
    assert kilometres(bedford, luton) == pytest.approx(28.8, abs=0.2)


def test_a_journey_is_the_way_by_road_at_the_speed_in_use_rounded_up() -> None:
    """11.1195 km x 1.3 at 30 km/h is 28.91 minutes; without detour 22.24; at 60 km/h 14.46; at 4.5 km/h 192.7."""
    for travel, minutes in (
        ({}, 29),
        ({"detour": 1.0}, 23),
        ({"speed_kmh": 60.0}, 15),
        ({"mode": "foot"}, 193),
        ({"mode": "foot", "speed_kmh": 60.0}, 15),
    ):
        journey = travel_times(_scenario(**travel))
        assert journey("town", "park") == minutes
        assert journey("park", "town") == minutes


def test_places_at_one_point_are_no_journey_apart() -> None:
    """Nor is a place from itself."""
    journey = travel_times(_scenario())
    assert journey("town", "hall") == 0
    assert journey("park", "park") == 0
    assert journey("park", "hall") == 29


def test_what_is_written_in_the_table_goes_before_distance_each_way_on_its_own() -> None:
    """Seven and a half minutes there are eight; back is computed; whole minutes stay as they are, and so does 0."""
    journey = travel_times(_scenario(minutes={"town": {"park": 7.5, "hall": 3}, "hall": {"park": 0}}))
    assert journey("town", "park") == 8
    assert journey("park", "town") == 29
    assert journey("town", "hall") == 3
    assert journey("hall", "park") == 0


def test_a_whole_number_of_minutes_is_not_rounded_up_by_the_last_bit() -> None:
    """10.000000000000002 minutes are ten."""
    assert travel_times(_scenario(minutes={"town": {"park": 10.000000000000002}}))("town", "park") == 10


def test_an_unknown_place_is_an_error() -> None:
    """There is no journey to nowhere."""
    with pytest.raises(KeyError):
        travel_times(_scenario())("town", "nowhere")


def test_journeys_from_a_file_stand_beside_those_written_out(tmp_path: Path) -> None:
    """The CSV file beside the scenario is read; where both say something, the scenario goes first."""
    (tmp_path / "journeys.csv").write_text("from,to,minutes\ntown,park,12\npark,town,14\n", encoding="utf-8")
    (tmp_path / "week.yaml").write_text(
        """
version: 1
name: week
horizon: {start: 2025-06-02, days: 1}
demand: {weights: {crime: 1}}
areas: {town: {base: {lat: 52.0, lon: -0.4}, demand: {crime: 1}}}
roles: {pc: {}}
shifts: {early: {start: "07:00", end: "15:00"}}
officers: {ann: {role: pc, area: town}}
hotspots: {park: {area: town, lat: 52.1, lon: -0.4, crew: 1}}
travel: {matrix: journeys.csv, minutes: {town: {park: 5}}}
""",
        encoding="utf-8",
    )
    journey = travel_times(load_scenario(tmp_path / "week.yaml").scenario)
    assert (journey("town", "park"), journey("park", "town")) == (5, 14)
