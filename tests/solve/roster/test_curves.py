"""A row and its auxiliary variables as one convex function of the activity of its duties."""

from __future__ import annotations

from math import inf

import pulp
import pytest

from rostering.solve.roster.curves import Curve, curve_of_row


def _at(curve: Curve, *activities: float) -> list[float]:
    return [curve.at(activity) for activity in activities]


def test_a_minimum_with_a_shortfall_costs_what_is_missing() -> None:
    """Activity + short >= 2, five for each missing."""
    curve = curve_of_row(pulp.LpConstraintGE, 2.0, [(1.0, None, 5.0)])
    assert _at(curve, 0, 1, 2, 3) == [10, 5, 0, 0]


def test_a_maximum_with_a_surplus_costs_what_is_too_much() -> None:
    """Activity - over <= 2, three for each too many."""
    curve = curve_of_row(pulp.LpConstraintLE, 2.0, [(-1.0, None, 3.0)])
    assert _at(curve, 0, 2, 4) == [0, 0, 6]


def test_steps_both_ways_of_an_equation_are_taken_cheapest_first() -> None:
    """Activity + up - down = 2: one missing costs 1, a second 3; one too many 2, and no more than two may be."""
    steps = [(1.0, 1.0, 1.0), (1.0, 1.0, 3.0), (-1.0, 2.0, 2.0)]
    curve = curve_of_row(pulp.LpConstraintEQ, 2.0, steps)
    assert _at(curve, 0, 1, 1.5, 2, 3, 4) == pytest.approx([4, 1, 0.5, 0, 2, 4])
    assert _at(curve, -0.5, 4.5) == [inf, inf]


def test_a_row_alone_ends_the_domain() -> None:
    """Nothing may lie beyond the bound of a row without auxiliary variables, on the sides its sense forbids."""
    assert _at(curve_of_row(pulp.LpConstraintLE, 2.0, []), 2, 2.5, -9) == [0, inf, 0]
    assert _at(curve_of_row(pulp.LpConstraintGE, 2.0, []), 2, 1.5, 9) == [0, inf, 0]
    assert _at(curve_of_row(pulp.LpConstraintEQ, 2.0, []), 2, 1.5, 2.5) == [0, inf, inf]


def test_an_amount_scales_what_a_unit_of_activity_costs() -> None:
    """Activity + 4 short >= 8 at 2 for each short: half a pound a unit; a dearer one beside it is never used."""
    curve = curve_of_row(pulp.LpConstraintGE, 8.0, [(4.0, None, 2.0), (1.0, 3.0, 9.0)])
    assert _at(curve, 0, 4, 8, 12) == [4, 2, 0, 0]
