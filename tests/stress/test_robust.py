"""Plans with visits to spare: the chance that is asked for is reached where it can be, and said where it cannot."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from rostering import scheduling
from rostering.check import check
from rostering.cli.app import app
from rostering.cli.hardening import robust_lines
from rostering.files import dump, load_schedule, schedule_document
from rostering.scenario import Scenario
from rostering.schedule import Plan
from rostering.solve import Options, Progress, Stop
from rostering.stress import Chance, Robust, plan_robustly, stress
from rostering.stress import robust as robust_module
from rostering.stress.strengths import DRAWS, chances
from tests.stress.scenes import scene

LOST = 0.3
MARKET = {"area": "north", "lat": 52.0, "lon": -0.4, "crew": 1}
DAYS = ("2025-06-02", "2025-06-03", "2025-06-04", "2025-06-05", "2025-06-06")


def week(people: int, changes: dict[str, Any] | None = None) -> Scenario:
    """One day, on which so many people are on duty and one visit by one of them is promised; nobody asks for more."""
    officers = {
        f"o{number}": {"role": "pc", "area": "north", "published": {DAYS[0]: "early"}} for number in range(people)
    }
    return scene(
        {
            "horizon.days": 1,
            "roles": {"pc": {"abstraction": LOST}},
            "officers": officers,
            "hotspots": {"market": {**MARKET, "max_visits_per_day": 9}},
            "rules": {
                "hotspot_guarantee": {"every_days": 1},
                "hotspot_share": {"level": "off"},
                "visit_spacing": {"hours": 0.5},
            },
        }
        | (changes or {})
    )


def made(scenario: Scenario, level: float, **more: Any) -> Robust:
    stop, tell = more.get("stop") or Stop(), more.get("tell") or (lambda _: None)
    return plan_robustly(scenario, "0" * 64, Options(), level, stop, tell)


def visits(robust: Robust) -> int:
    assert robust.outcome.schedule is not None
    return len(robust.outcome.schedule.plan.hotspots["market"].visits)


def told(scenario: Scenario, robust: Robust) -> str:
    return "\n".join(words for _, words in robust_lines(scenario, robust))


def lies_in(value: float, chance: Chance) -> bool:
    low, high = chance.interval
    return low <= value <= high


@pytest.mark.parametrize(("level", "needed"), [(0.6, 1), (0.85, 2), (0.95, 3), (0.985, 4)])
def test_as_many_visits_as_the_level_takes(level: float, needed: int) -> None:
    """A visit by one person is lost with 0.3, so n by different people are with 0.3 ^ n."""
    robust = made(week(5), level)
    assert visits(robust) == needed
    assert robust.spare == ({"market": needed - 1} if needed > 1 else {})
    assert robust.below == ()
    assert lies_in(1 - LOST, robust.before["market"])
    assert lies_in(1 - LOST**needed, robust.after["market"].chance)
    assert robust.after["market"].shared == ()


def test_a_level_that_cannot_be_reached_is_said_to_be() -> None:
    """Two people: however many visits they make, both are away with 0.09."""
    robust = made(week(2), 0.95)
    assert robust.below == ("market",)
    weakest = robust.after["market"]
    assert lies_in(1 - LOST**2, weakest.chance)
    assert weakest.visits == visits(robust)
    assert "market" in told(week(2), robust)


def test_a_hotspot_that_did_not_get_what_it_asked_for_asks_for_no_more() -> None:
    """One visit a day is the most: after one plan more that is known."""
    robust = made(week(3, {"hotspots.market.max_visits_per_day": 1}), 0.95)
    assert (robust.rounds, visits(robust), robust.below) == (1, 1, ("market",))
    # Both plans have one visit; the first, which nobody asked for more, is as good.
    assert "it hangs on 1 visit on Mon 2 Jun; 1 plan after the first found nothing better" in told(week(3), robust)


@pytest.mark.parametrize("changes", [{}, {"hotspots.market.crew": 2}, {"hotspots.market.max_visits_per_day": 2}])
def test_a_higher_level_never_gives_fewer_visits(changes: dict[str, Any]) -> None:
    """In all, on small days; and never fewer than the plain plan."""
    numbers = [visits(made(week(6, changes), level)) for level in (0.3, 0.6, 0.8, 0.9, 0.97)]
    assert numbers == sorted(numbers)
    assert numbers[0] >= 1


def test_the_reported_chance_is_what_stress_finds_and_not_what_was_chosen_by() -> None:
    """Same seed and number of draws; those by which the plan was chosen are others."""
    scenario = week(4)
    robust = made(scenario, 0.85)
    assert robust.outcome.schedule is not None
    plan = robust.outcome.schedule.plan
    (spot,) = stress(scenario, plan, DRAWS, 1, 1, lambda _: None).hotspots
    assert spot.chance == robust.after["market"].chance == chances(scenario, plan, 1, is_choosing=False)["market"]
    assert chances(scenario, plan, 1, is_choosing=True)["market"] != spot.chance


def test_the_schedule_is_one_of_the_scenario_as_it_is() -> None:
    """The judge finds what is written, and nothing of spare visits that the scenario does not ask for."""
    scenario = week(2)
    schedule = made(scenario, 0.95).outcome.schedule
    assert schedule is not None
    assert schedule.violations == check(scenario, schedule.plan)
    assert "spare_visits" not in {one.rule for one in schedule.violations}


def test_the_same_seed_gives_the_same_bytes() -> None:
    scenario = week(4)
    texts = {
        dump(schedule_document(schedule, scenario))
        for schedule in (made(scenario, 0.95).outcome.schedule for _ in range(2))
        if schedule is not None
    }
    assert len(texts) == 1


def test_who_stops_early_gets_the_best_plan_so_far() -> None:
    """Asked to stop when the first plan is there: it is the answer, marked as such."""
    stop = Stop()
    news: list[Progress] = []

    def tell(one: Progress) -> None:
        news.append(one)
        if one.name == "robust":
            stop.requested.set()

    robust = made(week(5), 0.95, stop=stop, tell=tell)
    assert robust.rounds == 0
    assert visits(robust) == 1
    assert robust.outcome.schedule is not None
    assert robust.outcome.schedule.stopped_by == "interrupt"
    assert [one.value for one in news if one.name == "robust"] == [1.0]
    assert "planning was stopped before more was tried" in told(week(5), robust)


def test_a_time_limit_ends_the_rounds() -> None:
    """With next to no time there is the first plan at most, marked as cut short."""
    robust = made(week(3), 0.95, stop=Stop(0.0))
    assert robust.rounds == 0
    assert robust.outcome.schedule is None or robust.outcome.schedule.stopped_by == "time_limit"


def test_half_of_a_time_limit_is_for_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that something is left for the others."""
    whole, seconds = scheduling.plan, []

    def timed(scenario: Scenario, sha256: str, options: Options, stop: Stop, *more: Any) -> Any:
        seconds.append(stop.seconds_left)
        return whole(scenario, sha256, options, stop, *more)

    monkeypatch.setattr(robust_module, "plan", timed)
    made(week(3), 0.85, stop=Stop(1000))
    assert 490 <= seconds[0] <= 500
    assert 900 <= seconds[1] <= 1000


