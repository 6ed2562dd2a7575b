"""What cannot hold together: left alone it leaves no plan, and without any one of it there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rostering.cli import main
from rostering.cli.clashes import clash_lines, pin_clash_lines
from rostering.fixing import lineless, smallest_set
from rostering.fixing.members import Case, Member, officer_members
from rostering.fixing.together import irreducible
from rostering.scenario import Scenario
from rostering.schedule import NO_PINS, Earlier, PinnedVisit, Pins, Plan, Status
from rostering.scheduling import plan
from rostering.solve import Options, Stop
from tests.explain.scenes import ON_DUTY, scene

MON, TUE, WED = date(2025, 6, 2), date(2025, 6, 3), date(2025, 6, 4)
WEEK = {"horizon.days": 7}
AWAY = {"unavailable": {f"2025-06-0{number}": "leave" for number in range(2, 9)}}
ALONE = WEEK | dict.fromkeys(("n-2", "s-1", "s-2", "e-1", "e-2"), AWAY)
"""A week in which only one constable is there."""
NO_DUTIES = {"level": "required", "most": {"early": 1, "late": 0}}
KINDS: dict[str, tuple[dict[str, Any], Pins, list[str]]] = {
    "minutes of a duty": (
        {"n-1": ON_DUTY, "roles.pc.abstraction": 0.99},
        NO_PINS,
        ["N-1 is published: early on Mon 2 Jun (08:00-16:00)", "published_duty", "briefing", "abstraction"],
    ),
    "rules alone": (
        ALONE
        | {
            "n-1": {},
            "rules.weekly_hours": {"level": "required", "least_hours": 16},
            "rules.shift_limits": NO_DUTIES,
        },
        NO_PINS,
        ["weekly_hours", "shift_limits"],
    ),
    "two pins": (
        ALONE | {"n-1": {}},
        Pins({("n-1", MON): "late", ("n-1", TUE): "early", ("n-1", WED): "early"}),
        [
            "daily_rest: Between the end of one duty and the start of the next an officer rests for at least 11 h",
            "N-1 is pinned: late on Mon 2 Jun (16:00-00:00)",
            "N-1 is pinned: early on Tue 3 Jun (08:00-16:00)",
        ],
    ),
    "a pin and the day before": (
        ALONE | {"n-1": {"history": {"last_duty_ends": "2025-06-02T04:00"}}},
        Pins({("n-1", MON): "early"}),
        ["daily_rest", "N-1 is pinned: early on Mon", "N-1's history: the last duty ends on Mon 2 Jun at 04:00"],
    ),
    "a pin and a day away": (
        ALONE | {"n-1": {"unavailable": {"2025-06-03": "court", "2025-06-04": "leave"}}},
        Pins({("n-1", TUE): "early", ("n-1", MON): "early"}),
        ["availability", "N-1 is pinned: early on Tue", "N-1 is away on Tue 3 Jun (court)"],
    ),
    "a pin and what is published": (
        ALONE | {"n-1": {"published": {"2025-06-03": "early", "2025-06-04": "early"}}},
        Pins({("n-1", MON): "late"}),
        ["published_duty", "daily_rest", "N-1 is pinned: late on Mon", "N-1 is published: early on Tue 3 Jun"],
    ),
}


def status(case: Case) -> Status:
    start = None if case.pins == NO_PINS else Earlier(Plan(), case.pins)
    return plan(case.scenario, "", Options(), Stop(), lambda _: None, start).result.status


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_smallest_set_is_irreducible(name: str) -> None:
    """Everything else left out, no plan is found; with any one of its members left out too, there is one."""
    changes, pins, said = KINDS[name]
    scenario = scene(changes)
    assert status(Case(scenario, pins)) == "infeasible"
    clash = smallest_set(scenario, pins)
    assert clash is not None
    assert status(clash.base) == "infeasible"
    assert [status(member.without(clash.base)) for member in clash.members] == ["feasible"] * len(clash.members)
    assert sorted(words.split(": ")[0] for words in said) == sorted(one.words.split(": ")[0] for one in clash.members)
    assert all(any(one.words.startswith(words) for one in clash.members) for words in said)


def test_where_there_is_a_plan_nothing_clashes() -> None:
    """Neither for anybody's line nor for the week."""
    assert smallest_set(scene({"n-1": ON_DUTY})) is None
    assert lineless(scene({"n-1": ON_DUTY})) is None


def test_it_is_not_looked_for_when_it_is_time_to_stop() -> None:
    """A model is not asked again and again after the limit."""
    changes, *_ = KINDS["minutes of a duty"]
    stop = Stop()
    stop.requested.set()
    assert smallest_set(scene(changes), NO_PINS, stop) is None


@pytest.mark.parametrize("needed", [(0,), (3,), (0, 6), (1, 2, 5), tuple(range(7))])
def test_what_is_left_over_is_exactly_what_is_needed(needed: tuple[int, ...]) -> None:
    """Where some members together leave nothing, they remain, whatever their places."""
    members = [Member(str(number), lambda case: case) for number in range(7)]
    kept = irreducible(members, lambda some: not {str(one) for one in needed} <= {member.words for member in some})
    assert [member.words for member in kept] == [str(one) for one in needed]


