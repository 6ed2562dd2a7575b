"""What is wrong with a scenario is said before anything is solved, in words, and only if it is certain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from rostering.scenario import Scenario
from rostering.scenario.problems import problems
from tests.scenario.edits import GONE, Edits, dotted, edited, found
from tests.strategies import scenarios


def spot(**changes: Any) -> dict[str, Any]:
    """A third hotspot, in the south."""
    return {"area": "south", "lat": 51.875, "lon": -0.42, **changes}


FREE = {
    "officers.pc-1.published": GONE,
    "officers.pcso-1.published": GONE,
    "officers.pcso-2.published": GONE,
}
FRIDAY_TO_SUNDAY = ("2025-06-06", "2025-06-07", "2025-06-08")
EARLIES = dict.fromkeys(FRIDAY_TO_SUNDAY, "early")
ON_LEAVE = dict.fromkeys(FRIDAY_TO_SUNDAY, "leave")
ALL_EARLY: Edits = {
    "officers.pc-1.published": EARLIES,
    "officers.pcso-1.published": EARLIES,
    "officers.pc-2": {"role": "pc", "area": "south", "published": EARLIES},
    "officers.pcso-2.published": EARLIES,
}

SOUTH_ALONE: Edits = {
    "areas.north.neighbours": [],
    "officers.pc-2.unavailable": ON_LEAVE,
    "officers.pc-2.requests": [],
    "officers.pcso-2.published": {"2025-06-07": "late", "2025-06-06": "rest", "2025-06-08": "rest"},
}
"""The south has one duty of 600 minutes."""

ERRORS: dict[str, tuple[Edits, str, str]] = {
    "neighbour": ({"areas.north.neighbours": ["wset"]}, "UNKNOWN_AREA", "areas.north.neighbours.0"),
    "own neighbour": ({"areas.north.neighbours": ["north"]}, "OWN_NEIGHBOUR", "areas.north.neighbours.0"),
    "team": ({"officers.pc-1.area": "wset"}, "UNKNOWN_AREA", "officers.pc-1.area"),
    "area of a hotspot": ({"hotspots.canal-path.area": "wset"}, "UNKNOWN_AREA", "hotspots.canal-path.area"),
    "area of a hub": ({"hub_sessions.library.area": "wset"}, "UNKNOWN_AREA", "hub_sessions.library.area"),
    "area to staff": ({"staffing.wset": {}}, "UNKNOWN_AREA", "staffing.wset"),
    "shift to staff": ({"staffing.north.night": {"min": 1}}, "UNKNOWN_SHIFT", "staffing.north.night"),
    "role": ({"officers.pc-1.role": "pcc"}, "UNKNOWN_ROLE", "officers.pc-1.role"),
    "role that may go": ({"hotspots.canal-path.roles": ["pcc"]}, "UNKNOWN_ROLE", "hotspots.canal-path.roles.0"),
    "role that leads": ({"hotspots.canal-path.lead": ["pcc"]}, "UNKNOWN_ROLE", "hotspots.canal-path.lead.0"),
    "lead who may not go": (
        {"hotspots.canal-path.roles": ["pcso"], "hotspots.canal-path.lead": ["pc"]},
        "LEAD_MAY_NOT_GO",
        "hotspots.canal-path.lead.0",
    ),
    "requested shift": (
        {"officers.pc-2.requests": [{"day": "2025-06-08", "shift": "night"}]},
        "UNKNOWN_SHIFT",
        "officers.pc-2.requests.0.shift",
    ),
    "skill": ({"hub_sessions.library.staff": {"dogs": 1}}, "UNKNOWN_SKILL", "hub_sessions.library.staff.dogs"),
    "more of a kind than people": (
        {"hub_sessions.library.staff": {"any": 1, "pc": 2}},
        "STAFF_CLASH",
        "hub_sessions.library.staff.pc",
    ),
    "role that is a skill": ({"officers.pc-1.skills": ["pc"]}, "CLASHING_ID", "hub_sessions.library.staff.pc"),
    "weighted measure": ({"demand.weights.calls": 1.0}, "UNKNOWN_MEASURE", "demand.weights.calls"),
    "measure of a hotspot": (
        {"hotspots.canal-path.demand": {"calls": 1}},
        "UNKNOWN_MEASURE",
        "hotspots.canal-path.demand.calls",
    ),
    "origin": ({"travel.minutes": {"nowhere": {}}}, "UNKNOWN_PLACE", "travel.minutes.nowhere"),
    "destination": ({"travel.minutes": {"north": {"nowhere": 3.0}}}, "UNKNOWN_PLACE", "travel.minutes.north.nowhere"),
    "shift called rest": ({"shifts.rest": {"start": "07:00", "end": "15:00"}}, "RESERVED_ID", "shifts.rest"),
    "role called any": ({"roles.any": {}}, "RESERVED_ID", "roles.any"),
    "skill called any": ({"officers.pc-1.skills": ["any"]}, "RESERVED_ID", "officers.pc-1.skills.0"),
    "hotspot and area": ({"hotspots.south": spot()}, "CLASHING_ID", "hotspots.south"),
    "hub and hotspot": ({"hotspots.library": spot()}, "CLASHING_ID", "hub_sessions.library"),
    "counted officer": (
        {"officers.pc": {"role": "pc", "area": "north", "count": 2}},
        "CLASHING_ID",
        "officers.pc-1",
    ),
    "published outside": (
        {"officers.pcso-2.published": {"2026-06-10": "early"}},
        "DATE_OUTSIDE_HORIZON",
        "officers.pcso-2.published.2026-06-10",
    ),
    "away outside": (
        {"officers.pc-2.unavailable": {"2025-06-05": "leave"}},
        "DATE_OUTSIDE_HORIZON",
        "officers.pc-2.unavailable.2025-06-05",
    ),
    "request outside": (
        {"officers.pc-2.requests": [{"day": "2025-06-05", "shift": "rest"}]},
        "DATE_OUTSIDE_HORIZON",
        "officers.pc-2.requests.0.day",
    ),
    "duty on a day away": (
        {"officers.pcso-2.unavailable": {"2025-06-07": "leave"}},
        "PUBLISHED_WHILE_AWAY",
        "officers.pcso-2.published.2025-06-07",
    ),
    "request on a published day": (
        {"officers.pcso-2.requests": [{"day": "2025-06-07", "shift": "rest"}]},
        "IDLE_REQUEST",
        "officers.pcso-2.requests.0",
    ),
    "request on a day away": (
        {"officers.pc-2.requests": [{"day": "2025-06-06", "shift": "early"}]},
        "IDLE_REQUEST",
        "officers.pc-2.requests.0",
    ),
    "last duty after the first day": (
        {"officers.pc-2.history": {"last_duty_ends": "2025-06-07T00:01"}},
        "NOT_HISTORY",
        "officers.pc-2.history.last_duty_ends",
    ),
    "shift of 16 hours and a minute": ({"shifts.early.end": "23:01"}, "SHIFT_LENGTH", "shifts.early"),
    "briefing longer than the shift": (
        {"shifts.early.end": "08:40", "rules.briefing": {"minutes": 91}},
        "SHIFT_TOO_SHORT",
        "shifts.early",
    ),
    "break longer than the middle half": (
        {"shifts.early.end": "08:00", "rules.breaks": {"minutes_from_hours": {0: 31}}},
        "SHIFT_TOO_SHORT",
        "shifts.early",
    ),
    "reserve fills the shift": ({"roles.pc.abstraction": 0.95}, "SHIFT_TOO_SHORT", "shifts.early"),
}

WARNINGS: dict[str, tuple[Edits, str, str, str]] = {
    "late, then early": (
        {"officers.pcso-2.published": {"2025-06-07": "late", "2025-06-08": "early"}},
        "SHORT_REST",
        "officers.pcso-2.published.2025-06-08",
        "rests 7 h from Sun 8 Jun 00:00 to Sun 8 Jun 07:00, 11 h required",
    ),
    "night before the horizon": (
        {"officers.pc-1.history.last_duty_ends": "2025-06-06T06:00"},
        "SHORT_REST",
        "officers.pc-1.published.2025-06-06",
        "rests 1 h",
    ),
    "two duties at once": (
        {
            "shifts.night": {"start": "22:00", "end": "08:00"},
            "officers.pcso-2.published": {"2025-06-07": "night", "2025-06-08": "early"},
        },
        "SHORT_REST",
        "officers.pcso-2.published.2025-06-08",
        "begins before the one before it ends",
    ),
    "eighth day in a row": (
        {"officers.pc-1.history.consecutive_days": 6},
        "LONG_RUN",
        "officers.pc-1.published.2025-06-07",
        "duties on 8 days in a row by Sat 7 Jun, at most 7",
    ),
    "open while all sleep": (
        {"hotspots.canal-path.open": [{"from": "02:00", "to": "05:00"}]},
        "NEVER_OPEN_ON_DUTY",
        "hotspots.canal-path.open",
        "Canal Path: never open while a pc or pcso who may go is on duty",
    ),
    "open a minute too short of the duties": (
        {**ALL_EARLY, "hotspots.canal-path.open": [{"from": "16:46", "to": "23:00"}]},
        "NEVER_OPEN_ON_DUTY",
        "hotspots.canal-path.open",
        "never open",
    ),
    "open for less than a visit": (
        {"hotspots.canal-path.open": [{"from": "12:00", "to": "12:14"}]},
        "OPEN_TOO_BRIEFLY",
        "hotspots.canal-path.open",
        "no opening is as long as a visit of 15 minutes",
    ),
    "a crew larger than the teams": (
        {"hotspots.canal-path.crew": 5},
        "CREW_TOO_LARGE",
        "hotspots.canal-path.crew",
        "a crew of 5 is needed",
    ),
    "a lead nobody is": (
        {"roles.sergeant": {}, "hotspots.canal-path.lead": ["sergeant"]},
        "NO_LEAD",
        "hotspots.canal-path.lead",
        "a sergeant must be in the crew, but none is among the officers",
    ),
    "a lead who is away": (
        {
            "officers.pc-2": {"role": "pc", "area": "south", "unavailable": ON_LEAVE},
            "areas.north.neighbours": [],
            "hotspots.canal-path.lead": ["pc"],
        },
        "NO_LEAD",
        "hotspots.canal-path.lead",
        "none who may go is on duty while it is open",
    ),
    "a team of its own": (
        {"areas.north.neighbours": [], "hotspots.canal-path.crew": 3},
        "CREW_TOO_LARGE",
        "hotspots.canal-path.crew",
        "a crew of 3",
    ),
    "a window without an open day": (
        {
            "hotspots.canal-path.open": [{"days": ["fri"], "from": "08:00", "to": "20:00"}],
            "rules.hotspot_guarantee": {"every_days": 2},
        },
        "CLOSED_WINDOW",
        "hotspots.canal-path.open",
        "every 2 days, but it is not open from Sat 7 Jun to Sun 8 Jun",
    ),
    "a window that began last week": (
        {
            "hotspots.canal-path.open": [{"days": ["sun"], "from": "08:00", "to": "20:00"}],
            "hotspots.canal-path.last_patrolled": "2025-06-04T12:00",
        },
        "CLOSED_WINDOW",
        "hotspots.canal-path.open",
        "it is not open from Thu 5 Jun to Sat 7 Jun",
    ),
    "a block without an open day": (
        {
            "hotspots.canal-path.open": [{"days": ["sun"], "from": "08:00", "to": "20:00"}],
            "rules.hotspot_guarantee": {"every_days": 2, "counted": "blocks"},
        },
        "CLOSED_WINDOW",
        "hotspots.canal-path.open",
        "it is not open from Fri 6 Jun to Sat 7 Jun",
    ),
    "too long until it opens": (
        {
            "hotspots.canal-path.open": [{"days": ["sun"], "from": "08:00", "to": "20:00"}],
            "hotspots.canal-path.last_patrolled": "2025-06-05T07:59",
            "rules.hotspot_guarantee": {"counted": "elapsed"},
        },
        "CLOSED_WINDOW",
        "hotspots.canal-path.open",
        "from Thu 5 Jun to Sun 8 Jun it is closed for longer",
    ),
    "an opening before duty": (
        {"hub_sessions.library.when": [{"day": "sat", "from": "06:59", "to": "13:00"}]},
        "HUB_NOT_COVERED",
        "hub_sessions.library.when.0",
        "needs 2 people, nobody is there whose duty can cover Sat 7 Jun 06:59 to 13:00",
    ),
    "an opening for one": (
        {
            "hub_sessions.library.when": [{"day": "fri", "from": "09:00", "to": "13:00"}],
            "hub_sessions.library.staff": {"pc": 2},
        },
        "HUB_NOT_COVERED",
        "hub_sessions.library.when.0",
        "needs 2 with pc, there is 1",
    ),
    "more hub staff than people": (
        {"hub_sessions.library.staff": {"any": 5}},
        "TOO_FEW_PEOPLE",
        "hub_sessions.library.staff",
        "needs 5 people, there are only 4 in the teams that may staff it",
    ),
    "more staffing than people": (
        {"staffing.north.early": {"min": 3}},
        "TOO_FEW_PEOPLE",
        "staffing.north.early.min",
        "North needs 3 people on early, the team has 2",
    ),
    "more visits than minutes": (
        {
            **SOUTH_ALONE,
            "rules.hotspot_guarantee": {"minutes": 201},
            "hotspots.park": spot(crew=1),
            "hotspots.lake": spot(crew=1, lat=51.876),
        },
        "TOO_FEW_MINUTES",
        "areas.south",
        "visits to its hotspots take 603 minutes from Fri 6 Jun to Sun 8 Jun, those who may go are on duty for 600",
    ),
    "more visits than minutes of those who may go": (
        {
            **SOUTH_ALONE,
            "officers.pcso-3": {"role": "pcso", "area": "south"},
            "officers.pc-2": {
                "role": "pc",
                "area": "south",
                "published": {"2025-06-06": "early"},
                "unavailable": dict.fromkeys(FRIDAY_TO_SUNDAY[1:], "leave"),
            },
            "rules.hotspot_guarantee": {"minutes": 201},
            "hotspots.canal-path.roles": ["pc"],
            "hotspots.park": spot(crew=1, roles=["pc"]),
            "hotspots.lake": spot(crew=1, roles=["pc"], lat=51.876),
        },
        "TOO_FEW_MINUTES",
        "areas.south",
        "on duty for 600",
    ),
    "a place in another county": (
        {"hotspots.canal-path.lat": 55.9},
        "PLACE_FAR",
        "hotspots.canal-path.lat",
        "km from the other places",
    ),
}

SOUND: dict[str, Edits] = {
    "the small scenario": {},
    "nothing published": FREE,
    "a hub on a day that is not planned": {
        "hub_sessions.library.when": [{"day": "mon", "from": "01:00", "to": "02:00"}]
    },
    "count beside published duties": {"officers.pcso-2.count": 3},
    "a counted name that is out of reach": {
        "officers.pc": {"role": "pc", "area": "north", "count": 1},
        "officers.pc-1": GONE,
    },
    "an opening that ends with the last minutes of duty": {
        **ALL_EARLY,
        "hotspots.canal-path.open": [{"from": "16:45", "to": "23:00"}],
    },
    "exactly 11 hours": {
        "shifts.late.end": "20:00",
        "officers.pcso-2.published": {"2025-06-07": "late", "2025-06-08": "early"},
    },
    "the seventh day in a row": {"officers.pc-1.history.consecutive_days": 5},
    "a shift of 16 hours": {
        "shifts.early.end": "23:00",
        "officers.pcso-1.published": GONE,
        "officers.pc-1.published": GONE,
    },
    "a shift filled to the minute": {
        "shifts.early.end": "08:40",
        "rules.briefing": {"minutes": 90},
        "hub_sessions": {},
    },
    "an opening as long as a visit": {"hotspots.canal-path.open": [{"from": "12:00", "to": "12:15"}]},
    "an opening during which another comes on duty": {
        "hotspots.canal-path.open": [{"days": ["sat"], "from": "13:50", "to": "14:05"}],
        "officers.pc-2": {"role": "pc", "area": "south", "published": EARLIES},
    },
    "an opening that began the day before the horizon": {
        "hotspots.canal-path.open": [{"days": ["thu"], "from": "20:00", "to": "09:00"}],
    },
    "visits that fill the minutes": {
        **SOUTH_ALONE,
        "rules.hotspot_guarantee": {"minutes": 200},
        "hotspots.park": spot(crew=1),
        "hotspots.lake": spot(crew=1, lat=51.876),
    },
    "visits of which one was just made": {
        **SOUTH_ALONE,
        "rules.hotspot_guarantee": {"minutes": 240},
        "hotspots.park": spot(crew=1, last_patrolled="2025-06-06T00:00"),
        "hotspots.lake": spot(crew=1, lat=51.876),
    },
    "a duty that reaches into the window": {
        **SOUTH_ALONE,
        "shifts.night": {"start": "22:00", "end": "08:00"},
        "officers.pcso-2.published": {"2025-06-06": "night", "2025-06-07": "rest", "2025-06-08": "rest"},
        "rules.hotspot_guarantee": {"every_days": 2},
    },
    "a hub as long as a duty": {"hub_sessions.library.when": [{"day": "sat", "from": "07:00", "to": "17:00"}]},
    "a minimum as large as the team": {"staffing.north.early": {"min": 2}},
    "last patrolled just now": {"hotspots.canal-path.last_patrolled": "2025-06-06T00:00"},
    "three days to the minute": {
        "hotspots.canal-path.open": [{"days": ["sun"], "from": "08:00", "to": "20:00"}],
        "hotspots.canal-path.last_patrolled": "2025-06-05T08:00",
        "rules.hotspot_guarantee": {"counted": "elapsed"},
    },
    "visits by night that count for the next day": {
        "shifts.night": {"start": "20:00", "end": "06:00"},
        "rules.hotspot_guarantee": {"every_days": 2},
        "hotspots.canal-path.open": [{"days": ["fri"], "from": "22:00", "to": "04:00"}],
    },
    "the rule is off": {
        "hotspots.canal-path.open": [{"from": "02:00", "to": "05:00"}],
        "rules.opening_hours": {"level": "off"},
    },
    "no guarantee": {
        "hotspots.canal-path.open": [{"days": ["fri"], "from": "02:00", "to": "02:05"}],
        "rules.hotspot_guarantee": {"level": "off"},
    },
    "away, but it is not asked": {
        "officers.pcso-2.unavailable": {"2025-06-07": "leave"},
        "rules.availability": {"level": "off"},
    },
    "any team where lending is off": {
        "areas.north.neighbours": [],
        "hotspots.canal-path.crew": 3,
        "rules.lending": {"level": "off"},
    },
}


@pytest.mark.parametrize(("edits", "code", "path"), ERRORS.values(), ids=ERRORS.keys())
def test_what_contradicts_itself_is_an_error(edits: Edits, code: str, path: str) -> None:
    """Each contradiction is refused by its code, at its place."""
    assert (code, path, "error") in [(finding.code, dotted(finding), finding.severity) for finding in found(edits)]


@pytest.mark.parametrize(("edits", "code", "path", "words"), WARNINGS.values(), ids=WARNINGS.keys())
def test_what_no_plan_can_meet_is_a_warning(edits: Edits, code: str, path: str, words: str) -> None:
    """A plan is made all the same; what it cannot meet is named with its cause, once."""
    (finding,) = found(edits)
    assert (finding.code, dotted(finding), finding.severity) == (code, path, "warning")
    assert words in finding.message


@pytest.mark.parametrize("edits", SOUND.values(), ids=SOUND.keys())
def test_nothing_is_said_of_what_can_be_met(edits: Edits) -> None:
    """At the very edge of each check, and where its rule is off, nothing is reported."""
    assert found(edits) == []


def test_one_pair_of_places_far_apart_is_told_for_the_second() -> None:
    """Of two places neither is in the middle; the first stands for where the force is."""
    edits: Edits = {"areas.south": GONE, "areas.north.neighbours": [], "staffing": {}, "hub_sessions": {}}
    edits |= {
        "officers": {"pc-1": {"role": "pc", "area": "north"}},
        "hotspots": {"park": spot(area="north", lat=-51.9, crew=1)},
    }
    (finding,) = found(edits)
    assert (finding.code, dotted(finding)) == ("PLACE_TOO_FAR", "hotspots.park.lat")


@settings(deadline=None)
@given(scenario=scenarios())
def test_drawn_scenarios_have_no_errors(scenario: Scenario) -> None:
    """What the strategies draw may be hard to staff, but never contradicts itself."""
    assert [finding for finding in problems(scenario) if finding.severity == "error"] == []


def test_days_after_the_horizon_are_kept_and_no_part_of_it() -> None:
    """What lies up to a year ahead is no error and is not looked at; people are as if it were not there."""
    scenario = edited({"officers.pcso-2.published": {"2025-06-07": "early", "2025-06-09": "early"}})
    assert not [one for one in problems(scenario) if one.code == "DATE_OUTSIDE_HORIZON"]
    assert [day.isoformat() for day in scenario.people["pcso-2"].published or ()] == ["2025-06-07"]
