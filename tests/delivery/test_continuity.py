"""Stays out of positions: against a plain reference, whatever pieces the file comes in and however it is sorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.delivery.continuity import Disordered, Track, joined, runs, runs_of_pieces, stays

GAP = 120
GROUPS = ((), (0,), (1,), (0, 1))
"""Circles by code."""
Ping = tuple[int, int, int]
"""Officer, second, code."""


@st.composite
def tracks(draw: st.DrawFn) -> list[Ping]:
    """Positions with gaps at, just under and just past the limit."""
    found = list[Ping]()
    for officer in range(draw(st.integers(1, 3))):
        second = 0
        for gap in draw(st.lists(st.sampled_from((1, 60, GAP - 1, GAP, GAP + 1, 500)), max_size=12)):
            second += gap
            found.append((officer, second, draw(st.sampled_from(range(len(GROUPS))))))
    return found


def track_of(pings: list[Ping]) -> Track:
    officer, second, code = (np.array([ping[place] for ping in pings], dtype=np.int64) for place in range(3))
    return Track(officer.astype(np.int32), second, second, code.astype(np.int32))


def by_walking(pings: list[Ping], circle: int) -> list[tuple[int, int, int]]:
    """The same by a walk through every officer's positions."""
    found = []
    for officer in sorted({ping[0] for ping in pings}):
        first, last = None, 0
        for _, second, code in sorted(ping for ping in pings if ping[0] == officer):
            is_inside = circle in GROUPS[code]
            if first is not None and (not is_inside or second - last > GAP):
                found.append((officer, first, last))
                first = None
            if is_inside:
                first = second if first is None else first
                last = second
        if first is not None:
            found.append((officer, first, last))
    return found


def found_in(track: Track, circle: int) -> list[tuple[int, int, int]]:
    return stays(track, np.array([circle in group for group in GROUPS]), GAP)


@given(tracks(), st.randoms(use_true_random=False))
def test_stays_are_those_of_a_walk_in_any_order(pings: list[Ping], random: object) -> None:
    """A step outside ends a stay, and so does a gap past the limit; one at the limit does not."""
    shuffled = sorted(pings, key=lambda _: random.random())  # type: ignore[attr-defined]
    for circle in (0, 1):
        assert found_in(runs(track_of(shuffled), GAP), circle) == by_walking(pings, circle)


@given(tracks(), st.data())
def test_a_file_in_pieces_gives_the_same_stays(pings: list[Ping], data: st.DataObject) -> None:
    """Pieces in order of time: what was inside at the end of one goes on in the next."""
    ordered = sorted(pings, key=lambda ping: (ping[1], ping[0]))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(ordered)), max_size=4)))
    pieces = [track_of(ordered[a:b]) for a, b in zip([0, *cuts], [*cuts, len(ordered)], strict=True)]
    whole = runs_of_pieces(pieces, GAP)
    for circle in (0, 1):
        assert found_in(whole, circle) == by_walking(pings, circle)


def test_pieces_that_overlap_in_time_are_noticed() -> None:
    """Runs alone cannot tell what lay between; then all is read at once."""
    pings = [(0, 0, 1), (0, 100, 1), (0, 50, 0)]
    pieces = [track_of(pings[:2]), track_of(pings[2:])]
    with pytest.raises(Disordered):
        runs_of_pieces(pieces, GAP)
    assert found_in(runs(joined(pieces), GAP), 0) == by_walking(pings, 0) == [(0, 0, 0), (0, 100, 100)]
