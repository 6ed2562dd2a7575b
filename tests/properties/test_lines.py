"""For any line of one officer's duties: rows hold, the judge accepts and the officer's graph has it as a path, or none
of the three; and what a breach costs where a rule is preferred is the same for all three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from math import inf

import numpy as np
import pulp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering import check
from rostering.lines import build_graph, calendar_of, left_over, look_ahead, walk
from rostering.model import constraints
from rostering.model.constraints import AUTOMATON
from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.weekends import weekends_of
from rostering.scenario import REST, Scenario
from rostering.schedule import Duty, Plan, Violation
from rostering.solve.roster.decomposition import decompose
from tests.properties.lines import LIMITS, lines
from tests.properties.rosters import Roster
from tests.properties.rows import GRACE, Unsolved, unsolved

RULES = (*LIMITS, "availability", "published_duty")
COUNTED = {"daily_rest", "forbidden_successions", "working_pattern", "availability"}
"""A breach is a pair or a duty, whatever the judge's amount says of it."""
Verdict = float
"""What breaches of preferred rules cost; infinite where a required one is broken."""


def _verdict_of_rows(roster: Roster, rules: frozenset[str]) -> Verdict:
    """Rows with duties as drawn, and the best of what else they mention."""
    scenario = roster.scenario
    model = unsolved(scenario)
    keys = [DutyKey(*duty) for duty in roster.chosen]
    if any(key not in model.variables.duty for key in keys):
        return inf
    for key in keys:
        model.variables.duty[key].varValue = 1
    for saturday, days in weekends_of(scenario.horizon).items():
        if ("pc", saturday) in model.variables.weekend_worked:
            is_worked = any(key.day in days for key in keys)
            model.variables.weekend_worked["pc", saturday].varValue = int(is_worked)
    return min(_cost_of_rows(model, rules) for _ in _offsets(model))


def _offsets(model: Unsolved) -> Iterator[None]:
    """One week after the other of a rotation."""
    offsets = list(model.variables.offset.values())
    for offset in offsets:
        for other in offsets:
            other.varValue = int(other is offset)
        yield None
    if not offsets:
        yield None


def _cost_of_rows(model: Unsolved, rules: frozenset[str]) -> Verdict:
    scenario, total = model.scenario, 0.0
    for name in rules:
        rule = getattr(scenario.rules, name)
        # What changes cost is a price of choices, and no penalty of a line.
        if rule.level == "off" or (name == "published_duty" and rule.level == "preferred"):
            continue
        rows: Iterator[tuple[Key, Row]] = getattr(constraints, name)(scenario, model.sets, model.variables)
        missing = sum(_missing(row) for _, row in rows)
        total += (inf if rule.level == "required" else rule.weight * missing) if missing > GRACE else 0.0
    return total


def _missing(row: Row) -> float:
    value = float(row.value() or 0.0)
    found = abs(value) if row.sense == pulp.LpConstraintEQ else -value if row.sense == pulp.LpConstraintGE else value
    return found if found > GRACE else 0.0


def _verdict_of_judge(roster: Roster) -> Verdict:
    """What published duties break among themselves is the judge's alone: the rows of such duties are left out."""
    scenario, total = roster.scenario, 0.0
    for name in sorted(AUTOMATON):
        rule = getattr(scenario.rules, name)
        if rule.level == "off" or (name == "published_duty" and rule.level == "preferred"):
            continue
        missing = _amount(name, roster)
        total += (inf if rule.level == "required" else rule.weight * missing) if missing > GRACE else 0.0
    return total


def _amount(name: str, roster: Roster) -> float:
    def judged(plan: Plan) -> list[Violation]:
        return list(getattr(check, name)(roster.scenario, plan))

    if name == "daily_rest":
        return len({*_facts(judged(roster.plan))} - {*_facts(judged(roster.published))})
    if name == "consecutive_duties":
        least, most = _by_kind(judged(roster.plan)), _by_kind(judged(_on_published_days(roster)))
        return least.total() - most["most"]
    if name == "average_weekly_hours":
        return sum(_beyond_what_was_fixed(roster.scenario, found) for found in judged(roster.plan))
    found = judged(roster.plan)
    return len(found) if name in COUNTED else sum(one.amount for one in found)


def _facts(violations: list[Violation]) -> Iterator[tuple[object, float]]:
    return ((violation.where, violation.amount) for violation in violations)


def _by_kind(violations: list[Violation]) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for violation in violations:
        kinds["least" if "only" in violation.message else "most"] += int(violation.amount)
    return kinds


def _entries(scenario: Scenario) -> dict[date, str]:
    return {day: shift for day, shift in (scenario.people["pc"].published or {}).items() if shift != REST}


def _on_published_days(roster: Roster) -> Plan:
    days = _entries(roster.scenario)
    return Plan(tuple(Duty(*duty) for duty in roster.chosen if duty[1] in days))


def _beyond_what_was_fixed(scenario: Scenario, found: Violation) -> float:
    """Hours of an average that are not already too many by history and published duties."""
    last = date.fromisoformat(dict(found.where)["day"])
    rule, history = scenario.rules.average_weekly_hours, scenario.people["pc"].history.hours_last_16_weeks
    days = [scenario.shift_span(*entry) for entry in _entries(scenario).items() if entry[0] <= last]
    published = sum(end - start for start, end in days) / 60
    before = history * min(112, 118 - (last - scenario.horizon.start).days) / 112
    return max(0.0, found.amount - max(0.0, before + published - rule.hours * rule.weeks))


def _verdict_of_graph(roster: Roster) -> Verdict:
    """The path of the line, and the rows of totals that a graph leaves to others."""
    scenario = roster.scenario
    shifts = {shift: number for number, shift in enumerate(scenario.shifts, 1)}
    duties = {day: shifts[shift] for _, day, shift in roster.chosen}
    line = np.array([duties.get(day, 0) for day in scenario.horizon.dates], dtype=np.int32)
    ahead = look_ahead(calendar_of(scenario), scenario.people["pc"])
    if scenario.rules.rotation.level == "required" and scenario.rotations:
        penalty = decompose(scenario).holders[0].penalty_of(line)
    else:
        graph = build_graph([ahead])
        penalty = walk(graph, int(graph.starts[0]), line)
    return inf if penalty is None else penalty + _verdict_of_rows(roster, left_over(ahead))


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_rows_judge_and_graph_say_the_same_of_any_line(rule: str, data: st.DataObject) -> None:
    """Limits lie at what the line has and one less or more; all other rules have nothing to say."""
    roster = data.draw(lines(rule))
    of_rows, of_judge, of_graph = (
        _verdict_of_rows(roster, AUTOMATON),
        _verdict_of_judge(roster),
        _verdict_of_graph(roster),
    )
    assert of_judge == pytest.approx(of_rows, abs=1e-4)
    assert of_graph == pytest.approx(of_rows, abs=1e-4)
