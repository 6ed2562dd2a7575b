"""Make every picture of the documentation again, from the shipped scenarios.

    uv run python docs/pictures/refresh.py [--schedule SCHEDULE]

plans ``scenarios/bedfordshire.yaml`` (or takes a plan of it), makes its reports and photographs parts of them with
Chromium, which has to be there (``uv run playwright install chromium``), and draws the funding frontier.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SCENARIO = ROOT / "scenarios" / "bedfordshire.yaml"
FUNDING = ROOT / "scenarios" / "bedfordshire-funding.yaml"
OFFICER, DAY = "pc-2217", "4"
WIDTH, HEIGHT = 1200, 900


def rostering(*arguments: str) -> None:
    """Run a command of the tool."""
    subprocess.run([sys.executable, "-m", "rostering", *arguments], check=True, cwd=ROOT)  # noqa: S603 - this project's own commands


def opened(browser: Browser, page: Path, height: int = HEIGHT) -> Page:
    """A report in a window, in light colours."""
    context = browser.new_context(offline=True, viewport={"width": WIDTH, "height": height}, color_scheme="light")
    tab = context.new_page()
    tab.goto(page.as_uri())
    return tab


def section(tab: Page, name: str, picture: str) -> None:
    """One section of a page."""
    tab.locator(f"section[aria-labelledby={name}]").screenshot(path=HERE / picture)


def photograph(browser: Browser, planner: Path, commissioner: Path, public: Path) -> None:
    """Every picture of a report."""
    tab = opened(browser, planner, 1180)
    tab.screenshot(path=HERE / "report.png")
    section(tab, "shares", "report-shares.png")
    tab.select_option("#area", "luton-south")
    section(tab, "strip", "report-promise.png")
    tab.click("#clear")
    tab.select_option("#officer", OFFICER)
    tab.select_option("#day", DAY)
    tab.locator(".timeline summary").first.click()
    section(tab, "days", "report-day.png")
    opened(browser, commissioner).screenshot(path=HERE / "report-commissioner.png")
    opened(browser, public).screenshot(path=HERE / "report-public.png")


def main() -> None:
    """Plan, report, photograph."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--schedule", type=Path, help="a plan of scenarios/bedfordshire.yaml that is at hand")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as started:
        folder = Path(name)
        schedule = given.schedule or folder / "bedfordshire.schedule.yaml"
        if given.schedule is None:
            rostering("solve", str(SCENARIO), "-o", str(schedule))
        pages = {audience: folder / f"{audience}.html" for audience in ("planner", "commissioner", "public")}
        for audience, page in pages.items():
            rostering("report", str(schedule.resolve()), "--against", str(SCENARIO), "--for", audience, "-o", str(page))
        own = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = started.chromium.launch(executable_path=own, args=["--no-sandbox"])
        photograph(browser, pages["planner"], pages["commissioner"], pages["public"])
        browser.close()
    rostering("fund", str(FUNDING), "--budget=-2000000:3200000:400000", "-o", str(HERE / "funding-frontier.svg"))


if __name__ == "__main__":
    main()
