"""The best that each amount of money can do, beside the same shared equally; what keeps the promise; what next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rostering.scenario import Scenario
from rostering.strategy import Answer, Buyer, Desk, Purchase, Worth, build_ground

POUND_LESS = 1.0
"""How much less than the least budget is asked for, to see what breaks first."""


@dataclass(frozen=True)
class Point:
    """One budget."""

    budget: float
    best: Answer | None
    """Nothing where so much cannot be saved, or what has to be bought costs more."""
    equal: Answer | None
    """The same with every team treated alike; nothing where it cannot be."""
    next_pound: Purchase | None
    """What is worth most for each further pound (or, below 0, costs least for each pound saved)."""
    next_hours: float
    """Equitable patrol hours a 10,000 pounds of it bring at most, or cost at least, over the horizon."""


@dataclass(frozen=True)
class Frontier:
    """What a range of budgets comes to."""

    points: tuple[Point, ...]
    worth: Worth
    """What one more of anything is worth with nothing bought."""
    least: Answer | None
    """The mix that keeps every promise for the least money."""
    below: Answer | None
    """The best mix for a pound less: what breaks first. Nothing where no more can be saved."""


def frontier(scenario: Scenario, budgets: Sequence[float]) -> Frontier:
    """Answer each budget with whole people, in rising order; more money never comes to less.

    Args:
        scenario: with a section `funding`.
        budgets: pounds in the year; below 0, what has to be saved.
    """
    desk = Desk(build_ground(scenario))
    best, equal = Buyer(desk), Buyer(desk, is_equal=True)
    points = []
    floors: dict[Buyer, dict[Purchase, float] | None] = {best: None, equal: None}
    for budget in sorted(set(budgets)):
        mixes = {}
        for buyer in (best, equal):
            # Those who give up and those who buy choose among different mixes: only nothing at all is common to both.
            floor = (
                floors[buyer] if budget < 0 or (floors[buyer] is not None and is_bought(buyer, floors[buyer])) else None
            )
            mixes[buyer] = floors[buyer] = buyer.within(budget, floor)
        points.append(_point(desk, best, budget, mixes[best], mixes[equal]))
    least = best.least_budget()
    below = None
    if least is not None:
        spent = sum(desk.terms[one].price * amount for one, amount in least.items())
        mix = best.within(spent - POUND_LESS)
        below = None if mix is None else desk.outcome_of(mix)
    return Frontier(tuple(points), desk.worths({}), None if least is None else desk.outcome_of(least), below)


def is_bought(buyer: Buyer, mix: dict[Purchase, float] | None) -> bool:
    """Whether nothing in a mix is given up."""
    return all(buyer.terms[one].kind not in {"end_grant", "close_hub"} for one in mix or {})


def _point(
    desk: Desk, buyer: Buyer, budget: float, best: dict[Purchase, float] | None, equal: dict[Purchase, float] | None
) -> Point:
    if best is None:
        return Point(budget, None, None, None, 0.0)
    purchase, hours = next_pounds(desk, buyer, budget, best)
    return Point(budget, desk.outcome_of(best), None if equal is None else desk.outcome_of(equal), purchase, hours)


def next_pounds(desk: Desk, buyer: Buyer, budget: float, mix: dict[Purchase, float]) -> tuple[Purchase | None, float]:
    """The purchase that is worth most for each pound beside a mix, and the hours that 10,000 pounds of it bring."""
    _, slope = desk.value_of(mix)
    is_saving = budget < 0
    scenario = desk.ground.scenario
    options = scenario.funding.options if scenario.funding else {}
    best: tuple[float, Purchase] | None = None
    for one, terms in desk.terms.items():
        bought_of_option = sum(amount for other, amount in mix.items() if other.option == one.option)
        most = options[one.option].max
        is_spent = mix.get(one, 0.0) + buyer.each[one] > terms.most or (
            most is not None and bought_of_option + buyer.each[one] > most
        )
        if (terms.kind in {"end_grant", "close_hub"}) != is_saving or is_spent or terms.price == 0:
            continue
        rate = slope[one] / abs(terms.price)
        if best is None or rate > best[0]:
            best = rate, one
    return (None, 0.0) if best is None else (best[1], best[0] * 10_000)
