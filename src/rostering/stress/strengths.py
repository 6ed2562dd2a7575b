"""How likely each hotspot's promise survives absences as planned, without repair: for choosing among plans."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.stress.case import Case, Flags, Promise, case_of
from rostering.stress.chances import Chance
from rostering.stress.draws import absences_of, held, visits_made
from rostering.stress.people import PersonDay, person_days

DRAWS = 4000
"""Of a chance: it is then known to within 0.7 percentage points at 95 %."""
DRAWS_AT_ONCE = 50
"""As `rostering stress` draws, so that it finds the same with the same seed."""
CHOOSING = 1_000_000
"""Number of the first block that plans are chosen by: far from those that are reported, which begin at 0."""


@dataclass(frozen=True)
class Weakest:
    """The visits that a hotspot's likeliest loss hangs on."""

    chance: Chance
    """That all windows survive that the plan keeps."""
    first: date
    """Of the window that is lost most often; with a guarantee in elapsed hours, the whole horizon."""
    last: date
    visits: int
    """Planned in that window."""
    shared: tuple[str, ...]
    """Officers who are in more than one of them on the same day, so that one absence takes both."""


def chances(scenario: Scenario, plan: Plan, seed: int, *, is_choosing: bool) -> dict[str, Chance]:
    """By hotspot of which the plan keeps a window, the chance that all those windows survive.

    Args:
        scenario: what is known.
        plan: what is done.
        seed: of the draws.
        is_choosing: whether the draws are those that plans are chosen by, or the fresh ones that are reported: the
            same as `rostering stress` makes with this seed and number of draws.
    """
    case = case_of(scenario, plan)
    total = sum((held(case, visits_made(case, absent)).sum(axis=0) for absent in _draws(case, seed, is_choosing)), 0)
    times = np.broadcast_to(total, len(case.promises))
    return {
        promise.hotspot: Chance(int(number), DRAWS)
        for promise, number in zip(case.promises, times, strict=True)
        if promise.kept
    }


def _draws(case: Case, seed: int, is_choosing: bool) -> Iterator[Flags]:  # noqa: FBT001 - of this module only
    first = CHOOSING if is_choosing else 0
    for number in range(DRAWS // DRAWS_AT_ONCE):
        yield absences_of(case, seed, first + number, DRAWS_AT_ONCE)


def weakest(scenario: Scenario, plan: Plan, seed: int) -> dict[str, Weakest]:
    """By hotspot of which the plan keeps a window: where its promise is weakest, in the draws that are reported."""
    case, days = case_of(scenario, plan), person_days(scenario, plan)
    made = np.concatenate([visits_made(case, absent) for absent in _draws(case, seed, is_choosing=False)])
    times = held(case, made).sum(axis=0)
    return {
        promise.hotspot: _weakest(scenario, case, promise, days, made, Chance(int(number), DRAWS))
        for promise, number in zip(case.promises, times, strict=True)
        if promise.kept
    }


def _weakest(  # noqa: PLR0913, PLR0917 - what is known of one hotspot
    scenario: Scenario, case: Case, promise: Promise, days: tuple[PersonDay, ...], made: Flags, chance: Chance
) -> Weakest:
    horizon = scenario.horizon
    numbers, first, last = promise.visits, horizon.dates[0], horizon.dates[-1]
    if len(promise.serves):
        lost = [~made[:, promise.visits[row]].any(axis=1) for row in promise.serves]
        worst = int(np.argmax([one.sum() for one in lost]))
        numbers = promise.visits[promise.serves[worst]]
        inside = [horizon.day(case.visits[number].start) for number in numbers]
        first, last = min(inside, default=first), max(inside, default=last)
    crews = [frozenset(case.visits[number].crew.tolist()) for number in numbers]
    twice = {day for place, crew in enumerate(crews) for other in crews[:place] for day in crew & other}
    shared = tuple(sorted({days[day].officer for day in twice}))
    return Weakest(chance, first, last, len(numbers), shared)
