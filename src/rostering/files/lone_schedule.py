"""A schedule whose scenario is not at hand: what it tells of people, places and shifts by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rostering.files.schedule_reading import LoadedSchedule, load_schedule, read_schedule_header
from rostering.files.yaml_reading import read_yaml
from rostering.scenario import REST, Scenario

_ID = re.compile(r"[a-z][a-z0-9-]*")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NOWHERE = {"lat": 0.0, "lon": 0.0}
_SHIFT = ("00:00", "00:00")
"""For shifts of which no duty tells the times."""


def load_lone_schedule(path: Path) -> tuple[Scenario, LoadedSchedule]:
    """A schedule read without its scenario, and what of the scenario its ids, days and times give away.

    Titles, roles and rules are missing, so that it can be compared and shown, but not judged. Times are those of
    Great Britain.

    Raises:
        InputError: with everything that cannot be understood.
    """
    header = read_schedule_header(path)
    scenario = _told(header.scenario, read_yaml(path).content)
    return scenario, load_schedule(path, scenario)


def _told(name: str, content: Mapping[str, Any]) -> Scenario:
    pieces = [piece for _, _, duty in _duties(content) for piece in _list(duty.get("activities")) if _is_map(piece)]
    openings = _ids(content.get("hub_sessions"), _values(pieces, "session"))
    spots = _ids(content.get("hotspots"), _values(pieces, "hotspot"))
    people = _ids(content.get("officers"), (who for piece in pieces for who in _list(piece.get("with"))))
    areas = _ids(content.get("areas"), _values(pieces, "area"), _values(pieces, "to_place")) - openings - spots
    area = min(areas, default="area")
    days = _days(content)
    place, somebody = {"area": area, **_NOWHERE}, {"role": "officer", "area": area}
    return Scenario.model_validate(
        {
            "version": 1,
            "name": name if _ID.fullmatch(name) else "nameless",
            "horizon": {"start": days[0].isoformat(), "days": min((days[-1] - days[0]).days + 1, 366)},
            "demand": {"weights": {"demand": 1.0}},
            "areas": {each: {"base": _NOWHERE} for each in sorted({area, *areas})},
            "roles": {"officer": {}},
            "shifts": _shifts(content) or {"shift": {"start": "00:00", "end": "00:00"}},
            "officers": dict.fromkeys(sorted(people), somebody) or {"nobody": somebody},
            "hotspots": dict.fromkeys(sorted(spots), place),
            "hub_sessions": {
                hub: {**place, "when": [{"day": "mon", "from": "00:00", "to": "01:00"}], "staff": {"any": 1}}
                for hub in sorted(openings)
            },
        }
    )


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> dict[Any, Any]:
    return value if isinstance(value, dict) else {}


def _values(pieces: Iterable[Mapping[str, Any]], key: str) -> Iterator[Any]:
    return (piece[key] for piece in pieces if key in piece)


def _ids(*named: Any) -> set[str]:
    return {one for names in named for one in names or () if isinstance(one, str) and _ID.fullmatch(one)}


def _duties(content: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for officer, duties in _map(content.get("officers")).items():
        for day, duty in _map(duties).items():
            if _is_map(duty):
                yield officer, day, duty


def _days(content: Mapping[str, Any]) -> list[date]:
    """Every day on which there is a duty, in order."""
    found = set()
    for _, day, _ in _duties(content):
        try:
            found.add(date.fromisoformat(str(day)))
        except ValueError:
            continue
    return sorted(found) or [date(2000, 1, 3)]


def _shifts(content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The times of each shift: those at which most of its duties begin and end."""
    times: dict[str, Counter[tuple[str, str]]] = {}
    for _, _, duty in _duties(content):
        shift, pieces = duty.get("shift"), [one for one in _list(duty.get("activities")) if _is_map(one)]
        if isinstance(shift, str) and _ID.fullmatch(shift) and shift != REST:
            ends = (str(pieces[0].get("from")), str(pieces[-1].get("to"))) if pieces else _SHIFT
            known = times.setdefault(shift, Counter())
            known[ends if all(_CLOCK.fullmatch(end) for end in ends) else _SHIFT] += bool(pieces)
    commonest = {shift: min(known, key=lambda ends: (-known[ends], ends)) for shift, known in times.items()}
    return {shift: {"start": start, "end": end} for shift, (start, end) in sorted(commonest.items())}
