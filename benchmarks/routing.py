"""Measure the routing of itineraries alone, on public instances of team orienteering with time windows.

    python benchmarks/routing.py FOLDER [--seconds 5] [--only c101,pr05]

FOLDER holds the instances of Vansteenwegen, Righini and Salani (``c101.txt``, ``pr01.txt``, ...) and
``reference.csv`` with the columns instance, officers and one value per published solver. For each instance and number
of officers the same function that times a week's tours (``rostering.itinerary.routing.route``) is run once, with a time
limit in place of its limit on iterations. Every route is driven again by ``collected`` below, which shares nothing with
the search.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from pyvrp.stop import MaxRuntime

from rostering.itinerary.routing import Call, Tour, route

REFERENCE = "sisr_2026"
SEED = 1
SETUP_SECONDS = 0.1
"""Kept back from the time limit for building the problem, so that the whole run stays within it."""


@dataclass(frozen=True)
class Vertex:
    """A line of an instance: where, how long, worth what, open when (number 0 is the depot)."""

    x: float
    y: float
    service: float
    profit: float
    opens: float
    closes: float


@dataclass(frozen=True)
class Outcome:
    """What one run collected, beside its references."""

    instance: str
    officers: int
    value: float
    references: dict[str, float]
    seconds: float

    @property
    def gap(self) -> float:
        """Per cent below the reference; below 0 where the run collected more."""
        return 100 * (1 - self.value / self.references[REFERENCE])


def read_instance(path: Path) -> list[Vertex]:
    """The vertices of an instance. Columns: number, x, y, service time, profit, ... (routing data of the original
    problems), and last the opening and closing time. The depot closes when the shift ends.
    """
    lines = [line.split() for line in path.read_text().splitlines() if line.strip()]
    rows = [[float(number) for number in line] for line in lines[2:]]
    return [Vertex(row[1], row[2], row[3], row[4], row[-2], row[-1]) for row in rows]


def units(instance: str) -> int:
    """Parts of a unit of length that count: distances are floored to two decimals for pr, to one for the others."""
    return 100 if instance.startswith("pr") else 10


def distance(one: Vertex, other: Vertex, parts: int) -> float:
    """The straight line, floored."""
    return math.floor(math.hypot(one.x - other.x, one.y - other.y) * parts + 1e-9) / parts


def search(vertices: list[Vertex], officers: int, parts: int, seconds: float) -> list[list[int]]:
    """Routes found by the product's own routing, as numbers of vertices."""
    chosen = [number for number, vertex in enumerate(vertices) if number and vertex.profit > 0]
    calls = [
        Call(
            str(number),
            round(vertices[number].opens * parts),
            round(vertices[number].closes * parts),
            round(vertices[number].service * parts),
            round(vertices[number].profit),
        )
        for number in chosen
    ]
    tour = Tour("0", "0", round(vertices[0].opens * parts), round(vertices[0].closes * parts))

    def journey(origin: str, destination: str) -> int:
        return round(distance(vertices[int(origin)], vertices[int(destination)], parts) * parts)

    routes = route(calls, [tour] * officers, journey, MaxRuntime(seconds - SETUP_SECONDS), SEED)
    return [[chosen[place] for place in order] for order in routes]


def collected(vertices: list[Vertex], routes: list[list[int]], parts: int) -> float:
    """The profit of a set of routes, each driven from the depot and back.

    Raises:
        ValueError: a vertex is visited twice or too late, or a route ends after the depot closes.
    """
    visited = [number for order in routes for number in order]
    if len(visited) != len(set(visited)):
        message = "a vertex is visited twice"
        raise ValueError(message)
    depot = vertices[0]
    for order in routes:
        clock, here = depot.opens, depot
        for number in order:
            there = vertices[number]
            clock = max(clock + distance(here, there, parts), there.opens)
            if clock > there.closes + 1e-6:
                message = f"vertex {number} is reached at {clock:.2f}, after {there.closes:.2f}"
                raise ValueError(message)
            clock, here = clock + there.service, there
        if clock + distance(here, depot, parts) > depot.closes + 1e-6:
            message = "a route ends after the depot closes"
            raise ValueError(message)
    return sum(vertices[number].profit for number in visited)


def measure(folder: Path, only: list[str], seconds: float) -> list[Outcome]:
    """Run every instance and number of officers of the reference table."""
    outcomes = []
    with (folder / "reference.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if not only or row["instance"] in only]
    for row in rows:
        instance, officers = row.pop("instance"), int(row.pop("officers"))
        vertices, parts = read_instance(folder / f"{instance}.txt"), units(instance)
        started = time.perf_counter()
        routes = search(vertices, officers, parts, seconds)
        spent = time.perf_counter() - started
        value = collected(vertices, routes, parts)
        references = {name: float(number) for name, number in row.items()}
        outcomes.append(Outcome(instance, officers, value, references, spent))
        sys.stderr.write(f"{instance} {officers}: {value:.0f}, {outcomes[-1].gap:.2f} %\n")
    return outcomes


def page(outcomes: list[Outcome], seconds: float) -> str:
    """The outcomes as a Markdown table with a summary."""
    names = list(outcomes[0].references)
    gaps = [outcome.gap for outcome in outcomes]
    within = sum(gap <= 2 for gap in gaps)
    lines = [
        "# Routing alone: team orienteering with time windows",
        "",
        f"`python benchmarks/routing.py FOLDER --seconds {seconds:g}`, seed {SEED}, one thread.",
        f"Gap: per cent below `{REFERENCE}`.",
        "",
        f"Median gap {median(gaps):.2f} %, mean {fmean(gaps):.2f} %, worst {max(gaps):.2f} %.",
        f"Within 2 %: {within} of {len(gaps)}; equal or better: {sum(gap <= 0 for gap in gaps)}.",
        f"Median time {median(outcome.seconds for outcome in outcomes):.2f} s.",
        "",
        f"| instance | officers | ours | {' | '.join(names)} | gap % | seconds |",
        f"|---|---|---|{'---|' * len(names)}---|---|",
    ]
    for one in outcomes:
        published = " | ".join(f"{one.references[name]:.0f}" for name in names)
        lines.append(
            f"| {one.instance} | {one.officers} | {one.value:.0f} | {published} | {one.gap:.2f} | {one.seconds:.2f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read arguments, measure, write the page to standard output."""
    parser = argparse.ArgumentParser(description="Measure routing alone on public orienteering instances.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", default="", help="instances, separated by commas")
    arguments = parser.parse_args()
    only = [name for name in arguments.only.split(",") if name]
    sys.stdout.write(page(measure(arguments.folder, only, arguments.seconds), arguments.seconds))


if __name__ == "__main__":
    main()
