"""Itineraries as a whole: what holds for any tasking, and weeks small enough to check by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from rostering import itinerary
from rostering.check import check
from rostering.scenario import Scenario
from rostering.scenario.owed import reserve_shares
from rostering.schedule import Duty, PlannedVisit, Tasking
from tests.itinerary.walk import faults, presences
from tests.itinerary.weeks import START, small_scenario, taskings, visit

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _earlies(*officers: str, days: int = 1) -> tuple[tuple[str, date, str], ...]:
    return tuple((officer, START + timedelta(days=day), "early") for officer in officers for day in range(days))


@MANY
@given(taskings())
def test_every_duty_is_tiled_and_every_place_is_reached(drawn: tuple[Scenario, Tasking]) -> None:
    """Whatever is asked, activities follow each other without gaps, breaks lie in the middle half, journeys are long
    enough, crews are whole and hub staff are there.
    """
    scenario, tasking = drawn
    assert faults(scenario, tasking, itinerary.build(scenario, tasking, seed=1).plan) == []


@MANY
@given(taskings())
def test_the_judge_agrees(drawn: tuple[Scenario, Tasking]) -> None:
    """The rules that itineraries answer for are not broken in the judge's eyes."""
    scenario, tasking = drawn
    plan = itinerary.build(scenario, tasking, seed=1).plan
    ours = {"duty_minutes", "briefing", "breaks", "abstraction", "hotspot_crew", "visit_spacing", "lending"}
    assert [one.message for one in check(scenario, plan) if one.rule in ours] == []


@MANY
@given(taskings())
def test_every_planned_visit_is_made_or_handed_back(drawn: tuple[Scenario, Tasking]) -> None:
    """Visits made and visits handed back together are the planned ones, each made inside its window or, for want of a
    time there, on the same day, and spaced.
    """
    scenario, tasking = drawn
    built = itinerary.build(scenario, tasking, seed=1)
    spacing = scenario.rules.visit_spacing.hours * 60
    for spot_id, plan in built.plan.hotspots.items():
        planned = [one for one in tasking.visits if one.hotspot == spot_id]
        for one in built.unrouted:
            if one.hotspot == spot_id:
                planned.remove(one)
        assert _can_pair([_day_around(scenario, one) for one in planned], list(plan.visits))
        assert all(second - first - 15 >= spacing for first, second in pairwise(plan.visits))


def _day_around(scenario: Scenario, visit: PlannedVisit) -> tuple[int, int]:
    day = scenario.horizon.day(visit.earliest)
    midnight, next_midnight = scenario.horizon.at(day), scenario.horizon.at(day + timedelta(days=1))
    return midnight, max(visit.latest, next_midnight - 1)


def _can_pair(windows: list[tuple[int, int]], starts: list[int]) -> bool:
    """Whether each start can belong to a window of its own (earliest closing window first)."""
    waiting = list(windows)
    for start in sorted(starts):
        fitting = [window for window in waiting if window[0] <= start <= window[1]]
        if not fitting:
            return False
        waiting.remove(min(fitting, key=lambda window: window[1]))
    return not waiting


@MANY
@given(taskings())
def test_reserve_is_kept_to_the_minute(drawn: tuple[Scenario, Tasking]) -> None:
    """Every duty whose visits leave room keeps the reserve its role owes, and never more."""
    scenario, tasking = drawn
    shares = reserve_shares(scenario)
    for duty in itinerary.build(scenario, tasking, seed=1).plan.duties:
        spent = _minutes(duty)
        due = int(1e-9 + shares[scenario.people[duty.officer].role] * sum(spent.values()))
        assert spent["reserve"] == due or (spent["reserve"] < due and not spent["patrol"])


def test_visits_do_not_eat_into_the_reserve() -> None:
    """Of a nine-hour duty 70 % is reserve, so that beside briefing and break 102 minutes are left: not all of nine
    visits fit, and the reserve stays whole.
    """
    roles = {"pc": {"abstraction": 0.7}, "pcso": {}}
    scenario = small_scenario(roles=roles, rules={"visit_spacing": {"level": "off"}})
    planned = (visit(scenario, "station", START, "08:00", "15:00"),) * 9
    built = itinerary.build(scenario, Tasking(_earlies("pc-west-1"), {}, planned, {}), seed=1)
    spent = _minutes(built.plan.duties[0])
    assert spent["reserve"] == 378
    assert spent["visit"] >= 45
    assert built.unrouted


def _minutes(duty: Duty) -> Counter[str]:
    spent: Counter[str] = Counter()
    for activity in duty.activities:
        spent[activity.do] += activity.minutes
    return spent


