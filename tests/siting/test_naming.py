"""Names that people find a place by, and ids that scenarios take."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rostering.scenario.ids import Id
from rostering.siting.naming import identifier, identifiers, street_name

ID: TypeAdapter[str] = TypeAdapter(Id)


def test_a_kind_of_place_is_no_name() -> None:
    """However many rows it has; where there is nothing else near, the wider surroundings tell."""
    assert street_name(Counter({"Parking Area": 9, "Mill Lane": 1})) == "Mill Lane"
    assert street_name(Counter({"Supermarket": 9}), Counter({"Mill Lane": 1})) == "Mill Lane"
    assert not street_name(Counter({"Supermarket": 9, "": 3}), Counter())


def test_the_street_of_most_rows_names_a_place() -> None:
    """Of equal ones the first by alphabet, whatever the order."""
    assert street_name(Counter({"B Road": 2, "A Road": 2, "C Road": 1})) == "A Road"
    assert street_name(Counter({"St John'S Street": 1})) == "St John's Street"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Luton St Ann's Road", "luton-st-anns-road"), ("A4012", "a4012"), ("4th Avenue", "place-4th-avenue"),
     ("Yes", "place-yes"), ("字", "place"), ("Caf\u00e9 Row", "cafe-row")],
)  # fmt: skip
def test_texts_become_ids(text: str, wanted: str) -> None:
    """Plain letters, digits and hyphens."""
    assert identifier(text) == wanted


@given(texts=st.lists(st.text(max_size=80), max_size=12))
def test_every_text_has_an_id_of_its_own(texts: list[str]) -> None:
    """One that a scenario takes."""
    ids = identifiers([*texts, *texts])
    assert len(set(ids)) == len(ids)
    for one in ids:
        assert ID.validate_python(one) == one
