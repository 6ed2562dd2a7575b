"""Equitable, not equal: patrol in proportion to demand, over areas, hotspots and hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pulp import lpSum

from rostering.model.keys import Band
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.targets import hour_shares, patrol_hours, visits_due
from rostering.model.variables import Variables
from rostering.scenario import Scenario
from rostering.scenario.demand import area_shares


def least_served_area(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Every area has at least the served level of patrol hours for its demand; the level is then raised.

    $$\sum_t P_{a,t} \ge q_a\, \mu$$

    $q_a$: demand share of area $a$; $\mu$: patrol hours per unit of demand share.
    """
    hours = _hours_by_area(v)
    for area, share in area_shares(scenario).items():
        yield (area,), lpSum(hours[area]) - share * v.served >= 0


def area_share(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""How far an area's patrol is below its share of the hours there are.

    $$\sum_t P_{a,t} + e_a \ge q_a\, T$$

    $e_a$: hours below; $T$: patrol hours there are, fixed beforehand. Only hours below count, and against a fixed
    total: were hours above counted too, or the total open, driving officers about to waste patrol would look like
    equity.
    """
    hours = _hours_by_area(v)
    total = patrol_hours(scenario, sets)
    for area, share in area_shares(scenario).items():
        yield (area,), lpSum(hours[area]) + v.area_off[area] >= share * total


def hotspot_share(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""How far a hotspot's visits are from what its demand asks for: a convex penalty, exact at whole visits.

    $$e_h \ge \phi_h(k) + \bigl(\phi_h(k+1) - \phi_h(k)\bigr)\Bigl(\sum_t v_{h,t} - k\Bigr), \qquad
      \phi_h(k) = \frac{(k - n_h)^2}{n_h}$$

    $n_h$: visits due (fixed beforehand from demand shares and the hours there are). Least $\sum \phi_h$ is the
    whole-number apportionment of Webster and Sainte-Laguë: when visits are short, all hotspots lose in proportion.
    """
    due = visits_due(scenario, sets)
    for spot, bands in sets.visit_bands.items():
        visits = lpSum(v.visits[spot, band] for band in bands)
        open_days = len({band.day for band in bands})
        most = scenario.hotspots[spot].max_visits_per_day * open_days
        target = max(due[spot], 0.5)
        penalty = [(count - target) ** 2 / target for count in range(most + 2)]
        for count, (here, there) in enumerate(pairwise(penalty)):
            yield (spot, count), v.spot_off[spot] - (there - here) * visits >= here - (there - here) * count


def hour_share(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""How far an area's patrol in a band is from the band's share of the day's demand.

    $$-e_{a,t} \le P_{a,t} - \pi_{a,t} \sum_{t' \in d} P_{a,t'} \le e_{a,t}$$

    $\pi_{a,t}$: demand of the band over that of all bands of the day in which the area's team may have someone on duty.
    """
    today: dict[tuple[str, object], list[Any]] = defaultdict(list)
    for (area, band), hours in v.patrolled.items():
        today[area, band.day].append(hours)
    for (area, band), share in hour_shares(scenario, sets).items():
        difference = v.patrolled[area, band] - share * lpSum(today[area, band.day])
        yield (area, band, "over"), difference - v.hour_off[area, band] <= 0
        yield (area, band, "under"), difference + v.hour_off[area, band] >= 0


def _hours_by_area(v: Variables) -> dict[str, list[Any]]:
    hours: dict[str, list[Any]] = defaultdict(list)
    key: tuple[str, Band]
    for key, patrolled in v.patrolled.items():
        hours[key[0]].append(patrolled)
    return hours
