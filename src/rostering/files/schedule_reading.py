"""A schedule file, also one edited by hand, as a plan that can be judged.

Only what cannot be understood is refused. A roster that is merely wrong (gaps, overlaps, too little rest) is read as it
stands: naming that is the judge's work.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

from pydantic import ConfigDict, Field, StringConstraints

from rostering.files.collecting import garbage_left_alone
from rostering.files.hand_edits import Edits, edits_of, with_companions, with_edits_marked, with_staff_edits
from rostering.files.pin_marks import Marks, pins_of
from rostering.files.problem import InputError, Problem, in_file_order, shortened
from rostering.files.validation import validated
from rostering.files.variants import Variant
from rostering.files.yaml_reading import Document, read_yaml
from rostering.horizon import Day, Moment
from rostering.scenario import REST, Scenario
from rostering.scenario.problems import Finding, nearest
from rostering.scenario.records import Record
from rostering.schedule import (
    BREAK,
    BRIEFING,
    HUB,
    PATROL,
    RESERVE,
    TRAVEL,
    VISIT,
    Activity,
    Duty,
    Earlier,
    HotspotPlan,
    Ledger,
    Plan,
    Status,
    StoppedBy,
)

Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d([+-]\d{2}:\d{2})?$")]
Kind = Literal["briefing", "travel", "visit", "hub", "break", "reserve", "patrol"]
_ABOUT = {TRAVEL: "to_place", VISIT: "hotspot", HUB: "session", PATROL: "area", BRIEFING: "", BREAK: "", RESERVE: ""}
"""The key that each kind of activity needs; the keys of the other kinds mean nothing to it."""
_KEYS = ("to_place", "hotspot", "session", "area")
"""All these keys."""
_STAND_INS = {
    "version": 1,
    "schedule": {"scenario": "", "scenario_sha256": "", "rostering": "", "solver": "", "seed": 0},
    "result": {"status": "no_schedule", "stopped_by": "interrupt"},
}
"""For a file in which these are refused, so that its duties can be looked at."""
_KINDS = {"to_place": "place", "hotspot": "hotspot", "session": "hub_session", "area": "area", "with": "officer"}
"""What the id under a key should be."""


class _Header(Record):
    scenario: str
    variant: list[str] = []
    scenario_sha256: str
    rostering: str
    solver: str
    seed: int
    pinned: Literal["all"] | None = None


class _Result(Record):
    status: Status
    passes: list[dict[str, Any]] = []
    price_of_fairness: float | None = None
    stopped_by: StoppedBy


class _Activity(Record):
    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")
    do: Kind
    to_place: str | None = None
    hotspot: str | None = None
    session: str | None = None
    area: str | None = None
    crew: list[str] = Field(default_factory=list, alias="with")  # a default of [] is deep-copied for each activity
    reason: str | None = None
    pinned: bool | None = None


class _Duty(Record):
    shift: str
    pinned: bool | None = None
    activities: list[_Activity] = Field(default_factory=list)


class _Ledger(Record):
    floor_minutes: int = 0
    share_minutes: int = 0
    rounding_minutes: int = 0
    shortfall_minutes: int = 0


class _Hotspot(Record):
    area: str
    demand_share: float | None = None
    patrol_share: float | None = None
    ratio: float | None = None
    last_patrolled_before: Moment | None = None
    visits: list[Moment] = []
    longest_gap_days: int | None = None
    last_patrolled: Moment | None = None
    ledger: _Ledger = _Ledger()


class _Opening(Record):
    staff: list[str]
    short_by: int = 0
    without: list[str] = []


class _Change(Record):
    officer: str
    day: Day
    before: str = Field(alias="from")
    after: str = Field(alias="to")
    reason: str
    notice_days: int
    cost: float


class _Head(Record):
    model_config = ConfigDict(extra="ignore")

    version: Literal[1]
    schedule: _Header
    result: _Result


class _Schedule(_Head):
    model_config = ConfigDict(extra="forbid")

    measures: dict[str, float | None] = {}
    unmet: list[dict[str, Any]] = []
    changes: list[_Change] = []
    areas: dict[str, dict[str, float | None]] = {}
    officers: dict[str, dict[Day, _Duty]] = {}
    hotspots: dict[str, _Hotspot] = {}
    hub_sessions: dict[str, dict[Moment, _Opening]] = {}
    checks: dict[str, Any] = {}
    as_written: dict[str, dict[Day, str]] = {}


@dataclass(frozen=True)
class ScheduleHeader:
    """Which scenario a schedule answers, and what made it."""

    scenario: str
    """The scenario's name."""
    variant: Variant
    """What of the scenario was changed for it."""
    scenario_sha256: str
    rostering: str
    solver: str
    seed: int
    status: Status
    stopped_by: StoppedBy


