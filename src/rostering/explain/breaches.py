"""Rules that a plan breaks: the duties and visits that make a breach up, and small changes that might mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from rostering.check.words import at_words, shift_words
from rostering.explain.crews import best_chance, permitted_starts, terms_of
from rostering.explain.fix import Edit, Fix, Setting, changed_duties
from rostering.explain.hub_people import lawfully_laid_out
from rostering.explain.layout import stops_of
from rostering.explain.retimed import given_up, other_duties, taken_over
from rostering.explain.spells import spells, with_visit, without_visit
from rostering.explain.week import DUTY_RULES, Week, away_reason, look
from rostering.explain.words import clock_words, listed, officers_words, some_of
from rostering.horizon import DAYS_PER_WEEK
from rostering.measures.view import Worked, away_minutes
from rostering.schedule import HUB, VISIT, Plan, Violation, Visit
from rostering.words import count_words, day_words, length_words, officer_words

ONE_DAY = timedelta(days=1)
OF_OFFICERS = frozenset(rule.__name__ for rule in DUTY_RULES) | {"same_team", "even_shares"}
OF_MINUTES = frozenset({"duty_minutes", "briefing", "breaks", "abstraction", "lending", "one_place_at_a_time"})
OF_VISITS = frozenset({"hotspot_crew", "opening_hours", "daily_visits", "visit_spacing"})
PAIRS = frozenset({"daily_rest", "forbidden_successions"})
RUNS = frozenset({"consecutive_duties", "consecutive_nights", "consecutive_rest_days"})

Found = Iterator[Fix]


def breach_because(week: Week, violation: Violation) -> str:
    """What the judge says, and the duties, visits or numbers that make it up."""
    duties, visits = duties_in(week, violation), visits_in(week, violation)
    parts = [violation.message]
    if duties:
        parts.append(f"it is made up of {some_of([_told(week, duty) for duty in duties])}")
    if visits:
        parts.append(f"it is made up of {some_of([_visit_told(week, visit) for visit in visits])}")
    if not duties and not visits:
        parts.append(_sum_words(week, violation))
    return "; ".join(part for part in parts if part)


def breach_fixes(week: Week, plan: Plan, violation: Violation) -> Found:
    """Changes that might mend a breach, each still to be judged."""
    for kind in _kinds(violation):
        yield from kind(week, plan, violation)


def _kinds(violation: Violation) -> tuple[Callable[[Week, Plan, Violation], Found], ...]:
    rule, about = violation.rule, dict(violation.where)
    if rule in OF_MINUTES and "officer" in about:
        return (_strangers_taken_out, _laid_out_anew, _other_duty)
    if rule in OF_OFFICERS and "officer" in about:
        return (_other_duty,)
    if rule in OF_VISITS:
        return (_lists_put_right, _visit_moved, _visit_given_up)
    if rule == "hub_staff":
        return (_lists_put_right, _hub_time_taken_out)
    return {
        "staffing_maximum": (_other_duty,),
        "staffing_preference": (_other_duty,),
        "published_changes": (_as_published,),
        "lending": (_more_lending,),
    }.get(rule, ())


def duties_in(week: Week, violation: Violation) -> list[Worked]:
    """The duties that make a breach up, by day."""
    about, rule = dict(violation.where), violation.rule
    if rule in {"staffing_maximum", "staffing_preference"}:
        there = week.by_day.get(date.fromisoformat(about["day"]), ())
        team = (duty for duty in there if duty.person.area == about["area"])
        return [duty for duty in team if duty.shift == about["shift"]]
    if "officer" not in about or rule in OF_VISITS:
        return []
    own = list(week.seen.by_officer.get(about["officer"], ()))
    day = _day_of(week, about)
    if day is None:
        return [duty for duty in own if "shift" not in about or duty.shift == about["shift"]]
    return _duties_around(own, rule, day)


def _duties_around(own: list[Worked], rule: str, day: date) -> list[Worked]:
    """Of an officer's duties, those that a breach named by a day is about."""
    if rule in PAIRS:
        before = [duty for duty in own if duty.day < day]
        return [*before[-1:], *(duty for duty in own if duty.day == day)]
    if rule in RUNS:
        return _run_around(own, day, is_gap_kept=rule == "consecutive_rest_days")
    last = {"weekly_hours": day + (DAYS_PER_WEEK - 1) * ONE_DAY, "weekends_off": day + ONE_DAY}.get(rule, day)
    first = date.min if rule in {"average_weekly_hours", "average_night_hours"} else day
    return [duty for duty in own if first <= duty.day <= last]


def _day_of(week: Week, about: dict[str, str]) -> date | None:
    if "day" in about:
        return date.fromisoformat(about["day"])
    if "at" not in about:
        return None
    instant = week.scenario.horizon.read_moment(about["at"])
    duty = week.at(about["officer"], instant)
    return duty.day if duty else week.scenario.horizon.day(instant)


