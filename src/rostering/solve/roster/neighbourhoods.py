"""Better rosters nearby: some line-holders are freed, on all days or some, and their lines decided anew, together.

The relaxation over all their lines says first whether anything is to be gained. If so, every line that could be part of a
better roster is listed (its reduced cost is less than what can be gained), and the best whole choice among them is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rostering.solve.roster.couplings import Couplings, activity_of, costs_of_rows, own_cost, priced_costs
from rostering.solve.roster.generation import Relaxed, generate
from rostering.solve.roster.holders import Line, OnPaths
from rostering.solve.roster.master import Master
from rostering.solve.roster.restriction import restricted
from rostering.solve.roster.roster import Roster

ROUNDS = 60
GAP = 1e-4
LISTED = 200
"""Most lines listed for one line-holder."""
NODES = 200
SECONDS = 10.0
"""A whole choice that takes longer is given up; nodes are what usually ends it."""
LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class Neighbourhood:
    """Whose lines are free, and from which day to which (half-open); all days where none are given."""

    holders: tuple[int, ...]
    days: tuple[int, int] | None


def improve(  # noqa: PLR0913, PLR0917
    problem: Couplings,
    holders: Sequence[OnPaths],
    roster: Roster,
    near: Neighbourhood,
    seed: int,
    is_stopped: Callable[[], bool],
) -> bool:
    """Make a roster better inside a neighbourhood, if that can be; whether it was."""
    chosen = list(near.holders)
    part = restricted(problem, roster, chosen, near.days)
    free = [holders[holder] for holder in chosen]
    master = Master(part, seed)
    activity = np.zeros(master.rows)
    before = 0.0
    for place, holder in enumerate(chosen):
        line = roster.lines[holder]
        if line is None:
            return False
        master.add(place, line)
        activity += activity_of(part, place, line.choices)
        before += own_cost(part, place, line.choices) + line.penalty
    before += float(costs_of_rows(part.rows, activity).sum())
    relaxed = generate(part, free, master, rounds=ROUNDS, gap=GAP, is_stopped=is_stopped)
    if relaxed is None or relaxed.bound > before - LEAST_GAIN or is_stopped():
        return False
    list_lines(part, free, master, relaxed, before, LISTED)
    found, _ = master.whole(seconds=SECONDS, nodes=NODES, cutoff=before - LEAST_GAIN)
    return found is not None and _take(roster, [(chosen[place], line) for place, line in found])


def list_lines(  # noqa: PLR0913, PLR0917
    part: Couplings, holders: Sequence[OnPaths], master: Master, relaxed: Relaxed, before: float, most: int
) -> bool:
    """Add every line that could be part of something that costs less than before; where a line-holder has more than the
    most, only the likeliest. Whether it was all of them.
    """
    gain, is_all = before - relaxed.bound, True
    for place, holder in enumerate(holders):
        cost = priced_costs(part, place, -relaxed.duals)
        cheapest = holder.cheapest(cost)
        for share in (1.0, 0.5, 0.25, 0.1) if cheapest is not None else ():
            lines = holder.within(cost, (cheapest or (0.0,))[0] + share * gain + LEAST_GAIN, most)
            if lines is not None:
                for line in lines:
                    master.add(place, line)
                break
            is_all = False
    return is_all


def _take(roster: Roster, found: list[tuple[int, Line]]) -> bool:
    before, old = roster.value, [(holder, roster.lines[holder]) for holder, _ in found]
    for holder, line in found:
        roster.put(holder, line)
    if roster.value < before - LEAST_GAIN / 2:
        return True
    for holder, line in old:
        roster.put(holder, line)
    return False
