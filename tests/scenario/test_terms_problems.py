"""Working terms, rotations, history and staffing that cannot be meant, and those that can."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenario.edits import GONE, Edits, dotted, found

NIGHT: Edits = {"shifts.night": {"start": "22:00", "end": "07:00"}}
PC_2 = {"role": "pc", "area": "south"}
"""An officer whose three days are free."""
MONTH: Edits = {"horizon.days": 28, "hotspots": {}, "hub_sessions": {}}
"""Four weeks that begin on a Friday."""
UNPUBLISHED: Edits = {f"officers.{officer}.published": GONE for officer in ("pc-1", "pcso-1", "pcso-2")}
FREE = ["rest"] * 7


def contract(**terms: Any) -> Edits:
    """A contract, and the free officer on it."""
    return {"contracts.own": terms, "officers.pc-2": {**PC_2, "contract": "own"}}


def rotation(*weeks: list[str], **edits: Any) -> Edits:
    """A rotation, and the free officer on it, over a month."""
    return {
        **MONTH,
        **NIGHT,
        "rotations.own": {"weeks": [*weeks]},
        "officers.pc-2": {**PC_2, "rotation": "own"},
        **edits,
    }


def history(**entries: Any) -> Edits:
    """The free officer's history."""
    return {**NIGHT, "officers.pc-2": {**PC_2, "history": entries}}


def week(text: str) -> list[str]:
    """A week of a rotation from its first letters."""
    return [{"e": "early", "l": "late", "n": "night", "-": "rest"}[letter] for letter in text]


EVENING_HUB: Edits = {"hub_sessions.library.when": [{"day": "sat", "from": "15:00", "to": "23:00"}]}
"""Open while only lates are on duty."""
MORNINGS: Edits = {
    **UNPUBLISHED,
    "contracts.own": {"pattern": [{"fri": ["early"], "sat": ["early"], "sun": ["early"]}]},
    **{f"officers.{officer}.contract": "own" for officer in ("pc-1", "pcso-1", "pc-2", "pcso-2")},
}
"""Everybody's pattern has earlies only."""
ALL_EARLY: Edits = {
    f"officers.{officer}.published": dict.fromkeys(("2025-06-07", "2025-06-08"), "early")
    for officer in ("pc-1", "pcso-1", "pcso-2")
} | {"officers.pc-2": {**PC_2, "published": {"2025-06-07": "early"}}}

