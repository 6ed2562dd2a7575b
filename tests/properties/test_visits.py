"""For any visits, the rows on hotspots hold where the judge accepts them, and only there as far as bands can tell."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rostering import check
from rostering.model import constraints
from rostering.model.keys import Band
from rostering.scenario import Scenario
from tests.properties.places import SPOT, Visiting, visitings
from tests.properties.rows import broken_rows, unsolved

FEW = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


LONGEST_SPACING = 24 * 60


def _count(visiting: Visiting) -> None:
    """Give the visits to the variables."""
    for band, number in Counter(band for band, _ in visiting.visits).items():
        visiting.model.variables.visits[SPOT, band].varValue = number


def _days_without_a_row(visiting: Visiting) -> set[date]:
    """The days whose window the rows call missed, with no shortfall to help."""
    rows = broken_rows(visiting.model, constraints.hotspot_guarantee)
    return {key[1] for rule, key in rows if rule != "bounds" and isinstance(key[1], date)}


def _days_judged_missed(visiting: Visiting) -> set[date]:
    found = check.hotspot_guarantee(visiting.model.scenario, visiting.plan)
    return {date.fromisoformat(dict(violation.where)["day"]) for violation in found}


@pytest.mark.parametrize("counted", ["rolling", "blocks"])
@given(data=st.data())
@FEW
def test_rows_of_the_guarantee_miss_the_windows_that_the_judge_misses(counted: str, data: st.DataObject) -> None:
    visiting = data.draw(visitings(counted))
    _count(visiting)
    assert _days_without_a_row(visiting) == _days_judged_missed(visiting)


@pytest.mark.parametrize("counted", ["rolling", "blocks", "elapsed"])
@given(data=st.data(), spare=st.integers(1, 3))
@FEW
def test_rows_of_spare_visits_are_short_by_as_many_as_the_judge_says(
    counted: str, data: st.DataObject, spare: int
) -> None:
    drawn = data.draw(visitings(counted))
    scenario = drawn.model.scenario
    spot = scenario.hotspots[SPOT].model_copy(update={"spare_visits": spare})
    visiting = Visiting(unsolved(scenario.model_copy(update={"hotspots": {SPOT: spot}})), drawn.visits)
    made = Counter(band for band, _ in visiting.visits)
    rows = {
        str(day): 1 + spare - sum(made[band] for band in bands)
        for (_, day), bands in visiting.model.sets.spare_windows.items()
    }
    judged = check.spare_visits(visiting.model.scenario, visiting.plan)
    assert {day: short for day, short in rows.items() if short > 0} == {
        dict(found.where)["day"]: found.amount for found in judged
    }
    _count(visiting)
    broken = {str(key[1]) for rule, key in broken_rows(visiting.model, constraints.spare_visits) if rule != "bounds"}
    assert broken == {day for day, short in rows.items() if short > 0}


@given(visiting=visitings("elapsed"))
@FEW
def test_rows_of_the_guarantee_in_hours_miss_a_day_if_no_minutes_of_the_visits_can_save_it(visiting: Visiting) -> None:
    """A band says only roughly when a visit is made, so the rows miss no more days than the judge, and all of those on
    which the clock runs over wherever in their bands the visits are.
    """
    _count(visiting)
    missed, scenario = _days_without_a_row(visiting), visiting.model.scenario
    dwell = scenario.rules.hotspot_guarantee.minutes
    assert missed <= _days_judged_missed(visiting)
    assert missed == _days_run_over(scenario, [(band.start, band.end) for band, _ in visiting.visits])
    assert _days_judged_missed(visiting) == _days_run_over(
        scenario, [(start, start + dwell) for _, start in visiting.visits]
    )


def _days_run_over(scenario: Scenario, presences: list[tuple[int, int]]) -> set[date]:
    """Days with a minute at whose end no presence has begun that was not over longer ago than the rule allows."""
    horizon, allowed = scenario.horizon, scenario.rules.hotspot_guarantee.every_days * 24 * 60
    last = scenario.hotspots[SPOT].last_patrolled
    clock_starts = 0 if last is None else horizon.instant(last)
    return {
        horizon.day(minute - 1)
        for minute in range(1, horizon.at(horizon.end) + 1)
        if minute - clock_starts > allowed
        and not any(start < minute and minute - end <= allowed for start, end in presences)
    }


@given(visiting=visitings("rolling", spacing=True))
@FEW
def test_a_visit_anywhere_in_its_band_is_inside_the_opening_hours(visiting: Visiting) -> None:
    judged = check.check(visiting.model.scenario, visiting.plan)
    assert [found for found in judged if found.rule == "opening_hours"] == []


@given(visiting=visitings("rolling", spacing=True))
@FEW
def test_rows_of_daily_visits_hold_if_and_only_if_the_judge_accepts_the_number(visiting: Visiting) -> None:
    """As far as the visits fit into their bands at all, which the rows of opening hours see to, where there are any."""
    model = visiting.model
    _count(visiting)
    assume(not broken_rows(model, constraints.opening_hours))
    rows = {key[1] for rule, key in broken_rows(model, constraints.daily_visits)}
    judged = {dict(found.where)["day"] for found in check.daily_visits(model.scenario, visiting.plan)}
    assert {str(day) for day in rows} == judged


@given(visiting=visitings("rolling", spacing=True), nudge=st.sampled_from([0, 0, 1, 40, 400]))
@FEW
def test_rows_of_visit_spacing_hold_where_the_judge_accepts_the_visits(visiting: Visiting, nudge: int) -> None:
    """The spacing is the smallest there is between these visits, so that one minute more is a breach. Where the rows
    hold, no stretch of a day has more visits than it can hold.
    """
    kept, dwell = _apart(visiting)
    spacing = _smallest_spacing(visiting.model.scenario, kept, dwell) + nudge
    assume(spacing <= LONGEST_SPACING)
    again = _with_spacing(visiting, kept, spacing)
    _count(again)
    rules = (constraints.opening_hours, constraints.daily_visits, constraints.visit_spacing)
    judges = {rule.__name__ for rule in rules}
    rows = broken_rows(again.model, *rules)
    judged = [found for found in check.check(again.model.scenario, again.plan) if found.rule in judges]
    if not judged:
        assert rows == []
    if not rows:
        assert not _overfull(again, dwell, spacing)


def _smallest_spacing(scenario: Scenario, visits: list[tuple[Band, int]], dwell: int) -> int:
    before = scenario.hotspots[SPOT].last_patrolled
    ends = ([] if before is None else [scenario.horizon.instant(before)]) + [start + dwell for _, start in visits]
    starts = [start for _, start in visits] if before is not None else [start for _, start in visits[1:]]
    return min((start - end for end, start in zip(ends, starts, strict=False)), default=0)


def _apart(visiting: Visiting) -> tuple[list[tuple[Band, int]], int]:
    """The visits that do not overlap the one before."""
    dwell = visiting.model.scenario.rules.hotspot_guarantee.minutes
    kept: list[tuple[Band, int]] = []
    for band, start in sorted(visiting.visits, key=lambda visit: visit[1]):
        if not kept or start >= kept[-1][1] + dwell:
            kept.append((band, start))
    return kept, dwell


def _with_spacing(visiting: Visiting, visits: list[tuple[Band, int]], minutes: int) -> Visiting:
    scenario = visiting.model.scenario
    rule = scenario.rules.visit_spacing.model_copy(update={"hours": minutes / 60, "level": "required"})
    rules = scenario.rules.model_copy(update={"visit_spacing": rule})
    return Visiting(unsolved(scenario.model_copy(update={"rules": rules})), tuple(visits))


def _overfull(visiting: Visiting, dwell: int, spacing: int) -> list[tuple[Band, Band]]:
    """Stretches of a day, from one visited band to another, that cannot hold their visits however they are placed."""
    bands = [band for band, _ in visiting.visits]
    return [
        (first, last)
        for index, first in enumerate(bands)
        for number, last in enumerate(bands[index:], start=1)
        if first.day == last.day and first.start + number * dwell + (number - 1) * spacing > last.end
    ]
