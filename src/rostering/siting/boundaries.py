"""In which area a place lies: inside its boundary, else nearest to its base, else under its local authority."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.files.yaml_reading import read_bytes
from rostering.scenario.problems import nearest
from rostering.siting.method import Method

LARGEST_DEGREES = 180.0
_NAMING = ("name", "title", "area", "id")
"""Properties that may name a boundary, but for those of the statistics office, which end in NM."""


@dataclass(frozen=True)
class Boundary:
    """A named part of the map."""

    name: str
    shape: Any
    """A polygon or several (longitude and latitude in degrees)."""


def read_boundaries(files: Sequence[Path], method: Method) -> tuple[list[Boundary], str]:
    """The boundaries in GeoJSON files (RFC 7946: longitude and latitude in WGS 84), and the property that names them.

    Raises:
        InputError: with everything wrong with them, or with what the method names of them.
    """
    found, features = list[Problem](), list[tuple[str, int, dict[str, Any], Any]]()
    for path in sorted(files):
        try:
            features += [(str(path), number, *one) for number, one in enumerate(_features(path), start=1)]
        except InputError as error:
            found += error.problems
    if found:
        raise InputError(found)
    name = method.boundary_name or _naming_property(str(files[0]), [properties for _, _, properties, _ in features])
    boundaries = list[Boundary]()
    for file, number, properties, shape in features:
        named = properties.get(name)
        if named is None or str(named).strip() == "":
            hint = nearest(name, properties)
            message = f"boundary {number} has no property {shortened(name)}"
            hint = hint or "boundary_name says which property names it"
            found.append(Problem(file, None, (), "NO_NAME", message, hint))
        else:
            boundaries.append(Boundary(str(named).strip(), shape))
    known = {boundary.name for boundary in boundaries}
    unnamed = bool(found)
    for wanted in (*method.area_of, *method.places):
        if wanted not in known and not unnamed:
            message = f"no boundary is named {shortened(wanted)}"
            found.append(Problem("method", None, (), "UNKNOWN_BOUNDARY", message, nearest(wanted, known)))
    if found:
        raise InputError(found)
    return boundaries, name


def _features(path: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """Properties and shape of every feature of a file."""
    file = str(path)
    try:
        collection = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        message = f"this is not JSON: {shortened(error)}"
        raise InputError([Problem(file, line, (), "NOT_JSON", message, "boundaries come as GeoJSON")]) from error
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        raise InputError([Problem(file, None, (), "NOT_GEOJSON", "this is no collection of features with boundaries")])
    for number, feature in enumerate(features, start=1):
        try:
            properties, shape = dict(feature["properties"]), shapely.from_geojson(json.dumps(feature["geometry"]))
        except (TypeError, KeyError, ValueError, shapely.errors.ShapelyError) as error:
            message = f"feature {number} is damaged: {shortened(error)}"
            raise InputError([Problem(file, None, (), "NOT_GEOJSON", message)]) from error
        yield properties, _area_shape(file, number, shape)


def _area_shape(file: str, number: int, shape: Any) -> Any:
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        kind = "nothing" if shape is None or shape.is_empty else f"a {shape.geom_type}"
        message = f"feature {number} is {kind}, not the polygon of a boundary"
        raise InputError([Problem(file, None, (), "NOT_A_BOUNDARY", message)])
    if np.abs(np.array(shape.bounds)).max() > LARGEST_DEGREES:
        message = f"feature {number} is not in degrees of longitude and latitude"
        raise InputError([Problem(file, None, (), "NOT_DEGREES", message, "save it in WGS 84 (EPSG:4326)")])
    return shape if shape.is_valid else shapely.make_valid(shape)


def _naming_property(file: str, properties: Sequence[Mapping[str, Any]]) -> str:
    """The one property that tells every boundary from the others and sounds like a name.

    Raises:
        InputError: none does.
    """
    for name in properties[0]:
        values = [one.get(name) for one in properties]
        tells_apart = all(values) and len(set(map(str, values))) == len(values)
        if tells_apart and (name.lower() in _NAMING or name.endswith("NM")):
            return name
    message = f"which property names a boundary is unclear; there are {', '.join(map(shortened, properties[0]))}"
    hint = "say it in the method: boundary_name"
    raise InputError([Problem(file, None, (), "NO_NAME", message, hint)])


@dataclass(frozen=True)
class Situated:
    """Which area and which boundary each of some places lies in."""

    areas: list[str | None]
    """Nothing outside all areas."""
    boundaries: list[str | None]
    rule: str
    """How that was told, for people."""
    titles: Mapping[str, str]
    """Of the areas, all of them, in their order."""
    outside: Mapping[str, int]
    """What is outside, where that has names: rows by local authority."""
    shared: int = 0
    """Places in two boundaries at once, which count in the first by name."""


def within_boundaries(
    degrees: NDArray[np.float64], boundaries: Sequence[Boundary], method: Method, ids: Mapping[str, str]
) -> Situated:
    """By point in polygon.

    Args:
        degrees: longitude and latitude of every place, shape (n, 2).
        boundaries: the boundaries.
        method: which areas they make.
        ids: by boundary: the id of its own area, where the method makes none of several.
    """
    ordered = sorted(boundaries, key=lambda boundary: boundary.name)
    tree = shapely.STRtree([boundary.shape for boundary in ordered])
    place, boundary = tree.query(shapely.points(degrees), predicate="intersects")
    found: list[str | None] = [None] * len(degrees)
    shared = set[int]()
    for index, number in sorted(zip(place.tolist(), boundary.tolist(), strict=True)):
        if found[index] is None:
            found[index] = ordered[number].name
        elif found[index] != ordered[number].name:
            shared.add(index)
    area_of = method.area_of or ids
    titles = {area: team.title or area for area, team in method.areas.items()} or {
        ids[name]: name for name in sorted(set(ids))
    }
    areas = [area_of.get(name) if name is not None else None for name in found]
    return Situated(areas, found, "inside the boundary that is given for it", titles, {}, len(shared))


FARTHEST_BASE_M = 30_000.0
"""From every base; a place farther away is outside."""


def nearest_to_bases(metres: NDArray[np.float64], bases: NDArray[np.float64], titles: Mapping[str, str]) -> Situated:
    """By the base that is nearest as the crow flies, where no boundaries are at hand.

    Args:
        metres: east and north of every place, shape (n, 2).
        bases: the same of the bases, in the order of the areas.
        titles: of the areas.
    """
    names = list(titles)
    distances = np.hypot(*(metres[:, None, :] - bases[None, :, :]).transpose(2, 0, 1))
    near, far = distances.argmin(axis=1), distances.min(axis=1) > FARTHEST_BASE_M
    areas = [None if is_far else names[base] for base, is_far in zip(near.tolist(), far.tolist(), strict=True)]
    rule = f"nearest base as the crow flies, at most {FARTHEST_BASE_M / 1000:.0f} km away"
    return Situated(areas, [None] * len(areas), rule, titles, {})


WHOLE = "all"
"""The area of everything, where the files do not even name local authorities (as in Northern Ireland)."""
LEAST_SHARE = 0.01
"""Of the rows; a local authority with fewer is another force's."""


def by_authority(authorities: Sequence[str], numbers: NDArray[np.int64], ids: Mapping[str, str]) -> Situated:
    """By the local authority that the files name, where neither boundaries nor bases are at hand.

    Args:
        authorities: of every place.
        numbers: rows at every place.
        ids: by authority: the id of its area.
    """
    if not any(authorities):
        rule = "there is one area, since the files name no local authority"
        return Situated([WHOLE] * len(authorities), [None] * len(authorities), rule, {WHOLE: "All of it"}, {})
    rows = Counter[str]()
    for authority, number in zip(authorities, numbers.tolist(), strict=True):
        rows[authority] += number
    total = sum(rows.values())
    own = {name for name, number in rows.items() if name and number >= LEAST_SHARE * total}
    areas = [ids[name] if name in own else None for name in authorities]
    rule = f"local authority in the files; one with under {LEAST_SHARE:.0%} of the rows is another force's"
    outside = {name or "no authority": rows[name] for name in sorted(rows) if name not in own}
    titles = {ids[name]: name for name in sorted(own)}
    return Situated(areas, list(authorities), rule, titles, outside)
