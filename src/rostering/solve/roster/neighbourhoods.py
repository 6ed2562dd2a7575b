"""Better rosters nearby: some line-holders are freed on some days, and their lines there decided anew, together.

The relaxation over all their lines says first whether anything is to be gained. If so, a dive looks for it; if that
finds nothing and it is wanted, every line that could be part of a better roster is listed (its reduced cost is less
than what can be gained), and the best whole choice among them is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rostering.solve.roster.case import Case
from rostering.solve.roster.couplings import priced_costs
from rostering.solve.roster.dive import dive
from rostering.solve.roster.generation import Relaxed, generate
from rostering.solve.roster.holders import Line
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
    """Whose lines are free, and from which day up to, not including, which; on all days where none are given."""

    holders: tuple[int, ...]
    days: tuple[int, int] | None


def improve(case: Case, roster: Roster, near: Neighbourhood, effort: Effort) -> bool:
    """Make a roster better inside a neighbourhood, if that can be; whether it was. The roster is changed in place."""
    lines = [line for holder in near.holders if (line := roster.lines[holder]) is not None]
    spans = [near.days or (0, len(case.problem.costs[holder])) for holder in near.holders]
    part = restricted(case.problem, roster, near.holders, spans)
    cut = [
        part_of(case.holders[holder], line, span) for holder, line, span in zip(near.holders, lines, spans, strict=True)
    ]

    def changed(place: int, stretch: Line) -> tuple[int, Line]:
        return near.holders[place], patched(lines[place], cut[place][1], stretch, spans[place])

    inside = replace(case, problem=part, holders=[holder for holder, _ in cut])
    now = Roster(part)
    master = Master(part, case.seed)
    for place, (_, line) in enumerate(cut):
        now.put(place, line)
        master.add(place, line)
    before = now.value
    relaxed = generate(inside, master, rounds=effort.rounds, gap=effort.gap)
    if relaxed is None or relaxed.bound > before - LEAST_GAIN or case.is_stopped:
        return False
    whole = Master(part, case.seed) if effort.listed else None
    if whole is not None:
        for place, line in master.columns:
            whole.add(place, line)
    dived = dive(inside, master, effort.dive_rounds)
    if dived is not None and _take(roster, [changed(place, line) for place, line in enumerate(dived)]):
        return True
    if whole is None:
        return False
    list_lines(inside, whole, relaxed, before, effort.listed)
    found, _ = whole.whole(seconds=min(SECONDS, case.stop.seconds_left), nodes=effort.nodes, cutoff=before - LEAST_GAIN)
    return found is not None and _take(roster, [changed(place, line) for place, line in found])


def list_lines(case: Case, master: Master, relaxed: Relaxed, before: float, most: int) -> bool:
    """Add every line that could be part of something that costs less than before; where a line-holder has more than the
    most, only the likeliest. Whether it was all of them.
    """
    gain, is_all = before - relaxed.bound, True
    for place, holder in enumerate(case.holders):
        cost = priced_costs(case.problem, place, -relaxed.duals)
        cheapest = holder.cheapest(cost)
        for share in (1.0, 0.5, 0.25, 0.1) if cheapest is not None else ():
            lines = holder.within(cost, (cheapest or (0.0,))[0] + share * gain + LEAST_GAIN, most)
            if lines is not None:
                for line in lines:
                    master.add(place, line)
                break
            is_all = False
    return is_all


def _take(roster: Roster, found: Sequence[tuple[int, Line]]) -> bool:
    """Give line-holders other lines, if that makes the roster better."""
    before, old = roster.value, [(holder, roster.lines[holder]) for holder, _ in found]
    for holder, line in found:
        roster.put(holder, line)
    if roster.value < before - LEAST_GAIN / 2:
        return True
    for holder, former in old:
        roster.put(holder, former)
    return False
