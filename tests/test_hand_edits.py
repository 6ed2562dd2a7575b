"""A reviewer edits a schedule: ``check`` names what follows, with lines, and ``solve --start`` keeps the edit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rostering.cli import main
from rostering.files import load_scenario, load_schedule

ROOT = Path(__file__).parents[1]
QUICKSTART = ROOT / "scenarios" / "quickstart.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the quickstart's schedule."""
    path = tmp_path_factory.mktemp("solved") / "quickstart.schedule.yaml"
    with pytest.raises(SystemExit):
        main(["solve", str(QUICKSTART), "-o", str(path)])
    return path.read_text(encoding="utf-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command on an edited schedule, edited.yaml, beside its scenario: exit code, standard output and error."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(QUICKSTART, tmp_path)

    def run(text: str, *arguments: str) -> tuple[int, str, str]:
        Path("edited.yaml").write_text(text, encoding="utf-8")
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


def day_of(text: str, officer: str, day: str) -> str:
    """The lines of a duty."""
    found = re.search(rf"^  {officer}:\n(?:    .*\n)*?(    {day}:\n(?:      .*\n)*)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def later(clock: str, minutes: int) -> str:
    hour, minute = map(int, clock.split(":"))
    return "{:02d}:{:02d}".format(*divmod(60 * hour + minute + minutes, 60))


def first(text: str, do: str) -> tuple[str, str, str]:
    """Officer and day of the first duty with a piece of some kind, and its line."""
    officer = day = ""
    for line in text.partition("\nofficers:\n")[2].splitlines():
        officer = line.strip(" :") if re.match(r"  \w", line) else officer
        day = line.strip(" :") if re.match(r"    \d", line) else day
        if do in line:
            return officer, day, line
    pytest.fail(f"nobody has {do}")


def moved(line: str, minutes: int, start: int | None = None) -> str:
    """A piece with another end, and another start unless that is to stay."""
    begins, ends = re.findall(r"\d\d:\d\d", line)[:2]
    new = later(begins, minutes if start is None else start)
    return line.replace(f'"{begins}"', f'"{new}"', 1).replace(f'to: "{ends}"', f'to: "{later(ends, minutes)}"', 1)


CHECK = ("check", "edited.yaml")
START = ("solve", "quickstart.yaml", "--start", "edited.yaml", "-o", "out.yaml", "--seed", "7")


def line_number(text: str, line: str) -> int:
    return text.splitlines().index(line) + 1


def test_what_nobody_has_edited_is_not_said_to_be(run: Run, solved: str) -> None:
    """Nor does a file without the record, as earlier versions wrote it, tell of edits."""
    for text in (solved, solved.partition("as_written:")[0]):
        code, _, err = run(text, *CHECK)
        assert (code, err) == (0, "")


def test_a_visit_moved_an_hour_stays_moved(run: Run, solved: str) -> None:
    """Named: the edit, that the lists do not know the new time, and what the visit runs into; each with its line."""
    officer, day, line = first(solved, "hotspot: riverside, reason")
    text = solved.replace(line, moved(line, 60), 1)
    code, out, err = run(text, *CHECK)
    assert code == 5
    number = line_number(text, moved(line, 60))
    assert f"edited.yaml:{number}: {officer.upper()}" in err
    assert "is listed but nobody makes it" in out
    assert f"is not listed (line {number})" in out
    assert re.search(rf"duty_minutes .*starts before the activity before is over \(line {number}\)", out)
    code, _, err = run(text, *START)
    assert code in {0, 5}, err
    after = day_of(Path("out.yaml").read_text(encoding="utf-8"), officer, day)
    assert moved(line, 60).split(", reason")[0] in after


def test_a_visit_moved_for_one_of_a_crew_is_moved_for_all_it_names(run: Run, solved: str) -> None:
    officer, day, line = first(solved, "hotspot: high-street, with: [pcso-201]")
    text = solved.replace(line, moved(line, 90), 1)
    code, out, _ = run(text, *CHECK)
    assert code == 5
    assert "1 of a crew of 2" in out
    code, _, err = run(text, *START)
    assert code in {0, 5}, err
    after = Path("out.yaml").read_text(encoding="utf-8")
    for who, other in ((officer, "pcso-201"), ("pcso-201", officer)):
        assert f"{moved(line, 90).split(', with')[0]}, with: [{other}]" in day_of(after, who, day)


@pytest.mark.parametrize("minutes", [0, 60])
def test_an_officer_named_in_place_of_another_goes_along(run: Run, solved: str, minutes: int) -> None:
    """Only one of the duties is edited; who is named joins, and who is not named any more stays away."""
    lines = day_of(solved, "pc-102", "2025-06-07").splitlines()
    line = next(one for one in lines if "high-street, with: [pcso-201]" in one)
    text = solved.replace(line, moved(line, minutes).replace("pcso-201", "pc-103"), 1)
    assert "lists do not agree on who goes along" in run(text, *CHECK)[1]
    loaded = load_schedule(Path("edited.yaml"), load_scenario(QUICKSTART).scenario)
    (visit,) = loaded.start.pins.visits
    assert [officer for officer, _ in visit.crew] == ["pc-102", "pc-103"]


def test_a_shift_that_is_changed_stays_changed(run: Run, solved: str) -> None:
    day = re.findall(r"(2025-\d\d-\d\d): early", solved.partition("as_written:")[2].partition("pc-104:")[2])[0]
    block = day_of(solved, "pc-104", day)
    text = solved.replace(block, block.replace("shift: early", "shift: late", 1), 1)
    code, out, err = run(text, *CHECK)
    assert code == 5
    assert "late now" in err
    assert re.search(r"duty_minutes .* starts before the duty \(line \d+\)", out)
    code, _, err = run(text, *START)
    assert code in {0, 5}, err
    assert "shift: late\n      pinned: true" in day_of(Path("out.yaml").read_text(encoding="utf-8"), "pc-104", day)


def test_a_duty_that_is_deleted_is_a_day_of_rest(run: Run, solved: str) -> None:
    """Where nothing is published, the next plan has the officer rest; where something is, both are named."""
    day = re.findall(r"(2025-\d\d-\d\d): ", solved.partition("as_written:")[2].partition("pc-104:")[2])[0]
    text = solved.replace(day_of(solved, "pc-104", day), "", 1)
    assert "no duty now" in run(text, *CHECK)[2]
    code, _, err = run(text, *START)
    assert code in {0, 5}, err
    rest = day_of(Path("out.yaml").read_text(encoding="utf-8"), "pc-104", day)
    assert rest == f"    {day}:\n      shift: rest\n      pinned: true\n"
    text = solved.replace(day_of(solved, "pc-102", "2025-06-05"), "", 1)
    code, _, err = run(text, *START)
    assert code == 2
    assert re.search(r"edited\.yaml:\d+: officers\.pc-102\.2025-06-05: CONTRADICTORY_PINS published_duty", err)


def test_officers_that_are_swapped_are_named_with_all_that_follows(run: Run, solved: str) -> None:
    block = day_of(solved, "pc-102", "2025-06-06")
    text = solved.replace(block, "", 1).replace("  pc-101:\n", f"  pc-101:\n{block}", 1)
    code, out, err = run(text, *CHECK)
    assert code == 5
    for expected in ("PC-101 was published rest", "PC-102 was published late", "PC-101 has 50 h of duty"):
        assert re.search(rf"{expected}.* \(line \d+\)", out)
    assert "PC-102, Fri 6 Jun: no duty now" in err
    assert "PC-101, Fri 6 Jun: late now" in err
    code, _, err = run(text, *START)
    assert code == 2
    assert err.count("CONTRADICTORY_PINS") >= 3
    assert not Path("out.yaml").exists()


@pytest.mark.parametrize("is_in_duty", [True, False])
def test_a_hub_staffer_taken_out_stays_out(run: Run, solved: str, *, is_in_duty: bool) -> None:
    """Off the list of the opening, or off it and out of the duty: the next plan asks somebody else, or nobody; and the
    plan after that as well.
    """
    text = solved.replace("{staff: [pc-102, pcso-201]", "{staff: [pcso-201]", 1)
    if is_in_duty:
        block = day_of(solved, "pc-102", "2025-06-04")
        text = text.replace(block, block.replace("do: hub, session: market-hall", "do: patrol, area: town"), 1)
    code, out, err = run(text, *CHECK)
    assert code == 5
    assert "hub_staff" in out
    assert "PC-102, Wed 4 Jun: taken off the list of Market hall" in err
    for _ in range(2):
        code, _, err = run(text, *START)
        assert code in {0, 5}, err
        text = Path("out.yaml").read_text(encoding="utf-8")
        assert "without: [pc-102]" in text
        assert "do: hub" not in day_of(text, "pc-102", "2025-06-04")


def test_an_activity_that_overlaps_is_named_and_timed_anew(run: Run, solved: str) -> None:
    """A break has no pin; the reviewer is told that it is not kept."""
    officer, _, line = first(solved, "do: break")
    text = solved.replace(line, moved(line, 0, -30), 1)
    code, out, err = run(text, *CHECK)
    assert code == 5
    number = line_number(text, moved(line, 0, -30))
    assert re.search(rf"duty_minutes .*break at .* before is over \(line {number}\)", out)
    assert f"{officer.upper()}" in err
    assert "timed anew by a plan" in err
    assert run(text, *START)[0] == 0


def test_a_visit_of_ten_minutes_is_said_not_to_count(run: Run, solved: str) -> None:
    """It breaks no rule while its window has another visit; as a pin it is refused, since no plan could count on it."""
    officer, _, line = first(solved, "hotspot: riverside, reason")
    text = solved.replace(line, moved(line, -5, 0), 1)
    code, _, err = run(text, *CHECK)
    assert code == 5
    number = line_number(text, moved(line, -5, 0))
    said = rf"edited\.yaml:{number}: {officer.upper()}, .*: 10 min, 15 are the least: it does not count"
    assert re.search(said, err)
    code, _, err = run(text, *START)
    assert code == 2
    assert re.search(rf"edited\.yaml:{number}: .*a visit of 10 min does not count, 15 min are the least", err)


def test_a_list_left_behind_is_named_and_made_to_agree(run: Run, solved: str) -> None:
    """The visits listed at a hotspot follow from the duties."""
    spots = solved.partition("\nhotspots:\n")[2]
    start = re.findall(r"visits: \[([^,]+), ", spots)[0]
    text = solved.replace(f"visits: [{start}, ", "visits: [", 1)
    assert re.search(r"hotspot_crew .*is not listed \(line \d+\)", run(text, *CHECK)[1])
    assert run(text, *START)[0] == 0
    assert run(Path("out.yaml").read_text(encoding="utf-8"), *CHECK)[0] == 0


def test_what_cannot_be_understood_is_named_all_at_once(run: Run, solved: str) -> None:
    """A typo in an id, a wrong date and a duplicated key: three lines, exit code 2, nothing written."""
    text = solved.replace("hotspot: riverside", "hotspot: riversid", 1)
    text = text.replace("    2025-06-08:", "    2025-06-18:", 1)
    block = day_of(text, "pc-101", "2025-06-02")
    text = text.replace(block, block.replace("shift: early", "shift: early\n      shift: late"), 1)
    for command in (CHECK, START):
        code, out, err = run(text, *command)
        assert (code, out) == (2, "")
        for expected in ("UNKNOWN_HOTSPOT", "did you mean riverside?", "DATE_OUTSIDE_HORIZON", "DUPLICATE_KEY"):
            assert expected in err
        assert all(re.match(r"edited\.yaml:\d+: officers\.", line) for line in err.splitlines())
    assert not Path("out.yaml").exists()
