"""What was decided: plain frozen data. Times are instants (see :mod:`rostering.horizon`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

BRIEFING = "briefing"
TRAVEL = "travel"
VISIT = "visit"
HUB = "hub"
BREAK = "break"
RESERVE = "reserve"
PATROL = "patrol"
ACTIVITIES = (BRIEFING, TRAVEL, VISIT, HUB, BREAK, RESERVE, PATROL)
"""What a piece of a duty can be spent on."""

Status = Literal["feasible", "infeasible", "no_schedule"]
StoppedBy = Literal["proof", "search", "time_limit", "interrupt"]


@dataclass(frozen=True)
class Activity:
    """A piece of a duty. Which of the last five fields is set depends on ``do``."""

    start: int
    end: int
    do: str
    to_place: str | None = None
    """travel: the id of the area (its base), hotspot or hub session travelled to."""
    hotspot: str | None = None
    """visit: the hotspot."""
    session: str | None = None
    """hub: the hub session."""
    area: str | None = None
    """patrol: the area patrolled."""
    crew: tuple[str, ...] = ()
    """visit: the other people of the crew, by id (``with`` in the file)."""
    reason: str | None = None
    """visit: why it was planned."""

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


@dataclass(frozen=True)
class PinnedVisit:
    """A visit of an earlier plan that stays, with its time and its people."""

    hotspot: str
    start: int
    end: int
    crew: tuple[tuple[str, date], ...]
    """Officer and day of the duties it is part of."""


@dataclass(frozen=True)
class PlannedVisit:
    """A visit the model has decided on, before it has a time and names."""

    hotspot: str
    earliest: int
    """Earliest start."""
    latest: int
    """Latest start; the visit then still ends inside the opening hours."""
    crew: tuple[tuple[str, str], ...]
    """Team (area id) and role of each of its people."""
    band: int = 0
    """Start of the band the model decided it in."""
    pinned: PinnedVisit | None = None
    """Where time and names are settled already."""


@dataclass(frozen=True)
class Tasking:
    """What the model decides: duties and hub staff by name, visits and lent patrol by team and role."""

    duties: tuple[tuple[str, date, str], ...]
    """Officer, day and shift of every duty."""
    staff: dict[tuple[str, int], tuple[str, ...]]
    """By hub session and opening instant: its people."""
    visits: tuple[PlannedVisit, ...]
    lent_minutes: dict[tuple[str, str], float]
    """By lending team and area: minutes of patrol there, over the horizon."""


@dataclass(frozen=True)
class Duty:
    """One officer, one shift, one day, cut into activities."""

    officer: str
    day: date
    shift: str
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Visit:
    """One presence at a hotspot, by its whole crew."""

    hotspot: str
    start: int
    end: int
    crew: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """Minutes of presence (dwell, not multiplied by the crew) a hotspot was due and got:
    floor + share + rounding - shortfall = planned minutes.
    """

    floor_minutes: int = 0
    """What the guarantee alone asks for."""
    share_minutes: int = 0
    """What demand adds to it."""
    rounding_minutes: int = 0
    """Added (or, below 0, taken) because visits come whole."""
    shortfall_minutes: int = 0
    """Missing for want of people."""


@dataclass(frozen=True)
class Unmet:
    """A requirement the plan does not meet, with its cause."""

    rule: str
    short_by: float
    because: str
    smallest_fix: str
    where: tuple[tuple[str, str], ...] = ()
    """What it is about, as pairs such as ``("hotspot", "bury-park")``, in the order they are written."""
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class PassReport:
    """One level of the lexicographic objective, solved: what was reached and what was proven."""

    name: str
    value: float
    bound: float
    gap: float
    """Between value and bound, as a fraction of the value (0 where both are 0)."""


@dataclass(frozen=True)
class Violation:
    """A rule broken in a given schedule, as the judge found it."""

    rule: str
    level: str
    amount: float
    """How far it is broken, in ``unit``."""
    unit: str
    message: str
    where: tuple[tuple[str, str], ...] = ()
    """What it is about: pairs such as ``("officer", "pc-2101")``, ``("hotspot", ...)``, ``("day", ...)``."""


@dataclass(frozen=True)
class Change:
    """A published day that the plan changes."""

    officer: str
    day: date
    before: str
    """The shift published, or ``rest`` (``from`` in the file)."""
    after: str
    """The shift planned, or ``rest`` (``to`` in the file)."""
    reason: str
    """What it is to the officer: rest-day working, a moved start, overtime."""
    notice_days: int
    cost: float
    """In pounds."""


@dataclass(frozen=True)
class HotspotPlan:
    """A hotspot's part of a schedule."""

    visits: tuple[int, ...] = ()
    """Starts of its visits."""
    ledger: Ledger = Ledger()


@dataclass(frozen=True)
class Plan:
    """What people do: the part of a schedule that decides, as opposed to what is said about it."""

    duties: tuple[Duty, ...] = ()
    """All duties, by officer and day."""
    hotspots: dict[str, HotspotPlan] = field(default_factory=dict)
    """By hotspot: listed visits and ledger."""
    hub_sessions: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    """By hub session and its opening instant: the people listed as staff."""


@dataclass(frozen=True)
class Pins:
    """What of an earlier plan stays as it is."""

    days: dict[tuple[str, date], str] = field(default_factory=dict)
    """By officer and day: the shift, or `rest`."""
    visits: tuple[PinnedVisit, ...] = ()
    staff: frozenset[tuple[str, date, str, int]] = frozenset()
    """Officer and day of a duty, hub session and opening instant."""
    barred: frozenset[tuple[str, date, str, int]] = frozenset()
    """The same for people who are not to be there."""
    is_all: bool = False
    """Whether everything is pinned, so that nothing is left to decide."""


NO_PINS = Pins()


@dataclass(frozen=True)
class Earlier:
    """An earlier plan to start from, and what of it stays."""

    plan: Plan
    pins: Pins = NO_PINS


@dataclass(frozen=True)
class Schedule:
    """A plan and everything that is said about it: the output file."""

    plan: Plan
    scenario: str
    scenario_sha256: str
    rostering: str
    solver: str
    seed: int
    status: Status
    stopped_by: StoppedBy
    passes: tuple[PassReport, ...]
    price_of_fairness: float | None
    """Share of demand-weighted patrol given up for equity (``docs/concepts.md``); absent without areas to compare."""
    measures: dict[str, float]
    unmet: tuple[Unmet, ...]
    areas: dict[str, dict[str, float]]
    hotspots: dict[str, dict[str, Any]]
    violations: tuple[Violation, ...]
    changes: tuple[Change, ...] = ()
    """Published days that are not as published, by officer and day."""
    pins: Pins = NO_PINS
    """What was held while it was made."""
    variant: tuple[str, ...] = ()
    """What of the scenario was changed for it: names of overrides, then single changes as `path=value`."""
