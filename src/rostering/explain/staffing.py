"""Shifts with too few of a team: where its people are, and who could move or come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from rostering.check.words import shift_words
from rostering.explain.crews import is_spare
from rostering.explain.headcount import own_words, whereabouts
from rostering.explain.layout import blank_duty
from rostering.explain.rest_days import bring_in_words, could_be_added, resting, roles_on
from rostering.explain.week import Week, added_breaches
from rostering.explain.words import listed
from rostering.measures.view import Worked
from rostering.schedule import HUB, Unmet, Violation
from rostering.words import count_words, day_words, officer_words


def short_shift(week: Week, violation: Violation) -> Unmet:
    """A shift with fewer people than its minimum or preference."""
    where = dict(violation.where)
    area, shift, day = where["area"], where["shift"], date.fromisoformat(where["day"])
    return Unmet(
        rule=violation.rule,
        short_by=violation.amount,
        because=_because(week, violation.message, area, shift, day),
        smallest_fix=_smallest_fix(week, violation, area, shift, day),
        where=violation.where,
    )


def _because(week: Week, message: str, area: str, shift: str, day: date) -> str:
    span = week.scenario.shift_span(day, shift)
    roles = roles_on(week, shift)
    states = whereabouts(week, (area,), lambda person: person.role in roles, span)
    team = (duty for duty in week.by_day.get(day, ()) if duty.person.area == area and duty.person.role in roles)
    shifts = Counter(duty.shift for duty in team)
    on = [
        f"{number} {'is' if number == 1 else 'are'} on {shift_words(week.scenario, name)}"
        for name, number in sorted(shifts.items())
    ]
    where = own_words(week, states, "person/people")
    return f"{message}: {where}{f'; {listed(on)}' if on else ''}"


def _smallest_fix(week: Week, violation: Violation, area: str, shift: str, day: date) -> str:
    short = round(violation.amount)
    moves = [_move_words(week, duty, shift) for duty in _movable(week, area, shift, day)]
    chosen = [*moves, *_added_words(week, area, shift, day)][:short]
    bound = {"staffing_minimum": "min", "staffing_preference": "prefer"}[violation.rule]
    staffing = week.scenario.staffing[area][shift]
    path = f"staffing.{area}.{shift}" + (f".dates.{day.isoformat()}" if day in staffing.dates else "")
    less = f"set {path}.{bound} to {getattr(staffing.on(day), bound) - short}"
    if len(chosen) == short:
        return listed(chosen)
    if chosen:
        return f"{listed(chosen)}, and for the rest {less}"
    return f"{less}: {_why_nobody(week, area, shift, day)}"


def _movable(week: Week, area: str, shift: str, day: date) -> Iterator[Worked]:
    """People of the team on another shift that can spare them, with no promise in it and rest that allows it."""
    roles, spare = roles_on(week, shift), _to_spare(week, area, day)
    team = [duty for duty in week.by_day.get(day, ()) if duty.person.area == area and duty.shift != shift]
    alike = Counter((duty.shift, duty.person.role) for duty in team)
    team.sort(key=lambda duty: (-alike[duty.shift, duty.person.role], duty.officer))
    for duty in (duty for duty in team if duty.person.role in roles and _is_free_of_promises(week, duty)):
        if spare[duty.shift] > 0 and not added_breaches(week, duty.officer, day, shift):
            spare[duty.shift] -= 1
            yield duty


def _to_spare(week: Week, area: str, day: date) -> Counter[str]:
    """By shift: people of the team above what is wanted of it."""
    there = Counter(duty.shift for duty in week.by_day.get(day, ()) if duty.person.area == area)
    for shift, staffing in week.scenario.staffing.get(area, {}).items():
        wanted = staffing.on(day)
        if wanted is not None:
            there[shift] -= wanted.prefer or wanted.min or 0
    return there


def _is_free_of_promises(week: Week, duty: Worked) -> bool:
    """Whether no hub and no visit that its guarantee needs hangs on a duty."""
    visits = [
        visit
        for visits in week.counted.values()
        for visit in visits
        if duty.officer in visit.crew and duty.start <= visit.start < duty.end
    ]
    is_at_hub = any(piece.do == HUB for piece in duty.activities)
    is_once_each = len({visit.hotspot for visit in visits}) == len(visits)
    return not is_at_hub and is_once_each and all(is_spare(week, visit) for visit in visits)


def _move_words(week: Week, duty: Worked, shift: str) -> str:
    before, after = shift_words(week.scenario, duty.shift), shift_words(week.scenario, shift)
    return f"move {officer_words(duty.officer)} from {before} to {after} on {day_words(duty.day)}"


def _added_words(week: Week, area: str, shift: str, day: date) -> list[str]:
    roles = roles_on(week, shift)
    people = [officer for officer in resting(week, (area,), day) if week.scenario.people[officer].role in roles]
    added = could_be_added(week, people, day, shift)
    return [bring_in_words(week, blank_duty(week, officer, day, shift)) for officer in added]


def _why_nobody(week: Week, area: str, shift: str, day: date) -> str:
    """What keeps each of those who rest from coming in."""
    people = resting(week, (area,), day)
    if not people:
        return f"nobody of {week.scenario.title_of(area)} rests that day and no other shift can spare anybody"
    against = [added_breaches(week, officer, day, shift) for officer in people]
    reasons = [messages[0] for messages in against if messages]
    if not reasons:
        return f"{count_words(len(people), 'person/people')} who rest do not work this shift"
    return f"nobody who rests can come in, for instance: {reasons[0]}"
