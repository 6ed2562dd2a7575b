"""YAML 1.2 core, read strictly: plain values with the line of each, and every refusal in words.

PyYAML (its C parser where there is one) splits the text into events; types, duplicate keys and aliases are decided
here, since PyYAML's own loaders follow YAML 1.1, where ``10:00`` is 600 and ``no`` is false.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

from rostering.files.collecting import garbage_left_alone
from rostering.files.problem import InputError, Problem, shortened

LARGEST_FILE = 50_000_000
"""Bytes; a larger file is not read."""
DEEPEST_NESTING = 60
TOO_DEEP = f"values are nested more than {DEEPEST_NESTING} deep"
LONGEST_KEY = 1024
"""Characters of a key, by the rules of YAML."""
MOST_ALIASED_NODES = 100_000
"""Values that aliases may add to a file, all together."""
MOST_DIGITS = 400
"""Digits of a whole number."""

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_STR_TAG = "tag:yaml.org,2002:str"

Lines = dict[Any, "int | tuple[int, Lines]"]
"""For each key or position of a mapping or list: its line, and the lines below it unless they are all the same one."""
_Built = tuple[Any, "Lines | None"]
"""A value, and the lines below it."""


@dataclass(frozen=True)
class Document:
    """A file's content and where each part of it stands."""

    file: str
    content: dict[Any, Any]
    lines: Lines
    raw: bytes = field(repr=False)
    problems: tuple[Problem, ...] = ()
    """Duplicate keys and numbers of absurd length: errors, but the rest could be read and is looked at too."""

    def line(self, path: tuple[Any, ...]) -> int:
        """The line of the last part of the path that is in the file."""
        line, below = 1, self.lines
        for part in path:
            found = below.get(part)
            if found is None:
                return line
            line, below = (found, {}) if isinstance(found, int) else found
        return line

    def problem(self, path: tuple[Any, ...], code: str, message: str, hint: str = "") -> Problem:
        """An error at a path."""
        return Problem(self.file, self.line(path), path, code, message, hint)


