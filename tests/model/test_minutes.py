"""Where minutes go: each rule's optimum without it and with it, derived by hand.

One officer has an hour: time for four visits of 15 minutes, one to each of four hotspots, and what a rule takes from
the hour shows as windows missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rostering.scenario import Scenario
from tests.model.tiny import AN_HOUR, MON, TUE, on, reached, reached_without, spots, tasked, tiny

MISSED = "hotspot_guarantee"
CENTRE = {"base": {"lat": 52.0, "lon": -0.4}}


def _missed(rules: Mapping[str, Mapping[str, Any]], number: int = 4, /, **more: Any) -> float:
    hour = {"officers": {"ann": on(MON)}, "shifts": AN_HOUR} | more
    scenario = tiny({MISSED: {"every_days": 1}, **rules}, **{"hotspots": spots(number), **hour})
    return reached(scenario, MISSED)


def test_duty_minutes_hold_four_visits_an_hour() -> None:
    """Of five hotspots one is missed; without the rule an hour would hold any number."""
    five = tiny({MISSED: {"every_days": 1}}, officers={"ann": on(MON)}, shifts=AN_HOUR, hotspots=spots(5))
    assert reached_without("duty_minutes", five, MISSED) == 0
    assert reached(five, MISSED) == 1


def test_duty_minutes_charge_the_journey_to_each_visit() -> None:
    """Five minutes out from the base with each visit: three in an hour."""
    travel = {"minutes": {"town": {f"spot-{number}": 5 for number in range(1, 5)}}}
    assert _missed({}, travel=travel) == 1
    assert _missed({}, 3, travel=travel) == 0


def test_duty_minutes_charge_hubs_with_their_journeys() -> None:
    """A hub for 15 minutes at the end of the hour and five minutes to get there: 40 minutes are left, two visits."""
    hubs = {"hall": {"when": [{"day": "mon", "from": "07:45", "to": "08:00"}]}}
    rules = {MISSED: {"level": "preferred", "every_days": 1}, "hub_staff": {}}
    hour = tiny(
        rules,
        officers={"ann": on(MON)},
        shifts=AN_HOUR,
        hotspots=spots(4),
        hubs=hubs,
        travel={"minutes": {"town": {"hall": 5}}},
    )
    assert (reached(hour, "hub_staff"), reached(hour, "preferences")) == (0, 2)


def test_duty_minutes_do_not_count_overlapping_duties_twice() -> None:
    """A night until 08:00 and an early from 07:00 overlap: without daily rest one of two wishes is still not met."""
    shifts = {"early": {"start": "07:00", "end": "15:00"}, "night": {"start": "22:00", "end": "08:00"}}
    wanted = {"requests": [{"day": MON, "shift": "night"}, {"day": TUE, "shift": "early"}]}
    overlapping = tiny({"requests": {}}, days=2, officers={"ann": wanted}, shifts=shifts)
    assert reached_without("duty_minutes", overlapping, "requests") == 0
    assert reached(overlapping, "requests") == 1


def test_briefing_takes_its_minutes_at_the_start() -> None:
    """A briefing of 15 minutes leaves time for three visits; of 16, for two."""
    assert _missed({}) == 0
    assert _missed({"briefing": {"minutes": 15}}) == 1
    assert _missed({"briefing": {"minutes": 16}}) == 2


def test_briefing_is_left_out_where_someone_reports_straight_to_a_hub() -> None:
    """A hub opens with the duty for half an hour. Whoever staffs it is not briefed: of two hours 90 minutes are left,
    six visits of seven. Where it opens after the briefing, 75 minutes are left, five visits.
    """
    shifts = {"early": {"start": "07:00", "end": "09:00"}}
    rules: dict[str, Any] = {MISSED: {"level": "preferred", "every_days": 1}, "hub_staff": {}}

    def opening_at(start: str, end: str) -> float:
        hubs = {"hall": {"when": [{"day": "mon", "from": start, "to": end}]}}
        two_hours = {"officers": {"ann": on(MON)}, "shifts": shifts, "hotspots": spots(7), "hubs": hubs}
        return reached(tiny({**rules, "briefing": {"minutes": 15}}, **two_hours), "preferences")

    assert opening_at("07:00", "07:30") == 1
    assert opening_at("07:15", "07:45") == 2


def test_breaks_take_what_the_length_of_the_duty_earns() -> None:
    """An hour earns 30 minutes, by a table that gives 60 from two hours on: two visits fit."""
    table = {0: 30, 2: 60}
    assert _missed({}) == 0
    assert _missed({"breaks": {"minutes_from_hours": table}}) == 2
    assert _missed({"breaks": {"minutes_from_hours": {0: 0, 1: 15}}}) == 1


def test_breaks_lie_in_the_middle_half_of_the_duty() -> None:
    """The middle half of 07:00 to 11:00 is 08:00 to 10:00, and hotspots are open from 08:10 to 10:00: 110 minutes,
    seven visits. Of a break of 30 minutes 10 can lie before them, 20 cannot: 90 minutes, six visits.
    """
    shifts = {"early": {"start": "07:00", "end": "11:00"}}
    hotspots = spots(7, open=[{"from": "08:10", "to": "10:00"}])
    morning: dict[str, Any] = {"shifts": shifts, "hotspots": hotspots}
    assert _missed({"opening_hours": {}}, **morning) == 0
    assert _missed({"opening_hours": {}, "breaks": {"minutes_from_hours": {0: 30}}}, **morning) == 1
    assert _missed({"opening_hours": {}, "breaks": {"minutes_from_hours": {0: 15}}}, **morning) == 0


def test_abstraction_keeps_its_share_of_every_duty() -> None:
    """A quarter of an hour is kept in reserve at 25 %, and at 26 % (15.6 minutes, cut off to whole ones): three visits;
    at 27 % 16 minutes: two.
    """
    for share, missed in ((0.0, 0), (0.25, 1), (0.26, 1), (0.27, 2)):
        assert _missed({"abstraction": {}}, roles={"pc": {"abstraction": share}}) == missed
    assert _missed({}, roles={"pc": {"abstraction": 0.5}}) == 0


def test_abstraction_counts_known_days_away_once() -> None:
    """At 50 % expected and one of four officer-days away (25 %), what is still to come is 1 - 0.5/0.75, a third: 20
    minutes of an hour, two visits. With two of four away nothing more is to come.
    """
    roles = {"pc": {"abstraction": 0.5}}
    for away, missed in (([], 2), ([MON], 2), ([MON, TUE], 0)):
        officers = {
            "ann": on(MON),
            "bob": {"published": {MON: "rest", TUE: "rest"}, "unavailable": dict.fromkeys(away, "leave")},
        }
        hour = tiny(
            {MISSED: {"every_days": 2}, "abstraction": {}},
            days=2,
            officers=officers,
            shifts=AN_HOUR,
            hotspots=spots(4),
            roles=roles,
        )
        assert reached(hour, MISSED) == missed


def test_lending_takes_at_most_its_share_of_the_team() -> None:
    """The town's officer has an hour; a quarter of it, one visit, may go to the village with its two hotspots."""
    areas = {"town": {**CENTRE, "neighbours": ["village"]}, "village": CENTRE}
    village: dict[str, Any] = {"areas": areas, "hotspots": spots(2, area="village")}
    assert _missed({}, **village) == 0
    assert _missed({"lending": {"most_share": 0.5}}, **village) == 0
    assert _missed({"lending": {"most_share": 0.25}}, **village) == 1
    assert _missed({"lending": {"most_share": 0.24}}, **village) == 2


