"""People on shifts: each rule's optimum without it and with it, derived by hand. Shifts are eight hours long."""

from __future__ import annotations

from typing import Any

from tests.model.tiny import MON, TUE, WED, on, reached, tasked, tiny, wishes


def _early(wanted: dict[str, Any], **officers: dict[str, Any]) -> dict[str, Any]:
    return {"officers": officers, "staffing": {"town": {"early": wanted}}}


def test_staffing_minimum_takes_precedence_over_a_wish_to_rest() -> None:
    """One person is wanted and the one there is wants to rest: without the rule the wish is met."""
    resting = _early({"min": 1}, ann=wishes((MON, "rest")))
    assert reached(tiny({"requests": {}}, **resting), "requests") == 0
    assert reached(tiny({"requests": {}, "staffing_minimum": {}}, **resting), "requests") == 1


def test_staffing_minimum_names_the_people_who_are_missing() -> None:
    """Three are wanted, there is one: two people short for eight hours; on a Tuesday only, nobody on Monday."""
    assert reached(tiny({"staffing_minimum": {}}, **_early({"min": 3}, ann={})), "hub_staff") == 16
    assert reached(tiny({}, **_early({"min": 3}, ann={})), "hub_staff") == 0
    two_days = tiny({"staffing_minimum": {}}, days=2, **_early({"min": 3, "days": ["tue"]}, ann={}))
    assert reached(two_days, "hub_staff") == 16


def test_staffing_minimum_counts_the_own_team_only() -> None:
    """The village's officer does not staff the town's early."""
    centre = {"base": {"lat": 52.0, "lon": -0.4}}
    areas = {"town": {**centre, "neighbours": ["village"]}, "village": {**centre, "neighbours": ["town"]}}
    lent = tiny({"staffing_minimum": {}}, areas=areas, **_early({"min": 1}, bob={"area": "village"}))
    assert reached(lent, "hub_staff") == 8


def test_staffing_minimum_preferred_costs_its_weight_for_each_person() -> None:
    """Three are wanted, there is one: two people at weight 4."""
    rules = {"staffing_minimum": {"level": "preferred", "weight": 4}}
    short = tiny(rules, **_early({"min": 3}, ann={}))
    assert (reached(short, "hub_staff"), reached(short, "preferences")) == (0, 8)


def test_staffing_preference_goes_before_requests_and_after_what_is_required() -> None:
    """Two are preferred. Two who want to rest work, at the cost of both wishes; where one is published to rest, one is
    missing, at weight 2.5.
    """
    rules = {"requests": {}, "staffing_preference": {"weight": 2.5}}
    willing = _early({"prefer": 2}, ann=wishes((MON, "rest")), bob=wishes((MON, "rest")))
    assert reached(tiny({"requests": {}}, **willing), "requests") == 0
    assert reached(tiny(rules, **willing), "requests") == 2
    one_rests = tiny(rules, **_early({"prefer": 2}, ann=on(), bob={}))
    assert (reached(one_rests, "hub_staff"), reached(one_rests, "preferences")) == (0, 2.5)


def test_staffing_maximum_turns_a_wish_down() -> None:
    """Two want the early and one may have it."""
    popular = _early({"max": 1}, ann=wishes((MON, "early")), bob=wishes((MON, "early")))
    assert reached(tiny({"requests": {}}, **popular), "requests") == 0
    assert reached(tiny({"requests": {}, "staffing_maximum": {}}, **popular), "requests") == 1


def test_staffing_maximum_names_published_people_above_it() -> None:
    """Two are published where one is the most: one person too many for eight hours."""
    crowded = _early({"max": 1}, ann=on(MON), bob=on(MON))
    assert reached(tiny({}, **crowded), "hub_staff") == 0
    assert reached(tiny({"staffing_maximum": {}}, **crowded), "hub_staff") == 8


def test_staffing_maximum_preferred_costs_its_weight_for_each_person() -> None:
    """Three are published where one is the most: two people at weight 1.5."""
    rules = {"staffing_maximum": {"level": "preferred", "weight": 1.5}}
    crowded = tiny(rules, **_early({"max": 1}, ann=on(MON), bob=on(MON), cat=on(MON)))
    assert (reached(crowded, "hub_staff"), reached(crowded, "preferences")) == (0, 3)


def test_staffing_minimum_of_a_date_stands_in_place_of_the_others() -> None:
    """Two are wanted, on Tuesday none and on Wednesday three; there is one: one short on Monday, two on Wednesday."""
    dates = {TUE: {"max": 5}, WED: {"min": 3}}
    staffed = tiny({"staffing_minimum": {}}, days=3, **_early({"min": 2, "dates": dates}, ann={}))
    assert reached(staffed, "hub_staff") == 24


