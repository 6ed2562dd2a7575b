"""The rule book as rows and as a page."""

from __future__ import annotations

import inspect
from typing import Any, NamedTuple

from rostering.files import scenario_schema
from rostering.reference.markdown import alternatives, code, default_words, page, table, type_words
from rostering.scenario.rules import Rules

COMMON = ("level", "weight", "source")
"""What every rule has."""
_INTRODUCTION = """
A rule has one name everywhere: here, under `rules` in a scenario, in the rows of the linear program, in the judge and
in the schedule. A rule that a scenario does not mention holds at its default. At level `required` it must hold, or the
people and visits that are missing are named as a shortfall; at level `preferred` each breach costs `weight` against
other preferences; at level `off` it is neither planned for nor judged. `source` says where the rule comes from: replace
it with yours where you change its numbers.

```yaml
rules:
  daily_rest: {hours: 12, source: "Local agreement"}
  hotspot_guarantee: {counted: elapsed}
  requests: {level: "off"}
```
"""


class RuleRow(NamedTuple):
    """A rule of the rule book at its defaults."""

    name: str
    levels: tuple[str, ...]
    """The levels it may have, its default first."""
    numbers: dict[str, Any]
    """What else can be set, with its default."""
    says: str
    source: str


def rule_rows() -> list[RuleRow]:
    """Every rule in the order of the rule book."""
    records = scenario_schema()["$defs"]
    return [_row(name, rule, records[type(rule).__name__]["properties"]["level"]) for name, rule in Rules()]


def _row(name: str, rule: Any, level: dict[str, Any]) -> RuleRow:
    others = [one for one in level.get("enum", []) if one != rule.level]
    settings = {key: value for key, value in rule.model_dump(mode="json").items() if key not in COMMON}
    return RuleRow(name, (rule.level, *others), settings, _one_line(type(rule)), rule.source)


def _one_line(record: type) -> str:
    return " ".join(inspect.cleandoc(record.__doc__ or "").split())


def numbers_words(numbers: dict[str, Any]) -> str:
    """Settings as a scenario writes them: ``minutes: 15, every_days: 3``."""
    return ", ".join(f"{key}: {_plain(value)}" for key, value in numbers.items() if value is not None)


def _plain(value: Any) -> str:
    return default_words(value).strip("`")


def rules_page() -> str:
    """The rule book as Markdown: an overview, then each rule with everything that can be set."""
    rows = rule_rows()
    overview = table(
        ("rule", "level", "what it says"),
        ((f"[{code(row.name)}](#{row.name})", row.levels[0], row.says) for row in rows),
    )
    return page("The rule book", _INTRODUCTION.strip(), overview, *(_section(row) for row in rows))


def _section(row: RuleRow) -> str:
    records = scenario_schema()["$defs"]
    properties = records[type(getattr(Rules(), row.name)).__name__]["properties"]
    level = alternatives(row.levels) if len(row.levels) > 1 else f"always {code(row.levels[0])}"
    settings = [(code("level"), level, code(row.levels[0]), "How strictly it holds.")]
    if "weight" in properties:
        part = properties["weight"]
        settings.append((code("weight"), type_words(part), default_words(part["default"]), part["description"]))
    settings += [
        (code(key), type_words(properties[key]), default_words(value), properties[key].get("description", ""))
        for key, value in row.numbers.items()
    ]
    parts = [f"## {row.name}", row.says, table(("key", "type", "default", "meaning"), settings)]
    return "\n\n".join([*parts, f"Source: {row.source}."])
