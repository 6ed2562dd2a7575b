"""``rostering hotspots`` as its users call it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from rostering.scenario import Scenario
from rostering.siting.method import load_method
from tests.siting.worlds import Row, boundary_file, crimes, square, text_of, town

ROOT = Path(__file__).parents[2]
DATA = os.environ.get("ROSTERING_DATA", "")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("town-street.csv").write_text(text_of(town()))


def run(*arguments: str) -> int:
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["hotspots", *arguments])
    return int(ended.value.code or 0)


def chosen(*arguments: str) -> dict[str, Any]:
    """What is written."""
    assert run(*arguments, "-o", "h.yaml") == 0
    return dict(yaml.safe_load(Path("h.yaml").read_text()))


def test_the_heaviest_places_are_chosen_with_their_demand() -> None:
    """The middle circle holds two points; the named street is that of most rows in it; ASB counts apart."""
    found = chosen("town-street.csv", "--count", "2")
    assert list(found["hotspots"]) == ["milltown-mill-lane", "milltown-north-lane"]
    assert found["hotspots"]["milltown-mill-lane"] == {
        "title": "Mill Lane, Milltown",
        "area": "milltown",
        "lat": 52.01,
        "lon": -0.4,
        "demand": {"crime": 9, "asb": 0},
    }
    assert found["areas"] == {"milltown": {"title": "Milltown", "demand": {"crime": 20, "asb": 2}}}
    assert found["demand"] == {"weights": {"crime": 1}}


def test_weights_and_a_type_of_place_that_is_no_street() -> None:
    """By anti-social behaviour the southern place goes first; `Parking Area` makes no title."""
    found = chosen("town-street.csv", "--count", "1", "--weights", "asb=1")
    assert list(found["hotspots"]) == ["milltown-south-lane"]
    assert found["hotspots"]["milltown-south-lane"]["demand"] == {"crime": 5, "asb": 2}


METHOD = """
weights: {harm: 1}
measures:
  harm: {source: made up for this test, types: {Shoplifting: 10}, others: 0.5}
indoors: [Shoplifting]
exclusions:
  - {name: The shop, lat: 52.0, lon: -0.4, radius_m: 50, reason: a till}
"""


def test_a_method_says_weights_indoor_types_and_exclusions() -> None:
    """Shoplifting weighs in the area and not in a hotspot; the excluded place is in its area only, with its reason."""
    Path("method.yaml").write_text(METHOD)
    found = chosen("town-street.csv", "--count", "2", "--method", "method.yaml", "--note", "note.md")
    assert found["areas"]["milltown"]["demand"] == {"harm": 3 * 10 + 19 * 0.5}
    spots = found["hotspots"]
    assert {spot["lat"] for spot in spots.values()} <= {52.01, 52.0109, 52.02, 52.0201}
    assert spots["milltown-south-lane"]["demand"] == {"harm": 2.0}
    assert not any(spot["lat"] == 52.0 for spot in spots.values())
    note = Path("note.md").read_text()
    assert "| The shop | 6 | a till |" in note
    assert "made up for this test" in note
    assert "3 are of crime types that happen indoors and 6 at excluded places" in note


def test_the_method_of_the_page_can_be_used() -> None:
    """As it is printed there."""
    page = (ROOT / "docs" / "how-hotspots-are-chosen.md").read_text(encoding="utf-8")
    Path("method.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    method = load_method(Path("method.yaml"))
    assert set(method.weights) < set(method.measures)
    assert method.measures["harm"].weight_of("Robbery") == 365
    assert method.exclusions
    assert method.area_of == {"E05002193": "luton-north", "E05002195": "luton-north"}


def test_every_row_is_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Repeated, without a location, outside: counted and said."""
    stray = Row("stray", "2024-01", "-0.24", "51.6", authority="Barnet")
    Path("more-street.csv").write_text(text_of([*town()[:3], stray, *crimes(-0.4, 52.0, 200, name="z")]))
    boundary_file(Path("b.geojson"), square("Mill", -0.5, 51.9, -0.3, 52.1))
    assert run("town-street.csv", "more-street.csv", "--areas", "b.geojson", "--count", "1", "-o", "h.yaml") == 0
    said = capsys.readouterr().err
    wanted = (
        "Rows in the files: 227; less 3 repeated, 0 of other months, 1 without a location, 1 outside all areas: 222"
    )
    assert wanted in said


