"""``rostering delivered``: planned against delivered, on standard output and as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from rostering.cli.exits import BROKEN, DONE
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put_rich, say
from rostering.delivery import (
    Account,
    Delivered,
    Period,
    PingRules,
    Tally,
    account,
    are_pings,
    delivered_by_pings,
    read_delivered,
)
from rostering.delivery.document import Told, delivery_document, delivery_table, visits_table
from rostering.delivery.records import Outside
from rostering.files import OutputError, dump, expect_writable, write_whole
from rostering.scenario import Scenario
from rostering.words import count_words, day_words

PAGE = 112
"""Columns."""
_MONTH = "%b %Y"


@dataclass(frozen=True)
class Delivering:
    """What is compared, how, and where it goes."""

    schedule: Path
    made: Path
    """Visits or positions."""
    against: Path | None
    """The schedule's scenario, where it is not to be looked for."""
    gap: int
    radius: float
    on_time: int
    outside: Outside
    output: Path | None
    visits: Path | None


def delivered_file(asked: Delivering) -> int:
    """Say what of a plan was delivered, and write it where that is asked for; the exit code.

    Raises:
        InputError: a file cannot be used; nothing is written.
        OutputError: a file cannot be written.
    """
    _expect_targets(asked)
    loaded, schedule = load_pair(asked.schedule, asked.against)
    scenario = loaded.scenario
    is_found = are_pings(asked.made)
    if is_found:
        made = delivered_by_pings(asked.made, scenario, PingRules(asked.gap, asked.radius), asked.outside)
    else:
        made = read_delivered(asked.made, scenario, asked.outside)
    result = account(scenario, schedule.plan, made, asked.on_time)
    for note in made.notes:
        say(f"note: {note}")
    _write(asked, scenario, made, result, Told(loaded.sha256, asked.on_time, *_ping_rules(asked, is_found=is_found)))
    put_rich(*_tables(scenario, result), width=PAGE)
    say(f"{_from_words(asked, made, is_found=is_found)}; {_kept_words(scenario, result.total)}")
    is_broken = scenario.rules.hotspot_guarantee.level == "required" and result.total.kept < result.total.windows
    return BROKEN if is_broken else DONE


def _expect_targets(asked: Delivering) -> None:
    for target in (asked.output, asked.visits):
        if target is None:
            continue
        expect_writable(target)
        if target.resolve() in {asked.made.resolve(), asked.schedule.resolve()}:
            message = f"{target}: is read by this command; give the file another name"
            raise OutputError(message)


def _ping_rules(asked: Delivering, *, is_found: bool) -> tuple[int | None, float | None]:
    return (asked.gap, asked.radius) if is_found else (None, None)


def _write(asked: Delivering, scenario: Scenario, made: Delivered, result: Account, told: Told) -> None:
    if asked.output is not None:
        is_table = asked.output.suffix.lower() == ".csv"
        text = delivery_table(scenario, result) if is_table else dump(delivery_document(scenario, result, told))
        write_whole(asked.output, text)
    if asked.visits is not None:
        write_whole(asked.visits, visits_table(scenario, made))
        say(f"note: {asked.visits} names officers and times: it is not for publication")


def _from_words(asked: Delivering, made: Delivered, *, is_found: bool) -> str:
    if not is_found:
        return count_words(made.rows, "visit")
    how = f"at most {asked.gap} s apart, within {asked.radius:g} m"
    return f"{made.rows:,} positions, {how}"


def _kept_words(scenario: Scenario, total: Tally) -> str:
    rule = scenario.rules.hotspot_guarantee
    if rule.level == "off":
        return "the scenario has no guarantee"
    windows = count_words(total.windows, "window")
    return f"guarantee kept, counted {rule.counted}: {total.kept} of {windows}, by the plan {total.kept_by_plan}"


def _tables(scenario: Scenario, result: Account) -> Iterator[Table]:
    places = _table("Hotspot")
    for area, of_area in result.areas.items():
        places.add_row(scenario.title_of(area), *_cells(of_area), style="bold")
        for spot, tally in result.hotspots.items():
            if scenario.hotspots[spot].area == area:
                places.add_row(f"  {scenario.title_of(spot)}", *_cells(tally))
    places.add_section()
    places.add_row("All", *_cells(result.total), style="bold")
    yield places
    returned = _table("Return")
    for period in result.periods:
        returned.add_row(_period_words(period), *_cells(period.tally))
    yield returned


def _table(first: str) -> Table:
    table = Table(first, box=None, pad_edge=False)
    for name in ("planned", "made", "on time", "not counted", "minutes", "kept, plan", "kept"):
        table.add_column(name, justify="right")
    return table


def _cells(tally: Tally) -> tuple[str, ...]:
    share = tally.on_time_share
    return (
        str(tally.planned),
        str(tally.made),
        "–" if share is None else f"{share:.0%}",
        str(tally.uncounted),
        f"{tally.made_minutes} of {tally.planned_minutes}",
        f"{tally.kept_by_plan} of {tally.windows}",
        f"{tally.kept} of {tally.windows}",
    )


def _period_words(period: Period) -> str:
    if period.kind == "week":
        return f"week, {day_words(period.first)} to {day_words(period.last)}"
    if period.kind == "month":
        return f"month, {period.first:{_MONTH}}"
    return f"quarter {(period.first.month - 1) // 3 + 1} of {period.first.year}"
