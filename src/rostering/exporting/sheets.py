"""What a sergeant hands out at the start of a shift: one sheet for each team, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rostering.measures.guarantee import last_patrolled_before
from rostering.measures.view import Worked, view
from rostering.scenario import Scenario
from rostering.schedule import BREAK, HUB, PATROL, VISIT, Activity, Plan
from rostering.words import count_words, day_words, length_words, officer_words


@dataclass(frozen=True)
class Stop:
    """Somewhere to be at a time."""

    when: str
    where: str
    who: str
    last: str
    """When the place was last patrolled before; empty for a hub."""
    why: str
    task: str
    """What to do there."""


@dataclass(frozen=True)
class Person:
    """Somebody on the sheet."""

    name: str
    role: str
    breaks: str
    patrol: str
    """Where the rest of the duty is patrolled."""


@dataclass(frozen=True)
class Sheet:
    """A team's shift on one page."""

    key: str
    """Day, area and shift, for names of files."""
    plan: str
    team: str
    shift: str
    day: str
    times: str
    people: tuple[Person, ...]
    stops: tuple[Stop, ...]


def sheets(
    scenario: Scenario, plan: Plan, day: date | None = None, area: str | None = None, shift: str | None = None
) -> tuple[Sheet, ...]:
    """A sheet for each shift and team with anybody on duty, by day, area and start.

    They name officers and times: for planners, supervisors and the team itself.

    Args:
        scenario: of the plan.
        plan: whose duties are meant.
        day: only duties that start on it.
        area: only this team.
        shift: only this shift.
    """
    groups: dict[tuple[date, str, int, str], list[Worked]] = {}
    for duty in view(scenario, plan).worked:
        if day in {None, duty.day} and area in {None, duty.person.area} and shift in {None, duty.shift}:
            groups.setdefault((duty.day, duty.person.area, duty.start, duty.shift), []).append(duty)
    return tuple(_sheet(scenario, plan, duties) for _, duties in sorted(groups.items(), key=lambda item: item[0]))


def _sheet(scenario: Scenario, plan: Plan, duties: list[Worked]) -> Sheet:
    first, clock = duties[0], scenario.horizon.clock_text
    return Sheet(
        key=f"{first.day.isoformat()}-{first.person.area}-{first.shift}",
        plan=scenario.title or scenario.name,
        team=scenario.title_of(first.person.area),
        shift=scenario.title_of(first.shift),
        day=f"{day_words(first.day)} {first.day.year}",
        times=f"{clock(first.start)}–{clock(first.end)}",
        people=tuple(_person(scenario, duty) for duty in duties),
        stops=tuple(_stops(scenario, plan, duties)),
    )


def _person(scenario: Scenario, duty: Worked) -> Person:
    breaks = [_when(scenario, activity) for activity in duty.activities if activity.do == BREAK]
    areas = [scenario.title_of(one.area) for one in duty.activities if one.do == PATROL and one.area]
    role = scenario.title_of(duty.person.role)
    return Person(officer_words(duty.officer), role, ", ".join(breaks), ", ".join(dict.fromkeys(areas)))


def _when(scenario: Scenario, activity: Activity) -> str:
    return f"{scenario.horizon.clock_text(activity.start)}–{scenario.horizon.clock_text(activity.end)}"


def _stops(scenario: Scenario, plan: Plan, duties: list[Worked]) -> Iterator[Stop]:
    """Visits and hub sessions by time; those who go together stand in one row."""
    together: dict[tuple[int, int, str, str], tuple[Activity, set[str]]] = {}
    for duty in duties:
        for activity in duty.activities:
            place = {VISIT: activity.hotspot, HUB: activity.session}.get(activity.do)
            if place:
                key = (activity.start, activity.end, activity.do, place)
                together.setdefault(key, (activity, set()))[1].update({duty.officer, *activity.crew})
    for (_, _, do, place), (activity, people) in sorted(together.items(), key=lambda item: item[0]):
        who = ", ".join(officer_words(officer) for officer in sorted(people))
        is_visit = do == VISIT
        last = _last(scenario, plan, place, activity.start) if is_visit else ""
        why = activity.reason or "" if is_visit else "the hub is open"
        task = f"Be seen for {length_words(activity.minutes)}, {count_words(len(people), 'person/people')} together"
        staff = f"Staff the hub for {length_words(activity.minutes)}"
        yield Stop(_when(scenario, activity), scenario.title_of(place), who, last, why, task if is_visit else staff)


def _last(scenario: Scenario, plan: Plan, hotspot: str, start: int) -> str:
    ends = [visit.end for visit in view(scenario, plan).visits[hotspot] if visit.end <= start]
    last = max(ends, default=last_patrolled_before(scenario, hotspot))
    return (
        "not known" if last is None else f"{day_words(scenario.horizon.day(last))} {scenario.horizon.clock_text(last)}"
    )
