"""What must not change, or only in one direction, when a scenario is changed in a way whose effect is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rostering.scenario import Scenario
from tests.properties.solved import Solved, solved, written
from tests.properties.test_oracle import CASES, oracle_scenario
from tests.properties.weeks import weeks

COUNTED = ("hotspot_guarantee", "hub_staff", "preferences")
"""Passes of whole numbers, solved to the end; what they come to does not depend on which of two equals was taken."""
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # Each try solves two weeks: smaller examples of a failure would take minutes to find.
    suppress_health_check=[HealthCheck.too_slow],
)
GAP = 0.005
"""How near to the best a pass may stop."""
Names = dict[str, str]


def _proven(week: Solved) -> list[tuple[str, float]]:
    """What is proven to be missing in any plan, most important first, as far as the plan reaches it. Where a visit
    found no time in the duties of just that plan, it misses more, and what comes after is proven of such plans only.
    """
    bounds: list[tuple[str, float]] = []
    for report in week.result.passes:
        bounds += [(report.name, report.bound)] if report.name in COUNTED else []
        if report.gap > GAP:
            break
    return bounds


def _shortfalls(one: Solved, other: Solved) -> tuple[list[float], list[float]]:
    """Promises and people missing, proven of two scenarios, to compare them by."""
    bounds = [dict(_proven(week)) for week in (one, other)]
    names = [name for name in COUNTED[:2] if all(name in known for known in bounds)]
    first, second = ([round(known[name], 3) for name in names] for known in bounds)
    return first, second


def _changed(scenario: Scenario, **parts: Any) -> Scenario:
    return Scenario.model_validate(written(scenario) | parts)


@given(scenario=weeks())
@FEW
def test_one_more_officer_never_raises_a_shortfall(scenario: Scenario) -> None:
    """A role without abstraction, so that nobody has to keep more in reserve because of one more who is not away."""
    officers = written(scenario)["officers"]
    more = _changed(scenario, officers=officers | {"one-more": {"role": "pcso", "area": "north"}})
    with_more, without = _shortfalls(solved(more), solved(scenario))
    assert with_more <= without


@given(scenario=weeks())
@FEW
def test_a_longer_daily_rest_never_improves_a_plan(scenario: Scenario) -> None:
    """Required, also where the drawn rest is only preferred."""
    rules = written(scenario)["rules"]
    longer = _changed(scenario, rules=rules | {"daily_rest": {"hours": 17}})
    with_longer, without = _shortfalls(solved(longer), solved(scenario))
    assert with_longer >= without


@given(scenario=weeks())
@FEW
def test_other_ids_change_no_pass(scenario: Scenario) -> None:
    """The new ids sort the other way round."""
    document = written(scenario)
    ids = [
        one for table in ("areas", "roles", "shifts", "officers", "hotspots", "hub_sessions") for one in document[table]
    ]
    names = {one: f"id-{len(ids) - place:02}" for place, one in enumerate(sorted(ids))}
    renamed = Scenario.model_validate(_renamed(document, names))
    _same_passes(solved(scenario, gap=GAP), solved(renamed, gap=GAP))


@given(scenario=weeks())
@FEW
def test_another_order_of_the_scenario_changes_no_pass(scenario: Scenario) -> None:
    document = written(scenario)
    backwards = Scenario.model_validate(_backwards(document))
    _same_passes(solved(scenario, gap=GAP), solved(backwards, gap=GAP))


def _same_passes(one: Solved, other: Solved) -> None:
    """What is proven is equal, and with it what is reached; only a plan whose visits did not all find a time at first
    may stay behind its bound, and says so in its gap.
    """
    assert list(one.passes) == list(other.passes)
    for (name, mine), (_, theirs) in zip(_proven(one), _proven(other), strict=False):
        assert mine == pytest.approx(theirs, rel=2 * GAP, abs=1e-6), name


def _renamed(value: Any, names: Names) -> Any:
    """Every id, as a key or as a value, but for texts that only look like one (`rest`, levels, measures)."""
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(inside, names) for key, inside in value.items()}
    if isinstance(value, list):
        return [_renamed(inside, names) for inside in value]
    return names.get(value, value) if isinstance(value, str) else value


def _backwards(value: Any) -> Any:
    """Every mapping from its last key to its first; lists stay, because their order may mean something."""
    if isinstance(value, dict):
        return {key: _backwards(inside) for key, inside in reversed(value.items())}
    return [_backwards(inside) for inside in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "wishes" in case])
def test_every_wish_said_twice_counts_twice(name: str) -> None:
    scenario = oracle_scenario(CASES[name])
    document = written(scenario)
    for officer in document["officers"].values():
        officer["requests"] *= 2
    once, twice = solved(scenario).passes, solved(Scenario.model_validate(document)).passes
    assert twice.get("requests", 0.0) == pytest.approx(2 * once.get("requests", 0.0), abs=1e-4)
    assert [twice.get(name, 0.0) for name in COUNTED] == pytest.approx([once.get(name, 0.0) for name in COUNTED])
