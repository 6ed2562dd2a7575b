"""For any people at the hubs, rows and judge count the same people short; who can still have a break may staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from rostering import check, itinerary
from rostering.horizon import subtract
from rostering.model import constraints
from rostering.model.keys import DutyKey, Opening
from rostering.scenario import ANY, Scenario
from rostering.schedule import Activity, Duty, Plan, Tasking
from tests.properties.rows import Unsolved, broken_rows, choose, drawn, unsolved

FRIDAY = date(2025, 6, 6)
SHIFTS = {
    "early": {"start": "07:00", "end": "17:00"},
    "short": {"start": "09:00", "end": "15:00"},
    "late": {"start": "14:00", "end": "00:00"},
}
STAFF = (
    {"any": 1},
    {"any": 2, "pc": 1},
    {"pc": 1, "pcso": 1},
    {"any": 2, "pc": 1, "asb-lead": 1},
    {"any": 3, "pcso": 2, "asb-lead": 1},
)
FEW = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])

Choice = tuple[tuple[DutyKey, Opening], ...]


@dataclass(frozen=True)
class Staffing:
    """A scenario with hubs, and who was drawn to staff them."""

    model: Unsolved
    chosen: Choice

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        """What a failed example shows."""
        chosen = [(duty.officer, opening.session, opening.opens) for duty, opening in self.chosen]
        printer.text(f"{drawn(self.model.scenario)} {chosen=}")

    @property
    def people(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """By opening: who staffs it."""
        openings = {(opening.session, opening.opens) for opening in self.model.sets.openings}
        return {
            key: tuple(sorted(duty.officer for duty, opening in self.chosen if (opening.session, opening.opens) == key))
            for key in sorted(openings)
        }

    @property
    def plan(self) -> Plan:
        """The people at their hubs; where they are otherwise is not asked here."""
        at_hubs: dict[DutyKey, list[Activity]] = {duty: [] for duty in self.model.sets.duties}
        for duty, opening in self.chosen:
            at_hubs[duty].append(Activity(opening.opens, opening.closes, "hub", session=opening.session))
        lists: dict[str, dict[int, tuple[str, ...]]] = {}
        for (session, opens), people in self.people.items():
            lists.setdefault(session, {})[opens] = people
        return Plan(tuple(Duty(*duty, tuple(at)) for duty, at in at_hubs.items()), hub_sessions=lists)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Two teams, everybody's duties published, one or two hubs that open once or twice."""
    days = [FRIDAY + timedelta(days=offset) for offset in range(2)]
    officers = {
        f"officer-{number}": {
            "role": draw(st.sampled_from(["pc", "pcso"])),
            "area": draw(st.sampled_from(["north", "south"])),
            "skills": draw(st.sampled_from([[], ["asb-lead"]])),
            "published": {day.isoformat(): draw(st.sampled_from(sorted(SHIFTS))) for day in days},
        }
        for number in range(draw(st.integers(1, 5)))
    }
    hubs = {f"hub-{number}": draw(_hubs(number)) for number in range(draw(st.integers(1, 2)))}
    content = {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": FRIDAY.isoformat(), "days": 2},
        "demand": {"weights": {"need": 1.0}},
        "areas": {
            "north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}, "neighbours": ["south"]},
            "south": {"base": {"lat": 51.8, "lon": -0.4}, "demand": {"need": 1}},
        },
        "roles": {"pc": {"abstraction": draw(st.sampled_from([0.0, 0.3]))}, "pcso": {}},
        "shifts": SHIFTS,
        "officers": officers,
        "hub_sessions": hubs,
        "travel": {"mode": draw(st.sampled_from(["vehicle", "vehicle", "foot"]))},
        "rules": {
            "lending": {"level": draw(st.sampled_from(["required", "off"])), "most_share": 1.0},
            "daily_rest": {"hours": 0},
        },
    }
    return Scenario.model_validate(content)


