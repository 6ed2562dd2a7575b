"""The unknowns of the model, one table for each kind, keyed by what they are about."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

import pulp

from rostering.model.convex import ConvexCost, nearest_number, steps_from
from rostering.model.expected import duties_over, fair_shares, people_wanted
from rostering.model.keys import Band, DutyKey, Group, Opening, Slot, Staffing, Step, Stretch
from rostering.model.sets import Sets
from rostering.model.weekends import weekend_windows
from rostering.scenario import ANY
from rostering.scenario.terms import is_free


@dataclass
class Variables:
    """What the solver decides. Minutes and people are counted for whole groups; duties and hub staff are named."""

    duty: dict[DutyKey, pulp.LpVariable]
    """1 where the officer has the duty."""
    served: pulp.LpVariable
    """Patrol hours per unit of demand share that every area has at least."""
    staff: dict[tuple[DutyKey, Opening], pulp.LpVariable] = field(default_factory=dict)
    """1 where the officer staffs the opening from that duty."""
    held: dict[Opening, pulp.LpVariable] = field(default_factory=dict)
    """1 where a preferred session is held."""
    visits: dict[tuple[str, Band], pulp.LpVariable] = field(default_factory=dict)
    """Visits to a hotspot that start in a band, a whole number."""
    crew: dict[tuple[str, Band, Group], pulp.LpVariable] = field(default_factory=dict)
    """People a group sends on those visits."""
    patrol: dict[tuple[Group, str, Band], pulp.LpVariable] = field(default_factory=dict)
    """Minutes of patrol a group gives to an area in a band."""
    pause: dict[tuple[Slot, Band], pulp.LpVariable] = field(default_factory=dict)
    """Minutes of break taken in a band."""
    reserve: dict[tuple[Slot, Band], pulp.LpVariable] = field(default_factory=dict)
    """Minutes kept in reserve in a band."""
    briefing: dict[Slot, pulp.LpVariable] = field(default_factory=dict)
    """Minutes of briefing."""
    patrolled: dict[tuple[str, Band], pulp.LpVariable] = field(default_factory=dict)
    """Hours of visible patrol, visits included, an area gets in a band."""
    window_missed: dict[tuple[str, date], pulp.LpVariable] = field(default_factory=dict)
    """Shortfall: 1 where the window of a hotspot that ends on the day holds no visit."""
    spare_short: dict[tuple[str, date], pulp.LpVariable] = field(default_factory=dict)
    """Visits missing in the window that ends on the day, of the one promised and the spare ones."""
    hub_short: dict[Opening, pulp.LpVariable] = field(default_factory=dict)
    """Shortfall: people missing at an opening."""
    kind_short: dict[tuple[Opening, str], pulp.LpVariable] = field(default_factory=dict)
    """Of a role or skill, people missing at an opening."""
    change_price: dict[tuple[str, date], pulp.LpVariable] = field(default_factory=dict)
    """Pounds that a change of a published day costs."""
    offset: dict[tuple[str, str, int], pulp.LpVariable] = field(default_factory=dict)
    """1 where an officer, or all of a team, start a rotation in this week of it."""
    weekend_worked: dict[tuple[str, date], pulp.LpVariable] = field(default_factory=dict)
    """1 where an officer has a duty on the weekend of this Saturday."""
    weekends_over: dict[tuple[str, date], pulp.LpVariable] = field(default_factory=dict)
    """Where `weekends_off` is preferred: weekends too many of those in a row that end with this one."""
    staff_short: dict[Staffing, pulp.LpVariable] = field(default_factory=dict)
    """Shortfall: people missing for the minimum."""
    under_preference: dict[Staffing, pulp.LpVariable] = field(default_factory=dict)
    """People missing for the preferred number."""
    over_preference: dict[Staffing, pulp.LpVariable] = field(default_factory=dict)
    """People above the preferred number, where they cost something."""
    over_maximum: dict[Staffing, pulp.LpVariable] = field(default_factory=dict)
    """People above the maximum, where published duties alone exceed it."""
    skill_short: dict[tuple[Staffing, str], pulp.LpVariable] = field(default_factory=dict)
    """Of a role or skill, people missing on a shift."""
    people_off: dict[Stretch, ConvexCost] = field(default_factory=dict)
    """How far the people of a team in a stretch of a day are from what demand asks for."""
    share_off: dict[tuple[str, str], ConvexCost] = field(default_factory=dict)
    """How far an officer's duties of a kind are from a fair share."""
    without_other: dict[DutyKey, pulp.LpVariable] = field(default_factory=dict)
    """1 where the officer has the duty and the one to work with has not."""
    area_off: dict[str, pulp.LpVariable] = field(default_factory=dict)
    """Hours an area is below its share of the patrol hours there are."""
    spot_off: dict[str, pulp.LpVariable] = field(default_factory=dict)
    """Penalty for a hotspot's visits being away from what it is due."""
    hour_off: dict[tuple[str, Band], pulp.LpVariable] = field(default_factory=dict)
    """Hours an area's patrol in a band is away from its share of the day."""
    request_unmet: dict[tuple[str, int], pulp.LpVariable] = field(default_factory=dict)
    """1 where a request (by its place in the officer's list) is not met."""
    broken: dict[str, list[pulp.LpVariable]] = field(default_factory=dict)
    """By preferred rule: by how much each of its rows is broken."""

    def people(self, slots: Iterable[Slot], sets: Sets) -> pulp.LpAffineExpression:
        """The number of people in slots."""
        return pulp.lpSum(self.duty[duty] for duty in chain.from_iterable(sets.slots[slot] for slot in slots))


