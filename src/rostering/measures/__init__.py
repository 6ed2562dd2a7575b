"""Numbers from a scenario and a plan alone: no solver, no model, so that anyone can recompute them."""

from rostering.measures.changes import changes
from rostering.measures.guarantee import Window, counted_visits, fewest_days, fewest_visits, guarantee_windows
from rostering.measures.tables import HotspotRow, area_table, hotspot_table
from rostering.measures.totals import MEASURES, measures

__all__ = [
    "MEASURES",
    "HotspotRow",
    "Window",
    "area_table",
    "changes",
    "counted_visits",
    "fewest_days",
    "fewest_visits",
    "guarantee_windows",
    "hotspot_table",
    "measures",
]
