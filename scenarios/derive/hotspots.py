"""Which circles are hotspots.

A hotspot is a circle of 150 m radius around an anonymised map point. Circles are taken one after the other, the one
with the largest weighted count first, with centres at least 500 m apart; each team gets its three best ones first. This
greedy choice is not the best possible covering, and is not claimed to be.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.derive.crimes import ASB, Crime, Spot, Ward

RADIUS_M = 150
APART_M = 500
COUNT = 40
LEAST_PER_TEAM = 3
WEIGHTS = {"crime": 0.6, "asb": 0.4}
INDOORS = ("Burglary", "Other crime", "Other theft", "Shoplifting")
"""Crime types that mostly happen inside homes, shops, petrol stations and cells, where a patrol in the street is not.
"""
METRES_PER_DEGREE = 111_195.0
MIDDLE_LATITUDE = 52.0
PLACE_TYPES = (
    "Airport/Airfield", "Further/Higher Educational Building", "Hospital", "Nightclub", "Park/Open Space",
    "Parking Area", "Petrol Station", "Police Station", "Shopping Area", "Sports/Recreation Area", "Supermarket",
    "Theatre/Concert Hall",
)  # fmt: skip
"""What the location text says instead of a street's name; two places can share it, so it makes no title."""


class Exclusion(NamedTuple):
    """A place that is no hotspot, however many rows are recorded there."""

    name: str
    centre: Spot
    radius_m: float
    reason: str


class Circle(NamedTuple):
    """A chosen hotspot and the number of rows inside it."""

    centre: Spot
    team: str
    place: str
    street: str
    crime: int
    asb: int


def read_exclusions(table: Path) -> list[Exclusion]:
    """The committed list of places that are no hotspots, each with its reason."""
    with table.open(encoding="utf-8", newline="") as rows:
        return [
            Exclusion(row["name"], Spot(float(row["lat"]), float(row["lon"])), float(row["radius_m"]), row["reason"])
            for row in csv.DictReader(rows)
        ]


def on_grid(spots: Sequence[Spot]) -> NDArray[np.float64]:
    """Metres east and north on a plane, good to about 0.3 % within the county."""
    degrees = np.array([(spot.lon, spot.lat) for spot in spots])
    degrees[:, 0] *= np.cos(np.radians(MIDDLE_LATITUDE))
    return degrees * METRES_PER_DEGREE


def metres_between(a: Sequence[Spot], b: Sequence[Spot]) -> NDArray[np.float64]:
    """Distance of every spot of one list from every spot of another."""
    here, there = on_grid(a), on_grid(b)
    return np.hypot(here[:, None, 0] - there[None, :, 0], here[:, None, 1] - there[None, :, 1])


def excluded(spots: Sequence[Spot], exclusions: Sequence[Exclusion]) -> dict[Spot, str]:
    """The name of the exclusion each excluded spot falls under, the first in the list where several do."""
    barred: dict[Spot, str] = {}
    for exclusion in reversed(exclusions):
        near = metres_between(spots, [exclusion.centre])[:, 0] <= exclusion.radius_m
        barred.update({spots[index]: exclusion.name for index in np.flatnonzero(near).tolist()})
    return barred


def _street(names: Counter[str]) -> str:
    streets = {name: times for name, times in names.items() if name not in PLACE_TYPES}
    return min(streets, key=lambda name: (-streets[name], name), default="").replace("'S ", "'s ")


def _tally(crimes: Sequence[Crime]) -> tuple[dict[Spot, Counter[str]], dict[Spot, Counter[str]]]:
    measures: dict[Spot, Counter[str]] = defaultdict(Counter)
    names: dict[Spot, Counter[str]] = defaultdict(Counter)
    for crime in crimes:
        if crime.spot and crime.kind not in INDOORS:
            measures[crime.spot]["asb" if crime.kind == ASB else "crime"] += 1
            names[crime.spot][crime.location] += 1
    return measures, names


def choose(crimes: Sequence[Crime], wards: Mapping[Spot, Ward], exclusions: Sequence[Exclusion]) -> list[Circle]:
    """The hotspots, largest weighted count first.

    Counts are of outdoor crime types only, at points of the force area that fall under no exclusion. A weighted count
    adds the shares of the force-wide totals of both measures, each times its weight.
    """
    measures, names = _tally(crimes)
    barred = excluded(sorted(wards), exclusions)
    spots = sorted(spot for spot in measures if spot in wards and spot not in barred)
    counts = np.array([[measures[spot][measure] for measure in WEIGHTS] for spot in spots])
    weights = np.array(list(WEIGHTS.values())) / counts.sum(axis=0)
    distances = metres_between(spots, spots)
    in_circle = (distances <= RADIUS_M) @ counts
    order = np.argsort(-(in_circle @ weights), kind="stable")

    def names_within(index: int, metres: float) -> Counter[str]:
        return sum((names[spots[near]] for near in np.flatnonzero(distances[index] <= metres).tolist()), Counter[str]())

    def circle(index: int) -> Circle:
        ward = wards[spots[index]]
        street = _street(names_within(index, RADIUS_M)) or _street(names_within(index, APART_M / 2))
        return Circle(spots[index], ward.team, ward.place, street, int(in_circle[index][0]), int(in_circle[index][1]))

    teams = [wards[spot].team for spot in spots]
    taken = _spread(order.tolist(), distances, teams)
    return [circle(index) for index in order.tolist() if index in taken]


def _spread(order: list[int], distances: NDArray[np.float64], teams: list[str]) -> list[int]:
    """Best first, centres apart, and every team's least number before anything else."""
    taken: list[int] = []

    def is_clear(index: int) -> bool:
        return all(distances[index, other] >= APART_M for other in taken)

    for index in order:
        if sum(teams[other] == teams[index] for other in taken) < LEAST_PER_TEAM and is_clear(index):
            taken.append(index)
    for index in order:
        if len(taken) < COUNT and is_clear(index):
            taken.append(index)
    return taken
