"""Requests that are not met: what hangs on the duty, and who could change places."""

from __future__ import annotations

from datetime import date

from rostering.check.words import shift_words
from rostering.explain.crews import is_spare
from rostering.explain.rest_days import could_be_added, resting
from rostering.explain.week import Week, added_breaches
from rostering.explain.words import listed
from rostering.measures.view import Worked
from rostering.scenario import REST
from rostering.scenario.records import Request
from rostering.schedule import HUB, Unmet, Violation
from rostering.words import day_words, officer_words


def unmet_request(week: Week, violation: Violation) -> Unmet:
    """A wish of an officer for or against a duty, on a day that was free to roster."""
    where = dict(violation.where)
    officer, day = where["officer"], date.fromisoformat(where["day"])
    duty = week.duty_of.get((officer, day))
    wish = next(wish for wish in week.scenario.people[officer].requests if _is_about(week, wish, day, violation))
    because, fix = _why(week, officer, day, duty, wish)
    return Unmet(violation.rule, violation.amount, f"{violation.message}: {because}", fix, violation.where)


def _is_about(week: Week, wish: Request, day: date, violation: Violation) -> bool:
    asked = f"{shift_words(week.scenario, wish.shift)} on {day_words(day)}"
    return wish.day == day and violation.message.endswith(asked) and abs(wish.weight) == violation.amount


def _why(week: Week, officer: str, day: date, duty: Worked | None, wish: Request) -> tuple[str, str]:
    wants_off = (wish.shift == REST) == (wish.weight > 0)
    if wants_off and duty is not None:
        return needed_words(week, duty), _swap_words(week, duty)
    if wish.shift == REST or wish.weight < 0:
        return "no duty is planned", f"give {officer_words(officer)} any duty on {day_words(day)}"
    against = added_breaches(week, officer, day, wish.shift)
    if against:
        return against[0], f"give {officer_words(officer)} another day: the duty would break a rule"
    now = (
        f"{officer_words(officer)} is on {shift_words(week.scenario, duty.shift)}" if duty else "the plan gives no duty"
    )
    needed = f"; {needed_words(week, duty)}" if duty else ""
    given = f"give {officer_words(officer)} {shift_words(week.scenario, wish.shift)} on {day_words(day)}"
    return f"{now}{needed}", f"{given}; rest and hours allow it"


def needed_words(week: Week, duty: Worked) -> str:
    """What would be missed without a duty."""
    parts = [
        f"{week.scenario.title_of(piece.session or '')} is staffed in it"
        for piece in duty.activities
        if piece.do == HUB
    ]
    needed = sorted(
        {
            visit.hotspot
            for visits in week.counted.values()
            for visit in visits
            if duty.officer in visit.crew and duty.start <= visit.start < duty.end and not is_spare(week, visit)
        }
    )
    parts += [f"its visit keeps the guarantee of {week.scenario.title_of(spot)}" for spot in needed]
    staffing = week.scenario.staffing.get(duty.person.area, {}).get(duty.shift)
    wanted = None if staffing is None else staffing.on(duty.day)
    there = week.seen.on_shift.get((duty.person.area, duty.shift, duty.day), 0)
    if wanted and there <= (wanted.prefer or wanted.min or 0):
        parts.append(f"{week.scenario.title_of(duty.person.area)} has no more than it wants on that shift")
    return listed(parts) if parts else "no promise hangs on the duty, its time is patrol"


def _swap_words(week: Week, duty: Worked) -> str:
    alike = [
        officer
        for officer in resting(week, (duty.person.area,), duty.day)
        if week.scenario.people[officer].role == duty.person.role
    ]
    lawful = could_be_added(week, alike, duty.day, duty.shift)
    shift, day = shift_words(week.scenario, duty.shift), day_words(duty.day)
    if lawful:
        return (
            f"give the {shift} on {day} to {officer_words(lawful[0])}, who rests then and whose rest and hours allow it"
        )
    return f"take {officer_words(duty.officer)} off the {shift} on {day}; nobody of the team and role can stand in"
