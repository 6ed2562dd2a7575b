"""What an import changes, in a sergeant's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from rostering.importing.entries import Entries
from rostering.importing.merging import Change
from rostering.scenario import REST
from rostering.words import count_words, day_words, officer_words


def change_lines(changes: Sequence[Change]) -> Iterator[str]:
    """One line for each run of days on which the same changes for an officer."""
    for officer, own in groupby(changes, key=lambda change: change.officer):
        by_kind = sorted(own, key=lambda change: (change.kind != "duty", change.kind == "wish", change.day))
        runs = list[list[Change]]()
        for change in by_kind:
            if runs and _goes_on(runs[-1][-1], change):
                runs[-1].append(change)
            else:
                runs.append([change])
        for run in sorted(runs, key=lambda run: run[0].day):
            yield f"{officer_words(officer)}: {_days_words(run)}: {_what(run[0])}"


def _goes_on(before: Change, after: Change) -> bool:
    same = (before.kind, before.before, before.after) == (after.kind, after.before, after.after)
    return same and after.day == before.day + timedelta(days=1)


def _days_words(run: Sequence[Change]) -> str:
    first, last = day_words(run[0].day), day_words(run[-1].day)
    return first if len(run) == 1 else f"{first} to {last}"


def _what(change: Change) -> str:
    if change.kind == "wish":
        return f"the wish for {change.before} is settled, and taken out"
    if change.after is None:
        return f"{change.before} gives way to the day away"
    away = "away: " if change.kind == "away" else ""
    was = "" if change.before is None else f", was {change.before}"
    return f"{away}{change.after}{was}"


def summary(changes: Sequence[Change]) -> str:
    """How much changes, in one line."""
    if not changes:
        return "nothing changes"
    people = len({change.officer for change in changes})
    return f"{', '.join(_counts(changes))}, for {count_words(people, 'officer')}"


def _counts(changes: Iterable[Change]) -> Iterator[str]:
    kinds = Counter(map(_kind, changes))
    for noun in (
        "duty/duties",
        "rest day",
        "day away/days away",
        "duty taken out/duties taken out",
        "wish settled/wishes settled",
    ):
        if kinds[noun]:
            yield count_words(kinds[noun], noun)


def _kind(change: Change) -> str:
    if change.kind == "wish":
        return "wish settled/wishes settled"
    if change.kind == "away":
        return "day away/days away"
    if change.after is None:
        return "duty taken out/duties taken out"
    return "rest day" if change.after == REST else "duty/duties"


def notes(entries: Entries, not_taken: Sequence[Change], unread: Sequence[str]) -> Iterator[str]:
    """What was in the file and is not in the scenario."""
    if unread:
        yield f"columns that the mapping does not mention: {', '.join(unread)}"
    if entries.ignored:
        yield f"{count_words(entries.ignored, 'row')} with codes to ignore"
    if entries.repeated:
        yield f"{count_words(entries.repeated, 'day')} told twice, alike"
    if entries.left_out:
        yield f"{count_words(entries.left_out, 'day')} outside the horizon left out"
    for change in not_taken:
        day, who = day_words(change.day), officer_words(change.officer)
        yield f"{who}: {day} stays away ({change.before}); the file has {change.after}"
