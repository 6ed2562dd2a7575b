"""Overrides: named changes of a scenario, applied to its content."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.cli import main
from rostering.files import InputError, Variant, load_scenario
from rostering.files.variant_text import variant_text
from rostering.overrides import faults, resolve

QUICKSTART = Path(__file__).parents[1] / "scenarios" / "quickstart.yaml"
CONTENT: dict[str, Any] = {
    "version": 1,
    "demand": {"weights": {"crime": 0.6, "asb": 0.4}},
    "areas": {"town": {"demand": {"crime": 900, "asb": 260}}, "fen": {"demand": {"crime": 30, "asb": 14}}},
    "officers": {
        "pcso-town": {
            "count": 8,
            "role": "pcso",
            "requests": ["a", "b", "c", "d"],
            "published": {"2025-06-02": "late"},
        },
    },
}
OVERRIDES = """
overrides:
  fewer: {officers.pcso-201: null}
  fast:
    rules.hotspot_guarantee.every_days: 2
    travel.speed_kmh: 50
  faster:
    travel.speed_kmh: 60
scenarios:
  both: [fewer, fast]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "quick.yaml"
    path.write_text(
        QUICKSTART.read_text(encoding="utf-8").replace("name: quickstart", "name: quick") + OVERRIDES, "utf-8"
    )
    return path


def of(**overrides: Mapping[str, Any]) -> dict[str, Any]:
    return {**CONTENT, "overrides": overrides}


def codes(content: Mapping[str, Any], *names: str) -> list[str]:
    return [fault.code for fault in resolve(content, names).faults]


def test_a_dotted_path_sets_what_it_leads_to_and_nothing_else() -> None:
    """One number changes; the rest, and what was given, stay as they are."""
    given_before = repr(CONTENT)
    found = resolve(of(more={"officers.pcso-town.count": 12}), ["more"])
    expected = {**CONTENT, "officers": {"pcso-town": {**CONTENT["officers"]["pcso-town"], "count": 12}}}
    assert found.content == expected
    assert not found.faults
    assert [(change.dotted, change.value, change.origin) for change in found.changes] == [
        ("officers.pcso-town.count", 12, "more")
    ]
    assert repr(CONTENT) == given_before


def test_null_takes_out_and_only_what_is_there() -> None:
    """An empty value deletes; there has to be something to delete."""
    assert resolve(of(less={"areas.fen": None}), ["less"]).content["areas"] == {"town": CONTENT["areas"]["town"]}
    assert codes(of(less={"areas.fens": None}), "less") == ["NO_SUCH_PATH"]
    assert codes(of(less={"demand.hours": None}), "less") == ["NO_SUCH_PATH"]


@pytest.mark.parametrize(
    ("path", "value", "nearest"),
    [
        ("officers.pcso-twon.count", 3, "pcso-town"),
        ("officers.pcso-town.cuont", 3, "count"),
        ("demand.weights.crme", 1.0, "crime"),
        ("areas.town.demand.crim", 3, "crime"),
        ("officers.pcso-town.requests.9", "z", ""),
        ("oficers", {}, "officers"),
        ("version.major", 2, ""),
    ],
)
def test_a_path_that_matches_nothing_is_named_with_the_nearest(path: str, value: Any, nearest: str) -> None:
    """A slip of the pen changes nothing silently."""
    (fault,) = resolve(of(slip={path: value}), ["slip"]).faults
    assert (fault.code, fault.path) == ("NO_SUCH_PATH", ("overrides", "slip", path))
    assert nearest in fault.hint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("rules.hotspot_guarantee.every_days", 2),
        ("officers.pc-town", {"role": "pc", "area": "town", "count": 2}),
        ("officers.pcso-town.published.2025-06-03", "rest"),
        ("officers.pcso-town.unavailable.2025-06-03", "leave"),
        ("areas.fen.title", "The Fen"),
    ],
)
def test_what_the_format_has_a_place_for_may_be_new(path: str, value: Any) -> None:
    """Rules and fields with defaults, whole records under new ids, and days need not stand in the file."""
    found = resolve(of(new={path: value}), ["new"])
    inside: Any = found.content
    for part in path.split("."):
        inside = inside[part]
    assert inside == value
    assert not found.faults


