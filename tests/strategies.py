"""Small scenarios and schedules, drawn at random: valid ones, with the corners that matter (clock changes, nights,
working terms).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from rostering.horizon import DAY_NAMES, day_name
from rostering.scenario import Scenario
from rostering.schedule import (
    ACTIVITIES,
    HUB,
    PATROL,
    TRAVEL,
    VISIT,
    Activity,
    Change,
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
ROTATIONS = {
    "days": {"weeks": [["early", "early", "late", "rest", "rest", "rest", "rest"]], "choose": "team"},
    "turns": {
        "weeks": [
            ["rest", "rest", "night", "night", "rest", "rest", "rest"],
            ["rest", "rest", "rest", "early", "early", "late", "rest"],
        ]
    },
}
"""They keep the rules at their defaults."""
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
        officer["history"] = draw(histories(days[0]))
    terms = draw(st.sampled_from(["contract", "rotation", None]))
    if terms == "contract":
        officer["contract"] = draw(st.sampled_from(["part-time", "nights"]))
    if terms == "rotation":
        officer["rotation"] = draw(st.sampled_from(sorted(ROTATIONS)))
    return officer


@st.composite
def histories(draw: st.DrawFn, start: date) -> dict[str, Any]:
    """What may have been before a first day: a night or an early on the day before, or days off."""
    last_day = start - timedelta(days=draw(st.integers(1, 3)))
    history: dict[str, Any] = {
        "last_duty_ends": f"{last_day.isoformat()}T17:00",
        "hours_last_16_weeks": draw(st.sampled_from([0.0, 610.0])),
        "recent_weekends": draw(st.lists(st.sampled_from(["worked", "off"]), max_size=4)),
        "counts": draw(st.dictionaries(st.sampled_from(["nights", "lates", "weekends"]), st.integers(0, 9))),
    }
    free = (start - last_day).days - 1
    if free:
        return {**history, "consecutive_rest_days": draw(st.sampled_from([0, free]))}
    duties = draw(st.integers(1, 5))
    history |= {"consecutive_days": duties, "last_shift": "early"}
    if draw(st.booleans()):
        nights = draw(st.integers(1, duties))
        history |= {"last_shift": "night", "consecutive_nights": nights, "last_duty_ends": f"{start.isoformat()}T07:00"}
    return history


@st.composite
def contracts(draw: st.DrawFn, start: date) -> dict[str, Any]:
    """A part-time contract with a pattern of days, and one for nights with limits of its own."""
    weekdays = st.dictionaries(st.sampled_from(DAY_NAMES), st.lists(st.sampled_from([*SHIFTS]), max_size=3))
    part_time: dict[str, Any] = {
        "weekly_hours": draw(st.sampled_from([20.0, 30.0])),
        "hours": {"least": 0.0, "most": draw(st.sampled_from([10.0, 30.0]))},
        "consecutive_duties": {"most": draw(st.integers(1, 3))},
        "pattern": draw(st.lists(weekdays, max_size=3)),
    }
    if draw(st.booleans()):
        part_time["pattern_from"] = (start - timedelta(days=draw(st.integers(-10, 10)))).isoformat()
    nights = {
        "night_worker": True,
        "consecutive_nights": {"least": 2, "most": draw(st.integers(2, 4))},
        "consecutive_rest_days": {"least": draw(st.integers(1, 3))},
        "weekends_off": {"least": draw(st.integers(0, 2)), "in_weekends": draw(st.integers(2, 3))},
        "shift_limits": {"early": draw(st.integers(0, 2))},
    }
    return {"part-time": part_time, "nights": nights}


@st.composite
def staffing(draw: st.DrawFn, areas: list[str], days: list[date]) -> dict[str, Any]:
    """Numbers wanted on one shift of an area: every day, on some days of the week, or otherwise on a date."""
    number = draw(st.integers(0, 2))
    wanted: dict[str, Any] = {"min": number, "prefer": number + draw(st.integers(0, 1)), "max": 3}
    if draw(st.booleans()):
        wanted["skills"] = {draw(st.sampled_from(["pc", "pcso"])): draw(st.integers(1, 2))}
    if draw(st.booleans()):
        wanted["days"] = [day_name(days[0])]
    if draw(st.booleans()):
        wanted["dates"] = {draw(st.sampled_from(days)).isoformat(): {"max": draw(st.integers(0, 2))}}
    return {draw(st.sampled_from(areas)): {draw(st.sampled_from([*SHIFTS])): wanted}}


@st.composite
def building_rules(draw: st.DrawFn) -> dict[str, Any]:
    """Some rules about duties away from their defaults."""
    possible: dict[str, Any] = {
        "published_duty": {"level": "preferred"},
        "forbidden_successions": {"after": {"late": ["early"], "night": ["early", "late"]}},
        "shift_limits": {"most": {"night": draw(st.integers(0, 2))}},
        "consecutive_rest_days": {"level": "preferred", "weight": 2.0},
        "weekends_off": {"least": 1, "in_weekends": 2},
    }
    chosen = draw(st.sets(st.sampled_from(sorted(possible)), max_size=3))
    rules = {name: possible[name] for name in sorted(chosen)}
    if "published_duty" in chosen and draw(st.booleans()):
        rules["published_changes"] = {"level": "required", "most": draw(st.integers(0, 2))}
    return rules


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
        "shifts": {**SHIFTS, "late": {**SHIFTS["late"], **draw(st.sampled_from([{}, {"kind": "early"}]))}},
        "contracts": draw(contracts(start)),
        "rotations": ROTATIONS,
        "officers": {f"officer-{n}": draw(officers(areas, days)) for n in range(1, draw(st.integers(1, 4)) + 1)},
        "hotspots": {f"spot-{n}": draw(hotspots(areas, start, n)) for n in range(draw(st.integers(0, 2)))},
    }
    for key, drawn in (
        ("hub_sessions", st.fixed_dictionaries({"library": hubs(areas, days)})),
        ("staffing", staffing(areas, days)),
        ("pay", pay(start)),
        ("rules", building_rules()),
    ):
        if draw(st.booleans()):
            content[key] = draw(drawn)
    companion = next(iter(content["officers"]))
    for other in list(content["officers"].values())[1:]:
        if other["area"] == content["officers"][companion]["area"] and draw(st.booleans()):
            other["works_with"] = companion
    return content


def pay(start: date) -> st.SearchStrategy[dict[str, Any]]:
    """Notice of none to 30 days, and a public holiday or none."""
    return st.fixed_dictionaries(
        {
            "as_of": st.integers(0, 30).map(lambda days: (start - timedelta(days=days)).isoformat()),
            "public_holidays": st.sampled_from([[], [start.isoformat()]]),
        }
    )


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
        stopped_by=draw(st.sampled_from(["proof", "search", "time_limit", "interrupt"])),
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
        changes=(
            Change("officer-1", scenario.horizon.start, "rest", "early", draw(TEXTS), 1, draw(st.floats(0, 1e6))),
        ),
    )
