"""What two plans have people do differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rostering.comparing import differences
from rostering.schedule import PATROL, VISIT, Activity, Duty, Plan

DAY = date(2025, 6, 2)


def visit(start: int, hotspot: str = "market", *crew: str) -> Activity:
    return Activity(start, start + 15, VISIT, hotspot=hotspot, crew=crew)


def plan(*pieces: Activity, shift: str = "early", officer: str = "pc-1") -> Plan:
    return Plan((Duty(officer, DAY, shift, pieces),))


def kinds(before: Plan, after: Plan) -> list[str]:
    return [one.kind for one in differences(before, after).people]


def test_order_and_reasons_are_no_difference() -> None:
    """Only what is done counts."""
    before = Plan((*plan(visit(480), visit(600)).duties, Duty("pc-2", DAY, "late")))
    said = replace(visit(480), reason="last patrolled Sat")
    after = Plan((Duty("pc-2", DAY, "late"), *plan(visit(600), said).duties))
    assert differences(before, after).are_none


def test_of_visits_to_a_place_the_nearest_in_time_has_moved() -> None:
    """What is left over is new."""
    changed = differences(plan(visit(480)), plan(visit(500), visit(900)))
    assert [(one.kind, one.before, one.after) for one in changed.people] == [
        ("visit moved", visit(480), visit(500)),
        ("visit added", None, visit(900)),
    ]
    assert [one.kind for one in changed.visits] == ["moved", "added"]


def test_a_visit_elsewhere_has_not_moved() -> None:
    """One place is dropped, another is new."""
    assert kinds(plan(visit(480)), plan(visit(480, "arcade"))) == ["visit added", "visit dropped"]


def test_a_companion_removed_on_one_side_only_is_named() -> None:
    """Who is told to go with whom is a difference, even if both still go."""
    assert kinds(plan(visit(480, "market", "pc-2")), plan(visit(480))) == ["crew changed"]


def test_duties_come_go_and_change_shift() -> None:
    """A day without a duty is rest."""
    assert kinds(Plan(), plan()) == ["duty added"]
    assert kinds(plan(), Plan()) == ["duty removed"]
    assert kinds(plan(), plan(shift="late")) == ["shift changed"]


def test_minutes_spent_otherwise_leave_out_what_a_visit_accounts_for() -> None:
    """An hour of patrol of which a visit takes a quarter, and ten minutes are gone."""
    before = plan(Activity(480, 540, PATROL, area="east"))
    after = plan(visit(480), Activity(495, 530, PATROL, area="east"))
    assert [(one.kind, one.minutes) for one in differences(before, after).people] == [
        ("visit added", 0),
        ("other activities", 10),
    ]
