"""Building duties: lines of officers, coupled by what their teams need together, team by team in parallel."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rostering.scenario import REST, Scenario
from rostering.scenario.terms import is_rostered
from rostering.schedule import PassReport, StoppedBy
from rostering.solve.processes import processes
from rostering.solve.roster.piece import Built, Duties, How, build_duties, is_within
from rostering.solve.terms import Options, Progress, Stop, Tell

DUTIES = "duties"
UNIT = "weighted breaches"
SECONDS_WORTH_A_ROUND = 8.0
"""Less than this of a time limit is not spent on another round of teams."""
DAYS_WORTH_A_PROCESS = 1500
"""With fewer officer-days than this, processes take longer to start than they save."""


@dataclass(frozen=True)
class RosterResult:
    """Duties for everybody, or why there are none."""

    duties: dict[tuple[str, date], str]
    """By officer and day: a shift, or `rest`."""
    value: float
    """What `model.objective.roster_cost` counts."""
    bound: float
    """Proven: no duties have a lower value."""
    stopped_by: StoppedBy
    lost: tuple[tuple[str, tuple[str, ...]], ...]
    """Officers for whom no line keeps every required rule, each with the rules that could give way."""
    size: tuple[int, int]
    """Lines and rows of the master problems."""
    seconds: float

    @property
    def gap(self) -> float:
        """Proven distance from the best, as a fraction of the value."""
        return (self.value - self.bound) / max(1.0, abs(self.value))

    @property
    def report(self) -> PassReport:
        """As a pass."""
        return PassReport(DUTIES, self.value, self.bound, self.gap)


@dataclass(frozen=True)
class Task:
    """A team whose duties are to be built."""

    number: int
    scenario: Scenario
    start: Duties | None
    gap: float
    seed: int


@dataclass(frozen=True)
class News:
    """Of a team: value and bound so far."""

    number: int
    value: float
    bound: float | None


def solve_roster(
    scenario: Scenario, options: Options, stop: Stop, tell: Tell, start: Duties | None = None
) -> RosterResult:
    """Build the duties of every day that is free to roster; published ones stay where they have to.

    Args:
        scenario: what is known. Hotspots are not looked at; hub sessions only ask for people on duty.
        options: how to solve.
        stop: when to stop early; the best duties so far are given.
        tell: gets value and bound over all teams.
        start: duties to begin from.
    """
    started = time.monotonic()
    tasks = list(_tasks(scenario, options, start))
    hear = _hearing(len(tasks), tell, started)
    built = _build(tasks, scenario.horizon.days, stop, hear)
    while behind := _behind(built, options.gap, stop):
        again = [replace(tasks[place], start=built[place].duties, seed=tasks[place].seed + 1) for place in behind]
        for place, task, one in zip(behind, again, _build(again, scenario.horizon.days, stop, hear), strict=True):
            tasks[place], built[place] = task, _better(built[place], one)
    value, bound = sum(one.value for one in built), sum(one.bound for one in built)
    gap = (value - bound) / max(1.0, abs(value))
    tell(Progress(DUTIES, UNIT, value, bound, gap, time.monotonic() - started, is_done=True))
    duties = _published(scenario)
    for one in built:
        duties |= one.duties
    return RosterResult(
        duties=duties,
        value=value,
        bound=bound,
        stopped_by=_ending(options, stop, built),
        lost=tuple(lost for one in built for lost in one.lost),
        size=(sum(one.size[0] for one in built), sum(one.size[1] for one in built)),
        seconds=time.monotonic() - started,
    )


def _build(tasks: Sequence[Task], days: int, stop: Stop, hear: Callable[[News], None]) -> list[Built]:
    """Build teams, in processes where that is worth it."""
    number = min(len(tasks), os.cpu_count() or 1)
    if number > 1 and sum(len(task.scenario.people) for task in tasks) * days >= DAYS_WORTH_A_PROCESS:
        with processes(number, stop, hear) as run:
            return list(run(build_team, tasks))
    return [build_team(task, _share(stop, len(tasks) - done), hear) for done, task in enumerate(tasks)]


def _behind(built: Sequence[Built], gap: float, stop: Stop) -> list[int]:
    """Teams that are not good enough yet where a time limit leaves time, since others ended early: the furthest from
    their bounds first. They go on from what they have, with other moves.
    """
    value, bound = sum(one.value for one in built), sum(one.bound for one in built)
    is_time_left = SECONDS_WORTH_A_ROUND < stop.seconds_left < math.inf and not stop.reason
    if not is_time_left or is_within(value, bound, gap) or any(one.lost for one in built):
        return []
    behind = [place for place, one in enumerate(built) if not is_within(one.value, one.bound, gap)]
    return sorted(behind, key=lambda place: built[place].bound - built[place].value)


def _better(before: Built, after: Built) -> Built:
    """The lower value and the higher bound of two searches for the same team."""
    kept = after if after.value < before.value else before
    return replace(kept, bound=min(kept.value, max(before.bound, after.bound)))


def build_team(task: Task, stop: Stop, tell: Callable[[Any], None]) -> Built:
    """Build one team's duties."""

    def tell_bounds(value: float, bound: float | None) -> None:
        tell(News(task.number, value, bound))

    how = How(task.start, task.gap, task.seed, stop)
    return build_duties(task.scenario, how, tell_bounds)


