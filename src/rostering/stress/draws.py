"""Draws: in each, every day with a duty is lost or not, and the plan is looked at with what remains.

All draws of a block are worked on together, as arrays with one row a draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from rostering.stress.case import Case, Clock, Flags, Need, Numbers, Presence, Promise

STEP_MINUTES = 15
"""A lost visit is tried anew at its own time, and then every so many minutes."""


@dataclass(frozen=True)
class Block:
    """Draws that are made together, from a stream of the seed that is theirs alone."""

    case: Case
    seed: int
    number: int
    draws: int


@dataclass(frozen=True)
class Tally:
    """In how many draws what held."""

    draws: int
    promises: Numbers
    """By hotspot: every window that the plan keeps is kept."""
    repaired: Numbers
    """The same after same-day repair."""
    needs: Numbers
    """By hub opening: no more people short than planned."""
    together: Numbers
    """All hotspots; all of them after repair; all hub openings; hotspots and hubs; both after repair."""
    lost: int
    """Visits lost, over all draws."""
    taken_over: int
    """Lost visits that others took over."""

    def __add__(self, other: Self) -> Tally:
        return Tally(
            self.draws + other.draws,
            self.promises + other.promises,
            self.repaired + other.repaired,
            self.needs + other.needs,
            self.together + other.together,
            self.lost + other.lost,
            self.taken_over + other.taken_over,
        )


def drawn(block: Block) -> Tally:
    """The draws of a block. The same seed and number give the same draws, wherever they are made."""
    return tally(block.case, absences_of(block.case, block.seed, block.number, block.draws))


def absences_of(case: Case, seed: int, number: int, draws: int) -> Flags:
    """Who is absent in the draws of a block: one row a draw, one column a day with a duty."""
    random = np.random.default_rng([seed, number])
    return random.random((draws, len(case.rates))) < case.rates


def tally(case: Case, absent: Flags) -> Tally:
    """What holds in draws of who is absent: one row a draw, one column a day with a duty."""
    made, starts = visits_made(case, absent), _planned_starts(case, len(absent))
    kept = held(case, made)
    needs = _columns([is_staffed(need, absent) for need in case.needs], absent)
    mended, moved = take_over(case, absent, made, starts)
    mended_held = _held(case, mended, moved)
    return Tally(
        draws=len(absent),
        promises=kept.sum(axis=0),
        repaired=mended_held.sum(axis=0),
        needs=needs.sum(axis=0),
        together=_together(kept, mended_held, needs),
        lost=int((~made).sum()),
        taken_over=int((mended & ~made).sum()),
    )


def visits_made(case: Case, absent: Flags) -> Flags:
    """By draw and visit: whether it is made as planned."""
    return _columns([is_made(visit, absent) for visit in case.visits], absent)


def held(case: Case, made: Flags) -> Flags:
    """By draw and hotspot: whether all windows that the plan keeps are kept by these visits, at their planned times."""
    return _held(case, made, _planned_starts(case, len(made)))


def _planned_starts(case: Case, draws: int) -> Numbers:
    return np.tile(np.array([visit.start for visit in case.visits], dtype=np.int64), (draws, 1))


def _columns(columns: list[Flags], absent: Flags) -> Flags:
    return np.stack(columns, axis=1) if columns else np.zeros((len(absent), 0), dtype=np.bool_)


def _together(kept: Flags, mended: Flags, needs: Flags) -> Numbers:
    spots, after, hubs = kept.all(axis=1), mended.all(axis=1), needs.all(axis=1)
    return np.array([all_of.sum() for all_of in (spots, after, hubs, spots & hubs, after & hubs)], dtype=np.int64)


def is_made(visit: Presence, absent: Flags) -> Flags:
    """By draw: whether enough of a visit's crew are there, with a lead."""
    there = ~absent[:, visit.crew]
    return (there.sum(axis=1) >= visit.needed) & (there & visit.leads).any(axis=1)


def is_staffed(need: Need, absent: Flags) -> Flags:
    """By draw: whether an opening is no shorter of people than planned."""
    there = ~absent[:, need.staff]
    named = sum((np.maximum(0, needed - (there & has_it).sum(axis=1)) for needed, has_it in need.kinds), start=0)
    return np.maximum(need.people - there.sum(axis=1), named) <= need.short


