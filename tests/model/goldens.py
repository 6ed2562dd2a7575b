"""For every rule, a scenario so small that its rows can be read, and those rows as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostering.model import build
from rostering.scenario import Scenario
from tests.model.tiny import MON, SHIFTS, THU, TUE, WED, on, tiny, wishes

FOLDER = Path(__file__).parent.parent / "golden"
CENTRE = {"base": {"lat": 52.0, "lon": -0.4}}
TWO_AREAS = {
    "town": {**CENTRE, "demand": {"crime": 3}, "neighbours": ["village"]},
    "village": {**CENTRE, "demand": {"crime": 1}},
}
HALL = {"hall": {"when": [{"day": "mon", "from": "09:00", "to": "11:00"}], "staff": {"any": 2, "pc": 1, "youth": 1}}}
PAIR: dict[str, Any] = {"ann": on(MON), "bob": {**on(MON), "role": "pcso"}}
MORNING = {"early": {"start": "07:00", "end": "11:00"}}
EARLY = {"early": {"start": "07:00", "end": "15:00"}}
NIGHT = {"night": {"start": "23:00", "end": "07:00"}}
FRIDAY = "2025-06-06"
ROTA = [["early", "late", *["rest"] * 5], ["late", "early", *["rest"] * 5]]

SCENES: Mapping[str, Mapping[str, Any]] = {
    # One free day and one on leave: the first may have one duty.
    "one_duty_a_day": {"days": 2, "officers": {"ann": {"unavailable": {TUE: "leave"}}}},
    "availability": {
        "days": 2,
        "officers": {"ann": {"unavailable": {TUE: "leave"}}, "bob": {"unavailable": {MON: "court", TUE: "court"}}},
    },
    "published_duty": {"days": 2, "officers": {"ann": on(MON), "bob": {"published": {MON: "late"}}}},
    # A late that may become an early or rest, a rest day on which a duty may be put.
    "published_changes": {
        "rule": {"level": "required", "most": 1},
        "rules": {"published_duty": {"level": "preferred"}},
        "days": 2,
        "officers": {"ann": {"published": {MON: "late", TUE: "rest"}}},
    },
    # Earlies on Mondays only; Wednesday is published, Thursday is away.
    "working_pattern": {
        "days": 4,
        "contracts": {"part-time": {"pattern": [{"mon": ["early"]}]}},
        "officers": {"ann": {"contract": "part-time", "published": {WED: "late"}, "unavailable": {THU: "leave"}}},
    },
    # Two weeks: early Monday, late Tuesday, or the other way round. Ann chooses alone, bob and cat together.
    "rotation": {
        "days": 2,
        "rotations": {name: {"weeks": ROTA, "choose": name} for name in ("officer", "team")},
        "officers": {
            "ann": {"rotation": "officer", "published": {TUE: "rest"}},
            "bob": {"rotation": "team", "published": {TUE: "rest"}},
            "cat": {"rotation": "team", "published": {MON: "rest"}},
        },
    },
    # Late forbids the next early, a night the next early and late; the duty that ended at 20:30 forbids Monday's early.
    "daily_rest": {
        "days": 2,
        "shifts": {**SHIFTS, "night": {"start": "23:00", "end": "07:00"}},
        "officers": {"ann": {"history": {"last_duty_ends": "2025-06-01T20:30"}}},
    },
    # No early after a night or a late, no late after a night; the last shift was a night. Of two published, no row.
    "forbidden_successions": {
        "rule": {"after": {"late": ["early"], "night": ["early", "late"]}},
        "days": 3,
        "shifts": {**SHIFTS, **NIGHT},
        "officers": {
            "ann": {"history": {"last_shift": "night"}},
            "bob": {"published": {MON: "late", TUE: "early"}, "history": {"last_shift": "late"}},
        },
    },
    # 40 hours in the first week and 40/7 in the day that is left, or the eight hours that are published on it (all
    # that is published for one officer there needs no row).
    # At least 14 hours in a week that is free, six sevenths of it where a day is published or away.
    "weekly_hours": {
        "rule": {"least_hours": 14},
        "days": 8,
        "shifts": EARLY,
        "officers": {"ann": {"published": {"2025-06-09": "early"}}, "bob": {"published": {MON: "early"}}},
    },
    # 24 hours for the three days not away, give or take four; 8 to 10 of another contract, but 16 are published.
    "contract_hours": {
        "rule": {"tolerance_hours": 4},
        "days": 4,
        "roles": {"pc": {"weekly_hours": 56}},
        "shifts": EARLY,
        "contracts": {"few": {"hours": {"least": 8, "most": 10}}},
        "officers": {
            "ann": {"unavailable": {TUE: "leave"}},
            "bob": {"contract": "few", "published": {MON: "early", TUE: "early"}},
        },
    },
    # 816 hours less the 336 of 16 weeks; a day later less 111/112 of them, 333.
    "average_weekly_hours": {
        "days": 8,
        "shifts": {"early": {"start": "07:00", "end": "15:00"}},
        "officers": {"ann": {"history": {"hours_last_16_weeks": 336}}},
    },
    # The same 816 hours for night workers; nobody else has a row.
    "average_night_hours": {
        "days": 8,
        "shifts": EARLY,
        "contracts": {"nights": {"night_worker": True}},
        "officers": {"ann": {"contract": "nights", "history": {"hours_last_16_weeks": 336}}, "bob": {}},
    },
    # At most three in a row; two were worked before: one of the first two days is free, two of the first three. At
    # least three in a row: a duty on the first day makes them three, after it a run needs three days or the end.
    "consecutive_duties": {
        "rule": {"most": 3, "least": 3},
        "days": 5,
        "shifts": EARLY,
        "officers": {"ann": {"history": {"consecutive_days": 2}}},
    },
    # One to two in a row; one was worked before. Thursday's is published: a run that holds it may be short.
    "consecutive_nights": {
        "rule": {"most": 2, "least": 2},
        "days": 5,
        "shifts": {**EARLY, **NIGHT},
        "officers": {"ann": {"published": {THU: "night"}, "history": {"consecutive_nights": 1}}},
    },
    # Three together. Ann rested on the day before; what lies between two published duties of bob has no row.
    "consecutive_rest_days": {
        "rule": {"least": 3},
        "days": 4,
        "shifts": EARLY,
        "officers": {
            "ann": {"history": {"consecutive_rest_days": 1}},
            "bob": {"published": {MON: "early", WED: "early"}},
        },
    },
    # One off in any two. The one before was worked; of the last only the Saturday lies in the horizon.
    "weekends_off": {
        "rule": {"in_weekends": 2},
        "days": 9,
        "start": FRIDAY,
        "shifts": EARLY,
        "officers": {"ann": {"history": {"recent_weekends": ["off", "worked"]}}},
    },
    # One early, or the two that are published; no limit on lates but in a contract.
    "shift_limits": {
        "rule": {"most": {"early": 1}},
        "days": 3,
        "contracts": {"days": {"shift_limits": {"late": 0}}},
        "officers": {"ann": {"published": {MON: "early", TUE: "early"}}, "bob": {"contract": "days"}},
    },
    "staffing_minimum": {
        "days": 2,
        "officers": {"ann": {}, "bob": on(TUE)},
        "staffing": {"town": {"early": {"min": 2, "dates": {TUE: {"min": 1}}}, "late": {"min": 1, "days": ["mon"]}}},
    },
    "staffing_preference": {
        "days": 2,
        "officers": {"ann": {}, "bob": on(MON)},
        "rule": {"extra_weight": 0.5},
        "staffing": {"town": {"early": {"min": 1, "prefer": 2}}},
    },
    "staffing_maximum": {
        "officers": {"ann": {}, "bob": on(MON)},
        "staffing": {"town": {"early": {"max": 1}, "late": {"max": 0}}},
    },
    # A driver on the early, and one of two constables; nobody has the third skill.
    "skills_on_duty": {
        "officers": {"ann": {"skills": ["driver"]}, "bob": {"role": "pcso"}},
        "staffing": {"town": {"early": {"skills": {"driver": 1, "pc": 2, "dog": 1}}}},
    },
    # Two people for eight hours each, shared out over days with demand 2, 1 and none: 2.67 people and 1.33.
    "demand_matching": {
        "days": 5,
        "start": FRIDAY,
        "shifts": MORNING,
        "demand": {
            "weights": {"crime": 1},
            "hours": {"mon-thu": [0] * 23 + [1], "fri": [2] * 24, "sat": [1] * 24, "sun": [0] * 23 + [1]},
        },
        "roles": {"pc": {"weekly_hours": 11.2}},
        "officers": {"ann": {}, "bob": {}},
    },
    # A required session and a preferred one.
    "hub_staff": {
        "officers": {"ann": on(MON), "bob": {**on(MON), "role": "pcso", "skills": ["youth"]}},
        "hubs": HALL
        | {"van": {"when": [{"day": "mon", "from": "12:00", "to": "13:00"}], "staff": {"pc": 1}, "level": "preferred"}},
    },
    # The first two overlap, the third is half an hour's journey from the first.
    "one_place_at_a_time": {
        "rules": {"hub_staff": {}},
        "officers": {"ann": on(MON)},
        "hubs": {
            hub: {"when": [{"day": "mon", "from": start, "to": end}]}
            for hub, start, end in (("hall", "08:00", "10:00"), ("van", "09:00", "11:00"), ("desk", "10:15", "12:00"))
        },
        "travel": {"minutes": {"hall": {"desk": 30}}},
    },
    # Nobody is there on Wednesday. `last_patrolled` keeps Tuesday's window, but not Wednesday's.
    "hotspot_guarantee": {
        "days": 4,
        "officers": {"ann": on(MON, TUE, THU)},
        "hotspots": {"park": {"last_patrolled": "2025-06-01T12:00"}, "square": {}},
    },
    # Two spare visits in every window but Tuesday's, which `last_patrolled` keeps; the square asks for none.
    "spare_visits": {
        "rules": {"hotspot_guarantee": {}},
        "days": 4,
        "officers": {"ann": on(MON, TUE, THU)},
        "hotspots": {"park": {"last_patrolled": "2025-06-01T12:00", "spare_visits": 2}, "square": {}},
    },
    # A crew of two led by a constable; the constable can be at the hub throughout the band from 09:00 to 11:00.
    "hotspot_crew": {
        "rules": {"hub_staff": {}, "opening_hours": {}},
        "officers": PAIR,
        "hubs": {"hall": {**HALL["hall"], "staff": {"pc": 1}}},
        "hotspots": {"park": {"crew": 2, "lead": ["pc"], "open": [{"from": "09:00", "to": "11:00"}]}},
        "shifts": MORNING,
    },
    # Two hours apart: 08:00 to 12:00 holds two visits, and the 15 minutes from 14:45 to 15:00 one.
    "opening_hours": {
        "rules": {"visit_spacing": {}},
        "officers": {"ann": on(MON)},
        "hotspots": {"park": {"open": [{"from": "08:00", "to": "12:00"}, {"from": "14:45", "to": "16:00"}]}},
    },
    "daily_visits": {
        "rules": {"opening_hours": {}},
        "days": 2,
        "officers": {"ann": on(MON, TUE)},
        "hotspots": {"park": {"max_visits_per_day": 2}, "square": {"open": [{"from": "12:00", "to": "13:00"}]}},
    },
    # An hour each from midnight to 03:00, two hours apart: any two bands hold one visit, all three two. The last visit
    # before the horizon leaves no time before 01:30.
    "visit_spacing": {
        "rules": {"opening_hours": {}},
        "officers": {"ann": on(MON)},
        "hotspots": {
            "park": {"last_patrolled": "2025-06-01T23:30"},
            "square": {"open": [{"from": "01:00", "to": "02:00"}]},
        },
        "shifts": {"early": {"start": "00:00", "end": "03:00"}},
    },
    # A band with a hub and its journeys, a visit with its journey out, lent patrol with both journeys, break, reserve.
    "duty_minutes": {
        "rules": {
            "daily_rest": {},
            "hub_staff": {},
            "lending": {"stay_minutes": 60},
            "breaks": {"minutes_from_hours": {0: 30}},
            "briefing": {"minutes": 15},
            "abstraction": {},
        },
        "areas": TWO_AREAS,
        "officers": {"ann": on(MON)},
        "roles": {"pc": {"abstraction": 0.1}},
        "hubs": {"hall": {"when": [{"day": "mon", "from": "08:00", "to": "09:00"}]}},
        "hotspots": {"park": {}},
        "shifts": MORNING,
        "travel": {
            "minutes": {
                "town": {"hall": 5, "park": 10, "village": 6},
                "hall": {"town": 5},
                "village": {"town": 6},
            }
        },
    },
    # Who staffs the hub that opens with the duty is not briefed.
    "briefing": {
        "rules": {"hub_staff": {}},
        "officers": {"ann": on(MON), "bob": on(MON), "cat": {**on(MON), "role": "pcso"}},
        "hubs": {"hall": {"when": [{"day": "mon", "from": "07:00", "to": "08:00"}], "staff": {"pc": 1}}},
    },
    # The middle half is 08:00 to 10:00; the hotspot's opening at 08:10 leaves ten minutes of it to the first band.
    "breaks": {
        "rule": {"minutes_from_hours": {0: 30}},
        "rules": {"opening_hours": {}},
        "officers": {"ann": on(MON)},
        "hotspots": {"park": {"open": [{"from": "08:10", "to": "10:00"}]}},
        "shifts": MORNING,
    },
    # 10 % of 8 hours are 48 minutes; a quarter of the support officers' days is known already, of 30 %: 6.7 %, 32.
    "abstraction": {
        "days": 2,
        "officers": {
            "ann": on(MON),
            "bob": {**on(TUE), "role": "pcso"},
            "cat": {**on(), "role": "pcso", "unavailable": {MON: "leave"}},
        },
        "roles": {"pc": {"abstraction": 0.1}, "pcso": {"abstraction": 0.3}},
    },
    "lending": {
        "rule": {"stay_minutes": 60, "most_share": 0.25},
        "rules": {"hub_staff": {}},
        "areas": {**TWO_AREAS, "village": {**CENTRE, "neighbours": ["town"]}},
        "officers": {"ann": on(MON), "bob": {**on(MON), "area": "village"}},
        "hubs": {"hall": {"area": "village", "when": [{"day": "mon", "from": "08:00", "to": "09:00"}]}},
        "hotspots": {"green": {"area": "village"}, "park": {}},
        "shifts": MORNING,
        "travel": {"minutes": {"town": {"hall": 5, "green": 10, "village": 6}, "hall": {"town": 5}}},
    },
    "least_served_area": {"areas": TWO_AREAS, "officers": {"ann": on(MON)}},
    "area_share": {"areas": TWO_AREAS, "officers": {"ann": on(MON)}},
    # An hour is four visits. Two are due each, but only one a day may be made to the second.
    "hotspot_share": {
        "areas": {"town": {**CENTRE, "demand": {"crime": 2}}},
        "officers": {"ann": on(MON)},
        "hotspots": {
            "park": {"demand": {"crime": 1}, "max_visits_per_day": 3},
            "square": {"demand": {"crime": 1}, "max_visits_per_day": 1},
        },
        "shifts": {"early": {"start": "07:00", "end": "08:00"}},
    },
    # Three bands with demand 2, 1 and 1.
    "hour_share": {
        "rules": {"opening_hours": {}},
        "demand": {
            "weights": {"crime": 1},
            "hours": dict.fromkeys(("mon-thu", "fri", "sat", "sun"), [0] * 7 + [1] * 4 + [0] * 13),
        },
        "officers": {"ann": on(MON)},
        "hotspots": {"park": {"open": [{"from": "09:00", "to": "10:00"}]}},
        "shifts": MORNING,
    },
    "requests": {
        "days": 2,
        "officers": {
            "ann": wishes((MON, "early"), (TUE, "rest")),
            "bob": wishes((MON, "late", -1), (TUE, "rest", -2)),
        },
    },
    # Two nights are asked for and one was worked: 1.5 each, but bob had one before. No day is on a weekend.
    "even_shares": {
        "rule": {"of": ["nights", "weekends"]},
        "rules": {"staffing_minimum": {}},
        "days": 2,
        "shifts": {**EARLY, **NIGHT},
        "staffing": {"town": {"night": {"min": 1}}},
        "officers": {"ann": {}, "bob": {"history": {"counts": {"nights": 1}}}},
    },
    # Bob works with ann, who is away on Tuesday and has a published duty on Wednesday.
    "same_team": {
        "days": 3,
        "officers": {
            "ann": {"unavailable": {TUE: "leave"}, "published": {WED: "late"}},
            "bob": {"works_with": "ann"},
        },
    },
}
"""By rule: what `tiny` is called with; `rule` holds the rule's own numbers, `rules` other rules that are needed."""


def scene(rule: str) -> Scenario:
    """The tiny scenario of a rule."""
    words = dict(SCENES[rule])
    rules = {rule: words.pop("rule", {}), **words.pop("rules", {})}
    return tiny(rules, **words)


def golden_text(rule: str) -> str:
    """The rows of a rule in its scenario, one on a line, as the solver gets them."""
    model = build(scene(rule))
    rows = [row for row in model.problem.constraints() if row.name.startswith(f"{rule}(")]
    return "".join(f"{row.name}: {row}\n".replace(" -0\n", " 0\n") for row in rows)


def golden_path(rule: str) -> Path:
    """Where the rows of a rule are kept."""
    return FOLDER / f"{rule}.lp"
