"""Every id that is used is defined, once, and every date lies in the horizon."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from rostering.scenario.problems.finding import Finding, Findings, Path, nearest
from rostering.scenario.records import ANY, REST, Officer, Scenario
from rostering.words import day_words

YEAR_AHEAD = timedelta(days=366)
MOST_PEOPLE = 20_000
"""Officers of one scenario, `count` expanded."""


def unknown(kind: str, identifier: str, known: Collection[str], path: Path) -> Findings:
    """An id that is used but defined nowhere."""
    if identifier not in known:
        message = f"there is no {kind.replace('_', ' ')} {identifier}"
        yield Finding(path, f"UNKNOWN_{kind.upper()}", message, nearest(identifier, known), about=identifier)


def area_references(scenario: Scenario) -> Findings:
    """Neighbours, teams, hotspots, hubs and staffing name areas that exist."""
    areas = scenario.areas
    for area_id, area in areas.items():
        for position, neighbour in enumerate(area.neighbours):
            path = ("areas", area_id, "neighbours", position)
            yield from unknown("area", neighbour, areas, path)
            if neighbour == area_id:
                yield Finding(path, "OWN_NEIGHBOUR", f"{area_id} is named as its own neighbour", "remove it")
    for officer_id, officer in scenario.officers.items():
        yield from unknown("area", officer.area, areas, ("officers", officer_id, "area"))
    for spot_id, spot in scenario.hotspots.items():
        yield from unknown("area", spot.area, areas, ("hotspots", spot_id, "area"))
    for session_id, session in scenario.hub_sessions.items():
        yield from unknown("area", session.area, areas, ("hub_sessions", session_id, "area"))
    for area_id in scenario.staffing:
        yield from unknown("area", area_id, areas, ("staffing", area_id))


def role_references(scenario: Scenario) -> Findings:
    """Officers and hotspots name roles that exist, and a lead is someone who may go."""
    for officer_id, officer in scenario.officers.items():
        yield from unknown("role", officer.role, scenario.roles, ("officers", officer_id, "role"))
    for spot_id, spot in scenario.hotspots.items():
        for position, role in enumerate(spot.roles or ()):
            yield from unknown("role", role, scenario.roles, ("hotspots", spot_id, "roles", position))
        for position, role in enumerate(spot.lead):
            path = ("hotspots", spot_id, "lead", position)
            yield from unknown("role", role, scenario.roles, path)
            if spot.roles is not None and role not in spot.roles:
                yield Finding(path, "LEAD_MAY_NOT_GO", f"{role} is to lead but is not among the roles that may go")


def terms_references(scenario: Scenario) -> Findings:
    """Officers name contracts and rotations that exist."""
    for officer_id, officer in scenario.officers.items():
        if officer.contract is not None:
            yield from unknown("contract", officer.contract, scenario.contracts, ("officers", officer_id, "contract"))
        if officer.rotation is not None:
            yield from unknown("rotation", officer.rotation, scenario.rotations, ("officers", officer_id, "rotation"))


def companion_references(scenario: Scenario) -> Findings:
    """Officers work with one other person of their team."""
    for officer_id, officer in scenario.officers.items():
        other = officer.works_with
        if other is None:
            continue
        path = ("officers", officer_id, "works_with")
        if other not in scenario.people:
            yield from unknown("officer", other, scenario.people, path)
        elif other in _ids_of(officer_id, officer):
            yield Finding(path, "WORKS_WITH_SELF", f"{other} is to work with {other}", "name another officer")
        elif scenario.people[other].area != officer.area:
            theirs = scenario.title_of(scenario.people[other].area)
            message = f"{officer_id} is to work with {other}, who is of another team ({theirs})"
            yield Finding(path, "OTHER_TEAM", message, f"name someone of {scenario.title_of(officer.area)}")


def _ids_of(officer_id: str, officer: Officer) -> set[str]:
    """The people an entry under `officers` stands for."""
    if officer.count is None:
        return {officer_id}
    return {f"{officer_id}-{number}" for number in range(1, officer.count + 1)}


def repeated_openings(scenario: Scenario) -> Findings:
    """Openings of one hub are told apart by when they start."""
    for session_id, session in scenario.hub_sessions.items():
        seen: set[tuple[str, str]] = set()
        for position, opening in enumerate(session.when):
            if (opening.day, opening.start) in seen:
                path = ("hub_sessions", session_id, "when", position)
                message = f"{session_id} opens twice on {opening.day} at {opening.start}"
                yield Finding(path, "REPEATED_OPENING", message, "remove one; for more people, raise staff")
            seen.add((opening.day, opening.start))


def measure_references(scenario: Scenario) -> Findings:
    """A measure of demand that has a weight is counted in some area; one counted at a hotspot is counted in areas."""
    counted = {measure for area in scenario.areas.values() for measure in area.demand}
    for measure in scenario.demand.weights:
        if measure not in counted:
            message = f"no area counts {measure}, so its weight means nothing"
            yield Finding(
                ("demand", "weights", measure), "UNKNOWN_MEASURE", message, nearest(measure, counted), about=measure
            )
    for spot_id, spot in scenario.hotspots.items():
        for measure in spot.demand:
            if measure not in counted:
                path = ("hotspots", spot_id, "demand", measure)
                message = f"no area counts {measure}"
                yield Finding(path, "UNKNOWN_MEASURE", message, nearest(measure, counted), about=measure)


def journey_references(scenario: Scenario) -> Findings:
    """Journeys written out lead from place to place."""
    places = {*scenario.areas, *scenario.hotspots, *scenario.hub_sessions}
    for origin, destinations in scenario.travel.minutes.items():
        yield from unknown("place", origin, places, ("travel", "minutes", origin))
        for destination in destinations:
            yield from unknown("place", destination, places, ("travel", "minutes", origin, destination))


def reserved_ids(scenario: Scenario) -> Findings:
    """No shift is called `rest`, no role or skill `any`."""
    if REST in scenario.shifts:
        message = f"no shift can be called {REST}: that is a published day without a duty"
        yield Finding(("shifts", REST), "RESERVED_ID", message, "rename the shift")
    if ANY in scenario.roles:
        message = f"no role can be called {ANY}: in a hub's staff that means people of whatever role"
        yield Finding(("roles", ANY), "RESERVED_ID", message, "rename the role")
    for officer_id, officer in scenario.officers.items():
        if ANY in officer.skills:
            path = ("officers", officer_id, "skills", officer.skills.index(ANY))
            yield Finding(path, "RESERVED_ID", f"no skill can be called {ANY}", "rename the skill")


def clashing_places(scenario: Scenario) -> Findings:
    """Areas, hotspots and hubs share one name space: a journey names them by id alone."""
    taken: dict[str, str] = {}
    for kind, ids in (
        ("areas", scenario.areas),
        ("hotspots", scenario.hotspots),
        ("hub_sessions", scenario.hub_sessions),
    ):
        for place in ids:
            first = taken.setdefault(place, kind)
            if first != kind:
                message = f"{place} is already an id under {first}"
                yield Finding((kind, place), "CLASHING_ID", message, "places are known by their id alone: rename one")


def clashing_officers(scenario: Scenario) -> Findings:
    """The ids that `count` makes are nobody else's, and there are not absurdly many."""
    counts = {officer_id: officer.count for officer_id, officer in scenario.officers.items() if officer.count}
    for officer_id in scenario.officers:
        base, _, number = officer_id.rpartition("-")
        written_so = number.isdigit() and not number.startswith("0")
        if officer_id not in counts and base in counts and written_so and int(number) <= counts[base]:
            message = f"{officer_id} is also one of the {counts[base]} officers that {base} stands for"
            yield Finding(("officers", officer_id), "CLASHING_ID", message, "rename one of them")
    if sum(counts.values()) > MOST_PEOPLE:
        message = f"{sum(counts.values()):,} officers are more than one scenario holds ({MOST_PEOPLE:,})"
        yield Finding(("officers",), "OUT_OF_RANGE", message)


