"""Public staff scheduling instances: what they say as a scenario, and what a roster of them costs."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from curtois.convert import KEPT, convert, roster, text_of
from curtois.draw import drawn
from curtois.evaluate import Line, score
from curtois.instance import RefusedError, read_instance
from peers import naive
from peers.compact import compact

from rostering.check import check
from rostering.files import load_scenario
from rostering.scenario.problems import problems
from rostering.scenario.terms import terms_of
from rostering.schedule import Duty, Plan

HERE = Path(__file__).parent / "data"
PAIR, SUCCESSION, RUNS = HERE / "pair.txt", HERE / "succession.txt", HERE / "runs.txt"
INSTANCES = Path(os.environ.get("ROSTERING_DATA", "")) / "benchmarks" / "curtois"
needs_instances = pytest.mark.skipif(
    not (INSTANCES / "reference.csv").is_file(),
    reason="set ROSTERING_DATA to the folder with benchmarks/curtois/ to try the public instances themselves",
)


def line(text: str) -> list[str | None]:
    """Each letter is a day's shift; a dot is a day without a duty."""
    return [None if letter == "." else letter for letter in text]


def broken(path: Path, **lines: str) -> list[str]:
    found = score(path.read_text(encoding="utf-8"), {person: line(days) for person, days in lines.items()})
    return [violation.split(": ", 1)[1] for violation in found.violations]


def cheapest(path: Path, shifts: str, people: Sequence[str]) -> int:
    """The least cost over every roster there is: first each person's lawful lines, then all their combinations."""
    text = path.read_text(encoding="utf-8")
    lawful: list[list[Line]] = []
    for person in people:
        lines = (line("".join(days)) for days in product(f".{shifts}", repeat=7))
        found = [one for one in lines if not any(v.startswith(f"{person}:") for v in breaches(text, person, one))]
        lawful.append(list(found))
    return min(score(text, dict(zip(people, lines, strict=True))).cost for lines in product(*lawful))


def breaches(text: str, person: str, one: Line) -> tuple[str, ...]:
    return score(text, {person: one}).violations


# --- the evaluator


def test_of_all_rosters_of_two_people_the_cheapest_costs_five() -> None:
    """N has day 2 off, no weekend and two days between runs of two: at most days 0, 3, 4. B, off on day 0, needs four
    duties with two days between runs, of at most three: 1, 2, 5, 6 (a run of two) or 1, 2, 3, 6 (the run on day 6 is
    cut by the end). Only 1, 2, 5, 6 with 0, 3, 4 leaves nothing uncovered (100 each); then B misses the request for
    day 3 (2) and N works on day 4 against the request (3).
    """
    assert cheapest(PAIR, "D", ["N", "B"]) == 5
    found = score(PAIR.read_text(encoding="utf-8"), {"N": line("D..DD.."), "B": line(".DD..DD")})
    assert (found.cost, found.violations) == (5, ())


def test_too_many_and_too_few_are_costed_by_their_own_weights() -> None:
    """Day 3 has one too many (1), day 5 one too few (100), N works on day 4 against the request (3)."""
    found = score(PAIR.read_text(encoding="utf-8"), {"N": line("D..DD.."), "B": line(".DDD..D")})
    assert (found.cost, found.violations) == (104, ())


def test_of_all_rosters_of_one_person_the_cheapest_costs_404() -> None:
    """Days 5 and 6 cannot be worked (weekend): 200, and 4 for the request on day 6. Of the others at most three can be
    covered: the late duties of days 0 and 4 together are one too many, after the one on day 0 no early duty may follow,
    and from day 1 to day 4 there would be four in a row: 200 more.
    """
    assert cheapest(SUCCESSION, "El", ["A"]) == 404


def test_least_runs_cost_three() -> None:
    """P could cover days 0 and 2 to 4 at no cost, but for the single day off on day 1: it is worked too (1). Q is
    wanted on day 3 only, but works three days in a row or none, and none are too few hours (2).
    """
    assert cheapest(RUNS, "DE", ["P", "Q"]) == 3


@pytest.mark.parametrize(
    ("days", "breach"),
    [
        ("EEE...E", "works on day 6, a day off"),
        ("lE.....", "E on day 1 follows l"),
        ("l.l....", "2 of l, at most 1"),
        ("E......", "480 minutes, not 960 to 2400"),
        ("EEE.EE.", "1 weekends, at most 0"),
        ("EEEE...", "4 duties in a row from day 0, at most 3"),
    ],
)
def test_a_broken_rule_is_named(days: str, breach: str) -> None:
    """Each line breaks the rule whose numbers stand in the message."""
    assert breach in broken(SUCCESSION, A=days)


