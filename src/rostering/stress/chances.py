"""Chances counted from draws, each with the interval it is known to."""

from __future__ import annotations

import math
from dataclasses import dataclass

NORMAL_95 = 1.959963984540054
"""Of a normal distribution, 95 % lie within so many standard deviations of the mean."""


@dataclass(frozen=True)
class Chance:
    """How often something held."""

    times: int
    draws: int

    @property
    def share(self) -> float:
        """Of all draws."""
        return self.times / self.draws

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the true chance (E. B. Wilson, Journal of the American Statistical Association 22, 1927);
        unlike the plain one it stays inside 0 and 1 and says something where all draws held.
        """
        spread = NORMAL_95**2 / self.draws
        middle = self.share + spread / 2
        half = math.sqrt(spread * (self.share * (1 - self.share) + spread / 4))
        low, high = ((middle + sign * half) / (1 + spread) for sign in (-1, 1))
        return max(0.0, low), min(1.0, high)
