"""The guarantee in its three readings, and the rules on single visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostering.check import check, daily_visits, hotspot_crew, hotspot_guarantee, opening_hours, visit_spacing
from rostering.measures import fewest_days, fewest_visits, guarantee_windows
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, Plan, Visit

ScenarioWith = Callable[[Mapping[str, Any]], Scenario]
MONDAY = date(2025, 6, 2)


def park_visits(*days: int) -> tuple[Visit, ...]:
    """A visit at noon on days of the horizon, counted from 0."""
    return tuple(Visit("park", day * 1440 + 720, day * 1440 + 735, ("s-1",)) for day in days)


def windows(scenario: Scenario, visits: Sequence[Visit]) -> list[tuple[int, int, bool]]:
    """First and last day, counted from Monday 2 June, and whether the window is kept."""
    found = guarantee_windows(scenario, "park", visits)
    return [((window.first - MONDAY).days, (window.last - MONDAY).days, window.is_kept) for window in found]


def test_rolling_windows_with_no_history_begin_in_the_horizon(scenario_with: ScenarioWith) -> None:
    """Visits on Tuesday and Friday: Mon-Wed and Tue-Thu hold Tuesday, Wed-Fri to Fri-Sun hold Friday."""
    scenario = scenario_with({"hotspots.park.last_patrolled": None})
    assert windows(scenario, park_visits(1, 4)) == [(first, first + 2, True) for first in range(5)]
    assert [kept for *_, kept in windows(scenario, park_visits(1, 5))] == [True, True, False, True, True]


def test_rolling_windows_with_history_begin_before_the_horizon(scenario_with: ScenarioWith) -> None:
    """Last patrolled on Saturday: the window to Monday holds it, the window to Tuesday needs a visit."""
    scenario = scenario_with({"hotspots.park.last_patrolled": "2025-05-31T23:50"})
    assert windows(scenario, park_visits(2, 4))[:3] == [(-2, 0, True), (-1, 1, False), (0, 2, True)]
    assert windows(scenario, park_visits(1, 4))[:3] == [(-2, 0, True), (-1, 1, True), (0, 2, True)]


def test_a_visit_before_the_horizon_belongs_to_the_day_it_began(scenario_with: ScenarioWith) -> None:
    """Ended on Monday at 00:00, it was Sunday's and keeps Tuesday's window; at 00:14 on Sunday it was Saturday's."""
    for ended, kept in (("2025-06-02T00:00", True), ("2025-06-01T00:15", True), ("2025-06-01T00:14", False)):
        scenario = scenario_with({"hotspots.park.last_patrolled": ended})
        assert windows(scenario, park_visits(2, 4))[:2] == [(-2, 0, True), (-1, 1, kept)]


def test_a_window_past_the_horizon_is_judged_where_it_has_no_opening_there(scenario_with: ScenarioWith) -> None:
    """A five-day horizon, open on weekdays: the windows to Saturday and Sunday can only be met by Friday."""
    weekdays = {"horizon.days": 5, "hotspots.park.last_patrolled": None}
    open_hours = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "10:00", "to": "23:00"}
    scenario = scenario_with({**weekdays, "hotspots.park.open": [open_hours]})
    assert windows(scenario, park_visits(1, 3)) == [
        (0, 2, True),
        (1, 3, True),
        (2, 4, True),
        (3, 5, True),
        (4, 6, False),
    ]
    assert [last for _, last, _ in windows(scenario_with(weekdays), park_visits(1, 3))] == [2, 3, 4]


def test_an_opening_past_midnight_opens_the_next_day_too(scenario_with: ScenarioWith) -> None:
    """Open on Friday from 22:00 to 02:00: Saturday can still be served, unless too little is left of it for a visit."""
    base = {"horizon.days": 5, "hotspots.park.last_patrolled": None}
    until_two = {"hotspots.park.open": [{"days": ["fri"], "from": "22:00", "to": "02:00"}]}
    until_ten_past = {"hotspots.park.open": [{"days": ["fri"], "from": "22:00", "to": "00:14"}]}
    assert [last for _, last, _ in windows(scenario_with({**base, **until_two}), ())] == [2, 3, 4]
    assert [last for _, last, _ in windows(scenario_with({**base, **until_ten_past}), ())] == [2, 3, 4, 5, 6]


