"""Each single absence in turn: what holds with everybody there and no more without one officer on one day.

The whole plan is not judged again for each absence: only the visits, openings and shifts are looked at that the officer
is part of, and the windows of the hotspots concerned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rostering.measures.guarantee import Window, guarantee_windows
from rostering.measures.totals import wanted_people
from rostering.measures.view import View, counts, crew_faults, people_short, view
from rostering.scenario import Scenario
from rostering.scenario.records import Headcount
from rostering.schedule import Plan, Visit
from rostering.stress.people import PersonDay, person_days

Where = tuple[tuple[str, str], ...]
Finding = tuple[str, Where, int]
"""Rule, what it is about, how far it is broken."""
PROMISES = ("hotspot_guarantee", "hub_staff", "staffing_minimum", "skills_on_duty")
"""What an officer can be a single point of failure for; a visit that is lost while its windows are kept is none."""
RULES = ("hotspot_crew", *PROMISES)
"""The rules that are looked at."""


@dataclass(frozen=True)
class Loss:
    """A rule broken, or broken further, because of an absence."""

    rule: str
    where: Where
    """What it is about, as in a violation of the judge."""
    short_by: int
    """How far it is then broken: people, visits that nobody makes, or windows."""


@dataclass(frozen=True)
class Absence:
    """One officer away for one day on which there was a duty."""

    officer: str
    day: date
    shifts: tuple[str, ...]
    """What the officer would have worked."""
    losses: tuple[Loss, ...]
    """By rule, then by what they are about."""

    @property
    def broken_promises(self) -> tuple[Loss, ...]:
        """What nobody else sees to: windows, hub openings, minima and skills."""
        return tuple(loss for loss in self.losses if loss.rule in PROMISES)


@dataclass(frozen=True)
class _Ground:
    """What all absences are judged on."""

    scenario: Scenario
    seen: View
    wanted: dict[tuple[str, str, date], Headcount]
    counted: dict[str, tuple[Visit, ...]]
    windows: dict[str, tuple[Window, ...]]


def single_absences(scenario: Scenario, plan: Plan) -> tuple[Absence, ...]:
    """Every officer-day with a duty, taken away alone; by officer and day. What was broken before is no loss."""
    levels = {name: rule.level for name, rule in scenario.rules}
    ground = _ground(scenario, plan)
    return tuple(
        Absence(one.officer, one.day, tuple(duty.shift for duty in one.duties), _losses(ground, one, levels))
        for one in person_days(scenario, plan)
    )


def _ground(scenario: Scenario, plan: Plan) -> _Ground:
    seen = view(scenario, plan)
    counted = {spot: tuple(one for one in visits if counts(scenario, one)) for spot, visits in seen.visits.items()}
    windows = {spot: guarantee_windows(scenario, spot, visits) for spot, visits in counted.items()}
    wanted = {(area, shift, day): headcount for area, shift, day, headcount in wanted_people(scenario)}
    return _Ground(scenario, seen, wanted, counted, windows)


def _losses(ground: _Ground, one: PersonDay, levels: dict[str, str]) -> tuple[Loss, ...]:
    found = [*_visits(ground, one), *_windows(ground, one), *_hubs(ground, one), *_shifts(ground, one)]
    return tuple(Loss(*finding) for finding in sorted(found, key=_writing_order) if levels[finding[0]] != "off")


def _writing_order(finding: Finding) -> tuple[int, Where, int]:
    return RULES.index(finding[0]), finding[1], finding[2]


def _visits(ground: _Ground, one: PersonDay) -> Iterator[Finding]:
    """Visits that nobody makes, and those whose crew is too small or has no lead any more."""
    for visit in one.visits:
        where = (("hotspot", visit.hotspot), ("at", ground.scenario.horizon.moment_text(visit.start)))
        left = _without(visit, one.officer)
        if not left.crew:
            yield "hotspot_crew", where, 1
            continue
        before = Counter(crew_faults(ground.scenario, visit).values())
        after = Counter(crew_faults(ground.scenario, left).values())
        yield from (("hotspot_crew", where, people) for people in (after - before).elements())


def _without(visit: Visit, officer: str) -> Visit:
    return replace(visit, crew=tuple(person for person in visit.crew if person != officer))


def _windows(ground: _Ground, one: PersonDay) -> Iterator[Finding]:
    """Windows of the guarantee that were kept and are missed."""
    touched: dict[str, set[Visit]] = defaultdict(set)
    for visit in one.visits:
        touched[visit.hotspot].add(visit)
    for spot, lost in touched.items():
        stay = [visit for visit in ground.counted[spot] if visit not in lost]
        left = [_without(visit, one.officer) for visit in lost]
        visits = [*stay, *(visit for visit in left if visit.crew and counts(ground.scenario, visit))]
        yield from _missed(ground, spot, visits)


def _missed(ground: _Ground, spot: str, visits: Sequence[Visit]) -> Iterator[Finding]:
    after = guarantee_windows(ground.scenario, spot, visits)
    for before, now in zip(ground.windows[spot], after, strict=True):
        if before.is_kept and not now.is_kept:
            yield "hotspot_guarantee", (("hotspot", spot), ("day", now.last.isoformat())), 1


def _hubs(ground: _Ground, one: PersonDay) -> Iterator[Finding]:
    for opening in one.openings:
        staff = tuple(person for person in opening.staff if person != one.officer)
        before = people_short(ground.scenario, opening.session, opening.staff)
        short = people_short(ground.scenario, opening.session, staff)
        if short > before:
            at = ground.scenario.horizon.moment_text(opening.start)
            yield "hub_staff", (("session", opening.session), ("at", at)), short


def _shifts(ground: _Ground, one: PersonDay) -> Iterator[Finding]:
    """Minima and skills of the officer's own team, on the shifts of the day."""
    for duty in {duty.shift: duty for duty in one.duties}.values():
        key = duty.person.area, duty.shift, duty.day
        wanted = ground.wanted.get(key)
        if wanted is None:
            continue
        team = ground.seen.team_on_shift[key] - {one.officer}
        where: Where = (("area", key[0]), ("shift", key[1]), ("day", key[2].isoformat()))
        if wanted.min is not None and len(team) < wanted.min:
            yield "staffing_minimum", where, wanted.min - len(team)
        people = [ground.scenario.people[officer] for officer in team]
        for kind, needed in wanted.skills.items():
            there = sum(person.role == kind or kind in person.skills for person in people)
            has_it = duty.person.role == kind or kind in duty.person.skills
            if has_it and there < needed:
                yield "skills_on_duty", (*where, ("kind", kind)), needed - there
