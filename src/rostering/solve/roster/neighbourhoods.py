"""Better rosters nearby: some line-holders are freed on some days, and their lines there decided anew, together.

The relaxation over all their lines says first whether anything is to be gained. If so, a dive looks for it; if that finds
nothing and it is wanted, every line that could be part of a better roster is listed (its reduced cost is less than what
can be gained), and the best whole choice among them is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rostering.solve.roster.couplings import Couplings, priced_costs
from rostering.solve.roster.dive import dive
from rostering.solve.roster.generation import Relaxed, generate
from rostering.solve.roster.holders import Line, OnPaths
from rostering.solve.roster.master import Master
from rostering.solve.roster.restriction import part_of, patched, restricted
from rostering.solve.roster.roster import Roster

SECONDS = 10.0
"""A whole choice that takes longer is given up; nodes are what usually ends it."""
LEAST_GAIN = 1e-6


@dataclass(frozen=True)
class Effort:
    """How hard a neighbourhood is tried."""

    rounds: int
    """Most master problems solved for its relaxation."""
    gap: float
    """Between value and bound of the relaxation, as a fraction, at which that is enough."""
    dive_rounds: int
    """Master problems solved after each line that the dive settles."""
    listed: int
    """Where a dive finds nothing, most lines listed for one line-holder; with 0, whole choices are not looked for."""
    nodes: int
    """Most nodes of the search for whole choices."""


QUICKLY = Effort(rounds=20, gap=1e-3, dive_rounds=4, listed=0, nodes=0)
THOROUGHLY = Effort(rounds=60, gap=1e-4, dive_rounds=10, listed=50, nodes=100)


@dataclass(frozen=True)
class Neighbourhood:
    """Whose lines are free, and from which day up to, not including, which."""

    holders: tuple[int, ...]
    days: tuple[int, int]


def improve(  # noqa: PLR0913, PLR0917
    problem: Couplings,
    holders: Sequence[OnPaths],
    roster: Roster,
    near: Neighbourhood,
    seed: int,
    is_stopped: Callable[[], bool],
    effort: Effort,
) -> bool:
    """Make a roster better inside a neighbourhood, if that can be; whether it was.

    Args:
        problem: rows and costs.
        holders: all line-holders.
        roster: is changed in place.
        near: what is free.
        seed: of the solver.
        is_stopped: asked now and then.
        effort: how hard to try.
    """
    lines = [line for holder in near.holders if (line := roster.lines[holder]) is not None]
    part = restricted(problem, roster, near.holders, near.days)
    cut = [part_of(holders[holder], line, near.days) for holder, line in zip(near.holders, lines, strict=True)]
    free = [holder for holder, _ in cut]
    now = Roster(part)
    master = Master(part, seed)
    for place, (_, line) in enumerate(cut):
        now.put(place, line)
        master.add(place, line)
    before = now.value
    relaxed = generate(part, free, master, rounds=effort.rounds, gap=effort.gap, is_stopped=is_stopped)
    if relaxed is None or relaxed.bound > before - LEAST_GAIN or is_stopped():
        return False
    whole = Master(part, seed) if effort.listed else None
    if whole is not None:
        for place, line in master.columns:
            whole.add(place, line)
    dived = dive(part, free, master, effort.dive_rounds, is_stopped)
    if dived is not None and _take(roster, near, lines, cut, list(enumerate(dived))):
        return True
    if whole is None:
        return False
    list_lines(part, free, whole, relaxed, before, effort.listed)
    found, _ = whole.whole(seconds=SECONDS, nodes=effort.nodes, cutoff=before - LEAST_GAIN)
    return found is not None and _take(roster, near, lines, cut, found)


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


def _take(
    roster: Roster,
    near: Neighbourhood,
    lines: Sequence[Line],
    cut: Sequence[tuple[OnPaths, Line]],
    found: Sequence[tuple[int, Line]],
) -> bool:
    """Put other stretches into the lines, if that makes the roster better."""
    before = roster.value
    for place, stretch in found:
        roster.put(near.holders[place], patched(lines[place], cut[place][1], stretch, near.days))
    if roster.value < before - LEAST_GAIN / 2:
        return True
    for place, _ in found:
        roster.put(near.holders[place], lines[place])
    return False
