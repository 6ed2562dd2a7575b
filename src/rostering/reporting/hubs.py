"""Hub openings: when, who, who is missing; and the same by hub, without people and times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures.view import people_short, view
from rostering.reporting.findings import Findings
from rostering.words import day_words, officer_words


@dataclass(frozen=True)
class Opening:
    """One opening."""

    session: str
    title: str
    area: str
    area_title: str
    day: int
    """Of the horizon, from 0."""
    when: str
    staff: tuple[str, ...]
    needed: int
    short: int
    is_required: bool


@dataclass(frozen=True)
class Hub:
    """All openings of a hub."""

    session: str
    title: str
    area: str
    area_title: str
    openings: int
    held: int
    hours: float
    short: int
    """People missing, over all openings that must be held or are."""


def openings(found: Findings) -> tuple[Opening, ...]:
    """Every opening by time."""
    scenario, horizon = found.scenario, found.scenario.horizon
    rows = []
    for one in sorted(view(scenario, found.plan).openings, key=lambda each: (each.start, each.session)):
        hub, day = scenario.hub_sessions[one.session], horizon.day(one.start)
        rows.append(
            Opening(
                session=one.session,
                title=scenario.title_of(one.session),
                area=hub.area,
                area_title=scenario.title_of(hub.area),
                day=(day - horizon.start).days,
                when=f"{day_words(day)} {horizon.clock_text(one.start)}–{horizon.clock_text(one.end)}",
                staff=tuple(officer_words(officer) for officer in one.staff),
                needed=hub.people,
                short=people_short(scenario, one.session, one.staff),
                is_required=hub.level == "required",
            )
        )
    return tuple(rows)


def hubs(found: Findings) -> tuple[Hub, ...]:
    """Every hub that opens, by title."""
    scenario = found.scenario
    by_hub = groupby(sorted(view(scenario, found.plan).openings, key=lambda one: one.session), lambda one: one.session)
    rows = []
    for session, each in by_hub:
        own, hub = list(each), scenario.hub_sessions[session]
        counted = [one for one in own if one.staff or hub.level == "required"]
        rows.append(
            Hub(
                session=session,
                title=scenario.title_of(session),
                area=hub.area,
                area_title=scenario.title_of(hub.area),
                openings=len(own),
                held=sum(bool(one.staff) for one in own),
                hours=sum(one.end - one.start for one in own) / MINUTES_PER_HOUR,
                short=sum(people_short(scenario, session, one.staff) for one in counted),
            )
        )
    return tuple(sorted(rows, key=lambda one: (one.title, one.session)))
