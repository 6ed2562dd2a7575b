"""Where bases and hotspots are, in kilometres and pixels; nothing is asked of a server of maps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rostering.reporting.findings import Findings
from rostering.reporting.strip import Row
from rostering.scenario.records import Point
from rostering.scenario.travel import kilometres
from rostering.words import count_words

WIDE, TALL = 620, 560
"""Most pixels of the map of everything."""
AREA_WIDE, AREA_TALL = 360, 250
"""The same of the map of one area."""
MARGIN = 34
"""Pixels around the outermost places, for their marks and the scale bar."""
LABEL_MARGIN = 96
"""The same to the left and right where hotspots carry their names."""
LEAST_KM = 1.0
"""Shown at least, so that a lone place is not magnified without end."""
CHARACTER, LINE = 6.0, 13.0
"""Pixels that a character takes on average, and a line."""
LONGEST_LABEL = 26
BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
"""Lengths of scale bars, in km."""
LONGEST_BAR = 0.3
"""Of a map's width."""


@dataclass(frozen=True)
class Spot:
    """A hotspot on a map."""

    x: float
    """Kilometres from the left."""
    y: float
    """Kilometres from the bottom."""
    mark: str
    """Days since the last patrol."""
    look: str
    """Name of its colour: fresh, some, due, over or unknown."""
    tip: str


@dataclass(frozen=True)
class Base:
    """A team's base on a map."""

    x: float
    y: float
    tip: str


@dataclass(frozen=True)
class Label:
    """A name on a map."""

    x: float
    y: float
    text: str
    align: Literal["left", "right"]
    is_strong: bool


