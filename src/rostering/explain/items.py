"""What an id means: the page of a hotspot, an officer, an area or a hub."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from rostering.explain.hotspot_page import hotspot_page
from rostering.explain.officer_page import officer_page
from rostering.explain.pages import Page
from rostering.explain.place_pages import area_page, session_page
from rostering.explain.week import Week
from rostering.scenario import Scenario
from rostering.schedule import Plan


def page_of(week: Week, plan: Plan, item: str) -> Page | None:
    """The page of an item; nothing for an id that the scenario does not have."""
    return next((page(week, plan, item) for known, page in _kinds(week.scenario) if item in known), None)


def ids_of(scenario: Scenario) -> frozenset[str]:
    """Every id that has a page."""
    return frozenset({*scenario.hotspots, *scenario.hub_sessions, *scenario.areas, *scenario.people})


def _kinds(scenario: Scenario) -> Iterator[tuple[Container[str], Callable[[Week, Plan, str], Page]]]:
    yield scenario.hotspots, hotspot_page
    yield scenario.hub_sessions, session_page
    yield scenario.areas, area_page
    yield scenario.people, officer_page
