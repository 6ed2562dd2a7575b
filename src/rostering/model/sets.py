"""Index sets: every pair and triple the rules range over, built once.

A *band* is a maximal interval in which nobody starts or ends a duty and no hotspot opens or closes; a visit or an hour
of patrol is placed in a band here and gets its minute in the itinerary. A *group* is the people of one team with one
role; a *slot* is a group's people who start the same shift on the same day. Only hub staff are decided by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import floor
from typing import NamedTuple

from rostering.horizon import MINUTES_PER_HOUR, overlap
from rostering.model.windows import Band, guarantee_windows
from rostering.scenario import ANY, REST, HubSession, Officer, Scenario
from rostering.scenario.openings import hotspot_openings, hub_openings
from rostering.scenario.owed import break_minutes, briefing_minutes, middle_half, reserve_minutes, reserve_shares
from rostering.scenario.travel import TravelTime, travel_times

ELAPSED_BAND_MINUTES = 60
"""Longest band where the guarantee is counted in hours: a band is how precisely the model knows a visit's time."""


CREWS_ENOUGH = 3
"""A crew is lent for visits only in bands in which the own team is not sure to have this many crews on duty."""


class DutyKey(NamedTuple):
    """One officer, one day, one shift: a duty that may be decided."""

    officer: str
    day: date
    shift: str


class Group(NamedTuple):
    """The people of one team with one role."""

    team: str
    role: str


class Slot(NamedTuple):
    """The people of a group who start one shift on one day."""

    group: Group
    day: date
    shift: str


class Opening(NamedTuple):
    """One opening of a hub."""

    session: str
    opens: int
    closes: int

    @property
    def hours(self) -> float:
        """Length."""
        return (self.closes - self.opens) / MINUTES_PER_HOUR


class Staffing(NamedTuple):
    """A wanted number of people: area, day, shift."""

    area: str
    day: date
    shift: str


Stretch = tuple[int, int, int]
"""What lies between two fixed things of a duty: its start, its end, and the journey that has to be made in it."""


@dataclass(frozen=True)
class Sets:
    """All index sets of a scenario."""

    scenario: Scenario
    journey: TravelTime
    duties: tuple[DutyKey, ...]
    """Every duty that may be decided: the published shift on a published day, every shift on any other."""
    published: frozenset[DutyKey]
    """The duties that are published."""
    free_days: frozenset[tuple[str, date]]
    """Officer and day without a published duty or rest day on which the officer may have a duty."""
    spans: dict[tuple[date, str], tuple[int, int]]
    """Start and end of a shift on a day."""
    bands: tuple[Band, ...]
    slots: dict[Slot, tuple[DutyKey, ...]]
    on_duty: dict[tuple[Group, Band], tuple[Slot, ...]]
    """The slots whose duty contains the band."""
    surely_on_duty: dict[tuple[Group, Band], int]
    """People of a group whose published duty contains the band."""
    may_be_on_duty: dict[tuple[Group, Band], int]
    """People of a group who have a duty that contains the band, or may be given one."""
    openings: tuple[Opening, ...]
    can_staff: dict[tuple[DutyKey, Opening], dict[Band, int]]
    """Who could staff an opening from which duty, and the minutes this takes from each band, journeys included."""
    straight: frozenset[tuple[DutyKey, Opening]]
    """Where the officer reports straight to the hub, without a briefing."""
    apart: tuple[tuple[DutyKey, Opening, Opening], ...]
    """Pairs of openings one duty cannot both staff, for want of time to travel or to take the break."""
    visit_fit: dict[tuple[str, Band], int]
    """Most visits to a hotspot in a band, where at least one fits."""
    windows: dict[tuple[str, date], tuple[tuple[Band, ...], ...]]
    """By hotspot and the day a window of the guarantee ends on: sets of bands, each of which must hold a visit."""
    crews: dict[tuple[str, Band], tuple[Group, ...]]
    """The groups that may send people on a visit."""
    reach: dict[str, tuple[str, ...]]
    """By team: its own area and those it may be lent to."""
    reserve: dict[str, float]
    """By role: share of every duty kept in reserve."""

    @cached_property
    def duties_on(self) -> dict[tuple[str, date], tuple[DutyKey, ...]]:
        """By officer and day, the duties to choose from."""
        table: dict[tuple[str, date], list[DutyKey]] = defaultdict(list)
        for duty in self.duties:
            table[duty.officer, duty.day].append(duty)
        return {key: tuple(duties) for key, duties in table.items()}

    @cached_property
    def visit_bands(self) -> dict[str, tuple[Band, ...]]:
        """By hotspot, the bands in which it can be visited, in order."""
        table: dict[str, list[Band]] = {spot: [] for spot in self.scenario.hotspots}
        for spot, band in self.visit_fit:
            table[spot].append(band)
        return {spot: tuple(sorted(bands)) for spot, bands in table.items()}

    def most_at_hubs(self, band: Band) -> int:
        """Most people who may be at open hubs throughout a band."""
        return sum(
            max(session.people, sum(session.staff.values()))
            for opening in self.openings
            if opening.opens <= band.start and band.end <= opening.closes
            for session in (self.scenario.hub_sessions[opening.session],)
        )

    def visit_minutes(self, hotspot: str, team: str) -> int:
        """Minutes one person of a team spends on one visit: the visit, and the journeys expected for it.

        The own team visits several places on the way, so that a journey out from the base is charged for each; a lent
        crew goes out and back.
        """
        out = self.journey(team, hotspot)
        journeys = out if team == self.scenario.hotspots[hotspot].area else out + self.journey(hotspot, team)
        return self.scenario.rules.hotspot_guarantee.minutes + journeys

    def lent_overhead(self, team: str, area: str) -> float:
        """Minutes of journeys for each minute of lent patrol: there and back once in a stay."""
        if team == area:
            return 0.0
        both_ways = self.journey(team, area) + self.journey(area, team)
        return both_ways / self.scenario.rules.lending.stay_minutes

    def break_minutes(self, slot: Slot) -> int:
        """The break a duty of the slot earns."""
        start, end = self.spans[slot.day, slot.shift]
        return break_minutes(self.scenario, end - start)

    def reserve_minutes(self, slot: Slot) -> int:
        """Minutes of each duty of the slot that are promised to nobody."""
        start, end = self.spans[slot.day, slot.shift]
        return reserve_minutes(self.reserve[slot.group.role], end - start)

    def middle(self, slot: Slot) -> tuple[int, int]:
        """The middle half of a duty of the slot, in which its break lies."""
        return middle_half(self.spans[slot.day, slot.shift])