def name_of(kind: str, key: Hashable, sets: Sets) -> str:
    """A readable name for a row or a variable: the kind and the key, instants as local times."""
    return f"{kind}({','.join(_words(key, sets))})"


def _words(key: Hashable, sets: Sets) -> list[str]:
    horizon = sets.scenario.horizon
    match key:
        case Band(start=start):
            return [horizon.moment_text(start)]
        case Stretch(team=who, start=start) | Opening(session=who, opens=start):
            return [who, horizon.moment_text(start)]
        case Step(start=start, end=end):
            return [f"{start}to{end}"]
        case date():
            return [key.isoformat()]
        case tuple():
            return [word for part in key for word in _words(part, sets)]
        case _:
            return [str(key)]


class _Maker:
    """Adds columns to a problem, named after what they are about."""

    def __init__(self, problem: pulp.LpProblem, sets: Sets) -> None:
        self.problem, self.sets = problem, sets

    def yes_no[K: Hashable](self, kind: str, keys: Iterable[K]) -> dict[K, pulp.LpVariable]:
        """Columns that are 0 or 1."""
        return {key: self.problem.add_variable(name_of(kind, key, self.sets), 0, 1, "Integer") for key in keys}

    def amount[K: Hashable](self, kind: str, keys: Iterable[K], most: float | None = None) -> dict[K, pulp.LpVariable]:
        """Columns that are any number from 0 up."""
        return {key: self.problem.add_variable(name_of(kind, key, self.sets), 0, most) for key in keys}

    def convex[K: Hashable](self, kind: str, key: K, target: float, most: int) -> ConvexCost:
        """Columns for the squared distance of a count, at most so large, from a target."""
        nearest = nearest_number(target, most)
        steps = {
            step: self.problem.add_variable(name_of(kind, (key, step), self.sets), 0, abs(step.end - step.start))
            for step in steps_from(target, most)
        }
        return ConvexCost(nearest, (nearest - target) ** 2, steps)


def add_variables(problem: pulp.LpProblem, sets: Sets, *, is_tasked: bool = True) -> Variables:
    """Create every variable of the model; where nothing is tasked, those that decide duties only."""
    make = _Maker(problem, sets)
    v = Variables(duty=make.yes_no("duty", sets.duties), served=problem.add_variable("served", 0))
    if is_tasked:
        _add_hubs(make, sets, v)
        _add_visits(make, sets, v)
        _add_minutes(make, sets, v)
    _add_lines(make, sets, v)
    _add_staffing(make, sets, v)
    _add_people(make, sets, v)
    return v


def _add_hubs(make: _Maker, sets: Sets, v: Variables) -> None:
    sessions = sets.scenario.hub_sessions
    v.staff = make.yes_no("staff", sets.can_staff)
    v.held = make.yes_no("held", [one for one in sets.openings if sessions[one.session].level == "preferred"])
    v.hub_short = make.amount("hub_short", sets.openings)
    kinds = [(one, kind) for one in sets.openings for kind in sessions[one.session].staff if kind != ANY]
    v.kind_short = make.amount("kind_short", kinds)


def _add_visits(make: _Maker, sets: Sets, v: Variables) -> None:
    rules = sets.scenario.rules
    has_hours = rules.opening_hours.level != "off"
    v.visits = {
        # Without opening hours, what fits into a band is no row of theirs, and spacing within a band still holds.
        key: make.problem.add_variable(name_of("visits", key, sets), 0, None if has_hours else fits, "Integer")
        for key, fits in sets.visit_fit.items()
    }
    v.crew = make.amount("crew", [(*key, group) for key, groups in sets.crews.items() for group in groups])
    v.window_missed = make.amount("window_missed", sets.windows if rules.hotspot_guarantee.level != "off" else [])
    v.spare_short = make.amount("spare_short", sets.spare_windows if rules.spare_visits.level != "off" else [])
    v.spot_off = make.amount("spot_off", sets.scenario.hotspots)


