"""Whole people: the best mix of whole numbers, from what the strategic model says of one mix after the other.

What a mix is worth is concave in what is bought: at each mix that was tried, a plane lies on or above it everywhere.
A small program of whole numbers finds the mix that is best under all planes so far; it is tried, which gives another
plane (Kelley 1960, Geoffrion 1972). It ends where no mix can be better than the best one tried, within a tolerance.
Planes hold for every budget, so that each further budget costs a few tries.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import pulp
from pulp import lpSum

from rostering.model.objective import Pass
from rostering.solve.highs import Solver
from rostering.solve.terms import Options, Progress, Stop
from rostering.strategy.asking import Answer, Desk, limits
from rostering.strategy.ground import duty_hours
from rostering.strategy.purchases import Purchase

Mix = dict[Purchase, float]
MOST_TRIES = 60
NEAR = 1e-3
"""How near to the best a mix has to be, as a fraction of its worth."""
WHOLLY_KEPT = 1e-6
"""Shortfalls under this are none."""
MOST_WORTH = 1e7
"""More than any mix is worth."""


class Buyer:
    """Buys whole people, whole duties of overtime and whole hubs."""

    def __init__(self, desk: Desk, *, is_equal: bool = False) -> None:
        self.desk, self.terms = desk, desk.terms
        self.each = {one: self._step(one) for one in desk.terms}
        self.problem = problem = pulp.LpProblem("mix", pulp.LpMaximize)
        self.bought = {
            one: problem.add_variable(f"x{number}", 0, math.floor(terms.most / self.each[one] + WHOLLY_KEPT), "Integer")
            for number, (one, terms) in enumerate(desk.terms.items())
        }
        self.worth = problem.add_variable("worth", -MOST_WORTH, MOST_WORTH)
        self.spent = problem.add_variable("spent", None, None)
        for number, row in enumerate(self._rows()):
            problem.addConstraint(row, f"r{number}")
        if is_equal:
            _share_equally(problem, self)
        self.solver = Solver(problem, Options(gap=0.0), Stop(), _unheard)
        self.tried: dict[tuple[float, ...], tuple[float, Mapping[Purchase, float]]] = {}

    def _step(self, one: Purchase) -> float:
        return duty_hours(self.desk.ground, one.role) if self.terms[one].kind == "hours" else 1.0

    def _rows(self) -> list[pulp.LpAffineExpression]:
        """Money adds up; each option is bought within its limits, over all areas."""
        funding = self.desk.ground.scenario.funding
        rows = [
            self.spent - lpSum(self._price(one) * x for one, x in self.bought.items()) == 0,
            1 * self.worth <= MOST_WORTH,
        ]
        for option_id, option in (funding.options if funding else {}).items():
            total = lpSum(self.each[one] * x for one, x in self.bought.items() if one.option == option_id)
            if option.max is not None and len(total):
                rows.append(total <= option.max)
            if option.min:
                rows.append(total >= option.min)
        return rows

    def _price(self, one: Purchase) -> float:
        return self.terms[one].price * self.each[one]

    def within(self, budget: float, floor: Mapping[Purchase, float] | None = None) -> Mix | None:
        """The best mix for a budget; nothing where the least that has to be spent is more.

        Args:
            budget: pounds in the year of the budget; below 0, what has to be saved.
            floor: a mix that fits a smaller budget, and so this one: what comes back is worth no less.
        """
        self._budget(budget)
        best: Mix | None = None
        worth = -math.inf
        if floor is not None:
            best, worth = dict(floor), self._try(dict(floor))
        for _ in range(MOST_TRIES):
            found = self.solver.optimise(_MOST, lpSum([self.worth]) - POUND_BESIDE * self.spent)
            if found is None:
                return best
            bound = self.solver.value_of(lpSum([self.worth]))
            mix = self._mix()
            if best is not None and bound - worth <= NEAR * max(1.0, abs(worth)):
                break
            tried = self._try(mix)
            if tried > worth:
                best, worth = mix, tried
        return best

    def least_budget(self) -> Mix | None:
        """The mix that keeps every promise for the least money; nothing where none does."""
        # Rows that ask for the promise stay in the solver they are added to: this question has one of its own.
        aside = Buyer(self.desk)
        is_kept = self.desk.shortfall_of(aside._least())[0] <= WHOLLY_KEPT
        aside._budget(-math.inf if is_kept else math.inf, is_free=True)
        return aside._cheapest_that_keeps()

    def _cheapest_that_keeps(self) -> Mix | None:
        for _ in range(MOST_TRIES):
            if self.solver.optimise(_LEAST, lpSum([self.spent])) is None:
                return None
            mix = self._mix()
            short, slope = self.desk.shortfall_of(mix)
            if short <= WHOLLY_KEPT:
                return mix
            at = sum(slope[one] * mix.get(one, 0.0) for one in slope)
            plane = lpSum(slope[one] * self.each[one] * x for one, x in self.bought.items())
            self.solver.limit(plane, at - short)
        return None

    def _least(self) -> Mix:
        """What has to be bought whatever the budget is, at its least cost."""
        self._budget(math.nan, is_free=True)
        self.solver.optimise(_LEAST, lpSum([self.spent]) + lpSum(self.bought.values()))
        return self._mix()

    def _budget(self, budget: float, *, is_free: bool = False) -> None:
        self.solver.bound(self.spent, -math.inf, math.inf if is_free else budget)
        for one, most in limits(self.desk.ground.scenario, self.terms, budget).items():
            self.solver.bound(self.bought[one], 0, math.floor(most / self.each[one] + WHOLLY_KEPT))

    def _mix(self) -> Mix:
        values, columns = self.solver.values, self.solver.column
        whole = {
            one: round(float(values[columns[x.id]])) if values is not None and x.id in columns else 0
            for one, x in self.bought.items()
        }
        return {one: number * self.each[one] for one, number in whole.items() if number}

    def _try(self, mix: Mix) -> float:
        """What a mix is worth; its plane is remembered."""
        key = tuple(mix.get(one, 0.0) for one in self.terms)
        if key not in self.tried:
            self.tried[key] = self.desk.value_of(mix)
            self.learn(mix, *self.tried[key])
        return self.tried[key][0]

    def learn(self, mix: Mapping[Purchase, float], worth: float, slope: Mapping[Purchase, float]) -> None:
        """No mix is worth more than the plane at a mix that was tried."""
        at = sum(slope[one] * mix.get(one, 0.0) for one in slope)
        plane = lpSum(slope[one] * self.each[one] * x for one, x in self.bought.items())
        self.solver.limit(self.worth - plane, worth - at)

    def outcome(self, mix: Mapping[Purchase, float]) -> Answer:
        """What a mix comes to."""
        return self.desk.outcome_of(mix)


POUND_BESIDE = 1e-7
"""What a pound counts against an hour, so that nothing is spent for nothing."""
_MOST = Pass("worth", "hours", pulp.LpMaximize, lambda *_: lpSum([]), 0.0)
_LEAST = Pass("spent", "pounds", pulp.LpMinimize, lambda *_: lpSum([]), 0.0)


def _share_equally(problem: pulp.LpProblem, buyer: Buyer) -> None:
    """Every team gets, or loses, the same of an option as far as it has people; one step more or less at most."""
    by_option: dict[tuple[str, str], list[Purchase]] = defaultdict(list)
    for one, terms in buyer.terms.items():
        if terms.group is not None:
            by_option[one.option, one.role].append(one)
    for number, mine in enumerate(by_option.values()):
        level = problem.add_variable(f"level{number}", 0, None, "Integer")
        largest = max(buyer.terms[one].most for one in mine)
        for one in mine:
            x, most = buyer.bought[one], math.floor(buyer.terms[one].most / buyer.each[one] + WHOLLY_KEPT)
            gives_all = problem.add_variable(f"all{number}_{one.area}", 0, 1, "Integer")
            problem.addConstraint(x - level <= 1, f"most{number}_{one.area}")
            problem.addConstraint(x - level + largest * gives_all >= 0, f"least{number}_{one.area}")
            problem.addConstraint(x - most * gives_all >= 0, f"all_of{number}_{one.area}")


def _unheard(_: Progress) -> None:
    """There is nothing to tell."""
