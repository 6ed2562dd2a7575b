"""What the solver says when it is asked again: whether a fix holds, and what cannot hold together."""

from __future__ import annotations

from rostering.fixing.together import Clash, lineless, smallest_set
from rostering.fixing.verified import Tried, tried_fixes

__all__ = ["Clash", "Tried", "lineless", "smallest_set", "tried_fixes"]
