"""What is exported as CSV and imported again is the same."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering.cli.importing import Import, import_file
from rostering.exporting import duties_csv
from rostering.files import load_scenario, rewriting
from rostering.files.rewriting import rewritten
from rostering.files.yaml_reading import document_of
from rostering.scenario import REST, Scenario
from rostering.schedule import Duty, Plan
from rostering.tables.reading import read_table
from tests.importing.worlds import Desk
from tests.strategies import contents, plans

ROOT = Path(__file__).parents[2]


def published_plan(scenario: Scenario) -> Plan:
    """The duties that are published, as a plan."""
    return Plan(
        tuple(
            Duty(officer_id, day, shift)
            for officer_id, officer in sorted(scenario.people.items())
            for day, shift in sorted((officer.published or {}).items())
            if shift != REST
        )
    )


def without_duties_on_days_away(scenario: Scenario, plan: Plan) -> Plan:
    away = {(officer_id, day) for officer_id, officer in scenario.people.items() for day in officer.unavailable}
    return replace(plan, duties=tuple(duty for duty in plan.duties if (duty.officer, duty.day) not in away))


class _Quoting(yaml.SafeDumper):
    """Every text in quotes: the safe dumper follows YAML 1.1, where `0E0` is a text without them."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def imported(folder: Path, content: dict[str, Any], text: str) -> tuple[Scenario, bytes]:
    path = folder / "drawn.yaml"
    path.write_text(yaml.dump(content, Dumper=_Quoting, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "duties.csv").write_text(text, encoding="utf-8")
    import_file(Import(folder / "duties.csv", path, None, "refuse", is_dry=False))
    return load_scenario(path).scenario, path.read_bytes()


@settings(deadline=None)
@given(data=st.data())
def test_a_plan_that_is_exported_and_imported_is_published(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same duties, rest on all other days but those away, the same days away; and exported again, the same text."""
    content = data.draw(contents())
    before = Scenario.model_validate(content)
    plan = without_duties_on_days_away(before, data.draw(plans(before)))
    text = duties_csv.written(before, plan)
    after, _ = imported(tmp_path_factory.mktemp("trip"), content, text)
    planned = {(duty.officer, duty.day): duty.shift for duty in plan.duties}
    for officer_id, officer in after.people.items():
        was = before.people[officer_id]
        assert officer.unavailable == was.unavailable
        for day in before.horizon.dates:
            published = (officer.published or {}).get(day)
            if day in was.unavailable:
                assert published == (was.published or {}).get(day)
            else:
                assert published == planned.get((officer_id, day), REST)
    assert duties_csv.written(after, published_plan(after)) == text


@settings(deadline=None)
@given(data=st.data())
def test_the_order_of_rows_does_not_matter(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nor does it whether they come at once."""
    content = data.draw(contents())
    scenario = Scenario.model_validate(content)
    plan = without_duties_on_days_away(scenario, data.draw(plans(scenario)))
    header, *rows = duties_csv.written(scenario, plan).splitlines(keepends=True)
    shuffled = random.Random(data.draw(st.integers(0, 99))).sample(rows, len(rows))
    folder = tmp_path_factory.mktemp("order")
    _, one = imported(folder, content, "".join([header, *rows]))
    _, other = imported(folder, content, "".join([header, *shuffled]))
    assert one == other


def test_what_is_published_and_exported_changes_nothing(desk: Desk) -> None:
    """Where every day is known. Nobody has more days than the file."""
    free = "pc-9,2025-06-02,rest,,,\n"
    everyone = [f"{who},2025-06-{day:02},rest,,,\n" for who in ("pc-9", "relief-1") for day in range(2, 9)]
    assert desk.import_rows("".join([free, *everyone]))[0] == 0
    desk.write("first.csv", duties_csv.written(desk.scenario, published_plan(desk.scenario)))
    assert desk.run("first.csv")[0] == 0
    before = desk.text
    desk.write("second.csv", duties_csv.written(desk.scenario, published_plan(desk.scenario)))
    assert desk.run("second.csv")[1] == f"{desk.scenario_file}: nothing changes\n"
    assert desk.text == before


def test_titles_that_a_spreadsheet_would_run_are_harmless() -> None:
    """Of teams and roles: an apostrophe stands before them; commas and line breaks stay in their cell."""
    for title in ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", " =1+1", "\t=1", "\n@x"):
        scenario = Scenario.model_validate(
            {
                **yaml.safe_load(BARE),
                "areas": {"north": {"title": title, "base": {"lat": 51.9, "lon": -0.4}}},
                "roles": {"pc": {"title": f"{title}, x"}},
            }
        )
        row = next(csv.DictReader(io.StringIO(duties_csv.written(scenario, Plan()), newline="")))
        assert (row["team"], row["role"]) == (f"'{title}", f"'{title}, x")


BARE = """\
{version: 1, name: bare, horizon: {start: "2025-06-02", days: 1}, demand: {weights: {need: 1.0}},
 shifts: {early: {start: "07:00", end: "17:00"}}, officers: {pc-1: {role: pc, area: north}}}
"""


def test_the_file_is_one_for_people_too(tmp_path: Path) -> None:
    """Times of the shift, and team and role by title."""
    content = yaml.safe_load(BARE) | {
        "areas": {"north": {"title": "North End", "base": {"lat": 51.9, "lon": -0.4}}},
        "roles": {"pc": {"title": "Constable"}},
    }
    scenario = Scenario.model_validate(content)
    text = duties_csv.written(scenario, Plan((Duty("pc-1", scenario.horizon.start, "early"),)))
    assert text == (
        "officer,day,duty,start,end,away,team,role\npc-1,2025-06-02,early,07:00,17:00,,North End,Constable\n"
    )
    (tmp_path / "duties.csv").write_text(text, encoding="utf-8")
    assert read_table(tmp_path / "duties.csv").header[:2] == ("officer", "day")


def test_a_plan_of_a_shipped_scenario_comes_back(tmp_path: Path) -> None:
    """The week of the example: whoever was free works earlies. Every comment of the file stays."""
    path, copied = ROOT / "scenarios" / "quickstart.yaml", tmp_path / "quickstart.yaml"
    scenario = load_scenario(path).scenario
    free = [Duty(who, day, "early") for who in ("pc-104", "pcso-202") for day in scenario.horizon.dates[1:4]]
    plan = Plan((*published_plan(scenario).duties, *free))
    copied.write_bytes(path.read_bytes())
    (tmp_path / "duties.csv").write_text(duties_csv.written(scenario, plan), encoding="utf-8")
    import_file(Import(tmp_path / "duties.csv", copied, None, "refuse", is_dry=False))
    after = published_plan(load_scenario(copied).scenario).duties
    assert {(duty.officer, duty.day, duty.shift) for duty in after} == {
        (duty.officer, duty.day, duty.shift) for duty in plan.duties
    }
    comments = [line.partition("#")[2] for line in path.read_text(encoding="utf-8").splitlines() if "#" in line]
    assert all(comment in copied.read_text(encoding="utf-8") for comment in comments)


@settings(deadline=None)
@given(data=st.data())
def test_entries_in_braces_come_and_go_and_all_else_stays(data: st.DataObject) -> None:
    """Whatever stands between them: the text holds the new content, and every comment between two that stay."""
    days = [f"2025-06-{day:02}" for day in range(2, 9)]
    old = data.draw(st.lists(st.sampled_from(days), min_size=1, max_size=7, unique=True).map(sorted))
    between = st.sampled_from([", ", ",  # why\n    ", ",\n    ", " , "])
    text = "a: {" + "".join(f"{day}: early{data.draw(between)}" for day in old[:-1]) + f"{old[-1]}: early"
    text += data.draw(st.sampled_from(["}\n", ",}\n", "  # last\n  }\n", ",\n  }  # end\n"]))
    new = data.draw(st.lists(st.sampled_from(days), min_size=1, max_size=7, unique=True).map(sorted))
    shifts = {day: data.draw(st.sampled_from(["early", "late"])) for day in new}
    result = rewritten(document_of("", text.encode()), {"a": shifts})
    if set(old) & set(new):
        assert result.keeps_comments
        assert result.text.count("#") == text.count("#")
    assert document_of("", result.text.encode()).content == {"a": shifts}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\x85\n"])
@pytest.mark.parametrize("flow", [None, True, False])
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_entries_alone_are_edited_as_the_whole_file_would_be(
    monkeypatch: pytest.MonkeyPatch, data: st.DataObject, flow: Any, line_end: str
) -> None:
    """Composing only the lines of what changes is quicker and nothing else."""
    content = {**data.draw(contents()), "title": "What might be an alias is looked for in the whole file."}
    text = "# first\n" + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, default_flow_style=flow)
    document = document_of("", text.replace("\n", line_end, 1).encode())
    fresh = {**document.content, "officers": {**document.content["officers"]}}
    for officer in data.draw(st.sets(st.sampled_from(list(fresh["officers"])), min_size=1)):
        entry = fresh["officers"][officer]
        day = document.content["horizon"]["start"]
        fresh["officers"][officer] = {**entry, "unavailable": {**entry["unavailable"], day: "sick"}}
    of_entries = rewritten(document, fresh)
    with monkeypatch.context() as patch:
        patch.setattr(rewriting, "_edits_of_entries", lambda *_: None)
        assert rewritten(document, fresh) == of_entries
    with monkeypatch.context() as patch:
        patch.setattr(rewriting, "_edits_of_all", lambda *_: None)
        assert flow or rewritten(document, fresh) == of_entries
    assert document_of("", of_entries.text.encode()).content == fresh
