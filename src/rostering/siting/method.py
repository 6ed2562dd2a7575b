"""How hotspots are chosen: everything somebody decides, in one file that can be published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from rostering.files import InputError
from rostering.files.problem import Problem, in_file_order, shortened
from rostering.files.validation import validated
from rostering.files.yaml_reading import Document, read_yaml
from rostering.scenario.ids import Id
from rostering.scenario.problems import nearest
from rostering.scenario.records import Latitude, Longitude, Record, Text

ASB = "Anti-social behaviour"
"""The one crime type of the files that is no crime."""
CRIME_TYPES = (
    ASB, "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime", "Other theft",
    "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person", "Vehicle crime",
    "Violence and sexual offences",
)  # fmt: skip
"""As data.police.uk names them."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
Weight = Annotated[float, Field(ge=0, le=1_000_000)]
Metres = Annotated[float, Field(gt=0, le=100_000)]


class Measure(Record):
    """What a row of each crime type adds to a measure of demand."""

    source: Text = ""
    """Where the weights are from; asked for unless every one is 0 or 1, which is counting."""
    types: dict[Name, Weight] = Field(default_factory=dict)
    """Weight of a row, by its crime type."""
    others: Weight = 0
    """Weight of a row of any other crime type."""

    @model_validator(mode="after")
    def _says_where_from(self) -> Self:
        if not self.source and any(weight not in {0, 1} for weight in (*self.types.values(), self.others)):
            message = "weights other than 0 and 1 need a source: say where they are from"
            raise ValueError(message)
        return self

    def weight_of(self, kind: str) -> float:
        """What a row of a crime type adds."""
        return self.types.get(kind, self.others)


class Exclusion(Record):
    """A place that is no hotspot, however many rows are recorded there."""

    name: Name
    lat: Latitude
    lon: Longitude
    radius_m: Metres
    """Rows this near count in their area, not in a hotspot."""
    reason: Name
    """Why, for everybody to read."""


class Team(Record):
    """An area and the boundaries it is made of."""

    title: Text = ""
    """Name for people; the id where it is empty."""
    boundaries: Annotated[list[Name], Field(min_length=1)]
    """Names of boundaries, by the property that names them."""


class Method(Record):
    """Everything that is decided before a computer counts."""

    version: Literal[1] = 1
    """Version of this format."""
    count: int = Field(default=40, ge=1, le=1000)
    """Hotspots to choose."""
    radius_m: Metres = 150
    """Radius of a hotspot."""
    apart_m: Annotated[float, Field(ge=0, le=100_000)] = 500
    """Least distance between the centres of two hotspots."""
    least_per_area: int = Field(default=0, ge=0, le=100)
    """Hotspots that every area has at least."""
    measures: dict[Id, Measure] = Field(
        default={"crime": Measure(types={ASB: 0}, others=1), "asb": Measure(types={ASB: 1})}, min_length=1
    )
    """Measures of demand."""
    weights: dict[Id, Weight] = Field(default_factory=lambda: {"crime": 1.0})
    """How measures are mixed to choose hotspots, after each is normalised to shares."""
    indoors: list[Name] = Field(default_factory=list)
    """Crime types that happen where no patrol goes: they count in areas, not in hotspots."""
    exclusions: list[Exclusion] = Field(default_factory=list)
    """Places that are no hotspots, each with its reason."""
    boundary_name: Name | None = None
    """The property that names a boundary."""
    areas: dict[Id, Team] = Field(default_factory=dict)
    """Areas by the boundaries they are made of; without it, every boundary is an area."""
    places: dict[Name, Name] = Field(default_factory=dict)
    """Town or village of a boundary, for titles."""
    attribution: Text = ""
    """What the owner of the boundaries asks to be said."""

    @model_validator(mode="after")
    def _mixes_what_is_measured(self) -> Self:
        unknown = next((name for name in self.weights if name not in self.measures), None)
        if unknown is not None:
            message = f"weights: {unknown} is not among the measures ({', '.join(self.measures)})"
            raise ValueError(message)
        if not any(self.weights.values()):
            message = "weights: at least one must be more than 0"
            raise ValueError(message)
        owners = [name for team in self.areas.values() for name in team.boundaries]
        twice = next((name for name in owners if owners.count(name) > 1), None)
        if twice is not None:
            message = f"areas: the boundary {shortened(twice)} is given twice"
            raise ValueError(message)
        return self

    @property
    def area_of(self) -> dict[str, str]:
        """By boundary: the area it is a part of."""
        return {name: area for area, team in self.areas.items() for name in team.boundaries}


def load_method(path: Path) -> Method:
    """The method in a YAML file.

    Raises:
        InputError: with every problem found.
    """
    document = read_yaml(path)
    method, repaired, found = validated(document, Method, {})
    known = method or repaired
    found += _unknown_types(document, known) if known is not None else ()
    if found or method is None:
        raise InputError(in_file_order(found))
    return method


def _unknown_types(document: Document, method: Method) -> Iterator[Problem]:
    named = [(("indoors", place), kind) for place, kind in enumerate(method.indoors)]
    counted = [
        (("measures", name, "types", kind), kind) for name, measure in method.measures.items() for kind in measure.types
    ]
    for path, kind in (*named, *counted):
        if kind not in CRIME_TYPES:
            message = f"{shortened(kind)} is no crime type of the files"
            yield document.problem(path, "UNKNOWN_CRIME_TYPE", message, nearest(kind, CRIME_TYPES))
