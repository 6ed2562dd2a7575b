"""The rule book for a terminal."""

from __future__ import annotations

from rich.table import Table

from rostering.reference.rulebook import numbers_words, rule_rows


def rule_table() -> Table:
    """One row for each rule: name, level, numbers at their defaults, and below what it says and its source."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0), header_style="bold")
    table.add_column("rule", no_wrap=True)
    table.add_column("level", no_wrap=True)
    table.add_column("what it says, its numbers, its source")
    for row in rule_rows():
        numbers = f"\n{numbers_words(row.numbers)}" if row.numbers else ""
        table.add_row(row.name, row.levels[0], f"{row.says}{numbers}\n[{row.source}]")
    return table