def test_minutes_count_the_length_of_each_shift() -> None:
    """Four of 480 and one of 600 are 2,520."""
    assert "2520 minutes, not 960 to 2400" in broken(SUCCESSION, A="EE.EEl.")


@pytest.mark.parametrize(
    ("days", "breach"),
    [
        (".D..DD.", "1 duties in a row from day 1, at least 2"),
        (".DD.DD.", "1 days off in a row from day 3, at least 2"),
    ],
)
def test_a_run_inside_the_horizon_is_held_to_its_least(days: str, breach: str) -> None:
    """A single duty and a single day off."""
    assert broken(PAIR, B=days)[-1] == breach or breach in broken(PAIR, B=days)


def test_a_run_that_an_edge_cuts_is_not_held_to_its_least() -> None:
    """One duty on the first day, one day off before the last run, one duty on the last day."""
    assert not [v for v in broken(PAIR, N="D..DD..") if "in a row" in v]
    assert not [v for v in broken(PAIR, B=".DD...D") if "in a row" in v]


def test_a_saturday_and_a_sunday_are_one_weekend() -> None:
    """B may work one weekend, whole."""
    assert not [v for v in broken(PAIR, B=".DD..DD") if "weekends" in v]


@pytest.mark.parametrize("lines", [{"Z": line(".......")}, {"B": line("......")}, {"B": line("X......")}])
def test_a_roster_of_another_instance_is_refused(lines: dict[str, Line]) -> None:
    """A person, a number of days or a shift that is not there."""
    with pytest.raises(ValueError, match="not in the instance"):
        score(PAIR.read_text(encoding="utf-8"), lines)


# --- the converter


def test_a_scenario_says_each_person_s_numbers() -> None:
    """Minutes become hours, weekends worked become weekends off, limits below the horizon are kept."""
    scenario = convert(read_instance(SUCCESSION), "succession").scenario
    terms = terms_of(scenario, scenario.officers["staff-a"])
    assert (terms.hours.least, terms.hours.most) == (16, 40)
    assert (terms.most_duties, terms.least_duties, terms.least_rest_days) == (3, 1, 2)
    assert (terms.weekends_off.least, terms.weekends_off.in_weekends) == (1, 1)
    assert terms.shift_limits == {"shift-l": 1}


def test_a_scenario_says_the_cover_and_what_it_costs() -> None:
    """By date, with the two weights in the rule."""
    scenario = convert(read_instance(SUCCESSION), "succession").scenario
    rule = scenario.rules.staffing_preference
    assert (rule.level, rule.weight, rule.extra_weight) == ("preferred", 100, 1)
    wanted = scenario.staffing["team"]["shift-l"]
    headcounts = [wanted.on(day) for day in scenario.horizon.dates]
    assert [None if one is None else one.prefer for one in headcounts] == [1, None, None, None, 1, None, None]


def test_a_shift_has_its_length_and_no_two_days_touch() -> None:
    """600 minutes from 06:00; what may not follow is said by the rule, not by the clock."""
    scenario = convert(read_instance(SUCCESSION), "succession").scenario
    start, end = scenario.shift_span(date(2014, 1, 6), "shift-l")
    assert (start, end) == (360, 960)
    assert scenario.rules.forbidden_successions.after == {"shift-l": ["shift-e"]}


def test_requests_for_a_day_off_are_a_constant() -> None:
    """The one for it can never be met (4); the one against it always is."""
    converted = convert(read_instance(SUCCESSION), "succession")
    assert converted.constant == 4
    assert converted.scenario.officers["staff-a"].requests == []


def test_names_that_ids_cannot_have_are_mapped() -> None:
    """`N` would be read as false by many YAML readers; E and e would be one."""
    converted = convert(read_instance(PAIR), "pair")
    assert converted.officers == {"N": "staff-n", "B": "staff-b"}
    assert set(converted.scenario.officers) == {"staff-n", "staff-b"}


def test_a_plan_leads_back_to_the_instance() -> None:
    """Officers, days and shifts under their own names."""
    instance = read_instance(SUCCESSION)
    converted = convert(instance, "succession")
    duties = {("staff-a", date(2014, 1, 7)): "shift-e", ("staff-a", date(2014, 1, 10)): "shift-l"}
    assert roster(instance, converted, duties) == {"A": line(".E..l..")}


def test_names_alike_but_for_case_stay_apart(tmp_path: Path) -> None:
    """Shifts E and e become two shifts."""
    text = SUCCESSION.read_text(encoding="utf-8").replace("l,", "e,").replace("l=1", "e=1")
    (tmp_path / "case.txt").write_text(text, encoding="utf-8")
    assert convert(read_instance(tmp_path / "case.txt"), "case").shifts == {"E": "shift-e", "e": "shift-e-2"}


