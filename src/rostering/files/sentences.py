"""From pydantic's errors to problems a planner understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rostering.files.problem import Problem, shortened
from rostering.files.yaml_reading import Document
from rostering.scenario.problems import nearest

KEY = "[key]"
"""What pydantic adds to the path where a key, not its value, is wrong."""

LONGEST_MESSAGE = 200
"""Characters; a longer one quotes the value at length, so the value alone is named."""

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "list_type": "a list",
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_VALUE_CODES = (
    ("time of day", "BAD_TIME"),
    ("day written", "BAD_DATE"),
    ("date and time", "BAD_DATE"),
    ("time zone", "UNKNOWN_TIME_ZONE"),
    ("choose another id", "BAD_ID"),
)


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """One problem for each thing pydantic refused."""
    return (_problem(details, document, model) for details in error.errors(include_url=False))


def path_of(details: ErrorDetails) -> tuple[Any, ...]:
    """Where the error is, as keys of the file."""
    return tuple(part for part in details["loc"] if part != KEY)


def _problem(details: ErrorDetails, document: Document, model: type[BaseModel]) -> Problem:
    path = path_of(details)
    kind, value, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "missing":
        return document.problem(path[:-1], "MISSING_KEY", f"{shortened(path[-1])} is missing", _beside(value, path[-1]))
    if kind == "extra_forbidden":
        hint = nearest(str(path[-1]), _keys(model, path[:-1]))
        return document.problem(path, "UNKNOWN_KEY", f"there is no key {shortened(path[-1])} here", hint)
    if kind in _KINDS:
        if KEY in details["loc"]:
            hint = "put it in quotes if it is meant as text, and begin an id with a letter"
            return document.problem(path, "BAD_ID", f"{shown(value)} is no id", hint)
        return document.problem(
            path, "WRONG_TYPE", f"should be {_KINDS[kind]}, not {shown(value)}", _type_hint(kind, value)
        )
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        message = f"should be {words} {plain_number(context[key])}, not {shown(value)}"
        return document.problem(path, "OUT_OF_RANGE", message)
    return document.problem(path, *_by_content(kind, value, context, details["msg"]))


def _by_content(  # noqa: PLR0911 - one line for each kind of error
    kind: str, value: Any, context: Mapping[str, Any], message: str
) -> tuple[str, str, str]:
    """Code, message and hint of an error about what a value says."""
    if kind == "string_pattern_mismatch" and ":" in context["pattern"]:
        return "BAD_TIME", f"{shown(value)} is not a time of day written as HH:MM", ""
    if kind == "string_pattern_mismatch":
        hint = "lower-case letters, digits and hyphens, beginning with a letter, such as pc-2101"
        return "BAD_ID", f"{shown(value)} is no id", hint
    if kind == "string_too_long":
        return (
            "TOO_LONG",
            f"{shown(value)} has {len(value)} characters, at most {context['max_length']} are allowed",
            "",
        )
    if kind in ("too_short", "too_long"):
        return _wrong_number(kind, context)
    if kind == "literal_error":
        return "UNKNOWN_WORD", f"{shown(value)} is not {context['expected'].replace(chr(39), '')}", ""
    if kind == "finite_number":
        return "OUT_OF_RANGE", f"should be a finite number, not {shown(value)}", ""
    if kind == "value_error":
        said = str(context["error"])
        code = next((code for words, code in _VALUE_CODES if words in said), "BAD_VALUE")
        if said.startswith(
            ("month must", "day is out", "day must", "year ", "hour must", "minute must", "offset must")
        ):
            return "BAD_DATE", f"{shown(value)} does not exist in the calendar", ""
        return code, said if len(said) <= LONGEST_MESSAGE else f"{shown(value)} cannot be used here", ""
    return "BAD_VALUE", f"{shown(value)}: {shortened(message)}", ""


def _wrong_number(kind: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    least, most, actual = context.get("min_length"), context.get("max_length"), context["actual_length"]
    if kind == "too_short" and least == 1:
        return "EMPTY_VALUE", "nothing is given; at least one entry is needed", ""
    wanted = f"at least {least}" if kind == "too_short" else f"at most {most}"
    return "WRONG_LENGTH", f"{wanted} entries are needed here, there are {actual}", ""


def shown(value: Any) -> str:
    """A value of a file, as the file writes it and no longer than a message bears."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        kind = "keys and values" if isinstance(value, dict) else "a list"
        return kind if value else f"{kind} (empty)"
    if isinstance(value, str):
        return f"'{shortened(value)}'"
    return shortened(value)


def plain_number(number: float) -> str:
    """A limit without a useless `.0`."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:g}"


def _beside(record: Any, missing: Any) -> str:
    """For a missing key, the key that was perhaps meant."""
    if not isinstance(record, dict):
        return ""
    close = difflib.get_close_matches(str(missing), [str(key)[:64] for key in record], n=1, cutoff=0.7)
    return f"is {shortened(close[0])} a slip for it?" if close else ""


def _type_hint(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, dict | list):
        return "put it in quotes if it is meant as text"
    if kind in ("int_type", "float_type") and isinstance(value, str) and value.replace(".", "", 1).isdigit():
        return "remove the quotes"
    if kind == "list_type" and isinstance(value, str):
        return "write it in square brackets: [a, b]"
    return ""


def _keys(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    """The keys that the record at a path may have."""
    at: Any = model
    for part in path:
        if _is_record(at):
            at = {field.alias or name: _plain(field.annotation) for name, field in at.model_fields.items()}.get(part)
        else:
            at = _plain(next(iter(reversed(get_args(at))), None))
    return [field.alias or name for name, field in at.model_fields.items()] if _is_record(at) else []


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _plain(annotation: Any) -> Any:
    """An annotation without `Annotated` and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    choices = [choice for choice in get_args(annotation) if choice is not type(None)]
    return choices[0] if type(None) in get_args(annotation) else annotation
