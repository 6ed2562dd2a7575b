"""Rules on how many people are where they were promised: shifts and hubs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rostering.check.words import Where, at_words, found, shift_words
from rostering.measures.totals import wanted_people
from rostering.measures.view import Opening, people_short, view
from rostering.scenario import Scenario
from rostering.scenario.records import Headcount
from rostering.scenario.travel import travel_times
from rostering.schedule import HUB, Plan, Violation
from rostering.words import count_words, day_words, length_words, officer_words


def _staffed(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str, date, Headcount, int]]:
    """Area, shift, day, what is wanted there, and the people of the area's team who are there."""
    present = view(scenario, plan).on_shift
    for area, shift, day, wanted in wanted_people(scenario):
        yield area, shift, day, wanted, present.get((area, shift, day), 0)


def staffing_minimum(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Fewer people of the team on a shift than `min`."""
    for area, shift, day, wanted, there in _staffed(scenario, plan):
        if wanted.min is not None and there < wanted.min:
            yield _staffing(scenario, "staffing_minimum", (area, shift, day), there, wanted.min)


def short_of_preference(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Fewer people of the team on a shift than `prefer`."""
    for area, shift, day, wanted, there in _staffed(scenario, plan):
        if wanted.prefer is not None and there < wanted.prefer:
            yield _staffing(scenario, "staffing_preference", (area, shift, day), there, wanted.prefer)


def staffing_preference(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Fewer people of the team on a shift than `prefer`; more, where that costs anything."""
    yield from short_of_preference(scenario, plan)
    if not scenario.rules.staffing_preference.extra_weight:
        return
    for area, shift, day, wanted, there in _staffed(scenario, plan):
        if wanted.prefer is not None and there > wanted.prefer:
            yield _staffing(scenario, "staffing_preference", (area, shift, day), there, wanted.prefer)


def staffing_maximum(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More people of the team on a shift than `max`."""
    for area, shift, day, wanted, there in _staffed(scenario, plan):
        if wanted.max is not None and there > wanted.max:
            yield _staffing(scenario, "staffing_maximum", (area, shift, day), there, wanted.max)


def _staffing(scenario: Scenario, rule: str, place: tuple[str, str, date], there: int, wanted: int) -> Violation:
    area, shift, day = place
    bound = {"staffing_minimum": "the least", "staffing_preference": "wanted", "staffing_maximum": "the most"}[rule]
    message = (
        f"{scenario.title_of(area)} has {count_words(there, 'person/people')} on {shift_words(scenario, shift)} "
        f"on {day_words(day)}; {wanted} {'is' if wanted == 1 else 'are'} {bound}"
    )
    return found(scenario, rule, abs(wanted - there), "people", message, area=area, shift=shift, day=day)


def skills_on_duty(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Fewer people of a role, or with a skill, among the people of the team on a shift than are wanted."""
    team = view(scenario, plan).team_on_shift
    for area, shift, day, wanted in wanted_people(scenario):
        people = [scenario.people[officer] for officer in team.get((area, shift, day), ())]
        for kind, needed in sorted(wanted.skills.items()):
            there = sum(person.role == kind or kind in person.skills for person in people)
            if there < needed:
                message = (
                    f"{scenario.title_of(area)} has {there} {scenario.title_of(kind)} on "
                    f"{shift_words(scenario, shift)} on {day_words(day)}; {needed} {'is' if needed == 1 else 'are'} "
                    "the least"
                )
                yield found(
                    scenario,
                    "skills_on_duty",
                    needed - there,
                    "people",
                    message,
                    area=area,
                    shift=shift,
                    day=day,
                    kind=kind,
                )


def hub_staff(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """An opening without its people, a list of staff that is not who is there, time at a hub that is no opening."""
    listed = {
        (session, start): people
        for session, openings in plan.hub_sessions.items()
        for start, people in openings.items()
    }
    for opening in view(scenario, plan).openings:
        short = people_short(scenario, opening.session, opening.staff)
        if short:
            yield _short_staff(scenario, opening, short)
        names = listed.pop((opening.session, opening.start), ())
        yield from _wrong_list(scenario, opening.session, opening.start, names, opening.staff)
    for (session, start), names in sorted(listed.items()):
        yield from _wrong_list(scenario, session, start, names, ())
    for duty, activity in view(scenario, plan).stray:
        message = (
            f"{officer_words(duty.officer)} is at {scenario.title_of(activity.session or '')} from "
            f"{at_words(scenario, activity.start)} for {length_words(activity.minutes)}, which is no whole opening"
        )
        where: Where = {"session": activity.session or "", "officer": duty.officer, "at": activity.start}
        yield found(scenario, "hub_staff", activity.minutes, "minutes", message, **where)


def _short_staff(scenario: Scenario, opening: Opening, short: int) -> Violation:
    session = scenario.hub_sessions[opening.session]
    what = f"{scenario.title_of(opening.session)} on {at_words(scenario, opening.start)}"
    where: Where = {"session": opening.session, "at": opening.start}
    if session.level == "preferred" and not opening.staff:
        not_held = found(scenario, "hub_staff", short, "people", f"{what} is not held", **where)
        return replace(not_held, level="preferred")
    there = ", ".join(officer_words(officer) for officer in opening.staff) or "nobody"
    message = f"{what} is {count_words(short, 'person/people')} short; there: {there}"
    return found(scenario, "hub_staff", short, "people", message, **where)


def _wrong_list(
    scenario: Scenario, session: str, start: int, listed: tuple[str, ...], there: tuple[str, ...]
) -> Iterator[Violation]:
    missing, unlisted = sorted(set(listed) - set(there)), sorted(set(there) - set(listed))
    if not missing and not unlisted:
        return
    faults = [f"lists {', '.join(missing)}, not there for the whole opening"] * bool(missing)
    faults += [f"does not list {', '.join(unlisted)}"] * bool(unlisted)
    message = f"{scenario.title_of(session)} on {at_words(scenario, start)} {' and '.join(faults)}"
    amount = len(missing) + len(unlisted)
    yield found(scenario, "hub_staff", amount, "people", message, session=session, at=start)


def one_place_at_a_time(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """Two hubs for one officer with less than the journey between them."""
    journey = travel_times(scenario)
    for officer, duties in view(scenario, plan).by_officer.items():
        hubs = sorted(
            (activity.start, activity.end, activity.session or "")
            for duty in duties
            for activity in duty.activities
            if activity.do == HUB and activity.session in scenario.hub_sessions
        )
        for (_, end, earlier), (start, _, later) in pairwise(hubs):
            due = journey(earlier, later)
            if start - end < due:
                message = (
                    f"{officer_words(officer)} is due at {scenario.title_of(later)} on {at_words(scenario, start)}, "
                    f"{length_words(start - end)} after {scenario.title_of(earlier)}; "
                    f"the journey takes {length_words(due)}"
                )
                where: Where = {"officer": officer, "session": later, "at": start}
                yield found(scenario, "one_place_at_a_time", due - start + end, "minutes", message, **where)
