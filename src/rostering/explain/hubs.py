"""Hub openings short of people: what those do whose duty covers them, and what would staff them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from rostering.check.words import at_words, shift_words
from rostering.explain.fix import Edit, Fix, Kind, Setting, changed_duties, published_as
from rostering.explain.headcount import lent_words, own_words, whereabouts
from rostering.explain.hub_people import (
    Helper,
    covering,
    doing,
    helper,
    is_of_kind,
    kinds_lacking,
    may_help,
)
from rostering.explain.layout import blank_duty
from rostering.explain.overtime import MOST_LONGER, is_lawful, longer, longer_words, with_shifts
from rostering.explain.rest_days import bring_in_words, could_be_added, resting, roles_on, usual_shifts
from rostering.explain.week import Week, duties_during, lending_breach, teams_in_reach
from rostering.explain.words import clock_words, listed, officers_words, some_of
from rostering.horizon import Span, day_name
from rostering.measures.view import Opening, Worked, people_short
from rostering.scenario import ANY
from rostering.schedule import Unmet
from rostering.words import count_words, day_words, length_words, officer_words

STEP, MOST_MOVED = 30, 240
"""An opening is moved or shortened in steps of this many minutes, by at most so many."""


def short_openings(week: Week) -> Iterator[Unmet]:
    """One entry for each opening without all its people, preferred ones that are not held included."""
    for opening in week.seen.openings:
        short = people_short(week.scenario, opening.session, opening.staff)
        if short:
            at = week.scenario.horizon.moment_text(opening.start)
            yield Unmet(
                rule="hub_staff",
                short_by=short,
                because=_because(week, opening),
                smallest_fix=_smallest_fix(week, opening),
                where=(("session", opening.session), ("at", at)),
            )


def _because(week: Week, opening: Opening) -> str:
    scenario, span = week.scenario, (opening.start, opening.end)
    teams = teams_in_reach(scenario, scenario.hub_sessions[opening.session].area)
    states = whereabouts(week, teams, lambda person: may_help(scenario, opening, person), span)
    there = f"there: {officers_words(opening.staff)}; " if opening.staff else ""
    able = [duty for duty in covering(week, opening.session, span) if duty.officer not in opening.staff]
    suited = [duty for duty in able if may_help(scenario, opening, duty.person)]
    wrong = [duty for duty in able if duty not in suited]
    parts = [_covering_words(week, opening, suited) if suited else _nobody_words(week, opening)]
    if wrong and not suited:
        kinds = listed(sorted({scenario.title_of(kind).lower() for kind in kinds_lacking(scenario, opening)}))
        parts.append(
            f"{some_of([officer_words(duty.officer) for duty in wrong])} would cover it but {kinds} is missing"
        )
    parts += [own_words(week, states), lent_words(week, states)]
    return there + "; ".join(part for part in parts if part)


def _covering_words(week: Week, opening: Opening, duties: list[Worked]) -> str:
    """``PC-1 and PC-2 are at Kempston library; PC-3 is on patrol``."""
    doings: dict[str, list[str]] = defaultdict(list)
    for duty in duties:
        doings[doing(week, duty, opening.session, (opening.start, opening.end))].append(officer_words(duty.officer))
    parts = [f"{some_of(names)} {'is' if len(names) == 1 else 'are'} {what}" for what, names in doings.items()]
    return f"of those whose duty covers it {'; '.join(parts)}"


def _nobody_words(week: Week, opening: Opening) -> str:
    """That nobody's duty covers it, and whose comes nearest."""
    kinds = sorted({week.scenario.title_of(kind).lower() for kind in kinds_lacking(week.scenario, opening)})
    hours = clock_words(week.scenario, opening.start, opening.end)
    what = (
        f"no duty of a {' or a '.join(kinds)} covers" if _asks_for_kinds(week, opening) else "nobody else's duty covers"
    )
    what = what if opening.staff or _asks_for_kinds(week, opening) else "nobody's duty covers"
    nearest = _nearest_miss(week, opening)
    words = f"{what} {day_words(week.scenario.horizon.day(opening.start))} {hours}"
    return f"{words} (nearest: {nearest})" if nearest else words


def _asks_for_kinds(week: Week, opening: Opening) -> bool:
    kinds = kinds_lacking(week.scenario, opening)
    return len(kinds) >= people_short(week.scenario, opening.session, opening.staff)