def test_the_answer_is_the_same_for_shuffled_rows_and_files_given_twice() -> None:
    """But for the number of rows that were read."""
    chosen("town-street.csv", "--count", "2")
    before = Path("h.yaml").read_text()
    Path("back-street.csv").write_text(text_of(reversed(town())))
    chosen("back-street.csv", "town-street.csv", "--count", "2")
    after = " ".join(Path("h.yaml").read_text().split()).replace("46; less 23 repeated", "23; less 0 repeated")
    assert after.replace(" # ", " ") == " ".join(before.split()).replace(" # ", " ")


def test_a_place_that_was_chosen_before_is_counted() -> None:
    """Against the months before; the northern place is new in March."""
    rows = [
        *crimes(-0.40, 52.00, 9, name="a", month="2024-02"),
        *crimes(-0.40, 52.01, 8, name="b", month="2024-02"),
        *crimes(-0.40, 52.0001, 9, name="a", month="2024-03"),
        *crimes(-0.40, 52.05, 9, name="c", month="2024-03"),
        *crimes(-0.40, 52.01, 1, name="b", month="2024-03"),
    ]
    Path("two-street.csv").write_text(text_of(rows))
    found = chosen("two-street.csv", "--count", "2", "--since", "2024-03")
    assert {spot["lat"] for spot in found["hotspots"].values()} == {52.0001, 52.05}
    assert found["areas"]["milltown"]["demand"]["crime"] == 19
    text = " ".join(line.removeprefix("# ") for line in Path("h.yaml").read_text().splitlines())
    assert "of the 2 places that March 2024 gives, 1 lie in a circle that February 2024 gives" in text


def test_bases_share_out_what_has_no_boundaries() -> None:
    """Of a scenario that is at hand: areas by the nearest base."""
    scenario = (ROOT / "scenarios" / "quickstart.yaml").read_text()
    Path("s.yaml").write_text(scenario)
    areas = yaml.safe_load(scenario)["areas"]
    base = next(iter(areas.values()))["base"]
    Path("near-street.csv").write_text(text_of(crimes(base["lon"], base["lat"], 5, name="x")))
    found = chosen("near-street.csv", "--count", "1", "--bases", "s.yaml")
    assert next(iter(found["hotspots"].values()))["area"] == next(iter(areas))
    assert set(found["areas"]) == set(areas)


