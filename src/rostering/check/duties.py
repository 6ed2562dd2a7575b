"""Rules on single duties and on neighbouring ones: an officer's duties, sorted, with history before them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, product

from rostering.check.words import TOLERANCE, found, shift_words
from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.rostered import published_shift, rostered
from rostering.measures.view import Worked, view
from rostering.scenario import Officer, Scenario
from rostering.scenario.terms import terms_of
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, length_words, officer_words


def one_duty_a_day(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Two duties of an officer on one day."""
    for (officer, day), duties in groupby(view(scenario, plan).worked, key=lambda duty: (duty.officer, duty.day)):
        shifts = [shift_words(scenario, duty.shift) for duty in duties]
        if len(shifts) > 1:
            message = f"{officer_words(officer)} has {len(shifts)} duties on {day_words(day)}: {', '.join(shifts)}"
            yield found(scenario, "one_duty_a_day", len(shifts) - 1, "duties", message, officer=officer, day=day)


def availability(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A duty on a day its officer is away."""
    for duty in view(scenario, plan).worked:
        reason = duty.person.unavailable.get(duty.day)
        if reason is not None:
            shift = shift_words(scenario, duty.shift)
            message = (
                f"{officer_words(duty.officer)} is away ({reason}) on {day_words(duty.day)} but has a duty, {shift}"
            )
            yield found(scenario, "availability", 1, "duties", message, officer=duty.officer, day=duty.day)


def daily_rest(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too little time between the end of a duty and the start of the officer's next one."""
    due = scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    for duties in view(scenario, plan).by_officer.values():
        history = duties[0].person.history.last_duty_ends
        ends = None if history is None else scenario.horizon.instant(history)
        for duty in duties:
            if ends is not None and duty.start - ends < due - TOLERANCE:
                yield _short_rest(scenario, duty, duty.start - ends, due)
            ends = duty.end


def _short_rest(scenario: Scenario, duty: Worked, rest: int, due: float) -> Violation:
    who, coming = officer_words(duty.officer), f"{day_words(duty.day)} {shift_words(scenario, duty.shift)}"
    message = f"{who} has {length_words(rest)} rest before {coming}; {length_words(due)} are due"
    if rest < 0:
        over = f"starts {coming} {length_words(-rest)} before the last duty is over"
        message = f"{who} {over}; {length_words(due)} of rest are due"
    amount = due - rest
    return found(scenario, "daily_rest", amount, "minutes", message, officer=duty.officer, day=duty.day, at=duty.start)


def forbidden_successions(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A shift on the day after one that it must not follow, where not both were published so."""
    after, on_day = scenario.rules.forbidden_successions.after, view(scenario, plan).on_day
    if not after:
        return
    for officer, person in rostered(scenario):
        shifts = {day: [duty.shift for duty in on_day.get((officer, day), ())] for day in scenario.horizon.dates}
        for day, coming in shifts.items():
            before = day - timedelta(days=1)
            for earlier, later in product(_shifts_before(scenario, person, shifts, day), coming):
                if later in after.get(earlier, ()) and not (
                    published_shift(person, day) == later and _was_published(scenario, person, before, earlier)
                ):
                    message = (
                        f"{officer_words(officer)} has {shift_words(scenario, later)} on {day_words(day)}, the day "
                        f"after {shift_words(scenario, earlier)}, which it must not follow"
                    )
                    yield found(scenario, "forbidden_successions", 1, "duties", message, officer=officer, day=day)


def _shifts_before(scenario: Scenario, person: Officer, shifts: dict[date, list[str]], day: date) -> list[str]:
    """The shifts started on the day before, which for the first day is what history tells."""
    if day != scenario.horizon.start:
        return shifts[day - timedelta(days=1)]
    return [] if person.history.last_shift is None else [person.history.last_shift]


def _was_published(scenario: Scenario, person: Officer, day: date, shift: str) -> bool:
    return day < scenario.horizon.start or published_shift(person, day) == shift


def shift_limits(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More duties of a shift over the horizon than its limit, or than were published."""
    worked = view(scenario, plan).by_officer
    for officer, person in rostered(scenario):
        planned = Counter(duty.shift for duty in worked.get(officer, ()))
        published = Counter(published_shift(person, day) for day in scenario.horizon.dates)
        for shift, limit in sorted(terms_of(scenario, person).shift_limits.items()):
            over = planned[shift] - max(limit, published[shift])
            if over > 0:
                message = (
                    f"{officer_words(officer)} has {count_words(planned[shift], 'duty/duties')} of "
                    f"{shift_words(scenario, shift)}; {planned[shift] - over} "
                    f"{'is' if planned[shift] - over == 1 else 'are'} the most"
                )
                yield found(scenario, "shift_limits", over, "duties", message, officer=officer, shift=shift)
