"""People who might staff a hub opening: whose duty covers it, and whether it fits into what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rostering.check import abstraction, breaks, briefing, duty_minutes
from rostering.explain.crews import is_spare
from rostering.explain.layout import laid_out, stops_of
from rostering.explain.spells import without_visit
from rostering.explain.week import Week, duties_during, judged, teams_in_reach
from rostering.horizon import Span, overlap
from rostering.measures.view import Opening, Worked, people_short
from rostering.scenario import ANY, Officer, Scenario
from rostering.schedule import HUB, VISIT, Activity, Visit

HUB_RULES = (duty_minutes, briefing, breaks, abstraction)


@dataclass(frozen=True)
class Helper:
    """Somebody who could staff an opening, and what changes for it."""

    before: Worked | None
    """The duty in the plan; nothing for one that is added."""
    after: Worked
    given_up: tuple[Visit, ...] = ()
    """Visits that make way and that their guarantee does not need."""
    companions: tuple[tuple[Worked, Worked], ...] = ()
    """Duties, before and after, of others who lose these visits."""

    @property
    def officer(self) -> str:
        """Who."""
        return self.after.officer

    @property
    def changes(self) -> list[tuple[Worked | None, Worked]]:
        """Duties before and after."""
        return [(self.before, self.after), *self.companions]


def covering(week: Week, session: str, span: Span) -> list[Worked]:
    """The duties of people in reach that last through a span."""
    teams = teams_in_reach(week.scenario, week.scenario.hub_sessions[session].area)
    near = (duty for duty in duties_during(week, span) if duty.person.area in teams)
    return [duty for duty in near if duty.start <= span[0] and span[1] <= duty.end]


def is_of_kind(person: Officer, kind: str) -> bool:
    """Whether a person has a role or skill that a hub asks for."""
    return kind in {person.role, *person.skills}


def kinds_lacking(scenario: Scenario, opening: Opening) -> list[str]:
    """The roles and skills an opening lacks, each as often as a person is missing."""
    people = [scenario.people[officer] for officer in opening.staff]
    wanted = scenario.hub_sessions[opening.session].staff
    lacking = []
    for kind, number in wanted.items():
        if kind != ANY:
            lacking += [kind] * max(0, number - sum(is_of_kind(person, kind) for person in people))
    return lacking


def may_help(scenario: Scenario, opening: Opening, person: Officer) -> bool:
    """Whether one more person like this is what an opening lacks."""
    kinds = kinds_lacking(scenario, opening)
    is_only_kinds = len(kinds) >= people_short(scenario, opening.session, opening.staff)
    return any(is_of_kind(person, kind) for kind in kinds) if is_only_kinds else True


def helper(week: Week, duty: Worked, session: str, span: Span, *, is_added: bool = False) -> Helper | None:
    """Somebody at a hub for a span, all other visits and hubs kept; else with visits given up that are not needed."""
    hub = Activity(*span, HUB, session=session)
    others = [stop for stop in stops_of(duty) if (stop.do, stop.session) != (HUB, session)]
    before = None if is_added else duty
    after = lawfully_laid_out(week, duty, [*others, hub])
    if after:
        return Helper(before, after)
    in_the_way = [stop for stop in others if _clashes(week, stop, hub)]
    if not in_the_way or any(stop.do == HUB for stop in in_the_way):
        return None
    visits = [_visit_of(week, stop) for stop in in_the_way]
    after = lawfully_laid_out(week, duty, [*(stop for stop in others if stop not in in_the_way), hub])
    if after is None or not all(is_spare(week, visit) for visit in visits) or not _are_of_different_hotspots(visits):
        return None
    return Helper(before, after, tuple(visits), tuple(_companions(week, duty.officer, visits)))


def _are_of_different_hotspots(visits: list[Visit]) -> bool:
    """Two visits to one hotspot may each be spare, and not both."""
    return len({visit.hotspot for visit in visits}) == len(visits)


def lawfully_laid_out(week: Week, duty: Worked, stops: list[Activity]) -> Worked | None:
    """The duty with these stops, if the judge has nothing to say against it."""
    for has_late_break in (False, True):
        after = laid_out(week, duty, stops, has_late_break=has_late_break)
        if after and not judged(week, HUB_RULES, [after]):
            return after
    return None


def _clashes(week: Week, stop: Activity, hub: Activity) -> bool:
    """Whether there is no time for the way between two stops."""
    here, there = stop.session or stop.hotspot or "", hub.session or ""
    earliest, latest = hub.start - week.journey(here, there), hub.end + week.journey(there, here)
    return overlap((stop.start, stop.end), (earliest, latest)) > 0


def _visit_of(week: Week, stop: Activity) -> Visit:
    visits = week.seen.visits[stop.hotspot or ""]
    return next(visit for visit in visits if (visit.start, visit.end) == (stop.start, stop.end))


def _companions(week: Week, officer: str, visits: Iterable[Visit]) -> Iterator[tuple[Worked, Worked]]:
    lost = [(visit, other) for visit in visits for other in visit.crew if other != officer]
    for other in sorted({other for _, other in lost}):
        for duty in week.seen.by_officer[other]:
            after = duty
            for visit in (visit for visit, who in lost if who == other):
                after = without_visit(week, after, visit)
            if after != duty:
                yield duty, after


def doing(week: Week, duty: Worked, session: str, span: Span) -> str:
    """What somebody whose duty covers an opening does then, after a name of one or many: ``at Kempston library``."""
    hub = Activity(*span, HUB, session=session)
    stops = [stop for stop in stops_of(duty) if _clashes(week, stop, hub)]
    hubs = [stop for stop in stops if stop.do == HUB]
    if hubs:
        return f"at {week.scenario.title_of(hubs[0].session or '')}"
    visits = [stop for stop in stops if stop.do == VISIT]
    if helper(week, duty, session, span):
        return "on visits that could be given up" if visits else "on patrol and could be there"
    if visits:
        return "on visits that the guarantee needs or that cannot be left"
    return "without room for the way, the break and the reserve beside it"
