"""Rules on what officers ask for, and on who works with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rostering.check.words import found, shift_words
from rostering.measures.view import view
from rostering.scenario import REST, Scenario
from rostering.scenario.terms import is_free
from rostering.schedule import Plan, Violation
from rostering.words import day_words, officer_words


def requests(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A wish for or against a duty, on a day that was free to roster, that is not met."""
    planned = Counter((duty.officer, duty.day, duty.shift) for duty in view(scenario, plan).worked)
    on_duty = {(duty.officer, duty.day) for duty in view(scenario, plan).worked}
    for officer, person in scenario.people.items():
        for request in person.requests:
            if request.day in (person.published or {}) or request.day not in scenario.horizon.dates:
                continue
            is_rest = request.shift == REST
            is_given = (
                (officer, request.day) not in on_duty if is_rest else (officer, request.day, request.shift) in planned
            )
            if is_given != (request.weight > 0):
                wish = "asked for" if request.weight > 0 else "asked not to have"
                what = f"{shift_words(scenario, request.shift)} on {day_words(request.day)}"
                message = f"{officer_words(officer)} {wish} {what}"
                weight = abs(request.weight)
                yield found(scenario, "requests", weight, "weight", message, officer=officer, day=request.day)


def same_team(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty on a free day of a shift that the officer worked with, who is not away, does not start that day."""
    seen = view(scenario, plan)
    for duty in seen.worked:
        other = duty.person.works_with
        if other is None or not is_free(duty.person, duty.day) or duty.day in scenario.people[other].unavailable:
            continue
        theirs = [one.shift for one in seen.on_day.get((other, duty.day), ())]
        if duty.shift not in theirs:
            now = " and ".join(shift_words(scenario, shift) for shift in theirs or [REST])
            message = (
                f"{officer_words(duty.officer)} works with {officer_words(other)} but has "
                f"{shift_words(scenario, duty.shift)} on {day_words(duty.day)}, where {officer_words(other)} has {now}"
            )
            yield found(scenario, "same_team", 1, "duties", message, officer=duty.officer, day=duty.day)
