"""The strategic model: a linear program of officers by team and role, day by day.

Every row is a planner's sentence about expected numbers; people are not named, and visits need not be whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pulp
from pulp import lpSum

from rostering.horizon import MINUTES_PER_HOUR
from rostering.model.keys import Group, Opening, Staffing
from rostering.model.objective import window_weights
from rostering.scenario import ANY
from rostering.scenario.demand import area_shares
from rostering.strategy.ground import Ground, Line, hours_of
from rostering.strategy.purchases import Purchase, Terms, openings_of, purchases, weight_of

Variable = pulp.LpVariable
Expression = pulp.LpAffineExpression


@dataclass
class Unknowns:
    """What the strategic model decides; hours are of people, over the horizon."""

    bought: dict[Purchase, Variable]
    spent: Variable
    """Pounds in the year of the budget."""
    target: Variable
    """Patrol hours of which every area should have its share; fixed before it is used."""
    served: Variable
    """Patrol hours per unit of demand share that every area has at least."""
    more: dict[Group, Variable] = field(default_factory=dict)
    """People a group has more."""
    fewer: dict[Group, Variable] = field(default_factory=dict)
    """People it has fewer."""
    overtime: dict[Group, Variable] = field(default_factory=dict)
    """Its hours of overtime a week."""
    given: dict[Group, Variable] = field(default_factory=dict)
    """People given to it for nothing: 0, but its price says what one would be worth."""
    given_hour: dict[Group, Variable] = field(default_factory=dict)
    """The same of hours of overtime."""
    held: dict[Opening, Variable] = field(default_factory=dict)
    """1 where an opening of a hub is held."""
    staff: dict[tuple[Opening, Group], Variable] = field(default_factory=dict)
    """People a group sends to an opening."""
    skilled: dict[tuple[Opening, str, Group], Variable] = field(default_factory=dict)
    """Of them, those counted for a skill."""
    hub_short: dict[Opening, Variable] = field(default_factory=dict)
    """People missing at an opening."""
    team_short: dict[Staffing, Variable] = field(default_factory=dict)
    """People missing from the least number on a shift."""
    visits: dict[tuple[str, date], Variable] = field(default_factory=dict)
    """Visits that the guarantee asks for."""
    crew: dict[tuple[str, date, Group], Variable] = field(default_factory=dict)
    """People a group sends on them."""
    missed: dict[tuple[str, date], Variable] = field(default_factory=dict)
    """1 where the window of a hotspot that ends on the day holds no visit."""
    patrol: dict[tuple[Group, str, date], Variable] = field(default_factory=dict)
    """Other hours of patrol a group gives to an area."""
    journeys: dict[tuple[Group, str, date], Variable] = field(default_factory=dict)
    """Hours a group is on the way, in an area, to visits beyond those of the guarantee."""
    patrolled: dict[str, Variable] = field(default_factory=dict)
    """Patrol hours of an area, visits included."""
    off: dict[str, Variable] = field(default_factory=dict)
    """Hours an area is below its share."""


@dataclass(frozen=True)
class Strategy:
    """The strategic model of a scenario, built once and asked often."""

    ground: Ground
    terms: Mapping[Purchase, Terms]
    problem: pulp.LpProblem
    v: Unknowns
    objectives: Mapping[str, Expression]
    """What the passes make least or most of."""


def build_strategy(ground: Ground, moves: Mapping[Opening, Iterable[Opening]] | None = None) -> Strategy:
    """Build the model.

    Args:
        ground: the numbers it is made of.
        moves: by opening, other times at which it may be held instead.
    """
    problem = pulp.LpProblem("strategy", pulp.LpMinimize)
    build = _Builder(problem, ground, {opening: tuple(others) for opening, others in (moves or {}).items()})
    for rows in (
        _money,
        _groups,
        _hubs,
        _staffing,
        _guarantee,
        _crews,
        _hours_of_each_day,
        _lending,
        _patrol_of_each_area,
    ):
        rows(build)
    return Strategy(ground, build.terms, problem, build.v, _objectives(build))


class _Builder:
    """A model in the making."""

    def __init__(self, problem: pulp.LpProblem, ground: Ground, moves: Mapping[Opening, tuple[Opening, ...]]) -> None:
        self.problem, self.ground, self.scenario, self.moves = problem, ground, ground.scenario, moves
        self.terms = purchases(ground)
        self.names = 0
        bought = {purchase: self.amount(terms.most) for purchase, terms in self.terms.items()}
        self.v = Unknowns(bought=bought, spent=self.amount(low=None), target=self.amount(), served=self.amount())

    def amount(self, most: float | None = None, low: float | None = 0) -> Variable:
        """A new unknown from 0 up."""
        self.names += 1
        return self.problem.add_variable(f"v{self.names}", low, most)

    def row(self, row: Expression) -> None:
        """Add a row."""
        self.names += 1
        self.problem.addConstraint(row, f"r{self.names}")

    def people_on(self, group: Group, keys: Iterable[tuple[date, str]]) -> Expression:
        """The people of a group who have duties, expected, whatever is bought."""
        return self._strength(group, lambda line: sum(line.get(key, 0.0) for key in keys))

    def hours_on(self, group: Group, day: date) -> Expression:
        """The useful hours of a group on a day."""
        useful = {shift: self.ground.useful[group.role, shift] for shift in self.scenario.shifts}
        return self._strength(
            group, lambda line: sum(line.get((day, shift), 0.0) * hours for shift, hours in useful.items())
        )

    def duty_hours_of(self, group: Group) -> Expression:
        """The duty hours of a group over the horizon."""
        return self._strength(group, lambda line: hours_of(self.scenario, line))

    def _strength(self, group: Group, counted: Callable[[Line], float]) -> Expression:
        ground, v = self.ground, self.v
        supplied = counted(ground.supply[group])
        each = supplied / ground.people[group] if ground.people[group] else 0.0
        strength: Expression = (
            supplied
            + counted(ground.hired[group.role]) * v.more[group]
            - each * v.fewer[group]
            + counted(ground.overtime[group.role]) * v.overtime[group]
        )
        return strength


def _money(b: _Builder) -> None:
    """What is bought is paid for, and each option is bought within its limits, over all areas.

    spent = sum of price x bought; min <= sum of bought <= max
    """
    options = b.scenario.funding.options if b.scenario.funding else {}
    b.row(b.v.spent - lpSum(b.terms[one].price * x for one, x in b.v.bought.items()) == 0)
    for option_id, option in options.items():
        total = lpSum(x for one, x in b.v.bought.items() if one.option == option_id)
        if option.max is not None and len(total):
            b.row(total <= option.max)
        if option.min:
            b.row(total >= option.min)


def _groups(b: _Builder) -> None:
    """A group has its people, those bought for it more, and those given up fewer; never fewer than none."""
    v = b.v
    for group in b.ground.groups:
        v.given[group], v.given_hour[group] = b.amount(0.0), b.amount(0.0)
        v.more[group], v.overtime[group] = b.amount(), b.amount()
        v.fewer[group] = b.amount(float(b.ground.people[group]))
        for kind, total, given in (
            ("hire", v.more[group], v.given[group]),
            ("hours", v.overtime[group], v.given_hour[group]),
            ("end_grant", v.fewer[group], None),
        ):
            mine = [x for one, x in v.bought.items() if b.terms[one].group == group and b.terms[one].kind == kind]
            b.row(total - lpSum(mine) - (given if given is not None else 0) == 0)


def _hubs(b: _Builder) -> None:
    """An opening that is held has its people and of each role or skill the least number, from duties that cover it.

    staff + short >= people x held; staff of a group <= its people on duty throughout
    """
    v, sessions = b.v, b.scenario.hub_sessions
    for opening in _all_openings(b):
        session = sessions[opening.session]
        held, short = v.held[opening], v.hub_short.setdefault(opening, b.amount())
        groups = b.ground.reached_by[session.area]
        covers = b.ground.covers(opening)
        for group in groups:
            v.staff[opening, group] = b.amount()
            b.row(v.staff[opening, group] - b.people_on(group, covers) <= 0)
        everyone = lpSum(v.staff[opening, group] for group in groups)
        b.row(everyone + short - session.people * held >= 0)
        b.row(everyone - max(session.people, sum(n for k, n in session.staff.items() if k != ANY)) * held <= 0)
        if session.level == "preferred":
            b.row(1 * short <= 0)
        kinds = []
        for kind, number in ((k, n) for k, n in session.staff.items() if k != ANY):
            kinds.append(b.amount())
            b.row(_of_kind(b, opening, kind, groups) + kinds[-1] - number * held >= 0)
        if kinds:
            b.row(short - lpSum(kinds) >= 0)


def _all_openings(b: _Builder) -> list[Opening]:
    """Every opening that is, could open, or could be moved to, each with whether it is held."""
    v, ground, sessions = b.v, b.ground, b.scenario.hub_sessions
    if not ground.openings and b.scenario.rules.hub_staff.level == "off":
        return []
    opened: dict[Opening, list[Variable]] = defaultdict(list)
    closed: dict[Opening, list[Variable]] = defaultdict(list)
    for purchase, x in v.bought.items():
        option = b.scenario.funding.options[purchase.option] if b.scenario.funding else None
        if option is None or b.terms[purchase].group is not None:
            continue
        for opening in openings_of(b.scenario, option):
            (opened if option.open_hub else closed)[opening].append(x)
    for opening in sorted({*ground.openings, *opened, *(o for others in b.moves.values() for o in others)}):
        is_free = sessions[opening.session].level == "preferred" or opening in b.moves or opening in closed
        is_new = opening not in ground.openings
        v.held[opening] = b.amount(1.0, low=0 if is_free or is_new else 1)
        if is_new and opening in opened:
            b.row(v.held[opening] - lpSum(opened[opening]) <= 0)
            b.row(v.held[opening] - lpSum(opened[opening]) >= 0)
        elif opening in closed:
            b.row(v.held[opening] + lpSum(closed[opening]) <= 1)
            if sessions[opening.session].level == "required" and opening not in b.moves:
                b.row(v.held[opening] + lpSum(closed[opening]) >= 1)
    for opening, others in b.moves.items():
        b.row(v.held[opening] + lpSum(v.held[other] for other in others) <= 1)
    return list(v.held)


def _of_kind(b: _Builder, opening: Opening, kind: str, groups: Iterable[Group]) -> Expression:
    """The people at an opening who count for a role or a skill."""
    v = b.v
    if kind in b.scenario.roles:
        return lpSum(v.staff[opening, group] for group in groups if group.role == kind)
    for group in groups:
        part = _part_with(b, group, kind)
        if part:
            counted = v.skilled[opening, kind, group] = b.amount()
            b.row(counted - v.staff[opening, group] <= 0)
            b.row(counted - part * b.people_on(group, b.ground.covers(opening)) <= 0)
    return lpSum(v.skilled[opening, kind, group] for group in groups if (opening, kind, group) in v.skilled)


def _part_with(b: _Builder, group: Group, skill: str) -> float:
    """Of a group's people, the part that has a skill; who is hired is taken to have it as often."""
    people = [one for one in b.scenario.people.values() if (one.area, one.role) == group]
    return sum(skill in one.skills for one in people) / len(people) if people else 0.0


