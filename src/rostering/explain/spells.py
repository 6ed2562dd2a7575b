"""Spells: the runs of a duty in which its officer could do something else, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rostering.check.minutes import reports_straight_to
from rostering.explain.week import Week
from rostering.horizon import Span
from rostering.measures.view import Worked, area_of
from rostering.schedule import HUB, PATROL, TRAVEL, VISIT, Activity, Visit

FREE = frozenset({PATROL, TRAVEL})
"""What gives way to a visit without breaking any promise."""


@dataclass(frozen=True)
class Spell:
    """A run of a duty between two stops that stay as they are."""

    duty: Worked
    start: int
    end: int
    from_place: str
    """Where the officer is when it begins."""
    to_place: str
    """Where the officer has to be when it ends."""
    is_added: bool = False
    """Whether the duty is not in the plan."""
    was: Worked | None = None
    """The duty as it is in the plan, where it is made longer."""

    @property
    def before(self) -> Worked | None:
        """The duty as it is in the plan; nothing for one that is added."""
        return None if self.is_added else self.was or self.duty


def spells(week: Week, duty: Worked, free: frozenset[str] = FREE, given_up: Visit | None = None) -> Iterator[Spell]:
    """The runs of activities that are free to give way, and a visit that is given up among them."""
    here = reports_straight_to(week.scenario, week.journey, duty) or duty.person.area
    begun: tuple[int, str] | None = None
    reached = duty.start
    for activity in duty.activities:
        gives_way = activity.do in free or _is(activity, given_up)
        if begun and (not gives_way or activity.start != reached):
            yield Spell(duty, begun[0], reached, begun[1], here)
            begun = None
        if gives_way and begun is None:
            begun = (activity.start, here)
        here = place_after(activity) or here
        reached = activity.end
    if begun:
        yield Spell(duty, begun[0], reached, begun[1], here)


def _is(activity: Activity, visit: Visit | None) -> bool:
    return (
        visit is not None
        and activity.do == VISIT
        and (activity.hotspot, activity.start, activity.end) == (visit.hotspot, visit.start, visit.end)
    )


def place_after(activity: Activity) -> str | None:
    """The place an activity binds its officer to; nothing for one that leaves the place open."""
    return {TRAVEL: activity.to_place, VISIT: activity.hotspot, HUB: activity.session}.get(activity.do)


def starts_within(week: Week, spell: Spell, hotspot: str, dwell: int) -> Span | None:
    """First and last start of a visit that the spell has room for, journeys included."""
    first = spell.start + week.journey(spell.from_place, hotspot)
    last = spell.end - dwell - week.journey(hotspot, spell.to_place)
    return (first, last) if first <= last else None


def travel_minutes(week: Week, spell: Spell, hotspot: str) -> int:
    """Journeys a visit in the spell asks for."""
    return week.journey(spell.from_place, hotspot) + week.journey(hotspot, spell.to_place)


def with_visit(week: Week, spell: Spell, visit: Visit) -> Worked:
    """The duty with the visit in the spell: patrol on the spot, the way there, the visit, the way on, patrol."""
    scenario, duty = week.scenario, spell.duty
    out = visit.start - week.journey(spell.from_place, visit.hotspot)
    on = visit.end + week.journey(visit.hotspot, spell.to_place)
    companions = tuple(officer for officer in visit.crew if officer != duty.officer)
    new = (
        Activity(spell.start, out, PATROL, area=area_of(scenario, spell.from_place)),
        Activity(out, visit.start, TRAVEL, to_place=visit.hotspot),
        Activity(visit.start, visit.end, VISIT, hotspot=visit.hotspot, crew=companions),
        Activity(visit.end, on, TRAVEL, to_place=spell.to_place),
        Activity(on, spell.end, PATROL, area=area_of(scenario, spell.to_place)),
    )
    kept = [activity for activity in duty.activities if activity.end <= spell.start or activity.start >= spell.end]
    pieces = [*kept, *(activity for activity in new if activity.minutes > 0)]
    return replace(duty, activities=tuple(sorted(pieces, key=lambda activity: (activity.start, activity.end))))


def without_visit(week: Week, duty: Worked, visit: Visit) -> Worked:
    """The duty with patrol at the same place instead of a visit."""
    area = week.scenario.hotspots[visit.hotspot].area
    return replace(
        duty,
        activities=tuple(
            Activity(activity.start, activity.end, PATROL, area=area) if _is(activity, visit) else activity
            for activity in duty.activities
        ),
    )
