"""The exit codes, the same for every command."""

from __future__ import annotations

DONE = 0
"""Done, and every required rule holds."""
UNEXPECTED = 1
"""An unexpected error: a bug."""
BAD_INPUT = 2
"""Bad usage or input."""
INFEASIBLE = 3
"""Proved infeasible."""
NO_SCHEDULE = 4
"""A limit was reached with no schedule."""
BROKEN = 5
"""Written or checked, but a required rule is broken."""
