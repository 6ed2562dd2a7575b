"""Demand shares, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, hotspot_shares, share_of_area


def _scenario(
    weights: dict[str, float], areas: dict[str, Any], hotspots: dict[str, tuple[str, Any]] | None = None
) -> Scenario:
    point = {"lat": 52.0, "lon": -0.4}
    return Scenario.model_validate(
        {
            "version": 1,
            "name": "shares",
            "horizon": {"start": "2025-06-02", "days": 1},
            "demand": {"weights": weights},
            "areas": {area: {"base": point, "demand": demand} for area, demand in areas.items()},
            "roles": {"pc": {}},
            "shifts": {"early": {"start": "07:00", "end": "15:00"}},
            "officers": {"ann": {"role": "pc", "area": next(iter(areas))}},
            "hotspots": {
                spot: {"area": area, "demand": demand, **point} for spot, (area, demand) in (hotspots or {}).items()
            },
        }
    )


TWO = {"town": {"crime": 900, "asb": 100}, "village": {"crime": 100, "asb": 300}}


def test_a_measure_is_turned_into_shares_before_it_is_weighted() -> None:
    """Crime 90 : 10 and anti-social behaviour 25 : 75, weighted 3 to 1: 0.75 x 0.9 + 0.25 x 0.25 = 0.7375."""
    shares = area_shares(_scenario({"crime": 3, "asb": 1}, TWO))
    assert shares == pytest.approx({"town": 0.7375, "village": 0.2625})


def test_the_scale_of_a_measure_does_not_matter() -> None:
    """A thousand times the anti-social behaviour everywhere gives the same shares."""
    many = {area: {**demand, "asb": 1000 * demand["asb"]} for area, demand in TWO.items()}
    weights = {"crime": 3.0, "asb": 1.0}
    assert area_shares(_scenario(weights, many)) == pytest.approx(area_shares(_scenario(weights, TWO)))


def test_a_measure_nobody_has_or_that_weighs_nothing_does_not_count() -> None:
    """Crime alone: 90 : 10."""
    for weights in ({"crime": 2.0, "harm": 5.0}, {"crime": 2.0, "asb": 0.0}):
        assert area_shares(_scenario(weights, TWO)) == pytest.approx({"town": 0.9, "village": 0.1})


def test_where_no_measure_counts_all_share_alike() -> None:
    """No demand is known: halves; of three hotspots thirds."""
    spots: dict[str, tuple[str, Any]] = {spot: ("town", {}) for spot in "abc"}
    nothing = _scenario({"crime": 1}, {"town": {}, "village": {}}, spots)
    assert area_shares(nothing) == {"town": 0.5, "village": 0.5}
    assert hotspot_shares(nothing) == pytest.approx(dict.fromkeys("abc", 1 / 3))
    assert share_of_area(nothing) == dict.fromkeys("abc", 0)


def test_hotspot_shares_are_shares_of_all_hotspots_together() -> None:
    """Crime 30 : 10 and anti-social behaviour 0 : 20, equally weighted: (0.75 + 0) / 2 and (0.25 + 1) / 2."""
    spots = {"park": ("town", {"crime": 30}), "square": ("village", {"crime": 10, "asb": 20})}
    assert hotspot_shares(_scenario({"crime": 1, "asb": 1}, TWO, spots)) == pytest.approx(
        {"park": 0.375, "square": 0.625}
    )
    assert hotspot_shares(_scenario({"crime": 1}, TWO)) == {}


def test_share_of_area_is_the_part_of_the_own_areas_demand() -> None:
    """A third of the town's crime (300 of 900) and a tenth of its anti-social behaviour (10 of 100), weighted 3 to 1:
    0.25 + 0.025.
    """
    spots = {"park": ("town", {"crime": 300, "asb": 10})}
    assert share_of_area(_scenario({"crime": 3, "asb": 1}, TWO, spots)) == pytest.approx({"park": 0.275})


def test_share_of_area_leaves_out_measures_the_area_does_not_have() -> None:
    """The town has no harm on record: crime alone counts, 450 of 900."""
    spots = {"park": ("town", {"crime": 450, "harm": 7})}
    assert share_of_area(_scenario({"crime": 1, "harm": 9}, TWO, spots)) == pytest.approx({"park": 0.5})


def test_the_hotspots_of_an_area_together_have_at_most_all_of_its_demand() -> None:
    """90 and 60 of the village's 100 are 1.5 times all of it: 0.6 and 0.4. Another area's hotspots are left alone."""
    spots = {
        "green": ("village", {"crime": 90}),
        "lane": ("village", {"crime": 60}),
        "park": ("town", {"crime": 90}),
    }
    parts = share_of_area(_scenario({"crime": 1}, TWO, spots))
    assert parts == pytest.approx({"green": 0.6, "lane": 0.4, "park": 0.1})


@pytest.mark.parametrize("weights", [{"crime": 0.0}, {}])
def test_some_measure_has_a_weight(weights: dict[str, float]) -> None:
    """Shares of nothing cannot be worked out."""
    with pytest.raises(ValueError, match=r"weight|at least 1"):
        _scenario(weights, TWO)