def dates(scenario: Scenario) -> Findings:
    """Every dated entry of an officer, and of staffing, lies in the horizon or in the year after it, of which a later
    scenario will want to know.
    """
    first, last = scenario.horizon.dates[0], scenario.horizon.dates[-1]
    for path, day in _dated(scenario):
        if not first <= day <= last + YEAR_AHEAD:
            message = f"{day_words(day)} {day.year} is outside the horizon, {day_words(first)} to {day_words(last)} "
            hint = "" if day < first else "what lies after it is kept for the next, up to a year ahead"
            yield Finding(path, "DATE_OUTSIDE_HORIZON", f"{message}{last.year}", hint)


def _dated(scenario: Scenario) -> Iterator[tuple[Path, date]]:
    for officer_id, officer in scenario.officers.items():
        here: Path = ("officers", officer_id)
        for key, days in (("published", officer.published or ()), ("unavailable", officer.unavailable)):
            yield from (((*here, key, day.isoformat()), day) for day in days)
        for position, request in enumerate(officer.requests):
            yield (*here, "requests", position, "day"), request.day
    for area_id, wanted in scenario.staffing.items():
        for shift, staffing in wanted.items():
            yield from ((("staffing", area_id, shift, "dates", day.isoformat()), day) for day in staffing.dates)
