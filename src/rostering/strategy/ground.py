"""What the strategic model stands on: numbers of people, duties and visits, from a scenario alone; nothing is decided.

A *line* is expected duties: how many of a shift on a day. It stands for one person, or for all of a group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR, Span, overlap
from rostering.model.keys import Band, Group, Opening
from rostering.model.sets import most_visits
from rostering.model.windows import guarantee_windows
from rostering.scenario import REST, Scenario
from rostering.scenario.demand import area_shares, share_of_area
from rostering.scenario.openings import hotspot_openings, hub_openings
from rostering.scenario.owed import break_minutes, briefing_minutes, reserve_minutes, reserve_shares
from rostering.scenario.terms import allowed_shifts, is_free, terms_of
from rostering.scenario.travel import TravelTime, travel_times

Line = Mapping[tuple[date, str], float]
"""By day and shift, duties."""
HALVINGS = 60
"""How often the hours between nothing and all are halved to find those that agree with the journeys they cost."""


@dataclass(frozen=True)
class Ground:
    """The numbers that the strategic model is made of. Teams and roles make groups; hours are hours of people."""

    scenario: Scenario
    journey: TravelTime
    groups: tuple[Group, ...]
    """Every team with every role."""
    people: Mapping[Group, int]
    supply: Mapping[Group, Line]
    """What a group's people work: published duties, and contracts where days are free to roster."""
    hired: Mapping[str, Line]
    """What one more person of a role works: what people of the role do on average, known absences included."""
    overtime: Mapping[str, Line]
    """What one hour of overtime a week is in duties, spread as the role's duties are."""
    openings: tuple[Opening, ...]

    @cached_property
    def useful(self) -> Mapping[tuple[str, str], float]:
        """By role and shift, the hours of a duty that are left when briefing, break and reserve are taken off."""
        scenario, reserve = self.scenario, reserve_shares(self.scenario)
        lengths = shift_minutes(scenario)
        return {
            (role, shift): max(
                0.0,
                minutes
                - briefing_minutes(scenario)
                - break_minutes(scenario, minutes)
                - reserve_minutes(reserve[role], minutes),
            )
            / MINUTES_PER_HOUR
            for role in scenario.roles
            for shift, minutes in lengths.items()
        }

    @cached_property
    def spans(self) -> Mapping[tuple[date, str], Span]:
        """Start and end of every shift on every day."""
        scenario = self.scenario
        return {
            (day, shift): scenario.shift_span(day, shift) for day in scenario.horizon.dates for shift in scenario.shifts
        }

    @cached_property
    def reach(self) -> Mapping[str, tuple[str, ...]]:
        """By team: its own area and those it may be lent to."""
        areas = self.scenario.areas
        if self.scenario.rules.lending.level == "off":
            return {team: (team, *(area for area in areas if area != team)) for team in areas}
        return {team: (team, *dict.fromkeys(area.neighbours)) for team, area in areas.items()}

    @cached_property
    def reached_by(self) -> Mapping[str, tuple[Group, ...]]:
        """By area: the groups that may work in it, its own first."""
        return {
            area: tuple(sorted((g for g in self.groups if area in self.reach[g.team]), key=lambda g: g.team != area))
            for area in self.scenario.areas
        }

    @cached_property
    def most_visits(self) -> Mapping[tuple[str, date], int]:
        """By hotspot and day on which it opens while somebody could be on duty: most visits."""
        table: dict[tuple[str, date], int] = {}
        for spot_id, spot in self.scenario.hotspots.items():
            for day, minutes in self._open_minutes(spot_id).items():
                fits = min(spot.max_visits_per_day, most_visits(self.scenario, minutes))
                if fits:
                    table[spot_id, day] = fits
        return table

    def _open_minutes(self, spot_id: str) -> dict[date, int]:
        horizon, table = self.scenario.horizon, {}
        spans = hotspot_openings(self.scenario, self.scenario.hotspots[spot_id])
        for day in horizon.dates:
            whole = (horizon.at(day), horizon.at(day + timedelta(days=1)))
            table[day] = max((overlap(span, whole) for span in spans), default=0)
        return table

    @cached_property
    def shifts_at(self) -> Mapping[tuple[str, date], frozenset[str]]:
        """By hotspot and day: the shifts, begun on that day, in which a visit can be made."""
        dwell = self.scenario.rules.hotspot_guarantee.minutes
        spans = {spot: hotspot_openings(self.scenario, one) for spot, one in self.scenario.hotspots.items()}
        return {
            (spot, day): frozenset(
                shift
                for shift in self.scenario.shifts
                if any(overlap(self.spans[day, shift], span) >= dwell for span in spans[spot])
            )
            for spot, day in self.most_visits
        }

    @cached_property
    def windows(self) -> Mapping[tuple[str, date], tuple[tuple[date, ...], ...]]:
        """By hotspot and last day of each window of the guarantee: the days of each check."""
        if self.scenario.rules.hotspot_guarantee.level == "off":
            return {}
        horizon = self.scenario.horizon
        bands = {day: Band(horizon.at(day), horizon.at(day + timedelta(days=1)), day) for day in horizon.dates}
        found = guarantee_windows(self.scenario, [(spot, bands[day]) for spot, day in self.most_visits])
        return {key: tuple(tuple(band.day for band in check) for check in checks) for key, checks in found.items()}

    def visit_hours(self, spot: str, team: str) -> float:
        """Hours one person of a team spends on one visit: dwell, and the journey out; for a lent crew also back."""
        area = self.scenario.hotspots[spot].area
        journeys = self.journey(team, spot) + (self.journey(spot, team) if team != area else 0)
        return (self.scenario.rules.hotspot_guarantee.minutes + journeys) / MINUTES_PER_HOUR

    def hub_hours(self, opening: Opening, team: str) -> float:
        """Hours one person of a team spends on an opening, journeys out and back included."""
        ways = self.journey(team, opening.session) + self.journey(opening.session, team)
        return opening.hours + ways / MINUTES_PER_HOUR

    def lent_overhead(self, team: str, area: str) -> float:
        """Hours of journeys for each hour of patrol: there and back once in a stay, for who is lent."""
        if team == area:
            return 0.0
        both_ways = self.journey(team, area) + self.journey(area, team)
        return both_ways / self.scenario.rules.lending.stay_minutes

    def covers(self, opening: Opening) -> frozenset[tuple[date, str]]:
        """The duties in which an opening lies whole."""
        return frozenset(
            key for key, (start, end) in self.spans.items() if start <= opening.opens and opening.closes <= end
        )

    @cached_property
    def visiting(self) -> Visiting:
        """How many visits demand asks for, and the journeys they cost."""
        return _visiting(self)


