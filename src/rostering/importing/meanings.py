"""What the codes and times of a row mean in a scenario."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from rostering.files.problem import shortened
from rostering.horizon import MINUTES_PER_HOUR
from rostering.importing.mapping import Mapping, folded
from rostering.scenario import REST, Scenario
from rostering.scenario.problems import nearest
from rostering.tables.faults import Fault, Unusable
from rostering.tables.moments import MIDNIGHT, Moment, read_moment, read_range
from rostering.tables.reading import Cell, word_of
from rostering.words import day_words, length_words

LONGEST_OVERNIGHT = 14 * MINUTES_PER_HOUR
"""Minutes of times that no shift has, and that are still taken for a night."""
LONGEST_ABSENCE = 366
"""Days of one row."""
END_OF_DAY = "24:00"
_REASON = re.compile(r"[a-z][a-z0-9-]{0,63}")
_BY_TIMES = "by times"
Kind = Literal["shifts", "by_times", "rest", "away", "ignore"]


@dataclass(frozen=True)
class Told:
    """What a row tells besides officer and day, as the file has it."""

    duty: Cell = None
    start: Cell = None
    end: Cell = None
    times: Cell = None
    away: Cell = None


@dataclass(frozen=True)
class Meaning:
    """What a row means: a duty or rest day, a reason to be away, both, or that it is left out."""

    duty: str | None = None
    """A shift, or ``rest``."""
    away: str | None = None
    until: date = date.max
    """The last day it holds on."""
    is_ignored: bool = False


@dataclass(frozen=True)
class Dictionary:
    """What the words of a file mean."""

    scenario: Scenario
    mapping: Mapping

    @cached_property
    def codes(self) -> dict[str, tuple[Kind, str]]:
        """By code: in which part of the mapping it stands, and what it means there."""
        mapping = self.mapping
        return {
            **{folded(shift): ("shifts", shift) for shift in self.scenario.shifts},
            REST: ("rest", REST),
            **{folded(code): ("shifts", shift) for code, shift in mapping.shifts.items()},
            **{folded(code): ("away", reason) for code, reason in mapping.away.items()},
            **{folded(code): ("rest", REST) for code in mapping.rest},
            **{folded(code): ("by_times", _BY_TIMES) for code in mapping.by_times},
            **{folded(code): ("ignore", "") for code in mapping.ignore},
        }

    @cached_property
    def by_times(self) -> dict[tuple[str, str], list[str]]:
        """By start and end: the shifts that have them."""
        found = defaultdict[tuple[str, str], list[str]](list)
        for shift_id, shift in self.scenario.shifts.items():
            found[shift.start, shift.end].append(shift_id)
        return dict(found)

    def meaning(self, told: Told, day: date, until: date | None) -> Meaning:
        """What a row means.

        Args:
            told: what it tells.
            day: its day.
            until: the day it goes on until, where that is told.

        Raises:
            Unusable: with what is wrong.
        """
        kind, word = self._code(told.duty)
        away = self._reason(told.away)
        if kind == "ignore" or away == "":
            return Meaning(is_ignored=True)
        if kind == "away":
            if away is not None and away != word:
                codes = " and ".join(shortened(word_of(cell)) for cell in (told.duty, told.away))
                raise Unusable(Fault("TWO_REASONS", f"{codes} are two reasons to be away", "keep one of them"))
            return Meaning(away=word, until=self._last_day(told, day, until))
        if kind == "rest":
            return Meaning(REST, away, self._last_day(told, day, until))
        if away is not None and kind is None:
            return Meaning(away=away, until=self._last_day(told, day, until))
        return Meaning(self._shift(told, day, until, kind, word), away, day)

    def _last_day(self, told: Told, day: date, until: date | None) -> date:
        """The last day of an absence or rest: as told, or by the day in its end, which midnight does not begin."""
        last = until
        if last is None:
            _, end = self._moments(told)
            last = day if end is None or end.day is None else end.day
            if end is not None and end.clock == MIDNIGHT and last > day:
                last -= timedelta(days=1)
        if last < day:
            message = f"it ends ({day_words(last)}) before it starts ({day_words(day)})"
            raise Unusable(Fault("END_BEFORE_START", message))
        if (last - day).days >= LONGEST_ABSENCE:
            message = f"one row for the days from {day.isoformat()} to {last.isoformat()}"
            raise Unusable(Fault("TOO_LONG", message, f"a row has at most {LONGEST_ABSENCE} days"))
        return last

    def _code(self, cell: Cell) -> tuple[Kind | None, str]:
        word = word_of(cell)
        if not word:
            return None, ""
        known = self.codes.get(folded(word))
        if known is None:
            hint = "say what it means in a mapping, under shifts, by_times, rest, away or ignore"
            close = nearest(word, self.scenario.shifts)
            raise Unusable(
                Fault("UNKNOWN_CODE", f"the code {shortened(word)} is not known", f"{close}; {hint}" if close else hint)
            )
        return known

    def _reason(self, cell: Cell) -> str | None:
        """The reason to be away; nothing for an empty cell, and empty for one that is to be ignored."""
        word = word_of(cell)
        if not word:
            return None
        kind, reason = self.codes.get(folded(word), (None, ""))
        if kind == "away":
            return reason
        if kind == "ignore":
            return ""
        if not _REASON.fullmatch(word):
            message = f"the reason {shortened(word)} is not known"
            raise Unusable(
                Fault("UNKNOWN_REASON", message, "say in a mapping, under away, what it is called in the scenario")
            )
        return word

    def _shift(self, told: Told, day: date, until: date | None, kind: Kind | None, word: str) -> str:
        times = self._times(told, day, until)
        if kind == "shifts":
            self._expect_times(word, times)
            return word
        if times is None:
            if kind == "by_times":
                raise Unusable(
                    Fault("NO_TIMES", f"{shortened(word_of(told.duty))} is a duty by its times, and has none")
                )
            raise Unusable(Fault("NOTHING_TOLD", "the row tells no duty, no times and no reason to be away"))
        found = self.by_times.get(times, [])
        if len(found) == 1:
            return found[0]
        start, end = times
        if found:
            message = f"several shifts run from {start} to {end}: {', '.join(found)}"
            raise Unusable(Fault("AMBIGUOUS_SHIFT", message, "tell them apart by codes, under shifts in a mapping"))
        _, last = self._moments(told)
        if until is None and (last is None or last.day is None):
            self._expect_length(day, start, end)
        message = f"no shift runs from {start} to {end}"
        raise Unusable(
            Fault("UNKNOWN_SHIFT", message, f"if it is one, add to the scenario, under shifts: {proposed(*times)}")
        )

    def _times(self, told: Told, day: date, until: date | None) -> tuple[str, str] | None:
        """Start and end by the clock, where the row has them."""
        start, end = self._moments(told)
        if start is None or end is None:
            return None
        self._expect_order(start, end, day, until)
        return _midnight(start.clock), _midnight(end.clock)

    def _moments(self, told: Told) -> tuple[Moment | None, Moment | None]:
        """Start and end; both or neither."""
        zone = self.scenario.horizon.zone
        try:
            if word_of(told.times):
                return read_range(told.times, zone)
            if word_of(told.start) or word_of(told.end):
                return read_moment(told.start, zone), read_moment(told.end, zone)
        except ValueError as error:
            raise Unusable(Fault("BAD_TIME", str(error), "write times like 07:00 or 0700")) from error
        return None, None

    def _expect_order(self, start: Moment, end: Moment, day: date, until: date | None) -> None:
        """A duty begins on its day and ends after it starts, within a day."""
        if start.day is not None and start.day != day:
            message = f"the row is for {day_words(day)}, its start is on {day_words(start.day)}"
            raise Unusable(Fault("TWO_DAYS", message))
        ends_on = until or end.day
        if ends_on is None:
            return
        last = ends_on + timedelta(days=1) if end.clock == END_OF_DAY else ends_on
        starts, ends = f"{day_words(day)} {start.clock}", f"{day_words(ends_on)} {end.clock}"
        if (last, _midnight(end.clock)) <= (day, _midnight(start.clock)):
            raise Unusable(Fault("END_BEFORE_START", f"the duty ends ({ends}) before it starts ({starts})"))
        if (last, _midnight(end.clock)) > (day + timedelta(days=1), _midnight(start.clock)):
            hint = "are the days of start and end right?"
            raise Unusable(Fault("DUTY_TOO_LONG", f"the duty of {starts} ends only on {ends}", hint))

    def _expect_length(self, day: date, start: str, end: str) -> None:
        """Times that no shift has, without the day of the end, are not simply the wrong way round."""
        begins, ends = self.scenario.horizon.span(day, start, end)
        if end <= start and end != MIDNIGHT and ends - begins > LONGEST_OVERNIGHT:
            message = f"the duty from {start} to {end} ends before it starts"
            length = length_words(ends - begins)
            raise Unusable(
                Fault("END_BEFORE_START", message, f"until the next day it would last {length}: swap start and end?")
            )

    def _expect_times(self, shift_id: str, times: tuple[str, str] | None) -> None:
        shift = self.scenario.shifts[shift_id]
        if times is None or times == (shift.start, shift.end):
            return
        message = f"{shift_id} runs from {shift.start} to {shift.end}, the row says {times[0]} to {times[1]}"
        others = self.by_times.get(times)
        hint = (
            f"that is {others[0]}" if others else f"if that is another shift, add it, under shifts: {proposed(*times)}"
        )
        raise Unusable(Fault("OTHER_TIMES", message, hint))


def _midnight(clock: str) -> str:
    return MIDNIGHT if clock == END_OF_DAY else clock


def proposed(start: str, end: str) -> str:
    """A definition of a shift, as a scenario has it."""
    name = f"from-{start.replace(':', '')}-to-{end.replace(':', '')}"
    return f'{name}: {{start: "{start}", end: "{end}"}}'
