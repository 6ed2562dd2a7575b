"""The same problems for CP-SAT (OR-Tools), written as its own documentation writes rosters.

One literal for each person, day and shift, exactly one a day with the rest day among them; least runs and what may not
follow as clauses, most runs as sums over windows; people short and over as integer variables. Runs as one automaton a
person were tried first: on Curtois 2 after 20 s they stood at 830 to 934, the clauses at 828, with a like bound.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pulp
from curtois.instance import Instance, Person, read_instance
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model
from peers.attempt import Attempt, Duties, Moment, output_in, run
from peers.compact import compact, read_scenario

from rostering.scenario import Scenario

WORKERS = 8
"""OR-Tools asks for at least eight, for their different strategies, also on fewer cores. Measured on two cores:
Curtois 2 proven in 8 s with eight, not in 25 s with two (bound 209 of 828)."""
WEEKEND = (5, 6)
NEWS = re.compile(r"^#\w+ +([\d.]+)s +best:(\S+) +next:\[([^,\]]+)", re.MULTILINE)
"""In the log: seconds, the best value, and between what the next one lies."""
Literals = dict[tuple[str, int, str], cp_model.IntVar]
"""By person, day and shift; only what days off and limits of 0 leave possible."""


@dataclass
class _Draft:
    """A model on its way, and what it is made of."""

    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    duty: Literals = field(default_factory=dict)
    works: dict[tuple[str, int], cp_model.IntVar] = field(default_factory=dict)
    cost: list[Any] = field(default_factory=list)
    constant: int = 0


def curtois(instance: Instance, seconds: float) -> Attempt:
    """Solve a public instance within so many seconds, building included."""
    started = time.monotonic()
    draft = _draft(instance)
    return _solve(draft, started, seconds)


def force(scenario: Scenario, seconds: float) -> Attempt:
    """Solve the compact program of a scenario, continuous variables scaled by OR-Tools itself."""
    started = time.monotonic()
    program = compact(scenario)
    model, columns = _translated(program.problem)
    solver = model_builder.Solver("sat")
    solver.set_solver_specific_parameters(f"num_workers:{WORKERS} log_search_progress:true")
    solver.set_time_limit_in_seconds(max(0.0, started + seconds - time.monotonic()))
    began = time.monotonic() - started
    solver.enable_output(True)  # noqa: FBT003 - the argument has no name to be given by
    with NamedTemporaryFile() as log:
        with output_in(log.fileno()):
            status = solver.solve(model)
        moments = list(_in_log(Path(log.name).read_text(encoding="utf-8"), began))
    taken = time.monotonic() - started
    if status not in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE):
        return Attempt("CP-SAT", tuple(moments), None, taken, f"no roster: {status.name.lower()}")
    moments.append(Moment(taken, solver.objective_value, solver.best_objective_bound))
    first = scenario.horizon.start
    duties = {
        (key.officer, (key.day - first).days): key.shift
        for key, one in program.variables.duty.items()
        if solver.value(columns[one.id]) > 0.5
    }
    return Attempt("CP-SAT", tuple(moments), duties, taken)


def _translated(problem: pulp.LpProblem) -> tuple[model_builder.Model, dict[int, Any]]:
    """The same columns, rows and objective, and the columns by the number they have in PuLP."""
    model = model_builder.Model()
    columns = {
        one.id: model.new_var(_low(one.lowBound), _high(one.upBound), one.cat == pulp.LpInteger, None)
        for one in problem.exported_variables()
    }
    for row in problem.constraints():
        terms = [(columns[one.id], factor) for one, factor in row.items()]
        model.add_linear_constraint(_sum(terms), _low(row.getLb()), _high(row.getUb()))
    objective = problem.objective or pulp.lpSum([])
    model.minimize(_sum([(columns[one.id], factor) for one, factor in objective.items()]) + objective.constant)
    return model, columns


def _low(number: float | None) -> float:
    return -math.inf if number is None else number


def _high(number: float | None) -> float:
    return math.inf if number is None else number


def _sum(terms: list[tuple[Any, float]]) -> Any:
    return model_builder.LinearExpr.weighted_sum([one for one, _ in terms], [factor for _, factor in terms])


def _in_log(text: str, began: float) -> Iterator[Moment]:
    """Value and bound in the lines of the solver's log that tell of a better roster or bound."""
    for found in NEWS.finditer(text):
        seconds, value, bound = (float(number) for number in found.groups())
        yield Moment(began + seconds, value, bound)


def _draft(instance: Instance) -> _Draft:
    draft = _Draft()
    for person in instance.people.values():
        _days(draft, instance, person)
        _totals(draft, instance, person)
        _successions(draft, instance, person)
        _runs(draft, instance, person)
        _weekends(draft, instance, person)
    _requests(draft, instance)
    _cover(draft, instance)
    draft.model.minimize(sum(draft.cost) + draft.constant)
    return draft


