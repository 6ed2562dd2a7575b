"""What stands in each audience's page: every number a measure, nothing that its readers must not know."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import pytest

from rostering.measures import area_table
from rostering.measures.view import view
from rostering.reporting.findings import Findings, find
from rostering.reporting.pages import report_page
from rostering.reporting.secrecy import telling_titles
from rostering.words import officer_words
from tests.exporting.worlds import NASTY, made, planned
from tests.reporting.worlds import Page, findings

AUDIENCES = ("planner", "commissioner", "public")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The quickstart's, by audience."""
    return {
        "planner": report_page(findings(), "planner"),
        "commissioner": report_page(findings(), "commissioner"),
        "public": report_page(findings(), "public"),
    }


def visit_times(found: Findings, *, with_ends: bool = True) -> set[str]:
    """The wall-clock time at which each visit starts, and ends."""
    clock = found.scenario.horizon.clock_text
    visits = [visit for each in view(found.scenario, found.plan).visits.values() for visit in each]
    return {clock(minute)[:5] for visit in visits for minute in (visit.start, visit.end)[: 1 + with_ends]}


@pytest.mark.parametrize("audience", ["planner", "commissioner"])
def test_every_measure_is_there_as_measured(pages: dict[str, str], audience: str) -> None:
    """The value a column is sorted by to the last digit, and what is shown within its rounding."""
    told = Page(pages[audience]).measures
    assert set(told) == set(findings().measures)
    for name, value in findings().measures.items():
        by, shown = told[name]
        assert float(by) == value
        assert float(shown.replace(",", "")) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("audience", ["planner", "commissioner"])
def test_areas_have_their_shares_and_hours(pages: dict[str, str], audience: str) -> None:
    """Of demand and patrol, equal split, hours, and patrol to demand."""
    found = findings()
    table = area_table(found.scenario, found.plan)
    page = Page(pages[audience])
    for area, row in table.items():
        title = found.scenario.title_of(area)
        (values,) = [v for r, v in zip(page.rows, page.values, strict=True) if r[0] == title and len(r) == 7]
        wanted = [row["demand_share"], row["patrol_share"], 1 / len(table), row["patrol_hours"], row["visit_hours"]]
        assert [float(value) for value in values[1:6]] == wanted
        assert float(values[6]) == row["ratio"]


def test_hotspots_have_their_visits_days_and_gaps(pages: dict[str, str]) -> None:
    """Cells of a row add up to its visits, which are those of the schedule."""
    found = findings()
    page = Page(pages["planner"])
    for hotspot, kept in found.hotspots.items():
        (row,) = [row for row in page.rows if row[0] == found.scenario.title_of(hotspot) and len(row) == 11]
        assert sum(int(cell.rstrip("!") or 0) for cell in row[2:9]) == int(row[9]) == len(kept["visits"])
        assert int(row[10]) == kept["longest_gap_days"]


def test_everybody_has_a_row_with_duties_and_hours(pages: dict[str, str]) -> None:
    """As many duties as the plan gives; hours add up to the measure."""
    found = findings()
    page = Page(pages["planner"])
    rows = {row[0]: row for row in page.rows if len(row) == 12}
    for officer in found.scenario.people:
        duties = sum(duty.officer == officer for duty in found.plan.duties)
        assert int(rows[officer_words(officer)][10]) == duties
    hours = sum(float(rows[officer_words(officer)][11]) for officer in found.scenario.people)
    assert hours == pytest.approx(found.measures["duty_hours"])


def test_the_planner_reads_the_reason_of_every_visit(pages: dict[str, str]) -> None:
    """With its time, where a cell is pointed at."""
    found = findings()
    reasons = [one.reason for duty in found.plan.duties for one in duty.activities if one.do == "visit"]
    assert reasons
    assert all(str(escape(reason)).replace("&#x27;", "&#39;") in pages["planner"] for reason in reasons if reason)


@pytest.mark.parametrize("audience", ["commissioner", "public"])
def test_no_officer_is_in_a_page_for_others(pages: dict[str, str], audience: str) -> None:
    """Not one byte of an id or a name; the planner's page has them all."""
    raw = pages[audience].lower()
    for officer in findings().scenario.people:
        for word in (officer, officer_words(officer)):
            assert not re.search(rf"(?<![a-z0-9-]){re.escape(word.lower())}(?![a-z0-9])", raw), word
            assert officer_words(officer) in pages["planner"]


