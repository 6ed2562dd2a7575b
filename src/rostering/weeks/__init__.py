"""Horizons of many weeks whose duties are decided: cut by week, tasked and timed one after the other, and joined."""

from __future__ import annotations

from rostering.weeks.cut import Decided, Past, first_days, week_scenario
from rostering.weeks.halves import plan_weeks
from rostering.weeks.join import joined
from rostering.weeks.one import Timed, time_scenario

__all__ = ["Decided", "Past", "Timed", "first_days", "joined", "plan_weeks", "time_scenario", "week_scenario"]
