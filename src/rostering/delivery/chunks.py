"""A large CSV file, a piece at a time."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rostering.files import InputError, Problem
from rostering.files.problem import shortened
from rostering.files.yaml_reading import read_bytes
from rostering.tables.reading import DELIMITERS

CHUNK = 2**24
"""Characters of a piece, about: half a million positions."""
LONGEST_LINE = 10_000
_BLOCK = 2**20


@dataclass(frozen=True)
class Chunk:
    """Whole lines of a file."""

    line: int
    """Of the first."""
    text: str


@dataclass(frozen=True)
class LargeTable:
    """A CSV file that is not held in memory."""

    path: Path
    encoding: str
    header: tuple[str, ...]
    delimiter: str

    @property
    def notes(self) -> tuple[str, ...]:
        """How it had to be read."""
        known = {"cp1252": "Windows text (cp1252)", "utf-16": "UTF-16"}
        return (f"{self.path} is read as {known[self.encoding]}",) if self.encoding in known else ()

    def chunks(self) -> Iterator[Chunk]:
        """The lines below the header; line ends are those of Unix, whatever they are in the file."""
        with self.path.open(encoding=self.encoding, newline=None) as opened:
            opened.readline()
            line = 2
            while text := opened.read(CHUNK) + opened.readline():
                yield Chunk(line, text)
                line += text.count("\n")


def open_large(path: Path) -> LargeTable:
    """A CSV file: UTF-8, UTF-16 or Windows cp1252; commas, semicolons, tabs or bars.

    Raises:
        InputError: it cannot be read, is no text, or has no header.
    """
    file = str(path)
    if not path.is_file():
        read_bytes(path)  # which says what is wrong
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline=None) as opened:
            first = opened.readline(LONGEST_LINE)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise InputError([Problem(file, None, (), "UNREADABLE", message)]) from error
    except UnicodeDecodeError as error:
        message = "this is text neither in UTF-8 nor in Windows cp1252"
        raise InputError([Problem(file, None, (), "NOT_TEXT", message, "save it as CSV UTF-8")]) from error
    if "\0" in first:
        raise InputError([Problem(file, 1, (), "BINARY", "this is a binary file, not a text")])
    if not first.strip():
        raise InputError([Problem(file, 1, (), "WRONG_HEADER", "there are no names of columns in this line")])
    counts = Counter(first)
    delimiter = max(DELIMITERS, key=lambda one: counts[one])
    header = tuple(" ".join(shortened(name.strip().strip('"')).split()) for name in first.strip("\n").split(delimiter))
    return LargeTable(path, encoding, header, delimiter)


def _encoding(path: Path) -> str:
    """How the whole file can be read.

    Raises:
        UnicodeDecodeError: in no known way.
    """
    with path.open("rb") as opened:
        head = opened.read(2)
    if head in {b"\xff\xfe", b"\xfe\xff"}:
        return "utf-16"
    try:
        _decode(path, "utf-8-sig")
    except UnicodeDecodeError:
        _decode(path, "cp1252")
        return "cp1252"
    return "utf-8-sig"


def _decode(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as opened:
        while block := opened.read(_BLOCK):
            decoder.decode(block)
    decoder.decode(b"", final=True)
