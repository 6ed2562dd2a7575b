"""The smallest change that brings a visit about, each tried on the plan before it is named."""

from __future__ import annotations

import math
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
from rostering.explain.fix import NO_EDIT, Edit, Setting, changed_duties, published_as
from rostering.explain.fix import Kind as FixKind
from rostering.explain.layout import laid_out, stops_of
from rostering.explain.overtime import MOST_LONGER, Longer, is_lawful, longer, longer_words, with_shifts
from rostering.explain.rest_days import Search, bring_in_words, chances_with_added, resting
from rostering.explain.spells import FREE, Spell, spells, with_visit, without_visit
from rostering.explain.week import Week, duties_during, is_off, lent_after, teams_in_reach
from rostering.explain.words import listed, officers_words
from rostering.horizon import MINUTES_PER_HOUR, Span, day_name
from rostering.measures.guarantee import open_spans
from rostering.scenario.records import Opening
from rostering.schedule import Visit
from rostering.words import day_words, length_words

MOST_WIDENING = 4 * MINUTES_PER_HOUR
"""Opening hours are stretched by at most this much at either end."""
HALF_HOUR = 30
"""Minutes; the spacing of visits is lowered by about so many at a time."""
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
    kind: FixKind = "changed_duty"
    changed: Edit = NO_EDIT
    """What it changes of the plan and the scenario."""


def _edit(week: Week, chance: Chance, settings: tuple[Setting, ...] = ()) -> Edit:
    """A crew goes: its duties with the visit in them, and those of others without the visit that is given up."""
    pairs = [(spell.before, with_visit(week, spell, chance.visit)) for spell in chance.crew]
    gone = chance.given_up
    if gone is not None:
        stays = [duty for duty in (week.at(who, gone.start) for who in gone.crew) if duty]
        going = {duty.officer for _, duty in pairs}
        pairs = [(before, without_visit(week, after, gone)) for before, after in pairs]
        pairs += [(duty, without_visit(week, duty, gone)) for duty in stays if duty.officer not in going]
    changes = changed_duties(pairs)
    return Edit(changes, (*settings, *published_as(week.scenario, changes)))


def _kind(week: Week, chance: Chance) -> FixKind:
    area = week.scenario.hotspots[chance.visit.hotspot].area
    if any(spell.is_added for spell in chance.crew):
        return "added_duty"
    if any(spell.duty.person.area != area for spell in chance.crew):
        return "lent"
    return "given_up_visit" if chance.given_up else "changed_duty"


Kind = Callable[[Week, str, Span], Iterator[Fix]]


