"""What changes from one plan to another, by meaning: for whom, at which places, in which numbers."""

from rostering.comparing.differences import (
    Differences,
    PersonChange,
    PersonKind,
    StaffChange,
    VisitChange,
    VisitKind,
    differences,
)

__all__ = [
    "Differences",
    "PersonChange",
    "PersonKind",
    "StaffChange",
    "VisitChange",
    "VisitKind",
    "differences",
]