def _run_around(own: list[Worked], day: date, *, is_gap_kept: bool) -> list[Worked]:
    """The duties in a row that hold a day; for a gap that is too short, the duties on both sides of it."""
    if is_gap_kept:
        before = [duty for duty in own if duty.day < day]
        return [*before[-1:], *(duty for duty in own if duty.day == day)]
    days = {duty.day for duty in own}
    first = last = day
    while first - ONE_DAY in days:
        first -= ONE_DAY
    while last + ONE_DAY in days:
        last += ONE_DAY
    return [duty for duty in own if first <= duty.day <= last]


def visits_in(week: Week, violation: Violation) -> list[Visit]:
    """The visits that make a breach up, by start."""
    about = dict(violation.where)
    if violation.rule not in OF_VISITS | {"spare_visits"} or about["hotspot"] not in week.seen.visits:
        return []
    visits, horizon = week.seen.visits[about["hotspot"]], week.scenario.horizon
    if violation.rule == "spare_visits":
        last = date.fromisoformat(about["day"])
        first = last - (week.scenario.rules.hotspot_guarantee.every_days - 1) * ONE_DAY
        return [visit for visit in visits if first <= horizon.day(visit.start) <= last]
    if "day" in about:
        return [visit for visit in visits if horizon.day(visit.start).isoformat() == about["day"]]
    at = horizon.read_moment(about["at"])
    found = [visit for visit in visits if visit.start == at]
    if violation.rule == "visit_spacing":
        found = [visit for visit in visits if visit.start < at][-1:] + found
    return found


def _told(week: Week, duty: Worked) -> str:
    """``PC-1's early on Mon 2 Jun 07:00-17:00 (published)``."""
    entry = (duty.person.published or {}).get(duty.day)
    marks = ["published"] * (entry == duty.shift)
    if entry not in {None, duty.shift}:
        marks = [f"published as {shift_words(week.scenario, entry or '')}"]
    reason = away_reason(week.scenario, duty.person, duty.day)
    marks += [f"away: {reason}"] if reason else []
    hours = clock_words(week.scenario, duty.start, duty.end)
    name = f"{officer_words(duty.officer)}'s {shift_words(week.scenario, duty.shift)} on {day_words(duty.day)}"
    return f"{name} {hours}{f' ({listed(marks)})' if marks else ''}"


def _visit_told(week: Week, visit: Visit) -> str:
    at, title = at_words(week.scenario, visit.start), week.scenario.title_of(visit.hotspot)
    return f"the visit to {title} on {at} by {officers_words(visit.crew)} ({length_words(visit.end - visit.start)})"


def _sum_words(week: Week, violation: Violation) -> str:
    """Where no single duty is to blame: the numbers behind it."""
    area = dict(violation.where).get("area")
    if area is None:
        return "no single duty makes it up"
    team = [duty for duty in week.seen.worked if duty.person.area == area]
    away = sorted(((sum(away_minutes(week.scenario, duty).values()), duty) for duty in team), key=lambda one: -one[0])
    minutes = sum(duty.minutes for duty in team)
    words = f"its team has {count_words(len(team), 'duty/duties')}, {length_words(minutes)} in all"
    lent = [f"{officer_words(duty.officer)} on {day_words(duty.day)} ({length_words(spent)})" for spent, duty in away]
    if violation.rule == "lending":
        return f"{words}; most of it by {some_of([told for told, one in zip(lent, away, strict=True) if one[0]])}"
    people = sum(person.area == area for person in week.scenario.people.values())
    off = sum(
        away_reason(week.scenario, person, day) is not None
        for person in week.scenario.people.values()
        if person.area == area
        for day in week.scenario.horizon.dates
    )
    days = people * week.scenario.horizon.days
    return f"{words}; {off} of {count_words(days, 'day')} of its people are away"


def _other_duty(week: Week, plan: Plan, violation: Violation) -> Found:
    """One of the duties is another shift, is somebody else's, or is not."""
    del plan
    for duty in duties_in(week, violation):
        yield from other_duties(week, duty)
        yield from taken_over(week, duty)


def _as_published(week: Week, plan: Plan, violation: Violation) -> Found:
    """A changed day is as it was published again."""
    del plan, violation
    for duty in week.seen.worked:
        entry = (duty.person.published or {}).get(duty.day)
        if entry not in {None, duty.shift}:
            yield from (fix for fix in other_duties(week, duty) if "as published" in fix.words)


def _strangers_taken_out(week: Week, plan: Plan, violation: Violation) -> Found:
    """A duty of somebody, of a shift or on a day that the scenario does not have, is taken out."""
    about = dict(violation.where)
    for duty, reason in week.seen.unknown:
        if (duty.officer, duty.day.isoformat()) == (about["officer"], about.get("day")):
            words = f"take the duty of {officer_words(duty.officer)} on {day_words(duty.day)} out: {reason}"
            yield Fix(words, "changed_duty", 0, Edit(((duty, None),)))
    del plan


