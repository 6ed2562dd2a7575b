"""Duties made longer: somebody comes earlier or stays on, as a shift of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rostering.explain.fix import Setting
from rostering.explain.week import Week, added_breaches
from rostering.measures.view import Worked
from rostering.scenario import Scenario
from rostering.words import day_words, length_words, officer_words

MOST_LONGER = 120
"""Minutes; nobody is kept on, or asked to come earlier, by more."""


@dataclass(frozen=True)
class Longer:
    """A duty that begins earlier or ends later than the one in the plan."""

    was: Worked
    duty: Worked
    """The same activities, with nothing in the minutes that are added."""
    setting: Setting
    """The shift it is, as the scenario says it."""

    @property
    def minutes(self) -> int:
        """What is added."""
        return self.duty.minutes - self.was.minutes


def longer(week: Week, duty: Worked, earlier: int, later: int) -> Longer:
    """A duty that begins and ends so many minutes earlier and later."""
    clock = week.scenario.horizon.clock_text
    start, end = duty.start - earlier, duty.end + later
    times = (clock(start)[:5], clock(end)[:5])
    name = "-".join([duty.shift, *(time.replace(":", "") for time in times)])
    shift = week.scenario.shifts[duty.shift]
    title = f"{shift.title or duty.shift} {times[0]}-{times[1]}"
    record = shift.model_copy(update={"start": times[0], "end": times[1], "title": title})
    return Longer(duty, replace(duty, shift=name, start=start, end=end), Setting(("shifts", name), record))


def with_shifts(week: Week, duties: Iterable[Longer]) -> Week:
    """The week, its scenario with the shifts of longer duties."""
    shifts = {str(one.setting.path[1]): one.setting.value for one in duties}
    fields = {name: getattr(week.scenario, name) for name in Scenario.model_fields}
    scenario = Scenario.model_construct(**fields | {"shifts": week.scenario.shifts | shifts})
    return replace(week, scenario=scenario)


def is_lawful(week: Week, one: Longer) -> bool:
    """Whether the judge lets the officer have the longer duty, in a week that knows its shift."""
    return not added_breaches(week, one.duty.officer, one.duty.day, one.duty.shift)


def longer_words(week: Week, one: Longer) -> str:
    """``keep PC-2101 on until 00:30 on Tue 3 Jun, 30 min longer``."""
    clock, day, more = week.scenario.horizon.clock_text, day_words(one.duty.day), length_words(one.minutes)
    who = officer_words(one.duty.officer)
    if one.duty.end > one.was.end:
        return f"keep {who} on until {clock(one.duty.end)} on {day}, {more} longer"
    return f"let {who} begin at {clock(one.duty.start)} on {day}, {more} earlier"
