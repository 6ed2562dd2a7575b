"""The commands as a planner types them: what they print, what they write, and the code they leave with."""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

import rostering.cli.solving
from rostering import __version__
from rostering.check import JUDGEMENTS
from rostering.cli import main
from rostering.cli.news import log_line, news_of_passes, now_and_then, pass_line
from rostering.cli.screen import READER_LEFT
from rostering.cli.summary import summary_lines
from rostering.files import load_scenario, schema_text
from rostering.measures import MEASURES
from rostering.schedule import PassReport, Plan, Schedule, Unmet, Violation
from rostering.scheduling import MOST_OPEN_DAYS, Outcome
from rostering.solve import Options, Progress, Result, Stop
from tests.test_bad_input import EDITS, FILES, SMALL, edited

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
QUICKSTART = SCENARIOS / "quickstart.yaml"
COMMANDS = (
    "new",
    "validate",
    "show",
    "hotspots",
    "import",
    "travel",
    "solve",
    "check",
    "explain",
    "next",
    "stress",
    "diff",
    "replan",
    "delivered",
    "compare",
    "demand",
    "sweep",
    "fund",
    "rules",
    "schema",
    "formulation",
    "report",
    "export",
)
SOLVER_LIBRARIES = ("pulp", "highspy", "pyvrp")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """A command run in this process, in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROSTERING_TRACEBACK", raising=False)

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


def program(*arguments: object) -> list[str]:
    """The command line of a process of its own."""
    return [sys.executable, "-m", "rostering", *(str(one) for one in arguments)]


def processed(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command run as a process of its own."""
    return subprocess.run(
        program(*arguments),
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


def content(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def quickstart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the quickstart scenario and its schedule, solved once; the output beside it as text."""
    folder = tmp_path_factory.mktemp("quickstart")
    shutil.copy(QUICKSTART, folder)
    solved = processed(folder, "solve", "quickstart.yaml", "--log", "q.log", COLUMNS="80", PYTHONHASHSEED="1")
    (folder / "stdout").write_text(solved.stdout)
    (folder / "stderr").write_text(solved.stderr)
    assert solved.returncode == 0, solved.stderr
    return folder


# Help and pages


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    """Somebody who reads no manual finds a line to copy."""
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"rostering {command}" in out.partition("Examples:")[2]


def test_the_commands_are_the_ones_that_work(run: Run) -> None:
    """The list of commands promises nothing that a later version brings."""
    _, out, _ = run("--help")
    listed = re.findall(r"^│ (\w+) ", out.partition("─ Commands ─")[2].partition("╰")[0], re.MULTILINE)
    assert tuple(listed) == COMMANDS


def test_the_version_is_one_line(run: Run) -> None:
    """For bug reports."""
    assert run("--version") == (0, f"rostering {__version__}\n", "")


def test_the_schema_is_the_published_one(run: Run) -> None:
    """To the byte, so that the file in the repository can be made with the command."""
    assert run("schema") == (0, schema_text(), "")


def test_the_formulation_is_the_page(tmp_path: Path) -> None:
    """To the byte, whatever letters the terminal is set to."""
    printed = processed(tmp_path, "formulation", PYTHONIOENCODING="ascii")
    assert (printed.returncode, printed.stderr) == (0, "")
    assert printed.stdout == (ROOT / "docs" / "formulation.md").read_text(encoding="utf-8")


def test_the_rule_book_shows_every_rule_with_its_numbers_and_source(run: Run) -> None:
    """One row a rule, in order, within a page's width."""
    code, out, _ = run("rules")
    assert code == 0
    assert re.findall(r"^([a-z_]+) ", out, re.MULTILINE)[1:] == [judge.__name__ for judge in JUDGEMENTS]
    assert "minutes: 15, every_days: 3" in " ".join(out.split())
    assert "Working Time Regulations 1998, reg. 4" in out
    assert max(map(len, out.splitlines())) <= 80


# Usage


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("sovle",),
        ("solve",),
        ("solve", QUICKSTART, "--gap", "2"),
        ("solve", QUICKSTART, "--gap", "nan"),
        ("solve", QUICKSTART, "--time-limit", "-1"),
        ("solve", QUICKSTART, "--time-limit", "nan"),
        ("solve", QUICKSTART, "--seed", "1.5"),
        ("solve", QUICKSTART, "--threads", "0"),
        ("solve", QUICKSTART, "--fast"),
    ],
)
def test_wrong_usage_leaves_with_2_and_writes_nothing(run: Run, tmp_path: Path, arguments: Sequence[object]) -> None:
    """Before anything is read."""
    assert run(*arguments)[0] == 2
    assert not list(tmp_path.iterdir())


# Bad input

