"""Weekends off, and limits on single shifts."""

from __future__ import annotations

from collections.abc import Iterator

from pulp import lpSum

from rostering.model.rows import Key, Row
from rostering.model.sets import Sets
from rostering.model.variables import Variables
from rostering.model.weekends import weekend_windows, weekends_of
from rostering.scenario import Scenario


def weekends_off(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Of so many weekends in a row, at most so many are worked; those before the horizon count, as far as
    history tells.

    $$\sum_s x_{o,d,s} \le g_{o,e} \quad (d \in e), \qquad
      \sum_{e \in E} g_{o,e} - u_{o,E} \le \max(i - f,\, n^{\text{published}}_{o,E}) - n^{\text{before}}_{o,E}$$

    $g_{o,e}$: 1 where weekend $e$ is worked; $E$: $i$ weekends in a row, of which $f$ are to be off; $n$: those worked
    before the horizon, and with them those that hold a published duty; $u_{o,E}$: weekends too many, only where the
    rule is preferred.
    """
    weekends = weekends_of(scenario.horizon)
    for officer in sets.rostered:
        terms = sets.terms[officer].weekends_off
        windows = list(weekend_windows(sets, officer))
        for saturday in dict.fromkeys(saturday for window in windows for saturday in window.saturdays):
            for day in weekends[saturday]:
                if duties := sets.duties_on.get((officer, day)):
                    worked = lpSum(v.duty[duty] for duty in duties)
                    yield (officer, day), worked - v.weekend_worked[officer, saturday] <= 0
        for window in windows:
            days = [day for saturday in window.saturdays for day in weekends[saturday]]
            if not sets.is_any_open(officer, days):
                continue
            published = sum(
                any(duty in sets.published for duty in sets.duties_of(officer, weekends[saturday]))
                for saturday in window.saturdays
            )
            known = published + window.worked_before
            most = max(terms.in_weekends - terms.least, known) - window.worked_before
            worked = lpSum(v.weekend_worked[officer, saturday] for saturday in window.saturdays)
            over = v.weekends_over.get((officer, window.last), 0)
            yield (officer, window.last, "in", terms.in_weekends), worked - over <= most


def shift_limits(scenario: Scenario, sets: Sets, v: Variables) -> Iterator[tuple[Key, Row]]:
    r"""Over the horizon an officer has at most so many duties of a shift, or as many as are published.

    $$\sum_d x_{o,d,s} \le \max\bigl(m_{o,s},\, n^{\text{published}}_{o,s}\bigr)$$
    """
    for officer in sets.rostered:
        for shift, most in sorted(sets.terms[officer].shift_limits.items()):
            duties = [duty for duty in sets.duties_of(officer, scenario.horizon.dates) if duty.shift == shift]
            published = sum(duty in sets.published for duty in duties)
            yield (officer, shift), lpSum(v.duty[duty] for duty in duties) <= max(most, published)
