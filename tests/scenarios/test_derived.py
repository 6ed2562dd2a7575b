"""The shipped scenarios: what they promise to hold, and that they can be made again."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from rostering.files import LoadedScenario, load_scenario
from rostering.horizon import day_name
from rostering.scenario import ANY, REST, Scenario
from rostering.scenario.travel import kilometres
from rostering.siting.boundaries import read_boundaries, within_boundaries
from rostering.siting.method import Method, load_method

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
FIGURES = SCENARIOS / "data" / "bedfordshire_demand.yaml"
QUARTERS = ("team-quarter", "bedfordshire-quarter")
WEEKS = ("bedfordshire", "bedfordshire-stretched", "bedfordshire-funding")
SHIPPED = ("quickstart", *WEEKS, "clock-change", "changes", *QUARTERS)
CLOCKS_GO_BACK = date(2025, 10, 26)
DATA = os.environ.get("ROSTERING_DATA", "")
needs_raw_data = pytest.mark.skipif(
    not DATA or not Path(DATA).is_dir(),
    reason="set ROSTERING_DATA to the folder with police-uk/ and boundaries/ to repeat the count from the raw files",
)


def run(module: str, *arguments: str, hash_seed: str = "0") -> None:
    """Run a script of the derivation as its documentation says."""
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=True, timeout=120)


@pytest.fixture(scope="module")
def loaded() -> dict[str, LoadedScenario]:
    return {name: load_scenario(SCENARIOS / f"{name}.yaml") for name in SHIPPED}


@pytest.fixture(scope="module")
def bedfordshire(loaded: dict[str, LoadedScenario]) -> Scenario:
    return loaded["bedfordshire"].scenario


@pytest.fixture(scope="module")
def stretched(loaded: dict[str, LoadedScenario]) -> Scenario:
    return loaded["bedfordshire-stretched"].scenario


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    return dict(yaml.safe_load(FIGURES.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def method() -> Method:
    return load_method(SCENARIOS / "data" / "bedfordshire_method.yaml")


def duties(scenario: Scenario, officer: str) -> list[tuple[int, int]]:
    """The published duties of an officer as intervals of elapsed minutes."""
    published = scenario.people[officer].published or {}
    spans = [
        scenario.horizon.span(day, scenario.shifts[shift].start, scenario.shifts[shift].end)
        for day, shift in published.items()
        if shift != REST
    ]
    return sorted(spans)


# --- all of them


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_opens_with_its_schema_and_its_question(name: str) -> None:
    """The first line names the schema for editors; the second asks the question the scenario answers."""
    first, second, *rest = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    assert first == "# yaml-language-server: $schema=../schema/scenario.schema.json"
    assert second.startswith("# Question: ")
    assert any(line.startswith("# Answer:") for line in rest[:10])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_is_named_after_its_file(loaded: dict[str, LoadedScenario], name: str) -> None:
    """So that the schedule's name leads back to the scenario."""
    assert loaded[name].scenario.name == name


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "bedfordshire-stretched"])
def test_nothing_is_certain_to_fail_but_in_the_stretched_week(loaded: dict[str, LoadedScenario], name: str) -> None:
    """Only the stretched week may carry warnings."""
    assert loaded[name].warnings == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_published_duties_leave_eleven_hours_and_fit_the_contracted_week(
    loaded: dict[str, LoadedScenario], name: str
) -> None:
    """Rest counts from the last duty before the week; hours are real ones, also where the clocks change."""
    scenario = loaded[name].scenario
    for officer, person in scenario.people.items():
        worked = duties(scenario, officer)
        before = person.history.last_duty_ends
        ends = [scenario.horizon.instant(before)] if before else []
        ends += [end for _, end in worked]
        starts = [start for start, _ in worked]
        gaps = zip(ends, starts, strict=False) if before else zip(ends, starts[1:], strict=False)
        assert all(start - end >= 11 * 60 for end, start in gaps), officer
        assert sum(end - start for start, end in worked) <= 60 * scenario.roles[person.role].weekly_hours, officer


def test_the_night_of_the_clock_change_has_ten_hours_and_the_rest_beside_it_eleven(
    loaded: dict[str, LoadedScenario],
) -> None:
    """22:00 to 07:00 is nine hours on the clock; 21:00 to 07:00 is ten."""
    scenario = loaded["clock-change"].scenario
    nights = [end - start for start, end in duties(scenario, "pc-301")]
    assert nights == [540, 540, 540, 600]
    (_, saturday_ends), (sunday_starts, _) = duties(scenario, "pc-303")[-2:]
    assert sunday_starts - saturday_ends == 11 * 60


