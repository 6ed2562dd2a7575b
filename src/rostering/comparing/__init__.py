"""What changes from one plan to another, by meaning: for whom, at which places, in which numbers."""

from rostering.comparing.comparison import Comparison, Numbers, Side, compare
from rostering.comparing.differences import (
    Differences,
    PersonChange,
    PersonKind,
    StaffChange,
    VisitChange,
    VisitKind,
    differences,
)
from rostering.comparing.document import document
from rostering.comparing.telling import words

__all__ = [
    "Comparison",
    "Differences",
    "Numbers",
    "PersonChange",
    "PersonKind",
    "Side",
    "StaffChange",
    "VisitChange",
    "VisitKind",
    "compare",
    "differences",
    "document",
    "words",
]
