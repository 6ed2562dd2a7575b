"""A scenario file as it would be after an import, looked at before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from rostering.files import InputError, Problem, load_scenario
from rostering.files.problem import in_file_order, shortened
from rostering.files.rewriting import rewritten
from rostering.files.validation import validated
from rostering.files.variants import BASE, resolved
from rostering.files.yaml_reading import Document, document_of, read_yaml
from rostering.importing.entries import Entries
from rostering.scenario import Scenario
from rostering.scenario.problems import problems
from rostering.scenario.problems.duties import absurd_dates

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)


def read_target(path: Path) -> tuple[Document, Scenario]:
    """The scenario file into which a file of duties goes. What its parts mean together is looked at only afterwards.

    Raises:
        InputError: with every problem of the file.
    """
    document = read_yaml(path)
    scenario, _, found = validated(document, Scenario, {})
    if found or scenario is None or any(absurd_dates(scenario)):
        load_scenario(path)
    assert scenario is not None  # noqa: S101 - what is no scenario does not load
    return document, scenario


def text_after(path: Path, document: Document, content: dict[str, Any], entries: Entries) -> tuple[str, int]:
    """The text of the scenario file with a new content, and how many warnings ``validate`` would give.

    Raises:
        InputError: what its author wrote cannot be kept, or the content is no scenario; problems stand at the lines of
            the file of duties where they come from it.
    """
    fresh = rewritten(document, content)
    if not fresh.keeps_comments:
        message = "single entries cannot change in it with all else kept as it is written"
        hint = "does it repeat parts of itself (&, *)? Write them out"
        raise InputError([Problem(str(path), None, (), "NOT_EDITABLE", message, hint)])
    text = document.raw.decode("utf-8-sig")
    lost = list(_lost_comments(path, text, fresh.text))
    if lost:
        raise InputError(lost)
    found = _problems(document_of("", fresh.text.encode()))
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        load_scenario(path)
        raise InputError(in_file_order(_where_it_comes_from(path, problem, entries) for problem in errors))
    has_windows_lines = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
    plain = fresh.text.replace("\r\n", "\n")
    return plain.replace("\n", "\r\n") if has_windows_lines else fresh.text, len(found)


def _problems(document: Document) -> list[Problem]:
    applied, _, faults = resolved(document, BASE)
    scenario, _, found = validated(applied, Scenario, {})
    if scenario is not None:
        for one in problems(scenario):
            line = document.line(one.path)
            found.append(Problem("", line, one.path, one.code, one.message, one.hint, one.severity))
    return [*found, *faults]


def _where_it_comes_from(path: Path, problem: Problem, entries: Entries) -> Problem:
    """A problem of the file afterwards, at the line of the file of duties that makes it, if one does."""
    match problem.path:
        case ("officers", str(officer), "published" | "unavailable" as key, str(day), *_):
            days = (entries.duties if key == "published" else entries.away).get(officer, {})
            line = next((line for one, (_, line) in days.items() if one.isoformat() == day), None)
            if line is not None:
                return replace(problem, file=entries.file, line=line)
    return replace(problem, file=str(path), line=None, message=f"after the import, {problem.message}")


def _lost_comments(path: Path, before: str, after: str) -> Iterator[Problem]:
    """Comments that stand inside entries that have to be written anew."""
    kept = Counter(comment.group().rstrip() for comment in _COMMENT.finditer(after))
    for comment in _COMMENT.finditer(before):
        text = comment.group().rstrip()
        if not kept[text]:
            line = before.count("\n", 0, comment.start()) + 1
            message = f"the comment {shortened(text)} stands in an entry that has to be written anew, and would be lost"
            yield Problem(
                str(path), line, (), "COMMENT_LOST", message, "move it to a line of its own above the officer"
            )
        kept[text] -= 1
