"""What people bring to a quarter of duties: what they worked before, when they are away, and what they wish for.

Nothing here is data. Everything is drawn from a stream of random numbers that its caller seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

MONDAY = date(2025, 9, 1)
WEEKS = 13
DAYS = tuple(MONDAY + timedelta(days=offset) for offset in range(7 * WEEKS))
"""The quarter: it holds Sunday 26 October, on which the clocks go back."""
REST = "R"
ROTATION = ("REEEERR", "RLLLLRR", "RRRNNNN", "RREEEER")
"""Four weeks of four duties, Monday to Sunday; two weekends in four are off, rest days come in pairs."""
WEEKS_BEFORE = 16
COUNTED = 7 * WEEKS
"""Days before the quarter whose nights, lates and weekend duties still count when shares are evened out."""
LAST_WEEKENDS = 3
LEAVE_WEEKS = (2, 1)
"""Weeks of leave in one piece, by turns: 1.5 of 13 weeks are 11.5 % of days."""
LEAVE_BEFORE = 0.1
"""Share of the weeks before the quarter that were leave."""
TRAINING = (1, 2)
"""Days of the week on which training is held: Tuesday and Wednesday."""


class Template(NamedTuple):
    """A shift as a line of letters means it."""

    name: str
    start: str
    end: str
    kind: str

    @property
    def hours(self) -> float:
        """Length of a duty."""
        start, end = (int(clock[:2]) + int(clock[3:]) / 60 for clock in (self.start, self.end))
        return end - start if end > start else end - start + 24


@dataclass(frozen=True)
class History:
    """What somebody worked before the quarter, as the scenario will write it."""

    last_duty_ends: str
    last_shift: str
    consecutive_days: int
    consecutive_nights: int
    consecutive_rest_days: int
    hours: float
    recent_weekends: Sequence[str]
    counts: Mapping[str, int]

    @property
    def text(self) -> str:
        """One line of YAML, without what is 0 or absent."""
        entries = {
            "last_duty_ends": self.last_duty_ends,
            "last_shift": self.last_shift,
            "consecutive_days": self.consecutive_days,
            "consecutive_nights": self.consecutive_nights,
            "consecutive_rest_days": self.consecutive_rest_days,
            "hours_last_16_weeks": f"{self.hours:g}",
            "recent_weekends": f"[{', '.join(self.recent_weekends)}]",
            "counts": f"{{{', '.join(f'{kind}: {number}' for kind, number in self.counts.items())}}}",
        }
        return "{" + ", ".join(f"{key}: {entry}" for key, entry in entries.items() if entry) + "}"


def history(line: str, place: int, templates: Mapping[str, Template], chance: Random) -> History:
    """What somebody worked who was on a line of letters up to the day before the quarter, with some weeks of leave.

    Args:
        line: letters by day, repeating; `R` is a rest day, every other letter a template.
        place: where on it the first day of the quarter would have been.
        templates: the shifts by letter.
        chance: decides the weeks of leave, not among the last four.
    """
    days = 7 * WEEKS_BEFORE
    letters = "".join(line[(place + day) % len(line)] for day in range(-days, 0))
    for first in range(0, days - 28, 7):
        if chance.random() < LEAVE_BEFORE:
            letters = letters[:first] + 7 * REST + letters[first + 7 :]
    return _told(letters, templates)


def _told(letters: str, templates: Mapping[str, Template]) -> History:
    rest_days = len(letters) - len(letters.rstrip(REST))
    last = templates[letters.rstrip(REST)[-1]]
    ends_on = MONDAY - timedelta(days=rest_days + (last.end > last.start))
    duties = letters.rpartition(REST)[2]
    nights = [letter for letter, template in templates.items() if template.kind == "night"]
    return History(
        last_duty_ends=f"{ends_on}T{last.end}",
        last_shift=last.name if duties else "",
        consecutive_days=len(duties),
        consecutive_nights=len(duties) - len(duties.rstrip("".join(nights))) if nights else 0,
        consecutive_rest_days=rest_days,
        hours=sum(templates[letter].hours for letter in letters if letter != REST),
        recent_weekends=["off" if pair == 2 * REST else "worked" for pair in _weekends(letters)[-LAST_WEEKENDS:]],
        counts=_counts(letters[-COUNTED:], templates),
    )


def _weekends(letters: str) -> list[str]:
    return [letters[monday + 5 : monday + 7] for monday in range(0, len(letters), 7)]


def _counts(letters: str, templates: Mapping[str, Template]) -> dict[str, int]:
    kinds = [templates[letter].kind for letter in letters if letter != REST]
    weekends = sum(len(pair.replace(REST, "")) for pair in _weekends(letters))
    return {"nights": kinds.count("night"), "lates": kinds.count("late"), "weekends": weekends}


def leave(groups: Sequence[Sequence[str]], chance: Random) -> dict[str, dict[date, str]]:
    """Weeks of leave from Monday to Sunday for everybody, spread over the quarter within each group and over all."""
    at_once = [0] * WEEKS
    away: dict[str, dict[date, str]] = {}
    for group in groups:
        of_group = [0] * WEEKS
        for number, name in enumerate(group):
            weeks = _quietest(of_group, at_once, LEAVE_WEEKS[number % len(LEAVE_WEEKS)], chance)
            for week in weeks:
                of_group[week] += 1
                at_once[week] += 1
            away[name] = {DAYS[7 * week + day]: "leave" for week in weeks for day in range(7)}
    return away


def _quietest(of_group: Sequence[int], at_once: Sequence[int], length: int, chance: Random) -> range:
    """The weeks in a row in which fewest of the group are away, and then fewest of all."""
    starts = [range(first, first + length) for first in range(WEEKS - length + 1)]
    chance.shuffle(starts)
    return min(starts, key=lambda weeks: (sum(of_group[week] for week in weeks), sum(at_once[week] for week in weeks)))


def with_training(away: Mapping[date, str], chance: Random) -> dict[date, str]:
    """Two days of training in one of the weeks that are not leave."""
    weeks = [week for week in range(WEEKS) if DAYS[7 * week] not in away]
    monday = 7 * chance.choice(weeks)
    return dict(sorted((dict(away) | {DAYS[monday + day]: "training" for day in TRAINING}).items()))


class Wish(NamedTuple):
    """A request as the scenario will write it."""

    day: date
    shift: str
    weight: int

    @property
    def text(self) -> str:
        """One entry of YAML."""
        return f"{{day: {self.day}, shift: {self.shift}, weight: {self.weight}}}"


def wishes(away: Mapping[date, str], shifts: Sequence[str], chance: Random) -> Iterator[Wish]:
    """Three wishes: a whole weekend off, and a shift liked or disliked on some other day."""
    weekends = [day for day in DAYS if day.weekday() == 5 and day not in away and day + timedelta(days=1) not in away]
    saturday = chance.choice(weekends)
    yield Wish(saturday, "rest", 3)
    yield Wish(saturday + timedelta(days=1), "rest", 3)
    others = [day for day in DAYS if day.weekday() < 5 and day not in away]
    yield Wish(chance.choice(others), chance.choice(shifts), chance.choice((1, 1, -2)))


def absence_text(away: Mapping[str, Mapping[date, str]]) -> str:
    """Numbers for a header: people, days, and the shares of days away."""
    reasons = [reason for days in away.values() for reason in days.values()]
    leave_share, training_share = (
        f"{100 * reasons.count(reason) / (len(away) * len(DAYS)):.0f} %" for reason in ("leave", "training")
    )
    return (
        f"{len(away)} people, {len(DAYS)} days, all of them free to roster but for leave, {leave_share}, and training, "
        f"{training_share}"
    )


def days_text(entries: Mapping[date, str]) -> str:
    """Days with what they hold, as one line of YAML."""
    return "{" + ", ".join(f"{day}: {entry}" for day, entry in entries.items()) + "}"
