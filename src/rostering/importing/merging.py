"""What a duty system says, put into the content of a scenario file; nothing else in it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple

from rostering.importing.entries import Days, Entries
from rostering.scenario import REST, Scenario

Content = dict[str, Any]
NOTHING: Days = {}
_FOLLOWING = {"published": ("unavailable", "requests", "history"), "unavailable": ("requests", "history")}
"""Keys of an officer before which a new one is put."""


class Change(NamedTuple):
    """One thing that is different afterwards."""

    officer: str
    day: date
    kind: Literal["duty", "away", "wish"]
    """``wish``: a request that the file has settled, and that is taken out."""
    before: str | None
    after: str | None
    """A shift, ``rest`` or a reason to be away."""


@dataclass(frozen=True)
class Merged:
    """A content with a file's entries in it."""

    content: Content
    changes: tuple[Change, ...]
    """By officer and day."""
    not_taken: tuple[Change, ...]
    """Duties of the file on days away, which stay away."""


def merged(content: Content, scenario: Scenario, entries: Entries) -> Merged:
    """The content of a scenario file with what a file of duties says.

    A day away goes before a duty, whichever of them is new; a request about a day that is now known is taken out,
    since it could do nothing. Where people of one entry with ``count`` differ afterwards, each gets an entry.

    Args:
        content: of the scenario file.
        scenario: in it.
        entries: of the other file.
    """
    changes, not_taken, officers = list[Change](), list[Change](), Content()
    both_may_be = scenario.rules.availability.level == "off"
    for officer_id, entry in content["officers"].items():
        count = scenario.officers[officer_id].count
        people = [officer_id] if count is None else [f"{officer_id}-{number + 1}" for number in range(count)]
        days = [(entries.duties.get(person, NOTHING), entries.away.get(person, NOTHING)) for person in people]
        if not any(duties or away for duties, away in days):
            officers[officer_id] = entry
            continue
        changed = [_changed(entry, duties, away, both_may_be=both_may_be) for duties, away in days]
        for person, (_, made, left) in zip(people, changed, strict=True):
            changes += (Change(person, *one) for one in made)
            not_taken += (Change(person, *one) for one in left)
        if all(one == changed[0][0] for one, _, _ in changed):
            officers[officer_id] = changed[0][0]
        else:
            for person, (one, _, _) in zip(people, changed, strict=True):
                officers[person] = {key: value for key, value in one.items() if key != "count"}
    return Merged({**content, "officers": officers}, tuple(changes), tuple(not_taken))


_key = cache(date.isoformat)
"""A day as a scenario file writes it."""
_Made = tuple[date, Literal["duty", "away", "wish"], str | None, str | None]


def _changed(
    entry: Content, duties: Days, away: Days, *, both_may_be: bool
) -> tuple[Content, list[_Made], list[_Made]]:
    """An officer's entry afterwards, what is different in it, and what was not taken."""
    published, absent = dict(entry.get("published") or {}), dict(entry.get("unavailable") or {})
    made, left = list[_Made](), list[_Made]()
    for day, (reason, _) in away.items():
        key = _key(day)
        _set(absent, key, reason, made, (day, "away"))
        if not both_may_be and published.get(key, REST) != REST:
            made.append((day, "duty", published.pop(key), None))
    for day, (shift, _) in duties.items():
        key = _key(day)
        if key in absent and shift != REST and not both_may_be:
            if day not in away:
                left.append((day, "duty", absent[key], shift))
        else:
            _set(published, key, shift, made, (day, "duty"))
    requests = entry.get("requests") or []
    kept = [one for one in requests if not _is_settled(one["day"], duties, away, published, both_may_be=both_may_be)]
    made += ((date.fromisoformat(one["day"]), "wish", one["shift"], None) for one in requests if one not in kept)
    if not made:
        return entry, made, left
    changed = {"published": published, "unavailable": absent, "requests": kept}
    return _with(entry, changed), sorted(made, key=lambda one: (one[0], one[1])), left


def _is_settled(day: str, duties: Days, away: Days, published: Content, *, both_may_be: bool) -> bool:
    """Whether a wish for a day has become idle by what a file says of that day."""
    asked = date.fromisoformat(day)
    return (asked in duties and day in published) or (asked in away and not both_may_be)


def _set(days: Content, key: str, word: str, made: list[_Made], what: tuple[date, Literal["duty", "away"]]) -> None:
    before = days.get(key)
    if before != word:
        made.append((*what, before, word))
        days[key] = word


def _with(entry: Content, changed: Mapping[str, Any]) -> Content:
    """An entry with other values of some keys, where they are not empty, each at its place."""
    fresh = dict(entry)
    for key, value in changed.items():
        before = entry.get(key)
        if value == (before or type(value)()):
            continue
        if not value:
            del fresh[key]
            continue
        ordered = _in_order(value, before or {}) if isinstance(value, dict) else value
        fresh = {**fresh, key: ordered} if key in fresh else _inserted(fresh, key, ordered)
    return fresh


def _in_order(days: Content, before: Content) -> Content:
    """Days in order, unless the file had them otherwise."""
    return dict(sorted(days.items())) if list(before) == sorted(before) else days


def _inserted(entry: Content, key: str, value: Any) -> Content:
    """An entry with a new key, where a hand-written file would have it."""
    keys = list(entry)
    at = next((keys.index(one) for one in _FOLLOWING[key] if one in entry), len(keys))
    pairs = [*entry.items()]
    return dict([*pairs[:at], (key, value), *pairs[at:]])
