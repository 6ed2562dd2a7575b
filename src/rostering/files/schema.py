"""The JSON Schema of scenario files, for editors that complete and check while one types."""

from __future__ import annotations

import json
from typing import Any

from rostering.scenario import Scenario

SCHEMA_ID = "https://rostering.invalid/schema/scenario.schema.json"
DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def scenario_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario, as the loader reads it with every key as text."""
    described = Scenario.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **_closed(described),
        "title": "Rostering scenario",
    }


def schema_text() -> str:
    """The schema as the committed file holds it."""
    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"


def _closed(part: Any) -> Any:
    """The same schema, in which a key that is no id, or no day, is refused too."""
    if isinstance(part, list):
        return [_closed(below) for below in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(below) for key, below in part.items()}
    if "patternProperties" in closed:
        closed["additionalProperties"] = False
    if closed.get("format") == "date" and closed.keys() <= {"format", "type"}:
        closed = {"pattern": DAY_PATTERN, **closed}
    return closed
