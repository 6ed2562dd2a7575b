"""A schedule as the YAML that people read, compare and edit: fixed order, fixed form, the same bytes every time.

The text is laid out here rather than by a YAML library, so that each activity, visit list and measure keeps its own
line (a change is a change of one line), times stay quoted for readers of YAML 1.1, and a quarter's schedule is written
within a second or two.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from rostering.files.hand_edits import as_written
from rostering.measures.view import people_short
from rostering.scenario import REST, RULES, Scenario
from rostering.schedule import (
    HUB,
    VISIT,
    Activity,
    Change,
    Duty,
    HotspotPlan,
    PassReport,
    Pins,
    Schedule,
    Unmet,
    Violation,
)

VERSION = 1
_FINE = {"share", "ratio", "tracking", "match", "kept", "staffed", "gap", "fairness"}
"""Words in the names of numbers around 1, which get 4 decimals; all others get 2."""
_BLOCK_LEVELS = {
    "result": 2,
    "measures": 1,
    "unmet": 1,
    "changes": 1,
    "areas": 1,
    "officers": 4,
    "hotspots": 2,
    "hub_sessions": 2,
    "checks": 2,
    "as_written": 1,
    "weeks": 1,
    "months": 1,
    "quarters": 1,
}
"""How many levels of a section are written one entry a line; below, entries share the line."""

Where = tuple[tuple[str, str], ...]
Piece = tuple[str, date, str, int]
"""Officer and day of a duty, hotspot or hub session, start."""


def schedule_document(schedule: Schedule, scenario: Scenario) -> dict[str, Any]:
    """The content of a schedule file, in its order, as plain mappings, lists, texts and rounded numbers."""
    broken = [violation.level for violation in schedule.violations]
    officers = _officers(schedule, scenario)
    return {
        "version": VERSION,
        "schedule": _header(schedule),
        "result": _result(schedule),
        "measures": {name: rounded(name, value) for name, value in schedule.measures.items()},
        "unmet": [_unmet(unmet) for unmet in sorted(schedule.unmet, key=lambda u: (_rank(u.rule), u.where, u.days))],
        "changes": [_change(change) for change in sorted(schedule.changes, key=lambda c: (c.officer, c.day))],
        "areas": {area: _numbers(row) for area, row in sorted(schedule.areas.items())},
        "officers": officers,
        "hotspots": _hotspots(schedule, scenario),
        "hub_sessions": _hub_sessions(schedule, scenario),
        "checks": {
            "required_broken": broken.count("required"),
            "preferred_broken": broken.count("preferred"),
            "violations": [_violation(v) for v in sorted(schedule.violations, key=lambda v: (_rank(v.rule), v.where))],
        },
        "as_written": _record(officers),
    }


def _record(officers: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What tells later whether somebody has changed a duty by hand."""
    return {
        officer: {
            day: as_written(officer, day, duty["shift"], duty["activities"])
            for day, duty in days.items()
            if "activities" in duty
        }
        for officer, days in officers.items()
    }


def _header(schedule: Schedule) -> dict[str, Any]:
    return {
        "scenario": schedule.scenario,
        "variant": list(schedule.variant),
        "scenario_sha256": schedule.scenario_sha256,
        "rostering": schedule.rostering,
        "solver": schedule.solver,
        "seed": schedule.seed,
        **({"pinned": "all"} if schedule.pins.is_all else {}),
    }


def _result(schedule: Schedule) -> dict[str, Any]:
    result: dict[str, Any] = {"status": schedule.status, "passes": [_pass(report) for report in schedule.passes]}
    if schedule.price_of_fairness is not None:
        result["price_of_fairness"] = rounded("fairness", schedule.price_of_fairness)
    return {**result, "stopped_by": schedule.stopped_by}


def _pass(report: PassReport) -> dict[str, Any]:
    return {
        "pass": report.name,
        "value": _figure(report.value),
        "bound": _figure(report.bound),
        "gap": rounded("gap", report.gap),
    }


def _figure(value: float) -> float | None:
    """The value of a pass, whatever it counts: 4 decimals where it is small, else 2."""
    return rounded("share" if abs(value) < 1 else "", value)


def rounded(name: str, value: float) -> float | None:
    """A number with the decimals its name asks for; nothing where it is not finite, such as a bound nobody proved."""
    if isinstance(value, int):
        return int(value)
    if not math.isfinite(value):
        return None
    decimals = 4 if _FINE.intersection(name.split("_")) and not name.endswith("_days") else 2
    return round(float(value), decimals) + 0.0


def _numbers(row: Mapping[str, float]) -> dict[str, float | None]:
    return {name: rounded(name, value) for name, value in row.items()}


def _rank(rule: str) -> tuple[int, str]:
    return (RULES.index(rule) if rule in RULES else len(RULES), rule)


def _unmet(unmet: Unmet) -> dict[str, Any]:
    days = {"days": [day.isoformat() for day in unmet.days]} if unmet.days else {}
    return {
        "rule": unmet.rule,
        **dict(unmet.where),
        **days,
        "short_by": rounded("", unmet.short_by),
        "because": unmet.because,
        "smallest_fix": unmet.smallest_fix,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "officer": change.officer,
        "day": change.day.isoformat(),
        "from": change.before,
        "to": change.after,
        "reason": change.reason,
        "notice_days": change.notice_days,
        "cost": rounded("", change.cost),
    }


def _violation(violation: Violation) -> dict[str, Any]:
    return {
        "rule": violation.rule,
        "level": violation.level,
        **dict(violation.where),
        "amount": rounded("", violation.amount),
        "unit": violation.unit,
        "message": violation.message,
    }


