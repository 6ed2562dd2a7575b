"""What a team can be expected to work, before anything is solved: hours, people by stretch of the day, duties, fair
shares. Rows then have fixed targets.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rostering.horizon import DAYS_PER_WEEK
from rostering.model.keys import DutyKey, Staffing, Stretch
from rostering.model.sets import Sets
from rostering.model.targets import demand_between
from rostering.scenario import REST
from rostering.scenario.terms import allowed_shifts, is_free, kind_of

SWEEPS = 25
"""How often every shift's people are fitted to the demand that the others leave."""
Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]


def hours_expected(sets: Sets, officer: str) -> float:
    """Hours an officer can be expected to work over the horizon: what is published, and where days are free to roster
    the contract's hours for the days not away, as far as the free days hold them.
    """
    scenario, one = sets.scenario, sets.scenario.people[officer]
    dates = scenario.horizon.dates
    published = sum(sets.hours(duty) for duty in sets.duties_of(officer, dates) if duty in sets.published)
    if officer not in sets.terms:
        return published
    terms = sets.terms[officer]
    contract = terms.weekly_hours * sum(day not in one.unavailable for day in dates) / DAYS_PER_WEEK
    room = sum(
        max((sets.hours(DutyKey(officer, day, shift)) for shift in allowed_shifts(scenario, one, day)), default=0.0)
        for day in dates
        if is_free(one, day)
    )
    wanted = min(max(contract, terms.hours.least), terms.hours.most)
    return max(published, min(wanted, published + room))


def team_hours(sets: Sets) -> dict[str, float]:
    """By team with somebody to roster, the hours its people can be expected to work."""
    people = sets.scenario.people
    hours = {people[officer].area: 0.0 for officer in sets.rostered}
    for officer_id, officer in people.items():
        if officer.area in hours:
            hours[officer.area] += hours_expected(sets, officer_id)
    return hours


def people_wanted(sets: Sets) -> dict[Stretch, float]:
    """By team and stretch, the people that demand asks for: the team's hours, shared out by demand over the stretches
    that some shift covers. Nothing where the scenario says nothing of the hours of demand.
    """
    profile = sets.scenario.demand.hours
    if profile is None:
        return {}
    wanted: dict[Stretch, float] = {}
    edges = _edges(sets)
    demand = {pair: demand_between(sets.scenario, profile, *pair) for pair in pairwise(edges)}
    covered = sorted(_covered(sets, edges))
    total = sum(demand[pair] for pair in covered)
    for team, hours in sorted(team_hours(sets).items()) if total else ():
        stretches = [Stretch(team, *pair) for pair in covered]
        wanted |= {one: hours * demand[one.start, one.end] / total / one.hours for one in stretches}
    return wanted


def duties_over(sets: Sets, stretches: Sequence[Stretch]) -> dict[Stretch, list[Staffing]]:
    """By stretch, the team's shifts that cover it."""
    by_team: dict[str, list[Stretch]] = defaultdict(list)
    for stretch in sorted(stretches):
        by_team[stretch.team].append(stretch)
    found: dict[Stretch, list[Staffing]] = {stretch: [] for stretch in stretches}
    for key in sets.on_shift:
        start, end = sets.spans[key.day, key.shift]
        there = by_team[key.area]
        first = bisect_left(there, start, key=lambda stretch: stretch.start)
        for stretch in there[first : bisect_left(there, end, key=lambda stretch: stretch.start)]:
            found[stretch].append(key)
    return found


def duties_expected(sets: Sets) -> dict[Staffing, float]:
    """By team, day and shift, the duties that can be expected: as many as match demand and staffing best, and no more
    than the team has hours for; where neither says anything, the same on every shift.
    """
    expected: dict[Staffing, float] = {}
    wanted = people_wanted(sets) if sets.scenario.rules.demand_matching.level != "off" else {}
    for team, hours in sorted(team_hours(sets).items()):
        keys = sorted(key for key in sets.on_shift if key.area == team)
        lower = np.array([_asked(sets, key) for key in keys])
        lengths = np.array([sets.hours(sets.on_shift[key][0]) for key in keys])
        targets = {stretch: target for stretch, target in wanted.items() if stretch.team == team}
        duties = _matched(sets, keys, lower, targets) if targets else lower
        if not duties.any():
            duties = np.ones(len(keys))
            duties *= hours / lengths.sum()
        total = float(duties @ lengths)
        expected |= zip(keys, (duties * min(1.0, hours / total if total else 1.0)).tolist(), strict=True)
    return expected


def fair_shares(sets: Sets) -> dict[tuple[str, str], float]:
    """By rostered officer and kind of duty, the fair number of such duties: the team's, those remembered among them,
    by contracted hours and days not away, less the officer's own remembered ones. Who can have none stands outside.
    """
    rule, scenario = sets.scenario.rules.even_shares, sets.scenario
    if rule.level == "off":
        return {}
    expected = duties_expected(sets)
    shares: dict[tuple[str, str], float] = {}
    for kind in dict.fromkeys(rule.of):
        for team in sorted({scenario.people[officer].area for officer in sets.rostered}):
            people = [officer for officer in sets.rostered if scenario.people[officer].area == team]
            weights = {officer: _weight(sets, officer) for officer in people if _can_have(sets, officer, kind)}
            total = _expected_of_kind(sets, expected, team, kind) + sum(_remembered(sets, one, kind) for one in weights)
            whole = sum(weights.values())
            for officer, weight in weights.items():
                shares[officer, kind] = total * weight / whole - _remembered(sets, officer, kind) if whole else 0.0
    return shares


