"""``rostering show``: a scenario as it stands once changes are applied, and where each changed value comes from."""

from __future__ import annotations

from pathlib import Path

from rostering.cli.exits import DONE
from rostering.cli.screen import put, say_problems
from rostering.files import Variant, load_scenario
from rostering.files.variant_text import variant_text


def show_file(path: Path, variant: Variant) -> int:
    """Print a scenario with changes applied; the exit code.

    Raises:
        InputError: the scenario, or one of the changes, cannot be used.
    """
    loaded = load_scenario(path, variant)
    say_problems(loaded.warnings)
    put(variant_text(loaded))
    return DONE