BAD_FILES = {name: raw for name, (raw, _, _) in FILES.items()}
BAD_FILES |= {name: edited(old, new).encode() for name, (old, new, _, _) in EDITS.items()}
CODES = {name: (code, words) for name, (*_, code, words) in (FILES | EDITS).items()}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_input_is_named_with_its_file_and_nothing_is_written(run: Run, tmp_path: Path, name: str) -> None:
    """Exit code 2, a message with file, place and code, an existing schedule as it was."""
    (tmp_path / "bad.yaml").write_bytes(BAD_FILES[name])
    (tmp_path / "small.schedule.yaml").write_text("kept")
    for command in (("validate", "bad.yaml"), ("solve", "bad.yaml"), ("solve", "bad.yaml", "-o", "new.yaml")):
        code, out, err = run(*command)
        assert (code, out) == (2, "")
        meant = [line for line in err.splitlines() if f" {CODES[name][0]} " in line]
        assert any(CODES[name][1] in line for line in meant)
        assert all(re.match(r"(bad\.yaml(:\d+)?|t\.csv): ", line) for line in meant)
        assert "Traceback" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.yaml", "small.schedule.yaml"]
    assert (tmp_path / "small.schedule.yaml").read_text() == "kept"


def test_a_problem_in_a_line_is_told_with_the_line(run: Run, tmp_path: Path) -> None:
    """As compilers do, so that editors can jump to it."""
    text = edited("crew: 2", "crew: two")
    (tmp_path / "bad.yaml").write_text(text)
    line = text[: text.index("crew: two")].count("\n") + 1
    _, _, err = run("validate", "bad.yaml")
    assert err.startswith(f"bad.yaml:{line}: hotspots.market-square.crew: WRONG_TYPE should be a whole number")


@pytest.mark.parametrize("command", ["validate", "solve", "check"])
def test_a_missing_file_and_a_folder_are_no_scenario(run: Run, tmp_path: Path, command: str) -> None:
    """Exit code 2, in words."""
    assert run(command, "none.yaml") == (2, "", "none.yaml: NO_FILE there is no such file\n")
    code, _, err = run(command, tmp_path)
    assert code == 2
    assert "FOLDER" in err


# Where the schedule goes


def test_a_folder_is_no_output(run: Run, tmp_path: Path) -> None:
    """Told before anything is solved."""
    assert run("solve", QUICKSTART, "-o", tmp_path) == (2, "", f"{tmp_path}: is a folder; give the name of a file\n")


def test_an_output_in_a_folder_that_is_not_there_is_refused(run: Run) -> None:
    """Folders are not made on the quiet: a slip of the pen would hide the file."""
    code, _, err = run("solve", QUICKSTART, "-o", "nowhere/out.yaml")
    assert code == 2
    assert "there is no folder nowhere" in err


def test_a_read_only_output_is_refused(run: Run, tmp_path: Path) -> None:
    """It stays as it was."""
    (tmp_path / "out.yaml").write_text("kept")
    (tmp_path / "out.yaml").chmod(0o444)
    code, _, err = run("solve", QUICKSTART, "-o", "out.yaml")
    assert code == 2
    assert "read-only" in err
    assert (tmp_path / "out.yaml").read_text() == "kept"


