"""What somebody has changed in a schedule since it was written, and where in the file a breach is to be looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rostering.files import LoadedSchedule
from rostering.files.hand_edits import HandEdit
from rostering.scenario import Scenario
from rostering.schedule import VISIT, Violation
from rostering.words import count_words, day_words, officer_words

Path = tuple[str | int, ...]

MOST_SHOWN = 40
"""Edits that are listed one by one."""


def edit_lines(schedule: LoadedSchedule, scenario: Scenario) -> Iterator[str]:
    """What was edited by hand; nothing where nothing was."""
    edits = schedule.edits.found
    if not edits:
        return
    yield f"{schedule.path}: edited by hand since it was written, in {count_words(len(edits), 'place')}:"
    for edit in edits[:MOST_SHOWN]:
        who = f"{officer_words(edit.officer)}, {day_words(edit.day)}"
        yield f"  {schedule.path}:{schedule.lines(_path(edit, scenario))}: {who}: {_words(edit, schedule, scenario)}"
    if len(edits) > MOST_SHOWN:
        yield f"  and {len(edits) - MOST_SHOWN} more"


def _path(edit: HandEdit, scenario: Scenario) -> Path:
    if edit.session is not None:
        hub, opens = edit.session
        return "hub_sessions", hub, scenario.horizon.moment_text(opens), "staff"
    here = ("officers", edit.officer, edit.day.isoformat())
    if edit.kind == "shift":
        return (*here, "shift")
    return here if edit.position is None else (*here, "activities", edit.position)


def _words(edit: HandEdit, schedule: LoadedSchedule, scenario: Scenario) -> str:
    clock = scenario.horizon.clock_text
    if edit.piece is not None:
        place = scenario.title_of(edit.piece.hotspot or edit.piece.session or "")
        crew = f" with {', '.join(map(officer_words, edit.piece.crew))}" if edit.piece.crew else ""
        return f"{edit.piece.do} {place} {clock(edit.piece.start)}-{clock(edit.piece.end)}{crew}"
    if edit.session is not None:
        hub, opens = edit.session
        place = f"{scenario.title_of(hub)}, {day_words(scenario.horizon.day(opens))} {clock(opens)}"
        return f"put on the list of {place}" if edit.kind == "staff added" else f"taken off the list of {place}"
    if edit.kind == "shift":
        shift = next(one.shift for one in schedule.plan.duties if (one.officer, one.day) == (edit.officer, edit.day))
        return f"{scenario.title_of(shift).lower()} now"
    if edit.kind == "pieces removed":
        said = count_words(edit.number, "visit or hub opening/visits or hub openings")
        return f"{said} taken out, which a new plan may put back"
    return "no duty now" if edit.kind == "duty removed" else "breaks, journeys, patrol or reserve, timed anew by a plan"


def line_of(schedule: LoadedSchedule, scenario: Scenario) -> Callable[[Violation], int | None]:
    """Where in its file a planner looks first for a breach: the piece of the officer's day, the visit, the opening; for
    one that is about a team or the whole plan, nowhere.
    """
    starts, visits = dict[tuple[str, str, str], Path](), dict[tuple[str, str], Path]()
    for duty in schedule.plan.duties:
        here = ("officers", duty.officer, duty.day.isoformat())
        for position, one in enumerate(duty.activities):
            path, start = (*here, "activities", position), scenario.horizon.moment_text(one.start)
            starts.setdefault((duty.officer, duty.day.isoformat(), start), path)
            if one.do == VISIT:
                visits.setdefault((one.hotspot or "", start), path)

    def line(violation: Violation) -> int | None:
        where = dict(violation.where)
        at = where.get("at", "")
        if "officer" in where:
            own = ("officers", where["officer"], *([where["day"]] if "day" in where else []))
            return schedule.lines(starts.get((where["officer"], where.get("day", ""), at), own))
        if "hotspot" in where:
            return schedule.lines(visits.get((where["hotspot"], at), ("hotspots", where["hotspot"], "visits")))
        return schedule.lines(("hub_sessions", where["session"], at)) if "session" in where else None

    return line
