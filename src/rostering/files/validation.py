"""Records from a file's content, and every reason why it is refused."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ValidationError

from rostering.files.problem import Problem
from rostering.files.sentences import path_of, problems_of
from rostering.files.yaml_reading import Document

_MOST_REPAIRS = 6
"""Rounds of removing what is refused: the depth of the records."""


def validated[R: BaseModel](
    document: Document, model: type[R], stand_ins: Mapping[str, Any]
) -> tuple[R | None, R | None, list[Problem]]:
    """The record a file holds; failing that, the record without the parts that are refused (with stand-ins at the top
    for those it cannot be without), if what is left is one, so that more can be said about it; and what is wrong.
    """
    found = list(document.problems)
    try:
        record = model.model_validate(document.content, by_alias=True, by_name=False)
    except ValidationError as error:
        return (
            None,
            _without_faults(document.content, stand_ins, model, error),
            found + list(problems_of(error, document, model)),
        )
    return record, None, found


def _without_faults[R: BaseModel](
    content: dict[Any, Any], stand_ins: Mapping[str, Any], model: type[R], error: ValidationError
) -> R | None:
    rest = copy.deepcopy(content)
    for _ in range(_MOST_REPAIRS):
        for details in error.errors(include_url=False, include_input=False):
            path = path_of(details)
            _remove(rest, path[:-1] if details["type"] == "missing" else path)
        rest = {**stand_ins, **rest}
        try:
            return model.model_validate(rest, by_alias=True, by_name=False)
        except ValidationError as further:
            error = further
    return None


def _remove(content: dict[Any, Any], path: tuple[Any, ...]) -> None:
    """Delete what a path leads to; a list of which an entry is meant is deleted whole."""
    for part, following in pairwise(path):
        below = content.get(part)
        if not isinstance(below, dict) or following not in below:
            content.pop(part, None)
            return
        content = below
    if path:
        content.pop(path[-1], None)
