"""Routing: instances small enough to solve by hand."""

from __future__ import annotations

from pyvrp.stop import MaxIterations

from rostering.itinerary.routing import Call, Tour, route

LINE = {"base": 0, "near": 10, "far": 50, "beyond": 60}


def journey(origin: str, destination: str) -> int:
    """Along a straight road."""
    return abs(LINE[origin] - LINE[destination])


def _route(calls: list[Call], *tours: Tour) -> list[list[int]]:
    return route(calls, tours, journey, MaxIterations(50), seed=1)


def test_the_larger_prize_wins_where_time_is_short() -> None:
    """In 120 minutes one end of the road or the other can be reached in time, and the larger prize is there."""
    calls = [Call("near", 0, 5, 10, prize=1), Call("far", 0, 60, 10, prize=3), Call("beyond", 0, 70, 0, prize=2)]
    assert _route(calls, Tour("base", "base", 0, 130)) == [[1, 2]]


def test_the_shorter_way_is_taken_where_all_can_be_made() -> None:
    """Three calls on a road are made on one journey out and back, each place once."""
    calls = [Call("far", 0, 500, 10, 1), Call("near", 0, 15, 10, 1), Call("beyond", 0, 500, 10, 1)]
    [order] = _route(calls, Tour("base", "base", 0, 500))
    assert order in ([1, 0, 2], [1, 2, 0])


def test_a_barred_call_goes_to_the_other_crew() -> None:
    """A crew without a lead leaves the call to the crew that has one."""
    calls = [Call("near", 0, 100, 10, 1)]
    tours = Tour("base", "base", 0, 200, barred=frozenset([0])), Tour("base", "base", 0, 200)
    assert _route(calls, *tours) == [[], [0]]


def test_nobody_is_sent_where_nobody_may_go() -> None:
    """A call that every crew is barred from is on no tour."""
    calls = [Call("near", 0, 100, 10, 1)]
    assert _route(calls, Tour("base", "base", 0, 200, barred=frozenset([0]))) == [[]]


def test_a_tour_ends_where_it_has_to() -> None:
    """A crew that must be at a hub far away in 60 minutes makes the call on its way, not the one beyond."""
    calls = [Call("near", 0, 100, 5, 1), Call("beyond", 0, 100, 5, 1)]
    assert _route(calls, Tour("base", "far", 0, 60)) == [[0]]
