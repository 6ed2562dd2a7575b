"""The rule book, the schema and the mathematics."""

from __future__ import annotations

from rostering.cli.app import app, examples
from rostering.cli.screen import put, put_rich
from rostering.files import schema_text


@app.command(epilog=examples("rostering rules", "rostering rules | grep -A 3 daily_rest"))
def rules() -> None:
    """Show the rule book: levels, numbers and sources."""
    from rostering.cli.rule_table import rule_table  # noqa: PLC0415 - each command loads what it needs

    put_rich(rule_table())


@app.command(epilog=examples("rostering schema > scenario.schema.json"))
def schema() -> None:
    """Print the JSON Schema of scenarios, for editors."""
    put(schema_text())


@app.command(epilog=examples("rostering formulation > formulation.md"))
def formulation() -> None:
    """Print the mathematics as Markdown with LaTeX."""
    from rostering.reference.formulation import formulation_page  # noqa: PLC0415 - it reads the model, which loads the solver

    put(formulation_page())