@settings(max_examples=20, deadline=None)
@given(taskings())
def test_the_seed_decides(drawn: tuple[Scenario, Tasking]) -> None:
    """The same seed gives the same plan."""
    scenario, tasking = drawn
    assert itinerary.build(scenario, tasking, seed=7) == itinerary.build(scenario, tasking, seed=7)


def test_another_seed_gives_other_times() -> None:
    """Over five seeds a visit with a wide window starts at several times, and breaks move too."""
    scenario = small_scenario()
    tasking = Tasking(_earlies("pc-east-1", "pc-east-2"), {}, (visit(scenario, "market", START, "08:00", "15:00"),), {})
    plans = [itinerary.build(scenario, tasking, seed).plan for seed in range(5)]
    assert len({plan.hotspots["market"].visits for plan in plans}) > 2
    assert (
        len({activity.start for plan in plans for activity in plan.duties[0].activities if activity.do == "break"}) > 2
    )


def test_a_visit_nobody_can_make_is_handed_back() -> None:
    """With one person on duty, a crew of two is not made up: the visit comes back."""
    scenario = small_scenario()
    planned = visit(scenario, "market", START, "08:00", "15:00")
    built = itinerary.build(scenario, Tasking(_earlies("pc-east-1"), {}, (planned,), {}), seed=1)
    assert built.unrouted == (planned,)
    assert built.plan.hotspots["market"].visits == ()


def test_a_crew_from_two_teams_makes_a_visit() -> None:
    """Where the own team has one person, a neighbour's person joins."""
    scenario = small_scenario()
    tasking = Tasking(_earlies("pc-east-1", "pc-west-1"), {}, (visit(scenario, "market", START, "08:00", "15:00"),), {})
    built = itinerary.build(scenario, tasking, seed=1)
    [people] = presences(built.plan).values()
    assert [officer for officer, _ in people] == ["pc-east-1", "pc-west-1"]
    assert faults(scenario, tasking, built.plan) == []


def test_a_team_that_may_give_nothing_sends_nobody() -> None:
    """Where lending is allowed no minutes, the neighbour's person stays and the visit is handed back."""
    scenario = small_scenario(rules={"lending": {"most_share": 0.0}})
    planned = visit(scenario, "market", START, "08:00", "15:00")
    tasking = Tasking(_earlies("pc-east-1", "pc-west-1"), {}, (planned,), {})
    assert itinerary.build(scenario, tasking, seed=1).unrouted == (planned,)


def test_a_night_duty_visits_after_midnight_across_the_clock_change() -> None:
    """The night the clocks go back is an hour longer, and a visit in the repeated hour is made."""
    spots = {"market": {"area": "east", "lat": 52.01, "lon": -0.41, "crew": 1}}
    scenario = small_scenario(horizon={"start": "2025-10-25", "days": 2}, hotspots=spots)
    first = scenario.horizon.dates[0]
    repeated = scenario.horizon.at(scenario.horizon.dates[1], "01:30")
    planned = PlannedVisit("market", repeated, repeated + 60, (("east", "pc"),))
    built = itinerary.build(scenario, Tasking((("pc-east-1", first, "night"),), {}, (planned,), {}), seed=3)
    [duty] = built.plan.duties
    assert sum(activity.minutes for activity in duty.activities) == 11 * 60
    assert built.unrouted == ()
    assert faults(scenario, Tasking(((duty.officer, duty.day, duty.shift),), {}, (planned,), {}), built.plan) == []


def test_two_hubs_in_one_duty() -> None:
    """Between a hub that opens the duty and one that closes it there is a break, a journey and patrol, no briefing."""
    hub = {"lat": 52.01, "lon": -0.42, "area": "east", "staff": {"any": 1}}
    scenario = small_scenario(
        hub_sessions={
            "early-hub": hub | {"when": [{"day": "mon", "from": "07:00", "to": "09:00"}]},
            "late-hub": hub | {"lon": -0.38, "when": [{"day": "mon", "from": "14:00", "to": "16:00"}]},
        }
    )
    staff: dict[tuple[str, int], tuple[str, ...]] = {
        ("early-hub", 7 * 60): ("pc-east-1",),
        ("late-hub", 14 * 60): ("pc-east-1",),
    }
    tasking = Tasking(_earlies("pc-east-1"), staff, (), {})
    built = itinerary.build(scenario, tasking, seed=1)
    assert faults(scenario, tasking, built.plan) == []
    done = [activity.do for activity in built.plan.duties[0].activities]
    assert (done[0], done[-1]) == ("hub", "hub")
    assert {"break", "travel", "patrol"} <= set(done)
    assert "briefing" not in done