def _add_minutes(make: _Maker, sets: Sets, v: Variables) -> None:
    slot_bands = [(slot, band) for (_, band), slots in sets.on_duty.items() for slot in slots]
    middle_bands = [
        (slot, band)
        for slot, band in slot_bands
        if sets.break_minutes(slot) and min(band.end, sets.middle(slot)[1]) > max(band.start, sets.middle(slot)[0])
    ]
    v.patrol = make.amount(
        "patrol", [(group, area, band) for group, band in sets.on_duty for area in sets.reach[group.team]]
    )
    v.pause = make.amount("pause", middle_bands)
    v.reserve = make.amount("reserve", [key for key in slot_bands if sets.reserve_minutes(key[0])])
    v.briefing = make.amount("briefing", sets.slots if sets.scenario.rules.briefing.level != "off" else [])
    patrolled = sorted({(area, band) for group, band in sets.on_duty for area in sets.reach[group.team]})
    v.patrolled = make.amount("patrolled", patrolled)
    v.area_off = make.amount("area_off", sets.scenario.areas)
    v.hour_off = make.amount("hour_off", patrolled)


def _add_lines(make: _Maker, sets: Sets, v: Variables) -> None:
    """What rules about one officer's days need besides the duties."""
    scenario, rules = sets.scenario, sets.scenario.rules
    if rules.published_duty.level == "preferred":
        published = [(who, day) for who, one in scenario.people.items() for day in sorted(one.published or {})]
        v.change_price = make.amount("change_price", published)
    if rules.rotation.level != "off":
        starts = dict.fromkeys(leader for officer in sets.rostered if (leader := sets.rotates_with(officer)))
        weeks = {rotation: range(len(pattern.weeks)) for rotation, pattern in scenario.rotations.items()}
        v.offset = make.yes_no("offset", [(*start, week) for start in starts for week in weeks[start[1]]])
    if rules.weekends_off.level != "off":
        windows = [(officer, window) for officer in sets.rostered for window in weekend_windows(sets, officer)]
        worked = dict.fromkeys((officer, saturday) for officer, window in windows for saturday in window.saturdays)
        v.weekend_worked = make.amount("weekend_worked", worked, 1)
        if rules.weekends_off.level == "preferred":
            v.weekends_over = make.amount("weekends_over", [(officer, window.last) for officer, window in windows])


def _add_staffing(make: _Maker, sets: Sets, v: Variables) -> None:
    scenario, wanted = sets.scenario, sets.wanted
    has_price = scenario.rules.staffing_preference.extra_weight > 0
    preferred = [key for key, one in wanted.items() if one.prefer or (one.prefer == 0 and has_price)]
    v.staff_short = make.amount("staff_short", [key for key, number in wanted.items() if number.min])
    v.under_preference = make.amount("under_preference", preferred)
    v.over_preference = make.amount("over_preference", preferred if has_price else [])
    v.over_maximum = make.amount("over_maximum", [key for key, number in wanted.items() if number.max is not None])
    v.skill_short = make.amount("skill_short", [(key, kind) for key, one in wanted.items() for kind in one.skills])
    if scenario.rules.demand_matching.level != "off":
        targets = people_wanted(sets)
        for stretch, keys in duties_over(sets, list(targets)).items():
            most = len({duty.officer for key in keys for duty in sets.on_shift[key]})
            if most == 0:
                continue
            v.people_off[stretch] = make.convex("people_off", stretch, targets[stretch], most)


def _add_people(make: _Maker, sets: Sets, v: Variables) -> None:
    people = sets.scenario.people
    requests = [(officer, index) for officer, one in people.items() for index in range(len(one.requests))]
    v.request_unmet = make.amount("request_unmet", requests)
    days = sets.scenario.horizon.days
    for key, share in fair_shares(sets).items():
        v.share_off[key] = make.convex("share_off", key, share, days)
    if sets.scenario.rules.same_team.level != "off":
        v.without_other = make.amount("without_other", [duty for duty in sets.duties if _has_other(sets, duty)])


def _has_other(sets: Sets, duty: DutyKey) -> bool:
    """Whether a duty is a choice on a day on which the one to work with is there."""
    people = sets.scenario.people
    officer = people[duty.officer]
    return (
        officer.works_with is not None
        and is_free(officer, duty.day)
        and duty.day not in people[officer.works_with].unavailable
    )
