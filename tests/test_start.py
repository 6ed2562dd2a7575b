"""Starting from an earlier schedule: what is pinned stays, and pins that cannot hold are named with their lines."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from rostering.files import dump, load_schedule, schedule_document
from rostering.files.pin_marks import Marks, pins_of
from rostering.scenario import REST, Scenario
from rostering.schedule import VISIT, Activity, Duty, Earlier, Pins, Plan, Tasking
from rostering.scheduling import plan
from rostering.solve import Options, Progress, Stop
from rostering.weeks.pinned import with_pins
from tests.test_weeks import made

ROOT = Path(__file__).parents[1]
QUICKSTART = ROOT / "scenarios" / "quickstart.yaml"
Run = Callable[..., tuple[int, str]]
Entry = dict[str, Any]


def quiet(_: Progress) -> None:
    """Nobody is told anything."""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart schedule."""
    path = tmp_path_factory.mktemp("solved") / "quickstart.schedule.yaml"
    with pytest.raises(SystemExit) as left:
        main(["solve", str(QUICKSTART), "-o", str(path)])
    assert left.value.code == 0
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The quickstart scenario solved from a start in an empty folder: exit code and standard error."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(QUICKSTART, tmp_path)

    def run(start: Entry | str, *arguments: object) -> tuple[int, str]:
        Path("start.yaml").write_text(start if isinstance(start, str) else dump(start), encoding="utf-8")
        with pytest.raises(SystemExit) as left:
            main(["solve", "quickstart.yaml", "--start", "start.yaml", "-o", "out.yaml", *map(str, arguments)])
        return int(left.value.code or 0), capsys.readouterr().err

    return run


@pytest.fixture
def nothing_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("something was solved")

    monkeypatch.setattr("rostering.weeks.one.solve", refuse)
    monkeypatch.setattr("rostering.scheduling.solve_roster", refuse)


def content(path: Path | str) -> Any:
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))


def as_text(document: Any) -> Any:
    """A document read by a plain YAML reader, its dates as the text they are in the file."""
    if isinstance(document, Mapping):
        return {as_text(key): as_text(value) for key, value in document.items()}
    if isinstance(document, list):
        return [as_text(value) for value in document]
    return document.isoformat() if isinstance(document, date) else document


def earlier(solved: Path) -> Entry:
    found: Entry = as_text(content(solved))
    return found


def pieces(document: Entry, *kinds: str) -> list[tuple[str, str, Entry]]:
    """Officer, day and activity."""
    return [
        (officer, day, one)
        for officer, days in document["officers"].items()
        for day, duty in days.items()
        for one in duty.get("activities", [])
        if one["do"] in kinds
    ]


def bare(activity: Entry) -> Entry:
    return {key: value for key, value in activity.items() if key not in {"reason", "pinned"}}


# What stays


@pytest.mark.usefixtures("nothing_is_solved")
def test_a_schedule_that_is_pinned_whole_comes_back_as_it_is(run: Run, solved: Path) -> None:
    """With `pinned: all` nothing is solved: the same duties, visits and hub staff to the minute, and still pinned."""
    start = earlier(solved)
    start["schedule"]["pinned"] = "all"
    code, err = run(start)
    assert code == 0
    assert "nothing was left to decide" in err
    out = as_text(content("out.yaml"))
    kept = ("schedule", "measures", "officers", "hotspots", "hub_sessions", "checks")
    assert {key: out[key] for key in kept} == {key: start[key] for key in kept}


@pytest.mark.usefixtures("nothing_is_solved")
def test_a_schedule_of_which_every_piece_is_pinned_comes_back_as_it_is(run: Run, solved: Path) -> None:
    """Marking every day, visit and hub opening comes to the same as pinning all."""
    start = earlier(solved)
    for officer in ("pc-104", "pcso-202"):
        for day in range(2, 9):
            start["officers"][officer].setdefault(f"2025-06-0{day}", {"shift": "rest"})["pinned"] = True
    for _, _, one in pieces(start, "visit", "hub"):
        one["pinned"] = True
    for days in start["officers"].values():
        for duty in days.values():
            duty["pinned"] = True
    assert run(start)[0] == 0
    assert as_text(content("out.yaml"))["officers"] == start["officers"]


@pytest.mark.usefixtures("nothing_is_solved")
def test_all_that_is_pinned_includes_that_nobody_is_visited(run: Run, solved: Path) -> None:
    """A whole plan without a visit stays one, and the judge says what it breaks."""
    start = earlier(solved)
    start["schedule"]["pinned"] = "all"
    for _, _, one in pieces(start, "visit"):
        one.update(do="reserve")
        for key in ("hotspot", "with", "reason"):
            one.pop(key, None)
    code, err = run(start)
    assert code == 5
    assert "hotspot_guarantee" in err
    assert not pieces(as_text(content("out.yaml")), "visit")