class _Builder:
    """Builds values from events, one document."""

    def __init__(self, file: str, raw: bytes) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._parser = _PARSER(raw)
        self._next: Callable[[], Any] = self._parser.get_event
        self._path: list[Any] = []
        self._depth = 0
        self._anchors: dict[str, tuple[_Built, int] | None] = {}
        """What each name marks, and how many values that is; nothing while it is being read."""
        self._size = 0
        """Values so far, those that aliases repeat counted again."""
        self._aliased = 0

    def document(self) -> _Built | None:
        """The only document of the file; nothing where there is none.

        Raises:
            yaml.YAMLError: the text is not YAML.
            InputError: it is YAML that is refused.
        """
        self._next()  # the start of the stream
        if not isinstance(self._next(), yaml.DocumentStartEvent):
            return None
        built = self._value(self._next())
        self._next()  # the end of the document
        following = self._next()
        if not isinstance(following, yaml.StreamEndEvent):
            self._refuse(following, "MANY_DOCUMENTS", "a file holds one document", "remove the line ---")
        return built

    def _refuse(self, event: Any, code: str, message: str, hint: str = "") -> NoReturn:
        raise InputError([*self.problems, Problem(self.file, _line(event), tuple(self._path), code, message, hint)])

    def _value(self, event: Any) -> _Built:
        """The value that an event begins."""
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._alias(event)
        self._size += 1
        if kind is yaml.ScalarEvent and event.tag is None and event.anchor is None:  # nearly always
            return self._scalar(event) if event.implicit[0] else event.value, None
        if event.tag not in (None, "!") and event.tag not in _CORE_TAGS:
            self._refuse(event, "UNKNOWN_TAG", f"the tag {shortened(event.tag)} has no meaning here", "remove it")
        anchor, before = event.anchor, self._size
        if anchor is not None:
            self._anchors[anchor] = None
        built = (self._scalar(event), None) if kind is yaml.ScalarEvent else self._collection(event)
        if anchor is not None:
            self._anchors[anchor] = built, self._size - before + 1
        return built

    def _collection(self, event: Any) -> _Built:
        if self._depth >= DEEPEST_NESTING:
            del self._path[3:]
            self._refuse(event, "TOO_DEEP", TOO_DEEP)
        self._depth += 1
        value, lines = self._mapping() if type(event) is yaml.MappingStartEvent else self._list()
        self._depth -= 1
        own = _line(event)
        # Block style begins at its first entry, in a line after the key's.
        is_inside = self._depth > 0 and event.flow_style and event.anchor is None
        is_on_its_line = is_inside and all(line == own for line in lines.values())
        return value, None if is_on_its_line else lines

    def _alias(self, event: Any) -> _Built:
        name = event.anchor
        if name not in self._anchors:
            self._refuse(event, "UNKNOWN_ALIAS", f"nothing above is marked &{shortened(name)}")
        marked = self._anchors[name]
        if marked is None:
            self._refuse(event, "ALIAS_TO_ITSELF", f"*{shortened(name)} stands inside what it repeats")
        built, size = marked
        self._size += size
        self._aliased += size
        if self._aliased > MOST_ALIASED_NODES:
            repeats = f"its aliases repeat more than {MOST_ALIASED_NODES:,} values"
            self._refuse(event, "ALIAS_BOMB", repeats, "write the values out instead of repeating them with *")
        return built

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0]:
            typed = event.tag not in (None, "!", _STR_TAG)
            return plain_value(text) if typed else text
        try:
            return plain_value(text)
        except ValueError:
            message = f"{shortened(text)} has too many digits"
            self.problems.append(Problem(self.file, _line(event), tuple(self._path), "OUT_OF_RANGE", message))
            return 0

    def _mapping(self) -> tuple[dict[Any, Any], Lines]:
        value: dict[Any, Any] = {}
        lines: Lines = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            line = _line(event)
            key, _ = self._value(event)
            if isinstance(key, dict | list):
                self._refuse(event, "WRONG_KEY", "a key is one word, not a list or a mapping", "is a quote missing?")
            self._path.append(key)
            below, lines_below = self._value(self._next())
            if key in value:
                self._duplicate(line, lines[key])
            else:
                value[key] = below
                lines[key] = line if lines_below is None else (line, lines_below)
            self._path.pop()
        return value, lines

    def _duplicate(self, line: int, first: int | tuple[int, Lines]) -> None:
        first_line = first if isinstance(first, int) else first[0]
        message = f"{shortened(self._path[-1])} is given twice, first in line {first_line}"
        self.problems.append(Problem(self.file, line, tuple(self._path), "DUPLICATE_KEY", message, "keep one of them"))

    def _list(self) -> tuple[list[Any], Lines]:
        value: list[Any] = []
        lines: Lines = {}
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            line = _line(event)
            self._path.append(len(value))
            below, lines_below = self._value(event)
            self._path.pop()
            lines[len(value)] = line if lines_below is None else (line, lines_below)
            value.append(below)
        return value, lines


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def plain_value(text: str) -> Any:
    """The value of an unquoted word by the core schema of YAML 1.2: null, true or false, a number, else text.

    Raises:
        ValueError: a whole number of more than 400 digits.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        if len(text) > MOST_DIGITS:
            raise ValueError(text)
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    return text


def read_bytes(path: Path) -> bytes:
    """The whole file, at most 50 MB.

    Raises:
        InputError: there is no such file, it is a folder, it may not be read, or it is too large.
    """
    file = str(path)
    try:
        if path.is_dir():
            raise InputError([Problem(file, None, (), "FOLDER", "this is a folder", "name the file in it")])
        with path.open("rb") as opened:
            raw = opened.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise InputError([Problem(file, None, (), "NO_FILE", "there is no such file", _similar_file(path))]) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Problem(file, None, (), "UNREADABLE", f"the file cannot be read: {reason}")]) from error
    if len(raw) > LARGEST_FILE:
        raise InputError([Problem(file, None, (), "TOO_LARGE", f"the file is larger than {LARGEST_FILE // 10**6} MB")])
    return raw


def _similar_file(path: Path) -> str:
    for suffix in (".yaml", ".yml"):
        if path.suffix != suffix and path.with_suffix(suffix).is_file():
            return f"did you mean {path.with_suffix(suffix).name}?"
    return ""


def text_of(file: str, raw: bytes) -> str:
    """The text of a file.

    Raises:
        InputError: it is binary, not UTF-8, or empty.
    """
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError([Problem(file, None, (), "BINARY", "this is a binary file, not a text")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        hint = "save it as UTF-8"
        raise InputError([Problem(file, line, (), "NOT_UTF8", "the file is not written in UTF-8", hint)]) from error
    if not text.strip():
        raise InputError([Problem(file, None, (), "EMPTY", "the file is empty")])
    return text


def read_yaml(path: Path) -> Document:
    """The mapping a YAML file holds, with the line of each of its parts.

    Raises:
        InputError: the file cannot be read, or is not one mapping in YAML 1.2.
    """
    return document_of(str(path), read_bytes(path))


@lru_cache(maxsize=2)  # a schedule is asked for its header first, then, its scenario having been read, for its plan
@garbage_left_alone()
def document_of(file: str, raw: bytes) -> Document:
    """The mapping that a YAML file of these bytes holds.

    Raises:
        InputError: they are not one mapping in YAML 1.2.
    """
    text = text_of(file, raw).encode()
    try:
        builder = _Builder(file, text)
        built = builder.document()
    except yaml.MarkedYAMLError as error:
        raise InputError([_syntax_problem(file, raw, error)]) from error
    except yaml.YAMLError as error:
        problem = Problem(file, None, (), "YAML_SYNTAX", f"this is not YAML: {shortened(error)}")
        raise InputError([problem]) from error
    if built is None or built[0] is None:
        raise InputError([Problem(file, None, (), "EMPTY", "the file holds nothing but comments")])
    content, lines = built
    if not isinstance(content, dict):
        kind = "a list" if isinstance(content, list) else "a single value"
        hint = "it starts with a line such as version: 1"
        raise InputError([Problem(file, 1, (), "NOT_A_MAPPING", f"the file holds {kind}, not keys and values", hint)])
    return Document(file, content, lines or {}, raw, tuple(builder.problems))


def _syntax_problem(file: str, raw: bytes, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = None if mark is None else mark.line + 1
    what = " ".join(part for part in (error.context, error.problem) if part) or "it does not follow the rules of YAML"
    if "maximum nesting depth" in what:  # newer parsers stop before the builder does
        return Problem(file, line, (), "TOO_DEEP", TOO_DEEP)
    at_fault = raw.splitlines()[line - 1 : line] if line is not None else []
    if at_fault and len(at_fault[0]) > LONGEST_KEY:
        return Problem(file, line, (), "TOO_LONG", f"a key is longer than {LONGEST_KEY:,} characters", "shorten it")
    return Problem(file, line, (), "YAML_SYNTAX", f"this is not YAML: {what}", _syntax_hint(what))


def _syntax_hint(what: str) -> str:
    if "simple key" in what or "expected ':'" in what:
        return "a colon is missing after a key"
    if "cannot start any token" in what:
        return "indent with spaces, not tabs, and put quotes round text that begins with a special character"
    if "block" in what or "mapping values" in what:
        return "look at the indentation of this line and the one before"
    return "look for a missing bracket, quote or colon here or just above"
