"""What could be bought or given up, one by one: an option in an area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from rostering.horizon import day_name
from rostering.model.keys import Group, Opening
from rostering.scenario import HubSession, Scenario
from rostering.scenario.funding import full_year_price, price
from rostering.scenario.records import FundingOption
from rostering.strategy.ground import Ground


class Purchase(NamedTuple):
    """An option in an area for a role, or a hub's."""

    option: str
    area: str
    role: str
    """Empty for what is about a hub."""


class Terms(NamedTuple):
    """What one of a purchase is and costs."""

    kind: str
    """`hire`, `hours`, `end_grant`, `open_hub` or `close_hub`."""
    price: float
    """Pounds in the year of the budget; below 0 for what saves money."""
    full_year: float
    """Pounds in a full year."""
    most: float
    group: Group | None
    """Whose people become more or fewer, where it is about people."""


def purchases(ground: Ground) -> dict[Purchase, Terms]:
    """Everything the scenario's funding offers, in its order; nothing where it has none."""
    funding = ground.scenario.funding
    return {
        purchase: terms
        for option_id, option in (funding.options if funding else {}).items()
        for purchase, terms in _of_option(ground, option_id, option)
    }


def _of_option(ground: Ground, option_id: str, option: FundingOption) -> Iterator[tuple[Purchase, Terms]]:
    scenario = ground.scenario
    cost, full_year = price(scenario, option), full_year_price(scenario, option)
    hub = option.open_hub or option.close_hub
    if hub is not None:
        kind = "open_hub" if option.open_hub else "close_hub"
        yield Purchase(option_id, scenario.hub_sessions[hub].area, ""), Terms(kind, cost, full_year, 1, None)
        return
    most = float(option.max or 0)
    for area in scenario.areas if option.areas == "all" else option.areas:
        for role, kind in _roles(option, scenario):
            group = Group(area, role)
            has_people = ground.people[group] > 0
            if kind == "hours" and not has_people:
                continue
            there = min(most, ground.people[group]) if kind == "end_grant" else most
            yield Purchase(option_id, area, role), Terms(kind, cost, full_year, there, group)


def _roles(option: FundingOption, scenario: Scenario) -> list[tuple[str, str]]:
    if option.hire is not None:
        return [(option.hire, "hire")]
    if option.end_grant is not None:
        return [(option.end_grant, "end_grant")]
    return [(role, "hours") for role in ([option.role] if option.role else scenario.roles)]


def openings_of(scenario: Scenario, option: FundingOption) -> frozenset[Opening]:
    """The openings in the horizon that an option would open or close."""
    hub = option.open_hub or option.close_hub
    if hub is None:
        return frozenset()
    session = scenario.hub_sessions[hub]
    whens = option.when or session.when
    return frozenset(
        Opening(hub, *scenario.horizon.span(day, when.start, when.end))
        for when in whens
        for day in scenario.horizon.dates
        if day_name(day) == when.day
    )


def on_day(scenario: Scenario, opening: Opening, day: date) -> Opening:
    """The same hours of a hub on another day."""
    start = scenario.horizon.clock_text(opening.opens)[:5]
    begins = scenario.horizon.at(day, start)
    return Opening(opening.session, begins, begins + opening.closes - opening.opens)


def weight_of(session: HubSession) -> float:
    """What an opening that is not held costs against other preferences."""
    return session.weight or 1.0
