"""Weeks planned one after the other, each from what the one before left, and judged as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.check import check
from rostering.following import histories
from rostering.horizon import DAYS_PER_WEEK, day_name
from rostering.measures.guarantee import counted_visits
from rostering.scenario import Scenario
from rostering.schedule import Duty, Plan
from rostering.scheduling import plan as planned
from rostering.solve import Options, Stop
from rostering.words import day_words
from tests.following.worlds import MONDAY, following, plan_of, read, world

WEEKS = 13
ACROSS = {
    "daily_rest",
    "consecutive_duties",
    "consecutive_nights",
    "consecutive_rest_days",
    "weekends_off",
    "forbidden_successions",
    "average_weekly_hours",
}
"""Rules that look back over the edge of a horizon."""


def two_teams() -> dict[str, Any]:
    """Two teams of two, a hotspot each, one person wanted every day."""
    officers: dict[str, dict[str, Any]] = {
        f"pc-{team}-{n}": {"area": team} for team in ("north", "south") for n in (1, 2)
    }
    officers["pc-north-1"] |= {"history": {"hours_last_16_weeks": 640, "consecutive_days": 1}}
    places = {"north": 51.9, "south": 52.0}
    content = world(officers)
    opening = [{"from": "09:00", "to": "16:00"}]
    return content | {
        "areas": {area: {"base": {"lat": lat, "lon": -0.4}, "demand": {"need": 1}} for area, lat in places.items()},
        "shifts": {"early": {"start": "07:00", "end": "17:00"}},
        "staffing": {area: {"early": {"min": 1, "days": ["mon", "thu", "sat"]}} for area in places},
        "hotspots": {
            f"{area}-corner": {"area": area, "lat": lat, "lon": -0.4, "crew": 1, "open": opening, "demand": {"need": 1}}
            for area, lat in places.items()
        },
        "rules": {
            "least_served_area": {"level": "off"},
            "area_share": {"level": "off"},
            "even_shares": {"level": "off"},
        },
    }


def solved(scenario: Scenario) -> Plan:
    outcome = planned(scenario, "", Options(gap=0.05), Stop(), lambda *_: None)
    assert outcome.schedule is not None
    return outcome.schedule.plan


def moved(plan: Plan, minutes: int) -> tuple[Duty, ...]:
    """The duties of a week on the clock of a horizon that began so many minutes earlier."""
    return tuple(
        replace(
            duty,
            activities=tuple(replace(one, start=one.start + minutes, end=one.end + minutes) for one in duty.activities),
        )
        for duty in plan.duties
    )


def test_thirteen_weeks_one_after_the_other_keep_the_guarantee_and_every_average() -> None:
    """Judged as one plan of 91 days no window is missed at any edge, no run or rest is broken, and histories are what
    the 91 days come to.
    """
    first = content = two_teams()
    duties: list[Duty] = []
    whole = read(first | {"horizon": {"start": MONDAY.isoformat(), "days": WEEKS * DAYS_PER_WEEK}})
    for _ in range(WEEKS):
        scenario = read(content)
        plan = solved(scenario)
        duties += moved(plan, whole.horizon.at(scenario.horizon.start))
        content = following(content, plan)
    joined = Plan(tuple(sorted(duties, key=lambda duty: (duty.officer, duty.day))))
    broken = {violation.rule for violation in check(whole, joined)}
    assert not broken & {"hotspot_guarantee", *ACROSS}
    assert len(counted_visits(whole, joined)["north-corner"]) >= WEEKS * DAYS_PER_WEEK // 3
    direct, last = histories(whole, joined), read(content)
    for officer, person in last.people.items():
        told = person.history
        assert told.hours_last_16_weeks == pytest.approx(direct[officer].hours_last_16_weeks, abs=0.1)
        assert told.model_copy(update={"hours_last_16_weeks": 0.0}) == direct[officer].model_copy(
            update={"hours_last_16_weeks": 0.0}
        )


letters = st.sampled_from("...EELLNN")
lines = st.lists(letters, min_size=14, max_size=14).map("".join)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Fourteen free days of one officer with limits that are easily broken."""
    least, most = draw(st.integers(1, 3)), draw(st.integers(3, 6))
    rules = {
        "daily_rest": {"hours": draw(st.sampled_from([11, 14.5, 20]))},
        "consecutive_duties": {"least": least, "most": most},
        "consecutive_nights": {"least": least, "most": draw(st.integers(least, 4))},
        "consecutive_rest_days": {"least": draw(st.integers(1, 4))},
        "weekends_off": {"least": 1, "in_weekends": draw(st.integers(1, 4))},
        "forbidden_successions": {"after": {"night": ["early", "late"]}},
        "average_weekly_hours": {"hours": draw(st.sampled_from([38, 40, 41]))},
    }
    run = draw(st.integers(0, 4))
    told = {"consecutive_days": run} if run else {"consecutive_rest_days": 2}
    nights = draw(st.integers(0, run))
    history = told | {
        "last_duty_ends": f"{MONDAY - timedelta(days=1 if run else 3)}T17:00",
        "consecutive_nights": nights,
        "hours_last_16_weeks": 640,
        "recent_weekends": draw(st.lists(st.sampled_from(["worked", "off"]), max_size=4)),
    }
    return world({"pc-1": {"history": history}}, days=14, rules=rules), draw(lines)


@given(worlds())
def test_a_week_after_another_is_judged_as_the_second_of_two(drawn: tuple[dict[str, Any], str]) -> None:
    """What 14 days judged at once break in the second week is what that week alone breaks, with the history that the
    first one leaves; weekends that only the past worked are history's breach, not the plan's.
    """
    content, line = drawn
    both = read(content)
    first = content | {"horizon": {"start": MONDAY.isoformat(), "days": 7}}
    second = read(following(first, plan_of(pc_1=line[:7])))
    at_once = told(both, plan_of(pc_1=line), second, line)
    after = told(second, plan_of(second.horizon.start, pc_1=line[7:]), second, line)
    assert after == at_once


def told(scenario: Scenario, plan: Plan, second: Scenario, line: str) -> set[str]:
    """What the judge says of the second week's days."""
    is_weekend_worked = any(
        letter != "." for day, letter in zip(second.horizon.dates, line[7:], strict=True) if day_name(day)[0] == "s"
    )
    rules = ACROSS if is_weekend_worked else ACROSS - {"weekends_off"}
    days = [day_words(day) for day in second.horizon.dates]
    return {
        one.message for one in check(scenario, plan) if one.rule in rules and any(day in one.message for day in days)
    }
