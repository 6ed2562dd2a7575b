"""A repair keeps what is frozen, tells as few people as it can, and leaves no more broken than the best single swap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostering.check import check
from rostering.files import load_scenario
from rostering.measures import guarantee_windows
from rostering.measures.guarantee import counted_visits
from rostering.replanning import Absence, AddedOpening, Events, Lateness, LostSeat, Replanned, candidates, replan
from rostering.replanning.events import after_events
from rostering.scenario import Scenario
from rostering.scenario.pay import change_price
from rostering.schedule import BREAK, PATROL, RESERVE, VISIT, Activity, Duty, Plan
from rostering.scheduling import plan as plan_of
from rostering.solve import Options, Stop

QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


@cache
def planned() -> tuple[Scenario, Plan]:
    loaded = load_scenario(QUICKSTART)
    schedule = plan_of(loaded.scenario, loaded.sha256, Options(), Stop(), lambda _: None).schedule
    assert schedule is not None
    return loaded.scenario, schedule.plan


def duty(number: int) -> Duty:
    duties = planned()[1].duties
    return duties[number % len(duties)]


def absent(one: Duty) -> Events:
    return Events(absences=(Absence(one.officer, one.day),))


def windows_missed(scenario: Scenario, plan: Plan) -> int:
    return sum(
        not window.is_kept
        for spot, visits in counted_visits(scenario, plan).items()
        for window in guarantee_windows(scenario, spot, visits)
    )


def faults(scenario: Scenario, plan: Plan) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {(one.rule, one.where) for one in check(scenario, plan) if one.level == "required"}


def test_nothing_is_changed_when_nothing_has_happened() -> None:
    scenario, plan = planned()
    found = replan(scenario, plan, Events())
    assert (found.plan, found.changes, found.lost) == (plan, 0, ())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 7 * 24 * 60))
def test_what_is_frozen_is_never_touched(number: int, freeze: int) -> None:
    """Whoever it is that drops out, and whenever: all others do before the moment what they were to do."""
    scenario, plan = planned()
    gone = duty(number)
    found = replan(scenario, plan, replace(absent(gone), freeze_before=freeze), may_call=True)
    after = {(one.officer, one.day): one for one in found.plan.duties}
    for one in plan.duties:
        if (one.officer, one.day) == (gone.officer, gone.day):
            continue
        for old, new in zip(_before(one, freeze), _before(after[one.officer, one.day], freeze), strict=True):
            assert old == new


def test_no_visit_is_moved_to_or_lost_from_the_time_before_the_freeze() -> None:
    """The moment is drawn through every visit of everybody: what began by then took place, and nothing new began."""
    scenario, plan = planned()
    for gone in plan.duties:
        for freeze in {piece.start + 1 for piece in gone.activities if piece.do == VISIT}:
            found = replan(scenario, plan, replace(absent(gone), freeze_before=freeze))
            assert _begun(found.plan, freeze) == _begun(plan, freeze)


def _begun(plan: Plan, freeze: int) -> list[tuple[str, int, str | None]]:
    return sorted((one.officer, *held[::2]) for one in plan.duties for held in _before(one, freeze))


def _before(one: Duty, freeze: int) -> list[tuple[int, str, str | None]]:
    """Held pieces that begin before a moment."""
    return [
        (piece.start, piece.do, piece.hotspot) for piece in one.activities if piece.start < freeze and piece.do == VISIT
    ]


@pytest.mark.parametrize("number", range(0, 40, 3))
def test_a_repair_breaks_nothing_new_and_is_no_worse_than_the_best_single_swap(number: int) -> None:
    """Every swap of one visit to one other person, tried with the judge, misses at least as many windows."""
    scenario, plan = planned()
    gone = duty(number)
    found = replan(scenario, plan, absent(gone))
    now = after_events(scenario, absent(gone), frozenset())
    left = replace(plan, duties=tuple(one for one in plan.duties if one is not gone))
    allowed = faults(now, left)
    assert faults(found.scenario, found.plan) <= allowed
    best = min([windows_missed(now, left), *(windows_missed(now, one) for one in _swaps(now, left, gone, allowed))])
    assert windows_missed(found.scenario, found.plan) <= best


def _swaps(
    scenario: Scenario, left: Plan, gone: Duty, allowed: set[tuple[str, tuple[tuple[str, str], ...]]]
) -> Iterator[Plan]:
    """The plan with one lost visit in the patrol of one other person, in place, where the judge lets it pass."""
    for visit in (piece for piece in gone.activities if piece.do == VISIT):
        for other in left.duties:
            for place, piece in enumerate(other.activities):
                if piece.do != PATROL or not (piece.start <= visit.start and visit.end <= piece.end):
                    continue
                pieces = [
                    *other.activities[:place],
                    replace(piece, end=visit.start),
                    replace(visit),
                    replace(piece, start=visit.end),
                    *other.activities[place + 1 :],
                ]
                changed = replace(other, activities=tuple(one for one in pieces if one.end > one.start))
                crew = {name: changed if duty is other else duty for name, duty in enumerate(left.duties)}
                plan = replace(left, duties=tuple(_with_crew(one, visit, gone, other) for one in crew.values()))
                if faults(scenario, plan) <= allowed:
                    yield plan


def _with_crew(one: Duty, visit: Activity, gone: Duty, other: Duty) -> Duty:
    """Whoever was to go with the one who is gone goes with the other."""
    return replace(
        one,
        activities=tuple(
            replace(piece, crew=tuple(sorted({other.officer, *piece.crew} - {gone.officer, one.officer})))
            if piece.do == VISIT and (piece.hotspot, piece.start) == (visit.hotspot, visit.start)
            else piece
            for piece in one.activities
        ),
    )


def _with_loss() -> tuple[Duty, Replanned]:
    scenario, plan = planned()
    for one in plan.duties:
        found = replan(scenario, plan, absent(one))
        if found.changes > 1:
            return one, found
    pytest.fail("no absence of the quickstart needs two changes")


def test_too_few_changes_say_how_many_would_do() -> None:
    scenario, plan = planned()
    one, free = _with_loss()
    tight = replan(scenario, plan, absent(one), most_changes=0)
    assert (tight.changes, tight.least_changes) == (0, free.changes)
    assert windows_missed(tight.scenario, tight.plan) >= windows_missed(free.scenario, free.plan)
    assert replan(scenario, plan, absent(one), most_changes=free.changes).plan == free.plan


def test_who_comes_late_loses_what_began_before_and_keeps_the_rest() -> None:
    scenario, plan = planned()
    one = next(one for one in plan.duties if sum(piece.do == VISIT for piece in one.activities) > 1)
    first, *later = [piece for piece in one.activities if piece.do == VISIT]
    found = replan(scenario, plan, Events(lateness=(Lateness(one.officer, one.day, first.end),)))
    own = next(other for other in found.plan.duties if (other.officer, other.day) == (one.officer, one.day))
    kept = {piece.start for piece in own.activities if piece.do == VISIT}
    assert first.start not in kept
    assert {piece.start for piece in later} <= kept
    assert own.activities[0].do == RESERVE
    assert BREAK in {piece.do for piece in own.activities}


def test_an_opening_more_is_a_loss_to_make_good() -> None:
    scenario, plan = planned()
    session = next(iter(scenario.hub_sessions))
    day = scenario.horizon.dates[2]
    opening = AddedOpening(session, day, "15:00", "16:00")
    lost, found = candidates(scenario, plan, Events(openings=(opening,)))
    assert {type(one) for one in lost} == {LostSeat}
    assert found
    assert all(cover.effects for cover in found)
    repaired = replan(scenario, plan, Events(openings=(opening,)))
    assert scenario.horizon.at(day, "15:00") in repaired.plan.hub_sessions[session]


def test_a_duty_on_a_day_of_rest_is_priced_and_only_where_it_may_be() -> None:
    """Without leave to call people in, a minimum that falls short stays short."""
    scenario, plan = planned()
    results = [
        (replan(scenario, plan, absent(one)), replan(scenario, plan, absent(one), may_call=True))
        for one in plan.duties[::4]
    ]
    assert all(not without.called for without, _ in results)
    assert all(bool(with_calls.called) == bool(with_calls.cost) for _, with_calls in results)


def _three(early: int, late: int = 1, **more: Any) -> tuple[Scenario, Plan]:
    """Two on the early, one on the late that needs somebody; nobody rests."""
    day = "2025-06-03"
    who = {"role": "pc", "area": "town", "history": {"last_duty_ends": "2025-06-01T17:00"}}
    scenario = Scenario.model_validate(
        {
            "version": 1,
            "name": "three",
            "horizon": {"start": "2025-06-03", "days": 1, "timezone": "Europe/London"},
            "demand": {"weights": {"crime": 1.0}},
            "areas": {"town": {"base": {"lat": 52.1, "lon": -0.4}, "demand": {"crime": 1}}},
            "roles": {"pc": {"weekly_hours": 40, "annual_cost": 67500, "abstraction": 0.0}},
            "shifts": {"early": {"start": "07:00", "end": "17:00"}, "late": {"start": "14:00", "end": "00:00"}},
            "staffing": {"town": {"early": {"min": early}, "late": {"min": late}}},
            "officers": {
                "a": {**who, "published": {day: "early"}},
                "b": {**who, "published": {day: "early"}},
                "c": {**who, "published": {day: "late"}},
            },
            **more,
        }
    )
    schedule = plan_of(scenario, "", Options(), Stop(), lambda _: None).schedule
    assert schedule is not None
    return scenario, schedule.plan


def test_somebody_works_another_shift_where_theirs_can_spare_them() -> None:
    """At the price of a moved start; not where the early needs both, without leave, or once the early has begun."""
    scenario, plan = _three(early=1)
    gone = next(one for one in plan.duties if one.officer == "c")
    found = replan(scenario, plan, absent(gone), may_call=True)
    assert {one.officer: one.shift for one in found.plan.duties} in (
        {"a": "late", "b": "early"},
        {"a": "early", "b": "late"},
    )
    hourly = change_price(scenario, "a", gone.day, "early", "late")
    assert found.cost == pytest.approx(hourly, abs=0.01)
    assert hourly > 0
    assert not faults(found.scenario, found.plan)
    assert not replan(scenario, plan, absent(gone)).called
    begun = scenario.horizon.at(gone.day, "07:01")
    assert not replan(scenario, plan, replace(absent(gone), freeze_before=begun), may_call=True).called
    scenario, plan = _three(early=2)
    assert not replan(scenario, plan, absent(gone), may_call=True).called


def test_nobody_is_moved_away_from_a_hub_they_staff() -> None:
    """Both of the early are at the hub of the morning, before the late begins."""
    hub = {
        "title": "Hub",
        "area": "town",
        "lat": 52.1,
        "lon": -0.4,
        "when": [{"day": "tue", "from": "09:00", "to": "12:00"}],
        "staff": {"any": 2},
    }
    scenario, plan = _three(early=0, hub_sessions={"hub": hub})
    gone = next(one for one in plan.duties if one.officer == "c")
    assert not replan(scenario, plan, absent(gone), may_call=True).called


def test_nobody_gets_two_new_duties_that_are_lawful_only_one_by_one() -> None:
    """A late and then an early, seven hours apart: the one who rests on both days is called in for one of them."""
    scenario, _ = _three(early=1)
    first, second = "2025-06-03", "2025-06-04"
    days = {
        "a": {first: "early", second: "late"},
        "b": {first: "rest", second: "rest"},
        "c": {first: "late", second: "early"},
    }
    officers = {
        name: person.model_copy(
            update={"published": {date.fromisoformat(day): shift for day, shift in days[name].items()}}
        )
        for name, person in scenario.officers.items()
    }
    horizon = scenario.horizon.model_copy(update={"days": 2})
    scenario = scenario.model_copy(update={"officers": officers, "horizon": horizon})
    scenario = Scenario.model_validate(scenario.model_dump(by_alias=True, exclude_unset=True))
    schedule = plan_of(scenario, "", Options(), Stop(), lambda _: None).schedule
    assert schedule is not None
    gone = [one for one in schedule.plan.duties if one.officer == "c"]
    events = Events(absences=tuple(Absence(one.officer, one.day) for one in gone))
    found = replan(scenario, schedule.plan, events, may_call=True)
    assert len(gone) == 2
    assert [officer for (officer, _), _ in found.called] == ["b"]
    assert "daily_rest" not in {rule for rule, _ in faults(found.scenario, found.plan)}