# --- Bedfordshire


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_bedfordshire_files_are_what_their_script_writes(tmp_path: Path, hash_seed: str) -> None:
    """Byte for byte, whatever order sets come in: nobody edits them by hand."""
    run("scenarios.derive.week", "--into", str(tmp_path), hash_seed=hash_seed)
    for name in WEEKS:
        assert (tmp_path / f"{name}.yaml").read_bytes() == (SCENARIOS / f"{name}.yaml").read_bytes()


def test_the_teams_have_the_published_shape(bedfordshire: Scenario) -> None:
    """Six teams, 8 sergeants, 76 constables, 50 support officers."""
    assert len(bedfordshire.areas) == 6
    assert Counter(person.role for person in bedfordshire.people.values()) == {"sergeant": 8, "pc": 76, "pcso": 50}


def test_every_officer_is_published_or_away_on_every_day(bedfordshire: Scenario) -> None:
    """Nothing is left free to roster, and nobody is published on a day of leave."""
    for officer, person in bedfordshire.people.items():
        published, away = set(person.published or {}), set(person.unavailable)
        assert published | away == set(bedfordshire.horizon.dates), officer
        assert not published & away, officer


def test_nobody_works_more_than_six_days_in_a_row(bedfordshire: Scenario) -> None:
    """Counting the days before the week."""
    for officer, person in bedfordshire.people.items():
        in_a_row = longest = person.history.consecutive_days
        for day in bedfordshire.horizon.dates:
            in_a_row = in_a_row + 1 if (person.published or {}).get(day, REST) != REST else 0
            longest = max(longest, in_a_row)
        assert longest <= 6, officer


def test_days_in_a_row_agree_with_the_last_duty(bedfordshire: Scenario) -> None:
    """Whoever worked up to Sunday has a last duty that ends on Sunday or at the midnight after it."""
    sunday = bedfordshire.horizon.start - timedelta(days=1)
    for officer, person in bedfordshire.people.items():
        ends = person.history.last_duty_ends
        assert ends is not None
        worked_on = (ends - timedelta(minutes=1)).date()
        assert (person.history.consecutive_days > 0) == (worked_on == sunday), officer


def test_about_a_fifth_of_officer_days_are_away(bedfordshire: Scenario) -> None:
    """Ordinary leave, training, court and sickness."""
    away = sum(len(person.unavailable) for person in bedfordshire.people.values())
    assert 0.20 <= away / (len(bedfordshire.people) * 7) <= 0.24


def test_strength_is_not_proportional_to_demand(bedfordshire: Scenario) -> None:
    """Otherwise neither lending nor equity would be put to the test."""
    people = Counter(person.area for person in bedfordshire.people.values())
    crimes = {name: area.demand["crime"] for name, area in bedfordshire.areas.items()}
    fewest, most = (pick(people[name] / crimes[name] for name in crimes) for pick in (min, max))
    assert most > 1.5 * fewest


def test_lending_goes_both_ways(bedfordshire: Scenario) -> None:
    """A neighbour of an area has the area as its neighbour."""
    for name, area in bedfordshire.areas.items():
        assert all(name in bedfordshire.areas[other].neighbours for other in area.neighbours), name


def test_a_third_of_officers_are_away_besides_ordinary_leave(bedfordshire: Scenario, stretched: Scenario) -> None:
    """And in all else it is the same week."""
    more_away = [
        name for name, person in stretched.people.items() if person.unavailable != bedfordshire.people[name].unavailable
    ]
    assert len(more_away) == round(len(bedfordshire.people) / 3)
    assert stretched.hotspots == bedfordshire.hotspots
    assert stretched.hub_sessions == bedfordshire.hub_sessions
    assert stretched.areas == bedfordshire.areas


def test_every_hub_opening_can_be_staffed_by_its_team_and_its_neighbours(bedfordshire: Scenario) -> None:
    """Enough people, roles and skills have duties that hold the whole opening."""
    for name, hub in bedfordshire.hub_sessions.items():
        for opening in hub.when:
            day = next(day for day in bedfordshire.horizon.dates if day_name(day) == opening.day)
            start, end = bedfordshire.horizon.span(day, opening.start, opening.end)
            there: Counter[str] = Counter()
            for officer, person in bedfordshire.people.items():
                near = hub.area in (person.area, *bedfordshire.areas[person.area].neighbours)
                if near and any(first <= start and end <= last for first, last in duties(bedfordshire, officer)):
                    there.update((ANY, person.role, *person.skills))
            assert all(there[kind] >= number for kind, number in hub.staff.items()), (name, opening.day)


