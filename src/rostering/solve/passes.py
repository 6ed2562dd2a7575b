"""The passes over one model, and what is done where a visit finds no time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from itertools import islice

import pulp

from rostering.model import Model
from rostering.model.objective import EQUITY_PASSES, SERVICE_PASSES, Pass, demand_weighted_patrol
from rostering.model.tasking import read_tasking
from rostering.scenario import Scenario
from rostering.schedule import PassReport, PlannedVisit, Tasking
from rostering.solve.highs import KEPT_WITHIN, Solver
from rostering.solve.terms import Ending, Options, Progress, Stop, Tell, TimeVisits

LEARNING_ROUNDS = 2
"""How often the model may decide again after visits could not be timed; those that then still cannot are given up, and
what they were planned for shows as missing."""
MOST_ROUNDS = 8
"""The same where giving up would break a promise that can be kept."""
MOST_TRIES = 40
"""How many single visits are tried in the end to win such a promise back; each takes two solves of what is settled."""


class Run:
    """The passes over one model, kept inside the solver from pass to pass; holds the best values so far."""

    def __init__(self, scenario: Scenario, model: Model, options: Options, stop: Stop, tell: Tell) -> None:
        self.scenario, self.model, self.stop, self.tell = scenario, model, stop, tell
        self.solver = Solver(model.problem, options, stop, tell)
        self.reports: dict[str, PassReport] = {}
        self.bounds: dict[str, float] = {}
        self.seconds: dict[str, float] = {}
        self.price: float | None = None
        self.rounds = 0
        self.rows_of_the_model = self.solver.rows

    def decide(self, time_visits: TimeVisits) -> Ending:
        """Service passes, repeated until every visit they plan has found a time."""
        return self._until_timed(self.service_passes(), time_visits)

    def decide_again(self, time_visits: TimeVisits) -> Ending:
        """The same, and sharing out, once more: only if some visit finds no time in what is decided."""
        self.rounds = 0
        ending = self._until_timed("done", time_visits)
        return self.equity_passes() if ending == "done" and self.rounds else ending

    def _until_timed(self, ending: Ending, time_visits: TimeVisits) -> Ending:
        while ending == "done":
            self.solver.write_back()
            tasking = read_tasking(self.scenario, self.model.sets, self.model.variables)
            unrouted = time_visits(tasking)
            if not unrouted:
                break
            ending = self._after(tasking, unrouted)
            self.rounds += 1
        return self.win_back(time_visits) if ending == "done" and self.rounds else ending

    def _after(self, tasking: Tasking, unrouted: Collection[PlannedVisit]) -> Ending:
        """Decide again, or go on without what found no time; a promise is not given up before all rounds are used."""
        if self.rounds < LEARNING_ROUNDS:
            return self.learn(tasking, unrouted)
        promised = self._windows_missed
        ending = self.give_up(tasking, unrouted)
        if self._windows_missed > promised + KEPT_WITHIN and self.rounds < MOST_ROUNDS:
            return self.learn(tasking, unrouted)
        return ending

    @property
    def _windows_missed(self) -> float:
        report = self.reports.get("hotspot_guarantee")
        return report.value if report else 0.0

    def service_passes(self) -> Ending:
        """The passes up to the one that settles visits and hub staff."""
        return self._in_turn(SERVICE_PASSES, self._prove_nothing_missing())

    def learn(self, tasking: Tasking, unrouted: Collection[PlannedVisit]) -> Ending:
        """Decide again, knowing that the bands of these visits hold no more than could be timed in them.

        A visit that found no time says that an area's people had no room for one more in that band, so what is learned
        is a number for the area and the band. The first time, only the hotspots concerned are decided again.
        """
        self._tell_of("visits without a time, decided again", len(unrouted))
        self.solver.reopen()
        spots, visits = self.scenario.hotspots, self.model.variables.visits
        missing = Counter((spots[visit.hotspot].area, visit.band) for visit in unrouted)
        planned = Counter((spots[visit.hotspot].area, visit.band) for visit in tasking.visits)
        for (area, start), number in sorted(missing.items()):
            there = [one for (spot, band), one in visits.items() if spots[spot].area == area and band.start == start]
            self.solver.limit(pulp.lpSum(there), planned[area, start] - number)
        if self.rounds == 0:
            concerned = {visit.hotspot for visit in unrouted}
            self.solver.settle_as_is(one for (spot, _), one in visits.items() if spot not in concerned)
        return self.service_passes()

    def give_up(self, tasking: Tasking, unrouted: Collection[PlannedVisit]) -> Ending:
        """Go on with the visits that have a time; what the others were planned for shows as missing in the passes."""
        self._tell_of("visits without a time, given up", len(unrouted))
        self.solver.reopen()
        timed = Counter((visit.hotspot, visit.band) for visit in tasking.visits)
        timed.subtract((visit.hotspot, visit.band) for visit in unrouted)
        self.solver.settle({one: timed[spot, band.start] for (spot, band), one in self.model.variables.visits.items()})
        return self.service_passes()

    def win_back(self, time_visits: TimeVisits) -> Ending:
        """Add the single visits that keep a window given up while learning, where they find a time after all.

        What a band was learned to hold came from plans with other visits in them, so it may be less than it holds now.
        """
        ending: Ending = "done"
        self.solver.rows = self.rows_of_the_model
        windows = sorted(self.model.variables.window_missed.items())
        near = ((one, missed) for (spot, last), missed in windows for one in self._visits_near(spot, last))
        promising = (one for one, missed in near if self._could_be_kept(missed))
        for one in islice(promising, MOST_TRIES):
            ending = self._add(one, time_visits)
            if ending != "done":
                break
        return ending

    def _visits_near(self, spot: str, last: date) -> list[pulp.LpVariable]:
        first = last - timedelta(days=self.scenario.rules.hotspot_guarantee.every_days)
        visits = self.model.variables.visits
        return [one for (at, band), one in visits.items() if at == spot and first <= band.day <= last]

    def _could_be_kept(self, missed: pulp.LpVariable) -> bool:
        bound = self.bounds.get("hotspot_guarantee", 0.0)
        return self._windows_missed > bound + KEPT_WITHIN and self.solver.value_of(pulp.lpSum([missed])) > KEPT_WITHIN

    def _add(self, one: pulp.LpVariable, time_visits: TimeVisits) -> Ending:
        """One more visit, if that keeps more of the promise and all visits have a time; else all stays as it was."""
        planned = {visit: self.solver.value_of(pulp.lpSum([visit])) for visit in self.model.variables.visits.values()}
        missed = self._windows_missed
        ending = self._plan_visits(planned | {one: planned[one] + 1})
        if ending == "done" and self._windows_missed < missed - KEPT_WITHIN:
            self.solver.write_back()
            if not time_visits(read_tasking(self.scenario, self.model.sets, self.model.variables)):
                return ending
        return ending if ending == "stopped" else self._plan_visits(planned)

    def _plan_visits(self, planned: Mapping[pulp.LpVariable, float]) -> Ending:
        self.solver.reopen()
        self.solver.settle(planned)
        return self.service_passes()

    def _tell_of(self, what: str, number: int) -> None:
        self.tell(Progress("learning", what, float(number), None, None, 0.0, is_done=True))

    def equity_passes(self) -> Ending:
        """The passes that share out what is left, and the price of doing so equitably."""
        by_demand = demand_weighted_patrol(self.scenario, self.model.variables)
        most = self.solver.optimise(Pass("demand", "hours", pulp.LpMaximize, lambda *_: by_demand, 1.0), by_demand)
        ending = self._in_turn(EQUITY_PASSES)
        if most is not None and most[0] > 0 and ending == "done":
            self.price = max(0.0, 1 - self.solver.value_of(by_demand) / most[0])
        return ending

    def _in_turn(self, passes: tuple[Pass, ...], proven_nought: Collection[str] = ()) -> Ending:
        for one in passes:
            ending = self._pass(one, is_proven_nought=one.name in proven_nought)
            if ending != "done":
                return ending
        return "done"

    def _pass(self, one: Pass, *, is_proven_nought: bool = False) -> Ending:
        expression = self._express(one)
        if len(expression) == 0:
            return "done"
        started = time.monotonic()
        found = (0.0, 0.0) if is_proven_nought else self.solver.optimise(one, expression)
        if found is None:
            return "infeasible" if self.solver.is_infeasible else "stopped"
        self._report(one, *found, time.monotonic() - started)
        if self.stop.reason:
            return "stopped"
        self.solver.keep(one, expression, found[0])
        self.solver.settle_as_is(one.settles(self.model.variables))
        return "done"

    def _express(self, one: Pass) -> pulp.LpAffineExpression:
        return one.express(self.scenario, self.model.sets, self.model.variables)

    def _prove_nothing_missing(self) -> frozenset[str]:
        """The shortfall passes in one solve: no sum of shortfalls is under 0, so a total of 0 proves all of them."""
        shortfalls = [one for one in SERVICE_PASSES if one.good_enough == 0]
        total = pulp.lpSum([self._express(one) for one in shortfalls])
        together = Pass("shortfalls", "weighted shortfalls", pulp.LpMinimize, lambda *_: total, 0.0)
        found = self.solver.optimise(together, total) if len(total) else None
        return frozenset(one.name for one in shortfalls) if found and found[0] <= KEPT_WITHIN else frozenset()

    def _report(self, one: Pass, value: float, bound: float, seconds: float) -> None:
        # What was learned narrows the model, not the problem: the bound of the first time round is the proven one.
        first = self.bounds.setdefault(one.name, bound)
        bound = min(first, bound) if one.is_least_best else max(first, bound)
        off = abs(value - bound)
        gap = off / abs(value) if off > KEPT_WITHIN and value else 0.0
        self.reports[one.name] = PassReport(one.name, value + 0.0, bound + 0.0, gap)
        self.seconds[one.name] = seconds
        self.tell(Progress(one.name, one.unit, value, bound, gap, seconds, is_done=True))
