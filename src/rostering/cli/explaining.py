"""``rostering explain``: causes and smallest fixes, or all that is said of one item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rostering.cli.exits import DONE
from rostering.cli.pairs import load_pair
from rostering.cli.screen import put
from rostering.explain.entries import BALANCE, Entry, entries
from rostering.explain.fix import KIND_WORDS, Fix
from rostering.explain.items import ids_of, page_of
from rostering.explain.week import look
from rostering.files import InputError, Problem, dump
from rostering.fixing import Tried, tried_fixes
from rostering.fixing.verified import Proof
from rostering.scenario import Scenario
from rostering.scenario.problems import nearest

Form = Literal["words", "yaml"]
ACCEPTED: Mapping[Proof, str] = {
    "solver": "verified: solved again with it, and judged",
    "judge": "accepted by the judge only",
}


@dataclass(frozen=True)
class _Told:
    """An entry and what would mend it."""

    entry: Entry
    fixes: tuple[Tried, ...]


def explain_file(path: Path, item: str | None, against: Path | None, form: Form) -> int:
    """Say why a plan is as it is; the exit code.

    Args:
        path: the schedule.
        item: a number of the list, or the id of a hotspot, an officer, an area or a hub; nothing for the list.
        against: its scenario, where it is not to be looked for.
        form: words, or the same as YAML.

    Raises:
        InputError: the schedule or its scenario cannot be read, or the item is not known.
    """
    scenario, schedule = load_pair(path, against)
    week, plan = look(scenario.scenario, schedule.plan), schedule.plan
    page = None if item is None else page_of(week, plan, item)
    if page is not None:
        put(page.text if form == "words" else dump({"version": 1, **page.document}))
        return DONE
    listed = entries(week, plan)
    if item is not None:
        listed = (_numbered(path, scenario.scenario, listed, item),)
    tried = tried_fixes(week, plan, listed)
    told = [_Told(entry, fixes) for entry, fixes in zip(listed, tried, strict=True)]
    put(_words(path, told) if form == "words" else dump(_document(told)))
    return DONE


def _numbered(path: Path, scenario: Scenario, listed: Sequence[Entry], item: str) -> Entry:
    """The entry of a number.

    Raises:
        InputError: there is none.
    """
    found = [entry for entry in listed if str(entry.number) == item]
    if found:
        return found[0]
    message = f"nothing to explain is called {item!r}"
    hint = nearest(item, ids_of(scenario)) or "give the id of a hotspot, an officer, an area or a hub session"
    if item.isdecimal():
        hint = f"the list has {len(listed)}" if listed else "the plan misses nothing and breaks no rule"
    raise InputError([Problem(str(path), None, (), "UNKNOWN_ITEM", message, hint)])


def _words(path: Path, told: Sequence[_Told]) -> str:
    if not told:
        return f"{path}: nothing is missed, and every rule holds\n"
    return "\n".join("".join(f"{line}\n" for line in _lines(one)) for one in told)


def _lines(told: _Told) -> Iterator[str]:
    entry = told.entry
    yield f"{entry.number}. {entry.rule} ({entry.level}): {entry.about}, {entry.by}"
    yield f"   cause: {entry.because}"
    for number, one in enumerate(told.fixes, 1):
        kind = f"{KIND_WORDS[one.fix.kind]}{_minutes(one.fix)}"
        yield f"   fix {number}: {one.fix.words} ({kind}; {ACCEPTED[one.accepted_by]})"
    if not told.fixes:
        yield f"   fix: {_no_fix_words(entry)}"


def _no_fix_words(entry: Entry) -> str:
    if entry.unmet:
        return entry.unmet.smallest_fix
    if entry.rule in BALANCE:
        return "none: it is a balance over the whole plan, in which what comes before it has gone first"
    return "no single change was found that mends it"


def _document(told: Sequence[_Told]) -> Mapping[str, Any]:
    return {"version": 1, "entries": [_row(one) for one in told]}


def _minutes(fix: Fix) -> str:
    """Minutes that a fix asks for; a relaxed rule asks for none, its cost only says which is tried first."""
    return "" if fix.kind == "relaxed_rule" else f"; {fix.cost:g} min"


def _row(told: _Told) -> Mapping[str, Any]:
    entry = told.entry
    fixes = [
        {
            "words": one.fix.words,
            "kind": one.fix.kind,
            **({} if one.fix.kind == "relaxed_rule" else {"cost_minutes": round(one.fix.cost, 2)}),
            "verified": one.is_verified,
            "accepted_by": one.accepted_by,
        }
        for one in told.fixes
    ]
    row = {"number": entry.number, "rule": entry.rule, "level": entry.level, **dict(entry.key[1])}
    return {**row, "by": entry.by, "because": entry.because, "fixes": fixes}
