"""Everything a page may say about a plan: measured, judged and explained once, from scenario and plan alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rostering.check import check
from rostering.explain import explain_unmet
from rostering.measures import HotspotRow, area_table, changes, hotspot_table, measures
from rostering.scenario import Scenario
from rostering.schedule import Change, Plan, Unmet, Violation
from rostering.words import day_words

Audience = Literal["planner", "commissioner", "public"]
"""Who reads a page: it decides what may be on it."""


@dataclass(frozen=True)
class Findings:
    """A plan and what is true of it."""

    scenario: Scenario
    plan: Plan
    measures: dict[str, float]
    areas: dict[str, dict[str, float]]
    hotspots: dict[str, HotspotRow]
    unmet: tuple[Unmet, ...]
    violations: tuple[Violation, ...]
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        """What the scenario is called."""
        return self.scenario.title or self.scenario.name

    @property
    def period(self) -> str:
        """``Mon 2 Jun to Sun 8 Jun 2025``."""
        return period_words(self.scenario.horizon.dates)

    @property
    def is_promised(self) -> bool:
        """Whether hotspots are promised visits."""
        return bool(self.scenario.hotspots) and self.scenario.rules.hotspot_guarantee.level != "off"


def find(scenario: Scenario, plan: Plan) -> Findings:
    """Measure, judge and explain a plan."""
    return Findings(
        scenario=scenario,
        plan=plan,
        measures=measures(scenario, plan),
        areas=area_table(scenario, plan),
        hotspots=hotspot_table(scenario, plan),
        unmet=explain_unmet(scenario, plan),
        violations=check(scenario, plan),
        changes=changes(scenario, plan),
    )


def period_words(days: tuple[date, ...]) -> str:
    """First and last day with the year."""
    ends = " to ".join(day_words(day) for day in dict.fromkeys((days[0], days[-1])))
    return f"{ends} {days[-1].year}"
