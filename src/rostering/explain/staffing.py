"""Shifts with too few of a team: where its people are, and who could move or come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from rostering.check.words import shift_words
from rostering.explain.crews import is_spare
from rostering.explain.fix import KINDS, Edit, Fix, Setting, changed_duties, published_as
from rostering.explain.headcount import own_words, whereabouts
from rostering.explain.hub_people import lawfully_laid_out
from rostering.explain.layout import blank_duty
from rostering.explain.rest_days import bring_in_words, could_be_added, resting, roles_on
from rostering.explain.retimed import given_up
from rostering.explain.week import Week, added_breaches
from rostering.explain.words import listed
from rostering.measures.view import Worked
from rostering.scenario import Officer
from rostering.scenario.records import Headcount
from rostering.schedule import HUB, Unmet, Violation
from rostering.words import count_words, day_words, officer_words


@dataclass(frozen=True)
class Gap:
    """A shift of a team on a day that is short of people."""

    area: str
    shift: str
    day: date
    fits: Callable[[Officer], bool]
    """Whether somebody is of those who are missing."""


def short_shift(week: Week, violation: Violation) -> Unmet:
    """A shift with fewer people than its minimum or preference, or fewer of a role or with a skill."""
    gap = _gap(week, dict(violation.where))
    return Unmet(
        rule=violation.rule,
        short_by=violation.amount,
        because=_because(week, violation.message, gap),
        smallest_fix=_smallest_fix(week, violation, gap),
        where=violation.where,
    )


def _gap(week: Week, where: dict[str, str]) -> Gap:
    roles, kind = roles_on(week, where["shift"]), where.get("kind")

    def fits(person: Officer) -> bool:
        return person.role in roles if kind is None else kind == person.role or kind in person.skills

    return Gap(where["area"], where["shift"], date.fromisoformat(where["day"]), fits)


def _because(week: Week, message: str, gap: Gap) -> str:
    states = whereabouts(week, (gap.area,), gap.fits, week.scenario.shift_span(gap.day, gap.shift))
    shifts = Counter(duty.shift for duty in _team(week, gap) if gap.fits(duty.person))
    on = [
        f"{number} {'is' if number == 1 else 'are'} on {shift_words(week.scenario, name)}"
        for name, number in sorted(shifts.items())
    ]
    where = own_words(week, states, "person/people")
    return f"{message}: {where}{f'; {listed(on)}' if on else ''}"


def _team(week: Week, gap: Gap) -> list[Worked]:
    """The team's duties of the day."""
    return [duty for duty in week.by_day.get(gap.day, ()) if duty.person.area == gap.area]


def _smallest_fix(week: Week, violation: Violation, gap: Gap) -> str:
    short = round(violation.amount)
    moves = [_move_words(week, duty, gap.shift) for duty in _movable(week, gap)]
    chosen = [*moves, *_added_words(week, gap)][:short]
    less = _less_words(week, violation, gap)
    if len(chosen) == short:
        return listed(chosen)
    if chosen:
        return f"{listed(chosen)}, and for the rest {less}"
    return f"{less}: {_why_nobody(week, gap)}"


def shift_fixes(week: Week, unmet: Unmet) -> Iterator[Fix]:
    """People of the team moved from another shift, or brought in, until enough are on it."""
    gap, short = _gap(week, dict(unmet.where)), round(unmet.short_by)
    moves = [_moved_to(week, duty, gap.shift) for duty in _movable(week, gap)]
    added = [
        _brought(week, blank_duty(week, officer, gap.day, gap.shift))
        for officer in could_be_added(week, _resting(week, gap), gap.day, gap.shift)
    ]
    options = [fix for fix in moves if fix], [fix for fix in added if fix]
    for some in (options[0], options[1], [*options[0], *options[1]]):
        chosen = some[:short]
        if len(chosen) == short:
            kind = max((fix.kind for fix in chosen), key=KINDS.index)
            edit = Edit(
                tuple(one for fix in chosen for one in fix.changed.duties),
                tuple(one for fix in chosen for one in fix.changed.settings),
            )
            yield Fix(listed([fix.words for fix in chosen]), kind, sum(fix.cost for fix in chosen), edit)
    yield _less_asked(week, unmet, gap)


def _less_asked(week: Week, unmet: Unmet, gap: Gap) -> Fix:
    """The shift asks for no more people than are there, on that day."""
    staffing, kind, short = week.scenario.staffing[gap.area][gap.shift], _kind(unmet.where), round(unmet.short_by)
    wanted = staffing.on(gap.day) or staffing
    fields = {name: getattr(wanted, name) for name in Headcount.model_fields}
    path = ("staffing", gap.area, gap.shift, "dates", gap.day)
    place = ".".join(map(str, path))
    if kind is None:
        bound = {"staffing_minimum": "min", "staffing_preference": "prefer"}[unmet.rule]
        fields[bound] -= short
        words = f"set {place}.{bound} to {fields[bound]}"
    elif wanted.skills[kind] > short:
        fields["skills"] = {**wanted.skills, kind: wanted.skills[kind] - short}
        words = f"set {place}.skills.{kind} to {wanted.skills[kind] - short}"
    else:
        fields |= {
            "skills": {one: least for one, least in wanted.skills.items() if one != kind},
            "min": wanted.min or 0,
        }
        words = f"ask for no {kind} in {place}.skills"
    setting = Setting(path, Headcount.model_construct(**fields))
    return Fix(f"{words}: {_why_nobody(week, gap)}", "relaxed_rule", short, Edit(settings=(setting,)))


