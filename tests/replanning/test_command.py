"""``replan`` on the command line: two files that belong together, or everything that is wrong and none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rostering.cli import main

SCENARIO = Path(__file__).parents[2] / "scenarios" / "quickstart.yaml"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command run in a folder with a solved quickstart: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(SCENARIO, tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    run("solve", "quickstart.yaml")
    return run


def _somebody(folder: Path) -> str:
    """An officer with a day on duty, as the option wants them."""
    lines = (folder / "quickstart.schedule.yaml").read_text(encoding="utf-8").partition("\nofficers:\n")[2].splitlines()
    return f"{lines[0].strip(' :')}={lines[1].strip(' :')}"


def test_what_is_repaired_belongs_to_the_scenario_beside_it_and_is_told(run: Run, tmp_path: Path) -> None:
    who = _somebody(tmp_path)
    code, out, err = run("replan", "quickstart.schedule.yaml", "--absent", who)
    assert code in {0, 5}
    assert "Who is told what" in out
    assert "quickstart-replanned.yaml" in err
    assert "absent" in (tmp_path / "quickstart-replanned.yaml").read_text(encoding="utf-8")
    checked, said, warned = run("check", "quickstart-replanned.schedule.yaml")
    assert checked == code
    assert "another" not in warned + said
    again = (tmp_path / "quickstart-replanned.schedule.yaml").read_bytes()
    run("replan", "quickstart.schedule.yaml", "--absent", who)
    assert (tmp_path / "quickstart-replanned.schedule.yaml").read_bytes() == again


def test_asking_who_could_cover_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    code, out, _ = run("replan", "quickstart.schedule.yaml", "--absent", _somebody(tmp_path), "--who")
    assert code == 0
    assert out
    assert sorted(tmp_path.iterdir()) == before


def test_everything_wrong_is_said_at_once_and_nothing_written(run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    who, day = _somebody(tmp_path).split("=")
    arguments = (
        *("--absent", f"{who}x={day}", "--absent", f"{who}=2031-01-01", "--late", f"{who}=soon"),
        *("--late", f"{who}={day}T00:00", "--add-session", "nowhere=1", "--freeze-before", "2031-01-01T00:00"),
    )
    code, out, err = run("replan", "quickstart.schedule.yaml", *arguments)
    assert (code, out) == (2, "")
    for expected in ("UNKNOWN_OFFICER", "NO_DAY", "NO_TIME", "NOT_IN_DUTY", "UNKNOWN_SESSION", "TOO_LATE"):
        assert expected in err
    assert f"did you mean {who}?" in err
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_read_is_not_written_over(run: Run, tmp_path: Path) -> None:
    kept = (tmp_path / "quickstart.schedule.yaml").read_bytes()
    code, _, err = run(
        "replan", "quickstart.schedule.yaml", "--absent", _somebody(tmp_path), "-o", "quickstart.schedule.yaml"
    )
    assert code == 2
    assert "SAME_FILE" in err
    assert (tmp_path / "quickstart.schedule.yaml").read_bytes() == kept


def test_two_plans_are_told_apart_and_one_from_itself_is_not(run: Run, tmp_path: Path) -> None:
    run("replan", "quickstart.schedule.yaml", "--absent", _somebody(tmp_path))
    code, out, _ = run("diff", "quickstart.schedule.yaml", "quickstart-replanned.schedule.yaml")
    assert code == 0
    assert "Who is told what" in out
    _, same, _ = run("diff", "quickstart.schedule.yaml", "quickstart.schedule.yaml")
    assert "Who is told what" not in same
    code, page, _ = run("explain", "quickstart.schedule.yaml", "riverside")
    assert code == 0
    assert "Riverside" in page
    code, _, err = run("explain", "quickstart.schedule.yaml", "riversid")
    assert code == 2
    assert "riverside" in err
