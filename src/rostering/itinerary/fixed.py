"""The pieces of a duty that do not depend on hotspots: briefing, hub openings, break; and the reserve it owes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import reduce
from random import Random

from rostering.horizon import Span
from rostering.itinerary.frames import Frame, Gap, Key, Stop, add_stop, gaps
from rostering.itinerary.ground import Ground
from rostering.scenario import Scenario
from rostering.scenario.openings import hub_openings
from rostering.scenario.owed import break_minutes, briefing_minutes, middle_half, reserve_minutes, reserve_shares
from rostering.schedule import BREAK, BRIEFING, HUB, VISIT, PinnedVisit, Tasking


def frame_duties(
    scenario: Scenario, ground: Ground, tasking: Tasking, settled: Mapping[int, PinnedVisit], random: Random
) -> list[Frame]:
    """Every duty with its briefing, its hub openings, the visits that are settled (by appointment) and its break, by
    officer and day.
    """
    sessions = _sessions_of(scenario, tasking)
    visits = _visits_of(settled)
    owed = reserve_shares(scenario)
    frames = []
    for officer_id, day, shift_id in sorted(tasking.duties):
        officer = scenario.people[officer_id]
        start, end = scenario.shift_span(day, shift_id)
        inside = [stop for stop in sessions[officer_id] if start <= stop.start and stop.end <= end]
        reserve = reserve_minutes(owed[officer.role], end - start)
        base = officer.area
        bare = Frame((officer_id, day), shift_id, base, officer.role, start, end, base, base, reserve)
        frame = _with_sessions(scenario, ground, bare, inside)
        frames.append(reduce(add_stop, visits[officer_id, day], frame))
    return _with_breaks(scenario, ground, frames, random)


def _sessions_of(scenario: Scenario, tasking: Tasking) -> Mapping[str, list[Stop]]:
    closing = {
        (hub_id, opens): closes
        for hub_id, hub in scenario.hub_sessions.items()
        for opens, closes in hub_openings(scenario, hub)
    }
    sessions: dict[str, list[Stop]] = defaultdict(list)
    for (hub_id, start), people in sorted(tasking.staff.items()):
        for officer_id in people:
            sessions[officer_id].append(Stop(start, closing[hub_id, start], HUB, hub_id))
    return sessions


def _visits_of(settled: Mapping[int, PinnedVisit]) -> Mapping[Key, list[Stop]]:
    visits: dict[Key, list[Stop]] = defaultdict(list)
    for number, visit in settled.items():
        for key in visit.crew:
            visits[key].append(Stop(visit.start, visit.end, VISIT, visit.hotspot, number))
    return visits


def _with_sessions(scenario: Scenario, ground: Ground, frame: Frame, sessions: list[Stop]) -> Frame:
    """A duty that opens too early at a hub for briefing and journey begins there; likewise at its end."""
    briefing = min(briefing_minutes(scenario), frame.end - frame.start)
    stops = sorted(sessions, key=lambda stop: stop.start)
    first_place, last_place = frame.first_place, frame.last_place
    if stops:
        first, last = stops[0], stops[-1]
        if first.place and first.start - frame.start < briefing + ground.journey(first_place, first.place):
            first_place, briefing = first.place, 0
        if last.place and frame.end - last.end < ground.journey(last.place, last_place):
            last_place = last.place
    if briefing:
        stops.insert(0, Stop(frame.start, frame.start + briefing, BRIEFING))
    bounds = frame.key, frame.shift, frame.team, frame.role, frame.start, frame.end
    return Frame(*bounds, first_place, last_place, frame.reserve, tuple(stops))


def _with_breaks(scenario: Scenario, ground: Ground, frames: list[Frame], random: Random) -> list[Frame]:
    """People of a team and shift who can form a crew share a break; breaks are spread over the middle half."""
    together: dict[tuple[str, object, str], list[Frame]] = defaultdict(list)
    for frame in frames:
        together[frame.team, frame.key[1], frame.shift].append(frame)
    done = []
    for group in together.values():
        crews = form_crews(scenario, group, random)
        phase = random.random()
        for number, crew in enumerate(crews):
            part = (phase + number / len(crews)) % 1
            done += [_with_break(scenario, ground, frame, part) for frame in crew]
    return sorted(done, key=lambda frame: frame.key)


def form_crews(scenario: Scenario, group: list[Frame], random: Random) -> list[list[Frame]]:
    """People of one team, day and shift in crews of the size most hotspots of the area ask for, roles mixed, those
    with hub openings apart from the others.
    """
    sizes = [spot.crew for spot in scenario.hotspots.values() if spot.area == group[0].team]
    size = max(sorted(set(sizes)), key=sizes.count, default=1)
    drawn = sorted(group, key=lambda frame: frame.key)
    random.shuffle(drawn)
    drawn.sort(key=lambda frame: (_hub_minutes(frame), frame.role))
    idle = sum(_hub_minutes(frame) == 0 for frame in drawn)
    return _mixed(drawn[:idle], size) + _mixed(drawn[idle:], size)


def _hub_minutes(frame: Frame) -> int:
    return sum(stop.end - stop.start for stop in frame.stops if stop.do == HUB)


def _mixed(people: list[Frame], size: int) -> list[list[Frame]]:
    count = math.ceil(len(people) / size)
    return [people[number::count] for number in range(count)]


def _with_break(scenario: Scenario, ground: Ground, frame: Frame, part: float) -> Frame:
    """The break starts ``part`` of the way through the starts that are possible, or as near to it as hubs allow. Where
    hubs leave no room in the middle half, it goes beside it; where they leave none at all, it is missing and the judge
    says so.
    """
    minutes = break_minutes(scenario, frame.end - frame.start)
    if not minutes:
        return frame
    whole = frame.start, frame.end
    for bounds in (middle_half(whole), whole):
        ranges = [one for gap in gaps(frame) for one in _break_starts(ground, gap, bounds, minutes)]
        if ranges:
            wish = bounds[0] + round(part * (bounds[1] - bounds[0] - minutes))
            start = min((min(max(wish, first), last) for first, last in ranges), key=lambda one: (abs(one - wish), one))
            return add_stop(frame, Stop(start, start + minutes, BREAK))
    return frame


def _break_starts(ground: Ground, gap: Gap, bounds: Span, minutes: int) -> list[Span]:
    """Ranges of starts of a break in a gap that leave the journey through it in one piece."""
    need = ground.journey(gap.origin, gap.destination)
    ranges = []
    for slot_start, slot_end in gap.slots:
        elsewhere = any(end - start >= need for start, end in gap.slots if (start, end) != (slot_start, slot_end))
        first, last = max(bounds[0], slot_start), min(bounds[1], slot_end) - minutes
        before = first, min(last, slot_end - minutes - need)
        after = max(first, slot_start + need), last
        ranges += [(first, last)] if elsewhere else [before, after]
    return [(first, last) for first, last in ranges if first <= last]