def test_staffing_preference_prices_people_above_it() -> None:
    """Three are published where one is preferred: two people at 1.5; where four are, one is missing at weight 2."""
    crowd = {name: on(MON) for name in ("ann", "bob", "cat")}
    for prefer, cost in ((1, 3), (3, 0), (4, 2)):
        rules = {"staffing_preference": {"weight": 2, "extra_weight": 1.5}}
        counted = tiny(rules, **_early({"prefer": prefer}, **crowd))
        assert reached(counted, "preferences") == cost


def test_skills_on_duty_ask_for_the_driver_who_wants_to_rest() -> None:
    """One is wanted, a driver among them; the driver wants to rest, and the other not: with the rule both are in vain
    where only one may be on the shift.
    """
    staffed = _early(
        {"min": 1, "max": 1, "skills": {"driver": 1}},
        ann={"skills": ["driver"], **wishes((MON, "rest"))},
        bob=wishes((MON, "early")),
    )
    rules: dict[str, Any] = {"requests": {}, "staffing_minimum": {}, "staffing_maximum": {}}
    assert reached(tiny(rules, **staffed), "requests") == 0
    assert reached(tiny(rules | {"skills_on_duty": {}}, **staffed), "requests") == 2


def test_skills_on_duty_name_who_is_missing() -> None:
    """Two constables and a driver are wanted; there is one constable, who does not drive: two people short."""
    short = _early({"skills": {"pc": 2, "driver": 1}}, ann={}, bob={"role": "pcso"})
    assert reached(tiny({}, **short), "hub_staff") == 0
    assert reached(tiny({"skills_on_duty": {}}, **short), "hub_staff") == 16


def test_skills_on_duty_preferred_cost_their_weight_for_each_person() -> None:
    """The same two people at weight 4."""
    short = _early({"skills": {"pc": 2, "driver": 1}}, ann={}, bob={"role": "pcso"})
    preferred = tiny({"skills_on_duty": {"level": "preferred", "weight": 4}}, **short)
    assert (reached(preferred, "hub_staff"), reached(preferred, "preferences")) == (0, 8)


BY_DAY = dict.fromkeys(("mon-thu", "fri", "sat", "sun"), [0] * 7 + [2] * 8 + [1] * 8 + [0])
"""Twice as much demand over the early as over the late."""
EIGHT_A_DAY = {"pc": {"weekly_hours": 56}}


def _matching(staffing: dict[str, Any] | None = None, weight: float = 1, hours: Any = None) -> tuple[float, float]:
    """What matching costs for one day of three people of eight hours each, and how many wishes for earlies are unmet:
    24 hours are two people early and one late.
    """
    rules = {"requests": {}, "staffing_maximum": {}, "demand_matching": {"weight": weight}}
    people = {name: wishes((MON, "early")) for name in ("ann", "bob", "cat")}
    given = {"demand": {"weights": {"crime": 1}, "hours": hours}, "roles": EIGHT_A_DAY, "staffing": staffing or {}}
    values = tasked(tiny(rules, officers=people, **given))[0]
    return values.get("preferences", 0.0), values["requests"]


def test_demand_matching_puts_people_where_demand_is() -> None:
    """All want the early; two get it. Where the hours of demand are not known, all do."""
    assert _matching(hours=BY_DAY) == (0, 1)
    assert _matching() == (0, 0)


def test_demand_matching_costs_the_square_of_what_is_off_by_hours() -> None:
    """Where one may be early, one is missing for eight hours, at weight 0.5; where nobody may be, two: four times."""
    assert _matching({"town": {"early": {"max": 1}}}, 0.5, BY_DAY) == (4, 2)
    assert _matching({"town": {"early": {"max": 0}}}, 0.5, BY_DAY) == (16, 3)


def test_demand_matching_counts_the_night_after_the_last_day_not_the_one_before_the_first() -> None:
    """Nights from 22:00 to 06:00, demand all the day the same: the one night of 8 hours has one person's eight hours.
    Were the first morning counted too, 14 hours would be asked for, and 0.57 people.
    """
    rules: dict[str, Any] = {"demand_matching": {}}
    shifts = {"night": {"start": "22:00", "end": "06:00"}}
    demand = {"weights": {"crime": 1}, "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), [1] * 24)}
    night = {"demand": demand, "roles": EIGHT_A_DAY, "shifts": shifts}
    closed = {"staffing": {"town": {"night": {"max": 0}}}}
    assert reached(tiny(rules, **night), "preferences") == 0
    assert reached(tiny(rules | {"staffing_maximum": {}}, **night, **closed), "preferences") == 8
