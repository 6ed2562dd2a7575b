"""``rostering import``: duties, leave and training from a duty system's file into a scenario file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rostering.cli.exits import DONE
from rostering.cli.screen import put, say
from rostering.files import InputError, Problem, expect_writable, write_whole
from rostering.files.collecting import garbage_left_alone
from rostering.importing.entries import Outside, read_entries
from rostering.importing.mapping import Mapping, load_mapping, own_mapping, unread_columns
from rostering.importing.merging import merged
from rostering.importing.outcome import read_target, text_after
from rostering.importing.proposing import proposed_mapping
from rostering.importing.telling import change_lines, notes, summary
from rostering.scenario import Scenario
from rostering.tables.reading import Table, columns_words, read_table
from rostering.words import count_words


@dataclass(frozen=True)
class Import:
    """What is imported, and where it goes."""

    file: Path
    into: Path
    mapping: Path | None
    """Without it, the file has to be one that ``rostering export`` could have written."""
    outside: Outside
    is_dry: bool
    """Whether only to say what would change."""


@garbage_left_alone()
def import_file(asked: Import) -> int:
    """Merge a file of duties into a scenario file and say what changes; the exit code.

    Raises:
        InputError: a file cannot be used, or the scenario would not hold afterwards; nothing is written.
        OutputError: the scenario cannot be written.
    """
    if not asked.is_dry:
        expect_writable(asked.into)
    document, scenario = read_target(asked.into)
    table, mapping = _table(asked, scenario)
    entries = read_entries(table, mapping, scenario, asked.outside)
    result = merged(document.content, scenario, entries)
    text, warnings = text_after(asked.into, document, result.content, entries) if result.changes else ("", 0)
    for note in (*table.notes, *notes(entries, result.not_taken, unread_columns(mapping, table))):
        say(f"note: {note}")
    if asked.is_dry:
        put("".join(f"{line}\n" for line in change_lines(result.changes)))
    elif result.changes:
        write_whole(asked.into, text)
    would = " would change; nothing is written" if asked.is_dry and result.changes else ""
    put(f"{asked.into}: {summary(result.changes)}{would}\n")
    if warnings:
        say(f"note: rostering validate {asked.into} has {count_words(warnings, 'warning')}")
    return DONE


def _table(asked: Import, scenario: Scenario) -> tuple[Table, Mapping]:
    """The file, and how it is read.

    Raises:
        InputError: it cannot be read; or no mapping is given and it needs one, which is then proposed.
    """
    if asked.mapping is not None:
        mapping = load_mapping(asked.mapping, scenario)
        return read_table(asked.file, mapping.header_line, mapping.sheet), mapping
    table = read_table(asked.file)
    own = own_mapping(table)
    if own is None:
        put(proposed_mapping(table, scenario))
        message = f"its columns are not those of rostering export; it has {columns_words(table)}"
        hint = "a mapping is proposed on standard output: look at it, save it, and give it with --mapping"
        raise InputError([Problem(table.file, table.header_line, (), "NO_MAPPING", message, hint)])
    return table, own
