"""Requirements that a plan of this scenario certainly cannot meet: warnings, since a plan is made all the same.

Each check counts generously (everyone on every shift they could have, no journeys), so that what it names is certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from rostering.horizon import MINUTES_PER_DAY, Span, day_name
from rostering.scenario.owed import break_minutes, briefing_minutes, reserve_minutes, reserve_shares
from rostering.scenario.problems.finding import Finding, Findings, Path, listed, warning
from rostering.scenario.problems.kinds import headcounts
from rostering.scenario.problems.spans import Group, Segment, groups, longest_together, on_duty, openings, teams_for
from rostering.scenario.records import ANY, Headcount, Hotspot, HubSession, Scenario
from rostering.words import day_words

Profile = Callable[[frozenset[str], frozenset[str]], list[Segment]]
"""From teams and roles to how many of these people could be on duty at once."""


def unguarded_hotspots(scenario: Scenario) -> Findings:
    """A hotspot that cannot be visited at all: never open long enough, or never while its crew could be on duty."""
    if scenario.rules.hotspot_guarantee.level == "off":
        return
    profile = _profiles(groups(scenario))
    for spot_id, spot in scenario.hotspots.items():
        reason = _why_never_visited(scenario, spot, profile)
        if reason is not None:
            code, message, hint, key = reason
            yield warning(("hotspots", spot_id, key), code, f"{scenario.title_of(spot_id)}: {message}", hint)


def _profiles(everyone: list[Group]) -> Profile:
    known: dict[tuple[frozenset[str], frozenset[str]], list[Segment]] = {}

    def profile(teams: frozenset[str], roles: frozenset[str]) -> list[Segment]:
        if (teams, roles) not in known:
            chosen = [group for group in everyone if group.officer.area in teams and group.officer.role in roles]
            known[teams, roles] = on_duty(chosen)
        return known[teams, roles]

    return profile


def _why_never_visited(scenario: Scenario, spot: Hotspot, profile: Profile) -> tuple[str, str, str, str] | None:
    """Code, message, hint and key of the first reason why no visit to a hotspot can count."""
    minutes = scenario.rules.hotspot_guarantee.minutes
    teams, roles = teams_for(scenario, spot.area), frozenset(spot.roles or scenario.roles)
    times = openings(scenario, spot)

    def could_come(kinds: frozenset[str], people: int) -> bool:
        segments = profile(teams, kinds)
        return any(longest_together(segments, opening, people) >= minutes for opening in times)

    if all(end - start < minutes for start, end in times):
        hint = "open it for longer, or shorten the visits"
        return "OPEN_TOO_BRIEFLY", f"no opening is as long as a visit of {minutes} minutes", hint, "open"
    if not could_come(roles, 1):
        hint = "look at its opening hours and at the shifts of the teams that may go"
        return "NEVER_OPEN_ON_DUTY", f"never open while a {listed(roles)} who may go is on duty", hint, "open"
    if not could_come(roles, spot.crew):
        message = f"a crew of {spot.crew} is needed, but never so many who may go are on duty at once while it is open"
        return "CREW_TOO_LARGE", message, "lower the crew, or let another team or role go", "crew"
    if spot.lead and not could_come(roles.intersection(spot.lead), 1):
        held = any(officer.role in spot.lead for officer in scenario.officers.values())
        rest = "who may go is on duty while it is open" if held else "is among the officers"
        message = f"a {listed(spot.lead)} must be in the crew, but none {rest}"
        return "NO_LEAD", message, "name another lead role", "lead"
    return None


def closed_windows(scenario: Scenario) -> Findings:
    """A guarantee window in which a hotspot never opens."""
    rule = scenario.rules.hotspot_guarantee
    if rule.level == "off" or scenario.rules.opening_hours.level == "off":
        return
    for spot_id, spot in scenario.hotspots.items():
        spans = [(start, end - rule.minutes) for start, end in openings(scenario, spot) if end - start >= rule.minutes]
        closed = (
            _closed_gap(scenario, spot, spans) if rule.counted == "elapsed" else _closed_window(scenario, spot, spans)
        )
        if spans and closed:
            message = f"{scenario.title_of(spot_id)}: promised a visit every {rule.every_days} days, but {closed}"
            yield warning(("hotspots", spot_id, "open"), "CLOSED_WINDOW", message, "open it on another day")


def _closed_window(scenario: Scenario, spot: Hotspot, starts: list[Span]) -> str:
    """The first window of days without a day on which a visit can start, in words; nothing where there is none."""
    horizon = scenario.horizon
    open_days = {day for first, last in starts for day in _days_between(horizon.day(first), horizon.day(last))}
    if spot.last_patrolled is not None:
        open_days.add(spot.last_patrolled.date())
    for first, last in guarantee_windows(scenario, known_before=spot.last_patrolled is not None):
        if not any(day in open_days for day in _days_between(first, last)):
            return f"it is not open from {day_words(first)} to {day_words(last)}"
    return ""


def _days_between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))


def guarantee_windows(scenario: Scenario, *, known_before: bool) -> Iterator[tuple[date, date]]:
    """First and last day of the windows of days that must hold a visit and end within the horizon; those that begin
    before it only where it is known what happened then. None where the guarantee counts elapsed time.
    """
    rule, horizon = scenario.rules.hotspot_guarantee, scenario.horizon
    for last in horizon.dates:
        first = last - timedelta(days=rule.every_days - 1)
        from_block = (first - (rule.blocks_from or horizon.start)).days % rule.every_days
        counts = rule.counted == "rolling" or (rule.counted == "blocks" and from_block == 0)
        if counts and (first >= horizon.start or known_before):
            yield first, last


def _closed_gap(scenario: Scenario, spot: Hotspot, starts: list[Span]) -> str:
    """The first time without an opening that is longer than the guarantee allows between visits, in words."""
    rule, horizon = scenario.rules.hotspot_guarantee, scenario.horizon
    left = 0 if spot.last_patrolled is None else horizon.instant(spot.last_patrolled)
    for first, last in [*starts, (horizon.at(horizon.end), horizon.at(horizon.end))]:
        if first - left > rule.every_days * MINUTES_PER_DAY:
            return f"from {day_words(horizon.day(left))} to {day_words(horizon.day(first))} it is closed for longer"
        left = last + rule.minutes
    return ""


def uncovered_hub_sessions(scenario: Scenario) -> Findings:
    """An opening of a hub that too few people's duties could cover."""
    if scenario.rules.hub_staff.level == "off":
        return
    everyone = groups(scenario)
    for session_id, session in scenario.hub_sessions.items():
        teams = teams_for(scenario, session.area)
        near = [group for group in everyone if group.officer.area in teams]
        lacking = _lacking(session, near)
        if lacking:
            message = f"{scenario.title_of(session_id)}: {lacking} in the teams that may staff it, whoever is on duty"
            yield warning(
                ("hub_sessions", session_id, "staff"), "TOO_FEW_PEOPLE", message, "lower staff, or lend a team"
            )
            continue
        yield from _uncovered_openings(scenario, session_id, session, near)


