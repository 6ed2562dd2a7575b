"""``rostering fund``: frontiers, proof by the full model, hubs priced, and bad input told at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from rostering.cli.app import app
from rostering.cli.commands import funding as _registered  # noqa: F401
from rostering.cli.exits import DONE
from rostering.cli.funding import read_budgets
from rostering.files import InputError, load_scenario
from rostering.funding import changed, confirm, frontier, hub_prices, overrides_of
from rostering.scenario import Scenario
from rostering.solve import Options
from rostering.strategy import Answer, Purchase
from tests.strategy.towns import DAY, HUB, scenario, town

ROOT = Path(__file__).parents[2]
STATED_ERROR = 0.10
"""Of the strategic model's patrol hours where there is a handful of people, as the design page says."""
OFFERS = {
    "options": {
        "more-pcsos": {"hire": "pcso", "max": 6},
        "more-pcs": {"hire": "pc", "max": 4},
        "overtime": {"hours": True, "role": "pc", "hourly_cost": 38, "max": 40},
        "grant-pcs": {"end_grant": "pc", "max": 2},
        "no-market-hall": {"close_hub": "market-hall", "annual_saving": 3000},
    }
}


OFFERED = {"options": {name: offer for name, offer in OFFERS["options"].items() if "close_hub" not in offer}}


def quickstart() -> Scenario:
    raw = yaml.safe_load((ROOT / "scenarios" / "quickstart.yaml").read_text(encoding="utf-8"))
    hub = next(iter(raw["hub_sessions"]))
    options = dict(OFFERS["options"]) | {"no-market-hall": {"close_hub": hub, "annual_saving": 3000}}
    loaded = load_scenario(ROOT / "scenarios" / "quickstart.yaml").scenario
    from rostering.scenario.records import Funding  # noqa: PLC0415

    return loaded.model_copy(update={"funding": Funding.model_validate({"options": options})})


def marks_of(answer: Answer) -> tuple[float, ...]:
    """What an answer is judged by, most important first; more is better."""
    values = answer.values
    losses = (round(-values[name], 3) for name in ("hotspot_guarantee", "hub_staff", "preferences"))
    return (*losses, round(values["least_served_area"]))


@pytest.fixture(scope="module")
def answered() -> Any:
    return frontier(quickstart(), [-100_000, 0, 60_000, 120_000, 240_000])


def test_the_frontier_never_falls(answered: Any) -> None:
    """More money: no fewer promises kept, then no less for the least served."""
    marks = [marks_of(point.best) for point in answered.points if point.best is not None]
    assert len(marks) > 3
    assert marks == sorted(marks)


def test_sharing_equally_is_never_better(answered: Any) -> None:
    """Whoever may choose does no worse."""
    for point in answered.points:
        if point.best is not None and point.equal is not None:
            assert marks_of(point.equal) <= marks_of(point.best)


def test_every_answer_stays_within_its_budget(answered: Any) -> None:
    """And spends in a full year what it says, part years apart."""
    for point in answered.points:
        assert point.best is None or point.best.spent <= point.budget + 0.01


def test_the_full_model_is_within_the_stated_error(answered: Any) -> None:
    """Patrol hours with nothing bought and with the most, planned with the people in place."""
    found = confirm(quickstart(), answered, 2, Options(), lambda _: None)
    assert len(found) == 2
    assert all(abs(one.error) <= STATED_ERROR for one in found)
    assert all(one.measures["guarantee_kept"] == 1 for one in found[1:])


def test_overrides_name_every_person_of_a_mix() -> None:
    """Hires work a colleague's line; who leaves is deleted."""
    one = scenario()
    mix = {Purchase("more", "west", "pc"): 2.0, Purchase("fewer", "east", "pc"): 1.0}
    overrides = overrides_of(one, mix)
    assert overrides == {
        "officers.more-west-1": {"role": "pc", "area": "west", "published": {"2025-06-02": "day"}},
        "officers.more-west-2": {"role": "pc", "area": "west", "published": {"2025-06-02": "day"}},
        "officers.pc-0": None,
    }


