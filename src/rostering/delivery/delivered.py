"""Visits that were really made."""

from __future__ import annotations

from dataclasses import dataclass, field

from rostering.schedule import Visit


@dataclass(frozen=True)
class Delivered:
    """What was made of a promise."""

    visits: dict[str, tuple[Visit, ...]]
    """By hotspot: visits that count, as the judge counts them, by start. Whose crew is not told by name has an empty
    one."""
    rows: int
    """Visits, or positions, in the file."""
    notes: tuple[str, ...] = ()
    """How the file had to be read, and why visits do not count, each with file and line."""
    uncounted: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """By hotspot: when visits began that do not count."""
