"""What is wrong with a scenario beyond the type and range of its values: no solver needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rostering.scenario.problems import (
    contracts,
    duties,
    funding,
    history,
    kinds,
    places,
    promises,
    references,
    rotations,
    rulebook,
    shift_names,
)
from rostering.scenario.problems.finding import Finding, Findings, nearest
from rostering.scenario.records import Scenario

__all__ = ["Finding", "nearest", "problems"]

Check = Callable[[Scenario], Findings]

ALWAYS: tuple[Check, ...] = (
    references.area_references,
    references.role_references,
    references.terms_references,
    references.companion_references,
    shift_names.shift_references,
    kinds.hub_staff_references,
    kinds.staffing_skill_references,
    references.repeated_openings,
    references.measure_references,
    references.journey_references,
    funding.funding_options,
    funding.funding_references,
    references.reserved_ids,
    references.clashing_places,
    references.clashing_officers,
    places.swapped_or_far,
    places.one_place_twice,
    duties.shift_lengths,
    contracts.pattern_and_rotation,
    contracts.runs_that_fit,
    contracts.no_nights,
    rulebook.idle_rules,
)
"""What can be asked of any scenario."""

ON_THE_CALENDAR: tuple[Check, ...] = (
    references.dates,
    funding.funding_dates,
    duties.late_history,
    history.clashing_history,
    rulebook.late_notice,
    duties.published_while_away,
    duties.idle_requests,
    duties.short_rest,
    duties.long_runs,
)
"""What can be asked once the horizon lies in our time."""

OF_THE_PLAN: tuple[Check, ...] = (
    rotations.contradictory_rotations,
    contracts.hours_out_of_reach,
    promises.overfull_shifts,
    promises.unguarded_hotspots,
    promises.closed_windows,
    promises.uncovered_hub_sessions,
    promises.too_few_for_staffing,
    promises.too_few_minutes,
)
"""What can be asked once everything that is named exists."""


def problems(scenario: Scenario) -> Iterator[Finding]:
    """Everything that is wrong with a scenario: errors, and warnings of what no plan of it can meet."""
    found = list(duties.absurd_dates(scenario))
    checks = ALWAYS if found else (*ALWAYS, *ON_THE_CALENDAR)
    found += (finding for check in checks for finding in check(scenario))
    yield from found
    if not any(finding.severity == "error" for finding in found):
        this_horizon = scenario.without_later_days()
        for check in OF_THE_PLAN:
            yield from check(this_horizon)
