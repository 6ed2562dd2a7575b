"""A YAML text with some of its values changed, and every other character left as its author wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from rostering.files.problem import InputError
from rostering.files.schedule_writing import key_text, on_one_line
from rostering.files.yaml_reading import Document, document_of, text_of

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMA = re.compile(r"\s*,([ \t]+(?=[^\s#]))?")
"""With what follows it, but for a line break and a comment."""
_ANCHOR = re.compile(r"(?:^|[\s\[{,])[&*]\S")
"""What may begin a part that is repeated, or repeat one."""
_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""As the reader of YAML counts lines."""
_BLOCK_LEVELS = 2
"""Levels of a file written afresh that have a line for each entry."""

Pairs = dict[Any, tuple[yaml.Node, yaml.Node]]
"""By key of a mapping: where the key stands and where its value does."""


@dataclass(frozen=True)
class Rewritten:
    """A new text."""

    text: str
    keeps_comments: bool
    """Whether it is the old text with edits; else it was written afresh, without comments and aliases."""


@dataclass(frozen=True)
class _Edit:
    """Characters from ``start`` to ``end`` give way to a text."""

    start: int
    end: int
    text: str


def rewritten(document: Document, content: Mapping[str, Any]) -> Rewritten:
    """The text of a file in which a new content stands.

    Entries that are gone lose their lines; changed values keep their key and its place; an added key comes after the
    one before it in the new content, or where a key stood whose name it continues (``pcso-1`` for ``pcso``). A text
    that repeats parts of itself by aliases is written afresh, since one part cannot change alone.
    """
    text = text_of(document.file, document.raw)
    text += "" if text.endswith("\n") else "\n"
    for edits in (_edits_of_entries, _edits_of_all):
        found = edits(text, document, content)
        edited = "" if found is None else _applied(text, found)
        if _holds(edited, content):
            return Rewritten(edited, keeps_comments=True)
    return Rewritten("".join(_afresh(content, _BLOCK_LEVELS, "")), keeps_comments=False)


def _edits_of_all(text: str, document: Document, content: Mapping[str, Any]) -> list[_Edit] | None:
    root = yaml.compose(text, Loader=_LOADER)
    if root is None or _has_aliases(root):
        return None
    return list(_edits(text, root, document.content, content))


def _edits_of_entries(text: str, document: Document, content: Mapping[str, Any]) -> list[_Edit] | None:
    """The edits where all that changes are entries of sections that give each a line or more: only their lines are
    composed, since a whole force with its duties takes seconds. Nothing where that is not so.
    """
    sections = list(document.content)
    if sections != list(content) or _ANCHOR.search(text):
        return None
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    edits = list[_Edit]()
    for section, following in zip(sections, [*sections[1:], None], strict=True):
        old, new = document.content[section], content[section]
        if old == new:
            continue
        if not (isinstance(old, dict) and isinstance(new, dict) and list(old) == list(new)):
            return None
        lines = [document.line((section, key)) for key in old]
        ends = [*lines[1:], len(starts) if following is None else document.line((following,))]
        if any(start >= end for start, end in pairwise((document.line((section,)), *lines, ends[-1]))):
            return None
        for key, first, after in zip(old, lines, ends, strict=True):
            if old[key] != new[key]:
                part = text[starts[first - 1] : starts[after - 1]]
                found = _edits_of_entry(part, starts[first - 1], {key: old[key]}, {key: new[key]})
                if found is None:
                    return None
                edits += found
    return edits


