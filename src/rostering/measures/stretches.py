"""People on duty beside demand, stretch by stretch of the day: what `demand_matching` is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from rostering.horizon import MINUTES_PER_HOUR, Span, merged
from rostering.measures.rostered import rostered
from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.schedule import Plan


@dataclass(frozen=True)
class Stretch:
    """The time between two neighbouring edges of a day (starts and ends of shifts, midnight) for one team."""

    start: int
    end: int
    demand: float
    """Its share of demand over the horizon's stretches."""
    people: float
    """People of the team on duty, on average; a whole number, because duties begin and end at edges."""
    target: float
    """People there would be if the hours the team works followed demand."""


def stretches(scenario: Scenario, plan: Plan) -> dict[str, tuple[Stretch, ...]]:
    """By area whose team has somebody rostered: the stretches that some shift of the horizon covers, in order.

    None where `demand.hours` is not given.
    """
    if scenario.demand.hours is None:
        return {}
    spans = _covered(scenario)
    demand = [_demand(scenario, span) for span in spans]
    total = sum(demand)
    if not total:
        return {}
    shares = [amount / total for amount in demand]
    teams = {person.area for _, person in rostered(scenario)}
    worked = _person_minutes(scenario, plan, spans)
    return {
        area: tuple(_stretches(spans, shares, [worked[area, start] for start, _ in spans]))
        for area in scenario.areas
        if area in teams
    }


def _stretches(spans: list[Span], shares: list[float], minutes: list[int]) -> list[Stretch]:
    total = sum(minutes)
    return [
        Stretch(start, end, share, spent / (end - start), total * share / (end - start))
        for (start, end), share, spent in zip(spans, shares, minutes, strict=True)
    ]


def _covered(scenario: Scenario) -> list[Span]:
    """The stretches inside shifts that start on a day of the horizon, in order."""
    horizon = scenario.horizon
    duties = [scenario.shift_span(day, shift) for day in horizon.dates for shift in scenario.shifts]
    days = [horizon.start + timedelta(days=offset) for offset in range(-1, horizon.days + 2)]
    edges = {edge for day in days for edge in _edges(scenario, day)}
    inside = merged((start, end) for start, end in duties if start < end)
    covered, at = [], 0
    for start, end in pairwise(sorted(edges)):
        while at < len(inside) and inside[at][1] <= start:
            at += 1
        if at < len(inside) and inside[at][0] <= start and end <= inside[at][1]:
            covered.append((start, end))
    return covered


def _edges(scenario: Scenario, day: date) -> set[int]:
    spans = (scenario.shift_span(day, shift) for shift in scenario.shifts)
    return {scenario.horizon.at(day)}.union(*spans)


def _demand(scenario: Scenario, span: Span) -> float:
    """The numbers of `demand.hours` over the minutes of a stretch."""
    profile, horizon = scenario.demand.hours, scenario.horizon
    amount, at = 0.0, span[0]
    while at < span[1] and profile is not None:
        local = horizon.local(at)
        until = min(span[1], at + MINUTES_PER_HOUR - local.minute)
        amount += profile.on(local.weekday())[local.hour] * (until - at)
        at = until
    return amount


def _person_minutes(scenario: Scenario, plan: Plan, spans: list[Span]) -> dict[tuple[str, int], int]:
    """By area and start of a stretch: minutes of all who are on duty in it."""
    position = {start: number for number, (start, _) in enumerate(spans)}
    minutes: dict[tuple[str, int], int] = defaultdict(int)
    for duty in (duty for duty in view(scenario, plan).worked if duty.minutes > 0):
        for start, end in spans[position[duty.start] :]:
            if start >= duty.end:
                break
            minutes[duty.person.area, start] += end - start
    return minutes


def demand_match(scenario: Scenario, plan: Plan) -> float | None:
    """How the hours of rostered teams follow demand: 1 - half the sum over stretches of |share of hours - share of
    demand|, mean over areas by hours; 0 where nobody works, nothing where there is nothing to compare.
    """
    teams = stretches(scenario, plan)
    if not teams:
        return None
    matched = total = 0.0
    for of_team in teams.values():
        spent = [stretch.people * (stretch.end - stretch.start) for stretch in of_team]
        worked = sum(spent)
        if worked:
            off = sum(abs(part / worked - one.demand) for part, one in zip(spent, of_team, strict=True)) / 2
            matched += worked * (1 - off)
            total += worked
    return matched / total if total else 0.0
