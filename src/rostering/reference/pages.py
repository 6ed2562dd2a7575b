"""All generated pages, by file name."""

from __future__ import annotations

from rostering.reference.formulation import formulation_page
from rostering.reference.rulebook import rules_page
from rostering.reference.scenario_format import scenario_page


def pages() -> dict[str, str]:
    """The Markdown of every generated page, by its name in ``docs``."""
    return {
        "formulation.md": formulation_page(),
        "rules.md": rules_page(),
        "scenario-reference.md": scenario_page(),
    }