def test_a_changed_scenario_has_these_people() -> None:
    """Three, two more, one fewer."""
    from rostering.strategy import Desk, build_ground  # noqa: PLC0415

    one = scenario()
    answer = Desk(build_ground(one)).outcome_of(
        {Purchase("more", "west", "pc"): 2.0, Purchase("fewer", "east", "pc"): 1.0}
    )
    assert sorted(changed(one, answer).people) == ["more-west-1", "more-west-2", "pc-1", "pc-2"]


def test_a_hub_costs_the_patrol_of_its_people() -> None:
    """One person, two hours, no journey."""
    (price,) = hub_prices(scenario(hub_sessions={"hub": HUB}))
    assert price.patrol_hours == pytest.approx(2.0, abs=0.01)
    assert price.person_hours == 2.0
    assert price.advice == "required"


def test_a_preferred_hub_in_the_night_is_dropped() -> None:
    """Nobody could staff it on any day of a one-day horizon."""
    night = HUB | {"level": "preferred", "when": [{"day": "mon", "from": "02:00", "to": "04:00"}]}
    (price,) = hub_prices(scenario(hub_sessions={"hub": night}))
    assert price.advice == "drop"


def test_a_preferred_hub_that_can_be_staffed_is_kept() -> None:
    """The west has the people, and no better day."""
    (price,) = hub_prices(scenario(hub_sessions={"hub": HUB | {"level": "preferred"}}))
    assert price.advice == "keep"


def test_a_preferred_hub_is_moved_to_the_day_with_people() -> None:
    """The west works on Tuesday only: the Monday opening goes there, at the same hours."""
    tuesday = "2025-06-03"
    officers = {
        "pc-east": {"role": "pc", "area": "east", "published": {DAY: "day", tuesday: "day"}},
        "pc-west": {"role": "pc", "area": "west", "published": {DAY: "rest", tuesday: "day"}},
    }
    hubs = {"hub": HUB | {"level": "preferred"}}
    (price,) = hub_prices(scenario(horizon={"start": DAY, "days": 2}, officers=officers, hub_sessions=hubs))
    assert price.advice == "move"
    assert price.move_to is not None
    assert price.move_to.opens - price.opening.opens == 24 * 60


@pytest.mark.parametrize(
    ("text", "budgets"),
    [("5", [5]), ("-500000", [-500000]), ("0:100:50", [0, 50, 100]), ("-10:10:8", [-10, -2, 6])],
)
def test_budgets_are_read(text: str, budgets: list[float]) -> None:
    """Both ends count where a step meets them."""
    assert read_budgets(text) == (budgets, [])


@pytest.mark.parametrize(
    "text", ["", "a", "1:2", "0:10:0", "0:10:-1", "10:0:1", "1e6", "0:1000000:1", "nan", "1:2:3:4"]
)
def test_what_is_no_budget_is_told(text: str) -> None:
    """With what is wrong; nothing is guessed."""
    budgets, found = read_budgets(text)
    assert not budgets
    assert [problem.code for problem in found] == ["BAD_BUDGET"]


