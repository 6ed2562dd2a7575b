"""A roster problem at hand, as all steps of its search get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rostering.solve.roster.couplings import Couplings
from rostering.solve.roster.holders import OnPaths


@dataclass(frozen=True)
class Case:
    """Who holds lines, what couples them, and how to go about it."""

    problem: Couplings
    """Rows and costs."""
    holders: Sequence[OnPaths]
    seed: int
    """Of the solver and of all that is drawn."""
    is_stopped: Callable[[], bool]
    """Asked often; once it says yes, everything ends soon."""
