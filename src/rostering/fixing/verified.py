"""Fixes put to the test: the days they touch are solved again with the fix in force, and judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rostering.explain.entries import Entry
from rostering.explain.fix import Fix, apply
from rostering.explain.judging import Amounts, demands, is_mended
from rostering.explain.ranked import accepted_fixes
from rostering.explain.week import Week
from rostering.fixing.day import solved_again
from rostering.scenario import Scenario
from rostering.schedule import Plan

Proof = Literal["solver", "judge"]
"""Who accepts a fix: the judge, of a plan that the solver made with the fix in force; the judge alone, of the plan
with the fix written into it."""
Solved = tuple[Scenario, Plan] | None


@dataclass(frozen=True)
class Tried:
    """A fix, and who accepts it."""

    fix: Fix
    accepted_by: Proof

    @property
    def is_verified(self) -> bool:
        """Whether a plan was made with it in which the requirement is met and nothing else asked for is worse."""
        return self.accepted_by == "solver"


def tried_fixes(week: Week, plan: Plan, listed: Sequence[Entry]) -> Iterator[tuple[Tried, ...]]:
    """The fixes of each entry, smallest first, put to the test until one is verified; those after it are only judged.

    Args:
        week: scenario and plan.
        plan: the same plan.
        listed: what is to be mended.
    """
    known: dict[str, Solved] = {}
    for entry in listed:
        before = demands(week.scenario, plan, frozenset({entry.rule}))
        tried: list[Tried] = []
        for fix in accepted_fixes(week, plan, entry):
            is_open = not any(earlier.is_verified for earlier in tried)
            is_solved = is_open and _holds(week.scenario, plan, (entry, fix), before, known)
            tried.append(Tried(fix, "solver" if is_solved else "judge"))
        yield tuple(tried)


def _holds(scenario: Scenario, plan: Plan, what: tuple[Entry, Fix], before: Amounts, known: dict[str, Solved]) -> bool:
    """Whether the judge accepts what the solver makes with a fix; what it has made once is known."""
    entry, fix = what
    key = repr(fix.changed)
    if key not in known:
        known[key] = _with_fix(scenario, plan, fix, days_of(scenario, entry, fix))
    solved = known[key]
    return solved is not None and is_mended(before, demands(*solved, more=frozenset({entry.rule})), entry.key)


def _with_fix(scenario: Scenario, plan: Plan, fix: Fix, days: Sequence[date]) -> Solved:
    """Scenario and plan with a fix in force, its days solved again one after the other."""
    edited, made = apply(fix, scenario, plan)
    for day in days:
        solved = solved_again(edited, made, day)
        if solved is None:
            return None
        made = solved
    return (edited, made) if days else None


def days_of(scenario: Scenario, entry: Entry, fix: Fix) -> tuple[date, ...]:
    """The days that a fix touches: those of the duties that it changes, else the one that the entry is about."""
    changed = {duty.day for change in fix.changed.duties for duty in change if duty is not None}
    about = dict(entry.key[1])
    if not changed and "at" in about:
        changed = {datetime.fromisoformat(about["at"]).date()}
    elif not changed and "day" in about:
        changed = {date.fromisoformat(about["day"])}
    return tuple(sorted(changed & frozenset(scenario.horizon.dates)))