def _days(draft: _Draft, instance: Instance, person: Person) -> None:
    away = instance.away.get(person.name, ())
    for day in range(instance.days):
        works = draft.model.new_bool_var(f"works {person.name} {day}")
        draft.works[person.name, day] = works
        shifts = [] if day in away else [one for one in instance.minutes if person.limits.get(one, 1)]
        for shift in shifts:
            draft.duty[person.name, day, shift] = draft.model.new_bool_var(f"{person.name} {day} {shift}")
        draft.model.add_exactly_one([~works, *(draft.duty[person.name, day, shift] for shift in shifts)])


def _totals(draft: _Draft, instance: Instance, person: Person) -> None:
    mine = {(day, shift): literal for (name, day, shift), literal in draft.duty.items() if name == person.name}
    minutes = sum(instance.minutes[shift] * literal for (_, shift), literal in mine.items())
    draft.model.add_linear_constraint(minutes, person.least_minutes, person.most_minutes)
    for shift, most in person.limits.items():
        if 0 < most < instance.days:
            draft.model.add(sum(literal for (_, one), literal in mine.items() if one == shift) <= most)


def _successions(draft: _Draft, instance: Instance, person: Person) -> None:
    for before, after in pairwise(range(instance.days)):
        for shift, barred in instance.not_after.items():
            for other in sorted(barred):
                pair = draft.duty.get((person.name, before, shift)), draft.duty.get((person.name, after, other))
                if pair[0] is not None and pair[1] is not None:
                    draft.model.add_bool_or([~pair[0], ~pair[1]])


def _runs(draft: _Draft, instance: Instance, person: Person) -> None:
    """Among any most + 1 days one is free; a run that begins inside the horizon lasts its least, or to the end."""
    works = [draft.works[person.name, day] for day in range(instance.days)]
    for first in range(instance.days - person.most_duties):
        draft.model.add(sum(works[first : first + person.most_duties + 1]) <= person.most_duties)
    for day in range(1, instance.days):
        for later in works[day + 1 : day + person.least_duties]:
            draft.model.add_bool_or([works[day - 1], ~works[day], later])
        for later in works[day + 1 : day + person.least_rest_days]:
            draft.model.add_bool_or([~works[day - 1], works[day], ~later])


def _weekends(draft: _Draft, instance: Instance, person: Person) -> None:
    worked = []
    for week in range(instance.weekends):
        days = [7 * week + day for day in WEEKEND if 7 * week + day < instance.days]
        one = draft.model.new_bool_var(f"weekend {person.name} {week}")
        for day in days:
            draft.model.add_implication(draft.works[person.name, day], one)
        worked.append(one)
    draft.model.add(sum(worked) <= person.most_weekends)


def _requests(draft: _Draft, instance: Instance) -> None:
    for wish in instance.wishes:
        literal = draft.duty.get((wish.person, wish.day, wish.shift))
        draft.constant += max(0, wish.weight)
        if literal is not None:
            draft.cost.append(-wish.weight * literal)


def _cover(draft: _Draft, instance: Instance) -> None:
    for cover in instance.covers:
        there = [draft.duty.get((person, cover.day, cover.shift)) for person in instance.people]
        possible = [literal for literal in there if literal is not None]
        short = draft.model.new_int_var(0, cover.people, f"short {cover.day} {cover.shift}")
        over = draft.model.new_int_var(0, len(possible), f"over {cover.day} {cover.shift}")
        draft.model.add(sum(possible) + short - over == cover.people)
        draft.cost.append(cover.under * short + cover.over * over)


def _solve(draft: _Draft, started: float, seconds: float) -> Attempt:
    moments: list[Moment] = []
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = max(0.0, started + seconds - time.monotonic())
    solver.best_bound_callback = lambda bound: moments.append(Moment(time.monotonic() - started, bound=bound))
    status = solver.solve(draft.model, _Watch(moments, started))
    taken = time.monotonic() - started
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Attempt("CP-SAT", tuple(moments), None, taken, f"no roster: {solver.status_name(status).lower()}")
    moments.append(Moment(taken, solver.objective_value, solver.best_objective_bound))
    duties: Duties = {
        (person, day): shift for (person, day, shift), literal in draft.duty.items() if solver.boolean_value(literal)
    }
    return Attempt("CP-SAT", tuple(moments), duties, taken)


class _Watch(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]
    """Notes each better solution; a class, because the solver asks for one."""

    def __init__(self, moments: list[Moment], started: float) -> None:
        super().__init__()
        self.moments, self.started = moments, started

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        self.moments.append(Moment(time.monotonic() - self.started, self.objective_value, self.best_objective_bound))


if __name__ == "__main__":
    run({"curtois": (read_instance, curtois), "force": (read_scenario, force)})
