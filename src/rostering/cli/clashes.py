"""What cannot hold together, said where there is no plan."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.explain.words import some_of
from rostering.fixing import Clash, lineless, smallest_set
from rostering.scenario import Scenario
from rostering.schedule import Pins
from rostering.solve import Stop
from rostering.words import officer_words


def clash_lines(scenario: Scenario, pins: Pins, stop: Stop) -> Iterator[str]:
    """Why no plan keeps every required rule; nothing where it is not found out before it is time to stop."""
    clash = smallest_set(scenario, pins, stop)
    if clash is not None:
        yield from _lines(clash)


def pin_clash_lines(scenario: Scenario, pins: Pins) -> Iterator[str]:
    """Why the pins of somebody leave no lawful line; nothing where everybody has one."""
    clash = lineless(scenario, pins)
    if clash is not None:
        yield from _lines(clash)


def _lines(clash: Clash) -> Iterator[str]:
    if clash.officers:
        who, *others = [officer_words(officer) for officer in clash.officers]
        yield f"These cannot hold together for {who}; without any one of them the others can:"
    else:
        others = []
        yield "These cannot hold together; without any one of them the others can:"
    yield from (f"- {member.words}" for member in clash.members)
    if others:
        verb = "has" if len(others) == 1 else "have"
        yield f"{some_of(others)} {verb} no lawful line of duties either; look at them when {who} has one."
