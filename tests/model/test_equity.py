"""Fair shares: each rule's optimal split, derived by hand. Journeys take no time unless said."""

from __future__ import annotations

from typing import Any

import pytest

from rostering.model import build
from rostering.model.targets import patrol_hours, visits_due
from rostering.scenario import Scenario
from tests.model.tiny import AN_HOUR, MON, on, reached, tasked, tiny

CENTRE = {"base": {"lat": 52.0, "lon": -0.4}}
FOUR_HOURS = {"early": {"start": "07:00", "end": "11:00"}}


def _areas(*, neighbours: list[str], **demand: int) -> dict[str, Any]:
    """Areas with their demand; the town may lend to its neighbours."""
    areas: dict[str, Any] = {area: {**CENTRE, "demand": {"crime": amount}} for area, amount in demand.items()}
    areas["town"]["neighbours"] = neighbours
    return areas


def _lent(scenario: Scenario) -> tuple[dict[str, float], dict[str, float]]:
    """Pass values, and the hours the town lends by area."""
    values, tasking = tasked(scenario)
    return values, {area: round(minutes / 60, 3) for (_, area), minutes in tasking.lent_minutes.items()}


def test_least_served_area_is_raised_as_far_as_hours_go() -> None:
    """Eight hours of the town's officer, demand 3 to 1: six hours and two give both areas eight for each unit of demand
    share. Where only an eighth may be lent, the village gets one: four. Without the rule nobody is lent.
    """
    pair: dict[str, Any] = {
        "officers": {"ann": on(MON)},
        "areas": _areas(neighbours=["village"], town=3, village=1),
    }
    assert _lent(tiny({}, **pair)) == ({"lending": 0}, {})
    values, lent = _lent(tiny({"least_served_area": {}}, **pair))
    assert (values["least_served_area"], lent) == (8, {"village": 2})
    values, lent = _lent(tiny({"least_served_area": {}, "lending": {"most_share": 0.125}}, **pair))
    assert (values["least_served_area"], lent) == (4, {"village": 1})


def test_least_served_area_pays_for_the_journeys_of_what_it_lends() -> None:
    """Equal demand, and 20 minutes each way in a stay of 80: an hour of lent patrol takes one and a half. With eight
    hours and p of patrol in each area, p + 1.5 p = 8, so p is 3.2, or 6.4 for each unit of demand share.
    """
    travel = {"minutes": {"town": {"village": 20}, "village": {"town": 20}}}
    far = tiny(
        {"least_served_area": {}, "lending": {"most_share": 1, "stay_minutes": 80}},
        officers={"ann": on(MON)},
        areas=_areas(neighbours=["village"], town=1, village=1),
        travel=travel,
    )
    values, lent = _lent(far)
    assert (values["least_served_area"], lent) == (6.4, {"village": 3.2})


def test_least_served_area_counts_visits_as_patrol() -> None:
    """Four visits in the village by the town's officer are an hour of its patrol: of eight hours another is lent."""
    scenario = tiny(
        {"least_served_area": {}, "hotspot_guarantee": {"every_days": 1}},
        officers={"ann": on(MON)},
        areas=_areas(neighbours=["village"], town=3, village=1),
        hotspots={f"spot-{number}": {"area": "village"} for number in range(4)},
    )
    values, lent = _lent(scenario)
    assert (values["least_served_area"], lent) == (8, {"village": 1})


def test_area_share_counts_the_hours_below_each_share() -> None:
    """Eight hours, demand 4 : 3 : 1. The town lends to the village alone. The hamlet's hour is out of reach: one hour
    below. The other two are not below where the village gets three hours and the town keeps four; as little as that is
    lent, so the town keeps five. Without the rule nobody is lent.
    """
    rules: dict[str, Any] = {"lending": {"most_share": 1}}
    three: dict[str, Any] = {
        "officers": {"ann": on(MON)},
        "areas": _areas(neighbours=["village"], town=4, village=3, hamlet=1),
    }
    assert _lent(tiny(rules, **three)) == ({"lending": 0}, {})
    values, lent = _lent(tiny({**rules, "area_share": {}}, **three))
    assert (values["area_share"], lent) == (1, {"village": 3})


def test_area_share_does_not_count_hours_above_a_share() -> None:
    """A team that cannot be lent has five of six hours where three are its share: the other is two hours below."""
    areas = _areas(neighbours=[], town=1, village=1)
    hours = {"early": {"start": "07:00", "end": "12:00"}, "late": {"start": "15:00", "end": "16:00"}}
    people = {"ann": on(MON), "bob": {**on(MON, shift="late"), "area": "village"}}
    lopsided = tiny({"area_share": {}, "lending": {}}, officers=people, areas=areas, shifts=hours)
    assert reached(lopsided, "area_share") == 2


def _pair(first: int, second: int, **more: Any) -> Any:
    """An hour and two hotspots that share all demand of their area."""
    hotspots = {"park": {"demand": {"crime": first}}, "square": {"demand": {"crime": second}}}
    hour: dict[str, Any] = {"officers": {"ann": on(MON)}, "shifts": AN_HOUR, "hotspots": hotspots} | more
    demand = {"town": {**CENTRE, "demand": {"crime": first + second}}}
    return tiny({"hotspot_share": {}, "daily_visits": {}}, areas=demand, **hour)


def _visits(scenario: Scenario) -> tuple[float, dict[str, int]]:
    values, tasking = tasked(scenario)
    made = [visit.hotspot for visit in tasking.visits]
    return values["hotspot_share"], {spot: made.count(spot) for spot in sorted(set(made))}


