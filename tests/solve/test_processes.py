"""Processes that work for this one: what is asked of them comes back, and none that dies leaves the others hanging."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from rostering.solve.processes import processes
from rostering.solve.terms import Stop


@pytest.fixture(autouse=True)
def _found_by_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """They import what they are sent by this module's name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))


def doubled(task: int, stop: Stop, tell: Callable[[Any], None]) -> int:
    """With news of it."""
    del stop
    tell(task)
    return 2 * task


def dies(task: int, stop: Stop, tell: Callable[[Any], None]) -> int:
    """As where the machine runs out of memory; the others work on."""
    del tell
    if task == 0:
        os._exit(1)
    while stop.reason is None:
        time.sleep(0.01)
    return task


def test_results_come_in_the_order_of_the_tasks_with_their_news() -> None:
    """More tasks than processes."""
    news = list[int]()
    with processes(2, Stop(60), news.append) as run:
        assert run(doubled, range(5)) == [0, 2, 4, 6, 8]
    assert sorted(news) == [0, 1, 2, 3, 4]


def test_a_process_that_dies_ends_the_work_at_once() -> None:
    """The others, which leave requests to end to their parent, are not waited for."""
    started = time.monotonic()
    with pytest.raises(BrokenProcessPool), processes(2, Stop(60), lambda _: None) as run:
        run(dies, range(2))
    assert time.monotonic() - started < 30
