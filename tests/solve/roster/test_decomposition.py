"""What becomes of rows: costs of lines, curves of activity; parts of a problem; people without a lawful line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering.scenario import REST, Scenario
from rostering.solve.roster import solve_roster
from rostering.solve.roster.couplings import activity_of, costs_of_rows, own_cost
from rostering.solve.roster.decomposition import decompose
from rostering.solve.roster.holders import Line
from rostering.solve.roster.restriction import part_of, patched, restricted
from rostering.solve.roster.roster import Roster
from rostering.solve.terms import Options, Stop
from tests.model.tiny import MON, TUE, tiny, wishes
from tests.solve.roster.forces import forces


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(content=forces(), seed=st.integers(0, 99))
def test_a_part_costs_what_the_whole_is_dearer_for(content: dict[str, Any], seed: int) -> None:
    """Two officers change their lines on some days: the part's cost grows by what the whole's does."""
    piece = decompose(Scenario.model_validate(content))
    problem, draw = piece.couplings, np.random.default_rng(seed)
    roster = Roster(problem)
    for number, holder in enumerate(piece.holders):
        found = holder.cheapest(problem.costs[number] + draw.normal(size=problem.costs[number].shape))
        assert found is not None
        roster.put(number, found[1])
    days, chosen = (1, 4), [0, 1]
    part = restricted(problem, roster, chosen, [days] * len(chosen))
    before: list[Line] = []
    after: list[Line] = []
    whole = roster.value
    for place, number in enumerate(chosen):
        line = roster.lines[number]
        assert line is not None
        one, old = part_of(piece.holders[number], line, days)
        new = one.cheapest(part.costs[place] + draw.normal(size=part.costs[place].shape, scale=9.0))
        assert new is not None
        before.append(old)
        after.append(new[1])
        changed = patched(line, old, new[1], days)
        assert changed.penalty == pytest.approx(piece.holders[number].penalty_of(changed.choices))
        roster.put(number, changed)

    def cost(lines: list[Line]) -> float:
        activity = np.sum([activity_of(part, place, line.choices) for place, line in enumerate(lines)], axis=0)
        own = [own_cost(part, place, line.choices) + line.penalty for place, line in enumerate(lines)]
        return float(costs_of_rows(part.rows, activity).sum() + sum(own))

    assert cost(after) - cost(before) == pytest.approx(roster.value - whole)


def test_who_has_no_lawful_line_is_named_with_what_is_in_the_way() -> None:
    """Ann is to have 99 hours in a week of eight-hour duties, and bob 40: only her contract is in the way."""
    rules: dict[str, Any] = {"contract_hours": {"level": "required"}, "daily_rest": {}}
    people = {"ann": {"contract": "long"}, "bob": {}}
    contracts = {"long": {"hours": {"least": 99.0}}}
    lost = decompose(tiny(rules, days=7, officers=people, contracts=contracts)).lost
    assert lost == (("ann", ("contract_hours",)),)


def test_a_rotation_that_breaks_a_required_rule_is_named_beside_it() -> None:
    """Four days in a row is what the rotation says and one too many: either gives way."""
    turns = {"turns": {"weeks": [[*["early"] * 4, *[REST] * 3]]}}
    rules: dict[str, Any] = {"rotation": {}, "consecutive_duties": {"most": 3}}
    lost = decompose(tiny(rules, days=7, officers={"ann": {"rotation": "turns"}}, rotations=turns)).lost
    assert [(officer, {*rules}) for officer, rules in lost] == [("ann", {"rotation", "consecutive_duties"})]


def test_a_limit_on_changes_holds_though_it_has_no_shortfall() -> None:
    """Two early duties are published where a late one is required each day; one change is allowed, and one is made."""
    people = {"ann": {"published": {MON: "early", TUE: "early"}}, "bob": {"published": {MON: "early", TUE: "early"}}}
    rules: dict[str, Any] = {
        "published_duty": {"level": "preferred", "weight": 0.01},
        "published_changes": {"level": "required", "most": 1},
        "staffing_minimum": {},
    }
    scenario = tiny(rules, days=2, officers=people, staffing={"town": {"late": {"min": 1}}})
    result = solve_roster(scenario, Options(gap=0.0), Stop(30.0), lambda _: None)
    changed = [who for who, shift in result.duties.items() if shift != "early"]
    assert len(changed) == 1
    assert 1000 <= result.value < 1100


def test_a_wish_is_a_price_of_a_choice_and_no_row() -> None:
    """A row about one officer's single day is folded into that day's costs."""
    couplings = decompose(tiny({"requests": {}}, officers={"ann": wishes((MON, "late", 3))})).couplings
    assert couplings.names == ()
    assert (couplings.costs[0][0] + couplings.constant).tolist() == [3, 3, 0]
