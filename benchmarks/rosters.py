"""Building duties, measured: public instances beside published results, and the same problems given to peers.

    python benchmarks/rosters.py curtois FOLDER --seconds 600 [--instances 1,2,13]
    python benchmarks/rosters.py peers --folder FOLDER --case curtois:5 --case force:400x28 --seconds 60

`curtois`: FOLDER holds the instances of Curtois and Qu (2014) as `Instance1.txt`, ..., and `reference.csv` with
published results; instances that are not in it are tried too. Each becomes a scenario of the product's own rules, is
solved by the product's own search in a process of its own, and the roster is costed again by `curtois/evaluate.py`.

`peers`: each case is solved by the product first, in at most the seconds given. Every peer then gets ten times the
seconds that took, and what it had after one and after ten times is set beside ours. A case is `curtois:` with the
number of an instance, or `force:` with officers, days and a seed (`400x28x1`). Every roster is costed again.

Both print a page and write it to `benchmarks/results/`.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import platform
import re
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from curtois.evaluate import Score, score
from curtois.instance import read_instance
from force import document
from peers.attempt import CLOSE, Attempt, attempt
from peers.compact import cost_of, read_scenario

from rostering.files import dump

RESULTS = Path(__file__).parent / "results"
PEERS = {"curtois": ("cpsat", "timefold", "naive"), "force": ("cpsat", "naive")}
"""Peers by kind of case; Timefold has no model of a force's rules."""
TIMES = 10.0
PRODUCT = "product"


@dataclass(frozen=True)
class Measured:
    """One solver's attempt on one case, costed again."""

    case: str
    attempt: Attempt
    cost: float
    """By somebody else than the solver; infinite where there is no roster."""
    violations: int

    @property
    def cost_in_words(self) -> str:
        """The cost, and how many required rules are broken, if any are."""
        return number(self.cost) + (f" (breaks {self.violations})" if self.violations else "")


def main() -> None:
    """Measure, print the page and write it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = arguments.add_subparsers(required=True, dest="kind")
    curtois = kinds.add_parser("curtois", help="public instances beside published results")
    curtois.add_argument("folder", type=Path)
    curtois.add_argument(
        "--instances", default="", help="numbers, with commas; all in the folder where it is not given"
    )
    peers = kinds.add_parser("peers", help="the same problems given to peers")
    peers.add_argument("--case", action="append", required=True)
    peers.add_argument("--folder", type=Path, help="of the public instances, for cases that name one")
    for one in (curtois, peers):
        one.add_argument("--seconds", type=float, default=600.0, help="for the product, on each case")
        one.add_argument("-o", "--output", type=Path, help="where the page goes, in place of benchmarks/results/")
    given = arguments.parse_args()
    lines = curtois_page(given) if given.kind == "curtois" else peers_page(given)
    written = []
    for line in lines:
        print(line, flush=True)
        written.append(line)
    output = given.output or RESULTS / f"{given.kind}.md"
    output.write_text("\n".join(written) + "\n", encoding="utf-8")


def heading(title: str) -> Iterator[str]:
    """What the page is, and by what it was made."""
    yield f"# {title}\n"
    words = ["FOLDER" if Path(word).is_dir() else word for word in sys.argv[1:]]
    packages = ", ".join(f"{name} {installed(name)}" for name in ("highspy", "PuLP", "ortools", "timefold"))
    yield (
        f"{datetime.now(UTC).date().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}. "
        f"Command: `python benchmarks/rosters.py {' '.join(words)}`\n"
    )


def installed(package: str) -> str:
    """The version of a package, if it is there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def number(value: float) -> str:
    """A number of a table: whole where it is; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{round(value)}" if abs(value - round(value)) < 1e-6 else f"{value:.1f}"


# --- public instances


def curtois_page(given: argparse.Namespace) -> Iterator[str]:
    """The table of public instances, a line as soon as it is known."""
    reference = read_reference(given.folder / "reference.csv")
    published = next(iter(reference.values()), {})
    columns = [name for name in published if name not in {"instance", "best_known"}]
    yield from heading("Public staff scheduling instances")
    yield (
        f"At most {given.seconds:g} s for each. *upper* is the cost of the roster by the evaluator, *lower* our proven "
        "bound; *gap* is upper over best known, *own gap* upper over lower, in per cent of upper. The columns on the "
        "right are published.\n"
    )
    ours = ["instance", "upper", "lower", "seconds", "best known", "gap %", "own gap %"]
    yield "| " + " | ".join(ours + [name.replace("_", " ") for name in columns]) + " |"
    yield "|---" * (len(ours) + len(columns)) + "|"
    for file in instances(given.folder, given.instances):
        name = re.sub(r"\D", "", file.stem)
        known = reference.get(name, {})
        done = measured(f"curtois:{name}", "curtois", file, PRODUCT, given.seconds)
        yield (
            "| " + " | ".join([*our_cells(name, done, known), *(known.get(column) or "" for column in columns)]) + " |"
        )


def our_cells(name: str, done: Measured, known: dict[str, str]) -> list[str]:
    """What we reached on an instance, beside the best known."""
    end = done.attempt.at(math.inf)
    best = float(known["best_known"]) if known.get("best_known") else math.nan
    return [
        name,
        done.cost_in_words if done.attempt.duties else done.attempt.note or "no roster",
        number(end.bound),
        f"{done.attempt.seconds:.1f}",
        number(best),
        percent(done.cost, best),
        percent(done.cost, end.bound),
    ]


def percent(value: float, least: float) -> str:
    """How far a value is above another, in per cent of the value; a dash where either is not known."""
    if not (math.isfinite(value) and math.isfinite(least)):
        return "–"
    return f"{100 * (value - least) / value:.2f}" if value else "0.00"


def read_reference(path: Path) -> dict[str, dict[str, str]]:
    """Published results by number of the instance; none where there is no such file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["instance"]: row for row in csv.DictReader(lines)}


