"""The pages in a real browser, without a network: filters, sorting, tips, themes, print, accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rostering.reporting.pages import report_page
from tests.reporting.worlds import findings

pytestmark = pytest.mark.filterwarnings("default::ResourceWarning", "default::DeprecationWarning")
AUDIENCES = ("planner", "commissioner", "public")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, or the one that Playwright installs."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is in the dependency group dev only")
    with api.sync_playwright() as started:
        own = shutil.which("chromium") or shutil.which("chromium-browser")
        try:
            launched = started.chromium.launch(executable_path=own, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"no Chromium starts here: {str(error).splitlines()[0]}")
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart's pages; screenshots go there too, or where ROSTERING_ARTEFACTS says."""
    kept = os.environ.get("ROSTERING_ARTEFACTS", "")
    folder = Path(kept) if kept else tmp_path_factory.mktemp("pages")
    folder.mkdir(parents=True, exist_ok=True)
    for audience, page in (
        ("planner", report_page(findings(), "planner")),
        ("commissioner", report_page(findings(), "commissioner")),
        ("public", report_page(findings(), "public")),
    ):
        (folder / f"{audience}.html").write_text(page, encoding="utf-8")
    return folder


class Tab:
    """A page that is open, with everything it asked for and complained about."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))


@pytest.fixture
def tab(browser: Any) -> Iterator[Tab]:
    """A fresh one, off line."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield Tab(context.new_page())
    context.close()


def opened(tab: Tab, folder: Path, audience: str) -> Any:
    tab.page.goto((folder / f"{audience}.html").as_uri())
    return tab.page


def rows_shown(page: Any, table: str) -> int:
    return int(page.locator(f"{table} tbody tr:visible").count())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_opens_without_a_network_and_asks_for_nothing(tab: Tab, folder: Path, audience: str) -> None:
    """One file; nothing is refused by its own policy."""
    page = opened(tab, folder, audience)
    page.screenshot(path=folder / f"{audience}.png", full_page=True)
    assert tab.asked == [(folder / f"{audience}.html").as_uri()]
    assert tab.said == []


def test_it_filters_by_area_officer_and_day(tab: Tab, folder: Path) -> None:
    """Rows, columns and timelines; all come back."""
    page = opened(tab, folder, "planner")
    scenario = findings().scenario
    people, spots = len(scenario.people), len(scenario.hotspots)
    assert (rows_shown(page, ".grid"), rows_shown(page, ".strip")) == (people, spots)
    area = next(iter(scenario.areas))
    own = sum(person.area == area for person in scenario.people.values())
    page.select_option("#area", area)
    assert rows_shown(page, ".grid") == own < people
    assert rows_shown(page, ".strip") == sum(spot.area == area for spot in scenario.hotspots.values())
    assert f"showing {own} of {people} people" in page.inner_text("#shown")
    officer = next(officer for officer, person in scenario.people.items() if person.area == area)
    page.select_option("#officer", officer)
    assert rows_shown(page, ".grid") == 1
    page.select_option("#day", "1")
    assert page.locator(".grid thead th:visible").count() == 6
    page.click("#clear")
    assert (rows_shown(page, ".grid"), rows_shown(page, ".strip")) == (people, spots)
    assert page.locator(".grid thead th:visible").count() == 12


def test_a_days_duties_are_drawn_and_told_in_words(tab: Tab, folder: Path) -> None:
    """As many as the plan has; opened, one lists its activities with times and reasons."""
    page = opened(tab, folder, "planner")
    horizon = findings().scenario.horizon
    for number, day in list(enumerate(horizon.dates))[:3]:
        page.select_option("#day", str(number))
        assert page.locator(".timeline").count() == sum(duty.day == day for duty in findings().plan.duties)
    duty = page.locator(".timeline").first
    duty.locator("summary").click()
    duty.locator("ol").wait_for()
    assert duty.locator("li").count() == duty.locator(".track > span").count() > 3
    told = duty.locator("ol").inner_text()
    visits = [line for line in told.splitlines() if " visit " in line]
    assert all(": " in line for line in visits)
    page.screenshot(path=folder / "planner-day.png")


