"""What a stress test found, as the content of a file: sorted, rounded, the same bytes for the same seed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rostering import __version__
from rostering.scenario import Scenario
from rostering.stress.absences import Absence
from rostering.stress.chances import Chance
from rostering.stress.survival import HubChance, Stress, Survival

VERSION = 1
DECIMALS = 4
"""Of a chance: with 1,000 draws, the last is always 0."""


def stress_document(result: Stress, scenario: Scenario, sha256: str) -> dict[str, Any]:
    """The content of a stress file, in its order.

    Args:
        result: what was found.
        scenario: it was found in.
        sha256: of the scenario's file.
    """
    return {
        "version": VERSION,
        "stress": {
            "scenario": scenario.name,
            "scenario_sha256": sha256,
            "rostering": __version__,
            "draws": result.draws,
            "seed": result.seed,
            "interval": 0.95,
        },
        "rates": {role: round(rate, DECIMALS) for role, rate in result.rates.items()},
        "measures": {
            "visits_lost": round(result.lost, 2),
            "visits_taken_over": round(result.taken_over, 2),
            **{f"{name}_survive": _chance(chance) for name, chance in result.together.items()},
        },
        "officers": _officers(result),
        "hotspots": {one.hotspot: _hotspot(one, scenario) for one in result.hotspots},
        "hub_sessions": _hub_sessions(result, scenario),
    }


def _chance(chance: Chance) -> dict[str, float]:
    low, high = chance.interval
    return {name: round(value, DECIMALS) for name, value in (("chance", chance.share), ("low", low), ("high", high))}


def _hotspot(one: Survival, scenario: Scenario) -> dict[str, Any]:
    return {
        "area": scenario.hotspots[one.hotspot].area,
        "windows_kept": one.windows,
        "visits": one.visits,
        "survives": _chance(one.chance),
        "survives_repaired": _chance(one.repaired),
    }


def _officers(result: Stress) -> dict[str, Any]:
    """Days on which an officer's absence alone breaks something."""
    breaking = [absence for absence in result.absences if absence.losses]
    return {
        officer: {absence.day.isoformat(): _absence(absence) for absence in own}
        for officer, own in groupby(breaking, key=lambda absence: absence.officer)
    }


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        "shift": absence.shifts[0] if len(absence.shifts) == 1 else list(absence.shifts),
        "is_single_point_of_failure": bool(absence.broken_promises),
        "losses": [{"rule": loss.rule, **dict(loss.where), "short_by": loss.short_by} for loss in absence.losses],
    }


def _hub_sessions(result: Stress, scenario: Scenario) -> dict[str, Any]:
    by_session = groupby(result.hubs, key=lambda one: one.session)
    return {session: dict(_opening(one, scenario) for one in own) for session, own in by_session}


def _opening(one: HubChance, scenario: Scenario) -> tuple[str, Any]:
    return scenario.horizon.moment_text(one.start), {"survives": _chance(one.chance)}