def test_the_least_staffing_is_published(bedfordshire: Scenario) -> None:
    """With every day published, a minimum that is not met could not be met by any plan."""
    for area, wanted in bedfordshire.staffing.items():
        for shift, staffing in wanted.items():
            for day in bedfordshire.horizon.dates:
                on = sum(p.area == area and (p.published or {}).get(day) == shift for p in bedfordshire.people.values())
                if staffing.days is None or day_name(day) in staffing.days:
                    assert on >= (staffing.min or 0), (area, shift, day)


# --- quarters


@pytest.fixture(params=QUARTERS)
def quarter(request: pytest.FixtureRequest, loaded: dict[str, LoadedScenario]) -> Scenario:
    return loaded[request.param].scenario


@pytest.mark.parametrize(("module", "name"), [("team", "team-quarter"), ("county", "bedfordshire-quarter")])
@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_quarters_file_is_what_its_script_writes(tmp_path: Path, module: str, name: str, hash_seed: str) -> None:
    """Byte for byte, whatever order sets come in: nobody edits it by hand."""
    run(f"scenarios.derive.{module}", "--into", str(tmp_path), hash_seed=hash_seed)
    assert (tmp_path / f"{name}.yaml").read_bytes() == (SCENARIOS / f"{name}.yaml").read_bytes()


def test_a_quarter_is_thirteen_weeks_from_a_monday_and_holds_a_clock_change(quarter: Scenario) -> None:
    """So that a night of eleven hours is among those to be rostered."""
    assert (quarter.horizon.days, day_name(quarter.horizon.start)) == (91, "mon")
    assert CLOCKS_GO_BACK in quarter.horizon.dates


def test_all_days_of_a_quarter_are_free_but_leave_and_training(quarter: Scenario) -> None:
    """Nothing is published; about 11 % of days are leave in whole weeks, about 2 % training."""
    assert not any(person.published for person in quarter.people.values())
    reasons = Counter(why for person in quarter.people.values() for why in person.unavailable.values())
    days = len(quarter.people) * quarter.horizon.days
    assert set(reasons) == {"leave", "training"}
    assert 0.10 <= reasons["leave"] / days <= 0.13
    assert 0.01 <= reasons["training"] / days <= 0.03
    for officer, person in quarter.people.items():
        leave = [day for day, why in person.unavailable.items() if why == "leave"]
        assert {day_name(day) for day in leave[::7]} == {"mon"}, officer
        assert leave[-1] - leave[0] == timedelta(days=len(leave) - 1), officer


def test_at_most_a_quarter_of_a_team_is_on_leave_at_once(quarter: Scenario) -> None:
    """Otherwise the least numbers would be lost before anybody chose a duty."""
    strength = Counter(person.area for person in quarter.people.values())
    on_leave = Counter(
        (person.area, day)
        for person in quarter.people.values()
        for day, why in person.unavailable.items()
        if why == "leave"
    )
    assert all(number <= strength[area] / 4 for (area, _), number in on_leave.items())


def test_what_was_worked_before_a_quarter_agrees_with_itself(quarter: Scenario) -> None:
    """The last duty, the days worked or rested in a row since, and the last weekend tell the same."""
    sunday = quarter.horizon.start - timedelta(days=1)
    for officer, person in quarter.people.items():
        before = person.history
        assert before.last_duty_ends is not None
        assert (before.consecutive_days > 0) == (before.consecutive_rest_days == 0) == (before.last_shift is not None)
        ended = (before.last_duty_ends - timedelta(hours=8)).date()
        assert ended == sunday - timedelta(days=before.consecutive_rest_days), officer
        assert before.recent_weekends[-1] == ("off" if before.consecutive_rest_days > 1 else "worked"), officer
        assert before.consecutive_nights in {0, before.consecutive_days}
        assert (before.consecutive_nights > 0) == (before.last_shift == "night"), officer


def test_the_county_of_the_quarter_is_that_of_the_week(
    loaded: dict[str, LoadedScenario], bedfordshire: Scenario
) -> None:
    """The same people, areas, hubs and hotspots; only what was last visited is later."""
    county = loaded["bedfordshire-quarter"].scenario
    told = [
        {name: (person.role, person.area, person.skills) for name, person in scenario.people.items()}
        for scenario in (county, bedfordshire)
    ]
    assert told[0] == told[1]
    assert (county.areas, county.demand, county.hub_sessions) == (
        bedfordshire.areas,
        bedfordshire.demand,
        bedfordshire.hub_sessions,
    )
    undated = [
        {name: spot.model_copy(update={"last_patrolled": None}) for name, spot in scenario.hotspots.items()}
        for scenario in (county, bedfordshire)
    ]
    assert undated[0] == undated[1]
    visited = [spot.last_patrolled for spot in county.hotspots.values()]
    assert all(one and timedelta(0) < quarter_start(county) - one < timedelta(days=4) for one in visited)