def test_two_overrides_that_change_one_value_clash_also_through_what_is_around_it() -> None:
    """The same path, or one that leads through the other's."""
    content = of(
        one={"officers.pcso-town.count": 3},
        same={"officers.pcso-town.count": 4},
        around={"officers.pcso-town": {"role": "pcso", "area": "town"}},
        other={"officers.pcso-town.role": "pc"},
    )
    assert codes(content, "one", "same") == ["OVERRIDES_CLASH"]
    assert codes(content, "around", "one") == ["OVERRIDES_CLASH"]
    assert codes(content, "one", "other") == []
    assert codes(content, "one", "around", "other") == ["OVERRIDES_CLASH"] * 2
    assert codes(content, "one", "one") == []
    nested = of(
        deep={"officers.pcso-town.requests.0": "z", "officers.pcso-town.requests": [], "officers.pcso-town": {}}
    )
    assert codes(nested, "deep") == ["OVERRIDES_CLASH"] * 3
    assert [fault.code for fault in resolve(content, ["one"], {"officers.pcso-town.count": 5}).faults] == [
        "OVERRIDES_CLASH"
    ]


def test_entries_of_a_list_that_go_together_are_those_that_were_named() -> None:
    """The place of an entry is the one it has in the file."""
    less = {"officers.pcso-town.requests.0": None, "officers.pcso-town.requests.2": None}
    more = {"officers.pcso-town.requests.3": "z"}
    found = resolve(of(less=less, more=more), ["less", "more"])
    assert found.content["officers"]["pcso-town"]["requests"] == ["b", "z"]


def test_a_scenario_stands_for_its_overrides_and_unknown_names_are_told() -> None:
    """`--scenario` takes both; a set that names no override is at fault where it stands."""
    content = {**of(one={"areas.town.demand.crime": 1}), "scenarios": {"all": ["one"], "bad": ["oen"]}}
    assert resolve(content, ["all"]).content == resolve(content, ["one"]).content
    (fault,) = resolve(content, ["bad"]).faults
    assert (fault.code, fault.path, "one" in fault.hint) == ("UNKNOWN_OVERRIDE", ("scenarios", "bad"), True)
    assert codes(content, "on") == ["UNKNOWN_OVERRIDE"]
    assert [fault.path for fault in faults(content)] == [("scenarios", "bad")]


PATHS = st.sampled_from(
    ["version", "demand.weights", "demand.weights.crime", "areas.town.demand", "areas.town.demand.asb", "areas.fen",
     "areas.fen.demand.crime", "officers.pcso-town.count", "officers.pcso-town.requests.0",
     "officers.pcso-town.requests.3", "officers.pcso-town.requests"]
)  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from("abcd"), st.dictionaries(PATHS, st.none() | st.integers(0, 9), max_size=3))


@given(CHANGES, st.randoms())
def test_the_order_of_overrides_that_do_not_clash_does_not_matter(overrides: Any, random: Any) -> None:
    """Neither that of the names nor that of the file."""
    content = of(**overrides)
    names = list(overrides)
    random.shuffle(names)
    one, other = resolve(content, list(overrides)), resolve(of(**{name: overrides[name] for name in names}), names)
    assert {fault.code for fault in one.faults} == {fault.code for fault in other.faults}
    if not one.faults:
        assert one.content == other.content
        assert one.changes == other.changes


@given(CHANGES)
def test_what_is_resolved_stays_as_it_is(overrides: Any) -> None:
    """Resolving a result changes nothing; and what only sets, applied again, sets the same."""
    sets = {name: {path: value for path, value in one.items() if value is not None} for name, one in overrides.items()}
    found = resolve(of(**sets), list(sets))
    assert resolve(found.content).content == found.content
    if not found.faults:
        again = resolve({**found.content, "overrides": sets}, list(sets))
        assert again.content == found.content
        assert not again.faults


def test_a_variant_of_a_file_is_a_scenario_with_problems_at_the_line_of_the_override(file: Path) -> None:
    """A value that an override sets is refused where it is written."""
    loaded = load_scenario(file, Variant(("both",), ("officers.pc-101.published.2025-06-03=rest",)))
    assert "pcso-201" not in loaded.scenario.people
    assert loaded.scenario.rules.hotspot_guarantee.every_days == 2
    assert (loaded.scenario.people["pc-101"].published or {})[
        min(loaded.scenario.horizon.dates).replace(day=3)
    ] == "rest"
    assert loaded.sha256 == load_scenario(file).sha256


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("fast", "every_days: 2", "every_days: none"), ("slow", "every_days: 5", "every_days: none")],
)
def test_what_an_override_sets_is_refused_where_it_is_written(file: Path, name: str, old: str, new: str) -> None:
    """On a line of its own, or in one with its override."""
    slow = "  slow: {rules.hotspot_guarantee.every_days: 5}\nscenarios:"
    file.write_text(file.read_text("utf-8").replace("scenarios:", slow).replace(old, new), "utf-8")
    with pytest.raises(InputError) as refused:
        load_scenario(file, Variant((name,)))
    (problem,) = refused.value.problems
    lines = file.read_text("utf-8").splitlines()
    assert problem.line is not None
    assert "every_days: none" in lines[problem.line - 1]


