"""Charts, drawn by Vega-Lite as SVG whose colours are the page's own, so that they follow its theme."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import vl_convert
from markupsafe import Markup, escape

from rostering.reporting.maps import MapPanel
from rostering.reporting.numbers import hours, percent
from rostering.reporting.shares import AreaShare

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""Names the language; nothing is fetched from there."""
_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domainColor": "var(--line)",
        "gridColor": "var(--faint)",
        "labelColor": "var(--ink)",
        "labelFontSize": 12,
        "labelLimit": 240,
        "tickColor": "var(--line)",
        "titleColor": "var(--soft)",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
    },
    "legend": {
        "labelColor": "var(--ink)",
        "labelFontSize": 12,
        "orient": "top",
        "symbolSize": 120,
        "title": None,
        "columnPadding": 36,
    },
}
_CLIP = re.compile(r"\bclip\d+\b")
CHARACTER = 7.2
"""Pixels that a character of a name takes on average, generously."""
SERIES = (("var(--s1)", [1, 0], "circle"), ("var(--s2)", [6, 3], "square"), ("var(--s3)", [2, 2], "diamond"))
"""Colour, dash and shape of each series, so that none depends on colour alone; they come round again after the last."""


def shares_chart(shares: Sequence[AreaShare]) -> Markup:
    """Demand as a wide bar, patrol as a narrow one on it, the equal split as a line across."""
    rows = [
        {
            "area": one.title,
            "place": place,
            "demand": one.demand,
            "patrol": one.patrol,
            "equal": one.equal,
            "tip": f"{one.title}: {percent(one.demand)} of demand, {percent(one.patrol)} of patrol "
            f"({hours(one.patrol_hours)}); an equal split would give {percent(one.equal)}",
        }
        for place, one in enumerate(shares)
    ]
    across: dict[str, Any] = {"field": "place", "type": "ordinal", "axis": None}
    marks = [
        _bar("demand", 22, "var(--demand)", across),
        _bar("patrol", 9, "var(--patrol)", across),
        {
            "mark": {"type": "tick", "thickness": 2.5, "size": 26, "color": "var(--equal)", "aria": False},
            "encoding": {"x": _share("equal"), "y": across},
        },
    ]
    names = {
        "mark": {"type": "text", "align": "right", "dx": -8, "fontSize": 12.5, "fill": "var(--ink)", "aria": False},
        "encoding": {"x": {"value": 0}, "y": across, "text": {"field": "area"}},
    }
    longest = max((len(one.title) for one in shares), default=0)
    padding = {"left": 16 + CHARACTER * longest, "right": 8, "top": 4, "bottom": 4}  # names stand outside the axes
    layers = [*marks, names]
    spec = {"width": 520, "height": {"step": 34}, "data": {"values": rows}, "layer": layers, "padding": padding}
    return draw(spec, "Demand share and patrol share of each area, with the equal split")


def _share(field: str) -> dict[str, Any]:
    axis = {"format": ".0%", "tickCount": 6, "title": None}
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"domainMin": 0}}


def _bar(field: str, size: int, colour: str, across: Mapping[str, Any]) -> dict[str, Any]:
    mark = {"type": "bar", "height": size, "color": colour, "aria": field == "demand", "cornerRadiusEnd": 2}
    return {"mark": mark, "encoding": {"x": _share(field), "y": across, "description": {"field": "tip"}}}


def map_chart(panel: MapPanel) -> Markup:
    """Bases and hotspots where they are, to scale; each hotspot with its days since the last patrol."""
    spots = [
        {
            "x": spot.x,
            "y": spot.y,
            "tip": spot.tip,
            "fill": f"var(--{spot.look})",
            "ink": f"var(--{spot.look}-ink)",
            "shape": "diamond" if spot.look == "over" else "circle",
            "text": spot.mark,
        }
        for spot in panel.spots
    ]
    bases = [{"x": base.x, "y": base.y, "tip": base.tip} for base in panel.bases]
    size = panel.spot_pixels**2
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": spots},
            "mark": {"type": "point", "filled": True, "size": size, "opacity": 1, "stroke": "var(--soft)"},
            "encoding": {
                **_at(panel),
                "color": {"field": "fill", "type": "nominal", "scale": None},
                "shape": {"field": "shape", "type": "nominal", "scale": None},
                "description": {"field": "tip"},
            },
        },
        {
            "data": {"values": bases},
            "mark": {
                "type": "point",
                "shape": "square",
                "filled": True,
                "size": 90,
                "color": "var(--ink)",
                "opacity": 1,
            },
            "encoding": {**_at(panel), "description": {"field": "tip"}},
        },
        _marks_inside(panel, spots),
        *(_labels(panel, align) for align in ("left", "right")),
        *_scale_bar(panel),
    ]
    spec = {"width": panel.width, "height": panel.height, "layer": [layer for layer in layers if _has_data(layer)]}
    return draw(spec, f"Map of {panel.title}")


def _has_data(layer: Mapping[str, Any]) -> bool:
    return bool(layer["data"]["values"])