def visited(officer: str) -> Duty:
    return Duty(officer, on(0), "early", (Activity(600, 615, VISIT, hotspot="market"),))


def test_a_visit_is_free_where_one_of_its_crew_is_unless_it_is_marked_itself() -> None:
    """With `pinned: all`, a freed duty frees its visits for the whole crew; a mark on the visit itself holds both."""
    duties = (visited("pc-0"), visited("pc-1"))
    freed = Marks(is_all=True, days={("pc-0", on(0)): False, ("pc-1", on(0)): None})
    assert pins_of(freed, duties, team()).visits == ()
    assert ("pc-0", on(0)) not in pins_of(freed, duties, team()).days
    marked = replace(freed, activities={(("pc-1", on(0)), 0): True})
    pins = pins_of(marked, duties, team())
    assert [visit.crew for visit in pins.visits] == [(("pc-0", on(0)), ("pc-1", on(0)))]
    assert pins.days["pc-0", on(0)] == "early"


def test_pinned_hub_staff_are_there_whatever_the_model_decides() -> None:
    """Beside those it chose, and once only."""
    pins = Pins(staff=frozenset({("pc-1", on(0), "library", 600), ("pc-2", on(0), "library", 600)}))
    decided = Tasking((), {("library", 600): ("pc-0", "pc-1")}, (), {})
    assert with_pins(team(), decided, pins).staff == {("library", 600): ("pc-0", "pc-1", "pc-2")}


def test_pinned_duties_rest_days_visits_and_hub_staff_stay(run: Run, solved: Path) -> None:
    """Another seed, which changes all other visits, leaves them; and they are marked in the new schedule too."""
    start = earlier(solved)
    visits = pieces(start, "visit")[::3]
    hubs = pieces(start, "hub")
    for _, _, one in (*visits, *hubs):
        one["pinned"] = True
    free = start["officers"]["pc-104"]
    resting = next(day for day in (f"2025-06-0{day}" for day in range(2, 8)) if day not in free)
    working = next(iter(free))
    free[resting], free[working]["pinned"] = {"shift": "rest", "pinned": True}, True
    assert run(start, "--seed", 7)[0] == 0
    out = as_text(content("out.yaml"))
    there = [(officer, day, bare(one)) for officer, day, one in pieces(out, "visit", "hub") if one.get("pinned")]
    assert all((officer, day, bare(one)) in there for officer, day, one in (*visits, *hubs))
    after = out["officers"]["pc-104"]
    assert after[resting] == {"shift": "rest", "pinned": True}
    assert (after[working]["shift"], after[working]["pinned"]) == (free[working]["shift"], True)
    others = {(officer, day, str(bare(one))) for officer, day, one in pieces(start, "visit") if "pinned" not in one}
    assert not others <= {(officer, day, str(bare(one))) for officer, day, one in pieces(out, "visit")}


def test_what_is_marked_as_not_pinned_may_change_where_all_else_is_pinned(run: Run, solved: Path) -> None:
    """One duty is taken out of `pinned: all`: its officer's visits are free again, and everybody else's hold."""
    start = earlier(solved)
    start["schedule"]["pinned"] = "all"
    officer, day, _ = pieces(start, "visit")[0]
    start["officers"][officer][day]["pinned"] = False
    code, err = run(start, "--seed", 7)
    assert code in {0, 5}, err
    out = as_text(content("out.yaml"))
    before = {(who, on, str(bare(one))) for who, on, one in pieces(start, "visit") if (who, on) != (officer, day)}
    after = {(who, on, str(bare(one))) for who, on, one in pieces(out, "visit")}
    shared = {(who, on, text) for who, on, text in before if on == day and officer in text}
    assert before - shared <= after
    assert "pinned" not in out["schedule"]


def test_without_pins_an_earlier_schedule_binds_nothing(run: Run, solved: Path) -> None:
    """The same seed gives the same plan with a start as without, where one model decides everything."""
    assert run(earlier(solved))[0] == 0
    assert content("out.yaml")["officers"] == content(solved)["officers"]


# What is refused


def pinned(document: Entry, days: Mapping[tuple[str, str], str]) -> Entry:
    """Nothing but these days, each pinned with a shift or rest; nobody is to take what is missing for an edit."""
    document["officers"] = {}
    document["as_written"] = {}
    for (officer, day), shift in days.items():
        document["officers"].setdefault(officer, {})[day] = {"shift": shift, "pinned": True}
    return document


