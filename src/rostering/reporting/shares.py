"""Demand and patrol by area, the equal split beside them."""

from __future__ import annotations

from dataclasses import dataclass

from rostering.reporting.findings import Findings


@dataclass(frozen=True)
class AreaShare:
    """An area's part of demand and of patrol."""

    area: str
    title: str
    demand: float
    patrol: float
    equal: float
    """Had every area got the same hours."""
    patrol_hours: float
    visit_hours: float
    ratio: float | None
    """Patrol share over demand share; nothing where there is no demand."""


def area_shares(found: Findings) -> tuple[AreaShare, ...]:
    """All areas, most demand first."""
    shares = [
        AreaShare(
            area=area,
            title=found.scenario.title_of(area),
            demand=row["demand_share"],
            patrol=row["patrol_share"],
            equal=1 / len(found.areas),
            patrol_hours=row["patrol_hours"],
            visit_hours=row["visit_hours"],
            ratio=row.get("ratio"),
        )
        for area, row in found.areas.items()
    ]
    return tuple(sorted(shares, key=lambda one: (-one.demand, one.title, one.area)))
