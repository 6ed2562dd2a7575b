"""Points in processes of their own, and on a cluster: each once, whatever dies."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from rostering.cli.dask_running import LOCAL, Cluster, run_on_cluster
from rostering.files import InputError
from rostering.sweeping import Answer, Point, Task, run_here
from rostering.sweeping.grid import Solving
from rostering.sweeping.running import DIED


def task(name: str) -> Task:
    return Task(Point(name, (), {}, name), (("x.yaml", b""),), Solving())


NAMES = ("a", "bb", "bad", "ccc", "dd", "e")


def run(solve: object, number: int = 2, names: tuple[str, ...] = NAMES) -> tuple[Counter[str], dict[str, Answer]]:
    told, answers = Counter[str](), dict[str, Answer]()

    def done(task: Task, answer: Answer) -> None:
        time.sleep(answer.results.get("slow", 0))
        told[task.point.point] += 1
        answers[task.point.point] = answer

    run_here((task(name) for name in names), number, done, lambda: False, solve)  # type: ignore[arg-type]
    return told, answers


def test_every_point_is_told_of_once(stand_ins: ModuleType) -> None:
    """With its own answer."""
    told, answers = run(stand_ins.answers)
    assert told == dict.fromkeys(NAMES, 1)
    assert {name: answer.results["number"] for name, answer in answers.items()} == {name: len(name) for name in NAMES}


def test_points_that_end_at_the_same_moment_do_not_end_the_sweep(stand_ins: ModuleType) -> None:
    """All in hand are finished before anybody looks; there are more to come."""
    names = tuple(f"n{number}" for number in range(20))
    told, _ = run(stand_ins.slow_to_tell, names=names)
    assert told == dict.fromkeys(names, 1)


def test_a_point_that_always_kills_its_process_is_told_of_and_harms_no_other(stand_ins: ModuleType) -> None:
    """It is tried by itself, three times; the others are planned."""
    told, answers = run(stand_ins.dies_at_bad)
    assert told == dict.fromkeys(NAMES, 1)
    assert {name for name, answer in answers.items() if answer.reason} == {"bad"}
    assert answers["bad"].reason == DIED
    calls = Counter((Path(stand_ins.__file__ or "").with_name("calls")).read_text("utf-8").split())
    assert calls["bad"] == 4


def test_a_point_whose_process_died_once_is_planned_after_all(stand_ins: ModuleType) -> None:
    """As when the machine was short of memory for a moment."""
    told, answers = run(stand_ins.dies_once)
    assert told == dict.fromkeys(NAMES, 1)
    assert not any(answer.reason for answer in answers.values())


def test_no_more_points_are_taken_than_are_in_hand(stand_ins: ModuleType) -> None:
    """A long sweep is not unrolled: at most one more than there are processes waits."""
    taken, told = list[str](), list[str]()

    def points() -> object:
        for number in range(12):
            taken.append(str(number))
            assert len(taken) - len(told) <= 3
            yield task(str(number))

    run_here(points(), 2, lambda task, _: told.append(task.point.point), lambda: False, stand_ins.answers)  # type: ignore[arg-type]
    assert sorted(told) == sorted(taken)


def test_who_stops_waits_for_nobody_and_is_told_of_nothing_more(stand_ins: ModuleType) -> None:
    """What was in hand is asked to stop; it counts as not tried."""
    looks, told = list[int](), list[str]()

    def is_over() -> bool:
        looks.append(1)
        return len(looks) > 4

    run_here((task(name) for name in NAMES), 2, lambda task, _: told.append(task.point.point), is_over, stand_ins.waits)
    assert told == []


def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(stand_ins: ModuleType) -> None:
    """Its point goes to another worker: every point is told of once, none failed."""
    told, answers = Counter[str](), dict[str, Answer]()

    def done(task: Task, answer: Answer) -> None:
        told[task.point.point] += 1
        answers[task.point.point] = answer

    run_on_cluster((task(name) for name in NAMES), Cluster(LOCAL, 2), done, lambda: False, stand_ins.dies_once)
    assert told == dict.fromkeys(NAMES, 1)
    assert not any(answer.reason for answer in answers.values())


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within seconds."""
    monkeypatch.setattr("rostering.cli.dask_running.CONNECT_SECONDS", 0.5)
    with pytest.raises(InputError, match="NO_CLUSTER"):
        run_on_cluster([], Cluster("tcp://127.0.0.1:1", 1), lambda *_: None, lambda: False)