def _edits_of_entry(part: str, place: int, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> list[_Edit] | None:
    """The edits in the lines of one entry, which begin at a place of the text."""
    try:
        root = yaml.compose(part, Loader=_LOADER)
    except yaml.YAMLError:
        return None
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        return None
    return [_Edit(place + edit.start, place + edit.end, edit.text) for edit in _edits(part, root, old, new)]


def _has_aliases(root: yaml.Node) -> bool:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return True
        seen.add(id(node))
        waiting += _below(node)
    return False


def _below(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _holds(text: str, content: Mapping[str, Any]) -> bool:
    try:
        document = document_of("", text.encode())
    except InputError:
        return False
    return not document.problems and document.content == content


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    """The text after its edits, of which none overlap; where one begins, what is put in comes first."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    ends = [0, *(edit.end for edit in ordered)]
    pieces = [text[end : edit.start] + edit.text for end, edit in zip(ends, ordered, strict=False)]
    return "".join([*pieces, text[ends[-1] :]])


def _edits(text: str, node: yaml.Node, old: Any, new: Any) -> Iterator[_Edit]:
    """What turns the text of a value into that of another."""
    if old == new:
        return
    if isinstance(node, yaml.MappingNode) and isinstance(new, Mapping) and new:
        if list(old) == list(new):
            for (_, below), before, after in zip(node.value, old.values(), new.values(), strict=True):
                yield from _edits(text, below, before, after)
        elif node.flow_style and _keeps_order(old, new):
            yield from _flow_edits(text, node, old, new)
        elif node.flow_style:
            yield _Edit(node.start_mark.index, _end(node), _flow_mapping(text, node, old, new))
        else:
            yield from _block_mapping(text, node, old, new)
    elif isinstance(node, yaml.SequenceNode) and not node.flow_style and new and _is_part(new, old):
        yield from _block_list(text, node, old, new)
    else:
        start, end = node.start_mark.index, _end(node)
        yield _Edit(start, end, " " * (start == end) + _one_line(new))


def _end(node: yaml.Node) -> int:
    """The end of a value's last character: blocks would reach to whatever follows, comments included."""
    is_block = isinstance(node, yaml.CollectionNode) and not node.flow_style
    end: int = _end(_below(node)[-1]) if is_block else node.end_mark.index
    return end


def _pairs(node: yaml.MappingNode, old: Mapping[Any, Any]) -> Pairs:
    return dict(zip(old, node.value, strict=True))


def _keeps_order(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> bool:
    """Whether some keys of a mapping stay, in their order."""
    kept = [key for key in old if key in new]
    return bool(kept) and kept == [key for key in new if key in old]


def _flow_edits(text: str, node: yaml.MappingNode, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterator[_Edit]:
    """A mapping in braces of which some keys stay: line breaks and comments between them do, too."""
    pairs = _pairs(node, old)
    kept = [key for key in old if key in new]
    yield from _flow_gone(text, pairs, kept)
    place = pairs[kept[0]][0].start_mark.index
    is_before_all = True
    for key, value in new.items():
        if key in pairs:
            place, is_before_all = _end(pairs[key][1]), False
            yield from _edits(text, pairs[key][1], old[key], value)
        else:
            fresh = f"{_key(key)}: {_one_line(value)}"
            yield _Edit(place, place, f"{fresh}, " if is_before_all else f", {fresh}")


def _flow_gone(text: str, pairs: Pairs, kept: Sequence[Any]) -> Iterator[_Edit]:
    """The keys of a mapping in braces that are gone, each with its comma."""
    last_end, end = _end(pairs[kept[-1]][1]), _end(list(pairs.values())[-1][1])
    is_plain = not set("#\n") & set(text[last_end:end])
    if is_plain and end > last_end:
        yield _Edit(last_end, end, "")
    for key, (name, below) in pairs.items():
        start = name.start_mark.index
        if key not in kept and not (is_plain and start > last_end):
            comma = _COMMA.match(text, _end(below))
            yield _Edit(start, comma.end() if comma else _end(below), "")


def _flow_mapping(text: str, node: yaml.MappingNode, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> str:
    """A mapping in braces with keys added or gone; entries that stay are as they were written."""
    pairs, pieces = _pairs(node, old), []
    for key, value in new.items():
        if key not in pairs:
            pieces.append(f"{_key(key)}: {_one_line(value)}")
            continue
        name, below = pairs[key]
        whole = text[: _end(below)]
        within = _applied(whole, _edits(text, below, old[key], value))
        pieces.append(within[name.start_mark.index :])
    return f"{{{', '.join(pieces)}}}"


def _block_mapping(
    text: str, node: yaml.MappingNode, old: Mapping[Any, Any], new: Mapping[Any, Any]
) -> Iterator[_Edit]:
    """A mapping with a line for each key: keys gone with their lines, keys added, values changed."""
    pairs = _pairs(node, old)
    gone = [key for key in old if key not in new]
    first = node.start_mark.index
    indent = " " * (first - _line_start(text, first))
    for key in gone:
        yield _Edit(*_lines(text, *pairs[key]), "")
    place = _line_start(text, first)
    for key, value in new.items():
        if key in pairs:
            place = _lines(text, *pairs[key])[1]
            yield from _edits(text, pairs[key][1], old[key], value)
            continue
        before = _continued(key, gone)
        at = place if before is None else _lines(text, *pairs[before])[0]
        levels = 1 if before is not None and not getattr(pairs[before][1], "flow_style", True) else 0
        yield _Edit(at, at, "".join(_afresh({key: value}, levels + 1, indent)))


def _continued(key: str, gone: Sequence[str]) -> str | None:
    """Of the keys that are gone, the one whose name a new key continues."""
    return max((one for one in gone if key.startswith(f"{one}-")), key=len, default=None)


def _block_list(text: str, node: yaml.SequenceNode, old: list[Any], new: list[Any]) -> Iterator[_Edit]:
    kept = iter(new)
    expected = next(kept, None)
    for item, value in zip(node.value, old, strict=True):
        if value == expected:
            expected = next(kept, None)
        else:
            yield _Edit(*_lines(text, item, item), "")


def _is_part(new: Any, old: list[Any]) -> bool:
    """Whether a list is another one with entries left out."""
    if not isinstance(new, list):
        return False
    rest = iter(old)
    return all(any(one == other for other in rest) for one in new)


def _lines(text: str, first: yaml.Node, last: yaml.Node) -> tuple[int, int]:
    """The whole lines from one node to another."""
    end = _end(last)
    is_at_line_start = end > 0 and text[end - 1] == "\n"
    return _line_start(text, first.start_mark.index), end if is_at_line_start else text.index("\n", end) + 1


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _afresh(content: Mapping[Any, Any], levels: int, indent: str) -> Iterator[str]:
    """The lines of a mapping, one for each entry down to some level."""
    for key, value in content.items():
        if levels > 1 and isinstance(value, Mapping) and value:
            yield f"{indent}{_key(key)}:\n"
            yield from _afresh(value, levels - 1, indent + "  ")
        else:
            yield f"{indent}{_key(key)}: {_one_line(value)}\n"


def _key(key: Any) -> str:
    return key_text(key) if isinstance(key, str) else on_one_line(key)


def _one_line(value: Any) -> str:
    """A value on one line, also with numbers as keys."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {_one_line(below)}' for key, below in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_one_line(below) for below in value)}]"
    return on_one_line(value)
