"""One roster problem from beginning to end: bound, first roster, better ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import numpy as np

from rostering.scenario import REST, Scenario
from rostering.solve.roster.ascent import ascend
from rostering.solve.roster.couplings import Couplings, marginal_costs, own_cost
from rostering.solve.roster.decomposition import decompose
from rostering.solve.roster.dive import dive
from rostering.solve.roster.generation import Relaxed, generate
from rostering.solve.roster.holders import Line, OnPaths
from rostering.solve.roster.master import Master
from rostering.solve.roster.neighbourhoods import list_lines
from rostering.solve.roster.roster import Roster
from rostering.solve.roster.search import QUICK, THOROUGH, Target, search

Duties = Mapping[tuple[str, date], str]
"""By officer and day: a shift, or `rest`."""
BOUND_ROUNDS = 1000
BOUND_GAP = 1e-3
"""The relaxation is solved to within this fraction, or a fifth of the gap asked for, if that is less."""
DIVE_ROUNDS = 100
LONG = 42
"""Days of a horizon beyond which master problems over all of it take too long; bounds then come from an ascent."""
ABOVE, STEPS = 1.3, 3000
"""The ascent's steps aim at this multiple of the value of the first roster."""
QUICK_GAIN, LEAST_GAIN, IDLE_SWEEPS = 3e-3, 2e-4, 4
IDLE_SWEEPS_TO_THE_LAST = 20 * len(THOROUGH)
"""With a gap of 0 the search goes on for several rounds of all neighbourhoods without any gain."""
SWEEPS = 20
PROOF_GAP, PROOF_LINES, PROOF_NODES, PROOF_SECONDS = 0.02, 400, 5_000, 60.0
"""Where so little is left to gain, every line that could be part of a better roster is listed, if there are no more than
so many for each line-holder, and the master problem over all of these is solved whole: what it finds is optimal."""

TellBounds = Callable[[float, float | None], None]
"""Gets value and bound."""


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


def build_duties(
    scenario: Scenario, start: Duties | None, gap: float, seed: int, is_stopped: Callable[[], bool], tell: TellBounds
) -> Built:
    """Duties for everybody in a scenario, as good as the gap asks for and the search finds.

    Args:
        scenario: what is known; hotspots are not looked at.
        start: an earlier roster to begin from, where it is lawful.
        gap: proven distance from the best, as a fraction, at which to stop.
        seed: of the solver and the search.
        is_stopped: asked often; then the best so far is given.
        tell: gets value and bound whenever one of them gets better.
    """
    piece = decompose(scenario)
    if piece.lost:
        return Built({}, np.inf, -np.inf, piece.lost, (0, 0), is_searched=True)
    problem, holders = piece.couplings, piece.holders
    search_it = partial(search, problem, holders, seed=seed, is_stopped=is_stopped)
    roster = _first(problem, holders, _lines(scenario, problem, holders, start or {}))
    tell(roster.value, None)
    if scenario.horizon.days <= LONG:
        roster, relaxed, size = _by_columns(problem, holders, roster, gap, seed, is_stopped)
    else:
        search_it(roster, QUICK, Target(-np.inf, QUICK_GAIN, 1), tell=lambda value: tell(value, None))
        bound, duals = ascend(problem, holders, ABOVE * roster.value, STEPS, is_stopped)
        relaxed, size = Relaxed(roster.value, bound, duals), (0, len(problem.names))
    bound = min(relaxed.bound, roster.value)
    tell(roster.value, bound)
    good_enough = bound + gap * max(1.0, abs(bound))
    last = Target(good_enough, 0.0, IDLE_SWEEPS_TO_THE_LAST)
    target = Target(good_enough, LEAST_GAIN, IDLE_SWEEPS) if gap > 0 else last
    search_it(roster, THOROUGH, target, tell=lambda value: tell(value, bound))
    if not _is_within(roster.value, bound, gap) and not is_stopped():
        bound = _prove(problem, holders, roster, relaxed, seed)
    tell(roster.value, bound)
    return Built(
        duties=_duties(scenario, holders, roster),
        value=roster.value,
        bound=bound,
        lost=(),
        size=size,
        is_searched=not is_stopped() or _is_within(roster.value, bound, gap),
    )


