"""The generator of forces: what a made-up force promises to be."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import force as generator
import numpy as np
import pytest
from force import document, force, team_sizes

from rostering.files import dump, load_scenario
from rostering.scenario import REST, Scenario
from rostering.scenario.problems import problems
from rostering.scenario.rules import Rules
from rostering.scenario.terms import allowed_shifts, is_free, terms_of


@pytest.fixture(scope="module")
def small_force() -> Scenario:
    return force(200, 28, 1)


def test_the_same_numbers_give_the_same_force() -> None:
    """Byte for byte, and another seed another force."""
    assert dump(document(60, 28, 3)) == dump(document(60, 28, 3))
    assert dump(document(60, 28, 3)) != dump(document(60, 28, 4))


@pytest.mark.parametrize(("officers", "days"), [(20, 7), (60, 28), (134, 91)])
def test_a_force_has_no_problems(officers: int, days: int) -> None:
    """Not even a warning of what no plan of it can meet."""
    assert not list(problems(force(officers, days, 1)))


def test_a_force_survives_its_file(tmp_path: Path) -> None:
    """The document that is written is the scenario that is made."""
    (tmp_path / "force.yaml").write_text(dump(document(40, 28, 2)), encoding="utf-8")
    assert load_scenario(tmp_path / "force.yaml").scenario == force(40, 28, 2)


@pytest.mark.parametrize("officers", [134, 250, 400, 2000])
def test_teams_have_18_to_26_people_and_all_of_them(officers: int) -> None:
    """Where there are enough people for more than one team."""
    sizes = team_sizes(officers, np.random.default_rng(officers))
    assert sum(sizes) == officers
    assert min(sizes) >= 18
    assert max(sizes) <= 26


def test_there_is_a_sergeant_for_every_eight(small_force: Scenario) -> None:
    """In each team, rounded up; sergeants supervise."""
    for area in small_force.areas:
        team = [person for person in small_force.people.values() if person.area == area]
        sergeants = [person for person in team if person.role == "sergeant"]
        assert len(sergeants) == -(-len(team) // 8)
        assert all("supervisor" in person.skills for person in sergeants)


def test_leave_takes_about_an_eighth_of_days_in_blocks(small_force: Scenario) -> None:
    """10 to 13 per cent; nobody has a single day of it inside the horizon."""
    days = {
        name: sorted(day for day, why in person.unavailable.items() if why == "leave")
        for name, person in small_force.people.items()
    }
    share = sum(map(len, days.values())) / (len(days) * 28)
    assert 0.10 <= share <= 0.13
    inner = small_force.horizon.dates[1:-1]
    for name, leave in days.items():
        alone = [d for d in leave if d in inner and not {d - timedelta(days=1), d + timedelta(days=1)} & set(leave)]
        assert not alone, name


def test_never_more_than_a_quarter_of_a_team_and_one_are_on_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much leave there is to be given."""
    monkeypatch.setattr(generator, "LEAVE_SHARE", 0.9)
    crowded = force(60, 28, 1)
    for area in crowded.areas:
        team = [person for person in crowded.people.values() if person.area == area]
        at_once = Counter(day for person in team for day, why in person.unavailable.items() if why == "leave")
        assert max(at_once.values()) <= generator.MOST_ON_LEAVE * len(team) + 1


def test_part_timers_have_fewer_hours_and_three_days(small_force: Scenario) -> None:
    """Between 6 and 20 per cent of people."""
    part = [person for person in small_force.people.values() if person.contract != person.role]
    assert 0.06 <= len(part) / 200 <= 0.20
    for person in part:
        days = [day for day in small_force.horizon.dates if allowed_shifts(small_force, person, day)]
        assert len(days) == 12
        assert 18 <= terms_of(small_force, person).weekly_hours <= 30


def test_support_officers_have_no_early_late_or_night_duties(small_force: Scenario) -> None:
    """Their contracts limit those shifts to none, and theirs are no one else's."""
    for person in small_force.people.values():
        limits = terms_of(small_force, person).shift_limits
        barred = {"early", "late", "night"} if person.role == "pcso" else {"day", "evening"}
        assert limits == dict.fromkeys(barred, 0)


def test_requests_are_for_days_and_shifts_that_could_be_worked(small_force: Scenario) -> None:
    """None on a day away, a day outside the pattern, or for another role's shift."""
    for person in small_force.people.values():
        for request in person.requests:
            possible = allowed_shifts(small_force, person, request.day)
            assert is_free(person, request.day)
            assert possible
            if request.shift != REST:
                assert request.shift in possible
                assert terms_of(small_force, person).shift_limits.get(request.shift) is None


def test_history_agrees_with_itself(small_force: Scenario) -> None:
    """The last duty ended as many days ago as there were rest days, and a run has a last shift."""
    for name, person in small_force.people.items():
        history = person.history
        assert history.last_duty_ends is not None
        worked_on = (history.last_duty_ends - timedelta(hours=7, minutes=1)).date()
        assert (small_force.horizon.start - worked_on).days == history.consecutive_rest_days + 1, name
        assert (
            (history.consecutive_days > 0) == (history.last_shift is not None) == (history.consecutive_rest_days == 0)
        )
        assert (history.recent_weekends[-1] == "worked") == (worked_on.weekday() >= 5)


def test_the_rule_book_is_at_its_defaults(small_force: Scenario) -> None:
    """And everybody is free to roster."""
    assert small_force.rules == Rules()
    assert all(not person.published for person in small_force.people.values())
