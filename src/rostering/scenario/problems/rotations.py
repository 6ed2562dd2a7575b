"""Rotations that keep the rules they are rostered under, repeated for ever on days without a clock change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from rostering.horizon import DAY_NAMES, DAYS_PER_WEEK, MINUTES_PER_DAY, MINUTES_PER_HOUR, Span
from rostering.scenario.problems.finding import Finding, Findings
from rostering.scenario.problems.spans import plain_span
from rostering.scenario.records import REST, Scenario
from rostering.scenario.terms import Terms, kind_of, terms_of
from rostering.words import count_words, length_words


class Line(NamedTuple):
    """A rotation under somebody's terms."""

    scenario: Scenario
    days: tuple[str, ...]
    """The shift, or `rest`, of every day from the Monday of its first week; after the last comes the first again."""
    spans: dict[str, Span]
    """When each shift is, in minutes from the midnight before."""
    terms: Terms

    def length(self, shift: str) -> int:
        """Minutes of a duty, or of a rest day: none."""
        start, end = self.spans.get(shift, (0, 0))
        return end - start


Breach = tuple[int, str]
"""The day of a rotation on which it breaks a rule, and how."""


def contradictory_rotations(scenario: Scenario) -> Findings:
    """A rotation, which fixes the duties, does not break a required rule by itself."""
    if scenario.rules.rotation.level == "off":
        return
    required = [check for check in CHECKS if getattr(scenario.rules, check.__name__).level == "required"]
    findings = (
        _finding(rotation, check.__name__, breach)
        for rotation, line in _lines(scenario)
        for check in required
        if (breach := next(check(line), None)) is not None
    )
    yield from dict.fromkeys(findings)


def _finding(rotation: str, rule: str, breach: Breach) -> Finding:
    path = ("rotations", rotation, "weeks", breach[0] // DAYS_PER_WEEK)
    hint = f"change the rotation, or the rule {rule}"
    return Finding(path, "ROTATION_BREAKS_RULE", f"breaks {rule}, which is required: {breach[1]}", hint)


def _lines(scenario: Scenario) -> Iterator[tuple[str, Line]]:
    """Every rotation somebody follows, once for all people with the same terms."""
    spans = {shift_id: plain_span(shift) for shift_id, shift in scenario.shifts.items()}
    followers = {
        (officer.rotation, officer.contract, officer.role): officer
        for officer in scenario.officers.values()
        if officer.rotation is not None
    }
    for (rotation, _, _), officer in followers.items():
        days = tuple(shift for week in scenario.rotations[rotation].weeks for shift in week)
        yield rotation, Line(scenario, days, spans, terms_of(scenario, officer))


def _day(line: Line, position: int) -> str:
    week, weekday = divmod(position % len(line.days), DAYS_PER_WEEK)
    return f"{DAY_NAMES[weekday].capitalize()} of week {week + 1}"


def daily_rest(line: Line) -> Iterator[Breach]:
    """Two duties with too little rest between them."""
    least = line.scenario.rules.daily_rest.hours * MINUTES_PER_HOUR
    duties = [position for position, shift in enumerate(line.days) if shift != REST]
    for before, after in zip(duties, [*duties[1:], *(first + len(line.days) for first in duties[:1])], strict=True):
        ends, starts = line.spans[line.days[before]][1], line.spans[line.days[after % len(line.days)]][0]
        rest = (after - before) * MINUTES_PER_DAY + starts - ends
        if rest < least:
            message = f"{length_words(rest)} between {line.days[before]} on {_day(line, before)} and "
            message += f"{line.days[after % len(line.days)]} on {_day(line, after)}, {length_words(least)} asked for"
            yield before, message


def forbidden_successions(line: Line) -> Iterator[Breach]:
    """A shift that must not follow the one of the day before."""
    after = line.scenario.rules.forbidden_successions.after
    for position, shift in enumerate(line.days):
        following = line.days[(position + 1) % len(line.days)]
        if following in after.get(shift, ()):
            yield position, f"{following} follows {shift} on {_day(line, position + 1)}"


def weekly_hours(line: Line) -> Iterator[Breach]:
    """A week, counted from the horizon's first day of the week, with more hours than the contract's."""
    horizon = line.scenario.horizon
    most = line.terms.weekly_hours + line.scenario.rules.weekly_hours.tolerance_hours
    if horizon.days < DAYS_PER_WEEK:
        return
    for first in range(horizon.start.weekday(), len(line.days) + horizon.start.weekday(), DAYS_PER_WEEK):
        week = [line.days[position % len(line.days)] for position in range(first, first + DAYS_PER_WEEK)]
        hours = sum(line.length(shift) for shift in week) / MINUTES_PER_HOUR
        if hours > most:
            yield first % len(line.days), f"{hours:g} hours from {_day(line, first)} on, at most {most:g} a week may be"


def consecutive_duties(line: Line) -> Iterator[Breach]:
    """Too many, or too few, days of duty in a row."""
    return _runs(line, lambda shift: shift != REST, line.terms.least_duties, line.terms.most_duties, "duties")


def consecutive_nights(line: Line) -> Iterator[Breach]:
    """Too many, or too few, night duties in a row."""
    nights = {shift_id for shift_id, shift in line.scenario.shifts.items() if kind_of(shift) == "night"}
    return _runs(line, lambda shift: shift in nights, line.terms.least_nights, line.terms.most_nights, "night duties")


def consecutive_rest_days(line: Line) -> Iterator[Breach]:
    """Too few rest days in a row."""
    return _runs(line, lambda shift: shift == REST, line.terms.least_rest_days, None, "rest days")


def _runs(line: Line, counts: Callable[[str], bool], least: int, most: int | None, what: str) -> Iterator[Breach]:
    """Runs of days that are shorter or longer than they may be; one without an end is longer than anything."""
    counted = [counts(shift) for shift in line.days]
    if all(counted):
        if most is not None:
            yield 0, f"{what} on every day, at most {most} in a row may be"
        return
    for first, length in _lengths(counted):
        if most is not None and length > most:
            yield first, f"{length} {what} in a row from {_day(line, first)} on, at most {most} may be"
        if length < least:
            days = count_words(length, "day")
            yield first, f"{what} on only {days} in a row from {_day(line, first)} on, at least {least} are asked for"


def _lengths(counted: list[bool]) -> Iterator[tuple[int, int]]:
    """First position and length of each run in a ring that has a gap."""
    gap = counted.index(False)
    run = 0
    for position in range(gap + 1, gap + len(counted) + 1):
        if counted[position % len(counted)]:
            run += 1
        elif run:
            yield (position - run) % len(counted), run
            run = 0


CHECKS = (
    daily_rest,
    forbidden_successions,
    weekly_hours,
    consecutive_duties,
    consecutive_nights,
    consecutive_rest_days,
)
"""One for each rule that a rotation alone can break, under the rule's name."""
