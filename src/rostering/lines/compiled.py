"""Loops over numbers, compiled to machine code when they are first called and kept for the next run."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numba


def compiled[Loop: Callable[..., object]](loop: Loop) -> Loop:
    """Compile a function that takes and gives numbers and arrays."""
    return cast("Loop", numba.njit(cache=True)(loop))