ERRORS: dict[str, tuple[Edits, str, str, str]] = {
    "contract": (
        {"contracts.full-time": {}, "officers.pc-2.contract": "full-tine"},
        "UNKNOWN_CONTRACT",
        "officers.pc-2.contract",
        "did you mean full-time?",
    ),
    "rotation": (
        {"rotations.turns": {"weeks": [FREE]}, "officers.pc-2.rotation": "tunrs"},
        "UNKNOWN_ROTATION",
        "officers.pc-2.rotation",
        "did you mean turns?",
    ),
    "companion": (
        {"officers.pcso-2.works_with": "pc2"},
        "UNKNOWN_OFFICER",
        "officers.pcso-2.works_with",
        "did you mean pc-2?",
    ),
    "companion who is several people": (
        {"officers.tutor": {**PC_2, "count": 2}, "officers.pcso-2.works_with": "tutor"},
        "UNKNOWN_OFFICER",
        "officers.pcso-2.works_with",
        "did you mean tutor-",
    ),
    "companion of another team": (
        {"officers.pcso-2.works_with": "pc-1"},
        "OTHER_TEAM",
        "officers.pcso-2.works_with",
        "name someone of South",
    ),
    "one's own companion": (
        {"officers.pc-2.works_with": "pc-2"},
        "WORKS_WITH_SELF",
        "officers.pc-2.works_with",
        "name another officer",
    ),
    "own companion among several": (
        {"officers.more": {**PC_2, "count": 3, "works_with": "more-3"}},
        "WORKS_WITH_SELF",
        "officers.more.works_with",
        "name another officer",
    ),
    "shift of a pattern": (
        contract(pattern=[{}, {"tue": ["early", "nihgt"]}]),
        "UNKNOWN_SHIFT",
        "contracts.own.pattern.1.tue.1",
        "early, late",
    ),
    "rest in a pattern": (
        contract(pattern=[{"tue": ["rest"]}]),
        "REST_IS_NO_SHIFT",
        "contracts.own.pattern.0.tue.0",
        "a day without shifts in the pattern is never worked",
    ),
    "limited shift": (
        contract(shift_limits={"erly": 2}),
        "UNKNOWN_SHIFT",
        "contracts.own.shift_limits.erly",
        "did you mean early?",
    ),
    "shift limited for all": (
        {"rules.shift_limits": {"most": {"erly": 2}}},
        "UNKNOWN_SHIFT",
        "rules.shift_limits.most.erly",
        "did you mean early?",
    ),
    "shift before another": (
        {"rules.forbidden_successions": {"after": {"rest": ["early"]}}},
        "REST_IS_NO_SHIFT",
        "rules.forbidden_successions.after.rest",
        "remove it",
    ),
    "shift after another": (
        {"rules.forbidden_successions": {"after": {"late": ["early", "night"]}}},
        "UNKNOWN_SHIFT",
        "rules.forbidden_successions.after.late.1",
        "early, late",
    ),
    "rest to staff": (
        {"staffing.north.rest": {"min": 1}},
        "REST_IS_NO_SHIFT",
        "staffing.north.rest",
        "remove it",
    ),
    "shift of a rotation": (
        {"rotations.own": {"weeks": [[*FREE[1:], "off-duty"]]}},
        "UNKNOWN_SHIFT",
        "rotations.own.weeks.0.6",
        "early, late, rest",
    ),
    "last shift": (
        history(last_shift="lat", consecutive_days=1),
        "UNKNOWN_SHIFT",
        "officers.pc-2.history.last_shift",
        "did you mean late?",
    ),
    "a last shift of rest": (
        history(last_shift="rest"),
        "REST_IS_NO_SHIFT",
        "officers.pc-2.history.last_shift",
        "consecutive_rest_days",
    ),
    "skill nobody has": (
        {"staffing.north.early": {"skills": {"drivers": 1}}},
        "UNKNOWN_SKILL",
        "staffing.north.early.skills.drivers",
        "known here: asb-lead, pc, pcso",
    ),
    "skill nobody has, on a date": (
        {"staffing.north.early": {"min": 1, "dates": {"2025-06-07": {"skills": {"asb": 1}}}}},
        "UNKNOWN_SKILL",
        "staffing.north.early.dates.2025-06-07.skills.asb",
        "asb-lead",
    ),
    "skill that is a role": (
        {"officers.pc-1.skills": ["pcso"], "staffing.north.early": {"skills": {"pcso": 1}}},
        "CLASHING_ID",
        "staffing.north.early.skills.pcso",
        "rename the skill",
    ),
    "more with a skill than people": (
        {"staffing.north.early": {"max": 1, "skills": {"pc": 2}}},
        "STAFF_CLASH",
        "staffing.north.early.skills.pc",
        "",
    ),
    "staffing before the horizon": (
        {"staffing.north.early": {"min": 1, "dates": {"2025-06-05": {"min": 2}}}},
        "DATE_OUTSIDE_HORIZON",
        "staffing.north.early.dates.2025-06-05",
        "",
    ),
    "pattern and rotation": (
        {
            "rotations.own": {"weeks": [FREE]},
            "contracts.own": {"pattern": [{"mon": ["early"]}]},
            "officers.pc-2": {**PC_2, "contract": "own", "rotation": "own"},
        },
        "PATTERN_AND_ROTATION",
        "officers.pc-2.rotation",
        "remove the rotation",
    ),
    "least duties over the rule's most": (
        contract(consecutive_duties={"least": 8}),
        "LEAST_ABOVE_MOST",
        "contracts.own.consecutive_duties",
        "give most too",
    ),
    "most nights under the rule's least": (
        {**contract(consecutive_nights={"most": 2}), "rules.consecutive_nights": {"least": 3}},
        "LEAST_ABOVE_MOST",
        "contracts.own.consecutive_nights",
        "give least too",
    ),
    "rotation without rest": (
        rotation(week("le-----"), week("-------")),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "change the rotation, or the rule daily_rest",
    ),
    "rotation without rest where it begins again": (
        rotation(week("-------"), week("e-----l"), week("e------")),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.1",
        "daily_rest",
    ),
    "rotation that rests a day too little": (
        rotation(
            week("n-e----"),
            **UNPUBLISHED,
            **{"rules.daily_rest": {"hours": 24.5}, "rules.consecutive_rest_days": {"least": 1}},
        ),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "daily_rest",
    ),
    "rotation against a succession": (
        rotation(week("el-----"), **{"rules.forbidden_successions": {"after": {"early": ["late"]}}}),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "forbidden_successions",
    ),
    "rotation of long weeks": (
        rotation(week("eeeee--"), week("eeee---")),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "weekly_hours",
    ),
    "rotation of long weeks by contract": (
        {
            **rotation(week("ee-----")),
            "contracts.part": {"weekly_hours": 19.5},
            "officers.pc-2": {**PC_2, "rotation": "own", "contract": "part"},
        },
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "weekly_hours",
    ),
    "rotation of eight days": (
        rotation(week("-------"), week("---eeee"), week("eeee---"), **{"rules.weekly_hours": {"level": "off"}}),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.1",
        "consecutive_duties",
    ),
    "rotation without a rest day": (
        rotation(week("eeeeeee"), **{"rules.weekly_hours": {"level": "off"}}),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "consecutive_duties",
    ),
    "rotation of many nights": (
        rotation(week("nnn----"), **{"rules.consecutive_nights": {"most": 2}}),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "consecutive_nights",
    ),
    "rotation of single rest days": (
        rotation(week("ee-ee--")),
        "ROTATION_BREAKS_RULE",
        "rotations.own.weeks.0",
        "consecutive_rest_days",
    ),
    "notice after the start": ({"pay.as_of": "2025-06-07"}, "NOT_HISTORY", "pay.as_of", "would be told"),
    "limit to changes that cannot be": (
        {"rules.published_changes": {"level": "required", "most": 3}},
        "IDLE_RULE",
        "rules.published_changes",
        "published_duty: {level: preferred}",
    ),
    "rest days after days of duty": (
        history(consecutive_days=1, consecutive_rest_days=1),
        "HISTORY_CLASH",
        "officers.pc-2.history.consecutive_rest_days",
        "",
    ),
    "more nights than duties": (
        history(consecutive_days=1, consecutive_nights=2),
        "HISTORY_CLASH",
        "officers.pc-2.history.consecutive_nights",
        "raise consecutive_days",
    ),
    "a last shift on a free day": (
        history(last_shift="early"),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_shift",
        "give consecutive_days",
    ),
    "a last night that is no night": (
        history(last_shift="night", consecutive_days=2),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_shift",
        "",
    ),
    "nights that end with an early": (
        history(last_shift="early", consecutive_days=2, consecutive_nights=1),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_shift",
        "",
    ),
    "a last duty before the last day of duty": (
        history(last_duty_ends="2025-06-05T00:00", consecutive_days=1),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_duty_ends",
        "",
    ),
    "a last duty on a day said to be free": (
        history(last_duty_ends="2025-06-05T16:01"),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_duty_ends",
        "",
    ),
    "a last duty on a rest day": (
        history(last_duty_ends="2025-06-04T16:01", consecutive_rest_days=2),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_duty_ends",
        "",
    ),
    "a last duty long before the rest days": (
        history(last_duty_ends="2025-06-03T00:00", consecutive_rest_days=2),
        "HISTORY_CLASH",
        "officers.pc-2.history.last_duty_ends",
        "",
    ),
}

