"""The machine of days that are held: no rule of the book, and nothing outweighs it."""

from __future__ import annotations

from rostering.lines.ahead import Ahead
from rostering.lines.machines import NOTHING, Machine, State

PINNED = "pinned"
"""In place of a rule's name."""


def held_days(ahead: Ahead) -> Machine | None:
    """A day that is held is worked as it is held."""
    if max(ahead.held) < 0:
        return None

    def step(state: State, day: int, choice: int) -> tuple[State, float]:
        return state, float(ahead.held[day] not in {-1, choice})

    return Machine(PINNED, NOTHING, step, ahead.held)
