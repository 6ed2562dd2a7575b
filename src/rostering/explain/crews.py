"""Crews that could make a visit: who has room for it at one time, and whether the judge lets the changed plan pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from rostering.check import abstraction, breaks, briefing, duty_minutes, opening_hours
from rostering.explain.spells import Spell, starts_within, travel_minutes, with_visit, without_visit
from rostering.explain.week import Week, is_off, judged, lending_breach
from rostering.horizon import MINUTES_PER_HOUR, Span, subtract
from rostering.measures import Window, guarantee_windows
from rostering.measures.guarantee import last_patrolled_before, open_spans
from rostering.measures.view import Worked
from rostering.scenario import Scenario
from rostering.schedule import Visit

MOST_TRIED = 8
"""Crews put before the judge for one visit; where the cheapest few do not pass, the others hardly will."""
VISIT_RULES = (duty_minutes, briefing, breaks, abstraction, opening_hours)


@dataclass(frozen=True)
class Chance:
    """A visit that is not planned, and the crew that has room for it."""

    visit: Visit
    crew: tuple[Spell, ...]
    travel: int
    """Person-minutes of journeys it asks for."""
    given_up: Visit | None = None
    """A visit elsewhere that makes way."""


@dataclass(frozen=True)
class Terms:
    """What a visit has to respect; each can be lifted to see whether it binds."""

    crew: int
    roles: frozenset[str]
    lead: frozenset[str]
    is_open: bool = True
    """Within opening hours."""
    is_spaced: bool = True
    """With the spacing of visits."""
    gap: int | None = None
    """Minutes between visits in place of those of the rule."""
    is_few: bool = True
    """With the daily maximum of visits."""
    is_lent_little: bool = True
    """Within the share of time a team may be lent."""


def terms_of(scenario: Scenario, hotspot: str) -> Terms:
    """What the scenario asks of a visit."""
    spot = scenario.hotspots[hotspot]
    return Terms(spot.crew, frozenset(spot.roles or scenario.roles), frozenset(spot.lead))


def permitted_starts(week: Week, hotspot: str, span: Span, terms: Terms) -> list[Span]:
    """When in a span a visit may start, as half-open intervals: opening hours, spacing and daily maximum respected."""
    rules, horizon = week.scenario.rules, week.scenario.horizon
    dwell = rules.hotspot_guarantee.minutes
    starts = [span]
    if terms.is_open and not is_off(week.scenario, "opening_hours"):
        first, last = horizon.day(span[0]) - timedelta(days=1), horizon.day(span[1])
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        spans = open_spans(week.scenario, hotspot, days)
        starts = [(max(start, span[0]), min(end - dwell + 1, span[1])) for start, end in spans]
    starts = [(first, end) for first, end in starts if first < end]
    barred = _too_near(week, hotspot, terms.gap) if terms.is_spaced else []
    barred += _full_days(week, hotspot) if terms.is_few else []
    return [piece for start in starts for piece in subtract(start, barred)]


def _too_near(week: Week, hotspot: str, gap: int | None) -> list[Span]:
    """Starts too near to a visit there is, by the rule or by another gap."""
    if is_off(week.scenario, "visit_spacing"):
        return []
    rules = week.scenario.rules
    least, dwell = int(rules.visit_spacing.hours * MINUTES_PER_HOUR), rules.hotspot_guarantee.minutes
    least = least if gap is None else gap
    before = last_patrolled_before(week.scenario, hotspot)
    known = [(before, before)] if before is not None else []
    known += [(visit.start, visit.end) for visit in week.seen.visits[hotspot]]
    return [(start - least - dwell + 1, end + least) for start, end in known]


def _full_days(week: Week, hotspot: str) -> list[Span]:
    """Days with the most visits already."""
    if is_off(week.scenario, "daily_visits"):
        return []
    horizon = week.scenario.horizon
    days = [horizon.day(visit.start) for visit in week.seen.visits[hotspot]]
    full = {day for day in days if days.count(day) >= week.scenario.hotspots[hotspot].max_visits_per_day}
    return [(horizon.at(day), horizon.at(day + timedelta(days=1))) for day in full]


def crews_for(week: Week, hotspot: str, starts: Sequence[Span], room: Iterable[Spell], terms: Terms) -> list[Chance]:
    """Possible visits, those first that need fewest added duties, fewest people lent and least travel."""
    return sorted(_gatherings(week, hotspot, starts, room, terms), key=lambda chance: _effort(week, hotspot, chance))


def _effort(week: Week, hotspot: str, chance: Chance) -> tuple[object, ...]:
    area = week.scenario.hotspots[hotspot].area
    lent = sum(spell.duty.person.area != area for spell in chance.crew)
    added = sum(spell.is_added for spell in chance.crew)
    return (added, lent, chance.travel, chance.visit.start, chance.visit.crew)


def _gatherings(
    week: Week, hotspot: str, starts: Sequence[Span], room: Iterable[Spell], terms: Terms
) -> Iterator[Chance]:
    """The best crew at each moment at which somebody more becomes able to start the visit."""
    dwell = week.scenario.rules.hotspot_guarantee.minutes
    arrivals: list[tuple[int, int, Spell]] = []
    for spell in room:
        able = starts_within(week, spell, hotspot, dwell) if spell.duty.person.role in terms.roles else None
        for first, end in starts if able else ():
            if able and max(able[0], first) <= min(able[1], end - 1):
                arrivals.append((max(able[0], first), min(able[1], end - 1), spell))
    arrivals.sort(key=lambda arrival: (arrival[0], arrival[2].duty.officer, arrival[2].start))
    there: list[tuple[int, int, Spell]] = []
    for position, (now, last, spell) in enumerate(arrivals):
        there = [*(arrival for arrival in there if arrival[1] >= now), (now, last, spell)]
        if position + 1 < len(arrivals) and arrivals[position + 1][0] == now:
            continue
        crew = _crew(week, hotspot, [arrival[2] for arrival in there], terms)
        if crew:
            names = tuple(sorted(spell.duty.officer for spell in crew))
            travel = sum(travel_minutes(week, spell, hotspot) for spell in crew)
            yield Chance(Visit(hotspot, now, now + dwell, names), crew, travel)


def _crew(week: Week, hotspot: str, there: list[Spell], terms: Terms) -> tuple[Spell, ...]:
    """The people with the least to give up, a lead among them; nobody if they do not make up a crew."""
    area = week.scenario.hotspots[hotspot].area
    ranked = sorted(
        {spell.duty.officer: spell for spell in there}.values(),
        key=lambda spell: (
            spell.is_added,
            spell.duty.person.area != area,
            travel_minutes(week, spell, hotspot),
            spell.duty.officer,
        ),
    )
    leads = [spell for spell in ranked if not terms.lead or spell.duty.person.role in terms.lead]
    if len(ranked) < terms.crew or not leads:
        return ()
    others = [spell for spell in ranked if spell is not leads[0]]
    return tuple(sorted([leads[0], *others[: terms.crew - 1]], key=lambda spell: spell.duty.officer))


def passes(week: Week, chance: Chance, terms: Terms) -> bool:
    """Whether the judge finds nothing new to say about the duties with the visit in them."""
    changed = [(spell, with_visit(week, spell, chance.visit)) for spell in chance.crew]
    changes = [(spell.before, duty) for spell, duty in changed]
    if chance.given_up:
        left = [officer for officer in chance.given_up.crew if officer not in chance.visit.crew]
        stays = [duty for duty in week.seen.worked if duty.officer in left and _makes(duty, chance.given_up)]
        changes += [(duty, without_visit(week, duty, chance.given_up)) for duty in stays]
    if terms.is_lent_little and lending_breach(week, changes):
        return False
    rules = [rule for rule in VISIT_RULES if rule is not opening_hours or terms.is_open]
    after = judged(week, rules, [new for _, new in changes])
    return not after or set(after) <= set(judged(week, rules, [old for old, _ in changes if old]))


def _makes(duty: Worked, visit: Visit) -> bool:
    return any((piece.hotspot, piece.start) == (visit.hotspot, visit.start) for piece in duty.activities)


def best_chance(week: Week, hotspot: str, starts: Sequence[Span], room: Iterable[Spell], terms: Terms) -> Chance | None:
    """The visit that asks for least and passes the judge."""
    tried = crews_for(week, hotspot, starts, room, terms)[:MOST_TRIED]
    return next((chance for chance in tried if passes(week, chance, terms)), None)


def repaired(week: Week, hotspot: str, visit: Visit) -> tuple[Window, ...]:
    """The missed windows of a hotspot that one more visit would keep."""
    visits = sorted([*week.counted[hotspot], visit], key=lambda known: known.start)
    after = guarantee_windows(week.scenario, hotspot, visits)
    return tuple(
        then for then, now in zip(after, week.windows[hotspot], strict=True) if then.is_kept and not now.is_kept
    )


def is_spare(week: Week, visit: Visit) -> bool:
    """Whether the guarantee of its hotspot is kept as well without a visit."""
    left = [known for known in week.counted[visit.hotspot] if known != visit]
    return all(
        then.is_kept or not now.is_kept
        for then, now in zip(
            guarantee_windows(week.scenario, visit.hotspot, left), week.windows[visit.hotspot], strict=True
        )
    )
