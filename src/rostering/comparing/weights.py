"""Who gains and who loses if demand were weighed otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.tables import patrol_minutes, tracking, visit_minutes
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, hotspot_shares
from rostering.schedule import Plan

OWN = "as it is"
"""The scenario's own weights."""


@dataclass(frozen=True)
class Weighing:
    """A way to mix measures of demand."""

    name: str
    weights: Mapping[str, float]


@dataclass(frozen=True)
class Stake:
    """What an area or a hotspot is due under each weighing."""

    kind: str
    """``area`` or ``hotspot``."""
    place: str
    title: str
    shares: tuple[float, ...]
    """Of the demand of all areas, or of all hotspots, in the order of the weighings."""
    ranks: tuple[int, ...]
    """From 1 for the largest share."""
    hours: tuple[float, ...]
    """Person-hours of the plan's patrol or visits that those shares are; nothing without a plan."""
    given: float | None
    """Person-hours the plan gives; nothing without one."""


@dataclass(frozen=True)
class Weighed:
    """Every place under every weighing."""

    weighings: tuple[Weighing, ...]
    """The scenario's own first."""
    stakes: tuple[Stake, ...]
    """Areas, then hotspots, each by id."""
    tracking: Mapping[str, tuple[float, ...]]
    """By kind: how well the plan follows demand so weighed (`demand_tracking`, `hotspot_tracking`), if there is one."""


def measures_of(scenario: Scenario) -> tuple[str, ...]:
    """The measures of demand that areas are told of, by name."""
    return tuple(sorted({measure for area in scenario.areas.values() for measure in area.demand}))


def weighed(scenario: Scenario, asked: Sequence[Weighing], plan: Plan | None = None) -> Weighed:
    """Shares under the scenario's own weights, under each measure alone, and under those asked for.

    Args:
        scenario: whose areas and hotspots share.
        asked: more weighings.
        plan: whose hours would be shared otherwise.
    """
    single = [Weighing(f"{measure} alone", {measure: 1.0}) for measure in measures_of(scenario)]
    weighings = (Weighing(OWN, scenario.demand.weights), *single, *asked)
    others = [
        scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"weights": dict(one.weights)})})
        for one in weighings
    ]
    stakes: list[Stake] = []
    followed: dict[str, tuple[float, ...]] = {}
    for kind, shares_of, minutes_of in (
        ("area", area_shares, patrol_minutes),
        ("hotspot", hotspot_shares, visit_minutes),
    ):
        shares = [shares_of(other) for other in others]
        minutes = None if plan is None else minutes_of(scenario, plan)
        stakes += _stakes(scenario, kind, shares, minutes)
        if minutes is not None:
            followed[kind] = tuple(tracking(minutes, one) for one in shares)
    return Weighed(weighings, tuple(stakes), followed)


def _stakes(
    scenario: Scenario, kind: str, shares: Sequence[Mapping[str, float]], minutes: Mapping[str, float] | None
) -> Iterator[Stake]:
    orders = [sorted(one, key=lambda place: (-one[place], place)) for one in shares]
    total = sum(minutes.values()) / MINUTES_PER_HOUR if minutes is not None else None
    for place in sorted(shares[0]):
        own = tuple(one[place] for one in shares)
        yield Stake(
            kind,
            place,
            scenario.title_of(place),
            own,
            tuple(order.index(place) + 1 for order in orders),
            () if total is None else tuple(share * total for share in own),
            None if minutes is None else minutes[place] / MINUTES_PER_HOUR,
        )


def weighed_document(found: Weighed) -> dict[str, Any]:
    """The same as plain mappings, sorted; no officer occurs in it."""
    names = [one.name for one in found.weighings]
    places: dict[str, dict[str, Any]] = {"area": {}, "hotspot": {}}
    for stake in found.stakes:
        places[stake.kind][stake.place] = {
            "shares": {name: round(share, 4) for name, share in zip(names, stake.shares, strict=True)},
            "ranks": dict(zip(names, stake.ranks, strict=True)),
            **(
                {
                    "hours": {name: round(hours, 2) for name, hours in zip(names, stake.hours, strict=True)},
                    "given_hours": round(stake.given, 2),
                }
                if stake.given is not None
                else {}
            ),
        }
    return {
        "version": 1,
        "weights": {one.name: dict(one.weights) for one in found.weighings},
        "tracking": {
            kind: {name: round(value, 4) for name, value in zip(names, values, strict=True)}
            for kind, values in found.tracking.items()
        },
        "areas": places["area"],
        "hotspots": places["hotspot"],
    }
