"""``rostering demand``: who gains and who loses if demand were weighed otherwise."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from rich.table import Table
from rich.text import Text

from rostering.cli.exits import DONE
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put, put_rich, say, say_problems
from rostering.comparing.weights import OWN, Stake, Weighed, Weighing, measures_of, weighed, weighed_document
from rostering.files import InputError, Problem, Variant, dump, load_scenario, read_schedule_header, write_whole
from rostering.scenario import Scenario
from rostering.scenario.problems import nearest
from rostering.schedule import Plan

Form = Literal["table", "yaml", "csv"]
NEAR = 0.0005
"""A share that differs by less is the same: tables show tenths of a per cent."""
FIRST_COLUMN, COLUMN = 34, 17


def weigh_file(path: Path, variant: Variant, asked: Sequence[str], form: Form, output: Path | None) -> int:
    """Say what other weights would do; the exit code.

    Args:
        path: a scenario, or a schedule, whose hours are then shared otherwise.
        variant: what of a scenario is changed.
        asked: weighings, each as `measure=weight,measure=weight`.
        form: of what is written.
        output: file for YAML or CSV.

    Raises:
        InputError: the file or a weighing cannot be used.
    """
    scenario, plan = _read(path, variant)
    found = weighed(scenario, _weighings(scenario, asked), plan)
    if form == "table" and output is None:
        put_rich(*_parts(found), width=FIRST_COLUMN + COLUMN * len(found.weighings))
        return DONE
    text = _csv(found) if form == "csv" else dump(weighed_document(found))
    if output is None:
        put(text)
    else:
        write_whole(output, text)
        say(f"written: {output}")
    return DONE


def _read(path: Path, variant: Variant) -> tuple[Scenario, Plan | None]:
    try:
        read_schedule_header(path)
    except InputError as refused:
        if [problem.code for problem in refused.problems] != ["NOT_A_SCHEDULE"]:
            raise
        loaded = load_scenario(path, variant)
        say_problems(loaded.warnings)
        return loaded.scenario, None
    pair, schedule = load_pair(path, None)
    return pair.scenario, schedule.plan


def _weighings(scenario: Scenario, asked: Sequence[str]) -> list[Weighing]:
    found, problems = [], list[Problem]()
    for text in asked:
        weights: dict[str, float] = {}
        for part in text.split(","):
            name, _, number = (one.strip() for one in part.partition("="))
            fault = _fault(scenario, name, number)
            if fault is None:
                weights[name] = float(number)
            else:
                problems.append(Problem("--weights", None, (text,), *fault))
        if weights and not any(weights.values()):
            problems.append(Problem("--weights", None, (text,), "BAD_VALUE", "all weights are 0"))
        found.append(Weighing(text, weights))
    if problems:
        raise InputError(problems)
    return found


def _fault(scenario: Scenario, name: str, number: str) -> tuple[str, str, str] | None:
    known = measures_of(scenario)
    if name not in known:
        return "UNKNOWN_MEASURE", f"no area is told of a measure {name!r}", nearest(name, known)
    try:
        weight = float(number)
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight >= 0):
        return "BAD_VALUE", f"{number!r} is not a weight", "write measure=weight,measure=weight, such as crime=1,asb=2"
    return None


def _parts(found: Weighed) -> Iterator[Table | Text]:
    names = [one.name for one in found.weighings]
    for kind, title in (("area", "Areas: share of patrol"), ("hotspot", "Hotspots: share of visits")):
        stakes = [stake for stake in found.stakes if stake.kind == kind]
        if not stakes:
            continue
        table = Table(box=None)
        table.add_column(title)
        for name in names:
            table.add_column(Text(name), justify="right")
        for stake in sorted(stakes, key=lambda one: (-one.shares[0], one.place)):
            table.add_row(Text(stake.title), *(_cell(stake, place) for place in range(len(names))))
        if kind in found.tracking:
            followed = (Text(f"{value:.3f}", justify="right") for value in found.tracking[kind])
            table.add_row(Text("this plan follows it", style="bold"), *followed)
        yield table
        yield Text("")
    for place, name in enumerate(names):
        if name != OWN:
            yield _sentence(found, place)


def _cell(stake: Stake, place: int) -> Text:
    share, change = stake.shares[place], stake.shares[place] - stake.shares[0]
    if not place:
        return Text(f"{share:.1%}", justify="right")
    moved = f"{change * 100:+.1f}" if abs(change) >= NEAR else "="
    return Text(
        f"{share:.1%} {moved:>5}",
        style="green" if change >= NEAR else "red" if change <= -NEAR else "",
        justify="right",
    )


def _sentence(found: Weighed, place: int) -> Text:
    """Which areas gain and lose most, in hours where there is a plan."""
    areas = [stake for stake in found.stakes if stake.kind == "area"]
    most, least = (pick(areas, key=lambda stake: stake.shares[place] - stake.shares[0]) for pick in (max, min))
    name = found.weighings[place].name
    if most.shares[place] - most.shares[0] < NEAR:
        return Text(f"{name}: no area gains or loses")
    gains, loses = (
        f"{most.title} gains most ({_gain(most, place)})",
        f"{least.title} loses most ({_gain(least, place)})",
    )
    return Text(f"{name}: {gains}, {loses}")


def _gain(stake: Stake, place: int) -> str:
    if stake.hours:
        return f"{stake.hours[place] - stake.hours[0]:+,.1f} h of patrol"
    return f"{(stake.shares[place] - stake.shares[0]) * 100:+.1f} points of share"


def _csv(found: Weighed) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["kind", "place", "title", "weights", "share", "rank", "hours", "given_hours"])
    for stake in found.stakes:
        for place, one in enumerate(found.weighings):
            hours = round(stake.hours[place], 2) if stake.hours else None
            given = None if stake.given is None else round(stake.given, 2)
            title = f"'{stake.title}" if stake.title[:1] in set("=+-@\t\r") else stake.title
            share = round(stake.shares[place], 4)
            rows.writerow([stake.kind, stake.place, title, one.name, share, stake.ranks[place], hours, given])
    return text.getvalue()
