"""What can be said of one item, as sections that are read as words or as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """One thing that is said of an item."""

    key: str
    """Its name as data."""
    heading: str
    lines: tuple[str, ...]
    data: Any
    """The same as numbers, texts, lists and mappings."""


@dataclass(frozen=True)
class Page:
    """All that is said of an item."""

    kind: str
    """`hotspot`, `officer`, `area`, `session`."""
    item: str
    title: str
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """In words."""
        parts = [f"{self.title}\n"]
        for section in self.sections:
            body = "".join(f"  {line}\n" for line in section.lines or ("nothing",))
            parts.append(f"\n{section.heading}\n{body}")
        return "".join(parts)

    @property
    def document(self) -> Mapping[str, Any]:
        """As data."""
        return {self.kind: self.item, "title": self.title} | {one.key: one.data for one in self.sections}
