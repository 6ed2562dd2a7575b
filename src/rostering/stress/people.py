"""A plan by officer and day: whom the day misses, and where, if one of them is away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from rostering.horizon import overlap
from rostering.measures.view import Opening, Worked, view
from rostering.scenario import Scenario
from rostering.schedule import HUB, VISIT, Plan, Visit


@dataclass(frozen=True)
class PersonDay:
    """All duties of one officer that start on one day, and what they are part of."""

    officer: str
    day: date
    duties: tuple[Worked, ...]
    visits: tuple[Visit, ...]
    """Visits it is part of, each with its whole crew."""
    openings: tuple[Opening, ...]
    """Hub openings it staffs from their first minute to their last, each with all people there."""


def person_days(scenario: Scenario, plan: Plan) -> tuple[PersonDay, ...]:
    """Every officer's every day with a duty, by officer and day."""
    seen = view(scenario, plan)
    visits = {
        (visit.hotspot, visit.start, visit.end): visit for of_hotspot in seen.visits.values() for visit in of_hotspot
    }
    openings: dict[tuple[str, str], list[Opening]] = defaultdict(list)
    for opening in seen.openings:
        for officer in opening.staff:
            openings[officer, opening.session].append(opening)
    return tuple(
        PersonDay(officer, day, duties, _visits(duties, visits), _openings(duties, openings))
        for (officer, day), duties in sorted(seen.on_day.items())
    )


def _visits(duties: tuple[Worked, ...], visits: dict[tuple[str, int, int], Visit]) -> tuple[Visit, ...]:
    keys = {
        (activity.hotspot or "", activity.start, activity.end)
        for duty in duties
        for activity in duty.activities
        if activity.do == VISIT
    }
    return tuple(visits[key] for key in sorted(keys) if key in visits)


def _openings(duties: tuple[Worked, ...], openings: dict[tuple[str, str], list[Opening]]) -> tuple[Opening, ...]:
    there = {
        opening
        for duty in duties
        for activity in duty.activities
        if activity.do == HUB
        for opening in openings.get((duty.officer, activity.session or ""), ())
        if overlap((activity.start, activity.end), (opening.start, opening.end))
    }
    return tuple(sorted(there, key=lambda opening: (opening.start, opening.session)))
