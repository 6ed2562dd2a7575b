"""The first thing read: is the promise kept, are hubs staffed, does patrol follow demand, what is unmet and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rostering.measures.view import view
from rostering.reporting.findings import Findings
from rostering.reporting.numbers import EVERYTHING, hours, index, money, percent
from rostering.scenario import RULES
from rostering.words import count_words

Verdict = Literal["good", "bad", "plain"]
NEAR = 0.02
"""How far patrol may be from demand, as part of all hours, and still be said to follow it closely."""


@dataclass(frozen=True)
class Statement:
    """One answer: a question in a word or two, a figure, and a sentence."""

    about: str
    figure: str
    words: str
    verdict: Verdict = "plain"


def headline(found: Findings) -> tuple[Statement, ...]:
    """What to know before reading on; no officer and no time is in it."""
    return (_promise(found), _hubs(found), _shares(found), _unmet(found), _cost(found))


def rule_title(rule: str) -> str:
    """A rule's name in words: ``hotspot guarantee``."""
    return rule.replace("_", " ")


def _promise(found: Findings) -> Statement:
    rule, measured = found.scenario.rules.hotspot_guarantee, found.measures
    if not found.is_promised:
        return Statement("Promise", "none", "Nothing is promised to a hotspot.")
    what = f"{rule.minutes} minutes of patrol every {rule.every_days} days at {_spots(found)}"
    missed, judged = int(measured["guarantee_missed"]), int(measured["guarantee_windows"])
    visits = f"{int(measured['visits']):,} visits are planned"
    if not missed:
        return Statement("Promise", "kept", f"{what}: kept all {judged:,} times it is judged. {visits}.", "good")
    words = f"{what}: missed {count_words(missed, 'time')} in {judged:,}. {visits}."
    return Statement("Promise", f"{percent(measured['guarantee_kept'])} kept", words, "bad")


def _spots(found: Findings) -> str:
    return count_words(len(found.scenario.hotspots), "hotspot")


def _hubs(found: Findings) -> Statement:
    openings = view(found.scenario, found.plan).openings
    if not openings:
        return Statement("Hubs", "none", "No hub opens.")
    held, share = sum(bool(one.staff) for one in openings), found.measures["hub_hours_staffed"]
    is_good = share >= EVERYTHING and held == len(openings)
    words = f"{held} of {count_words(len(openings), 'opening')} held; {percent(share)} of their hours staffed."
    return Statement("Hubs", "staffed" if is_good else f"{percent(share)} staffed", words, "good" if is_good else "bad")


def _shares(found: Findings) -> Statement:
    measured = found.measures
    if len(found.scenario.areas) == 1:
        return Statement("Patrol", hours(measured["patrol_hours"]), "One area; nothing to share out.")
    ratios = {area: row["ratio"] for area, row in found.areas.items() if "ratio" in row}
    tracking, equal = measured["demand_tracking"], measured["equal_split_tracking"]
    words = f"Patrol follows demand {index(tracking)} (1 is exact); the same hours for every area would give "
    words += f"{index(equal)}."
    if ratios:
        least = min(ratios, key=lambda area: (ratios[area], area))
        words += f" Least served: {found.scenario.title_of(least)}, {percent(ratios[least])} of its share."
    return Statement("Patrol", hours(measured["patrol_hours"]), words, "good" if tracking >= 1 - NEAR else "plain")


def _unmet(found: Findings) -> Statement:
    broken = [one for one in found.violations if one.level == "required"]
    if not found.unmet and not broken:
        return Statement("Unmet", "nothing", "Every requirement is met, and every required rule holds.", "good")
    words = f"{'; '.join(_counted(found))}."
    if broken:
        words += f" Required rules broken {count_words(len(broken), 'time')}."
    words = words.lstrip(". ")
    return Statement("Unmet", str(len(found.unmet)), words[:1].upper() + words[1:], "bad")


def _counted(found: Findings) -> Iterator[str]:
    """Each rule of which something is unmet, in the order of the rule book."""
    by_rule = Counter(one.rule for one in found.unmet)
    for rule in sorted(by_rule, key=lambda name: list(RULES).index(name) if name in RULES else len(RULES)):
        yield f"{rule_title(rule)} {count_words(by_rule[rule], 'time')}"


def _cost(found: Findings) -> Statement:
    measured = found.measures
    words = f"{hours(measured['duty_hours'])} on duty, of them {hours(measured['reserve_hours'])} in reserve; "
    words += f"{money(round(measured['patrol_cost_per_hour'], 2))} for each hour of patrol."
    if found.changes:
        extra = sum(one.cost for one in found.changes)
        words += f" {count_words(len(found.changes), 'published day')} changed, {money(round(extra, 2))} beyond."
    return Statement("Cost", money(round(measured["duty_cost"])), words)
