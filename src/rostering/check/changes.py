"""Rules on what was published and is changed."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.check.words import found, shift_words
from rostering.measures.changes import changed_days
from rostering.scenario import REST, Scenario
from rostering.schedule import Plan, Violation
from rostering.words import count_words, day_words, officer_words


def published_duty(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A published duty that is missing or another one, and a duty on a published rest day."""
    for officer, day, published, shifts in changed_days(scenario, plan):
        now = " and ".join(shift_words(scenario, shift) for shift in shifts or (REST,))
        was = shift_words(scenario, published)
        message = f"{officer_words(officer)} was published {was} on {day_words(day)}; the plan says {now}"
        yield found(scenario, "published_duty", 1, "days", message, officer=officer, day=day)


def published_changes(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """More published days changed than `most`; named by the first too many, counted by day."""
    most = scenario.rules.published_changes.most
    changed = sorted((day, officer) for officer, day, _, _ in changed_days(scenario, plan))
    if len(changed) > most:
        day, officer = changed[most]
        message = f"{count_words(len(changed), 'published day')} changed in all; {most} may be"
        yield found(scenario, "published_changes", len(changed) - most, "days", message, day=day, officer=officer)
