"""Which hotspots a position is in."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rostering.scenario.records import Point
from rostering.scenario.travel import EARTH_RADIUS_KM

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]

METRES_PER_DEGREE = EARTH_RADIUS_KM * 1000 * math.pi / 180
"""Of latitude."""
_WIDE = 1.001
"""Cells are this much wider than the radius, so that rounding hides nothing."""
_LEAST_COSINE = 0.01
_ROW = 2**33
"""More than the number of cells around the Earth."""


class Circles:
    """Circles of one radius around hotspots, which may overlap."""

    def __init__(self, points: Sequence[Point], radius: float) -> None:
        """Their centres, and the radius in metres."""
        self.radius = radius
        self._lat = np.array([point.lat for point in points], dtype=np.float64)
        self._lon = np.array([point.lon for point in points], dtype=np.float64)
        self._tall = radius * _WIDE / METRES_PER_DEGREE
        farthest = math.radians(min(89.0, float(np.abs(self._lat).max(initial=0.0)) + self._tall))
        self._broad = self._tall / max(math.cos(farthest), _LEAST_COSINE)
        self.groups: list[tuple[int, ...]] = [()]
        """By code: the circles, by number, that a position of this code is in; code 0 is none."""
        self._codes: dict[tuple[int, ...], int] = {(): 0}

    def codes(self, lat: Floats, lon: Floats) -> Codes:
        """For each position a code: in which circles it is. Only those in a circle's cell or beside it are measured."""
        found = np.zeros(len(lat), dtype=np.int32)
        if not len(self._lat):
            return found
        keys = np.floor(lat / self._tall).astype(np.int64) * _ROW + np.floor(lon / self._broad).astype(np.int64)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        for number in range(len(self._lat)):
            near = order[self._cells(ordered, number)]
            inside = near[self._metres(number, lat[near], lon[near]) <= self.radius]
            for code in np.unique(found[inside]):
                found[inside[found[inside] == code]] = self._joined(int(code), number)
        return found

    def _cells(self, ordered: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.int64]:
        """Places, in the order of cells, of positions in a circle's cell and the eight around it."""
        row, column = math.floor(self._lat[number] / self._tall), math.floor(self._lon[number] / self._broad)
        ranges = []
        for beside in (-1, 0, 1):
            first = (row + beside) * _ROW + column
            ranges.append(np.arange(*np.searchsorted(ordered, (first - 1, first + 2)), dtype=np.int64))
        return np.concatenate(ranges)

    def _metres(self, number: int, lat: Floats, lon: Floats) -> Floats:
        """Great-circle distance (haversine formula), as for journeys."""
        lat_a, lat_b = math.radians(self._lat[number]), np.radians(lat)
        half_lat = np.sin((lat_b - lat_a) / 2) ** 2
        half_lon = np.sin(np.radians(lon - self._lon[number]) / 2) ** 2
        chord = np.sqrt(half_lat + math.cos(lat_a) * np.cos(lat_b) * half_lon)
        return np.asarray(2000 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, chord)), dtype=np.float64)

    def _joined(self, code: int, number: int) -> int:
        group = (*self.groups[code], number)
        if group not in self._codes:
            self._codes[group] = len(self.groups)
            self.groups.append(group)
        return self._codes[group]