def _staffing(b: _Builder) -> None:
    """A shift has the least number of people its area asks for: people + short >= min."""
    if b.scenario.rules.staffing_minimum.level == "off":
        return
    for area, shifts in b.scenario.staffing.items():
        for shift, staffing in shifts.items():
            for day in b.scenario.horizon.dates:
                wanted = staffing.on(day)
                if wanted is None or not wanted.min:
                    continue
                short = b.v.team_short[Staffing(area, day, shift)] = b.amount()
                mine = [group for group in b.ground.groups if group.team == area]
                b.row(lpSum(b.people_on(group, [(day, shift)]) for group in mine) + short >= wanted.min)


def _guarantee(b: _Builder) -> None:
    """Every window of the guarantee holds a visit, or is missed: visits + missed >= 1."""
    v = b.v
    for (spot, day), fits in b.ground.most_visits.items():
        if any(b.ground.reached_by[b.scenario.hotspots[spot].area]):
            v.visits[spot, day] = b.amount(float(fits))
    for key, checks in b.ground.windows.items():
        v.missed[key] = b.amount(1.0)
        for days in checks:
            b.row(lpSum(v.visits[key[0], day] for day in days if (key[0], day) in v.visits) + v.missed[key] >= 1)


def _crews(b: _Builder) -> None:
    """Each visit has its whole crew, of eligible roles, with a lead, from people on duty while the hotspot is open.

    sum of crew = size x visits; crew of lead roles >= visits; crew of a group <= most visits x its people there
    """
    v = b.v
    for (spot_id, day), visits in v.visits.items():
        spot, most = b.scenario.hotspots[spot_id], b.ground.most_visits[spot_id, day]
        groups = [group for group in b.ground.reached_by[spot.area] if spot.roles is None or group.role in spot.roles]
        keys = [(day, shift) for shift in sorted(b.ground.shifts_at[spot_id, day])]
        for group in groups:
            crew = v.crew[spot_id, day, group] = b.amount()
            if not _is_surely_there(b, group, keys, spot.crew):
                b.row(crew - most * b.people_on(group, keys) <= 0)
        b.row(lpSum(v.crew[spot_id, day, group] for group in groups) - spot.crew * visits == 0)
        if spot.lead:
            b.row(lpSum(v.crew[spot_id, day, group] for group in groups if group.role in spot.lead) - visits >= 0)


