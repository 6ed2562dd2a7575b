"""The same problems as the first program one would write with PuLP, given to HiGHS with two threads.

A binary for each person, day and shift, a row for each pair of what may not follow, a row for each window of a run,
continuous shortfalls; nothing is merged, fixed or tightened. For a force it has the rows and the cost of
`peers.compact`, but daily rest by pairs of duties; so the cost is the same, and so is what a bound means.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pulp
from curtois.instance import Instance, Person, read_instance
from highspy import cb
from peers.attempt import Attempt, Moment, run
from peers.compact import compact, read_scenario, threads_of_its_own

from rostering.model import Model
from rostering.scenario import Scenario

THREADS = 2
GAP = 1e-6
"""Relative, so that nothing but a proof or the time ends a run."""
Binary = Mapping[tuple[int, str], pulp.LpVariable]
"""One person's duties by day and shift."""


def curtois(instance: Instance, seconds: float) -> Attempt:
    """Solve a public instance within so many seconds, building included."""
    started = time.monotonic()
    problem = pulp.LpProblem("curtois", pulp.LpMinimize)
    duty: dict[str, dict[tuple[int, str], pulp.LpVariable]] = {}
    for number, person in enumerate(instance.people.values()):
        duty[person.name] = {
            (day, shift): problem.add_variable(f"x_{number}_{day}_{place}", cat="Binary")
            for day in range(instance.days)
            for place, shift in enumerate(instance.minutes)
        }
        _line(problem, instance, person, duty[person.name], number)
    problem.setObjective(_requests(instance, duty) + _cover(problem, instance, duty))
    return solve(
        problem, started, seconds, {(name, *key): one for name, mine in duty.items() for key, one in mine.items()}
    )


def force(scenario: Scenario, seconds: float) -> Attempt:
    """Solve a scenario's duties within so many seconds, building included."""
    started = time.monotonic()
    program = compact(scenario, without=frozenset({"daily_rest"}))
    problem = program.problem
    for pair in _too_close(scenario, program):
        problem += pulp.lpSum(pair) <= 1
    first = scenario.horizon.start
    duty = {(key.officer, (key.day - first).days, key.shift): one for key, one in program.variables.duty.items()}
    return solve(problem, started, seconds, duty)


def _too_close(scenario: Scenario, program: Model) -> Iterator[list[Any]]:
    """Pairs of duties without a daily rest between them; those too soon after the last one before are ruled out."""
    sets, duty = program.sets, program.variables.duty
    rest = scenario.rules.daily_rest.hours * 60
    for (officer, day), options in sets.duties_on.items():
        ended = scenario.people[officer].history.last_duty_ends
        for one in options:
            start, end = scenario.shift_span(day, one.shift)
            if ended is not None and start < scenario.horizon.instant(ended) + rest:
                duty[one].upBound = 0
            for other in sets.duties_on.get((officer, day + timedelta(days=1)), ()):
                if scenario.shift_span(other.day, other.shift)[0] < end + rest:
                    yield [duty[one], duty[other]]


def _line(problem: pulp.LpProblem, instance: Instance, person: Person, mine: Binary, number: int) -> None:
    works = [pulp.lpSum(mine[day, shift] for shift in instance.minutes) for day in range(instance.days)]
    for day, duties in enumerate(works):
        problem += duties <= (0 if day in instance.away.get(person.name, ()) else 1)
    for before, after in pairwise(range(instance.days)):
        for shift, barred in instance.not_after.items():
            for other in sorted(barred):
                problem += mine[before, shift] + mine[after, other] <= 1
    for shift, most in person.limits.items():
        problem += pulp.lpSum(mine[day, shift] for day in range(instance.days)) <= most
    minutes = pulp.lpSum(instance.minutes[shift] * one for (_, shift), one in mine.items())
    problem += minutes >= person.least_minutes
    problem += minutes <= person.most_minutes
    _runs(problem, person, works)
    weekends = []
    for week in range(instance.weekends):
        worked = problem.add_variable(f"weekend_{number}_{week}", cat="Binary")
        for day in range(7 * week + 5, min(7 * week + 7, instance.days)):
            problem += works[day] <= worked
        weekends.append(worked)
    problem += pulp.lpSum(weekends) <= person.most_weekends


def _runs(problem: pulp.LpProblem, person: Person, works: list[Any]) -> None:
    days = len(works)
    for first in range(days - person.most_duties):
        problem += pulp.lpSum(works[first : first + person.most_duties + 1]) <= person.most_duties
    for length in range(1, person.least_duties):
        for first in range(1, days - length):
            run = pulp.lpSum(works[first : first + length])
            problem += works[first - 1] + (length - run) + works[first + length] >= 1
    for length in range(1, person.least_rest_days):
        for first in range(1, days - length):
            run = pulp.lpSum(works[first : first + length])
            problem += (1 - works[first - 1]) + run + (1 - works[first + length]) >= 1


def _requests(instance: Instance, duty: Mapping[str, Binary]) -> Any:
    return pulp.lpSum(
        max(0, wish.weight) - wish.weight * duty[wish.person][wish.day, wish.shift] for wish in instance.wishes
    )


def _cover(problem: pulp.LpProblem, instance: Instance, duty: Mapping[str, Binary]) -> Any:
    cost = []
    for number, cover in enumerate(instance.covers):
        short = problem.add_variable(f"short_{number}", 0)
        over = problem.add_variable(f"over_{number}", 0)
        there = pulp.lpSum(mine[cover.day, cover.shift] for mine in duty.values())
        problem += there + short - over == cover.people
        cost.append(cover.under * short + cover.over * over)
    return pulp.lpSum(cost)


def solve(
    problem: pulp.LpProblem, started: float, seconds: float, duty: Mapping[tuple[str, int, str], pulp.LpVariable]
) -> Attempt:
    """Give a finished program to HiGHS and note what it says on the way."""
    moments: list[Moment] = []

    def note(_kind: Any, _message: str, said: Any, _asked: Any, _data: Any) -> None:
        value, bound = said.mip_primal_bound, said.mip_dual_bound
        moments.append(Moment(time.monotonic() - started, value, bound))

    kinds = [cb.HighsCallbackType.kCallbackMipImprovingSolution, cb.HighsCallbackType.kCallbackMipLogging]
    left = max(0.0, started + seconds - time.monotonic())
    solver = pulp.HiGHS(
        msg=False, threads=THREADS, gapRel=GAP, timeLimit=left, callbackTuple=(note, None), callbacksToActivate=kinds
    )
    with threads_of_its_own():
        statistics = problem.solve(solver)
    taken = time.monotonic() - started
    if not statistics.has_solution:
        return Attempt("PuLP and HiGHS, naive", tuple(moments), None, taken, "no roster")
    moments.append(
        Moment(
            taken,
            float(pulp.value(problem.objective) or 0.0),
            -math.inf if statistics.best_bound is None else statistics.best_bound,
        )
    )
    chosen = {(person, day): shift for (person, day, shift), one in duty.items() if (one.varValue or 0.0) > 0.5}
    return Attempt("PuLP and HiGHS, naive", tuple(moments), chosen, taken)


if __name__ == "__main__":
    run({"curtois": (read_instance, curtois), "force": (read_scenario, force)})
