"""From a model to lines and couplings: the Dantzig-Wolfe decomposition of the very same rows.

Rules about a single line are kept by the line-holders; the rows of all others, each with auxiliary variables of its
own, become convex costs of their activity. A row about one officer's single day is a cost of that day's choices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import numpy as np

from rostering.lines import (
    Ahead,
    build_graph,
    build_rotating_graph,
    calendar_of,
    left_over,
    look_ahead,
    machines_of,
)
from rostering.model.build import Model, build
from rostering.model.constraints import AUTOMATON, ROSTER_RULES
from rostering.model.objective import REQUIRED_WEIGHT, roster_cost
from rostering.model.rows import Constraint, Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import ANY, Scenario
from rostering.scenario.openings import hub_openings
from rostering.scenario.terms import is_rostered
from rostering.solve.roster.couplings import Convex, Couplings, Touches
from rostering.solve.roster.curves import Curve, curve_of_row
from rostering.solve.roster.holders import OnPaths

Array = np.ndarray[Any, Any]
HARD_WEIGHT = 10 * REQUIRED_WEIGHT
"""Price of a unit by which a row without a shortfall is broken, so that a mix of lines can be found: a relaxation,
so that bounds stay valid; what is still broken at the end is named by the judge."""
Cell = tuple[int, int, int]
"""Line-holder, day (of all its officers, one after another) and choice."""


@dataclass(frozen=True)
class Piece:
    """A roster problem: who holds lines, and what couples them."""

    scenario: Scenario
    holders: tuple[OnPaths, ...]
    couplings: Couplings
    lost: tuple[tuple[str, tuple[str, ...]], ...]
    """Officers for whom no lawful line exists, each with the rules any one of which, left out, gives one."""


def decompose(scenario: Scenario) -> Piece:
    """The roster problem of a scenario, whose hotspots are not looked at."""
    calendar = calendar_of(scenario)
    aheads = {officer: look_ahead(calendar, one) for officer, one in scenario.people.items()}
    holders, lost = _holders(scenario, aheads)
    model = build(scenario, _coupling_rules(scenario, {officer: left_over(ahead) for officer, ahead in aheads.items()}))
    return Piece(scenario, holders, _couplings(scenario, model, holders), lost)


def _coupling_rules(scenario: Scenario, left: Mapping[str, frozenset[str]]) -> Iterator[Constraint]:
    """Rules that lines do not keep (what a change of a published day costs among them), and of totals the rows of those
    officers whose lines do not keep them.
    """
    has_price = scenario.rules.published_duty.level == "preferred"
    for rule in ROSTER_RULES:
        name = rule.__name__
        if name not in AUTOMATON or (name == "published_duty" and has_price):
            yield rule
        elif officers := frozenset(officer for officer, names in left.items() if name in names):
            yield _rows_of(rule, officers)


def _rows_of(rule: Constraint, officers: frozenset[str]) -> Constraint:
    @wraps(rule)
    def rows(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
        return ((key, row) for key, row in rule(scenario, sets, v) if key[0] in officers)

    return rows


def _holders(
    scenario: Scenario, aheads: dict[str, Ahead]
) -> tuple[tuple[OnPaths, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    rotating = _rotating(scenario)
    alike: dict[Hashable, list[str]] = defaultdict(list)
    for officer, ahead in aheads.items():
        if officer not in rotating:
            alike[tuple((machine.rule, machine.shared) for machine in machines_of(ahead))].append(officer)
    paths: dict[str, OnPaths] = {}
    for officers in alike.values():
        graph = build_graph([aheads[officer] for officer in officers])
        starts = graph.starts.tolist()
        paths |= {officer: OnPaths((officer,), graph, start) for officer, start in zip(officers, starts, strict=True)}
    holders: list[OnPaths] = [paths[officer] for officer in scenario.people if officer not in rotating]
    together: dict[tuple[str, str], list[str]] = defaultdict(list)
    for officer, leader in sorted(rotating.items()):
        together[leader].append(officer)
    for _, members in sorted(together.items()):
        graph = build_rotating_graph([aheads[officer] for officer in members])
        holders.append(OnPaths(tuple(members), graph, int(graph.starts[0])))
    lost = [holder.officers for holder in holders if holder.start < 0]
    return tuple(holders), tuple(
        (officer, _in_the_way([aheads[one] for one in officers], is_rotating=officer in rotating))
        for officers in lost
        for officer in officers
    )


def _in_the_way(aheads: Sequence[Ahead], *, is_rotating: bool) -> tuple[str, ...]:
    """The rules any one of which, left out, leaves an officer, or all who share a rotation, a lawful line."""
    rules = dict.fromkeys(machine.rule for ahead in aheads for machine in machines_of(ahead))
    build_one = build_rotating_graph if is_rotating else build_graph
    found = [*(["rotation"] if is_rotating else []), *rules]
    return tuple(rule for rule in found if build_one(aheads, frozenset({rule})).starts[0] >= 0)


def _rotating(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """By officer on a rotation: with whom the offset is shared (a team, or nobody), and which rotation."""
    if scenario.rules.rotation.level == "off":
        return {}
    found = {}
    for officer_id, officer in scenario.people.items():
        if officer.rotation is not None and is_rostered(scenario, officer):
            is_shared = scenario.rotations[officer.rotation].choose == "team"
            found[officer_id] = (officer.area if is_shared else officer_id, officer.rotation)
    return found


def _couplings(scenario: Scenario, model: Model, holders: tuple[OnPaths, ...]) -> Couplings:
    cells = _cells(scenario, model, holders)
    costs = _choice_costs(scenario, holders, cells.values())
    objective = roster_cost(scenario, model.sets, model.variables)
    prices = {variable.id: price for variable, price in objective.items()}
    for variable_id, cell in cells.items():
        holder, day, choice = cell
        costs[holder][day, choice] += prices.get(variable_id, 0.0)
    constant = objective.constant
    curves: list[Curve] = []
    entries: list[list[tuple[Cell, float]]] = []
    names: list[str] = []
    for row in model.problem.constraints():
        of_duties: dict[Cell, float] = {}
        others: list[tuple[float, float, float]] = []
        for variable, amount in row.items():
            if variable.id in cells:
                of_duties[cells[variable.id]] = amount
            else:
                others.append((amount, variable.upBound, prices.get(variable.id, 0.0)))
        curve = curve_of_row(row.sense, -row.constant, others)
        if len({cell[:2] for cell in of_duties}) <= 1:
            constant += _fold(curve, of_duties, costs)
        else:
            curves.append(curve)
            entries.append(sorted(of_duties.items()))
            names.append(str(row.name))
    for name, curve, duties in _hub_rows(scenario, holders):
        curves.append(curve)
        entries.append(duties)
        names.append(name)
    return Couplings(
        rows=_stacked(curves),
        touches=_touches(entries, len(holders)),
        costs=tuple(costs),
        constant=constant,
        names=tuple(names),
    )


def _cells(scenario: Scenario, model: Model, holders: tuple[OnPaths, ...]) -> dict[int, Cell]:
    """By variable of a duty: who, when and which."""
    days = {day: number for number, day in enumerate(scenario.horizon.dates)}
    shifts = {shift: number for number, shift in enumerate(scenario.shifts, 1)}
    place = {
        officer: (number, position * len(days))
        for number, holder in enumerate(holders)
        for position, officer in enumerate(holder.officers)
    }
    return {
        variable.id: (place[key.officer][0], place[key.officer][1] + days[key.day], shifts[key.shift])
        for key, variable in model.variables.duty.items()
    }


def _choice_costs(scenario: Scenario, holders: tuple[OnPaths, ...], cells: Iterable[Cell]) -> list[Array]:
    """0 for rest and for duties the model knows; infinite for others."""
    choices = len(scenario.shifts) + 1
    costs = [np.full((scenario.horizon.days * len(holder.officers), choices), np.inf) for holder in holders]
    for cost in costs:
        cost[:, 0] = 0.0
    for holder, day, choice in cells:
        costs[holder][day, choice] = 0.0
    return costs


def _fold(curve: Curve, duties: Mapping[Cell, float], costs: list[Array]) -> float:
    """Count a row about one day of one line-holder as a cost of its choices; what a row without duties costs anyway."""
    if not duties:
        return curve.at(0.0)
    holder, day, _ = next(iter(duties))
    for choice in range(costs[holder].shape[1]):
        costs[holder][day, choice] += curve.at(duties.get((holder, day, choice), 0.0))
    return 0.0


def _hub_rows(
    scenario: Scenario, holders: tuple[OnPaths, ...]
) -> Iterator[tuple[str, Curve, list[tuple[Cell, float]]]]:
    """People of a hub's own team on duty for the whole of an opening, of each kind it asks for.

    Who is missing here will be missing there; who of them goes is decided when the week is tasked.
    """
    if scenario.rules.hub_staff.level == "off":
        return
    calendar = calendar_of(scenario)
    for session_id, session in sorted(scenario.hub_sessions.items()):
        if session.level != "required":
            continue
        for opens, closes in hub_openings(scenario, session):
            covering = [
                (day, choice)
                for day, spans in enumerate(calendar.spans)
                for choice, (start, end) in enumerate(spans, 1)
                if start <= opens and closes <= end
            ]
            for kind, number in sorted({ANY: session.people, **session.staff}.items()):
                duties = [
                    ((place, position * scenario.horizon.days + day, choice), 1.0)
                    for place, holder in enumerate(holders)
                    for position, officer in enumerate(holder.officers)
                    if _is_kind(scenario, officer, session.area, kind)
                    for day, choice in covering
                ]
                name = f"hub_staff({session_id},{scenario.horizon.moment_text(opens)},{kind})"
                yield name, Curve((float(number),), (0.0,), -REQUIRED_WEIGHT, 0.0), duties


def _is_kind(scenario: Scenario, officer_id: str, area: str, kind: str) -> bool:
    officer = scenario.people[officer_id]
    return officer.area == area and kind in {ANY, officer.role, *officer.skills}


def _stacked(curves: Sequence[Curve]) -> Convex:
    counts = [len(curve.knots) for curve in curves]
    return Convex(
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        knots=np.array([knot for curve in curves for knot in curve.knots], dtype=np.float64),
        values=np.array([value for curve in curves for value in curve.values], dtype=np.float64),
        left=np.maximum(np.array([curve.left for curve in curves], dtype=np.float64), -HARD_WEIGHT),
        right=np.minimum(np.array([curve.right for curve in curves], dtype=np.float64), HARD_WEIGHT),
    )


def _touches(rows: Sequence[Sequence[tuple[Cell, float]]], holders: int) -> tuple[Touches, ...]:
    found: list[list[tuple[int, int, int, float, bool]]] = [[] for _ in range(holders)]
    for number, entries in enumerate(rows):
        days: dict[int, set[int]] = defaultdict(set)
        for (holder, day, _), _ in entries:
            days[holder].add(day)
        for (holder, day, choice), amount in entries:
            found[holder].append((day, choice, number, amount, len(days[holder]) > 1))
    return tuple(
        Touches(
            days=np.array([one[0] for one in of_holder], dtype=np.int64),
            choices=np.array([one[1] for one in of_holder], dtype=np.int64),
            rows=np.array([one[2] for one in of_holder], dtype=np.int64),
            amounts=np.array([one[3] for one in of_holder], dtype=np.float64),
            is_repeated=np.array([one[4] for one in of_holder], dtype=np.bool_),
        )
        for of_holder in found
    )
