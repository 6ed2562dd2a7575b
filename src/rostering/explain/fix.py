"""A fix as data: what it changes of a plan and of a scenario, so that it can be applied and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Literal

from pydantic import BaseModel

from rostering.measures.view import Worked, view
from rostering.scenario import REST, Officer, Scenario
from rostering.schedule import HUB, VISIT, Activity, Duty, HotspotPlan, Plan

Kind = Literal["changed_duty", "given_up_visit", "lent", "added_duty", "moved_session", "relaxed_rule"]
KINDS: tuple[Kind, ...] = ("changed_duty", "given_up_visit", "lent", "added_duty", "moved_session", "relaxed_rule")
"""What a fix asks for: other work for people on duty; a visit given up for it; people of a neighbour; more hours;
another time for a hub opening; a rule or a number of the scenario relaxed."""
KIND_WORDS: Mapping[Kind, str] = {
    "changed_duty": "other work for those on duty",
    "given_up_visit": "a visit given up",
    "lent": "people lent",
    "added_duty": "added hours",
    "moved_session": "a moved session",
    "relaxed_rule": "a relaxed rule",
}

DutyChange = tuple[Duty | None, Duty | None]
"""A duty before and after; nothing before for one that is added, nothing after for one that is taken away."""


@dataclass(frozen=True)
class Setting:
    """A value of the scenario that changes: keys and positions from its top, as the file has them."""

    path: tuple[str | int | date, ...]
    value: Any


@dataclass(frozen=True)
class Edit:
    """What a fix changes."""

    duties: tuple[DutyChange, ...] = ()
    settings: tuple[Setting, ...] = ()
    places: frozenset[str] = frozenset()
    """Hotspots and hub sessions whose lists are made to say what people do, besides those that the duties touch."""


NO_EDIT = Edit()


@dataclass(frozen=True)
class Fix:
    """A change that meets a requirement or keeps a rule again."""

    words: str
    """What to do, as a sergeant says it."""
    kind: Kind
    cost: float
    """Minutes of people's time it asks for: journeys, added duty, time by which a session or opening hours move."""
    changed: Edit = NO_EDIT


def _as_duty(worked: Worked | None) -> Duty | None:
    return None if worked is None else Duty(worked.officer, worked.day, worked.shift, worked.activities)


def changed_duties(changes: Iterable[tuple[Worked | None, Worked | None]]) -> tuple[DutyChange, ...]:
    """Duties before and after, as a plan has them."""
    return tuple((_as_duty(before), _as_duty(after)) for before, after in changes)


def published_as(scenario: Scenario, changes: Sequence[DutyChange]) -> tuple[Setting, ...]:
    """The published days that have to say what changed duties are, where the judge holds people to them."""
    if scenario.rules.published_duty.level != "required":
        return ()
    said = {(duty.officer, duty.day): REST for duty, _ in changes if duty is not None}
    said |= {(duty.officer, duty.day): duty.shift for _, duty in changes if duty is not None}
    return tuple(
        Setting(("officers", officer, "published", day), shift)
        for (officer, day), shift in said.items()
        if (scenario.people[officer].published or {}).get(day, shift) != shift
    )


def apply(fix: Fix, scenario: Scenario, plan: Plan) -> tuple[Scenario, Plan]:
    """The scenario and the plan with a fix in them; both as they were where it changes nothing of them."""
    edited = _with_settings(scenario, fix.changed.settings)
    return edited, _with_duties(edited, plan, fix.changed)


def _with_duties(scenario: Scenario, plan: Plan, edit: Edit) -> Plan:
    gone = {(duty.officer, duty.day, duty.shift) for duty, _ in edit.duties if duty is not None}
    kept = [duty for duty in plan.duties if (duty.officer, duty.day, duty.shift) not in gone]
    added = [duty for _, duty in edit.duties if duty is not None]
    duties = tuple(sorted([*kept, *added], key=lambda duty: (duty.officer, duty.day, duty.shift)))
    places = edit.places | {place for change in edit.duties for duty in change if duty for place in _places(duty)}
    places |= {str(setting.path[1]) for setting in edit.settings if setting.path[0] == "hub_sessions"}
    if not places:
        return replace(plan, duties=duties) if edit.duties else plan
    return relisted(scenario, replace(plan, duties=_accompanied(duties, places)), places)


def _places(duty: Duty) -> set[str]:
    return {piece.hotspot or piece.session or "" for piece in duty.activities if piece.do in {VISIT, HUB}}


def _accompanied(duties: tuple[Duty, ...], places: frozenset[str]) -> tuple[Duty, ...]:
    """Duties whose visits to some places name as companions those who are there."""
    there: dict[tuple[str | None, int, int], set[str]] = {}
    for duty in duties:
        for piece in duty.activities:
            if piece.do == VISIT and piece.hotspot in places:
                there.setdefault((piece.hotspot, piece.start, piece.end), set()).add(duty.officer)

    def told(officer: str, piece: Activity) -> Activity:
        crew = there.get((piece.hotspot, piece.start, piece.end)) if piece.do == VISIT else None
        return piece if crew is None else replace(piece, crew=tuple(sorted(crew - {officer})))

    return tuple(
        replace(duty, activities=tuple(told(duty.officer, piece) for piece in duty.activities)) for duty in duties
    )


def relisted(scenario: Scenario, plan: Plan, places: frozenset[str]) -> Plan:
    """The plan with its lists of visits and hub staff as people make them, for some places."""
    seen = view(scenario, plan)
    hotspots = dict(plan.hotspots)
    for spot in places & scenario.hotspots.keys():
        starts = tuple(visit.start for visit in seen.visits[spot])
        hotspots[spot] = replace(hotspots.get(spot, HotspotPlan()), visits=starts)
    hubs = {session: of_hub for session, of_hub in plan.hub_sessions.items() if session not in places}
    for session, openings in groupby(seen.openings, key=lambda opening: opening.session):
        if session in places:
            hubs[session] = {opening.start: opening.staff for opening in openings}
    return replace(plan, hotspots=hotspots, hub_sessions=hubs)


def _with_settings(scenario: Scenario, settings: tuple[Setting, ...]) -> Scenario:
    if not settings:
        return scenario
    fields: dict[str, Any] = {name: getattr(scenario, name) for name in Scenario.model_fields}
    for setting in settings:
        first, *rest = setting.path
        if first == "officers" and rest[0] not in scenario.officers:
            fields["officers"] = _single(fields["officers"], scenario.people)
        fields[str(first)] = _with(fields[str(first)], rest, setting.value)
    return Scenario.model_construct(**fields)


def _single(officers: dict[str, Officer], people: Mapping[str, Officer]) -> dict[str, Officer]:
    """Officers alike as single ones."""
    return officers if officers.keys() == people.keys() else dict(people)


def _with(inside: Any, path: list[Any], value: Any) -> Any:
    """The same record, mapping or list with another value at a path."""
    if not path:
        return value
    first, *rest = path
    if isinstance(inside, BaseModel):
        return inside.model_copy(update={first: _with(getattr(inside, first), rest, value)})
    if isinstance(inside, list):
        return [_with(one, rest, value) if at == first else one for at, one in enumerate(inside)]
    return {**(inside or {}), first: _with((inside or {}).get(first), rest, value)}
