"""Points planned on this machine, in as many processes as asked for; a process that dies takes nothing with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from rostering.solve.processes import Spawning, interrupts_held, stay_with_parent
from rostering.sweeping.points import Task
from rostering.sweeping.solving import Answer, solve_point

TRIES = 3
"""How often a point whose process died is tried by itself."""
DIED = f"the process that planned it ended unexpectedly, {TRIES} times"
LOOK_SECONDS = 0.2
"""How often it is looked whether to stop."""
Done = Callable[[Task, Answer], None]
"""Told of each point that is planned, in the process that sweeps."""
Solve = Callable[[Task, Any], Answer]
"""Plans a point; a function of a module, so that it can be sent."""


def run_here(
    tasks: Iterable[Task], number: int, done: Done, is_over: Callable[[], bool], solve: Solve = solve_point
) -> None:
    """Plan points, no more of them in hand than the processes need.

    Args:
        tasks: the points, taken one by one.
        number: of processes.
        done: told of each.
        is_over: whether to stop; what is not finished then is not told of.
        solve: what plans a point.
    """
    suspects = _run(iter(tasks), number, done, is_over, solve)
    for task in suspects:
        for _ in range(TRIES):
            if is_over():
                return
            if not _run(iter([task]), 1, done, is_over, solve):
                break
        else:
            done(task, Answer(DIED))


def _run(waiting: Iterator[Task], number: int, done: Done, is_over: Callable[[], bool], solve: Solve) -> list[Task]:
    """The points that were in hand when a process died: one of them may be why."""
    suspects = list[Task]()
    while not is_over():
        broken = _run_until_one_dies(waiting, number, done, is_over, solve)
        suspects += broken
        if not broken:
            break
    return suspects


def _run_until_one_dies(
    waiting: Iterator[Task], number: int, done: Done, is_over: Callable[[], bool], solve: Solve
) -> list[Task]:
    context = Spawning()
    requested = context.Event()
    pending: dict[Future[Answer], Task] = {}
    suspects = list[Task]()
    with ProcessPoolExecutor(number, context, _prepare, (requested,)) as pool:
        try:
            while not is_over():
                while len(pending) <= number and (task := next(waiting, None)) is not None:
                    try:
                        with interrupts_held():
                            pending[pool.submit(_work, solve, task)] = task
                    except BrokenProcessPool:
                        suspects.append(task)
                        break
                if suspects or not pending:
                    return [*suspects, *pending.values()]
                finished, _ = wait(pending, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in finished:
                    task = pending.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        suspects.append(task)
                    else:
                        done(task, future.result())
        finally:
            # Where one died the others were killed; one may have held the event's lock.
            if not suspects:
                requested.set()
                pool.shutdown(wait=True, cancel_futures=True)
    return []


_requested: list[Any] = []
"""Of a process that plans: the event that asks it to stop."""


def _prepare(requested: Any) -> None:
    stay_with_parent()
    _requested[:] = [requested]


def _work(solve: Solve, task: Task) -> Answer:
    return solve(task, *_requested)
