"""Asking the strategic model: the best mix for a budget, what it comes to, and what one more of anything is worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pulp

from rostering.model.keys import Group, Opening, Staffing
from rostering.model.objective import Pass
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares
from rostering.solve.highs import KEPT_WITHIN, Solver
from rostering.solve.terms import Options, Progress, Stop
from rostering.strategy.ground import Ground
from rostering.strategy.model import Strategy, Variable, build_strategy
from rostering.strategy.purchases import Purchase, Terms

PROMISES = ("hotspot_guarantee", "hub_staff")
"""Passes whose best is nought; one solve tells whether both reach it."""
MIX = (*PROMISES, "preferences", "least_served_area", "patrol", "spent")
"""What money is for, most important first; the last of them spends nothing for nothing."""
OUTCOME = (*PROMISES, "preferences", "area_share", "patrol", "lending")
"""What a mix comes to: the order of the full model, with the least served area's level before `area_share`."""
SAVINGS = ("end_grant", "close_hub")
"""Kinds of options that give something up."""
MOST_BEST = ("least_served_area", "patrol")
WORTH_ASKING = ("hotspot_guarantee", "hub_staff", *MOST_BEST)
"""Passes of which it is said what one more of anything is worth; each of the last two for itself."""
UNITS = {
    "hotspot_guarantee": "weighted windows missed",
    "hub_staff": "person-hours short at hubs and on shifts",
    "preferences": "weighted breaches",
    "least_served_area": "patrol hours at full demand share",
    "patrol": "patrol hours",
    "area_share": "patrol hours below their share",
    "lending": "hours lent",
    "spent": "pounds",
}
PROMISE_BESIDE, PREFERENCE_BESIDE, PATROL_BESIDE = 1e4, 1e3, 1e-3
"""In one sum with the least served area's level, in hours: what a missed window or a person-hour short, a breach of a
preference and an hour of patrol count."""
ROUNDING = 1e-4
"""Amounts under this are nothing."""


@dataclass(frozen=True)
class Answer:
    """The best that can be done within a budget."""

    values: Mapping[str, float]
    """By pass, what it reached."""
    bought: Mapping[Purchase, float]
    """What is bought or given up, and how much of it."""
    spent: float
    """Pounds in the year of the budget; below 0, saved."""
    full_year: float
    """The same in a full year."""
    patrol: Mapping[str, float]
    """By area, patrol hours over the horizon."""
    missed: Mapping[tuple[str, date], float]
    """Windows of the guarantee missed, by hotspot and last day."""
    hubs_short: Mapping[Opening, float]
    """People missing, by opening of a hub."""
    teams_short: Mapping[Staffing, float]
    """People missing from the least number, by shift."""
    held: Mapping[Opening, float]
    """By opening that is or could be: 1 where it is held."""

    @property
    def is_kept(self) -> bool:
        """Whether every promise is kept: windows, required hubs, least numbers."""
        return not (self.missed or self.hubs_short or self.teams_short)

    @property
    def patrol_hours(self) -> float:
        """All patrol, over the horizon."""
        return sum(self.patrol.values())

    def tracking(self, shares: Mapping[str, float]) -> float:
        """How well patrol follows demand: 1 less half the sum of what the shares differ by."""
        total = self.patrol_hours
        return 1 - sum(abs(self.patrol[area] / total - share) for area, share in shares.items()) / 2 if total else 0.0

    def least_served(self, shares: Mapping[str, float]) -> float:
        """The smallest ratio of patrol share to demand share."""
        total = self.patrol_hours
        ratios = (self.patrol[area] / total / share for area, share in shares.items() if share > 0)
        return min(ratios) if total else 0.0


@dataclass(frozen=True)
class Worth:
    """What one more of anything would change, in each pass of :data:`WORTH_ASKING`.

    A linear program gives these numbers at the point it is at: more would bring no more than this for each, and taking
    away costs no less.
    """

    person: Mapping[Group, Mapping[str, float]]
    """By team and role, one more person."""
    overtime: Mapping[Group, Mapping[str, float]]
    """By team and role, one more hour of overtime a week."""
    bought: Mapping[Purchase, Mapping[str, float]]
    """By purchase, one more of it."""


