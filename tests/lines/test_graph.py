"""Graphs of lines against plain enumeration: the same lines, the same penalties, nothing kept twice."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from rostering.lines import (
    build_graph,
    build_rotating_graph,
    calendar_of,
    cheapest_line,
    left_over,
    lines_within,
    look_ahead,
    machines_of,
    walk,
)
from rostering.lines.ahead import Ahead
from rostering.lines.graph import distinct
from rostering.lines.machines import Machine
from rostering.scenario import REST
from tests.model.tiny import MON, SHIFTS, TUE, WED, tiny

NIGHT = {"night": {"start": "22:00", "end": "07:00"}}
RULES: dict[str, Any] = {
    "daily_rest": {},
    "weekly_hours": {"tolerance_hours": 48.0},
    "consecutive_duties": {"most": 3, "least": 2},
    "consecutive_rest_days": {"level": "preferred", "weight": 1.5},
    "consecutive_nights": {"level": "preferred", "most": 1, "weight": 4.0},
    "contract_hours": {"level": "preferred", "weight": 0.25, "tolerance_hours": 0.0},
    "shift_limits": {"most": {"late": 1}},
}


def _ahead(**officer: Any) -> Ahead:
    scenario = tiny(RULES, days=5, shifts=SHIFTS | NIGHT, officers={"ann": officer})
    return look_ahead(calendar_of(scenario), scenario.people["ann"])


def _penalty(machines: list[Machine], ahead: Ahead, line: tuple[int, ...]) -> float | None:
    """Every machine walked by itself."""
    total = 0.0
    for machine in machines:
        rule, state = getattr(ahead.calendar.scenario.rules, machine.rule), machine.start
        for day, choice in enumerate(line):
            state, breach = machine.step(state, day, choice)
            if breach and rule.level == "required":
                return None
            total += breach * rule.weight if breach else 0.0
    return total


OFFICERS: tuple[dict[str, Any], ...] = (
    {},
    {"published": {TUE: "late", WED: REST}, "history": {"consecutive_days": 2, "last_duty_ends": "2025-06-02T00:00"}},
    {"unavailable": {WED: "leave"}, "history": {"consecutive_rest_days": 1}},
)


@pytest.mark.parametrize("officer", OFFICERS)
def test_paths_are_the_lawful_lines_with_their_penalties(officer: dict[str, Any]) -> None:
    """Of all lines of five days, those that no machine refuses are walked, at the sum of what the machines charge."""
    ahead = _ahead(**officer)
    graph, machines = build_graph([ahead]), machines_of(ahead)
    for line in product(range(4), repeat=5):
        found, expected = walk(graph, int(graph.starts[0]), np.array(line)), _penalty(machines, ahead, line)
        assert (found is None) == (expected is None), line
        assert found is None or found == pytest.approx(expected)


@pytest.mark.parametrize("officer", OFFICERS)
def test_lines_within_a_limit_are_all_there_are(officer: dict[str, Any]) -> None:
    """With prices on choices: the cheapest line, every line up to a limit, nothing where there are more than asked."""
    ahead = _ahead(**officer)
    graph, machines = build_graph([ahead]), machines_of(ahead)
    prices = np.random.default_rng(3).integers(-5, 6, size=(5, 4)).astype(float)
    costs = {
        line: penalty + prices[np.arange(5), line].sum()
        for line in product(range(4), repeat=5)
        if (penalty := _penalty(machines, ahead, line)) is not None
    }
    best, limit = min(costs.values()), sorted(costs.values())[min(20, len(costs) - 1)] + 1e-9
    near = sorted(line for line, cost in costs.items() if cost <= limit)
    value, choices, _ = cheapest_line(graph, int(graph.starts[0]), prices) or (0.0, np.zeros(5, dtype=np.int32), 0.0)
    assert value == pytest.approx(best)
    cheapest: list[int] = choices.tolist()
    assert costs[tuple(cheapest)] == pytest.approx(best)
    found = lines_within(graph, int(graph.starts[0]), prices, limit, len(near))
    assert found is not None
    listed: list[list[int]] = found[0].tolist()
    assert sorted(tuple(line) for line in listed) == near
    assert lines_within(graph, int(graph.starts[0]), prices, limit, len(near) - 1) is None


def test_no_two_nodes_of_a_day_lead_to_the_same_ends() -> None:
    """A graph is as small as it can be, and from each node some line goes on."""
    graph = build_graph([_ahead(**officer) for officer in OFFICERS[:1]])
    for day in range(graph.days):
        nodes = range(graph.layers[day], graph.layers[day + 1])
        arcs = [range(graph.first_arc[node], graph.first_arc[node + 1]) for node in nodes]
        told = [tuple((graph.groups[a], graph.heads[a], graph.penalties[a]) for a in some) for some in arcs]
        assert all(told)
        assert len(set(told)) == len(told)


def test_without_a_lawful_line_there_is_no_start() -> None:
    """More hours than there are days for: nothing is found, until the rule in the way is left out."""
    rules: dict[str, Any] = {"contract_hours": {"level": "required", "tolerance_hours": 0.0}}
    scenario = tiny(
        rules, days=7, officers={"ann": {"unavailable": {MON: "leave"}}}, roles={"pc": {"weekly_hours": 99}}
    )
    ahead = look_ahead(calendar_of(scenario), scenario.people["ann"])
    graph = build_graph([ahead])
    assert graph.starts.tolist() == [-1]
    assert walk(graph, -1, np.zeros(7, dtype=np.int32)) is None
    assert cheapest_line(graph, -1, np.zeros((7, 3))) is None
    assert build_graph([ahead], frozenset({"contract_hours"})).starts.tolist() == [0]


def test_officers_on_one_rotation_start_in_the_same_week_of_it() -> None:
    """Two officers, two weeks: two joint lines; a day away that may be worked is open beside it."""
    weeks = [["early", *[REST] * 6], [REST, "late", *[REST] * 5]]
    people = {"ann": {"rotation": "turns"}, "bob": {"rotation": "turns", "unavailable": {TUE: "leave"}}}
    for level, number in (("required", 2), ("preferred", 6)):
        rules: dict[str, Any] = {"rotation": {}, "availability": {"level": level}}
        scenario = tiny(rules, days=2, officers=people, rotations={"turns": {"weeks": weeks, "choose": "team"}})
        aheads = [look_ahead(calendar_of(scenario), one) for one in scenario.people.values()]
        graph = build_rotating_graph(aheads)
        found = lines_within(graph, int(graph.starts[0]), np.zeros((4, 3)), 99.0, 10)
        assert found is not None
        lines = sorted(line[:3] for line in found[0].tolist())
        assert len(lines) == number
        assert {tuple(line) for line in lines} == {(0, 2, 0), (1, 0, 1)}


def test_rows_of_large_numbers_are_told_apart() -> None:
    """Where numbers of all columns together do not fit into one, they are numbered anew on the way."""
    same = np.zeros(4, dtype=np.int64)
    first, inverse = distinct([np.array([0, 1, 1, 2]), same, same], [2**32] * 3, 4)
    assert len(first) == 3
    assert inverse[1] == inverse[2]
    assert len(set(inverse.tolist())) == 3


def _long(days: int) -> Ahead:
    """Weekends, limited nights and hours, all of which a line would have to count to the end."""
    rules: dict[str, Any] = {
        "contract_hours": {},
        "weekends_off": {"least": 1, "in_weekends": -(-days // 7)},
        "shift_limits": {"most": {"late": 20, "night": 8}},
    }
    scenario = tiny(rules, days=days, shifts=SHIFTS | NIGHT, officers={"ann": {}})
    return look_ahead(calendar_of(scenario), scenario.people["ann"])


@pytest.mark.parametrize(
    ("days", "left"), [(14, set()), (28, {"contract_hours"}), (182, {"contract_hours", "shift_limits"})]
)
def test_the_longer_the_horizon_the_fewer_totals_lines_count(days: int, left: set[str]) -> None:
    """What is not counted is left to rows, so that a graph of half a year is no larger than memory allows."""
    ahead = _long(days)
    assert left_over(ahead) & {"contract_hours", "shift_limits"} == left
    assert len(build_graph([ahead]).heads) < 1_000_000