def test_blocks_are_cut_from_their_first_day(scenario_with: ScenarioWith) -> None:
    """From Sunday 1 June: Sun-Tue, Wed-Fri, Sat-Mon. The first begins before the horizon, the last ends after it."""
    blocks = {"rules.hotspot_guarantee": {"counted": "blocks", "blocks_from": "2025-06-01"}}
    unknown = scenario_with({**blocks, "hotspots.park.last_patrolled": None})
    assert windows(unknown, park_visits(2)) == [(2, 4, True)]
    known = scenario_with({**blocks, "hotspots.park.last_patrolled": "2025-05-31T12:00"})
    assert windows(known, park_visits(2)) == [(-1, 1, False), (2, 4, True)]
    served = scenario_with({**blocks, "hotspots.park.last_patrolled": "2025-06-01T12:00"})
    assert windows(served, park_visits(3)) == [(-1, 1, True), (2, 4, True)]


def test_blocks_start_with_the_horizon_unless_told_otherwise(scenario_with: ScenarioWith) -> None:
    """Mon-Wed and Thu-Sat; Sunday begins a block that next week ends. One visit in each is enough."""
    scenario = scenario_with({"rules.hotspot_guarantee": {"counted": "blocks"}})
    assert windows(scenario, park_visits(0, 5)) == [(0, 2, True), (3, 5, True)]


@pytest.mark.parametrize("day", ["2025-03-03", "2025-06-01", "2025-09-02"])
def test_blocks_go_on_from_any_first_day_before_or_after(scenario_with: ScenarioWith, day: str) -> None:
    """3 March and 2 September are 90 days before and 93 after 1 June: the same blocks, Sun-Tue, Wed-Fri, Sat-Mon."""
    assert (date.fromisoformat(day) - date(2025, 6, 1)).days % 3 == 0
    blocks = {"rules.hotspot_guarantee": {"counted": "blocks", "blocks_from": day}}
    assert windows(scenario_with(blocks), park_visits(3)) == [(-1, 1, True), (2, 4, True)]


@pytest.mark.parametrize(
    ("minute", "missed"), [(3 * 1440, []), (3 * 1440 + 1, [3]), (4 * 1440, [3]), (4 * 1440 + 1, [3, 4])]
)
def test_elapsed_hours_run_from_the_end_of_the_last_visit(
    scenario_with: ScenarioWith, minute: int, missed: list[int]
) -> None:
    """Last patrolled at midnight on Monday: 72 hours are over at midnight on Thursday; every late day is missed."""
    changes = {"rules.hotspot_guarantee.counted": "elapsed", "hotspots.park.last_patrolled": "2025-06-02T00:00"}
    found = windows(scenario_with(changes), (Visit("park", minute, minute + 15, ("s-1",)), *park_visits(5)))
    assert [last for _, last, is_kept in found if not is_kept] == missed
    assert len(found) == 7


def test_elapsed_hours_without_history_run_from_the_start_of_the_horizon(scenario_with: ScenarioWith) -> None:
    """Nobody comes: from Thursday on, every day is missed."""
    changes = {"rules.hotspot_guarantee.counted": "elapsed", "hotspots.park.last_patrolled": None}
    assert [is_kept for *_, is_kept in windows(scenario_with(changes), ())] == [True] * 3 + [False] * 4


@pytest.mark.parametrize(("clock", "is_kept"), [("11:00", True), ("11:01", False)])
def test_three_days_are_72_hours_when_the_clocks_go_back(
    scenario_with: ScenarioWith, clock: str, *, is_kept: bool
) -> None:
    """From noon on Thursday 23 October 2025, 72 hours are over at 11:00 on Sunday: the day had 25 hours."""
    scenario = scenario_with(
        {
            "horizon.start": "2025-10-24",
            "rules.hotspot_guarantee.counted": "elapsed",
            "hotspots.park.last_patrolled": "2025-10-23T12:00",
            "officers.n-1.requests": [],
            "officers.s-1.published": None,
        }
    )
    start = scenario.horizon.at(date(2025, 10, 26), clock)
    found = guarantee_windows(scenario, "park", (Visit("park", start, start + 15, ("s-1",)),))
    assert [window.is_kept for window in found[:3]] == [True, True, is_kept]