def _kind(where: tuple[tuple[str, str], ...]) -> str | None:
    """The role or skill that a shift is short of; nothing for people in all."""
    return dict(where).get("kind")


def _moved_to(week: Week, duty: Worked, shift: str) -> Fix | None:
    after = lawfully_laid_out(week, blank_duty(week, duty.officer, duty.day, shift), [])
    return given_up(week, duty, after, _move_words(week, duty, shift)) if after else None


def _brought(week: Week, blank: Worked) -> Fix | None:
    after = lawfully_laid_out(week, blank, [])
    changes = changed_duties([(None, after)])
    edit = Edit(changes, published_as(week.scenario, changes))
    return Fix(bring_in_words(week, blank), "added_duty", blank.minutes, edit) if after else None


def _less_words(week: Week, violation: Violation, gap: Gap) -> str:
    """The change of the scenario that asks for what there is."""
    staffing, kind = week.scenario.staffing[gap.area][gap.shift], dict(violation.where).get("kind")
    path = f"staffing.{gap.area}.{gap.shift}"
    if gap.day in staffing.dates:
        path += f".dates.{gap.day.isoformat()}"
    wanted = staffing.on(gap.day)
    if kind is not None:
        least = (wanted.skills[kind] if wanted else 0) - round(violation.amount)
        return f"set {path}.skills.{kind} to {least}" if least else f"delete {path}.skills.{kind}"
    bound = {"staffing_minimum": "min", "staffing_preference": "prefer"}[violation.rule]
    return f"set {path}.{bound} to {getattr(wanted, bound) - round(violation.amount)}"


def _movable(week: Week, gap: Gap) -> Iterator[Worked]:
    """Fitting people on another shift that can spare them, with no promise in it and rest that allows the move."""
    spare = _to_spare(week, gap.area, gap.day)
    team = [duty for duty in _team(week, gap) if duty.shift != gap.shift]
    alike = Counter((duty.shift, duty.person.role) for duty in team)
    team.sort(key=lambda duty: (-alike[duty.shift, duty.person.role], duty.officer))
    for duty in (duty for duty in team if gap.fits(duty.person) and _is_free_of_promises(week, duty)):
        if spare[duty.shift] > 0 and not added_breaches(week, duty.officer, gap.day, gap.shift):
            spare[duty.shift] -= 1
            yield duty


def _to_spare(week: Week, area: str, day: date) -> Counter[str]:
    """By shift: people of the team above what is wanted of it."""
    there = Counter(duty.shift for duty in week.by_day.get(day, ()) if duty.person.area == area)
    for shift, staffing in week.scenario.staffing.get(area, {}).items():
        wanted = staffing.on(day)
        if wanted is not None:
            there[shift] -= wanted.prefer or wanted.min or 0
    return there


def _is_free_of_promises(week: Week, duty: Worked) -> bool:
    """Whether no hub and no visit that its guarantee needs hangs on a duty."""
    visits = [
        visit
        for visits in week.counted.values()
        for visit in visits
        if duty.officer in visit.crew and duty.start <= visit.start < duty.end
    ]
    is_at_hub = any(piece.do == HUB for piece in duty.activities)
    is_once_each = len({visit.hotspot for visit in visits}) == len(visits)
    return not is_at_hub and is_once_each and all(is_spare(week, visit) for visit in visits)


def _move_words(week: Week, duty: Worked, shift: str) -> str:
    before, after = shift_words(week.scenario, duty.shift), shift_words(week.scenario, shift)
    return f"move {officer_words(duty.officer)} from {before} to {after} on {day_words(duty.day)}"


def _added_words(week: Week, gap: Gap) -> list[str]:
    added = could_be_added(week, _resting(week, gap), gap.day, gap.shift)
    return [bring_in_words(week, blank_duty(week, officer, gap.day, gap.shift)) for officer in added]


def _resting(week: Week, gap: Gap) -> list[str]:
    """Those of the team who rest that day and fit."""
    return [officer for officer in resting(week, (gap.area,), gap.day) if gap.fits(week.scenario.people[officer])]


def _why_nobody(week: Week, gap: Gap) -> str:
    """What keeps each of those who rest from coming in."""
    people = resting(week, (gap.area,), gap.day)
    if not people:
        return f"nobody of {week.scenario.title_of(gap.area)} rests that day and no other shift can spare anybody"
    against = [added_breaches(week, officer, gap.day, gap.shift) for officer in _resting(week, gap) or people]
    reasons = [messages[0] for messages in against if messages]
    if not reasons:
        return f"{count_words(len(people), 'person/people')} who rest do not work this shift"
    return f"nobody who rests can come in, for instance: {reasons[0]}"