def _is_surely_there(b: _Builder, group: Group, keys: Iterable[tuple[date, str]], crew: int) -> bool:
    """Whether a group has a whole crew on duty whatever is given up."""
    there = sum(b.ground.supply[group].get(key, 0.0) for key in keys)
    lost = sum(t.most for t in b.terms.values() if t.group == group and t.kind == "end_grant")
    people = b.ground.people[group]
    return bool(people) and there * max(0.0, 1 - lost / people) >= crew


def _hours_of_each_day(b: _Builder) -> None:
    """What a group does on a day takes the useful hours it has.

    hubs + visits with their journeys + patrol, lent hours with theirs + further journeys = useful hours
    """
    v, ground = b.v, b.ground
    staffed = {area: any(ground.people[g] for g in ground.groups if g.team == area) for area in b.scenario.areas}
    spent: dict[tuple[Group, date], list[Any]] = defaultdict(list)
    for (opening, group), staff in v.staff.items():
        spent[group, b.scenario.horizon.day(opening.opens)].append(ground.hub_hours(opening, group.team) * staff)
    for (spot, day, group), crew in v.crew.items():
        spent[group, day].append(ground.visit_hours(spot, group.team) * crew)
    for group in ground.groups:
        for day in b.scenario.horizon.dates:
            for area in ground.reach[group.team]:
                patrol = v.patrol[group, area, day] = b.amount()
                spent[group, day].append((1 + ground.lent_overhead(group.team, area)) * patrol)
                if area == group.team or not staffed[area]:
                    on_the_way = v.journeys[group, area, day] = b.amount()
                    spent[group, day].append(1 * on_the_way)
            b.row(lpSum(spent[group, day]) - b.hours_on(group, day) == 0)