def _uncovered_openings(scenario: Scenario, session_id: str, session: HubSession, near: list[Group]) -> Findings:
    for position, opening in enumerate(session.when):
        for day in scenario.horizon.dates:
            if day_name(day) != opening.day:
                continue
            span = scenario.horizon.span(day, opening.start, opening.end)
            lacking = _lacking(session, [group for group in near if _covers(group, day, span)])
            if lacking:
                when = f"{day_words(day)} {opening.start} to {opening.end}"
                message = f"{scenario.title_of(session_id)}: {lacking} whose duty can cover {when}"
                hint = "move the opening, or change a duty"
                yield warning(("hub_sessions", session_id, "when", position), "HUB_NOT_COVERED", message, hint)


def _covers(group: Group, day: date, span: Span) -> bool:
    """Whether a duty of a day, or of the one before it, can hold all of a span that begins on the day."""
    days = (day - timedelta(days=1), day)
    choices = (choice for on in days for choice in group.duties.get(on, ()))
    return any(start <= span[0] and span[1] <= end for _, (start, end) in choices)


def _lacking(session: HubSession, people: list[Group]) -> str:
    """Which of its staff a hub session lacks among some people, in words; nothing where all are there."""
    number = sum(group.people for group in people)
    if number < session.people:
        there = "nobody is there" if number == 0 else f"there {'is' if number == 1 else 'are'} only {number}"
        return f"needs {session.people} people, {there}"
    for kind, wanted in session.staff.items():
        number = sum(group.people for group in people if kind in group.kinds)
        if kind != ANY and number < wanted:
            return f"needs {wanted} with {kind}, there {'is' if number == 1 else 'are'} {number or 'nobody'}"
    return ""


