"""One week of a longer horizon as a scenario of its own, when all duties are decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from rostering.horizon import DAYS_PER_WEEK, Horizon
from rostering.measures.guarantee import open_days
from rostering.scenario import REST, Hotspot, Officer, Scenario
from rostering.scenario.owed import reserve_shares
from rostering.scenario.records import History, Role
from rostering.scenario.rules import Rules

Decided = Mapping[tuple[str, date], str]
"""By officer and day: the shift, or `rest`; a day that is absent is a rest day."""
MOST_MADE_UP = 0.5
"""A week makes up for what earlier weeks left off their due by at most this fraction of a week's visits."""


@dataclass(frozen=True)
class Past:
    """What the weeks before planned, by hotspot."""

    ends: Mapping[str, int] = field(default_factory=dict)
    """When the last visit that counts ends, on the clock of the whole horizon."""
    weeks: int = 0
    """How many of them tell of the minutes that follow."""
    due: Mapping[str, int] = field(default_factory=dict)
    """Minutes of dwell that were due."""
    given: Mapping[str, int] = field(default_factory=dict)
    """Minutes of dwell that were planned."""


def first_days(horizon: Horizon) -> tuple[date, ...]:
    """The first days of a horizon's weeks, counted from its first day; the last week may be cut short."""
    return horizon.dates[::DAYS_PER_WEEK]


def week_scenario(scenario: Scenario, decided: Decided, first: date, past: Past) -> Scenario:
    """A week of a scenario, with everything that its model and its itineraries read as the whole horizon has it.

    Every day is published as decided, so nothing is left to roster: days away, requests and how a published day may be
    changed say nothing any more. What the days away take from the reserve is taken from the roles' abstraction, which
    here is the share of each duty that the whole horizon keeps.

    Args:
        scenario: the whole horizon.
        decided: the duties of the week and, for rest before its first ones, those before it.
        first: the week's first day.
        past: what the weeks before planned.
    """
    whole = scenario.horizon
    days = min(DAYS_PER_WEEK, (whole.end - first).days)
    horizon = Horizon.model_construct(start=first, days=days, timezone=whole.timezone)
    reserve = reserve_shares(scenario)
    changes = {
        "horizon": horizon,
        "officers": {
            officer_id: _with_duties(scenario, officer_id, officer, decided, horizon.dates)
            for officer_id, officer in scenario.people.items()
        },
        "roles": {role_id: _with_reserve(role, reserve[role_id]) for role_id, role in scenario.roles.items()},
        "hotspots": {
            spot_id: spot if first == whole.start else _visited(scenario, spot_id, spot, past)
            for spot_id, spot in scenario.hotspots.items()
        },
        "rules": _rules(scenario),
    }
    # A copy would take along what the whole scenario has computed about itself, its people among it.
    return Scenario.model_construct(**{name: getattr(scenario, name) for name in Scenario.model_fields} | changes)


def _with_duties(
    scenario: Scenario, officer_id: str, officer: Officer, decided: Decided, days: tuple[date, ...]
) -> Officer:
    changes = {
        "published": {day: decided.get((officer_id, day), REST) for day in days},
        "unavailable": {},
        "requests": [],
        "history": _history(scenario, officer_id, officer, decided, days[0]),
    }
    return officer.model_copy(update=changes)


def _history(scenario: Scenario, officer_id: str, officer: Officer, decided: Decided, first: date) -> History:
    """The officer's history, its last duty the one before the week."""
    day = first - timedelta(days=1)
    while day >= scenario.horizon.start:
        shift = decided.get((officer_id, day), REST)
        if shift != REST:
            ended = scenario.horizon.local(scenario.shift_span(day, shift)[1])
            return officer.history.model_copy(update={"last_duty_ends": ended})
        day -= timedelta(days=1)
    return officer.history


def _with_reserve(role: Role, share: float) -> Role:
    return role.model_copy(update={"abstraction": share})


def _visited(scenario: Scenario, spot_id: str, spot: Hotspot, past: Past) -> Hotspot:
    """The hotspot with its last visit before the week, and with what it is still owed, or has had too much, in its
    demand: visits are rounded week by week, and the errors would add up.
    """
    made_up = _made_up(past, spot_id)
    demand = {measure: amount * made_up for measure, amount in spot.demand.items()}
    return spot.model_copy(update={"last_patrolled": _last_patrolled(scenario, spot_id, past), "demand": demand})


def _made_up(past: Past, spot_id: str) -> float:
    due = past.due.get(spot_id, 0)
    off = past.weeks * (due - past.given.get(spot_id, 0)) / due if due else 0.0
    return 1 + max(-MOST_MADE_UP, min(off, MOST_MADE_UP))


def _last_patrolled(scenario: Scenario, spot_id: str, past: Past) -> datetime:
    """For a hotspot that was never visited, the start of the whole horizon: its clock starts then, and a visit that
    ended then was the day before's, so that those windows are judged that begin in the horizon.
    """
    known = scenario.hotspots[spot_id].last_patrolled
    if spot_id not in past.ends and known is not None:
        return known
    return scenario.horizon.local(past.ends.get(spot_id, 0))


def _rules(scenario: Scenario) -> Rules:
    """The rule book with its blocks where the whole horizon has them, and duties that stay as they are."""
    guarantee, published = scenario.rules.hotspot_guarantee, scenario.rules.published_duty
    changes = {
        "hotspot_guarantee": guarantee.model_copy(
            update={"blocks_from": guarantee.blocks_from or scenario.horizon.start}
        ),
        "published_duty": published.model_copy(update={"level": "required"}),
    }
    return scenario.rules.model_copy(update=changes)


def latest_before(scenario: Scenario, first: date) -> dict[str, int]:
    """By hotspot: an end of its last visit that is no later than the one a plan of the weeks before will have, if that
    plan keeps its windows. A week that keeps the guarantee from there keeps it from any later visit.

    For windows of days only: counted in elapsed hours, the clock would run over before the week's first visit.
    """
    horizon, dwell = scenario.horizon, scenario.rules.hotspot_guarantee.minutes
    ends: dict[str, int] = {}
    for spot_id, spot in scenario.hotspots.items():
        day = _visited_by_then(scenario, spot_id, first)
        end = horizon.at(day) + dwell
        known = 0 if spot.last_patrolled is None else horizon.instant(spot.last_patrolled)
        ends[spot_id] = max(end, known)
    return ends


def _visited_by_then(scenario: Scenario, spot_id: str, first: date) -> date:
    """The last day on or after which a hotspot's windows that are to be kept before a day have their visit."""
    rule = scenario.rules.hotspot_guarantee
    length = timedelta(days=rule.every_days)
    ahead = [first + timedelta(days=offset) for offset in range(rule.every_days - 1)]
    opens = min(open_days(scenario, spot_id, ahead), default=scenario.horizon.end + length)
    begins = [day - length + timedelta(days=1) for day in ahead if day < opens]
    if rule.counted == "blocks":
        origin = rule.blocks_from or scenario.horizon.start
        begins = [day for day in begins if (day - origin).days % rule.every_days == 0]
    return max([first - length, *begins])