@dataclass(frozen=True)
class LoadedSchedule:
    """A schedule file that could be understood."""

    plan: Plan
    header: ScheduleHeader
    path: Path
    document: dict[str, Any]
    """The whole content as it stands in the file: what was said about the plan when it was made."""
    start: Earlier
    """The plan as the start of the next one: what somebody has edited carried to everybody it concerns, and pinned
    beside what is marked to stay.
    """
    edits: Edits
    """What somebody has changed since it was written."""
    lines: Callable[[tuple[str | int, ...]], int]
    """The line of a path."""
    refuse: Callable[[Iterable[Finding]], NoReturn]
    """Raises :class:`InputError` for what is wrong with it, each at its line."""


def read_schedule_header(path: Path) -> ScheduleHeader:
    """What a schedule file says about its origin, so that its scenario can be found.

    Raises:
        InputError: the file is no schedule.
    """
    document = read_yaml(path)
    if "schedule" not in document.content:
        hint = "is it a scenario? a schedule has a key schedule: near its top"
        raise InputError([document.problem((), "NOT_A_SCHEDULE", "this file is not a schedule", hint)])
    record, _, found = validated(document, _Head, _STAND_INS)
    if record is None:
        raise InputError(in_file_order(found))
    return _header(record)


def _header(record: _Head) -> ScheduleHeader:
    made = record.schedule.model_dump(exclude={"pinned"})
    made["variant"] = Variant.read(made["variant"])
    return ScheduleHeader(**made, status=record.result.status, stopped_by=record.result.stopped_by)


@garbage_left_alone()
def load_schedule(path: Path, scenario: Scenario) -> LoadedSchedule:
    """The plan in a schedule file.

    Raises:
        InputError: with everything that cannot be understood: names the scenario does not know, times that are none.
    """
    document = read_yaml(path)
    record, repaired, found = validated(document, _Schedule, _STAND_INS)
    reader = _Reader(document, scenario)
    readable = record or repaired
    plan = Plan() if readable is None else reader.plan(readable)
    found += reader.problems
    if found or record is None:
        raise InputError(in_file_order(found))
    edits = edits_of(document.content.get("as_written") or {}, document.content.get("officers") or {}, plan, scenario)
    start = _start(plan, reader, edits, scenario)
    refuse = partial(_refuse, document)
    return LoadedSchedule(plan, _header(record), path, document.content, start, edits, document.line, refuse)


def _start(plan: Plan, reader: _Reader, edits: Edits, scenario: Scenario) -> Earlier:
    duties = with_companions(plan.duties, edits)
    pins = pins_of(with_edits_marked(reader.marks, edits), duties, scenario)
    pins = replace(pins, barred=frozenset(reader.barred))
    return Earlier(replace(plan, duties=duties), with_staff_edits(pins, edits))


def _refuse(document: Document, findings: Iterable[Finding]) -> NoReturn:
    raise InputError(in_file_order(document.problem(*finding[:4]) for finding in findings))