WARNINGS: dict[str, tuple[Edits, str, str, str]] = {
    "fewer with the skill than asked for": (
        {"staffing.north.early": {"skills": {"asb-lead": 2}}},
        "TOO_FEW_PEOPLE",
        "staffing.north.early.skills.asb-lead",
        "North needs 2 asb-lead on early, the team has 1",
    ),
    "a skill only another team has": (
        {"staffing.south.early": {"skills": {"asb-lead": 1}}},
        "TOO_FEW_PEOPLE",
        "staffing.south.early.skills.asb-lead",
        "South needs 1 asb-lead on early, the team has 0",
    ),
    "more people on a date than there are": (
        {"staffing.north.early": {"min": 2, "dates": {"2025-06-07": {"min": 3}}}},
        "TOO_FEW_PEOPLE",
        "staffing.north.early.dates.2025-06-07.min",
        "North needs 3 people on early, the team has 2",
    ),
    "more hours than the weeks hold": (
        {**MONTH, **contract(weekly_hours=20, hours={"least": 80.5})},
        "HOURS_OUT_OF_REACH",
        "contracts.own.hours.least",
        "at least 80.5 hours, but weekly_hours leaves pc-2 at most 80",
    ),
    "a hub when no pattern has duties": (
        {**MORNINGS, **EVENING_HUB},
        "HUB_NOT_COVERED",
        "hub_sessions.library.when.0",
        "nobody is there whose duty can cover Sat 7 Jun 15:00 to 23:00",
    ),
    "a hub when nobody is published to be on duty": (
        {**ALL_EARLY, **EVENING_HUB},
        "HUB_NOT_COVERED",
        "hub_sessions.library.when.0",
        "nobody is there",
    ),
    "nights without night shifts": (
        contract(night_worker=True),
        "NO_NIGHT_SHIFT",
        "contracts.own.night_worker",
        "no shift is a night shift",
    ),
    "demand over the day that is not given": (
        {"rules.demand_matching": {"within": 1}},
        "IDLE_RULE",
        "rules.demand_matching",
        "demand.hours is not given",
    ),
    "more published days in a row than the contract's": (
        {
            "contracts.own": {"consecutive_duties": {"most": 3}},
            "officers.pc-1.contract": "own",
        },
        "LONG_RUN",
        "officers.pc-1.published.2025-06-07",
        "duties on 4 days in a row by Sat 7 Jun, at most 3 may be",
    ),
}

