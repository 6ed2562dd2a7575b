"""What cannot hold together: of everything a plan has to keep, a smallest part that leaves no plan.

A deletion filter (Chinneck and Dravnieks 1991), in blocks of halving size: what can be left out while there still is no
plan is left out, until nothing more can be. What remains is irreducible: without any one of it there is a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rostering.fixing.members import Case, Member, left_with, officer_members, rule_members
from rostering.lines import build_graph, build_rotating_graph, calendar_of, look_ahead, machines_of
from rostering.scenario import Scenario
from rostering.scenario.held import with_held
from rostering.scenario.terms import is_rostered
from rostering.schedule import NO_PINS, Pins
from rostering.solve import Options, Stop, solve

MOST_DAYS = 7
"""Horizons longer than this are not decided as one model, so that none is asked about them."""
IsPossible = Callable[[Case], bool]


@dataclass(frozen=True)
class Clash:
    """Things that cannot hold together, though all but any one of them can."""

    members: tuple[Member, ...]
    officers: tuple[str, ...]
    """Those without a lawful line; the members are about the first of them. Nobody where all have one."""
    base: Case
    """Members and what cannot be taken out; everything else is out."""


def smallest_set(scenario: Scenario, pins: Pins = NO_PINS, stop: Stop | None = None) -> Clash | None:
    """What cannot hold together where no plan keeps every required rule; nothing if that is not found out.

    Args:
        scenario: what is known.
        pins: what of an earlier plan has to stay.
        stop: when to give up.
    """
    clash = lineless(scenario, pins)
    if clash is not None or scenario.horizon.days > MOST_DAYS:
        return clash
    return _of_model(Case(scenario, pins), stop or Stop())


def lineless(scenario: Scenario, pins: Pins = NO_PINS) -> Clash | None:
    """What cannot hold together for the first officer who has no lawful line of duties; nothing where all have one.

    Args:
        scenario: what is known.
        pins: what of an earlier plan has to stay.
    """
    case = Case(scenario, pins)
    lost = tuple(officer for officer in scenario.people if not has_line(case, officer))
    return _of_lines(case, lost) if lost else None


def _of_lines(case: Case, lost: tuple[str, ...]) -> Clash:
    """Of the first officer without a lawful line, and those who share a rotation with that officer."""
    group = together_with(case.scenario, lost[0])
    held = with_held(case.scenario, case.pins.days)
    calendar = calendar_of(held)
    rules = dict.fromkeys(
        machine.rule for one in group for machine in machines_of(look_ahead(calendar, held.people[one]))
    )
    names = [*(["rotation"] if held.people[lost[0]].rotation else []), *rules]
    known = [name for name in names if hasattr(case.scenario.rules, name)]
    members = [*rule_members(case.scenario, known), *(m for one in group for m in officer_members(case, one))]
    return _clash(case, members, lambda tried: has_line(tried, lost[0]), lost)


def _of_model(case: Case, stop: Stop) -> Clash | None:
    """Of the rules and days of a whole week, asked of its model."""
    names = [name for name, _ in case.scenario.rules]
    people = (m for officer in case.scenario.people for m in officer_members(case, officer))
    members = [*people, *rule_members(case.scenario, names)]

    def is_possible(tried: Case) -> bool:
        return bool(stop.reason) or has_plan(tried)

    return None if is_possible(case) or stop.reason else _kept(_clash(case, members, is_possible, ()), stop)


def _kept(clash: Clash, stop: Stop) -> Clash | None:
    return None if stop.reason or not clash.members else clash


def _clash(case: Case, members: Sequence[Member], is_possible: IsPossible, lost: tuple[str, ...]) -> Clash:
    kept = irreducible(members, lambda some: is_possible(left_with(case, members, some)))
    return Clash(tuple(kept), lost, left_with(case, members, kept))


def irreducible(members: Sequence[Member], holds: Callable[[Sequence[Member]], bool]) -> list[Member]:
    """Of members that do not hold together, some that do not either, though all but any one of them do.

    Args:
        members: those that come first are left out first.
        holds: whether some of them hold together.
    """
    kept = list(members)
    size = max(1, len(kept) // 2)
    while True:
        before = len(kept)
        for start in reversed(range(0, len(kept), size)):
            rest = kept[:start] + kept[start + size :]
            kept = kept if holds(rest) else rest
        if size == 1 and len(kept) == before:
            return kept
        size = max(1, size // 2)


def has_line(case: Case, officer_id: str) -> bool:
    """Whether some line of duties of an officer, with those of who shares a rotation, keeps every required rule."""
    scenario = with_held(case.scenario, case.pins.days)
    calendar = calendar_of(scenario)
    group = together_with(scenario, officer_id)
    aheads = [look_ahead(calendar, scenario.people[one]) for one in group]
    is_rotating = _turns(scenario, officer_id)
    graph = build_rotating_graph(aheads) if is_rotating else build_graph(aheads)
    return bool(graph.starts[0] >= 0)


def together_with(scenario: Scenario, officer_id: str) -> list[str]:
    """Who starts a rotation in the same week as an officer, that officer among them; else the officer alone."""
    officer = scenario.people[officer_id]
    if not _turns(scenario, officer_id) or scenario.rotations[officer.rotation or ""].choose != "team":
        return [officer_id]
    same = (officer.area, officer.rotation)
    people = scenario.people.items()
    return [one for one, other in people if _turns(scenario, one) and (other.area, other.rotation) == same]


def _turns(scenario: Scenario, officer_id: str) -> bool:
    officer = scenario.people[officer_id]
    is_on = scenario.rules.rotation.level != "off" and officer.rotation is not None
    return is_on and is_rostered(scenario, officer)


def has_plan(case: Case) -> bool:
    """Whether the model of a week has any solution."""
    found = Stop()
    scenario = with_held(case.scenario, case.pins.days)
    result = solve(scenario, Options(), found, tell=lambda _: found.requested.set(), pins=case.pins)
    return result.status != "infeasible"
