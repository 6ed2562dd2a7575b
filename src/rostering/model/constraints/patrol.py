"""Hotspot visits: the guarantee, crews, openings, and how often is too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import ceil

from pulp import lpSum

from rostering.horizon import MINUTES_PER_HOUR
from rostering.model.keys import Band
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets, most_visits
from rostering.model.variables import Variables
from rostering.scenario import Scenario


def hotspot_guarantee(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Every window of the guarantee holds a visit, or is named as missed.

    $$\sum_{t \in W} v_{h,t} + u_{h,d} \ge 1$$

    $v_{h,t}$: visits to hotspot $h$ that start in band $t$; $W$: the bands of the window that ends on day $d$ (counted
    in hours: the bands that keep the clock at one check of that day); $u_{h,d}$: 1 where the window is missed. Windows
    that `last_patrolled` keeps have no row.
    """
    for (spot, day), checks in sets.windows.items():
        for number, bands in enumerate(checks):
            yield (spot, day, number), lpSum(v.visits[spot, band] for band in bands) + v.window_missed[spot, day] >= 1


def spare_visits(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Every window of the guarantee of a hotspot that asks for spare visits holds them and the one promised.

    $$\sum_{t \in W} v_{h,t} + q_{h,d} \ge 1 + p_h$$

    $p_h$: `spare_visits` of hotspot $h$; $q_{h,d}$: visits missing in the window that ends on day $d$. Windows are of
    calendar days, also where the guarantee is counted in hours; those that `last_patrolled` keeps have no row.
    """
    for (spot, day), bands in sets.spare_windows.items():
        visits = lpSum(v.visits[spot, band] for band in bands)
        yield (spot, day), visits + v.spare_short[spot, day] >= 1 + scenario.hotspots[spot].spare_visits


def hotspot_crew(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Each visit has its whole crew, of eligible roles, with a lead, from people who are there at once.

    $$\sum_g c_{h,t,g} = n_h v_{h,t}, \qquad \sum_{g \in L_h} c_{h,t,g} \ge v_{h,t}, \qquad
      c_{h,t,g} \le m_{h,t}\Bigl(\sum_{o \in g} x_{o,d,s} - \sum_{o \in g} z_{o,b}\Bigr), \qquad
      c_{h,t,g} \le |g|_t\, v_{h,t}$$

    $c_{h,t,g}$: people that group $g$ sends; $n_h$: crew; $L_h$: groups that may lead; $m_{h,t}$: most visits that fit
    into the band; the last sum: people of the group at a hub throughout the band; $|g|_t$: people who may be on duty
    then. The third row is left out where published duties alone make sure that enough people are there, the last where
    $|g|_t \ge n_h$.
    """
    at_hub = defaultdict(list)
    for (duty, opening), staff in v.staff.items():
        officer = scenario.people[duty.officer]
        for band in sets.can_staff[duty, opening]:
            if opening.opens <= band.start and band.end <= opening.closes:
                at_hub[officer.area, officer.role, band].append(staff)
    most_at_hubs = {band: sets.most_at_hubs(band) for band in sets.bands}
    for (spot_id, band), groups in sets.crews.items():
        spot = scenario.hotspots[spot_id]
        visits = v.visits[spot_id, band]
        yield (spot_id, band), lpSum(v.crew[spot_id, band, group] for group in groups) == spot.crew * visits
        if spot.lead:
            leads = lpSum(v.crew[spot_id, band, group] for group in groups if group.role in spot.lead)
            yield (spot_id, band, "lead"), leads >= visits
        for group in groups:
            most = sets.may_be_on_duty[group, band]
            if most < spot.crew:
                yield (spot_id, band, *group, "once"), v.crew[spot_id, band, group] - most * visits <= 0
            away = at_hub[group.team, group.role, band]
            if sets.surely_on_duty[group, band] - min(len(away), most_at_hubs[band]) >= spot.crew:
                continue
            people = v.people(sets.on_duty[group, band], sets)
            fits = sets.visit_fit[spot_id, band]
            yield (spot_id, band, *group), v.crew[spot_id, band, group] - fits * people + fits * lpSum(away) <= 0


def opening_hours(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A band holds no more visits than fit into the hotspot's open time in it.

    $$v_{h,t} \le m_{h,t}$$

    Bands in which the hotspot is closed, or a whole visit does not fit, have no $v_{h,t}$ at all.
    """
    for (spot, band), fits in sets.visit_fit.items():
        yield (spot, band), 1 * v.visits[spot, band] <= fits


def daily_visits(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A hotspot has at most its largest number of visits on a day.

    $$\sum_{t \in d} v_{h,t} \le \text{max}_h$$
    """
    for spot_id, bands in sets.visit_bands.items():
        most = scenario.hotspots[spot_id].max_visits_per_day
        for day in scenario.horizon.dates:
            today = [band for band in bands if band.day == day]
            if sum(sets.visit_fit[spot_id, band] for band in today) > most:
                yield (spot_id, day), lpSum(v.visits[spot_id, band] for band in today) <= most


def visit_spacing(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Bands in a row hold no more visits to a hotspot than their whole length allows with the spacing between visits.

    $$\sum_{t = i}^{j} v_{h,t} \le 1 + \left\lfloor \frac{e_j - b_i - \delta}{\delta + \sigma} \right\rfloor$$

    $b_i, e_j$: start of the first and end of the last band; $\delta$: minutes of a visit; $\sigma$: least spacing. Only
    the longest runs for each number of visits have a row, and numbers a day does not allow anyway have none. Bands that
    begin less than $\sigma$ after the visit that `last_patrolled` names hold what fits into the rest of them.
    """
    for spot_id, bands in sets.visit_bands.items():
        clear = _clear_from(scenario, spot_id)
        for band in bands:
            fits = most_visits(scenario, max(0, band.end - max(band.start, clear)))
            if fits < sets.visit_fit[spot_id, band]:
                yield (spot_id, "history", band), 1 * v.visits[spot_id, band] <= fits
        for most in range(1, scenario.hotspots[spot_id].max_visits_per_day):
            for run in _longest_runs(scenario, bands, most):
                if sum(sets.visit_fit[spot_id, band] for band in run) > most:
                    yield (spot_id, most, run[0], run[-1]), lpSum(v.visits[spot_id, band] for band in run) <= most


def _clear_from(scenario: Scenario, spot_id: str) -> int:
    """The first minute that is far enough from the last visit before the horizon."""
    before = scenario.hotspots[spot_id].last_patrolled
    if before is None:
        return 0
    return scenario.horizon.instant(before) + ceil(scenario.rules.visit_spacing.hours * MINUTES_PER_HOUR)


def _longest_runs(scenario: Scenario, bands: tuple[Band, ...], most: int) -> Iterator[tuple[Band, ...]]:
    """The runs of bands in which at most so many visits fit, and no run that holds them does."""
    reached = 0
    for first, band in enumerate(bands):
        after = max(first, reached)
        while after < len(bands) and most_visits(scenario, bands[after].end - band.start) <= most:
            after += 1
        if after > reached:
            yield bands[first:after]
        reached = max(after, reached)
