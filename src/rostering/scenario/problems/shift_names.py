"""Every shift that is named exists, and `rest` stands only where it can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rostering.scenario.problems.finding import Finding, Findings, Path
from rostering.scenario.problems.references import unknown
from rostering.scenario.records import REST, Scenario


def shift_references(scenario: Scenario) -> Findings:
    """Published duties, requests, history, staffing, contracts, rotations and rules name shifts that exist."""
    shifts = scenario.shifts
    days = {*shifts, REST}
    for path, shift in _days_named(scenario, days):
        yield from unknown("shift", shift, days, path)
    for path, shift, hint in _shifts_named(scenario):
        if shift == REST:
            yield Finding(path, "REST_IS_NO_SHIFT", f"a shift is needed here, and {REST} is none", hint)
        else:
            yield from unknown("shift", shift, shifts, path)


def _days_named(scenario: Scenario, known: set[str]) -> Iterator[tuple[Path, str]]:
    """What stands for a day, a shift or `rest`; of published days, which are many, only what is not known."""
    for officer_id, officer in scenario.officers.items():
        for day, shift in (officer.published or {}).items():
            if shift not in known:
                yield ("officers", officer_id, "published", day.isoformat()), shift
        for position, request in enumerate(officer.requests):
            yield ("officers", officer_id, "requests", position, "shift"), request.shift
    for rotation_id, rotation in scenario.rotations.items():
        for number, week in enumerate(rotation.weeks):
            for weekday, shift in enumerate(week):
                yield ("rotations", rotation_id, "weeks", number, weekday), shift


def _shifts_named(scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    """Every shift that is named where `rest` means nothing, and what to do where `rest` stands there."""
    for officer_id, officer in scenario.officers.items():
        if officer.history.last_shift is not None:
            hint = "remove it; consecutive_rest_days tells of days without a duty"
            yield ("officers", officer_id, "history", "last_shift"), officer.history.last_shift, hint
    for path, shifts in _keyed_by_shift(scenario):
        yield from (((*path, shift), shift, "remove it") for shift in shifts)
    for before, followers in scenario.rules.forbidden_successions.after.items():
        here: Path = ("rules", "forbidden_successions", "after", before)
        yield from (((*here, position), shift, "remove it") for position, shift in enumerate(followers))
    yield from _shifts_of_patterns(scenario)


def _keyed_by_shift(scenario: Scenario) -> Iterator[tuple[Path, Iterable[str]]]:
    """Every mapping whose keys are shifts."""
    yield ("rules", "shift_limits", "most"), scenario.rules.shift_limits.most
    yield ("rules", "forbidden_successions", "after"), scenario.rules.forbidden_successions.after
    for area_id, wanted in scenario.staffing.items():
        yield ("staffing", area_id), wanted
    for contract_id, contract in scenario.contracts.items():
        yield ("contracts", contract_id, "shift_limits"), contract.shift_limits


def _shifts_of_patterns(scenario: Scenario) -> Iterator[tuple[Path, str, str]]:
    hint = "remove it; a day without shifts in the pattern is never worked"
    for contract_id, contract in scenario.contracts.items():
        for number, week in enumerate(contract.pattern):
            for weekday, allowed in week.items():
                here: Path = ("contracts", contract_id, "pattern", number, weekday)
                yield from (((*here, position), shift, hint) for position, shift in enumerate(allowed))