@pytest.mark.parametrize("audience", ["commissioner", "public"])
def test_no_time_of_a_visit_is_in_a_page_for_others(pages: dict[str, str], audience: str) -> None:
    """Nor any other time of day."""
    times = visit_times(findings())
    assert times
    assert all(time in pages["planner"] for time in visit_times(findings(), with_ends=False))
    assert not any(time in pages[audience] for time in times)
    assert not re.search(r"\b\d{1,2}:\d{2}\b", Page(pages[audience]).words)


@pytest.mark.parametrize("audience", ["commissioner", "public"])
def test_what_is_unmet_names_no_officer_to_others(audience: str) -> None:
    """A plan of which half is gone: the planner reads whom to bring in, the others do not."""
    found = findings()
    kept = tuple(duty for duty in found.plan.duties if duty.day.day % 2)
    worse = find(found.scenario, replace(found.plan, duties=kept))
    assert worse.unmet
    pages = {"planner": report_page(worse, "planner"), "commissioner": report_page(worse, "commissioner")}
    pages["public"] = report_page(worse, "public")
    names = [officer_words(officer) for officer in found.scenario.people]
    told = " ".join(f"{one.because} {one.smallest_fix}" for one in worse.unmet)
    assert any(name in told for name in names)
    assert escape(worse.unmet[0].smallest_fix) in pages["planner"]
    assert not any(name in pages[audience] for name in names)
    assert not re.search(r"\b\d{1,2}:\d{2}\b", Page(pages[audience]).words)


def test_the_public_page_names_no_hotspot_no_day_and_no_number_of_a_place(pages: dict[str, str]) -> None:
    """Nothing from which one could tell when or where nobody comes."""
    found = findings()
    for hotspot, spot in found.scenario.hotspots.items():
        assert found.scenario.title_of(hotspot) not in pages["public"]
        assert hotspot not in pages["public"]
        assert str(spot.lat) not in pages["public"]
    body = pages["public"].partition("<main")[2]
    assert not re.search(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)", body)


def test_residents_read_rounded_hours(pages: dict[str, str]) -> None:
    """In tens a week; fewer than 20 are not told."""
    told = re.findall(r"About (\S+) hours of visible patrol", pages["public"])
    assert told
    assert all(int(hours) % 10 == 0 and int(hours) >= 20 for hours in told)


def test_two_plans_that_give_areas_alike_make_the_same_public_page(pages: dict[str, str]) -> None:
    """Who goes, when and where within the area does not show."""
    found = findings()
    first, *others = found.plan.duties
    swapped = replace(found.plan, duties=(*others, first))
    assert report_page(find(found.scenario, swapped), "public") == pages["public"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_page_asks_for_nothing_and_is_the_same_twice(pages: dict[str, str], audience: str) -> None:
    """One script, of its own; no address but those that name a language."""
    page = Page(pages[audience])
    assert all(link.startswith("#") for link in page.links)
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", pages[audience]))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "url(" not in pages[audience].replace("url(#", "")
    assert page.tags.count("script") == (2 if audience == "planner" else 1)
    again = {"planner": report_page(findings(), "planner")} | {
        "commissioner": report_page(findings(), "commissioner"),
        "public": report_page(findings(), "public"),
    }
    assert again[audience] == pages[audience]


@pytest.mark.parametrize("title", NASTY)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_titles_stay_text(title: str, audience: str) -> None:
    """In tables, tips, maps and data alike: no element comes of one, and nothing is worked out."""
    found = find(made(title), planned())
    pages = {
        "planner": report_page(found, "planner"),
        "commissioner": report_page(found, "commissioner"),
        "public": report_page(found, "public"),
    }
    page, plain = Page(pages[audience]), Page(pages[audience].replace(title, ""))
    assert "<script>alert" not in pages[audience]
    assert "img" not in page.tags
    assert page.tags == plain.tags
    assert "".join(title.split()) in "".join(page.words.split())


def test_titles_that_tell_are_found() -> None:
    """An officer's id or the time of a visit in a title."""
    scenario, plan = made("Ask pc-1 at the desk"), planned()
    assert {told.secret for told in telling_titles(scenario, plan)} == {"pc-1"}
    assert {told.secret for told in telling_titles(made("Town PC-1-desk"), plan)} == {"pc-1"}
    assert not telling_titles(made("Market pc-11, apc-1"), plan)
    assert not telling_titles(made("Market"), plan)
    (start, *_) = sorted(visit_times(find(scenario, plan)))
    assert telling_titles(made(f"Daily {start}"), plan)