def test_nothing_is_solved_for_an_output_that_cannot_be_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for nothing."""
    monkeypatch.setattr(rostering.cli.solving, "plan", lambda *_: pytest.fail("solved"))
    assert run("solve", QUICKSTART, "-o", tmp_path)[0] == 2
    assert run("solve", QUICKSTART, "--log", tmp_path)[0] == 2


def test_a_scenario_is_never_overwritten_by_its_schedule_or_log(run: Run, tmp_path: Path) -> None:
    """Neither by its name nor by another way to it."""
    (tmp_path / "small.yaml").write_text(SMALL)
    (tmp_path / "other.yaml").symlink_to("small.yaml")
    for options in (("-o", "small.yaml"), ("-o", "other.yaml"), ("--log", "other.yaml"), ("-o", "x", "--log", "x")):
        code, _, err = run("solve", "small.yaml", *options)
        assert code == 2, options
        assert "another name" in err
    assert (tmp_path / "small.yaml").read_text() == SMALL


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_in_words(run: Run) -> None:
    """Whether the schedule, the log or standard output does not fit."""
    code, _, err = run("solve", QUICKSTART, "-o", "/dev/full")
    assert code == 2
    assert "the disk is full" in err


def test_a_log_that_cannot_be_written_costs_no_plan(run: Run, tmp_path: Path) -> None:
    """The schedule is written, and the log is said to be incomplete."""
    code, _, err = run("solve", QUICKSTART, "--log", "/dev/full")
    assert code == 0
    assert "the log is incomplete" in err
    assert (tmp_path / "quickstart.schedule.yaml").exists()


# What solve writes and says


def test_the_schedule_takes_the_name_of_its_scenario(quickstart: Path) -> None:
    """In the current folder; standard output stays empty."""
    schedule = content(quickstart / "quickstart.schedule.yaml")
    assert schedule["result"]["status"] == "feasible"
    assert schedule["schedule"]["scenario_sha256"] == hashlib.sha256(QUICKSTART.read_bytes()).hexdigest()
    assert (quickstart / "stdout").read_text() == ""


def test_every_pass_has_a_line_where_nobody_watches(quickstart: Path) -> None:
    """Plain text, no colours, no cursor movements."""
    err = (quickstart / "stderr").read_text()
    assert "\x1b" not in err
    assert "\r" not in err
    passes = [report["pass"] for report in content(quickstart / "quickstart.schedule.yaml")["result"]["passes"]]
    assert passes
    assert all(re.search(rf"^{name} +[\d.]+ +[\d.]+ +[\d.]+% +[\d.]+ s  \w", err, re.MULTILINE) for name in passes)


def test_the_summary_fits_a_screen(quickstart: Path) -> None:
    """Each point of it once, in 80 columns and 24 lines."""
    summary = (quickstart / "stderr").read_text().rpartition("\n\n")[2]
    labels = re.findall(r"^(\w+)  ", summary, re.MULTILINE)
    assert labels == ["Week", "Promise", "Hubs", "Patrol", "Shares", "Unmet", "Rules", "Proof", "Written"]
    assert max(map(len, summary.splitlines())) <= 80
    assert len(summary.splitlines()) <= 24


def test_the_log_tells_each_pass_with_times_and_sizes(quickstart: Path) -> None:
    """Every line begins with the time of day, which stands nowhere in the schedule."""
    lines = (quickstart / "q.log").read_text().splitlines()
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d \w+=", line) for line in lines)
    assert any(re.search(r"pass=journeys value=[\d.]+ bound=[\d.]+ gap=[\d.]+ seconds=[\d.]+$", line) for line in lines)
    assert any(re.search(r"variables=\d+ rows=\d+ stopped_by=proof status=feasible$", line) for line in lines)
    assert any("stage=model seconds=" in line for line in lines)


def test_another_hash_seed_and_standard_output_give_the_same_bytes(quickstart: Path) -> None:
    """With ``-o -`` nothing but the schedule goes to standard output, and no file is written."""
    before = sorted(quickstart.iterdir())
    again = processed(quickstart, "solve", "quickstart.yaml", "-o", "-", PYTHONHASHSEED="2")
    assert again.returncode == 0
    assert again.stdout == (quickstart / "quickstart.schedule.yaml").read_text(encoding="utf-8")
    assert sorted(quickstart.iterdir()) == before


def test_another_seed_gives_other_visit_times(run: Run, tmp_path: Path) -> None:
    """Which is what makes them hard to foresee."""
    (tmp_path / "small.yaml").write_text(SMALL)
    schedules = [yaml.safe_load(run("solve", "small.yaml", "-o", "-", "--seed", seed)[1]) for seed in (1, 2)]
    assert [one["schedule"]["seed"] for one in schedules] == [1, 2]
    first, second = ({spot: entry["visits"] for spot, entry in one["hotspots"].items()} for one in schedules)
    assert first != second


def test_a_schedule_that_breaks_a_required_rule_is_written_with_5(run: Run, tmp_path: Path) -> None:
    """What is missing is told with its cause and a fix, and the file is there all the same."""
    text = edited("{any: 2, pc: 1}", "{any: 4, pc: 1}")
    (tmp_path / "small.yaml").write_text(text)
    code, _, err = run("solve", "small.yaml")
    told = " ".join(err.split())
    assert code == 5
    assert "warning: small.yaml:80: hub_sessions.library.when.0: HUB_NOT_COVERED" in told
    assert "Unmet hub_staff: Library hub, Sat 7 Jun 09:00 cause: " in told
    assert "fix: " in told
    assert "REQUIRED RULES BROKEN: hub_staff (1)" in told
    assert content(tmp_path / "small.schedule.yaml")["checks"]["required_broken"] == 1
    assert run("check", "small.schedule.yaml")[0] == 5


def without_schedule(status: Any, stopped_by: Any) -> Outcome:
    return Outcome(None, Result(status, None, (), stopped_by, None), {})


@pytest.mark.parametrize(
    ("outcome", "code", "words"),
    [
        (without_schedule("infeasible", "proof"), 3, "infeasible: it is proved that no plan keeps every required rule"),
        (without_schedule("no_schedule", "time_limit"), 4, "the time limit was reached before a first plan was found"),
        (without_schedule("no_schedule", "interrupt"), 4, "interrupted before a first plan was found"),
    ],
)
def test_without_a_schedule_nothing_is_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, code: int, words: str
) -> None:
    """An older schedule stays, and the message says so."""
    monkeypatch.setattr(rostering.cli.solving, "plan", lambda *_: outcome)
    Path("quickstart.schedule.yaml").write_text("kept")
    left, out, err = run("solve", QUICKSTART)
    assert (left, out) == (code, "")
    assert words in err
    assert "quickstart.schedule.yaml is as it was" in err
    assert Path("quickstart.schedule.yaml").read_text() == "kept"


def test_an_unexpected_error_is_one_line_unless_more_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A traceback helps whoever repairs the program, and nobody else."""

    def fail(*_: object) -> Outcome:
        message = "first line\nsecond line"
        raise RuntimeError(message)

    monkeypatch.setattr(rostering.cli.solving, "plan", fail)
    code, out, err = run("solve", QUICKSTART)
    assert (code, out) == (1, "")
    assert err.startswith("unexpected error: RuntimeError: first line; please report it")
    assert err.count("\n") == 1
    monkeypatch.setenv("ROSTERING_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="first line"):
        main(["solve", str(QUICKSTART)])


# Stopping early


def test_a_time_limit_of_nothing_leaves_with_4(run: Run, tmp_path: Path) -> None:
    """And without a file."""
    code, _, err = run("solve", QUICKSTART, "--time-limit", "0")
    assert code == 4
    assert "no schedule" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seconds", ["0.15", "0.4"])
def test_a_short_time_limit_gives_a_whole_marked_schedule_or_none(run: Run, tmp_path: Path, seconds: str) -> None:
    """Never a part of a file, and never one that claims to be proven."""
    code, _, err = run("solve", QUICKSTART, "--time-limit", seconds)
    path = tmp_path / "quickstart.schedule.yaml"
    if code == 4:
        assert not path.exists()
        return
    assert code in {0, 5}
    schedule = content(path)
    assert schedule["result"]["stopped_by"] == ("time_limit" if "stopped by the time limit" in err else "proof")
    assert list(schedule)[-2:] == ["checks", "as_written"]
    assert run("check", path, "--against", QUICKSTART)[0] == code


def interrupted(folder: Path, sent: signal.Signals) -> tuple[int, str]:
    """Solve Bedfordshire, and send a signal after the line of the first pass."""
    command = program("solve", SCENARIOS / "bedfordshire.yaml", "-o", "out.yaml")
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("hotspot_guarantee")
        process.send_signal(sent)
        return process.wait(timeout=50), process.stderr.read()


def test_an_interrupt_keeps_the_best_plan_so_far(run: Run, tmp_path: Path) -> None:
    """Timed, judged and marked, and it says so."""
    code, err = interrupted(tmp_path, signal.SIGINT)
    assert code in {0, 5}
    assert "stopped on request" in err
    schedule = content(tmp_path / "out.yaml")
    assert schedule["result"]["stopped_by"] == "interrupt"
    assert len(schedule["result"]["passes"]) < 9
    judged, _, warned = run("check", "out.yaml", "--against", SCENARIOS / "bedfordshire.yaml")
    assert judged == code
    assert "cut short by an interrupt" in warned


def test_signals_ask_once_and_then_end_everything() -> None:
    """The first Ctrl-C or request to terminate sets the wish to stop; from then on both end the process at once."""
    before = signal.getsignal(signal.SIGINT)
    for sent in (signal.SIGINT, signal.SIGTERM):
        stop = Stop()
        with rostering.cli.solving.stopped_by_signals(stop):
            assert not stop.requested.is_set()
            signal.raise_signal(sent)
            assert stop.requested.is_set()
            assert stop.reason == "interrupt"
            assert signal.getsignal(signal.SIGINT) == signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        assert signal.getsignal(signal.SIGINT) == before


def test_an_ignored_interrupt_stays_ignored() -> None:
    """A job in the background does not stop because somebody presses Ctrl-C in its terminal."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stop = Stop()
        with rostering.cli.solving.stopped_by_signals(stop):
            signal.raise_signal(signal.SIGINT)
            assert not stop.requested.is_set()
    finally:
        signal.signal(signal.SIGINT, before)


# Pipes and terminals


def test_a_reader_that_leaves_ends_a_command_quietly(tmp_path: Path) -> None:
    """As any program in a pipe: no message, and the code that shells know."""
    with subprocess.Popen(program("schema"), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=20) == READER_LEFT


def test_a_plan_survives_a_reader_of_the_news_that_leaves(tmp_path: Path) -> None:
    """The schedule is written although nobody reads standard error any more."""
    (tmp_path / "small.yaml").write_text(SMALL)
    with subprocess.Popen(program("solve", "small.yaml"), cwd=tmp_path, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.close()
        assert process.wait(timeout=50) == 0
    assert content(tmp_path / "small.schedule.yaml")["result"]["stopped_by"] == "proof"


PROGRESS = Progress("journeys", "hours on the way to hotspots and hubs", 12.3456, 12.0, 0.028, 3.21, is_done=True)


def test_a_pass_is_a_line_of_fixed_columns() -> None:
    """Name, value, bound, gap, seconds and unit; a number nobody knows yet, or an infinite one, stays empty."""
    done = "journeys              12.35     12.00    2.8%    3.2 s  hours on the way to hotspots and hubs"
    assert pass_line(PROGRESS) == done
    unknown = Progress("journeys", "hours", None, -math.inf, math.inf, 3.21, is_done=False)
    assert pass_line(unknown) == "journeys                                         3.2 s  hours, so far"


def test_a_long_pass_is_told_now_and_then_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of news that come quickly one after the other only the first is told, and whatever is done."""
    now = [0.0]
    monkeypatch.setattr("rostering.cli.news.time.monotonic", lambda: now[0])
    told: list[float] = []
    tell = now_and_then(lambda news: told.append(news.seconds))
    for seconds in (1.0, 9.9, 10.0, 15.0, 20.5):
        now[0] = seconds
        tell(replace(PROGRESS, seconds=seconds, is_done=False))
    tell(PROGRESS)
    assert told == [10.0, 20.5, PROGRESS.seconds]


def test_a_pass_that_still_runs_is_told_apart_in_the_log() -> None:
    """A reader of the log finds what is final by its first word, and no infinite number anywhere."""
    assert log_line(PROGRESS).startswith("pass=journeys value=12.3456 bound=12 gap=0.028")
    running = replace(PROGRESS, bound=-math.inf, gap=math.inf, is_done=False)
    assert log_line(running) == "so_far=journeys value=12.3456 bound=none gap=none seconds=3.210"


def terminal(**options: Any) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=80, height=40, **options)