def _at(panel: MapPanel) -> dict[str, Any]:
    return {
        name: {"field": name, "type": "quantitative", "axis": None, "scale": {"domain": [0, extent], "nice": False}}
        for name, extent in (("x", panel.width_km), ("y", panel.height_km))
    }


def _marks_inside(panel: MapPanel, spots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mark = {"type": "text", "fontSize": panel.spot_pixels * 0.68, "fontWeight": "bold", "aria": False}
    colour = {"field": "ink", "type": "nominal", "scale": None}
    encoding = {**_at(panel), "text": {"field": "text"}, "color": colour}
    return {"data": {"values": list(spots)}, "mark": mark, "encoding": encoding}


def _labels(panel: MapPanel, align: str) -> dict[str, Any]:
    labels = [
        {"x": one.x, "y": one.y, "text": one.text, "weight": "bold" if one.is_strong else "normal"}
        for one in panel.labels
        if one.align == align
    ]
    mark = {
        "type": "text",
        "align": align,
        "fontSize": 11,
        "fill": "var(--ink)",
        "fontWeight": {"expr": "datum.weight"},
        "aria": False,
    }
    encoding = {**_at(panel), "text": {"field": "text"}}
    return {"data": {"values": labels}, "mark": mark, "encoding": encoding}


def _scale_bar(panel: MapPanel) -> list[dict[str, Any]]:
    low = 8 * panel.height_km / panel.height
    left = 8 * panel.width_km / panel.width
    ends = {"x": left, "x2": left + panel.bar_km, "y": low, "text": f"{panel.bar_km:g} km"}
    rule = {"type": "rule", "color": "var(--ink)", "strokeWidth": 2, "aria": False}
    words = {"type": "text", "align": "left", "dy": -8, "fontSize": 11, "fill": "var(--ink)", "aria": False}
    data = {"values": [ends]}
    return [
        {"data": data, "mark": rule, "encoding": {**_at(panel), "x2": {"field": "x2"}}},
        {"data": data, "mark": words, "encoding": {**_at(panel), "text": {"field": "text"}}},
    ]


def curves(  # noqa: PLR0913 - the words of a chart, and what is drawn
    title: str,
    x_title: str,
    y_title: str,
    rows: Sequence[Mapping[str, float]],
    series: Sequence[str],
    *,
    is_share: bool = False,
) -> Markup:
    """Lines over one x: of a funding frontier, a comparison or a stress run.

    Args:
        title: what is drawn, for those who hear it.
        x_title: what `x` is.
        y_title: what the series are measured in.
        rows: each with `x` and, under its name, the value of each series; a series may be missing from a row.
        series: names, in the order of the legend.
        is_share: whether values are parts of a whole, written in percent.
    """
    style = {name: SERIES[place % len(SERIES)] for place, name in enumerate(series)}
    points = [
        {
            "x": row["x"],
            "y": row[name],
            "series": name,
            "tip": f"{name}, {x_title} {row['x']:g}: {_y(row[name], is_share)}",
        }
        for name in series
        for row in rows
        if name in row
    ]
    y_axis = {"title": y_title, "format": ".0%" if is_share else ",~f", "tickCount": 5}
    scale: dict[str, Any] = {"domain": [0, 1]} if is_share else {"zero": False}
    base = {
        "x": {
            "field": "x",
            "type": "quantitative",
            "title": x_title,
            "axis": {"grid": False, "labelFlush": False, "format": ",~f", "tickMinStep": 1},
            "scale": {"nice": False},
        },
        "y": {"field": "y", "type": "quantitative", "axis": y_axis, "scale": scale},
        "color": _by_series(style, 0),
    }
    lines = {
        "mark": {"type": "line", "strokeWidth": 2.5, "aria": False},
        "encoding": {**base, "strokeDash": _by_series(style, 1)},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 45, "opacity": 1},
        "encoding": {**base, "shape": _by_series(style, 2), "description": {"field": "tip"}},
    }
    return draw({"width": 600, "height": 260, "data": {"values": points}, "layer": [lines, dots]}, title)


def _by_series(style: Mapping[str, tuple[str, list[int], str]], part: int) -> dict[str, Any]:
    scale = {"domain": list(style), "range": [one[part] for one in style.values()]}
    return {"field": "series", "type": "nominal", "scale": scale, "sort": list(style)}


def _y(value: float, is_share: bool) -> str:  # noqa: FBT001 - said by name where it is decided
    return percent(value) if is_share else f"{value:,g}"


def draw(spec: Mapping[str, Any], title: str) -> Markup:
    """A specification as SVG to stand in a page, with a name for those who hear it."""
    whole = {"$schema": _SCHEMA, "config": _CONFIG, "padding": 4, **spec}
    svg = vl_convert.vegalite_to_svg(whole)
    # The library numbers its clip paths through the whole process; in a page each has to be one of its own.
    own = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]
    numbers = list(dict.fromkeys(_CLIP.findall(svg)))
    svg = _CLIP.sub(lambda match: f"clip-{own}-{numbers.index(match.group())}", svg)
    opening = f'<svg role="graphics-document" aria-roledescription="chart" aria-label="{escape(title)}" '
    return Markup(svg.replace("<svg ", opening, 1))  # noqa: S704 - every text in it was escaped by the library
