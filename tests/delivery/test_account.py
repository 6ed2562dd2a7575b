"""Planned against delivered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.delivery import Account, Delivered, account, read_delivered
from rostering.delivery.account import Tally, planned_in_time
from rostering.delivery.document import visits_table
from rostering.measures import measures
from rostering.measures.guarantee import counted_visits
from rostering.scenario import Scenario
from rostering.schedule import Plan, Visit
from tests.delivery.worlds import MONDAY, file_of, plan_of, scenario_of

HOURS = ("00:00", "00:20", "09:00", "23:40")
"""Visits of twenty minutes touch."""


def made(scenario: Scenario, *visits: tuple[str, str, int]) -> Delivered:
    by_spot: dict[str, list[Visit]] = {}
    for hotspot, start, minutes in visits:
        at = scenario.horizon.read_moment(start)
        by_spot.setdefault(hotspot, []).append(Visit(hotspot, at, at + minutes, ()))
    return Delivered({spot: tuple(some) for spot, some in by_spot.items()}, len(visits))


@pytest.mark.parametrize("counted", ["rolling", "blocks", "elapsed"])
@given(data=st.data())
def test_a_plan_delivered_as_planned_keeps_what_it_keeps(
    counted: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In every reading, through the file of visits and back: the guarantee of the plan's own measures."""
    scenario = scenario_of(counted)
    times = st.tuples(st.integers(0, 6), st.sampled_from(HOURS), st.sampled_from((14, 15, 20)), st.booleans())
    drawn = data.draw(st.lists(times, max_size=8, unique_by=lambda one: one[:2]))
    plan = plan_of(
        scenario,
        *(
            ("market" if is_market else "corner", f"{MONDAY + timedelta(days=day)}T{at}", minutes, crew)
            for day, at, minutes, is_market in drawn
            for crew in [("pc-1", "pc-2") if is_market else ("pc-3",)]
        ),
    )
    planned = Delivered(counted_visits(scenario, plan), len(drawn))
    path = file_of(tmp_path_factory.getbasetemp(), visits_table(scenario, planned), f"{counted}.csv")
    result = account(scenario, plan, read_delivered(path, scenario))
    assert result.total.kept == result.total.kept_by_plan
    assert result.total.kept_share == measures(scenario, plan)["guarantee_kept"]
    assert result.total.windows == measures(scenario, plan)["guarantee_windows"]
    assert (result.total.made, result.total.on_time) == (result.total.planned, result.total.planned)
    assert result.total.made_minutes == result.total.planned_minutes


def week() -> tuple[Scenario, Plan]:
    scenario = scenario_of()
    visits = [("corner", f"2025-06-0{day}T10:00", 15, ("pc-1",)) for day in (3, 5, 7)]
    return scenario, plan_of(scenario, *visits)


def test_what_was_not_delivered_breaks_the_promise() -> None:
    """Without Thursday's visit one window of three days holds none; the plan kept it."""
    scenario, plan = week()
    done = made(scenario, ("corner", "2025-06-03T10:10", 15), ("corner", "2025-06-07T12:00", 20))
    result = account(scenario, plan, done)
    corner = result.hotspots["corner"]
    assert (corner.planned, corner.made, corner.on_time) == (3, 2, 1)
    assert (corner.planned_minutes, corner.made_minutes) == (45, 35)
    assert corner.kept_by_plan == corner.windows
    # From 4 to 6 June there was no visit; every other window of three days holds one.
    assert corner.kept == corner.windows - 1
    assert result.areas["north"] == corner
    assert result.total == corner + result.hotspots["market"]


@given(st.lists(st.integers(0, 60), max_size=5), st.lists(st.integers(0, 60), max_size=5), st.integers(0, 20))
def test_as_many_visits_are_on_time_as_can_be(planned: list[int], done: list[int], on_time: int) -> None:
    """Each visit made stands for one planned: the number is that of the largest matching, found by trying all."""

    def most(left: tuple[int, ...], others: tuple[int, ...]) -> int:
        if not left:
            return 0
        taken = [others[:at] + others[at + 1 :] for at, one in enumerate(others) if abs(one - left[0]) <= on_time]
        return max([most(left[1:], others), *(1 + most(left[1:], rest) for rest in taken)])

    assert len(planned_in_time(planned, done, on_time)) == most(tuple(planned), tuple(done))


def periods(result: Account, kind: str) -> list[tuple[date, date, int, int]]:
    return [(one.first, one.last, one.tally.made, one.tally.windows) for one in result.periods if one.kind == kind]


def test_the_return_is_by_week_month_and_quarter() -> None:
    """Calendar periods, cut to the schedule's days; each sums to the same."""
    scenario = scenario_of(start=date(2025, 6, 26), days=12, corner={"last_patrolled": None})
    result = account(
        scenario, Plan(), made(scenario, ("corner", "2025-06-30T23:59", 15), ("corner", "2025-07-01T10:00", 15))
    )
    days = [(first, last, number) for first, last, number, _ in periods(result, "week")]
    assert days == [
        (date(2025, 6, 26), date(2025, 6, 29), 0),
        (date(2025, 6, 30), date(2025, 7, 6), 2),
        (date(2025, 7, 7), date(2025, 7, 7), 0),
    ]
    assert [one[:3] for one in periods(result, "month")] == [
        (date(2025, 6, 26), date(2025, 6, 30), 1),
        (date(2025, 7, 1), date(2025, 7, 7), 1),
    ]
    assert [one[:2] for one in periods(result, "quarter")] == [one[:2] for one in periods(result, "month")]
    for kind in ("week", "month", "quarter"):
        assert sum((one.tally for one in result.periods if one.kind == kind), Tally()) == result.total


def test_nothing_is_promised_where_the_guarantee_is_off() -> None:
    """Then no window is judged, as in the measures."""
    scenario = scenario_of(rules={"hotspot_guarantee": {"level": "off"}})
    assert account(scenario, Plan(), Delivered({}, 0)).total.windows == 0
