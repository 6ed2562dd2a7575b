"""Fixes of one entry, those first that the judge accepts and that ask for least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from rostering.explain.breaches import breach_fixes
from rostering.explain.entries import BALANCE, Entry, entries
from rostering.explain.fix import KINDS, Fix
from rostering.explain.hubs import opening_fixes
from rostering.explain.judging import demands, is_accepted
from rostering.explain.retimed import other_duties, taken_over
from rostering.explain.staffing import shift_fixes
from rostering.explain.visits import window_fixes
from rostering.explain.week import Week, look
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet

MOST_JUDGED, MOST_SHOWN = 24, 3
"""Fixes of one entry that are put before the judge at most, and that are kept."""


@dataclass(frozen=True)
class Judged:
    """A fix, and whether the judge accepts scenario and plan with it."""

    fix: Fix
    is_accepted: bool


def judged_fixes(week: Week, plan: Plan, entry: Entry) -> tuple[Judged, ...]:
    """The fixes of an entry, smallest first; those that the judge does not accept only where it accepts none."""
    found = sorted({fix.words: fix for fix in _candidates(week, plan, entry)}.values(), key=_effort)
    if not found:
        return ()
    before = demands(week.scenario, plan, frozenset({entry.rule}))
    accepted = (
        Judged(fix, is_accepted=True)
        for fix in found[:MOST_JUDGED]
        if is_accepted(week.scenario, plan, before, entry.key, fix)
    )
    return tuple(islice(accepted, MOST_SHOWN)) or tuple(Judged(fix, is_accepted=False) for fix in found[:1])


def fixes(scenario: Scenario, plan: Plan, unmet: Unmet) -> tuple[Fix, ...]:
    """What would meet a requirement, ranked: the fixes that the judge accepts, smallest first."""
    week = look(scenario, plan)
    entry = next(one for one in entries(week, plan) if one.unmet == unmet)
    return tuple(one.fix for one in judged_fixes(week, plan, entry) if one.is_accepted)


def _candidates(week: Week, plan: Plan, entry: Entry) -> list[Fix]:
    if entry.unmet is not None:
        return list(_unmet_fixes(week, entry.unmet))
    if entry.rule in BALANCE or entry.violation is None:
        return []
    return list(breach_fixes(week, plan, entry.violation))


def _unmet_fixes(week: Week, unmet: Unmet) -> Iterator[Fix]:
    about = dict(unmet.where)
    if unmet.rule == "hotspot_guarantee":
        yield from window_fixes(week, about["hotspot"], unmet.days[-1])
    elif unmet.rule == "hub_staff":
        yield from opening_fixes(week, about["session"], week.scenario.horizon.read_moment(about["at"]))
    elif "shift" in about:
        yield from shift_fixes(week, unmet)
    elif (about["officer"], date.fromisoformat(about["day"])) in week.duty_of:
        duty = week.duty_of[about["officer"], date.fromisoformat(about["day"])]
        yield from taken_over(week, duty)
        yield from other_duties(week, duty)


def _effort(fix: Fix) -> tuple[int, float, str]:
    """The kind that asks for least first, then minutes."""
    return KINDS.index(fix.kind), fix.cost, fix.words
