"""What every opening of a hub costs in patrol and windows kept, and which the model keeps, moves or drops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rostering.model.keys import Opening
from rostering.scenario import Scenario
from rostering.scenario.pay import hourly_cost
from rostering.strategy import Answer, Desk, build_ground
from rostering.strategy.purchases import on_day

Advice = Literal["required", "keep", "move", "drop"]
WORTH_MOVING = 0.5
"""Patrol hours that a move has to bring, at least, to be worth telling people of."""


@dataclass(frozen=True)
class HubPrice:
    """One opening of a hub."""

    opening: Opening
    person_hours: float
    """Of people at the hub."""
    staff_cost: float
    """What these hours cost in pay, at the mean of the area's team."""
    patrol_hours: float
    """Patrol hours there would be more without it."""
    least_served_hours: float
    """The same in equitable hours: what the least-served area's level gains."""
    windows: float
    """Weighted windows of the guarantee it costs."""
    short: float
    """People missing at it."""
    advice: Advice
    move_to: Opening | None
    move_gains: float
    """Equitable patrol hours that the best move brings."""


def hub_prices(scenario: Scenario) -> list[HubPrice]:
    """The price of every opening: the strategic model with it and without it, all others staying."""
    ground = build_ground(scenario)
    desk = Desk(ground)
    base = desk.outcome_of({})
    return [_price(desk, base, opening) for opening in ground.openings]


def _price(desk: Desk, base: Answer, opening: Opening) -> HubPrice:
    scenario = desk.ground.scenario
    session = scenario.hub_sessions[opening.session]
    without = _held(desk, opening, 0.0)
    hours = session.people * opening.hours
    advice: Advice = "required"
    moved, gains = None, 0.0
    if session.level == "preferred":
        moved, gains = _best_move(scenario, base, opening)
        is_kept = base.held[opening] > 1 / 2
        advice = "move" if moved is not None else "keep" if is_kept else "drop"
    return HubPrice(
        opening=opening,
        person_hours=hours,
        staff_cost=hours * _mean_cost(scenario, session.area),
        patrol_hours=without.patrol_hours - base.patrol_hours,
        least_served_hours=without.values["least_served_area"] - base.values["least_served_area"],
        windows=base.values["hotspot_guarantee"] - without.values["hotspot_guarantee"],
        short=base.hubs_short.get(opening, 0.0),
        advice=advice,
        move_to=moved,
        move_gains=gains,
    )


def _held(desk: Desk, opening: Opening, held: float) -> Answer:
    """What it comes to when an opening is held, or not, whatever the scenario says."""
    variable = desk.strategy.v.held[opening]
    column = desk.solver.column[variable.id]
    low, high = float(desk.solver.lower[column]), float(desk.solver.upper[column])
    desk.solver.bound(variable, held, held)
    answer = desk.outcome_of({})
    desk.solver.bound(variable, low, high)
    return answer


def _best_move(scenario: Scenario, base: Answer, opening: Opening) -> tuple[Opening | None, float]:
    """The same hours on the day that serves patrol best, where that is worth a move."""
    others = [on_day(scenario, opening, day) for day in scenario.horizon.dates]
    others = [other for other in others if other.opens != opening.opens and other not in base.held]
    moving = Desk(build_ground(scenario), moves={opening: others})
    for one in (opening, *others):
        moving.solver.bound(moving.strategy.v.held[one], 0.0, 0.0)
    best, gains = None, WORTH_MOVING
    for other in others:
        moving.solver.bound(moving.strategy.v.held[other], 0.0, 1.0)
        answer = moving.outcome_of({})
        moving.solver.bound(moving.strategy.v.held[other], 0.0, 0.0)
        gain = answer.values["least_served_area"] - base.values["least_served_area"]
        was_dropped = answer.held[other] > base.held[opening] + 1 / 2
        is_worse = answer.values["preferences"] > base.values["preferences"] + 1 / 2
        if not is_worse and (was_dropped or gain > gains):
            best, gains = other, gain
    return best, gains if best is not None else 0.0


def _mean_cost(scenario: Scenario, area: str) -> float:
    roles = [officer.role for officer in scenario.people.values() if officer.area == area] or list(scenario.roles)
    return sum(hourly_cost(scenario, role) for role in roles) / len(roles)
