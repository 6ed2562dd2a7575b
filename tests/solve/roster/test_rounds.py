"""Teams that a time limit left behind get the time that others did not need."""

from __future__ import annotations

import math

import pytest

from rostering.solve import Stop
from rostering.solve.roster import _behind, _better
from rostering.solve.roster.piece import Built


def built(value: float, bound: float) -> Built:
    return Built({}, value, bound, (), (0, 0), is_searched=True)


GOOD, NEAR, FAR = built(100.0, 99.9), built(100.0, 97.0), built(300.0, 280.0)


def test_the_team_furthest_from_its_bound_is_built_again_first_and_good_ones_are_not() -> None:
    assert _behind([GOOD, NEAR, FAR], 0.01, Stop(60.0)) == [2, 1]


@pytest.mark.parametrize("seconds", [1.0, math.inf])
def test_nothing_is_built_again_without_time_left_or_without_a_limit(seconds: float) -> None:
    """Without a limit every team has ended by itself."""
    assert not _behind([GOOD, NEAR, FAR], 0.01, Stop(seconds))


def test_a_gap_that_holds_for_all_teams_together_is_enough() -> None:
    assert not _behind([GOOD, NEAR, FAR], 0.06, Stop(60.0))


def test_of_two_searches_the_lower_value_and_the_higher_bound_are_kept() -> None:
    assert _better(built(100.0, 97.0), built(101.0, 98.0)) == built(100.0, 98.0)
    assert _better(built(100.0, 97.0), built(98.0, 96.0)) == built(98.0, 97.0)