def _nearest_miss(week: Week, opening: Opening) -> str:
    """``PC-2101's late starts 30 min after it opens``."""
    area, day = week.scenario.hub_sessions[opening.session].area, week.scenario.horizon.day(opening.start)
    teams = teams_in_reach(week.scenario, area)
    misses = []
    for duty in week.by_day.get(day, ()):
        late, early = max(0, duty.start - opening.start), max(0, opening.end - duty.end)
        if duty.person.area in teams and may_help(week.scenario, opening, duty.person) and late + early > 0:
            misses.append((late + early, duty.officer, late, early, duty))
    if not misses:
        return ""
    _, officer, late, early, duty = min(misses, key=lambda miss: miss[:2])
    parts = [f"starts {length_words(late)} after it opens"] * bool(late)
    parts += [f"ends {length_words(early)} before it closes"] * bool(early)
    return f"{officer_words(officer)}'s {shift_words(week.scenario, duty.shift)} {listed(parts)}"


def _smallest_fix(week: Week, opening: Opening) -> str:
    """Send people on duty; else move the opening for them; else bring people in; else both; else promise less."""
    span = (opening.start, opening.end)
    helpers = list(_helpers(week, opening, span))
    chosen = _made_up(week, opening, helpers)
    moved = "" if chosen else _moved(week, opening, may_bring_in=False)
    if not chosen and not moved:
        chosen = _made_up(week, opening, [*helpers, *_brought_in(week, opening, span)])
    if chosen:
        return _sent_words(week, opening, chosen)
    return moved or _moved(week, opening, may_bring_in=True) or _promise_less(week, opening)


def _helpers(week: Week, opening: Opening, span: Span) -> Iterator[Helper]:
    """People on duty who could be there, those first who give up no visit and are not lent."""
    found = []
    for duty in covering(week, opening.session, span):
        helping = None if duty.officer in opening.staff else helper(week, duty, opening.session, span)
        if helping:
            found.append(helping)
    area = week.scenario.hub_sessions[opening.session].area
    yield from sorted(
        found,
        key=lambda helping: (
            len(helping.given_up),
            helping.after.person.area != area,
            week.journey(helping.after.person.area, opening.session),
            helping.officer,
        ),
    )