def shown(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_terminal_gets_a_table_that_fills_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """One row a pass, however often it is solved, and at the end no more moving parts."""
    monkeypatch.setenv("TERM", "xterm-256color")
    console = terminal(color_system=None)
    with news_of_passes(console, Stop()) as tell:
        tell(PROGRESS)
        tell(PROGRESS)
    last = shown(console).rpartition("pass ")[2]
    assert last.count("journeys") == 1
    assert "Ctrl-C" not in last


def test_a_terminal_without_colours_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """``NO_COLOR`` is respected."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    console = terminal()
    with news_of_passes(console, Stop()) as tell:
        tell(PROGRESS)
    assert "journeys" in shown(console)
    assert not re.search(r"\x1b\[[\d;]*3\d", shown(console))


def test_nothing_but_the_schedule_is_on_standard_output_where_duties_are_built(tmp_path: Path) -> None:
    """The solver prints a banner there, whatever its options say."""
    free = {f"pc-{number}": {"role": "pc", "area": "town"} for number in range(7)}
    scenario = {
        "version": 1,
        "name": "free",
        "horizon": {"start": "2025-06-02", "days": 7},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"town": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {}},
        "shifts": {"early": {"start": "07:00", "end": "17:00"}},
        "staffing": {"town": {"early": {"prefer": 4}}},
        "officers": free,
    }
    assert len(free) * 7 > MOST_OPEN_DAYS
    (tmp_path / "free.yaml").write_text(json.dumps(scenario))
    command = program("solve", tmp_path / "free.yaml", "-o", "-")
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("version: 1\n")


# The summary's words

NUMBERS = dict.fromkeys(MEASURES, 0.0) | {"guarantee_windows": 28, "duty_hours": 234.0, "patrol_hours": 130.8}


def summarised(**changes: Any) -> dict[str, str]:
    """The summary of a schedule of the small week, by label; lines without a label belong to the one before."""
    scenario = load_scenario(ROOT / "tests" / "data" / "small.yaml").scenario
    plain: dict[str, Any] = {
        "plan": Plan(hub_sessions={"library": {2000: ("pc-1",)}}),
        "scenario": "small",
        "scenario_sha256": "",
        "rostering": "",
        "solver": "",
        "seed": 1,
        "status": "feasible",
        "stopped_by": "proof",
        "passes": (),
        "price_of_fairness": None,
        "measures": NUMBERS | {"hub_hours_staffed": 1.0},
        "unmet": (),
        "areas": {"north": {"ratio": 1.1}, "south": {"ratio": 0.81}},
        "hotspots": {},
        "violations": (),
    }
    labelled: dict[str, str] = {}
    for shown_label, words in summary_lines(scenario, Schedule(**plain | changes)):
        label = shown_label or list(labelled)[-1]
        labelled[label] = f"{labelled[label]}\n{words}" if label in labelled else words
    return labelled


def test_a_broken_promise_is_not_called_kept() -> None:
    """One missed window in a thousand is enough."""
    assert summarised()["Promise"].startswith("kept, all 28 times: 15 min every 3 days at 2 hotspots (rolling)")
    missed = summarised(measures=NUMBERS | {"guarantee_missed": 1})
    assert missed["Promise"].startswith("NOT kept 1 time in 28")


def test_nearly_staffed_hubs_are_not_called_fully_staffed() -> None:
    """Not even rounded up."""
    assert summarised()["Hubs"] == "1 of 1 openings held, all fully staffed"
    nearly = summarised(measures=NUMBERS | {"hub_hours_staffed": 0.99996})
    assert nearly["Hubs"] == "1 of 1 openings held, 99.9% of their hours staffed"


def test_an_opening_with_nobody_there_is_not_called_held() -> None:
    """Whether the hub is required or preferred."""
    empty = Plan(hub_sessions={"library": {2000: ("pc-1",), 3440: ()}})
    half = summarised(plan=empty, measures=NUMBERS | {"hub_hours_staffed": 0.5})
    assert half["Hubs"].startswith("1 of 2 openings held")
    nobody = Plan(hub_sessions={"library": {2000: ()}})
    assert summarised(plan=nobody, measures=NUMBERS | {"hub_hours_staffed": 0.0})["Hubs"] == "0 of 1 openings held"


def test_the_shares_stand_beside_an_equal_split() -> None:
    """With the area that is served least."""
    shares = summarised(measures=NUMBERS | {"demand_tracking": 0.983, "equal_split_tracking": 0.871})["Shares"]
    assert shares == (
        "patrol follows demand 0.983 (1 is exact); an equal split would give 0.871; "
        "least served: South, 81% of its share"
    )


def test_what_is_unmet_is_told_by_kind_and_then_counted() -> None:
    """The promise first, no place twice before each is told once, required before preferred; in full in the file."""
    about = [
        ("requests", (("officer", "pc-2"), ("day", "2025-06-08")), ()),
        ("hub_staff", (("session", "library"), ("at", "2025-06-07T09:00")), ()),
        ("hotspot_guarantee", (("hotspot", "canal-path"),), (date(2025, 6, 6), date(2025, 6, 8))),
        ("hotspot_guarantee", (("hotspot", "canal-path"),), (date(2025, 6, 7), date(2025, 6, 9))),
        ("hotspot_guarantee", (("hotspot", "market-square"),), (date(2025, 6, 6), date(2025, 6, 8))),
    ]
    unmet = [
        Unmet(rule, 1, f"{n} " + "x " * 80, f"fix {n}", where, days) for n, (rule, where, days) in enumerate(about)
    ]
    told = summarised(unmet=tuple(unmet))["Unmet"].splitlines()
    assert told[::3] == [
        "hotspot_guarantee: Canal Path, Fri 6 Jun to Sun 8 Jun",
        "hub_staff: Library hub, Sat 7 Jun 09:00",
        "hotspot_guarantee: Market Square, Fri 6 Jun to Sun 8 Jun",
        "and 2 more; all of them, in full, in the file under unmet",
    ]
    assert told[1].startswith("cause: 2 x x")
    assert told[1].endswith(" ...")
    assert told[2] == "fix: fix 2"
    assert summarised(unmet=tuple(unmet[:1]))["Unmet"].startswith("requests: PC-2, Sun 8 Jun\n")


def test_broken_rules_are_counted_required_ones_first() -> None:
    """In capitals, for those who read nothing else."""
    broken = [Violation(rule, level, 1, "days", "") for rule, level in (("a", "preferred"), ("b", "required")) * 2]
    assert summarised(violations=tuple(broken))["Rules"] == ("REQUIRED RULES BROKEN: b (2); preferred, not met: a (2)")
    required = tuple(violation for violation in broken if violation.level == "required")
    assert summarised(violations=required)["Rules"] == "REQUIRED RULES BROKEN: b (2); every preferred one holds"


def test_a_plan_that_was_cut_short_is_not_called_proven() -> None:
    """By a limit, by a person, by a search that came to its end, or by a pass that could not be proven."""
    assert summarised(stopped_by="time_limit")["Proof"].startswith("stopped by the time limit")
    assert summarised(stopped_by="interrupt")["Proof"].startswith("stopped on request")
    assert summarised(stopped_by="search", passes=(PassReport("duties", 50, 49, 0.02),))["Proof"] == (
        "the search found nothing better; furthest from what is proven: duties, 50.00 where 49.00 is not ruled out"
    )
    assert summarised(passes=(PassReport("journeys", 4, 4, 0.001),))["Proof"] == (
        "every pass proven within 0.5% of the best"
    )
    assert (
        "journeys, 4.00 where 3.00 is not ruled out"
        in summarised(passes=(PassReport("journeys", 4, 3, 0.25),))["Proof"]
    )


# New, validate, check


def test_the_example_is_the_quickstart_scenario() -> None:
    """To change it, change ``scenarios/quickstart.yaml`` and copy it over ``src/rostering/example.yaml``."""
    example = ROOT / "src" / "rostering" / "example.yaml"
    assert example.read_text(encoding="utf-8") == QUICKSTART.read_text(encoding="utf-8")


def test_a_new_folder_holds_a_scenario_that_can_be_planned(run: Run, tmp_path: Path) -> None:
    """With the schema beside it, which its first line names; and what to do next is said."""
    code, out, err = run("new", "my week")
    assert (code, err) == (0, "")
    assert "cd 'my week'" in out
    folder = tmp_path / "my week"
    assert sorted(path.name for path in folder.iterdir()) == ["scenario.schema.json", "scenario.yaml"]
    assert (folder / "scenario.yaml").read_text().startswith("# yaml-language-server: $schema=scenario.schema.json\n")
    assert run("validate", folder / "scenario.yaml")[0] == 0


@pytest.mark.parametrize("there", ["scenario.yaml", "scenario.schema.json"])
def test_new_overwrites_nothing(run: Run, tmp_path: Path, there: str) -> None:
    """Neither a scenario nor a schema; and where one is there, the other is not written either."""
    (tmp_path / there).write_text("kept")
    code, _, err = run("new", ".")
    assert code == 2
    assert f"{there}: is there already" in err
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "kept"


def test_new_needs_a_folder(run: Run, tmp_path: Path) -> None:
    """A file in its place is left alone."""
    (tmp_path / "file").write_text("kept")
    assert run("new", "file")[0] == 2
    assert run("new", "file/below")[0] == 2


def test_validate_says_what_a_valid_scenario_holds(run: Run) -> None:
    """On standard output; warnings go to standard error and change no code."""
    code, out, err = run("validate", QUICKSTART)
    assert (code, err) == (0, "")
    assert "valid (6 officers, 2 areas, 4 hotspots, 2 weekly hub openings, 7 days)" in out
    code, out, err = run("validate", SCENARIOS / "bedfordshire-stretched.yaml")
    assert code == 0
    assert err.startswith("warning: ")
    assert f"{len(err.splitlines())} warnings" in out


def libraries_loaded(folder: Path, *arguments: object) -> list[str]:
    """Which of the solver's libraries a command has loaded by its end."""
    script = (
        "import sys\nfrom rostering.cli import main\n"
        f"try:\n    main({[str(one) for one in arguments]!r})\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {SOLVER_LIBRARIES!r} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    return list(yaml.safe_load(ran.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [("validate", "quickstart.yaml"), ("check", "quickstart.schedule.yaml"), ("rules",), ("schema",)]
)
def test_judging_loads_no_solver(quickstart: Path, arguments: Sequence[str]) -> None:
    """So that they are quick, and so that the judge is plainly independent."""
    assert libraries_loaded(quickstart, *arguments) == []


def test_check_finds_nothing_wrong_with_a_fresh_schedule(run: Run, quickstart: Path) -> None:
    """The scenario is found by its name beside the schedule, and measured the same again."""
    code, out, err = run("check", quickstart / "quickstart.schedule.yaml")
    assert (code, err) == (0, "")
    assert "required rules broken 0 times" in out
    assert "in the file" not in out


@pytest.mark.parametrize(
    ("scenario", "schedule"),
    [
        ("quickstart.yaml", "elsewhere/s.yaml"),
        ("scenarios/quickstart.yaml", "elsewhere/s.yaml"),
        ("elsewhere/quickstart.yaml", "elsewhere/s.yaml"),
        ("elsewhere/scenarios/quickstart.yaml", "elsewhere/s.yaml"),
        ("elsewhere/scenario.yaml", "elsewhere/s.yaml"),
    ],
)
def test_check_finds_the_scenario(run: Run, tmp_path: Path, quickstart: Path, scenario: str, schedule: str) -> None:
    """By its name beside the schedule, here, or in a folder ``scenarios`` of either; or as ``new`` calls it."""
    for name, source in ((scenario, QUICKSTART), (schedule, quickstart / "quickstart.schedule.yaml")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, tmp_path / name)
    assert run("check", schedule)[0] == 0


def test_check_does_not_take_another_scenario(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """Without one, it says how to name one; given one of another name, it warns."""
    shutil.copy(quickstart / "quickstart.schedule.yaml", tmp_path / "s.yaml")
    (tmp_path / "scenario.yaml").write_text(SMALL)
    code, _, err = run("check", "s.yaml")
    assert code == 2
    assert "s.yaml: NO_SCENARIO its scenario 'quickstart' is not found" in err
    assert "--against SCENARIO.yaml" in err
    (tmp_path / "other.yaml").write_text(QUICKSTART.read_text().replace("name: quickstart", "name: other"))
    code, _, err = run("check", "s.yaml", "--against", "other.yaml")
    assert code == 0
    assert "was made for the scenario 'quickstart', and is judged against 'other'" in err


def test_a_name_in_a_schedule_is_no_path(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """A file from somewhere else does not choose what is read."""
    text = (quickstart / "quickstart.schedule.yaml").read_text()
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "s.yaml").write_text(text.replace("scenario: quickstart", "scenario: ../quickstart"))
    shutil.copy(QUICKSTART, tmp_path)
    code, _, err = run("check", "below/s.yaml")
    assert code == 2
    assert "NO_SCENARIO" in err


def test_check_warns_of_a_scenario_that_has_changed(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """And judges against what it says now: here, a day between two visits to a place."""
    shutil.copy(quickstart / "quickstart.schedule.yaml", tmp_path)
    changed = QUICKSTART.read_text() + "\nrules: {visit_spacing: {hours: 24}}\n"
    (tmp_path / "quickstart.yaml").write_text(changed)
    code, out, err = run("check", "quickstart.schedule.yaml")
    assert code == 5
    assert "quickstart.yaml has changed since quickstart.schedule.yaml was made from it" in err
    assert "visit_spacing" in out


@pytest.mark.parametrize(
    ("stopped_by", "told"),
    [
        ("search", "is the best that a search found before it ended: it is not proven best"),
        ("time_limit", "was cut short by a time limit: it is not proven best"),
        ("interrupt", "was cut short by an interrupt: it is not proven best"),
    ],
)
def test_check_warns_of_a_plan_that_is_not_proven(
    run: Run, tmp_path: Path, quickstart: Path, stopped_by: str, told: str
) -> None:
    """It is judged all the same."""
    shutil.copy(QUICKSTART, tmp_path)
    text = (quickstart / "quickstart.schedule.yaml").read_text()
    (tmp_path / "s.yaml").write_text(text.replace("stopped_by: proof", f"stopped_by: {stopped_by}"))
    code, _, err = run("check", "s.yaml")
    assert (code, err) == (0, f"warning: s.yaml {told}\n")


def test_an_edited_schedule_is_judged_line_by_line(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """Required rules first, with rule, amount, who and when; and what it measures now beside what the file says."""
    shutil.copy(QUICKSTART, tmp_path)
    text = (quickstart / "quickstart.schedule.yaml").read_text()
    (tmp_path / "s.yaml").write_text(text.replace("do: hub, session: market-hall", "do: patrol, area: town"))
    code, out, _ = run("check", "s.yaml")
    assert code == 5
    lines = out.splitlines()
    assert re.fullmatch(r"required \(\d+\)", lines[0])
    short = "  hub_staff                   2 people   Market hall on Wed 4 Jun 16:00 is 2 people short; there: nobody"
    assert any(re.fullmatch(re.escape(short) + r" \(line \d+\)", line) for line in lines)
    assert re.search(r"^hub_hours_staffed +0 +1 ", out, re.MULTILINE)
    assert lines[-1].startswith("s.yaml: required rules broken ")


def test_a_clock_that_is_not_what_the_plan_comes_to_is_named(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """Next week would count from it: a time that was edited, one that is missing, one whose visits are gone."""
    schedule = content(quickstart / "quickstart.schedule.yaml")
    ends = schedule["hotspots"]["riverside"]["last_patrolled"]
    text = (quickstart / "quickstart.schedule.yaml").read_text()
    assert "last_patrolled of" not in run("check", quickstart / "quickstart.schedule.yaml", "--against", QUICKSTART)[2]
    (tmp_path / "s.yaml").write_text(text.replace(f"last_patrolled: {ends}", "last_patrolled: 2025-06-08T23:59"))
    err = run("check", "s.yaml", "--against", QUICKSTART)[2]
    assert f"last_patrolled of riverside is 2025-06-08T23:59, by the plan it is {ends}" in err
    (tmp_path / "s.yaml").write_text(text.replace(f"    last_patrolled: {ends}\n", ""))
    err = run("check", "s.yaml", "--against", QUICKSTART)[2]
    assert f"last_patrolled of riverside is missing, by the plan it is {ends}" in err
    (tmp_path / "s.yaml").write_text(text.replace("do: visit, hotspot: riverside", "do: patrol, area: town"))
    err = run("check", "s.yaml", "--against", QUICKSTART)[2]
    assert f"last_patrolled of riverside is {ends}, by the plan it is 2025-06-01T18:40" in err


def test_a_schedule_that_is_none_is_refused(run: Run, tmp_path: Path, quickstart: Path) -> None:
    """A scenario, and a schedule with a name the scenario does not know."""
    code, _, err = run("check", QUICKSTART)
    assert code == 2
    assert "NOT_A_SCHEDULE" in err
    text = (quickstart / "quickstart.schedule.yaml").read_text()
    (tmp_path / "s.yaml").write_text(text.replace("pc-104:", "pc-999:"))
    code, _, err = run("check", "s.yaml", "--against", QUICKSTART)
    assert code == 2
    assert re.search(r"s\.yaml:\d+: officers\.pc-999: UNKNOWN_OFFICER", err)


def test_the_options_reach_the_solver(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each under its own name."""
    seen: list[Options] = []

    def remember(_scenario: object, _sha256: object, options: Options, *_: object) -> Outcome:
        seen.append(options)
        return without_schedule("no_schedule", "time_limit")

    monkeypatch.setattr(rostering.cli.solving, "plan", remember)
    run("solve", QUICKSTART, "--time-limit", "7.5", "--gap", "0.01", "--seed", "3", "--threads", "2")
    assert seen == [Options(time_limit=7.5, gap=0.01, seed=3, threads=2)]
