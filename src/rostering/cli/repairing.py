"""``rostering replan``: repair a published schedule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rostering.check import broken
from rostering.cli.exits import BROKEN, DONE
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put, say
from rostering.comparing import Side, compare, words
from rostering.files import (
    InputError,
    LoadedScenario,
    LoadedSchedule,
    Problem,
    dump,
    expect_writable,
    load_scenario,
    load_schedule,
    schedule_document,
    write_whole,
)
from rostering.files.rewriting import rewritten
from rostering.files.yaml_reading import read_yaml
from rostering.replanning import (
    Absence,
    AddedOpening,
    Cover,
    Events,
    Lateness,
    LostPlace,
    LostSeat,
    LostVisit,
    Replanned,
    candidates,
    repaired_content,
    repeats,
    replan,
)
from rostering.scenario import Scenario
from rostering.scheduling import judge
from rostering.solve import Result
from rostering.words import count_words, day_words, officer_words

SUFFIX = ".schedule.yaml"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d"


@dataclass(frozen=True)
class Repair:
    """What is asked for, as it was typed."""

    schedule: Path
    absent: Sequence[str]
    """``officer=date``."""
    late: Sequence[str]
    """``officer=date and time``: the moment of arrival."""
    sessions: Sequence[str]
    """``session=dateTfrom/to``."""
    freeze_before: str | None
    most_changes: int | None
    may_call: bool
    output: Path | None
    against: Path | None


def replan_file(repair: Repair) -> int:
    """Repair a schedule, write it and its scenario, say who is told what; the exit code.

    Raises:
        InputError: with everything wrong with the schedule, its scenario or what is said to have happened.
        OutputError: the files cannot be written.
    """
    loaded, published = load_pair(repair.schedule, repair.against)
    events = _events(loaded.scenario, published, repair)
    target, beside = _targets(loaded, repair)
    for path in (target, beside):
        expect_writable(path)
    found = replan(loaded.scenario, published.plan, events, most_changes=repair.most_changes, may_call=repair.may_call)
    repaired = _write(loaded, found, events, target, beside)
    schedule = judge(repaired.scenario, repaired.sha256, found.plan, 0, Result("feasible", None, (), "search", None))
    write_whole(target, dump(schedule_document(schedule, repaired.scenario)))
    for line in _lines(loaded.scenario, found, repair.most_changes):
        put(f"{line}\n")
    before = Side(str(repair.schedule), loaded.scenario, is_known=True, schedule=published)
    after = Side(str(target), repaired.scenario, is_known=True, schedule=load_schedule(target, repaired.scenario))
    for line in words(compare(before, after)):
        put(f"{line}\n")
    say(f"written: {target}, and the scenario it belongs to: {beside}")
    return BROKEN if broken(schedule.violations)[0] else DONE


def who_could_cover(repair: Repair) -> int:
    """Say who could make each loss good, and what that would do; nothing is written.

    Raises:
        InputError: with everything wrong with the schedule, its scenario or what is said to have happened.
    """
    loaded, published = load_pair(repair.schedule, repair.against)
    events = _events(loaded.scenario, published, repair)
    lost, found = candidates(loaded.scenario, published.plan, events, may_call=repair.may_call)
    for loss in lost:
        put(f"lost: {_loss_words(loaded.scenario, loss)}\n")
        able = [cover for cover in found if cover.loss == loss]
        for number, cover in enumerate(able, 1):
            put(f"  {number}. {_cover_words(cover)}\n")
        if not able:
            put("  nobody\n")
    if not lost:
        put("nothing that was promised is lost\n")
    return DONE


def _cover_words(cover: Cover) -> str:
    people = ", ".join(f"{officer_words(officer)} ({day_words(day)})" for officer, day in cover.people)
    price = f"{cover.travel} min more travel" + (f", £{cover.cost:,.2f}" if cover.cost else "")
    effects = "; ".join(f"{name} {value:+g}" for name, value in sorted(cover.effects.items()))
    return f"{people}: {price}" + (f"; {effects}" if effects else "")


def _targets(loaded: LoadedScenario, repair: Repair) -> tuple[Path, Path]:
    """Where the schedule and its scenario go."""
    name = f"{loaded.scenario.name}-replanned"
    target = repair.output or Path(f"{name}{SUFFIX}")
    stem = target.name.removesuffix(SUFFIX).removesuffix(".yaml")
    beside = target.with_name(f"{stem}.yaml" if target.name.endswith(SUFFIX) else f"{stem}.scenario.yaml")
    for path in (target, beside):
        if path.resolve() in {loaded.path.resolve(), repair.schedule.resolve()}:
            message = "would be written over what is read; give the result another name with -o"
            raise InputError([Problem(str(path), None, (), "SAME_FILE", message)])
    return target, beside


def _write(loaded: LoadedScenario, found: Replanned, events: Events, target: Path, beside: Path) -> LoadedScenario:
    document = read_yaml(loaded.path)
    stem = target.name.removesuffix(SUFFIX).removesuffix(".yaml")
    name = stem if re.fullmatch("[a-z][a-z0-9-]{0,63}", stem) else loaded.scenario.name
    content = repaired_content(loaded.scenario, loaded.content, events, (found.away, dict(found.called)), name)
    write_whole(beside, rewritten(document, content).text)
    return load_scenario(beside)


def _lines(scenario: Scenario, found: Replanned, most: int | None) -> Iterator[str]:
    """What was lost, and what it took to make it good."""
    for loss in found.lost:
        yield f"lost: {_loss_words(scenario, loss)}"
    if not found.lost:
        yield "nothing that was promised is lost"
    priced = f", for £{found.cost:,.2f}" if found.cost else ""
    yield f"repaired with {count_words(found.changes, 'changed duty/changed duties')}{priced}"
    if most is not None and found.least_changes > most:
        least = found.least_changes
        yield f"with at most {most}, more stays broken than has to: {least} are the fewest that mend all that can be"
    if not found.is_proven:
        yield "not every way was looked at: there may be a better repair"


def _loss_words(scenario: Scenario, loss: LostPlace | LostSeat | LostVisit) -> str:
    if isinstance(loss, LostPlace):
        return f"a person of the {loss.shift} of {scenario.title_of(loss.area)} on {day_words(loss.day)}"
    place, start = (loss.session, loss.opens) if isinstance(loss, LostSeat) else (loss.hotspot, loss.start)
    horizon = scenario.horizon
    what = "a person at" if isinstance(loss, LostSeat) else "a visit to"
    return f"{what} {scenario.title_of(place)}, {day_words(horizon.day(start))} {horizon.clock_text(start)}"


def _events(scenario: Scenario, published: LoadedSchedule, repair: Repair) -> Events:
    """What has happened, read.

    Raises:
        InputError: with everything that cannot be, each under the name of its option.
    """
    reader = _Reader(scenario, {(duty.officer, duty.day): duty.shift for duty in published.plan.duties}, [])
    events = Events(
        absences=tuple(reader.read("--absent", repair.absent, reader.absence)),
        lateness=tuple(reader.read("--late", repair.late, reader.lateness)),
        openings=tuple(reader.read("--add-session", repair.sessions, reader.opening)),
        freeze_before=reader.freeze(repair.freeze_before),
    )
    if reader.problems:
        raise InputError(reader.problems)
    return events


@dataclass(frozen=True)
class _Reader:
    """Turns what was typed into events, and gathers what is wrong with it."""

    scenario: Scenario
    duties: dict[tuple[str, date], str]
    problems: list[Problem]

    def read[Event](
        self, option: str, texts: Sequence[str], one: Callable[[str, str, str], Event | None]
    ) -> Iterator[Event]:
        """The events of an option; each is NAME=VALUE, and named once."""
        seen: set[str] = set()
        for text in texts:
            name, _, value = text.partition("=")
            if text in seen:
                self.refuse(option, text, "DUPLICATE", "is given twice")
            seen.add(text)
            event = one(option, name, value)
            if event is not None:
                yield event

    def refuse(self, option: str, text: str, code: str, message: str, hint: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(option, None, (text,), code, message, hint))

    def _day(self, option: str, officer: str, text: str) -> date | None:
        """The day of a duty that an officer has."""
        if officer not in self.scenario.people:
            near = get_close_matches(officer, self.scenario.people, 1)
            self.refuse(option, officer, "UNKNOWN_OFFICER", "is no officer of the scenario", *_did_you_mean(near))
            return None
        day: date | None = _parsed(date.fromisoformat, text)
        if day is None or day not in self.scenario.horizon.dates:
            first, last = self.scenario.horizon.dates[0], self.scenario.horizon.dates[-1]
            self.refuse(option, f"{officer}={text}", "NO_DAY", f"is not a day from {first} to {last}")
            return None
        if (officer, day) not in self.duties:
            message = f"{officer_words(officer)} is not on duty on {day_words(day)}"
            self.refuse(option, f"{officer}={text}", "NOT_ON_DUTY", message)
            return None
        return day

    def absence(self, option: str, officer: str, text: str) -> Absence | None:
        """``pc-2101=2025-06-04``."""
        day = self._day(option, officer, text)
        return None if day is None else Absence(officer, day)

    def lateness(self, option: str, officer: str, text: str) -> Lateness | None:
        """``pc-2101=2025-06-04T09:30``."""
        moment = _parsed(datetime.fromisoformat, text)
        if moment is None or moment.tzinfo is not None:
            self.refuse(option, f"{officer}={text}", "NO_TIME", "is not a local time such as 2025-06-04T09:30")
            return None
        day = self._day(option, officer, moment.date().isoformat())
        if day is None:
            return None
        start, end = self.scenario.shift_span(day, self.duties[officer, day])
        until = self.scenario.horizon.instant(moment)
        if not start < until < end:
            self.refuse(option, f"{officer}={text}", "NOT_IN_DUTY", "is not inside the duty of that day")
            return None
        return Lateness(officer, day, until)

    def opening(self, option: str, session: str, text: str) -> AddedOpening | None:
        """``bedford-bus-station=2025-06-05T14:00/17:00``."""
        if session not in self.scenario.hub_sessions:
            near = get_close_matches(session, self.scenario.hub_sessions, 1)
            self.refuse(option, session, "UNKNOWN_SESSION", "is no hub session of the scenario", *_did_you_mean(near))
            return None
        parts = re.fullmatch(rf"(\d{{4}}-\d\d-\d\d)T({CLOCK})/({CLOCK})", text)
        day = _parsed(date.fromisoformat, parts[1]) if parts else None
        if parts is None or day is None or day not in self.scenario.horizon.dates:
            message = "is not a day of the horizon with two times, such as 2025-06-05T14:00/17:00"
            self.refuse(option, f"{session}={text}", "NO_OPENING", message)
            return None
        opening = AddedOpening(session, day, parts[2], parts[4])
        if repeats(self.scenario, opening):
            message = "would come back every week of this horizon, as all openings do"
            self.refuse(option, f"{session}={text}", "WEEKLY", message, "plan the week by itself")
            return None
        return opening

    def freeze(self, text: str | None) -> int | None:
        """The instant before which nothing is changed."""
        if text is None:
            return None
        moment, horizon = _parsed(datetime.fromisoformat, text), self.scenario.horizon
        if moment is None or moment.tzinfo is not None:
            self.refuse("--freeze-before", text, "NO_TIME", "is not a local time such as 2025-06-04T12:00")
            return None
        if moment.date() >= horizon.end:
            self.refuse("--freeze-before", text, "TOO_LATE", "is after the plan: nothing of it could be changed")
            return None
        return horizon.instant(moment)


def _did_you_mean(near: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"did you mean {one}?" for one in near)


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError:
        return None
