"""A published duty is opened again: what has a fixed time, and what follows from the rest."""

from __future__ import annotations

from rostering.replanning.desk import _stops
from rostering.schedule import PATROL, TRAVEL, VISIT, Activity


def test_patrol_in_another_area_is_kept_only_where_somebody_went_there_for_it() -> None:
    """An area that was travelled to itself is an appointment; one around a visit, or the team's own, is not."""
    lent = (Activity(0, 20, TRAVEL, to_place="villages"), Activity(20, 80, PATROL, area="villages"))
    around = (
        Activity(80, 90, TRAVEL, to_place="market-square"),
        Activity(90, 105, VISIT, hotspot="market-square"),
        Activity(105, 120, PATROL, area="villages"),
    )
    home = (Activity(120, 140, TRAVEL, to_place="town"), Activity(140, 200, PATROL, area="town"))
    found = [(stop.start, stop.do, stop.place) for stop in _stops((*lent, *around, *home), "town")]
    assert found == [(20, PATROL, "villages"), (90, VISIT, "market-square")]