@dataclass(frozen=True)
class Visiting:
    """Journeys to hotspots whose visits follow demand, in proportion to patrol as there is now."""

    by_patrol: Mapping[str, float]
    """By area: journey hours for each hour of its patrol."""
    spots: frozenset[str]
    """The hotspots these journeys lead to; at the others the guarantee asks for more than demand does."""


def build_ground(scenario: Scenario) -> Ground:
    """Count what there is."""
    groups = tuple(Group(team, role) for team in scenario.areas for role in scenario.roles)
    people = dict.fromkeys(groups, 0)
    supply: dict[Group, dict[tuple[date, str], float]] = {group: defaultdict(float) for group in groups}
    for officer in scenario.people.values():
        group = Group(officer.area, officer.role)
        people[group] += 1
        for day, shift in (officer.published or {}).items():
            if shift != REST and day not in officer.unavailable:
                supply[group][day, shift] += 1
    _add_free_days(scenario, supply)
    by_role = {role: _added(supply[g] for g in groups if g.role == role) for role in scenario.roles}
    openings = (
        Opening(session_id, *span)
        for session_id, session in scenario.hub_sessions.items()
        for span in hub_openings(scenario, session)
    )
    return Ground(
        scenario=scenario,
        journey=travel_times(scenario),
        groups=groups,
        people=people,
        supply={group: dict(line) for group, line in supply.items()},
        hired={
            role: _average(scenario, role, line, sum(people[g] for g in groups if g.role == role))
            for role, line in by_role.items()
        },
        overtime={role: _one_hour(scenario, line) for role, line in by_role.items()},
        openings=tuple(sorted(openings)) if scenario.rules.hub_staff.level != "off" else (),
    )


def shift_minutes(scenario: Scenario) -> dict[str, int]:
    """Length of every shift, on the first day."""
    spans = {shift: scenario.shift_span(scenario.horizon.start, shift) for shift in scenario.shifts}
    return {shift: end - start for shift, (start, end) in spans.items()}


def _add_free_days(scenario: Scenario, supply: Mapping[Group, dict[tuple[date, str], float]]) -> None:
    """What contracts leave to work on days free to roster, evenly over these days and the shifts allowed on them."""
    lengths = {shift: minutes / MINUTES_PER_HOUR for shift, minutes in shift_minutes(scenario).items()}
    for officer in scenario.people.values():
        days = [day for day in scenario.horizon.dates if is_free(officer, day)]
        allowed = {day: sorted(allowed_shifts(scenario, officer, day)) for day in days}
        days = [day for day in days if allowed[day]]
        if not days:
            continue
        there = sum(day not in officer.unavailable for day in scenario.horizon.dates)
        published = sum(
            lengths[shift]
            for day, shift in (officer.published or {}).items()
            if shift != REST and day not in officer.unavailable
        )
        due = max(0.0, terms_of(scenario, officer).weekly_hours * there / DAYS_PER_WEEK - published)
        each_day = min(due / len(days), sum(lengths.values()) / len(lengths))
        line = supply[Group(officer.area, officer.role)]
        for day in days:
            share = each_day / sum(lengths[shift] for shift in allowed[day])
            for shift in allowed[day]:
                line[day, shift] += share


