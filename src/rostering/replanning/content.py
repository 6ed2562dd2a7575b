"""What has happened, as it is written into the scenario file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rostering.horizon import day_name
from rostering.itinerary.frames import Key
from rostering.replanning.events import ABSENT, Events
from rostering.scenario import Scenario

Content = dict[str, Any]


def repaired_content(
    scenario: Scenario, content: Content, events: Events, days: tuple[Iterable[Key], Mapping[Key, str]], name: str
) -> Content:
    """The scenario file after a repair: days away, duties called in as published, openings added.

    Args:
        scenario: as it was.
        content: of its file.
        events: what has happened.
        days: officer and day of whole duties that are not worked; by officer and day the shift of a duty that is new.
        name: of the scenario that is written.
    """
    away, called = days
    changed = {"name": name, "officers": _officers(scenario, content["officers"], frozenset(away), called)}
    if events.openings:
        hubs = {key: dict(hub) for key, hub in content["hub_sessions"].items()}
        for one in events.openings:
            when = {"day": day_name(one.day), "from": one.start, "to": one.end}
            hubs[one.session]["when"] = [*hubs[one.session]["when"], when]
        changed["hub_sessions"] = hubs
    return {key: changed.get(key, value) for key, value in content.items()}


def _officers(scenario: Scenario, entries: Content, away: frozenset[Key], called: Mapping[Key, str]) -> Content:
    """Entries as they were; one that stands for several people becomes one for each where it matters."""
    touched = {officer for officer, _ in (*away, *called)}
    written: Content = {}
    for entry_id, entry in entries.items():
        count = scenario.officers[entry_id].count
        people = [entry_id] if count is None else [f"{entry_id}-{number + 1}" for number in range(count)]
        if touched.isdisjoint(people):
            written[entry_id] = entry
            continue
        single = {key: value for key, value in entry.items() if key != "count"}
        for person in people:
            written[person] = _officer(
                single, _days(away, person), {d: s for (o, d), s in called.items() if o == person}
            )
    return written


def _days(away: frozenset[Key], person: str) -> list[date]:
    return sorted(day for officer, day in away if officer == person)


def _officer(entry: Content, away: list[date], called: Mapping[date, str]) -> Content:
    changed = dict(entry)
    published = dict(entry.get("published") or {})
    for day in away:
        published.pop(day.isoformat(), None)
    if "published" in entry:
        published |= {day.isoformat(): shift for day, shift in sorted(called.items())}
        changed["published"] = published
    if away:
        changed["unavailable"] = {**(entry.get("unavailable") or {}), **{day.isoformat(): ABSENT for day in away}}
    return changed
