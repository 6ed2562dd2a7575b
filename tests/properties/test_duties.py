"""For any roster, the rows of the duty rules hold if and only if the judge accepts it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from rostering import check
from rostering.model import constraints
from rostering.model.keys import DutyKey
from rostering.schedule import Plan, Violation
from tests.properties.rosters import Roster, rosters
from tests.properties.rows import broken_rows, choose, unsolved

DUTY_RULES = (
    "one_duty_a_day",
    "availability",
    "published_duty",
    "daily_rest",
    "weekly_hours",
    "average_weekly_hours",
    "consecutive_duties",
    "staffing_minimum",
    "staffing_preference",
    "staffing_maximum",
    "skills_on_duty",
    "requests",
    "same_team",
)
"""Those of a line have a test of their own, with their limits drawn too (`test_lines`)."""
TOGETHER = {"staffing_minimum", "staffing_preference", "staffing_maximum", "skills_on_duty", "requests", "same_team"}


def _violations(roster: Roster, plan: Plan) -> set[tuple[str, tuple[tuple[str, str], ...], float]]:
    found: list[Violation] = [
        violation for rule in DUTY_RULES for violation in getattr(check, rule)(roster.scenario, plan)
    ]
    return {(violation.rule, violation.where, violation.amount) for violation in found}


def _is_of_published_duties_alone(violation: tuple[str, object, float]) -> bool:
    return violation[0] not in {"published_duty", *TOGETHER}


@settings(max_examples=700, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(roster=rosters())
def test_rows_of_the_duty_rules_hold_if_and_only_if_the_judge_accepts_the_roster(roster: Roster) -> None:
    """What published duties break among themselves is the judge's alone: the rows of such duties are left out."""
    model = unsolved(roster.scenario)
    choose(model.variables.duty, [DutyKey(*duty) for duty in roster.chosen])
    rows = broken_rows(model, *(getattr(constraints, rule) for rule in DUTY_RULES))
    alone = {found for found in _violations(roster, roster.published) if _is_of_published_duties_alone(found)}
    judged = _violations(roster, roster.plan) - alone
    of_rows, of_judge = {rule for rule, _ in rows}, {rule for rule, _, _ in judged}
    assert of_rows & TOGETHER == of_judge & TOGETHER, (rows, judged)
    assert bool(of_rows - TOGETHER) == bool(of_judge - TOGETHER), (rows, judged)
