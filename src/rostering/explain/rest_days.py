"""Duties that could be added: people who rest, and what the judge says of bringing them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from rostering.check.words import day_words, length_words, officer_words, shift_words
from rostering.explain.crews import MOST_TRIED, Chance, Terms, crews_for, passes
from rostering.explain.layout import blank_duty, laid_out
from rostering.explain.spells import Spell, spells
from rostering.explain.week import (
    Span,
    Week,
    added_breaches,
    away_reason,
    hours_over,
    is_published_rest,
)
from rostering.explain.words import clock_words
from rostering.measures.view import Worked
from rostering.scenario import REST


def resting(week: Week, teams: Iterable[str], day: date) -> list[str]:
    """The people of some teams who are neither away nor on duty on a day."""
    near = frozenset(teams)
    return [
        officer
        for officer, person in week.scenario.people.items()
        if person.area in near
        and (officer, day) not in week.duty_of
        and away_reason(week.scenario, person, day) is None
    ]


def could_be_added(week: Week, officers: Iterable[str], day: date, shift: str) -> list[str]:
    """Those for whom the judge lets a shift on a day pass: fewest hours over contract first, free days before published
    rest days."""
    minutes = blank_minutes(week, day, shift)
    lawful = [officer for officer in officers if not added_breaches(week, officer, day, shift)]
    return sorted(
        lawful,
        key=lambda officer: (
            hours_over(week, officer, day, minutes),
            is_published_rest(week.scenario.people[officer], day),
            officer,
        ),
    )


def blank_minutes(week: Week, day: date, shift: str) -> int:
    """Real length of a shift on a day."""
    start, end = shift_span(week, day, shift)
    return end - start


def shift_span(week: Week, day: date, shift: str) -> Span:
    """When a shift is on a day."""
    times = week.scenario.shifts[shift]
    return week.scenario.horizon.span(day, times.start, times.end)


def chances_with_added(
    week: Week, hotspot: str, day: date, starts: list[Span], teams: tuple[str, ...], room: list[Spell], terms: Terms
) -> Iterator[Chance]:
    """Visits that become possible when one person who rests on the day is brought in; then with two or more."""
    people = [person for person in resting(week, teams, day) if week.scenario.people[person].role in terms.roles]
    for number in range(1, terms.crew + 1):
        found: list[Chance] = []
        for shift in usual_shifts(week):
            span = shift_span(week, day, shift)
            if any(span[0] < end and first < span[1] for first, end in starts):
                found += _with_shift(week, hotspot, (day, shift), number, starts, people, room, terms)
        if found:
            yield from sorted(found, key=lambda chance: _cost(week, chance))
            return


def usual_shifts(week: Week) -> list[str]:
    """All shifts, shortest first."""
    day = week.scenario.horizon.start
    return sorted(week.scenario.shifts, key=lambda shift: (blank_minutes(week, day, shift), shift))


def roles_on(week: Week, shift: str) -> frozenset[str]:
    """The roles that are on a shift somewhere in the plan or in what was published; all where nobody is."""
    found = {duty.person.role for duty in week.seen.worked if duty.shift == shift}
    people = week.scenario.people.values()
    found |= {person.role for person in people if shift in (person.published or {}).values()}
    return frozenset(found or week.scenario.roles)


def _cost(week: Week, chance: Chance) -> tuple[object, ...]:
    added = [spell.duty for spell in chance.crew if spell.is_added]
    over = sum(hours_over(week, duty.officer, duty.day, duty.minutes) for duty in added)
    lent = sum(spell.duty.person.area != week.scenario.hotspots[chance.visit.hotspot].area for spell in chance.crew)
    return (over, sum(duty.minutes for duty in added), lent, chance.travel, chance.visit.start, chance.visit.crew)


def _with_shift(
    week: Week,
    hotspot: str,
    when: tuple[date, str],
    number: int,
    starts: list[Span],
    people: list[str],
    room: list[Spell],
    terms: Terms,
) -> Iterator[Chance]:
    """One chance for each team and role of the first to be brought in (people of one team and role are alike)."""
    fitting = [person for person in people if week.scenario.people[person].role in roles_on(week, when[1])]
    kinds = sorted((week.scenario.people[person].area, week.scenario.people[person].role, person) for person in fitting)
    for _, group in groupby(kinds, key=lambda kind: kind[:2]):
        alike = [person for _, _, person in group]
        if not _has_room(week, hotspot, when, alike[0], number, starts, fitting, room, terms):
            continue
        lawful = could_be_added(week, alike, *when)[:1]
        team = [person for person in fitting if person not in lawful and _is_same_team(week, person, alike[0])]
        others = could_be_added(week, team, *when)[: number - 1] if number > 1 else []
        if lawful and len(others) == number - 1:
            yield from _best(week, hotspot, [*lawful, *others], when, starts, room, terms)


def _is_same_team(week: Week, one: str, other: str) -> bool:
    return week.scenario.people[one].area == week.scenario.people[other].area


def _has_room(
    week: Week,
    hotspot: str,
    when: tuple[date, str],
    first: str,
    number: int,
    starts: list[Span],
    people: list[str],
    room: list[Spell],
    terms: Terms,
) -> bool:
    """Whether a crew could be made up at all, before anybody's rest is looked at."""
    team = [person for person in people if person != first and _is_same_team(week, person, first)][: number - 1]
    if len(team) < number - 1:
        return False
    trial = [spell for person in (first, *team) for spell in added_spells(week, person, *when)]
    usable = Terms(terms.crew, terms.roles, terms.lead if number == 1 else frozenset())
    return any(
        sum(spell.is_added for spell in chance.crew) == number
        for chance in crews_for(week, hotspot, starts, [*room, *trial], usable)
    )


def _best(
    week: Week,
    hotspot: str,
    added: list[str],
    when: tuple[date, str],
    starts: list[Span],
    room: list[Spell],
    terms: Terms,
) -> Iterator[Chance]:
    more = [spell for person in added for spell in added_spells(week, person, *when)]
    for tried, chance in enumerate(crews_for(week, hotspot, starts, [*room, *more], terms)):
        if tried == MOST_TRIED:
            return
        if passes(week, chance, terms):
            yield chance
            return


def added_spells(week: Week, officer: str, day: date, shift: str) -> Iterator[Spell]:
    """When somebody who is brought in has time, with the break early or late."""
    blank = blank_duty(week, officer, day, shift)
    for has_late_break in (False, True):
        duty = laid_out(week, blank, [], has_late_break=has_late_break)
        if duty is not None:
            yield from (replace(spell, is_added=True) for spell in spells(week, duty))


def bring_in_words(week: Week, duty: Worked) -> str:
    """``bring in PCSO-7601 on Mon 2 Jun, a published rest day, for early 08:00-17:15 (9 h 15 min, all beyond ...)``."""
    person, shift = duty.person, shift_words(week.scenario, duty.shift)
    published = (person.published or {}).get(duty.day)
    verb, kind = ("bring in", ", a published rest day,") if published == REST else ("give a duty to", "")
    over = hours_over(week, duty.officer, duty.day, duty.minutes)
    contract = week.scenario.roles[person.role].weekly_hours
    part = "all" if over * 60 >= duty.minutes else f"{length_words(round(over * 60))} of it"
    beyond = f", {part} beyond the week of {contract:g} h" if over else ""
    hours = f"{shift} {clock_words(week.scenario, duty.start, duty.end)} ({length_words(duty.minutes)}{beyond})"
    return f"{verb} {officer_words(duty.officer)} on {day_words(duty.day)}{kind} for {hours}"
