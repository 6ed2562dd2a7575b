"""How causes and fixes are said: lists, days and times as a sergeant says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from rostering.scenario import Scenario
from rostering.words import day_words, officer_words

MOST_NAMES = 4
"""More names than this in one sentence help nobody."""


def listed(words: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def some_of(words: Sequence[str]) -> str:
    """A list cut off after a few names: ``A, B, C, D and 3 more``."""
    more = len(words) - MOST_NAMES
    return listed([*words[:MOST_NAMES], f"{more} more"] if more > 0 else words)


def officers_words(officers: Iterable[str]) -> str:
    """``PC-2101 and PCSO-7204``."""
    return listed([officer_words(officer) for officer in officers])


def clock_words(scenario: Scenario, start: int, end: int) -> str:
    """``07:00-17:00``."""
    return f"{scenario.horizon.clock_text(start)}-{scenario.horizon.clock_text(end)}"


def days_words(days: Sequence[date]) -> str:
    """``Mon 2 Jun``, ``Mon 2 and Tue 3 Jun``, ``Mon 2 to Thu 5 Jun``, months named once where they are the same."""
    if len(days) == 1:
        return day_words(days[0])
    joint = " to " if (days[-1] - days[0]).days + 1 == len(days) > len("to") else " and "
    chosen = [days[0], days[-1]] if joint == " to " else list(days)
    is_one_month = len({(day.year, day.month) for day in days}) == 1
    texts = [
        day_words(day).rsplit(" ", 1)[0] if is_one_month and day != chosen[-1] else day_words(day) for day in chosen
    ]
    return joint.join(texts) if joint == " to " else listed(texts)


def by_days(said: Sequence[tuple[date, str]]) -> str:
    """What is said of each day, said once of the days in a row it is true of."""
    parts = []
    for text, group in groupby(said, key=lambda pair: pair[1]):
        parts.append(f"{days_words([day for day, _ in group])}: {text}")
    return "; ".join(parts)
