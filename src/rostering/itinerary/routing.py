"""Which calls to make on which tour, and in what order: team orienteering with time windows, searched by PyVRP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyvrp import Client, Depot, IteratedLocalSearchParams, Location, ProblemData, SolveParams, VehicleType, solve
from pyvrp.stop import StoppingCriterion

PRIZE_UNIT = 1000
"""What one unit of prize is worth in units of travel: prizes decide, travel only breaks ties."""
NEVER = 1_000_000_000
"""Time of a journey to a call that a tour may not make."""
SEARCH = SolveParams(IteratedLocalSearchParams(num_iters_no_improvement=2000, history_length=75))
"""A short memory and early restarts suit searches of seconds: see ``docs/design.md``, Itineraries."""


@dataclass(frozen=True)
class Call:
    """Something to do at a place, once, if it pays."""

    place: str
    first: int
    """Earliest start."""
    last: int
    """Latest start."""
    minutes: int
    """How long it takes (in the unit of all times)."""
    prize: int


@dataclass(frozen=True)
class Tour:
    """Time in which a crew can make calls."""

    origin: str
    destination: str
    start: int
    end: int
    barred: frozenset[int] = frozenset()
    """Numbers of calls this crew may not make."""


def route(
    calls: Sequence[Call],
    tours: Sequence[Tour],
    journey: Callable[[str, str], int],
    stop: StoppingCriterion,
    seed: int,
) -> list[list[int]]:
    """By tour, the numbers of its calls in order, so that all prizes together are as large as the search finds and,
    next, travel is short. The answer depends on nothing but the arguments where ``stop`` counts iterations.
    """
    if not calls or not tours:
        return [[] for _ in tours]
    best = solve(_problem(calls, tours, journey), stop, seed, collect_stats=False, params=SEARCH).best
    routes: list[list[int]] = [[] for _ in tours]
    if best.is_feasible():
        for found in best.routes():
            routes[found.vehicle_type()] = [activity.idx for activity in found if activity.is_client()]
    return routes


def _problem(calls: Sequence[Call], tours: Sequence[Tour], journey: Callable[[str, str], int]) -> ProblemData:
    ends = sorted({place for tour in tours for place in (tour.origin, tour.destination)})
    places = [*ends, *(call.place for call in calls)]
    travel = np.array([[journey(one, other) for other in places] for one in places], dtype=np.int64)
    barred = list(dict.fromkeys(tour.barred for tour in tours))
    matrices = [_without(travel, [len(ends) + number for number in sorted(numbers)]) for numbers in barred]
    clients = [
        Client(
            len(ends) + number,
            [],
            [],
            call.minutes,
            call.first,
            call.last,
            prize=call.prize * PRIZE_UNIT,
            required=False,
        )
        for number, call in enumerate(calls)
    ]
    vehicles = [
        VehicleType(
            start_depot=ends.index(tour.origin),
            end_depot=ends.index(tour.destination),
            tw_early=tour.start,
            tw_late=tour.end,
            profile=barred.index(tour.barred),
        )
        for tour in tours
    ]
    locations = [Location(0, 0, name=place) for place in places]
    return ProblemData(locations, clients, [Depot(number) for number in range(len(ends))], vehicles, matrices, matrices)


def _without(travel: NDArray[np.int64], numbers: list[int]) -> Any:
    shut = travel.copy()
    for number in numbers:
        shut[number, :] = shut[:, number] = NEVER
        shut[number, number] = 0
    return shut
