"""Why there are not so many places, said with what helps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from rostering.files import InputError, Problem
from rostering.siting.choosing import most_places
from rostering.siting.ground import Ground
from rostering.solve.terms import Stop
from rostering.words import count_words


def too_many(ground: Ground, stop: Stop) -> InputError:
    """Why there are not so many places."""
    reasons = _reasons(ground, stop)
    return InputError([Problem("hotspots", None, (), "TOO_MANY_HOTSPOTS", *reason) for reason in reasons])


def _reasons(ground: Ground, stop: Stop) -> Iterator[tuple[str, str]]:
    """Why there are not so many places, each with what helps."""
    asked = ground.least_per_area * len(ground.area_names)
    if asked > ground.count:
        areas = count_words(len(ground.area_names), "area")
        message = f"{ground.least_per_area} in each of {areas} are {asked} hotspots, and {ground.count} are asked for"
        yield message, f"ask for at least {asked}, or for fewer in each area"
    for area, name in enumerate(ground.area_names):
        mine = np.flatnonzero(ground.areas == area)
        room = most_places(_part(ground, mine), stop) if len(mine) else 0
        if room < ground.least_per_area:
            message = f"{name} has room for {count_words(room, 'place')} {ground.apart_m:g} m apart"
            yield message, f"ask for at most {room} in each area, or set them closer"
    room = most_places(ground, stop)
    message = f"there is room for at most {count_words(room, 'place')} {ground.apart_m:g} m apart"
    yield f"{ground.count} hotspots cannot be placed: {message}", "ask for fewer, or set them closer together"


def _part(ground: Ground, kept: NDArray[np.int64]) -> Ground:
    return Ground(
        ground.metres[kept], ground.weights[kept], ground.areas[kept], ground.area_names, 1, ground.radius_m,
        ground.apart_m, 0,
    )  # fmt: skip
