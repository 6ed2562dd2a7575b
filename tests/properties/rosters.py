"""Small rosters drawn freely, and rule books whose limits lie at and just past what was drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from rostering.horizon import Horizon
from rostering.scenario import Scenario
from rostering.schedule import Duty, Plan
from tests.properties.rows import drawn
from tests.strategies import STARTS

SHIFTS = {
    "early": {"start": "07:00", "end": "17:00"},
    "middle": {"start": "11:20", "end": "19:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
}
MINUTE = 1 / 60
LONGEST_REST = 48 * 60
NUDGES = st.sampled_from([-1, -1, 0, 0, 1])
"""From a real gap to a limit: just under it, at it, just past it."""
LOOSE: dict[str, dict[str, Any]] = {
    "daily_rest": {"hours": 0},
    "consecutive_duties": {"most": 31},
    "weekly_hours": {"tolerance_hours": 48.0},
    "average_weekly_hours": {"hours": 168.0},
}
"""Limits that decide nothing, so that one rule alone does."""

Chosen = tuple[tuple[str, date, str], ...]


@dataclass(frozen=True)
class Roster:
    """A scenario, and duties that somebody chose for it."""

    scenario: Scenario
    chosen: Chosen

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        """What a failed example shows."""
        chosen = [(officer, str(day), shift) for officer, day, shift in self.chosen]
        printer.text(f"{drawn(self.scenario)} {chosen=}")

    @property
    def plan(self) -> Plan:
        """The duties, with nothing said about how they are spent."""
        return Plan(tuple(Duty(*duty) for duty in self.chosen))

    @property
    def published(self) -> Plan:
        """The same, but for what is published only."""
        people = self.scenario.people
        kept = [duty for duty in self.chosen if (people[duty[0]].published or {}).get(duty[1]) == duty[2]]
        return Plan(tuple(Duty(*duty) for duty in kept))


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """One or two officers, up to ten days, any duties on free days; each limit near what these duties come to."""
    start, length = draw(st.sampled_from(STARTS)), draw(st.sampled_from([2, 3, 5, 8, 10, 10]))
    days = [start + timedelta(days=offset) for offset in range(length)]
    horizon = Horizon(start=start, days=length)
    officers = {f"pc-{number}": draw(_officers(days)) for number in range(1, draw(st.integers(1, 2)) + 1)}
    if "pc-2" in officers and draw(st.booleans()):
        officers["pc-2"]["works_with"] = "pc-1"
    chosen = tuple(duty for officer, one in officers.items() for duty in draw(_choices(officer, one, days)))
    rules, staffing, contract = draw(_limits(horizon, officers, chosen))
    content = {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": start.isoformat(), "days": length},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {"weekly_hours": contract}},
        "shifts": SHIFTS,
        "staffing": {"north": staffing},
        "officers": officers,
        "rules": rules,
    }
    return Roster(Scenario.model_validate(content), chosen)


@st.composite
def _officers(draw: st.DrawFn, days: list[date]) -> dict[str, Any]:
    usual = draw(st.sampled_from([["free"], ["free", "free", "free", "rest", *SHIFTS, "away"]]))
    states = [draw(st.sampled_from(usual)) for _ in days]
    by_day = dict(zip([day.isoformat() for day in days], states, strict=True))
    history: dict[str, Any] = {
        "consecutive_days": draw(st.integers(0, 8)),
        "hours_last_16_weeks": draw(st.sampled_from([0.0, 610.0, 610.0])),
    }
    if draw(st.booleans()):
        ended = days[0] - timedelta(days=1)
        history["last_duty_ends"] = draw(st.sampled_from([f"{ended}T17:00", f"{days[0]}T00:00", f"{days[0]}T07:00"]))
    free = [day for day, state in by_day.items() if state == "free"]
    wishes = st.tuples(st.sampled_from(free or [""]), st.sampled_from(["rest", *SHIFTS]), st.sampled_from([-1.0, 2.0]))
    return {
        "role": "pc",
        "area": "north",
        "skills": ["driver"] if draw(st.booleans()) else [],
        "requests": [
            {"day": day, "shift": shift, "weight": weight}
            for day, shift, weight in (draw(st.lists(wishes, max_size=1)) if free else [])
        ],
        "published": {day: state for day, state in by_day.items() if state == "rest" or state in SHIFTS},
        "unavailable": {day: "leave" for day, state in by_day.items() if state == "away"},
        "history": history,
    }


@st.composite
def _choices(draw: st.DrawFn, officer: str, one: dict[str, Any], days: list[date]) -> list[tuple[str, date, str]]:
    """Mostly what a careful person would choose, so that a single slip decides."""
    chosen: list[tuple[str, date, str]] = []
    slips = draw(st.sampled_from(["none", "none", "none", "published", "away", "twice"]))
    numbers = draw(
        st.sampled_from([[0, 0, 0, 1], [0, 1, 1, 1, 1, 1]])
    )  # Few duties, so that long rests decide; or many.
    for day in days:
        published = one["published"].get(day.isoformat())
        if published is not None:
            is_worked = published != "rest" and not (slips == "published" and draw(st.booleans()))
            chosen += [(officer, day, published)] if is_worked else []
            continue
        is_away = day.isoformat() in one["unavailable"]
        number = draw(st.sampled_from(numbers))
        if is_away:
            number = int(slips == "away" and draw(st.booleans()))
        elif number and slips == "twice" and draw(st.integers(0, 8)) == 0:
            number = 2
        shifts = draw(st.lists(st.sampled_from(sorted(SHIFTS)), min_size=number, max_size=number, unique=True))
        chosen += [(officer, day, shift) for shift in sorted(shifts)]
    return chosen


@st.composite
def _limits(
    draw: st.DrawFn, horizon: Horizon, officers: dict[str, Any], chosen: Chosen
) -> tuple[dict[str, Any], dict[str, Any], float]:
    contract = draw(st.sampled_from([7.0, 40.0]))
    nudge = draw(NUDGES)
    rests = [gap + nudge for gap in rest_gaps(horizon, officers, chosen) if 0 <= gap + nudge <= LONGEST_REST]
    runs = [run + nudge for run in run_lengths(horizon, officers, chosen) if 1 <= run + nudge <= 31]
    extra = [hours - contract + nudge * MINUTE for hours in hours_of_weeks(horizon, chosen)]
    totals = [hours + nudge * MINUTE for hours in hours_of_periods(horizon, officers, chosen) if hours > 1]
    near = {
        "daily_rest": {"hours": draw(at_the_edge(rests)) * MINUTE} if rests else {},
        "consecutive_duties": {"most": draw(at_the_edge(runs, reverse=True))} if runs else {},
        "weekly_hours": {"tolerance_hours": min(48.0, max(0.0, draw(at_the_edge(extra, reverse=True))))},
        "average_weekly_hours": {"hours": min(168.0, draw(at_the_edge(totals, reverse=True)) / 17)} if totals else {},
    }
    decisive = draw(st.sampled_from([*near, "all", "staffing"]))
    rules = near if decisive == "all" else LOOSE | {rule: near[rule] for rule in near if rule == decisive}
    if decisive != "staffing":
        return rules, {}, contract
    shift = draw(st.sampled_from(sorted(SHIFTS)))
    there = draw(st.sampled_from([sum(duty[1:] == (day, shift) for duty in chosen) for day in horizon.dates]))
    bound = draw(st.sampled_from(["min", "max", "prefer", "driver"]))
    number = max(0, there + draw(NUDGES))
    wanted: dict[str, Any] = {"skills": {"driver": max(1, number)}} if bound == "driver" else {bound: number}
    return rules, {shift: wanted}, contract


def at_the_edge[Number: (int, float)](gaps: Sequence[Number], *, reverse: bool = False) -> st.SearchStrategy[Number]:
    """Mostly the tightest of the gaps: a limit there is decided by a minute, one anywhere else by the tightest gap."""
    ordered: list[Number] = sorted(gaps, reverse=reverse)
    return st.sampled_from([ordered[0], ordered[0], *ordered])


def spans_of(horizon: Horizon, chosen: Chosen) -> dict[str, list[tuple[int, int, date]]]:
    spans: dict[str, list[tuple[int, int, date]]] = defaultdict(list)
    for officer, day, shift in chosen:
        spans[officer].append((*horizon.span(day, SHIFTS[shift]["start"], SHIFTS[shift]["end"]), day))
    return {officer: sorted(found) for officer, found in spans.items()}


def rest_gaps(horizon: Horizon, officers: dict[str, Any], chosen: Chosen) -> list[int]:
    """Minutes between duties, also after the last one before the horizon."""
    gaps = []
    for officer, spans in spans_of(horizon, chosen).items():
        ended = officers[officer]["history"].get("last_duty_ends")
        ends = [horizon.read_moment(ended)] if ended else []
        gaps += [spans[0][0] - end for end in ends]
        gaps += [later[0] - earlier[1] for earlier, later in pairwise(spans)]
    return sorted(set(gaps))


def run_lengths(horizon: Horizon, officers: dict[str, Any], chosen: Chosen) -> list[int]:
    """Days of duty in a row by any day, those before the horizon counted."""
    lengths: set[int] = set()
    for officer, spans in spans_of(horizon, chosen).items():
        worked = {day for _, _, day in spans}
        run = officers[officer]["history"]["consecutive_days"]
        for day in horizon.dates:
            run = run + 1 if day in worked else 0
            lengths.add(run)
    return sorted(lengths - {0})


def hours_of_weeks(horizon: Horizon, chosen: Chosen) -> list[float]:
    """Hours of weeks, and for one cut short what a week of 40 hours has more."""
    hours = {0.0}
    for spans in spans_of(horizon, chosen).values():
        weeks = {(day - horizon.start).days // 7 for _, _, day in spans}
        hours |= {
            sum(end - start for start, end, day in spans if (day - horizon.start).days // 7 == week) / 60
            + 40 * (1 - min(7, horizon.days - 7 * week) / 7)
            for week in weeks
        }
    return sorted(hours)


def hours_of_periods(horizon: Horizon, officers: dict[str, Any], chosen: Chosen) -> list[float]:
    """Hours of whole reference periods of 17 weeks."""
    totals: set[float] = set()
    for officer, spans in spans_of(horizon, chosen).items():
        history = officers[officer]["history"]["hours_last_16_weeks"]
        for end in {min(7, horizon.days), horizon.days}:
            inside = sum(till - start for start, till, day in spans if (day - horizon.start).days < end) / 60
            totals.add(inside + history * min(112, 119 - end) / 112)
    return sorted(totals)