def test_duties_that_are_built_first_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds decide visits only."""
    monkeypatch.setattr(scheduling, "MOST_OPEN_DAYS", 0)
    whole, held = scheduling.plan, []

    def noted(*given: Any) -> Any:
        held.append(len(given[-1].pins.days) if given[-1] else 0)
        return whole(*given)

    monkeypatch.setattr(robust_module, "plan", noted)
    free = {f"o{number}": {"role": "pc", "area": "north"} for number in range(4)}
    hours = {f"rules.{rule}": {"level": "off"} for rule in ("weekly_hours", "contract_hours")}
    robust = made(week(0, {"officers": free, "staffing": {"north": {"early": {"min": 3}}}} | hours), 0.95)
    assert robust.rounds > 0
    assert held == [0, *[4] * robust.rounds]
    assert robust.plain is not None
    assert robust.outcome.schedule is not None
    assert visits(robust) > 1
    duties = [[(duty.officer, duty.day, duty.shift) for duty in one.plan.duties] for one in _both(robust)]
    assert duties[0] == duties[1]
    assert robust.outcome.schedule.pins == robust.plain.pins


def _both(robust: Robust) -> list[Any]:
    return [robust.plain, robust.outcome.schedule]


def test_nothing_required_is_given_up_for_a_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later plan that breaks a required rule is not taken, however likely its promises are to survive."""
    whole = scheduling.plan
    scenario = week(5)

    def spoiled(asked: Scenario, *more: Any) -> Any:
        outcome = whole(asked, *more)
        if asked is scenario or outcome.schedule is None:
            return outcome
        (first, *others) = outcome.schedule.plan.duties
        broken = replace(first, activities=first.activities[1:])
        plan = Plan((broken, *others), outcome.schedule.plan.hotspots, outcome.schedule.plan.hub_sessions)
        return replace(outcome, schedule=replace(outcome.schedule, plan=plan))

    monkeypatch.setattr(robust_module, "plan", spoiled)
    robust = made(scenario, 0.95)
    assert robust.rounds > 0
    assert robust.outcome.schedule is not None
    assert robust.outcome.schedule.plan == (robust.plain.plan if robust.plain else None)


@pytest.mark.parametrize("level", ["0", "1", "1.5", "-0.5", "nan", "text", "95"])
def test_a_level_that_is_no_chance_is_refused(level: str, tmp_path: Path) -> None:
    output = tmp_path / "week.yaml"
    result = CliRunner().invoke(app, ["solve", "scenarios/quickstart.yaml", f"--robust={level}", "-o", str(output)])
    assert result.exit_code == 2
    assert not output.exists()


def test_the_command_says_what_the_chance_costs(tmp_path: Path) -> None:
    """And what it writes is accepted by `check` and `stress`."""
    scenario, output = tmp_path / "scene.yaml", tmp_path / "week.yaml"
    scenario.write_text(dump(week(4).model_dump(mode="json", by_alias=True, exclude_unset=True)), encoding="utf-8")
    result = CliRunner().invoke(app, ["solve", str(scenario), "--robust", "0.95", "-o", str(output)])
    assert result.exit_code == 0, result.output
    said = " ".join(result.stderr.split())
    assert "1 of 1 hotspot keep" in said
    assert "visits 1 to 3" in said
    for command in ("check", "stress"):
        assert CliRunner().invoke(app, [command, str(output), "--against", str(scenario)]).exit_code == 0
    assert load_schedule(output, week(4)).plan.duties
