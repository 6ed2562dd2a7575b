"""One thing wrong with a scenario, before it is known in which line of which file it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

Path = tuple[str | int, ...]
"""Keys and positions from the top of the scenario."""
_FEW = 8
"""Ids that a hint lists in full."""


class Finding(NamedTuple):
    """What is wrong, where, and what to do about it."""

    path: Path
    code: str
    """Stable name of this kind of problem, in capitals."""
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    """An error contradicts itself or means nothing. A warning names what a plan certainly cannot meet."""
    about: str = ""
    """The unknown id, where that is the problem."""


Findings = Iterator[Finding]


def warning(path: Path, code: str, message: str, hint: str = "") -> Finding:
    """A requirement that a plan certainly cannot meet."""
    return Finding(path, code, message, hint, "warning")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint: the known word nearest to an unknown one, or all where they are few; else nothing."""
    return _nearest(word, tuple(sorted(known)))


@lru_cache(maxsize=1000)  # one slip is often repeated for many days and people
def _nearest(word: str, words: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word[:64], words, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]}?"
    return f"known here: {', '.join(words)}" if 0 < len(words) <= _FEW else ""


def listed(words: Iterable[str]) -> str:
    """Words in order, with ``or`` before the last."""
    several = sorted(words)
    return " or ".join((", ".join(several[:-1]), several[-1])) if len(several) > 1 else "".join(several)
