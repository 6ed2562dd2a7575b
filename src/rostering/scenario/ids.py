"""Ids: how everything in a scenario is named."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

YAML_1_1_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def _not_a_word_other_readers_change(identifier: str) -> str:
    if identifier in YAML_1_1_WORDS:
        message = f"{identifier!r} is read as true, false or nothing by many YAML readers; choose another id"
        raise ValueError(message)
    return identifier


Id = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=64),
    AfterValidator(_not_a_word_other_readers_change),
]
