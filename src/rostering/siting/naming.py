"""Names for chosen places: the street most of what is recorded there is on, and the town."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from rostering.files.problem import shortened
from rostering.scenario.ids import YAML_1_1_WORDS

PLACE_TYPES = (
    "Airport/Airfield", "Bus/Coach Station", "Conference/Exhibition Centre", "Further/Higher Educational Building",
    "Hospital", "Nightclub", "Park/Open Space", "Parking Area", "Pedestrian Subway", "Petrol Station",
    "Police Station", "Prison", "Shopping Area", "Sports/Recreation Area", "Supermarket", "Theatre/Concert Hall",
)  # fmt: skip
"""What the files say instead of a street's name; two places can share it, so it makes no title."""
LONGEST_ID = 58
"""Characters, so that a number fits behind them."""


def identifier(text: str) -> str:
    """A text as an id: plain small letters, with a hyphen for everything that is no letter or digit."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("'", "")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_ID].strip("-")
    return words if re.match(r"[a-z]", words) and words not in YAML_1_1_WORDS else f"place-{words}".strip("-")


def identifiers(texts: Iterable[str]) -> list[str]:
    """An id for each text; where two would be the same, later ones are numbered."""
    seen, ids = Counter[str](), list[str]()
    for text in texts:
        name = identifier(text)
        seen[name] += 1
        while seen[name] > 1 and f"{name}-{seen[name]}" in ids:
            seen[name] += 1
        ids.append(f"{name}-{seen[name]}" if seen[name] > 1 or name in ids else name)
    return ids


def street_name(*near: Counter[str]) -> str:
    """The street of most rows, in the first of several surroundings that has one."""
    for names in near:
        streets = {name: rows for name, rows in names.items() if name and name not in PLACE_TYPES}
        if streets:
            return shortened(min(streets, key=lambda name: (-streets[name], name)).replace("'S ", "'s "))
    return ""
