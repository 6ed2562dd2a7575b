"""The weeks of a horizon in order: in two halves at once, each in a process of its own, where that saves time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures import counted_visits, guarantee_windows
from rostering.measures.tables import ledger_table
from rostering.scenario import REST, Scenario
from rostering.schedule import NO_PINS, Pins, Plan
from rostering.solve import Options, Progress, Stop, Tell
from rostering.solve.processes import processes
from rostering.weeks.cut import Decided, Past, first_days, latest_before, week_scenario
from rostering.weeks.join import joined
from rostering.weeks.one import Timed, time_duties, time_scenario
from rostering.weeks.pinned import pins_of_week

DUTIES_WORTH_A_PROCESS = 2000
"""With fewer duties than this, two processes take longer to start than they save."""
SEEDS = 2**31
"""As many seeds the solver knows. Each week has its own, so that visit times do not repeat from week to week."""


@dataclass(frozen=True)
class Task:
    """Weeks to be planned one after the other."""

    scenario: Scenario
    """The whole horizon."""
    decided: Decided
    firsts: tuple[date, ...]
    """First days of the weeks."""
    past: Past
    """What the weeks before planned."""
    pins: Pins
    """Visits and hub staff that are settled."""
    is_assumed: bool
    """Whether that is an assumption: then nothing is planned after a first week that misses a window because of it."""


@dataclass(frozen=True)
class Weeks:
    """Weeks planned one after the other."""

    timed: dict[date, Timed]
    """By first day."""
    past: Past
    """What they and those before them planned."""
    is_sure: bool
    """Whether what was assumed about the weeks before cost no promise."""


def plan_weeks(  # noqa: PLR0913, PLR0917
    scenario: Scenario, decided: Decided, options: Options, stop: Stop, tell: Tell, pins: Pins = NO_PINS
) -> Timed:
    """Task and time every week of a horizon whose duties are decided. Weeks without a tasking when it is time to stop
    keep their duties, timed.
    """
    firsts = first_days(scenario.horizon)
    number = sum(shift != REST for shift in decided.values())
    if len(firsts) == 1 or number < DUTIES_WORTH_A_PROCESS or not _can_be_halved(scenario):
        task = Task(scenario, decided, firsts, Past(), pins, is_assumed=False)
        return joined(scenario, _in_turn(options, task, stop, tell).timed)
    return joined(
        scenario, _halves(Task(scenario, decided, firsts, Past(), pins, is_assumed=False), options, stop, tell)
    )


def _can_be_halved(scenario: Scenario) -> bool:
    rule = scenario.rules.hotspot_guarantee
    return not scenario.hotspots or rule.level == "off" or rule.counted != "elapsed"


def _in_turn(options: Options, task: Task, stop: Stop, tell: Tell) -> Weeks:
    """The weeks of a task in order, each from where the visits of those before it end."""
    all_firsts = first_days(task.scenario.horizon)
    timed: dict[date, Timed] = {}
    past, is_sure = task.past, True
    for number, first in enumerate(task.firsts):
        week = week_scenario(task.scenario, task.decided, first, past)
        of_all = all_firsts.index(first)
        seeded = replace(options, seed=(options.seed + of_all) % SEEDS)
        share = Stop(stop.seconds_left / (len(task.firsts) - number), stop.requested)
        tell_week = partial(_tell_of_week, tell, f"week {of_all + 1} of {len(all_firsts)}")
        pins = pins_of_week(task.scenario, task.pins, first)
        timed[first] = _week(week, task.decided, seeded, stop if stop.reason else share, tell_week, pins)
        plan = timed[first].plan
        is_sure = is_sure and not (task.is_assumed and number == 0 and plan is not None and _misses(week, plan))
        if plan is None or not is_sure:
            break
        as_given = week_scenario(task.scenario, task.decided, first, Past(past.ends))
        past = _with_week(past, as_given, plan, task.scenario.horizon.at(first))
    return Weeks(timed, past, is_sure)


def _tell_of_week(tell: Tell, which: str, news: Progress) -> None:
    tell(replace(news, unit=f"{news.unit}, {which}"))


def _week(  # noqa: PLR0913, PLR0917
    week: Scenario, decided: Decided, options: Options, stop: Stop, tell: Tell, pins: Pins
) -> Timed:
    """A week's plan; of its duties alone where there is no time for more."""
    if stop.reason:
        return time_duties(week, decided, options, stop, pins)
    timed = time_scenario(week, options, stop, tell, pins)
    return time_duties(week, decided, options, stop, pins) if timed.result.status == "no_schedule" else timed


def _misses(week: Scenario, plan: Plan) -> bool:
    """Whether a plan misses a window of the guarantee."""
    if week.rules.hotspot_guarantee.level == "off":
        return False
    counted = counted_visits(week, plan)
    return any(not window.is_kept for spot in counted for window in guarantee_windows(week, spot, counted[spot]))


def _with_week(past: Past, week: Scenario, plan: Plan, later: int) -> Past:
    """The past and one more week, with demand as it is, which begins so many minutes after the horizon."""
    ends = {spot: visits[-1].end + later for spot, visits in counted_visits(week, plan).items() if visits}
    due, given = Counter(past.due), Counter(past.given)
    for spot, ledger in ledger_table(week, plan).items():
        due[spot] += ledger.floor_minutes + ledger.share_minutes
        given[spot] += ledger.floor_minutes + ledger.share_minutes + ledger.rounding_minutes - ledger.shortfall_minutes
    return Past({**past.ends, **ends}, past.weeks + 1, due, given)


def _halves(whole: Task, options: Options, stop: Stop, tell: Tell) -> dict[date, Timed]:
    """Both halves at once, the second from visits that the first is sure to make: as early as its promises allow. If
    that costs the second a promise, or brings visits too near to each other, it is planned again from the true ones.
    """
    scenario, firsts = whole.scenario, whole.firsts
    half = (len(firsts) + 1) // 2
    careful = Past(latest_before(scenario, firsts[half]))
    assumed = replace(whole, firsts=firsts[half:], past=careful, is_assumed=True)
    work = partial(_in_turn, options)
    early: Weeks
    late: Weeks
    with processes(2, stop, tell) as run:
        early, late = run(work, [replace(whole, firsts=firsts[:half]), assumed])
        holds = late.is_sure and _keeps_apart(scenario, early.past.ends, late.timed, firsts[half])
        if len(early.timed) == half and not holds:
            (again,) = run(work, [replace(assumed, past=early.past, is_assumed=False)])
            late = replace(again, timed=again.timed | late.timed if stop.reason else again.timed)
    return early.timed | late.timed


def _keeps_apart(scenario: Scenario, ends: Mapping[str, int], timed: Mapping[date, Timed], first: date) -> bool:
    """Whether the first visits of a week come late enough after the last ones before it."""
    rule, plan = scenario.rules.visit_spacing, timed[first].plan
    if rule.level == "off" or plan is None:
        return True
    later, gap = scenario.horizon.at(first), rule.hours * MINUTES_PER_HOUR
    starts = {spot_id: min(spot.visits) + later for spot_id, spot in plan.hotspots.items() if spot.visits}
    return all(start - ends[spot_id] >= gap for spot_id, start in starts.items() if spot_id in ends)
