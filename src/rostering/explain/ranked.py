"""Fixes of one entry that the judge accepts, those first that ask for least."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from rostering.explain.breaches import breach_fixes
from rostering.explain.entries import BALANCE, Entry, violated
from rostering.explain.fix import KINDS, Fix
from rostering.explain.hubs import opening_fixes
from rostering.explain.judging import About, demands, is_accepted
from rostering.explain.retimed import other_duties, taken_over
from rostering.explain.staffing import shift_fixes
from rostering.explain.visits import window_fixes
from rostering.explain.week import Week, look
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet

MOST_JUDGED, MOST_SHOWN = 24, 3
"""Fixes of one entry that are put before the judge at most, and that are kept."""


def accepted_fixes(week: Week, plan: Plan, entry: Entry) -> tuple[Fix, ...]:
    """The fixes of an entry that the judge accepts, smallest first."""
    return accepted_of(week, plan, entry.key, _candidates(week, plan, entry))


def accepted_of(
    week: Week, plan: Plan, about: About, candidates: Iterable[Fix], most: int = MOST_SHOWN
) -> tuple[Fix, ...]:
    """Some fixes of what a violation is about that the judge accepts, at most so many, smallest first."""
    found = sorted({fix.words: fix for fix in candidates}.values(), key=_effort)
    if not found:
        return ()
    before = demands(week.scenario, plan, frozenset({about[0]}))
    tried = found[:MOST_JUDGED]
    return tuple(islice((fix for fix in tried if is_accepted(week.scenario, plan, before, about, fix)), most))


def fixes(scenario: Scenario, plan: Plan, unmet: Unmet) -> tuple[Fix, ...]:
    """What would meet a requirement, ranked: the fixes that the judge accepts, smallest first."""
    week, about = look(scenario, plan), (unmet.rule, violated(unmet))
    return accepted_of(week, plan, about, unmet_fixes(week, unmet))


def _candidates(week: Week, plan: Plan, entry: Entry) -> list[Fix]:
    if entry.unmet is not None:
        return list(unmet_fixes(week, entry.unmet))
    if entry.rule in BALANCE or entry.violation is None:
        return []
    return list(breach_fixes(week, plan, entry.violation))


def unmet_fixes(week: Week, unmet: Unmet) -> Iterator[Fix]:
    """What might meet a requirement, still to be judged."""
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
