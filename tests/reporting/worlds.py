"""Plans to make pages of, and what stands in a page."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from rostering.files import load_scenario
from rostering.reporting.findings import Findings, find
from rostering.scheduling import plan
from rostering.solve import Options, Progress, Stop

QUICKSTART = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"


def quiet(_: Progress) -> None:
    """Nobody is told anything."""


@cache
def findings() -> Findings:
    """About the plan of the quickstart."""
    loaded = load_scenario(QUICKSTART)
    schedule = plan(loaded.scenario, loaded.sha256, Options(), Stop(), quiet).schedule
    assert schedule is not None
    return find(loaded.scenario, schedule.plan)


class Page(HTMLParser):
    """The rows of tables with what their cells are sorted by, the words, and what is asked of other places."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.measures: dict[str, tuple[str, str]] = {}
        self.rows: list[list[str]] = []
        self.values: list[list[str]] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self._measure = ""
        self._silent = 0
        self._is_in_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element is and asks for."""
        given = dict(attrs)
        self.tags.append(tag)
        self.links += [given[name] or "" for name in ("src", "href", "xlink:href", "action", "data") if name in given]
        if tag in {"script", "style"}:
            self._silent += 1
        if tag == "tr":
            self.rows.append([])
            self.values.append([])
        if tag in {"td", "th"} and self.rows:
            self._is_in_cell = True
            self.rows[-1].append("")
            self.values[-1].append(given.get("data-value") or "")
            self._measure = given.get("data-measure") or ""
            if self._measure:
                self.measures[self._measure] = (given.get("data-value") or "", "")

    def handle_endtag(self, tag: str) -> None:
        """Note that it is over."""
        if tag in {"script", "style"}:
            self._silent -= 1
        if tag in {"td", "th"}:
            self._measure, self._is_in_cell = "", False

    def handle_data(self, data: str) -> None:
        """Add to the words, and to the cell they stand in."""
        if self._silent:
            return
        self.words += data
        if self._is_in_cell:
            self.rows[-1][-1] += data
        if self._measure:
            value, shown = self.measures[self._measure]
            self.measures[self._measure] = value, shown + data
