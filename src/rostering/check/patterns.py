"""Rules on working patterns and fixed rotations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from rostering.check.words import Where, found, shift_words
from rostering.measures.rostered import rostered
from rostering.measures.view import view
from rostering.scenario import REST, Officer, Scenario
from rostering.scenario.terms import allowed_shifts, contract_of, is_free, rotation_shift
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, officer_words

Member = tuple[str, Officer]


def working_pattern(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty on a free day that the officer's pattern does not allow."""
    for duty in view(scenario, plan).worked:
        if not contract_of(scenario, duty.person).pattern or not is_free(duty.person, duty.day):
            continue
        if duty.shift not in allowed_shifts(scenario, duty.person, duty.day):
            message = (
                f"{officer_words(duty.officer)} has {shift_words(scenario, duty.shift)} on {day_words(duty.day)}, "
                "which the agreed working pattern does not allow"
            )
            yield found(scenario, "working_pattern", 1, "duties", message, officer=duty.officer, day=duty.day)


def rotation(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Free days that are not what the rotation says, counted from the week of it that fits best."""
    for (name, area, officer), members in _rotating(scenario).items():
        weeks = len(scenario.rotations[name].weeks)
        offsets = [_differing(scenario, plan, name, offset, members) for offset in range(weeks)]
        days = min(offsets, key=len)
        if not days:
            continue
        title = scenario.rotations[name].title or name
        who = officer_words(officer) if officer else f"The team of {scenario.title_of(area)}"
        message = (
            f"{who} is off the rotation {title} on {count_words(len(days), 'day')} at least, counted from week "
            f"{offsets.index(days) + 1} of it; the first is {day_words(days[0])}"
        )
        where: Where = {"officer": officer, "day": days[0]} if officer else {"area": area, "day": days[0]}
        yield found(scenario, "rotation", len(days), "days", message, **where)


def _rotating(scenario: Scenario) -> dict[tuple[str, str, str], list[Member]]:
    """By rotation, area and officer (none where a team starts together): who follows it."""
    groups: dict[tuple[str, str, str], list[Member]] = defaultdict(list)
    for officer, person in rostered(scenario):
        if person.rotation is not None:
            alone = "" if scenario.rotations[person.rotation].choose == "team" else officer
            groups[person.rotation, person.area, alone].append((officer, person))
    return groups


def _differing(scenario: Scenario, plan: Plan, name: str, offset: int, members: list[Member]) -> list[date]:
    """The free days, once for each officer, that are not what the rotation says from a week of it on."""
    on_day = view(scenario, plan).on_day
    return [
        day
        for day in scenario.horizon.dates
        for officer, person in members
        if is_free(person, day)
        and ([duty.shift for duty in on_day.get((officer, day), ())] or [REST])
        != [rotation_shift(scenario, name, offset, day)]
    ]
