"""What is pinned of an earlier plan, as bounds of variables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pulp

from rostering.model import Model
from rostering.scenario import Scenario
from rostering.scenario.held import held_of
from rostering.schedule import Pins


def hold_days(scenario: Scenario, model: Model) -> None:
    """Give every officer on a day that is held the shift it is held with, or none."""
    for duty, variable in model.variables.duty.items():
        shift = held_of(scenario.people[duty.officer]).get(duty.day)
        if shift is not None:
            variable.lowBound = variable.upBound = int(shift == duty.shift)


def hold_tasks(model: Model, pins: Pins) -> None:
    """Ask for at least the visits and hub staff that are pinned, each in the band in which it begins."""
    for variable, number in _least(model, pins):
        variable.lowBound = min(number, variable.upBound)


def let_go(model: Model, pins: Pins) -> None:
    """Ask for no visits and hub staff any more: where the model, which counts in bands, knows no way to have them."""
    for variable, _ in _least(model, pins):
        variable.lowBound = 0


def _least(model: Model, pins: Pins) -> Iterator[tuple[pulp.LpVariable, int]]:
    starts = Counter(
        key
        for visit in pins.visits
        for key in model.variables.visits
        if key[0] == visit.hotspot and key[1].start <= visit.start < key[1].end
    )
    yield from ((model.variables.visits[key], number) for key, number in sorted(starts.items()))
    for (duty, opening), variable in model.variables.staff.items():
        if (duty.officer, duty.day, opening.session, opening.opens) in pins.staff:
            yield variable, 1
