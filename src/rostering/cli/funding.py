"""``rostering fund``: what money buys, on a screen and as a file."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from rostering.cli.exits import DONE
from rostering.cli.screen import put, put_rich, say
from rostering.cli.summary import Line, as_table
from rostering.files import (
    InputError,
    LoadedScenario,
    OutputError,
    Problem,
    Variant,
    dump,
    expect_writable,
    load_scenario,
    write_whole,
)
from rostering.funding import (
    Confirmed,
    Frontier,
    HubPrice,
    Point,
    confirm,
    frontier,
    funding_document,
    hub_prices,
    hubs_document,
)
from rostering.funding.document import points_csv
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares
from rostering.solve import Options
from rostering.strategy import Answer, Purchase
from rostering.words import count_words, day_words

STANDARD_OUTPUT = "-"
MOST_POINTS = 1000
FEW = 6
WIDE = 110
"""Characters of a line: tables of money have many columns."""


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    scenario: Path
    variant: Variant
    budget: str | None
    hubs: bool
    confirm: int
    seed: int
    output: str | None


def fund_file(asked: Asked) -> int:
    """Answer, and write the answer where that is asked for; the exit code.

    Raises:
        InputError: the scenario cannot be read or offers nothing to buy, or the amounts are not understood.
        OutputError: the file cannot be written.
    """
    budgets, found = ([], []) if asked.budget is None else read_budgets(asked.budget)
    loaded = _loaded(asked, found)
    if asked.output not in {None, STANDARD_OUTPUT}:
        target = Path(asked.output or "")
        expect_writable(target)
        if target.resolve() == asked.scenario.resolve():
            message = f"{target}: is the scenario itself; give the file another name"
            raise OutputError(message)
    started = time.monotonic()
    text, lines = _hubs(asked, loaded) if asked.hubs else _frontier(asked, loaded, budgets)
    if asked.output == STANDARD_OUTPUT:
        put(text)
        return DONE
    if asked.output is not None:
        write_whole(Path(asked.output), text)
    put_rich(*lines, width=WIDE)
    written = f"; {asked.output} is written" if asked.output else ""
    say(f"{time.monotonic() - started:.1f} s{written}")
    return DONE


def _loaded(asked: Asked, found: Sequence[Problem]) -> LoadedScenario:
    """The scenario, with every problem at once where there is any."""
    problems = list(found)
    if asked.hubs == (asked.budget is not None):
        message = "give --budget or --hubs, one of them"
        problems.append(Problem("--budget", None, (), "NOT_ONE_KIND", message))
    try:
        loaded = load_scenario(asked.scenario, asked.variant)
    except InputError as error:
        raise InputError((*problems, *error.problems)) from error
    if not asked.hubs and loaded.scenario.funding is None:
        message = "the scenario does not say what money could buy"
        hint = "add a section funding with options; the scenario reference has an example"
        problems.append(Problem(str(asked.scenario), None, ("funding",), "MISSING", message, hint))
    if asked.hubs and not loaded.scenario.hub_sessions:
        problems.append(Problem(str(asked.scenario), None, ("hub_sessions",), "MISSING", "there is no hub to price"))
    if problems:
        raise InputError(tuple(problems))
    return loaded


def read_budgets(text: str) -> tuple[list[float], list[Problem]]:
    """``500000``, ``-500000`` or ``FROM:TO:STEP``: the amounts, or what is wrong with them."""

    def problem(message: str, hint: str = "") -> tuple[list[float], list[Problem]]:
        return [], [Problem("--budget", None, (), "BAD_BUDGET", message, hint)]

    parts = text.split(":")
    if len(parts) not in {1, 3} or not all(re.fullmatch(r"[+-]?\d{1,12}(\.\d{1,2})?", part) for part in parts):
        return problem(f"{text!r} is not an amount, or FROM:TO:STEP", "for example 250000, or -500000:500000:50000")
    numbers = [float(part) for part in parts]
    if len(numbers) == 1:
        return numbers, []
    first, last, step = numbers
    if step <= 0:
        return problem(f"the step {parts[2]} is not above 0")
    if first > last:
        return problem(f"{parts[0]} to {parts[1]} runs backwards", f"write {parts[1]}:{parts[0]}:{parts[2]}")
    if (last - first) / step >= MOST_POINTS:
        return problem(f"that is more than {MOST_POINTS:,} amounts", "take a larger step")
    count = int((last - first) / step + 1e-9) + 1
    return [first + step * number for number in range(count)], []


def _frontier(asked: Asked, loaded: LoadedScenario, budgets: Sequence[float]) -> tuple[str, list[Table]]:
    scenario = loaded.scenario
    result = frontier(scenario, budgets)
    confirmed: list[Confirmed] = []
    if asked.confirm:
        confirmed = confirm(
            scenario,
            result,
            asked.confirm,
            Options(seed=asked.seed),
            lambda budget: say(f"planning {budget:,.0f} with the full model"),
        )
    document = funding_document(scenario, loaded.sha256, result, confirmed)
    lines = as_table([*_lines(scenario, result), *_confirmed_lines(confirmed)])
    return _written(asked, document), [_points_table(scenario, result), lines]


def _written(asked: Asked, document: Mapping[str, Any]) -> str:
    """In the form that the file's name asks for."""
    form = Path(asked.output or "").suffix
    if form == ".svg":
        return _picture(document)
    return points_csv(document) if form == ".csv" else dump(document)


