"""Where things are and who may go there, looked up once for a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rostering.scenario import Scenario
from rostering.scenario.travel import TravelTime, travel_times


@dataclass(frozen=True)
class Ground:
    """The places of a scenario as itineraries see them."""

    journey: TravelTime
    """Whole minutes from one place to another; 0 between places at one point, where no travel is written down."""
    area_of: Mapping[str, str]
    """By place (an area stands for its base): the area it lies in."""
    reach: Mapping[str, frozenset[str]]
    """By team: the areas its people may work in, their own among them."""


def survey(scenario: Scenario) -> Ground:
    """The ground of a scenario. Without the rule ``lending`` every team may work everywhere."""
    area_of = {area: area for area in scenario.areas}
    area_of |= {spot_id: spot.area for spot_id, spot in scenario.hotspots.items()}
    area_of |= {hub_id: hub.area for hub_id, hub in scenario.hub_sessions.items()}
    everywhere = frozenset(scenario.areas)
    bound = scenario.rules.lending.level != "off"
    reach = {
        team: frozenset([team, *area.neighbours]) if bound else everywhere for team, area in scenario.areas.items()
    }
    return Ground(travel_times(scenario), area_of, reach)