def test_cover_with_two_weights_is_refused(tmp_path: Path) -> None:
    """The rule book has one for all shifts and days."""
    text = PAIR.read_text(encoding="utf-8").replace("6,D,1,100,1", "6,D,1,50,1")
    (tmp_path / "weights.txt").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match="one weight"):
        convert(read_instance(tmp_path / "weights.txt"), "weights")


def test_a_request_by_a_stranger_is_refused(tmp_path: Path) -> None:
    """Rather than dropped."""
    text = PAIR.read_text(encoding="utf-8").replace("N,4,D,3", "Z,4,D,3")
    (tmp_path / "stranger.txt").write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match="Z"):
        read_instance(tmp_path / "stranger.txt")


@pytest.mark.parametrize("path", [PAIR, SUCCESSION, RUNS])
def test_a_converted_scenario_is_valid_and_survives_its_file(path: Path, tmp_path: Path) -> None:
    """Scenario, YAML, scenario."""
    scenario = convert(read_instance(path), path.stem).scenario
    (tmp_path / "scenario.yaml").write_text(text_of(scenario), encoding="utf-8")
    assert load_scenario(tmp_path / "scenario.yaml").scenario == scenario
    assert not [finding for finding in problems(scenario) if finding.severity == "error"]


@pytest.mark.parametrize(("path", "optimum"), [(PAIR, 5), (SUCCESSION, 404), (RUNS, 3)])
def test_the_scenario_s_own_program_has_the_instance_s_optimum(path: Path, optimum: int) -> None:
    """Every rule of the instance, said by the rule book and modelled by its rows, and nothing besides."""
    converted = convert(read_instance(path), path.stem)
    found = naive.solve(compact(converted.scenario).problem, 0.0, math.inf, {})
    assert found.at(math.inf).value + converted.constant == pytest.approx(optimum)


@pytest.mark.parametrize(("path", "shifts"), [(PAIR, "D"), (SUCCESSION, "El"), (RUNS, "DE")])
def test_the_judge_and_the_evaluator_keep_the_same_lines(path: Path, shifts: str) -> None:
    """Every line of every person there is; of the judge's rules, those that an instance can speak of."""
    instance, text = read_instance(path), path.read_text(encoding="utf-8")
    converted = convert(instance, path.stem)
    scenario = converted.scenario
    for person, officer in converted.officers.items():
        for days in product(f".{shifts}", repeat=7):
            one = line("".join(days))
            duties = [
                Duty(officer, day, converted.shifts[shift])
                for day, shift in zip(scenario.horizon.dates, one, strict=True)
                if shift is not None
            ]
            found = check(scenario, Plan(duties=tuple(duties)))
            is_broken = any(v.level == "required" and v.rule in KEPT and ("officer", officer) in v.where for v in found)
            breaches = [v for v in score(text, {person: one}).violations if v.startswith(f"{person}:")]
            assert is_broken == bool(breaches), (person, days)


# --- the public instances themselves


@needs_instances
@pytest.mark.parametrize("path", sorted(INSTANCES.glob("Instance*.txt")), ids=lambda path: path.stem)
def test_every_public_instance_becomes_a_valid_scenario(path: Path) -> None:
    """Without a warning either, and with none of its requests left out."""
    converted = convert(read_instance(path), path.stem.lower())
    assert not list(problems(converted.scenario))
    assert converted.constant == 0


@needs_instances
@pytest.mark.parametrize(("number", "known"), [(1, 607), (2, 828)])
def test_the_evaluator_finds_the_published_optimum(number: int, known: int) -> None:
    """A roster that a plain model proves optimal costs what was published, and breaks nothing."""
    path = INSTANCES / f"Instance{number}.txt"
    instance = read_instance(path)
    found = naive.curtois(instance, 60)
    assert found.duties is not None
    lines = {person: [found.duties.get((person, day)) for day in range(instance.days)] for person in instance.people}
    costed = score(path.read_text(encoding="utf-8"), lines)
    assert (costed.cost, costed.violations) == (known, ())
    assert found.moments[-1].bound == pytest.approx(known)


# --- drawn instances


def test_a_drawn_instance_is_an_instance_of_the_size_asked_for(tmp_path: Path) -> None:
    """It reads as one, and converts; the same numbers draw the same text, another seed another."""
    text = drawn(12, 28, 5, seed=1)
    file = tmp_path / "Instance1.txt"
    file.write_text(text, encoding="utf-8")
    instance = read_instance(file)
    assert (len(instance.people), instance.days, len(instance.minutes)) == (12, 28, 5)
    assert len(instance.covers) == 28 * 5
    assert len(convert(instance, "drawn").scenario.people) == 12
    assert text == drawn(12, 28, 5, seed=1) != drawn(12, 28, 5, seed=2)
