"""Any number of plans side by side: the numbers a choice is made by, the best and the worst of each marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rostering.check import broken, check
from rostering.files.schedule_writing import rounded
from rostering.measures import MEASURES, area_table, changes, measures
from rostering.scenario import Scenario
from rostering.schedule import Plan

Direction = Literal["more", "less", ""]
"""Of what there is better to be more, or less; of the rest neither."""
DIRECTIONS: dict[str, Direction] = {
    "required_broken": "less",
    "guarantee_kept": "more",
    "guarantee_missed": "less",
    "worst_gap_days": "less",
    "hub_hours_staffed": "more",
    "hub_hours": "",
    "staffing_short": "less",
    "patrol_hours": "more",
    "visits": "",
    "demand_tracking": "more",
    "equal_split_tracking": "",
    "hotspot_tracking": "more",
    "hotspot_equal_split_tracking": "",
    "least_served_ratio": "more",
    "lent_hours": "less",
    "duty_hours": "",
    "duty_cost": "less",
    "patrol_cost_per_hour": "less",
    "changed_days": "less",
    "change_cost": "less",
}
"""The numbers that are compared, in order, and which way each is better."""
AREA_DIRECTIONS: dict[str, Direction] = {"demand_share": "", "patrol_share": "", "patrol_hours": "more", "ratio": ""}
"""The same for one area: its shares are no better for being large."""
MEANINGS = {
    **MEASURES,
    "required_broken": "Breaches of required rules",
    "changed_days": "Published days that are not as published",
    "change_cost": "What those changes cost",
    "demand_share": "Share of demand",
    "patrol_share": "Share of patrol",
    "ratio": "Patrol share over demand share; 1 is exact",
}
NEAR = 5e-5
"""Numbers that differ by less, as part of the larger, are the same: it is how they are rounded."""


@dataclass(frozen=True)
class Alternative:
    """One plan, as far as it is compared."""

    name: str
    numbers: Mapping[str, float]
    """By name, of :data:`DIRECTIONS`; what has no meaning for it is absent."""
    areas: Mapping[str, Mapping[str, float]]
    """By area: those of :data:`AREA_DIRECTIONS`."""
    titles: Mapping[str, str]
    """Of its areas, for people."""
    days: int
    """Length of its horizon."""


@dataclass(frozen=True)
class Row:
    """One number of every alternative."""

    area: str
    """Its id; nothing for the whole."""
    title: str
    """The area's, for people."""
    name: str
    meaning: str
    direction: Direction
    values: tuple[float | None, ...]
    """In the order of the alternatives; nothing where it has none."""

    @property
    def best(self) -> frozenset[int]:
        """Which alternatives have the best value; none where all are the same or neither is better."""
        return self._at(max if self.direction == "more" else min)

    @property
    def worst(self) -> frozenset[int]:
        """Which have the worst."""
        return self._at(min if self.direction == "more" else max)

    def _at(self, pick: Any) -> frozenset[int]:
        known = [value for value in self.values if value is not None]
        if not self.direction or not known or _is_near(min(known), max(known)):
            return frozenset()
        wanted = pick(known)
        return frozenset(
            place for place, value in enumerate(self.values) if value is not None and _is_near(value, wanted)
        )


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1.0, abs(one), abs(other))


def alternative(name: str, scenario: Scenario, plan: Plan) -> Alternative:
    """A plan judged and measured again, with the numbers a schedule file would give it."""
    moved = changes(scenario, plan)
    numbers = {
        "required_broken": broken(check(scenario, plan))[0],
        **measures(scenario, plan),
        "changed_days": len(moved),
        "change_cost": sum(one.cost for one in moved),
    }
    titles = {area: scenario.title_of(area) for area in scenario.areas}
    return Alternative(name, _rounded(numbers), _areas(area_table(scenario, plan)), titles, scenario.horizon.days)


def as_written(name: str, content: Mapping[str, Any]) -> Alternative:
    """A plan as its file tells of it, where its scenario is not at hand.

    Args:
        name: of the alternative.
        content: of a schedule file.
    """
    moved = content.get("changes") or []
    checks: Mapping[str, Any] = content.get("checks") or {}
    numbers = {
        **({"required_broken": checks["required_broken"]} if "required_broken" in checks else {}),
        **(content.get("measures") or {}),
        "changed_days": len(moved),
        "change_cost": sum(one.get("cost", 0.0) for one in moved),
    }
    days = {str(day) for duties in (content.get("officers") or {}).values() for day in duties}
    return Alternative(name, _rounded(numbers), _areas(content.get("areas") or {}), {}, len(days))


def _rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    """Those that are compared, as a schedule file writes them; without those that are not finite."""
    found = {name: rounded(name, numbers[name]) for name in (*DIRECTIONS, *AREA_DIRECTIONS) if name in numbers}
    return {name: value for name, value in found.items() if value is not None}


def _areas(table: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {area: _rounded(row) for area, row in sorted(table.items())}


def rows(alternatives: Sequence[Alternative]) -> tuple[Row, ...]:
    """Every number of every alternative: the whole first, then area by area."""
    areas = sorted({area for one in alternatives for area in one.areas})
    return (
        *_rows("", "", DIRECTIONS, [one.numbers for one in alternatives]),
        *(
            row
            for area in areas
            for row in _rows(
                area, _title(alternatives, area), AREA_DIRECTIONS, [_of(one, area) for one in alternatives]
            )
        ),
    )


def _rows(
    area: str, title: str, directions: Mapping[str, Direction], numbers: Sequence[Mapping[str, float]]
) -> Iterator[Row]:
    for name, direction in directions.items():
        values = tuple(one.get(name) for one in numbers)
        if any(value is not None for value in values):
            yield Row(area, title, name, MEANINGS[name], direction, values)


def _of(one: Alternative, area: str) -> Mapping[str, float]:
    return one.areas.get(area, {})


def _title(alternatives: Iterable[Alternative], area: str) -> str:
    return next((one.titles[area] for one in alternatives if one.titles.get(area)), area)


def told_apart(names: Sequence[str]) -> list[str]:
    """The same names; those that are there before get a number."""
    counts: dict[str, int] = {}
    apart = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        apart.append(name if counts[name] == 1 else f"{name} ({counts[name]})")
    return apart


def comparison_document(alternatives: Sequence[Alternative]) -> dict[str, Any]:
    """The comparison as plain mappings; the same plans give the same document. No officer is named in it."""
    found = rows(alternatives)
    names = [one.name for one in alternatives]
    return {
        "version": 1,
        "alternatives": {
            one.name: {
                "days": one.days,
                "measures": {row.name: row.values[place] for row in found if not row.area},
                "areas": {
                    area: {row.name: row.values[place] for row in found if row.area == area}
                    for area in sorted(one.areas)
                },
            }
            for place, one in enumerate(alternatives)
        },
        "best": {row.name: [names[place] for place in sorted(row.best)] for row in found if not row.area and row.best},
        "worst": {
            row.name: [names[place] for place in sorted(row.worst)] for row in found if not row.area and row.worst
        },
    }


def comparison_table(alternatives: Sequence[Alternative]) -> list[list[str | float | None]]:
    """The comparison as rows of a table, for CSV: area, measure, which way is better, a column for each alternative."""
    header: list[str | float | None] = ["area", "measure", "better", *(one.name for one in alternatives)]
    return [header, *([row.area, row.name, row.direction, *row.values] for row in rows(alternatives))]
