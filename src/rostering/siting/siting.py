"""From rows to hotspots: what is there, what is chosen of it, and how else it might have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from rostering.files import InputError, Problem
from rostering.siting.boundaries import Situated
from rostering.siting.choosing import Choice
from rostering.siting.crimes import Rows
from rostering.siting.deciding import decided
from rostering.siting.method import Exclusion, Method
from rostering.siting.placing import Place, placed
from rostering.siting.prospect import Prospect, Situate, prospect_of
from rostering.siting.rivals import greedy, grid_share
from rostering.siting.stability import Stability, stability
from rostering.solve.terms import Stop, Tell


@dataclass(frozen=True)
class Account:
    """Where every row went."""

    in_files: int
    repeated: int
    other_months: int
    without_location: int
    outside: int
    counted: int
    """In areas."""
    indoors: int
    """Of the counted: of crime types that happen indoors."""
    excluded: int
    """Of the counted: at excluded places, all crime types."""


@dataclass(frozen=True)
class Siting:
    """Everything there is to say about a choice of hotspots."""

    method: Method
    months: tuple[str, str]
    """First and last."""
    account: Account
    situated: Situated
    area_amounts: Mapping[str, tuple[float, ...]]
    """By area, of each measure, all crime types."""
    places: tuple[Place, ...]
    """By area, in each those of most weight first."""
    choice: Choice
    greedy_share: float | None
    """Share of all demand outdoors in the places that taking the heaviest first gives; nothing where it does not find
    so many."""
    grid_share: float
    """The same in the cells of a grid."""
    excluded: tuple[tuple[Exclusion, int], ...]
    """Each with the rows recorded there, all crime types."""
    stability: Stability | None


def sited(  # noqa: PLR0913 - what there is, what is decided, and how long it may take
    rows: Rows, chosen: tuple[str, str], method: Method, situate: Situate, *, stop: Stop, tell: Tell
) -> Siting:
    """Hotspots and demand from the rows of some months; earlier ones are for comparison.

    Args:
        rows: all rows.
        chosen: first and last month that count.
        method: what is decided.
        situate: tells in which area points lie.
        stop: when to stop.
        tell: for news.

    Raises:
        InputError: every row is outside, or nothing is left to choose from, or there are not so many places.
    """
    period = rows.between(*chosen)
    prospect = prospect_of(period, method, situate)
    ground = prospect.ground
    choice = decided(ground, stop, tell)
    rival = greedy(ground)
    return Siting(
        method,
        chosen,
        _account(rows, period, prospect, method),
        prospect.situated,
        _area_amounts(prospect),
        placed(prospect, choice, method),
        choice,
        ground.share(list(rival)) if len(rival) == ground.count else None,
        grid_share(ground),
        tuple(zip(method.exclusions, prospect.held, strict=True)),
        stability(rows, chosen, method, situate, stop),
    )


def _account(rows: Rows, period: Rows, prospect: Prospect, method: Method) -> Account:
    points, is_inside = prospect.points, prospect.is_inside
    counted = int(points.numbers[is_inside].sum())
    located = int(period.frame.filter(pl.col("lon").is_not_null())["number"].sum())
    inside = pl.DataFrame({"lon": points.degrees[is_inside, 0], "lat": points.degrees[is_inside, 1]})
    indoors = period.frame.filter(pl.col("kind").is_in(method.indoors)).join(inside, on=["lon", "lat"])
    return Account(
        rows.in_files,
        rows.repeated,
        rows.number - period.number,
        period.number - located,
        located - counted,
        counted,
        int(indoors["number"].sum()),
        int(points.numbers[is_inside & prospect.is_barred].sum()),
    )


def _area_amounts(prospect: Prospect) -> dict[str, tuple[float, ...]]:
    amounts = prospect.points.amounts
    sums = {area: np.zeros(amounts.shape[1]) for area in prospect.situated.titles}
    for area, mine in zip(prospect.situated.areas, amounts, strict=True):
        if area is not None:
            sums[area] += mine
    return {area: tuple(total.tolist()) for area, total in sums.items()}


def period_months(rows: Rows, since: str | None, until: str | None) -> tuple[str, str]:
    """The months asked for, as far as there are rows of them.

    Raises:
        InputError: there are none.
    """
    months = [month for month in rows.months if (since or "") <= month <= (until or "9999")]
    if not months:
        message = f"there is no row from {since or 'the beginning'} to {until or 'the end'}"
        problem = Problem(
            "hotspots", None, (), "NO_MONTH", message, f"the files have {rows.months[0]} to {rows.months[-1]}"
        )
        raise InputError([problem])
    return months[0], months[-1]
