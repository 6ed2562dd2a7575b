"""How days, lengths and people are said, the same in every message."""

from __future__ import annotations

from datetime import date

from rostering.horizon import MINUTES_PER_HOUR, day_name

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date) -> str:
    """``Thu 5 Jun``."""
    return f"{day_name(day).capitalize()} {day.day} {_MONTHS[day.month - 1]}"


def length_words(minutes: float) -> str:
    """``9 h 30 min``, ``11 h``, ``20 min``."""
    sign = "-" if minutes < 0 else ""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    parts = [f"{hours:.0f} h"] * bool(hours) + [f"{rest:g} min"] * bool(rest or not hours)
    return sign + " ".join(parts)


def count_words(number: int, noun: str) -> str:
    """``1 day``, ``2 days``; irregular plurals are written as ``person/people``."""
    one, _, many = noun.partition("/")
    return f"{number} {one if number == 1 else many or one + 's'}"


def officer_words(officer: str) -> str:
    """An officer as a sergeant writes it: ``PC-2101``."""
    return officer.upper()