def _officers(schedule: Schedule, scenario: Scenario) -> dict[str, Any]:
    """Duties, and pinned rest days, each with what of it is pinned; where everything is, the header says so."""
    clock = cache(scenario.horizon.clock_text)
    pins = Pins() if schedule.pins.is_all else schedule.pins
    pinned = _pinned_pieces(pins)
    entries = {(duty.officer, duty.day): _duty(duty, pins, pinned, clock) for duty in schedule.plan.duties}
    resting = {key: {"shift": REST, "pinned": True} for key, shift in pins.days.items() if shift == REST}
    return {
        officer: {day.isoformat(): entry for (_, day), entry in own}
        for officer, own in groupby(sorted((resting | entries).items()), key=lambda item: item[0][0])
    }


def _pinned_pieces(pins: Pins) -> frozenset[Piece]:
    visits = {(*key, visit.hotspot, visit.start) for visit in pins.visits for key in visit.crew}
    return pins.staff | visits


def _duty(duty: Duty, pins: Pins, pinned: frozenset[Piece], clock: Callable[[int], str]) -> dict[str, Any]:
    key = duty.officer, duty.day
    activities = [_activity(one, clock) for one in duty.activities]
    for one, entry in zip(duty.activities, activities, strict=True):
        if one.do in {VISIT, HUB} and (*key, one.hotspot or one.session, one.start) in pinned:
            entry["pinned"] = True
    mark = {"pinned": True} if pins.days.get(key) == duty.shift else {}
    return {"shift": duty.shift, **mark, "activities": activities}


def _activity(activity: Activity, clock: Callable[[int], str]) -> dict[str, Any]:
    entry: dict[str, Any] = {"from": clock(activity.start), "to": clock(activity.end), "do": activity.do}
    about = ("to_place", "hotspot", "session", "area")
    entry.update({key: getattr(activity, key) for key in about if getattr(activity, key) is not None})
    if activity.crew:
        entry["with"] = list(activity.crew)
    if activity.reason is not None:
        entry["reason"] = activity.reason
    return entry


def _hotspots(schedule: Schedule, scenario: Scenario) -> dict[str, Any]:
    moment = scenario.horizon.moment_text
    entries = {}
    for spot_id in sorted(scenario.hotspots):
        row = schedule.hotspots.get(spot_id, {})
        spot, plan = scenario.hotspots[spot_id], schedule.plan.hotspots.get(spot_id, HotspotPlan())
        before = None if spot.last_patrolled is None else scenario.horizon.instant(spot.last_patrolled)
        entry = {
            "area": spot.area,
            "demand_share": _optional("demand_share", row),
            "patrol_share": _optional("patrol_share", row),
            "ratio": _optional("ratio", row),
            "last_patrolled_before": None if before is None else moment(before),
            "visits": [moment(visit) for visit in plan.visits],
            "longest_gap_days": row.get("longest_gap_days"),
            "last_patrolled": None if row.get("last_patrolled") is None else moment(row["last_patrolled"]),
            "ledger": dict(vars(plan.ledger)),
        }
        entries[spot_id] = {key: value for key, value in entry.items() if value is not None}
    return entries


def _optional(name: str, row: Mapping[str, Any]) -> float | None:
    return rounded(name, row[name]) if name in row else None


def _hub_sessions(schedule: Schedule, scenario: Scenario) -> dict[str, Any]:
    barred: dict[tuple[str, int], list[str]] = defaultdict(list)
    for officer, _, session, opens in sorted(schedule.pins.barred):
        barred[session, opens].append(officer)
    return {
        session_id: {
            scenario.horizon.moment_text(opens): {
                "staff": sorted(staff),
                "short_by": people_short(scenario, session_id, staff),
                **({"without": barred[session_id, opens]} if (session_id, opens) in barred else {}),
            }
            for opens, staff in sorted(openings.items())
        }
        for session_id, openings in sorted(schedule.plan.hub_sessions.items())
    }


_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*( [A-Za-z0-9_.-]+)*|[0-9]+(\.[0-9]+){2,}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_CONSTANTS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
_UNSAFE = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML reads as line breaks, or not at all, unless they are escaped."""


def dump(document: Mapping[str, Any]) -> str:
    """The text of a schedule file."""
    return "".join(f"{line}\n" for key, value in document.items() for line in _section(key, value))


def _section(key: str, value: Any) -> Iterator[str]:
    yield from _entry(f"{key_text(key)}:", value, "", _BLOCK_LEVELS.get(key, 0))


def _entry(start: str, value: Any, indent: str, levels: int) -> Iterator[str]:
    """The lines of one entry, of which the first starts with its key."""
    if levels == 0 or not value or not isinstance(value, Mapping | list):
        yield f"{indent}{start} {on_one_line(value)}"
        return
    yield f"{indent}{start}"
    inner = f"{indent}  "
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _entry(f"{key_text(key)}:", below, inner, levels - 1)
    else:
        for below in value:
            yield f"{inner}- {on_one_line(below)}"


def on_one_line(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return f"{{{', '.join([f'{key_text(key)}: {on_one_line(below)}' for key, below in value.items()])}}}"
    if isinstance(value, list):
        return f"[{', '.join([on_one_line(below) for below in value])}]"
    if isinstance(value, str):
        return _word(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


@lru_cache(maxsize=10_000)
def key_text(text: str) -> str:
    """A key, quoted where it has to be."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _CONSTANTS
    return text if plain else quoted(text)


@lru_cache(maxsize=10_000)
def _word(text: str) -> str:
    return text if _MOMENT.fullmatch(text) else key_text(text)


def quoted(text: str) -> str:
    """A text in double quotes, with every character escaped that a YAML reader would not hand back."""
    return _UNSAFE.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
