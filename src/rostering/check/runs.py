"""Rules on days in a row: with duties, with nights, without either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from rostering.check.words import found
from rostering.measures.rostered import published_shift, rostered
from rostering.measures.view import view
from rostering.scenario import Officer, Scenario
from rostering.scenario.terms import kind_of, terms_of
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, officer_words

ONE_DAY = timedelta(days=1)


def consecutive_duties(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many days of duty in a row, named by the first day too many; too few, named by the first of them."""
    on_duty = {
        officer: sorted({duty.day for duty in duties}) for officer, duties in view(scenario, plan).by_officer.items()
    }
    for officer, days in on_duty.items():
        person = scenario.people[officer]
        most, before = terms_of(scenario, person).most_duties, person.history.consecutive_days
        for run in _runs(days):
            known = before if run[0] == scenario.horizon.start else 0
            length = known + len(run)
            if length > most:
                day = run[max(0, most - known)]
                message = (
                    f"{officer_words(officer)} has duties on {length} days in a row to {day_words(run[-1])}; "
                    f"{count_words(most, 'day')} are the most"
                )
                amount = min(length - most, len(run))
                yield found(scenario, "consecutive_duties", amount, "days", message, officer=officer, day=day)
    for officer, person in rostered(scenario):
        least = terms_of(scenario, person).least_duties
        days, is_known = on_duty.get(officer, []), _is_day_before_known(person)
        for run in _chosen_runs(scenario, person, days, is_start_known=is_known):
            length = len(run) + (person.history.consecutive_days if run[0] == scenario.horizon.start else 0)
            if length < least:
                message = _short_words(officer, count_words(length, "duty/duties"), run[-1], least)
                missing = least - length
                yield found(scenario, "consecutive_duties", missing, "days", message, officer=officer, day=run[0])


def _is_day_before_known(person: Officer) -> bool:
    """Whether history tells if the day before the horizon had a duty."""
    history = person.history
    return history.consecutive_days > 0 or history.consecutive_rest_days > 0 or history.last_duty_ends is not None


def _chosen_runs(
    scenario: Scenario, person: Officer, days: list[date], *, is_start_known: bool
) -> Iterator[list[date]]:
    """The runs that are whole, as far as is known, and hold no day published with a duty."""
    first, last = scenario.horizon.dates[0], scenario.horizon.dates[-1]
    for run in _runs(days):
        is_cut = run[-1] == last or (run[0] == first and not is_start_known)
        if not is_cut and not any(published_shift(person, day) for day in run):
            yield run


def _short_words(officer: str, there: str, last: date, least: int) -> str:
    return f"{officer_words(officer)} has only {there} in a row to {day_words(last)}; {least} are the least"


def consecutive_nights(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too many nights in a row, where not all of them were published; too few, named by the first of them."""
    worked = view(scenario, plan).by_officer
    for officer, person in rostered(scenario):
        terms = terms_of(scenario, person)
        least, most = terms.least_nights, terms.most_nights
        nights = sorted({duty.day for duty in worked.get(officer, ()) if _is_night(scenario, duty.shift)})
        yield from _long_nights(scenario, officer, person, nights, most)
        for run in _chosen_runs(scenario, person, nights, is_start_known=True):
            length = len(run) + (person.history.consecutive_nights if run[0] == scenario.horizon.start else 0)
            if length < least:
                message = _short_words(officer, count_words(length, "night"), run[-1], least)
                missing = least - length
                yield found(scenario, "consecutive_nights", missing, "days", message, officer=officer, day=run[0])


def _is_night(scenario: Scenario, shift: str) -> bool:
    return kind_of(scenario.shifts[shift]) == "night"


def _long_nights(
    scenario: Scenario, officer: str, person: Officer, nights: list[date], most: int
) -> Iterator[Violation]:
    start = scenario.horizon.start
    history = [start - days * ONE_DAY for days in range(person.history.consecutive_nights, 0, -1)]
    fixed = {*history, *(day for day in nights if _is_published_night(scenario, person, day))}
    for run in _runs([*history, *nights]):
        windows = (run[at - most : at + 1] for at in range(most, len(run)))
        over = [window[-1] for window in windows if not fixed.issuperset(window)]
        if over:
            message = (
                f"{officer_words(officer)} has {count_words(len(run), 'night')} in a row to {day_words(run[-1])}; "
                f"{count_words(most, 'night')} are the most"
            )
            yield found(scenario, "consecutive_nights", len(over), "days", message, officer=officer, day=over[0])


def _is_published_night(scenario: Scenario, person: Officer, day: date) -> bool:
    shift = published_shift(person, day)
    return shift is not None and _is_night(scenario, shift)


def consecutive_rest_days(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too few rest days between two duties, at least one of them not published; named by the day of the second."""
    worked = view(scenario, plan).by_officer
    for officer, person in rostered(scenario):
        days = sorted({duty.day for duty in worked.get(officer, ())})
        least = terms_of(scenario, person).least_rest_days
        for rest, until in _rests(scenario, person, days):
            if 0 < rest < least:
                message = (
                    f"{officer_words(officer)} has {count_words(rest, 'rest day')} before {day_words(until)}; "
                    f"{least} together are the least"
                )
                yield found(
                    scenario, "consecutive_rest_days", least - rest, "days", message, officer=officer, day=until
                )


def _rests(scenario: Scenario, person: Officer, days: list[date]) -> Iterator[tuple[int, date]]:
    """Days of rest between each two duties that were not both published, and the day of the second."""
    history = person.history
    if days and (history.consecutive_days or history.consecutive_rest_days) and not published_shift(person, days[0]):
        yield history.consecutive_rest_days + (days[0] - scenario.horizon.start).days, days[0]
    for earlier, later in pairwise(days):
        if not (published_shift(person, earlier) and published_shift(person, later)):
            yield (later - earlier).days - 1, later


def _runs(days: list[date]) -> list[list[date]]:
    """Days cut where one is missing."""
    runs = [days[:1]] if days else []
    for earlier, later in pairwise(days):
        if later - earlier == ONE_DAY:
            runs[-1].append(later)
        else:
            runs.append([later])
    return runs
