"""What else people do: take the heaviest circle again and again, or lay a grid over the map."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rostering.siting.ground import Ground


def greedy(ground: Ground, favour: NDArray[np.float64] | None = None) -> tuple[int, ...]:
    """The centre that adds most, one after the other; every area's least number before anything else. Fewer than asked
    for where none is left that is far enough from those taken.

    Args:
        ground: what can be chosen.
        favour: a number for each centre; a larger one goes before whatever is covered.
    """
    every = np.arange(len(ground.weights))
    first = np.zeros(len(ground.weights)) if favour is None else favour
    taken, is_covered = list[int](), np.zeros(len(ground.weights), dtype=bool)

    def added() -> np.ndarray:
        left = np.where(is_covered, 0.0, ground.weights)
        return np.bincount(ground.covering[0], left[ground.covering[1]], len(left)) + first

    def take_until(most: int, among: np.ndarray) -> None:
        worth, is_open = added(), among.copy()
        for other in taken:
            is_open &= ~ground.too_near(every, other)
        while len(taken) < most and is_open.any():
            best = int(np.argmax(np.where(is_open, worth, -1.0)))
            taken.append(best)
            is_covered[ground.covering[1][ground.covering[0] == best]] = True
            is_open &= ~ground.too_near(every, best)
            is_open[best] = False
            worth = worth if ground.circles_are_apart else added()

    for area in range(len(ground.area_names)):
        take_until(len(taken) + ground.least_per_area, ground.areas == area)
    is_left = np.ones(len(ground.weights), dtype=bool)
    is_left[taken] = False
    take_until(ground.count, is_left)
    return tuple(taken)


def grid_share(ground: Ground) -> float:
    """Share of all demand in the heaviest cells of a grid of squares, each as large as a hotspot's circle, that keep
    the same distance and the same least number for each area (a cell belongs where most of its weight is).
    """
    side = math.sqrt(math.pi) * ground.radius_m
    cells, cell_of = np.unique(np.floor(ground.metres / side).astype(np.int64), axis=0, return_inverse=True)
    cell_of = cell_of.reshape(-1)
    by_area = np.zeros((len(cells), len(ground.area_names)))
    np.add.at(by_area, (cell_of, ground.areas), ground.weights)
    squares = Ground(
        np.asarray(cells * side, dtype=np.float64),
        by_area.sum(axis=1),
        by_area.argmax(axis=1),
        ground.area_names,
        ground.count,
        side / 2,
        ground.apart_m,
        ground.least_per_area,
    )
    return squares.share(list(greedy(squares)))
