"""Hub sessions: staffed whole, by people who can be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pulp import lpSum

from rostering.model.keys import DutyKey, Opening
from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.scenario import ANY, Scenario


def hub_staff(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""An opening has its people, and of each role or skill the least number among them, from duties that cover it.

    $$\sum_{o} z_{o,b} + u_b \ge n_b\, y_b, \qquad \sum_{o \in r} z_{o,b} + u_{b,r} \ge n_{b,r}\, y_b, \qquad
      u_b \ge \sum_r u_{b,r}, \qquad \sum_{o} z_{o,b} \le \max\Bigl(n_b, \sum_r n_{b,r}\Bigr)\, y_b, \qquad
      z_{o,b} \le x_{o,d,s}$$

    $z_{o,b}$: 1 where officer $o$ staffs opening $b$ from duty $(d,s)$; $u_b$: people short; $u_{b,r}$: of role or
    skill $r$; $y_b$: 1, or for a preferred session 1 where it is held (then $u_b = 0$).
    """
    candidates: dict[Opening, list[DutyKey]] = defaultdict(list)
    for duty, opening in sets.can_staff:
        candidates[opening].append(duty)
        yield (duty.officer, duty.day, duty.shift, opening), v.staff[duty, opening] <= v.duty[duty]
    for opening in sets.openings:
        session = scenario.hub_sessions[opening.session]
        held = v.held.get(opening, 1)
        short = v.hub_short[opening]
        if opening in v.held:
            yield (opening, "whole"), 1 * short <= 0
        everyone = lpSum(v.staff[duty, opening] for duty in candidates[opening])
        yield (opening, ANY), everyone + short - session.people * held >= 0
        named = {kind: number for kind, number in session.staff.items() if kind != ANY}
        for kind, number in named.items():
            qualified = [
                duty
                for duty in candidates[opening]
                if kind in (scenario.people[duty.officer].role, *scenario.people[duty.officer].skills)
            ]
            of_kind = lpSum(v.staff[duty, opening] for duty in qualified)
            yield (opening, kind), of_kind + v.kind_short[opening, kind] - number * held >= 0
        if named:
            yield (opening, "kinds"), short - lpSum(v.kind_short[opening, kind] for kind in named) >= 0
        yield (opening, "most"), everyone - max(session.people, sum(named.values())) * held <= 0


def one_place_at_a_time(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Nobody staffs two openings in one duty without the time to travel between them and to take the break.

    $$z_{o,b} + z_{o,b'} \le 1$$
    """
    for duty, first, second in sets.apart:
        yield (*duty, first, second), v.staff[duty, first] + v.staff[duty, second] <= 1
