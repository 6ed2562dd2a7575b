"""Where the minutes of a duty go: briefing, break, reserve, and everything else inside what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pulp import lpSum

from rostering.horizon import MINUTES_PER_HOUR, overlap
from rostering.model.constraints.rest import apart_by
from rostering.model.keys import Band, Group, Slot
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import Scenario
from rostering.scenario.owed import briefing_minutes


def briefing(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Everybody on a duty is briefed at its start, but for those who report straight to a hub.

    $$f_k = \beta \Bigl(\sum_{o \in k} x_{o,d,s} - \sum_{o \in k,\, b\ \text{straight}} z_{o,b}\Bigr)$$

    $f_k$: minutes of briefing of the people who start shift $s$ on day $d$ in one group (the slot $k$); $\beta$: its
    length.
    """
    straight = defaultdict(list)
    for duty, opening in sorted(sets.straight):
        officer = scenario.people[duty.officer]
        straight[Slot(Group(officer.area, officer.role), duty.day, duty.shift)].append(v.staff[duty, opening])
    minutes = briefing_minutes(scenario)
    for slot, spent in v.briefing.items():
        yield slot, spent - minutes * v.people([slot], sets) + minutes * lpSum(straight[slot]) == 0


def breaks(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""The people of a slot take their breaks in the middle half of the duty.

    $$\sum_{t} q_{k,t} = B_k \sum_{o \in k} x_{o,d,s}, \qquad q_{k,t} \le \mu_{k,t} \sum_{o \in k} x_{o,d,s}$$

    $q_{k,t}$: minutes of break in band $t$; $B_k$: the break a duty of this length earns; $\mu_{k,t}$: minutes of the
    band inside the middle half (the row is left out where the whole break fits into them).
    """
    for slot, spent in _by_slot(v.pause).items():
        people = v.people([slot], sets)
        yield slot, lpSum(minutes for _, minutes in spent) - sets.break_minutes(slot) * people == 0
        for band, minutes in spent:
            within = overlap(sets.middle(slot), (band.start, band.end))
            if within < sets.break_minutes(slot):
                yield (slot, band), minutes - within * people <= 0


def abstraction(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Of every duty, the share still expected to be withdrawn is kept in reserve.

    $$\sum_t r_{k,t} = R_k \sum_{o \in k} x_{o,d,s}, \qquad
      R_k = \left\lfloor \ell_k \max\Bigl(0,\, 1 - \frac{1 - \alpha}{1 - \omega}\Bigr) \right\rfloor$$

    $r_{k,t}$: minutes of reserve; $\ell_k$: minutes of the duty; $\alpha$: abstraction of the role; $\omega$: share of
    its officer-days already known to be away.
    """
    for slot, spent in _by_slot(v.reserve).items():
        kept = sets.reserve_minutes(slot)
        yield slot, lpSum(minutes for _, minutes in spent) - kept * v.people([slot], sets) == 0


def duty_minutes(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""In each band, what a group's people do adds up to the minutes they are on duty; an area is credited its patrol.

    $$\sum_{o \in g} \eta_{o,b,t} z_{o,b} + \sum_h (\delta + \tau_{h,g})\, c_{h,t,g}
      + \sum_a (1 + \theta_{g,a})\, p_{g,a,t} + \sum_{k \in g} (f_k + q_{k,t} + r_{k,t})
      = \ell_t \sum_{o \in g} x_{o,d,s}$$

    $$60\, P_{a,t} = \sum_g p_{g,a,t} + \delta \sum_{h \in a} \sum_g c_{h,t,g}$$

    $\eta_{o,b,t}$: minutes a hub opening takes of the band, journeys included; $\delta + \tau_{h,g}$: a visit and its
    expected journeys; $\theta_{g,a}$: journeys for each minute of lent patrol; $p_{g,a,t}$: minutes of patrol;
    $\ell_t$: minutes of the band; $P_{a,t}$: hours of visible patrol in area $a$. Where a hotspot's opening is too
    short for a visit and its journeys, the journeys are charged to the band beside it. Where `daily_rest` is not
    required, duties of one officer that overlap exclude each other by rows like its own.
    """
    spent = _spent(scenario, sets, v)
    for (group, band), slots in sets.on_duty.items():
        people = v.people(slots, sets)
        yield (*group, band), lpSum(spent[group, band]) - band.minutes * people == 0
    credited: dict[tuple[str, Band], list[Any]] = defaultdict(list)
    for (_, area, band), minutes in v.patrol.items():
        credited[area, band].append(minutes)
    dwell = scenario.rules.hotspot_guarantee.minutes
    for (spot, band, _), crew in v.crew.items():
        credited[scenario.hotspots[spot].area, band].append(dwell * crew)
    for key, hours in v.patrolled.items():
        yield key, MINUTES_PER_HOUR * hours - lpSum(credited[key]) == 0
    if scenario.rules.daily_rest.level != "required":
        yield from apart_by(0, sets, v)


def lending(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A team spends at most a share of its duty minutes in other areas, journeys included.

    $$\sum_{t} \Bigl(\sum_{b \notin a} \eta_{o,b,t} z_{o,b} + \sum_{h \notin a} (\delta + \tau_{h,g}) c_{h,t,g}
      + \sum_{a' \ne a} (1 + \theta_{g,a'}) p_{g,a',t}\Bigr) \le \lambda \sum_{o \in a} \ell_{d,s}\, x_{o,d,s}$$

    $\lambda$: largest share. Only areas the team may be lent to have variables here.
    """
    lent = lent_minutes(scenario, sets, v)
    share = scenario.rules.lending.most_share
    for team in scenario.areas:
        slots = [slot for slot in sets.slots if slot.group.team == team]
        on_duty = [
            (sets.spans[slot.day, slot.shift][1] - sets.spans[slot.day, slot.shift][0]) * v.people([slot], sets)
            for slot in slots
        ]
        if lent[team]:
            yield (team,), lpSum(lent[team]) - share * lpSum(on_duty) <= 0


def lent_minutes(scenario: Scenario, sets: Sets, v: Variables) -> dict[str, list[Any]]:
    """By team: the terms that add up to the minutes its people spend for other areas."""
    lent: dict[str, list[Any]] = defaultdict(list)
    for (duty, opening), staff in v.staff.items():
        team = scenario.people[duty.officer].area
        if team != scenario.hub_sessions[opening.session].area:
            lent[team].append(sum(sets.can_staff[duty, opening].values()) * staff)
    for (spot, _, group), crew in v.crew.items():
        if group.team != scenario.hotspots[spot].area:
            lent[group.team].append(sets.visit_minutes(spot, group.team) * crew)
    for (group, area, _), minutes in v.patrol.items():
        if group.team != area:
            lent[group.team].append((1 + sets.lent_overhead(group.team, area)) * minutes)
    return lent


def _by_slot(table: dict[tuple[Slot, Band], Any]) -> dict[Slot, list[tuple[Band, Any]]]:
    found: dict[Slot, list[tuple[Band, Any]]] = defaultdict(list)
    for (slot, band), minutes in table.items():
        found[slot].append((band, minutes))
    return found


def _spent(scenario: Scenario, sets: Sets, v: Variables) -> dict[tuple[Group, Band], list[Any]]:
    spent: dict[tuple[Group, Band], list[Any]] = defaultdict(list)
    dwell = scenario.rules.hotspot_guarantee.minutes
    for (duty, opening), staff in v.staff.items():
        officer = scenario.people[duty.officer]
        for band, minutes in sets.can_staff[duty, opening].items():
            spent[Group(officer.area, officer.role), band].append(minutes * staff)
    for (spot, band, group), crew in v.crew.items():
        journeys = sets.visit_minutes(spot, group.team) - dwell
        is_narrow = dwell + journeys > sets.open_minutes[spot, band]
        on_the_way = sets.band_beside.get((group, band), band) if is_narrow else band
        spent[group, band].append(dwell * crew)
        spent[group, on_the_way].append(journeys * crew)
    for (group, area, band), patrol in v.patrol.items():
        spent[group, band].append((1 + sets.lent_overhead(group.team, area)) * patrol)
    for table in (v.pause, v.reserve):
        for (slot, band), kept in table.items():
            spent[slot.group, band].append(kept)
    briefed = briefing_minutes(scenario)
    for slot, briefing in v.briefing.items():
        start = sets.spans[slot.day, slot.shift][0]
        for band in sets.bands:
            if within := overlap((start, start + briefed), (band.start, band.end)):
                spent[slot.group, band].append(within / briefed * briefing)
    return spent
