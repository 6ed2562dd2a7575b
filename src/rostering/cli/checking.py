"""``rostering validate`` and ``rostering check``: judging files, without any solver."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.table import Table

from rostering.check import broken, check
from rostering.cli.edited import edit_lines, line_of
from rostering.cli.exits import BROKEN, DONE
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put, put_rich, say, say_problems
from rostering.files import BASE, InputError, LoadedScenario, LoadedSchedule, Problem, Variant, load_scenario
from rostering.files.problem import in_file_order
from rostering.measures import MEASURES, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import VISIT, StoppedBy, Violation
from rostering.words import day_words, officer_words

SHOWN_MEASURES = (
    "guarantee_kept",
    "guarantee_missed",
    "worst_gap_days",
    "hub_hours_staffed",
    "staffing_short",
    "patrol_hours",
    "visits",
    "demand_tracking",
    "equal_split_tracking",
    "least_served_ratio",
    "lent_hours",
    "reserve_hours",
)
"""The measures that ``check`` shows; the schedule file has all."""
ENDINGS: dict[StoppedBy, str] = {
    "search": "is the best that a search found before it ended",
    "time_limit": "was cut short by a time limit",
    "interrupt": "was cut short by an interrupt",
}
"""How planning ended, where nothing was proven."""
NEAR = 0.006
"""Measures are written with at least two decimals; a difference below is rounding."""


def validate_file(path: Path, variant: Variant) -> int:
    """Say everything that is wrong with a scenario, or with a variant of it; the exit code.

    Without a variant, each of those that the file names is looked at, too.

    Raises:
        InputError: it cannot be planned.
    """
    loaded = load_scenario(path, variant)
    named = (*loaded.scenario.overrides, *loaded.scenario.scenarios) if variant == BASE else ()
    _expect_valid(path, named)
    say_problems(loaded.warnings)
    put(f"{path}: {_valid_words(loaded)}\n")
    if named:
        put(f"as valid with each of its {len(named)} named changes: {', '.join(named)}\n")
    return DONE


def _expect_valid(path: Path, names: Sequence[str]) -> None:
    found: dict[Problem, None] = {}
    for name in names:
        try:
            load_scenario(path, Variant((name,)))
        except InputError as error:
            said = (replace(one, hint=f"{one.hint}; with --scenario {name}".lstrip("; ")) for one in error.problems)
            found |= dict.fromkeys(said)
    if found:
        raise InputError(in_file_order(found))


def _valid_words(loaded: LoadedScenario) -> str:
    scenario = loaded.scenario
    openings = sum(len(session.when) for session in scenario.hub_sessions.values())
    size = (
        f"{len(scenario.people)} officers, {len(scenario.areas)} areas, {len(scenario.hotspots)} hotspots, "
        f"{openings} weekly hub openings, {scenario.horizon.days} days"
    )
    number = len(loaded.warnings)
    if not number:
        return f"valid ({size})"
    warned = f"{number} warning{'s' * (number != 1)}"
    return f"valid ({size}); {warned}: a plan will come, and will miss what they name"


def check_file(path: Path, against: Path | None) -> int:
    """Judge a schedule against its scenario and say which rules it breaks; the exit code.

    Raises:
        InputError: the schedule or its scenario cannot be read, or the scenario is not found.
    """
    loaded, schedule = load_pair(path, against)
    if schedule.header.stopped_by != "proof":
        say(f"warning: {path} {ENDINGS[schedule.header.stopped_by]}: it is not proven best")
    for line in edit_lines(schedule, loaded.scenario):
        say(line)
    for warning in (*_stale_clocks(loaded.scenario, schedule), *_short_visits(loaded.scenario, schedule)):
        say(f"warning: {warning}")
    violations = check(loaded.scenario, schedule.plan)
    required, preferred = broken(violations)
    put("".join(f"{line}\n" for line in _violation_lines(violations, line_of(schedule, loaded.scenario))))
    put_rich(_measure_table(loaded.scenario, schedule))
    put(f"\n{path}: required rules broken {required} times, preferred ones {preferred} times\n")
    return BROKEN if required else DONE


def _stale_clocks(scenario: Scenario, schedule: LoadedSchedule) -> Iterator[str]:
    """Times to be carried into the next scenario that are not what the plan as it stands comes to."""
    horizon, rows = scenario.horizon, schedule.document.get("hotspots") or {}
    for hotspot, row in hotspot_table(scenario, schedule.plan).items():
        said, last = rows.get(hotspot, {}).get("last_patrolled"), row["last_patrolled"]
        if hotspot in rows and last != (horizon.read_moment(said) if said else None):
            now = horizon.moment_text(last) if last is not None else "never"
            yield f"{schedule.path}: last_patrolled of {hotspot} is {said or 'missing'}, by the plan it is {now}"


def _short_visits(scenario: Scenario, schedule: LoadedSchedule) -> Iterator[str]:
    """Visits too short for the guarantee, which are no breach by themselves."""
    least, clock = scenario.rules.hotspot_guarantee.minutes, scenario.horizon.clock_text
    for duty in schedule.plan.duties:
        for position, one in enumerate(duty.activities):
            if one.do == VISIT and 0 < one.minutes < least:
                path = ("officers", duty.officer, duty.day.isoformat(), "activities", position)
                what = f"visit to {scenario.title_of(one.hotspot or '')} at {clock(one.start)}"
                yield (
                    f"{schedule.path}:{schedule.lines(path)}: {officer_words(duty.officer)}, {day_words(duty.day)}: "
                    f"{what}: {one.minutes} min, {least} are the least: it does not count"
                )


def _violation_lines(violations: Sequence[Violation], line: Callable[[Violation], int | None]) -> Iterator[str]:
    """Required rules first; on each line the rule, how far it is broken, who, when and what, and where in the file."""
    for level in ("required", "preferred"):
        found = [violation for violation in violations if violation.level == level]
        if found:
            yield f"{level} ({len(found)})"
            for one in found:
                at = f" (line {number})" if (number := line(one)) else ""
                yield f"  {one.rule:<20} {one.amount:>8.4g} {one.unit:<8} {one.message}{at}"
            yield ""


def _measure_table(scenario: Scenario, schedule: LoadedSchedule) -> Table:
    """Measures as they are now; beside them, where they differ, as the file still has them."""
    now = measures(scenario, schedule.plan)
    written = schedule.document.get("measures") or {}
    is_edited = any(_differs(now, written, name) for name in SHOWN_MEASURES)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure", no_wrap=True)
    table.add_column("now", justify="right", no_wrap=True)
    if is_edited:
        table.add_column("in the file", justify="right", no_wrap=True)
    table.add_column("meaning")
    for name in SHOWN_MEASURES:
        before = [_number(written[name]) if _differs(now, written, name) else ""] if is_edited else []
        table.add_row(name, _number(now[name]), *before, MEASURES[name])
    return table


def _differs(now: Mapping[str, float], written: Mapping[str, Any], name: str) -> bool:
    return isinstance(written.get(name), int | float) and abs(written[name] - now[name]) > NEAR


def _number(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")
