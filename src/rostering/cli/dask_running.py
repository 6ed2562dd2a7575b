"""Points planned on a Dask cluster: the only module that knows Dask, which is installed only where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rostering.files import InputError, Problem
from rostering.sweeping import Answer, Done, Task, solve_point

LOCAL = "local"
"""Instead of an address: a cluster of this machine's own."""
CONNECT_SECONDS = 15
LOOK_SECONDS = 0.2
DIED = "the workers that planned it ended unexpectedly"


@dataclass(frozen=True)
class Cluster:
    """Where points are planned."""

    address: str
    """Of the scheduler, such as ``tcp://10.0.0.5:8786``; ``local`` for a cluster of this machine."""
    processes: int
    """Of a local cluster."""


def run_on_cluster(
    tasks: Iterable[Task],
    cluster: Cluster,
    done: Done,
    is_over: Callable[[], bool],
    solve: Callable[[Task], Answer] = solve_point,
) -> None:
    """Plan points on a cluster, a few more in hand than it has threads; what a dead worker had goes to another.

    Args:
        tasks: the points, taken one by one.
        cluster: where.
        done: told of each point that is planned.
        is_over: whether to stop; what is not finished then is not told of.
        solve: what plans a point.

    Raises:
        InputError: Dask is not installed, or nothing answers at the address.
    """
    with _client(cluster) as client:
        from distributed import KilledWorker, wait  # noqa: PLC0415 - an extra

        waiting, pending = iter(tasks), dict[Any, Task]()
        while not is_over():
            room = 2 * max(1, sum(client.nthreads().values()))
            while len(pending) < room and (task := next(waiting, None)) is not None:
                pending[client.submit(solve, task, key=f"{task.point.point}-{task.point.sha256[:12]}", pure=False)] = (
                    task
                )
            if not pending:
                return
            try:
                finished = wait(list(pending), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                continue
            for future in finished:
                try:
                    answer = future.result()
                except KilledWorker:
                    answer = Answer(DIED)
                done(pending.pop(future), answer)
                future.release()
        client.cancel(list(pending))


@contextmanager
def _client(where: Cluster) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra
    except ImportError as error:
        hint = "install it: pip install 'rostering[dask]'; or leave --cluster out"
        raise InputError([Problem("--cluster", None, (), "NO_DASK", "Dask is not installed", hint)]) from error
    if where.address == LOCAL:
        with (
            LocalCluster(
                n_workers=where.processes, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(where.address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        problem = Problem("--cluster", None, (where.address,), "NO_CLUSTER", "no scheduler answers at this address")
        raise InputError([problem]) from error
    with client:
        yield client