@st.composite
def _hubs(draw: st.DrawFn, number: int) -> dict[str, Any]:
    hours = st.integers(7, 21)
    when = []
    for _ in range(draw(st.integers(1, 2))):
        opens, minutes = draw(hours), draw(st.sampled_from(["00", "20"]))
        closes = draw(st.integers(opens + 1, min(23, opens + 5)))
        when.append(
            {"day": draw(st.sampled_from(["fri", "sat"])), "from": f"{opens:02}:{minutes}", "to": f"{closes:02}:30"}
        )
    hub = {
        "area": draw(st.sampled_from(["north", "south"])),
        "lat": 51.85 + number / 50,
        "lon": -0.41,
        "when": [time for index, time in enumerate(when) if time not in when[:index]],
        "staff": draw(st.sampled_from(STAFF)),
    }
    return hub | {"level": draw(st.sampled_from(["required", "required", "preferred"]))}


@st.composite
def staffings(draw: st.DrawFn) -> Staffing:
    """People drawn freely from those who could be there, no more at an opening than it asks for."""
    model = unsolved(draw(scenarios()))
    chosen: list[tuple[DutyKey, Opening]] = []
    for opening in model.sets.openings:
        staff = model.scenario.hub_sessions[opening.session].staff
        most = max(staff.get(ANY, 0), sum(number for kind, number in staff.items() if kind != ANY))
        could = [pair for pair in model.sets.can_staff if pair[1] == opening]
        chosen += [pair for pair in could if draw(st.booleans())][:most]
    return Staffing(model, tuple(chosen))


@given(staffing=staffings())
@FEW
def test_rows_of_hub_staff_are_short_by_as_many_people_as_the_judge_says(staffing: Staffing) -> None:
    """A preferred opening with anybody there has to be whole; with nobody there it is given up and costs its weight."""
    model, scenario = staffing.model, staffing.model.scenario
    choose(model.variables.duty, model.sets.duties)
    choose(model.variables.staff, staffing.chosen)
    judged = {
        (dict(found.where)["session"], dict(found.where)["at"]): found.amount
        for found in check.hub_staff(scenario, staffing.plan)
        if found.level == "required"
    }
    for opening in model.sets.openings:
        people = staffing.people[opening.session, opening.opens]
        key = (opening.session, scenario.horizon.moment_text(opening.opens))
        if opening in model.variables.held:
            model.variables.held[opening].varValue = int(bool(people))
            _name_missing_kinds(staffing, opening, people)
            assert (_least_short(model, opening) == 0) == (key not in judged)
        else:
            _name_missing_kinds(staffing, opening, people)
            assert _least_short(model, opening) == judged.get(key, 0)


def _name_missing_kinds(staffing: Staffing, opening: Opening, people: tuple[str, ...]) -> None:
    """The least that the shortfall of each role and skill can be."""
    scenario = staffing.model.scenario
    for kind, number in scenario.hub_sessions[opening.session].staff.items():
        if kind == ANY:
            continue
        held = opening not in staffing.model.variables.held or bool(people)
        there = sum(kind in (scenario.people[who].role, *scenario.people[who].skills) for who in people)
        staffing.model.variables.kind_short[opening, kind].varValue = max(0, number - there) if held else 0


def _least_short(model: Unsolved, opening: Opening) -> int | None:
    """The smallest number of people short with which the rows of an opening hold."""
    for number in range(10):
        model.variables.hub_short[opening].varValue = number
        if not any(opening in key for _, key in broken_rows(model, constraints.hub_staff)):
            return number
    return None


@given(scenario=scenarios())
@FEW
def test_those_may_staff_a_hub_who_are_asked_for_and_have_time_for_it(scenario: Scenario) -> None:
    """Their duty covers the opening, their team goes there, and break and reserve still fit around it."""
    sets = unsolved(scenario).sets
    for duty in sets.duties:
        for opening in sets.openings:
            can = _may(scenario, duty, opening) and _has_time(scenario, sets.journey, duty, [opening])
            assert ((duty, opening) in sets.can_staff) == can, (duty, opening)


