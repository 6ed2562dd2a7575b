"""Hub sessions: each rule's optimum without it and with it, derived by hand."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, TUE, on, reached, reached_without, tasked, tiny, wishes


def _hub(start: str = "09:00", end: str = "11:00", **more: Any) -> dict[str, Any]:
    return {"when": [{"day": "mon", "from": start, "to": end}], **more}


def _short(officers: dict[str, Any], hub: dict[str, Any], **more: Any) -> float:
    return reached(tiny({"hub_staff": {}}, officers=officers, hubs={"hall": hub}, **more), "hub_staff")


def test_hub_staff_takes_precedence_over_a_wish_to_rest() -> None:
    """One person is needed and the one there is wants to rest: without the rule the wish is met."""
    resting = {"officers": {"ann": wishes((MON, "rest"))}, "hubs": {"hall": _hub()}}
    assert reached(tiny({"requests": {}}, **resting), "requests") == 0
    assert reached(tiny({"requests": {}, "hub_staff": {}}, **resting), "requests") == 1


def test_hub_staff_needs_a_duty_that_covers_the_whole_opening() -> None:
    """The early ends at 15:00: an opening until then is staffed, one until 15:30 is a person short for two hours."""
    off = tiny({}, officers={"ann": on(MON)}, hubs={"hall": _hub("13:30", "15:30")})
    assert reached(off, "hub_staff") == 0
    assert _short({"ann": on(MON)}, _hub("13:00", "15:00")) == 0
    assert _short({"ann": on(MON)}, _hub("13:30", "15:30")) == 2


def test_hub_staff_needs_people_and_roles_and_skills() -> None:
    """Two people, one of them a constable: two support officers are one person short for two hours."""
    pair = {"ann": {**on(MON), "role": "pcso"}, "bob": {**on(MON), "role": "pcso"}}
    assert _short(pair, _hub(staff={"any": 2})) == 0
    assert _short(pair, _hub(staff={"any": 2, "pc": 1})) == 2
    assert _short(pair, _hub(staff={"any": 2, "youth": 1})) == 2
    skilled = {**pair, "bob": {**on(MON), "role": "pcso", "skills": ["youth"]}}
    assert _short(skilled, _hub(staff={"any": 2, "youth": 1})) == 0


def test_hub_staff_adds_up_what_is_missing_of_each_role() -> None:
    """One constable and one with the skill are wanted among two; two support officers without it are there: two people
    would have to be other people, so two are short for two hours. With one constable it is one.
    """
    wanted = _hub(staff={"any": 2, "pc": 1, "youth": 1})
    pcso = {**on(MON), "role": "pcso"}
    assert _short({"ann": pcso, "bob": pcso}, wanted) == 4
    assert _short({"ann": on(MON), "bob": pcso}, wanted) == 2
    assert _short({"ann": {**on(MON), "skills": ["youth"]}, "bob": pcso}, wanted) == 0


def test_hub_staff_leaves_a_preferred_session_out_rather_than_half_staffed() -> None:
    """Two people are needed and there is one: the session is not held, weight 3; with two people it is held."""
    optional = _hub(staff={"any": 2}, level="preferred", weight=3)
    for officers, given_up in (({"ann": on(MON)}, 3), ({"ann": on(MON), "bob": on(MON)}, 0)):
        scenario = tiny({"hub_staff": {}}, officers=officers, hubs={"hall": optional})
        assert (reached(scenario, "hub_staff"), reached(scenario, "preferences")) == (0, given_up)


def test_hub_staff_comes_from_teams_that_may_be_lent() -> None:
    """The village's officer staffs the town's hub only where the town is a neighbour, or lending is off."""
    centre = {"base": {"lat": 52.0, "lon": -0.4}}
    for neighbours, level, short in (([], "required", 2), (["town"], "required", 0), ([], "off", 0)):
        scenario = tiny(
            {"hub_staff": {}, "lending": {"level": level, "most_share": 1}},
            officers={"ann": {**on(MON), "area": "village"}},
            hubs={"hall": _hub()},
            areas={"town": centre, "village": {**centre, "neighbours": neighbours}},
        )
        assert reached(scenario, "hub_staff") == short


def test_hub_staff_is_nobody_where_the_rule_is_off() -> None:
    """Without the rule no hub is planned for and all eight hours are patrol; with it two of them are the hub's."""
    scenario = {"officers": {"ann": on(MON)}, "hubs": {"hall": _hub()}}
    values, tasking = tasked(tiny({"least_served_area": {}}, **scenario))
    assert (values["least_served_area"], tasking.staff) == (8, {})
    assert reached(tiny({"least_served_area": {}, "hub_staff": {}}, **scenario), "least_served_area") == 6


def test_one_place_at_a_time_leaves_time_for_the_journey_between_hubs() -> None:
    """Two openings, half an hour's journey apart, one officer: with 15 minutes between them one goes unstaffed, the
    shorter (two hours rather than one and three quarters is staffed); with 30 minutes both are staffed.
    """
    travel = {"minutes": {"hall": {"library": 30}}}

    def pair(second: str) -> Any:
        hubs = {"hall": _hub("08:00", "10:00"), "library": _hub(second, "12:00")}
        return tiny({"hub_staff": {}}, officers={"ann": on(MON)}, hubs=hubs, travel=travel)

    assert reached_without("one_place_at_a_time", pair("10:15"), "hub_staff") == 0
    assert reached(pair("10:15"), "hub_staff") == 1.75
    assert reached(pair("10:30"), "hub_staff") == 0


def test_one_place_at_a_time_leaves_time_for_the_break_between_hubs() -> None:
    """Of an early's middle half, 09:00 to 13:00, two openings leave 30 minutes; a break of 40 does not fit into them,
    though it would beside either opening alone.
    """

    def pair(pause: int) -> Any:
        hubs = {"hall": _hub("08:00", "11:00"), "library": _hub("11:30", "14:00")}
        rules = {"hub_staff": {}, "breaks": {"minutes_from_hours": {0: pause}}}
        return tiny(rules, officers={"ann": on(MON)}, hubs=hubs)

    assert reached_without("one_place_at_a_time", pair(40), "hub_staff") == 0
    assert reached(pair(40), "hub_staff") == 2.5
    assert reached(pair(30), "hub_staff") == 0


def test_one_place_at_a_time_allows_hubs_on_different_days() -> None:
    """Openings on Monday and Tuesday do not meet; the same hours of one day do."""
    twice = {"when": [{"day": "mon", "from": "09:00", "to": "11:00"}, {"day": "tue", "from": "09:00", "to": "11:00"}]}
    hubs = {"hall": twice, "library": _hub()}
    scenario = tiny({"hub_staff": {}}, days=2, officers={"ann": on(MON, TUE)}, hubs=hubs)
    assert reached_without("one_place_at_a_time", scenario, "hub_staff") == 0
    assert reached(scenario, "hub_staff") == 2
