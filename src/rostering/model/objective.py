"""The passes: the levels of the lexicographic objective, most important first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pulp
from pulp import lpSum

from rostering.horizon import MINUTES_PER_HOUR
from rostering.model.constraints.minutes import lent_minutes
from rostering.model.keys import Staffing
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, hotspot_shares

Expression = pulp.LpAffineExpression
REQUIRED_WEIGHT = 1000.0
"""In one sum, what a person costs who is missing from, or too many for, what is required: more than any preference."""
PRICED_AT = 100.0
"""Pounds of a change that count as one breach."""


@dataclass(frozen=True)
class Pass:
    """One level of the objective."""

    name: str
    """In the schedule; the name of the rule it serves where it serves one."""
    unit: str
    """What its value counts."""
    sense: int
    """Whether less or more is better."""
    express: Callable[[Scenario, Sets, Variables], Expression]
    """The value, as an expression."""
    good_enough: float
    """A proven distance from the best, in units, at which the pass may stop (half a visit, an hour...)."""
    settles: Callable[[Variables], Iterable[pulp.LpVariable]] = lambda _: ()
    """What stays as it is from here on."""

    @property
    def is_least_best(self) -> bool:
        """Whether the value is made as small as possible, not as large."""
        return self.sense == pulp.LpMinimize


def window_weights(scenario: Scenario) -> dict[str, float]:
    """What a missed window of the guarantee weighs, by hotspot: half the same for all, half by demand; 1 on average."""
    shares = hotspot_shares(scenario)
    return {spot: 0.5 + 0.5 * share * len(shares) for spot, share in shares.items()}


def _guarantee(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    if scenario.rules.hotspot_guarantee.level != "required":
        return lpSum([])
    weights = window_weights(scenario)
    return lpSum(weights[spot] * missed for (spot, _), missed in v.window_missed.items())


def _staffing(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    hubs = [opening.hours * short for opening, short in v.hub_short.items() if opening not in v.held]
    teams = [
        _hours(scenario, key) * short for key, short, level, _ in _named_on_shifts(scenario, v) if level == "required"
    ]
    return lpSum(hubs) + lpSum(teams)


def _named_on_shifts(scenario: Scenario, v: Variables) -> Iterator[tuple[Staffing, pulp.LpVariable, str, float]]:
    """People missing or too many on shifts, with level and weight of their rule."""
    rules = scenario.rules
    for table, rule in ((v.staff_short, rules.staffing_minimum), (v.over_maximum, rules.staffing_maximum)):
        yield from ((key, number, rule.level, rule.weight) for key, number in table.items())
    skills = rules.skills_on_duty
    yield from ((key, short, skills.level, skills.weight) for (key, _), short in v.skill_short.items())


def _preferences(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    rules = scenario.rules
    terms: list[Any] = [
        weight * number for _, number, level, weight in _named_on_shifts(scenario, v) if level == "preferred"
    ]
    if rules.hotspot_guarantee.level == "preferred":
        weights = window_weights(scenario)
        terms.extend(
            rules.hotspot_guarantee.weight * weights[spot] * missed for (spot, _), missed in v.window_missed.items()
        )
    for opening, held in v.held.items():
        weight = scenario.hub_sessions[opening.session].weight or 1.0
        terms.append(weight - weight * held)
    for name, slacks in v.broken.items():
        terms.extend(getattr(rules, name).weight * slack for slack in slacks)
    return lpSum(chain(terms, _duty_preferences(scenario, v)))


def _duty_preferences(scenario: Scenario, v: Variables) -> Iterator[Any]:
    """What is preferred of duties: numbers on shifts, people when demand is, weekends off, no changes."""
    rules = scenario.rules
    if rules.staffing_preference.level == "preferred":
        yield from (rules.staffing_preference.weight * under for under in v.under_preference.values())
        yield from (rules.staffing_preference.extra_weight * over for over in v.over_preference.values())
    for stretch, off in v.people_off.items():
        yield from off.cost(rules.demand_matching.weight * stretch.hours)
    yield from (rules.weekends_off.weight * over for over in v.weekends_over.values())
    yield from (rules.published_duty.weight / PRICED_AT * pounds for pounds in v.change_price.values())


def _spare(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return lpSum(v.spare_short.values())


def _hotspot_share(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return lpSum(v.spot_off.values() if scenario.rules.hotspot_share.level != "off" else [])


def _least_served(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return lpSum([v.served] if scenario.rules.least_served_area.level != "off" else [])


def _area_share(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return lpSum(v.area_off.values() if scenario.rules.area_share.level != "off" else [])


def _journeys(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    """Hours on the way to hotspots and hubs: lent crews and staff have the longer ways."""
    dwell = scenario.rules.hotspot_guarantee.minutes
    visits = [
        (sets.visit_minutes(spot, group.team) - dwell) / MINUTES_PER_HOUR * crew
        for (spot, _, group), crew in v.crew.items()
    ]
    hubs = [
        (sum(minutes.values()) / MINUTES_PER_HOUR - opening.hours) * v.staff[duty, opening]
        for (duty, opening), minutes in sets.can_staff.items()
    ]
    return lpSum(visits + hubs)


def _lending(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    lent = [minutes for terms in lent_minutes(scenario, sets, v).values() for minutes in terms]
    return lpSum(lent) / MINUTES_PER_HOUR


def _hour_share(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    is_wanted = scenario.rules.hour_share.level != "off" and scenario.demand.hours is not None
    return lpSum(v.hour_off.values() if is_wanted else [])


def _requests(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    if scenario.rules.requests.level == "off":
        return lpSum([])
    return lpSum(
        abs(request.weight) * unmet
        for (officer, number), unmet in v.request_unmet.items()
        if (officer, (request := scenario.people[officer].requests[number]).day) in sets.free_days
    )


def _even_shares(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return lpSum(chain.from_iterable(off.cost(scenario.rules.even_shares.weight) for off in v.share_off.values()))


def _same_team(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    return scenario.rules.same_team.weight * lpSum(v.without_other.values())


def _hours(scenario: Scenario, key: Staffing) -> float:
    start, end = scenario.shift_span(key.day, key.shift)
    return (end - start) / MINUTES_PER_HOUR


def _visits_and_hubs(v: Variables) -> Iterable[pulp.LpVariable]:
    return chain(v.visits.values(), v.crew.values(), v.staff.values(), v.held.values())


SERVICE_PASSES: tuple[Pass, ...] = (
    Pass("hotspot_guarantee", "weighted windows missed", pulp.LpMinimize, _guarantee, 0.0),
    Pass("hub_staff", "person-hours short at hubs and on shifts", pulp.LpMinimize, _staffing, 0.0),
    Pass("preferences", "weighted breaches", pulp.LpMinimize, _preferences, 0.0),
    Pass("spare_visits", "spare visits short, window by window", pulp.LpMinimize, _spare, 0.0),
    Pass("hotspot_share", "visits off their due, squared over the due", pulp.LpMinimize, _hotspot_share, 0.05),
    Pass("journeys", "hours on the way to hotspots and hubs", pulp.LpMinimize, _journeys, 1.0, _visits_and_hubs),
)
"""What is promised, and what keeping it costs in journeys; the last of them settles visits, crews and hub staff."""

EQUITY_PASSES: tuple[Pass, ...] = (
    Pass("least_served_area", "patrol hours at full demand share", pulp.LpMaximize, _least_served, 1.0),
    Pass("area_share", "patrol hours below their share", pulp.LpMinimize, _area_share, 1.0),
    Pass("lending", "hours lent", pulp.LpMinimize, _lending, 1.0),
    Pass("hour_share", "patrol hours off the hours of demand", pulp.LpMinimize, _hour_share, 1.0),
    Pass("requests", "weighted requests not met", pulp.LpMinimize, _requests, 0.0),
    Pass("even_shares", "duties off fair shares, squared", pulp.LpMinimize, _even_shares, 0.0),
    Pass("same_team", "duties without the one to work with", pulp.LpMinimize, _same_team, 0.0),
)
"""How what is left is shared out. With visits and hub staff settled these are linear programs, but for free duties."""

PASSES = SERVICE_PASSES + EQUITY_PASSES


def roster_cost(scenario: Scenario, sets: Sets, v: Variables) -> Expression:
    """All that a roster is judged by in one sum, for where duties alone are decided: people missing or too many against
    what is required at `REQUIRED_WEIGHT` each, then preferences, requests, even shares and teams at their weights.
    """
    missing = [number for _, number, level, _ in _named_on_shifts(scenario, v) if level == "required"]
    hubs = [short for opening, short in v.hub_short.items() if opening not in v.held]
    kinds = [short for (opening, _), short in v.kind_short.items() if opening not in v.held]
    wishes = [express(scenario, sets, v) for express in (_preferences, _requests, _even_shares, _same_team)]
    return REQUIRED_WEIGHT * lpSum([*missing, *hubs, *kinds]) + lpSum(wishes)


def demand_weighted_patrol(scenario: Scenario, v: Variables) -> Expression:
    """Patrol hours, each counted by its area's share of demand: what ranking by demand alone would make most of."""
    shares = area_shares(scenario)
    return lpSum(shares[area] * hours for (area, _), hours in v.patrolled.items())