def too_few_for_staffing(scenario: Scenario) -> Findings:
    """A number of people on a shift, or of people with a role or skill, that is more than the team has."""
    teams = _people_by_kind(scenario)
    for path, area_id, shift, wanted in headcounts(scenario):
        for key, kind, number in _asked_for(scenario, wanted):
            there = teams[area_id][kind]
            if number > there:
                who = "people" if kind == ANY else kind
                message = f"{scenario.title_of(area_id)} needs {number} {who} on {shift}, the team has {there}"
                yield warning((*path, *key), "TOO_FEW_PEOPLE", message, f"lower {key[0]}")


def _people_by_kind(scenario: Scenario) -> dict[str, Counter[str]]:
    """For each area how many people of its team have each role and skill, and how many people it has (`any`)."""
    teams: dict[str, Counter[str]] = {area_id: Counter() for area_id in scenario.areas}
    for officer in scenario.officers.values():
        for kind in {ANY, officer.role, *officer.skills}:
            teams[officer.area][kind] += officer.count or 1
    return teams


def _asked_for(scenario: Scenario, wanted: Headcount) -> Iterator[tuple[Path, str, int]]:
    """What staffing asks for under a rule that is not off: the key, who, and how many."""
    if scenario.rules.staffing_minimum.level != "off" and wanted.min is not None:
        yield ("min",), ANY, wanted.min
    if scenario.rules.skills_on_duty.level != "off":
        yield from ((("skills", kind), kind, number) for kind, number in wanted.skills.items())


def too_few_minutes(scenario: Scenario) -> Findings:
    """A guarantee window whose visits take more minutes than everyone who may make them is on duty."""
    rule = scenario.rules.hotspot_guarantee
    if rule.level == "off":
        return
    everyone, windows = groups(scenario), list(guarantee_windows(scenario, known_before=False))
    for area_id in scenario.areas:
        spots = [spot for spot in scenario.hotspots.values() if spot.area == area_id]
        teams = teams_for(scenario, area_id)
        able = [group for group in everyone if group.officer.area in teams and _may_go_somewhere(group, spots)]
        longest = _longest_duties(able)
        for first, last in windows:
            needed = sum(spot.crew for spot in spots if not _visited_since(spot, first)) * rule.minutes
            there = sum(longest[day] for day in _days_between(first - timedelta(days=1), last))
            if needed > there:
                when = f"from {day_words(first)} to {day_words(last)}"
                message = f"{scenario.title_of(area_id)}: visits to its hotspots take {needed} minutes {when}, "
                message += f"those who may go are on duty for {there}"
                yield warning(("areas", area_id), "TOO_FEW_MINUTES", message, "lend a team, or promise fewer hotspots")
                break


def _visited_since(spot: Hotspot, day: date) -> bool:
    return spot.last_patrolled is not None and spot.last_patrolled.date() >= day


def _may_go_somewhere(group: Group, spots: Iterable[Hotspot]) -> bool:
    return any(spot.roles is None or group.officer.role in spot.roles for spot in spots)


def _longest_duties(able: Iterable[Group]) -> Counter[date]:
    """Most minutes some people can be on duty for, all together, by the day their duties start on."""
    minutes: Counter[date] = Counter()
    for group in able:
        for day, choices in group.duties.items():
            minutes[day] += group.people * max(end - start for _, (start, end) in choices)
    return minutes


def overfull_shifts(scenario: Scenario) -> Findings:
    """A shift too short for the briefing, the break and the reserve that the rules put into every duty."""
    shortest: dict[tuple[str, str], int] = {}
    kinds = {(group.officer.role, choices) for group in groups(scenario) for choices in group.duties.values()}
    for role, choices in kinds:
        for shift, (start, end) in choices:
            shortest[shift, role] = min(shortest.get((shift, role), end - start), end - start)
    reserves = reserve_shares(scenario)
    for (shift, role), length in sorted(shortest.items()):
        reason = _overfull(scenario, length, reserves[role])
        if reason:
            message = f"a {shift} duty of a {role} cannot hold {reason}"
            yield Finding(("shifts", shift), "SHIFT_TOO_SHORT", message, "lengthen the shift or relax these rules")


def _overfull(scenario: Scenario, length: int, reserve_share: float) -> str:
    briefing, pause = briefing_minutes(scenario), break_minutes(scenario, length)
    reserve = reserve_minutes(reserve_share, length)
    if 2 * pause > length:
        return f"a break of {pause} minutes in the middle half of its {length} minutes"
    if briefing + pause + reserve > length:
        return f"{briefing} minutes of briefing, {pause} of break and {reserve} of reserve in its {length} minutes"
    return ""
