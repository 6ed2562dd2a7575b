"""Mappings: what they may say, and what is proposed for a file that has none."""

from __future__ import annotations

import pytest

from rostering.files import InputError
from rostering.importing.mapping import load_mapping
from tests.importing.worlds import SCENARIO, Desk

FORCE = """\
Collar No;Surname;Date;Code;On;Off;Remarks
2101;Smith;Mon 02/06/2025;E;0700;1700;
2101;Smith;03/06/2025;NPT;2pm;24:00;"swap; agreed"
2101;Smith;04/06/2025;NPT;0700;1700;
PC 2;Jones;02/06/2025;RD;;;
PC 2;Jones;03/06/2025;A/L;;;
PC 2;Jones;04/06/2025;CT;0900;1600;
PC 2;Jones;05/06/2025;ZZ;;;
PC 2;Jones;06/06/2025;Q;0800;1600;
77;Nobody;06/06/2025;E;0700;1700;
"""
PROPOSED = """\
version: 1
columns:
  officer: "Collar No"
  name: "Surname"
  day: "Date"
  duty: "Code"
  start: "On"
  end: "Off"
  # not used: Remarks
officers:
  "2101": pc-2101
# officers that the scenario does not have: 77
shifts:
  "E": early
by_times: ["NPT"]
rest: ["RD"]
away:
  "A/L": leave
  "CT": court
# codes to explain, under shifts, by_times, rest, away or ignore: Q, ZZ
"""


@pytest.fixture
def force(desk: Desk) -> Desk:
    desk.write("small.yaml", SCENARIO.replace("pc-9:", "pc-2101:"))
    desk.write("duties.csv", FORCE)
    return desk


def test_a_file_without_a_mapping_gets_one_proposed(force: Desk) -> None:
    """On standard output, and nothing is done with it."""
    before = force.text
    code, out, said = force.run("duties.csv")
    assert (code, force.text) == (2, before)
    assert out.partition("\n")[2] == PROPOSED
    assert out.startswith("# A proposal for ")
    assert "duties.csv:1: NO_MAPPING" in said


def test_a_proposal_can_be_used_once_it_is_put_right(force: Desk) -> None:
    """What it leaves open is refused until somebody has said what it means."""
    mapping = force.write("mapping.yaml", PROPOSED)
    code, _, said = force.run("duties.csv", "--mapping", str(mapping))
    assert code == 2
    assert [word for word in said.split() if word.startswith("UNKNOWN")] == ["UNKNOWN_CODE"] * 2 + ["UNKNOWN_OFFICER"]
    force.write("duties.csv", FORCE[: FORCE.index("77;")])
    force.write("mapping.yaml", PROPOSED.replace('by_times: ["NPT"]', 'by_times: ["NPT"]\nignore: [Q, ZZ]'))
    code, out, said = force.run("duties.csv", "--mapping", str(mapping))
    assert code == 0, said
    assert "3 duties, 1 rest day, 2 days away" in out


def test_a_proposal_says_what_it_has_not_found(force: Desk) -> None:
    """And offers the columns that are left."""
    force.write("duties.csv", "Wer,Wann,Was\n2101,02/06/2025,E\n")
    _, out, _ = force.run("duties.csv")
    assert "# not found, and needed: officer; one of Wer, Wann, Was?" in out
    assert "# not found, and needed: day; one of Wer, Wann, Was?" in out


def test_a_column_is_not_taken_for_what_its_cells_are_not(force: Desk) -> None:
    """A column called Start may hold days; then the day is in it, and the time too if there is one."""
    force.write("duties.csv", "Officer,Start,End,Type\n2101,02/06/2025 07:00,02/06/2025 17:00,E\n")
    _, out, _ = force.run("duties.csv")
    assert '  day: "Start"\n  duty: "Type"\n  start: "Start"\n  end: "End"\n' in out
    force.write("duties.csv", "Officer,Day,Start,End,Type\n2101,02/06/2025,x,y,E\n")
    _, out, _ = force.run("duties.csv")
    assert "start:" not in out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("version: 2\ncolumns: {officer: a, day: b, duty: c}\n", [(1, "UNKNOWN_WORD")]),
        ("version: 1\ncolumns: {officer: a, day: b}\n", [(2, "BAD_VALUE")]),
        ("version: 1\ncolumns: {officer: a, day: b, start: c}\n", [(2, "BAD_VALUE")]),
        ("version: 1\ncolumns: {officer: a, day: b, start: c, end: d, times: e}\n", [(2, "BAD_VALUE")]),
        ("version: 1\ncolumns: {officer: a, duty: c}\n", [(2, "MISSING_KEY")]),
        ("version: 1\ncolumns: {officer: a, day: b, duty: c, dutty: d}\n", [(2, "UNKNOWN_KEY")]),
        ("version: 1\ncolumns: {officer: a, day: b, duty: c}\nshifts: {E: earyl}\n", [(3, "UNKNOWN_SHIFT")]),
        ("version: 1\ncolumns: {officer: a, day: b, duty: c}\nshifts: {E: rest}\n", [(3, "UNKNOWN_SHIFT")]),
        (
            "version: 1\ncolumns: {officer: a, day: b, duty: c}\nofficers:\n  x: pc-1\n  y: pc-0\nshifts: {E: x}\n",
            [(5, "UNKNOWN_OFFICER"), (6, "UNKNOWN_SHIFT")],
        ),
        ("version: 1\ncolumns: {officer: a, day: b, duty: c}\nrest: [RD]\naway: {rd: leave}\n", [(1, "BAD_VALUE")]),
        ("version: 1\ncolumns: {officer: a, day: b, duty: c}\naway: {AL: Leave}\n", [(3, "BAD_ID")]),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(desk: Desk, text: str, found: list[tuple[int, str]]) -> None:
    """With the line of each problem."""
    path = desk.write("mapping.yaml", text)
    with pytest.raises(InputError) as error:
        load_mapping(path, desk.scenario)
    assert [(problem.line, problem.code) for problem in error.value.problems] == found


def test_columns_of_a_mapping_are_all_there(desk: Desk) -> None:
    """Each that is not is named, with the nearest."""
    desk.write("mapping.yaml", "version: 1\ncolumns: {officer: Colar, day: Date, duty: Code}\n")
    desk.write("duties.csv", "Collar,Dates,Code\nx,y,z\n")
    code, _, said = desk.run("duties.csv", "--mapping", str(desk.folder / "mapping.yaml"))
    assert code == 2
    assert said.count("WRONG_HEADER") == 2
    assert "did you mean Collar?" in said


def test_the_names_of_columns_may_stand_further_down(desk: Desk) -> None:
    """On the line that the mapping names."""
    desk.write("mapping.yaml", "version: 1\nheader_line: 3\ncolumns: {officer: Who, day: When, duty: What}\n")
    desk.write("duties.csv", "Duties of the week\n\nwho,when,what\nPC-9,2/6/25,EARLY\n")
    assert desk.run("duties.csv", "--mapping", str(desk.folder / "mapping.yaml"))[0] == 0
    assert list((desk.scenario.people["pc-9"].published or {}).values()) == ["early"]


def test_a_number_that_two_officers_end_with_is_not_guessed(force: Desk) -> None:
    """Nobody is taken for somebody else."""
    force.write("small.yaml", force.text.replace("  pc-1:", "  pcso-2101:"))
    assert "# officers that the scenario does not have: 2101, 77" in force.run("duties.csv")[1]