def test_what_is_written_fits_a_scenario() -> None:
    """With bases, roles, shifts and officers added, it is one."""
    found = chosen("town-street.csv", "--count", "2")
    for area in found["areas"].values():
        area["base"] = {"lat": 52.0, "lon": -0.4}
    whole = {
        "version": 1,
        "name": "town",
        "horizon": {"start": "2025-06-02", "days": 7, "timezone": "Europe/London"},
        "roles": {"pc": {}},
        "shifts": {"early": {"start": "07:00", "end": "17:00"}},
        "officers": {"pc": {"count": 3, "role": "pc", "area": "milltown"}},
        **found,
    }
    assert len(Scenario.model_validate(whole).hotspots) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.csv",), "CANNOT_READ"),
        (("town-street.csv", "--count", "9"), "TOO_MANY_HOTSPOTS"),
        (("town-street.csv", "--weights", "harm=1"), "WRONG_METHOD"),
        (("town-street.csv", "--weights", "crime"), "NOT_A_NUMBER"),
        (("town-street.csv", "--since", "May"), "WRONG_MONTH"),
        (("town-street.csv", "--since", "2030-01"), "NO_MONTH"),
        (("town-street.csv", "--areas", "far.geojson"), "ALL_OUTSIDE"),
        (("town-street.csv", "--areas", "far.geojson", "--bases", "town-street.csv"), "TWO_WAYS"),
        (("town-street.csv", "--method", "bad.yaml"), "UNKNOWN_CRIME_TYPE"),
        (("town-street.csv", "--method", "sourceless.yaml"), "need a source"),
        (("town-street.csv", "--method", "areas.yaml"), "NO_BOUNDARIES"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what was there before stays."""
    boundary_file(Path("far.geojson"), square("Far", 1.0, 50.0, 1.1, 50.1))
    Path("bad.yaml").write_text("indoors: [Burglery]\n")
    Path("sourceless.yaml").write_text("measures: {harm: {others: 3}}\nweights: {harm: 1}\n")
    Path("areas.yaml").write_text("areas: {a: {boundaries: [x]}}\n")
    Path("h.yaml").write_text("kept")
    assert run(*arguments, "-o", "h.yaml", "--note", "n.md") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert code in err
    assert Path("h.yaml").read_text() == "kept"
    assert not Path("n.md").exists()


def test_method_boundaries_and_every_file_are_looked_at_before_anything_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """All problems at once."""
    Path("method.yaml").write_text("boundary_name: code\n")
    Path("b.geojson").write_text("{")
    Path("one-street.csv").write_text(text_of(town()).replace(",2024-01,", ",May,", 1))
    Path("two-street.csv").write_text("Crime ID\n1\n")
    files = ("one-street.csv", "none.csv", "two-street.csv")
    assert run(*files, "--areas", "b.geojson", "--method", "method.yaml", "-o", "h.yaml") == 2
    said = capsys.readouterr().err
    for code in ("NOT_JSON", "one-street.csv:2: WRONG_MONTH", "CANNOT_READ", "two-street.csv:1: WRONG_HEADER"):
        assert code in said
    assert not Path("h.yaml").exists()


def test_an_output_that_cannot_be_written_is_said_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there."""
    assert run("town-street.csv", "--count", "1", "-o", "none/h.yaml") == 2
    said = capsys.readouterr().err
    assert "none/h.yaml" in said
    assert "rows read" not in said


def test_markup_in_names_stays_text() -> None:
    """A street's name means nothing to YAML, Markdown or HTML."""
    evil = '<script>alert(1)</script> | `x` "q" # {a: b}'
    Path("evil-street.csv").write_text(text_of(crimes(-0.4, 52.0, 3, name="x", street=evil)))
    found = chosen("evil-street.csv", "--count", "1", "--note", "n.md")
    assert next(iter(found["hotspots"].values()))["title"].startswith("<script>alert(1)</script> | `x`")
    assert "<script" not in Path("n.md").read_text()


@pytest.mark.skipif(
    not DATA or not Path(DATA).is_dir(),
    reason="set ROSTERING_DATA to the folder with police-uk/ and boundaries/ to repeat the choice from the raw files",
)
def test_the_committed_places_and_demand_are_what_the_raw_files_give() -> None:
    """Byte for byte, by the command that their page names."""
    wards = sorted((Path(DATA) / "boundaries").glob("wards_*.geojson"))
    archive = Path(DATA) / "police-uk" / "bedfordshire-2023-05_2024-04.zip"
    data = ROOT / "scenarios" / "data"
    areas = [part for ward in wards for part in ("--areas", str(ward))]
    method = str(data / "bedfordshire_method.yaml")
    assert run(str(archive), *areas, "--method", method, "-o", "h.yaml", "--note", "note.md") == 0
    assert Path("h.yaml").read_bytes() == (data / "bedfordshire_demand.yaml").read_bytes()
    assert Path("note.md").read_bytes() == (data / "bedfordshire_hotspots.md").read_bytes()
