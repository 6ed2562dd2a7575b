"""``rostering next``: the scenario of the days after a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rostering.cli.exits import DONE
from rostering.cli.pairs import EXAMPLE_NAME, load_pair
from rostering.cli.screen import put, say
from rostering.delivery import read_delivered
from rostering.files import LoadedScenario, write_whole
from rostering.files.rewriting import rewritten
from rostering.files.yaml_reading import read_yaml
from rostering.following import Past, following_content, histories, last_patrolled
from rostering.following.clocks import Visits
from rostering.measures.guarantee import counted_visits
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.words import count_words, day_words

MOST_NAME = 64
"""Characters of an id."""


@dataclass(frozen=True)
class Rolling:
    """What is moved on, and where it goes."""

    schedule: Path
    output: Path
    delivered: Path | None
    """Visits that were really made; without it, those of the plan are taken to be."""
    against: Path | None
    """The schedule's scenario, where it is not to be looked for."""
    days: int | None
    """Length of the next horizon; without it, as long as this one."""


def next_file(rolling: Rolling) -> int:
    """Write the scenario of the days after a schedule and say what was carried; the exit code.

    Raises:
        InputError: the schedule, its scenario or the visits cannot be read; nothing is written.
        OutputError: the scenario cannot be written.
    """
    loaded, schedule = load_pair(rolling.schedule, rolling.against)
    scenario, plan = loaded.scenario, schedule.plan
    visits: Visits = counted_visits(scenario, plan)
    made = ""
    if rolling.delivered is not None:
        delivered = read_delivered(rolling.delivered, scenario)
        visits = delivered.visits
        number = sum(map(len, visits.values()))
        made = f"; {count_words(delivered.rows, 'delivered visit')}, of which {number} count"
        for note in (*delivered.notes, *_later_than_planned(scenario, plan, visits)):
            say(note)
    past = Past(histories(scenario, plan), last_patrolled(scenario, visits))
    _write(loaded, past, rolling)
    put(f"{rolling.output}: {_carried_words(scenario, rolling)}{made}\n")
    return DONE


def _write(loaded: LoadedScenario, past: Past, rolling: Rolling) -> None:
    scenario, document = loaded.scenario, read_yaml(loaded.path)
    days = rolling.days or scenario.horizon.days
    content = following_content(scenario, loaded.content, past, days, _name(scenario, rolling.output))
    text = rewritten(document, content)
    write_whole(rolling.output, text.text)
    for note in _notes(loaded, rolling, days):
        say(f"note: {note}")
    if not text.keeps_comments:
        say(f"note: {rolling.output} is written afresh, without comments: {loaded.path} repeats parts of itself")


def _name(scenario: Scenario, output: Path) -> str:
    """The name of the file, so that its schedule does not take the place of the last one; else the scenario's."""
    is_id = re.fullmatch("[a-z][a-z0-9-]*", output.stem) and len(output.stem) <= MOST_NAME
    return output.stem if is_id and output.name != EXAMPLE_NAME else scenario.name


def _carried_words(scenario: Scenario, rolling: Rolling) -> str:
    horizon = scenario.horizon
    last_day = horizon.end + timedelta(days=(rolling.days or horizon.days) - 1)
    first, last = day_words(horizon.end), day_words(last_day)
    people, spots = count_words(len(scenario.people), "officer"), count_words(len(scenario.hotspots), "hotspot")
    return f"{first} to {last}, with the history of {people} and the clocks of {spots}"


def _later_than_planned(scenario: Scenario, plan: Plan, visits: Visits) -> Iterator[str]:
    """Hotspots whose clock does not stand where the plan would have it."""
    planned, real = last_patrolled(scenario, counted_visits(scenario, plan)), last_patrolled(scenario, visits)
    for hotspot, instant in real.items():
        if instant != planned[hotspot]:
            is_known = instant > 0 or scenario.hotspots[hotspot].last_patrolled is not None
            last = _moment_words(scenario, instant) if is_known else "never"
            plan_words = _moment_words(scenario, planned[hotspot])
            yield f"{scenario.title_of(hotspot)}: last patrolled {last}, by the plan {plan_words}"


def _moment_words(scenario: Scenario, instant: int) -> str:
    return f"{day_words(scenario.horizon.day(instant))} {scenario.horizon.clock_text(instant)}"


def _notes(loaded: LoadedScenario, rolling: Rolling, days: int) -> Iterator[str]:
    """What a planner has to look after by hand."""
    scenario = loaded.scenario
    matrix = scenario.travel.matrix
    if matrix is not None and not (rolling.output.parent / matrix).is_file():
        yield f"{matrix} has to lie beside {rolling.output}: copy it there"
    if days != scenario.horizon.days:
        for contract_id, contract in scenario.contracts.items():
            if contract.hours is not None or contract.shift_limits:
                yield f"contract {contract_id} has limits for {scenario.horizon.days} days: look at them for {days}"
