"""How likely each promise survives absences at the scenario's rates: draws in parallel processes, added up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.solve.processes import processes
from rostering.solve.terms import Stop
from rostering.stress.absences import Absence, single_absences
from rostering.stress.case import Case, case_of, remaining_rates
from rostering.stress.chances import Chance
from rostering.stress.draws import Block, Tally, drawn

WORTH_A_PROCESS = 1_000_000
"""Visits to be drawn for which another process pays: it takes a second to start."""
DRAWS_AT_ONCE = 50
"""Draws of a block; not of a process, so that the number of processes changes nothing."""
TOGETHER = ("hotspots", "hotspots_repaired", "hub_sessions", "all", "all_repaired")
"""Chances that everything of a kind holds at once, in the order in which they are counted."""


@dataclass(frozen=True)
class Survival:
    """A hotspot's chances that all windows hold that the plan keeps."""

    hotspot: str
    windows: int
    """Windows that the plan keeps."""
    visits: int
    """Visits that count."""
    chance: Chance
    repaired: Chance
    """With same-day repair."""


@dataclass(frozen=True)
class HubChance:
    """The chance that a hub opening has the people it has in the plan."""

    session: str
    start: int
    chance: Chance


@dataclass(frozen=True)
class Stress:
    """What becomes of a plan when people are missing."""

    draws: int
    seed: int
    rates: dict[str, float]
    """By role: the chance that a duty is lost."""
    absences: tuple[Absence, ...]
    """Every officer-day with a duty, taken away alone."""
    hotspots: tuple[Survival, ...]
    """By hotspot; without those of whose windows the plan keeps none."""
    hubs: tuple[HubChance, ...]
    """By session and start; without openings that the plan does not hold."""
    together: dict[str, Chance]
    """By what has to hold at once (:data:`TOGETHER`)."""
    lost: float
    """Visits lost, mean of all draws."""
    taken_over: float
    """Lost visits that others take over the same day, mean of all draws."""


def stress(  # noqa: PLR0913, PLR0917
    scenario: Scenario, plan: Plan, draws: int, seed: int, number: int | None, tell: Callable[[int], None]
) -> Stress:
    """Take everybody away alone, then at random.

    Every officer-day with a duty is lost with the share of the role's time that is expected to be withdrawn and is not
    in the days away that are listed, independently of all others and whole. An epidemic or a course takes several at
    once: then chances of places that share people are lower than this says.

    Args:
        scenario: what is known.
        plan: what is done.
        draws: how many times absences are drawn, at least 1.
        seed: of the draws.
        number: of processes, which changes nothing but the time this takes; nothing: as many as pay.
        tell: gets the number of draws that are done, each time a block is.
    """
    case = case_of(scenario, plan)
    total = reduce(add, _tallies(case, draws, seed, number or _worth(case, draws), tell))
    return Stress(
        draws=draws,
        seed=seed,
        rates=remaining_rates(scenario),
        absences=single_absences(scenario, plan),
        hotspots=tuple(_survivals(case, total)),
        hubs=tuple(
            HubChance(need.session, need.start, Chance(int(times), draws))
            for need, times in zip(case.needs, total.needs, strict=True)
        ),
        together={name: Chance(int(times), draws) for name, times in zip(TOGETHER, total.together, strict=True)},
        lost=total.lost / draws,
        taken_over=total.taken_over / draws,
    )


def _worth(case: Case, draws: int) -> int:
    """As many processes as pay, and as the machine has processors for this program."""
    return max(1, min(os.cpu_count() or 1, draws * len(case.visits) // WORTH_A_PROCESS))


def _survivals(case: Case, total: Tally) -> Iterator[Survival]:
    for promise, alone, repaired in zip(case.promises, total.promises, total.repaired, strict=True):
        if promise.kept:
            chances = (Chance(int(times), total.draws) for times in (alone, repaired))
            yield Survival(promise.hotspot, promise.kept, len(promise.visits), *chances)


def _tallies(case: Case, draws: int, seed: int, number: int, tell: Callable[[int], None]) -> list[Tally]:
    blocks = [
        Block(case, seed, one, min(DRAWS_AT_ONCE, draws - first))
        for one, first in enumerate(range(0, draws, DRAWS_AT_ONCE))
    ]
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        tell(done)

    if min(number, len(blocks)) == 1:
        return [_work(block, Stop(), count) for block in blocks]
    with processes(min(number, len(blocks)), Stop(), count) as run:
        return run(_work, blocks)


def _work(block: Block, stop: Stop, tell: Callable[[Any], None]) -> Tally:
    del stop
    total = drawn(block)
    tell(block.draws)
    return total