def _ending(options: Options, stop: Stop, built: Sequence[Built]) -> StoppedBy:
    if is_within(sum(one.value for one in built), sum(one.bound for one in built), options.gap):
        return "proof"
    if stop.reason:
        return stop.reason
    return "search" if all(one.is_searched for one in built) else "time_limit"


def _share(stop: Stop, left: int) -> Stop:
    return Stop(stop.seconds_left / left, stop.requested)


def _hearing(teams: int, tell: Tell, started: float) -> Callable[[News], None]:
    """Add up what teams tell."""
    values: dict[int, float] = {}
    bounds: dict[int, float] = {}

    def hear(news: News) -> None:
        values[news.number] = min(news.value, values.get(news.number, math.inf))
        if news.bound is not None:
            bounds[news.number] = max(news.bound, bounds.get(news.number, -math.inf))
        value = sum(values.values())
        bound = sum(bounds.values()) if bounds.keys() == values.keys() else None
        gap = None if bound is None else (value - bound) / max(1.0, abs(value))
        unit = UNIT if teams == 1 else f"{UNIT}, {len(values)} of {teams} teams begun"
        tell(Progress(DUTIES, unit, value, bound, gap, time.monotonic() - started, is_done=False))

    return hear


def _tasks(scenario: Scenario, options: Options, start: Duties | None) -> Iterator[Task]:
    """Each team with something to choose; all of them together where the number of changes is limited for all."""
    changes = (
        scenario.rules.published_changes.level == "required" and scenario.rules.published_duty.level == "preferred"
    )
    areas = [tuple(scenario.areas)] if changes else [(area,) for area in scenario.areas]
    for number, some in enumerate(areas):
        officers = {one: officer for one, officer in scenario.officers.items() if officer.area in some}
        if any(_is_open(scenario, officer) for officer in officers.values()):
            yield Task(number, _of_areas(scenario, some, officers), start, options.gap, options.seed)


def _is_open(scenario: Scenario, officer: Any) -> bool:
    rules = scenario.rules
    may_change = rules.published_duty.level == "preferred" and officer.published
    may_work_away = rules.availability.level != "required" and officer.unavailable
    return is_rostered(scenario, officer) or bool(may_change or may_work_away)


def _of_areas(scenario: Scenario, areas: tuple[str, ...], officers: Mapping[str, Any]) -> Scenario:
    """The scenario of some teams: their people, staffing and hubs, and no hotspots."""
    fields: dict[str, Any] = {name: getattr(scenario, name) for name in Scenario.model_fields}
    hubs = {hub_id: hub for hub_id, hub in scenario.hub_sessions.items() if hub.area in areas}
    staffing = {area: wanted for area, wanted in scenario.staffing.items() if area in areas}
    return Scenario.model_construct(
        **fields | {"officers": officers, "staffing": staffing, "hub_sessions": hubs, "hotspots": {}}
    )


def _published(scenario: Scenario) -> dict[tuple[str, date], str]:
    """What is published; rest on all other days."""
    return {
        (officer_id, day): (officer.published or {}).get(day, REST)
        for officer_id, officer in scenario.people.items()
        for day in scenario.horizon.dates
    }
