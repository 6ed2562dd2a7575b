"""Work in processes of its own, with news and a wish to stop passed on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any

from rostering.solve.terms import Stop

ASKING = (signal.SIGINT, signal.SIGTERM)
"""Signals that ask to stop with the best plan so far."""
LOOK_SECONDS = 0.1
"""How often news and a wish to stop are passed on between the processes."""
Work = Callable[[Any, Stop, Callable[[Any], None]], Any]
"""What is done with one task: until when, and whom to tell. A function of a module, so that it can be sent."""
Run = Callable[[Work, Sequence[Any]], list[Any]]
"""Does the work for every task, as many at once as there are processes; the results, in the order of the tasks."""


class _Spawned(SpawnProcess):
    """A process that a request to terminate does not end: where a pool wants it gone, it is killed."""

    def terminate(self) -> None:
        """End it."""
        self.kill()


class Spawning(SpawnContext):
    """How such processes are started: afresh, as a fork of a program with threads (the solver's, a terminal's) may
    hang.

    When one process of a pool dies, the pool terminates the others and waits for them, for ever if they do not end. It
    watches a process it has just started only from its next result on, which may be the work of an hour away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.started: list[_Spawned] = []

    def Process(self, *args: Any, **options: Any) -> _Spawned:  # type: ignore[override]  # noqa: N802 - a pool asks so
        """A new process."""
        self.started.append(_Spawned(*args, **options))
        return self.started[-1]

    def end_all_if_one_died(self) -> None:
        """So that the pool notices, whichever process it watches."""
        if any(one.pid is not None and one.exitcode is not None for one in self.started):
            for one in self.started:
                if one.pid is not None:
                    one.kill()


@contextmanager
def processes(number: int, stop: Stop, tell: Callable[[Any], None]) -> Iterator[Run]:
    """What runs tasks in processes of their own. Where time is limited, each gets its share of what is left."""
    context = Spawning()
    requested, news = context.Event(), context.SimpleQueue()

    def run(work: Work, tasks: Sequence[Any]) -> list[Any]:
        futures: list[Future[Any]] = []
        pending: set[Future[Any]] = set()
        while pending or len(futures) < len(tasks):
            while len(pending) < number and len(futures) < len(tasks):
                share = min(1.0, number / (len(pending) + len(tasks) - len(futures)))
                with interrupts_held():
                    futures.append(pool.submit(_work, work, tasks[len(futures)], stop.seconds_left * share))
                pending.add(futures[-1])
            _, pending = wait(pending, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            context.end_all_if_one_died()
            if stop.requested.is_set():
                requested.set()
            while not news.empty():
                tell(news.get())
        return [future.result() for future in futures]

    with ProcessPoolExecutor(number, context, _prepare, (requested, news)) as pool:
        try:
            yield run
        finally:
            requested.set()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Processes that start now do not die of a Ctrl-C in their first second, before they know what to do about it; nor
    of a request to terminate that goes to all of them, as the command `timeout` sends it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, set(ASKING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_connections: list[Any] = []
"""Of a process that works for another: the event that asks it to stop, and where its news go."""


def _prepare(requested: Any, news: Any) -> None:
    """What such a process begins with."""
    stay_with_parent()
    _connections[:] = [requested, news]


def stay_with_parent() -> None:
    """Of a process that works for another: it leaves requests to stop to that one, and ends when that one does."""
    for one in ASKING:
        signal.signal(one, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, set(ASKING))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(work: Work, task: Any, seconds: float) -> Any:
    requested, news = _connections
    return work(task, Stop(seconds, requested), news.put)