@given(scenario=scenarios())
@FEW
def test_two_openings_go_into_one_duty_if_and_only_if_journey_and_break_do(scenario: Scenario) -> None:
    sets = unsolved(scenario).sets
    for duty in sets.duties:
        mine = sorted(
            (opening for of, opening in sets.can_staff if of == duty), key=lambda one: (one.opens, one.closes)
        )
        for index, first in enumerate(mine):
            for second in mine[index + 1 :]:
                is_apart = (duty, first, second) in sets.apart or (duty, second, first) in sets.apart
                assert is_apart != _has_time(scenario, sets.journey, duty, [first, second]), (duty, first, second)


def _may(scenario: Scenario, duty: DutyKey, opening: Opening) -> bool:
    session, officer = scenario.hub_sessions[opening.session], scenario.people[duty.officer]
    goes_there = session.area in (officer.area, *scenario.areas[officer.area].neighbours)
    is_asked_for = bool({ANY, officer.role, *officer.skills} & set(session.staff))
    return is_asked_for and (goes_there or scenario.rules.lending.level == "off")


def _has_time(scenario: Scenario, journey: Any, duty: DutyKey, openings: list[Opening]) -> bool:
    """Tries every minute for the break."""
    shift, home = scenario.shifts[duty.shift], scenario.people[duty.officer].area
    start, end = scenario.horizon.span(duty.day, shift.start, shift.end)
    first, last = openings[0], openings[-1]
    if any(opening.opens < start or opening.closes > end for opening in openings):
        return False
    out, back, briefing = journey(home, first.session), journey(last.session, home), 15
    is_straight = first.opens - start < briefing + out
    between = [(one.closes, two.opens, journey(one.session, two.session)) for one, two in pairwise(openings)]
    stretches = [
        (start, first.opens, 0) if is_straight else (start + briefing, first.opens, out),
        *between,
        (last.closes, end, 0 if end - last.closes < back else back),
    ]
    if any(till - since < way for since, till, way in stretches):
        return False
    pause = {10: 60, 6: 35}[(end - start) // 60]
    quarter = (end - start) / 4
    has_break = any(
        start + quarter <= begin
        and begin + pause <= end - quarter
        and any(since <= begin and begin + pause <= till for since, till, _ in stretches)
        and all(
            any(
                piece_end - piece_start >= way
                for piece_start, piece_end in subtract((since, till), [(begin, begin + pause)])
            )
            or way == 0
            for since, till, way in stretches
        )
        for begin in range(start, end)
    )
    reserve = scenario.roles[scenario.people[duty.officer].role].abstraction * (end - start)
    return has_break and sum(till - since - way for since, till, way in stretches) >= pause + int(reserve + 1e-9)


@given(staffing=staffings())
@FEW
def test_hub_staff_whom_the_rows_accept_have_days_that_the_judge_accepts(staffing: Staffing) -> None:
    """One place at a time, journeys, briefing, break and reserve, once the itinerary has given each its time."""
    model, scenario = staffing.model, staffing.model.scenario
    choose(model.variables.duty, model.sets.duties)
    choose(model.variables.staff, staffing.chosen)
    by_duty: dict[DutyKey, int] = {}
    for duty, _ in staffing.chosen:
        by_duty[duty] = by_duty.get(duty, 0) + 1
    if broken_rows(model, constraints.one_place_at_a_time) or max(by_duty.values(), default=0) > 2:
        return
    tasking = Tasking(tuple((*duty,) for duty in model.sets.duties), staffing.people, (), {})
    timed = itinerary.build(scenario, tasking, seed=1)
    rules = {"one_place_at_a_time", "duty_minutes", "briefing", "breaks", "abstraction"}
    assert [found for found in check.check(scenario, timed.plan) if found.rule in rules] == []
    assert {
        (session, opens): people
        for session, openings in timed.plan.hub_sessions.items()
        for opens, people in openings.items()
    } == staffing.people
