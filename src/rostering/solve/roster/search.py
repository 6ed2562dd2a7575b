"""From a first roster to a good one: neighbourhoods from small to large, again and again while that gains enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rostering.solve.roster.couplings import Couplings
from rostering.solve.roster.holders import OnPaths
from rostering.solve.roster.neighbourhoods import Neighbourhood, improve
from rostering.solve.roster.roster import Roster

LEVELS: tuple[tuple[int | None, float], ...] = (
    (3, 1.0),
    (5, 1.0),
    (7, 1.0),
    (10, 0.5),
    (None, 0.2),
    (10, 1.0),
    (14, 0.5),
    (None, 0.3),
    (14, 1.0),
    (21, 0.5),
    (None, 0.4),
    (21, 1.0),
    (None, 0.6),
)
"""Days (all of them where none are given) and the part of the line-holders that are freed together, smallest first."""
FEWEST = 4
"""Least line-holders freed together."""
WORTH_REPEATING = 0.001
"""A sweep that gains this fraction of the value is followed by one of the smallest neighbourhoods."""
PATIENCE = 3
"""Sweeps of the largest neighbourhoods in a row that gain nothing, before the search ends."""


def search(  # noqa: PLR0913, PLR0917
    problem: Couplings,
    holders: Sequence[OnPaths],
    roster: Roster,
    target: float,
    seed: int,
    is_stopped: Callable[[], bool],
    tell: Callable[[float], None],
) -> None:
    """Improve a roster in place until its value is at most the target or neighbourhoods gain no more.

    The same seed makes the same moves: sizes and orders never depend on time.
    """
    draw = np.random.default_rng(seed)
    level = idle = 0
    while idle < PATIENCE:
        before = roster.value
        for near in _sweep(len(holders), len(problem.costs[0]), *LEVELS[level], draw):
            if roster.value <= target or is_stopped():
                return
            if improve(problem, holders, roster, near, seed, is_stopped):
                tell(roster.value)
        gain = (before - roster.value) / max(1.0, abs(before))
        is_last = level == len(LEVELS) - 1
        idle = idle + 1 if is_last and gain <= 0 else 0
        level = 0 if gain > WORTH_REPEATING and level else min(level + 1, len(LEVELS) - 1)


def _sweep(
    holders: int, days: int, length: int | None, part: float, draw: np.random.Generator
) -> Iterator[Neighbourhood]:
    """Neighbourhoods of one size that together free everybody on every day."""
    number = min(holders, max(FEWEST, round(part * holders)))
    if length is None or length >= days:
        order = draw.permutation(holders)
        for first in range(0, holders, number):
            chosen = [*order[first : first + number], *order[: max(0, first + number - holders)]]
            yield Neighbourhood(tuple(sorted(int(one) for one in chosen)), None)
        return
    first_day = int(draw.integers(0, length)) - length + 1
    starts = [start for start in range(first_day, days, max(1, length // 2)) if start + length > 0]
    for start in draw.permutation(starts).tolist():
        window = (max(0, start), min(days, start + length))
        order = draw.permutation(holders)
        for first in range(0, holders, number):
            chosen = order[first : first + number]
            if len(chosen) >= min(FEWEST, holders):
                yield Neighbourhood(tuple(sorted(int(one) for one in chosen)), window)
