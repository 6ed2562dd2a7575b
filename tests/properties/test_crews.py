"""For any people on a visit, the rows on crews hold if and only if the judge accepts the crew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from rostering import check
from rostering.model import constraints
from rostering.model.keys import DutyKey, Group
from rostering.scenario import Scenario
from rostering.schedule import Activity, Duty, HotspotPlan, Plan
from tests.properties.rows import Unsolved, broken_rows, choose, drawn, unsolved

FRIDAY = date(2025, 6, 6)
ROLES = ("pc", "pcso", "volunteer")
SPOT = "spot"


@dataclass(frozen=True)
class Sending:
    """A day with one hotspot, and the people who were drawn to go there together."""

    model: Unsolved
    people: tuple[str, ...]

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:  # noqa: FBT001 - Hypothesis calls it so
        """What a failed example shows."""
        printer.text(f"{drawn(self.model.scenario)} people={self.people}")

    @property
    def plan(self) -> Plan:
        """The visit, at noon; where its people are otherwise is not asked here."""
        duties = [
            Duty(who, FRIDAY, "day", (Activity(720, 735, "visit", hotspot=SPOT, crew=_others(self.people, who)),))
            for who in self.people
        ]
        return Plan(tuple(duties), {SPOT: HotspotPlan((720,) if duties else ())})


def _others(people: tuple[str, ...], who: str) -> tuple[str, ...]:
    return tuple(other for other in people if other != who)


@st.composite
def sendings(draw: st.DrawFn) -> Sending:
    """People of one team, of all roles, not more than a crew; a hotspot that may take only some and may want a lead."""
    people = {
        f"officer-{number}": {
            "role": draw(st.sampled_from(ROLES)),
            "area": "north",
            "published": {FRIDAY.isoformat(): draw(st.sampled_from(["day", "day", "rest"]))},
        }
        for number in range(draw(st.integers(1, 6)))
    }
    crew = draw(st.integers(1, 3))
    spot = {"area": "north", "lat": 51.91, "lon": -0.4, "crew": crew}
    may_go = draw(st.lists(st.sampled_from(ROLES), max_size=3, unique=True))
    content = {
        "version": 1,
        "name": "drawn",
        "horizon": {"start": FRIDAY.isoformat(), "days": 1},
        "demand": {"weights": {"need": 1.0}},
        "areas": {"north": {"base": {"lat": 51.9, "lon": -0.4}, "demand": {"need": 1}}},
        "roles": {role: {} for role in ROLES},
        "shifts": {"day": {"start": "09:00", "end": "17:00"}},
        "officers": people,
        "hotspots": {
            SPOT: spot
            | ({"roles": may_go} if may_go else {})
            | {"lead": draw(st.lists(st.sampled_from(may_go or ROLES), max_size=1))}
        },
    }
    scenario = Scenario.model_validate(content)
    on_duty = [who for who, one in scenario.people.items() if (one.published or {})[FRIDAY] == "day"]
    sent = draw(st.lists(st.sampled_from(on_duty), max_size=crew, unique=True)) if on_duty else []
    return Sending(unsolved(scenario), tuple(sorted(sent)))


@given(sending=sendings())
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_rows_of_the_crew_hold_if_and_only_if_the_judge_accepts_the_people(sending: Sending) -> None:
    """Number, roles and lead. A group that may not go at all has no variable, so there is no row to break."""
    model, scenario = sending.model, sending.model.scenario
    assume(sending.people)
    judged = list(check.hotspot_crew(scenario, sending.plan))
    groups = Counter(Group("north", scenario.people[who].role) for who in sending.people)
    band = next((band for band in model.sets.visit_bands[SPOT] if band.start <= 720 < band.end), None)
    if band is None or not set(groups) <= set(model.sets.crews[SPOT, band]):
        assert judged
        return
    choose(model.variables.duty, [DutyKey(*duty) for duty in model.sets.published])
    model.variables.visits[SPOT, band].varValue = 1
    for group, number in groups.items():
        model.variables.crew[SPOT, band, group].varValue = number
    assert bool(broken_rows(model, constraints.hotspot_crew)) == bool(judged), judged
