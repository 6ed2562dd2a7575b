"""Why each visit is made, with its time: for planners only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from rostering.horizon import Horizon
from rostering.schedule import VISIT, Plan, Visit


@dataclass(frozen=True)
class Reasons:
    """By hotspot and start: the reason written beside a visit."""

    horizon: Horizon
    by_visit: dict[tuple[str, int], str]

    @classmethod
    def of_plan(cls, horizon: Horizon, plan: Plan) -> Self:
        """Collect them from duties."""
        found = {
            (one.hotspot, one.start): one.reason
            for duty in plan.duties
            for one in duty.activities
            if one.do == VISIT and one.hotspot and one.reason
        }
        return cls(horizon, found)

    def of_visits(self, visits: Iterable[Visit]) -> str:
        """A line for each visit, each after a line break."""
        return "".join(
            f"\n{self.horizon.clock_text(visit.start)}: "
            + self.by_visit.get((visit.hotspot, visit.start), "no reason given")
            for visit in visits
        )
