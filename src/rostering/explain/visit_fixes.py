"""The smallest change that brings a visit about, each tried on the plan before it is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from rostering.check.words import at_words
from rostering.explain.crews import (
    MOST_TRIED,
    Chance,
    Terms,
    best_chance,
    crews_for,
    is_spare,
    passes,
    permitted_starts,
    terms_of,
)
from rostering.explain.rest_days import Search, bring_in_words, chances_with_added, resting
from rostering.explain.spells import FREE, Spell, spells
from rostering.explain.week import Week, duties_during, is_off, teams_in_reach
from rostering.explain.words import listed, officers_words
from rostering.horizon import MINUTES_PER_HOUR, Span
from rostering.measures.guarantee import open_spans
from rostering.schedule import Visit
from rostering.words import day_words, length_words

MOST_WIDENING = 4 * MINUTES_PER_HOUR
"""Opening hours are stretched by at most this much at either end."""
QUARTER = 15
"""Minutes; opening hours are stretched by about so many at a time."""


@dataclass(frozen=True)
class Fix:
    """A change, and the visit it makes possible."""

    words: str
    visit: Visit
    cost: float
    """What it asks for; compared only between fixes of one kind."""
    people: int = 0
    """Duties added."""


Kind = Callable[[Week, str, Span], Iterator[Fix]]


def crew_from_patrol(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """People on patrol go for the visit."""
    terms = terms_of(week.scenario, hotspot)
    starts = permitted_starts(week, hotspot, span, terms)
    chance = best_chance(week, hotspot, starts, _room(week, hotspot, starts), terms)
    if chance:
        yield Fix(_sent(week, chance), chance.visit, chance.travel)


def crew_from_spare_visit(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """A crew gives up a visit that the guarantee of its hotspot does not need."""
    terms = terms_of(week.scenario, hotspot)
    starts = permitted_starts(week, hotspot, span, terms)
    if not starts:
        return
    room = _room(week, hotspot, starts)
    for visit in _visits_near(week, hotspot, (starts[0][0], starts[-1][1])):
        makers = [duty for duty in (week.at(officer, visit.start) for officer in visit.crew) if duty]
        freed = [spell for duty in makers for spell in spells(week, duty, FREE, visit)]
        others = [spell for spell in room if spell.duty.officer not in visit.crew]
        chance = _best_giving_up(week, (hotspot, starts, [*freed, *others], terms), visit)
        if chance:
            gone = f"give up the visit to {week.scenario.title_of(visit.hotspot)}"
            when = f"on {at_words(week.scenario, visit.start)}, which its guarantee does not need"
            yield Fix(f"{gone} {when}, and {_sent(week, chance)}", chance.visit, chance.travel)


def _best_giving_up(week: Week, search: tuple[str, list[Span], list[Spell], Terms], visit: Visit) -> Chance | None:
    """The best chance that uses a visit given up elsewhere."""
    *_, terms = search
    giving_up = [
        replace(chance, given_up=visit)
        for chance in crews_for(week, *search)
        if set(chance.visit.crew) & set(visit.crew)
    ][:MOST_TRIED]
    if not giving_up or not is_spare(week, visit):
        return None
    return next((chance for chance in giving_up if passes(week, chance, terms)), None)


def _visits_near(week: Week, hotspot: str, span: Span) -> Iterator[Visit]:
    """Visits to other hotspots by people in reach, within a span."""
    teams = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    for other, visits in week.seen.visits.items():
        for visit in visits:
            near = {week.scenario.people[officer].area for officer in visit.crew} & set(teams)
            if other != hotspot and near and span[0] <= visit.start < span[1]:
                yield visit


def person_brought_in(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """Somebody who rests on the day gets a duty."""
    terms, day = terms_of(week.scenario, hotspot), week.scenario.horizon.day(span[0])
    starts = permitted_starts(week, hotspot, span, terms)
    if not starts:
        return
    teams = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    people = [person for person in resting(week, teams, day) if week.scenario.people[person].role in terms.roles]
    search = Search(hotspot, day, tuple(starts), tuple(_room(week, hotspot, starts)), terms, tuple(people))
    for chance in chances_with_added(week, search)[:1]:
        added = {spell.duty.officer: spell.duty for spell in chance.crew if spell.is_added}
        brought = " and ".join(bring_in_words(week, duty) for duty in added.values())
        rest = [officer for officer in chance.visit.crew if officer not in added]
        along = f" with {officers_words(rest)}" if rest else ""
        at = week.scenario.horizon.clock_text(chance.visit.start)
        words = f"{brought}, to go there{along} at {at} ({_travel(chance)})"
        yield Fix(words, chance.visit, sum(duty.minutes for duty in added.values()), len(added))


def hours_widened(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """The opening hours are stretched until a crew has time, or the hotspot opens on a day on which it does not."""
    if is_off(week.scenario, "opening_hours"):
        return
    terms = replace(terms_of(week.scenario, hotspot), is_open=False)
    dwell = week.scenario.rules.hotspot_guarantee.minutes
    openings = open_spans(week.scenario, hotspot, [week.scenario.horizon.day(span[0])])
    sides = [(opens - MOST_WIDENING, opens) for opens, _ in openings]
    sides += [(closes - dwell + 1, closes + MOST_WIDENING) for _, closes in openings]
    found = []
    for first, end in sides or [span]:
        inside = (max(first, span[0]), min(end, span[1]))
        starts = permitted_starts(week, hotspot, inside, terms) if inside[0] < inside[1] else []
        room = _room(week, hotspot, starts)
        pieces = sorted(_quarters(starts), reverse=any(end == opens for opens, _ in openings))
        chances = (best_chance(week, hotspot, [piece], room, terms) for piece in pieces)
        nearest = next((chance for chance in chances if chance), None)
        found += [_widened(week, nearest, openings)] if nearest else []
    yield from sorted(found, key=lambda fix: (fix.cost, fix.visit.start))[:1]


def _widened(week: Week, chance: Chance, openings: list[Span]) -> Fix:
    visit, clock, day = chance.visit, week.scenario.horizon.clock_text, week.scenario.horizon.day(chance.visit.start)
    earlier = [opens - visit.start for opens, _ in openings if visit.start < opens]
    later = [visit.end - closes for _, closes in openings if visit.end > closes]
    stretch = min([*earlier, *later], default=visit.end - visit.start)
    hours = f"until {clock(visit.end)}" if later and stretch == min(later) else f"from {clock(visit.start)}"
    more = f" ({length_words(stretch)} more)" if openings else ""
    return Fix(f"open it {hours} on {day_words(day)}{more} and {_sent(week, chance)}", visit, stretch)


def _quarters(starts: list[Span]) -> Iterator[Span]:
    """Starts cut at the quarters of the hour, so that those nearest to an opening can be preferred."""
    for first, end in starts:
        cuts = [first, *range(first - first % QUARTER + QUARTER, end, QUARTER), end]
        yield from pairwise(cuts)


def rule_lifted(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """One named rule or number of the scenario is relaxed."""
    spot, terms = week.scenario.hotspots[hotspot], terms_of(week.scenario, hotspot)
    lead = ", ".join(sorted(terms.lead))
    tries = [
        (
            f"raise rules.lending.most_share above {week.scenario.rules.lending.most_share:g}",
            replace(terms, is_lent_little=False),
        ),
        (f"lift rules.visit_spacing or hotspots.{hotspot}.max_visits_per_day", replace(terms, is_spaced=False)),
        (f"take {lead} off hotspots.{hotspot}.lead", replace(terms, lead=frozenset())),
        *(
            (f"set hotspots.{hotspot}.crew to {crew}", replace(terms, crew=crew))
            for crew in range(spot.crew - 1, 0, -1)
        ),
        (f"let all roles go (hotspots.{hotspot}.roles)", replace(terms, roles=frozenset(week.scenario.roles))),
    ]
    for number, (words, lifted) in enumerate(tries):
        if lifted == terms:
            continue
        starts = permitted_starts(week, hotspot, span, lifted)
        chance = best_chance(week, hotspot, starts, _room(week, hotspot, starts), lifted)
        if chance:
            yield Fix(f"{words}: {_sent(week, chance)}", chance.visit, number)
            return


KINDS: tuple[Kind, ...] = (crew_from_patrol, crew_from_spare_visit, person_brought_in, hours_widened, rule_lifted)
"""Kinds of change, those first that ask for least."""


def _room(week: Week, hotspot: str, starts: list[Span]) -> list[Spell]:
    if not starts:
        return []
    teams = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    near = [duty for duty in duties_during(week, (starts[0][0], starts[-1][1])) if duty.person.area in teams]
    return [spell for duty in near for spell in spells(week, duty)]


def _sent(week: Week, chance: Chance) -> str:
    """``send PC-1 and PC-2 from patrol, there on Tue 3 Jun 15:10 (24 min of journeys)``."""
    area = week.scenario.hotspots[chance.visit.hotspot].area
    lent = sorted({spell.duty.person.area for spell in chance.crew} - {area})
    verb = "lend" if lent else "send"
    teams = f" of {listed([week.scenario.title_of(team) for team in lent])}" if lent else ""
    if lent and len(lent) == 1 and any(spell.duty.person.area == area for spell in chance.crew):
        borrowed = [spell.duty.officer for spell in chance.crew if spell.duty.person.area != area]
        own = [spell.duty.officer for spell in chance.crew if spell.duty.person.area == area]
        who = f"{officers_words(borrowed)}{teams} to go with {officers_words(own)}"
    else:
        who = f"{officers_words(chance.visit.crew)}{teams}"
    return f"{verb} {who} from patrol, there on {at_words(week.scenario, chance.visit.start)} ({_travel(chance)})"


def _travel(chance: Chance) -> str:
    return f"{length_words(chance.travel)} of journeys"
