"""Index sets: every pair and triple the rules range over, built once.

A *band* is a maximal interval in which nobody starts or ends a duty and no hotspot opens or closes; a visit or an hour
of patrol is placed in a band here and gets its minute in the itinerary. A *group* is the people of one team with one
role; a *slot* is a group's people who start the same shift on the same day. Only hub staff are decided by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from math import floor

from rostering.horizon import MINUTES_PER_HOUR, Span, overlap
from rostering.model.keys import Band, DutyKey, Group, Opening, Slot, Staffing
from rostering.model.stays import BareDuty, Stay, clashing, fits_beside, possible_stays
from rostering.model.windows import guarantee_windows, spare_windows
from rostering.scenario import ANY, REST, Scenario
from rostering.scenario.openings import hotspot_openings, hub_openings
from rostering.scenario.owed import break_minutes, briefing_minutes, middle_half, reserve_minutes, reserve_shares
from rostering.scenario.records import Headcount
from rostering.scenario.terms import Terms, is_rostered, terms_of
from rostering.scenario.travel import TravelTime, travel_times

ELAPSED_BAND_MINUTES = 60
"""Longest band where the guarantee is counted in hours: a band is how precisely the model knows a visit's time."""
CREWS_ENOUGH = 3
"""A crew is lent for visits only in bands in which the own team is not sure to have this many crews on duty."""


