"""The content of a scenario file, moved on to the days after its horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from rostering.horizon import Horizon
from rostering.scenario import Scenario
from rostering.scenario.records import History

Content = dict[str, Any]


@dataclass(frozen=True)
class Past:
    """What the days up to the next horizon leave behind."""

    histories: Mapping[str, History]
    """By officer."""
    last_patrolled: Mapping[str, int]
    """By hotspot: an instant of the horizon that is over."""


def following_content(scenario: Scenario, content: Content, past: Past, days: int, name: str) -> Content:
    """What the scenario file of the next horizon holds, in the order of the file it comes from.

    Args:
        scenario: the scenario that is over.
        content: of its file.
        past: what it leaves behind.
        days: length of the next horizon, which begins on the day after this one.
        name: of the next scenario.
    """
    start = scenario.horizon.end
    changed = {
        "name": name,
        "horizon": {**content["horizon"], "start": start.isoformat(), "days": days},
        "contracts": _contracts(scenario, content.get("contracts", {})),
        "staffing": _staffing(content.get("staffing", {}), start),
        "pay": _pay(scenario, content.get("pay", {}), start),
        "officers": _officers(scenario, content["officers"], past),
        "hotspots": _hotspots(scenario, content.get("hotspots", {}), past),
        "rules": _rules(scenario, content.get("rules", {})),
    }
    moved = {key: changed.get(key, value) for key, value in content.items()}
    return {key: value for key, value in moved.items() if value or not content[key]}


def _officers(scenario: Scenario, entries: Content, past: Past) -> Content:
    """Every entry with its history; one that stands for several people becomes one for each, unless all are alike."""
    moved: Content = {}
    for officer_id, entry in entries.items():
        of_entry = scenario.officers[officer_id]
        people = [officer_id] if of_entry.count is None else [f"{officer_id}-{n + 1}" for n in range(of_entry.count)]
        rolled = [past.histories[person] for person in people]
        if all(one == rolled[0] for one in rolled):
            moved[officer_id] = _officer(scenario, entry, rolled[0])
            continue
        single = {key: value for key, value in entry.items() if key != "count"}
        moved |= {person: _officer(scenario, single, one) for person, one in zip(people, rolled, strict=True)}
    return moved


def _officer(scenario: Scenario, entry: Content, history: History) -> Content:
    start = scenario.horizon.end.isoformat()
    changed = {
        "published": _from_day(entry.get("published"), start),
        "unavailable": _from_day(entry.get("unavailable"), start),
        "requests": [one for one in entry.get("requests") or [] if one["day"] >= start],
        "history": _told(scenario.horizon, history),
    }
    moved = {**entry, "history": None} | changed
    return {key: value for key, value in moved.items() if value or key not in changed}


def _from_day(dated: Content | None, start: str) -> Content:
    return {day: entry for day, entry in (dated or {}).items() if day >= start}


def _told(horizon: Horizon, history: History) -> Content:
    """A history as a file gives it: what is not as it would be without it."""
    told = history.model_dump(exclude_defaults=True)
    return {key: _plain(horizon, value) for key, value in told.items()}


def _plain(horizon: Horizon, value: Any) -> Any:
    if isinstance(value, datetime):
        return horizon.moment_text(horizon.instant(value))
    if isinstance(value, list):
        return [_plain(horizon, one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _hotspots(scenario: Scenario, entries: Content, past: Past) -> Content:
    moment = scenario.horizon.moment_text
    return {spot: {**entry, "last_patrolled": moment(past.last_patrolled[spot])} for spot, entry in entries.items()}


def _contracts(scenario: Scenario, entries: Content) -> Content:
    """Patterns of several weeks go on where they are: their first week is written down."""
    moved = dict(entries)
    for contract_id, contract in scenario.contracts.items():
        if len(contract.pattern) > 1 and contract.pattern_from is None:
            moved[contract_id] = {**entries[contract_id], "pattern_from": scenario.horizon.start.isoformat()}
    return moved


def _rules(scenario: Scenario, entries: Content) -> Content:
    """Blocks of the guarantee go on where they are: the first day of one is written down."""
    rule = scenario.rules.hotspot_guarantee
    if rule.counted != "blocks" or rule.blocks_from is not None:
        return entries
    guarantee = {**entries["hotspot_guarantee"], "blocks_from": scenario.horizon.start.isoformat()}
    return {**entries, "hotspot_guarantee": guarantee}


def _staffing(entries: Content, start: date) -> Content:
    """What is wanted on single days that are over is dropped, and what then says nothing."""
    moved = {
        area: {shift: entry for shift, one in wanted.items() if (entry := _wanted(one, start)) is not None}
        for area, wanted in entries.items()
    }
    return {area: wanted for area, wanted in moved.items() if wanted or not entries[area]}


def _wanted(entry: Content, start: date) -> Content | None:
    if "dates" not in entry:
        return entry
    dates = _from_day(entry["dates"], start.isoformat())
    moved = {key: dates if key == "dates" else value for key, value in entry.items()}
    moved = {key: value for key, value in moved.items() if value or key != "dates"}
    return moved if {"min", "prefer", "max", "skills", "dates"} & moved.keys() else None


def _pay(scenario: Scenario, entry: Content, start: date) -> Content:
    """Changes are told as long before the horizon as they were."""
    as_of = scenario.pay.as_of
    if as_of is None:
        return entry
    on = timedelta(days=(start - scenario.horizon.start).days)
    return {**entry, "as_of": (as_of + on).isoformat()}
