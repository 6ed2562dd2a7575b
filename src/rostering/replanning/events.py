"""What has happened to a published plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rostering.horizon import DAYS_PER_WEEK, day_name
from rostering.scenario import Officer, Scenario
from rostering.scenario.records import SessionTime

ABSENT = "absent"
"""What the scenario's `unavailable` says of a day on which somebody dropped out."""


@dataclass(frozen=True)
class Absence:
    """An officer will not come, or goes, on the day a duty starts."""

    officer: str
    day: date


@dataclass(frozen=True)
class Lateness:
    """An officer comes later than the duty starts."""

    officer: str
    day: date
    until: int
    """Instant of arrival."""


@dataclass(frozen=True)
class AddedOpening:
    """A hub opens once more."""

    session: str
    day: date
    start: str
    """Clock time."""
    end: str


@dataclass(frozen=True)
class Events:
    """Everything that has happened, and what it is too late for."""

    absences: tuple[Absence, ...] = ()
    lateness: tuple[Lateness, ...] = ()
    openings: tuple[AddedOpening, ...] = ()
    freeze_before: int | None = None
    """Nothing that starts before this instant is changed any more."""


def repeats(scenario: Scenario, opening: AddedOpening) -> bool:
    """Whether an opening would come back in other weeks of the horizon, as every entry of `when` does."""
    return scenario.horizon.days > DAYS_PER_WEEK and opening.session in scenario.hub_sessions


def after_events(scenario: Scenario, events: Events, begun: frozenset[tuple[str, date]]) -> Scenario:
    """The scenario that is now true: absences are days away (but for duties that have begun), hubs open once more.

    Args:
        scenario: of the published plan.
        events: what has happened.
        begun: officer and day of duties that had begun; they stay duties, with nothing more to do.
    """
    officers = {
        key: _without(
            officer, [one.day for one in events.absences if one.officer == key and (key, one.day) not in begun]
        )
        for key, officer in scenario.people.items()
    }
    hubs = dict(scenario.hub_sessions)
    for one in events.openings:
        when = SessionTime.model_validate({"day": day_name(one.day), "from": one.start, "to": one.end})
        hubs[one.session] = hubs[one.session].model_copy(update={"when": [*hubs[one.session].when, when]})
    return with_fields(scenario, officers=officers, hub_sessions=hubs)


def _without(officer: Officer, days: Sequence[date]) -> Officer:
    if not days:
        return officer
    published = {day: shift for day, shift in (officer.published or {}).items() if day not in days}
    away = {**officer.unavailable, **dict.fromkeys(days, ABSENT)}
    return officer.model_copy(update={"published": published or None, "unavailable": away})


def with_fields(scenario: Scenario, **fields: object) -> Scenario:
    """The same scenario with other values in some of its fields."""
    before = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    return Scenario.model_construct(**{**before, **fields})
