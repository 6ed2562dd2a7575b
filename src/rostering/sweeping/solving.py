"""One point, planned: in whatever process, on whatever machine."""

from __future__ import annotations

import math
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rostering.files import InputError, Variant, dump, load_scenario, schedule_document
from rostering.files.schedule_writing import on_one_line
from rostering.files.variant_text import variant_text
from rostering.scheduling import plan
from rostering.solve import Options, Stop
from rostering.solve.terms import Request
from rostering.sweeping.points import Task


@dataclass(frozen=True)
class Answer:
    """What came of a point."""

    reason: str = ""
    """Why there is no plan; nothing where there is one."""
    scenario: str = ""
    """The scenario with the changes applied, as a file; nothing where it cannot be used."""
    schedule: str = ""
    """The schedule, as a file."""
    results: dict[str, Any] = field(default_factory=dict)
    """Measures, and how planning ended, by column."""


def solve_point(task: Task, requested: Request | None = None) -> Answer:
    """Plan a point; what keeps it from being planned is its answer, not an exception.

    Args:
        task: the point.
        requested: an event that asks to stop; what is answered then is not the point's answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in task.files:
            (Path(folder) / name).write_bytes(raw)
        settings = tuple(f"{path}={_text(value)}" for path, value in task.point.settings.items())
        path, variant = Path(folder) / task.files[0][0], Variant(task.point.names, settings)
        try:
            loaded = load_scenario(path, variant)
        except InputError as refused:
            return Answer("; ".join(str(problem).removeprefix(f"{folder}/") for problem in refused.problems))
        text = variant_text(loaded)
        # What is planned is the file that stands beside the schedule, so that they belong together.
        path.write_text(text, encoding="utf-8")
        loaded = load_scenario(path)
    solving = task.solving
    limit = math.inf if solving.time_limit is None else solving.time_limit
    options = Options(time_limit=limit, gap=solving.gap, seed=solving.seed, threads=1)
    outcome = plan(loaded.scenario, loaded.sha256, options, Stop(limit, requested), lambda _: None)
    if outcome.schedule is None:
        is_impossible = outcome.result.status == "infeasible"
        why = "infeasible: no plan keeps every required rule" if is_impossible else "the time limit was reached first"
        return Answer("; ".join([why, *outcome.result.because]), text)
    document = schedule_document(outcome.schedule, loaded.scenario)
    return Answer("", text, dump(document), _results(document))


def _text(value: Any) -> str:
    return "" if value is None else on_one_line(value)


def _results(document: dict[str, Any]) -> dict[str, Any]:
    """Columns of a schedule: how it ended, what is broken and unmet, every measure, each pass's proven gap."""
    result, checks = document["result"], document["checks"]
    return {
        "status": result["status"],
        "stopped_by": result["stopped_by"],
        "required_broken": checks["required_broken"],
        "preferred_broken": checks["preferred_broken"],
        "unmet": len(document["unmet"]),
        **document["measures"],
        **{f"gap_{one['pass']}": one["gap"] for one in result["passes"]},
    }
