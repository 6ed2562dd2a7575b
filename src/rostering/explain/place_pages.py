"""An area: its people on duty, demand beside patrol. A hub: its openings, their staff, and who else could be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from rostering.check.words import at_words, shift_words
from rostering.explain.hub_people import covering, doing, helper, may_help
from rostering.explain.pages import Page, Section
from rostering.explain.week import Week, teams_in_reach
from rostering.explain.words import clock_words, listed, officers_words, some_of
from rostering.horizon import MINUTES_PER_HOUR
from rostering.measures import area_table
from rostering.measures.view import Opening, away_minutes, people_short
from rostering.scenario import ANY
from rostering.schedule import Plan
from rostering.words import count_words, day_words, length_words, officer_words


def area_page(week: Week, plan: Plan, area: str) -> Page:
    """All that is said of an area and its team."""
    title = f"{week.scenario.title_of(area)}, an area with a team of {_team_size(week, area)}"
    return Page("area", area, title, (_on_duty(week, area), _shares(week, plan, area), _lent(week, area)))


def _team_size(week: Week, area: str) -> int:
    return sum(person.area == area for person in week.scenario.people.values())


def _on_duty(week: Week, area: str) -> Section:
    """By day, the team on each shift against the least and the wanted."""
    lines, data = [], {}
    for day in week.scenario.horizon.dates:
        there = {shift: week.seen.on_shift.get((area, shift, day), 0) for shift in week.scenario.shifts}
        wanted = {
            shift: on
            for shift, staffing in week.scenario.staffing.get(area, {}).items()
            if (on := staffing.on(day)) is not None
        }
        parts, row = [], {}
        for shift, number in there.items():
            asked = wanted.get(shift)
            if not number and asked is None:
                continue
            bounds = {"min": asked.min, "prefer": asked.prefer, "max": asked.max} if asked else {}
            bounds = {name: bound for name, bound in bounds.items() if bound is not None}
            told = {"min": "at least", "prefer": "better", "max": "at most"}
            against = ", ".join(f"{told[name]} {bound}" for name, bound in bounds.items())
            is_short = asked is not None and number < (asked.min or 0)
            parts.append(
                f"{number} on {shift_words(week.scenario, shift)}{f' ({against})' if against else ''}"
                f"{' SHORT' if is_short else ''}"
            )
            row[shift] = {"on_duty": number, **bounds}
        away = sum(day in person.unavailable for person in week.scenario.people.values() if person.area == area)
        lines.append(f"{day_words(day)}: {'; '.join(parts) or 'nobody on duty'}; {away} away")
        data[day.isoformat()] = {"shifts": row, "away": away}
    return Section("on_duty", "On duty, against what is wanted", tuple(lines), data)


def _shares(week: Week, plan: Plan, area: str) -> Section:
    row = area_table(week.scenario, plan)[area]
    ratio = f"; {row['ratio']:.0%} of its share" if "ratio" in row else ""
    lines = (
        f"{row['demand_share']:.1%} of demand, {row['patrol_share']:.1%} of patrol{ratio}",
        f"{row['patrol_hours']:,.1f} h of patrol, {row['visit_hours']:,.1f} h of it at hotspots",
    )
    return Section("shares", "Demand beside patrol", lines, {key: round(value, 4) for key, value in row.items()})


def _lent(week: Week, area: str) -> Section:
    out: dict[str, int] = defaultdict(int)
    came: dict[str, int] = defaultdict(int)
    for duty in week.seen.worked:
        for there, minutes in away_minutes(week.scenario, duty).items():
            if duty.person.area == area:
                out[there] += minutes
            elif there == area:
                came[duty.person.area] += minutes
    lines = [f"{length_words(minutes)} in {week.scenario.title_of(to)}" for to, minutes in sorted(out.items())]
    lines += [f"{length_words(minutes)} here by {week.scenario.title_of(by)}" for by, minutes in sorted(came.items())]
    away, minutes = week.lent[area]
    most = week.scenario.rules.lending.most_share
    lines.append(f"{away / minutes if minutes else 0:.1%} of the team's time is lent; {most:.0%} is the most")
    return Section("lent", "Lent", tuple(lines), {"to": dict(sorted(out.items())), "by": dict(sorted(came.items()))})


def session_page(week: Week, plan: Plan, session: str) -> Page:
    """All that is said of a hub and its openings."""
    del plan
    hub = week.scenario.hub_sessions[session]
    area = week.scenario.title_of(hub.area)
    kinds = [f"{number} {week.scenario.title_of(kind)}" for kind, number in hub.staff.items() if kind != ANY]
    asks = f"{count_words(hub.people, 'person/people')}{f', at least {listed(kinds)} among them' if kinds else ''}"
    title = f"{week.scenario.title_of(session)}, a hub of {area} ({hub.level}): {asks}"
    openings = [one for one in week.seen.openings if one.session == session]
    lines: list[str] = []
    data: dict[str, Any] = {}
    for opening in openings:
        told, row = _opening(week, opening)
        lines += told
        data[week.scenario.horizon.moment_text(opening.start)] = row
    ways = [
        f"{week.scenario.title_of(team)}: {length_words(week.journey(team, session))} each way"
        for team in teams_in_reach(week.scenario, hub.area)
    ]
    hours = sum(one.end - one.start for one in openings) / MINUTES_PER_HOUR
    heading = f"Openings: {len(openings)}, {hours:g} h"
    return Page(
        "session",
        session,
        title,
        (Section("openings", heading, tuple(lines), data), Section("teams", "Teams in reach", tuple(ways), ways)),
    )


def _opening(week: Week, opening: Opening) -> tuple[Iterator[str], dict[str, Any]]:
    span = (opening.start, opening.end)
    short = people_short(week.scenario, opening.session, opening.staff)
    others = [duty for duty in covering(week, opening.session, span) if duty.officer not in opening.staff]
    could = [duty.officer for duty in others if helper(week, duty, opening.session, span)]
    busy: dict[str, list[str]] = defaultdict(list)
    for duty in others:
        if duty.officer not in could:
            why = doing(week, duty, opening.session, span)
            if short and not may_help(week.scenario, opening, duty.person):
                why = "of no role or skill that is missing"
            busy[why].append(officer_words(duty.officer))
    until = clock_words(week.scenario, *span).partition("-")[2]
    there = officers_words(opening.staff) if opening.staff else "nobody"
    lines = [f"{at_words(week.scenario, opening.start)}-{until}: {there}{f'; {short} SHORT' if short else ''}"]
    if could:
        lines.append(f"  could be there too: {some_of([officer_words(one) for one in could])}")
    lines += [f"  {some_of(names)}: {why}" for why, names in busy.items()]
    if not others:
        lines.append("  nobody else's duty covers it")
    row = {"staff": list(opening.staff), "short_by": short, "could_be_there": could}
    return iter(lines), row
