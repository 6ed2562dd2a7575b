"""From a first roster to a good one: neighbourhoods from small to large, again and again while that gains enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rostering.solve.roster.case import Case
from rostering.solve.roster.neighbourhoods import QUICKLY, THOROUGHLY, Effort, Neighbourhood, improve
from rostering.solve.roster.roster import Roster


@dataclass(frozen=True)
class Level:
    """A size of neighbourhoods."""

    days: int | None
    """Days that are free; all of them where none are given."""
    share: float
    """Part of the line-holders whose lines are free there."""
    effort: Effort


QUICK = tuple(Level(days, 1.0, QUICKLY) for days in (3, 5, 7, 10))
"""For a first rough roster."""
WINDOWS = tuple(
    Level(days, share, THOROUGHLY) for days, share in ((7, 1.0), (10, 1.0), (10, 1.0), (14, 0.7), (14, 1.0))
)
"""From a rough one on: what gains most for its time."""
THOROUGH = tuple(
    Level(days, share, THOROUGHLY)
    for days, share in (
        (3, 1.0),
        (5, 1.0),
        (7, 1.0),
        (None, 0.2),
        (10, 0.5),
        (10, 1.0),
        (None, 0.3),
        (14, 0.5),
        (14, 1.0),
        (None, 0.45),
        (21, 1.0),
        (None, 0.6),
        (None, 0.75),
    )
)
"""For the last that can be gained."""
MOST_DOUBLINGS = 4
FEWEST = 4
"""Least line-holders freed together."""


@dataclass(frozen=True)
class Target:
    """When a search is over, besides when it is stopped."""

    value: float
    """A value at or under this is good enough."""
    least_gain: float
    """Fraction of the value that a sweep gains, or it counts as idle."""
    idle_sweeps: int
    """Idle sweeps in a row before no more is expected."""


def search(case: Case, roster: Roster, levels: Sequence[Level], target: Target, tell: Callable[[float], None]) -> None:
    """Improve a roster in place until it is good enough or neighbourhoods gain no more.

    The same seed makes the same moves: sizes and orders never depend on time.
    """
    draw = np.random.default_rng(case.seed)
    place = idle = 0
    while idle < target.idle_sweeps:
        before, level = roster.value, levels[place]
        effort = _grown(level.effort, idle // len(levels))
        for near in _sweep(len(case.holders), min(len(cost) for cost in case.problem.costs), level, draw):
            if roster.value <= target.value or case.is_stopped:
                return
            if improve(case, roster, near, effort):
                tell(roster.value)
        is_idle = before - roster.value <= target.least_gain * abs(before)
        idle, place = (idle + 1 if is_idle else 0), (place + 1) % len(levels)


def _grown(effort: Effort, rounds: int) -> Effort:
    """More effort after whole rounds of all neighbourhoods without a gain."""
    times = 2 ** min(rounds, MOST_DOUBLINGS)
    return replace(effort, listed=effort.listed * times, nodes=effort.nodes * times)


def _sweep(holders: int, days: int, level: Level, draw: np.random.Generator) -> Iterator[Neighbourhood]:
    """Neighbourhoods of one size that together free everybody on every day."""
    number = min(holders, max(FEWEST, round(level.share * holders)))
    if level.days is None or level.days >= days:
        order = [int(one) for one in draw.permutation(holders)]
        for first in range(0, holders, number):
            chosen = [*order[first : first + number], *order[: max(0, first + number - holders)]]
            yield Neighbourhood(tuple(sorted(chosen)), None)
        return
    first_day = int(draw.integers(0, level.days)) - level.days + 1
    step = max(1, level.days // 2)
    starts = np.arange(first_day, days, step)
    for start in draw.permutation(starts[starts + level.days > 0]).tolist():
        window = (max(0, start), min(days, start + level.days))
        order = [int(one) for one in draw.permutation(holders)]
        for first in range(0, holders, number):
            chosen = order[first : first + number]
            if len(chosen) >= min(FEWEST, holders):
                yield Neighbourhood(tuple(sorted(chosen)), window)