def test_it_sorts_by_value_both_ways(tab: Tab, folder: Path) -> None:
    """Numbers as numbers; the column says how it is sorted."""
    page = opened(tab, folder, "planner")
    head = page.locator("section[aria-labelledby=shares] thead th").nth(4)
    cells = "section[aria-labelledby=shares] tbody tr td:nth-child(5)"
    values = "cells => cells.map(cell => Number(cell.dataset.value))"
    for wanted, order in (("ascending", 1), ("descending", -1)):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == wanted
        found = page.eval_on_selector_all(cells, values)
        assert found == sorted(found, reverse=order < 0)


def test_the_reason_of_a_visit_shows_where_it_is_pointed_at_and_by_keyboard(tab: Tab, folder: Path) -> None:
    """By mouse, by the Tab and arrow keys; Escape hides it."""
    page = opened(tab, folder, "planner")
    cell = page.locator(".strip td[data-tip]").filter(has_text="1").first
    cell.hover()
    tip = page.locator("#tip")
    reasons = {one.reason for duty in findings().plan.duties for one in duty.activities if one.do == "visit"}
    assert any(reason in tip.inner_text() for reason in reasons)
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    page.locator(".strip td[data-tip][tabindex='0']").focus()
    first = tip.inner_text()
    page.keyboard.press("ArrowRight")
    assert tip.inner_text() != first
    assert page.evaluate("document.activeElement.tabIndex") == 0
    assert page.locator(".strip td[tabindex='0']").count() == 1


def test_the_theme_is_the_readers_until_the_button_is_pressed(tab: Tab, folder: Path, browser: Any) -> None:
    """Light and dark differ; the button takes the other."""
    page = opened(tab, folder, "planner")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("#theme")
    dark = page.evaluate(paper)
    assert light != dark
    page.screenshot(path=folder / "planner-dark.png", full_page=True)
    context = browser.new_context(offline=True, color_scheme="dark")
    other = context.new_page()
    other.goto((folder / "planner.html").as_uri())
    assert other.evaluate(paper) == dark
    context.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_it_prints_on_paper(tab: Tab, folder: Path, audience: str) -> None:
    """A4, without its controls, every person on it."""
    from pypdf import PdfReader  # noqa: PLC0415 - nothing else needs it

    page = opened(tab, folder, audience)
    path = folder / f"{audience}.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    pdf = PdfReader(path)
    width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((595, 842), abs=2)
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "Show all" not in text
    if audience == "planner":
        assert all(officer.upper() in text for officer in findings().scenario.people)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_wider_than_the_window(tab: Tab, folder: Path, audience: str, width: int) -> None:
    """Tables scroll within themselves, on a telephone too."""
    tab.page.set_viewport_size({"width": width, "height": 800})
    page = opened(tab, folder, audience)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.screenshot(path=folder / f"{audience}-{width}.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nobody_is_shut_out(browser: Any, folder: Path, audience: str, theme: str) -> None:
    """The checker axe finds nothing serious: names, contrasts, headings, tables."""
    checker = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is in the group dev only")
    context = browser.new_context(offline=True, color_scheme=theme)
    page = context.new_page()
    page.goto((folder / f"{audience}.html").as_uri())
    found = checker.Axe().run(page).response["violations"]
    context.close()
    serious = [
        (one["id"], [node["html"][:160] for node in one["nodes"]][:3])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_without_its_script_everything_but_timelines_is_there(browser: Any, folder: Path) -> None:
    """And it says what is missing."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "planner.html").as_uri())
    assert page.locator(".grid tbody tr").count() == len(findings().scenario.people)
    assert page.locator("noscript").inner_text().startswith("The timelines are drawn by a script")
    assert page.locator(".controls").is_hidden()
    context.close()