def _added(lines: Iterable[Line]) -> dict[tuple[date, str], float]:
    total: dict[tuple[date, str], float] = defaultdict(float)
    for line in lines:
        for key, duties in line.items():
            total[key] += duties
    return dict(total)


def _average(scenario: Scenario, role: str, line: Line, people: int) -> Line:
    """A person's part of what a role works; where it has nobody, contracted hours less abstraction, evenly."""
    if line and people:
        return {key: duties / people for key, duties in line.items()}
    terms = scenario.roles[role]
    weeks = scenario.horizon.days / DAYS_PER_WEEK
    hours = terms.weekly_hours * weeks * (1 - terms.abstraction)
    return _evenly(scenario, hours)


def _one_hour(scenario: Scenario, line: Line) -> Line:
    """Duties that make one hour a week, spread as a role's duties are; evenly where it has none."""
    weeks = scenario.horizon.days / DAYS_PER_WEEK
    hours = hours_of(scenario, line)
    return {key: duties * weeks / hours for key, duties in line.items()} if hours else _evenly(scenario, weeks)


def _evenly(scenario: Scenario, hours: float) -> Line:
    lengths = shift_minutes(scenario)
    whole = sum(lengths.values()) / MINUTES_PER_HOUR * scenario.horizon.days
    return {(day, shift): hours / whole for day in scenario.horizon.dates for shift in lengths}


def hours_of(scenario: Scenario, line: Line) -> float:
    """Duty hours of a line."""
    lengths = shift_minutes(scenario)
    return sum(duties * lengths[shift] for (_, shift), duties in line.items()) / MINUTES_PER_HOUR


def duty_hours(ground: Ground, role: str) -> float:
    """Mean length of a role's duties, in hours."""
    lengths = shift_minutes(ground.scenario)
    line = ground.overtime[role]
    total = sum(line.values())
    return sum(n * lengths[shift] for (_, shift), n in line.items()) / total / MINUTES_PER_HOUR


def _visiting(ground: Ground) -> Visiting:
    """Which hotspots' visits follow demand, from the patrol hours there are when nobody is lent."""
    scenario = ground.scenario
    shares, parts, dwell = area_shares(scenario), share_of_area(scenario), scenario.rules.hotspot_guarantee.minutes
    most = {spot: sum(fits for (at, _), fits in ground.most_visits.items() if at == spot) for spot in scenario.hotspots}
    floor = {spot: _fewest_visits(ground, spot) for spot in scenario.hotspots}
    out = {
        spot: ground.visit_hours(spot, one.area) - dwell / MINUTES_PER_HOUR for spot, one in scenario.hotspots.items()
    }

    def wanted(spot: str, patrol: float) -> float:
        one = scenario.hotspots[spot]
        return patrol * MINUTES_PER_HOUR * shares[one.area] * parts[spot] / (one.crew * dwell)

    def journeys(patrol: float) -> float:
        due = {spot: max(floor[spot], min(wanted(spot, patrol), most[spot])) for spot in most}
        return sum(due[spot] * scenario.hotspots[spot].crew * out[spot] for spot in due)

    available = _hours_available(ground)
    low, high = 0.0, available
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if available - journeys(middle) > middle else (low, middle)
    following = [spot for spot in most if min(wanted(spot, low), most[spot]) > floor[spot]]
    rates = dict.fromkeys(scenario.areas, 0.0)
    for spot in following:
        one = scenario.hotspots[spot]
        patrol = low * shares[one.area]
        rates[one.area] += min(wanted(spot, low), most[spot]) * one.crew * out[spot] / patrol
    return Visiting(rates, frozenset(following))


def _hours_available(ground: Ground) -> float:
    hours = sum(
        duties * ground.useful[group.role, shift]
        for group, line in ground.supply.items()
        for (_, shift), duties in line.items()
    )
    sessions = ground.scenario.hub_sessions
    hubs = sum(
        sessions[one.session].people * ground.hub_hours(one, sessions[one.session].area) for one in ground.openings
    )
    return max(0.0, hours - hubs)


def _fewest_visits(ground: Ground, spot: str) -> int:
    """Fewest visits that keep the windows of the guarantee: each as late as the first open window allows."""
    windows = sorted(
        (check for (at, _), checks in ground.windows.items() if at == spot for check in checks if check),
        key=lambda days: days[-1],
    )
    visits: list[date] = []
    for days in windows:
        if not any(day in days for day in visits):
            visits.append(days[-1])
    return len(visits)