@dataclass(frozen=True)
class Sets:
    """All index sets of a scenario. What only tasking needs is enumerated when it is first asked for."""

    scenario: Scenario
    journey: TravelTime
    duties: tuple[DutyKey, ...]
    """Every duty that may be decided: every shift on a day that is not published, and where `published_duty` is
    preferred on a published day too; else the published shift."""
    published: frozenset[DutyKey]
    """The duties that are published."""
    fixed: frozenset[DutyKey]
    """Those of them that cannot be changed."""
    free_days: frozenset[tuple[str, date]]
    """Officer and day without a published duty or rest day on which the officer may have a duty."""
    open_days: frozenset[tuple[str, date]]
    """Officer and day on which something is decided: the free ones, and published ones that may be changed."""
    spans: dict[tuple[date, str], Span]
    """Start and end of a shift on a day."""
    openings: tuple[Opening, ...]
    reach: dict[str, tuple[str, ...]]
    """By team: its own area and those it may be lent to."""
    reserve: dict[str, float]
    """By role: share of every duty kept in reserve."""

    @cached_property
    def rostered(self) -> tuple[str, ...]:
        """Officers with a day that is free to roster."""
        people = self.scenario.people.items()
        return tuple(officer_id for officer_id, officer in people if is_rostered(self.scenario, officer))

    @cached_property
    def terms(self) -> dict[str, Terms]:
        """By rostered officer, the working terms."""
        return {officer: terms_of(self.scenario, self.scenario.people[officer]) for officer in self.rostered}

    @cached_property
    def on_shift(self) -> dict[Staffing, tuple[DutyKey, ...]]:
        """By area, day and shift, the duties of the area's own team."""
        table: dict[Staffing, list[DutyKey]] = defaultdict(list)
        for duty in self.duties:
            table[Staffing(self.scenario.people[duty.officer].area, duty.day, duty.shift)].append(duty)
        return {key: tuple(duties) for key, duties in table.items()}

    @cached_property
    def wanted(self) -> dict[Staffing, Headcount]:
        """By area, day and shift, the people wanted, where any number is."""
        return {
            Staffing(area, day, shift): wanted
            for area, shifts in self.scenario.staffing.items()
            for shift, staffing in shifts.items()
            for day in self.scenario.horizon.dates
            if (wanted := staffing.on(day)) is not None
        }

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The bands, in order."""
        return _bands(self.scenario, self.spans.values())

    @cached_property
    def slots(self) -> dict[Slot, tuple[DutyKey, ...]]:
        """By slot, the duties its people may have."""
        return _slots(self.scenario, self.duties)

    @cached_property
    def on_duty(self) -> dict[tuple[Group, Band], tuple[Slot, ...]]:
        """The slots whose duty contains the band."""
        return _on_duty(self.slots, self.spans, self.bands)

    @cached_property
    def surely_on_duty(self) -> dict[tuple[Group, Band], int]:
        """People of a group whose published duty, which cannot be changed, contains the band."""
        return _surely_on_duty(self.slots, self.on_duty, self.fixed)

    @cached_property
    def may_be_on_duty(self) -> dict[tuple[Group, Band], int]:
        """People of a group who have a duty that contains the band, or may be given one."""
        return _may_be_on_duty(self.slots, self.on_duty, frozenset(self._workable))

    @cached_property
    def _workable(self) -> tuple[DutyKey, ...]:
        return tuple(d for d in self.duties if d in self.published or (d.officer, d.day) in self.open_days)

    @cached_property
    def _bare(self) -> dict[DutyKey, BareDuty]:
        return {
            duty: _bare_duty(self.scenario, duty, self.spans[duty.day, duty.shift], self.reserve)
            for duty in self._workable
        }

    @cached_property
    def _stays(self) -> dict[DutyKey, dict[Opening, Stay]]:
        return {
            duty: possible_stays(
                self.journey, bare, _openings_for(self.scenario, self.openings, self.reach, duty.officer)
            )
            for duty, bare in self._bare.items()
        }

    @cached_property
    def can_staff(self) -> dict[tuple[DutyKey, Opening], dict[Band, int]]:
        """Who could staff an opening from which duty, and the minutes this takes from each band, journeys included."""
        return _minutes_at_hubs(self._stays, self.bands)

    @cached_property
    def straight(self) -> frozenset[tuple[DutyKey, Opening]]:
        """Where the officer reports straight to the hub, without a briefing."""
        return frozenset(
            (duty, opening)
            for duty, found in self._stays.items()
            for opening, stay in found.items()
            if stay.is_straight
        )

    @cached_property
    def apart(self) -> tuple[tuple[DutyKey, Opening, Opening], ...]:
        """Pairs of openings one duty cannot both staff, for want of time to travel or to take the break."""
        return tuple(
            (duty, *pair)
            for duty, found in self._stays.items()
            for pair in clashing(self.journey, self._bare[duty], found)
        )

    def fits_beside(self, duty: DutyKey, opening: Opening, fixed: Sequence[tuple[int, int, str]]) -> bool:
        """Whether an opening leaves room for what is fixed in a duty: start, end and place of each piece."""
        return fits_beside(self.journey, self._bare[duty], opening, fixed)

    @cached_property
    def _all_visit_fit(self) -> dict[tuple[str, Band], int]:
        return _visit_fit(self.scenario, self.bands, {band for _, band in self.on_duty})

    @cached_property
    def crews(self) -> dict[tuple[str, Band], tuple[Group, ...]]:
        """The groups that may send people on a visit."""
        return _crews(self.scenario, self.reach, self._all_visit_fit, self.on_duty, self.surely_on_duty)

    @cached_property
    def visit_fit(self) -> dict[tuple[str, Band], int]:
        """Most visits to a hotspot in a band, where at least one fits and somebody may make it."""
        return {key: fit for key, fit in self._all_visit_fit.items() if key in self.crews}

    @cached_property
    def windows(self) -> dict[tuple[str, date], tuple[tuple[Band, ...], ...]]:
        """By hotspot and the day a window of the guarantee ends on: sets of bands, each of which must hold a visit."""
        return guarantee_windows(self.scenario, self.visit_fit)

    @cached_property
    def spare_windows(self) -> dict[tuple[str, date], tuple[Band, ...]]:
        """By hotspot and last day of a window that is to hold spare visits: the bands that count."""
        return spare_windows(self.scenario, self.visit_fit)

    @cached_property
    def duties_on(self) -> dict[tuple[str, date], tuple[DutyKey, ...]]:
        """By officer and day, the duties to choose from."""
        table: dict[tuple[str, date], list[DutyKey]] = defaultdict(list)
        for duty in self.duties:
            table[duty.officer, duty.day].append(duty)
        return {key: tuple(duties) for key, duties in table.items()}

    def duties_of(self, officer: str, days: Iterable[date]) -> list[DutyKey]:
        """The duties an officer may have on some days."""
        return [duty for day in days for duty in self.duties_on.get((officer, day), ())]

    def hours(self, duty: DutyKey) -> float:
        """Length of a duty."""
        start, end = self.spans[duty.day, duty.shift]
        return (end - start) / MINUTES_PER_HOUR

    def rotates_with(self, officer: str) -> tuple[str, str] | None:
        """Who starts an officer's rotation, the officer or all of the area's team on it, and the rotation."""
        one = self.scenario.people[officer]
        if one.rotation is None:
            return None
        is_alone = self.scenario.rotations[one.rotation].choose == "officer"
        return (officer if is_alone else one.area), one.rotation

    def is_any_open(self, officer: str, days: Iterable[date]) -> bool:
        """Whether anything is decided for an officer on some days."""
        return any((officer, day) in self.open_days for day in days)

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

    @cached_property
    def open_minutes(self) -> dict[tuple[str, Band], int]:
        """By hotspot and band: the length of the opening the band lies in."""
        spans = {spot_id: hotspot_openings(self.scenario, spot) for spot_id, spot in self.scenario.hotspots.items()}
        return {
            (spot_id, band): next(end - start for start, end in spans[spot_id] if start <= band.start < end)
            for spot_id, band in self.visit_fit
        }

    @cached_property
    def band_beside(self) -> dict[tuple[Group, Band], Band]:
        """By group and band: the band just before it, or else just after it, in which the group may be on duty too."""
        table: dict[tuple[Group, Band], Band] = {}
        for before, after in pairwise(self.bands):
            for group in {group for group, band in self.on_duty if band == after and (group, before) in self.on_duty}:
                table[group, after] = before
                table.setdefault((group, before), after)
        return table

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

    def middle(self, slot: Slot) -> Span:
        """The middle half of a duty of the slot, in which its break lies."""
        return middle_half(self.spans[slot.day, slot.shift])


def build_sets(scenario: Scenario) -> Sets:
    """Enumerate the index sets of a scenario."""
    free_days, open_days = _days_to_decide(scenario)
    duties = tuple(_duties(scenario, open_days))
    published = frozenset(
        duty for duty in duties if (scenario.people[duty.officer].published or {}).get(duty.day) == duty.shift
    )
    return Sets(
        scenario=scenario,
        journey=travel_times(scenario),
        duties=duties,
        published=published,
        fixed=published if scenario.rules.published_duty.level == "required" else frozenset(),
        free_days=free_days,
        open_days=open_days,
        spans={
            (day, shift): scenario.shift_span(day, shift)
            for day, shift in sorted({(duty.day, duty.shift) for duty in duties})
        },
        openings=_openings(scenario),
        reach=_reach(scenario),
        reserve=reserve_shares(scenario),
    )


def _reach(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    if scenario.rules.lending.level == "off":
        return {team: (team, *(area for area in scenario.areas if area != team)) for team in scenario.areas}
    return {team: (team, *dict.fromkeys(area.neighbours)) for team, area in scenario.areas.items()}


def _days_to_decide(scenario: Scenario) -> tuple[frozenset[tuple[str, date]], frozenset[tuple[str, date]]]:
    """Free days, and with them the published ones that may be changed."""
    may_work_when_away = scenario.rules.availability.level != "required"
    may_change = scenario.rules.published_duty.level != "required"
    there = [
        (officer_id, day)
        for officer_id, officer in scenario.people.items()
        for day in scenario.horizon.dates
        if may_work_when_away or day not in officer.unavailable
    ]
    free = frozenset((who, day) for who, day in there if day not in (scenario.people[who].published or {}))
    return free, frozenset(there) if may_change else free


def _duties(scenario: Scenario, open_days: frozenset[tuple[str, date]]) -> Iterator[DutyKey]:
    """Every shift where something is decided, or somebody is away; else what is published."""
    for officer_id, officer in scenario.people.items():
        for day in scenario.horizon.dates:
            published = (officer.published or {}).get(day)
            if published is None or (officer_id, day) in open_days:
                yield from (DutyKey(officer_id, day, shift) for shift in scenario.shifts)
            elif published != REST:
                yield DutyKey(officer_id, day, published)


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


def _bands(scenario: Scenario, spans: Iterable[Span]) -> tuple[Band, ...]:
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
    slots: dict[Slot, tuple[DutyKey, ...]], spans: dict[tuple[date, str], Span], bands: tuple[Band, ...]
) -> dict[tuple[Group, Band], tuple[Slot, ...]]:
    found: dict[tuple[Group, Band], list[Slot]] = defaultdict(list)
    for slot in slots:
        start, end = spans[slot.day, slot.shift]
        for band in bands:
            if start <= band.start and band.end <= end:
                found[slot.group, band].append(slot)
    return {key: tuple(found[key]) for key in sorted(found)}


def _bare_duty(scenario: Scenario, duty: DutyKey, span: Span, reserve: dict[str, float]) -> BareDuty:
    officer, length = scenario.people[duty.officer], span[1] - span[0]
    kept = reserve_minutes(reserve[officer.role], length)
    return BareDuty(officer.area, *span, briefing_minutes(scenario), break_minutes(scenario, length), kept)


def _openings_for(
    scenario: Scenario, openings: tuple[Opening, ...], reach: dict[str, tuple[str, ...]], officer_id: str
) -> list[Opening]:
    """The openings that ask for an officer like this in an area the team may work in."""
    officer = scenario.people[officer_id]
    kinds = {ANY, officer.role, *officer.skills}
    sessions = {
        session_id
        for session_id, session in scenario.hub_sessions.items()
        if session.area in reach[officer.area] and not kinds.isdisjoint(session.staff)
    }
    return [opening for opening in openings if opening.session in sessions]


def _minutes_at_hubs(
    stays: dict[DutyKey, dict[Opening, Stay]], bands: tuple[Band, ...]
) -> dict[tuple[DutyKey, Opening], dict[Band, int]]:
    return {
        (duty, opening): {band: shared for band in bands if (shared := overlap(stay.occupied, (band.start, band.end)))}
        for duty, found in stays.items()
        for opening, stay in found.items()
    }


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
