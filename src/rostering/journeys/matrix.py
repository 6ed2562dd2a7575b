"""Journeys as the file that ``travel.matrix`` of a scenario names."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

HEADER = ("from", "to", "minutes")


def matrix_text(minutes: Mapping[tuple[str, str], float]) -> str:
    """A CSV file of journeys, by origin and destination; the same journeys give the same bytes."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(HEADER)
    rows.writerows((*pair, f"{one:g}") for pair, one in sorted(minutes.items()))
    return written.getvalue()