def quarter_start(scenario: Scenario) -> datetime:
    """The first midnight."""
    return datetime.combine(scenario.horizon.start, time())


# --- hotspots and figures


def test_forty_hotspots_stand_apart_and_every_team_has_some(bedfordshire: Scenario) -> None:
    """At least 500 m between centres (0.1 % for the plane they were measured on), three for each team."""
    places = [spot.place for spot in bedfordshire.hotspots.values()]
    assert len(places) == 40
    assert min(kilometres(a, b) for a, b in combinations(places, 2)) >= 0.4975
    by_area = Counter(spot.area for spot in bedfordshire.hotspots.values())
    assert set(by_area) == set(bedfordshire.areas)
    assert min(by_area.values()) >= 3


def test_hotspots_hold_a_part_of_their_areas_demand(bedfordshire: Scenario) -> None:
    """The counts of an area's hotspots together stay below the area's."""
    for name, area in bedfordshire.areas.items():
        for measure in bedfordshire.demand.weights:
            inside = sum(spot.demand[measure] for spot in bedfordshire.hotspots.values() if spot.area == name)
            assert 0 < inside < area.demand[measure]


def test_last_visits_spread_over_friday_to_sunday(bedfordshire: Scenario) -> None:
    """So that no day of the week starts with all clocks run down."""
    days = Counter(
        spot.last_patrolled.date().isoformat() for spot in bedfordshire.hotspots.values() if spot.last_patrolled
    )
    assert set(days) == {"2025-05-30", "2025-05-31", "2025-06-01"}
    assert sum(days.values()) == 40
    assert min(days.values()) >= 8


def test_no_hotspot_stands_on_an_excluded_place(figures: dict[str, Any], method: Method) -> None:
    """Police stations, hospitals, the prison, the airport and the like are named with a reason."""
    assert len(method.exclusions) >= 8
    for exclusion in method.exclusions:
        assert exclusion.reason
        for name, spot in figures["hotspots"].items():
            north = (spot["lat"] - exclusion.lat) * 111_195
            east = (spot["lon"] - exclusion.lon) * 111_195 * math.cos(math.radians(52))
            assert math.hypot(north, east) > exclusion.radius_m, name


def test_every_row_of_the_files_is_accounted_for(figures: dict[str, Any]) -> None:
    """Rows without a location, rows outside the force and the rows counted in areas add up."""
    told = " ".join(line.removeprefix("#").strip() for line in FIGURES.read_text("utf-8").splitlines())
    words = r"Rows in the files: ([\d,]+); less ([\d,]+) repeated, ([\d,]+) of other months, "
    words += r"([\d,]+) without a location, ([\d,]+) outside all areas: ([\d,]+) are counted in areas"
    match = re.search(words, told)
    assert match is not None
    in_files, *less, counted = (int(number.replace(",", "")) for number in match.groups())
    assert counted == sum(sum(area["demand"].values()) for area in figures["areas"].values())
    assert in_files - sum(less) == counted


@needs_raw_data
def test_bases_hubs_and_hotspots_lie_in_their_teams_wards(method: Method, bedfordshire: Scenario) -> None:
    """Also the illustrative places are where their team works."""
    boundaries, _ = read_boundaries(sorted((Path(DATA) / "boundaries").glob("wards_*.geojson")), method)
    places = {name: (area.base, name) for name, area in bedfordshire.areas.items()}
    places |= {name: (spot.place, spot.area) for name, spot in bedfordshire.hotspots.items()}
    places |= {name: (hub.place, hub.area) for name, hub in bedfordshire.hub_sessions.items()}
    points = np.array([(point.lon, point.lat) for point, _ in places.values()])
    found = within_boundaries(points, boundaries, method, {}).areas
    assert dict(zip(places, found, strict=True)) == {name: area for name, (_, area) in places.items()}


@needs_raw_data
def test_every_ward_of_the_boundaries_has_a_team(method: Method) -> None:
    """And a town or village; the method names no ward that is not there."""
    boundaries, _ = read_boundaries(sorted((Path(DATA) / "boundaries").glob("wards_*.geojson")), method)
    assert {boundary.name for boundary in boundaries} == set(method.area_of) == set(method.places)
