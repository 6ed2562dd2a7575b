"""What a choice of places is made from: candidates, what each covers, and which are too near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rostering.siting.places import pairs_within

ROUNDING = 1e-9
"""Of a distance: places that far apart to the last digit are far enough."""


@dataclass(frozen=True)
class Ground:
    """Points with weight; every one may be the centre of a hotspot."""

    metres: NDArray[np.float64]
    """East and north of each, shape (n, 2)."""
    weights: NDArray[np.float64]
    """Share of all demand that is recorded at each, shape (n,)."""
    areas: NDArray[np.int64]
    """Number of the area of each, shape (n,)."""
    area_names: tuple[str, ...]
    count: int
    """Places to choose."""
    radius_m: float
    apart_m: float
    least_per_area: int

    @cached_property
    def covering(self) -> NDArray[np.int64]:
        """Which centre covers which point, itself among them: shape (2, pairs)."""
        return pairs_within(self.metres, self.metres, self.radius_m)

    @cached_property
    def worth(self) -> NDArray[np.float64]:
        """Share of all demand within the circle round each."""
        return np.bincount(self.covering[0], self.weights[self.covering[1]], len(self.weights))

    @property
    def circles_are_apart(self) -> bool:
        """Whether no two circles can share a point."""
        return self.apart_m > 2 * self.radius_m

    def is_clear(self, a: int, b: int) -> bool:
        """Whether two centres are far enough apart."""
        distance = float(np.hypot(*(self.metres[a] - self.metres[b])))
        return distance >= self.apart_m * (1 - ROUNDING)

    def too_near(self, centres: NDArray[np.int64], other: int) -> NDArray[np.bool_]:
        """Which of some centres are not far enough from another."""
        distance = np.hypot(*(self.metres[centres] - self.metres[other]).T)
        return np.asarray(distance < self.apart_m * (1 - ROUNDING))

    def covered(self, centres: list[int]) -> NDArray[np.int64]:
        """The points that some centres cover, each once."""
        is_near = np.isin(self.covering[0], centres)
        return np.unique(self.covering[1][is_near])

    def share(self, centres: list[int]) -> float:
        """Share of all demand that some centres cover."""
        return float(self.weights[self.covered(centres)].sum())
