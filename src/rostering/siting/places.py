"""The points of a map with what is recorded at each, in metres and as shares of demand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import polars as pl
import pyproj
import shapely
from numpy.typing import NDArray

from rostering.siting.crimes import LATITUDES, LONGITUDES, Rows
from rostering.siting.method import Measure, Method


@dataclass(frozen=True)
class Points:
    """Every point at which something is recorded, from south to north."""

    degrees: NDArray[np.float64]
    """Longitude and latitude, shape (n, 2)."""
    metres: NDArray[np.float64]
    """East and north on a plane that touches the earth in their middle, shape (n, 2)."""
    authorities: tuple[str, ...]
    """Local authority of each point, by most of its rows."""
    numbers: NDArray[np.int64]
    """Rows at each point."""
    amounts: NDArray[np.float64]
    """Of each measure, all crime types, shape (n, measures)."""
    outdoors: NDArray[np.float64]
    """The same without the crime types that happen indoors."""
    streets: tuple[Counter[str], ...]
    """Rows by name of the street, at each point."""


def points_of(rows: Rows, method: Method) -> Points:
    """The points of some rows; rows without a location, or with one outside the country, are at none."""
    in_country = pl.col("lon").is_between(*LONGITUDES) & pl.col("lat").is_between(*LATITUDES)
    placed = rows.frame.filter(in_country).with_columns(
        authority=pl.col("lsoa").str.replace(r"\s+\S+$", ""),
        outdoors=~pl.col("kind").is_in(method.indoors),
        **{f"m{place}": _weights(measure) for place, measure in enumerate(method.measures.values())},
    )
    columns = [f"m{place}" for place in range(len(method.measures))]
    number = pl.col("number").cast(pl.Float64)
    grouped = (
        placed.group_by("lat", "lon")
        .agg(
            pl.col("number").sum().cast(pl.Int64).alias("rows"),
            *[(pl.col(name) * number).sum() for name in columns],
            *[(pl.col(name) * number * pl.col("outdoors")).sum().alias(f"out_{name}") for name in columns],
        )
        .sort("lat", "lon")
    )
    degrees = grouped.select("lon", "lat").to_numpy().astype(np.float64)
    keys = {(lat, lon): place for place, (lon, lat) in enumerate(map(tuple, degrees.tolist()))}
    return Points(
        degrees,
        on_plane(degrees, degrees),
        _authorities(placed, keys),
        grouped["rows"].to_numpy().astype(np.int64),
        grouped.select(columns).to_numpy().astype(np.float64),
        grouped.select([f"out_{name}" for name in columns]).to_numpy().astype(np.float64),
        _streets(placed, keys),
    )


def _weights(measure: Measure) -> pl.Expr:
    types = list(measure.types)
    return pl.col("kind").replace_strict(
        types, [float(measure.types[kind]) for kind in types], default=float(measure.others), return_dtype=pl.Float64
    )


def _authorities(placed: pl.DataFrame, keys: dict[tuple[float, float], int]) -> tuple[str, ...]:
    counted = (
        placed.group_by("lat", "lon", "authority")
        .agg(pl.col("number").sum())
        .sort(["number", "authority"], descending=[True, False])
        .unique(["lat", "lon"], keep="first", maintain_order=True)
    )
    names = [""] * len(keys)
    for lat, lon, authority in counted.select("lat", "lon", "authority").iter_rows():
        names[keys[lat, lon]] = authority
    return tuple(names)


def _streets(placed: pl.DataFrame, keys: dict[tuple[float, float], int]) -> tuple[Counter[str], ...]:
    counted = placed.filter(pl.col("outdoors")).group_by("lat", "lon", "location").agg(pl.col("number").sum())
    streets = tuple(Counter[str]() for _ in keys)
    for lat, lon, location, number in counted.sort("location").iter_rows():
        streets[keys[lat, lon]][location] += number
    return streets


def on_plane(degrees: NDArray[np.float64], around: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres east and north of the middle of some places: a transverse Mercator projection of scale 1 on its middle
    meridian, true to 0.1 % within 280 km of it.
    """
    lon, lat = np.median(around, axis=0)
    plane = pyproj.Proj(proj="tmerc", lon_0=float(lon), lat_0=float(lat), k=1, ellps="WGS84")
    east, north = plane(degrees[:, 0], degrees[:, 1])
    return np.column_stack([east, north])


def pairs_within(a: NDArray[np.float64], b: NDArray[np.float64], metres: float) -> NDArray[np.int64]:
    """Which places of one list lie how near to which of another: their numbers, shape (2, pairs), sorted."""
    tree, around = shapely.STRtree(_shapes(b)), _shapes(a)
    found = tree.query(around, predicate="dwithin", distance=metres)
    return np.asarray(found[:, np.lexsort((found[1], found[0]))], dtype=np.int64)


def _shapes(places: NDArray[np.float64]) -> list[shapely.Geometry]:
    return list(np.asarray(shapely.points(places)))
