"""Published days that the plan changes: what kind of change, with how much notice, at what price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rostering.measures.view import view
from rostering.scenario import REST, Scenario
from rostering.scenario.pay import change_kind, change_price, notice_days
from rostering.schedule import Change, Plan


def changed_days(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, date, str, tuple[str, ...]]]:
    """Officer, day, published entry and planned shifts of each published day that is not as published, by officer and
    day.
    """
    planned = view(scenario, plan).on_day
    days = frozenset(scenario.horizon.dates)
    for officer, person in sorted(scenario.people.items()):
        for day, entry in sorted((person.published or {}).items()):
            shifts = tuple(duty.shift for duty in planned.get((officer, day), ()))
            if day in days and shifts != (() if entry == REST else (entry,)):
                yield officer, day, entry, shifts


def changes(scenario: Scenario, plan: Plan) -> tuple[Change, ...]:
    """Every published day that the plan changes, by officer and day, priced by `pay`.

    Where somebody wrote several duties on a day, the first that was not published is what the day became.
    """
    return tuple(
        _change(scenario, officer, day, entry, now)
        for officer, day, entry, shifts in changed_days(scenario, plan)
        for now in [shift for shift in shifts or (REST,) if shift != entry][:1]
    )


def _change(scenario: Scenario, officer: str, day: date, published: str, planned: str) -> Change:
    return Change(
        officer=officer,
        day=day,
        before=published,
        after=planned,
        reason=change_kind(scenario, day, published, planned),
        notice_days=notice_days(scenario, day),
        cost=change_price(scenario, officer, day, published, planned),
    )
