"""Why a plan does not meet a requirement, and the smallest change that would: found by looking, without a solver.

Causes and fixes are read from the scenario and the plan alone, on the judge's side of the project; a fix is named only
if the judge's own rules let the changed duties pass.
"""

from __future__ import annotations

from dataclasses import replace

from rostering.explain.entries import violated
from rostering.explain.ranked import accepted_of, unmet_fixes
from rostering.explain.unmet import found_unmet
from rostering.explain.week import look
from rostering.scenario import Scenario
from rostering.schedule import Plan, Unmet

MOST_DUTIES_JUDGED = 50_000
"""Requirements not met times duties of the plan; beyond this, judging the plan with every fix takes too long."""


def explain_unmet(scenario: Scenario, plan: Plan) -> tuple[Unmet, ...]:
    """Every service requirement the plan does not meet, with its cause and the smallest fix, in a sergeant's words.

    In the order of the rule book, then by what it is about. Rules at level `off` are not looked at. The fix is the
    smallest that the judge accepts of the whole plan; of very many requirements, the one that was found first.
    """
    week = look(scenario, plan)
    unmet = found_unmet(week, plan)
    if len(unmet) * len(plan.duties) > MOST_DUTIES_JUDGED:
        return unmet
    firsts = (accepted_of(week, plan, (one.rule, violated(one)), unmet_fixes(week, one), most=1) for one in unmet)
    return tuple(
        replace(one, smallest_fix=first[0].words) if first else one for one, first in zip(unmet, firsts, strict=True)
    )


__all__ = ["explain_unmet"]
