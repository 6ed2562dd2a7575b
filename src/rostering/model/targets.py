"""Targets that are fixed before anything is solved, so that no row multiplies a share by an unknown total."""

from __future__ import annotations

from collections import defaultdict

from rostering.horizon import DAYS_PER_WEEK, MINUTES_PER_HOUR
from rostering.model.keys import Band, Slot
from rostering.model.sets import Sets
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares, share_of_area
from rostering.scenario.owed import briefing_minutes
from rostering.scenario.records import HourProfile
from rostering.scenario.terms import terms_of

HALVINGS = 60
"""Visits cost journeys, which leaves less patrol to share, which asks for fewer visits: where both agree is found by
halving the minutes between nothing and all. (Computing each from the other in turn never settles where a journey takes
longer than a visit.)"""


def visits_due(scenario: Scenario, sets: Sets) -> dict[str, float]:
    """By hotspot, the visits its demand and the guarantee ask for over the horizon, given the hours there are.

    The patrol hours that can be expected (duties less briefing, break, reserve, hub openings and the journeys of the
    visits themselves) are shared out by demand: to areas, and in an area to its hotspots.
    """
    return _settle(scenario, sets)[0]


def patrol_hours(scenario: Scenario, sets: Sets) -> float:
    """Patrol hours that can be expected over the horizon, visits included, when nobody is lent."""
    return _settle(scenario, sets)[1] / MINUTES_PER_HOUR


def _settle(scenario: Scenario, sets: Sets) -> tuple[dict[str, float], float]:
    """Visits due by hotspot, and patrol minutes, each computed from the other until they agree."""
    dwell = scenario.rules.hotspot_guarantee.minutes
    shares, parts = area_shares(scenario), share_of_area(scenario)
    available = _minutes_available(scenario, sets)
    is_promised = scenario.rules.hotspot_guarantee.level != "off"
    floors = {spot: _fewest_visits(sets, spot) if is_promised else 0 for spot in scenario.hotspots}

    def due_of(patrol: float) -> dict[str, float]:
        due: dict[str, float] = {}
        for spot_id, spot in scenario.hotspots.items():
            wanted = patrol * shares[spot.area] * parts[spot_id] / (spot.crew * dwell)
            most = spot.max_visits_per_day * len({band.day for band in sets.visit_bands[spot_id]})
            due[spot_id] = max(floors[spot_id], min(wanted, most))
        return due

    def left_for(due: dict[str, float]) -> float:
        journeys = sum(
            due[spot_id] * spot.crew * (sets.visit_minutes(spot_id, spot.area) - dwell)
            for spot_id, spot in scenario.hotspots.items()
        )
        return max(0.0, available - journeys)

    low, high = 0.0, available
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if left_for(due_of(middle)) > middle else (low, middle)
    patrol = left_for(due_of(low))
    return due_of(patrol), patrol


def hour_shares(scenario: Scenario, sets: Sets) -> dict[tuple[str, Band], float]:
    """By area and band, the share of the day's demand that falls into the band, over the bands with anyone on duty.

    Nothing where the scenario says nothing of the hours of demand.
    """
    if scenario.demand.hours is None:
        return {}
    weights: dict[tuple[str, Band], float] = {}
    totals: dict[tuple[str, object], float] = defaultdict(float)
    for team, band in sorted({(group.team, band) for group, band in sets.on_duty}):
        weights[team, band] = demand_between(scenario, scenario.demand.hours, band.start, band.end)
        totals[team, band.day] += weights[team, band]
    return {
        (area, band): weight / totals[area, band.day]
        for (area, band), weight in weights.items()
        if totals[area, band.day] > 0
    }


def demand_between(scenario: Scenario, profile: HourProfile, start: int, end: int) -> float:
    """Relative demand between two instants: the profile of the hours, each for the minutes taken of it."""
    horizon = scenario.horizon
    demand, instant = 0.0, start
    while instant < end:
        local = horizon.local(instant)
        until = min(end, instant + MINUTES_PER_HOUR - local.minute)
        demand += (until - instant) * profile.on(local.weekday())[local.hour]
        instant = until
    return demand


def _minutes_available(scenario: Scenario, sets: Sets) -> float:
    """Minutes of duty left for patrol, visits and their journeys, over all teams."""
    minutes = 0.0
    for slot, duties in sets.slots.items():
        published = sum(1 for duty in duties if duty in sets.published)
        start, end = sets.spans[slot.day, slot.shift]
        minutes += published * _useful_minutes(sets, slot, end - start)
    minutes += _minutes_to_roster(scenario, sets)
    for opening in sets.openings:
        session = scenario.hub_sessions[opening.session]
        journeys = 2 * sets.journey(session.area, opening.session)
        minutes -= session.people * (opening.closes - opening.opens + journeys)
    return max(0.0, minutes)


def _useful_minutes(sets: Sets, slot: Slot, minutes: int) -> float:
    return minutes - briefing_minutes(sets.scenario) - sets.break_minutes(slot) - sets.reserve_minutes(slot)


def _minutes_to_roster(scenario: Scenario, sets: Sets) -> float:
    """What free days are expected to add: the rest of each officer's contract, as far as days are left for it."""
    lengths = [sets.spans[slot.day, slot.shift] for slot in sets.slots]
    if not lengths:
        return 0.0
    typical = sum(end - start for start, end in lengths) / len(lengths)
    useful = sum(
        _useful_minutes(sets, slot, sets.spans[slot.day, slot.shift][1] - sets.spans[slot.day, slot.shift][0])
        for slot in sets.slots
    ) / sum(end - start for start, end in lengths)
    total = 0.0
    for officer_id, officer in scenario.people.items():
        free = [day for day in scenario.horizon.dates if (officer_id, day) in sets.free_days]
        published = sum(
            sets.spans[duty.day, duty.shift][1] - sets.spans[duty.day, duty.shift][0]
            for day in scenario.horizon.dates
            for duty in sets.duties_on.get((officer_id, day), ())
            if duty in sets.published
        )
        contract = terms_of(scenario, officer).weekly_hours * MINUTES_PER_HOUR * scenario.horizon.days / DAYS_PER_WEEK
        total += useful * min(max(0.0, contract - published), len(free) * typical)
    return total


def _fewest_visits(sets: Sets, spot: str) -> int:
    """Fewest visits that keep the windows of the guarantee: each taken as late as the first open window allows."""
    windows = sorted(
        (
            tuple(band.start for band in check)
            for (hotspot, _), checks in sets.windows.items()
            if hotspot == spot
            for check in checks
        ),
        key=lambda starts: starts[-1] if starts else -1,
    )
    visits: list[int] = []
    for starts in windows:
        if starts and not any(start in starts for start in visits):
            visits.append(starts[-1])
    return len(visits)