def _picture(document: Mapping[str, Any]) -> str:
    """Patrol hours over budgets, of the best mix and of equal shares."""
    from rostering.reporting.figures import frontier_curve  # noqa: PLC0415 - drawing takes a moment to load
    from rostering.reporting.standalone import standalone  # noqa: PLC0415

    return standalone(frontier_curve(document))


def _points_table(scenario: Scenario, result: Frontier) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("budget", "promise", "patrol h", "least served", "shared equally", "best mix"):
        table.add_column(name, justify="left" if name in {"promise", "best mix"} else "right")
    for point in result.points:
        table.add_row(f"{point.budget:,.0f}", *_point_cells(scenario, point))
    return table


def _point_cells(scenario: Scenario, point: Point) -> tuple[str, ...]:
    if point.best is None:
        return "out of reach", "", "", "", ""
    equal = "" if point.equal is None else f"{point.equal.patrol_hours:,.0f}"
    return (
        _promise_words(point.best),
        f"{point.best.patrol_hours:,.0f}",
        f"{point.best.least_served(area_shares(scenario)):.2f}",
        equal,
        mix_words(scenario, point.best),
    )


def _promise_words(answer: Answer) -> str:
    if answer.is_kept:
        return "kept"
    parts = [(len(answer.missed), "window"), (len(answer.hubs_short), "opening"), (len(answer.teams_short), "shift")]
    return ", ".join(count_words(number, noun) for number, noun in parts if number) + " short"


def mix_words(scenario: Scenario, answer: Answer) -> str:
    """``more-pcsos: North Rural 6, North Urban 1``."""
    by_option: dict[str, list[str]] = {}
    for one, amount in answer.bought.items():
        where = scenario.title_of(one.area)
        by_option.setdefault(_option_title(scenario, one), []).append(f"{where} {amount:g}")
    return "; ".join(f"{option}: {', '.join(wheres)}" for option, wheres in by_option.items()) or "nothing"


def _option_title(scenario: Scenario, one: Purchase) -> str:
    option = scenario.funding.options[one.option] if scenario.funding else None
    return (option.title if option else "") or one.option