@pytest.mark.usefixtures("nothing_is_solved")
def test_pins_that_cannot_hold_are_all_named_with_their_lines(run: Run, solved: Path) -> None:
    """A duty on a day away, one against what is published, and one too soon after another: three lines, exit code 2."""
    days = {
        ("pc-103", "2025-06-04"): "early",
        ("pc-101", "2025-06-06"): "late",
        ("pc-104", "2025-06-03"): "late",
        ("pc-104", "2025-06-04"): "early",
    }
    code, err = run(pinned(earlier(solved), days))
    assert code == 2
    lines = Path("start.yaml").read_text(encoding="utf-8").splitlines()
    told = {
        (match[2], match[4]): lines[int(match[1]) - 1].strip()
        for match in re.finditer(
            r"^start\.yaml:(\d+): officers\.([\w-]+)\.([\d-]+): CONTRADICTORY_PINS (\w+):", err, re.MULTILINE
        )
    }
    expected = {
        ("pc-103", "availability"): "2025-06-04:",
        ("pc-101", "published_duty"): "2025-06-06:",
        ("pc-104", "daily_rest"): "2025-06-04:",
    }
    assert expected.items() <= told.items()
    assert not Path("out.yaml").exists()


@pytest.mark.usefixtures("nothing_is_solved")
@pytest.mark.parametrize(("at", "words"), [("10:10", "in two places at once"), ("10:15", "min on the way")])
def test_pinned_visits_that_clash_are_named(run: Run, solved: Path, at: str, words: str) -> None:
    """One officer cannot be at two hotspots at once, nor at the second without the journey."""
    start = earlier(solved)
    officer, day = "pc-101", "2025-06-03"
    duty = start["officers"][officer][day]
    first = {"from": "10:00", "to": "10:15", "do": "visit", "hotspot": "riverside", "pinned": True}
    second = {"from": at, "to": "10:40", "do": "visit", "hotspot": "high-street", "pinned": True}
    duty["activities"] = [first, second]
    code, err = run(start)
    assert code == 2
    assert re.search(rf"officers\.{officer}\.{day}\.activities\.1: CONTRADICTORY_PINS .*{words}", err)


@pytest.mark.usefixtures("nothing_is_solved")
def test_pins_that_leave_an_officer_no_line_are_named(run: Run, solved: Path) -> None:
    """Each of these days is lawful by itself, but a single rest day between two duties is not a pair."""
    with Path("quickstart.yaml").open("a", encoding="utf-8") as scenario:
        scenario.write("\nrules:\n  consecutive_rest_days: {level: required, least: 2}\n")
    days = {("pc-104", "2025-06-03"): "early", ("pc-104", "2025-06-04"): "rest", ("pc-104", "2025-06-05"): "early"}
    code, err = run(pinned(earlier(solved), days))
    assert code == 2
    assert re.search(r"officers\.pc-104: CONTRADICTORY_PINS .*consecutive_rest_days", err)


@pytest.mark.usefixtures("nothing_is_solved")
def test_a_schedule_of_other_people_and_days_is_refused_whole(run: Run, solved: Path) -> None:
    """Unknown officer, unknown shift, a day outside the horizon: all of them at once, exit code 2."""
    days = {("pc-999", "2025-06-03"): "early", ("pc-104", "2025-06-03"): "dusk", ("pc-104", "2025-07-01"): "rest"}
    code, err = run(pinned(earlier(solved), days))
    assert code == 2
    assert re.findall(r"(UNKNOWN_\w+|DATE_\w+)", err) == ["UNKNOWN_OFFICER", "UNKNOWN_SHIFT", "DATE_OUTSIDE_HORIZON"]


@pytest.mark.usefixtures("nothing_is_solved")
def test_marks_where_they_mean_nothing_are_refused(run: Run, solved: Path) -> None:
    """A patrol cannot be pinned, a rest day has no activities, and rest without a mark is no entry."""
    start = earlier(solved)
    pieces(start, "patrol")[0][2]["pinned"] = True
    one = {"from": "07:00", "to": "08:00", "do": "briefing"}
    start["officers"]["pc-104"]["2025-06-08"] = {"shift": "rest", "pinned": True, "activities": [one]}
    start["officers"]["pcso-202"] = {"2025-06-08": {"shift": "rest", "activities": []}}
    code, err = run(start)
    assert code == 2
    assert {match[0] for match in re.finditer(r"patrol cannot be pinned|has no activities|no shift rest", err)} == {
        "patrol cannot be pinned",
        "has no activities",
        "no shift rest",
    }


# Duties that are built


FIRST = date(2025, 6, 2)


