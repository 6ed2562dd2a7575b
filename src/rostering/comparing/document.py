"""What is other in a second schedule, as a sorted document for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from rostering.comparing.comparison import Comparison, Side
from rostering.comparing.differences import PersonChange, VisitChange
from rostering.schedule import Activity, Visit

_SECTIONS = {"visit": "visits", "crew": "visits", "hub": "hubs"}
"""Where a person's changes go, by the first word of their kind."""


def document(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain mappings, lists, texts and numbers, sorted: the same plans give the same document."""
    horizon, changed = comparison.before.scenario.horizon, comparison.changed
    return {
        "version": 1,
        "before": _origin(comparison.before),
        "after": _origin(comparison.after),
        "same_plan": comparison.is_same_plan,
        "only_one_has": {
            kind: {"before": list(old), "after": list(new)} for kind, (old, new) in comparison.only_one_has.items()
        },
        "officers": _officers(changed.people, horizon.clock_text),
        "hotspots": {
            spot: [_visit(one, horizon.moment_text) for one in visits]
            for spot, visits in groupby(changed.visits, key=lambda one: one.hotspot)
        },
        "hub_sessions": {
            hub: {
                horizon.moment_text(one.opens): {"before": list(one.before), "after": list(one.after)}
                for one in openings
            }
            for hub, openings in groupby(changed.staff, key=lambda one: one.session)
        },
        "unmet": [
            {"about": [f"{key} {value}" for key, value in about], "before": one.before, "after": one.after}
            for about, one in sorted(comparison.unmet.items())
        ],
        "measures": {
            name: {"before": one.before, "after": one.after, "difference": one.difference}
            for name, one in comparison.measured.items()
        },
    }


def _origin(side: Side) -> dict[str, Any]:
    scenario, sha256, variant = side.made_from
    return {
        "scenario": scenario,
        "variant": list(variant.written),
        "scenario_sha256": sha256,
        "scenario_found": side.is_known,
    }


def _officers(people: Iterable[PersonChange], clock: Callable[[int], str]) -> dict[str, Any]:
    return {
        officer: {day.isoformat(): _day(on_day, clock) for day, on_day in groupby(changes, key=lambda one: one.day)}
        for officer, changes in groupby(people, key=lambda one: one.officer)
    }


def _day(changes: Iterable[PersonChange], clock: Callable[[int], str]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    for one in changes:
        if isinstance(one.before, str) and isinstance(one.after, str):
            entry["shift"] = {"before": one.before, "after": one.after}
        elif one.kind == "other activities":
            entry["other_minutes"] = one.minutes
        else:
            both = {"before": _piece(one.before, clock), "after": _piece(one.after, clock)}
            told: dict[str, Any] = {"change": one.kind.split()[1] if one.kind != "crew changed" else "crew"}
            told |= {key: value for key, value in both.items() if value is not None}
            entry.setdefault(_SECTIONS[one.kind.split()[0]], []).append(told)
    return entry


def _piece(piece: str | Activity | None, clock: Callable[[int], str]) -> dict[str, Any] | None:
    if not isinstance(piece, Activity):
        return None
    told: dict[str, Any] = {"from": clock(piece.start), "to": clock(piece.end)}
    told |= {key: value for key in ("hotspot", "session") if (value := getattr(piece, key)) is not None}
    return told | ({"with": list(piece.crew)} if piece.crew else {})


def _visit(one: VisitChange, moment: Callable[[int], str]) -> dict[str, Any]:
    both = {"before": one.before, "after": one.after}
    told: dict[str, Any] = {key: _times(visit, moment) for key, visit in both.items() if visit is not None}
    return {"change": "crew" if one.kind == "crew changed" else one.kind, **told}


def _times(visit: Visit, moment: Callable[[int], str]) -> dict[str, Any]:
    if visit.start == visit.end:
        return {"from": moment(visit.start)}
    return {"from": moment(visit.start), "to": moment(visit.end), "crew": list(visit.crew)}
