"""Duties that could be added: people who rest, and what the judge says of bringing them in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, islice

from rostering.check.words import shift_words
from rostering.explain.crews import MOST_TRIED, Chance, Terms, crews_for, passes
from rostering.explain.layout import blank_duty, laid_out
from rostering.explain.spells import Spell, spells
from rostering.explain.week import Week, added_breaches, away_reason, hours_over, is_published_rest
from rostering.explain.words import clock_words
from rostering.horizon import Span
from rostering.measures.view import Worked
from rostering.scenario import REST
from rostering.scenario.terms import terms_of
from rostering.words import day_words, length_words, officer_words


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
    """Those whom the judge lets have a shift: fewest hours over contract first, free before published rest days."""
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
    start, end = week.scenario.shift_span(day, shift)
    return end - start


@dataclass(frozen=True)
class Search:
    """A visit looked for on a day, and the people who might be brought in for it."""

    hotspot: str
    day: date
    starts: tuple[Span, ...]
    """When it may start."""
    room: tuple[Spell, ...]
    """The time of people on duty."""
    terms: Terms
    people: tuple[str, ...]
    """Those who rest and may go."""


def chances_with_added(week: Week, search: Search) -> list[Chance]:
    """Visits that become possible when one person who rests on the day is brought in; if none does, two, and so on."""
    for number in range(1, search.terms.crew + 1):
        found: list[Chance] = []
        for shift in usual_shifts(week):
            span = week.scenario.shift_span(search.day, shift)
            if any(span[0] < end and first < span[1] for first, end in search.starts):
                found += _with_shift(week, search, shift, number)
        if found:
            return sorted(found, key=lambda chance: _cost(week, chance))
    return []


def usual_shifts(week: Week) -> list[str]:
    """All shifts, shortest first."""
    day = week.scenario.horizon.start
    return sorted(week.scenario.shifts, key=lambda shift: (blank_minutes(week, day, shift), shift))


def roles_on(week: Week, shift: str) -> frozenset[str]:
    """The roles that work a shift somewhere, planned or published, and those that work none; all where nobody does."""
    worked = {(duty.person.role, duty.shift) for duty in week.seen.worked}
    people = week.scenario.people.values()
    worked |= {(person.role, name) for person in people for name in (person.published or {}).values() if name != REST}
    placed = {role for role, _ in worked} if any(name == shift for _, name in worked) else set()
    return frozenset(role for role in week.scenario.roles if (role, shift) in worked or role not in placed)


def _cost(week: Week, chance: Chance) -> tuple[object, ...]:
    added = [spell.duty for spell in chance.crew if spell.is_added]
    over = sum(hours_over(week, duty.officer, duty.day, duty.minutes) for duty in added)
    lent = sum(spell.duty.person.area != week.scenario.hotspots[chance.visit.hotspot].area for spell in chance.crew)
    return (over, sum(duty.minutes for duty in added), lent, chance.travel, chance.visit.start, chance.visit.crew)


def _with_shift(week: Week, search: Search, shift: str, number: int) -> Iterator[Chance]:
    """One chance for each team and role of the first to be brought in (people of one team and role are alike)."""
    everyone, roles = week.scenario.people, roles_on(week, shift)
    fitting = [person for person in search.people if everyone[person].role in roles]
    kinds = sorted((everyone[person].area, everyone[person].role, person) for person in fitting)
    for (area, _), group in groupby(kinds, key=lambda kind: kind[:2]):
        alike = [person for _, _, person in group]
        team = [person for person in fitting if everyone[person].area == area]
        trial = [alike[0], *(person for person in team if person != alike[0])][:number]
        if len(trial) < number or not _has_room(week, search, shift, trial):
            continue
        lawful = could_be_added(week, alike, search.day, shift)[:1]
        others = could_be_added(week, set(team).difference(lawful), search.day, shift) if number > 1 else []
        added = [*lawful, *others][:number]
        if lawful and len(added) == number:
            yield from _best(week, search, shift, added)


def _has_room(week: Week, search: Search, shift: str, added: list[str]) -> bool:
    """Whether a crew could be made up at all, before anybody's rest is looked at."""
    trial = [spell for person in added for spell in added_spells(week, person, search.day, shift)]
    usable = search.terms if len(added) == 1 else replace(search.terms, lead=frozenset())
    found = crews_for(week, search.hotspot, search.starts, [*search.room, *trial], usable)
    return any(_added_in(chance) == len(added) for chance in found)


def _added_in(chance: Chance) -> int:
    return sum(spell.is_added for spell in chance.crew)


def _best(week: Week, search: Search, shift: str, added: list[str]) -> Iterator[Chance]:
    more = [spell for person in added for spell in added_spells(week, person, search.day, shift)]
    found = crews_for(week, search.hotspot, search.starts, [*search.room, *more], search.terms)
    tried = [chance for chance in found if _added_in(chance)][:MOST_TRIED]
    yield from islice((chance for chance in tried if passes(week, chance, search.terms)), 1)


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
    contract = terms_of(week.scenario, person).weekly_hours
    part = "all" if over * 60 >= duty.minutes else f"{length_words(round(over * 60))} of it"
    beyond = f", {part} beyond the week of {contract:g} h" if over else ""
    hours = f"{shift} {clock_words(week.scenario, duty.start, duty.end)} ({length_words(duty.minutes)}{beyond})"
    return f"{verb} {officer_words(duty.officer)} on {day_words(duty.day)}{kind} for {hours}"
