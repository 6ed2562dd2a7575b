"""One officer's line of duties drawn freely, and for one rule of the book limits at and just past what was drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rostering.horizon import DAY_NAMES, Horizon, day_name
from rostering.scenario import REST, Scenario
from tests.properties.rosters import (
    LOOSE,
    MINUTE,
    NUDGES,
    SHIFTS,
    Chosen,
    Roster,
    at_the_edge,
    hours_of_periods,
    hours_of_weeks,
    rest_gaps,
    run_lengths,
)

NOT_DECISIVE: dict[str, dict[str, Any]] = {
    **LOOSE,
    **{
        rule: {"level": "off"}
        for rule in (
            "working_pattern",
            "rotation",
            "forbidden_successions",
            "contract_hours",
            "average_night_hours",
            "consecutive_nights",
            "consecutive_rest_days",
            "weekends_off",
            "shift_limits",
            "even_shares",
        )
    },
}
"""Limits that decide nothing, so that one rule alone does."""
WEEKS = (date(2025, 6, 2), date(2025, 3, 24), date(2025, 10, 20))
"""Plain days, and those around the changes of the clocks."""
ALWAYS_HARD = {"one_duty_a_day", "rotation"}


@dataclass(frozen=True)
class Drawn:
    """What limits are drawn from."""

    horizon: Horizon
    line: tuple[str, ...]
    """By day: a shift or `rest`."""
    officer: dict[str, Any]

    @property
    def chosen(self) -> Chosen:
        """The duties."""
        return tuple(
            ("pc", day, shift) for day, shift in zip(self.horizon.dates, self.line, strict=True) if shift != REST
        )

    @property
    def hours(self) -> float:
        """Of all duties."""
        spans = [self.horizon.span(day, SHIFTS[shift]["start"], SHIFTS[shift]["end"]) for _, day, shift in self.chosen]
        return sum(end - start for start, end in spans) / 60


Limits = tuple[dict[str, Any], dict[str, Any]]
"""What the rule says, and what the contract says."""


@st.composite
def lines(draw: st.DrawFn, rule: str) -> Roster:
    """One officer with some days published or away, over 5 to 16 days from any weekday on, and any line of duties."""
    start = draw(st.sampled_from(WEEKS)) + timedelta(days=draw(st.integers(0, 6)))
    horizon = Horizon(start=start, days=draw(st.integers(5, 16)))
    line = draw(_lines(horizon.days))
    levels = {"published_duty": draw(st.sampled_from(["required", "required", "preferred"]))}
    levels["availability"] = draw(st.sampled_from(["required", "required", "preferred", "off"]))
    known = {"role": "pc", "area": "north", "history": draw(_histories(start))}
    drawn = Drawn(horizon, line, known | draw(_days_told(horizon, line, levels)))
    limits, contract = draw(LIMITS[rule](drawn)) if rule in LIMITS else ({}, {})
    rotations = limits.pop("rotations", {})
    level = levels.get(rule) or draw(st.sampled_from(["required", "preferred"]))
    if level == "preferred" and rule not in ALWAYS_HARD:
        limits |= {"level": level, "weight": draw(st.sampled_from([1.0, 2.5]))}
    if rule == "contract_hours" or (rule == "rotation" and rotations):
        limits.setdefault("level", "required")
    rules = NOT_DECISIVE | {name: {"level": said} for name, said in levels.items()} | {rule: limits}
    content = {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": start.isoformat(), "days": horizon.days},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {"pc": {"weekly_hours": 40.0}},
        "shifts": SHIFTS,
        "contracts": {"own": contract},
        "rotations": rotations,
        "officers": {"pc": drawn.officer | {"contract": "own"} | ({"rotation": "turns"} if rotations else {})},
        "rules": rules,
    }
    return Roster(Scenario.model_validate(content), drawn.chosen)


@st.composite
def _lines(draw: st.DrawFn, days: int) -> tuple[str, ...]:
    """Pieces of rest, of one shift or of many, so that runs of all lengths come up."""
    line: list[str] = []
    while len(line) < days:
        options = draw(st.sampled_from([[REST], [REST], ["night"], ["early"], [*SHIFTS], [REST, *SHIFTS]]))
        line += draw(st.lists(st.sampled_from(options), min_size=1, max_size=6))
    return tuple(line[:days])


@st.composite
def _histories(draw: st.DrawFn, start: date) -> dict[str, Any]:
    """What was before: duties up to the horizon, rest days, something unknown or nothing."""
    history: dict[str, Any] = {
        "consecutive_days": 0,
        "hours_last_16_weeks": draw(st.sampled_from([0.0, 610.0, 610.0])),
        "recent_weekends": draw(st.lists(st.sampled_from(["worked", "off"]), max_size=4)),
    }
    kind = draw(st.sampled_from(["duties", "duties", "rest", "unknown", "nothing"]))
    if kind == "nothing":
        return history
    ended = start - timedelta(days=1)
    if kind == "duties":
        history |= {"consecutive_days": draw(st.integers(1, 8)), "last_shift": draw(st.sampled_from([*SHIFTS]))}
        is_night = history["last_shift"] == "night"
        history["consecutive_nights"] = draw(st.integers(1, history["consecutive_days"])) if is_night else 0
        history["last_duty_ends"] = f"{start}T07:00" if is_night else f"{ended}T19:00"
    elif kind == "rest":
        history["consecutive_rest_days"] = draw(st.integers(1, 4))
    if kind == "unknown" or (kind == "rest" and draw(st.booleans())):
        days = history.get("consecutive_rest_days", 0)
        history["last_duty_ends"] = f"{ended - timedelta(days=days)}T{draw(st.sampled_from(['07:00', '17:00']))}"
    return history


@st.composite
def _days_told(draw: st.DrawFn, horizon: Horizon, line: tuple[str, ...], levels: dict[str, str]) -> dict[str, Any]:
    """Days published, mostly as the line has them, and days away, mostly where it rests."""
    usual = draw(st.sampled_from([["free"], ["free", "free", "as it is"], ["free", "as it is", "away", "other"]]))
    slips = draw(st.sampled_from(["none", "none", "none", "published", "away"]))
    published, away = {}, {}
    for day, shift in zip(horizon.dates, line, strict=True):
        told = draw(st.sampled_from(usual))
        if told == "away" and (shift == REST or levels["availability"] != "required" or slips == "away"):
            away[day.isoformat()] = "leave"
        elif told == "other" and (levels["published_duty"] != "required" or slips == "published"):
            published[day.isoformat()] = draw(st.sampled_from([REST, *SHIFTS]))
        elif told != "free":
            published[day.isoformat()] = shift
    return {"published": published, "unavailable": away}


@st.composite
def _rest(draw: st.DrawFn, drawn: Drawn) -> Limits:
    nudge = draw(NUDGES)
    gaps = [gap + nudge for gap in rest_gaps(drawn.horizon, {"pc": drawn.officer}, drawn.chosen)]
    inside = [gap for gap in gaps if 0 <= gap <= 48 * 60]
    return {"hours": draw(at_the_edge(inside)) * MINUTE if inside else 11.0}, {}


@st.composite
def _successions(draw: st.DrawFn, drawn: Drawn) -> Limits:
    del drawn
    some = st.lists(st.sampled_from([*SHIFTS]), min_size=1, max_size=2, unique=True)
    return {"after": draw(st.dictionaries(st.sampled_from([*SHIFTS]), some, min_size=1, max_size=3))}, {}


@st.composite
def _pattern(draw: st.DrawFn, drawn: Drawn) -> Limits:
    """Mostly what the line has on each weekday of one, two or three weeks."""
    number = draw(st.integers(1, 3))
    pattern: list[dict[str, list[str]]] = [{name: [] for name in DAY_NAMES} for _ in range(number)]
    for at, (day, shift) in enumerate(zip(drawn.horizon.dates, drawn.line, strict=True)):
        week = (at + drawn.horizon.start.weekday()) // 7 % number
        if shift != REST and draw(st.integers(0, 12)):
            pattern[week][day_name(day)].append(shift)
    return {}, {"pattern": [{day: sorted(set(shifts)) for day, shifts in week.items()} for week in pattern]}


@st.composite
def _turns(draw: st.DrawFn, drawn: Drawn) -> Limits:
    """Mostly what the line has, from some week on."""
    number, offset = draw(st.integers(1, 3)), draw(st.integers(0, 2))
    options = st.sampled_from([REST, REST, *SHIFTS])
    turns = [[draw(options) for _ in range(7)] for _ in range(number)]
    for at, shift in enumerate(drawn.line):
        week, weekday = divmod(at + drawn.horizon.start.weekday(), 7)
        turns[(week + offset) % number][weekday] = shift
    return {"rotations": {"turns": {"weeks": turns}}}, {}


@st.composite
def _week(draw: st.DrawFn, drawn: Drawn) -> Limits:
    nudge = draw(NUDGES) * MINUTE
    if draw(st.booleans()):
        extra = [hours - 40.0 + nudge for hours in hours_of_weeks(drawn.horizon, drawn.chosen)]
        return {"tolerance_hours": min(48.0, max(0.0, draw(at_the_edge(extra, reverse=True))))}, {}
    told = {*drawn.officer["published"], *drawn.officer["unavailable"]}
    least = [7.0]
    for first in range(0, drawn.horizon.days - 6, 7):
        days = drawn.horizon.dates[first : first + 7]
        free = sum(day.isoformat() not in told for day in days)
        hours = sum(
            _hours(drawn.horizon, day, shift)
            for _, day, shift in drawn.chosen
            if day in days and day.isoformat() not in drawn.officer["published"]
        )
        least += [(hours + nudge) * 7 / free] if free and 0 < (hours + nudge) * 7 / free <= 48 else []
    return {"tolerance_hours": 48.0, "least_hours": draw(at_the_edge(least))}, {}


def _hours(horizon: Horizon, day: date, shift: str) -> float:
    start, end = horizon.span(day, SHIFTS[shift]["start"], SHIFTS[shift]["end"])
    return (end - start) / 60


@st.composite
def _contract_hours(draw: st.DrawFn, drawn: Drawn) -> Limits:
    edge = max(0.0, drawn.hours + draw(NUDGES) * MINUTE)
    hours = draw(st.sampled_from([{"least": edge}, {"most": edge}, {"least": edge, "most": edge}]))
    return {}, draw(st.sampled_from([{"hours": hours}, {"hours": hours}, {}]))


@st.composite
def _average(draw: st.DrawFn, drawn: Drawn, *, days: int) -> Limits:
    found = hours_of_periods(drawn.horizon, {"pc": drawn.officer}, drawn.chosen)
    totals = [hours + draw(NUDGES) * MINUTE for hours in found if hours > 1]
    hours = draw(at_the_edge(totals, reverse=True)) / 17 / days if totals else 10.0 / days
    return {"hours": min(168.0 if days == 1 else 24.0, hours)}, {"night_worker": True}


@st.composite
def _duties_in_a_row(draw: st.DrawFn, drawn: Drawn) -> Limits:
    lengths = run_lengths(drawn.horizon, {"pc": drawn.officer}, drawn.chosen) or [1]
    return draw(_run(lengths, "consecutive_duties"))


@st.composite
def _nights_in_a_row(draw: st.DrawFn, drawn: Drawn) -> Limits:
    history = {"consecutive_days": drawn.officer["history"].get("consecutive_nights", 0)}
    nights = tuple(duty for duty in drawn.chosen if duty[2] == "night")
    return draw(_run(run_lengths(drawn.horizon, {"pc": {"history": history}}, nights) or [1], "consecutive_nights"))


@st.composite
def _run(draw: st.DrawFn, lengths: list[int], rule: str) -> Limits:
    edge = max(1, draw(at_the_edge(lengths, reverse=True)) + draw(NUDGES))
    least = min(14, draw(st.sampled_from(lengths)) + 1)
    run = draw(st.sampled_from([{"most": edge}, {"most": 31, "least": least}, {"most": max(edge, 2), "least": 2}]))
    return draw(st.sampled_from([(run, {}), ({}, {rule: run})]))


@st.composite
def _rests_in_a_row(draw: st.DrawFn, drawn: Drawn) -> Limits:
    del drawn
    least = draw(st.integers(1, 5))
    return draw(st.sampled_from([({"least": least}, {}), ({}, {"consecutive_rest_days": {"least": least}})]))


@st.composite
def _weekends(draw: st.DrawFn, drawn: Drawn) -> Limits:
    del drawn
    number = draw(st.integers(1, 5))
    terms = {"least": draw(st.integers(0, number)), "in_weekends": number}
    return draw(st.sampled_from([(terms, {}), ({}, {"weekends_off": terms})]))


@st.composite
def _shift_limits(draw: st.DrawFn, drawn: Drawn) -> Limits:
    counts = Counter(drawn.line)
    most = {shift: max(0, counts[shift] + draw(NUDGES)) for shift in SHIFTS if draw(st.booleans())}
    return draw(st.sampled_from([({"most": most}, {}), ({"most": most}, {"shift_limits": {"night": 1}})]))


LIMITS: dict[str, Callable[[Drawn], st.SearchStrategy[Limits]]] = {
    "working_pattern": _pattern,
    "rotation": _turns,
    "daily_rest": _rest,
    "forbidden_successions": _successions,
    "weekly_hours": _week,
    "contract_hours": _contract_hours,
    "average_weekly_hours": lambda drawn: _average(drawn, days=1),
    "average_night_hours": lambda drawn: _average(drawn, days=6),
    "consecutive_duties": _duties_in_a_row,
    "consecutive_nights": _nights_in_a_row,
    "consecutive_rest_days": _rests_in_a_row,
    "weekends_off": _weekends,
    "shift_limits": _shift_limits,
}
"""By rule that has limits, how they are drawn; `availability` and `published_duty` are drawn with the days."""
