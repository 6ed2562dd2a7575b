"""Hours beside the contract, over the whole horizon: what `contract_hours` is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.rostered import published_hours, rostered
from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.scenario.terms import terms_of
from rostering.schedule import Plan


@dataclass(frozen=True)
class ContractedHours:
    """A rostered officer's hours of duty, and between what they should lie."""

    officer: str
    hours: float
    least: float
    most: float
    """Never below the hours published."""

    @property
    def outside(self) -> float:
        """Hours too many or too few."""
        return max(self.least - self.hours, self.hours - self.most, 0.0)


def contracted_hours(scenario: Scenario, plan: Plan) -> Iterator[ContractedHours]:
    """The hours of every rostered officer, also of those without a duty."""
    worked = view(scenario, plan).by_officer
    for officer, person in rostered(scenario):
        due = terms_of(scenario, person).hours
        hours = sum(duty.minutes for duty in worked.get(officer, ())) / MINUTES_PER_HOUR
        published = published_hours(scenario, person, scenario.horizon.dates)
        yield ContractedHours(officer, hours, due.least, max(due.most, published))