SOUND: dict[str, Edits] = {
    "a companion among several": {
        "officers.tutor": {**PC_2, "count": 2},
        "officers.pcso-2.works_with": "tutor-2",
    },
    "companions of each other": {"officers.pcso-2.works_with": "pc-2", "officers.pc-2.works_with": "pcso-2"},
    "as many with a skill as may be": {"staffing.north.early": {"max": 1, "skills": {"asb-lead": 1, "pc": 1}}},
    "a skill nobody of the team has, and the rule is off": {
        "staffing.south.early": {"skills": {"asb-lead": 1}},
        "rules.skills_on_duty": {"level": "off"},
    },
    "staffing on the last day alone": {"staffing.south.early": {"dates": {"2025-06-08": {"min": 2}}}},
    "hours that fill the weeks": {**MONTH, **contract(weekly_hours=20, hours={"least": 80})},
    "hours beyond the weeks where they may be long": {
        **MONTH,
        **contract(weekly_hours=20, hours={"least": 80.5}),
        "rules.weekly_hours": {"level": "preferred"},
    },
    "hours beyond the week that are published": {
        "contracts.own": {"weekly_hours": 7, "hours": {"least": 20}},
        "officers.pc-1.contract": "own",
    },
    "a hub that patterns could give way for": {
        **MORNINGS,
        **EVENING_HUB,
        "rules.working_pattern": {"level": "preferred"},
    },
    "a hub that published duties could be changed for": {
        **ALL_EARLY,
        **EVENING_HUB,
        "rules.published_duty": {"level": "preferred"},
    },
    "night workers by kind": {**contract(night_worker=True), "shifts.late.kind": "night"},
    "the eighth day in a row by contract": {
        "officers.pc-1.history.consecutive_days": 6,
        "contracts.own": {"consecutive_duties": {"most": 8}},
        "officers.pc-1.contract": "own",
    },
    "a pattern beside a rotation that is off": {
        "rotations.own": {"weeks": [FREE]},
        "contracts.own": {"pattern": [{"mon": ["early"]}]},
        "officers.pc-2": {**PC_2, "contract": "own", "rotation": "own"},
        "rules.rotation": {"level": "off"},
    },
    "a rotation at every limit": rotation(week("-eeleee"), week("e----e-"), **{"rules.daily_rest": {"hours": 7}}),
    "a rotation that breaks what is only preferred": rotation(
        week("ee-ee--"), **{"rules.consecutive_rest_days": {"level": "preferred"}}
    ),
    "a rotation nobody follows": {"rotations.own": {"weeks": [week("lelele-")]}},
    "notice on the first day": {"pay.as_of": "2025-06-06"},
    "a limit to changes": {
        "rules.published_duty": {"level": "preferred"},
        "rules.published_changes": {"level": "required", "most": 3},
    },
    "demand over the day": {
        "demand.hours": {"mon-thu": [1] * 24, "fri": [1] * 24, "sat": [1] * 24, "sun": [1] * 24},
        "rules.demand_matching": {"within": 1},
    },
    "a night that ends on the first day": history(
        last_duty_ends="2025-06-06T07:00", last_shift="night", consecutive_days=3, consecutive_nights=2
    ),
    "a duty in the first minutes of the day before": history(last_duty_ends="2025-06-05T00:01", consecutive_days=1),
    "a duty that ended on a free day": history(last_duty_ends="2025-06-05T16:00"),
    "a duty that ended on the first rest day": history(last_duty_ends="2025-06-04T16:00", consecutive_rest_days=2),
    "a duty just before two rest days": history(last_duty_ends="2025-06-03T00:01", consecutive_rest_days=2),
}