def _laid_out_anew(week: Week, plan: Plan, violation: Violation) -> Found:
    """The duty with the same visits and hub openings, or all but one, and everything else around them."""
    del plan
    for duty in duties_in(week, violation):
        told = f"{officer_words(duty.officer)}'s {shift_words(week.scenario, duty.shift)} on {day_words(duty.day)}"
        stops = stops_of(duty)
        after = lawfully_laid_out(week, duty, stops)
        if after:
            words = f"plan {told} anew around its visits and hub openings" if stops else f"plan {told} anew"
            yield Fix(words, "changed_duty", 0, Edit(changed_duties([(duty, after)])))
        for stop in stops:
            after = lawfully_laid_out(week, duty, [one for one in stops if one != stop])
            if after:
                place = week.scenario.title_of(stop.hotspot or stop.session or "")
                words = f"take {place} at {week.scenario.horizon.clock_text(stop.start)} out of {told}"
                yield given_up(week, duty, after, words)


def _lists_put_right(week: Week, plan: Plan, violation: Violation) -> Found:
    """The lists of a place say what people do."""
    del week, plan
    about = dict(violation.where)
    if " list" in violation.message:
        place = about.get("hotspot") or about["session"]
        words = "make the lists say who goes where in the duties"
        yield Fix(words, "changed_duty", 0, Edit(places=frozenset({place})))


def _visit_given_up(week: Week, plan: Plan, violation: Violation) -> Found:
    del plan
    for visit in visits_in(week, violation):
        crew = _crew(week, visit)
        words = f"give up {_visit_told(week, visit).removeprefix('the visit ').join(['the visit ', ''])}"
        changes = changed_duties([(duty, without_visit(week, duty, visit)) for duty in crew])
        yield Fix(words, "given_up_visit", len(crew) * (visit.end - visit.start), Edit(changes))


def _visit_moved(week: Week, plan: Plan, violation: Violation) -> Found:
    """The visit at the nearest time of its day at which a crew can make it."""
    for visit in visits_in(week, violation)[-1:]:
        crew = _crew(week, visit)
        gone = Edit(changed_duties([(duty, without_visit(week, duty, visit)) for duty in crew]))
        left = look(week.scenario, _edited(week, plan, gone))
        day = week.scenario.horizon.day(visit.start)
        span = (week.scenario.horizon.at(day), week.scenario.horizon.at(day + ONE_DAY))
        terms = terms_of(week.scenario, visit.hotspot)
        starts = permitted_starts(left, visit.hotspot, span, terms)
        own = [left.duty_of[duty.officer, duty.day] for duty in crew]
        room = [spell for duty in own for spell in spells(left, duty)]
        chance = best_chance(left, visit.hotspot, starts, room, terms)
        if chance:
            after = {spell.duty.officer: with_visit(left, spell, chance.visit) for spell in chance.crew}
            changes = [(duty, after.get(duty.officer, left.duty_of[duty.officer, duty.day])) for duty in crew]
            now = week.scenario.horizon.clock_text(chance.visit.start)
            words = f"move {_visit_told(week, visit)} to {now}"
            yield Fix(words, "changed_duty", abs(chance.visit.start - visit.start), Edit(changed_duties(changes)))


def _edited(week: Week, plan: Plan, edit: Edit) -> Plan:
    gone = {(before.officer, before.day) for before, _ in edit.duties if before}
    kept = [duty for duty in plan.duties if (duty.officer, duty.day) not in gone]
    del week
    return replace(plan, duties=(*kept, *(after for _, after in edit.duties if after)))


def _crew(week: Week, visit: Visit) -> list[Worked]:
    """The duties in which a visit is made."""
    duties = (week.seen.by_officer[officer] for officer in visit.crew)
    return [
        duty
        for of_officer in duties
        for duty in of_officer
        if any((one.do, one.hotspot, one.start) == (VISIT, visit.hotspot, visit.start) for one in duty.activities)
    ]


def _hub_time_taken_out(week: Week, plan: Plan, violation: Violation) -> Found:
    """Time at a hub that is no whole opening is not spent there."""
    del plan
    about = dict(violation.where)
    for duty, piece in week.seen.stray:
        if (duty.officer, piece.session) == (about.get("officer"), about["session"]):
            stops = [stop for stop in stops_of(duty) if stop.do != HUB or stop.start != piece.start]
            after = lawfully_laid_out(week, duty, stops)
            if after:
                what = f"the time at {week.scenario.title_of(about['session'])}"
                words = f"take {what} out of {officer_words(duty.officer)}'s duty on {day_words(duty.day)}"
                yield Fix(words, "changed_duty", piece.minutes, Edit(changed_duties([(duty, after)])))


def _more_lending(week: Week, plan: Plan, violation: Violation) -> Found:
    """The team may be lent as much as it is."""
    del plan
    team = dict(violation.where)["area"]
    away, minutes = week.lent[team]
    share = min(1.0, -(-away * 100 // max(1, minutes)) / 100)
    words = f"raise rules.lending.most_share to {share:g}"
    yield Fix(
        words, "relaxed_rule", violation.amount, Edit(settings=(Setting(("rules", "lending", "most_share"), share),))
    )
