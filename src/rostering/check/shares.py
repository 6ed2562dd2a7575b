"""Rules on people beside demand, and on who carries how much of what nobody likes."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.check.words import TOLERANCE, at_words, found
from rostering.measures.shares import Burden, even_shares_of
from rostering.measures.stretches import stretches
from rostering.scenario import Scenario
from rostering.schedule import Plan, Violation
from rostering.words import officer_words

NOUNS: dict[Burden, str] = {
    "nights": "nights",
    "lates": "late duties",
    "weekends": "weekend duties",
    "cancelled_rest_days": "cancelled rest days",
}


def demand_matching(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A stretch of a day with more or fewer people of a team on duty than its hours, spread by demand, would give."""
    within = scenario.rules.demand_matching.within
    for area, of_team in stretches(scenario, plan).items():
        for stretch in of_team:
            off = abs(stretch.people - stretch.target)
            if off > within + TOLERANCE:
                until = scenario.horizon.clock_text(stretch.end)
                message = (
                    f"{scenario.title_of(area)} has {stretch.people:g} on duty on "
                    f"{at_words(scenario, stretch.start)}-{until}; its hours, spread by demand, give "
                    f"{stretch.target:.1f}"
                )
                yield found(scenario, "demand_matching", off, "people", message, area=area, at=stretch.start)


def even_shares(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """An officer who has many more or fewer nights, lates, weekend duties or cancelled rest days than is fair."""
    rule = scenario.rules.even_shares
    for burden in dict.fromkeys(rule.of):
        for share in even_shares_of(scenario, plan, burden):
            if abs(share.off) > rule.within + TOLERANCE:
                more = "more" if share.off > 0 else "fewer"
                message = (
                    f"{officer_words(share.officer)} has {share.duties} {NOUNS[burden]}, {abs(share.off):.1f} {more} "
                    "than a fair share, history counted"
                )
                yield found(scenario, "even_shares", abs(share.off), "duties", message, officer=share.officer)
