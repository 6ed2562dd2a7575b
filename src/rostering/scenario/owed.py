"""What every duty owes before it patrols: briefing, break, reserve. For whoever plans; the judge counts for itself."""

from __future__ import annotations

from math import ceil, floor

from rostering.horizon import MINUTES_PER_HOUR, Span
from rostering.scenario.records import Scenario

ROUNDING_ERROR = 1e-9
"""Added before rounding down, so that a tenth of 480 minutes, which floats hold a little short, is 48."""


def briefing_minutes(scenario: Scenario) -> int:
    """The briefing at the start of a duty."""
    rule = scenario.rules.briefing
    return rule.minutes if rule.level != "off" else 0


def break_minutes(scenario: Scenario, length: int) -> int:
    """The break that a duty of so many minutes earns."""
    rule = scenario.rules.breaks
    if rule.level == "off":
        return 0
    earned = [hours for hours in rule.minutes_from_hours if hours * MINUTES_PER_HOUR <= length]
    return rule.minutes_from_hours[max(earned)] if earned else 0


def middle_half(span: Span) -> Span:
    """The whole minutes of the middle half of a duty, in which its break lies."""
    quarter = (span[1] - span[0]) / 4
    return ceil(span[0] + quarter), floor(span[1] - quarter)


def reserve_shares(scenario: Scenario) -> dict[str, float]:
    """By role, the share of duty time still expected to be withdrawn when the days away that are known are taken off.

    With abstraction a and the share w of officer-days known to be away, what remains of each duty is (1 - a) / (1 - w).
    """
    shares: dict[str, float] = {}
    for role_id, role in scenario.roles.items():
        people = [officer for officer in scenario.people.values() if officer.role == role_id]
        away = sum(len(officer.unavailable) for officer in people)
        known = away / (len(people) * scenario.horizon.days) if people else 0.0
        further = max(0.0, 1 - (1 - role.abstraction) / (1 - known)) if known < 1 else 0.0
        shares[role_id] = further if scenario.rules.abstraction.level != "off" else 0.0
    return shares


def reserve_minutes(share: float, length: int) -> int:
    """Whole minutes of a duty that are promised to nobody."""
    return floor(share * length + ROUNDING_ERROR)