def _lending(b: _Builder) -> None:
    """A team spends at most a share of its duty hours for others, journeys included."""
    rule, v, ground = b.scenario.rules.lending, b.v, b.ground
    if rule.level == "off":
        return
    lent = lent_hours(b.scenario.areas, ground, v)
    for team, terms in lent.items():
        mine = [group for group in ground.groups if group.team == team]
        if terms:
            b.row(lpSum(terms) - rule.most_share * lpSum(b.duty_hours_of(group) for group in mine) <= 0)


def lent_hours(areas: Iterable[str], ground: Ground, v: Unknowns) -> dict[str, list[Any]]:
    """By team: the terms that add up to the hours it spends for others."""
    lent: dict[str, list[Any]] = {team: [] for team in areas}
    scenario = ground.scenario
    for (opening, group), staff in v.staff.items():
        if scenario.hub_sessions[opening.session].area != group.team:
            lent[group.team].append(ground.hub_hours(opening, group.team) * staff)
    for (spot, _, group), crew in v.crew.items():
        if scenario.hotspots[spot].area != group.team:
            lent[group.team].append(ground.visit_hours(spot, group.team) * crew)
    for (group, area, _), patrol in v.patrol.items():
        if area != group.team:
            lent[group.team].append((1 + ground.lent_overhead(group.team, area)) * patrol)
    return lent


