"""A roster problem at hand, as all steps of its search get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rostering.solve.roster.couplings import Couplings
from rostering.solve.roster.holders import OnPaths
from rostering.solve.terms import Stop


@dataclass(frozen=True)
class Case:
    """Who holds lines, what couples them, and how to go about it."""

    problem: Couplings
    """Rows and costs."""
    holders: Sequence[OnPaths]
    seed: int
    """Of the solver and of all that is drawn."""
    stop: Stop
    """Asked often; once it gives a reason, everything ends soon."""

    @property
    def is_stopped(self) -> bool:
        """Whether to end."""
        return self.stop.reason is not None