def counts_as(sets: Sets, duty: DutyKey, kind: str) -> bool:
    """Whether a duty is of a kind that is shared out."""
    if kind == "weekends":
        return duty.day.weekday() >= DAYS_PER_WEEK - 2
    if kind == "cancelled_rest_days":
        return (sets.scenario.people[duty.officer].published or {}).get(duty.day) == REST
    return f"{kind_of(sets.scenario.shifts[duty.shift])}s" == kind


def _edges(sets: Sets) -> list[int]:
    """Starts and ends of shifts and midnights, of every day that a duty of the horizon may reach into."""
    horizon, shifts = sets.scenario.horizon, sets.scenario.shifts.values()
    clocks = sorted({"00:00", *(shift.start for shift in shifts), *(shift.end for shift in shifts)})
    return sorted({horizon.at(day, clock) for day in (*horizon.dates, horizon.end) for clock in clocks})


def _covered(sets: Sets, edges: list[int]) -> set[tuple[int, int]]:
    pairs = list(pairwise(edges))
    covered: set[tuple[int, int]] = set()
    for day in sets.scenario.horizon.dates:
        for shift in sets.scenario.shifts:
            start, end = sets.scenario.shift_span(day, shift)
            covered.update(pairs[bisect_left(edges, start) : bisect_left(edges, end)])
    return covered


def _asked(sets: Sets, key: Staffing) -> float:
    """The people that staffing asks for, and at least those published."""
    rules, wanted = sets.scenario.rules, sets.wanted.get(key)
    published = sum(duty in sets.published for duty in sets.on_shift[key])
    numbers = [published]
    if wanted and rules.staffing_minimum.level != "off":
        numbers.append(wanted.min or 0)
    if wanted and rules.staffing_preference.level != "off":
        numbers.append(wanted.prefer or 0)
    return float(max(numbers))


def _matched(sets: Sets, keys: list[Staffing], lower: Numbers, targets: dict[Stretch, float]) -> Numbers:
    """Duties, none fewer than asked for, whose people come nearest to the targets: least squares, shift by shift."""
    place = {stretch: index for index, stretch in enumerate(targets)}
    covers: dict[Staffing, list[int]] = defaultdict(list)
    for stretch, over in duties_over(sets, list(targets)).items():
        for key in over:
            covers[key].append(place[stretch])
    inside = [np.array(covers[key], dtype=np.int64) for key in keys]
    hours = np.array([stretch.hours for stretch in targets])
    missing = np.array(list(targets.values()))
    duties = lower.copy()
    for index, stretches in enumerate(inside):
        missing[stretches] -= duties[index]
    for _ in range(SWEEPS):
        for index, stretches in enumerate(inside):
            if stretches.size:
                weights = hours[stretches]
                better = max(lower[index], duties[index] + float(weights @ missing[stretches]) / weights.sum())
                missing[stretches] -= better - duties[index]
                duties[index] = better
    return duties


def _weight(sets: Sets, officer: str) -> float:
    away = sets.scenario.people[officer].unavailable
    return sets.terms[officer].weekly_hours * sum(day not in away for day in sets.scenario.horizon.dates)


def _can_have(sets: Sets, officer: str, kind: str) -> bool:
    """Whether an officer has a published duty of a kind, or may get one: on a free day by pattern and limits, on a
    published rest day that may be changed.
    """
    scenario, one = sets.scenario, sets.scenario.people[officer]
    has_pattern = scenario.rules.working_pattern.level != "off"
    limits = sets.terms[officer].shift_limits if scenario.rules.shift_limits.level != "off" else {}

    def is_possible(duty: DutyKey) -> bool:
        if kind == "cancelled_rest_days":
            return (officer, duty.day) in sets.open_days
        if not is_free(one, duty.day):
            return duty in sets.published
        fits = not has_pattern or duty.shift in allowed_shifts(scenario, one, duty.day)
        return fits and limits.get(duty.shift, 1) > 0

    duties = sets.duties_of(officer, scenario.horizon.dates)
    return any(counts_as(sets, duty, kind) and is_possible(duty) for duty in duties)


def _expected_of_kind(sets: Sets, expected: dict[Staffing, float], team: str, kind: str) -> float:
    """Duties of a kind that are expected of the rostered officers of a team; cancelled rest days never are."""
    if kind == "cancelled_rest_days":
        return 0.0
    rostered = frozenset(sets.rostered)
    total = 0.0
    for key, number in expected.items():
        duties = sets.on_shift[key]
        if key.area == team and counts_as(sets, duties[0], kind):
            total += number - sum(duty in sets.published and duty.officer not in rostered for duty in duties)
    return max(0.0, total)


def _remembered(sets: Sets, officer: str, kind: str) -> int:
    counts = sets.scenario.people[officer].history.counts
    return next((number for counted, number in counts.items() if counted == kind), 0)
