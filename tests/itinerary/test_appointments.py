"""Start windows: any choice inside them keeps spacing and elapsed guarantee."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from rostering.itinerary.appointments import make_appointments
from rostering.schedule import PlannedVisit
from tests.itinerary.weeks import START, small_scenario, visit

HOUR = 60


@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 6)), min_size=1, max_size=8), st.integers(0, 99))
def test_windows_of_one_hotspot_cannot_meet(drawn: list[tuple[int, int]], seed: int) -> None:
    """From the last start in one window to the first start in the next there is room for the visit and the spacing;
    visits without such a window come back.
    """
    scenario = small_scenario()
    planned = tuple(
        PlannedVisit("station", first * HOUR, (first + length) * HOUR, (("west", "pc"),)) for first, length in drawn
    )
    made, hopeless = make_appointments(scenario, planned, Random(seed))
    assert len(made) + len(hopeless) == len(planned)
    for one in made:
        assert one.visit.earliest <= one.window[0] <= one.window[1] <= one.visit.latest
    for one, other in pairwise(made):
        assert other.window[0] - one.window[1] >= 15 + 2 * HOUR


def test_two_visits_in_a_window_for_one() -> None:
    """Two visits in a window shorter than the spacing: one is kept, one comes back."""
    scenario = small_scenario()
    planned = (visit(scenario, "station", START, "10:00", "12:00"),) * 2
    made, hopeless = make_appointments(scenario, planned, Random(1))
    assert (len(made), len(hopeless)) == (1, 1)


def test_a_window_with_exactly_enough_room_holds_two() -> None:
    """10:00 and 12:15 are 2 hours apart, with a visit of 15 minutes: both keep exactly one start."""
    scenario = small_scenario()
    planned = (visit(scenario, "station", START, "10:00", "12:15"),) * 2
    made, hopeless = make_appointments(scenario, planned, Random(1))
    assert [one.window for one in made] == [(600, 600), (735, 735)]
    assert hopeless == []


def test_elapsed_windows_close_72_hours_after_the_earliest_start_before() -> None:
    """Counted in elapsed hours, the last start of a visit is at most 72 hours after the earliest end of the one before,
    and the first visit starts within 72 hours of ``last_patrolled``.
    """
    spots = {"station": {"area": "west", "lat": 52.0, "lon": -0.48, "crew": 1, "last_patrolled": "2025-05-30T12:00"}}
    scenario = small_scenario(hotspots=spots, rules={"hotspot_guarantee": {"counted": "elapsed"}})
    planned = tuple(visit(scenario, "station", START + timedelta(days=days), "08:00", "20:00") for days in (0, 3))
    for seed in range(20):
        made, _ = make_appointments(scenario, planned, Random(seed))
        first, second = (one.window for one in made)
        assert first[1] <= 12 * HOUR
        assert second[1] - (first[0] + 15) <= 72 * HOUR


def test_the_first_visit_keeps_its_distance_from_the_last_one_before_the_horizon() -> None:
    """The last visit ended at midnight: a visit planned from 00:00 to 03:00 starts at 02:00 or later, whenever it is
    tried on the day, and one that would have to start by 01:59 comes back.
    """
    spots = {"station": {"area": "west", "lat": 52.0, "lon": -0.48, "crew": 1, "last_patrolled": "2025-06-02T00:00"}}
    scenario = small_scenario(hotspots=spots)
    made, hopeless = make_appointments(scenario, (visit(scenario, "station", START, "00:00", "03:00"),), Random(1))
    assert [(one.window, one.bounds[0], one.all_day[0]) for one in made] == [((2 * HOUR, 3 * HOUR), 2 * HOUR, 2 * HOUR)]
    assert not hopeless
    made, hopeless = make_appointments(scenario, (visit(scenario, "station", START, "00:00", "01:59"),), Random(1))
    assert (len(made), len(hopeless)) == (0, 1)