def test_hotspot_share_splits_four_visits_as_whole_numbers() -> None:
    """An hour is four visits. Demand 3 to 1: three and one, nothing off. Demand 2 to 1: 8/3 and 4/3 are due; three and
    one are (1/3)^2 / (8/3) + (1/3)^2 / (4/3) = 1/24 + 1/12 = 0.125 off (two and two 0.5).
    """
    assert _visits(_pair(3, 1)) == (0, {"park": 3, "square": 1})
    assert _visits(_pair(2, 1)) == (0.125, {"park": 3, "square": 1})


def test_hotspot_share_lets_all_lose_in_proportion_where_visits_are_short() -> None:
    """Six and three are due in nine quarters of an hour, but the hotspots close after an hour, with time for four:
    three and one are (9/6 + 4/3) = 2.8333 off, two and two 16/6 + 1/3 = 3, four and none 4/6 + 9/3 = 3.6667.
    """
    hours = {"early": {"start": "07:00", "end": "09:15"}}
    opening = {"open": [{"from": "07:00", "to": "08:00"}], "max_visits_per_day": 9}
    spots = {"park": {"demand": {"crime": 6}, **opening}, "square": {"demand": {"crime": 3}, **opening}}
    demand = {"town": {**CENTRE, "demand": {"crime": 9}}}
    short = tiny(
        {"hotspot_share": {}, "daily_visits": {}, "opening_hours": {}},
        officers={"ann": on(MON)},
        shifts=hours,
        hotspots=spots,
        areas=demand,
    )
    assert _visits(short) == (2.8333, {"park": 3, "square": 1})


def test_hotspot_share_stops_at_what_is_due() -> None:
    """The hotspot has half of its area's demand: of four quarters of an hour two are due, and no third is a visit."""
    half = tiny(
        {"hotspot_share": {}},
        officers={"ann": on(MON)},
        shifts=AN_HOUR,
        hotspots={"park": {"demand": {"crime": 50}, "max_visits_per_day": 2}},
    )
    assert _visits(half) == (0, {"park": 2})


def test_hotspot_share_asks_for_no_more_than_journeys_leave() -> None:
    """In two hours, with all demand at one hotspot 15 minutes away, n visits are n quarters of patrol and n of
    journeys, so four are due; 45 minutes away two, as 2 x 15 + 2 x 45 = 120.
    """
    for journey, due in ((0, 8), (15, 4), (45, 2)):
        scenario = tiny(
            {"hotspot_share": {}},
            officers={"ann": on(MON)},
            shifts={"early": {"start": "07:00", "end": "09:00"}},
            hotspots={"park": {"demand": {"crime": 100}, "max_visits_per_day": 9}},
            travel={"minutes": {"town": {"park": journey}}},
        )
        sets = build(scenario).sets
        assert visits_due(scenario, sets) == {"park": pytest.approx(due)}
        assert patrol_hours(scenario, sets) == pytest.approx(due / 4)
        assert _visits(scenario) == (0, {"park": due})


def test_visits_due_have_a_floor_where_there_is_a_guarantee() -> None:
    """A hotspot without demand is due the one visit that keeps a window of three days, or none."""
    for level, due in (("required", 1), ("off", 0)):
        hotspots = {"park": {"demand": {"crime": 0}}, "square": {"demand": {"crime": 100}}}
        scenario = tiny({"hotspot_guarantee": {"level": level}}, days=3, officers={"ann": on(MON)}, hotspots=hotspots)
        assert visits_due(scenario, build(scenario).sets)["park"] == due


def _profile(*weights: int) -> dict[str, Any]:
    """Demand by hour from 07:00 on, none at other hours."""
    hours = [0] * 7 + list(weights) + [0] * (17 - len(weights))
    return {"weights": {"crime": 1}, "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), hours)}


def test_hour_share_puts_the_break_where_demand_is_least() -> None:
    """From 07:00 to 11:00 with an hour's break between 08:00 and 10:00, in bands 07-09, 09-10 and 10-11 (a hotspot
    opens from 09:00 to 10:00). With x minutes of break before 09:00, patrol is 120 - x, x and 60, three hours in all.

    Demand from 09:00 on only: 0, 90, 90 are due; x = 60 is 60 + 30 + 30 minutes off, two hours (x = 0 four). Demand
    before 09:00 and after 10:00, 2 to 1: 120, 0, 60 are due, x = 0 is exact. Without the rule nothing is counted.
    """

    def morning(rules: dict[str, Any], *weights: int) -> Scenario:
        return tiny(
            {"breaks": {"minutes_from_hours": {0: 60}}, "opening_hours": {}, **rules},
            officers={"ann": on(MON)},
            shifts=FOUR_HOURS,
            demand=_profile(*weights),
            hotspots={"park": {"open": [{"from": "09:00", "to": "10:00"}]}},
        )

    assert "hour_share" not in tasked(morning({}, 0, 0, 1, 1))[0]
    assert reached(morning({"hour_share": {}}, 0, 0, 1, 1), "hour_share") == 2
    assert reached(morning({"hour_share": {}}, 1, 1, 0, 1), "hour_share") == 0


def test_hour_share_leaves_out_hours_in_which_nobody_is_on_duty() -> None:
    """Two hours from 07:00 and two from 16:00, in which demand is 3 and 1; what there is at other hours, and on
    Tuesday, when nobody is on duty, does not count. Of four hours of patrol three are due early and two are there: one
    hour off early and one late.
    """
    weights = [0, 3, *[5] * 7, 0, 1, 0, 5]
    split = tiny(
        {"hour_share": {}},
        days=2,
        officers={"ann": on(MON), "bob": on(MON, shift="late")},
        shifts={"early": {"start": "07:00", "end": "09:00"}, "late": {"start": "16:00", "end": "18:00"}},
        demand=_profile(*weights),
    )
    assert reached(split, "hour_share") == 2
