"""The three readings of the guarantee with history, facts about pinwheel scheduling, and weeks in a chain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

import rostering.model.sets
from rostering import itinerary
from rostering.horizon import Horizon
from rostering.model.windows import guarantee_windows
from rostering.scenario import Scenario
from rostering.solve import Options, Stop, solve
from tests.model.tiny import AN_HOUR, WED, on, reached, spots, tasked, tiny

MISSED = "hotspot_guarantee"
A_VISIT_A_DAY: dict[str, Any] = {"open": [{"from": "07:10", "to": "07:25"}]}
"""One crew of one can make one visit a day to all hotspots with these openings together."""
SATURDAY_NOON, SUNDAY_NOON = "2025-05-31T12:00", "2025-06-01T12:00"


def _missed_with_wednesday_only(rule: dict[str, Any], last_patrolled: str | None, **hotspot: Any) -> float:
    """Windows missed in the week from Monday 2 June if visits can be made on Wednesday from 07:00 to 15:00 alone."""
    hotspot = {**hotspot, "last_patrolled": last_patrolled}
    week = tiny({MISSED: rule, "opening_hours": {}}, days=7, officers={"ann": on(WED)}, hotspots={"park": hotspot})
    return reached(week, MISSED)


def test_hotspot_guarantee_rolling_counts_days_before_the_week() -> None:
    """Windows of three days that end on Mon to Sun; Wednesday keeps those of Wed, Thu and Fri.

    Last patrolled on Saturday: Monday's is kept by that, Tue, Sat and Sun are missed. On Sunday: Tuesday's is kept too.
    Long ago: Monday's is missed as well. Unknown: windows that begin before the week are not judged.
    """
    for last_patrolled, missed in ((SATURDAY_NOON, 3), (SUNDAY_NOON, 2), ("2025-05-01T12:00", 4), (None, 2)):
        assert _missed_with_wednesday_only({"counted": "rolling"}, last_patrolled) == missed


def test_hotspot_guarantee_rolling_is_kept_now_where_it_cannot_be_kept_next_week() -> None:
    """Open from Wednesday to Sunday: the windows that end next Monday and Tuesday hold no opening of next week, so that
    Sat/Sun and Sun must hold a visit: two more are missed. Open on Mondays as well, neither is judged.
    """
    names = ["wed", "thu", "fri", "sat", "sun"]
    for days, missed in ((names, 5), (["mon", *names], 3), (["tue", *names], 4)):
        opening = {"open": [{"days": days, "from": "07:00", "to": "23:00"}]}
        assert _missed_with_wednesday_only({}, SATURDAY_NOON, **opening) == missed


def test_hotspot_guarantee_blocks_are_fixed() -> None:
    """Blocks from Monday: Mon-Wed is kept, Thu-Sat missed, Sun-Tue ends next week. Blocks from Sunday the week before:
    Sun-Tue is missed unless patrolled on Sunday (and not judged where nothing is known), Wed-Fri kept, Sat-Mon ends
    next week. Blocks from Saturday: Sat-Mon is kept by Saturday, Tue-Thu by Wednesday, Fri-Sun missed.
    """
    for first, last_patrolled, missed in (
        (None, SATURDAY_NOON, 1),
        ("2025-06-01", SATURDAY_NOON, 1),
        ("2025-06-01", SUNDAY_NOON, 0),
        ("2025-06-01", None, 0),
        ("2025-05-31", SATURDAY_NOON, 1),
        ("2025-05-31", "2025-05-30T12:00", 2),
        ("2025-05-04", SATURDAY_NOON, 1),  # nine blocks before 31 May
        ("2025-06-09", SATURDAY_NOON, 1),  # blocks go on backwards: three before, 31 May again
    ):
        rule = {"counted": "blocks", "blocks_from": first}
        assert _missed_with_wednesday_only(rule, last_patrolled) == missed, (first, last_patrolled)


def test_hotspot_guarantee_elapsed_counts_hours_from_the_end_of_the_last_visit() -> None:
    """Last patrolled on Saturday at noon, the clock runs over on Tuesday at noon and is not reset before Wednesday
    07:00: Tue and Wed are missed; a visit on Wednesday ends by 15:00, so Sat and Sun are missed as well. From Sunday at
    noon it is reset in time; without history the clock starts on Monday 00:00: Sat and Sun only. Long ago, Mon too.
    """
    for last_patrolled, missed in ((SATURDAY_NOON, 4), (SUNDAY_NOON, 2), (None, 2), ("2025-05-01T12:00", 5)):
        assert _missed_with_wednesday_only({"counted": "elapsed"}, last_patrolled) == missed


def test_hotspot_guarantee_elapsed_ends_to_the_minute() -> None:
    """A visit can begin on Tuesday at 07:00 alone: 72 hours after 07:00 on Saturday, and a minute more after 06:59."""
    opening = {"open": [{"days": ["tue"], "from": "07:00", "to": "07:15"}]}
    for last_patrolled, missed in (("2025-05-31T07:00", 0), ("2025-05-31T06:59", 1)):
        spot = {**opening, "last_patrolled": last_patrolled}
        rules: dict[str, Any] = {MISSED: {"counted": "elapsed"}, "opening_hours": {}}
        assert reached(tiny(rules, days=2, hotspots={"park": spot}), MISSED) == missed


def test_hotspot_guarantee_counts_a_visit_that_ended_after_a_midnight_as_of_the_day_it_began() -> None:
    """Nobody is on duty. A visit of 15 minutes that ended on Monday at 00:00 began on Sunday and keeps the windows of
    Mon and Tue; one that ended on Sunday at 00:14 began on Saturday and keeps that of Mon, at 00:15 that of Tue too.
    """
    for last_patrolled, missed in (("2025-06-02T00:00", 5), ("2025-06-01T00:15", 5), ("2025-06-01T00:14", 6)):
        spot = {"last_patrolled": last_patrolled}
        assert reached(tiny({MISSED: {}}, days=7, officers={"ann": on()}, hotspots={"park": spot}), MISSED) == missed


def test_hotspot_guarantee_of_other_lengths() -> None:
    """Every day, rolling: six of seven days have no visit. Every seven days with Wednesday in between: none missed."""
    assert _missed_with_wednesday_only({"every_days": 1}, SUNDAY_NOON) == 6
    assert _missed_with_wednesday_only({"every_days": 7}, SUNDAY_NOON) == 0
    assert _missed_with_wednesday_only({"every_days": 31}, SUNDAY_NOON) == 0


def _one_visit_a_day(number: int, days: int, **rule: Any) -> Scenario:
    """So many hotspots, of which one a day can be visited."""
    return tiny(
        {MISSED: rule, "opening_hours": {}},
        days=days,
        officers={"ann": {"published": _every_day(days)}},
        shifts=AN_HOUR,
        hotspots=spots(number, **A_VISIT_A_DAY),
    )


def _every_day(days: int) -> dict[str, str]:
    return {(date(2025, 6, 2) + timedelta(days=offset)).isoformat(): "early" for offset in range(days)}


@pytest.mark.parametrize("counted", ["rolling", "blocks", "elapsed"])
def test_three_hotspots_can_be_visited_every_third_day_by_one_visit_a_day_and_four_cannot(counted: str) -> None:
    """In turn, each of three comes round after three days: 72 hours from start to start. Of four, one has no visit in
    the first three days; counted in hours its clock, started on Monday 00:00, runs over in the first minute of the
    fourth day.
    """
    until_one_is_missed = 4 if counted == "elapsed" else 3
    assert reached(_one_visit_a_day(3, 9, counted=counted), MISSED) == 0
    assert reached(_one_visit_a_day(4, until_one_is_missed - 1, counted=counted), MISSED) == 0
    assert reached(_one_visit_a_day(4, until_one_is_missed, counted=counted), MISSED) == 1
    assert reached(_one_visit_a_day(4, 9, counted=counted), MISSED) >= 3


def _pinwheel(monkeypatch: pytest.MonkeyPatch, gaps: Sequence[int], days: int) -> float:
    """Windows missed if each hotspot has its own gap: its windows are taken from a scenario with that rule."""
    scenario = _one_visit_a_day(len(gaps), days)

    def windows(_: Scenario, visit_bands: Any) -> Any:
        return {
            key: bands
            for spot, gap in zip(scenario.hotspots, gaps, strict=True)
            for key, bands in guarantee_windows(_one_visit_a_day(len(gaps), days, every_days=gap), visit_bands).items()
            if key[0] == spot
        }

    monkeypatch.setattr(rostering.model.sets, "guarantee_windows", windows)
    return reached(scenario, MISSED)


@pytest.mark.parametrize("last", [3, 4, 6, 9])
def test_gaps_of_two_and_three_days_leave_no_day_for_a_third_hotspot(
    monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """Around the third's visit on day d the first has d - 1 and d + 1, and the second has none of the three; only at
    the ends of the horizon is there room, and a horizon of x + 3 days holds a visit to the third away from them.
    """
    assert _pinwheel(monkeypatch, (2, 3, last), last + 3) >= 1
    assert _pinwheel(monkeypatch, (2, 3), last + 3) == 0


@pytest.mark.parametrize("gaps", [(2, 4, 4), (2, 4, 8, 8), (3, 3, 3), (3, 4, 6, 12)])
def test_gaps_that_fit_into_days_are_kept(monkeypatch: pytest.MonkeyPatch, gaps: tuple[int, ...]) -> None:
    """Known pinwheel schedules: a b a c, a b a c a b a d, a b c; and 1/3 + 1/4 + 1/6 + 1/12 = 5/6, which is what always
    fits (Kawamura 2023).
    """
    assert _pinwheel(monkeypatch, gaps, 14) == 0


def _next_week(scenario: Scenario, ends: dict[str, list[datetime]]) -> Scenario:
    """The week after, with the end of the last visit to each hotspot carried over by hand."""
    horizon = Horizon(start=scenario.horizon.end, days=scenario.horizon.days)
    hotspots = {
        name: spot.model_copy(update={"last_patrolled": ends[name][-1]}) for name, spot in scenario.hotspots.items()
    }
    return scenario.model_copy(update={"horizon": horizon, "hotspots": hotspots})


@pytest.mark.parametrize("counted", ["rolling", "elapsed"])
def test_weeks_in_a_chain_keep_the_guarantee_across_their_boundaries(counted: str) -> None:
    """Three hotspots and one visit a day: each week has to go on in the order of the one before, so that over three
    weeks, joined, the visits to each are three days apart.
    """
    days = {"first": "2025-05-30", "second": "2025-05-31", "third": "2025-06-01"}
    week = tiny(
        {MISSED: {"counted": counted}, "opening_hours": {}},
        days=7,
        shifts=AN_HOUR,
        hotspots={name: {**A_VISIT_A_DAY, "last_patrolled": f"{day}T07:25"} for name, day in days.items()},
    )
    ends = {name: [spot.last_patrolled] for name, spot in week.hotspots.items() if spot.last_patrolled}
    for _ in range(3):
        result = solve(week, Options(gap=0.0), Stop())
        assert result.tasking is not None
        for name, spot in itinerary.build(week, result.tasking, seed=1).plan.hotspots.items():
            ends[name] += [week.horizon.local(start + 15) for start in spot.visits]
        week = _next_week(week, ends)
    assert {name: len(visited) for name, visited in ends.items()} == dict.fromkeys(days, 1 + 7)
    for visited in ends.values():
        assert {after - before for before, after in pairwise(visited)} == {timedelta(days=3)}


def test_a_week_that_does_not_know_the_one_before_begins_in_any_order() -> None:
    """The order of the week follows from what was carried over: visited in reverse order before, the hotspots come
    round in reverse order; long unvisited, all three are due on Monday, where one visit can be made.
    """
    days = {"first": "2025-06-01", "second": "2025-05-31", "third": "2025-05-30"}
    for order in (days, dict.fromkeys(days, "2025-05-01")):
        week = tiny(
            {MISSED: {}, "opening_hours": {}},
            days=7,
            shifts=AN_HOUR,
            hotspots={name: {**A_VISIT_A_DAY, "last_patrolled": f"{day}T07:25"} for name, day in order.items()},
        )
        tasking = tasked(week)[1]
        firsts = {spot: min(v.band for v in tasking.visits if v.hotspot == spot) for spot in days}
        if order is days:
            assert sorted(firsts, key=lambda spot: firsts[spot]) == ["third", "second", "first"]
            assert reached(week, MISSED) == 0
        else:
            assert reached(week, MISSED) == 3  # Monday's windows of two hotspots, Tuesday's of one.
