"""Briefing sheets as one page of HTML that prints one sheet on each sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from rostering.exporting.sheets import Sheet


def html(sheets: Sequence[Sheet]) -> str:
    """All sheets in one file that asks no other for anything; whatever stands in titles is shown, never run."""
    loader = PackageLoader("rostering.exporting", "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.get_template("sheets.html").render(sheets=sheets)
