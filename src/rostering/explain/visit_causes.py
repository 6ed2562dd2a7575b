"""What keeps a hotspot from being visited on a day: what a visit needs is lifted in turn until one is possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rostering.explain.crews import MOST_TRIED, Chance, Terms, crews_for, passes, permitted_starts, terms_of
from rostering.explain.headcount import lent_words, own_words, whereabouts
from rostering.explain.spells import FREE, spells, travel_minutes
from rostering.explain.week import Week, duties_during, teams_in_reach
from rostering.explain.words import clock_words, listed, officers_words, some_of
from rostering.horizon import Span, overlap
from rostering.measures.view import Worked, counts, crew_faults
from rostering.scenario.demand import hotspot_shares
from rostering.schedule import BREAK, BRIEFING, HUB, RESERVE, VISIT, Activity, Visit
from rostering.words import length_words, officer_words


def cause_on(week: Week, hotspot: str, span: Span, ready: Visit | None) -> tuple[str, str]:
    """Why nobody visits a hotspot within a span of one day, and where those are who might have been lent; without
    naming the day.

    Args:
        week: the facts.
        hotspot: the hotspot.
        span: when the visit would have to start.
        ready: a visit that people on patrol could make, where there is one.
    """
    terms = terms_of(week.scenario, hotspot)
    starts = permitted_starts(week, hotspot, span, replace(terms, is_spaced=False, is_few=False))
    if not starts:
        return "it does not open", ""
    teams = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    faulty = _visits_that_do_not_count(week, hotspot, span)
    if faulty:
        return faulty, ""
    if ready:
        at = week.scenario.horizon.clock_text(ready.start)
        crew = officers_words(ready.crew)
        return f"nothing stands in the way: {crew} could be there at {at}, the plan has other work for them", ""
    return _too_few(week, starts, teams, terms) or (_too_busy(week, hotspot, span, teams, terms), "")


def _visits_that_do_not_count(week: Week, hotspot: str, span: Span) -> str:
    due = week.scenario.rules.hotspot_guarantee.minutes
    parts = []
    for visit in week.seen.visits[hotspot]:
        if span[0] <= visit.start < span[1] and not counts(week.scenario, visit):
            faults = list(crew_faults(week.scenario, visit))
            faults += [f"it lasts {visit.end - visit.start} of {due} min"] * (visit.end - visit.start < due)
            at = week.scenario.horizon.clock_text(visit.start)
            parts.append(f"the visit at {at} by {officers_words(visit.crew)} does not count ({', '.join(faults)})")
    return "; ".join(parts)


def _too_few(week: Week, starts: list[Span], teams: tuple[str, ...], terms: Terms) -> tuple[str, str] | None:
    """Who is missing at the hours at which it is open, journeys and other work left out of account."""
    dwell = week.scenario.rules.hotspot_guarantee.minutes
    hours = (starts[0][0], starts[-1][1] - 1 + dwell)
    people = [
        duty
        for duty in duties_during(week, hours)
        if duty.person.area in teams and duty.person.role in terms.roles and _together([duty], starts, dwell)
    ]
    states = whereabouts(week, teams, lambda person: person.role in terms.roles, hours)
    own, lent = own_words(week, states), lent_words(week, states)
    if not people:
        return f"nobody who may go is on duty while it is open: {own}", lent
    if _together(people, starts, dwell) < terms.crew:
        return f"{_there_words(week, people, terms.crew)}: {own}", lent
    if terms.lead and not any(duty.person.role in terms.lead for duty in people):
        titles = " or ".join(week.scenario.title_of(role).lower() for role in sorted(terms.lead))
        states = whereabouts(week, teams, lambda person: person.role in terms.lead & terms.roles, hours)
        missing = own_words(week, states, f"{titles}/{titles}s")
        return f"no {titles}, who must lead, is on duty while it is open: {missing}", lent_words(week, states)
    return None


def _there_words(week: Week, people: list[Worked], crew: int) -> str:
    there = some_of([f"{officer_words(duty.officer)} ({_hours_words(week, duty)})" for duty in people])
    if len({duty.officer for duty in people}) < crew:
        return f"only {there} of a crew of {crew} {'is' if len(people) == 1 else 'are'} on duty while it is open"
    return f"never {crew} who may go are on duty together while it is open ({there})"


def _together(duties: Iterable[Worked], starts: list[Span], dwell: int) -> int:
    """Most of these people on duty at once for as long as a visit."""
    able = [
        (max(duty.start, first), min(duty.end - dwell, end - 1), duty.officer)
        for duty in duties
        for first, end in starts
    ]
    able = [piece for piece in able if piece[0] <= piece[1]]
    return max((len({who for first, last, who in able if first <= now <= last}) for now, _, _ in able), default=0)


def _hours_words(week: Week, duty: Worked) -> str:
    return clock_words(week.scenario, duty.start, duty.end)


def _too_busy(week: Week, hotspot: str, span: Span, teams: tuple[str, ...], terms: Terms) -> str:
    """What those on duty do instead: the first thing that, taken away, leaves a crew with time for the visit."""
    for lifted, free in _steps(terms):
        starts = permitted_starts(week, hotspot, span, lifted)
        chance = _first(week, hotspot, starts, teams, lifted, free)
        if chance is None:
            continue
        if free == FREE and not lifted.is_lent_little:
            return _share_used_up(week, chance)
        if free == FREE:
            rules = week.scenario.rules
            return (
                f"a crew has time only within {rules.visit_spacing.hours:g} h of another visit there, or on top of the "
                f"{week.scenario.hotspots[hotspot].max_visits_per_day} visits a day it may have"
            )
        return _kept_from(week, hotspot, chance, free)
    return _too_far(week, hotspot, span, teams, terms)


def _steps(terms: Terms) -> Iterator[tuple[Terms, frozenset[str]]]:
    yield replace(terms, is_lent_little=False), FREE
    yield replace(terms, is_spaced=False, is_few=False), FREE
    for kinds in ({HUB}, {VISIT}, {HUB, VISIT}, {HUB, VISIT, BREAK, RESERVE}, {HUB, VISIT, BREAK, RESERVE, BRIEFING}):
        yield replace(terms, is_lent_little=False), FREE | kinds


def _first(  # noqa: PLR0913, PLR0917 - one step of a search, with all it has found so far
    week: Week, hotspot: str, starts: list[Span], teams: tuple[str, ...], terms: Terms, free: frozenset[str]
) -> Chance | None:
    if not starts:
        return None
    near = [duty for duty in duties_during(week, (starts[0][0], starts[-1][1])) if duty.person.area in teams]
    room = [spell for duty in near for spell in spells(week, duty, free)]
    found = crews_for(week, hotspot, starts, room, terms)[:MOST_TRIED]
    if free != FREE:
        return found[0] if found else None
    return next((chance for chance in found if passes(week, chance, terms)), None)


def _share_used_up(week: Week, chance: Chance) -> str:
    area = week.scenario.hotspots[chance.visit.hotspot].area
    teams = sorted({spell.duty.person.area for spell in chance.crew if spell.duty.person.area != area})
    most = week.scenario.rules.lending.most_share
    used = listed(
        [
            f"{week.scenario.title_of(team)} ({week.lent[team][0] / max(1, week.lent[team][1]):.0%} lent)"
            for team in teams
        ]
    )
    at = week.scenario.horizon.clock_text(chance.visit.start)
    return f"a crew could come at {at} only on loan, and no more than {most:.0%} of a team's time may be lent: {used}"


def _kept_from(week: Week, hotspot: str, chance: Chance, free: frozenset[str]) -> str:
    """What the crew nearest to a visit does at that time."""
    at = week.scenario.horizon.clock_text(chance.visit.start)
    who = officers_words(chance.visit.crew)
    pieces = _in_the_way(week, chance)
    parts = [_hub_words(week, pieces)] if HUB in free else []
    parts += [_visit_words(week, hotspot, pieces)] if VISIT in free else []
    parts += [_rest_words(week, chance, pieces)] if BREAK in free else []
    parts = [part for part in parts if part]
    return f"those on duty have no time left; the nearest, {who} at {at}, {'; '.join(parts) or 'are on the way'}"


def _in_the_way(week: Week, chance: Chance) -> list[tuple[str, Activity]]:
    """By officer: the activities of the crew between the journey there and the journey back."""
    pieces: list[tuple[str, Activity]] = []
    for spell in chance.crew:
        out = chance.visit.start - week.journey(spell.from_place, chance.visit.hotspot)
        back = chance.visit.end + week.journey(chance.visit.hotspot, spell.to_place)
        pieces += [
            (spell.duty.officer, activity)
            for activity in spell.duty.activities
            if overlap((activity.start, activity.end), (out, back)) and activity.do not in FREE
        ]
    return pieces


def _hub_words(week: Week, pieces: list[tuple[str, Activity]]) -> str:
    hubs: dict[str, list[str]] = {}
    for officer, piece in pieces:
        if piece.do == HUB:
            times = clock_words(week.scenario, piece.start, piece.end)
            hubs.setdefault(f"{week.scenario.title_of(piece.session or '')} ({times})", []).append(officer)
    return listed([f"staff {hub}" for hub in hubs]) if hubs else ""


def _visit_words(week: Week, hotspot: str, pieces: list[tuple[str, Activity]]) -> str:
    shares = hotspot_shares(week.scenario)
    others = sorted(
        {piece.hotspot or "" for _, piece in pieces if piece.do == VISIT}, key=lambda spot: (-shares[spot], spot)
    )
    if not others:
        return ""
    named = [f"{week.scenario.title_of(spot)} ({_percent(shares, spot)} of demand)" for spot in others]
    own = _percent(shares, hotspot)
    return f"are taken by visits to {some_of(named)}, against {own} here"


def _percent(shares: Mapping[str, float], spot: str) -> str:
    return f"{100 * shares[spot]:.1f} %"


def _rest_words(week: Week, chance: Chance, pieces: list[tuple[str, Activity]]) -> str:
    kinds = sorted({piece.do for _, piece in pieces if piece.do in {BREAK, RESERVE, BRIEFING}})
    if not kinds:
        return ""
    dwell = chance.visit.end - chance.visit.start
    longest = max(travel_minutes(week, spell, chance.visit.hotspot) for spell in chance.crew)
    return (
        f"need {length_words(longest + dwell)} with the way there and back, which does not fit beside {listed(kinds)}"
    )


def _too_far(week: Week, hotspot: str, span: Span, teams: tuple[str, ...], terms: Terms) -> str:
    """Nobody's duty holds the way there and back beside the hours it is open."""
    dwell = week.scenario.rules.hotspot_guarantee.minutes
    ways = {
        duty.person.area: week.journey(duty.person.area, hotspot) + week.journey(hotspot, duty.person.area)
        for duty in duties_during(week, span)
        if duty.person.area in teams and duty.person.role in terms.roles
    }
    each = listed(
        [
            f"{length_words(minutes + dwell)} from {week.scenario.title_of(team)}"
            for team, minutes in sorted(ways.items())
        ]
    )
    return (
        f"too far: with the way there and back a visit takes {each}, which fits between no two fixed duties of a crew"
    )


def teams_not_lent(week: Week, hotspot: str, span: Span) -> tuple[str, ...]:
    """The teams with a crew free for a visit that may not be lent there."""
    terms = replace(terms_of(week.scenario, hotspot), is_lent_little=False)
    near = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    starts = permitted_starts(week, hotspot, span, terms)
    far = [team for team in week.scenario.areas if team not in near]
    return tuple(team for team in far if _first(week, hotspot, starts, (team,), terms, FREE))
