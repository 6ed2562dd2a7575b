"""Python's search for garbage, put off while a file is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_left_alone() -> Iterator[None]:
    """Look for no garbage until the end: reading makes millions of values and drops none of them in cycles, yet the
    collector walks all of them again and again (almost half of the time a quarter's schedule takes to read).
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
