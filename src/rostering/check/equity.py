"""Rules on fair shares, judged by what was delivered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rostering.check.words import TOLERANCE, found
from rostering.measures.hours import misplaced, staffed_hours
from rostering.measures.tables import area_table, hotspot_table
from rostering.measures.view import view
from rostering.scenario import Scenario
from rostering.schedule import Plan, Violation
from rostering.words import day_words, length_words


def least_served_area(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """An area whose patrol share is under `least_ratio` times its demand share."""
    least = scenario.rules.least_served_area.least_ratio
    for area, row in area_table(scenario, plan).items():
        ratio = row.get("ratio", least)
        if ratio < least - TOLERANCE:
            got = f"{scenario.title_of(area)} gets {ratio:.0%} of the patrol its demand asks for"
            message = f"{got}; {least:.0%} is the least"
            yield found(scenario, "least_served_area", least - ratio, "ratio", message, area=area)


def area_share(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """An area whose patrol share is off its demand share by more than the fraction `within`."""
    within = scenario.rules.area_share.within
    for area, row in area_table(scenario, plan).items():
        off = row["patrol_share"] - row["demand_share"]
        if abs(off) > within * row["demand_share"] + TOLERANCE:
            message = (
                f"{scenario.title_of(area)} has {row['patrol_share']:.1%} of patrol and {row['demand_share']:.1%} of "
                f"demand; {within:.0%} apart is the most"
            )
            yield found(scenario, "area_share", abs(off), "share", message, area=area)


def hotspot_share(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A hotspot whose minutes are off its due by more than `within_visits` visits."""
    within, dwell = scenario.rules.hotspot_share.within_visits, scenario.rules.hotspot_guarantee.minutes
    visits = view(scenario, plan).visits
    for hotspot, row in hotspot_table(scenario, plan).items():
        due = row["ledger"].floor_minutes + row["ledger"].share_minutes
        planned = sum(visit.end - visit.start for visit in visits[hotspot])
        off = abs(planned - due) / dwell
        if off > within + TOLERANCE:
            message = (
                f"{scenario.title_of(hotspot)} gets {length_words(planned)} of visits and is due {length_words(due)}; "
                f"{within:g} visits of {dwell} min apart are the most"
            )
            yield found(scenario, "hotspot_share", off, "visits", message, hotspot=hotspot)


def hour_share(scenario: Scenario, plan: Plan) -> Iterator[Violation]:
    """A day on which more than the share `within` of an area's patrol would have to move to follow `demand.hours`."""
    if scenario.demand.hours is None:
        return
    within = scenario.rules.hour_share.within
    days = frozenset(scenario.horizon.dates)
    for area, hours in sorted(staffed_hours(scenario, plan).items()):
        for day, of_day in groupby(hours, key=lambda hour: hour.day):
            off = misplaced(tuple(of_day))
            if day in days and off is not None and off > within + TOLERANCE:
                message = (
                    f"{scenario.title_of(area)}, {day_words(day)}: {off:.0%} of patrol is at other hours than demand; "
                    f"{within:.0%} is the most"
                )
                yield found(scenario, "hour_share", off, "share", message, area=area, day=day)