@pytest.mark.parametrize(("edits", "code", "path", "hint"), ERRORS.values(), ids=ERRORS.keys())
def test_terms_that_contradict_are_errors(edits: Edits, code: str, path: str, hint: str) -> None:
    """Each contradiction is refused by its code, at its place, with what to do; and nothing else is said."""
    (finding,) = found(edits)
    assert (finding.code, dotted(finding), finding.severity) == (code, path, "error")
    assert hint in finding.hint


@pytest.mark.parametrize(("edits", "code", "path", "words"), WARNINGS.values(), ids=WARNINGS.keys())
def test_terms_no_plan_can_meet_are_warnings(edits: Edits, code: str, path: str, words: str) -> None:
    """A plan is made all the same; what it cannot meet is named with its cause, once."""
    (finding,) = found(edits)
    assert (finding.code, dotted(finding), finding.severity) == (code, path, "warning")
    assert words in finding.message


@pytest.mark.parametrize("edits", SOUND.values(), ids=SOUND.keys())
def test_nothing_is_said_of_terms_that_can_be_kept(edits: Edits) -> None:
    """At the very edge of each check, and where its rule is off or only preferred, nothing is reported."""
    assert found(edits) == []


def test_one_rotation_is_told_once_for_each_rule() -> None:
    """Ten people on it do not make ten problems; two rules it breaks make two."""
    edits = rotation(week("le-e---"))
    edits["officers.pc-2"] = {**edits["officers.pc-2"], "count": 5}
    edits["officers.more"] = {**PC_2, "role": "pcso", "rotation": "own"}
    told = found(edits)
    assert [finding.code for finding in told] == ["ROTATION_BREAKS_RULE"] * 2
    assert ["daily_rest" in told[0].message, "consecutive_rest_days" in told[1].message] == [True, True]
