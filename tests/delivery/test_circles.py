"""Which circles a position is in, against the distance of journeys."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rostering.delivery.circles import Circles
from rostering.scenario.records import Point
from rostering.scenario.travel import kilometres

NEAR = st.floats(-0.006, 0.006)


@given(
    st.lists(st.tuples(NEAR, NEAR), min_size=1, max_size=4),
    st.lists(st.tuples(NEAR, NEAR), min_size=1, max_size=30),
    st.sampled_from((-33.9, 0.0, 51.9, 60.1)),
    st.sampled_from((50.0, 150.0, 400.0)),
)
def test_a_position_is_in_the_circles_within_whose_radius_it_is(
    centres: list[tuple[float, float]], positions: list[tuple[float, float]], lat: float, radius: float
) -> None:
    """Circles may overlap; cells of the grid hide none, anywhere on Earth."""
    points = [Point(lat=lat + a, lon=-0.1 + b) for a, b in centres]
    circles = Circles(points, radius)
    there = [(lat + a, -0.1 + b) for a, b in positions]
    codes = circles.codes(*(np.array(column, dtype=np.float64) for column in zip(*there, strict=True)))
    for (a, b), code in zip(there, codes, strict=True):
        metres = [1000 * kilometres(point, Point(lat=a, lon=b)) for point in points]
        if min(abs(one - radius) for one in metres) > 1e-6:
            assert set(circles.groups[code]) == {number for number, one in enumerate(metres) if one <= radius}
