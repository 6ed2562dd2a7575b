"""Hours of the 16 weeks before a horizon, moved on by a horizon."""

from __future__ import annotations

from collections.abc import Sequence

from rostering.horizon import DAYS_PER_WEEK
from rostering.scenario.records import History

WEEKS = 16
"""Weeks that ``hours_last_16_weeks`` is about."""
DAYS = WEEKS * DAYS_PER_WEEK


def rolled_hours(history: History, worked: Sequence[float]) -> tuple[float, list[float]]:
    """Hours worked in the 16 weeks up to the end of a horizon, and those of each week that is known by itself.

    What is only known in all is taken evenly over the days it is about, as the judge does; so are the hours of a week
    over its days, where a horizon is not whole weeks.

    Args:
        history: what was worked before the horizon.
        worked: hours worked on each day of the horizon.
    """
    told = [hours / DAYS_PER_WEEK for hours in history.hours_by_week for _ in range(DAYS_PER_WEEK)]
    untold = DAYS - len(told)
    rest = max(0.0, history.hours_last_16_weeks - sum(history.hours_by_week))
    days = [*([rest / untold] * untold if untold else []), *told, *worked][-DAYS:]
    weeks = min(WEEKS, (len(told) + len(worked)) // DAYS_PER_WEEK)
    firsts = range(DAYS - weeks * DAYS_PER_WEEK, DAYS, DAYS_PER_WEEK)
    return round(sum(days), 2), [round(sum(days[first : first + DAYS_PER_WEEK]), 2) for first in firsts]
