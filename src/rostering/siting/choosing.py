r"""The best places: a maximal covering location problem (Church and ReVelle 1974), solved to the proven optimum.

Every point :math:`p` with weight :math:`w_p` is covered (:math:`y_p`) where a chosen centre (:math:`x_c`) is within the
radius. So many centres are chosen, every area has at least its number, and no two are too near to each other:

.. math::
    \max \sum_p w_p y_p \quad y_p \le \sum_{c \in N_p} x_c, \quad \sum_c x_c = k, \quad
    \sum_{c \in a} x_c \ge m, \quad x_c + x_d \le 1 \;(d_{cd} < s), \quad x \in \{0, 1\}

Pairs that are too near are stated by sets of which every two are (all centres in a square with a diagonal of that
distance, and any other that a solution breaks). Where circles cannot overlap, a centre is worth its circle and
:math:`y` is not needed.

First the program without whole numbers is solved, adding broken sets until none is found. Its value bounds every
choice, and a centre whose reduced cost is larger than what lies between this bound and a choice that is known can be in
no better one: it is left out (reduced cost fixing). What remains is small, and is solved in whole numbers, again adding
what is broken.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import pulp
from pulp import lpSum

from rostering.model.objective import Pass
from rostering.siting.ground import Ground
from rostering.siting.rivals import greedy
from rostering.solve.highs import Solver
from rostering.solve.terms import Options, Progress, Stop, Tell

MOST_ROUNDS = 60
"""Rounds of adding sets; each ends with a bound on the best choice."""
ROUNDING = 1e-6
BROKEN = 1e-4
"""Centres by which a set has to be broken to be added."""
_COVERED = Pass("covered", "share of demand", pulp.LpMaximize, lambda *_: lpSum([]), 0.0)


@dataclass(frozen=True)
class Choice:
    """Chosen centres."""

    centres: tuple[int, ...]
    """Numbers of points, by what their circles are worth, most first."""
    share: float
    """Of all demand, within the circles."""
    bound: float
    """Proven: no choice covers more."""

    @property
    def gap(self) -> float:
        """How far from the best it may be, as a fraction."""
        return max(0.0, self.bound / self.share - 1) if self.share else 0.0


def best_choice(ground: Ground, stop: Stop, tell: Tell, known: tuple[int, ...]) -> Choice | None:
    """The choice that covers most, and nothing where the places asked for are not there.

    Args:
        ground: what can be chosen.
        stop: when to stop; what was best so far is then given with its bound.
        tell: for news.
        known: a choice that keeps the rules (such as that of :func:`rostering.siting.rivals.greedy`), or nothing.
    """
    every = tuple(range(len(ground.weights)))
    relaxed = _Model(ground, stop, tell, _squares(ground), every, is_whole=False)
    bound = relaxed.solved_with_all_sets()
    best, share = known, ground.share(list(known))
    if bound is None:
        return Choice(known, share, float(ground.weights.sum())) if known else None
    chosen_so_far = relaxed.values()
    guided = greedy(ground, np.array([chosen_so_far.get(c, 0.0) for c in every]))
    if keeps_rules(ground, guided) and ground.share(list(guided)) > share:
        best, share = guided, ground.share(list(guided))
    kept = tuple(c for c, loss in relaxed.losses().items() if not best or bound - loss >= share * (1 - ROUNDING))
    whole = _Model(ground, stop, tell, relaxed.sets, kept, is_whole=True)
    for _ in range(MOST_ROUNDS):
        value = whole.solved()
        if value is None:
            break
        bound = min(bound, value)
        near = whole.broken_sets()
        if not near:
            chosen = tuple(c for c, x in whole.values().items() if round(x) == 1)
            if ground.share(list(chosen)) >= share:
                best, share = chosen, ground.share(list(chosen))
            break
        whole.add(near)
    if not best:
        return None
    best = _settled(ground, best)
    return Choice(tuple(sorted(best, key=lambda c: (-ground.worth[c], c))), share, max(bound, share))


def keeps_rules(ground: Ground, centres: tuple[int, ...]) -> bool:
    """Whether there are as many as asked for, in all and in every area, given that they are apart."""
    by_area = np.bincount(ground.areas[list(centres)], minlength=len(ground.area_names))
    return len(centres) == ground.count and bool((by_area >= ground.least_per_area).all())


def most_places(ground: Ground, stop: Stop) -> int:
    """How many places there are at most that far apart, over all areas."""
    every = tuple(range(len(ground.weights)))
    relaxed = _Model(ground, stop, _unheard, _squares(ground), every, is_whole=False, is_counting=True)
    bound = relaxed.solved_with_all_sets() or 0.0
    if bound + ROUNDING < ground.count:
        return int(bound + ROUNDING)
    whole = _Model(ground, stop, _unheard, relaxed.sets, every, is_whole=True, is_counting=True)
    while (value := whole.solved()) is not None and (near := whole.broken_sets()):
        whole.add(near)
    return int((bound if value is None else value) + ROUNDING)


def _unheard(_: Progress) -> None:
    """There is nothing to tell."""


class _Model:
    """The program over some candidates, and the solver that holds it."""

    def __init__(  # noqa: PLR0913 - what is asked, of whom, and how
        self,
        ground: Ground,
        stop: Stop,
        tell: Tell,
        sets: list[tuple[int, ...]],
        candidates: tuple[int, ...],
        *,
        is_whole: bool,
        is_counting: bool = False,
    ) -> None:
        self.ground, self.stop, self.sets, self.is_counting = ground, stop, list(sets), is_counting
        self.problem = problem = pulp.LpProblem("hotspots", pulp.LpMaximize)
        kind: Literal["Binary", "Continuous"] = "Binary" if is_whole else "Continuous"
        self.centre = {c: problem.add_variable(f"centre[{c}]", 0, 1, kind) for c in candidates}
        self.objective = lpSum(self.centre.values()) if is_counting else self._covered()
        for name, row in self._rows():
            problem.addConstraint(row, name)
        self.solver = Solver(problem, Options(gap=0.0), stop, tell)

    def _covered(self) -> pulp.LpAffineExpression:
        """The objective: what circles are worth, or, where they may overlap, the points they cover."""
        ground = self.ground
        if ground.circles_are_apart:
            return lpSum(float(ground.worth[c]) * x for c, x in self.centre.items())
        near: dict[int, list[pulp.LpVariable]] = defaultdict(list)
        for centre, point in ground.covering.T.tolist():
            if centre in self.centre:
                near[point].append(self.centre[centre])
        points = list[pulp.LpAffineExpression]()
        for point, centres in sorted(near.items()):
            if ground.weights[point]:
                y = self.problem.add_variable(f"is_covered[{point}]", 0, 1)
                self.problem.addConstraint(y - lpSum(centres) <= 0, f"covering[{point}]")
                points.append(float(ground.weights[point]) * y)
        return lpSum(points)

    def _rows(self) -> Iterator[tuple[str, pulp.LpAffineExpression]]:
        ground = self.ground
        if self.is_counting:
            yield "all", lpSum(self.centre.values()) <= len(self.centre)  # a variable in no row would not be there
        else:
            yield "count", lpSum(self.centre.values()) == ground.count
        for area, name in enumerate(ground.area_names):
            if ground.least_per_area and not self.is_counting:
                own = [x for c, x in self.centre.items() if ground.areas[c] == area]
                yield f"least_per_area[{name}]", lpSum(own) >= ground.least_per_area
        for number, near in enumerate(self.sets):
            own = [self.centre[c] for c in near if c in self.centre]
            if len(own) > 1:
                yield f"apart[{number}]", lpSum(own) <= 1

    def solved(self) -> float | None:
        """The bound on the objective; nothing where there is no solution, or no time."""
        value = None if self.stop.reason else self.solver.optimise(_COVERED, self.objective)
        return None if value is None else value[1]

    def solved_with_all_sets(self) -> float | None:
        """The same, once no set is found that the solution breaks."""
        bound = self.solved()
        for _ in range(MOST_ROUNDS):
            near = self.broken_sets() if bound is not None else []
            if not near:
                break
            self.add(near)
            bound = self.solved() or bound
        return bound

    def values(self) -> dict[int, float]:
        """By centre: how far it is chosen, where it is at all."""
        values, columns = self.solver.values, self.solver.column
        if values is None:
            return {}
        found = {c: float(values[columns[x.id]]) for c, x in self.centre.items() if x.id in columns}
        return {c: x for c, x in found.items() if x > ROUNDING}

    def losses(self) -> dict[int, float]:
        """By centre: what the bound would lose at least if it were chosen."""
        worth = self.solver.worth(self.centre.values())
        return {c: max(0.0, -worth[x]) for c, x in self.centre.items()}

    def broken_sets(self) -> list[tuple[int, ...]]:
        """Sets of centres of which every two are too near to each other, and of which more than one is chosen in all;
        each with all others that belong to it.
        """
        values = self.values()
        chosen = sorted(values.items(), key=lambda one: (-one[1], one[0]))
        found = set[tuple[int, ...]]()
        for first, _ in chosen:
            together, total = list[int](), 0.0
            for c, x in [(first, values[first]), *chosen]:
                if c not in together and all(not self.ground.is_clear(c, d) for d in together):
                    together.append(c)
                    total += x
            if total > 1 + BROKEN:
                found.add(self._widened(together))
        return sorted(found)

    def _widened(self, together: list[int]) -> tuple[int, ...]:
        ground = self.ground
        near, widened = np.arange(len(ground.weights)), list[int]()
        near = near[np.lexsort((near, -ground.worth))]
        for c in together:
            near = near[ground.too_near(near, c)]
        while near.size:
            widened.append(int(near[0]))
            near = near[1:][ground.too_near(near[1:], widened[-1])]
        return tuple(sorted(dict.fromkeys([*together, *widened])))

    def add(self, sets: list[tuple[int, ...]]) -> None:
        """No more than one of each."""
        for near in sets:
            self.solver.limit(lpSum(self.centre[c] for c in near if c in self.centre), 1.0)
        self.sets += sets


def _squares(ground: Ground) -> list[tuple[int, ...]]:
    """Sets of centres of which every two are too near to each other: those in a square whose diagonal is shorter than
    the least distance, for four grids of squares, each half a square further.
    """
    side = ground.apart_m / math.sqrt(2) * (1 - ROUNDING)
    if side <= 0:
        return []
    squares = set[tuple[int, ...]]()
    for east, north in product((0.0, 0.5), repeat=2):
        cells = np.floor(ground.metres / side + [east, north])
        _, cell_of = np.unique(cells, axis=0, return_inverse=True)
        ordered = np.argsort(cell_of.reshape(-1), kind="stable")
        ends = np.flatnonzero(np.diff(cell_of.reshape(-1)[ordered])) + 1
        squares |= {tuple(one.tolist()) for one in np.split(ordered, ends)}
    return sorted(one for one in squares if len(one) > 1)


def _settled(ground: Ground, centres: tuple[int, ...]) -> tuple[int, ...]:
    """The same circles, each moved to the point in the middle of what it covers where another point covers as much:
    places recorded side by side are often equal, and a hotspot should not depend on which is listed first.
    """
    settled = list(centres)
    if not ground.circles_are_apart:
        return centres
    for place, centre in enumerate(settled):
        others = settled[:place] + settled[place + 1 :]
        near = ground.covering[1][ground.covering[0] == centre].tolist()
        equal = [
            c
            for c in near
            if ground.areas[c] == ground.areas[centre]
            and abs(ground.worth[c] - ground.worth[centre]) <= ROUNDING * ground.worth[centre]
            and all(ground.is_clear(c, other) for other in others)
        ]
        settled[place] = min(equal, key=lambda c: (round(_spread(ground, c), 6), c))
    return tuple(settled)


def _spread(ground: Ground, centre: int) -> float:
    """Mean distance of what a circle covers from its centre, weighted; metres."""
    near = ground.covering[1][ground.covering[0] == centre]
    distance = np.hypot(*(ground.metres[near] - ground.metres[centre]).T)
    return float(np.average(distance, weights=ground.weights[near]))
