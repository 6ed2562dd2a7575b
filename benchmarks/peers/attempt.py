"""What a solver reached, and when; and how each is run in a process of its own.

    python -m peers.cpsat curtois Instance5.txt 60      (in the folder benchmarks)

prints the attempt as one line of JSON. Peers do not share a process, so that none inherits another's memory, and one
that is not installed leaves a note and nothing else.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLOSE = 1e-4
"""Costs nearer to each other than this are one: solvers compute with tolerances."""
Duties = dict[tuple[str, int], str]
"""By person and day (counted from 0), the shift."""


@dataclass(frozen=True)
class Moment:
    """The best value and bound known so many seconds after the start; what is not known yet is infinite."""

    seconds: float
    value: float = math.inf
    bound: float = -math.inf


@dataclass(frozen=True)
class Attempt:
    """One solver's run on one problem, building the model included in its seconds."""

    solver: str
    moments: tuple[Moment, ...]
    duties: Duties | None
    seconds: float
    """In all; 0 where it could not be run."""
    note: str = ""
    """What was seen where it could not be run."""

    def at(self, seconds: float) -> Moment:
        """The best value and bound it had by then."""
        known = [moment for moment in self.moments if moment.seconds <= seconds]
        return Moment(seconds, least(one.value for one in known), -least(-one.bound for one in known))

    def first(self, value: float) -> float:
        """Seconds after which it had this value or a better one; infinite where it never had."""
        return least(moment.seconds for moment in self.moments if moment.value <= value + CLOSE)


BENCHMARKS = Path(__file__).parents[1]
GRACE_SECONDS = 120.0
"""How much later than asked a peer may come back before it is ended."""


def attempt(peer: str, kind: str, file: Path, seconds: float) -> Attempt:
    """Run a peer in a process of its own on a file; where it fails, the attempt has a note instead of a roster."""
    words = [sys.executable, "-m", f"peers.{peer}", kind, str(file.resolve()), f"{seconds:.3f}"]
    try:
        done = subprocess.run(
            words,
            cwd=BENCHMARKS,
            env=os.environ | {"PYTHONHASHSEED": "0"},
            capture_output=True,
            text=True,
            timeout=seconds + GRACE_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        return Attempt(peer, (), None, 0.0, "failed: " + "".join(error.stderr.strip().splitlines()[-1:]))
    except subprocess.TimeoutExpired:
        return Attempt(peer, (), None, seconds + GRACE_SECONDS, "did not stop in time")
    return _read(json.loads(done.stdout.splitlines()[-1]))


def run(solvers: Mapping[str, tuple[Callable[[Path], Any], Callable[[Any, float], Attempt]]]) -> None:
    """What a peer's module does when started: read the file of the kind, solve, print."""
    kind, file, seconds = sys.argv[1:]
    read, solve = solvers[kind]
    print(json.dumps(_plain(solve(read(Path(file)), float(seconds)))))


@contextmanager
def output_in(file: int) -> Iterator[None]:
    """Meanwhile what is written to standard output, also by compiled code, goes to an open file: HiGHS greets there
    whatever it is told, and one interface of OR-Tools tells of progress nowhere else.
    """
    sys.stdout.flush()
    terminal = os.dup(1)
    os.dup2(file, 1)
    try:
        yield
    finally:
        os.dup2(terminal, 1)
        os.close(terminal)


def _plain(done: Attempt) -> dict[str, Any]:
    return {
        "solver": done.solver,
        "moments": [[one.seconds, one.value, one.bound] for one in done.moments],
        "duties": None if done.duties is None else [[*key, shift] for key, shift in sorted(done.duties.items())],
        "seconds": done.seconds,
        "note": done.note,
    }


def _read(plain: Mapping[str, Any]) -> Attempt:
    duties = plain["duties"]
    return Attempt(
        plain["solver"],
        tuple(Moment(*numbers) for numbers in plain["moments"]),
        None if duties is None else {(person, day): shift for person, day, shift in duties},
        plain["seconds"],
        plain["note"],
    )


def least(numbers: Iterable[float]) -> float:
    """The least number; infinite where there is none."""
    return min(numbers, default=math.inf)