def _patrol_of_each_area(b: _Builder) -> None:
    """An area is credited patrol and visits; visits beyond the guarantee follow it, with the journeys they cost.

    P = patrol + dwell x crews; P >= share x served; P + off >= share x target;
    journeys >= rate x P - those of the guarantee's visits
    """
    v, ground = b.v, b.ground
    dwell = b.scenario.rules.hotspot_guarantee.minutes / MINUTES_PER_HOUR
    shares, visiting = area_shares(b.scenario), ground.visiting
    credited: dict[str, list[Any]] = defaultdict(list)
    known: dict[str, list[Any]] = defaultdict(list)
    for (_, area, _), patrol in v.patrol.items():
        credited[area].append(1 * patrol)
    for (spot, _, _), crew in v.crew.items():
        area = b.scenario.hotspots[spot].area
        credited[area].append(dwell * crew)
        if spot in visiting.spots:
            known[area].append((ground.visit_hours(spot, area) - dwell) * crew)
    for area in b.scenario.areas:
        hours = v.patrolled[area] = b.amount()
        v.off[area] = b.amount()
        b.row(hours - lpSum(credited[area]) == 0)
        b.row(hours - shares[area] * v.served >= 0)
        b.row(v.off[area] + hours - shares[area] * v.target >= 0)
        journeys = lpSum(on_the_way for (_, at, _), on_the_way in v.journeys.items() if at == area)
        b.row(journeys - visiting.by_patrol[area] * hours + lpSum(known[area]) >= 0)


def _objectives(b: _Builder) -> dict[str, Expression]:
    v, rules = b.v, b.scenario.rules
    weights = window_weights(b.scenario)
    windows = [weights[spot] * missed for (spot, _), missed in v.missed.items()]
    is_promised = rules.hotspot_guarantee.level == "required"
    sessions = b.scenario.hub_sessions
    lengths = {
        key: (end - start) / MINUTES_PER_HOUR
        for key in v.team_short
        for start, end in (b.ground.spans[key.day, key.shift],)
    }
    hubs = [opening.hours * short for opening, short in v.hub_short.items()]
    teams = [lengths[key] * short for key, short in v.team_short.items()]
    is_required = rules.staffing_minimum.level == "required"
    elsewhere = {other for others in b.moves.values() for other in others}
    preferred = [
        weight_of(sessions[opening.session]) * ((0 if opening in elsewhere else 1) - 1 * held)
        for opening, held in v.held.items()
    ]
    preferred += [] if is_promised else [rules.hotspot_guarantee.weight * one for one in windows]
    preferred += [] if is_required else [rules.staffing_minimum.weight * short for short in v.team_short.values()]
    lent = lent_hours(b.scenario.areas, b.ground, v)
    return {
        "hotspot_guarantee": lpSum(windows if is_promised else []),
        "hub_staff": lpSum([*hubs, *(teams if is_required else [])]),
        "preferences": lpSum(preferred),
        "least_served_area": lpSum([v.served]),
        "patrol": lpSum(v.patrolled.values()),
        "area_share": lpSum(v.off.values()),
        "lending": lpSum([term for terms in lent.values() for term in terms]),
        "spent": lpSum([v.spent]),
    }
