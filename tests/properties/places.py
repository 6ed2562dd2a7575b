"""Weeks with a hotspot or hubs, everybody's duties published, in which visits and hub staff are drawn freely."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from rostering.model.keys import Band
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, Plan
from tests.properties.rows import Unsolved, drawn, unsolved
from tests.strategies import STARTS

SHIFTS = {
    "early": {"start": "07:00", "end": "15:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
}
SPOT = "spot"
OPENINGS: tuple[list[dict[str, Any]] | None, ...] = (
    None,
    [{"from": "10:00", "to": "23:00"}],
    [{"from": "20:00", "to": "02:00"}],
    [{"days": ["fri", "sat", "mon"], "from": "22:00", "to": "05:00"}],
    [{"days": ["sat"], "from": "10:00", "to": "16:00"}, {"days": ["sun"], "from": "12:00", "to": "21:00"}],
    [{"from": "08:00", "to": "12:00"}, {"from": "12:00", "to": "13:10"}, {"from": "18:00", "to": "18:10"}],
)


@dataclass(frozen=True)
class Visiting:
    """A week with one hotspot, and visits as they were drawn: band and start of each."""

    model: Unsolved
    visits: tuple[tuple[Band, int], ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        """What a failed example shows."""
        at = self.model.scenario.horizon.moment_text
        visits = [(at(band.start), at(start)) for band, start in self.visits]
        printer.text(f"{drawn(self.model.scenario)} {visits=}")

    @property
    def plan(self) -> Plan:
        """All the visits, by one officer; where he is otherwise is not asked here."""
        scenario = self.model.scenario
        dwell = scenario.rules.hotspot_guarantee.minutes
        activities = tuple(Activity(start, start + dwell, "visit", hotspot=SPOT) for _, start in self.visits)
        return Plan((Duty("pc-1", scenario.horizon.start, "early", activities),))


@st.composite
def visitings(draw: st.DrawFn, counted: str, *, spacing: bool = False) -> Visiting:
    """Any visits inside the bands of a week; with `spacing`, as many as the rule's spacing, drawn from them, allows."""
    start, length = draw(st.sampled_from(STARTS)), draw(st.sampled_from([1, 1, 2, 3, 5, 6]))
    days = [start + timedelta(days=offset) for offset in range(length)]
    guarantee: dict[str, Any] = {"counted": counted, "every_days": draw(st.integers(1, 4))}
    if counted == "blocks" and draw(st.booleans()):
        guarantee["blocks_from"] = (start + timedelta(days=draw(st.integers(-5, 2)))).isoformat()
    rules = {
        "hotspot_guarantee": guarantee,
        "visit_spacing": {"hours": draw(st.sampled_from([0, 1, 2.5, 24])), "level": draw(_required_or_off())},
        "opening_hours": {"level": draw(_required_or_off())},
    }
    content = _content(days, draw(_hotspots(start)), rules)
    model = unsolved(Scenario.model_validate(content))
    bands = model.sets.visit_bands[SPOT]
    most_starts = 12 if spacing else 5
    starts = draw(
        st.lists(st.tuples(st.integers(0, max(0, len(bands) - 1)), st.integers(0, 700)), max_size=most_starts)
    )
    dwell = model.scenario.rules.hotspot_guarantee.minutes
    visits = {
        (bands[number], bands[number].start + later % (bands[number].minutes - dwell + 1))
        for number, later in starts
        if bands
    }
    if counted == "elapsed":
        echoes = draw(st.lists(st.sampled_from([-15, -1, 0, 1, 15]), max_size=len(visits)))
        visits |= _echoes(model, [start for _, start in sorted(visits)], echoes)
    return Visiting(model, tuple(sorted(visits)))


def _echoes(model: Unsolved, starts: list[int], nudges: list[int]) -> set[tuple[Band, int]]:
    """Visits that begin as the clock of an earlier one runs over, or some minutes off, where a band has room."""
    rule = model.scenario.rules.hotspot_guarantee
    due = [start + rule.minutes + rule.every_days * 24 * 60 + off for start, off in zip(starts, nudges, strict=False)]
    bands = model.sets.visit_bands[SPOT]
    return {(band, start) for start in due for band in bands if band.start <= start <= band.end - rule.minutes}


def _required_or_off() -> st.SearchStrategy[str]:
    return st.sampled_from(["required", "required", "required", "off"])


@st.composite
def _hotspots(draw: st.DrawFn, start: date) -> dict[str, Any]:
    spot = {
        "area": "north",
        "lat": 51.91,
        "lon": -0.41,
        "crew": 1,
        "max_visits_per_day": draw(st.sampled_from([1, 2, 3, 4, 8])),
    }
    opening = draw(st.sampled_from(OPENINGS))
    if opening is not None:
        spot["open"] = opening
    if draw(st.booleans()):
        before = start - timedelta(days=draw(st.integers(1, 4)))
        spot["last_patrolled"] = f"{before}T{draw(st.sampled_from(['00:00', '15:25', '23:50']))}"
    return spot


def _content(days: list[date], spot: dict[str, Any], rules: dict[str, Any]) -> dict[str, Any]:
    published = {shift: {day.isoformat(): shift for day in days} for shift in SHIFTS}
    return {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": days[0].isoformat(), "days": len(days)},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {}},
        "shifts": SHIFTS,
        "officers": {
            f"pc-{number}": {"role": "pc", "area": "north", "published": published[shift]}
            for number, shift in enumerate(SHIFTS, start=1)
        },
        "hotspots": {SPOT: spot},
        "rules": rules,
    }
