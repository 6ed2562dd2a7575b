"""Small scenarios and schedules, drawn at random: valid ones, with the corners that matter (clock changes, nights)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rostering.horizon import day_name
from rostering.scenario import Scenario
from rostering.schedule import (
    ACTIVITIES,
    HUB,
    PATROL,
    TRAVEL,
    VISIT,
    Activity,
    Duty,
    HotspotPlan,
    Ledger,
    PassReport,
    Plan,
    Schedule,
    Unmet,
    Violation,
)

AREAS = ("north", "south")
SHIFTS = {
    "early": {"start": "07:00", "end": "17:00"},
    "late": {"start": "14:00", "end": "00:00"},
    "night": {"start": "22:00", "end": "07:00"},
}
STARTS = (date(2025, 6, 6), date(2025, 3, 29), date(2025, 10, 25))
"""A plain Friday, and the days before the clocks go forward and back."""
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def amounts(most: int = 1000) -> st.SearchStrategy[dict[str, int]]:
    """Demand by measure."""
    return st.fixed_dictionaries({"crime": st.integers(1, most), "asb": st.integers(1, most)})


@st.composite
def officers(draw: st.DrawFn, areas: list[str], days: list[date]) -> dict[str, Any]:
    """One officer: some days published, some away, wishes for the others."""
    states = draw(st.lists(st.sampled_from(["free", "rest", *SHIFTS, "away"]), min_size=len(days), max_size=len(days)))
    by_day = dict(zip([day.isoformat() for day in days], states, strict=True))
    free = [day for day, state in by_day.items() if state == "free"]
    officer: dict[str, Any] = {
        "role": draw(st.sampled_from(["pc", "pcso"])),
        "area": draw(st.sampled_from(areas)),
        "skills": ["asb-lead"] if draw(st.booleans()) else [],
        "published": {day: state for day, state in by_day.items() if state == "rest" or state in SHIFTS},
        "unavailable": {day: "leave" for day, state in by_day.items() if state == "away"},
    }
    has_wishes = draw(st.booleans())
    if free and has_wishes:
        wish = {"day": draw(st.sampled_from(free)), "shift": draw(st.sampled_from(["rest", *SHIFTS])), "weight": 2.0}
        officer["requests"] = [wish]
    if draw(st.booleans()):
        ended = days[0] - timedelta(days=draw(st.integers(1, 3)))
        consecutive = draw(st.integers(0, 5))
        officer["history"] = {"last_duty_ends": f"{ended.isoformat()}T17:00", "consecutive_days": consecutive}
    return officer


@st.composite
def hotspots(draw: st.DrawFn, areas: list[str], start: date, number: int) -> dict[str, Any]:
    """One hotspot; its number keeps it apart from the others on the map."""
    spot: dict[str, Any] = {
        "title": draw(TEXTS),
        "area": draw(st.sampled_from(areas)),
        "lat": 51.9 + number / 100,
        "lon": -0.41,
        "demand": draw(amounts(100)),
        "crew": draw(st.integers(1, 2)),
    }
    if draw(st.booleans()):
        spot["open"] = [
            {"from": draw(st.sampled_from(["10:00", "20:00"])), "to": draw(st.sampled_from(["23:00", "02:00"]))}
        ]
    if draw(st.booleans()):
        spot["last_patrolled"] = f"{(start - timedelta(days=draw(st.integers(1, 4)))).isoformat()}T15:25"
    return spot


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """What a scenario file might hold: one or two areas, one to four officers and days, few hotspots, a hub or none."""
    start, length = draw(st.sampled_from(STARTS)), draw(st.integers(1, 4))
    days = [start + timedelta(days=offset) for offset in range(length)]
    areas = list(AREAS[: draw(st.integers(1, 2))])
    neighbours = {area: [other for other in areas if other != area and draw(st.booleans())] for area in areas}
    content: dict[str, Any] = {
        "version": 1,
        "name": "drawn",
        "title": draw(TEXTS),
        "horizon": {"start": start.isoformat(), "days": length, "timezone": "Europe/London"},
        "demand": {"weights": {"crime": 0.6, "asb": 0.4}},
        "areas": {
            area: {
                "base": {"lat": 51.8 + position / 50, "lon": -0.43},
                "demand": draw(amounts()),
                "neighbours": neighbours[area],
            }
            for position, area in enumerate(areas)
        },
        "roles": {"pc": {"abstraction": draw(st.sampled_from([0.0, 0.3]))}, "pcso": {"weekly_hours": 37.0}},
        "shifts": SHIFTS,
        "officers": {f"officer-{n}": draw(officers(areas, days)) for n in range(1, draw(st.integers(1, 4)) + 1)},
        "hotspots": {f"spot-{n}": draw(hotspots(areas, start, n)) for n in range(draw(st.integers(0, 2)))},
    }
    if draw(st.booleans()):
        content["hub_sessions"] = {"library": draw(hubs(areas, days))}
    return content


@st.composite
def hubs(draw: st.DrawFn, areas: list[str], days: list[date]) -> dict[str, Any]:
    """One hub that opens once a week, on a day of the horizon."""
    return {
        "area": draw(st.sampled_from(areas)),
        "lat": 51.85,
        "lon": -0.42,
        "when": [{"day": day_name(draw(st.sampled_from(days))), "from": "15:00", "to": "17:00"}],
        "staff": draw(st.sampled_from([{"any": 1}, {"any": 2, "pc": 1}, {"pc": 1, "pcso": 1}])),
    }


def scenarios() -> st.SearchStrategy[Scenario]:
    """Small valid scenarios."""
    return contents().map(Scenario.model_validate)


@st.composite
def activities(draw: st.DrawFn, scenario: Scenario, span: tuple[int, int]) -> Activity:
    """A piece of a duty, anywhere in it: it may overlap others or end before it starts, as after a slip by hand."""
    start, end = draw(st.integers(*span)), draw(st.integers(*span))
    areas, spots, hubs_ = sorted(scenario.areas), sorted(scenario.hotspots), sorted(scenario.hub_sessions)
    possible = [do for do in ACTIVITIES if (do != VISIT or spots) and (do != HUB or hubs_)]
    do = draw(st.sampled_from(possible))
    about: dict[str, Any] = {}
    if do == TRAVEL:
        about["to_place"] = draw(st.sampled_from(areas + spots + hubs_))
    if do == PATROL:
        about["area"] = draw(st.sampled_from(areas))
    if do == HUB:
        about["session"] = draw(st.sampled_from(hubs_))
    if do == VISIT:
        about["hotspot"] = draw(st.sampled_from(spots))
        about["crew"] = tuple(draw(st.lists(st.sampled_from(sorted(scenario.people)), max_size=2)))
        about["reason"] = draw(st.none() | TEXTS)
    return Activity(start, end, do, **about)


@st.composite
def plans(draw: st.DrawFn, scenario: Scenario) -> Plan:
    """Any plan that can be written down for a scenario, sensible or not."""
    horizon = scenario.horizon
    duties = []
    for officer in sorted(scenario.people):
        for day in horizon.dates:
            shift = draw(st.sampled_from([None, *scenario.shifts]))
            if shift is not None:
                span = horizon.span(day, scenario.shifts[shift].start, scenario.shifts[shift].end)
                duties.append(Duty(officer, day, shift, tuple(draw(st.lists(activities(scenario, span), max_size=3)))))
    instants = st.integers(0, horizon.at(horizon.end))
    ledgers = st.builds(Ledger, *[st.integers(-100, 100)] * 4)
    visits = st.lists(instants, max_size=3, unique=True).map(lambda starts: tuple(sorted(starts)))
    spots = {spot: HotspotPlan(draw(visits), draw(ledgers)) for spot in sorted(scenario.hotspots)}
    staff = st.lists(st.sampled_from(sorted(scenario.people)), max_size=3, unique=True).map(
        lambda who: tuple(sorted(who))
    )
    openings = st.dictionaries(instants, staff, max_size=2)
    hub_sessions = {session: dict(sorted(draw(openings).items())) for session in sorted(scenario.hub_sessions)}
    return Plan(tuple(duties), spots, hub_sessions)


@st.composite
def schedules(draw: st.DrawFn, scenario: Scenario) -> Schedule:
    """A plan and what might be said about it."""
    numbers = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)
    return Schedule(
        plan=draw(plans(scenario)),
        scenario=scenario.name,
        scenario_sha256=draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
        rostering="0.1.0",
        solver="HiGHS 1.16.0",
        seed=draw(st.integers(0, 10)),
        status="feasible",
        stopped_by=draw(st.sampled_from(["proof", "time_limit", "interrupt"])),
        passes=(PassReport("hotspot_guarantee", draw(numbers), draw(numbers | st.just(float("-inf"))), 0.00417),),
        price_of_fairness=draw(st.none() | st.floats(0, 1)),
        measures={"guarantee_kept": 1.0, "patrol_hours": draw(numbers), "demand_tracking": draw(st.floats(0, 1))},
        unmet=(
            Unmet("hotspot_guarantee", 1, draw(TEXTS), draw(TEXTS), (("hotspot", "spot-1"),), scenario.horizon.dates),
        ),
        areas={area: {"demand_share": draw(st.floats(0, 1)), "patrol_hours": draw(numbers)} for area in scenario.areas},
        hotspots={spot: {"demand_share": 0.041, "last_patrolled": 25} for spot in scenario.hotspots},
        violations=(
            Violation("daily_rest", "required", draw(numbers), "hours", draw(TEXTS), (("officer", "officer-1"),)),
        ),
    )
