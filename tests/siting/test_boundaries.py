"""In which area a point lies, by each of three ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rostering.files import InputError
from rostering.siting.boundaries import by_authority, nearest_to_bases, read_boundaries, within_boundaries
from rostering.siting.method import Method, Team
from tests.siting.worlds import boundary_file, square

WEST, EAST = square("west", -0.5, 52.0, -0.4, 52.1), square("east", -0.4, 52.0, -0.3, 52.1)
IDS = {"west": "west", "east": "east"}


def refused(path: Path, method: Method | None = None) -> list[str]:
    """What is said of boundaries that cannot be used."""
    with pytest.raises(InputError) as refusal:
        read_boundaries([path], method or Method())
    return [str(problem) for problem in refusal.value.problems]


def test_points_lie_inside_their_polygon_holes_are_outside(tmp_path: Path) -> None:
    """A polygon with a hole, one of two parts, a point outside all."""
    holed = square("holed", 0, 50, 4, 54)
    holed["geometry"]["coordinates"].append([[1, 51], [3, 51], [3, 53], [1, 53], [1, 51]])
    parts = [square("", 10, 50, 11, 51)["geometry"], square("", 12, 50, 13, 51)["geometry"]]
    two = {**square("two", 0, 0, 1, 1), "geometry": {"type": "MultiPolygon", "coordinates": []}}
    two["geometry"]["coordinates"] = [part["coordinates"] for part in parts]
    boundaries, named_by = read_boundaries([boundary_file(tmp_path / "b.geojson", holed, two)], Method())
    points = np.array([[0.5, 50.5], [2.0, 52.0], [10.5, 50.5], [12.5, 50.5], [11.5, 50.5]])
    found = within_boundaries(points, boundaries, Method(), {"holed": "holed", "two": "two"})
    assert named_by == "name"
    assert found.areas == ["holed", None, "two", "two", None]


def test_a_point_on_two_boundaries_counts_in_the_first_by_name_and_is_reported(tmp_path: Path) -> None:
    """Whatever the order of the file."""
    for features in ((WEST, EAST), (EAST, WEST)):
        boundaries, _ = read_boundaries([boundary_file(tmp_path / "b.geojson", *features)], Method())
        found = within_boundaries(np.array([[-0.4, 52.05], [-0.45, 52.05]]), boundaries, Method(), IDS)
        assert (found.areas, found.shared) == (["east", "west"], 1)


def test_areas_are_made_of_several_boundaries(tmp_path: Path) -> None:
    """As the method says, with titles; a boundary that no area has is outside."""
    method = Method(boundary_name="code", areas={"town": Team(title="The Town", boundaries=["WEST"])})
    boundaries, _ = read_boundaries([boundary_file(tmp_path / "b.geojson", WEST, EAST)], method)
    found = within_boundaries(np.array([[-0.45, 52.05], [-0.35, 52.05]]), boundaries, method, {})
    assert found.areas == ["town", None]
    assert dict(found.titles) == {"town": "The Town"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "NOT_JSON"),
        ("[1]", "NOT_GEOJSON"),
        ('{"features": []}', "NOT_GEOJSON"),
        ('{"features": [{"properties": {}}]}', "NOT_GEOJSON"),
        ('{"features": [{"properties": {}, "geometry": {"type": "Point", "coordinates": [0, 52]}}]}', "NOT_A_BOUNDARY"),
        (json.dumps({"features": [square("a", 500000, 200000, 500100, 200100)]}), "NOT_DEGREES"),
        (json.dumps({"features": [square("a", 0, 52, 1, 53), square("a", 1, 52, 2, 53)]}), "NO_NAME"),
    ],
)
def test_what_is_no_boundary_file_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """With the name of what is wrong."""
    path = tmp_path / "b.geojson"
    path.write_text(content)
    assert any(f" {code} " in line for line in refused(path))


def test_a_boundary_that_the_method_names_and_nobody_gives_is_refused(tmp_path: Path) -> None:
    """With the nearest name there is."""
    method = Method(boundary_name="name", areas={"town": Team(boundaries=["wset", "east"])}, places={"eats": "X"})
    said = refused(boundary_file(tmp_path / "b.geojson", WEST, EAST), method)
    assert len(said) == 2
    assert "no boundary is named wset" in said[0]
    assert "west" in said[0]
    assert "no boundary is named eats" in said[1]


def test_without_boundaries_the_nearest_base_has_it() -> None:
    """As the crow flies; nobody has what is 40 km off."""
    metres = np.array([[0.0, 0.0], [900.0, 0.0], [1200.0, 0.0], [-40_000.0, 0.0]])
    found = nearest_to_bases(metres, np.array([[0.0, 0.0], [2000.0, 0.0]]), {"a": "A", "b": "B"})
    assert found.areas == ["a", "a", "b", None]


def test_without_bases_the_local_authority_has_it() -> None:
    """One with next to no rows is another force's, and is named."""
    names: tuple[Any, ...] = ("Mill", "Ford", "Barnet", "")
    found = by_authority(names, np.array([500, 490, 9, 1]), {"Mill": "mill", "Ford": "ford"})
    assert found.areas == ["mill", "ford", None, None]
    assert dict(found.outside) == {"no authority": 1, "Barnet": 9}


def test_without_authorities_there_is_one_area() -> None:
    """Files of Northern Ireland name none."""
    found = by_authority(("", ""), np.array([5, 4]), {"": "place"})
    assert (found.areas, list(found.titles)) == (["all", "all"], ["all"])
