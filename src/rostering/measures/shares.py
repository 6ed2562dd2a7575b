"""Nights, lates, weekend duties and cancelled rest days beside a fair share of them: what `even_shares` is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from rostering.horizon import day_name
from rostering.measures.rostered import published_shift, rostered
from rostering.measures.view import view
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.terms import allowed_shifts, is_free, kind_of, terms_of
from rostering.schedule import Plan

Burden = Literal["nights", "lates", "weekends", "cancelled_rest_days"]
"""What is shared out evenly."""
BURDENS: tuple[Burden, ...] = get_args(Burden)
WEEKEND = ("sat", "sun")


@dataclass(frozen=True)
class Share:
    """One officer's part of a team's burden."""

    officer: str
    burden: Burden
    duties: int
    """Duties of the kind in the plan."""
    fair: float
    """Duties that would be fair, what history counts taken off; below 0 for somebody who had more than that before."""

    @property
    def off(self) -> float:
        """Duties more than fair; below 0, fewer."""
        return self.duties - self.fair


def even_shares_of(scenario: Scenario, plan: Plan, burden: Burden) -> Iterator[Share]:
    """The shares of all rostered officers who can have such duties, by area and officer."""
    teams: dict[str, list[tuple[str, Officer]]] = defaultdict(list)
    for officer, person in rostered(scenario):
        if _can_have(scenario, person, burden):
            teams[person.area].append((officer, person))
    counted = duties_counted(scenario, plan, burden)
    for area in sorted(teams):
        before = {officer: person.history.counts.get(burden, 0) for officer, person in teams[area]}
        weights = {officer: _weight(scenario, person) for officer, person in teams[area]}
        total = sum(counted[officer] + before[officer] for officer in before)
        for officer in sorted(before):
            fair = total * weights[officer] / sum(weights.values()) - before[officer]
            yield Share(officer, burden, counted[officer], fair)


def _weight(scenario: Scenario, person: Officer) -> float:
    here = sum(day not in person.unavailable for day in scenario.horizon.dates)
    return terms_of(scenario, person).weekly_hours * here


def duties_counted(scenario: Scenario, plan: Plan, burden: Burden) -> Counter[str]:
    """By officer who has any: duties of the kind in the plan."""
    return Counter(
        duty.officer
        for duty in view(scenario, plan).worked
        if _is_of(scenario, burden, duty.day, duty.shift, is_rest=(duty.person.published or {}).get(duty.day) == REST)
    )


def _is_of(scenario: Scenario, burden: Burden, day: date, shift: str, *, is_rest: bool) -> bool:
    """Whether a duty is such a burden; `is_rest` where the day was published as rest."""
    if burden == "cancelled_rest_days":
        return is_rest
    if burden == "weekends":
        return day_name(day) in WEEKEND
    return kind_of(scenario.shifts[shift]) == {"nights": "night", "lates": "late"}[burden]


def _can_have(scenario: Scenario, person: Officer, burden: Burden) -> bool:
    if burden == "cancelled_rest_days":
        return scenario.rules.published_duty.level == "preferred" and any(
            (person.published or {}).get(day) == REST and day not in person.unavailable
            for day in scenario.horizon.dates
        )
    return any(
        _is_of(scenario, burden, day, shift, is_rest=False)
        for day in scenario.horizon.dates
        for shift in _possible(scenario, person, day)
    )


def _possible(scenario: Scenario, person: Officer, day: date) -> Iterator[str]:
    """The shifts an officer can have on a day: the published one, or on a free day what pattern and limits allow."""
    published = published_shift(person, day)
    if published is not None:
        yield published
    if not is_free(person, day):
        return
    rules = scenario.rules
    limits = {} if rules.shift_limits.level == "off" else terms_of(scenario, person).shift_limits
    shifts = scenario.shifts if rules.working_pattern.level == "off" else allowed_shifts(scenario, person, day)
    yield from (shift for shift in scenario.shifts if shift in shifts and limits.get(shift, 1) > 0)


def most_uneven(scenario: Scenario, plan: Plan, burden: Burden) -> float:
    """Duties by which the officer furthest from a fair share is off it."""
    return max((abs(share.off) for share in even_shares_of(scenario, plan, burden)), default=0.0)