class Desk:
    """A strategic model in a solver, ready for questions; from one question to the next it starts where it was."""

    def __init__(self, ground: Ground, moves: Mapping[Opening, Iterable[Opening]] | None = None) -> None:
        self.ground = ground
        self.strategy: Strategy = build_strategy(ground, moves)
        self.terms = self.strategy.terms
        self.shares = area_shares(ground.scenario)
        self.solver = Solver(self.strategy.problem, Options(), Stop(), _unheard)

    def within(self, budget: float) -> Answer | None:
        """The best mix for a budget, people in parts, and what it comes to.

        Nothing where the least that has to be spent is more.

        Args:
            budget: pounds in the year of the budget; below 0, what has to be saved.
        """
        self._budget(budget)
        found = self.reach(MIX)
        return None if found is None else self.outcome_of(self._bought())

    def value_of(self, mix: Mapping[Purchase, float]) -> tuple[float, dict[Purchase, float]]:
        """What a mix is worth, all that matters in one sum, and by purchase what one more would add to it: no more than
        this, whatever is bought besides.
        """
        return self._of(mix, self._worth_of_all(), "least_served_area")

    def shortfall_of(self, mix: Mapping[Purchase, float]) -> tuple[float, dict[Purchase, float]]:
        """How much of what is promised a mix leaves undone, weighted, and by purchase what one more would change."""
        return self._of(mix, self._short(), "hotspot_guarantee")

    def _of(
        self, mix: Mapping[Purchase, float], objective: pulp.LpAffineExpression, sense: str
    ) -> tuple[float, dict[Purchase, float]]:
        bought = self._settle(mix)
        found = self.solver.optimise(_pass(sense), objective)
        worth = self.solver.worth(bought.values())
        value = math.nan if found is None else found[0]
        return value, {one: worth[x] for one, x in bought.items()}

    def outcome_of(self, mix: Mapping[Purchase, float]) -> Answer:
        """What a mix comes to, hours shared out in the order of the full model."""
        self._settle(mix)
        found = self.reach(OUTCOME[:3], is_fresh=False)
        if found is None:
            message = "a mix within its limits always comes to something"
            raise ArithmeticError(message)
        found |= self._shared_out()
        total = found["patrol"]
        self.solver.bound(self.strategy.v.target, total, total)
        found |= self.reach(OUTCOME[3:], is_fresh=False) or {}
        answer = self.read(found, mix)
        self.solver.bound(self.strategy.v.target, 0, math.inf)
        self.solver.reopen()
        return answer

    def _shared_out(self) -> dict[str, float]:
        """The least served area's level, and all patrol: with it, so that no hour is lost where it does not matter."""
        objectives = self.strategy.objectives
        served, patrol = objectives["least_served_area"], objectives["patrol"]
        self.solver.optimise(_pass("least_served_area"), served + PATROL_BESIDE * patrol)
        found = {"least_served_area": self.solver.value_of(served), "patrol": self.solver.value_of(patrol)}
        self.keep("least_served_area", found["least_served_area"])
        return found

    def worths(self, mix: Mapping[Purchase, float]) -> Worth:
        """What one more of anything is worth beside a mix."""
        v, tables = self.strategy.v, {}
        asked = [*v.given.values(), *v.given_hour.values()]
        bought = self._settle(mix)
        for name in (*PROMISES, "preferences"):
            value = self._optimise(name)
            tables[name] = self.solver.worth([*asked, *bought.values()])
            if value is not None:
                self.keep(name, value)
        for name in MOST_BEST:
            self._optimise(name)
            tables[name] = self.solver.worth([*asked, *bought.values()])
        self.solver.reopen()

        def of(one: Variable) -> dict[str, float]:
            return {name: tables[name][one] for name in WORTH_ASKING}

        return Worth(
            {group: of(one) for group, one in v.given.items()},
            {group: of(one) for group, one in v.given_hour.items()},
            {one: of(x) for one, x in bought.items()},
        )

    def _settle(self, mix: Mapping[Purchase, float]) -> dict[Purchase, Variable]:
        """Fix what is bought; the variables of all purchases."""
        self.solver.reopen()
        self._budget(math.nan)
        bought = dict(self.strategy.v.bought)
        self.solver.settle({x: mix.get(one, 0.0) for one, x in bought.items()})
        return bought

    def _worth_of_all(self) -> pulp.LpAffineExpression:
        objectives = self.strategy.objectives
        return (
            objectives["least_served_area"]
            + PATROL_BESIDE * objectives["patrol"]
            - PROMISE_BESIDE * (objectives["hotspot_guarantee"] + objectives["hub_staff"])
            - PREFERENCE_BESIDE * objectives["preferences"]
        )

    def _short(self) -> pulp.LpAffineExpression:
        return pulp.lpSum([self.strategy.objectives[name] for name in PROMISES])

    def reach(self, names: Iterable[str], *, is_fresh: bool = True) -> dict[str, float] | None:
        """The best of each pass, each kept by those after it; nothing where no solution exists."""
        if is_fresh:
            self.solver.reopen()
        names = list(names)
        found: dict[str, float] = {}
        if tuple(names[:2]) == PROMISES and self._nothing_missing():
            found = dict.fromkeys(PROMISES, 0.0)
            for name in PROMISES:
                self.keep(name, 0.0)
        for name in names:
            if name in found:
                continue
            value = self._optimise(name)
            if value is None:
                return None
            found[name] = value
            self.keep(name, value)
        return found

    def keep(self, name: str, value: float) -> None:
        """Later passes do not give up what one reached."""
        if len(self.strategy.objectives[name]):
            self.solver.keep(_pass(name), self.strategy.objectives[name], value)

    def _nothing_missing(self) -> bool:
        total = pulp.lpSum([self.strategy.objectives[name] for name in PROMISES])
        if not len(total):
            return True
        found = self.solver.optimise(_pass("hotspot_guarantee"), total)
        return found is not None and found[0] <= KEPT_WITHIN

    def _optimise(self, name: str) -> float | None:
        objective = self.strategy.objectives[name]
        if not len(objective):
            return float(objective.constant)
        found = self.solver.optimise(_pass(name), objective)
        return None if found is None else found[0]

    def _budget(self, budget: float) -> None:
        """Which amounts are open within a budget; where it is no number, no row is about money."""
        v, free = self.strategy.v, math.isnan(budget)
        self.solver.bound(v.spent, -math.inf, math.inf if free else budget)
        for one, most in limits(self.ground.scenario, self.terms, budget).items():
            self.solver.bound(v.bought[one], 0.0, self.terms[one].most if free else most)

    def _bought(self) -> dict[Purchase, float]:
        return {one: self._at(x) for one, x in self.strategy.v.bought.items()}

    def _at(self, one: Variable) -> float:
        column = self.solver.column.get(one.id)
        value = 0.0 if column is None or self.solver.values is None else float(self.solver.values[column])
        return value if abs(value) > ROUNDING else 0.0

    def read(self, found: Mapping[str, float], mix: Mapping[Purchase, float]) -> Answer:
        """The values the solver has, in the scenario's words."""
        v, at, terms = self.strategy.v, self._at, self.terms
        bought = {one: amount for one, amount in mix.items() if abs(amount) > ROUNDING}
        sessions = self.ground.scenario.hub_sessions
        return Answer(
            values=dict(found),
            bought=bought,
            spent=sum(terms[one].price * amount for one, amount in bought.items()),
            full_year=sum(terms[one].full_year * amount for one, amount in bought.items()),
            patrol={area: at(hours) for area, hours in v.patrolled.items()},
            missed={key: value for key, one in v.missed.items() if (value := at(one)) > ROUNDING},
            hubs_short={
                opening: value
                for opening, one in v.hub_short.items()
                if sessions[opening.session].level == "required" and (value := at(one)) > ROUNDING
            },
            teams_short={key: value for key, one in v.team_short.items() if (value := at(one)) > ROUNDING},
            held={opening: at(one) for opening, one in v.held.items()},
        )


def _pass(name: str) -> Pass:
    sense = pulp.LpMaximize if name in MOST_BEST else pulp.LpMinimize
    return Pass(name, UNITS[name], sense, lambda *_: pulp.lpSum([]), 0.0)


def limits(scenario: Scenario, terms: Mapping[Purchase, Terms], budget: float) -> dict[Purchase, float]:
    """By purchase, the most of it within a budget: more money only buys, less only gives up.

    Nothing is given up to pay for something else, but for what has to be bought or given up whatever the budget is.
    """
    options = scenario.funding.options if scenario.funding else {}
    return {
        one: each.most if options[one.option].min > 0 or (each.kind in SAVINGS) == (budget < 0) else 0.0
        for one, each in terms.items()
    }


def _unheard(_: Progress) -> None:
    """Passes of the strategic model are too short for news."""