def test_what_stops_being_needed_is_left_out_too() -> None:
    """Where a member is needed only as long as others are there, it goes when they have gone."""
    members = [Member(letter, lambda case: case) for letter in "abcd"]
    clashing = [{"a", "b"}, {"c", "d"}, {"b", "c", "d"}]

    def holds(some: Sequence[Member]) -> bool:
        words = {member.words for member in some}
        return not (clashing[0] <= words or words in clashing)

    kept = irreducible(members, holds)
    assert not holds(kept)
    assert all(holds([one for one in kept if one is not left]) for left in kept)


def test_what_can_be_left_out_only_later_is_left_out() -> None:
    """A member that was needed the first time round, and is not when others have gone."""
    members = [Member(letter, lambda case: case) for letter in "abc"]
    clashing = [{"a", "b", "c"}, {"a", "c"}, {"a"}]
    kept = irreducible(members, lambda some: {member.words for member in some} not in clashing)
    assert [member.words for member in kept] == ["a"]


ROTATION = {"weeks": [["early"] * 7, ["late"] * 7], "choose": "team"}
TURNING = ALONE | {"rotations": {"both": ROTATION}, "n-1": {"rotation": "both"}, "n-2": {"rotation": "both"}}


def test_those_who_share_a_rotation_are_asked_together() -> None:
    """One pinned to an early, the other to a late, where all of a team start in the same week of the rotation."""
    pins = Pins({("n-1", MON): "early", ("n-2", MON): "late"})
    clash = smallest_set(scene(TURNING), pins)
    assert clash is not None
    assert clash.officers == ("n-1", "n-2")
    assert [one.words.split(":")[0] for one in clash.members] == ["rotation", "N-1 is pinned", "N-2 is pinned"]
    assert [smallest_set(left.scenario, left.pins) for left in (one.without(clash.base) for one in clash.members)] == [
        None,
        None,
        None,
    ]


def test_another_team_turns_by_itself() -> None:
    """A rotation shared by a team says nothing about another team on it."""
    south = TURNING | {"n-2": AWAY, "s-1": {"rotation": "both"}}
    assert lineless(scene(south), Pins({("n-1", MON): "early", ("s-1", MON): "late"})) is None


def test_a_day_let_go_lets_its_visits_and_hubs_go() -> None:
    """Without the pin of a duty nothing in it is pinned; other pins stay."""
    visit = PinnedVisit("park", 615, 630, (("n-1", MON),))
    other = PinnedVisit("park", 915, 930, (("n-1", TUE),))
    staff = frozenset({("n-1", MON, "library", 600), ("n-1", TUE, "library", 600)})
    case = Case(scene({}), Pins({("n-1", MON): "early", ("n-1", TUE): "early"}, (visit, other), staff))
    left = next(one for one in officer_members(case, "n-1") if "Mon" in one.words).without(case).pins
    assert left.days == {("n-1", TUE): "early"}
    assert left.visits == (other,)
    assert left.staff == {("n-1", TUE, "library", 600)}


def test_days_beyond_the_horizon_are_no_members() -> None:
    """What is published or away later has nothing to do with it."""
    later = {"published": {"2025-06-02": "early", "2025-06-09": "early"}, "unavailable": {"2025-06-20": "leave"}}
    assert [one.words for one in officer_members(Case(scene({"n-1": later})), "n-1")] == [
        "N-1 is published: early on Mon 2 Jun (08:00-16:00)"
    ]


def written(scenario: Scenario) -> None:
    document = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    minutes = document["travel"]["minutes"]
    document["travel"]["minutes"] = {
        one: {to: way for to, way in ways.items() if to != "library"}
        for one, ways in minutes.items()
        if one != "library"
    }
    Path("case.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")


def test_solve_says_what_cannot_hold_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3, with each member on a line of its own, and nothing written."""
    monkeypatch.chdir(tmp_path)
    written(scene(KINDS["rules alone"][0]))
    with pytest.raises(SystemExit) as left:
        main(["solve", "case.yaml"])
    err = capsys.readouterr().err
    assert left.value.code == 3
    assert "These cannot hold together for N-1; without any one of them the others can:\n- " in err
    assert err.count("\n- ") == 2
    assert "(least_hours: 16 h)" in err
    assert "(most: early 1, late 0)" in err
    assert not Path("scene.schedule.yaml").exists()


def test_others_without_a_line_are_named() -> None:
    """The set is about the first of them; who else has none is said."""
    changes, *_ = KINDS["rules alone"]
    lines = list(pin_clash_lines(scene(changes | {"n-2": {}}), NO_PINS))
    assert lines[-1] == "N-2 has no lawful line of duties either; look at them when N-1 has one."
    assert not list(pin_clash_lines(scene({}), NO_PINS))
    assert list(clash_lines(scene(changes), NO_PINS, Stop()))[1:] == lines[1:-1]
