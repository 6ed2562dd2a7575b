"""Roles and skills that are asked for: someone has them, and no more of one are wanted than people in all."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rostering.scenario.problems.finding import Finding, Findings, Path, nearest
from rostering.scenario.records import ANY, Headcount, Scenario


def hub_staff_references(scenario: Scenario) -> Findings:
    """A hub asks for roles that exist and skills that someone has, and for no more of one kind than people in all."""
    skills = {skill for officer in scenario.officers.values() for skill in officer.skills}
    known = {*scenario.roles, *skills, ANY}
    for session_id, session in scenario.hub_sessions.items():
        for kind, number in session.staff.items():
            path = ("hub_sessions", session_id, "staff", kind)
            yield from _kind_faults(kind, scenario.roles, skills, known, path)
            if number > session.people:
                yield Finding(path, "STAFF_CLASH", f"asks for {number} {kind} among {session.people} people in all")


def headcounts(scenario: Scenario) -> Iterator[tuple[Path, str, str, Headcount]]:
    """Every number of people wanted: where it stands, its area and shift, and the number."""
    for area_id, wanted in scenario.staffing.items():
        for shift, staffing in wanted.items():
            path = ("staffing", area_id, shift)
            yield path, area_id, shift, staffing
            for day, headcount in staffing.dates.items():
                yield (*path, "dates", day.isoformat()), area_id, shift, headcount


def staffing_skill_references(scenario: Scenario) -> Findings:
    """Staffing asks for roles that exist and skills that someone has, and for no more of one than there may be."""
    skills = {skill for officer in scenario.officers.values() for skill in officer.skills}
    known = {*scenario.roles, *skills}
    for path, _, _, headcount in headcounts(scenario):
        for kind, number in headcount.skills.items():
            where = (*path, "skills", kind)
            yield from _kind_faults(kind, scenario.roles, skills, known, where)
            if headcount.max is not None and number > headcount.max:
                yield Finding(where, "STAFF_CLASH", f"asks for {number} {kind} among at most {headcount.max} people")


def _kind_faults(kind: str, roles: Collection[str], skills: Collection[str], known: set[str], path: Path) -> Findings:
    """What is wrong with a role or skill that is asked for."""
    if kind not in known:
        message = f"{kind} is neither a role nor a skill that anyone has"
        yield Finding(path, "UNKNOWN_SKILL", message, nearest(kind, known), about=kind)
    if kind in roles and kind in skills:
        yield Finding(path, "CLASHING_ID", f"{kind} is both a role and a skill", "rename the skill")
