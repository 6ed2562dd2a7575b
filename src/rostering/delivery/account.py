"""Planned against delivered: by hotspot, by area, and by week, month and quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Literal

from rostering.delivery.delivered import Delivered
from rostering.measures.guarantee import counted_visits, guarantee_windows
from rostering.scenario import Scenario
from rostering.schedule import Plan, Visit

ON_TIME = 30
"""Minutes around its planned start in which a visit begins on time."""
PeriodKind = Literal["week", "month", "quarter"]
PERIODS: tuple[PeriodKind, ...] = ("week", "month", "quarter")


@dataclass(frozen=True)
class Tally:
    """What was planned and what was delivered. Only visits that count for the guarantee are visits."""

    planned: int = 0
    made: int = 0
    on_time: int = 0
    """Planned visits at the time of which one was made."""
    uncounted: int = 0
    """Visits made that do not count: too short, or without a whole crew."""
    planned_minutes: int = 0
    made_minutes: int = 0
    """Continuous minutes of a whole crew."""
    windows: int = 0
    """Of the guarantee, that are judged."""
    kept_by_plan: int = 0
    kept: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def on_time_share(self) -> float | None:
        """Of planned visits; nothing where none was planned."""
        return self.on_time / self.planned if self.planned else None

    @property
    def kept_share(self) -> float:
        """Guarantee kept, as delivered; with no window to judge it is kept."""
        return 1 - (self.windows - self.kept) / self.windows if self.windows else 1.0

    @property
    def kept_by_plan_share(self) -> float:
        """Guarantee kept, as planned."""
        return 1 - (self.windows - self.kept_by_plan) / self.windows if self.windows else 1.0


@dataclass(frozen=True)
class Period:
    """A line of the return."""

    kind: PeriodKind
    first: date
    """The first and the last day of it that the schedule has."""
    last: date
    tally: Tally


@dataclass(frozen=True)
class Account:
    """What became of a plan."""

    hotspots: dict[str, Tally]
    areas: dict[str, Tally]
    """Those with hotspots."""
    total: Tally
    periods: tuple[Period, ...]


@dataclass(frozen=True)
class _Entry:
    hotspot: str
    day: date
    tally: Tally


def account(scenario: Scenario, plan: Plan, delivered: Delivered, on_time: int = ON_TIME) -> Account:
    """What of a plan was delivered.

    A visit belongs to the day on which it begins. A window of the guarantee belongs to its last day; one that ends
    after the horizon, to the last day of that.

    Args:
        scenario: that the plan is for.
        plan: what was planned.
        delivered: visits that were made.
        on_time: minutes that a visit may begin early or late.
    """
    entries = list(_entries(scenario, plan, delivered, on_time))
    area_of = {hotspot: spot.area for hotspot, spot in scenario.hotspots.items()}
    with_hotspots = [area for area in scenario.areas if area in area_of.values()]
    return Account(
        _summed(scenario.hotspots, entries, lambda entry: entry.hotspot),
        _summed(with_hotspots, entries, lambda entry: area_of[entry.hotspot]),
        sum((entry.tally for entry in entries), Tally()),
        tuple(_periods(scenario, entries)),
    )


def _summed[K](keys: Iterable[K], entries: Iterable[_Entry], key_of: Callable[[_Entry], K]) -> dict[K, Tally]:
    sums = dict.fromkeys(keys, Tally())
    for entry in entries:
        sums[key_of(entry)] += entry.tally
    return sums


def _entries(scenario: Scenario, plan: Plan, delivered: Delivered, on_time: int) -> Iterator[_Entry]:
    horizon = scenario.horizon
    for hotspot, planned in counted_visits(scenario, plan).items():
        made = delivered.visits.get(hotspot, ())
        met = planned_in_time([visit.start for visit in planned], [visit.start for visit in made], on_time)
        for number, visit in enumerate(planned):
            minutes = visit.end - visit.start
            tally = Tally(planned=1, planned_minutes=minutes, on_time=int(number in met))
            yield _Entry(hotspot, horizon.day(visit.start), tally)
        for visit in made:
            yield _Entry(hotspot, horizon.day(visit.start), Tally(made=1, made_minutes=visit.end - visit.start))
        for start in delivered.uncounted.get(hotspot, ()):
            yield _Entry(hotspot, horizon.day(start), Tally(uncounted=1))
        yield from _windows(scenario, hotspot, planned, made)


def _windows(scenario: Scenario, hotspot: str, planned: Sequence[Visit], made: Sequence[Visit]) -> Iterator[_Entry]:
    if scenario.rules.hotspot_guarantee.level == "off":
        return
    by_plan, as_made = (guarantee_windows(scenario, hotspot, visits) for visits in (planned, made))
    for due, done in zip(by_plan, as_made, strict=True):
        day = min(due.last, scenario.horizon.dates[-1])
        yield _Entry(hotspot, day, Tally(windows=1, kept_by_plan=int(due.is_kept), kept=int(done.is_kept)))


def planned_in_time(planned: Sequence[int], made: Sequence[int], on_time: int) -> set[int]:
    """The planned visits, by place, each with a made one of its own that began in time: as many as can be.

    Args:
        planned: when visits should begin.
        made: when visits began.
        on_time: minutes between the two at most.
    """
    found, left = set[int](), sorted(made)
    for number, due in sorted(enumerate(planned), key=lambda pair: pair[1]):
        while left and left[0] < due - on_time:
            left.pop(0)
        if left and left[0] <= due + on_time:
            left.pop(0)
            found.add(number)
    return found


def _periods(scenario: Scenario, entries: Sequence[_Entry]) -> Iterator[Period]:
    horizon = scenario.horizon
    for kind in PERIODS:
        days = dict[date, list[date]]()
        for day in horizon.dates:
            days.setdefault(first_day(kind, day), []).append(day)
        tallies = _summed(days, entries, lambda entry, kind=kind: first_day(kind, entry.day))  # type: ignore[misc]
        for begins, of_period in days.items():
            yield Period(kind, of_period[0], of_period[-1], tallies[begins])


def first_day(kind: PeriodKind, day: date) -> date:
    """Of the week (a Monday), month or quarter of the calendar that a day is in."""
    if kind == "week":
        return day - timedelta(days=day.weekday())
    if kind == "month":
        return day.replace(day=1)
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