def test_every_bad_option_is_told_at_once(tmp_path: Path) -> None:
    """Unknown role, area and hub, keys of another kind, limits that fall, and a start outside the year."""
    options = {
        "a": {"hire": "detective", "max": 2},
        "b": {"hire": "pc", "areas": ["north"], "max": 2},
        "c": {"close_hub": "nowhere"},
        "d": {"hire": "pc", "max": 2, "hourly_cost": 3},
        "e": {"hire": "pc", "max": 1, "min": 2},
        "f": {"hire": "pc", "max": 1, "starts": "2027-01-01"},
        "g": {"hire": "pc", "hours": True, "max": 1},
        "h": {"hours": True, "max": 1},
    }
    path = tmp_path / "s.yaml"
    path.write_text(yaml.safe_dump(town(funding={"options": options})), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    found = {(problem.path[2], problem.code) for problem in caught.value.problems}
    assert found >= {
        ("a", "UNKNOWN_ROLE"),
        ("b", "UNKNOWN_AREA"),
        ("c", "UNKNOWN_HUB_SESSION"),
        ("d", "NOT_OF_THIS_KIND"),
        ("e", "FALLING"),
        ("f", "DATE_OUTSIDE_YEAR"),
        ("g", "NOT_ONE_KIND"),
        ("h", "MISSING"),
    }


def test_the_same_question_gives_the_same_bytes(tmp_path: Path) -> None:
    """YAML, twice, from the command line; CSV has a row for each amount and way of sharing."""
    path = tmp_path / "s.yaml"
    path.write_text(yaml.safe_dump(town()), encoding="utf-8")
    files = [tmp_path / name for name in ("a.yaml", "b.yaml", "c.csv")]
    for file in files:
        result = CliRunner().invoke(app, ["fund", str(path), "--budget=-60000:120000:60000", "-o", str(file)])
        assert result.exit_code == DONE, result.output
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(files[2].read_text(encoding="utf-8").splitlines()) == 1 + 4 * 2


def test_bad_limits_and_amounts_leave_no_file(tmp_path: Path) -> None:
    """A negative max and a bad amount are told together, and nothing is written."""
    path, out = tmp_path / "s.yaml", tmp_path / "o.yaml"
    path.write_text(yaml.safe_dump(town(funding={"options": {"a": {"hire": "pc", "max": -1}}})), encoding="utf-8")
    result = CliRunner().invoke(app, ["fund", str(path), "--budget", "9:1:1", "-o", str(out)])
    assert isinstance(result.exception, InputError)
    codes = [problem.code for problem in result.exception.problems]
    assert "BAD_BUDGET" in codes
    assert "OUT_OF_RANGE" in codes
    assert not out.exists()


def test_new_people_work_different_lines() -> None:
    """Of two colleagues on different shifts, each hire follows another."""
    content = town(shifts={"day": {"start": "08:00", "end": "18:00"}, "late": {"start": "12:00", "end": "22:00"}})
    content["officers"]["pc-1"]["published"] = {"2025-06-02": "late"}
    one = Scenario.model_validate(content)
    overrides = overrides_of(one, {Purchase("more", "east", "pc"): 2.0})
    assert [value["published"]["2025-06-02"] for value in overrides.values()] == ["day", "late"]


def test_the_frontier_is_drawn_where_the_name_asks_for_a_picture(tmp_path: Path) -> None:
    """Both curves with the hours that the table has, in a file that asks nobody for anything and brings its colours."""
    text = (ROOT / "scenarios" / "quickstart.yaml").read_text(encoding="utf-8")
    (tmp_path / "s.yaml").write_text(f"{text}\nfunding: {yaml.safe_dump(OFFERED, default_flow_style=True)}", "utf-8")
    command = ["fund", str(tmp_path / "s.yaml"), "--budget", "0:120000:60000", "-o"]
    assert CliRunner().invoke(app, [*command, str(tmp_path / "f.svg")]).exit_code == DONE
    assert CliRunner().invoke(app, [*command, str(tmp_path / "f.yaml")]).exit_code == DONE
    picture = (tmp_path / "f.svg").read_text("utf-8")
    points = yaml.safe_load((tmp_path / "f.yaml").read_text("utf-8"))["points"]
    for kind, name in (("best", "best mix"), ("equal", "shared equally")):
        for point in points:
            hours = f"{point[kind]['patrol_hours']:,g}"
            assert f'aria-label="{name}, budget, thousands in the year {point["budget"] / 1000:g}: {hours}' in picture
    assert "--s1:" in picture
    assert set(re.findall(r"https?://[^\"<]+", picture)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