def test_lending_goes_to_neighbours_only() -> None:
    """The village is the town's neighbour, the hamlet is not: its hotspot is missed, unless the rule is off. Half the
    town's hour for the village's three hotspots leaves one more missed.
    """
    areas = {"town": {**CENTRE, "neighbours": ["village"]}, "village": CENTRE, "hamlet": CENTRE}
    hotspots = {**spots(3, area="village"), "green": {"area": "hamlet"}}
    far: dict[str, Any] = {"areas": areas, "hotspots": hotspots}
    assert _missed({}, **far) == 0
    assert _missed({"lending": {"most_share": 0.5}}, **far) == 2
    assert _missed({"lending": {"most_share": 1.0}}, **far) == 1


def test_lending_charges_the_journey_there_and_back() -> None:
    """Ten minutes each way to the other area's hotspot: a visit takes 35 minutes of the hour, so one of two is missed,
    and with half the hour to lend both are.
    """
    areas = {"town": {**CENTRE, "neighbours": ["village"]}, "village": CENTRE}
    minutes = {"town": {"spot-1": 10, "spot-2": 10}, "spot-1": {"town": 10}, "spot-2": {"town": 10}}
    village: dict[str, Any] = {"areas": areas, "hotspots": spots(2, area="village"), "travel": {"minutes": minutes}}
    assert _missed({"lending": {"most_share": 1.0}}, **village) == 1
    assert _missed({"lending": {"most_share": 0.5}}, **village) == 2


def test_lending_of_patrol_is_read_out_by_team_and_area() -> None:
    """Three quarters of demand are in the village: to serve it best the town lends all it may, half of 60 minutes."""
    areas = {
        "town": {**CENTRE, "neighbours": ["village"], "demand": {"crime": 1}},
        "village": {**CENTRE, "demand": {"crime": 3}},
    }
    hour = tiny(
        {"least_served_area": {}, "lending": {"most_share": 0.5}},
        officers={"ann": on(MON)},
        shifts=AN_HOUR,
        areas=areas,
    )
    values, tasking = tasked(hour)
    assert values["lending"] == 0.5
    assert {key: round(minutes, 3) for key, minutes in tasking.lent_minutes.items()} == {("town", "village"): 30}


def test_the_journey_to_a_short_opening_begins_before_it() -> None:
    """Open for exactly one visit, four minutes from the base: one officer can be there, having left in time."""
    scenario = Scenario.model_validate(
        {
            "version": 1,
            "name": "narrow",
            "horizon": {"start": "2025-06-02", "days": 1},
            "demand": {"weights": {"need": 1}},
            "areas": {"a": {"base": {"lat": 52.0, "lon": -0.4}, "demand": {"need": 1}}},
            "roles": {"pc": {}},
            "shifts": {"day": {"start": "08:00", "end": "18:00"}},
            "officers": {"pc-1": {"role": "pc", "area": "a", "published": {"2025-06-02": "day"}}},
            "hotspots": {
                "spot": {
                    "area": "a",
                    "lat": 52.01,
                    "lon": -0.4,
                    "crew": 1,
                    "open": [{"from": "11:00", "to": "11:15"}],
                    "last_patrolled": "2025-05-30T12:00",
                }
            },
        }
    )
    values, tasking = tasked(scenario)
    assert (values["hotspot_guarantee"], len(tasking.visits)) == (0, 1)
