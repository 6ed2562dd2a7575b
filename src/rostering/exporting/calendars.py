"""Duties as calendars (iCalendar, RFC 5545): one for each officer, one for each hub session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from rostering import __version__
from rostering.horizon import Horizon, Span
from rostering.measures.view import Worked, view
from rostering.scenario import Scenario
from rostering.schedule import BREAK, HUB, VISIT, Activity, Plan
from rostering.words import officer_words


def calendars(scenario: Scenario, plan: Plan, revision: int = 0, earlier: Plan | None = None) -> dict[str, bytes]:
    """File name to calendar: `officers/ID.ics` for everybody with a duty, `sessions/ID.ics` for every hub.

    Events keep their UID for an officer's day and for an opening of a hub, so that an import of a changed plan changes
    them. What only the earlier plan held is listed as cancelled, so that it goes from calendars as well. Officers are
    named: for themselves and their supervisors. Stamps come from the horizon and the revision, not from a clock.

    Args:
        scenario: of the plan.
        plan: whose duties are meant.
        revision: `SEQUENCE` of every event; a later plan gets a higher one.
        earlier: the plan that people have in their calendars.
    """
    people = {*view(scenario, plan).by_officer, *(view(scenario, earlier).by_officer if earlier else ())}
    files = {f"officers/{one}.ics": officer_calendar(scenario, plan, one, revision, earlier) for one in sorted(people)}
    for session in sorted(scenario.hub_sessions):
        files[f"sessions/{session}.ics"] = session_calendar(scenario, plan, session, revision)
    return files


def officer_calendar(
    scenario: Scenario, plan: Plan, officer: str, revision: int = 0, earlier: Plan | None = None
) -> bytes:
    """The duties of one officer, as :func:`calendars` writes them; empty for somebody without any."""
    events = list(_duty_events(scenario, _duties(scenario, plan, officer), revision))
    if earlier is not None:
        kept = {str(event["uid"]) for event in events}
        for event in _duty_events(scenario, _duties(scenario, earlier, officer), revision):
            if str(event["uid"]) not in kept:
                event.add("status", "CANCELLED")
                events.append(event)
    return _calendar(scenario, officer_words(officer), iter(events))


def _duties(scenario: Scenario, plan: Plan, officer: str) -> tuple[Worked, ...]:
    """In order; found without sorting the whole plan again, since two plans are looked at in turn."""
    own = tuple(duty for duty in plan.duties if duty.officer == officer)
    return view(scenario, Plan(duties=own)).by_officer.get(officer, ())


def session_calendar(scenario: Scenario, plan: Plan, session: str, revision: int = 0) -> bytes:
    """The openings of one hub with its staff, as :func:`calendars` writes them."""
    return _calendar(scenario, scenario.title_of(session), _opening_events(scenario, plan, session, revision))


def _calendar(scenario: Scenario, title: str, events: Iterator[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//rostering//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _plain(title))
    calendar.add("x-wr-timezone", scenario.horizon.timezone)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(*_years_around(scenario.horizon))
    return bytes(calendar.to_ical())


def _years_around(horizon: Horizon) -> tuple[date, date]:
    """From which day to which a calendar says when clocks change: more than enough for its events, and still short."""
    return date(horizon.start.year - 1, 1, 1), date(horizon.dates[-1].year + 2, 1, 1)


def _duty_events(scenario: Scenario, duties: tuple[Worked, ...], revision: int) -> Iterator[Event]:
    for duty in duties:
        is_second = any(one.day == duty.day and one.start < duty.start for one in duties)
        uid = f"{duty.officer}-{duty.day.isoformat()}{'-' + duty.shift if is_second else ''}@{scenario.name}.rostering"
        event = _event(scenario, uid, (duty.start, duty.end), revision)
        event.add("summary", _plain(f"{scenario.title_of(duty.shift)}, {scenario.title_of(duty.person.area)}"))
        event.add("description", "\n".join(_lines(scenario, duty.activities)))
        yield event


def _lines(scenario: Scenario, activities: tuple[Activity, ...]) -> Iterator[str]:
    for activity in activities:
        place = {VISIT: activity.hotspot, HUB: activity.session}.get(activity.do)
        if place or activity.do == BREAK:
            clock = scenario.horizon.clock_text
            where = f" {scenario.title_of(place)}" if place else ""
            yield _plain(f"{clock(activity.start)}-{clock(activity.end)} {activity.do}{where}")


def _opening_events(scenario: Scenario, plan: Plan, session: str, revision: int) -> Iterator[Event]:
    for opening in view(scenario, plan).openings:
        if opening.session == session:
            start = scenario.horizon.moment_text(opening.start)
            event = _event(
                scenario, f"{session}-{start}@{scenario.name}.rostering", (opening.start, opening.end), revision
            )
            event.add("summary", _plain(scenario.title_of(session)))
            event.add("description", ", ".join(officer_words(officer) for officer in opening.staff) or "Nobody yet")
            yield event


def _event(scenario: Scenario, uid: str, span: Span, revision: int) -> Event:
    event = Event()
    event.add("uid", uid)
    stamp = datetime.combine(scenario.horizon.start, time(), UTC) + timedelta(minutes=revision)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", revision)
    for name, instant in zip(("dtstart", "dtend"), span, strict=True):
        event.add(name, scenario.horizon.local(instant).replace(tzinfo=scenario.horizon.zone))
    return event


def _plain(text: str) -> str:
    """Text on one line, without control characters: none can begin a property of its own."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
