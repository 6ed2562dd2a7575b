"""Small towns in the form of the street-level files of data.police.uk, made up."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rostering.siting.ground import Ground

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
ASB = "Anti-social behaviour"


class Row(NamedTuple):
    """One row; a crime without an id is anti-social behaviour."""

    id: str
    month: str
    lon: str
    lat: str
    street: str = "High Street"
    authority: str = "Milltown"
    kind: str = "Public order"


def crimes(lon: float, lat: float, number: int, *, name: str, month: str = "2024-01", **more: str) -> list[Row]:
    """Rows at one point, with ids of their own."""
    return [Row(f"{name}-{month}-{index}", month, f"{lon:.6f}", f"{lat:.6f}", **more) for index in range(number)]


def text_of(rows: Iterable[Row], header: Sequence[str] = HEADER) -> str:
    """The text of a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        force = "Mill Police"
        lsoa = f"{row.authority} 001A" if row.authority else ""
        where = f"On or near {row.street}"
        code = "E01000001"
        writer.writerow([row.id, row.month, force, force, row.lon, row.lat, where, code, lsoa, row.kind, "", ""])
    return out.getvalue()


def town() -> list[Row]:
    """Three places about 1 km apart, the middle one with a second point 100 m away; ASB, rows outside, one nowhere."""
    return [
        *crimes(-0.40, 52.00, 6, name="a", street="North Lane"),
        *crimes(-0.40, 52.01, 5, name="b", street="Mill Lane"),
        *crimes(-0.40, 52.0109, 4, name="c", street="Mill Lane"),
        *crimes(-0.40, 52.02, 3, name="d", street="Parking Area", kind="Shoplifting"),
        *crimes(-0.40, 52.0201, 2, name="e", street="South Lane"),
        *[Row("", "2024-01", "-0.400000", "52.020000", "South Lane", kind=ASB)] * 2,
        Row("nowhere", "2024-01", "", "", ""),
    ]


def square(name: str, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """A feature of a GeoJSON file."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": name.upper(), "name": name}, "geometry": geometry}


def boundary_file(path: Path, *features: dict[str, Any]) -> Path:
    """A GeoJSON file."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def ground(  # noqa: PLR0913 - what there is to choose from
    metres: Sequence[tuple[float, float]],
    weights: Sequence[float],
    *,
    count: int,
    radius: float = 100,
    apart: float = 0,
    areas: Sequence[int] | None = None,
    least: int = 0,
) -> Ground:
    """Points with weights that add up to 1."""
    own = np.array(areas if areas is not None else [0] * len(weights), dtype=np.int64)
    shares = np.array(weights, dtype=np.float64) / sum(weights)
    names = tuple(f"area-{number}" for number in range(int(own.max()) + 1))
    return Ground(np.array(metres, dtype=np.float64), shares, own, names, count, radius, apart, least)