class _Reader:
    """Turns the records of a file into a plan and collects what the scenario does not know."""

    def __init__(self, document: Document, scenario: Scenario) -> None:
        self.problems: list[Problem] = []
        self.marks = Marks()
        self.barred: set[tuple[str, date, str, int]] = set()
        self._document = document
        self._scenario = scenario
        self._instants: dict[tuple[date, str, str], int] = {}
        self._known: dict[str, Container[str]] = {
            "officer": scenario.people,
            "shift": scenario.shifts,
            "area": scenario.areas,
            "hotspot": scenario.hotspots,
            "hub_session": scenario.hub_sessions,
            "place": {*scenario.areas, *scenario.hotspots, *scenario.hub_sessions},
        }

    def plan(self, record: _Schedule) -> Plan:
        """The plan, without the parts that are not known."""
        self.marks.is_all = record.schedule.pinned == "all"
        return Plan(tuple(self._duties(record)), self._hotspots(record), self._hub_sessions(record))

    def _refuse(self, path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> None:
        self.problems.append(self._document.problem(path, code, message, hint))

    def _is_known(self, kind: str, identifier: str, path: tuple[str | int, ...]) -> bool:
        known: Any = self._known[kind]
        if identifier in known:
            return True
        words = kind.replace("_", " ")
        message = f"the scenario has no {words} {shortened(identifier)}"
        self._refuse(path, f"UNKNOWN_{kind.upper()}", message, nearest(identifier, known))
        return False

    def _duties(self, record: _Schedule) -> Iterator[Duty]:
        horizon = self._scenario.horizon
        for officer, duties in sorted(record.officers.items()):
            is_known = self._is_known("officer", officer, ("officers", officer))
            for day, duty in sorted(duties.items()):
                path = ("officers", officer, day.isoformat())
                if not horizon.start <= day < horizon.end:
                    self._refuse(path, "DATE_OUTSIDE_HORIZON", f"{day.isoformat()} is not a day of the scenario")
                    continue
                self.marks.days[officer, day] = duty.pinned
                if duty.shift == REST and duty.pinned is not None:
                    self._rest_day(officer, day, duty, path)
                elif self._is_known("shift", duty.shift, (*path, "shift")) and is_known:
                    if duty.pinned is None and "activities" not in self._document.content["officers"][officer][path[2]]:
                        self._refuse(path, "MISSING_KEY", "a duty needs the key activities", "or is it to be pinned?")
                    yield Duty(officer, day, duty.shift, tuple(self._activities(officer, day, duty, path)))

    def _rest_day(self, officer: str, day: date, duty: _Duty, path: tuple[str | int, ...]) -> None:
        self.marks.resting.add((officer, day))
        if duty.activities:
            self._refuse((*path, "activities"), "UNKNOWN_KEY", "a rest day has no activities", "remove them")

    def _activities(self, officer: str, day: date, duty: _Duty, path: tuple[str | int, ...]) -> Iterator[Activity]:
        for position, activity in enumerate(duty.activities):
            self.marks.activities[(officer, day), position] = activity.pinned
            where = (*path, "activities", position)
            about = {key: given for key in _KEYS if (given := getattr(activity, key)) is not None}
            self._check_activity(activity, about, where)
            start = self._instant(day, duty.shift, activity.start, (*where, "from"))
            end = self._instant(day, duty.shift, activity.end, (*where, "to"))
            yield Activity(start, end, activity.do, **about, crew=tuple(activity.crew), reason=activity.reason)

    def _check_activity(self, activity: _Activity, about: dict[str, str], where: tuple[str | int, ...]) -> None:
        needed = _ABOUT[activity.do]
        if needed and needed not in about:
            self._refuse(where, "MISSING_KEY", f"{activity.do} needs the key {needed}")
        for key, identifier in about.items():
            if key != needed:
                self._refuse((*where, key), "UNKNOWN_KEY", f"{activity.do} has no {key}", "remove it")
            else:
                self._is_known(_KINDS[key], identifier, (*where, key))
        if activity.pinned is not None and activity.do not in {VISIT, HUB}:
            hint = "pin the duty, or a visit or hub opening in it"
            self._refuse((*where, "pinned"), "UNKNOWN_KEY", f"{activity.do} cannot be pinned", hint)
        if activity.crew and activity.do != VISIT:
            self._refuse((*where, "with"), "UNKNOWN_KEY", f"{activity.do} has no crew", "remove it")
        for position, officer in enumerate(activity.crew):
            self._is_known("officer", officer, (*where, "with", position))

    def _instant(self, day: date, shift: str, text: str, where: tuple[str | int, ...]) -> int:
        """The reading of a clock time that lies in the duty, or nearest to it: a slip of the pen stays a slip, and does
        not turn into a piece of a day long.
        """
        known = self._instants.get((day, shift, text))
        if known is None:
            try:
                known = self._nearest_reading(day, shift, text)
            except ValueError:
                self._refuse(where, "BAD_TIME", f"{shortened(text)} is not a time of day written as HH:MM")
                return 0
            self._instants[day, shift, text] = known
        return known

    def _nearest_reading(self, day: date, shift: str, text: str) -> int:
        horizon, (start, end) = self._scenario.horizon, self._scenario.shift_span(day, shift)
        days = (day + timedelta(days=offset) for offset in (-1, 0, 1, 2))
        readings = [horizon.read_moment(f"{on.isoformat()}T{text}") for on in days]
        return min(readings, key=lambda instant: max(start - instant, instant - end, 0))

    def _hotspots(self, record: _Schedule) -> dict[str, HotspotPlan]:
        return {
            spot: HotspotPlan(self._moments(entry.visits), Ledger(**entry.ledger.model_dump()))
            for spot, entry in sorted(record.hotspots.items())
            if self._is_known("hotspot", spot, ("hotspots", spot))
        }

    def _moments(self, moments: list[datetime]) -> tuple[int, ...]:
        return tuple(self._scenario.horizon.instant(moment) for moment in moments)

    def _hub_sessions(self, record: _Schedule) -> dict[str, dict[int, tuple[str, ...]]]:
        sessions: dict[str, dict[int, tuple[str, ...]]] = {}
        for session, openings in sorted(record.hub_sessions.items()):
            if not self._is_known("hub_session", session, ("hub_sessions", session)):
                continue
            sessions[session] = {}
            for opens, opening in sorted(openings.items(), key=lambda item: self._scenario.horizon.instant(item[0])):
                path = ("hub_sessions", session, opens.isoformat(timespec="minutes"))
                staff, barred = (
                    tuple(one for at, one in enumerate(who) if self._is_known("officer", one, (*path, key, at)))
                    for key, who in (("staff", opening.staff), ("without", opening.without))
                )
                instant = self._scenario.horizon.instant(opens)
                sessions[session][instant] = staff
                self.barred |= {(who, self._scenario.horizon.day(instant), session, instant) for who in barred}
        return sessions
