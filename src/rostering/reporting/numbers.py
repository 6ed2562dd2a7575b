"""Numbers as people read them; a part of a whole is never rounded up to all of it."""

from __future__ import annotations

import math

SPACE = "\N{NO-BREAK SPACE}"
"""Between a number and its unit."""
EVERYTHING = 1 - 1e-9
"""A share of 1, but for the last bit."""


def percent(share: float, decimals: int = 1) -> str:
    """``31.0 %``, and ``100 %`` only of what is whole."""
    if EVERYTHING <= share <= 2 - EVERYTHING:
        return f"100{SPACE}%"
    scale = 10**decimals
    hundredths = math.floor(share * 100 * scale) if 1 - 0.5 / (100 * scale) <= share < 1 else None
    return f"{share * 100 if hundredths is None else hundredths / scale:.{decimals}f}{SPACE}%"


def hours(number: float) -> str:
    """``1,893.5 h``."""
    return f"{number:,.1f}{SPACE}h"


def index(number: float) -> str:
    """An index of tracking, where 1 is exact: three decimals, cut, so that 1.000 is exact."""
    return f"{math.floor(number * 1000 + 1e-6) / 1000:.3f}"


def money(amount: float) -> str:
    """``£1,405``, or with pence where there are any."""
    sign = "−" if amount < 0 else ""
    return f"{sign}£{abs(amount):,.0f}" if amount == round(amount) else f"{sign}£{abs(amount):,.2f}"