def test_crews_of_one_and_three() -> None:
    """A crew of three stands there together while a hotspot for one is seen by one person."""
    spots = {
        "market": {"area": "east", "lat": 52.01, "lon": -0.41, "crew": 3, "lead": ["pc"]},
        "green": {"area": "east", "lat": 51.99, "lon": -0.39, "crew": 1},
    }
    scenario = small_scenario(hotspots=spots)
    planned = (visit(scenario, "market", START, "09:00", "09:30"), visit(scenario, "green", START, "08:00", "15:00"))
    tasking = Tasking(_earlies("pc-east-1", "pcso-east-1", "pcso-east-2"), {}, planned, {})
    built = itinerary.build(scenario, tasking, seed=1)
    assert built.unrouted == ()
    assert faults(scenario, tasking, built.plan) == []


def test_elapsed_windows_stay_within_72_hours() -> None:
    """Counted in elapsed hours, each visit starts within 72 hours of the end of the one before, whatever the seed."""
    spots = {"market": {"area": "east", "lat": 52.01, "lon": -0.41, "crew": 1, "last_patrolled": "2025-05-30T12:00"}}
    scenario = small_scenario(
        horizon={"start": START.isoformat(), "days": 7},
        hotspots=spots,
        rules={"hotspot_guarantee": {"counted": "elapsed"}},
    )
    days = [START, START + timedelta(days=3), START + timedelta(days=6)]
    planned = tuple(visit(scenario, "market", day, "08:00", "15:00") for day in days)
    last = scenario.horizon.at(START - timedelta(days=3), "12:00")
    for seed in range(10):
        built = itinerary.build(scenario, Tasking(_earlies("pc-east-1", days=7), {}, planned, {}), seed)
        assert built.unrouted == ()
        ends = [last, *(start + 15 for start in built.plan.hotspots["market"].visits)]
        assert all(
            start - end <= 72 * 60 for end, start in zip(ends, built.plan.hotspots["market"].visits, strict=False)
        )


def test_lent_patrol_comes_near_the_plan() -> None:
    """The minutes a team is asked to lend are lent, in stays of at least the rule's length."""
    scenario = small_scenario(rules={"area_share": {"level": "off"}})
    tasking = Tasking(_earlies("pc-east-1", "pc-east-2", days=3), {}, (), {("east", "west"): 600.0})
    built = itinerary.build(scenario, tasking, seed=1)
    stays = [a.minutes for duty in built.plan.duties for a in duty.activities if a.do == "patrol" and a.area == "west"]
    assert min(stays) >= scenario.rules.lending.stay_minutes
    assert abs(sum(stays) - 600) <= scenario.rules.lending.stay_minutes / 2


def test_lent_patrol_stops_at_the_most_a_team_may_give() -> None:
    """A team asked for more than its share of lending gives no more than the rule allows."""
    scenario = small_scenario(rules={"lending": {"most_share": 0.2}})
    tasking = Tasking(_earlies("pc-east-1", "pc-east-2", days=3), {}, (), {("east", "west"): 3000.0})
    built = itinerary.build(scenario, tasking, seed=1)
    lent = sum(
        activity.minutes
        for duty in built.plan.duties
        for activity in duty.activities
        if activity.do == "travel" or activity.area == "west"
    )
    assert 0 < lent <= 0.2 * 6 * 9 * 60


def test_settling_moves_patrol_to_the_area_with_more_demand() -> None:
    """Unasked, a team with all the people lends until patrol follows demand (60 to 40) as nearly as stays allow."""
    scenario = small_scenario()
    officers = [f"{role}-east-{number}" for role in ("pc", "pcso") for number in (1, 2)]
    built = itinerary.build(scenario, Tasking(_earlies(*officers, days=3), {}, (), {}), seed=1)
    patrol: Counter[str] = Counter()
    for duty in built.plan.duties:
        for activity in duty.activities:
            if activity.area is not None:
                patrol[activity.area] += activity.minutes
    assert abs(patrol["west"] / sum(patrol.values()) - 0.4) < 0.02


def test_the_reason_tells_days_and_share() -> None:
    """A visit three days after the last one, at the hotspot with 60 % of demand, says so."""
    spots = {
        "market": {
            "area": "east",
            "lat": 52.01,
            "lon": -0.41,
            "crew": 1,
            "demand": {"crime": 9.0},
            "last_patrolled": "2025-05-31T15:25",
        },
        "station": {"area": "west", "lat": 52.0, "lon": -0.48, "demand": {"crime": 6.0}},
    }
    scenario = small_scenario(hotspots=spots)
    day = START + timedelta(days=1)
    planned = (visit(scenario, "market", day, "09:00", "09:30"),)
    built = itinerary.build(scenario, Tasking((("pc-east-1", day, "early"),), {}, planned, {}), seed=1)
    [[(_, activity)]] = presences(built.plan).values()
    assert activity.reason == "last patrolled Sat; 3rd day today; 60.0 % of demand"