def _lines(scenario: Scenario, result: Frontier) -> Iterator[Line]:
    for point in (result.points[0], result.points[-1])[: len(result.points)]:
        if point.next_pound is not None:
            verb = "bring" if point.budget >= 0 else "save, at a cost of"
            what = f"{_option_title(scenario, point.next_pound)} in {scenario.title_of(point.next_pound.area)}"
            hours = f"{abs(point.next_hours):.1f} equitable h"
            yield "Next", f"at {point.budget:,.0f} the next 10,000 for {what} {verb} {hours}"
    yield "Promise", _least_words(scenario, result)
    ranked = sorted(result.worth.person.items(), key=lambda one: -one[1]["least_served_area"])
    for name, (group, worth) in zip(("Worth", *[""] * FEW), ranked[:FEW], strict=False):
        who = f"one more {scenario.title_of(group.role)} in {scenario.title_of(group.team)}"
        hour = result.worth.overtime[group]["least_served_area"]
        yield (
            name,
            (
                f"{who}: {worth['patrol']:.1f} patrol h, {worth['least_served_area']:.1f} equitable h, "
                f"{-worth['hotspot_guarantee'] + 0.0:.2f} windows; an hour of overtime {hour:.2f} equitable h"
            ),
        )


def _least_words(scenario: Scenario, result: Frontier) -> str:
    if result.least is None:
        return "no amount of what is offered keeps every promise"
    spent = result.least.spent
    words = f"kept from {spent:,.0f} on ({mix_words(scenario, result.least)})"
    if result.below is None:
        return f"{words}; nothing more is offered to give up"
    broken = [f"{scenario.title_of(spot)} by {day_words(day)}" for spot, day in sorted(result.below.missed)]
    broken += [
        f"{scenario.title_of(one.session)} on {day_words(scenario.horizon.day(one.opens))}"
        for one in sorted(result.below.hubs_short)
    ]
    broken += [
        f"{scenario.title_of(key.area)}, {scenario.title_of(key.shift).lower()} on {day_words(key.day)}"
        for key in sorted(result.below.teams_short)
    ]
    more = f" and {len(broken) - FEW} more" if len(broken) > FEW else ""
    return f"{words}; with less, what breaks first: {'; '.join(broken[:FEW])}{more}"


def _confirmed_lines(confirmed: Sequence[Confirmed]) -> Iterator[Line]:
    for name, one in zip(("Full model", *[""] * len(confirmed)), confirmed, strict=False):
        if not one.measures:
            yield name, f"{one.budget:,.0f}: no plan"
            continue
        yield (
            name,
            (
                f"{one.budget:,.0f}: {one.measures['patrol_hours']:,.0f} patrol h where the strategic model says "
                f"{one.strategic_hours:,.0f} ({one.error:+.1%}); promise {one.measures['guarantee_kept']:.1%} kept, "
                f"hubs {one.measures['hub_hours_staffed']:.1%} staffed"
            ),
        )


def _hubs(asked: Asked, loaded: LoadedScenario) -> tuple[str, list[Table]]:
    del asked
    prices = hub_prices(loaded.scenario)
    return dump(hubs_document(loaded.scenario, loaded.sha256, prices)), [_hubs_table(loaded.scenario, prices)]


def _hubs_table(scenario: Scenario, prices: Sequence[HubPrice]) -> Table:
    table = Table(box=None, pad_edge=False)
    names = ("opening", "people h", "pay", "patrol h lost", "equitable h lost", "windows", "short", "what to do")
    for name in names:
        table.add_column(name, justify="left" if name in {"opening", "what to do"} else "right")
    for one in sorted(prices, key=lambda price: -price.least_served_hours):
        horizon, opening = scenario.horizon, one.opening
        when = f"{day_words(horizon.day(opening.opens))} {horizon.clock_text(opening.opens)}"
        advice = str(one.advice)
        if one.move_to is not None:
            advice = f"move to {day_words(horizon.day(one.move_to.opens))} (+{one.move_gains:.1f} h)"
        table.add_row(
            f"{scenario.title_of(opening.session)}, {when}",
            f"{one.person_hours:.1f}",
            f"{one.staff_cost:,.0f}",
            f"{one.patrol_hours:.1f}",
            f"{one.least_served_hours:.1f}",
            f"{one.windows:.2f}",
            f"{one.short:.1f}",
            advice,
        )
    return table
