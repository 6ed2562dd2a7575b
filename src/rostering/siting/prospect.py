"""What hotspots can be chosen from: the points that are inside an area, outdoors, and not excluded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rostering.files import InputError, Problem
from rostering.siting.boundaries import Situated
from rostering.siting.crimes import Rows
from rostering.siting.ground import Ground
from rostering.siting.method import Method
from rostering.siting.places import Points, on_plane, pairs_within, points_of
from rostering.words import count_words

Situate = Callable[[Points], Situated]
"""Tells in which area each point lies."""


@dataclass(frozen=True)
class Prospect:
    """The points of a period, and which of them are candidates."""

    points: Points
    situated: Situated
    is_inside: NDArray[np.bool_]
    """Which points lie in an area."""
    is_barred: NDArray[np.bool_]
    """Which points lie at an excluded place."""
    held: tuple[int, ...]
    """Rows at each excluded place, all crime types; where two overlap, in the first."""
    ground: Ground
    kept: NDArray[np.int64]
    """By candidate: the number of its point."""


def prospect_of(rows: Rows, method: Method, situate: Situate) -> Prospect:
    """What there is to choose from.

    Raises:
        InputError: every row is outside, or nothing is left.
    """
    points = points_of(rows, method)
    situated = situate(points)
    is_inside = np.array([area is not None for area in situated.areas], dtype=bool)
    if not is_inside.any():
        message = f"none of the {count_words(rows.number, 'row')} lies in any area"
        problem = Problem("hotspots", None, (), "ALL_OUTSIDE", message, "are these the files of this force?")
        raise InputError([problem])
    is_barred, held = _barred(points, is_inside, method)
    ground, kept = _candidates(points, situated, is_inside & ~is_barred, method)
    return Prospect(points, situated, is_inside, is_barred, tuple(held), ground, kept)


def _barred(points: Points, is_inside: NDArray[np.bool_], method: Method) -> tuple[NDArray[np.bool_], list[int]]:
    """Which points lie at an excluded place, and how many rows each excluded place has, the first that is near."""
    barred = np.zeros(len(points.numbers), dtype=bool)
    held = list[int]()
    for one in method.exclusions:
        centre = on_plane(np.array([[one.lon, one.lat]]), points.degrees)
        near = np.zeros_like(barred)
        near[pairs_within(centre, points.metres, one.radius_m)[1]] = True
        held.append(int(points.numbers[near & ~barred & is_inside].sum()))
        barred |= near
    return barred, held


def _candidates(
    points: Points, situated: Situated, is_open: NDArray[np.bool_], method: Method
) -> tuple[Ground, NDArray[np.int64]]:
    """What can be chosen, and which point each candidate is."""
    kept = np.flatnonzero(is_open & (points.outdoors.sum(axis=1) > 0))
    amounts = points.outdoors[kept]
    totals = amounts.sum(axis=0)
    mixed = np.array([method.weights.get(name, 0.0) for name in method.measures])
    shares = np.divide(mixed, totals, out=np.zeros_like(mixed), where=totals > 0)
    if not (amounts @ shares).any():
        message = "no row is left that counts towards a hotspot"
        problem = Problem(
            "hotspots",
            None,
            (),
            "NOTHING_TO_CHOOSE",
            message,
            "look at the weights, the crime types indoors and the exclusions",
        )
        raise InputError([problem])
    names = tuple(situated.titles)
    areas = np.array([names.index(situated.areas[point] or "") for point in kept.tolist()], dtype=np.int64)
    weights = amounts @ shares / shares[totals > 0].dot(totals[totals > 0])
    ground = Ground(
        points.metres[kept], weights, areas, names, method.count, method.radius_m, method.apart_m, method.least_per_area
    )
    return ground, kept
