"""What the plan changes, misses and breaks: rows for people to read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from rostering.explain.entries import about_words
from rostering.reporting.findings import Findings
from rostering.reporting.headline import rule_title
from rostering.reporting.secrecy import officers_in
from rostering.schedule import Unmet
from rostering.words import day_words, officer_words

WITHHELD = "The cause names people or times; the planner's report has it."
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")


@dataclass(frozen=True)
class ChangedDay:
    """A published day that is planned otherwise."""

    officer: str
    name: str
    area: str
    day: int
    """Of the horizon, from 0."""
    when: str
    before: str
    after: str
    reason: str
    notice_days: int
    cost: float


@dataclass(frozen=True)
class Missing:
    """Something asked for that the plan does not give."""

    rule: str
    about: str
    area: str
    short_by: float
    because: str
    smallest_fix: str


@dataclass(frozen=True)
class Breach:
    """A rule broken, as the judge says it."""

    rule: str
    level: str
    amount: float
    unit: str
    message: str
    area: str
    officer: str


@dataclass(frozen=True)
class RuleCount:
    """How often a rule is broken."""

    rule: str
    level: str
    times: int


def changed_days(found: Findings) -> tuple[ChangedDay, ...]:
    """Every change, by officer and day."""
    scenario = found.scenario
    return tuple(
        ChangedDay(
            officer=one.officer,
            name=officer_words(one.officer),
            area=scenario.people[one.officer].area,
            day=(one.day - scenario.horizon.start).days,
            when=day_words(one.day),
            before=scenario.title_of(one.before),
            after=scenario.title_of(one.after),
            reason=one.reason,
            notice_days=one.notice_days,
            cost=one.cost,
        )
        for one in found.changes
    )


def missing(found: Findings) -> tuple[Missing, ...]:
    """Everything unmet with its cause and smallest fix."""
    return tuple(
        Missing(
            rule_title(one.rule),
            about_words(found.scenario, one.where, one.days),
            _area(found, one.where),
            one.short_by,
            one.because,
            one.smallest_fix,
        )
        for one in found.unmet
    )


def missing_without_people(found: Findings) -> tuple[Missing, ...]:
    """The same without officers and times of day; an entry about one officer is left to the counts of rules."""
    kept = [one for one in found.unmet if not any(key == "officer" for key, _ in one.where)]
    return tuple(_bare(found, one) for one in kept)


def _bare(found: Findings, one: Unmet) -> Missing:
    where = tuple((key, value.partition("T")[0]) if key == "at" else (key, value) for key, value in one.where)
    where = tuple(("day", value) if key == "at" else (key, value) for key, value in where)
    about, area = about_words(found.scenario, where, one.days), _area(found, one.where)
    because = one.because if is_without_people(found, one.because) else WITHHELD
    return Missing(rule_title(one.rule), about, area, one.short_by, because, "")


def is_without_people(found: Findings, text: str) -> bool:
    """Whether a text names no officer and no time of day."""
    return not _CLOCK.search(text) and not officers_in(text, found.scenario)


def breaches(found: Findings) -> tuple[Breach, ...]:
    """Every broken rule, required ones first."""
    listed = sorted(found.violations, key=lambda one: one.level != "required")
    return tuple(
        Breach(
            rule_title(one.rule),
            one.level,
            one.amount,
            one.unit,
            one.message,
            _area(found, one.where),
            dict(one.where).get("officer", ""),
        )
        for one in listed
    )


def rule_counts(found: Findings) -> tuple[RuleCount, ...]:
    """Rules broken and how often, required ones first."""
    counted = Counter((one.level != "required", one.rule, one.level) for one in found.violations)
    return tuple(RuleCount(rule_title(rule), level, times) for (_, rule, level), times in sorted(counted.items()))


def _area(found: Findings, where: tuple[tuple[str, str], ...]) -> str:
    """The area something is about, if it is about one."""
    scenario = found.scenario
    for key, value in where:
        if key == "area":
            return value
        if key == "hotspot" and value in scenario.hotspots:
            return scenario.hotspots[value].area
        if key == "session" and value in scenario.hub_sessions:
            return scenario.hub_sessions[value].area
        if key == "officer" and value in scenario.people:
            return scenario.people[value].area
    return ""
