"""The best choice of places is the best: held against trying every choice."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rostering.files import InputError
from rostering.siting import choosing
from rostering.siting.choosing import best_choice, keeps_rules, most_places
from rostering.siting.deciding import decided
from rostering.siting.ground import Ground
from rostering.siting.rivals import greedy, grid_share
from rostering.solve.terms import Progress, Stop
from tests.siting.worlds import ground


def unheard(_: Progress) -> None:
    """Nobody listens."""


def best_by_trying(land: Ground, centre: int | None = None) -> float | None:
    """The most that any choice, or any with one centre, covers, counted point by point; nothing where no choice keeps
    the rules.
    """
    best = None
    for centres in combinations(range(len(land.weights)), land.count):
        far = all(
            np.hypot(*(land.metres[a] - land.metres[b])) >= land.apart_m * (1 - 1e-9)
            for a, b in combinations(centres, 2)
        )
        by_area = [sum(land.areas[c] == area for c in centres) for area in range(len(land.area_names))]
        if centre is not None and centre not in centres:
            continue
        if far and min(by_area) >= land.least_per_area:
            covered = [
                any(np.hypot(*(land.metres[c] - place)) <= land.radius_m for c in centres) for place in land.metres
            ]
            share = float(land.weights[covered].sum())
            best = share if best is None else max(best, share)
    return best


@st.composite
def grounds(draw: st.DrawFn) -> Ground:
    """Up to nine points on a coarse grid (so that distances are often equal), overlapping circles or not."""
    size = draw(st.integers(2, 9))
    spots = draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=size, max_size=size, unique=True))
    weights = draw(st.lists(st.integers(1, 9), min_size=size, max_size=size))
    areas = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    return ground(
        [(50.0 * east, 50.0 * north) for east, north in spots],
        weights,
        count=draw(st.integers(1, min(4, size))),
        radius=draw(st.sampled_from([0.5, 50.0, 75.0, 110.0])),
        apart=draw(st.sampled_from([0.0, 60.0, 100.0, 160.0, 230.0])),
        areas=areas,
        least=draw(st.integers(0, 1)),
    )


@settings(deadline=None, max_examples=150)
@given(land=grounds())
def test_the_choice_covers_what_the_best_of_all_choices_covers(land: Ground) -> None:
    """Its bound is the same, its places keep the rules, and where there is none it says so."""
    rival = greedy(land)
    choice = best_choice(land, Stop(), unheard, rival if keeps_rules(land, rival) else ())
    best = best_by_trying(land)
    if best is None:
        assert choice is None
        return
    assert choice is not None
    assert choice.share == pytest.approx(best)
    assert choice.bound == pytest.approx(best)
    assert land.share(list(choice.centres)) == pytest.approx(best)
    assert keeps_rules(land, choice.centres)
    assert all(land.is_clear(a, b) for a, b in combinations(choice.centres, 2))


@settings(deadline=None, max_examples=60)
@given(land=grounds())
def test_it_is_never_below_taking_the_heaviest_first(land: Ground) -> None:
    """Where that finds a choice at all."""
    rival = greedy(land)
    assert all(land.is_clear(a, b) for a, b in combinations(rival, 2))
    if keeps_rules(land, rival):
        choice = best_choice(land, Stop(), unheard, ())
        assert choice is not None
        assert choice.share >= land.share(list(rival)) - 1e-9


@settings(deadline=None, max_examples=60)
@given(land=grounds())
def test_a_centre_is_left_out_only_where_it_can_be_in_no_better_choice(land: Ground) -> None:
    """What the bound loses by a centre is no more than what the best choice with that centre lies under it."""
    every = tuple(range(len(land.weights)))
    relaxed = choosing._Model(land, Stop(), unheard, choosing._squares(land), every, is_whole=False)  # noqa: SLF001
    bound = relaxed.solved_with_all_sets()
    if bound is not None:
        for centre, loss in relaxed.losses().items():
            best = best_by_trying(land, centre)
            assert best is None or best <= bound - loss + 1e-6


def test_taking_the_heaviest_first_can_be_wrong() -> None:
    """The middle of three is heaviest, and bars the two beside it, which are worth more together."""
    land = ground([(0, 0), (300, 0), (600, 0), (5000, 0)], [4, 5, 4, 1], count=2, apart=400)
    assert land.share(list(greedy(land))) == pytest.approx(6 / 14)
    choice = decided(land, Stop(), unheard)
    assert set(choice.centres) == {0, 2}
    assert choice.share == choice.bound == pytest.approx(8 / 14)
    assert choice.gap == 0


def test_points_covered_twice_count_once() -> None:
    """Two heavy circles that share nearly everything are worth less than one of them and a light one."""
    land = ground([(0, 0), (50, 0), (100, 0), (1000, 0)], [3, 10, 3, 4], count=2)
    assert decided(land, Stop(), unheard).share == pytest.approx(1)


def test_equal_circles_settle_in_the_middle_of_what_they_cover() -> None:
    """Three points side by side cover each other; the middle one is nearest to all, wherever it stands in the list."""
    spots = [(0.0, 0.0), (80.0, 0.0), (40.0, 0.0), (9000.0, 0.0)]
    land = ground(spots, [2, 2, 2, 1], count=1, apart=500)
    assert decided(land, Stop(), unheard).centres == (2,)


def test_every_area_gets_its_least_number() -> None:
    """Although all that is heavy is in the other."""
    land = ground(
        [(0, 0), (1000, 0), (2000, 0), (9000, 0)], [9, 9, 9, 1], count=3, apart=500, areas=[0, 0, 0, 1], least=1
    )
    assert 3 in decided(land, Stop(), unheard).centres


def test_too_many_places_are_refused_with_how_many_there_are() -> None:
    """In all, and in the area that has no room."""
    spots = [(0, 0), (100, 0), (1000, 0), (9000, 0)]
    land = ground(spots, [1, 1, 1, 1], count=4, apart=500, areas=[0, 0, 0, 1], least=2)
    with pytest.raises(InputError) as refused:
        decided(land, Stop(), unheard)
    told = " ".join(map(str, refused.value.problems))
    assert "area-1 has room for 1 place 500 m apart" in told
    assert "room for at most 3 places 500 m apart" in told
    assert most_places(ground(spots, [1, 1, 1, 1], count=1, apart=500), Stop()) == 3


def test_without_time_the_choice_that_is_known_is_given_with_its_bound() -> None:
    """It is never claimed to be the best."""
    land = ground([(0, 0), (300, 0), (600, 0), (5000, 0)], [4, 5, 4, 1], count=2, apart=400)
    choice = best_choice(land, Stop(0), unheard, greedy(land))
    assert choice is not None
    assert choice.share == pytest.approx(6 / 14)
    assert choice.gap > 0.1


def test_a_grid_cuts_through_a_cluster() -> None:
    """Two points 20 m apart on both sides of a line: a circle holds both, a square one."""
    side = np.sqrt(np.pi) * 100
    land = ground([(side - 10, 50), (side + 10, 50), (5000, 50)], [5, 5, 1], count=1, apart=500)
    assert decided(land, Stop(), unheard).share == pytest.approx(10 / 11)
    assert grid_share(land) == pytest.approx(5 / 11)
