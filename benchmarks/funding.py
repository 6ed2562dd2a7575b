"""How long answers about money take, and how far the strategic model is from the full one.

    python benchmarks/funding.py [--confirm 5]

Writes benchmarks/results/funding.md. Bedfordshire's week with made-up offers: constables, support officers,
overtime, and 38 posts of a grant that could end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import time
from pathlib import Path

from rostering.files import load_scenario
from rostering.funding import confirm, frontier, hub_prices
from rostering.scenario import Scenario
from rostering.scenario.records import Funding
from rostering.solve import Options
from rostering.strategy import Buyer, Desk, build_ground

ROOT = Path(__file__).parents[1]
OFFERS = {
    "options": {
        "more-pcsos": {"hire": "pcso", "max": 20},
        "more-pcs": {"hire": "pc", "max": 30},
        "overtime": {"hours": True, "role": "pc", "hourly_cost": 38, "max": 200},
        "grant-pcs": {"end_grant": "pc", "max": 30},
        "grant-pcsos": {"end_grant": "pcso", "max": 8},
    }
}
SINGLE = (-2_000_000, -500_000, 100_000, 500_000, 1_000_000)
RANGE = [50_000.0 * step for step in range(21)]
CONFIRMED = (-2_000_000.0, -1_000_000.0, 0.0, 500_000.0, 1_000_000.0)


def single(scenario: Scenario, budget: float) -> float:
    """Seconds from a scenario to the best whole mix of one budget and what it comes to."""
    started = time.perf_counter()
    buyer = Buyer(Desk(build_ground(scenario)))
    mix = buyer.within(budget)
    if mix is not None:
        buyer.outcome(mix)
    return time.perf_counter() - started


def main() -> None:
    """Measure and write the page."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--confirm", type=int, default=len(CONFIRMED))
    count = arguments.parse_args().confirm
    loaded = load_scenario(ROOT / "scenarios" / "bedfordshire.yaml").scenario
    scenario = loaded.model_copy(update={"funding": Funding.model_validate(OFFERS)})
    made = (
        f"`python benchmarks/funding.py`, {dt.datetime.now(tz=dt.UTC).date()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; Bedfordshire's week, medians of 3."
    )
    lines = [
        "# What money buys: how fast, how exact",
        "",
        made,
        "",
        "| what | seconds |",
        "|---|---|",
    ]
    lines += [
        f"| one budget, {budget:,} | {statistics.median(single(scenario, budget) for _ in range(3)):.2f} |"
        for budget in SINGLE
    ]
    for name, job in (
        ("21 budgets, best and equal, worths, least budget", lambda: frontier(scenario, RANGE)),
        ("every opening of a hub priced", lambda: hub_prices(scenario)),
    ):
        seconds = []
        for _ in range(3):
            started = time.perf_counter()
            job()
            seconds.append(time.perf_counter() - started)
        lines.append(f"| {name} | {statistics.median(seconds):.1f} |")
    if count:
        started = time.perf_counter()
        found = confirm(scenario, frontier(scenario, CONFIRMED), count, Options(), print)
        lines.append(
            f"| {len(found)} budgets, each planned by the full model, once | {time.perf_counter() - started:.0f} |"
        )
        lines += [
            "",
            "| budget | strategic patrol hours | full model | error | windows kept |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {one.budget:,.0f} | {one.strategic_hours:,.0f} | {one.measures['patrol_hours']:,.0f} | "
            f"{one.error:+.1%} | {one.measures['guarantee_kept']:.1%} |"
            for one in found
        ]
    page = "\n".join(lines) + "\n"
    (ROOT / "benchmarks" / "results" / "funding.md").write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