def _by_columns(  # noqa: PLR0913, PLR0917
    problem: Couplings,
    holders: Sequence[OnPaths],
    roster: Roster,
    gap: float,
    seed: int,
    is_stopped: Callable[[], bool],
) -> tuple[Roster, Relaxed, tuple[int, int]]:
    """Bound by columns, and the roster a dive finds, if it is better."""
    master, relaxed = _relax(problem, holders, roster, min(BOUND_GAP, gap / 5), seed, is_stopped)
    if not _is_within(roster.value, relaxed.bound, gap) and not is_stopped():
        dived = dive(problem, holders, master, DIVE_ROUNDS, is_stopped)
        roster = roster if dived is None else _better(problem, roster, dived)
    return roster, relaxed, (len(master.columns), master.rows)


def _is_within(value: float, bound: float, gap: float) -> bool:
    return value - bound <= gap * max(1.0, abs(value)) + 1e-9


def _lines(scenario: Scenario, problem: Couplings, holders: Sequence[OnPaths], start: Duties) -> dict[int, Line]:
    """Of an earlier roster, the lines that are lawful here."""
    choice = {REST: 0, **{shift: number for number, shift in enumerate(scenario.shifts, 1)}}
    lines = {}
    for number, holder in enumerate(holders):
        entries = [start.get((officer, day)) for officer in holder.officers for day in scenario.horizon.dates]
        if None in entries or not set(entries) <= set(choice):
            continue
        choices = np.array([choice[entry or REST] for entry in entries], dtype=np.int32)
        penalty = holder.penalty_of(choices)
        if penalty is not None:
            line = Line(choices, penalty)
            if np.isfinite(own_cost(problem, number, choices)):
                lines[number] = line
    return lines


def _first(problem: Couplings, holders: Sequence[OnPaths], given: Mapping[int, Line]) -> Roster:
    """One line after the other, each the best for what the others leave; again while that gains (not those given)."""
    roster = Roster(problem)
    for holder, line in given.items():
        roster.put(holder, line)
    prices, value = np.zeros(len(problem.rows.left)), np.inf
    for _ in range(SWEEPS):
        for holder, one in enumerate(holders):
            if holder not in given:
                found = one.cheapest(marginal_costs(problem, holder, roster.without([holder]), prices))
                roster.put(holder, found[1] if found is not None else None)
        if roster.value >= value - 1e-9:
            break
        value = roster.value
    return roster


def _relax(  # noqa: PLR0913, PLR0917
    problem: Couplings,
    holders: Sequence[OnPaths],
    roster: Roster,
    gap: float,
    seed: int,
    is_stopped: Callable[[], bool],
) -> tuple[Master, Relaxed]:
    master = Master(problem, seed)
    for holder, line in enumerate(roster.lines):
        if line is not None:
            master.add(holder, line)
    relaxed = generate(problem, holders, master, rounds=BOUND_ROUNDS, gap=gap, is_stopped=is_stopped)
    return master, relaxed or Relaxed(roster.value, -np.inf, np.zeros(len(problem.rows.left)))


def _better(problem: Couplings, roster: Roster, lines: Sequence[Line]) -> Roster:
    other = Roster(problem)
    for holder, line in enumerate(lines):
        other.put(holder, line)
    return other if other.value < roster.value else roster


def _prove(problem: Couplings, holders: Sequence[OnPaths], roster: Roster, relaxed: Relaxed, seed: int) -> float:
    """The bound, once everything that could be better has been listed and tried."""
    value = roster.value
    if value - relaxed.bound > PROOF_GAP * abs(value):
        return relaxed.bound
    master = Master(problem, seed)
    for holder, line in enumerate(roster.lines):
        if line is not None:
            master.add(holder, line)
    if not list_lines(problem, holders, master, relaxed, value, PROOF_LINES):
        return relaxed.bound
    found, is_proven = master.whole(seconds=PROOF_SECONDS, nodes=PROOF_NODES, cutoff=value - 1e-6)
    for holder, line in found or ():
        roster.put(holder, line)
    return roster.value if is_proven else relaxed.bound


def _duties(scenario: Scenario, holders: Sequence[OnPaths], roster: Roster) -> dict[tuple[str, date], str]:
    words = (REST, *scenario.shifts)
    dates = scenario.horizon.dates
    duties = {}
    for holder, line in zip(holders, roster.lines, strict=True):
        if line is None:
            continue
        for position, officer in enumerate(holder.officers):
            part = line.choices[position * len(dates) : (position + 1) * len(dates)]
            duties |= {(officer, day): words[choice] for day, choice in zip(dates, part.tolist(), strict=True)}
    return duties