def _kept_on_fix(week: Week, opening: Opening) -> Fix | None:
    """One person more, on duty for most of the opening, who stays on or begins earlier."""
    span, area = (opening.start, opening.end), week.scenario.hub_sessions[opening.session].area
    if people_short(week.scenario, opening.session, opening.staff) != 1:
        return None
    found = []
    for duty in week.by_day.get(week.scenario.horizon.day(opening.start), ()):
        earlier, later = (max(0, -(-late // STEP) * STEP) for late in (duty.start - span[0], span[1] - duty.end))
        is_near = (earlier == 0) != (later == 0) and earlier + later <= MOST_LONGER
        if is_near and duty.person.area in teams_in_reach(week.scenario, area):
            found.append(longer(week, duty, earlier, later))
    for one in sorted(found, key=lambda one: (one.minutes, one.duty.person.area != area, one.duty.officer)):
        wider = with_shifts(week, [one])
        helping = helper(wider, replace(one.duty, activities=one.was.activities), opening.session, span)
        is_enough = not people_short(week.scenario, opening.session, (*opening.staff, one.duty.officer))
        if helping and is_enough and not helping.given_up and is_lawful(wider, one):
            kept = replace(helping, before=one.was)
            if not lending_breach(wider, kept.changes):
                way = f"{length_words(week.journey(one.duty.person.area, opening.session))} each way"
                words, cost = (
                    f"{longer_words(week, one)}, to be there ({way})",
                    one.minutes + _ways(week, opening, kept),
                )
                return Fix(words, "added_duty", cost, _edit(wider, [kept], (one.setting,)))
    return None


def _ways(week: Week, opening: Opening, helping: Helper) -> int:
    return 2 * week.journey(helping.after.person.area, opening.session)


def _made_up(week: Week, opening: Opening, helpers: list[Helper], staff: tuple[Helper, ...] = ()) -> list[Helper]:
    """The first of these people who make up what is missing: those with a lacking role or skill before others. Nobody
    if they do not, or if their teams would be lent too much.
    """
    short = people_short(week.scenario, opening.session, opening.staff)
    chosen: list[Helper] = []
    for kind in kinds_lacking(week.scenario, opening):
        fitting = (helping for helping in helpers if helping not in chosen and is_of_kind(helping.after.person, kind))
        chosen += [helping for helping in [next(fitting, None)] if helping]
    rest = [helping for helping in helpers if helping.officer not in {one.officer for one in chosen}]
    chosen += rest[: max(0, short - len(chosen))]
    everyone = (*opening.staff, *(helping.officer for helping in chosen))
    if people_short(week.scenario, opening.session, everyone) or not _are_apart(chosen):
        return []
    changes = [change for helping in (*chosen, *staff) for change in helping.changes]
    return [] if lending_breach(week, changes) else chosen


def _are_apart(chosen: list[Helper]) -> bool:
    """Whether no duty is changed for two of them, and nobody gives up the same visit."""
    touched = [(after.officer, after.day) for helping in chosen for _, after in helping.changes]
    return len(set(touched)) == len(touched)


def _sent_words(week: Week, opening: Opening, chosen: list[Helper]) -> str:
    """``send PC-1 of Dunstable, who gives up the visit to ...; bring in PC-2 on ...``."""
    area = week.scenario.hub_sessions[opening.session].area
    parts = []
    for helping in chosen:
        team = helping.after.person.area
        way = f"{length_words(week.journey(team, opening.session))} each way"
        if helping.before is None:
            parts.append(f"{bring_in_words(week, helping.after)}, {way}")
            continue
        verb, of = ("send", "") if team == area else ("lend", f" of {week.scenario.title_of(team)}")
        gone = [
            f"{week.scenario.title_of(visit.hotspot)} at {at_words(week.scenario, visit.start)}"
            for visit in helping.given_up
        ]
        lost = f", giving up the visit to {listed(gone)}, which its guarantee does not need" if gone else " from patrol"
        parts.append(f"{verb} {officer_words(helping.officer)}{of}{lost} ({way})")
    return "; ".join(parts)


def _brought_in(week: Week, opening: Opening, span: Span) -> Iterator[Helper]:
    """People who rest on the day and whose rest allows a duty that covers a span."""
    day = week.scenario.horizon.day(opening.start)
    teams = teams_in_reach(week.scenario, week.scenario.hub_sessions[opening.session].area)
    people = [
        officer
        for officer in resting(week, teams, day)
        if may_help(week.scenario, opening, week.scenario.people[officer])
    ]
    people.sort(key=lambda officer: teams.index(week.scenario.people[officer].area))
    seen: set[str] = set()
    for shift in usual_shifts(week):
        times = week.scenario.shift_span(day, shift)
        if times[0] <= span[0] and span[1] <= times[1]:
            fitting = [officer for officer in people if week.scenario.people[officer].role in roles_on(week, shift)]
            for officer in could_be_added(week, fitting, day, shift):
                helping = helper(week, blank_duty(week, officer, day, shift), opening.session, span, is_added=True)
                if helping and officer not in seen:
                    seen.add(officer)
                    yield helping


def _moved(week: Week, opening: Opening, *, may_bring_in: bool) -> str:
    """The opening a little earlier, later or shorter, so that duties cover it."""
    fix = _moved_fix(week, opening, may_bring_in=may_bring_in)
    return fix.words if fix else ""


def _moved_fix(week: Week, opening: Opening, *, may_bring_in: bool) -> Fix | None:
    """The nearest time at which people can staff an opening; the file has one time for all weeks, so that it is not
    moved where the horizon has more than one of them.
    """
    if not _is_single(week, opening):
        return None
    for minutes in range(STEP, MOST_MOVED + 1, STEP):
        for begin, end, how in (
            (-minutes, -minutes, "earlier"),
            (minutes, minutes, "later"),
            (minutes, 0, "open later"),
            (0, -minutes, "close earlier"),
        ):
            span = (opening.start + begin, opening.end + end)
            stays, chosen = _staff_for(week, opening, span, may_bring_in=may_bring_in)
            if chosen:
                title, times = week.scenario.title_of(opening.session), clock_words(week.scenario, *span)
                verb = (
                    f"hold {title} {length_words(minutes)} {how}"
                    if begin == end
                    else f"let {title} {how} by {length_words(minutes)}"
                )
                day = day_words(week.scenario.horizon.day(opening.start))
                words = f"{verb}, {times} on {day}: then {_sent_words(week, opening, chosen)}"
                edit = _edit(week, [*stays, *chosen], (_at_another_time(week, opening, span),))
                return Fix(words, "moved_session", minutes + _travel(week, opening, chosen), edit)
    return None


def _at_another_time(week: Week, opening: Opening, span: Span) -> Setting:
    """The weekly opening at another time."""
    horizon, when = week.scenario.horizon, week.scenario.hub_sessions[opening.session].when
    day = day_name(horizon.day(opening.start))
    at = next(
        number
        for number, time in enumerate(when)
        if time.day == day and horizon.at(horizon.day(opening.start), time.start) == opening.start
    )
    start, end = (horizon.clock_text(instant)[:5] for instant in span)
    moved = when[at].model_copy(update={"start": start, "end": end})
    return Setting(("hub_sessions", opening.session, "when", at), moved)


def _is_single(week: Week, opening: Opening) -> bool:
    """Whether the horizon has the weekday of an opening once."""
    horizon = week.scenario.horizon
    return [day_name(day) for day in horizon.dates].count(day_name(horizon.day(opening.start))) == 1


def _edit(week: Week, helpers: list[Helper], settings: tuple[Setting, ...] = ()) -> Edit:
    changes = changed_duties(change for helping in helpers for change in helping.changes)
    return Edit(changes, (*settings, *published_as(week.scenario, changes)))


def _travel(week: Week, opening: Opening, helpers: list[Helper]) -> int:
    """Minutes of journeys there and back, and of added duties."""
    ways = sum(_ways(week, opening, helping) for helping in helpers)
    return ways + sum(helping.after.minutes for helping in helpers if helping.before is None)


def opening_fixes(week: Week, session: str, start: int) -> Iterator[Fix]:
    """Every change found that staffs an opening: people sent, brought in, the opening moved, or less promised."""
    opening = next(one for one in week.seen.openings if (one.session, one.start) == (session, start))
    span, area = (opening.start, opening.end), week.scenario.hub_sessions[session].area
    helpers = list(_helpers(week, opening, span))
    brought = list(_brought_in(week, opening, span))
    for chosen in (_made_up(week, opening, helpers), _made_up(week, opening, [*helpers, *brought])):
        if chosen:
            kind: Kind = "changed_duty"
            kind = "given_up_visit" if any(helping.given_up for helping in chosen) else kind
            kind = "lent" if any(helping.after.person.area != area for helping in chosen) else kind
            kind = "added_duty" if any(helping.before is None for helping in chosen) else kind
            cost = _travel(week, opening, chosen)
            yield Fix(_sent_words(week, opening, chosen), kind, cost, _edit(week, chosen))
    kept_on = _kept_on_fix(week, opening)
    if kept_on:
        yield kept_on
    for may_bring_in in (False, True):
        moved = _moved_fix(week, opening, may_bring_in=may_bring_in)
        if moved:
            yield moved
    yield _less(week, opening)


def _less(week: Week, opening: Opening) -> Fix:
    """The session asks for no more people than are there."""
    hub, there = week.scenario.hub_sessions[opening.session], [week.scenario.people[one] for one in opening.staff]
    staff = {kind: min(number, sum(is_of_kind(one, kind) for one in there)) for kind, number in hub.staff.items()}
    staff = {kind: number for kind, number in staff.items() if number and kind != ANY} | {ANY: max(1, len(there))}
    path = ("hub_sessions", opening.session)
    setting = Setting((*path, "staff"), staff) if there else Setting((*path, "level"), "preferred")
    less = f"hold it with {count_words(len(there), 'person/people')}" if there else "make the session level: preferred"
    minutes = (opening.end - opening.start) * people_short(week.scenario, opening.session, opening.staff)
    return Fix(f"{less} ({'.'.join(map(str, setting.path))})", "relaxed_rule", minutes, Edit(settings=(setting,)))


def _staff_for(week: Week, opening: Opening, span: Span, *, may_bring_in: bool) -> tuple[list[Helper], list[Helper]]:
    """Who stays and who comes when the opening is at another time; nobody if someone already on it could not."""
    if span[1] - span[0] < STEP or week.scenario.horizon.day(span[0]) != week.scenario.horizon.day(opening.start):
        return [], []
    on_it = [duty for duty in duties_during(week, (opening.start, opening.end)) if duty.officer in opening.staff]
    stays = [helping for duty in on_it if (helping := helper(week, duty, opening.session, span))]
    if len(stays) < len(opening.staff):
        return [], []
    helpers = list(_helpers(week, opening, span))
    added = _brought_in(week, opening, span) if may_bring_in else ()
    return stays, _made_up(week, opening, [*helpers, *added], tuple(stays))


def _promise_less(week: Week, opening: Opening) -> str:
    """What is left when nobody can be found: asking for less."""
    path, there = f"hub_sessions.{opening.session}", len(opening.staff)
    less = f"hold it with {count_words(there, 'person/people')} ({path}.staff)" if there else "leave it closed that day"
    is_preferred = week.scenario.hub_sessions[opening.session].level == "preferred"
    wish = "" if is_preferred else f", or make the session level: preferred ({path}.level)"
    hours = length_words(MOST_MOVED)
    moved = f", opening up to {hours} earlier, later or shorter," if _is_single(week, opening) else ""
    tried = f"tried people on duty{moved} and people who rest"
    return f"{less}{wish}; nobody can be found: {tried}"
