"""From a model to lines and couplings: the Dantzig-Wolfe decomposition of the very same rows.

Rules about a single line are kept by the line-holders; the rows of all others, each with auxiliary variables of its own,
become convex costs of their activity. A row about one officer's single day is a cost of that day's choices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Any

import numpy as np

from rostering.lines import (
    Ahead,
    build_graph,
    calendar_of,
    left_over,
    look_ahead,
    machines_of,
    walk,
)
from rostering.model.build import Model, build
from rostering.model.constraints import AUTOMATON, ROSTER_RULES
from rostering.model.rows import Constraint, Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.model.objective import REQUIRED_WEIGHT, roster_cost
from rostering.scenario import ANY, REST, Scenario
from rostering.scenario.openings import hub_openings
from rostering.scenario.terms import is_free, rotation_shift
from rostering.solve.roster.couplings import Convex, Couplings, Touches
from rostering.solve.roster.curves import Curve, curve_of_row
from rostering.solve.roster.holders import Line, OnPaths, on_lines

Array = np.ndarray[Any, Any]
HARD_WEIGHT = 10 * REQUIRED_WEIGHT
"""Price of a unit by which a row without a shortfall is broken, so that a mix of lines can be found: a relaxation, so that
bounds stay valid; what is still broken at the end is named by the judge."""
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
    model = build(scenario, _coupling_rules({officer: left_over(ahead) for officer, ahead in aheads.items()}))
    return Piece(scenario, holders, _couplings(scenario, model, holders), lost)


def _coupling_rules(left: Mapping[str, frozenset[str]]) -> Iterator[Constraint]:
    """Rules that lines do not keep, and of totals the rows of those officers whose lines do not keep them."""
    for rule in ROSTER_RULES:
        name = rule.__name__
        if name not in AUTOMATON:
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
    graphs: dict[Hashable, list[str]] = defaultdict(list)
    for officer, ahead in aheads.items():
        graphs[tuple((machine.rule, machine.shared) for machine in machines_of(ahead))].append(officer)
    paths: dict[str, OnPaths] = {}
    for officers in graphs.values():
        graph = build_graph([aheads[officer] for officer in officers])
        paths |= {
            officer: OnPaths((officer,), graph, int(graph.starts[place])) for place, officer in enumerate(officers)
        }
    holders: list[OnPaths] = [paths[officer] for officer in scenario.people if officer not in rotating]
    for _, members in groupby(sorted(rotating, key=lambda one: (rotating[one], one)), key=rotating.__getitem__):
        holders.append(_on_rotation(scenario, aheads, paths, tuple(members)))
    lost = [officer for holder in holders if holder.start < 0 for officer in holder.officers]
    return tuple(holders), tuple((officer, _in_the_way(aheads[officer])) for officer in lost)


def _in_the_way(ahead: Ahead) -> tuple[str, ...]:
    """The rules any one of which, left out, leaves an officer a lawful line."""
    rules = [machine.rule for machine in machines_of(ahead)]
    return tuple(rule for rule in rules if build_graph([ahead], frozenset({rule})).starts[0] >= 0)


def _rotating(scenario: Scenario) -> dict[str, tuple[str, str]]:
    """By officer on a rotation: with whom the offset is shared (a team, or nobody), and which rotation."""
    if scenario.rules.rotation.level == "off":
        return {}
    found = {}
    for officer_id, officer in scenario.people.items():
        if officer.rotation is None or not any(is_free(officer, day) for day in scenario.horizon.dates):
            continue
        is_shared = scenario.rotations[officer.rotation].choose == "team"
        found[officer_id] = (officer.area if is_shared else officer_id, officer.rotation)
    return found


def _on_rotation(
    scenario: Scenario, aheads: dict[str, Ahead], paths: dict[str, OnPaths], officers: tuple[str, ...]
) -> OnPaths:
    rotation = scenario.people[officers[0]].rotation or ""
    lines: list[Line] = []
    for offset in range(len(scenario.rotations[rotation].weeks)):
        says = [rotation_shift(scenario, rotation, offset, day) for day in scenario.horizon.dates]
        parts = [_as_rotated(aheads[officer], says) for officer in officers]
        penalties = [walk(paths[one].graph, paths[one].start, part) for one, part in zip(officers, parts, strict=True)]
        if all(penalty is not None for penalty in penalties):
            lines.append(Line(np.concatenate(parts), sum(penalty or 0.0 for penalty in penalties)))
    return on_lines(officers, lines, len(scenario.shifts) + 1)


def _as_rotated(ahead: Ahead, says: Sequence[str]) -> Array:
    """A line that follows a rotation on free days, what is published on others, and rests on days away."""
    shifts = {REST: 0, **{shift: number for number, shift in enumerate(ahead.calendar.shifts, 1)}}
    choices = [shifts[what] if ahead.is_free[day] else max(0, ahead.published[day]) for day, what in enumerate(says)]
    return np.array(choices, dtype=np.int32)


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
    """People of a hub's own team on duty for the whole of an opening, of each kind it asks for: who is missing here will be
    missing there. (Who of them goes is decided when the week is tasked.)
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
