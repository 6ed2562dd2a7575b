"""Files in and out: what is read is what was written, and nothing is written by halves."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering.files import (
    InputError,
    OutputError,
    dump,
    load_scenario,
    load_schedule,
    read_schedule_header,
    scenario_schema,
    schedule_document,
    write_whole,
    yaml_reading,
)
from rostering.files.schedule_writing import quoted
from rostering.files.schema import schema_text
from rostering.files.yaml_reading import plain_value, read_yaml
from rostering.scenario import Scenario
from rostering.schedule import Activity, Change, Duty, HotspotPlan, Plan, Schedule
from tests.strategies import scenarios, schedules

SMALL = Path(__file__).parent / "data" / "small.yaml"
ROOT = Path(__file__).parent.parent
SHARED_FOLDER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's C parser, and the one in Python that stands in where it was not built."""
    monkeypatch.setattr(yaml_reading, "_PARSER", getattr(yaml, request.param))
    yaml_reading.document_of.cache_clear()  # the other parser's result must not be remembered


def written(folder: Path, text: str, name: str = "input.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def codes(error: InputError) -> list[str]:
    return [problem.code for problem in error.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10:00", "10:00"),
        ("off", "off"),
        ("no", "no"),
        ("2025-06-02", "2025-06-02"),
        ("1_000", "1_000"),
        ("0b1", "0b1"),
        ("<<", "<<"),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("-3", -3),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", float("-inf")),
        ("true", True),
        ("NULL", None),
        ("~", None),
        ("", None),
        ("-", "-"),
    ],
)
def test_words_have_the_types_of_yaml_1_2(text: str, value: object) -> None:
    """Times, days and the words of YAML 1.1 stay text; numbers, true, false and null are typed."""
    assert plain_value(text) == value
    assert type(plain_value(text)) is type(value)


@pytest.mark.usefixtures("_either_parser")
def test_the_small_scenario_is_read_without_a_word(tmp_path: Path) -> None:
    """A sound file has no warnings; times without quotes stay times; the digest is that of the bytes."""
    loaded = load_scenario(SMALL)
    assert loaded.warnings == ()
    assert loaded.scenario.shifts["late"].start == "14:00"
    assert loaded.sha256 == hashlib.sha256(SMALL.read_bytes()).hexdigest()
    assert read_yaml(written(tmp_path, "a: &x {b: 1}\nc: *x\n'no': yes")).content == {
        "a": {"b": 1},
        "c": {"b": 1},
        "no": "yes",
    }


@pytest.mark.usefixtures("_either_parser")
def test_problems_stand_in_the_line_of_their_key(tmp_path: Path) -> None:
    """Keys, list entries and what is missing are each found again in the file."""
    text = (
        SMALL.read_text()
        .replace("crew: 2", "crew: two")
        .replace("weight: 2}", "weigth: 2}")
        .replace("name: small\n", "")
    )
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, text))
    lines = text.splitlines()
    for problem in refused.value.problems:
        assert problem.line is not None
        expected = str(problem.path[-1]) if problem.path else "Two teams"
        assert expected in lines[problem.line - 1]
    assert sorted(codes(refused.value)) == ["MISSING_KEY", "UNKNOWN_KEY", "WRONG_TYPE"]


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("# a week\n\n{a: {b: [1, 2]}}", ("a", "b", 1), 3),
        ("a: {b: 1,\n  c: 2}", ("a", "c"), 2),
        ("a:\n  - {b: 1}\n  - {b: [1,\n  2]}", ("a", 1, "b", 1), 4),
        ("a:\n  - {b: 1}\n  - {b: 2}", ("a", 1, "b", "none"), 3),
        ("a: &x {b: 1}\nc: *x", ("c", "b"), 1),
        ("a: &x [{b: 1}]\nc:\n  d: *x", ("c", "d", 0, "b"), 1),
        ("a: 1\nb: 2", ("c",), 1),
    ],
)
@pytest.mark.usefixtures("_either_parser")
def test_every_part_has_its_line(tmp_path: Path, text: str, path: tuple[str | int, ...], line: int) -> None:
    """Also in a mapping on one line, over several lines, and where an alias repeats what stands elsewhere."""
    assert read_yaml(written(tmp_path, text)).line(path) == line


