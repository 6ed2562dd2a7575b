"""Shifts, published duties, requests and history that fit together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from rostering.horizon import Span
from rostering.scenario.problems.finding import Finding, Findings, Path, warning
from rostering.scenario.problems.spans import duty_spans, plain_span
from rostering.scenario.records import NO_CONTRACT, REST, Officer, Scenario
from rostering.words import day_words, length_words

LONGEST_SHIFT_HOURS = 16
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""Years a plan or its history can lie in."""


def absurd_dates(scenario: Scenario) -> Findings:
    """The horizon and the history lie in our time."""
    start = scenario.horizon.start
    if not EARLIEST_YEAR <= start.year <= LATEST_YEAR:
        message = f"{start.isoformat()} is not in the years {EARLIEST_YEAR} to {LATEST_YEAR}"
        yield Finding(("horizon", "start"), "OUT_OF_RANGE", message)
    for path, moment in _moments(scenario):
        if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            message = (
                f"{moment:%H:%M} on {moment.date().isoformat()} is not in the years {EARLIEST_YEAR} to {LATEST_YEAR}"
            )
            yield Finding(path, "OUT_OF_RANGE", message)


def _moments(scenario: Scenario) -> Iterator[tuple[Path, datetime]]:
    for officer_id, officer in scenario.officers.items():
        if officer.history.last_duty_ends is not None:
            yield ("officers", officer_id, "history", "last_duty_ends"), officer.history.last_duty_ends
    for spot_id, spot in scenario.hotspots.items():
        if spot.last_patrolled is not None:
            yield ("hotspots", spot_id, "last_patrolled"), spot.last_patrolled


def late_history(scenario: Scenario) -> Findings:
    """What happened before the horizon ended by its start; a last duty may reach into the first day."""
    horizon = scenario.horizon
    limits = {"last_patrolled": 0, "last_duty_ends": horizon.at(horizon.start + timedelta(days=1))}
    for path, moment in _moments(scenario):
        if horizon.instant(moment) > limits[str(path[-1])]:
            message = f"{moment_words(moment)} is not before the horizon, which begins on {day_words(horizon.start)}"
            yield Finding(path, "NOT_HISTORY", message, "give the last one before this plan")


def moment_words(moment: datetime) -> str:
    """A moment as a sergeant says it: ``Sat 7 Jun 15:25``."""
    return f"{day_words(moment.date())} {moment:%H:%M}"


def shift_lengths(scenario: Scenario) -> Findings:
    """A shift is longer than nothing and at most 16 hours by the clock."""
    for shift_id, shift in scenario.shifts.items():
        start, end = plain_span(shift)
        hours = (end - start) / 60
        if shift.start == shift.end:
            message = f"{shift_id} starts and ends at {shift.start}: that is zero hours or 24"
            yield Finding(("shifts", shift_id), "SHIFT_LENGTH", message, "give an end that differs from the start")
        elif hours > LONGEST_SHIFT_HOURS:
            message = f"{shift_id} is {hours:g} hours long; a shift has at most {LONGEST_SHIFT_HOURS}"
            yield Finding(("shifts", shift_id), "SHIFT_LENGTH", message, "are start and end the wrong way round?")


def published_while_away(scenario: Scenario) -> Findings:
    """Nobody has a published duty on a day away."""
    if scenario.rules.availability.level == "off":
        return
    for officer_id, officer in scenario.officers.items():
        for day, shift in (officer.published or {}).items():
            reason = officer.unavailable.get(day)
            if reason is not None and shift != REST:
                message = f"{officer_id} has a published {shift} duty on {day_words(day)}, a day away ({reason})"
                hint = "remove the duty or the day away"
                yield Finding(
                    ("officers", officer_id, "published", day.isoformat()), "PUBLISHED_WHILE_AWAY", message, hint
                )


def idle_requests(scenario: Scenario) -> Findings:
    """A request asks about a day that is still free to roster."""
    for officer_id, officer in scenario.officers.items():
        for position, request in enumerate(officer.requests):
            if request.day in (officer.published or {}):
                known = "is published already"
            elif request.day in officer.unavailable and scenario.rules.availability.level != "off":
                known = f"is a day away ({officer.unavailable[request.day]})"
            else:
                continue
            message = f"{officer_id} asks about {day_words(request.day)}, which {known}: the request can do nothing"
            yield Finding(("officers", officer_id, "requests", position), "IDLE_REQUEST", message, "remove the request")


def short_rest(scenario: Scenario) -> Findings:
    """Published duties that come too soon after one another, or after the last duty before the horizon."""
    rule = scenario.rules.daily_rest
    if rule.level == "off":
        return
    spans = duty_spans(scenario)
    for officer_id, officer in scenario.officers.items():
        published = _published_spans(officer, spans)
        for before, after in zip([_last_duty(scenario, officer), *published], published, strict=False):
            if before is None or after[0] - before[1] >= rule.hours * 60:
                continue
            message = _rest_message(officer_id, scenario, before[1], after, rule.hours)
            day = scenario.horizon.day(after[0]).isoformat()
            yield warning(("officers", officer_id, "published", day), "SHORT_REST", message, "tell duty management")


def _published_spans(officer: Officer, spans: dict[tuple[date, str], Span]) -> list[Span]:
    entries = (officer.published or {}).items()
    return sorted(spans[day, shift] for day, shift in entries if (day, shift) in spans)


def _last_duty(scenario: Scenario, officer: Officer) -> Span | None:
    if officer.history.last_duty_ends is None:
        return None
    end = scenario.horizon.instant(officer.history.last_duty_ends)
    return end, end


def _rest_message(officer_id: str, scenario: Scenario, ended: int, after: Span, hours: float) -> str:
    end, start = (moment_words(scenario.horizon.local(instant)) for instant in (ended, after[0]))
    required = f"{length_words(hours * 60)} required"
    if after[0] < ended:
        return f"{officer_id}: the duty that starts {start} begins before the one before it ends {end}"
    return f"{officer_id} rests {length_words(after[0] - ended)} from {end} to {start}, {required}"


def long_runs(scenario: Scenario) -> Findings:
    """Published duties on more days in a row than the rules allow, the days before the horizon counted."""
    rule = scenario.rules.consecutive_duties
    if rule.level == "off":
        return
    for officer_id, officer in scenario.officers.items():
        contract = scenario.contracts.get(officer.contract or "", NO_CONTRACT)
        most = (contract.consecutive_duties and contract.consecutive_duties.most) or rule.most
        run, published = officer.history.consecutive_days, officer.published or {}
        for day in scenario.horizon.dates:
            run = run + 1 if published.get(day, REST) != REST else 0
            if run == most + 1:
                message = f"{officer_id} has duties on {run} days in a row by {day_words(day)}, at most {most} may be"
                path = ("officers", officer_id, "published", day.isoformat())
                yield warning(path, "LONG_RUN", message, "tell duty management")