def instances(folder: Path, chosen: str) -> list[Path]:
    """The instance files of a folder, those chosen by number, in order of number."""
    files = {int(re.sub(r"\D", "", file.stem)): file for file in folder.glob("Instance*.txt")}
    numbers = [int(one) for one in chosen.split(",")] if chosen else sorted(files)
    return [files[one] for one in numbers]


# --- one solver on one case


def measured(case: str, kind: str, file: Path, solver: str, seconds: float) -> Measured:
    """Let a solver try a case, and cost what it found."""
    done = attempt(solver, kind, file, seconds)
    if done.duties is None:
        return Measured(case, done, math.inf, 0)
    if kind == "curtois":
        found = evaluated(file, done)
        return Measured(case, done, found.cost, len(found.violations))
    scenario = read_scenario(file)
    first = scenario.horizon.start
    duties = {(officer, first + timedelta(days=day)): shift for (officer, day), shift in done.duties.items()}
    try:
        return Measured(case, done, cost_of(scenario, duties), 0)
    except ValueError:
        return Measured(case, done, math.inf, 1)


def evaluated(file: Path, done: Attempt) -> Score:
    """The roster of an attempt, costed by the evaluator."""
    instance, duties = read_instance(file), done.duties or {}
    lines = {person: [duties.get((person, day)) for day in range(instance.days)] for person in instance.people}
    return score(file.read_text(encoding="utf-8"), lines)


# --- peers


def peers_page(given: argparse.Namespace) -> Iterator[str]:
    """The table of peers, a line as soon as it is known, and medians."""
    yield from heading("The same rosters by other solvers")
    yield (
        f"The product has at most {given.seconds:g} s; *T* is what it took. Values and bounds are what each solver "
        "said, *costed* is its last roster costed again. *ours by* is when the product had a roster at least as good "
        "as the peer's last, *sooner* how many times earlier than the peer.\n"
    )
    titles = ["case", "solver", "T", "value at T", "bound at T", "value at 10 T", "bound at 10 T", "costed"]
    yield "| " + " | ".join([*titles, "ours by", "sooner", "note"]) + " |"
    yield "|---" * (len(titles) + 3) + "|"
    found: list[tuple[Measured, Measured]] = []
    with tempfile.TemporaryDirectory() as folder:
        for case in given.case:
            kind, file = case_file(case, given.folder, Path(folder))
            ours = measured(case, kind, file, PRODUCT, given.seconds)
            yield peer_row(ours, ours)
            for peer in PEERS[kind]:
                theirs = measured(case, kind, file, peer, TIMES * ours.attempt.seconds)
                found.append((ours, theirs))
                yield peer_row(ours, theirs)
    yield from medians(found)


def case_file(case: str, instances_folder: Path | None, scratch: Path) -> tuple[str, Path]:
    """The kind of a case, and the file that every solver reads."""
    kind, name = case.split(":")
    if kind == "curtois":
        return kind, (instances_folder or Path()) / f"Instance{name}.txt"
    officers, days, *seed = (int(part) for part in name.split("x"))
    file = scratch / f"{name}.yaml"
    file.write_text(dump(document(officers, days, *(seed or [1]))), encoding="utf-8")
    return kind, file


def peer_row(ours: Measured, theirs: Measured) -> str:
    """One line of the table."""
    seconds = ours.attempt.seconds
    early, late = theirs.attempt.at(seconds), theirs.attempt.at(math.inf)
    reached, peer_reached = ours.attempt.first(late.value), theirs.attempt.first(late.value)
    cells = [
        theirs.case,
        theirs.attempt.solver,
        f"{seconds:.1f}",
        number(early.value),
        number(early.bound),
        number(late.value),
        number(late.bound),
        theirs.cost_in_words,
        number(reached) if math.isfinite(late.value) else "–",
        f"{peer_reached / reached:.1f}" if math.isfinite(reached) and math.isfinite(late.value) else "–",
        theirs.attempt.note,
    ]
    return "| " + " | ".join(cells) + " |"


def medians(found: Sequence[tuple[Measured, Measured]]) -> Iterator[str]:
    """By peer: on how many cases ours is at least as good, and the medians of their values over ours."""
    yield ""
    for solver in sorted({theirs.attempt.solver for _, theirs in found}):
        pairs = [(ours, theirs) for ours, theirs in found if theirs.attempt.solver == solver and theirs.attempt.seconds]
        better = sum(ours.cost <= theirs.cost + CLOSE for ours, theirs in pairs)
        at_once, later = (
            [
                theirs.attempt.at(times * ours.attempt.seconds).value / ours.cost
                for ours, theirs in pairs
                if ours.cost and theirs.attempt.duties
            ]
            for times in (1.0, math.inf)
        )
        words = f"- {solver}: ours costs no more on {better} of {len(pairs)} cases"
        if later:
            words += f"; its value over ours, median: {statistics.median(at_once):.3f} at T"
            words += f", {statistics.median(later):.3f} at 10 T"
        yield words + "."


if __name__ == "__main__":
    main()