def test_problems_read_as_file_line_path_code_message_hint(tmp_path: Path) -> None:
    """The form that editors and people know how to follow."""
    path = written(tmp_path, SMALL.read_text().replace("area: south\n    lat", "area: suoth\n    lat"))
    with pytest.raises(InputError) as refused:
        load_scenario(path)
    assert str(refused.value) == (
        f"{path}:67: hotspots.canal-path.area: UNKNOWN_AREA there is no area suoth (did you mean south?)"
    )


def test_faults_of_form_and_of_meaning_are_told_together(tmp_path: Path) -> None:
    """A wrong type in one place does not hide an unknown shift in another, nor make a defined id unknown."""
    text = SMALL.read_text().replace("role: pc\n    area: north", "role: pc\n    area: 7", 1)
    text = text.replace("2025-06-07: late", "2025-06-07: nihgt")
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, text))
    assert codes(refused.value) == ["WRONG_TYPE", "UNKNOWN_SHIFT"]


def test_what_a_refused_part_defines_is_not_called_unknown(tmp_path: Path) -> None:
    """A contract and a rotation that are none, and officers of a count with a wrong role, can still be named."""
    text = SMALL.read_text().replace("shifts:\n", "contracts: {full: forty}\nrotations: {own: []}\nshifts:\n", 1)
    text = text.replace("officers:\n", "officers:\n  tutor: {count: 2, role: 7, area: south}\n")
    text = text.replace(
        "    unavailable:", "    contract: full\n    rotation: own\n    works_with: tutor-2\n    unavailable:"
    )
    with pytest.raises(InputError) as refused:
        load_scenario(written(tmp_path, text))
    assert codes(refused.value) == ["WRONG_TYPE"] * 3


def test_warnings_come_with_the_scenario(tmp_path: Path) -> None:
    """A hub that nobody's duty covers is named with its line; the scenario can be planned all the same."""
    loaded = load_scenario(written(tmp_path, SMALL.read_text().replace('from: "09:00"', 'from: "05:00"')))
    (warning,) = loaded.warnings
    assert (warning.code, warning.line, warning.severity) == ("HUB_NOT_COVERED", 80, "warning")
    assert "Sat 7 Jun 05:00" in warning.message


def text_of(scenario: Scenario) -> str:
    """A scenario as another program might write it: every text in quotes."""
    return yaml.dump(_plain(scenario.model_dump(by_alias=True, exclude_none=True)), Dumper=_Quoting, sort_keys=False)


class _Quoting(yaml.SafeDumper):
    """Quotes every text: PyYAML by itself leaves some plain that YAML 1.2 reads as numbers, such as 0E0."""


_Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_plain(key): _plain(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_plain(below) for below in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


@SHARED_FOLDER
@given(scenario=scenarios())
def test_a_scenario_survives_being_written_and_read(tmp_path: Path, scenario: Scenario) -> None:
    """Scenario to YAML to scenario is identity."""
    assert load_scenario(written(tmp_path, text_of(scenario))).scenario == scenario


@SHARED_FOLDER
@given(data=st.data(), scenario=scenarios())
def test_a_schedule_survives_being_written_and_read(tmp_path: Path, data: st.DataObject, scenario: Scenario) -> None:
    """Whatever people do in a plan, at night and when clocks change too, is read back minute by minute; and all that is
    said about it word by word.
    """
    schedule = data.draw(schedules(scenario))
    document = schedule_document(schedule, scenario)
    path = written(tmp_path, dump(document))
    loaded = load_schedule(path, scenario)
    assert loaded.plan == schedule.plan
    assert loaded.document == document
    assert read_schedule_header(path) == loaded.header
    assert loaded.header.scenario_sha256 == schedule.scenario_sha256
    assert dump(loaded.document) == dump(document)


@SHARED_FOLDER
@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_survives_quotes(tmp_path: Path, text: str) -> None:
    """No character of a text is lost or changed, as a key or as a value, by this reader or by one of YAML 1.1."""
    path = written(tmp_path, dump({"unmet": [{"because": text}], "measures": {text: 1}}))
    assert read_yaml(path).content == {"unmet": [{"because": text}], "measures": {text: 1}}
    assert yaml.safe_load(f"[{quoted(text)}]") == [text]


def small_schedule(scenario: Scenario) -> Schedule:
    """One duty with each form of activity, one hotspot and one hub."""
    at = scenario.horizon.instant
    morning = [at(datetime(2025, 6, 7, hour)) for hour in (7, 8, 9, 13, 17)]  # noqa: DTZ001 - local by definition
    activities = (
        Activity(morning[0], morning[1], "briefing"),
        Activity(
            morning[1], morning[1] + 15, "visit", hotspot="market-square", crew=("pcso-1",), reason="3rd day: 4.1 %"
        ),
        Activity(morning[1] + 15, morning[2], "travel", to_place="library"),
        Activity(morning[2], morning[3], "hub", session="library"),
        Activity(morning[3], morning[4], "patrol", area="north"),
    )
    plan = Plan(
        (Duty("pc-1", date(2025, 6, 7), "early", activities),),
        {"market-square": HotspotPlan((morning[1],))},
        {"library": {morning[2]: ("pc-1",)}},
    )
    return Schedule(
        plan, "small", "0" * 64, "0.1.0", "HiGHS 1.16.0", 1, "feasible", "proof", (), None, {"patrol_hours": 4.256}, (),
        {"south": {"demand_share": 0.41234}, "north": {"demand_share": 0.58766}}, {}, (),
    )  # fmt: skip


def test_a_schedule_has_the_order_and_form_of_the_contract() -> None:
    """Sections in order, one activity a line, times in quotes, hours with 2 decimals and shares with 4."""
    scenario = load_scenario(SMALL).scenario
    text = dump(schedule_document(small_schedule(scenario), scenario))
    assert text == (Path(__file__).parent / "data" / "small.schedule.yaml").read_text()


def test_a_changed_published_day_is_a_line_of_its_own_and_is_read_again(tmp_path: Path) -> None:
    """Officer, day, from, to, reason, notice and cost to the penny; entries by officer and day."""
    scenario = load_scenario(SMALL).scenario
    found = (
        Change("pcso-1", date(2025, 6, 7), "early", "rest", "cancelled duty", 6, 20.125),
        Change("pc-1", date(2025, 6, 8), "rest", "early", "rest-day working", 7, 405.0),
        Change("pc-1", date(2025, 6, 7), "rest", "early", "rest-day working", 6, 405.0),
    )
    text = dump(schedule_document(replace(small_schedule(scenario), changes=found), scenario))
    lines = text.splitlines()
    first = lines.index("changes:") + 1
    added = "from: rest, to: early, reason: rest-day working"
    cancelled = "from: early, to: rest, reason: cancelled duty"
    assert lines[first : first + 4] == [
        f"  - {{officer: pc-1, day: 2025-06-07, {added}, notice_days: 6, cost: 405.0}}",
        f"  - {{officer: pc-1, day: 2025-06-08, {added}, notice_days: 7, cost: 405.0}}",
        f"  - {{officer: pcso-1, day: 2025-06-07, {cancelled}, notice_days: 6, cost: 20.12}}",
        "areas:",
    ]
    assert load_schedule(written(tmp_path, text), scenario).document["changes"][2]["cost"] == 20.12
    with pytest.raises(InputError) as refused:
        load_schedule(written(tmp_path, text.replace("notice_days: 6, cost: 20.12", "price: 20.12")), scenario)
    assert codes(refused.value) == ["MISSING_KEY", "MISSING_KEY", "UNKNOWN_KEY"]


def test_a_new_line_is_a_change_of_one_line() -> None:
    """No aliases and nothing folded: the text holds each entry on a line of its own."""
    text = dump(
        {"officers": {"a": {"2025-06-02": {"shift": "early", "activities": [{"do": "break"}, {"do": "break"}]}}}}
    )
    assert text.splitlines()[-2:] == ["        - {do: break}", "        - {do: break}"]


EDITS = {
    "an unknown officer": ("  pc-1:\n", "  pc-9:\n", ["UNKNOWN_OFFICER"]),
    "an unknown shift": ("shift: early", "shift: erly", ["UNKNOWN_SHIFT"]),
    "an unknown hotspot": ("hotspot: market-square", "hotspot: market", ["UNKNOWN_HOTSPOT"]),
    "an unknown session": ("session: library", "session: libary", ["UNKNOWN_HUB_SESSION"]),
    "an unknown crew": ("with: [pcso-1]", "with: [pcso-7]", ["UNKNOWN_OFFICER"]),
    "a time that is none": ('from: "07:00"', 'from: "7 am"', ["BAD_TIME"]),
    "an offset that is none": ('from: "07:00"', 'from: "07:00+77:77"', ["BAD_TIME"]),
    "an unknown activity": ("do: briefing", "do: coffee", ["UNKNOWN_WORD"]),
    "a missing key": ('to: "08:00", do', "do", ["MISSING_KEY"]),
    "a visit to nowhere": (", hotspot: market-square", "", ["MISSING_KEY"]),
    "a briefing at a hotspot": ("do: briefing", "do: briefing, hotspot: market-square", ["UNKNOWN_KEY"]),
    "a crew at a briefing": ("do: briefing", "do: briefing, with: [pc-2]", ["UNKNOWN_KEY"]),
    "a day of another week": ("    2025-06-07:", "    2025-07-07:", ["DATE_OUTSIDE_HORIZON"]),
    "an unknown kind of plan": ("status: feasible", "status: perfect", ["UNKNOWN_WORD"]),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_what_cannot_be_understood_in_a_schedule_is_named(tmp_path: Path, edit: tuple[str, str, list[str]]) -> None:
    """Each slip of a hand edit is named, in its line."""
    scenario = load_scenario(SMALL).scenario
    text = dump(schedule_document(small_schedule(scenario), scenario))
    assert edit[0] in text
    with pytest.raises(InputError) as refused:
        load_schedule(written(tmp_path, text.replace(edit[0], edit[1], 1)), scenario)
    assert codes(refused.value) == edit[2]
    (problem,) = refused.value.problems
    changed = next(number for number, pair in enumerate(_lines(text, edit), 1) if pair[0] != pair[1])
    assert problem.line == changed


def _lines(text: str, edit: tuple[str, str, list[str]]) -> list[tuple[str, str]]:
    return list(zip(text.splitlines(), text.replace(edit[0], edit[1], 1).splitlines(), strict=True))


def test_every_slip_in_a_schedule_is_named_at_once(tmp_path: Path) -> None:
    """A value of the wrong form does not hide a name that is unknown."""
    scenario = load_scenario(SMALL).scenario
    text = dump(schedule_document(small_schedule(scenario), scenario))
    text = text.replace("status: feasible", "status: perfect").replace("hotspot: market-square", "hotspot: market")
    with pytest.raises(InputError) as refused:
        load_schedule(written(tmp_path, text), scenario)
    assert codes(refused.value) == ["UNKNOWN_WORD", "UNKNOWN_HOTSPOT"]


@pytest.mark.parametrize(
    ("edit", "minutes"),
    [
        (('to: "17:00", do: patrol', 'to: "12:00", do: patrol'), (780, 720)),  # ends before it starts: not a day later
        (('to: "17:00", do: patrol', 'to: "18:30", do: patrol'), (780, 1110)),  # overtime
    ],
)
def test_a_wrong_roster_reaches_the_judge(tmp_path: Path, edit: tuple[str, str], minutes: tuple[int, int]) -> None:
    """Gaps, overlaps and times out of order are no faults of the file; a time is read nearest to its duty."""
    scenario = load_scenario(SMALL).scenario
    text = dump(schedule_document(small_schedule(scenario), scenario))
    assert edit[0] in text
    loaded = load_schedule(written(tmp_path, text.replace(*edit)), scenario)
    last = loaded.plan.duties[0].activities[-1]
    midnight = scenario.horizon.at(date(2025, 6, 7))
    assert (last.start - midnight, last.end - midnight) == minutes


def test_a_scenario_is_not_a_schedule() -> None:
    """Whoever gives the wrong one of the two files is told so."""
    with pytest.raises(InputError) as refused:
        read_schedule_header(SMALL)
    assert codes(refused.value) == ["NOT_A_SCHEDULE"]


MATRIX = "from,to,minutes\nnorth,canal-path,12.5\nnorth,library,3\n"


def with_matrix(folder: Path, matrix: str) -> Path:
    written(folder, matrix, "travel.csv")
    inline = "travel: {matrix: travel.csv, minutes: {north: {library: 7}}, "
    return written(folder, SMALL.read_text().replace("travel: {", inline))


def test_journeys_of_a_matrix_join_those_written_out(tmp_path: Path) -> None:
    """What the scenario itself says goes before the matrix, whose bytes are part of the digest."""
    path = with_matrix(tmp_path, MATRIX)
    loaded = load_scenario(path)
    assert loaded.scenario.travel.minutes == {"north": {"canal-path": 12.5, "library": 7.0}}
    assert loaded.sha256 == hashlib.sha256(path.read_bytes() + MATRIX.encode()).hexdigest()


@pytest.mark.parametrize(
    ("matrix", "line", "code"),
    [
        ("a,b,c\n", 1, "WRONG_HEADER"),
        (MATRIX + "north,canal-paht,3\n", 4, "UNKNOWN_PLACE"),
        (MATRIX + "north,library,4\n", 4, "DUPLICATE_KEY"),
        (MATRIX + "south,north,soon\n", 4, "WRONG_TYPE"),
        (MATRIX + "south,north,nan\n", 4, "OUT_OF_RANGE"),
        (MATRIX + "south,north\n", 4, "WRONG_LENGTH"),
    ],
)
def test_faults_of_a_matrix_have_their_own_file_and_line(tmp_path: Path, matrix: str, line: int, code: str) -> None:
    """The CSV file is named, not the scenario."""
    with pytest.raises(InputError) as refused:
        load_scenario(with_matrix(tmp_path, matrix))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.code) == (str(tmp_path / "travel.csv"), line, code)


def test_the_schema_accepts_what_the_loader_accepts() -> None:
    """Every shipped scenario fits the published schema; an id with a space, a missing key and an unknown one do not."""
    validator = jsonschema.Draft202012Validator(scenario_schema())
    content = _text_keys(read_yaml(SMALL).content)
    validator.validate(content)
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        validator.validate(_text_keys(read_yaml(path).content))
    for broken in ({**content, "nmae": "x"}, {**content, "name": "a b"}, {**content, "roles": {"A b": {}}}):
        assert not validator.is_valid(broken)
    assert not validator.is_valid({key: value for key, value in content.items() if key != "areas"})


def _text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _text_keys(below) for key, below in value.items()}
    return [_text_keys(below) for below in value] if isinstance(value, list) else value


