"""The scenario format as a page, from the docstrings of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rostering.files import scenario_schema
from rostering.reference.markdown import NO_DEFAULT, Schema, code, default_words, page, record_under, table, type_words

_INTRODUCTION = """
A scenario is one YAML file, read as YAML 1.2: `10:00` is text and never the number 600, and `on`, `off`, `yes` and `no`
are text. Keys that are not listed here are errors, and so are keys that are given twice. Everything that has an id is
written as a mapping from id to record (`ID` below stands for one you choose): lower-case letters, digits and hyphens,
beginning with a letter, at most 64 characters. `DAY` stands for a day, such as `2025-06-02`, `[]` for an entry of a
list.

`rostering validate SCENARIO` names every problem of a file with its line, and `rostering schema` prints the JSON Schema
that lets an editor complete keys and check values while you type.
"""
_NAMED_CHANGES = """
overrides:
  eight-more-pcsos: {officers.pcso-luton-north.count: 12, officers.pcso-bedford.count: 10}
  no-saturday-hub: {hub_sessions.bedford-bus-station: null}
scenarios:
  uplift: [eight-more-pcsos, no-saturday-hub]
"""
"""How overrides and scenarios are written, at the top of the file."""
EXAMPLES = {
    "Contract": """
contracts:
  full-time:
    night_worker: true
    weekends_off: {least: 1, in_weekends: 3}
  school-hours:                          # every other week from Wednesday, earlies only
    weekly_hours: 24
    pattern:
      - {mon: [early], tue: [early], wed: [early]}
      - {wed: [early], thu: [early], fri: [early]}
    pattern_from: 2025-06-02
""",
    "RotationPattern": """
rotations:
  two-two-two:
    weeks:
      - [early, early, late, late, night, night, rest]
      - [rest, rest, rest, early, early, late, late]
      - [night, night, rest, rest, rest, rest, rest]
""",
    "Staffing": """
staffing:
  luton-north:
    late: {min: 3, prefer: 4, skills: {sergeant: 1, driver: 2}, dates: {2025-06-07: {min: 6}, 2025-06-08: {min: 0}}}
""",
    "Pay": """
pay: {as_of: 2025-05-01, public_holidays: [2025-05-05, 2025-05-26]}
""",
    "History": """
history:
  last_duty_ends: 2025-06-02T07:00       # the night that began on Sunday
  last_shift: night
  consecutive_days: 3
  consecutive_nights: 2
  recent_weekends: ["off", worked]
  counts: {nights: 14, weekends: 6}
""",
    "Funding": """
funding:
  currency: GBP
  year_starts: 2025-04-01
  options:
    more-pcsos: {hire: pcso, areas: all, annual_cost: 42500, max: 20}
    more-pcs: {hire: pc, areas: [luton-south, luton-north], max: 30, starts: 2025-10-01}   # at the role's cost
    overtime: {hours: true, role: pc, hourly_cost: 38, max: 200}                           # at most 200 hours a week
    grant-pcs: {end_grant: pc, annual_saving: 67500, max: 30}                              # if the grant ends
    grant-pcsos: {end_grant: pcso, max: 8}
    sunday-hub: {open_hub: bedford-bus-station, when: [{day: sun, from: "11:00", to: "14:00"}], annual_cost: 2000}
    no-sandy-hub: {close_hub: sandy-hub, annual_saving: 1500}
""",
}
"""For records that a table alone does not explain: how they are written, from the key that holds them."""
_RULES = "The rules, by name. Each is described in [the rule book](rules.md)."


def scenario_page() -> str:
    """Every key of a scenario with its type, default, limits and meaning; records in the order of the file."""
    schema = scenario_schema()
    named = f"```yaml\n{_NAMED_CHANGES.strip()}\n```"
    top = "\n\n".join(["## Top of the file", schema["description"], named, _keys(schema, schema["$defs"], "")])
    return page("Scenario reference", _INTRODUCTION.strip(), top, *_below(schema, schema["$defs"], "", 2))


def _below(record: Schema, records: Schema, path: str, depth: int) -> Iterator[str]:
    """The sections of the records that a record's keys lead to."""
    for key, part in record["properties"].items():
        found = record_under(part)
        if found is None:
            continue
        name, step = found
        here = f"{path}{key}{step}"
        heading = f"{'#' * depth} `{here}`"
        if name == "Rules":
            yield f"{heading}\n\n{_RULES}"
            continue
        below = records[name]
        example = [f"```yaml\n{EXAMPLES[name].strip()}\n```"] if name in EXAMPLES else []
        yield "\n\n".join([heading, below["description"], *example, _keys(below, records, here)])
        yield from _below(below, records, f"{here}.", depth + 1)


def _keys(record: Schema, records: Schema, path: str) -> str:
    required = record.get("required", ())
    rows = [
        (
            code(key),
            _type(part, f"{path}.{key}" if path else key),
            "required" if key in required else _default(part),
            _description(part, records),
        )
        for key, part in record["properties"].items()
    ]
    return table(("key", "type", "default", "meaning"), rows)


def _type(part: Schema, path: str) -> str:
    found = record_under(part)
    if found is None:
        return type_words(part)
    kind = {"": "record", "[]": "list of records", ".DAY": "records by day"}.get(found[1], "records by id")
    return f"[{kind}](#{anchor(path + found[1])})"


def _description(part: Schema, records: Schema) -> str:
    """What a key means; where its own text says the same as its record's, the schema has only the record's."""
    found = record_under(part)
    text: str = part.get("description") or (records[found[0]]["description"] if found else "")
    return text


def _default(part: Schema) -> str:
    is_record = "$ref" in part
    return NO_DEFAULT if is_record else default_words(part.get("default"))


def anchor(heading: str) -> str:
    """The fragment that leads to a heading, as the documentation's generator makes it."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())