def test_the_text_of_a_variant_is_that_scenario_with_the_origin_of_each_change(file: Path, tmp_path: Path) -> None:
    """Printed, it is a file that holds the same; comments of its author stay; each change is told twice."""
    loaded = load_scenario(file, Variant(("both",)))
    text = variant_text(loaded)
    again = tmp_path / "again.yaml"
    again.write_text(text, "utf-8")
    assert load_scenario(again).content == loaded.content
    assert "#   travel.speed_kmh: 50 (new; fast)" in text
    assert "travel: {speed_kmh: 50}  # fast" in text
    assert "#   officers.pcso-201: taken out (was " in text
    assert "# duties start and end here" in text


def test_a_comment_goes_only_where_it_is_one(file: Path) -> None:
    """In text of several lines it would be text; the change is told at the top all the same."""
    plain = "{title: Police constable, weekly_hours: 40, annual_cost: 67500, abstraction: 0.30}"
    folded = '{weekly_hours: 40, annual_cost: 67500, abstraction: 0.30, title: "Police\n    constable"}'
    assert plain in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(plain, folded), "utf-8")
    loaded = load_scenario(file, Variant((), ("roles.pc.weekly_hours=39",)))
    text = variant_text(loaded)
    assert "roles.pc.weekly_hours: 39 (was 40; --set)" in text
    again = file.with_name("again.yaml")
    again.write_text(text, "utf-8")
    assert load_scenario(again).content == loaded.content


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(str(left.value.code or 0))


def test_validate_looks_at_every_variant(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is valid with each of its named changes, or it is not valid."""
    assert run("validate", str(file)) == 0
    assert "as valid with each of its 4 named changes: fewer, fast, faster, both" in capsys.readouterr().out
    file.write_text(file.read_text("utf-8").replace("speed_kmh: 60", "speed_kmh: -1"), "utf-8")
    assert run("validate", str(file)) == 2
    assert "with --scenario faster" in capsys.readouterr().err
    assert run("validate", str(file), "--scenario", "fast,faster") == 2
    assert "OVERRIDES_CLASH" in capsys.readouterr().err


def test_show_refuses_what_cannot_be_set(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every setting that cannot be read at once; nothing is printed."""
    assert run("show", str(file), "--set", "x", "--set", "travel.mode={", "--set", "a=1", "--set", "a=2") == 2
    said = capsys.readouterr()
    assert [code in said.err for code in ("BAD_VALUE", "YAML_SYNTAX", "DUPLICATE_KEY")] == [True] * 3
    assert not said.out


def test_a_schedule_of_a_variant_says_so_and_is_judged_against_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`check` applies what the schedule was made with: the hotspots are promised a visit every two days."""
    target = file.with_name("v.yaml")
    setting = "officers.pc-109={role: pc, area: town}"
    arguments = ("--scenario", "fast", "--set", setting, "--gap", "0.2", "-o", str(target))
    assert run("solve", str(file), *arguments) in {0, 5}
    assert f'variant: [fast, "{setting}"]' in target.read_text("utf-8")
    capsys.readouterr()
    run("check", str(target))
    said = capsys.readouterr()
    assert "has changed" not in said.err
    assert run("diff", str(target), str(target)) == 0
    repaired, following = file.with_name("r.schedule.yaml"), file.with_name("following.yaml")
    assert run("replan", str(target), "-o", str(repaired)) in {0, 5}
    assert run("next", str(target), "-o", str(following)) == 0
    for written in (file.with_name("r.yaml"), following):
        resolved = load_scenario(written).content
        assert resolved["rules"]["hotspot_guarantee"]["every_days"] == 2
        assert "overrides" not in resolved
    said = capsys.readouterr()
    assert "UNKNOWN" not in said.err
    file.write_text(file.read_text("utf-8").replace("  fast:\n", "  slow:\n").replace("fewer, fast", "fewer"), "utf-8")
    assert run("check", str(target)) == 2
    assert "UNKNOWN_OVERRIDE" in capsys.readouterr().err
