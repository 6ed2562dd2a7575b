"""Plan so that every hotspot's promise survives absences with a chance that is asked for.

Planned as ever first; then, in rounds, hotspots whose chance is too low ask for one more spare visit in every window of
their promise, and all is planned again, until none is below, or more visits change nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rostering.check import broken
from rostering.scenario import REST, Scenario
from rostering.schedule import Earlier, Pins, Plan, Schedule
from rostering.scheduling import Outcome, builds_duties_first, judge, plan
from rostering.solve import Options, Progress, Stop, Tell
from rostering.stress.case import remaining_rates
from rostering.stress.chances import Chance
from rostering.stress.strengths import Weakest, chances, weakest

MOST_ROUNDS = 8
"""Plans after the first: each takes as long as deciding visits does."""
MOST_SPARE = 20
"""Spare visits a scenario may ask for at a hotspot."""
PLAIN_SHARE = 0.5
"""Of a time limit, for the first plan; the rest is for the rounds."""


@dataclass(frozen=True)
class Robust:
    """A plan that was made to survive absences, beside the one that was not."""

    level: float
    outcome: Outcome
    """The plan, judged by the scenario as it is; where even a first one was not found, why not."""
    plain: Schedule | None
    """The plan without any further spare visits."""
    spare: dict[str, int]
    """By hotspot, the spare visits asked for, where any are."""
    before: dict[str, Chance]
    """By hotspot of whose windows the plain plan keeps any, the chance that those survive."""
    after: dict[str, Weakest]
    """The same of the plan, and where it is weakest; all from draws by which nothing was chosen."""
    short: frozenset[str]
    """Hotspots that in the plan do not have all the spare visits asked for."""
    rates: dict[str, float]
    """By role: the chance that a duty is lost."""
    rounds: int
    """Plans that were made after the first."""

    @property
    def below(self) -> tuple[str, ...]:
        """Hotspots whose chance is under the level, the weakest first."""
        short = [spot for spot, one in self.after.items() if one.chance.share < self.level]
        return tuple(sorted(short, key=lambda spot: (self.after[spot].chance.times, spot)))


@dataclass(frozen=True)
class _Round:
    """A plan, what was asked of it, and what it is worth."""

    spare: dict[str, int]
    outcome: Outcome
    schedule: Schedule
    short: frozenset[str]
    """Hotspots that did not get all the spare visits they asked for."""
    chances: dict[str, Chance]
    level: float

    @property
    def below(self) -> tuple[str, ...]:
        """Hotspots of which the draws do not show that they reach the level."""
        return tuple(spot for spot, chance in self.chances.items() if chance.interval[0] < self.level)

    @property
    def worth(self) -> tuple[float, ...]:
        """More is better: first nothing required is given up, then few are below, then the weakest is strong."""
        least = min((chance.share for chance in self.chances.values()), default=1.0)
        return -broken(self.schedule.violations)[0], -len(self.below), least


def plan_robustly(  # noqa: PLR0913, PLR0917 - as for an ordinary plan, and the level
    scenario: Scenario,
    sha256: str,
    options: Options,
    level: float,
    stop: Stop,
    tell: Tell,
    start: Earlier | None = None,
) -> Robust:
    """Plan with spare visits, as many as it takes that each hotspot's promise survives absences at the level.

    The chance is that of the plan as it is, without same-day repair, as `rostering.stress` draws absences. Of all plans
    the one is taken that breaks fewest required rules, then has fewest hotspots below the level.

    Args:
        scenario: what is known.
        sha256: of the scenario's file.
        options: how to solve; its seed is that of the draws too.
        level: over 0; more than 0.999 is more than the draws can show, so that no hotspot reaches it.
        stop: when to stop early; the best plan so far is then the answer. Half of a limit is for the first plan.
        tell: gets the news of all passes, and after each plan how many hotspots are below the level.
        start: an earlier plan, as for an ordinary plan.
    """
    first_stop = Stop(stop.seconds_left * PLAIN_SHARE, stop.requested) if math.isfinite(stop.seconds_left) else stop
    outcome = plan(scenario, sha256, options, first_stop, tell, start)
    if outcome.schedule is None:
        return Robust(level, outcome, None, {}, {}, {}, frozenset(), remaining_rates(scenario), 0)
    asked = {spot: one.spare_visits for spot, one in scenario.hotspots.items()}
    first = _round(scenario, asked, outcome, outcome.schedule, options.seed, level)
    _tell_of(first, 0, tell)
    rounds = _rounds(scenario, sha256, options, first, stop, tell, _started(scenario, start, outcome.schedule))
    best = max((first, *rounds), key=lambda one: one.worth)
    reason = stop.reason
    schedule = replace(best.schedule, stopped_by=reason) if reason else best.schedule
    return Robust(
        level=level,
        outcome=replace(best.outcome, schedule=schedule),
        plain=first.schedule,
        spare={spot: number for spot, number in best.spare.items() if number},
        before=chances(scenario, first.schedule.plan, options.seed, is_choosing=False),
        after=weakest(scenario, schedule.plan, options.seed),
        short=best.short,
        rates=remaining_rates(scenario),
        rounds=len(rounds),
    )


def _rounds(  # noqa: PLR0913, PLR0917
    scenario: Scenario, sha256: str, options: Options, first: _Round, stop: Stop, tell: Tell, start: Earlier | None
) -> list[_Round]:
    rounds: list[_Round] = []
    last = first
    while len(rounds) < MOST_ROUNDS and not stop.reason:
        spare = _raised(last)
        if spare == last.spare:
            break
        outcome = plan(_asking(scenario, spare), sha256, options, stop, tell, start)
        if outcome.schedule is None:
            break
        last = _judged(scenario, sha256, spare, outcome, first, options.seed)
        rounds.append(last)
        _tell_of(last, len(rounds), tell)
    return rounds


def _judged(  # noqa: PLR0913, PLR0917
    scenario: Scenario, sha256: str, spare: dict[str, int], outcome: Outcome, first: _Round, seed: int
) -> _Round:
    """A plan of a scenario that asks for spare visits, judged by the scenario as it is."""
    made = outcome.schedule or first.schedule
    asked = frozenset(dict(one.where)["hotspot"] for one in made.violations if one.rule == "spare_visits")
    schedule = replace(judge(scenario, sha256, made.plan, seed, outcome.result), pins=first.schedule.pins)
    return replace(_round(scenario, spare, outcome, schedule, seed, first.level), short=asked)


def _round(  # noqa: PLR0913, PLR0917
    scenario: Scenario, spare: dict[str, int], outcome: Outcome, schedule: Schedule, seed: int, level: float
) -> _Round:
    found = chances(scenario, schedule.plan, seed, is_choosing=True)
    return _Round(spare, outcome, schedule, frozenset(), found, level)


def _raised(last: _Round) -> dict[str, int]:
    """One spare visit more for each hotspot that is below the level, and got all that it asked for before."""
    more = {spot for spot in last.below if spot not in last.short and last.spare[spot] < MOST_SPARE}
    return {spot: number + (spot in more) for spot, number in last.spare.items()}


def _asking(scenario: Scenario, spare: Mapping[str, int]) -> Scenario:
    spots = {spot: one.model_copy(update={"spare_visits": spare[spot]}) for spot, one in scenario.hotspots.items()}
    rule = scenario.rules.spare_visits.model_copy(update={"level": "preferred"})
    rules = scenario.rules.model_copy(update={"spare_visits": rule})
    return scenario.model_copy(update={"hotspots": spots, "rules": rules})


def _started(scenario: Scenario, start: Earlier | None, schedule: Schedule) -> Earlier | None:
    """What later plans start from: duties that were built before anything was done in them stay."""
    if not builds_duties_first(scenario):
        return start
    pins = start.pins if start is not None else Pins()
    return Earlier(schedule.plan, replace(pins, days=_days(scenario, schedule.plan)))


def _days(scenario: Scenario, made: Plan) -> dict[tuple[str, date], str]:
    shifts = {(duty.officer, duty.day): duty.shift for duty in made.duties}
    return {
        (officer, day): shifts.get((officer, day), REST)
        for officer in scenario.people
        for day in scenario.horizon.dates
    }


def _tell_of(one: _Round, number: int, tell: Tell) -> None:
    unit = f"hotspots not yet shown to keep their promise with {one.level:.1%}, {number} plans after the first"
    tell(Progress("robust", unit, float(len(one.below)), None, None, sum(one.outcome.seconds.values()), is_done=True))
