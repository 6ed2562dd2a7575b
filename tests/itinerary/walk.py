"""Walk through timed duties minute by minute, knowing nothing of how they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rostering.scenario import Scenario
from rostering.scenario.travel import travel_times
from rostering.schedule import Activity, Duty, Plan, Tasking


def faults(scenario: Scenario, tasking: Tasking, plan: Plan) -> list[str]:
    """Everything that is wrong with the duties and visits of a plan, in words."""
    found = [fault for duty in plan.duties for fault in duty_faults(scenario, duty)]
    if [(duty.officer, duty.day, duty.shift) for duty in plan.duties] != sorted(tasking.duties):
        found.append("duties differ from the tasking's")
    found.extend(visit_faults(scenario, plan))
    return [*found, *hub_faults(tasking, plan)]


def duty_faults(scenario: Scenario, duty: Duty) -> Iterator[str]:
    """Gaps, overlaps, misplaced breaks, journeys that are too short, places that are not where they should be."""
    shift = scenario.shifts[duty.shift]
    start, end = scenario.horizon.span(duty.day, shift.start, shift.end)
    name = f"{duty.officer} {duty.day}"
    clock = start
    for activity in duty.activities:
        if activity.start != clock or activity.end <= activity.start:
            yield f"{name}: {activity} does not follow on {clock}"
        clock = activity.end
    if clock != end:
        yield f"{name}: ends at {clock}, not at {end}"
    pauses = [activity for activity in duty.activities if activity.do == "break"]
    quarter = (end - start) / 4
    if any(pause.start < start + quarter or pause.end > end - quarter for pause in pauses) or len(pauses) > 1:
        yield f"{name}: break outside the middle half"
    yield from _place_faults(scenario, duty, name)


def _place_faults(scenario: Scenario, duty: Duty, name: str) -> Iterator[str]:
    journey = travel_times(scenario)
    team = scenario.people[duty.officer].area
    hubs = [activity for activity in duty.activities if activity.do == "hub"]
    straight_out = bool(hubs) and all(activity.do != "briefing" for activity in duty.activities)
    place = hubs[0].session if straight_out else team
    assert place is not None
    for activity in duty.activities:
        if activity.do == "travel":
            assert activity.to_place is not None
            if activity.minutes < journey(place, activity.to_place):
                yield f"{name}: {activity} is shorter than the journey from {place}"
            place = activity.to_place
        needed = activity.hotspot or activity.session
        if needed and needed != place:
            yield f"{name}: at {place}, not at {needed}"
        if activity.do == "patrol" and activity.area != area_of(scenario, place):
            yield f"{name}: patrols {activity.area} from {place}"
    straight_home = bool(hubs) and place == hubs[-1].session
    if place != team and not straight_home:
        yield f"{name}: ends at {place}"


def area_of(scenario: Scenario, place: str) -> str:
    """The area of a place."""
    if place in scenario.areas:
        return place
    return scenario.hotspots[place].area if place in scenario.hotspots else scenario.hub_sessions[place].area


def presences(plan: Plan) -> dict[tuple[str, int, int], list[tuple[str, Activity]]]:
    """Who makes each visit: by hotspot, start and end."""
    found: dict[tuple[str, int, int], list[tuple[str, Activity]]] = defaultdict(list)
    for duty in plan.duties:
        for activity in duty.activities:
            if activity.hotspot is not None:
                found[activity.hotspot, activity.start, activity.end].append((duty.officer, activity))
    return found


def visit_faults(scenario: Scenario, plan: Plan) -> Iterator[str]:
    """Crews that are not whole, and visits that are not listed."""
    listed = [(spot_id, start) for spot_id, spot in plan.hotspots.items() for start in spot.visits]
    made = presences(plan)
    if sorted(listed) != sorted((spot_id, start) for spot_id, start, _ in made):
        yield "listed visits differ from those made"
    for (spot_id, start, end), people in made.items():
        spot = scenario.hotspots[spot_id]
        roles = [scenario.people[officer].role for officer, _ in people]
        if len(people) != spot.crew or (spot.lead and not set(spot.lead) & set(roles)):
            yield f"{spot_id} at {start}: crew of {roles}"
        if spot.roles is not None and not set(roles) <= set(spot.roles):
            yield f"{spot_id} at {start}: {roles} may not all go"
        if end - start != scenario.rules.hotspot_guarantee.minutes:
            yield f"{spot_id} at {start}: {end - start} minutes"
        everyone = {officer for officer, _ in people}
        if any(set(activity.crew) != everyone - {officer} for officer, activity in people):
            yield f"{spot_id} at {start}: the crew is told otherwise"


def hub_faults(tasking: Tasking, plan: Plan) -> Iterator[str]:
    """Hub staff who are elsewhere."""
    there = {
        (duty.officer, activity.session, activity.start)
        for duty in plan.duties
        for activity in duty.activities
        if activity.do == "hub"
    }
    listed = {
        (officer, hub_id, start)
        for hub_id, openings in plan.hub_sessions.items()
        for start, people in openings.items()
        for officer in people
    }
    asked = {(officer, hub_id, start) for (hub_id, start), people in tasking.staff.items() for officer in people}
    if not there == listed == asked:
        yield f"hub staff differ: {sorted(there ^ asked)} {sorted(listed ^ asked)}"
