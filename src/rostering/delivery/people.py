"""Officers as records name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rostering.files.problem import shortened
from rostering.scenario import Scenario
from rostering.scenario.problems import nearest
from rostering.tables.faults import Fault


def id_of(word: str) -> str:
    """``PC 2101`` as an id: ``pc-2101``."""
    return re.sub("[^a-z0-9]+", "-", word.casefold()).strip("-")


def unknown_officer(word: str, scenario: Scenario) -> Fault:
    """What to say of somebody whom a scenario does not have."""
    message = f"the scenario has no officer {shortened(word)}"
    return Fault("UNKNOWN_OFFICER", message, nearest(id_of(word), scenario.people))


def named(cell: str, scenario: Scenario) -> Iterator[str]:
    """The words of a cell that each name an officer."""
    if cell and id_of(cell) in scenario.people:
        yield cell
    else:
        yield from re.split(r"[\s;,/+&]+", cell) if cell else ()
