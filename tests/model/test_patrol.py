"""Hotspot visits: each rule's optimum without it and with it, derived by hand. The readings of the guarantee with
history are in `test_guarantee`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rostering.model.sets import build_sets
from tests.model.tiny import (
    AN_HOUR,
    MON,
    TUE,
    on,
    reached,
    reached_without,
    tasked,
    tiny,
    wishes,
)

MISSED = "hotspot_guarantee"
TODAY = {"every_days": 1}


def _visits(rules: Mapping[str, Mapping[str, Any]], **more: Any) -> int:
    """How many visits there are; with `hotspot_share` as many as the hours allow, as all demand is at the hotspot."""
    hotspot = {"demand": {"crime": 100}, **more.pop("hotspot", {})}
    _, tasking = tasked(tiny({"hotspot_share": {}, **rules}, hotspots={"park": hotspot}, **more))
    return len(tasking.visits)


def test_hotspot_guarantee_takes_precedence_over_a_wish_to_rest() -> None:
    """A visit is due today and the one officer wants to rest: without the rule the wish is met."""
    resting = {"officers": {"ann": wishes((MON, "rest"))}, "hotspots": {"park": {}}}
    assert reached(tiny({"requests": {}}, **resting), "requests") == 0
    assert reached(tiny({"requests": {}, MISSED: TODAY}, **resting), "requests") == 1


def test_hotspot_guarantee_weighs_what_it_misses_half_by_demand() -> None:
    """Nobody is on duty; with demand 3 to 1, one window weighs 0.5 + 0.5 x 2 x 3/4 = 1.25 and the other 0.75. One
    officer with time for one visit misses the lighter.
    """
    pair = {"park": {"demand": {"crime": 3}}, "square": {"demand": {"crime": 1}}}
    quarter = {"early": {"start": "07:00", "end": "07:15"}}
    assert reached(tiny({MISSED: TODAY}, officers={"ann": on()}, hotspots=pair), MISSED) == 2
    assert reached(tiny({MISSED: TODAY}, officers={"ann": on(MON)}, hotspots=pair, shifts=quarter), MISSED) == 0.75


def test_hotspot_guarantee_preferred_costs_its_weight_for_each_window() -> None:
    """Nobody is on duty on either of two days: two windows at weight 3."""
    rules = {MISSED: {"level": "preferred", "weight": 3, **TODAY}}
    idle = tiny(rules, days=2, officers={"ann": on()}, hotspots={"park": {}})
    assert (reached(idle, MISSED), reached(idle, "preferences")) == (0, 6)


def test_spare_visits_are_planned_beyond_the_one_promised() -> None:
    """One visit a day is promised and two more are asked for; an hour has room for four. Half an hour has room for two,
    so that one is missing, and without the rule nobody asks.
    """
    rules: dict[str, Any] = {MISSED: TODAY, "spare_visits": {}}
    spare = {"park": {"spare_visits": 2, "max_visits_per_day": 9}}
    whole = tiny(rules, officers={"ann": on(MON)}, hotspots=spare, shifts=AN_HOUR)
    values, tasking = tasked(whole)
    assert values["spare_visits"] == 0
    assert len(tasking.visits) >= 3
    half = tiny(rules, officers={"ann": on(MON)}, hotspots=spare, shifts={"early": {"start": "07:00", "end": "07:30"}})
    assert (reached(half, "spare_visits"), reached(half, MISSED)) == (1, 0)
    assert reached_without("spare_visits", half, "spare_visits") == 0
    assert (
        reached(tiny({MISSED: TODAY}, officers={"ann": on(MON)}, hotspots=spare, shifts=AN_HOUR), "spare_visits") == 0
    )


def test_spare_visits_never_cost_another_place_its_promise() -> None:
    """A quarter of an hour has room for one visit: it goes to the square, not to a second one at the park."""
    rules: dict[str, Any] = {MISSED: TODAY, "spare_visits": {}}
    pair = {"park": {"spare_visits": 5}, "square": {}}
    half = {"early": {"start": "07:00", "end": "07:30"}}
    values, tasking = tasked(tiny(rules, officers={"ann": on(MON)}, hotspots=pair, shifts=half))
    assert (values[MISSED], values["spare_visits"]) == (0, 5)
    assert sorted(visit.hotspot for visit in tasking.visits) == ["park", "square"]


def test_nothing_is_to_spare_where_nothing_is_promised() -> None:
    """With the guarantee off there are no windows for spare visits to be in."""
    park = {"park": {"spare_visits": 2}}
    assert build_sets(tiny({"spare_visits": {}, MISSED: TODAY}, hotspots=park)).spare_windows
    assert not build_sets(tiny({"spare_visits": {}}, hotspots=park)).spare_windows


def test_hotspot_crew_is_whole() -> None:
    """Two are needed and one is on duty for a quarter of an hour, or for all day: the window is missed."""
    for hours in ("07:15", "15:00"):
        shifts = {"early": {"start": "07:00", "end": hours}}
        alone = tiny({MISSED: TODAY}, officers={"ann": on(MON)}, hotspots={"park": {"crew": 2}}, shifts=shifts)
        assert reached_without("hotspot_crew", alone, MISSED) == 0
        assert reached(alone, MISSED) == 1
    both = tiny({MISSED: TODAY}, officers={"ann": on(MON), "bob": on(MON)}, hotspots={"park": {"crew": 2}})
    assert reached(both, MISSED) == 0


def test_hotspot_crew_is_there_at_once() -> None:
    """One is on the early and one on the late: no crew of two, though there are hours enough for two people."""
    apart = tiny(
        {MISSED: TODAY}, officers={"ann": on(MON), "bob": on(MON, shift="late")}, hotspots={"park": {"crew": 2}}
    )
    assert reached_without("hotspot_crew", apart, MISSED) == 0
    assert reached(apart, MISSED) == 1


def test_hotspot_crew_has_a_lead_who_is_not_at_a_hub() -> None:
    """The only constable is at the hub for the whole hour: a crew led by a constable cannot go, one without can."""
    people = {"ann": on(MON), "bob": {**on(MON), "role": "pcso"}}
    hub = {"hall": {"when": [{"day": "mon", "from": "07:00", "to": "08:00"}], "staff": {"any": 1, "pc": 1}}}

    def led_by(lead: list[str]) -> Any:
        rules = {MISSED: {"level": "preferred", **TODAY}, "hub_staff": {}}
        return tiny(rules, officers=people, hotspots={"park": {"lead": lead}}, hubs=hub, shifts=AN_HOUR)

    assert reached_without("hotspot_crew", led_by(["pc"]), "preferences") == 0
    assert reached(led_by(["pc"]), "preferences") == 1
    assert reached(led_by([]), "preferences") == 0


def test_hotspot_crew_is_of_eligible_roles() -> None:
    """Only constables may go: with a support officer alone the window is missed, and with one as the second of two."""
    people = {"ann": on(MON), "bob": {**on(MON), "role": "pcso"}}
    for crew, missed in ((1, 0), (2, 1)):
        only_pcs = tiny({MISSED: TODAY}, officers=people, hotspots={"park": {"crew": crew, "roles": ["pc"]}})
        assert reached_without("hotspot_crew", only_pcs, MISSED) == 0
        assert reached(only_pcs, MISSED) == missed


def test_opening_hours_hold_as_many_visits_as_fit_into_them() -> None:
    """Two officers all day, a hotspot that is open for an hour: four visits of 15 minutes, one after the other; without
    opening hours, the ten that a day may have.
    """
    pair: dict[str, Any] = {"officers": {"ann": on(MON), "bob": on(MON)}}
    hour = {"open": [{"from": "07:00", "to": "08:00"}], "max_visits_per_day": 10}
    assert _visits({}, hotspot=hour, **pair) == 10
    assert _visits({"opening_hours": {}}, hotspot=hour, **pair) == 4


def test_opening_hours_decide_who_can_go() -> None:
    """An early from 07:00 is in time for an opening that ends at 07:15, one from 07:01 is not; of one that ends at
    07:30 the half hour holds two visits, though three people are there.
    """
    night = {"open": [{"from": "16:00", "to": "07:15"}]}
    for start, missed in (("07:00", 0), ("07:01", 1)):
        shifts = {"early": {"start": start, "end": "15:00"}}
        scenario = tiny(
            {MISSED: TODAY, "opening_hours": {}}, officers={"a": on(MON)}, hotspots={"park": night}, shifts=shifts
        )
        assert reached(scenario, MISSED) == missed
    three: dict[str, Any] = {"officers": {name: on(MON) for name in "abc"}}
    half_hour = {"open": [{"from": "16:00", "to": "07:30"}], "max_visits_per_day": 5}
    assert _visits({"opening_hours": {}}, hotspot=half_hour, **three) == 2


def test_daily_visits_do_not_make_up_for_another_day() -> None:
    """Two visits a day may be made, four over two days are due, and on the second day everybody is away: without the
    rule four visits fall on the first.
    """
    away = {"officers": {"ann": {"published": {MON: "early"}, "unavailable": {TUE: "leave"}}}, "days": 2}
    twice = {"max_visits_per_day": 2}
    assert _visits({"availability": {}}, hotspot=twice, **away) == 4
    assert _visits({"availability": {}, "daily_visits": {}}, hotspot=twice, **away) == 2


def test_visit_spacing_is_kept_across_bands() -> None:
    """Two people in turn are there for two hours. Visits of 15 minutes two hours apart need 150 minutes for the second,
    so one is made; an hour and a half apart 120, so two are; without the rule the three that a day may have.
    """
    hours = {"first": {"start": "07:00", "end": "08:00"}, "second": {"start": "08:00", "end": "09:00"}}
    in_turn: dict[str, Any] = {
        "officers": {"ann": on(MON, shift="first"), "bob": on(MON, shift="second")},
        "shifts": hours,
    }
    assert _visits({}, **in_turn) == 3
    assert _visits({"visit_spacing": {"hours": 2}, "opening_hours": {}}, **in_turn) == 1
    assert _visits({"visit_spacing": {"hours": 1.5}, "opening_hours": {}}, **in_turn) == 2


def test_visit_spacing_holds_whether_or_not_there_are_opening_hours() -> None:
    """An hour holds one visit where two hours are to pass, and with opening hours off as well."""
    hour: dict[str, Any] = {"officers": {"ann": on(MON)}, "shifts": AN_HOUR}
    hours = {"early": {"start": "07:00", "end": "08:00"}, "late": {"start": "08:00", "end": "09:00"}}
    both: dict[str, Any] = {"officers": {"ann": on(MON), "bob": on(MON, shift="late")}, "shifts": hours}
    assert _visits({"visit_spacing": {}}, **hour) == 1
    assert _visits({"visit_spacing": {}}, **both) == 1


def test_visit_spacing_counts_from_the_visit_before_the_horizon() -> None:
    """The last visit ended on Sunday at 23:45 and someone is on duty from midnight to 02:00: two hours are not over
    before 01:45, which leaves room for one visit (two without history, six without spacing); until 01:59, for none.
    """
    for end, after_visit, fresh in (("02:00", 1, 1), ("01:59", 0, 1), ("02:30", 1, 2)):
        hotspot = {"max_visits_per_day": 9}
        night: dict[str, Any] = {"officers": {"ann": on(MON)}, "shifts": {"early": {"start": "00:00", "end": end}}}
        known = {**hotspot, "last_patrolled": "2025-06-01T23:45"}
        assert _visits({"visit_spacing": {}, "opening_hours": {}}, hotspot=hotspot, **night) == fresh
        assert _visits({"visit_spacing": {}, "opening_hours": {}}, hotspot=known, **night) == after_visit
