"""This project's own search for duties, run and timed as the peers are: from what was read to the whole roster."""

from __future__ import annotations

import time
from datetime import date, timedelta

from curtois.convert import convert, roster
from curtois.instance import Instance, read_instance
from peers.attempt import Attempt, Moment, run
from peers.compact import read_scenario

from rostering.scenario import Scenario
from rostering.solve import Options, Progress, Stop
from rostering.solve.roster import solve_roster

SOLVER = "rostering"
GAP = 0.0
"""Only a proof or the time ends a run."""
THREADS = 2

Chosen = dict[tuple[str, date], str]


def curtois(instance: Instance, seconds: float) -> Attempt:
    """Convert a public instance, solve the scenario, and lead the plan back."""
    started = time.monotonic()
    converted = convert(instance, "instance")
    moments, chosen = _search(converted.scenario, started, seconds)
    lines = {} if chosen is None else roster(instance, converted, chosen)
    duties = {(person, day): shift for person, line in lines.items() for day, shift in enumerate(line) if shift}
    shifted = tuple(
        Moment(one.seconds, one.value + converted.constant, one.bound + converted.constant) for one in moments
    )
    return Attempt(SOLVER, shifted, duties or None, time.monotonic() - started)


def force(scenario: Scenario, seconds: float) -> Attempt:
    """Solve a scenario's duties."""
    started = time.monotonic()
    moments, chosen = _search(scenario, started, seconds)
    first = scenario.horizon.start
    duties = {(officer, (day - first) // timedelta(days=1)): shift for (officer, day), shift in (chosen or {}).items()}
    return Attempt(SOLVER, tuple(moments), duties or None, time.monotonic() - started)


def _search(scenario: Scenario, started: float, seconds: float) -> tuple[list[Moment], Chosen | None]:
    moments: list[Moment] = []

    def tell(news: Progress) -> None:
        now = time.monotonic() - started
        plain = Moment(now)
        value = plain.value if news.value is None else news.value
        moments.append(Moment(now, value, plain.bound if news.bound is None else news.bound))

    stop = Stop(started + seconds - time.monotonic())
    found = solve_roster(scenario, Options(time_limit=seconds, gap=GAP, threads=THREADS), stop, tell)
    if not found.duties:
        return moments, None
    moments.append(Moment(time.monotonic() - started, found.value, found.bound))
    return moments, dict(found.duties)


if __name__ == "__main__":
    run({"curtois": (read_instance, curtois), "force": (read_scenario, force)})
