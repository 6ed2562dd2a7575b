"""A chart as a file of its own."""

from __future__ import annotations

from markupsafe import Markup

COLOURS = {
    "light": {
        "ink": "#1b1f24",
        "soft": "#5b6470",
        "line": "#d4d9df",
        "s1": "#00529b",
        "s2": "#b35900",
        "s3": "#5c2d91",
    },
    "dark": {"ink": "#e8eaed", "soft": "#a5adb8", "line": "#3c434c", "s1": "#6db3f2", "s2": "#f0a35e", "s3": "#c39bea"},
}
"""What charts of two lines call their colours, for light and for dark surroundings."""


def standalone(chart: Markup) -> str:
    """A chart with its colours, as the text of an SVG file; it follows the reader's choice of light or dark."""
    light, dark = (";".join(f"--{name}:{value}" for name, value in COLOURS[mode].items()) for mode in COLOURS)
    style = f"<style>:root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    opening, _, rest = str(chart).partition(">")
    return f"{opening}>{style}{rest}\n"