def test_a_window_is_named_by_the_day_it_ends_on(scenario_with: ScenarioWith) -> None:
    """Nobody visits park: Mon-Wed is the first window that history does not serve."""
    scenario = scenario_with({"hotspots.park.title": "The Park"})
    first = next(found for found in hotspot_guarantee(scenario, Plan()) if found.where[0] == ("hotspot", "park"))
    assert first.where[1] == ("day", "2025-06-04")
    assert first.message == "The Park has no visit of 15 min by a whole crew from Mon 2 Jun to Wed 4 Jun"


def round_robin_keeps(scenario: Scenario, order: Sequence[int], spots: int) -> bool:
    """Whether every one of some hotspots keeps its windows when one visit a day goes to the given ones."""
    for spot in range(spots):
        visits = park_visits(*(day for day, visited in enumerate(order) if visited == spot))
        if not all(window.is_kept for window in guarantee_windows(scenario, "park", visits)):
            return False
    return True


def test_one_visit_a_day_serves_three_hotspots_every_three_days_and_not_four(scenario_with: ScenarioWith) -> None:
    """The pinwheel bound: densities 3 x 1/3 fit into one visit a day, 4 x 1/3 do not, whatever the order."""
    week = scenario_with({"hotspots.park.last_patrolled": None})
    assert round_robin_keeps(week, [day % 3 for day in range(7)], spots=3)
    four_days = scenario_with({"hotspots.park.last_patrolled": None, "horizon.days": 4})
    assert not any(round_robin_keeps(four_days, order, spots=4) for order in product(range(4), repeat=4))


def test_the_guarantee_holds_across_weeks_when_last_patrolled_is_carried(scenario_with: ScenarioWith) -> None:
    """Every third day for three weeks, cut into weeks, misses nothing; one day later in week two is seen there."""

    def missed(visited: Sequence[int]) -> list[int]:
        counts, last = [], "2025-05-31T12:15"
        for week in range(3):
            start = MONDAY + timedelta(days=7 * week)
            changes = {"horizon.start": start.isoformat(), "hotspots.park.last_patrolled": last}
            own: dict[str, Any] = {"officers.n-1.requests": [], "officers.s-1.published": None}
            inside = [day - 7 * week for day in visited if 7 * week <= day < 7 * week + 7]
            found = guarantee_windows(scenario_with({**changes, **own}), "park", park_visits(*inside))
            counts.append(sum(not window.is_kept for window in found))
            last = f"{(start + timedelta(days=max(inside))).isoformat()}T12:15"
        return counts

    assert missed([1, 4, 7, 10, 13, 16, 19]) == [0, 0, 0]
    assert missed([1, 4, 8, 10, 13, 16, 19]) == [0, 1, 0]


@pytest.mark.parametrize(
    ("changes", "fewest"),
    [
        # Seven windows; Sunday's visit serves those to Monday and Tuesday; Wednesday and Saturday serve the rest.
        ({}, 2),
        # Five windows: the days 2 and 5 serve them.
        ({"hotspots.park.last_patrolled": None}, 2),
        # Friday's visit serves no window to Monday: the days 0, 3, 6.
        ({"hotspots.park.last_patrolled": "2025-05-30T12:00"}, 3),
        # Mon-Wed, Thu-Sat.
        ({"rules.hotspot_guarantee": {"counted": "blocks"}}, 2),
        # 72 hours from Sunday 10:00 end on Wednesday, and so on.
        ({"rules.hotspot_guarantee": {"counted": "elapsed"}}, 2),
        # Open on Mon and Thu only: both; the windows Tue-Thu to Thu-Sat share Thursday; Fri-Sun cannot be served.
        ({"hotspots.park.open": [{"days": ["mon", "thu"], "from": "10:00", "to": "12:00"}]}, 2),
        ({"rules.hotspot_guarantee": {"level": "off"}}, 0),
    ],
)
def test_the_fewest_visits_that_keep_the_guarantee(
    scenario_with: ScenarioWith, changes: Mapping[str, Any], fewest: int
) -> None:
    """Derived by hand, window by window."""
    assert fewest_visits(scenario_with(changes), "park") == fewest


