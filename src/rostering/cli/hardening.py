"""What ``rostering solve --robust`` adds to the summary: how likely promises survive absences, and what that costs."""

from __future__ import annotations

from collections.abc import Iterator

from rostering.cli.stressing import chance_words
from rostering.cli.summary import Line
from rostering.comparing import differences
from rostering.scenario import Scenario
from rostering.schedule import Schedule
from rostering.stress import Robust
from rostering.words import count_words, day_words, officer_words

FEW = 4
"""Hotspots that are named, the weakest first."""
COSTS = (
    ("visits", "visits", ",.0f", ""),
    ("patrol_hours", "patrol", ",.1f", " h"),
    ("travel_hours", "travel", ",.1f", " h"),
)
"""Measures beside those of the plain plan: name, word, form, unit."""


def robust_lines(scenario: Scenario, robust: Robust) -> list[Line]:
    """Chances before and now, from fresh draws; hotspots below the level and why; the cost beside the plain plan."""
    if robust.plain is None or robust.outcome.schedule is None or not robust.after:
        return [("Absences", "no promise is kept that could be broken")]
    return [
        ("Absences", _reached_words(scenario, robust)),
        *_below_lines(scenario, robust),
        ("Cost", _cost_words(robust.plain, robust.outcome.schedule)),
        ("", _changes_words(robust.plain, robust.outcome.schedule)),
        ("Spare", _spare_words(scenario, robust)),
    ]


def _reached_words(scenario: Scenario, robust: Robust) -> str:
    number, reached = len(robust.after), len(robust.after) - len(robust.below)
    spot = min(robust.after, key=lambda one: (robust.after[one].chance.times, one))
    least = min(robust.before.values(), key=lambda chance: chance.times)
    draws = robust.after[spot].chance.draws
    rates = ", ".join(f"{scenario.title_of(role)} {rate:.0%}" for role, rate in robust.rates.items())
    return (
        f"{reached} of {count_words(number, 'hotspot')} keep their promise with {_percent(robust.level)} or more, "
        f"without same-day repair; least: {scenario.title_of(spot)}, {chance_words(robust.after[spot].chance)}; "
        f"the plain plan's least: {chance_words(least)}; {draws:,} draws that chose nothing, 95 % intervals; "
        f"lost: {rates} of duties"
    )


def _percent(level: float) -> str:
    return f"{100 * level:g} %"


def _below_lines(scenario: Scenario, robust: Robust) -> Iterator[Line]:
    for spot in robust.below[:FEW]:
        one = robust.after[spot]
        yield "", f"{scenario.title_of(spot)}: {chance_words(one.chance)}; {_why_words(robust, spot)}"
    if len(robust.below) > FEW:
        yield "", f"and {count_words(len(robust.below) - FEW, 'more hotspot')} below"


def _why_words(robust: Robust, spot: str) -> str:
    """Why a hotspot is below the level, as far as is known: stopped, no room for more visits, or people in common."""
    one, schedule = robust.after[spot], robust.outcome.schedule
    if one.chance.interval[1] >= robust.level:
        return "as near as the draws can tell"
    when = " to ".join(day_words(day) for day in dict.fromkeys((one.first, one.last)))
    visits = f"it hangs on {count_words(one.visits, 'visit')} on {when}"
    if schedule is not None and schedule.stopped_by in {"interrupt", "time_limit"}:
        return f"{visits}; planning was stopped before more was tried"
    if one.shared:
        people = ", ".join(officer_words(officer) for officer in one.shared[:FEW])
        return f"{visits}, more than one of them by {people}: no other crew was found"
    if spot in robust.short:
        return f"{visits}, and no room was found for more"
    return f"{visits}; {count_words(robust.rounds, 'plan')} after the first found nothing better"


def _cost_words(plain: Schedule, now: Schedule) -> str:
    told = [
        f"{word} {plain.measures[name]:{form}} to {now.measures[name]:{form}}{unit}" for name, word, form, unit in COSTS
    ]
    tracking = f"patrol follows demand {plain.measures['demand_tracking']:.3f} to {now.measures['demand_tracking']:.3f}"
    return f"beside the plain plan: {', '.join(told)}; {tracking}"


def _changes_words(plain: Schedule, now: Schedule) -> str:
    other = differences(plain.plan, now.plan)
    duties = sum(one.kind in {"duty added", "duty removed", "shift changed"} for one in other.people)
    return f"{count_words(duties, 'duty/duties')} and {count_words(len(other.visits), 'visit')} are other than in it"


def _spare_words(scenario: Scenario, robust: Robust) -> str:
    if not robust.spare:
        return "no spare visits had to be asked for"
    most = sorted(robust.spare.items(), key=lambda one: (-one[1], one[0]))
    told = ", ".join(f"{scenario.title_of(spot)} {number}" for spot, number in most[:FEW])
    more = f" and {len(most) - FEW} more" if len(most) > FEW else ""
    plans = count_words(robust.rounds, "plan")
    return f"in every window, settled by {plans} after the first; as spare_visits of the hotspots: {told}{more}"
