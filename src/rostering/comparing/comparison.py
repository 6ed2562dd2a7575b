"""Two schedules side by side: what people do, what is unmet, what is measured."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rostering.comparing.differences import Differences, differences
from rostering.explain import explain_unmet
from rostering.files import LoadedSchedule, Variant
from rostering.measures import MEASURES, measures
from rostering.scenario import Scenario
from rostering.schedule import HotspotPlan, Plan

NEAR = 0.006
"""Measures are written with at least two decimals; a difference below is rounding."""
DECIMALS = 4
_SAID = ("rule", "short_by", "because", "smallest_fix")
"""What an unmet requirement has besides what it is about."""


@dataclass(frozen=True)
class Side:
    """One of two schedules."""

    name: str
    """What to call it: its file."""
    scenario: Scenario
    """Its scenario; where it is not at hand, what the schedule tells of it."""
    is_known: bool
    """Whether the scenario is at hand."""
    schedule: LoadedSchedule

    @property
    def made_from(self) -> tuple[str, str, Variant]:
        """Name, contents and variant of the scenario that the schedule was made from."""
        header = self.schedule.header
        return header.scenario, header.scenario_sha256, header.variant


@dataclass(frozen=True)
class Numbers:
    """A number before and after."""

    before: float | None
    after: float | None

    @property
    def difference(self) -> float | None:
        """By how much it has grown; absent where one of them is."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, DECIMALS) + 0.0

    @property
    def is_other(self) -> bool:
        """Whether they differ by more than is lost by writing them down."""
        return self.before is not self.after if self.difference is None else abs(self.difference) > NEAR


@dataclass(frozen=True)
class Comparison:
    """Everything that is other in a second schedule."""

    before: Side
    after: Side
    is_one_scenario: bool
    """Whether both were made from the same scenario in the same state."""
    changed: Differences
    only_one_has: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """By kind (`days`, `officers`, `hotspots`, `hub_sessions`): what only the first knows, and what only the second.
    It is left out of the comparison.
    """
    unmet: Mapping[tuple[tuple[str, str], ...], Numbers]
    """By rule and what it is about: by how much it is missed; only where that differs."""
    measured: Mapping[str, Numbers]
    """By measure."""

    @property
    def is_same_plan(self) -> bool:
        """Whether nobody has anything else to do, as far as both have the same people, days and places."""
        return self.changed.are_none and not self.only_one_has


def compare(before: Side, after: Side) -> Comparison:
    """What is other in the second schedule; of different scenarios, what both have is compared."""
    is_one = before.made_from == after.made_from
    left_out = {} if is_one or not (before.is_known and after.is_known) else _only_one_has(before, after)
    plans = [_kept(side, left_out) for side in (before, after)]
    offset = after.scenario.horizon.instant(_midnight(before)) if before.scenario is not after.scenario else 0
    numbers = [_measured(side) for side in (before, after)]
    missed = [_unmet(side, measured) for side, measured in zip((before, after), numbers, strict=True)]
    return Comparison(
        before=before,
        after=after,
        is_one_scenario=is_one,
        changed=differences(plans[0], _moved(plans[1], -offset)),
        only_one_has=left_out,
        unmet={key: one for key, one in _side_by_side(*missed).items() if one.is_other},
        measured=_side_by_side(*numbers),
    )


def _midnight(side: Side) -> Any:
    return side.scenario.horizon.local(0).replace(tzinfo=side.scenario.horizon.zone)


def _moved(plan: Plan, minutes: int) -> Plan:
    """The same plan, its instants counted from another moment."""
    if not minutes:
        return plan
    return Plan(
        tuple(
            replace(
                duty,
                activities=tuple(
                    replace(one, start=one.start + minutes, end=one.end + minutes) for one in duty.activities
                ),
            )
            for duty in plan.duties
        ),
        {
            spot: replace(kept, visits=tuple(start + minutes for start in kept.visits))
            for spot, kept in plan.hotspots.items()
        },
        {
            hub: {opens + minutes: staff for opens, staff in openings.items()}
            for hub, openings in plan.hub_sessions.items()
        },
    )


def _only_one_has(before: Side, after: Side) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {}
    for kind in ("days", "officers", "hotspots", "hub_sessions"):
        old, new = (_known(side.scenario, kind) for side in (before, after))
        if set(old) != set(new):
            found[kind] = (tuple(sorted(set(old) - set(new))), tuple(sorted(set(new) - set(old))))
    return found


def _known(scenario: Scenario, kind: str) -> Collection[str]:
    if kind == "days":
        return {day.isoformat() for day in scenario.horizon.dates}
    return scenario.people if kind == "officers" else getattr(scenario, kind)


def _kept(side: Side, left_out: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Plan:
    """The plan without what only one of two scenarios has."""
    plan, horizon = side.schedule.plan, side.scenario.horizon
    if not left_out:
        return plan
    out = {kind: {*old, *new} for kind, (old, new) in left_out.items()}
    days, people = out.get("days", set()), out.get("officers", set())
    spots, hubs = out.get("hotspots", set()), out.get("hub_sessions", set())

    def is_in(day: date) -> bool:
        return day.isoformat() not in days

    return Plan(
        tuple(
            replace(
                duty,
                activities=tuple(
                    one for one in duty.activities if one.hotspot not in spots and one.session not in hubs
                ),
            )
            for duty in plan.duties
            if duty.officer not in people and is_in(duty.day)
        ),
        {
            spot: HotspotPlan(tuple(start for start in kept.visits if is_in(horizon.day(start))))
            for spot, kept in plan.hotspots.items()
            if spot not in spots
        },
        {
            hub: {
                opens: tuple(who for who in staff if who not in people)
                for opens, staff in openings.items()
                if is_in(horizon.day(opens))
            }
            for hub, openings in plan.hub_sessions.items()
            if hub not in hubs
        },
    )


def _measured(side: Side) -> dict[str, float]:
    """Measured again where the scenario is at hand, because the file may have been edited; else as written."""
    if side.is_known:
        return {name: float(value) for name, value in measures(side.scenario, side.schedule.plan).items()}
    written = side.schedule.document.get("measures") or {}
    return {name: float(written[name]) for name in MEASURES if isinstance(written.get(name), int | float)}


def _unmet(side: Side, measured: Mapping[str, float]) -> dict[tuple[tuple[str, str], ...], float]:
    """By rule and what it is about: how much is missing; found again where the file no longer tells its own plan."""
    written = side.schedule.document.get("measures") or {}
    is_edited = any(
        abs(measured[name] - value) > NEAR for name, value in written.items() if name in measured and value is not None
    )
    if side.is_known and is_edited:
        found = explain_unmet(side.scenario, side.schedule.plan)
        return {
            (("rule", one.rule), *one.where, *(("day", day.isoformat()) for day in one.days)): one.short_by
            for one in found
        }
    return {_about(row): float(row.get("short_by", 0)) for row in side.schedule.document.get("unmet") or []}


def _about(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    where = [(key, str(value)) for key, value in row.items() if key not in _SAID and key != "days"]
    return (("rule", str(row.get("rule"))), *where, *(("day", str(day)) for day in row.get("days", ())))


def _side_by_side[K](before: Mapping[K, float], after: Mapping[K, float]) -> dict[K, Numbers]:
    keys = [*before, *(key for key in after if key not in before)]
    return {key: Numbers(_short(before.get(key)), _short(after.get(key))) for key in keys}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0