@dataclass(frozen=True)
class MapPanel:
    """A map of everything, or of one area."""

    title: str
    area: str
    """Empty: all areas."""
    width: int
    height: int
    width_km: float
    height_km: float
    bar_km: float
    spot_pixels: int
    spots: tuple[Spot, ...]
    bases: tuple[Base, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class _Frame:
    """How places become kilometres from the lower left corner, and those pixels."""

    west: float
    north: float
    origin_x: float
    origin_y: float
    km_x: float
    km_y: float
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        x, y = _flat(point, self.north)
        return x - self.origin_x, y - self.origin_y


def maps(found: Findings, rows: Sequence[Row]) -> tuple[MapPanel, ...]:
    """One map of everything, then one of each area that has hotspots; where there is one area, its map alone."""
    by_area = {area: [row for row in rows if row.area == area] for area in found.scenario.areas}
    titled = sorted(found.scenario.areas, key=found.scenario.title_of)
    panels = [_area_map(found, area, by_area[area]) for area in titled if by_area[area]]
    return tuple(panels) if len(found.scenario.areas) == 1 else (_whole_map(found, rows), *panels)


def look_of(since: int | None, every_days: int) -> str:
    """How a hotspot is coloured by days since its last patrol: a whole window without one is over."""
    if since is None:
        return "unknown"
    if since >= every_days:
        return "over"
    return ("fresh", "some", "due")[min(2, since * 3 // max(every_days, 1))]


def _whole_map(found: Findings, rows: Sequence[Row]) -> MapPanel:
    bases = [area.base for area in found.scenario.areas.values()]
    frame = _framed([*bases, *(_point(found, row) for row in rows)], WIDE, TALL, LABEL_MARGIN)
    spots = tuple(_spot(found, frame, row) for row in rows)
    marked = tuple(_base(found, frame, area) for area in found.scenario.areas)
    names = [
        (*frame.place(one.base), found.scenario.title_of(area), True) for area, one in found.scenario.areas.items()
    ]
    taken = [_box(frame, spot.x, spot.y, 8) for spot in spots]
    return _panel("all areas", "", frame, 11, spots, marked, _labelled(frame, names, taken, 8))


def _area_map(found: Findings, area: str, rows: Sequence[Row]) -> MapPanel:
    base = found.scenario.areas[area].base
    frame = _framed([base, *(_point(found, row) for row in rows)], AREA_WIDE, AREA_TALL, LABEL_MARGIN)
    spots = tuple(_spot(found, frame, row) for row in rows)
    names = [(spot.x, spot.y, row.title, False) for spot, row in zip(spots, rows, strict=True)]
    names.append((*frame.place(base), "base", True))
    taken = [_box(frame, spot.x, spot.y, 9) for spot in spots]
    title = found.scenario.title_of(area)
    return _panel(title, area, frame, 16, spots, (_base(found, frame, area),), _labelled(frame, names, taken, 11))


def _panel(  # noqa: PLR0913, PLR0917 - the parts of a map
    title: str,
    area: str,
    frame: _Frame,
    spot_pixels: int,
    spots: tuple[Spot, ...],
    bases: tuple[Base, ...],
    labels: tuple[Label, ...],
) -> MapPanel:
    width, height = round(frame.km_x * frame.scale), round(frame.km_y * frame.scale)
    bar = max((one for one in BARS if one <= LONGEST_BAR * frame.km_x), default=BARS[0])
    return MapPanel(title, area, width, height, frame.km_x, frame.km_y, bar, spot_pixels, spots, bases, labels)


def _framed(points: Sequence[Point], wide: int, tall: int, beside: int) -> _Frame:
    """The frame that holds all points, with margins, on at most so many pixels; one scale for both directions."""
    north = sum(point.lat for point in points) / len(points)
    flat = [_flat(point, north) for point in points]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    low, high = min(y for _, y in flat), max(y for _, y in flat)
    scale = min((wide - 2 * beside) / max(right - left, LEAST_KM), (tall - 2 * MARGIN) / max(high - low, LEAST_KM))
    km_x = wide / scale
    km_y = (max(high - low, LEAST_KM / 2) * scale + 2 * MARGIN) / scale
    return _Frame(0, north, (left + right - km_x) / 2, (low + high - km_y) / 2, km_x, km_y, scale)


def _flat(point: Point, north: float) -> tuple[float, float]:
    """Kilometres east and north of where the meridian and the equator meet, true to scale near a latitude."""
    to_east = kilometres(Point(lat=north, lon=0), Point(lat=north, lon=min(179.0, abs(point.lon))))
    return math.copysign(to_east, point.lon), math.copysign(
        kilometres(Point(lat=0, lon=0), Point(lat=abs(point.lat), lon=0)), point.lat
    )


def _point(found: Findings, row: Row) -> Point:
    return found.scenario.hotspots[row.hotspot].place


def _spot(found: Findings, frame: _Frame, row: Row) -> Spot:
    x, y = frame.place(_point(found, row))
    since = row.since_days
    ago = "no patrol known" if since is None else f"{count_words(since, 'day')} since the last patrol at the end"
    tip = f"{row.title} ({row.area_title}): {ago}; {count_words(row.visits, 'visit')}, longest gap "
    tip += count_words(row.longest_gap_days, "day")
    look = look_of(since, found.scenario.rules.hotspot_guarantee.every_days)
    return Spot(x, y, "?" if since is None else str(since), look, tip)


def _base(found: Findings, frame: _Frame, area: str) -> Base:
    x, y = frame.place(found.scenario.areas[area].base)
    return Base(x, y, f"Base of {found.scenario.title_of(area)}")


_Pixels = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def _box(frame: _Frame, x: float, y: float, half: float) -> _Pixels:
    left, top = x * frame.scale, (frame.km_y - y) * frame.scale
    return left - half, top - half, left + half, top + half


def _labelled(
    frame: _Frame, names: Iterable[tuple[float, float, str, bool]], taken: list[_Pixels], off: float
) -> tuple[Label, ...]:
    """Names beside their places, first come first served; where there is no room for one, pointing at it tells it."""
    placed = []
    for x, y, text, is_strong in names:
        short = text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"
        for label, box in _positions(frame, x, y, short, off):
            if _is_inside(frame, box) and not any(_touch(box, other) for other in taken):
                taken.append(box)
                placed.append(Label(*label, short, _align(box, x * frame.scale), is_strong))
                break
    return tuple(placed)


def _align(box: _Pixels, at: float) -> Literal["left", "right"]:
    return "left" if box[2] > at and box[0] > at - 1 else "right"


def _positions(
    frame: _Frame, x: float, y: float, text: str, off: float
) -> Iterator[tuple[tuple[float, float], _Pixels]]:
    """Right and left, level first, then higher and lower."""
    width = CHARACTER * len(text)
    at, top = x * frame.scale, (frame.km_y - y) * frame.scale
    for down in (LINE * lines for lines in (0.0, -0.8, 0.8, -1.7, 1.7, -2.6, 2.6)):
        for start, box_left in ((at + off, at + off), (at - off, at - off - width)):
            box = (box_left, top + down - LINE / 2, box_left + width, top + down + LINE / 2)
            yield (start / frame.scale, y - down / frame.scale), box


def _is_inside(frame: _Frame, box: _Pixels) -> bool:
    wide, tall = frame.km_x * frame.scale, frame.km_y * frame.scale
    return box[0] >= 0 and box[1] >= 0 and box[2] <= wide and box[3] <= tall


def _touch(one: _Pixels, other: _Pixels) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
