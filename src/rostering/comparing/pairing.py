"""Which of two plans' visits are the same, which have moved, and which have none to go with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol


class Timed(Protocol):
    """What is somewhere from one instant to another, such as a visit."""

    @property
    def start(self) -> int:
        """First instant."""

    @property
    def end(self) -> int:
        """The instant after the last."""

    @property
    def crew(self) -> tuple[str, ...]:
        """Who is there, or is said to be there too."""


def paired[T: Timed](
    before: Sequence[T], after: Sequence[T], place: Callable[[T], str]
) -> Iterator[tuple[T | None, T | None]]:
    """What is other between two lists, in pairs: what was, and what is in its place.

    What is equal is left out. Of the rest, those of one place go together that are nearest in time, and where that does
    not decide, those with most people in common; what is left over stands alone.
    """
    old, new = Counter(before), Counter(after)
    left, right = _by_place((old - new).elements(), place), _by_place((new - old).elements(), place)
    for where in sorted(left.keys() | right.keys()):
        yield from _nearest(left[where], right[where])


def _by_place[T: Timed](items: Iterable[T], place: Callable[[T], str]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for item in items:
        found[place(item)].append(item)
    return found


def _nearest[T: Timed](before: list[T], after: list[T]) -> Iterator[tuple[T | None, T | None]]:
    old, new = sorted(before, key=_moment), sorted(after, key=_moment)
    pairs = sorted((_distance(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, j in pairs:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield old[i], new[j]
    yield from ((one, None) for i, one in enumerate(old) if i not in taken_old)
    yield from ((None, one) for j, one in enumerate(new) if j not in taken_new)


def _moment(item: Timed) -> tuple[int, int, tuple[str, ...]]:
    return item.start, item.end, item.crew


def _distance(one: Timed, other: Timed) -> tuple[int, int]:
    return abs(one.start - other.start) + abs(one.end - other.end), len(set(one.crew) ^ set(other.crew))
