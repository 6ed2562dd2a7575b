"""What solving takes and gives: options, when to stop, news on the way, the result."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, Protocol

from rostering.schedule import PassReport, PlannedVisit, Status, StoppedBy, Tasking

DEFAULT_GAP = 0.005
"""A pass may stop when its value is proven to be within this fraction of the best."""

Ending = Literal["done", "infeasible", "stopped"]
"""How a run of passes ended."""


@dataclass(frozen=True)
class Options:
    """How to solve."""

    time_limit: float = math.inf
    """Seconds for everything; whoever calls makes the :class:`Stop` of it."""
    gap: float = DEFAULT_GAP
    """Proven distance from the best, as a fraction, at which a pass may stop."""
    seed: int = 1
    """Seed of the solver and of the visit times."""
    threads: int = 1
    """Threads of the solver; with one, the same input gives the same answer."""


@dataclass(frozen=True)
class Progress:
    """News of a pass, for people who wait."""

    name: str
    unit: str
    value: float | None
    bound: float | None
    gap: float | None
    seconds: float
    is_done: bool


Tell = Callable[[Progress], None]
TimeVisits = Callable[[Tasking], Collection[PlannedVisit]]
"""Tries to give planned visits their minutes; returns those that found none."""


@dataclass(frozen=True)
class Result:
    """What solving gave; a status and no tasking where there is none."""

    status: Status
    tasking: Tasking | None
    passes: tuple[PassReport, ...]
    stopped_by: StoppedBy
    price_of_fairness: float | None
    size: tuple[int, int] = (0, 0)
    """Variables and rows of the model."""
    seconds: dict[str, float] = field(default_factory=dict)
    """By stage: `model`, then each pass."""
    because: tuple[str, ...] = ()
    """Where nothing is feasible: what stands in the way, in sentences."""


class Request(Protocol):
    """A wish to stop: an event of this process, or one that is shared with others."""

    def set(self) -> None:
        """Ask to stop."""

    def is_set(self) -> bool:
        """Whether somebody has asked."""


class Stop:
    """When to stop: a point in time, or a request from outside (a signal, another thread)."""

    def __init__(self, seconds: float = math.inf, requested: Request | None = None) -> None:
        self.until = time.monotonic() + seconds
        self.requested: Request = threading.Event() if requested is None else requested

    @property
    def seconds_left(self) -> float:
        """Seconds until the limit."""
        return max(0.0, self.until - time.monotonic())

    @property
    def reason(self) -> StoppedBy | None:
        """Why to stop now, if at all."""
        if self.requested.is_set():
            return "interrupt"
        return "time_limit" if self.seconds_left <= 0 else None
