"""Send crews on tours: for each team and day, route what most crews can do; the rest is seated one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

from pyvrp.stop import MaxIterations

from rostering.horizon import Span
from rostering.itinerary.frames import Frame, Gap, Key, gaps
from rostering.itinerary.routing import Call, Tour, route
from rostering.itinerary.seating import Seating, Wanted, eligible, goes_to, has_lead, offers
from rostering.itinerary.visits import Diary, enter
from rostering.scenario import Hotspot
from rostering.schedule import BREAK

ITERATIONS = 30
"""Of the search, for each team and day: ten times as many took seven times as long and saved hardly any travel."""
PRIZE = 100
"""Of a visit, in hours of travel and more: no visit is left out to save a journey."""
Crew = tuple[Key, ...]


def send_crews(diary: Diary) -> None:
    """Route what crews of the usual size can do. Whatever they do not reach stays for ``seat_visits``."""
    by_day: dict[tuple[date, str], list[Frame]] = defaultdict(list)
    for frame in diary.frames.values():
        by_day[frame.key[1], frame.team].append(frame)
    for (_, team), frames in sorted(by_day.items()):
        _send_team(diary, team, sorted(frames, key=lambda frame: frame.key))


def _send_team(diary: Diary, team: str, frames: list[Frame]) -> None:
    numbers = _waiting(diary, team, frames)
    if not numbers:
        return
    sizes = [_spot(diary, number).crew for number in numbers]
    size = max(sorted(set(sizes)), key=sizes.count)
    numbers = [number for number in numbers if _spot(diary, number).crew == size]
    tours = [pair for crew in _crews(frames, size) for pair in _tours(diary, crew, numbers)]
    calls = [
        Call(diary.appointments[number].visit.hotspot, *diary.windows[number], diary.terms.minutes, PRIZE)
        for number in numbers
    ]
    seed = diary.random.randrange(2**31)
    routes = route(calls, [tour for tour, _ in tours], diary.ground.journey, MaxIterations(ITERATIONS), seed)
    for (tour, crew), order in zip(tours, routes, strict=True):
        _time_tour(diary, tour, crew, [numbers[place] for place in order])


def _spot(diary: Diary, number: int) -> Hotspot:
    return diary.scenario.hotspots[diary.appointments[number].visit.hotspot]


def _waiting(diary: Diary, team: str, frames: list[Frame]) -> list[int]:
    start, end = min(frame.start for frame in frames), max(frame.end for frame in frames)
    return [
        number
        for number, appointment in enumerate(diary.appointments)
        if number not in diary.seatings
        and {one for one, _ in appointment.visit.crew} == {team}
        and diary.windows[number][1] >= start
        and diary.windows[number][0] + diary.terms.minutes <= end
    ]


def _crews(frames: list[Frame], size: int) -> Iterator[Crew]:
    """People of a shift who share a break, ``size`` at a time."""
    sharing: dict[tuple[str, int], list[Key]] = defaultdict(list)
    for frame in frames:
        pause = next((stop.start for stop in frame.stops if stop.do == BREAK), frame.start)
        sharing[frame.shift, pause].append(frame.key)
    for keys in sharing.values():
        for first in range(0, len(keys) - size + 1, size):
            yield tuple(keys[first : first + size])


def _tours(diary: Diary, crew: Crew, numbers: list[int]) -> Iterator[tuple[Tour, Crew]]:
    """The stretches for which all of a crew are free between the same two places."""
    frames = [diary.frames[key] for key in crew]
    roles = [frame.role for frame in frames]
    barred = frozenset(
        place
        for place, number in enumerate(numbers)
        if not has_lead(_spot(diary, number), roles) or not all(eligible(_spot(diary, number), role) for role in roles)
    )
    for gap, (start, end) in _slots(frames[0]):
        ways = gap.origin, gap.destination
        for others in product(*(_slots(frame) for frame in frames[1:])):
            if all((other.origin, other.destination) == ways for other, _ in others):
                first, last = (
                    max([start, *(slot[0] for _, slot in others)]),
                    min([end, *(slot[1] for _, slot in others)]),
                )
                if last - first > diary.terms.minutes:
                    yield Tour(*ways, first, last, barred), crew


def _slots(frame: Frame) -> Iterator[tuple[Gap, Span]]:
    for gap in gaps(frame):
        for slot in gap.slots:
            yield gap, slot


def _time_tour(diary: Diary, tour: Tour, crew: Crew, numbers: list[int]) -> None:
    """Draw a start for each call within the slack the later ones leave, and write it down if the duties have room."""
    minutes, journey = diary.terms.minutes, diary.ground.journey
    clock, here = tour.start, tour.origin
    for number, last in zip(numbers, _latest(diary, tour, numbers), strict=True):
        spot_id = diary.appointments[number].visit.hotspot
        first = max(clock + journey(here, spot_id), diary.windows[number][0])
        start = diary.random.randint(first, max(first, last))
        clock, here = start + minutes, spot_id
        frames = [diary.frames[key] for key in crew]
        team = frozenset([frames[0].team])
        is_spread = _spot(diary, number).spare_visits > 0
        wanted = Wanted(spot_id, minutes, (start, start), team, is_spread=is_spread)
        able = {offer.frame.key for offer in offers(diary.ground, frames, wanted)}
        is_again = is_spread and any(goes_to(frame, spot_id) for frame in frames)
        if start <= last and able == set(crew) and not is_again:
            enter(diary, number, Seating(start, tuple(sorted(crew))))


def _latest(diary: Diary, tour: Tour, numbers: list[int]) -> list[int]:
    """The last start of each call in a row that leaves time for those after it."""
    latest: list[int] = []
    by, ahead = tour.end, tour.destination
    for number in reversed(numbers):
        spot_id = diary.appointments[number].visit.hotspot
        by = min(by - diary.ground.journey(spot_id, ahead) - diary.terms.minutes, diary.windows[number][1])
        latest.append(by)
        ahead = spot_id
    return latest[::-1]
