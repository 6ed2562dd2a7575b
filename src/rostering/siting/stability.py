"""Whether a choice lasts: how many of its places an earlier period would have given as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rostering.files import InputError
from rostering.siting.crimes import Rows
from rostering.siting.deciding import decided
from rostering.siting.method import Method
from rostering.siting.places import on_plane, pairs_within
from rostering.siting.prospect import Situate, prospect_of
from rostering.solve.terms import Stop


@dataclass(frozen=True)
class Stability:
    """How many places stay."""

    earlier: tuple[str, str]
    """First and last month."""
    later: tuple[str, str]
    again: int
    """Places of the later period whose centre lies in a circle of the earlier one."""
    count: int


def stability(rows: Rows, chosen: tuple[str, str], method: Method, situate: Situate, stop: Stop) -> Stability | None:
    """Of the places of some months, against those of as many months before them; where there are no rows of these, of
    the later half of the months against the earlier. Nothing for a single month, or where a period has not enough.
    """
    months = [month for month in rows.months if chosen[0] <= month <= chosen[1]]
    before = [month for month in rows.months if month < chosen[0]][-len(months) :]
    later = months
    if not before:
        before, later = months[: len(months) // 2], months[len(months) - len(months) // 2 :]
    if not before:
        return None
    periods = (before[0], before[-1]), (later[0], later[-1])
    centres = [_centres(rows.between(*period), method, situate, stop) for period in periods]
    if not all(map(len, centres)):
        return None
    around = np.vstack(centres)
    early, late = (on_plane(one, around) for one in centres)
    again = len(set(pairs_within(late, early, method.radius_m)[0].tolist()))
    return Stability(*periods, again, len(late))


def _centres(rows: Rows, method: Method, situate: Situate, stop: Stop) -> NDArray[np.float64]:
    """Longitude and latitude of the places that these rows give; none where they do not give so many."""
    try:
        prospect = prospect_of(rows, method, situate)
        choice = decided(prospect.ground, stop, lambda _: None)
    except InputError:
        return np.zeros((0, 2))
    return prospect.points.degrees[prospect.kept[list(choice.centres)]]