def _held(case: Case, made: Flags, starts: Numbers) -> Flags:
    """By draw and hotspot: whether all windows that the plan keeps are kept."""
    lengths = np.array([visit.end - visit.start for visit in case.visits], dtype=np.int64)
    columns = [
        is_held(promise, made[:, promise.visits], starts[:, promise.visits], lengths[promise.visits])
        for promise in case.promises
    ]
    return _columns(columns, made)


def is_held(promise: Promise, made: Flags, starts: Numbers, lengths: Numbers) -> Flags:
    """By draw: whether a hotspot's windows are kept by the visits made, one column a visit.

    A visit that others take over stays on its day, so that for windows of days its time does not matter.
    """
    if promise.clock is not None:
        return _runs_on(promise.clock, made, starts, lengths)
    return (made[:, None, :] & promise.serves[None, :, :]).any(axis=2).all(axis=1)


def _runs_on(clock: Clock, made: Flags, starts: Numbers, lengths: Numbers) -> Flags:
    """Whether a clock of elapsed hours runs over on none of the days on which the plan keeps it."""
    order = np.argsort(np.where(made, starts, clock.end), axis=1, kind="stable")
    begun = np.take_along_axis(np.where(made, starts, clock.end), order, axis=1)
    ended = np.take_along_axis(np.where(made, starts + lengths, clock.last_end), order, axis=1)
    first = np.full((len(made), 1), clock.last_end)
    due = np.maximum.accumulate(np.hstack([first, ended]), axis=1) + clock.minutes
    until = np.hstack([begun, np.full((len(made), 1), clock.end)])
    fine = np.ones(len(made), dtype=np.bool_)
    for start, end in clock.days:
        fine &= ~(np.minimum(until, end) > np.maximum(due, start)).any(axis=1)
    return fine


def take_over(case: Case, absent: Flags, made: Flags, starts: Numbers) -> tuple[Flags, Numbers]:
    """Which visits are made, and when, where those still on duty take over lost ones the same day.

    One visit after the other, by planned start. The rest of its crew waits at the planned time only; later, all come
    from patrol. The nearest go first, a lead where one is missing. Each stretch of patrol is used once a draw.
    """
    made, starts = made.copy(), starts.copy()
    is_used = np.zeros((len(absent), case.pieces), dtype=np.bool_)
    for number, visit in enumerate(case.visits):
        lost = np.flatnonzero(~made[:, number])
        for start in range(visit.start, visit.latest + 1, STEP_MINUTES):
            if not len(lost):
                break
            done = _sent(visit, start, absent, is_used, lost)
            made[lost[done], number] = True
            starts[lost[done], number] = start
            lost = lost[~done]
    return made, starts


def _sent(visit: Presence, start: int, absent: Flags, is_used: Flags, lost: Numbers) -> Flags:
    """For each draw in which a visit is lost: whether enough people can be sent; their patrol is then used up."""
    spare = visit.spare
    fit = np.flatnonzero((spare.earliest <= start) & (start <= spare.latest))
    free = ~absent[np.ix_(lost, spare.days[fit])] & ~is_used[np.ix_(lost, spare.pieces[fit])]
    waiting = ~absent[np.ix_(lost, visit.crew)] & (start == visit.start)
    has_lead = (waiting & visit.leads).any(axis=1)
    leads = free & spare.leads[fit]
    first_lead = leads & (leads.cumsum(axis=1) == 1) & ~has_lead[:, None]
    others = free & ~first_lead
    missing = np.maximum(0, visit.needed - waiting.sum(axis=1) - first_lead.any(axis=1))
    sent = first_lead | (others & (others.cumsum(axis=1) <= missing[:, None]))
    done: Flags = (has_lead | first_lead.any(axis=1)) & (others.sum(axis=1) >= missing)
    rows, columns = np.nonzero(sent & done[:, None])
    is_used[lost[rows], spare.pieces[fit][columns]] = True
    return done
