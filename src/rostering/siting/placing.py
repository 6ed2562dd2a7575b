"""Chosen centres as hotspots that people can find: a title, an area, a place on the map, and what is recorded there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rostering.siting.choosing import Choice
from rostering.siting.method import Method
from rostering.siting.naming import identifiers, street_name
from rostering.siting.places import pairs_within
from rostering.siting.prospect import Prospect


@dataclass(frozen=True)
class Place:
    """A chosen hotspot."""

    id: str
    title: str
    area: str
    lon: float
    lat: float
    amounts: tuple[float, ...]
    """Of each measure, outdoors, within its circle."""
    share: float
    """Of all weighted demand outdoors."""


def placed(prospect: Prospect, choice: Choice, method: Method) -> tuple[Place, ...]:
    """The chosen places by area, in each those of most weight first."""
    ground = prospect.ground
    centres = sorted(choice.centres, key=lambda c: (ground.areas[c], -ground.worth[c], c))
    titles = _titles(prospect, centres, method)
    ids = identifiers(f"{town} {street}" for street, town in titles)
    return tuple(
        _place(prospect, centre, name, f"{street}, {town}" if street else town)
        for name, (street, town), centre in zip(ids, titles, centres, strict=True)
    )


def _place(prospect: Prospect, centre: int, name: str, title: str) -> Place:
    ground, points, point = prospect.ground, prospect.points, prospect.kept[centre]
    inside = prospect.kept[ground.covering[1][ground.covering[0] == centre]]
    lon, lat = points.degrees[point].tolist()
    amounts = tuple(points.outdoors[inside].sum(axis=0).tolist())
    area = ground.area_names[ground.areas[centre]]
    return Place(name, title, area, lon, lat, amounts, float(ground.worth[centre]))


def _titles(prospect: Prospect, centres: list[int], method: Method) -> list[tuple[str, str]]:
    """Street and town of each."""
    around = prospect.ground.metres[centres]
    near = _streets_near(prospect, around, method.radius_m)
    wider = _streets_near(prospect, around, max(method.radius_m, method.apart_m / 2))
    towns = [_town(prospect, centre, method) for centre in centres]
    return [(street_name(*pair), town) for *pair, town in zip(near, wider, towns, strict=True)]


def _town(prospect: Prospect, centre: int, method: Method) -> str:
    boundary = prospect.situated.boundaries[prospect.kept[centre]]
    area = prospect.ground.area_names[prospect.ground.areas[centre]]
    return method.places.get(boundary or "") or boundary or prospect.situated.titles[area]


def _streets_near(prospect: Prospect, around: NDArray[np.float64], metres: float) -> list[Counter[str]]:
    near = [Counter[str]() for _ in around]
    for place, candidate in pairs_within(around, prospect.ground.metres, metres).T.tolist():
        near[place] += prospect.points.streets[prospect.kept[candidate]]
    return near