def crew_from_patrol(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """People on patrol go for the visit."""
    terms = terms_of(week.scenario, hotspot)
    starts = permitted_starts(week, hotspot, span, terms)
    chance = best_chance(week, hotspot, starts, _room(week, hotspot, starts), terms)
    if chance:
        kind, edit = _kind(week, chance), _edit(week, chance)
        yield Fix(_sent(week, chance), chance.visit, chance.travel, kind=kind, changed=edit)


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
            words, edit = f"{gone} {when}, and {_sent(week, chance)}", _edit(week, chance)
            yield Fix(words, chance.visit, chance.travel, kind="given_up_visit", changed=edit)


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


def kept_on(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """Somebody on duty that day stays on, or begins earlier, by as little as it takes."""
    terms = terms_of(week.scenario, hotspot)
    starts = permitted_starts(week, hotspot, span, terms)
    if not starts:
        return
    teams = teams_in_reach(week.scenario, week.scenario.hotspots[hotspot].area)
    day = week.scenario.horizon.day(span[0])
    near = [duty for duty in week.by_day.get(day, ()) if duty.person.area in teams and duty.person.role in terms.roles]
    room = _room(week, hotspot, starts)
    for minutes in range(HALF_HOUR, MOST_LONGER + 1, HALF_HOUR):
        for earlier, later in ((0, minutes), (minutes, 0)):
            duties = [longer(week, duty, earlier, later) for duty in near]
            chance = _with_longer(week, (hotspot, starts, room, terms), duties)
            if chance:
                yield _kept(week, chance, duties)
                return


def _with_longer(week: Week, search: tuple[str, list[Span], list[Spell], Terms], duties: list[Longer]) -> Chance | None:
    """The best visit with some duties made longer, lawful and passing the judge."""
    hotspot, starts, room, terms = search
    wider = with_shifts(week, duties)
    more = [replace(spell, was=one.was) for one in duties for spell in _longer_spells(wider, one)]
    found = crews_for(wider, hotspot, starts, [*room, *more], terms)
    tried = [chance for chance in found if any(spell.was for spell in chance.crew)][:MOST_TRIED]
    stay = {one.duty.officer: one for one in duties}
    return next(
        (
            chance
            for chance in tried
            if passes(wider, chance, terms)
            and all(is_lawful(wider, stay[spell.duty.officer]) for spell in chance.crew if spell.was)
        ),
        None,
    )


def _longer_spells(week: Week, one: Longer) -> Iterator[Spell]:
    duty = laid_out(week, one.duty, stops_of(one.was))
    if duty is not None:
        yield from spells(week, duty)


def _kept(week: Week, chance: Chance, duties: list[Longer]) -> Fix:
    stay = {one.duty.officer: one for one in duties}
    kept = [stay[spell.duty.officer] for spell in chance.crew if spell.was]
    rest = [spell.duty.officer for spell in chance.crew if not spell.was]
    along = f" with {officers_words(rest)}" if rest else ""
    at = week.scenario.horizon.clock_text(chance.visit.start)
    said = " and ".join(longer_words(week, one) for one in kept)
    edit = _edit(with_shifts(week, kept), chance, tuple(one.setting for one in kept))
    minutes = sum(one.minutes for one in kept) + chance.travel
    words = f"{said}, to go there{along} at {at} ({_travel(chance)})"
    return Fix(words, chance.visit, minutes, kind="added_duty", changed=edit)


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
        minutes, edit = sum(duty.minutes for duty in added.values()), _edit(week, chance)
        yield Fix(words, chance.visit, minutes, len(added), kind="added_duty", changed=edit)


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
    more_hours = Opening.model_validate(
        {"days": [day_name(day)], "from": clock(visit.start)[:5], "to": clock(visit.end)[:5]}
    )
    opens = [*week.scenario.hotspots[visit.hotspot].open, more_hours]
    edit = _edit(week, chance, (Setting(("hotspots", visit.hotspot, "open"), opens),))
    words = f"open it {hours} on {day_words(day)}{more} and {_sent(week, chance)}"
    return Fix(words, visit, stretch, kind="relaxed_rule", changed=edit)


def _quarters(starts: list[Span]) -> Iterator[Span]:
    """Starts cut at the quarters of the hour, so that those nearest to an opening can be preferred."""
    for first, end in starts:
        cuts = [first, *range(first - first % QUARTER + QUARTER, end, QUARTER), end]
        yield from pairwise(cuts)


def rule_lifted(week: Week, hotspot: str, span: Span) -> Iterator[Fix]:
    """One named rule or number of the scenario is relaxed, by no more than it takes."""
    terms = terms_of(week.scenario, hotspot)
    if any(crew_from_patrol(week, hotspot, span)):
        return
    for number, lifted in enumerate(_liftings(week, terms)):
        if lifted == terms:
            continue
        starts = permitted_starts(week, hotspot, span, lifted)
        chance = best_chance(week, hotspot, starts, _room(week, hotspot, starts), lifted)
        if chance:
            said, setting = _relaxed(week, chance, lifted)
            words, cost = f"{said}: {_sent(week, chance)}", MOST_WIDENING + number
            edit = _edit(week, chance, (setting,))
            yield Fix(words, chance.visit, cost, kind="relaxed_rule", changed=edit)
            return


def _liftings(week: Week, terms: Terms) -> Iterator[Terms]:
    """What a visit has to respect with one thing less, those first that give up least."""
    yield replace(terms, is_lent_little=False)
    spacing = int(week.scenario.rules.visit_spacing.hours * MINUTES_PER_HOUR)
    yield from (
        replace(terms, gap=gap) for gap in range(spacing - spacing % HALF_HOUR, -1, -HALF_HOUR) if gap < spacing
    )
    yield replace(terms, is_few=False)
    yield replace(terms, lead=frozenset())
    yield from (replace(terms, crew=crew) for crew in range(terms.crew - 1, 0, -1))
    yield replace(terms, roles=frozenset(week.scenario.roles))


def _relaxed(week: Week, chance: Chance, lifted: Terms) -> tuple[str, Setting]:
    """The value of the scenario that says what a visit no longer has to respect, in words and as data."""
    hotspot = chance.visit.hotspot
    terms, path = terms_of(week.scenario, hotspot), f"hotspots.{hotspot}"
    if not lifted.is_lent_little:
        share = _lent_share(week, chance)
        return f"raise rules.lending.most_share to {share:g}", Setting(("rules", "lending", "most_share"), share)
    if lifted.gap is not None:
        hours = lifted.gap / MINUTES_PER_HOUR
        return f"lower rules.visit_spacing.hours to {hours:g}", Setting(("rules", "visit_spacing", "hours"), hours)
    if not lifted.is_few:
        most = week.scenario.hotspots[hotspot].max_visits_per_day + 1
        setting = Setting(("hotspots", hotspot, "max_visits_per_day"), most)
        return f"raise {path}.max_visits_per_day to {most}", setting
    if lifted.lead != terms.lead:
        return f"take {', '.join(sorted(terms.lead))} off {path}.lead", Setting(("hotspots", hotspot, "lead"), [])
    if lifted.crew != terms.crew:
        return f"set {path}.crew to {lifted.crew}", Setting(("hotspots", hotspot, "crew"), lifted.crew)
    return f"let all roles go ({path}.roles)", Setting(("hotspots", hotspot, "roles"), None)


def _lent_share(week: Week, chance: Chance) -> float:
    """The smallest share, in whole percent, of which every team may be lent what it is with the visit."""
    changes = [(spell.before, with_visit(week, spell, chance.visit)) for spell in chance.crew]
    teams = {spell.duty.person.area for spell in chance.crew}
    after = lent_after(week, list(changes))
    needed = [math.ceil(100 * after[team][0] / after[team][1]) / 100 for team in teams if after[team][1]]
    return min(1.0, max([week.scenario.rules.lending.most_share, *needed]))


KINDS: tuple[Kind, ...] = (
    crew_from_patrol,
    crew_from_spare_visit,
    kept_on,
    person_brought_in,
    hours_widened,
    rule_lifted,
)
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
