"""Fixes of one entry, those first that the judge accepts and that ask for least."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from rostering.explain.breaches import breach_fixes
from rostering.explain.entries import BALANCE, Entry
from rostering.explain.fix import KINDS, Fix
from rostering.explain.judging import demands, is_accepted
from rostering.explain.week import Week
from rostering.schedule import Plan

MOST_JUDGED, MOST_SHOWN = 24, 3
"""Fixes of one entry that are put before the judge at most, and that are kept."""


@dataclass(frozen=True)
class Judged:
    """A fix, and whether the judge accepts scenario and plan with it."""

    fix: Fix
    is_verified: bool


def judged_fixes(week: Week, plan: Plan, entry: Entry) -> tuple[Judged, ...]:
    """The fixes of an entry, smallest first; those that the judge does not accept only where it accepts none."""
    found = sorted(_candidates(week, plan, entry), key=_effort)
    if not found:
        return ()
    before = demands(week.scenario, plan, frozenset({entry.rule}))
    verified = (
        Judged(fix, is_verified=True)
        for fix in found[:MOST_JUDGED]
        if is_accepted(week.scenario, plan, before, entry.key, fix)
    )
    return tuple(islice(verified, MOST_SHOWN)) or tuple(Judged(fix, is_verified=False) for fix in found[:1])


def _candidates(week: Week, plan: Plan, entry: Entry) -> list[Fix]:
    if entry.rule in BALANCE or entry.violation is None or entry.unmet is not None:
        return []
    return list(breach_fixes(week, plan, entry.violation))


def _effort(fix: Fix) -> tuple[int, float, str]:
    """The kind that asks for least first, then minutes."""
    return KINDS.index(fix.kind), fix.cost, fix.words
