"""A comparison says the same in whatever order plans are written, and that identical plans are."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.comparing import Side, compare, differences, document, words
from rostering.files import load_scenario, load_schedule
from rostering.schedule import VISIT, Plan

DATA = Path(__file__).parents[1] / "data"
QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


@cache
def side() -> Side:
    scenario = load_scenario(DATA / "small.yaml").scenario
    schedule = load_schedule(DATA / "small.schedule.yaml", scenario)
    return Side("a.yaml", scenario, is_known=True, schedule=schedule)


def shuffled(plan: Plan, seed: int) -> Plan:
    """The same plan with its duties, activities, crews and lists in another order."""
    draw = Random(seed)

    def mixed[T](things: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(draw.sample(things, len(things)))

    return Plan(
        mixed(
            tuple(
                replace(duty, activities=mixed(tuple(replace(one, crew=mixed(one.crew)) for one in duty.activities)))
                for duty in plan.duties
            )
        ),
        {spot: replace(plan.hotspots[spot], visits=mixed(plan.hotspots[spot].visits)) for spot in plan.hotspots},
        {hub: {opens: mixed(staff) for opens, staff in times.items()} for hub, times in plan.hub_sessions.items()},
    )


@given(seed=st.integers(0, 10_000), minutes=st.sampled_from([0, 30]))
def test_order_never_matters(seed: int, minutes: int) -> None:
    """Neither where plans are the same nor where a visit has moved."""
    plan = side().schedule.plan
    other = replace(
        plan,
        duties=tuple(
            replace(
                duty,
                activities=tuple(
                    replace(one, start=one.start + minutes, end=one.end + minutes) if one.do == VISIT else one
                    for one in duty.activities
                ),
            )
            for duty in plan.duties
        ),
    )
    expected = differences(plan, other)
    assert expected.are_none == (minutes == 0)
    assert differences(shuffled(plan, seed), shuffled(other, seed + 1)) == expected


def test_identical_plans_say_so() -> None:
    """In words with nothing else, and in the document, which has nothing in any of its sections."""
    same = compare(side(), replace(side(), name="b.yaml"))
    assert list(words(same)) == ["a.yaml and b.yaml are the same plan: nobody has anything else to do"]
    told = document(same)
    assert told["same_plan"]
    assert not any(told[section] for section in ("only_one_has", "officers", "hotspots", "hub_sessions", "unmet"))
    assert {row["difference"] for row in told["measures"].values()} <= {0.0, None}


def test_a_visit_that_is_gone_is_told_to_its_people_and_measured() -> None:
    """Who, where, which number; the same in the document."""
    plan = side().schedule.plan
    (duty,) = plan.duties
    left = replace(duty, activities=tuple(one for one in duty.activities if one.do != VISIT))
    schedule = replace(side().schedule, plan=replace(plan, duties=(left,), hotspots={}))
    compared = compare(side(), replace(side(), name="b.yaml", schedule=schedule))
    said = "\n".join(words(compared))
    assert "1 person to tell, 1 changed duty; visits: 1 dropped" in said
    assert "PC-1\n    Sat 7 Jun   visit" in said
    assert ": dropped" in said
    assert "visit_hours" in said
    told = document(compared)
    assert not told["same_plan"]
    (change,) = told["officers"]["pc-1"]["2025-06-07"]["visits"]
    assert (change["change"], change["before"]["from"]) == ("dropped", "08:00")
    assert told["measures"]["visit_hours"]["difference"] < 0


def test_a_schedule_named_like_its_scenario_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scenario is looked for in the other places."""
    from rostering.cli.pairs import find_scenario  # noqa: PLC0415 - the only test of a front end here

    monkeypatch.chdir(tmp_path)
    schedule = tmp_path / "quickstart.yaml"
    shutil.copy(DATA / "small.schedule.yaml", schedule)
    assert find_scenario(schedule, "quickstart") is None
    (tmp_path / "scenarios").mkdir()
    shutil.copy(QUICKSTART, tmp_path / "scenarios")
    assert find_scenario(schedule, "quickstart") == tmp_path / "scenarios" / "quickstart.yaml"
