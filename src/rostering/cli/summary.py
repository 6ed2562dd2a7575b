"""A schedule on one screen, for a sergeant: the promise, the hubs, the patrol, and what is not met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten

from rich.table import Table

from rostering.explain.entries import part_words
from rostering.horizon import DAY_NAMES
from rostering.scenario import Scenario
from rostering.schedule import Schedule, Unmet, Violation
from rostering.words import day_words

FEW = 3
"""Unmet requirements that are told in full; the others are in the file."""
SMALL_GAP = 0.005
"""A pass this near to its bound is as good as proven."""
EVERYTHING = 1 - 1e-9
"""A share of 1, but for rounding."""
LONGEST_TOLD = 128
"""Characters of a cause or a fix, which are in the file in full."""

Line = tuple[str, str]
"""A label and what is said about it."""


def summary_lines(scenario: Scenario, schedule: Schedule) -> list[Line]:
    """What to know about a schedule before opening its file."""
    return [
        ("Week" if scenario.horizon.days == len(DAY_NAMES) else "Days", _period_words(scenario)),
        ("Promise", _promise_words(scenario, schedule.measures)),
        ("Hubs", _hub_words(schedule)),
        ("Patrol", _patrol_words(schedule.measures)),
        ("Shares", _share_words(scenario, schedule)),
        *_unmet_lines(scenario, schedule.unmet),
        ("Rules", rule_words(schedule.violations)),
        ("Proof", _proof_words(schedule)),
    ]


def as_table(lines: Iterable[Line]) -> Table:
    """Labels on the left, words beside them, wrapped to the width there is."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for label, words in lines:
        table.add_row(label, words)
    return table


def rule_words(violations: Sequence[Violation]) -> str:
    """Which rules are broken and how often, required ones first."""
    required = [violation.rule for violation in violations if violation.level == "required"]
    preferred = [violation.rule for violation in violations if violation.level != "required"]
    first = f"REQUIRED RULES BROKEN: {_counted(required)}" if required else "every required rule holds"
    if preferred:
        return f"{first}; preferred, not met: {_counted(preferred)}"
    return f"{first}; {'every preferred one holds' if required else 'so does every preferred one'}"


def hours_words(hours: float) -> str:
    """``1,893.5 h``."""
    return f"{hours:,.1f} h"


def _counted(rules: Iterable[str]) -> str:
    return ", ".join(f"{rule} ({number})" for rule, number in Counter(rules).items())


def _period_words(scenario: Scenario) -> str:
    first, last = scenario.horizon.dates[0], scenario.horizon.dates[-1]
    days = " to ".join(day_words(day) for day in dict.fromkeys((first, last)))
    return f"{days} {last.year}: {scenario.title or scenario.name}"


def _promise_words(scenario: Scenario, measures: Mapping[str, float]) -> str:
    rule = scenario.rules.hotspot_guarantee
    if rule.level == "off" or not scenario.hotspots:
        return "nothing is promised to a hotspot"
    what = f"{rule.minutes} min every {rule.every_days} days at {len(scenario.hotspots)} hotspots"
    missed, judged = int(measures["guarantee_missed"]), int(measures["guarantee_windows"])
    kept = (
        f"NOT kept {missed} {'time' if missed == 1 else 'times'} in {judged}" if missed else f"kept, all {judged} times"
    )
    return f"{kept}: {what} ({rule.counted}); {int(measures['visits'])} visits"


def _hub_words(schedule: Schedule) -> str:
    openings = [staff for held in schedule.plan.hub_sessions.values() for staff in held.values()]
    if not openings:
        return "no hub opens"
    held = sum(bool(staff) for staff in openings)
    staffed = schedule.measures["hub_hours_staffed"]
    words = f"{held} of {len(openings)} openings held"
    people = "all fully staffed" if staffed >= EVERYTHING else f"{_cut_percent(staffed)} of their hours staffed"
    return f"{words}, {people}" if held else words


def _patrol_words(measures: Mapping[str, float]) -> str:
    return (
        f"{hours_words(measures['patrol_hours'])} of {hours_words(measures['duty_hours'])} on duty; "
        f"{hours_words(measures['lent_hours'])} lent elsewhere, {hours_words(measures['reserve_hours'])} in reserve"
    )


def _share_words(scenario: Scenario, schedule: Schedule) -> str:
    measures = schedule.measures
    if len(scenario.areas) == 1:
        return "one area, nothing to share out"
    words = f"patrol follows demand {measures['demand_tracking']:.3f} (1 is exact)"
    words += f"; an equal split would give {measures['equal_split_tracking']:.3f}"
    ratios = {area: row["ratio"] for area, row in schedule.areas.items() if "ratio" in row}
    if not ratios:
        return words
    least = min(ratios, key=lambda area: (ratios[area], area))
    return f"{words}; least served: {scenario.title_of(least)}, {ratios[least]:.0%} of its share"


def _unmet_lines(scenario: Scenario, unmet: Sequence[Unmet]) -> Iterator[Line]:
    label = "Unmet"
    for one in sorted(unmet, key=_telling_order(scenario, unmet))[:FEW]:
        yield label, f"{one.rule}: {_subject_words(scenario, one)}"
        yield "", f"cause: {shorten(one.because, LONGEST_TOLD, placeholder=' ...')}"
        yield "", f"fix: {shorten(one.smallest_fix, LONGEST_TOLD, placeholder=' ...')}"
        label = ""
    if not unmet:
        yield label, "nothing"
    if len(unmet) > FEW:
        yield "", f"and {len(unmet) - FEW} more; all of them, in full, in the file under unmet"


def _telling_order(scenario: Scenario, unmet: Sequence[Unmet]) -> Callable[[Unmet], tuple[bool, int, int, bool]]:
    """Required first; each place or person once before any is told twice; the rules in turn, the promise first."""
    levels = {name: rule.level for name, rule in scenario.rules}
    seen: Counter[tuple[object, ...]] = Counter()
    order: dict[Unmet, tuple[bool, int, int, bool]] = {}
    for one in unmet:
        subject = one.rule, one.where[:1]
        rule = one.rule, seen[subject]
        order[one] = levels.get(one.rule) != "required", seen[subject], seen[rule], one.rule != "hotspot_guarantee"
        seen[subject] += 1
        seen[rule] += 1
    return lambda one: order[one]


def _subject_words(scenario: Scenario, one: Unmet) -> str:
    """Who, where and when: ``Market Square, Sat 31 May to Mon 2 Jun``."""
    words = [part_words(scenario, key, value) for key, value in one.where]
    days = " to ".join(day_words(day) for day in dict.fromkeys((*one.days[:1], *one.days[-1:])))
    return ", ".join([*words, *([days] if days else [])])


def _proof_words(schedule: Schedule) -> str:
    if schedule.stopped_by == "interrupt":
        return "stopped on request: the best plan so far, not proven best"
    if schedule.stopped_by == "time_limit":
        return "stopped by the time limit: the best plan so far, not proven best"
    if not schedule.passes:
        return "nothing was left to decide"
    widest = max(schedule.passes, key=lambda report: report.gap)
    if widest.gap < SMALL_GAP:
        return f"every pass proven within {SMALL_GAP:.1%} of the best"
    ran = "the search found nothing better" if schedule.stopped_by == "search" else "every pass ran to its end"
    reached = f"{widest.name}, {widest.value:.2f} where {widest.bound:.2f} is not ruled out"
    return f"{ran}; furthest from what is proven: {reached}"


def _cut_percent(share: float) -> str:
    """Never 100% of what is not whole."""
    return f"{int(share * 1000) / 10}%"