def build_sets(scenario: Scenario) -> Sets:
    """Enumerate the index sets of a scenario."""
    journey = travel_times(scenario)
    reach = _reach(scenario)
    free_days, published, duties = _duties(scenario)
    spans = {
        (day, shift): scenario.shift_span(day, shift)
        for day, shift in sorted({(duty.day, duty.shift) for duty in duties})
    }
    openings = _openings(scenario)
    bands = _bands(scenario, spans.values())
    slots = _slots(scenario, duties)
    on_duty = _on_duty(slots, spans, bands)
    reserve = reserve_shares(scenario)
    workable = [duty for duty in duties if duty in published or (duty.officer, duty.day) in free_days]
    can_staff, straight, apart = _hub_candidates(scenario, journey, reach, workable, spans, openings, bands, reserve)
    visit_fit = _visit_fit(scenario, bands, {band for _, band in on_duty})
    crews = _crews(scenario, reach, visit_fit, on_duty, _surely_on_duty(slots, on_duty, published))
    visit_fit = {key: fit for key, fit in visit_fit.items() if key in crews}
    return Sets(
        scenario=scenario,
        journey=journey,
        duties=duties,
        published=published,
        free_days=free_days,
        spans=spans,
        bands=bands,
        slots=slots,
        on_duty=on_duty,
        surely_on_duty=_surely_on_duty(slots, on_duty, published),
        may_be_on_duty=_may_be_on_duty(slots, on_duty, frozenset(workable)),
        openings=openings,
        can_staff=can_staff,
        straight=straight,
        apart=apart,
        visit_fit=visit_fit,
        windows=guarantee_windows(scenario, visit_fit),
        crews=crews,
        reach=reach,
        reserve=reserve,
    )


