"""``rostering stress``: what becomes of a schedule when people are missing, on one screen and as a file."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from rostering.cli.exits import DONE
from rostering.cli.news import SECONDS_BETWEEN
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put, put_rich, say, screen
from rostering.cli.summary import Line, as_table
from rostering.files import LoadedScenario, LoadedSchedule, OutputError, dump, expect_writable, write_whole
from rostering.scenario import Scenario
from rostering.stress import Absence, Chance, Loss, Stress, stress, stress_document
from rostering.words import count_words, day_words, officer_words

STANDARD_OUTPUT = "-"
FEW = 4
"""Hotspots and hub openings that are named, the weakest first."""
FEW_PEOPLE = 5
"""Officers that are named as single points of failure."""
FEW_THINGS = 1
"""Things that are named for each of them."""


@dataclass(frozen=True)
class Drawing:
    """How absences are drawn."""

    draws: int
    seed: int
    processes: int | None
    """Nothing: as many as pay."""


def stress_file(path: Path, against: Path | None, output: str | None, drawing: Drawing) -> int:
    """Say what absences do to a schedule, and write it where that is asked for; the exit code.

    Raises:
        InputError: the schedule or its scenario cannot be read, or the scenario is not found.
        OutputError: the file cannot be written; told before anything is drawn where it can be known.
    """
    loaded, schedule = load_pair(path, against)
    target = _target(output, loaded, schedule)
    started = time.monotonic()
    with _news_of_draws(screen(), drawing.draws) as tell:
        result = stress(loaded.scenario, schedule.plan, drawing.draws, drawing.seed, drawing.processes, tell)
    lines = summary_lines(loaded.scenario, result)
    if output == STANDARD_OUTPUT:
        put(dump(stress_document(result, loaded.scenario, loaded.sha256)))
        return DONE
    if target is not None:
        write_whole(target, dump(stress_document(result, loaded.scenario, loaded.sha256)))
    put_rich(as_table(lines))
    say(f"{drawing.draws:,} draws in {time.monotonic() - started:.1f} s" + (f"; {target} is written" if target else ""))
    return DONE


def _target(output: str | None, loaded: LoadedScenario, schedule: LoadedSchedule) -> Path | None:
    if output is None or output == STANDARD_OUTPUT:
        return None
    target = Path(output)
    expect_writable(target)
    for other, what in ((loaded.path, "the scenario itself"), (schedule.path, "the schedule itself")):
        if target.resolve() == Path(other).resolve():
            message = f"{target}: is {what}; give the file another name"
            raise OutputError(message)
    return target


@contextmanager
def _news_of_draws(out: Console, draws: int) -> Iterator[Callable[[int], None]]:
    """How many draws are done: a line that changes on a terminal, elsewhere a line now and then."""
    if out.is_interactive and not out.is_dumb_terminal:
        with out.status("drawing absences") as status:
            yield lambda done: status.update(f"drawing absences: {done:,} of {draws:,}")
        return
    last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN:
            last = time.monotonic()
            say(f"{done:,} of {draws:,} draws")

    yield tell


def summary_lines(scenario: Scenario, result: Stress) -> list[Line]:
    """What to know about absences: weakest hotspots first, then hubs, then who is a single point of failure."""
    return [
        ("Absence", _rate_words(scenario, result)),
        ("Visits", f"{result.lost:.1f} lost on average, {result.taken_over:.1f} taken over the same day"),
        *_hotspot_lines(scenario, result),
        *_hub_lines(scenario, result),
        *_alone_lines(scenario, result.absences),
    ]


def _rate_words(scenario: Scenario, result: Stress) -> str:
    rates = ", ".join(f"{scenario.title_of(role)} {rate:.0%}" for role, rate in result.rates.items())
    return (
        f"every duty may be lost, each on its own: {rates} of duties; {result.draws:,} draws, seed {result.seed}; "
        "in brackets, 95 % intervals"
    )


def _hotspot_lines(scenario: Scenario, result: Stress) -> Iterator[Line]:
    if not result.hotspots:
        yield "Hotspots", "no promise is kept that could be broken"
        return
    together = result.together
    words = f"all promises survive: {chance_words(together['hotspots'])}"
    yield "Hotspots", f"{words}; with same-day repair {chance_words(together['hotspots_repaired'])}"
    weakest = sorted(result.hotspots, key=lambda one: (one.chance.times, one.repaired.times, one.hotspot))
    for one in weakest[:FEW]:
        title = scenario.title_of(one.hotspot)
        yield "", f"{title}: {chance_words(one.chance)}; repaired {chance_words(one.repaired)}"
    if len(weakest) > FEW:
        yield "", f"and {count_words(len(weakest) - FEW, 'more hotspot')} that are no weaker"


def _hub_lines(scenario: Scenario, result: Stress) -> Iterator[Line]:
    if not result.hubs:
        return
    yield "Hubs", f"all openings keep their people: {chance_words(result.together['hub_sessions'])}, without repair"
    weakest = sorted(result.hubs, key=lambda one: (one.chance.times, one.start, one.session))
    for one in weakest[:FEW]:
        when = f"{day_words(scenario.horizon.day(one.start))} {scenario.horizon.clock_text(one.start)}"
        yield "", f"{scenario.title_of(one.session)}, {when}: {chance_words(one.chance)}"
    if len(weakest) > FEW:
        yield "", f"and {count_words(len(weakest) - FEW, 'more opening')} that are no weaker"


def chance_words(chance: Chance) -> str:
    """``94.7 % (93.1 to 95.9)``."""
    low, high = chance.interval
    return f"{100 * chance.share:.1f} % ({100 * low:.1f} to {100 * high:.1f})"


def _alone_lines(scenario: Scenario, absences: Sequence[Absence]) -> Iterator[Line]:
    """Officers whose absence on one day breaks what nobody else sees to; those who break most first."""
    failing: dict[str, list[tuple[date, Loss]]] = defaultdict(list)
    for absence in absences:
        failing[absence.officer].extend((absence.day, loss) for loss in absence.broken_promises)
    people = sorted(((who, what) for who, what in failing.items() if what), key=lambda one: (-len(one[1]), one[0]))
    days = sum(bool(absence.broken_promises) for absence in absences)
    words = f"{days} of {count_words(len(absences), 'single absence')} break a promise"
    yield "Alone", f"{words}, those of {count_words(len(people), 'officer')}; {_kinds_words(absences)}"
    for officer, losses in people[:FEW_PEOPLE]:
        told = "; ".join(_loss_words(scenario, day, loss) for day, loss in losses[:FEW_THINGS])
        more = len(losses) - FEW_THINGS
        yield "", f"{officer_words(officer)}: {told}" + (f"; and {more} more" if more > 0 else "")
    if len(people) > FEW_PEOPLE:
        yield "", f"and {count_words(len(people) - FEW_PEOPLE, 'more officer')}; all of them with -o FILE"


def _kinds_words(absences: Sequence[Absence]) -> str:
    kinds = Counter(loss.rule for absence in absences for loss in absence.losses)
    names = {
        "hotspot_crew": "visit",
        "hotspot_guarantee": "window",
        "hub_staff": "hub opening",
        "staffing_minimum": "minimum/minima",
        "skills_on_duty": "skill",
    }
    told = [count_words(kinds[rule], noun) for rule, noun in names.items() if kinds[rule]]
    return f"added up over all: {', '.join(told)}" if told else "nothing else breaks"


def _loss_words(scenario: Scenario, day: date, loss: Loss) -> str:
    """``away on Tue 3 Jun, Market Square misses its visit due by Thu 5 Jun``."""
    where = dict(loss.where)
    if loss.rule == "hotspot_guarantee":
        missed = f"{scenario.title_of(where['hotspot'])} misses its visit due by {day_words(_day(where['day']))}"
    elif loss.rule == "hub_staff":
        moment = scenario.horizon.read_moment(where["at"])
        at = scenario.horizon.clock_text(moment)
        missed = f"{scenario.title_of(where['session'])} at {at} is {count_words(loss.short_by, 'person/people')} short"
    elif loss.rule == "staffing_minimum":
        shift = scenario.title_of(where["shift"]).lower()
        missed = f"{scenario.title_of(where['area'])} is {loss.short_by} below the least on {shift}"
    else:
        shift = scenario.title_of(where["shift"]).lower()
        kind = scenario.title_of(where["kind"])
        missed = f"{scenario.title_of(where['area'])} has {loss.short_by} {kind} too few on {shift}"
    return f"away on {day_words(day)}, {missed}"


def _day(text: str) -> date:
    return date.fromisoformat(text)
