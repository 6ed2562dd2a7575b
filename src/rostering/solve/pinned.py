"""What is pinned of an earlier plan, as bounds of variables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

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
    """Ask for at least the visits and hub staff that are pinned, each in the band in which it begins, and keep those
    people from other openings for which that leaves no room.
    """
    for variable, number in _least(model, pins):
        variable.lowBound = min(number, variable.upBound)
    fixed = _fixed(model, pins)
    for (duty, opening), variable in model.variables.staff.items():
        pieces = [one for one in fixed.get((duty.officer, duty.day), ()) if one[2] != opening.session]
        is_barred = (duty.officer, duty.day, opening.session, opening.opens) in pins.barred
        if is_barred or (pieces and variable.lowBound == 0 and not model.sets.fits_beside(duty, opening, pieces)):
            variable.upBound = 0


def _fixed(model: Model, pins: Pins) -> dict[tuple[str, date], list[tuple[int, int, str]]]:
    """By officer and day: start, end and place of what is pinned in the duty."""
    closing = {(one.session, one.opens): one.closes for one in model.sets.openings}
    pieces = defaultdict(list)
    for visit in pins.visits:
        for key in visit.crew:
            pieces[key].append((visit.start, visit.end, visit.hotspot))
    for officer, day, session, opens in sorted(pins.staff):
        pieces[officer, day].append((opens, closing.get((session, opens), opens), session))
    return pieces


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
