"""Lend patrol to neighbours: first what the plan asks for, then whatever brings areas nearer to their demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from rostering.itinerary.fill import minutes_lent, pieces, presence
from rostering.itinerary.frames import Frame, Key, Stop, add_stop, detour, drop_stops, gaps, spare_minutes, stay_range
from rostering.itinerary.ground import Ground
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares
from rostering.schedule import PATROL

SHORTEST_STAY = 30
"""Least minutes of a lent patrol where nobody has room for a full stay."""
MOST_STEPS = 400
"""Changes of lent patrol tried after the plan's own."""


@dataclass(frozen=True)
class Room:
    """Where a duty could patrol a neighbour's area, and for how long at most."""

    most: int
    key: Key
    first: int
    end: int
    added: int
    """Minutes of travel it adds."""


@dataclass
class Balance:
    """Who patrols where, kept up as patrols are lent."""

    scenario: Scenario
    ground: Ground
    frames: dict[Key, Frame]
    random: Random
    patrol: Counter[str] = field(default_factory=Counter)
    """Minutes of presence by area."""
    lent: Counter[str] = field(default_factory=Counter)
    """Minutes lent by team."""
    duty: Counter[str] = field(default_factory=Counter)
    """Duty minutes by team."""

    def __post_init__(self) -> None:
        for frame in self.frames.values():
            self.duty[frame.team] += frame.end - frame.start
            self.count(frame, 1)

    def count(self, frame: Frame, sign: int) -> None:
        """Add (or take away) what a duty gives."""
        found = pieces(self.ground, frame)
        for area, minutes in presence(found).items():
            self.patrol[area] += sign * minutes
        self.lent[frame.team] += sign * minutes_lent(self.ground, frame.team, frame.first_place, found)

    def put(self, frame: Frame) -> None:
        """Replace a duty."""
        self.count(self.frames[frame.key], -1)
        self.frames[frame.key] = frame
        self.count(frame, 1)

    def may_lend(self, team: str) -> bool:
        """Whether a team is within the share of its week it may give away."""
        rule = self.scenario.rules.lending
        return rule.level == "off" or self.lent[team] <= rule.most_share * self.duty[team]


def lend_patrol(
    scenario: Scenario, ground: Ground, frames: dict[Key, Frame], lent: Mapping[tuple[str, str], float], random: Random
) -> dict[Key, Frame]:
    """The duties with patrols lent to neighbours in them."""
    balance = Balance(scenario, ground, dict(frames), random)
    for (team, area), minutes in sorted(lent.items(), key=lambda pair: (-pair[1], pair[0])):
        if area in ground.reach[team] and area != team:
            _lend(balance, team, area, minutes)
    if scenario.rules.area_share.level != "off" and len(scenario.areas) > 1:
        _settle(balance)
    return balance.frames


def _lend(balance: Balance, team: str, area: str, minutes: float) -> None:
    """Give an area so many minutes, longest stretches first; less than half a stay is left to settling."""
    stay = balance.scenario.rules.lending.stay_minutes
    for least in (stay, min(stay, SHORTEST_STAY)):
        rooms = sorted(_rooms(balance, team, area), key=lambda room: (-room.most, room.key))
        for room in rooms:
            if minutes < stay / 2 or room.most < least:
                break
            given = min(room.most, max(stay, round(minutes)))
            if _try_lending(balance, room, area, given):
                minutes -= given


def _rooms(balance: Balance, team: str, area: str) -> Iterator[Room]:
    """The largest room of each duty of a team."""
    for key in sorted(balance.frames):
        frame = balance.frames[key]
        if frame.team == team:
            room = _room(balance.ground, frame, area)
            if room is not None:
                yield room


def _room(ground: Ground, frame: Frame, area: str) -> Room | None:
    spare = spare_minutes(ground, frame)
    found = []
    for gap in gaps(frame):
        added = detour(ground, gap, area)
        for slot in gap.slots:
            first, end = stay_range(ground, gap, slot, area)
            found.append(Room(min(end - first, spare - added), frame.key, first, end, added))
    best = max(found, key=lambda room: (room.most, room.first), default=None)
    return best if best is not None and best.most > 0 else None


def _try_lending(balance: Balance, room: Room, area: str, minutes: int) -> bool:
    """Lend, unless the duty has changed since or the team would give away too much."""
    frame = balance.frames[room.key]
    if _room(balance.ground, frame, area) != room:
        return False
    start = balance.random.randint(room.first, room.end - minutes)
    balance.put(add_stop(frame, Stop(start, start + minutes, PATROL, area)))
    if balance.may_lend(frame.team):
        return True
    balance.put(frame)
    return False


def _settle(balance: Balance) -> None:
    """Lend or take back while that brings patrol shares nearer to demand shares."""
    shares = area_shares(balance.scenario)
    tried: set[tuple[object, ...]] = set()
    for _ in range(MOST_STEPS):
        before = _distance(balance.patrol, shares)
        steps = [step for step in _steps(balance, shares) if step[1:] not in tried]
        best = min(steps, key=lambda step: (step[0], str(step[1:])), default=None)
        if best is None or best[0] > before - 1e-6:
            return
        _, key, stop, adds = best
        tried.add(best[1:])
        frame = balance.frames[key]
        balance.put(add_stop(frame, stop) if adds else drop_stops(frame, (stop,)))
        if _distance(balance.patrol, shares) >= before or not balance.may_lend(frame.team):
            balance.put(frame)


def _steps(balance: Balance, shares: Mapping[str, float]) -> Iterator[tuple[float, Key, Stop, bool]]:
    """Each possible change with the distance it is expected to leave."""
    total = sum(balance.patrol.values())
    over = {area: balance.patrol[area] - share * total for area, share in shares.items()}
    stay = balance.scenario.rules.lending.stay_minutes
    for team in sorted(area for area in over if over[area] > 0):
        for area in sorted(balance.ground.reach[team] - {team}):
            if over[area] >= 0:
                continue
            room = max(_rooms(balance, team, area), key=lambda room: (room.most, room.key), default=None)
            if room is None or room.most < stay:
                continue
            minutes = max(stay, min(room.most, round(min(over[team], -over[area]))))
            left = balance.patrol + Counter({area: minutes})
            left[team] -= minutes + room.added
            yield _distance(left, shares), room.key, Stop(room.first, room.first + minutes, PATROL, area), True
    yield from _returns(balance, over, shares)


def _returns(
    balance: Balance, over: Mapping[str, float], shares: Mapping[str, float]
) -> Iterator[tuple[float, Key, Stop, bool]]:
    """Lent patrols that could be taken back from an area that has too much."""
    for key, frame in sorted(balance.frames.items()):
        for stop in frame.stops:
            if stop.do == PATROL and stop.place is not None and over[stop.place] > 0:
                left = balance.patrol + Counter({frame.team: stop.end - stop.start})
                left[stop.place] -= stop.end - stop.start
                yield _distance(left, shares), key, stop, False


def _distance(patrol: Mapping[str, int], shares: Mapping[str, float]) -> float:
    total = sum(patrol.values())
    return sum(abs(patrol.get(area, 0) / total - share) for area, share in shares.items()) if total else 0.0
