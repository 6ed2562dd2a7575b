"""Rules on hotspots: each one's visits, sorted, against the calendar and the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from rostering.check.words import TOLERANCE, Where, at_words, found
from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.guarantee import (
    Window,
    counted_visits,
    guarantee_windows,
    last_patrolled_before,
    open_spans,
    windows_to_fill,
)
from rostering.measures.view import crew_faults, view
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Plan, Violation, Visit
from rostering.words import count_words, day_words, length_words, officer_words


def hotspot_guarantee(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A window of the guarantee without a visit that counts; named by the day it ends on."""
    for hotspot, visits in counted_visits(scenario, plan).items():
        for window in guarantee_windows(scenario, hotspot, visits):
            if not window.is_kept:
                message = f"{scenario.title_of(hotspot)} has {_missed(scenario, window)}"
                yield found(scenario, "hotspot_guarantee", 1, "windows", message, hotspot=hotspot, day=window.last)


def _missed(scenario: Scenario, window: Window) -> str:
    rule = scenario.rules.hotspot_guarantee
    visit = f"no visit of {rule.minutes} min by a whole crew"
    if rule.counted == "elapsed":
        return f"{visit} in {rule.every_days * 24} h, run over on {day_words(window.last)}"
    days = day_words(window.first)
    return f"{visit} from {days} to {day_words(window.last)}" if window.first != window.last else f"{visit} on {days}"


def spare_visits(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A window of the guarantee with fewer visits that count than the one promised and the spare ones together."""
    for hotspot, visits in counted_visits(scenario, plan).items():
        wanted = 1 + scenario.hotspots[hotspot].spare_visits
        if wanted == 1:
            continue
        days = [scenario.horizon.day(visit.start) for visit in visits]
        for first, last in windows_to_fill(scenario, hotspot):
            made = sum(first <= day <= last for day in days)
            if made < wanted:
                period = f"on {day_words(last)}" if first == last else f"from {day_words(first)} to {day_words(last)}"
                words = f"{scenario.title_of(hotspot)} has {count_words(made, 'visit')} {period}"
                message = f"{words}; {wanted} are wanted, {wanted - 1} of them to spare"
                yield found(scenario, "spare_visits", wanted - made, "visits", message, hotspot=hotspot, day=last)


def hotspot_crew(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A visit without its whole crew, of wrong roles or without a lead, and lists that differ from what people do."""
    for hotspot, visits in view(scenario, plan).visits.items():
        for visit in visits:
            for words, people in crew_faults(scenario, visit).items():
                message = f"{_visit_words(scenario, visit)}: {words} ({', '.join(map(officer_words, visit.crew))})"
                yield found(scenario, "hotspot_crew", people, "people", message, hotspot=hotspot, at=visit.start)
    yield from _wrong_companions(scenario, plan)
    yield from _wrong_lists(scenario, plan)


def _visit_words(scenario: Scenario, visit: Visit) -> str:
    return f"Visit to {scenario.title_of(visit.hotspot)} on {at_words(scenario, visit.start)}"


def _wrong_companions(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    crews = {
        (visit.hotspot, visit.start, visit.end): set(visit.crew)
        for visits in view(scenario, plan).visits.values()
        for visit in visits
    }
    for duty in view(scenario, plan).worked:
        for activity in duty.activities:
            if activity.do != VISIT or activity.hotspot not in scenario.hotspots:
                continue
            others = crews[activity.hotspot, activity.start, activity.end] - {duty.officer}
            wrong = sorted(others ^ set(activity.crew))
            if wrong:
                what = f"{officer_words(duty.officer)} at {scenario.title_of(activity.hotspot)}"
                when = at_words(scenario, activity.start)
                message = f"{what} on {when}: lists do not agree on who goes along ({', '.join(wrong)})"
                where: Where = {"hotspot": activity.hotspot, "officer": duty.officer, "at": activity.start}
                yield found(scenario, "hotspot_crew", len(wrong), "people", message, **where)


def _wrong_lists(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    visits = view(scenario, plan).visits
    for hotspot in sorted({*visits, *plan.hotspots}):
        listed = Counter(plan.hotspots[hotspot].visits) if hotspot in plan.hotspots else Counter[int]()
        made = Counter(visit.start for visit in visits.get(hotspot, ()))
        for words, starts in (("is listed but nobody makes it", listed - made), ("is not listed", made - listed)):
            for start, number in sorted(starts.items()):
                message = f"Visit to {scenario.title_of(hotspot)} on {at_words(scenario, start)} {words}"
                yield found(scenario, "hotspot_crew", number, "visits", message, hotspot=hotspot, at=start)


def opening_hours(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A visit that is not inside one opening from beginning to end."""
    for hotspot, visits in view(scenario, plan).visits.items():
        # An opening lasts a day at most, so the one a visit lies in began on its day, the day before or the day after.
        starts = {scenario.horizon.day(visit.start) for visit in visits}
        days = {day + timedelta(days=offset) for day in starts for offset in (-1, 0, 1)}
        spans = open_spans(scenario, hotspot, sorted(days))
        for visit in visits:
            inside = max((max(0, min(visit.end, end) - max(visit.start, start)) for start, end in spans), default=0)
            outside = visit.end - visit.start - inside
            if outside:
                message = f"{_visit_words(scenario, visit)} is outside its opening hours for {length_words(outside)}"
                yield found(scenario, "opening_hours", outside, "minutes", message, hotspot=hotspot, at=visit.start)


def daily_visits(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More visits to a hotspot on a day than it may have."""
    for hotspot, visits in view(scenario, plan).visits.items():
        most = scenario.hotspots[hotspot].max_visits_per_day
        for day, number in sorted(Counter(scenario.horizon.day(visit.start) for visit in visits).items()):
            if number > most:
                what = f"{scenario.title_of(hotspot)} has {count_words(number, 'visit')} on {day_words(day)}"
                message = f"{what}; {most} {'is' if most == 1 else 'are'} the most"
                yield found(scenario, "daily_visits", number - most, "visits", message, hotspot=hotspot, day=day)


def visit_spacing(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Too little time from the end of a visit, also the last one before the horizon, to the start of the next."""
    due = scenario.rules.visit_spacing.hours * MINUTES_PER_HOUR
    for hotspot, visits in view(scenario, plan).visits.items():
        before = last_patrolled_before(scenario, hotspot)
        known = [] if before is None else [(before, before)]
        for (_, end), (start, _) in pairwise([*known, *((visit.start, visit.end) for visit in visits)]):
            if start - end < due - TOLERANCE:
                message = (
                    f"{scenario.title_of(hotspot)} is visited on {at_words(scenario, start)}, "
                    f"{length_words(start - end)} after the visit before; {length_words(due)} are due"
                )
                amount = due - (start - end)
                yield found(scenario, "visit_spacing", amount, "minutes", message, hotspot=hotspot, at=start)
