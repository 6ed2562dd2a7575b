"""The small scenario with some things changed, and what is wrong with it then."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from rostering.files.yaml_reading import read_yaml
from rostering.scenario import Scenario
from rostering.scenario.problems import Finding, problems

SMALL = read_yaml(Path(__file__).parent.parent / "data" / "small.yaml").content
GONE = object()
"""In place of a value: the key is removed."""

Edits = dict[str, Any]
"""New values by dotted path."""


def edited(edits: Edits) -> Scenario:
    """The small scenario after some changes."""
    content = copy.deepcopy(SMALL)
    for path, value in edits.items():
        *above, last = path.split(".")
        at: Any = content
        for part in above:
            at = at.setdefault(part, {})
        if value is GONE:
            del at[last]
        else:
            at[last] = value
    return Scenario.model_validate(content)


def found(edits: Edits) -> list[Finding]:
    """What is wrong with the small scenario after some changes."""
    return list(problems(edited(edits)))


def dotted(finding: Finding) -> str:
    """The path of a finding, as overrides write it."""
    return ".".join(str(part) for part in finding.path)
