"""One roster problem from beginning to end: bound, first roster, better ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from rostering.scenario import REST, Scenario
from rostering.solve.highs import forget_threads
from rostering.solve.roster.ascent import ascend
from rostering.solve.roster.case import Case
from rostering.solve.roster.couplings import Couplings, marginal_costs, own_cost
from rostering.solve.roster.decomposition import decompose
from rostering.solve.roster.dive import dive
from rostering.solve.roster.generation import Relaxed, generate
from rostering.solve.roster.holders import Line, OnPaths
from rostering.solve.roster.master import Master
from rostering.solve.roster.neighbourhoods import list_lines
from rostering.solve.roster.roster import Roster
from rostering.solve.roster.search import QUICK, THOROUGH, WINDOWS, Target, search
from rostering.solve.terms import Stop

Duties = Mapping[tuple[str, date], str]
"""By officer and day: a shift, or `rest`."""
BOUND_ROUNDS = 1000
BOUND_GAP = 2e-4
"""The relaxation is solved to within this fraction, or a fifth of the gap asked for, if that is less."""
DIVE_ROUNDS = 100
LONG = 42
"""Days of a horizon beyond which master problems over all of it take too long: its bound is that of the ascent."""
QUICK_GAIN, WINDOWS_GAIN, LEAST_GAIN, IDLE_SWEEPS = 3e-3, 1e-3, 2e-4, 4
IDLE_SWEEPS_TO_THE_LAST = 20 * len(THOROUGH)
"""With a gap of 0 the search goes on for several rounds of all neighbourhoods without any gain."""
SWEEPS = 20
PROOF_GAP, PROOF_LINES, PROOF_NODES, PROOF_SECONDS = 0.02, 400, 5_000, 60.0
"""Where so little is left to gain, every line that could be part of a better roster is listed, if there are no more
than so many for each line-holder, and the master problem over all of these is solved whole: its answer is optimal."""

ROUNDING = 1e-6
TellBounds = Callable[[float, float | None], None]
"""Gets value and bound."""


@dataclass(frozen=True)
class How:
    """How to build duties."""

    start: Duties | None
    """An earlier roster to begin from, where it is lawful."""
    gap: float
    """Proven distance from the best, as a fraction, at which to stop."""
    seed: int
    """Of the solver and the search."""
    stop: Stop
    """Asked often; then the best so far is given."""


@dataclass(frozen=True)
class Built:
    """The duties of one roster problem."""

    duties: dict[tuple[str, date], str]
    value: float
    bound: float
    lost: tuple[tuple[str, tuple[str, ...]], ...]
    """Officers without a lawful line, each with the rules any one of which, left out, would give one."""
    size: tuple[int, int]
    """Lines and rows of the master problem."""
    is_searched: bool
    """Whether the search ended by itself."""


def build_duties(scenario: Scenario, how: How, tell: TellBounds) -> Built:
    """Duties for everybody in a scenario, as good as the gap asks for and the search finds, hotspots not looked at."""
    forget_threads()
    piece = decompose(scenario)
    if piece.lost:
        return Built({}, np.inf, -np.inf, piece.lost, (0, 0), is_searched=True)
    case = Case(piece.couplings, piece.holders, how.seed, how.stop)
    roster = _first(case, _lines(scenario, case, how.start or {}))
    tell(roster.value, None)
    search(case, roster, QUICK, Target(-np.inf, QUICK_GAIN, 1), lambda value: tell(value, None))
    master = _with_lines(case, roster) if scenario.horizon.days <= LONG else None
    relaxed = _relaxed(case, roster, master, how.gap)
    bound = min(relaxed.bound, roster.value)
    target = _target(bound, how.gap)
    tell(roster.value, bound)
    if master is not None and roster.value > target.value and not case.is_stopped:
        dived = dive(case, master, DIVE_ROUNDS)
        roster = roster if dived is None else _better(case.problem, roster, dived)
        tell(roster.value, bound)
    search(
        case,
        roster,
        WINDOWS,
        replace(target, least_gain=WINDOWS_GAIN, idle_sweeps=len(WINDOWS)),
        lambda value: tell(value, bound),
    )
    search(case, roster, THOROUGH, target, lambda value: tell(value, bound))
    if not is_within(roster.value, bound, how.gap) and not case.is_stopped:
        bound = _prove(case, roster, relaxed)
    tell(roster.value, bound)
    return Built(
        duties=_duties(scenario, case.holders, roster),
        value=roster.value,
        bound=bound,
        lost=(),
        size=(0 if master is None else len(master.columns), len(case.problem.names)),
        is_searched=not case.is_stopped or is_within(roster.value, bound, how.gap),
    )


def is_within(value: float, bound: float, gap: float) -> bool:
    """Whether a value is proven to be within a fraction of the best."""
    return value - bound <= gap * max(1.0, abs(value)) + ROUNDING


def _target(bound: float, gap: float) -> Target:
    good_enough = bound + gap * max(1.0, abs(bound)) + ROUNDING
    return (
        Target(good_enough, LEAST_GAIN, IDLE_SWEEPS) if gap > 0 else Target(good_enough, 0.0, IDLE_SWEEPS_TO_THE_LAST)
    )


def _relaxed(case: Case, roster: Roster, master: Master | None, gap: float) -> Relaxed:
    """The relaxation by columns, or where there is no master problem by ascent."""
    if master is None:
        return Relaxed(roster.value, *ascend(case, roster.value))
    relaxed = generate(case, master, rounds=BOUND_ROUNDS, gap=min(BOUND_GAP, gap / 5))
    return Relaxed(roster.value, -np.inf, np.zeros(master.rows)) if relaxed is None else relaxed


def _with_lines(case: Case, roster: Roster) -> Master:
    """A master problem that knows the lines of a roster."""
    master = Master(case.problem, case.seed)
    for holder, line in enumerate(roster.lines):
        if line is not None:
            master.add(holder, line)
    return master


def _lines(scenario: Scenario, case: Case, start: Duties) -> dict[int, Line]:
    """Of an earlier roster, the lines that are lawful here."""
    choice = {REST: 0, **{shift: number for number, shift in enumerate(scenario.shifts, 1)}}
    lines = {}
    for number, holder in enumerate(case.holders):
        entries = [start.get((officer, day)) for officer in holder.officers for day in scenario.horizon.dates]
        if None in entries or not set(entries) <= set(choice):
            continue
        choices = np.array([choice[entry or REST] for entry in entries], dtype=np.int32)
        penalty = holder.penalty_of(choices)
        if penalty is not None:
            line = Line(choices, penalty)
            if np.isfinite(own_cost(case.problem, number, choices)):
                lines[number] = line
    return lines


def _first(case: Case, given: Mapping[int, Line]) -> Roster:
    """One line after the other, each the best for what the others leave; again while that gains (not those given)."""
    problem, roster = case.problem, Roster(case.problem)
    for holder, line in given.items():
        roster.put(holder, line)
    prices, value = np.zeros(len(problem.rows.left)), np.inf
    for _ in range(SWEEPS):
        for holder, one in enumerate(case.holders):
            if holder not in given:
                found = one.cheapest(marginal_costs(problem, holder, roster.without([holder]), prices))
                roster.put(holder, found[1] if found is not None else None)
        if roster.value >= value - ROUNDING:
            break
        value = roster.value
    return roster


def _better(problem: Couplings, roster: Roster, lines: Sequence[Line]) -> Roster:
    other = Roster(problem)
    for holder, line in enumerate(lines):
        other.put(holder, line)
    return other if other.value < roster.value else roster


def _prove(case: Case, roster: Roster, relaxed: Relaxed) -> float:
    """The bound, once everything that could be better has been listed and tried; a better roster is taken over."""
    value = roster.value
    if value - relaxed.bound > PROOF_GAP * abs(value):
        return relaxed.bound
    master = _with_lines(case, roster)
    if not list_lines(case, master, relaxed, value, PROOF_LINES):
        return relaxed.bound
    found, is_proven = master.whole(
        seconds=min(PROOF_SECONDS, case.stop.seconds_left), nodes=PROOF_NODES, cutoff=value - ROUNDING
    )
    for holder, line in found or ():
        roster.put(holder, line)
    return roster.value if is_proven else relaxed.bound


def _duties(scenario: Scenario, holders: Sequence[OnPaths], roster: Roster) -> dict[tuple[str, date], str]:
    words = (REST, *scenario.shifts)
    dates = scenario.horizon.dates
    duties: dict[tuple[str, date], str] = {}
    for holder, line in zip(holders, roster.lines, strict=True):
        if line is None:
            continue
        for position, officer in enumerate(holder.officers):
            part = line.choices[position * len(dates) : (position + 1) * len(dates)]
            duties |= {(officer, day): words[choice] for day, choice in zip(dates, part.tolist(), strict=True)}
    return duties
