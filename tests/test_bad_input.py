"""Bad input, one fault at a time: each is refused with a message that names it, before anything is planned."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostering.files import InputError, load_scenario, yaml_reading
from rostering.files.yaml_reading import LARGEST_FILE

SMALL = (Path(__file__).parent / "data" / "small.yaml").read_text()
LONG = "a" * 10_000


def edited(old: str, new: str) -> str:
    """The small scenario with one thing changed."""
    assert old in SMALL
    return SMALL.replace(old, new, 1)


def bomb() -> str:
    """Nine lines that stand for a thousand million values."""
    levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for below, level in zip("abcdefgh", "bcdefghi", strict=True):
        levels.append(f"{level}: &{level} [{', '.join([f'*{below}'] * 10)}]")
    return "\n".join(levels)


FILES: dict[str, tuple[bytes, str, str]] = {
    "binary": (b"\x7fELF\0\0\0" * 20, "BINARY", "binary file"),
    "not UTF-8": (SMALL.encode().replace(b"Canal Path", b"Caf\xe9"), "NOT_UTF8", "not written in UTF-8"),
    "UTF-16": (SMALL.encode("utf-16"), "NOT_UTF8", "not written in UTF-8"),
    "empty": (b"", "EMPTY", "empty"),
    "blank": (b"\n  \n", "EMPTY", "empty"),
    "only comments": (b"# nothing\n", "EMPTY", "nothing but comments"),
    "a list at the top": (b"- a\n- b\n", "NOT_A_MAPPING", "holds a list"),
    "a word at the top": (b"hello\n", "NOT_A_MAPPING", "holds a single value"),
    "a syntax error": (b"a: [1, 2\nb: 3\n", "YAML_SYNTAX", "not YAML"),
    "a tab": (b"a:\n\tb: 1\n", "YAML_SYNTAX", "not YAML"),
    "a control character": (b"a: \x01\n", "YAML_SYNTAX", "not YAML"),
    "two documents": (b"a: 1\n---\nb: 2\n", "MANY_DOCUMENTS", "one document"),
    "an alias bomb": (bomb().encode(), "ALIAS_BOMB", "aliases repeat more than"),
    "an alias to itself": (b"a: &a [*a]\n", "ALIAS_TO_ITSELF", "inside what it repeats"),
    "an alias to nothing": (b"a: *b\n", "UNKNOWN_ALIAS", "nothing above is marked &b"),
    "a Python object": (b"a: !!python/object/apply:os.getcwd []\n", "UNKNOWN_TAG", "no meaning here"),
    "deep nesting": (b"a: " + b"[" * 5000 + b"]" * 5000, "TOO_DEEP", "nested more than 60 deep"),
    "deep nesting in keys": (b"a: " + b"{" * 5000 + b"}" * 5000, "TOO_DEEP", "nested more than 60 deep"),
    "a mapping as key": (b"{a: 1}: 2\n", "WRONG_KEY", "a key is one word"),
}

EDITS: dict[str, tuple[str, str, str, str]] = {
    "duplicate key": ("    crew: 2\n", "    crew: 2\n    crew: 3\n", "DUPLICATE_KEY", "first in line 61"),
    "duplicate officer": ("  pcso-1:\n", "  pc-1:\n", "DUPLICATE_KEY", "pc-1 is given twice"),
    "no hour of demand": (
        "demand:\n",
        f"demand:\n  hours: {{mon-thu: {[0] * 24}, fri: {[1] * 24}, sat: {[1] * 24}, sun: {[1] * 24}}}\n",
        "BAD_VALUE",
        "at least one hour above 0",
    ),
    "unknown key": ("crew: 2", "crews: 2", "UNKNOWN_KEY", "did you mean crew?"),
    "unknown rule": ("hotspot_guarantee:", "hotspot_garantee:", "UNKNOWN_KEY", "did you mean hotspot_guarantee?"),
    "unknown section": ("rules:\n", "funds: {}\nrules:\n", "UNKNOWN_KEY", "there is no key funds here"),
    "merge key": ("    crew: 2\n", "    <<: {crew: 2}\n", "UNKNOWN_KEY", "there is no key << here"),
    "the name of a field in code": ('from: "10:00"', 'start: "10:00"', "MISSING_KEY", "from is missing"),
    "missing key": ("    role: pcso\n", "", "MISSING_KEY", "role is missing"),
    "missing section": ("shifts:", "shits:", "MISSING_KEY", "is shits a slip for it?"),
    "text for a number": ("crew: 2", "crew: two", "WRONG_TYPE", "should be a whole number, not 'two'"),
    "a number in quotes": ("crew: 2", 'crew: "2"', "WRONG_TYPE", "remove the quotes"),
    "a fraction": ("crew: 2", "crew: 1.5", "WRONG_TYPE", "should be a whole number, not 1.5"),
    "yes for a number": ("crew: 2", "crew: yes", "WRONG_TYPE", "not 'yes'"),
    "a list for a mapping": ("roles:\n", "roles: []\nx:\n", "WRONG_TYPE", "should be keys and values, not a list"),
    "a word for a list": ("lead: [pc]", "lead: pc", "WRONG_TYPE", "write it in square brackets"),
    "nothing for a mapping": ("demand: {crime: 152, asb: 22}", "demand:", "WRONG_TYPE", "not nothing"),
    "an unknown level": (
        "level: required, minutes",
        "level: must, minutes",
        "UNKNOWN_WORD",
        "required, preferred or off",
    ),
    "another version": ("version: 1", "version: 2", "UNKNOWN_WORD", "2 is not 1"),
    "unknown area": (
        "area: north\n    lat: 51.905",
        "area: nroth\n    lat: 51.905",
        "UNKNOWN_AREA",
        "did you mean north?",
    ),
    "unknown role": ("    role: pcso\n", "    role: psco\n", "UNKNOWN_ROLE", "there is no role psco"),
    "unknown shift": ("2025-06-07: late", "2025-06-07: night", "UNKNOWN_SHIFT", "there is no shift night"),
    "unknown skill": ("{any: 2, pc: 1}", "{any: 2, dogs: 1}", "UNKNOWN_SKILL", "dogs is neither a role nor a skill"),
    "a hub that opens twice at once": (
        "when: [",
        'when: [{day: sat, from: "09:00", to: "10:00"}, ',
        "REPEATED_OPENING",
        "opens twice on sat at 09:00",
    ),
    "unknown measure": ("{crime: 0.6, asb", "{crmie: 0.6, asb", "UNKNOWN_MEASURE", "did you mean crime?"),
    "no weight": ("{crime: 0.6, asb: 0.4}", "{crime: 0, asb: 0}", "BAD_VALUE", "needs a weight above 0"),
    "unknown time zone": ("Europe/London", "Europe/Luton", "UNKNOWN_TIME_ZONE", "no known time zone"),
    "a date outside the horizon": (
        "2025-06-06: training",
        "2035-06-06: training",
        "DATE_OUTSIDE_HORIZON",
        "Wed 6 Jun 2035",
    ),
    "a date that does not exist": ("2025-06-06: training", "2025-06-31: training", "BAD_DATE", "does not exist"),
    "a date written otherwise": ("2025-06-06: training", "6/6/2025: training", "BAD_DATE", "written as YYYY-MM-DD"),
    "history in the future": ("2025-06-04T15:25", "2025-06-07T15:25", "NOT_HISTORY", "Sat 7 Jun 15:25 is not before"),
    "year 1": ("start: 2025-06-06", "start: 0001-01-01", "OUT_OF_RANGE", "years 1990 to 2100"),
    "year 9999": ("start: 2025-06-06", "start: 9999-12-31", "OUT_OF_RANGE", "years 1990 to 2100"),
    "history in year 1": ("2025-06-05T17:00", "0001-01-01T00:00", "OUT_OF_RANGE", "years 1990 to 2100"),
    "zero days": ("days: 3,", "days: 0,", "OUT_OF_RANGE", "should be at least 1, not 0"),
    "400 days": ("days: 3,", "days: 400,", "OUT_OF_RANGE", "should be at most 366, not 400"),
    "negative": ("crime: 900", "crime: -900", "OUT_OF_RANGE", "should be at least 0, not -900"),
    "NaN": ("crime: 900", "crime: .nan", "OUT_OF_RANGE", "should be a finite number"),
    "infinite": ("crime: 900", "crime: .inf", "OUT_OF_RANGE", "should be a finite number"),
    "infinite in words": ("crime: 900", "crime: 1e999", "OUT_OF_RANGE", "should be a finite number"),
    "absurdly large": ("crime: 900", "crime: 1e300", "OUT_OF_RANGE", "at most 1,000,000,000"),
    "5,000 digits": ("crime: 900", f"crime: {'9' * 5000}", "OUT_OF_RANGE", "too many digits"),
    "an absurd crew": ("crew: 2", "crew: 4000", "OUT_OF_RANGE", "at most 10, not 4000"),
    "latitude over 90": ("lat: 51.9050", "lat: 95", "OUT_OF_RANGE", "at most 90, not 95"),
    "swapped": (
        "lat: 51.9050\n    lon: -0.4266",
        "lat: -0.4266\n    lon: 51.9050",
        "LAT_LON_SWAPPED",
        "write lat: 51.905",
    ),
    "a lost sign and point": ("lat: 51.9050", "lat: 5.19050", "PLACE_TOO_FAR", "km from the other places"),
    "two hotspots at one point": (
        "lat: 51.8720\n    lon: -0.4150",
        "lat: 51.9050\n    lon: -0.4266",
        "SAME_POINT",
        "same point as market-square",
    ),
    "a shift of zero hours": ('end: "17:00"', 'end: "07:00"', "SHIFT_LENGTH", "zero hours or 24"),
    "a shift of 30 hours": ('end: "17:00"', 'end: "37:00"', "BAD_TIME", "'37:00' is not a time of day"),
    "a shift of 23 hours": ('end: "17:00"', 'end: "06:00"', "SHIFT_LENGTH", "23 hours long"),
    "an id with spaces": ("  pc-2:", "  pc 2:", "BAD_ID", "lower-case letters, digits and hyphens"),
    "an id in capitals": ("  pc-2:", "  PC-2:", "BAD_ID", "'PC-2' is no id"),
    "a number as id": ("  pc-2:", "  2102:", "BAD_ID", "begin an id with a letter"),
    "a word of YAML 1.1 as id": ("  pc-2:", "  off:", "BAD_ID", "choose another id"),
    "true as id": ("  pc-2:", "  true:", "BAD_ID", "true is no id"),
    "an id of 10,000 characters": ("  pc-2:", f"  {LONG}:", "TOO_LONG", "a key is longer than 1,024 characters"),
    "the same in long form": ("  pc-2:\n", f"  ? {LONG}\n  :\n", "TOO_LONG", "10000 characters, at most 64"),
    "a reference of 10,000 characters": ("    role: pcso\n", f"    role: {LONG}\n", "TOO_LONG", "10000 characters"),
    "a rotation's week of six days": (
        "shifts:\n",
        "rotations: {turns: {weeks: [[rest, rest, rest, rest, rest, rest]]}}\nshifts:\n",
        "WRONG_LENGTH",
        "rotations.turns.weeks.0: WRONG_LENGTH at least 7 entries are needed here, there are 6",
    ),
    "a rotation's week of eight days": (
        "shifts:\n",
        "rotations: {turns: {weeks: [[rest, rest, rest, rest, rest, rest, rest, rest]]}}\nshifts:\n",
        "WRONG_LENGTH",
        "at most 7 entries are needed here, there are 8",
    ),
    "a contract with a slip": (
        "shifts:\n",
        "contracts: {full: {weekly_hour: 40}}\nshifts:\n",
        "UNKNOWN_KEY",
        "did you mean weekly_hours?",
    ),
    "hours from more to less": (
        "shifts:\n",
        "contracts: {full: {hours: {least: 40, most: 39.5}}}\nshifts:\n",
        "BAD_VALUE",
        "contracts.full.hours: BAD_VALUE least (40) is above most (39.5)",
    ),
    "a run from more to less": (
        "shifts:\n",
        "contracts: {full: {consecutive_nights: {least: 3, most: 2}}}\nshifts:\n",
        "BAD_VALUE",
        "least (3) is above most (2)",
    ),
    "more weekends off than there are": (
        "shifts:\n",
        "contracts: {full: {weekends_off: {least: 3, in_weekends: 2}}}\nshifts:\n",
        "BAD_VALUE",
        "least (3) is above in_weekends (2)",
    ),
    "most rest days": (
        "shifts:\n",
        "contracts: {full: {consecutive_rest_days: {least: 2, most: 4}}}\nshifts:\n",
        "UNKNOWN_KEY",
        "there is no key most here",
    ),
    "a weekday in full": (
        "shifts:\n",
        "contracts: {full: {pattern: [{monday: [early]}]}}\nshifts:\n",
        "UNKNOWN_WORD",
        "'monday' is not mon, tue",
    ),
    "runs from more to less in a rule": (
        "rules:\n",
        "rules:\n  consecutive_duties: {least: 8}\n",
        "BAD_VALUE",
        "least (8) is above most (7)",
    ),
    "nights from more to less in a rule": (
        "rules:\n",
        "rules:\n  consecutive_nights: {most: 2, least: 3}\n",
        "BAD_VALUE",
        "least (3) is above most (2)",
    ),
    "weekends off in a rule": (
        "rules:\n",
        "rules:\n  weekends_off: {in_weekends: 2, least: 3}\n",
        "BAD_VALUE",
        "least (3) is above in_weekends (2)",
    ),
    "a weight for nothing": (
        "rules:\n",
        "rules:\n  weekly_hours: {weight: 2}\n",
        "BAD_VALUE",
        "a weight has a meaning only with level: preferred",
    ),
    "an extra weight for nothing": (
        "rules:\n",
        'rules:\n  staffing_preference: {level: "off", extra_weight: 2}\n',
        "BAD_VALUE",
        "an extra_weight has a meaning only with level: preferred",
    ),
    "shares of nothing": (
        "rules:\n",
        "rules:\n  even_shares: {of: []}\n",
        "EMPTY_VALUE",
        "at least one entry is needed",
    ),
    "a shift in capitals in a rule": (
        "rules:\n",
        "rules:\n  forbidden_successions: {after: {Late: [early]}}\n",
        "BAD_ID",
        "'Late' is no id",
    ),
    "staffing of nothing": ("{min: 1, prefer: 2}", "{days: [fri]}", "BAD_VALUE", "min, prefer, max and skills"),
    "staffing that falls": ("{min: 1, prefer: 2}", "{min: 2, prefer: 1}", "BAD_VALUE", "must not fall"),
    "staffing of nothing on a date": (
        "{min: 1, prefer: 2}",
        "{min: 1, dates: {2025-06-07: {}}}",
        "BAD_VALUE",
        "staffing.north.early.dates.2025-06-07: BAD_VALUE give at least one of",
    ),
    "a date of staffing written otherwise": (
        "{min: 1, prefer: 2}",
        "{min: 1, dates: {7 June: {min: 1}}}",
        "BAD_DATE",
        "written as YYYY-MM-DD",
    ),
    "an unknown contract": (
        "    area: south\n    unavailable",
        "    area: south\n    contract: full\n    unavailable",
        "UNKNOWN_CONTRACT",
        "there is no contract full",
    ),
    "an unknown companion": (
        "    area: south\n    unavailable",
        "    area: south\n    works_with: pcso2\n    unavailable",
        "UNKNOWN_OFFICER",
        "did you mean pcso-2?",
    ),
    "a weekend neither worked nor off": (
        "consecutive_days: 2,",
        "consecutive_days: 2, recent_weekends: [worked, free],",
        "UNKNOWN_WORD",
        "'free' is not worked or off",
    ),
    "a matrix elsewhere": ("travel: {", "travel: {matrix: /etc/passwd, ", "BAD_VALUE", "not beside the scenario"),
    "a matrix that is not there": ("travel: {", "travel: {matrix: t.csv, ", "NO_FILE", "no such file"),
}


def refusal(path: Path, code: str) -> str:
    """The line in which a problem is told; every line of the message fits a screen."""
    with pytest.raises(InputError) as refused:
        load_scenario(path)
    for problem in refused.value.problems:
        assert len(str(problem).removeprefix(problem.file)) < 300
    (said,) = [str(problem) for problem in refused.value.problems if problem.code == code]
    return said


@pytest.mark.parametrize(("raw", "code", "words"), FILES.values(), ids=FILES.keys())
def test_a_file_that_is_no_scenario_is_refused(tmp_path: Path, raw: bytes, code: str, words: str) -> None:
    """Each kind of wrong file has a message of its own."""
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)
    assert words in refusal(path, code)


@pytest.mark.parametrize(("old", "new", "code", "words"), EDITS.values(), ids=EDITS.keys())
def test_a_fault_in_a_scenario_is_refused(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    """Each fault is named by its code, in words, with the line it stands in."""
    path = tmp_path / "bad.yaml"
    path.write_text(edited(old, new))
    assert words in refusal(path, code)


def test_a_missing_file_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    """Forgetting the ending is the commonest slip."""
    (tmp_path / "week.yaml").write_text(SMALL)
    assert "did you mean week.yaml?" in refusal(tmp_path / "week", "NO_FILE")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """The message says so, instead of what the system calls it."""
    assert "this is a folder" in refusal(tmp_path, "FOLDER")


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal of the system is passed on in words."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "bad.yaml"
    path.write_text(SMALL)
    monkeypatch.setattr(Path, "open", refuse)
    assert "cannot be read: Permission denied" in refusal(path, "UNREADABLE")


def test_a_path_with_a_null_character_is_no_file() -> None:
    """What no system accepts as a name is refused like any other missing file."""
    with pytest.raises(InputError):
        load_scenario(Path("a\0b"))


def test_a_file_over_50_mb_is_not_even_read(tmp_path: Path) -> None:
    """The size alone decides."""
    path = tmp_path / "bad.yaml"
    with path.open("wb") as opened:
        os.truncate(opened.fileno(), LARGEST_FILE + 1)
    assert "larger than 50 MB" in refusal(path, "TOO_LARGE")


def test_more_officers_than_a_scenario_holds_are_refused(tmp_path: Path) -> None:
    """Three counts of 10,000 are no force."""
    path = tmp_path / "bad.yaml"
    path.write_text(SMALL.replace("    role: pc", "    count: 10000\n    role: pc"))
    assert "40,000 officers are more" in refusal(path, "OUT_OF_RANGE")


def test_a_few_aliases_are_welcome(tmp_path: Path) -> None:
    """One published week shared by two officers is no bomb."""
    text = edited(
        "published: {2025-06-06: early, 2025-06-07: early, 2025-06-08: early}", "published: &week {2025-06-07: late}"
    )
    path = tmp_path / "good.yaml"
    path.write_text(text.replace("published: {2025-06-07: late, 2025-06-08: late}", "published: *week"))
    officers = load_scenario(path).scenario.officers
    assert officers["pcso-1"].published == officers["pcso-2"].published


MANGLES: list[Callable[[str, int], str]] = [
    lambda text, at: text[:at] + text[at + 1 :],
    lambda text, at: text[:at] + ":" + text[at:],
    lambda text, at: text[:at] + "\n" + text[at:],
    lambda text, at: text[:at] + text[at] * 20 + text[at:],
    lambda text, at: text[:at] + "null" + text[at + 4 :],
    lambda text, at: text[:at] + "-9" + text[at + 1 :],
]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(SMALL) - 1), mangle=st.sampled_from(MANGLES))
def test_no_slip_of_the_keyboard_ends_in_a_traceback(
    tmp_path: Path, at: int, mangle: Callable[[str, int], str]
) -> None:
    """Whatever one keystroke does to a scenario, it is read, or refused with problems that have a place."""
    path = tmp_path / "mangled.yaml"
    path.write_text(mangle(SMALL, at), encoding="utf-8")
    refused: InputError | None = None
    try:
        load_scenario(path)
    except InputError as error:
        refused = error
    assert refused is None or refused.problems
    assert refused is None or all(problem.code.isupper() and problem.message for problem in refused.problems)


def test_the_parser_in_python_refuses_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML was built without its C parser, files are refused for the same reasons."""
    monkeypatch.setattr(yaml_reading, "_PARSER", yaml.SafeLoader)
    for number, (raw, code, _) in enumerate(FILES.values()):
        path = tmp_path / f"bad-{number}.yaml"
        path.write_bytes(raw)
        with pytest.raises(InputError) as refused:
            load_scenario(path)
        assert [problem.code for problem in refused.value.problems] == [code]