DAYS = [MONDAY + timedelta(days=offset) for offset in range(7)]
WINDOWS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=6)


@given(WINDOWS, st.sets(st.integers(0, 6)))
def test_fewest_days_equals_trying_every_set_of_days(spans: list[tuple[int, int]], usable: set[int]) -> None:
    """The greedy choice is as small as the smallest set that serves every window that can be served."""
    asked = [(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + more)) for first, more in spans]
    days = [DAYS[day] for day in sorted(usable)]
    servable = [(first, last) for first, last in asked if any(first <= day <= last for day in days)]
    smallest = next(
        size
        for size in range(len(days) + 1)
        for chosen in combinations(days, size)
        if all(any(first <= day <= last for day in chosen) for first, last in servable)
    )
    assert fewest_days(asked, days) == smallest


def visiting(*visits: tuple[str, str, int, int]) -> Plan:
    """Visits by officer, hotspot, start and length; the rest of each duty is left open."""
    duties: dict[tuple[str, int], list[Activity]] = {}
    for officer, hotspot, start, minutes in visits:
        piece = Activity(start, start + minutes, "visit", hotspot=hotspot)
        duties.setdefault((officer, start // 1440), []).append(piece)
    return Plan(
        tuple(
            Duty(officer, MONDAY + timedelta(days=day), "early", tuple(pieces))
            for (officer, day), pieces in duties.items()
        )
    )


def crew_faults(scenario: Scenario, plan: Plan) -> list[tuple[float, str]]:
    found = hotspot_crew(scenario, plan)
    return [
        (fault.amount, fault.message)
        for fault in found
        if "listed" not in fault.message and "lists" not in fault.message
    ]


def test_a_crew_is_whole_only_when_it_is_there_at_the_same_time(small: Scenario) -> None:
    """Two people over the same quarter of an hour are a crew; a minute apart they are two half crews."""
    together = visiting(("n-1", "market", 720, 15), ("n-2", "market", 720, 15))
    apart = visiting(("n-1", "market", 720, 15), ("n-2", "market", 721, 15))
    assert crew_faults(small, together) == []
    assert [amount for amount, _ in crew_faults(small, apart)] == [1, 1, 1]  # two short crews, one without a lead


def test_a_crew_needs_its_lead_and_only_eligible_roles(scenario_with: ScenarioWith) -> None:
    """Two PCSOs have no lead; where only PCs may go, both are of the wrong role as well."""
    plan = visiting(("n-2", "market", 720, 15), ("s-2", "market", 720, 15))
    lead = (1, "Visit to Market Square on Mon 2 Jun 12:00: no lead (pc) (N-2, S-2)")
    assert crew_faults(scenario_with({}), plan) == [lead]
    roles = (2, "Visit to Market Square on Mon 2 Jun 12:00: of a role that may not go (N-2, S-2)")
    assert crew_faults(scenario_with({"hotspots.market.roles": ["pc"]}), plan) == [roles, lead]


@pytest.mark.parametrize(("minutes", "people", "missed"), [(15, 2, 0), (14, 2, 1), (15, 1, 1)])
def test_a_short_visit_and_half_a_crew_do_not_count(
    scenario_with: ScenarioWith, minutes: int, people: int, missed: int
) -> None:
    """The guarantee asks for fifteen minutes by the whole crew."""
    scenario = scenario_with({"horizon.days": 3, "hotspots.market.last_patrolled": None})
    visits = [(officer, "market", 1440 + 720, minutes) for officer in ("n-1", "n-2")[:people]]
    found = [
        violation for violation in hotspot_guarantee(scenario, visiting(*visits)) if violation.where[0][1] == "market"
    ]
    assert len(found) == missed


@pytest.mark.parametrize(
    ("start", "outside"), [(600, None), (599, 1), (23 * 60 - 15, None), (23 * 60 - 5, 10), (120, 15)]
)
def test_a_visit_lies_whole_inside_an_opening(small: Scenario, start: int, outside: int | None) -> None:
    """Park is open from 10:00 to 23:00."""
    found = list(opening_hours(small, visiting(("s-1", "park", start, 15))))
    assert [violation.amount for violation in found] == ([] if outside is None else [outside])


def test_openings_that_touch_are_one(scenario_with: ScenarioWith) -> None:
    """A hotspot that is always open is open across midnight."""
    scenario = scenario_with({"hotspots.park.open": [{"from": "00:00", "to": "00:00"}]})
    assert not list(opening_hours(scenario, visiting(("s-1", "park", 1435, 15))))


def test_a_visit_in_the_second_pass_of_a_repeated_hour_is_in_hours_that_are_open(scenario_with: ScenarioWith) -> None:
    """On 26 October 2025 the hour from 01:00 comes twice; an opening from 00:00 to 02:00 lasts three hours."""
    october: dict[str, Any] = {
        "horizon.start": "2025-10-26",
        "officers.n-1.requests": [],
        "officers.s-1.published": None,
    }
    scenario = scenario_with({**october, "hotspots.park.open": [{"from": "00:00", "to": "02:00"}]})
    plan = Plan((Duty("s-1", date(2025, 10, 26), "night", (Activity(165, 180, "visit", hotspot="park"),)),))
    assert not list(opening_hours(scenario, plan))
    late = Plan((Duty("s-1", date(2025, 10, 26), "night", (Activity(166, 181, "visit", hotspot="park"),)),))
    assert [violation.amount for violation in opening_hours(scenario, late)] == [1]


def test_visits_of_a_day_are_counted_by_their_start(small: Scenario) -> None:
    """Three visits a day are allowed, the fourth is not; one after midnight belongs to the next day."""
    visits = [("s-1", "park", start, 15) for start in (0, 180, 360, 540)]
    (over,) = daily_visits(small, visiting(*visits))
    assert over.amount == 1
    assert not list(daily_visits(small, visiting(*visits[:3], ("s-1", "park", 1440, 15))))


@pytest.mark.parametrize(("gap", "short"), [(120, None), (119, 1), (-5, 125)])
def test_two_hours_pass_between_visits(small: Scenario, gap: int, short: int | None) -> None:
    """Counted from the end of one visit to the start of the next."""
    plan = visiting(("s-1", "park", 720, 15), ("s-2", "park", 735 + gap, 15))
    assert [found.amount for found in visit_spacing(small, plan)] == ([] if short is None else [short])


def test_the_last_visit_before_the_horizon_keeps_its_distance_too(scenario_with: ScenarioWith) -> None:
    """Patrolled until 23:30 on Sunday, a hotspot may be visited again from 01:30."""
    scenario = scenario_with({"hotspots.park.last_patrolled": "2025-06-01T23:30"})
    assert not list(visit_spacing(scenario, visiting(("s-1", "park", 90, 15))))
    assert [found.amount for found in visit_spacing(scenario, visiting(("s-1", "park", 89, 15)))] == [1]


def test_companions_and_lists_have_to_agree_with_what_people_do(small: Scenario, clean_plan: Plan) -> None:
    """A visit listed for a time nobody goes, and a companion nobody has, are named."""
    duties = tuple(
        Duty(duty.officer, duty.day, duty.shift, duty.activities[:3]) if duty.officer == "n-2" else duty
        for duty in clean_plan.duties
    )
    found = {
        violation.message for violation in check(small, Plan(duties, clean_plan.hotspots, clean_plan.hub_sessions))
    }
    assert "N-1 at Market Square on Wed 4 Jun 10:10: lists do not agree on who goes along (n-2)" in found
    moved = Plan(clean_plan.duties, {}, clean_plan.hub_sessions)
    assert "Visit to park on Wed 4 Jun 10:10 is not listed" in {found.message for found in check(small, moved)}
