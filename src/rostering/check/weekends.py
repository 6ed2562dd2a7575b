"""The rule on weekends off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rostering.check.words import found
from rostering.measures.rostered import published_shift, rostered
from rostering.measures.view import view
from rostering.scenario import Officer, Scenario
from rostering.scenario.terms import terms_of
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, officer_words

SATURDAY = 5


@dataclass(frozen=True)
class Weekend:
    """A weekend as an officer has it."""

    first: date | None
    """Its first day inside the horizon; nothing for one before."""
    is_worked: bool
    is_fixed: bool
    """Whether it was worked before the horizon, or has a day published with a duty."""


def weekends_off(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many weekends worked among so many in a row; named by the last of them."""
    worked = view(scenario, plan).by_officer
    for officer, person in rostered(scenario):
        due = terms_of(scenario, person).weekends_off
        weekends = _weekends(scenario, person, {duty.day for duty in worked.get(officer, ())})
        for at, weekend in enumerate(weekends):
            window = weekends[max(0, at - due.in_weekends + 1) : at + 1]
            on_duty = sum(one.is_worked for one in window)
            most = max(due.in_weekends - due.least, sum(one.is_fixed for one in window))
            if weekend.first is not None and on_duty > most:
                message = (
                    f"{officer_words(officer)} has duties on {on_duty} of {count_words(len(window), 'weekend')} to "
                    f"{day_words(weekend.first)}; {count_words(due.least, 'weekend')} off in {due.in_weekends} "
                    f"{'is' if due.least == 1 else 'are'} the least"
                )
                amount = on_duty - most
                yield found(scenario, "weekends_off", amount, "weekends", message, officer=officer, day=weekend.first)


def _weekends(scenario: Scenario, person: Officer, on_duty: Collection[date]) -> list[Weekend]:
    """The weekends history tells of, and those of the horizon, also where only one day of them is in it."""
    weekends = [Weekend(None, past == "worked", past == "worked") for past in person.history.recent_weekends]
    days = (day for day in scenario.horizon.dates if day.weekday() >= SATURDAY)
    for _, of_weekend in groupby(days, key=lambda day: day.toordinal() - day.weekday()):
        both = list(of_weekend)
        is_fixed = any(published_shift(person, day) for day in both)
        weekends.append(Weekend(both[0], any(day in on_duty for day in both), is_fixed))
    return weekends
