"""The open crime files and ward boundaries, as they were published."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

ASB = "Anti-social behaviour"
"""The one crime type that is counted as the measure `asb`; all others are counted as `crime`."""
AUTHORITIES = {"E06000032": "Luton", "E06000055": "Bedford", "E06000056": "Central Bedfordshire"}
"""The three local authorities that make up the force area, by their code in the boundary files."""


class Spot(NamedTuple):
    """A point on the map (WGS 84, decimal degrees)."""

    lat: float
    lon: float


class Crime(NamedTuple):
    """One row of a street-level crime file. There is no day and no time of day, only a month."""

    crime_id: str
    month: str
    kind: str
    location: str
    authority: str
    spot: Spot | None


class Ward(NamedTuple):
    """A ward, the community team that looks after it and the town or village it is known by."""

    code: str
    name: str
    team: str
    place: str


def read_crimes(archive: Path) -> list[Crime]:
    """Every row of the street-level files of a data.police.uk download, in the order of the files' names."""
    with zipfile.ZipFile(archive) as download:
        names = sorted(name for name in download.namelist() if name.endswith("-street.csv"))
        return [crime for name in names for crime in _rows(download, name)]


def _rows(download: zipfile.ZipFile, name: str) -> Iterator[Crime]:
    with download.open(name) as binary:
        for row in csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8", newline="")):
            located = row["Longitude"] and row["Latitude"]
            yield Crime(
                crime_id=row["Crime ID"],
                month=row["Month"],
                kind=row["Crime type"],
                location=row["Location"].removeprefix("On or near "),
                authority=row["LSOA name"].rpartition(" ")[0],
                spot=Spot(float(row["Latitude"]), float(row["Longitude"])) if located else None,
            )


def read_wards(table: Path) -> dict[str, Ward]:
    """The committed table of wards and teams, by ward code."""
    with table.open(encoding="utf-8", newline="") as rows:
        return {
            row["ward_code"]: Ward(row["ward_code"], row["ward"], row["team"], row["place"])
            for row in csv.DictReader(rows)
        }


def read_boundaries(folder: Path) -> dict[str, list[NDArray[np.float64]]]:
    """Rings of longitude and latitude of every ward of the force, by ward code."""
    rings: dict[str, list[NDArray[np.float64]]] = {}
    for authority in AUTHORITIES:
        collection = json.loads((folder / f"wards_{authority}.geojson").read_text(encoding="utf-8"))
        for feature in collection["features"]:
            shape = feature["geometry"]
            if shape["type"] != "Polygon":
                message = f"ward {feature['properties']['WD13NM']} is a {shape['type']}, not a Polygon"
                raise ValueError(message)
            rings[feature["properties"]["WD13CD"]] = [np.array(ring) for ring in shape["coordinates"]]
    return rings


def inside(points: NDArray[np.float64], rings: Sequence[NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which of the points (longitude, latitude) lie inside a polygon: a ray to the east crosses its rings an odd number
    of times.
    """
    crossed_oddly = np.zeros(len(points), dtype=bool)
    lon, lat = points[:, 0], points[:, 1]
    for ring in rings:
        for (lon_a, lat_a), (lon_b, lat_b) in pairwise(ring.tolist()):
            level = (lat_a > lat) != (lat_b > lat)
            if level.any():
                crossing = lon_a + (lon_b - lon_a) * (lat[level] - lat_a) / (lat_b - lat_a)
                crossed_oddly[level] ^= lon[level] < crossing
    return crossed_oddly


def wards_of(spots: Sequence[Spot], boundaries: Mapping[str, list[NDArray[np.float64]]]) -> dict[Spot, str]:
    """The ward code of every spot that lies in one; a spot outside all wards is left out."""
    points = np.array([(spot.lon, spot.lat) for spot in spots])
    found: dict[Spot, str] = {}
    for code, rings in sorted(boundaries.items()):
        found.update({spots[index]: code for index in np.flatnonzero(inside(points, rings)).tolist()})
    return found


def account(crimes: Sequence[Crime], ward_of: Mapping[Spot, str]) -> dict[str, int]:
    """How many rows there are, and how many of them cannot be counted, by reason."""
    located = [crime for crime in crimes if crime.spot]
    repeats = Counter(crime.crime_id for crime in crimes if crime.crime_id)
    return {
        "in_the_files": len(crimes),
        "without_location": len(crimes) - len(located),
        "outside_by_authority": sum(crime.authority not in AUTHORITIES.values() for crime in located),
        "outside_by_boundary": sum(crime.spot not in ward_of for crime in located),
        "repeated_crime_id": sum(times - 1 for times in repeats.values()),
        "without_crime_id": sum(not crime.crime_id for crime in crimes),
        "counted": sum(crime.spot in ward_of for crime in located),
    }
