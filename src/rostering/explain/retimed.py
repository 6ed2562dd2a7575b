"""One duty otherwise: as another shift, as somebody else's, or not at all, with what hangs on its stops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rostering.check.words import shift_words
from rostering.explain.fix import Edit, Fix, changed_duties, published_as
from rostering.explain.hub_people import lawfully_laid_out
from rostering.explain.layout import blank_duty, stops_of
from rostering.explain.rest_days import could_be_added, resting
from rostering.explain.spells import without_visit
from rostering.explain.week import Week
from rostering.measures.view import Worked
from rostering.scenario import REST
from rostering.schedule import VISIT, Visit
from rostering.words import day_words, officer_words

MOST_STAND_INS = 2
"""People named who could take a duty over; what the judge says of the others is much the same."""


def other_duties(week: Week, duty: Worked) -> Iterator[Fix]:
    """The day as it was published, else as another shift, else free."""
    entry = (duty.person.published or {}).get(duty.day)
    who, day = officer_words(duty.officer), day_words(duty.day)
    shifts = [entry] if entry not in {None, REST, duty.shift} else []
    shifts += [shift for shift in week.scenario.shifts if shift not in {duty.shift, *shifts}]
    for shift in shifts:
        after = _as_shift(week, duty, shift or "")
        if after:
            was, now = shift_words(week.scenario, duty.shift), shift_words(week.scenario, shift or "")
            again = ", as published" if shift == entry else ""
            yield given_up(week, duty, after, f"move {who} from {was} to {now} on {day}{again}")
    again = ", as published" if entry == REST else ""
    yield given_up(week, duty, None, f"take {who} off the {shift_words(week.scenario, duty.shift)} on {day}{again}")


def _as_shift(week: Week, duty: Worked, shift: str) -> Worked | None:
    """The duty with the stops that another shift still holds."""
    blank = blank_duty(week, duty.officer, duty.day, shift)
    stops = [stop for stop in stops_of(duty) if blank.start <= stop.start and stop.end <= blank.end]
    return lawfully_laid_out(week, blank, stops) or lawfully_laid_out(week, blank, [])


def given_up(week: Week, duty: Worked, after: Worked | None, words: str) -> Fix:
    """A fix that changes one duty, its other crews left with patrol where it no longer makes their visit."""
    kept = {(stop.do, stop.start) for stop in stops_of(after)} if after else set()
    lost = [stop for stop in stops_of(duty) if stop.do == VISIT and (stop.do, stop.start) not in kept]
    changes: dict[tuple[str, object], tuple[Worked, Worked]] = {}
    for stop in lost:
        visit = Visit(stop.hotspot or "", stop.start, stop.end, (duty.officer, *stop.crew))
        for other in stop.crew:
            there = week.at(other, stop.start)
            if there:
                before, now = changes.get((other, there.day), (there, there))
                changes[other, there.day] = (before, without_visit(week, now, visit))
    pairs = changed_duties([(duty, after), *changes.values()])
    cost = abs(duty.minutes - (after.minutes if after else 0)) + sum(stop.minutes for stop in lost)
    moved = abs(duty.start - after.start) if after else duty.minutes
    settings = published_as(week.scenario, pairs)
    return Fix(words, "changed_duty", cost + moved, Edit(pairs, settings))


def taken_over(week: Week, duty: Worked) -> Iterator[Fix]:
    """Somebody of the team and role who rests that day has the duty, with all that is in it."""
    alike = [
        officer
        for officer in resting(week, (duty.person.area,), duty.day)
        if week.scenario.people[officer].role == duty.person.role
    ]
    for officer in could_be_added(week, alike, duty.day, duty.shift)[:MOST_STAND_INS]:
        new = replace(duty, officer=officer, person=week.scenario.people[officer])
        pairs = changed_duties([(duty, None), (None, new)])
        shift, day = shift_words(week.scenario, duty.shift), day_words(duty.day)
        words = f"give {officer_words(duty.officer)}'s {shift} on {day} to {officer_words(officer)}, who rests then"
        yield Fix(words, "added_duty", duty.minutes, Edit(pairs, published_as(week.scenario, pairs)))