def test_the_committed_schema_is_that_of_the_records() -> None:
    """Whoever changes a record writes the schema again: ``rostering schema > schema/scenario.schema.json``."""
    committed = (ROOT / "schema" / "scenario.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text()
    assert json.loads(committed)["$defs"]["Officer"]["properties"]["role"]["pattern"] == "^[a-z][a-z0-9-]*$"


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    """The new text is there, the old permissions too, and nothing else is left in the folder."""
    path = written(tmp_path, "old")
    path.chmod(0o640)
    write_whole(path, "new ✓\n")
    assert path.read_bytes() == "new ✓\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_still_leads_to_the_file(tmp_path: Path) -> None:
    """Writing through a link changes the file it leads to."""
    target, link = written(tmp_path, "old"), tmp_path / "link.yaml"
    link.symlink_to(target)
    write_whole(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@pytest.mark.parametrize(("reason", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "read-only")])
def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: int, words: str
) -> None:
    """A full disk is found when the bytes are flushed: the old text stays, and no half file beside it."""

    def fail(_descriptor: int) -> None:
        raise OSError(reason, os.strerror(reason))

    path = written(tmp_path, "old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=words):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_device_is_named() -> None:
    """Writing to it fails with the reason."""
    with pytest.raises(OutputError, match="the disk is full"):
        write_whole(Path("/dev/full"), "new")


def test_an_output_path_that_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    """A folder, a folder that is not there, a file in place of a folder, a read-only file: each with its message."""
    path = written(tmp_path, "old")
    path.chmod(0o444)
    for target, words in (
        (tmp_path, "is a folder"),
        (tmp_path / "nowhere" / "x.yaml", "there is no folder"),
        (path / "x.yaml", "there is no folder"),
        (path, "is read-only"),
        (tmp_path / ("x" * 300), "name is too long"),
    ):
        with pytest.raises(OutputError, match=words):
            write_whole(target, "new")
    assert path.read_text() == "old"


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal of the system is passed on in words."""

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match="permission denied"):
        write_whole(tmp_path / "x.yaml", "new")
    assert list(tmp_path.iterdir()) == []
