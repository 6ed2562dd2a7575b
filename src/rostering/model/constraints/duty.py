"""Who has which duty: one a day, nobody who is away, nothing published changed for nothing, patterns and rotations."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import lpSum

from rostering.model.keys import DutyKey
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import REST, Scenario
from rostering.scenario.pay import change_price
from rostering.scenario.terms import allowed_shifts, contract_of, is_free, rotation_shift


def one_duty_a_day(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""An officer starts at most one duty on a day on which duties are chosen.

    $$\sum_s x_{o,d,s} \le 1$$

    $x_{o,d,s}$: 1 where officer $o$ has a duty of shift $s$ on day $d$.
    """
    for officer, day in sorted(sets.open_days):
        yield (officer, day), lpSum(v.duty[DutyKey(officer, day, shift)] for shift in scenario.shifts) <= 1


def availability(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""An officer who is away on a day has no duty on it.

    $$\sum_s x_{o,d,s} \le 0 \qquad \text{where } o \text{ is away on } d$$
    """
    for (officer, day), duties in sets.duties_on.items():
        if day in scenario.people[officer].unavailable:
            yield (officer, day), lpSum(v.duty[duty] for duty in duties) <= 0


def published_duty(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""A published duty is worked as published; a published rest day has no duty to choose.

    $$x_{o,d,s} = 1 \qquad \text{where } s \text{ is published for } o \text{ on } d$$

    Where the rule is preferred, published days are chosen like free ones, and what a change costs is counted:

    $$c_{o,d} \ge \pi_{s,\text{rest}} + \sum_{s'} (\pi_{s,s'} - \pi_{s,\text{rest}})\, x_{o,d,s'}$$

    $c_{o,d}$: pounds; $\pi_{s,s'}$: price of shift $s'$ where $s$ is published, either of which may be rest; 0 for no
    change.
    """
    for officer_id, officer in scenario.people.items():
        for day, shift in sorted((officer.published or {}).items()):
            if (officer_id, day) in v.change_price:
                to_rest = change_price(scenario, officer_id, day, shift, REST)
                more = [
                    (to_rest - change_price(scenario, officer_id, day, shift, duty.shift)) * v.duty[duty]
                    for duty in sets.duties_on.get((officer_id, day), ())
                ]
                yield (officer_id, day), v.change_price[officer_id, day] + lpSum(more) >= to_rest
            elif shift != REST:
                yield (officer_id, day), v.duty[DutyKey(officer_id, day, shift)] == 1


def published_changes(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Of all published days together, at most so many are changed.

    $$\sum_{o,d:\, s\ \text{published}} (1 - x_{o,d,s}) + \sum_{o,d:\, \text{rest published}} \sum_s x_{o,d,s} \le m$$

    $m$: most changes. Nothing where published days cannot be changed.
    """
    if scenario.rules.published_duty.level == "required":
        return
    changed = [
        lpSum(v.duty[duty] for duty in sets.duties_on.get((officer_id, day), ()))
        if shift == REST
        else 1 - v.duty[DutyKey(officer_id, day, shift)]
        for officer_id, officer in scenario.people.items()
        for day, shift in sorted((officer.published or {}).items())
    ]
    if changed:
        yield ("horizon",), lpSum(changed) <= scenario.rules.published_changes.most


def working_pattern(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On a free day an officer with a pattern has no shift that the pattern does not allow that day.

    $$\sum_{s \notin A_{o,d}} x_{o,d,s} \le 0$$

    $A_{o,d}$: shifts allowed.
    """
    for officer_id in sets.rostered:
        officer = scenario.people[officer_id]
        if not contract_of(scenario, officer).pattern:
            continue
        for day in scenario.horizon.dates:
            allowed = allowed_shifts(scenario, officer, day)
            other = [DutyKey(officer_id, day, shift) for shift in scenario.shifts if shift not in allowed]
            if other and is_free(officer, day):
                yield (officer_id, day), lpSum(v.duty[duty] for duty in other) <= 0


def rotation(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""On the free days of an officer on a rotation is just what it says, from one week of it on.

    $$x_{o,d,s} = \sum_{k:\, \rho(k,d) = s} y_{o,k}, \qquad \sum_k y_{o,k} = 1$$

    $y_{o,k}$: 1 where the rotation starts in its week $k$, for the officer, or for all of the team on it; $\rho(k,d)$:
    what it then says for day $d$.
    """
    leaders = {officer: leader for officer in sets.rostered if (leader := sets.rotates_with(officer))}
    weeks = {name: range(len(pattern.weeks)) for name, pattern in scenario.rotations.items()}
    for who, name in dict.fromkeys(leaders.values()):
        yield (who, name), lpSum(v.offset[who, name, week] for week in weeks[name]) == 1
    for officer, (who, name) in leaders.items():
        for day in scenario.horizon.dates:
            if not is_free(scenario.people[officer], day):
                continue
            says = {week: rotation_shift(scenario, name, week, day) for week in weeks[name]}
            for shift in scenario.shifts:
                chosen = [v.offset[who, name, week] for week, what in says.items() if what == shift]
                yield (officer, day, shift), v.duty[DutyKey(officer, day, shift)] - lpSum(chosen) == 0