def team(**changes: Any) -> Scenario:
    """Eight constables, two weeks free to roster, somebody wanted on every early and late."""
    document: Entry = {
        "version": 1,
        "name": "team",
        "horizon": {"start": FIRST.isoformat(), "days": 14},
        "demand": {"weights": {"crime": 1.0}},
        "areas": {"east": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"crime": 60.0}}},
        "roles": {"pc": {"abstraction": 0.2}},
        "shifts": {"early": {"start": "07:00", "end": "15:00"}, "late": {"start": "14:00", "end": "22:00"}},
        "staffing": {"east": {"early": {"min": 2}, "late": {"min": 2}}},
        "officers": {f"pc-{number}": {"role": "pc", "area": "east"} for number in range(8)},
        "rules": {"consecutive_rest_days": {"level": "required"}},
    }
    return Scenario.model_validate(document | changes)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def test_duties_are_built_around_pinned_ones() -> None:
    """Pinned duties and rest days hold, and what the rules ask of the days around them holds too: a run is not excused
    its least length because a day of it is pinned.
    """
    scenario = team(rules={"consecutive_rest_days": {"level": "required"}, "consecutive_duties": {"least": 3}})
    pins = Pins({("pc-0", on(4)): "late", ("pc-1", on(0)): REST, ("pc-1", on(1)): "early"})
    schedule = plan(scenario, "", Options(), Stop(), quiet, Earlier(Plan(), pins)).schedule
    assert schedule is not None
    duties = {(duty.officer, duty.day): duty.shift for duty in schedule.plan.duties}
    assert {key: duties.get(key, REST) for key in pins.days} == pins.days
    assert not [violation for violation in schedule.violations if violation.level == "required"]
    assert schedule.pins == pins


def test_a_search_that_is_stopped_at_once_keeps_the_earlier_duties() -> None:
    """Whoever starts from a lawful roster never ends with a worse one for want of time."""
    scenario = team()
    first = plan(scenario, "", Options(seed=1), Stop(), quiet).schedule
    assert first is not None
    swapped = {"pc-0": "pc-7", "pc-7": "pc-0"}
    other = tuple(Duty(swapped.get(duty.officer, duty.officer), duty.day, duty.shift) for duty in first.plan.duties)
    stop = Stop()
    stop.requested.set()
    again = plan(scenario, "", Options(), stop, quiet, Earlier(Plan(other))).schedule
    assert again is not None
    assert {(duty.officer, duty.day, duty.shift) for duty in again.plan.duties} == {
        (duty.officer, duty.day, duty.shift) for duty in other
    }
    assert again.stopped_by in {"interrupt", "proof"}


def test_pins_hold_in_every_week_of_a_longer_horizon() -> None:
    """Every fourth visit and all hub staff of a plan of sixteen days are pinned; with another seed they are where they
    were, and no required rule is broken.
    """
    scenario = made(16)
    first = plan(scenario, "", Options(seed=1), Stop(), quiet).schedule
    assert first is not None
    everything = pins_of(Marks(is_all=True), first.plan.duties, scenario)
    pins = replace(everything, visits=everything.visits[::4], is_all=False)
    again = plan(scenario, "", Options(seed=2), Stop(), quiet, Earlier(first.plan, pins)).schedule
    assert again is not None
    after = pins_of(Marks(is_all=True), again.plan.duties, scenario)
    assert len(pins.visits) > 5
    assert set(pins.visits) <= set(after.visits)
    assert pins.staff <= after.staff
    assert set(everything.visits) != set(after.visits)
    assert not [violation for violation in again.violations if violation.level == "required"]


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    """A schedule made around pins can be the start of the next one."""
    scenario = team()
    pins = Pins({("pc-0", on(4)): "late", ("pc-1", on(0)): REST})
    schedule = plan(scenario, "0" * 64, Options(), Stop(), quiet, Earlier(Plan(), pins)).schedule
    assert schedule is not None
    path = tmp_path / "team.schedule.yaml"
    path.write_text(dump(schedule_document(schedule, scenario)), encoding="utf-8")
    assert load_schedule(path, scenario).start.pins == pins


def test_an_officer_without_a_lawful_line_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two published duties with one free day between them, and pairs of rest days required: a duty on it breaks daily
    rest, rest on it is no pair. Exit code 3, with the officer and the rules in the way.
    """
    monkeypatch.chdir(tmp_path)
    document = team(
        rules={
            "consecutive_rest_days": {"level": "required"},
            "contract_hours": {"level": "required"},
            "shift_limits": {"level": "required", "most": {"early": 0, "late": 0}},
        }
    ).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    Path("team.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["solve", "team.yaml"])
    err = capsys.readouterr().err
    assert left.value.code == 3, err
    assert re.search(r"PC-0 has no line of duties that keeps every required rule; without contract_hours or", err)
    assert "PC-7" in err
