"""The generated pages: complete, up to date, and made of what the program itself says."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from rostering.files import scenario_schema
from rostering.files.yaml_reading import read_yaml
from rostering.model.constraints import CONSTRAINTS
from rostering.model.objective import PASSES
from rostering.reference.markdown import default_words, type_words
from rostering.reference.pages import pages
from rostering.reference.rulebook import rule_rows
from rostering.reference.scenario_format import EXAMPLES, anchor
from rostering.scenario.records import Officer, Scenario
from rostering.scenario.rules import RULES, Rules

ROOT = Path(__file__).parents[1]
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_the_committed_page_is_up_to_date(name: str) -> None:
    """Whoever changes a docstring writes the pages again: ``python -m rostering.reference docs``."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]


def test_the_pages_are_written_by_one_command(tmp_path: Path) -> None:
    """Each into the folder that is named, and nothing else."""
    command = [sys.executable, "-m", "rostering.reference", str(tmp_path)]
    subprocess.run(command, check=True)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == PAGES
    missing = subprocess.run([*command[:-1], str(tmp_path / "none")], capture_output=True, text=True, check=False)
    assert missing.returncode == 1
    assert "there is no folder" in missing.stderr


def headings(page: str) -> list[str]:
    """The texts of a page's headings."""
    return re.findall(r"^#+ (.*)$", PAGES[page], re.MULTILINE)


@pytest.mark.parametrize("page", ["rules.md", "formulation.md"])
def test_every_rule_has_one_heading_in_reading_order(page: str) -> None:
    """Under its own name, in the rule book and in the mathematics."""
    assert [heading for heading in headings(page) if heading in RULES] == list(RULES)


def test_the_mathematics_say_what_the_docstrings_say() -> None:
    """Each rule has its sentence and a formula between double dollars; every pass has its row."""
    page = PAGES["formulation.md"]
    for constraint in CONSTRAINTS:
        section = page.partition(f"\n## {constraint.__name__}\n")[2].partition("\n## ")[0]
        assert (constraint.__doc__ or "").strip().splitlines()[0] in section
        assert section.count("$$") in {2, 4}
    assert [line for line in page.splitlines() if line.startswith("| `")][-len(PASSES) :] == [
        f"| `{one.name}` | {sense} | {one.unit} | {one.good_enough:g} |"
        for one, sense in zip(PASSES, ["least"] * 6 + ["most"] + ["least"] * 6, strict=True)
    ]


def test_no_dollar_is_left_alone() -> None:
    """An odd one would turn the rest of a page into a formula."""
    for paragraph in PAGES["formulation.md"].split("\n\n"):
        assert paragraph.count("$") % 2 == 0, paragraph


def test_every_rule_shows_its_level_its_numbers_and_its_source() -> None:
    """At the defaults of the rule book."""
    page = PAGES["rules.md"]
    for name, rule in Rules():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert f"| `{rule.level}` | How strictly it holds. |" in section
        assert f"Source: {rule.source}." in section
        for key in set(rule.model_dump()) - {"level", "weight", "source"}:
            assert f"| `{key}` |" in section


def test_a_weight_is_shown_only_where_it_has_an_effect() -> None:
    """A rule has one only if it can be preferred beside others; what a pass of its own makes best has none."""
    with_a_pass = {"spare_visits", "least_served_area", "area_share", "hotspot_share", "hour_share", "requests"}
    for row in rule_rows():
        section = PAGES["rules.md"].partition(f"\n## {row.name}\n")[2].partition("\n## ")[0]
        assert ("| `weight` |" in section) == ("preferred" in row.levels and row.name not in with_a_pass), row.name


def keys(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of every record but the rules, with its schema."""
    rules = {type(rule).__name__ for _, rule in Rules()} | {"Rules"}
    for record in (schema, *(part for name, part in schema["$defs"].items() if name not in rules)):
        yield from record["properties"].items()


def test_every_key_of_a_scenario_is_explained() -> None:
    """With what its field's docstring says."""
    page = PAGES["scenario-reference.md"]
    for key, part in keys(scenario_schema()):
        rows = [line for line in page.splitlines() if line.startswith(f"| `{key}` |")]
        assert any(" ".join(part.get("description", "").split()) in row for row in rows), key
        assert all(row.split(" | ")[-1].strip(" |") for row in rows), key


@pytest.mark.parametrize("record", EXAMPLES)
def test_every_example_is_one_of_its_record(record: str, tmp_path: Path) -> None:
    """It is read without a fault: by its key from the top, or as part of an officer."""
    path = tmp_path / "example.yaml"
    path.write_text(EXAMPLES[record], encoding="utf-8")
    ((key, below),) = read_yaml(path).content.items()
    part = Officer if key == "history" else Scenario
    annotation: Any = part.model_fields[key].annotation
    one = TypeAdapter(annotation).validate_python(below)
    assert f"{record}(" in repr(one)
    assert EXAMPLES[record].strip() in PAGES["scenario-reference.md"]


def test_links_inside_the_pages_lead_somewhere() -> None:
    """Each to a heading of its page."""
    for page, text in PAGES.items():
        targets = {anchor(heading) for heading in headings(page)}
        assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= targets


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 366}, "whole number, 1 to 366"),
        ({"type": "number", "exclusiveMinimum": 0, "maximum": 1e9}, "number, above 0, at most 1,000,000,000"),
        ({"type": "number", "minimum": 0, "exclusiveMaximum": 1}, "number, at least 0, below 1"),
        ({"const": 1, "type": "integer"}, "`1`"),
        ({"enum": ["a", "b", "c"], "type": "string"}, "`a`, `b` or `c`"),
        ({"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}, "id"),
        ({"type": "string", "format": "date-time"}, "local time, `YYYY-MM-DDTHH:MM`"),
        ({"type": "array", "items": {"type": "number"}, "minItems": 24, "maxItems": 24}, "list of 24 numbers"),
        (
            {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"format": "date"}},
            "texts by day",
        ),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number"),
        ({"type": "boolean"}, "`true` or `false`"),
        ({"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}, "list of lists of whole numbers"),
        (
            {
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
                "propertyNames": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]},
            },
            "mapping of lists of texts by day of the week",
        ),
        (
            {"type": "object", "additionalProperties": {"type": "integer"}, "propertyNames": {"enum": ["a", "b"]}},
            "whole numbers by `a` or `b`",
        ),
    ],
)
def test_types_are_told_in_plain_words(part: dict[str, Any], words: str) -> None:
    """Nobody has to know what JSON calls them."""
    assert type_words(part) == words


@pytest.mark.parametrize(
    ("value", "words"), [(None, "–"), ("", "empty"), (40.0, "`40`"), (4 / 3, "`1.333`"), ([], "`[]`")]
)
def test_defaults_are_written_as_in_a_scenario(value: object, words: str) -> None:
    """Whole numbers without a point, nothing as a dash."""
    assert default_words(value) == words
