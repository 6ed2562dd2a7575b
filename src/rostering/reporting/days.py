"""Every duty cut into its activities, as compact plain data that the page draws one day of at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from rostering.horizon import MINUTES_PER_HOUR, Horizon
from rostering.measures.view import Worked, view
from rostering.reporting.findings import Findings
from rostering.schedule import ACTIVITIES, Activity
from rostering.words import day_words, officer_words


class _Texts:
    """Each text once; pieces refer to it by its place."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        if text not in self._places:
            self._places[text] = len(self.all)
            self.all.append(text)
        return self._places[text]


def duty_days(found: Findings) -> dict[str, Any]:
    """What the page needs to draw the day of every duty.

    ``days``: title and first instant of each. ``turns``: instants at which the wall clock jumps, and minutes it then
    stands off elapsed time. ``duties``: officer, day, shift, start, end and pieces; a piece is its kind, start, end,
    text (a place; -1 where there is none), reason (likewise) and the other people of its crew.
    """
    scenario, horizon = found.scenario, found.scenario.horizon
    people, texts = list(scenario.people), _Texts()
    number = {officer: place for place, officer in enumerate(people)}
    duties = [
        [
            number[duty.officer],
            (duty.day - horizon.start).days,
            texts.place(scenario.title_of(duty.shift)),
            duty.start,
            duty.end,
            [_piece(found, one, texts, number) for one in duty.activities],
        ]
        for duty in sorted(_worked(found), key=lambda one: (one.day, one.start, one.person.area, one.officer))
    ]
    return {
        "kinds": list(ACTIVITIES),
        "days": [[day_words(day), horizon.at(day)] for day in horizon.dates],
        "turns": list(clock_turns(horizon)),
        "people": [[officer_words(officer), scenario.people[officer].area] for officer in people],
        "ids": people,
        "duties": duties,
        "texts": texts.all,
    }


def _worked(found: Findings) -> tuple[Worked, ...]:
    return view(found.scenario, found.plan).worked


def _piece(found: Findings, one: Activity, texts: _Texts, number: dict[str, int]) -> list[Any]:
    place = one.hotspot or one.session or one.to_place or one.area
    return [
        ACTIVITIES.index(one.do),
        one.start,
        one.end,
        texts.place(found.scenario.title_of(place)) if place else -1,
        texts.place(one.reason) if one.reason else -1,
        [number[officer] for officer in one.crew if officer in number],
    ]


def clock_turns(horizon: Horizon) -> Iterator[list[int]]:
    """Each instant at which the wall clock jumps, up to a day after the horizon, and minutes it then stands off."""
    day, off = horizon.start, 0
    while day <= horizon.end:
        following = day + timedelta(days=1)
        now = MINUTES_PER_HOUR * 24 * ((following - horizon.start).days) - horizon.at(following)
        if now != off:
            yield [_turn(horizon, horizon.at(day), horizon.at(following)), now]
        day, off = following, now


def _turn(horizon: Horizon, start: int, end: int) -> int:
    """The first instant of a stretch whose wall clock is no longer in step with its start."""
    origin = horizon.local(start)
    return next(
        instant
        for instant in range(start, end + 1)
        if horizon.local(instant).replace(fold=0) != origin + timedelta(minutes=instant - start)
    )