def _reach(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    if scenario.rules.lending.level == "off":
        return {team: (team, *(area for area in scenario.areas if area != team)) for team in scenario.areas}
    return {team: (team, *dict.fromkeys(area.neighbours)) for team, area in scenario.areas.items()}


def _duties(
    scenario: Scenario,
) -> tuple[frozenset[tuple[str, date]], frozenset[DutyKey], tuple[DutyKey, ...]]:
    may_work_when_away = scenario.rules.availability.level != "required"
    free_days: set[tuple[str, date]] = set()
    published_duties: set[DutyKey] = set()
    duties: list[DutyKey] = []
    for officer_id, officer in scenario.people.items():
        for day in scenario.horizon.dates:
            published = (officer.published or {}).get(day)
            if published is None:
                duties.extend(DutyKey(officer_id, day, shift) for shift in scenario.shifts)
                if may_work_when_away or day not in officer.unavailable:
                    free_days.add((officer_id, day))
            elif published != REST:
                duties.append(DutyKey(officer_id, day, published))
                published_duties.add(duties[-1])
    return frozenset(free_days), frozenset(published_duties), tuple(duties)


def _openings(scenario: Scenario) -> tuple[Opening, ...]:
    if scenario.rules.hub_staff.level == "off":
        return ()
    return tuple(
        sorted(
            Opening(session_id, opens, closes)
            for session_id, session in scenario.hub_sessions.items()
            for opens, closes in hub_openings(scenario, session)
        )
    )


def _bands(scenario: Scenario, spans: Iterable[tuple[int, int]]) -> tuple[Band, ...]:
    horizon = scenario.horizon
    spans = list(spans)
    if not spans:
        return ()
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    edges = {edge for span in spans for edge in span}
    edges |= {horizon.at(day) for day in (*horizon.dates, horizon.end)}
    edges |= {
        edge for hotspot in scenario.hotspots.values() for span in hotspot_openings(scenario, hotspot) for edge in span
    }
    if scenario.rules.hotspot_guarantee.counted == "elapsed":
        edges |= set(range(first, last, ELAPSED_BAND_MINUTES))
    inside = sorted(edge for edge in edges if first <= edge <= last)
    return tuple(Band(start, end, horizon.day(start)) for start, end in pairwise(inside))


def _slots(scenario: Scenario, duties: tuple[DutyKey, ...]) -> dict[Slot, tuple[DutyKey, ...]]:
    slots: dict[Slot, list[DutyKey]] = defaultdict(list)
    for duty in duties:
        officer = scenario.people[duty.officer]
        slots[Slot(Group(officer.area, officer.role), duty.day, duty.shift)].append(duty)
    return {slot: tuple(slots[slot]) for slot in sorted(slots)}


def _on_duty(
    slots: dict[Slot, tuple[DutyKey, ...]], spans: dict[tuple[date, str], tuple[int, int]], bands: tuple[Band, ...]
) -> dict[tuple[Group, Band], tuple[Slot, ...]]:
    found: dict[tuple[Group, Band], list[Slot]] = defaultdict(list)
    for slot in slots:
        start, end = spans[slot.day, slot.shift]
        for band in bands:
            if start <= band.start and band.end <= end:
                found[slot.group, band].append(slot)
    return {key: tuple(found[key]) for key in sorted(found)}


def _hub_candidates(  # noqa: PLR0913, PLR0917 - the index set that joins people, duties, openings and minutes
    scenario: Scenario,
    journey: TravelTime,
    reach: dict[str, tuple[str, ...]],
    duties: Iterable[DutyKey],
    spans: dict[tuple[date, str], tuple[int, int]],
    openings: tuple[Opening, ...],
    bands: tuple[Band, ...],
    reserve: dict[str, float],
) -> tuple[
    dict[tuple[DutyKey, Opening], dict[Band, int]],
    frozenset[tuple[DutyKey, Opening]],
    tuple[tuple[DutyKey, Opening, Opening], ...],
]:
    briefing = briefing_minutes(scenario)
    can_staff: dict[tuple[DutyKey, Opening], dict[Band, int]] = {}
    straight: set[tuple[DutyKey, Opening]] = set()
    apart: list[tuple[DutyKey, Opening, Opening]] = []
    for duty in duties:
        officer = scenario.people[duty.officer]
        span = spans[duty.day, duty.shift]
        around: dict[Opening, tuple[Stretch, Stretch]] = {}
        for opening in openings:
            session = scenario.hub_sessions[opening.session]
            if opening.opens < span[0] or opening.closes > span[1] or not _may_staff(session, officer, reach):
                continue
            away = journey(officer.area, opening.session)
            back = journey(opening.session, officer.area)
            is_straight = opening.opens - span[0] < briefing + away
            leaves_from_there = span[1] - opening.closes < back
            before = (span[0], opening.opens, 0) if is_straight else (span[0] + briefing, opening.opens, away)
            after = (opening.closes, span[1], 0 if leaves_from_there else back)
            if not _rest_of_duty_fits(scenario, span, [before, after], reserve[officer.role]):
                continue
            around[opening] = before, after
            occupied = opening.opens - before[2], opening.closes + after[2]
            can_staff[duty, opening] = {
                band: shared for band in bands if (shared := overlap(occupied, (band.start, band.end)))
            }
            if is_straight:
                straight.add((duty, opening))
        for first, second in _pairs(around):
            between = first.closes, second.opens, journey(first.session, second.session)
            stretches = [around[first][0], between, around[second][1]]
            if not _rest_of_duty_fits(scenario, span, stretches, reserve[officer.role]):
                apart.append((duty, first, second))
    return can_staff, frozenset(straight), tuple(apart)


def _pairs(openings: Iterable[Opening]) -> Iterable[tuple[Opening, Opening]]:
    ordered = sorted(openings, key=lambda opening: (opening.opens, opening.closes, opening.session))
    return ((first, second) for index, first in enumerate(ordered) for second in ordered[index + 1 :])


def _may_staff(session: HubSession, officer: Officer, reach: dict[str, tuple[str, ...]]) -> bool:
    is_asked_for = (
        ANY in session.staff or officer.role in session.staff or any(s in session.staff for s in officer.skills)
    )
    return is_asked_for and session.area in reach[officer.area]


def _rest_of_duty_fits(scenario: Scenario, span: tuple[int, int], stretches: list[Stretch], reserve: float) -> bool:
    """Whether journeys, break and reserve fit between what is fixed in a duty.

    The break may come before or after the journey of its stretch, but neither is taken in pieces.
    """
    length = span[1] - span[0]
    pause = break_minutes(scenario, length)
    low, high = middle_half(span)
    free = [end - start - journey for start, end, journey in stretches]
    has_break = pause == 0 or any(
        min(end, high) - max(start, low) >= pause
        and max(min(end, high) - start, end - max(start, low)) >= pause + journey
        for start, end, journey in stretches
    )
    return has_break and min(free) >= 0 and sum(free) >= pause + reserve_minutes(reserve, length)


def _visit_fit(scenario: Scenario, bands: tuple[Band, ...], staffed: set[Band]) -> dict[tuple[str, Band], int]:
    dwell = scenario.rules.hotspot_guarantee.minutes
    last = scenario.horizon.at(scenario.horizon.end)
    fits: dict[tuple[str, Band], int] = {}
    for spot_id, spot in scenario.hotspots.items():
        spans = hotspot_openings(scenario, spot)
        for band in bands:
            is_open = any(start <= band.start and band.end <= end for start, end in spans)
            if is_open and band in staffed and band.end <= last and band.minutes >= dwell:
                fits[spot_id, band] = most_visits(scenario, band.minutes)
    return fits


def most_visits(scenario: Scenario, minutes: int) -> int:
    """How many visits to one hotspot fit into an interval with the least spacing between them."""
    dwell = scenario.rules.hotspot_guarantee.minutes
    rule = scenario.rules.visit_spacing
    spacing = rule.hours * MINUTES_PER_HOUR if rule.level != "off" else 0
    return 0 if minutes < dwell else 1 + floor((minutes - dwell) / (dwell + spacing))


def _surely_on_duty(
    slots: dict[Slot, tuple[DutyKey, ...]],
    on_duty: dict[tuple[Group, Band], tuple[Slot, ...]],
    published: frozenset[DutyKey],
) -> dict[tuple[Group, Band], int]:
    return {
        key: sum(1 for slot in there for duty in slots[slot] if duty in published) for key, there in on_duty.items()
    }


def _may_be_on_duty(
    slots: dict[Slot, tuple[DutyKey, ...]],
    on_duty: dict[tuple[Group, Band], tuple[Slot, ...]],
    workable: frozenset[DutyKey],
) -> dict[tuple[Group, Band], int]:
    return {
        key: len({duty.officer for slot in there for duty in slots[slot] if duty in workable})
        for key, there in on_duty.items()
    }


def _crews(
    scenario: Scenario,
    reach: dict[str, tuple[str, ...]],
    visit_fit: dict[tuple[str, Band], int],
    on_duty: dict[tuple[Group, Band], tuple[Slot, ...]],
    surely_on_duty: dict[tuple[Group, Band], int],
) -> dict[tuple[str, Band], tuple[Group, ...]]:
    groups_on: dict[Band, list[Group]] = defaultdict(list)
    for group, band in on_duty:
        groups_on[band].append(group)
    crews: dict[tuple[str, Band], tuple[Group, ...]] = {}
    for spot_id, band in visit_fit:
        spot = scenario.hotspots[spot_id]
        eligible = [
            group
            for group in groups_on[band]
            if spot.area in reach[group.team] and (spot.roles is None or group.role in spot.roles)
        ]
        own = {group: surely_on_duty[group, band] for group in eligible if group.team == spot.area}
        leads = sum(number for group, number in own.items() if not spot.lead or group.role in spot.lead)
        if sum(own.values()) >= CREWS_ENOUGH * spot.crew and leads >= CREWS_ENOUGH:
            eligible = list(own)
        if eligible and (not spot.lead or any(group.role in spot.lead for group in eligible)):
            crews[spot_id, band] = tuple(eligible)
    return crews
